"""Colleagues on the board: what they just changed, what they hold, and what both changed (board.md 5, 55).

Nothing here ends a gesture, moves the scroll, clears the selection or takes the keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStyle

from app.changes import Changes
from app.queries.who_changed import who_changed
from resources.texts import _
from ui.board.colleagues.colleague_layer import ColleagueLayer, Deed, Mark, initials_of
from ui.board.colleagues.merging import MergeDesk

if TYPE_CHECKING:
    from ui.board.page import BoardPage

SHOWN_S = 10.0
"""How long the initials of whoever changed a visit stay."""
FLASH_S = 0.7
"""How long its outline is lit, once."""
LOOK_MS = 200
"""How often the board looks what is held here and what is over."""
MOST = 60
"""So many changed visits are marked; more at once are an import, and nobody's hand."""


class Colleagues(QObject):
    """Marks of colleagues on one board."""

    def __init__(self, page: BoardPage) -> None:
        """Listen to what others do."""
        super().__init__(page)
        self._page, self._view = page, page.view
        self.layer = ColleagueLayer()
        self._view.scene.over.append(self.layer)
        self._awaited: dict[int, str] = {}
        self._changed: dict[int, tuple[str, float]] = {}
        self.merging = MergeDesk(page)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._on_look)
        page.live.changed.connect(self._on_changed)
        page.live.present.connect(self._renew)
        page.planning.rows_changed.connect(self._on_rows)
        if page.live.is_shared:
            self._look.start()
            page.live.ask()

    # ------------------------------------------------------------------ changes

    def _on_changed(self, changes: Changes) -> None:
        """A colleague changed visits: mark them when they are shown as they are now."""
        visits = changes.ids("visit") - {0}
        if changes.own or not visits or len(visits) > MOST:
            return
        self._awaited.update(dict.fromkeys(visits, changes.by))
        if not changes.by:
            self._page.jobs.read(who_changed, "visit", sorted(visits), done=self._show_names, owner=self)

    def _show_names(self, names: dict[int, str]) -> None:
        for visit_id, name in names.items():
            if visit_id in self._awaited:
                self._awaited[visit_id] = name
            if visit_id in self._changed:
                self._changed[visit_id] = name, self._changed[visit_id][1]
        self._renew()

    def _on_rows(self) -> None:
        """Rows were renewed: what was waited for is on the board now, or gone."""
        if not self._awaited:
            return
        table, now = self._view.scene.model.table, monotonic()
        for visit_id, name in self._awaited.items():
            if table.slot(visit_id) >= 0:
                self._changed[visit_id] = name, now
                if self._may_flash():
                    self.layer.flashing.add(visit_id)
        self._awaited.clear()
        if not self._look.isActive():
            self._look.start()
        self._renew()

    def _may_flash(self) -> bool:
        """Whether the desktop lets things move."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return bool(self._view.style().styleHint(hint, None, self._view))

    # ------------------------------------------------------------------ what is in hand

    def _on_look(self) -> None:
        """Tell what is held here; let go of what is over."""
        self._page.live.hold(self._view.scene.overlay.lifted)
        now = monotonic()
        over = [one for one, (_name, at) in self._changed.items() if now - at > SHOWN_S]
        dark = {one for one in self.layer.flashing if now - self._changed.get(one, ("", 0.0))[1] > FLASH_S}
        for visit_id in over:
            del self._changed[visit_id]
        if over or dark:
            self._dirty(dark)
            self.layer.flashing -= dark
            self._renew()
        if not self._page.live.is_shared and not self._changed:
            self._look.stop()

    def _renew(self) -> None:
        """Mark what is to be marked now, and repaint what was or is."""
        marks = {
            one: Mark(initials_of(name), name, Deed.CHANGED) for one, (name, _at) in self._changed.items()
        }
        table = self._view.scene.model.table
        for note in self._page.live.others:
            opened = (
                table.id[table.order[table.order_id[table.order] == note.order_id]] if note.order_id else ()
            )
            for deed, visits in ((Deed.OPENED, np.asarray(opened).tolist()), (Deed.HOLDS, note.visits)):
                for visit_id in visits:
                    marks[visit_id] = Mark(initials_of(note.name), note.name, deed)
        before, self.layer.marks = self.layer.marks, marks
        self._dirty(
            {one for one in before.keys() | marks.keys() if before.get(one) != marks.get(one)}, before
        )
        self._dirty(self.layer.flashing)

    def _dirty(self, visit_ids: Iterable[int], before: dict[int, Mark] | None = None) -> None:
        scene, now = self._view.scene, self.layer.marks
        for marks in (before, now) if before is not None else (now,):
            self.layer.marks = marks
            for visit_id in visit_ids:
                rect = self.layer.place(scene, visit_id)
                if not rect.isNull():
                    self._view.dirty(rect)
        self.layer.marks = now

    def words_on(self, visit_id: int) -> str:
        """Who does what with a visit, for the hover card; "" for nobody."""
        mark = self.layer.marks.get(visit_id)
        return said_of(mark) if mark is not None else ""


def said_of(mark: Mark) -> str:
    """A mark in words."""
    known = {
        Deed.CHANGED: _("{name} changed it just now"),
        Deed.OPENED: _("{name} has the order open"),
        Deed.HOLDS: _("{name} is moving it"),
    }
    return known[mark.deed].format(name=mark.name)
