"""Keeps the list of conflicts in step with a page's board, lane by lane, and tells how many there are."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRect, QTimer, Signal

from models import fit
from resources.texts import _, format_time, format_weekday_date
from ui.board.conflicts.conflict_book import Conflict, ConflictBook
from ui.board.conflicts.conflict_rows import MOST, grouped
from ui.board.conflicts.conflicts_tab import ConflictsTab
from ui.board.conflicts.way_out import ways_out
from ui.board.layout.lane_desk import LaneDesk

if TYPE_CHECKING:
    from ui.board.page import BoardPage

AT_ONCE = 20
"""Lanes looked at before the window may do something else: some 2,000 visits, a few milliseconds."""
FEW = 4
"""Up to so many lanes are painted by themselves."""


class Conflicts(QObject):
    """The conflicts of one page.

    Attributes:
        tab: where they are listed.

    Signals:
        changed(): other conflicts, or other days in view.
    """

    changed = Signal()

    def __init__(self, page: BoardPage) -> None:
        """Follow a page's board, in a tab beside it."""
        super().__init__(page)
        self._page = page
        self.tab = ConflictsTab(self._says)
        page.side.add("conflicts", _("Conflicts"), self.tab)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._renew)
        self._listed: tuple[object, ...] = ()
        page.view.rows_renewed.connect(self._soon.start)
        page.view.waiting_changed.connect(self._learn)
        page.view.days_changed.connect(self._tell)
        page.side.shown.connect(lambda _name: self._list())
        self.tab.regrouped.connect(self._list)
        self.tab.jump_wanted.connect(self.jump)
        self.tab.chosen.connect(self._show_details)

    @property
    def book(self) -> ConflictBook:
        """What is known of the board that is shown."""
        return self._page.view.scene.model.conflicts

    @property
    def is_settled(self) -> bool:
        """Whether every lane was looked at since it changed."""
        return not self.book.waiting and not self._soon.isActive()

    @property
    def counts_by_day(self) -> Counter[int]:
        """Conflicting visits of all lanes, by day number of the window."""
        days = self.book.counts.sum(axis=0)
        return Counter({day: int(days[day]) for day in np.flatnonzero(days).tolist()})

    @property
    def counts_by_lane(self) -> Counter[int]:
        """Conflicting visits of the days in view, by technician id."""
        scene = self._page.view.scene
        first, last = scene.days_in_view()
        lanes = self.book.counts[:, first:last].sum(axis=1)
        rows = scene.model.lanes
        return Counter({rows[at].technician_id: int(lanes[at]) for at in np.flatnonzero(lanes).tolist()})

    # ------------------------------------------------------------------ keeping up

    def _learn(self) -> None:
        """Know the parts and agreements of what waits, for when somebody plans it."""
        view = self._page.view
        view.scene.model.learn(view.waiting.values())

    def _renew(self) -> None:
        """Look at the next lanes; then at those after them, when nothing more urgent is to be done."""
        view = self._page.view
        first, last = view.scene.span(view.scene.canvas)[0]
        lanes = [lane for lane in self.book.renew(AT_ONCE) if first <= lane < last]
        if len(lanes) > FEW:
            view.viewport().update()
        else:
            for lane in lanes:
                top = view.scene.lane_top(lane)
                view.dirty(QRect(0, top, view.width(), view.scene.lane_bottom(lane) - top))
        if self.book.waiting:
            self._soon.start()
            return
        self._tell()
        self._list()

    def _tell(self) -> None:
        if self.book.waiting:
            return
        lanes = self._page.parts.get("lanes")
        if isinstance(lanes, LaneDesk):
            lanes.show_conflicts(self.counts_by_day, self.counts_by_lane)
        self.changed.emit()

    def _list(self) -> None:
        """List them anew if anybody looks and there is something new."""
        if self._page.side.current != "conflicts":
            return
        model, tab = self._page.view.scene.model, self.tab
        state = (model, self.book.revision, tab.grouping, tab.allowed.isChecked())
        if state == self._listed:
            return
        self._listed = state
        rows = islice(self.book.listed(allowed=tab.allowed.isChecked()), MOST)
        tab.show_groups(grouped(model, rows, tab.grouping), self.book.total)

    # ------------------------------------------------------------------ in words

    def _finding(self, conflict: Conflict) -> fit.Finding | None:
        """What the judge says of it."""
        model = self._page.view.scene.model
        slot = model.table.slot(conflict.visit_id)
        if slot < 0:
            return None
        (verdict,) = model.judge([model.placement(slot)])
        return next((one for one in verdict.findings if one.rule is conflict.rule), None)

    def _says(self, conflict: Conflict) -> tuple[str, str]:
        """Which visit, and what is wrong with it."""
        model = self._page.view.scene.model
        slot = model.table.slot(conflict.visit_id)
        if slot < 0:
            return "", _(fit.NAMES[conflict.rule])
        finding = self._finding(conflict)
        when = model.days.wall(conflict.starts)
        head = _("{order} · {day} {time} · {technician}").format(
            order=model.table.number[slot],
            day=format_weekday_date(when.date()),
            time=format_time(when),
            technician=model.lanes[conflict.lane].name,
        )
        return head, finding.text if finding is not None else _(fit.NAMES[conflict.rule])

    def _show_details(self, conflict: Conflict | None) -> None:
        finding = self._finding(conflict) if conflict is not None else None
        if conflict is None or finding is None:
            self.tab.show_details("", ())
            return
        ways = [] if conflict.is_allowed else ways_out(self._page, conflict.visit_id, finding)
        self.tab.show_details("\n".join(self._says(conflict)), ways)

    def jump(self, conflict: Conflict) -> None:
        """Select the visit and bring it into view."""
        view = self._page.view
        if view.scene.model.table.slot(conflict.visit_id) >= 0:
            view.select(frozenset({conflict.visit_id}))
            view.focus_visit(conflict.visit_id)
