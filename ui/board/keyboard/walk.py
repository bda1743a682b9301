"""Selecting by click and walking the board by keyboard: visits, empty time, lane headers.

What moves about is a table (`ui.board.keyboard.steps`), so that lists of keys know it and a person can
change its keys. What is done to visits is no step but a command (`ui.board.verbs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent

from resources.texts import format_time, format_weekday_date
from ui import keymap
from ui.board.columns import LANE_KEY
from ui.board.keyboard.cursor import LaneFrame, TimeCursor
from ui.board.keyboard.steps import STEPS, Step
from ui.board.scene import Scene
from ui.widgets.keyboard import key_text

if TYPE_CHECKING:
    from ui.board.view import BoardView

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
NEAR = 43_200
"""Up and down lead to a visit at most this many seconds away, else to empty time."""


class Walk:
    """Focus and selection of one view."""

    def __init__(self, view: BoardView) -> None:
        """Serve one view."""
        self.view: BoardView = view
        self._anchor = 0
        self._keys: dict[str, Step] = {}
        self.cursor = TimeCursor(view)
        self.frame: LaneFrame | None = None

    def settle(self) -> None:
        """Show where the keyboard stands, once the view does."""
        view = self.view
        self.frame = LaneFrame(view)
        view.scene.over.append(self.cursor)
        view.selection_changed.connect(self.follow)
        keymap.changed.connect(self._forget_keys)

    def follow(self) -> None:
        """The keyboard came, went or moved: paint where it stands anew."""
        self.cursor.repaint()
        if self.frame is not None:
            self.frame.place()

    def _forget_keys(self) -> None:
        self._keys.clear()

    # ------------------------------------------------------------------ clicks

    def click(self, visit_id: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select one; with Ctrl add or take away; with Shift everything between the last click and this."""
        view = self.view
        if modifiers & _CTRL:
            view.select(view.selected_ids ^ {visit_id})
            self._anchor = visit_id
        elif modifiers & _SHIFT and self._anchor:
            view.select(between(view.scene, self._anchor, visit_id))
        else:
            if visit_id not in view.selected_ids:
                view.select(frozenset({visit_id}))
            self._anchor = visit_id
        self._leave_empty_time()
        view.focus_visit(visit_id)

    def _leave_empty_time(self) -> None:
        self.cursor.put(-1, 0)
        if self.frame is not None:
            self.frame.put(-1)

    def point_at(self, visit_id: int) -> None:
        """Select what a menu was asked for, unless it is selected already."""
        if visit_id not in self.view.selected_ids:
            self.view.select(frozenset({visit_id}))
        self._anchor = visit_id
        self._leave_empty_time()
        self.view.focus_visit(visit_id)

    # ------------------------------------------------------------------ keys

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; whether it meant something here."""
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            return self._space(event)
        if not self._keys:
            mine = keymap.own()
            keys = {keymap.key_of(step.name, step.key, known=mine): step for step in STEPS}
            self._keys = {key: step for key, step in keys.items() if key}
        step = self._keys.get(key_text(event))
        if step is None:
            return False
        step.go(self)
        return True

    def _escape(self) -> bool:
        view = self.view
        if view.pointer.cancel():
            return True
        if view.scene.selected:
            view.select(frozenset())
            return True
        return self._let_go_of_visit()

    def _let_go_of_visit(self) -> bool:
        """From a visit to the time it begins, so that what is asked for next is about no visit."""
        scene = self.view.scene
        slot = scene.model.table.slot(scene.focused) if scene.focused else -1
        if slot >= 0:
            self.stand(int(scene.model.table.lane[slot]), int(scene.model.table.starts[slot]), reveal=False)
        return slot >= 0

    def _space(self, event: QKeyEvent) -> bool:
        """Held down, the left button pans; let go without, it toggles the focused visit."""
        if not event.isAutoRepeat():
            self.view.pointer.hold_space(on=True)
        return True

    def toggle(self) -> None:
        """Add the focused visit to the selection, or take it away."""
        view = self.view
        if view.scene.focused:
            view.select(view.selected_ids ^ {view.scene.focused})

    # ------------------------------------------------------------------ where the keyboard is

    @property
    def header_lane(self) -> int:
        """The lane whose header has the keyboard, or -1."""
        scene = self.view.scene
        if self.frame is None or scene.focused or not 0 <= self.frame.lane < len(scene.model.lanes):
            return -1
        return self.frame.lane if scene.rows.shows(self.frame.lane) else -1

    def _leave_visit(self) -> None:
        view = self.view
        before, view.scene.focused = view.scene.focused, 0
        view.update_visit(before)

    def stand(self, lane: int, instant: int, *, reveal: bool = True) -> None:
        """Put the keyboard on empty time; nothing is selected then."""
        view, model = self.view, self.view.scene.model
        self._leave_visit()
        if self.frame is not None:
            self.frame.put(-1)
        self.cursor.put(lane, instant)
        view.select(frozenset())
        if reveal:
            self._reveal(self.cursor.rect(view.scene))
        wall = model.days.wall(instant)
        when = f"{format_weekday_date(wall.date())} {format_time(wall)}"
        view.say(f"{model.lanes[lane].name} · {when}")

    def stand_on_header(self, lane: int) -> None:
        """Put the keyboard on a lane's header."""
        view = self.view
        self._leave_visit()
        self.cursor.put(-1, 0)
        view.select(frozenset())
        scene = view.scene
        top = scene.lane_top(lane)
        self._reveal(QRect(scene.canvas.left(), top, 1, scene.lane_bottom(lane) - top))
        if self.frame is not None:
            self.frame.put(lane)
        view.say(scene.model.lanes[lane].name)

    def _reveal(self, rect: QRect) -> None:
        """Scroll so that a rectangle of the viewport is seen."""
        view, canvas = self.view, self.view.scene.canvas
        across, down = view.horizontalScrollBar(), view.verticalScrollBar()
        if rect.left() < canvas.left() or rect.right() > canvas.right():
            across.setValue(across.value() + rect.left() - canvas.left() - canvas.width() // 3)
        if rect.top() < canvas.top():
            down.setValue(down.value() + rect.top() - canvas.top())
        elif rect.bottom() > canvas.bottom():
            down.setValue(down.value() + rect.bottom() - canvas.bottom())

    def _focused(self) -> int:
        """Slot of the focused visit; without one, the first in view, which gets the focus."""
        view, table = self.view, self.view.scene.model.table
        slot = table.slot(view.scene.focused) if view.scene.focused else -1
        if slot < 0:
            seen = view.scene.slots_in(view.scene.canvas)
            if len(seen):
                self._go(int(seen[0]))
            else:
                self._stand_in_view()
        return slot

    def _stand_in_view(self) -> None:
        """Stand on empty time of the topmost lane that is seen, if there is one."""
        lane = self.header_lane
        if lane < 0:
            lane = self.view.scene.rows.nearest_lane(self.view.scene.scroll_y)
        if lane >= 0:
            self.stand(lane, self._first_time())

    def _first_time(self) -> int:
        """A whole step near the middle of the view, to stand on."""
        return self.on_step(self.view.middle())

    def on_step(self, instant: int, *, down: bool = False) -> int:
        """The nearest snap step of the day, or with `down` the one at or before an instant."""
        scene = self.view.scene
        midnight = int(scene.model.days.midnights[scene.model.days.number(instant)])
        steps = (instant - midnight) / scene.axis.snap
        return midnight + int(steps if down else steps + 0.5) * scene.axis.snap

    def step_at(self, x: int) -> int:
        """The snap step that a viewport x lies in; the pixel of a step's line is the step's own."""
        return self.on_step(self.view.scene.time(x + 1) - 1, down=True)

    def _go(self, slot: int, *, extend: bool = False) -> None:
        view = self.view
        visit_id = int(view.scene.model.table.id[slot])
        self._anchor = visit_id
        self._leave_empty_time()
        view.select(view.selected_ids | {visit_id} if extend else frozenset({visit_id}))
        view.focus_visit(visit_id)

    # ------------------------------------------------------------------ steps

    def along(self, by: int, *, extend: bool = False) -> None:
        """The visit before or after in the lane."""
        scene = self.view.scene
        table = scene.model.table
        if self.header_lane >= 0:
            if by > 0:
                self.stand(self.header_lane, self._first_time())
            return
        if self.cursor.stands:
            self._along_from(self.cursor.lane, self.cursor.instant, by)
            return
        slot = self._focused()
        if slot < 0:
            return
        at, lane = table.position(slot), int(table.lane[slot])
        first, last = table.key.searchsorted((lane * LANE_KEY, (lane + 1) * LANE_KEY)).tolist()
        ahead = scene.shown(table.order[at + 1 : last] if by > 0 else table.order[first:at][::-1])
        if len(ahead):
            self._go(int(ahead[0]), extend=extend)

    def _along_from(self, lane: int, instant: int, by: int) -> None:
        """From empty time to the nearest visit of the lane."""
        scene = self.view.scene
        model = scene.model
        span = (model.window.starts, instant) if by < 0 else (instant, model.window.ends)
        found = scene.shown(model.table.visible((lane, lane + 1), *span))
        if len(found):
            starts = model.table.starts[found]
            self._go(int(found[np.argmax(starts) if by < 0 else np.argmin(starts)]))

    def across(self, by: int, *, extend: bool = False) -> None:
        """The visit nearest in time in the next lane that has one within a day; empty time keeps its time."""
        scene = self.view.scene
        if self.header_lane >= 0:
            self.stand_on_header(scene.rows.step(self.header_lane, by))
            return
        if self.cursor.stands:
            self.stand(scene.rows.step(self.cursor.lane, by), self.cursor.instant)
            return
        slot = self._focused()
        if slot < 0:
            return
        table = scene.model.table
        lane, starts = int(table.lane[slot]), int(table.starts[slot])
        while True:
            after = scene.rows.step(lane, by)
            if after == lane:
                return
            lane = after
            near = scene.shown(table.visible((lane, lane + 1), starts - NEAR, starts + NEAR))
            if len(near):
                self._go(int(near[np.argmin(np.abs(table.starts[near] - starts))]), extend=extend)
                return

    def on_empty(self, *, steps: int = 0, lanes: int = 0) -> None:
        """One snap step or lane on empty time, beginning at the focused visit's edge."""
        scene = self.view.scene
        lane, instant = self.cursor.lane, self.cursor.instant
        if not self.cursor.stands:
            slot = scene.model.table.slot(scene.focused) if scene.focused else -1
            if slot < 0:
                self._stand_in_view()
                return
            table = scene.model.table
            lane = int(table.lane[slot])
            instant = int(table.ends[slot] if steps > 0 else table.starts[slot])
            steps = 0 if steps > 0 else steps
        if lanes:
            lane = scene.rows.step(lane, lanes)
        if steps:
            instant = self._free_of_visits(lane, self.on_step(instant + steps * scene.axis.snap), steps)
        self.stand(lane, instant)

    def _free_of_visits(self, lane: int, instant: int, by: int) -> int:
        """The time itself, or the edge of the visits that lie there."""
        table = self.view.scene.model.table
        while True:
            within = [
                slot
                for slot in table.visible((lane, lane + 1), instant, instant + 1).tolist()
                if table.starts[slot] < instant < table.ends[slot]
            ]
            if not within:
                return instant
            edges = [int(table.ends[slot] if by > 0 else table.starts[slot]) for slot in within]
            instant = max(edges) if by > 0 else min(edges)

    def lane(self) -> int:
        """The lane the keyboard is in, or -1."""
        scene = self.view.scene
        slot = scene.model.table.slot(scene.focused) if scene.focused else -1
        if slot >= 0:
            return int(scene.model.table.lane[slot])
        return self.header_lane if self.header_lane >= 0 else (self.cursor.lane if self.cursor.stands else -1)


def between(scene: Scene, first_id: int, last_id: int) -> frozenset[int]:
    """The visits that are shown within the rectangle of lanes and times that two visits span."""
    table = scene.model.table
    a, b = table.slot(first_id), table.slot(last_id)
    if a < 0 or b < 0:
        return frozenset({last_id})
    lanes = sorted((int(table.lane[a]), int(table.lane[b])))
    starts = min(int(table.starts[a]), int(table.starts[b]))
    ends = max(int(table.ends[a]), int(table.ends[b]))
    return frozenset(table.id[scene.shown(table.visible((lanes[0], lanes[1] + 1), starts, ends))].tolist())
