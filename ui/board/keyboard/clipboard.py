"""Visits and waiting orders on the clipboard: our own form for this board, a table for other programs.

What was cut stays where it is until it is pasted. Pasted visits keep their distances in time and, by lanes,
the order in which they stood.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QRect
from PySide6.QtGui import QGuiApplication, QPainter

from resources.texts import _, format_date, format_time, ngettext
from ui.board.columns import STATUSES
from ui.board.gestures import aims
from ui.board.keyboard.nudging import carry_out, plan_rows
from ui.board.painting.batch import fill_rects
from ui.board.painting.style import Style
from ui.board.scene import Scene
from ui.board.telling.spoken import STATUS_NAMES

if TYPE_CHECKING:
    from app.queries.board import WaitingRow
    from ui.board.page import BoardPage

VISITS_MIME = "application/x-servicebord-visits+json"


@dataclass(frozen=True, slots=True)
class Held:
    """What lies on the clipboard.

    Attributes:
        is_cut: visits move when they are pasted; otherwise their orders get further visits.
        visit_ids: visits that were on the board; may be gone by now.
        order_ids: orders of the waiting list.
    """

    is_cut: bool
    visit_ids: tuple[int, ...] = ()
    order_ids: tuple[int, ...] = ()


def held() -> Held | None:
    """What of ours lies on the clipboard, or None."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None or not mime.hasFormat(VISITS_MIME):
        return None
    try:
        found = json.loads(bytes(mime.data(VISITS_MIME).data()))
        return Held(bool(found["cut"]), tuple(map(int, found["visits"])), tuple(map(int, found["orders"])))
    except (ValueError, KeyError, TypeError):
        return None


class CutMarks:
    """A veil over what was cut and not pasted yet."""

    def __init__(self) -> None:
        """Nothing is cut."""
        self.ids: frozenset[int] = frozenset()

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Make the cut blocks faint."""
        if not self.ids:
            return
        blocks = scene.placed(np.array(scene.slots_of(sorted(self.ids)), dtype=np.int64))
        if len(blocks.slots):
            fill_rects(painter, style.veil, blocks.x, blocks.y, (blocks.w, scene.density.block))


class Clipboard(QObject):
    """Cut, copy and paste of one board."""

    def __init__(self, page: BoardPage) -> None:
        """Serve a page."""
        super().__init__(page)
        self._page = page
        self.marks = CutMarks()
        page.view.scene.over.append(self.marks)
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        """Another copy, perhaps of another program: what was cut is cut no more."""
        found = held()
        self._mark(found.visit_ids if found is not None and found.is_cut else ())

    def _mark(self, visit_ids: Sequence[int]) -> None:
        view, before = self._page.view, self.marks.ids
        self.marks.ids = frozenset(visit_ids)
        for visit_id in before | self.marks.ids:
            view.update_visit(visit_id)

    # ------------------------------------------------------------------ cut and copy

    def take(self, visit_ids: Sequence[int], *, is_cut: bool) -> None:
        """Put visits on the clipboard."""
        text = visits_text(self._page.view.scene, visit_ids)
        self._put(Held(is_cut, visit_ids=tuple(visit_ids)), text)
        n = len(visit_ids)
        words = (
            ngettext("{n} visit cut; paste it where it shall stand", "{n} visits cut", n)
            if is_cut
            else ngettext("{n} visit copied", "{n} visits copied", n)
        )
        self._page.messages.say(words.format(n=n))

    def take_orders(self, rows: Sequence[WaitingRow]) -> None:
        """Put waiting orders on the clipboard; pasting plans them."""
        self._put(Held(is_cut=True, order_ids=tuple(row.order_id for row in rows)), orders_text(rows))
        n = len(rows)
        self._page.messages.say(ngettext("{n} order copied", "{n} orders copied", n).format(n=n))

    def _put(self, what: Held, text: str) -> None:
        mime = QMimeData()
        own = {"cut": what.is_cut, "visits": what.visit_ids, "orders": what.order_ids}
        mime.setData(VISITS_MIME, json.dumps(own).encode())
        mime.setText(text)
        QGuiApplication.clipboard().setMimeData(mime)

    # ------------------------------------------------------------------ paste

    def paste(self, lane: int, instant: int) -> None:
        """Put what is on the clipboard on a lane, the first of it at an instant."""
        what = held()
        if what is None:
            return
        if what.order_ids:
            self._plan(what, lane, instant)
            return
        view = self._page.view
        slots = view.scene.slots_of(what.visit_ids)
        if not slots or len(slots) < len(what.visit_ids):
            view.refuse(_("The visits that were copied are no longer on the board."))
            return
        view.select(frozenset(what.visit_ids))
        first = min(slots, key=lambda slot: int(view.scene.model.table.starts[slot]))
        origins = aims.origins_of(view.scene, first)
        if not what.is_cut:
            origins = tuple(origin for origin in origins if not origin.is_sister)
        aim = aims.carried(view.scene, origins, lane=lane, starts=instant)
        if carry_out(view, aim if what.is_cut else aims.copied(aim)) and what.is_cut:
            QGuiApplication.clipboard().clear()

    def _plan(self, what: Held, lane: int, instant: int) -> None:
        waiting = self._page.view.waiting
        rows = [waiting[one] for one in what.order_ids if one in waiting]
        if rows:
            plan_rows(self._page.view, rows, lane=lane, starts=instant)
        else:
            self._page.view.refuse(_("The orders that were copied wait no longer."))


def visits_text(scene: Scene, visit_ids: Sequence[int]) -> str:
    """Visits as a table with tabs, for sheets and letters; times are the company's wall times."""
    model, table = scene.model, scene.model.table
    heads = (
        _("Order"),
        _("Customer"),
        _("Town"),
        _("Technician"),
        _("Date"),
        _("From"),
        _("Until"),
        _("Status"),
    )
    rows = []
    for slot in sorted(scene.slots_of(visit_ids), key=lambda slot: (table.lane[slot], table.starts[slot])):
        first, last = model.days.wall(int(table.starts[slot])), model.days.wall(int(table.ends[slot]))
        rows.append(
            (
                table.number[slot],
                table.customer[slot],
                table.town[slot],
                model.lanes[int(table.lane[slot])].name,
                format_date(first.date()),
                format_time(first),
                format_time(last),
                _(STATUS_NAMES[STATUSES[int(table.status[slot])]]),
            )
        )
    return _tabbed([heads, *rows])


def orders_text(rows: Sequence[WaitingRow]) -> str:
    """Waiting orders as a table with tabs."""
    heads = (_("Order"), _("Customer"), _("Town"), _("Skills"), _("Minutes"), _("Description"))
    return _tabbed(
        [
            heads,
            *(
                (
                    row.number,
                    row.customer,
                    row.town,
                    ", ".join(name for _id, name in row.needs),
                    str(row.duration_minutes),
                    row.description,
                )
                for row in rows
            ),
        ]
    )


def _tabbed(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows) + "\n"
