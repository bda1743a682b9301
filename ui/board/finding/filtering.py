"""The board's filter at work: chips and text narrow the board, and clearing them brings the place back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout

from app.queries.agreement_codes import agreement_codes
from app.queries.board import WaitingRow
from models.terms import Priority, VisitStatus
from resources.texts import _, format_number, ngettext
from ui import theme
from ui.board.finding.filter_strip import Choices, FilterStrip
from ui.board.finding.finding import BoardFilter, Chip, Found, Haystack, find
from ui.board.layout.toolbar import Toolbar
from ui.board.view import BoardView
from ui.board.waiting.waiting import WaitingList
from ui.jobs import Jobs
from ui.widgets.term_names import PRIORITY_NAMES, STATUS_NAMES

MOST_AGREEMENTS = 40
"""The agreements with the most visits on the board; others are found by the text."""
_STATUSES = tuple(VisitStatus)
_PRIORITIES = tuple(Priority)


@dataclass(frozen=True, slots=True)
class _Before:
    """Where the board stood before it was filtered."""

    left: int
    scroll_y: int
    selected: frozenset[int]
    focused: int


class Filtering(QObject):
    """The filter of one board.

    Attributes:
        level_names: names of service levels by id, read by whoever colours by them.

    Signals:
        changed(): something else is wanted, or found.
    """

    changed = Signal()

    def __init__(
        self, view: BoardView, toolbar: Toolbar, waiting: WaitingList, *, strips: QVBoxLayout, jobs: Jobs
    ) -> None:
        """Stand a strip of chips among others; it is hidden until it is wanted."""
        super().__init__(view)
        self._view, self._toolbar, self._waiting, self._jobs = view, toolbar, waiting, jobs
        self._filter = BoardFilter()
        self._before: _Before | None = None
        self._haystack = Haystack()
        self._codes: dict[int, str] = {}
        self.level_names: Mapping[int, str] = {}
        self._is_linked = False
        self._days = (0, 0)
        self.found: Found | None = None
        self.strip = FilterStrip(self.choices)
        strips.addWidget(self.strip)
        self.button = self._make_button()
        toolbar.put(self.button, rank=88)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.renew)
        self.strip.wanted.connect(self.want)
        toolbar.filter_changed.connect(self.want_text)
        toolbar.hit_wanted.connect(self.next_hit)
        view.selection_changed.connect(self._on_selection)
        view.lanes_changed.connect(self._again)
        view.days_changed.connect(self._on_days)
        waiting.chosen.connect(lambda _rows: self._on_selection())
        waiting.link_wanted.connect(self.link)

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "filter")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolTip(_("Filter by group, skill, territory, status or agreement"))
        button.setAccessibleName(_("Filter chips"))
        button.clicked.connect(lambda on: self.show_strip(on=on))
        return button

    # ------------------------------------------------------------------ what is wanted

    @property
    def filter(self) -> BoardFilter:
        """What is wanted on the board."""
        return self._filter

    def want(self, wanted: BoardFilter) -> None:
        """Show what answers to this; when nothing is asked any more, the place from before comes back."""
        was_empty, self._filter = self._filter.is_empty, wanted
        if self._toolbar.filter.text().strip() != wanted.text.strip():
            self._toolbar.filter.setText(wanted.text)
        if was_empty and not wanted.is_empty:
            self._remember()
        self._read_codes()
        self.renew()
        if wanted.is_empty and not was_empty:
            self._go_back()
        self.strip.setVisible(not replace(wanted, text="").is_empty or self.strip.isVisible())
        self._renew_link()

    def want_text(self, text: str) -> None:
        """Look for a text, chips as they are."""
        if text.strip() != self._filter.text.strip():
            self.want(replace(self._filter, text=text))

    def toggle(self, chip: Chip, value: Any) -> None:  # Any: an id, a name or a position
        """One value of a chip more or less, as the legend does."""
        self.strip.show()
        self.want(self._filter.toggled(chip, value))

    def clear(self) -> None:
        """Want everything."""
        self.want(BoardFilter(hides=self._filter.hides))

    def show_strip(self, *, on: bool) -> None:
        """Show the chips, or take them away and what they ask for with them."""
        self.strip.setVisible(on)
        self.strip.show_filter(self._filter)
        if not on:
            self.want(BoardFilter(text=self._filter.text, hides=self._filter.hides))
            self.strip.hide()
        self.button.setChecked(on)

    def restore(self, wanted: BoardFilter) -> None:
        """Want what a sheet wants; there is no place from before."""
        self._before = None
        self._filter = BoardFilter()
        self.strip.setVisible(not replace(wanted, text="").is_empty)
        self.want(wanted)
        self._before = None

    # ------------------------------------------------------------------ what is found

    def renew(self) -> None:
        """Find again, as after rows or lanes changed."""
        scene = self._view.scene
        self._soon.stop()
        self.strip.show_filter(self._filter)
        self.button.setChecked(not self.strip.isHidden())
        if self._filter.is_empty:
            is_bare = not scene.hidden and scene.dimmed is None
            self.found, scene.hides = None, False
            if not is_bare:
                self._view.set_filter()
            self._say()
            return
        self.found = find(
            scene.model, self._filter, days=scene.load_days, able=self._able(), haystack=self._haystack
        )
        scene.hides, self._days = self._filter.hides, scene.load_days
        self._view.set_filter(hidden=self.found.hidden, dimmed=self.found.dimmed)
        self._say()

    def _say(self) -> None:
        if self.found is None:
            self.strip.told.setText("")
        else:
            n, lanes = len(self.found.hits), len(self._view.scene.model.lanes) - len(self.found.hidden)
            visits = ngettext("{n} visit", "{n} visits", n).format(n=format_number(n))
            shown = ngettext("{n} lane", "{n} lanes", lanes).format(n=format_number(lanes))
            self.strip.told.setText(f"{visits} · {shown}")
        self.changed.emit()

    def _again(self) -> None:
        if not self._filter.is_empty:
            self._soon.start()

    def _on_days(self) -> None:
        if self._filter.has_free_time and self._view.scene.load_days != self._days:
            self._soon.start()

    def _on_selection(self) -> None:
        if self._filter.fits_selected:
            self._soon.start()

    def next_hit(self) -> None:
        """Step through the hits by time, from the one that has the focus."""
        if self.found is None or not len(self.found.hits):
            return
        hits = self._view.scene.model.table.id[self.found.hits].tolist()
        focused = self._view.scene.focused
        at = (hits.index(focused) + 1) % len(hits) if focused in hits else 0
        self._view.select(frozenset({hits[at]}))
        self._view.focus_visit(hits[at])

    def _able(self) -> frozenset[int] | None:
        """Lanes that can do the selected job: skills and customer; all where none is chosen."""
        scene, rows = self._view.scene, self._waiting.table.chosen_rows()
        slots = scene.selected_slots()
        if len(slots) == 1:
            place = scene.model.placement(slots[0])
            needs, customer = place.needs, place.customer_id
        elif len(rows) == 1:
            needs, customer = rows[0].needs, rows[0].customer_id
        else:
            return None
        lacks = scene.model.judging.facts.lacks(needs)[0]
        lanes = np.arange(len(scene.model.lanes), dtype=np.int64)
        out = lacks | scene.model.judging.facts.is_excluded(
            lanes, np.full(len(lanes), customer, dtype=np.int64)
        )
        return frozenset(np.flatnonzero(~out).tolist())

    # ------------------------------------------------------------------ the place from before

    def _remember(self) -> None:
        scene = self._view.scene
        self._before = _Before(
            scene.time(scene.canvas.left()), scene.scroll_y, frozenset(scene.selected), scene.focused
        )

    def _go_back(self) -> None:
        before, self._before = self._before, None
        if before is None:
            return
        view, slot = self._view, self._view.scene.model.table.slot
        view.select(frozenset(one for one in before.selected if slot(one) >= 0))
        if before.focused and slot(before.focused) >= 0:
            view.focus_visit(before.focused)
        view.go_to(before.left)
        view.verticalScrollBar().setValue(before.scroll_y)

    # ------------------------------------------------------------------ choices

    def choices(self, chip: Chip) -> Choices:
        """What can be chosen of a chip, by name, as the board has it now."""
        model = self._view.scene.model
        if chip is Chip.STATUS:
            return [(at, _(STATUS_NAMES[status])) for at, status in enumerate(_STATUSES)]
        if chip is Chip.AGREEMENT:
            return sorted(self._codes.items(), key=lambda pair: pair[1])
        if chip is Chip.PRIORITY:
            return [(at, _(name)) for at, name in enumerate(PRIORITY_NAMES.values())]
        if chip is Chip.LEVEL:
            return sorted(self.level_names.items(), key=lambda pair: pair[1])
        if chip is Chip.CUSTOMER:
            return self._customers()
        per_lane: dict[Chip, Callable[[Any], Any]] = {  # Any: rows of lanes, and pairs of their parts
            Chip.GROUP: lambda row: [(row.team_id, row.team or _("No team"))],
            Chip.SKILL: lambda row: row.skills,
            Chip.TERRITORY: lambda row: [(row.region, row.region)] if row.region else [],
        }
        found = {pair for row in model.lanes for pair in per_lane[chip](row)}
        return sorted(found, key=lambda pair: str(pair[1]).casefold())

    def _customers(self) -> Choices:
        """Those with the most visits on the board, and those that are chosen."""
        table = self._view.scene.model.table
        ids = Counter(table.customer_id[table.order].tolist())
        ids.pop(0, None)
        wanted = {one for one, _count in ids.most_common(MOST_AGREEMENTS)} | set(self._filter.customers)
        names = dict(zip(table.customer_id.tolist(), table.customer, strict=True))
        found = [(one, names[one]) for one in wanted if one in names]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def _read_codes(self) -> None:
        table = self._view.scene.model.table
        ids = Counter(table.agreement_id[table.order].tolist())
        ids.pop(0, None)
        wanted = {one for one, _count in ids.most_common(MOST_AGREEMENTS)} | set(self._filter.agreements)
        if wanted - self._codes.keys():
            self._jobs.read(agreement_codes, sorted(wanted), done=self._show_codes, owner=self)

    def _show_codes(self, codes: dict[int, str]) -> None:
        self._codes.update(codes)
        self.strip.show_filter(self._filter)
        self._renew_link()

    def look_up(self) -> None:
        """Rows were read: know their agreements by name, and find again."""
        self._read_codes()
        self._again()

    # ------------------------------------------------------------------ the waiting list

    def link(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Hold the chips for the waiting list too, or no longer."""
        self._is_linked = on
        self._renew_link()

    def _renew_link(self) -> None:
        none = frozenset[int]()
        asked = replace(
            self._filter, statuses=none, service_levels=none, has_free_time=False, fits_selected=False
        )
        self._waiting.set_link(self._answers if self._is_linked and not asked.is_empty else None)

    def _answers(self, row: WaitingRow) -> bool:
        """Whether a waiting order answers to the chips that say something about it."""
        wanted = self._filter
        if wanted.skills and not any(skill in wanted.skills for skill, _name in row.needs):
            return False
        if wanted.territories and row.town not in wanted.territories:
            return False
        if wanted.agreements and row.agreement_id not in wanted.agreements:
            return False
        if wanted.customers and row.customer_id not in wanted.customers:
            return False
        if wanted.priorities and _PRIORITIES.index(row.priority) not in wanted.priorities:
            return False
        if wanted.groups and not self._group_can(row):
            return False
        said = f"{row.number} {row.customer} {row.town} {row.site} {row.description}".casefold()
        parts = [part.split() for part in wanted.text.casefold().split(",") if part.strip()]
        return not parts or any(all(word in said for word in words) for words in parts)

    def _group_can(self, row: WaitingRow) -> bool:
        """Whether somebody of the wanted groups has the skills an order asks for."""
        needs = {skill for skill, _name in row.needs}
        lanes = (lane for lane in self._view.scene.model.lanes if lane.team_id in self._filter.groups)
        return any(needs <= {skill for skill, _name in lane.skills} for lane in lanes)
