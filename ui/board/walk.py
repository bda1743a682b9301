"""Selecting by click and walking the board by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.board.aiming import resized
from ui.board.gestures import Move
from ui.board.placements import Placement

if TYPE_CHECKING:
    from ui.board.view import BoardView

_Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Walk:
    """Focus and selection of one view."""

    def __init__(self, view: BoardView) -> None:
        """Serve one view."""
        self._view = view
        self._anchor = 0
        self._keys: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (_Key.Key_Left, _NONE): lambda: self._along(-1),
            (_Key.Key_Right, _NONE): lambda: self._along(1),
            (_Key.Key_Up, _NONE): lambda: self._across(-1),
            (_Key.Key_Down, _NONE): lambda: self._across(1),
            (_Key.Key_Left, _SHIFT): lambda: self._along(-1, extend=True),
            (_Key.Key_Right, _SHIFT): lambda: self._along(1, extend=True),
            (_Key.Key_Home, _NONE): lambda: self._day_end(first=True),
            (_Key.Key_End, _NONE): lambda: self._day_end(first=False),
            (_Key.Key_PageUp, _NONE): lambda: self._page(-1),
            (_Key.Key_PageDown, _NONE): lambda: self._page(1),
            (_Key.Key_PageUp, _CTRL): lambda: view.period_wanted.emit(-1),
            (_Key.Key_PageDown, _CTRL): lambda: view.period_wanted.emit(1),
            (_Key.Key_Return, _NONE): self._open,
            (_Key.Key_Enter, _NONE): self._open,
            (_Key.Key_A, _CTRL): self._all_in_view,
            (_Key.Key_Delete, _NONE): self._unschedule,
            (_Key.Key_M, _NONE): self._dialog,
            (_Key.Key_Left, _ALT): lambda: self._nudge(steps=-1),
            (_Key.Key_Right, _ALT): lambda: self._nudge(steps=1),
            (_Key.Key_Up, _ALT): lambda: self._nudge(lanes=-1),
            (_Key.Key_Down, _ALT): lambda: self._nudge(lanes=1),
            (_Key.Key_Left, _ALT | _SHIFT): lambda: self._stretch(-1),
            (_Key.Key_Right, _ALT | _SHIFT): lambda: self._stretch(1),
        }

    # ------------------------------------------------------------------ clicks

    def click(self, visit_id: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select one; with Ctrl add or take away; with Shift everything between the last click and this."""
        view = self._view
        if modifiers & _CTRL:
            view.select(view.selected_ids ^ {visit_id})
            self._anchor = visit_id
        elif modifiers & _SHIFT and self._anchor:
            view.select(self._between(self._anchor, visit_id))
        else:
            if visit_id not in view.selected_ids:
                view.select(frozenset({visit_id}))
            self._anchor = visit_id
        view.focus_visit(visit_id)

    def point_at(self, visit_id: int) -> None:
        """Select what a menu was asked for, unless it is selected already."""
        if visit_id not in self._view.selected_ids:
            self._view.select(frozenset({visit_id}))
        self._anchor = visit_id
        self._view.focus_visit(visit_id)

    def _between(self, first_id: int, last_id: int) -> frozenset[int]:
        """The visits within the rectangle of lanes and times that two visits span."""
        table = self._view.scene.model.table
        a, b = table.slot(first_id), table.slot(last_id)
        if a < 0 or b < 0:
            return frozenset({last_id})
        lanes = sorted((int(table.lane[a]), int(table.lane[b])))
        starts = min(int(table.starts[a]), int(table.starts[b]))
        ends = max(int(table.ends[a]), int(table.ends[b]))
        return frozenset(table.id[table.visible((lanes[0], lanes[1] + 1), starts, ends)].tolist())

    # ------------------------------------------------------------------ keys

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; whether it meant something here."""
        key = Qt.Key(event.key())
        if key == _Key.Key_Escape:
            return self._escape()
        if key == _Key.Key_Space:
            return self._space(event)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = self._keys.get((key, modifiers))
        if act is None:
            return False
        act()
        return True

    def _escape(self) -> bool:
        view = self._view
        if view.pointer.cancel():
            return True
        if not view.scene.selected:
            return False
        view.select(frozenset())
        return True

    def _space(self, event: QKeyEvent) -> bool:
        """Toggles the focused visit; held down, the left button pans."""
        view = self._view
        if event.isAutoRepeat():
            return True
        view.pointer.space_held = True
        if view.scene.focused:
            view.select(view.selected_ids ^ {view.scene.focused})
        return True

    def _focused(self) -> int:
        """Slot of the focused visit; without one, the first in view, which gets the focus."""
        view, table = self._view, self._view.scene.model.table
        slot = table.slot(view.scene.focused) if view.scene.focused else -1
        if slot < 0:
            seen = view.scene.slots_in(view.scene.canvas)
            if len(seen):
                self._go(int(seen[0]))
        return slot

    def _go(self, slot: int, *, extend: bool = False) -> None:
        view = self._view
        visit_id = int(view.scene.model.table.id[slot])
        self._anchor = visit_id
        view.select(view.selected_ids | {visit_id} if extend else frozenset({visit_id}))
        view.focus_visit(visit_id)

    def _along(self, by: int, *, extend: bool = False) -> None:
        """The visit before or after in the lane."""
        slot, table = self._focused(), self._view.scene.model.table
        if slot < 0:
            return
        at = table.position(slot) + by
        if 0 <= at < len(table.order) and table.lane[table.order[at]] == table.lane[slot]:
            self._go(int(table.order[at]), extend=extend)

    def _across(self, by: int) -> None:
        """The visit nearest in time in the next lane that has one within a day."""
        slot, scene = self._focused(), self._view.scene
        if slot < 0:
            return
        table = scene.model.table
        lane, starts = int(table.lane[slot]), int(table.starts[slot])
        while True:
            after = scene.rows.step(lane, by)
            if after == lane:
                return
            lane = after
            near = table.visible((lane, lane + 1), starts - 43_200, starts + 43_200)
            if len(near):
                self._go(int(near[np.argmin(np.abs(table.starts[near] - starts))]))
                return

    def _day_end(self, *, first: bool) -> None:
        """Begin or end of the day in the middle of the view."""
        view = self._view
        days = view.scene.model.days
        number = days.number(view.middle())
        if first:
            view.go_to(int(days.midnights[number]))
        else:
            width = view.scene.canvas.width() * view.scene.axis.seconds_per_pixel
            view.go_to(int(days.midnights[number + 1] - width))

    def _page(self, by: int) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def _open(self) -> None:
        slot, table = self._focused(), self._view.scene.model.table
        if slot >= 0:
            self._view.order_wanted.emit(int(table.order_id[slot]))

    def _dialog(self) -> None:
        slot, table = self._focused(), self._view.scene.model.table
        if slot >= 0:
            self._view.move_dialog_wanted.emit(int(table.id[slot]))

    def _all_in_view(self) -> None:
        scene = self._view.scene
        self._view.select(frozenset(scene.model.table.id[scene.slots_in(scene.canvas)].tolist()))

    def _unschedule(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._view.unschedule_wanted.emit([place.visit_id for place in chosen])

    # ------------------------------------------------------------------ moving by keyboard

    def _chosen(self) -> list[Placement]:
        """The selected visits, or the focused one."""
        scene = self._view.scene
        ids = scene.selected or {scene.focused}
        return [scene.model.placement(slot) for slot in scene.slots_of(sorted(ids))]

    def _nudge(self, *, steps: int = 0, lanes: int = 0) -> None:
        """Move the chosen visits by snap steps or lanes."""
        scene = self._view.scene
        by = steps * scene.axis.snap
        self._want(
            [
                place.moved(
                    lane=scene.rows.step(place.lane, lanes) if lanes else place.lane, starts=place.starts + by
                )
                for place in self._chosen()
            ]
        )

    def _stretch(self, steps: int) -> None:
        """Move the end of the chosen visits by snap steps."""
        by = steps * self._view.scene.axis.snap
        self._want(
            [resized(place, edge=place.ends + by, at_start=False, free=False) for place in self._chosen()]
        )

    def _want(self, places: list[Placement]) -> None:
        view, model = self._view, self._view.scene.model
        if not places:
            return
        verdicts = model.judge(places)
        hard = [verdict for verdict in verdicts if verdict.hard]
        if hard:
            view.refuse(hard[0].hard[0].text)
            return
        table = model.table
        view.want_moves(
            [
                Move(
                    place.visit_id,
                    int(table.version[table.slot(place.visit_id)]),
                    model.lanes[place.lane].technician_id,
                    place.starts,
                    place.ends,
                    verdict,
                )
                for place, verdict in zip(places, verdicts, strict=True)
            ]
        )
