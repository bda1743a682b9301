"""One selection for board, waiting list, inspector and status bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.queries.board import WaitingRow
from resources.texts import format_minutes, format_number, ngettext
from ui.board.telling.inspector import Inspector
from ui.board.view import BoardView
from ui.board.waiting.waiting import WaitingList, jobs_text


class Selection(QObject):
    """What is selected.

    Signals:
        told(str): the selection in words, for the status bar.
    """

    told = Signal(str)

    def __init__(self, view: BoardView, waiting: WaitingList, inspector: Inspector) -> None:
        """Follow a board and its waiting list."""
        super().__init__(view)
        self._view, self._waiting, self._inspector = view, waiting, inspector
        view.selection_changed.connect(self.on_selection)
        waiting.chosen.connect(self.on_waiting_chosen)

    def on_rows_changed(self) -> None:
        """Visits changed: what is selected may stand elsewhere."""
        self._view.waiting = self._waiting.rows
        self.on_selection()

    def on_selection(self) -> None:
        """Tell what is selected, and show it."""
        scene = self._view.scene
        slots = scene.selected_slots()
        if not slots:
            self.told.emit("")
            if self._inspector.order_id not in self._view.waiting:
                self._inspector.show_nothing()
            return
        self._waiting.table.clearSelection()
        minutes = sum(int(scene.model.table.ends[s] - scene.model.table.starts[s]) for s in slots) // 60
        words = ngettext("{n} visit, {time}", "{n} visits, {time}", len(slots))
        words = words.format(n=format_number(len(slots)), time=format_minutes(minutes))
        self.told.emit(words)
        if len(slots) > 1:
            self._inspector.show_several(words)
            return
        place = scene.model.placement(slots[0])
        where = scene.model.lanes[place.lane].name
        verdict = scene.model.judge([place])[0]
        self._inspector.show_order(place.order_id, visit_id=place.visit_id, verdict=verdict, where=where)

    def on_waiting_chosen(self, rows: tuple[WaitingRow, ...]) -> None:
        """Orders were selected in the waiting list: nothing is on the board."""
        if not rows:
            return
        self._view.select(frozenset())
        self.told.emit(jobs_text(rows))
        if len(rows) > 1:
            self._inspector.show_several(jobs_text(rows))
        else:
            self._inspector.show_order(rows[0].order_id)

    def chosen_ids(self) -> list[int]:
        """The selected visits, or the focused one."""
        scene = self._view.scene
        ids = scene.selected or {scene.focused}
        return [int(scene.model.table.id[slot]) for slot in scene.slots_of(sorted(ids))]

    def ids_to_print(self) -> list[int]:
        """The selected visits, or all of the days in view."""
        return self.chosen_ids() or self.ids_of_days()

    def ids_of_days(self) -> list[int]:
        """All visits of the days in view."""
        scene, model = self._view.scene, self._view.scene.model
        first, last = scene.days_in_view()
        span = (int(model.days.midnights[first]), int(model.days.midnights[last]))
        found: list[int] = model.table.id[model.table.visible((0, len(model.lanes)), *span)].tolist()
        return found
