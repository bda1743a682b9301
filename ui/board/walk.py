"""Selecting by click and walking the board by keyboard: visits, empty time, lane headers.

What moves about is a table of `Step`s, so that lists of keys know it and a person can change its keys. What
is done to visits is no step but a command (`ui.board.verbs`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent

from resources.texts import N_, format_time, format_weekday_date
from ui import keymap
from ui.board.cursor import LaneFrame, TimeCursor
from ui.board.nudging import nudge, stretch
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
        self._view = view
        self._anchor = 0
        self._keys: dict[str, Step] = {}
        self.cursor = TimeCursor(view)
        self.frame: LaneFrame | None = None

    def settle(self) -> None:
        """Show where the keyboard stands, once the view does."""
        view = self._view
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
        self._leave_empty_time()
        view.focus_visit(visit_id)

    def _leave_empty_time(self) -> None:
        self.cursor.put(-1, 0)
        if self.frame is not None:
            self.frame.put(-1)

    def point_at(self, visit_id: int) -> None:
        """Select what a menu was asked for, unless it is selected already."""
        if visit_id not in self._view.selected_ids:
            self._view.select(frozenset({visit_id}))
        self._anchor = visit_id
        self._leave_empty_time()
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

    # ------------------------------------------------------------------ where the keyboard is

    @property
    def header_lane(self) -> int:
        """The lane whose header has the keyboard, or -1."""
        if self.frame is None or self._view.scene.focused:
            return -1
        return self.frame.lane if self.frame.lane < len(self._view.scene.model.lanes) else -1

    def _leave_visit(self) -> None:
        view = self._view
        before, view.scene.focused = view.scene.focused, 0
        view.update_visit(before)

    def stand(self, lane: int, instant: int, *, reveal: bool = True) -> None:
        """Put the keyboard on empty time; nothing is selected then."""
        view, model = self._view, self._view.scene.model
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
        view = self._view
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
        view, canvas = self._view, self._view.scene.canvas
        across, down = view.horizontalScrollBar(), view.verticalScrollBar()
        if rect.left() < canvas.left() or rect.right() > canvas.right():
            across.setValue(across.value() + rect.left() - canvas.left() - canvas.width() // 3)
        if rect.top() < canvas.top():
            down.setValue(down.value() + rect.top() - canvas.top())
        elif rect.bottom() > canvas.bottom():
            down.setValue(down.value() + rect.bottom() - canvas.bottom())

    def _focused(self) -> int:
        """Slot of the focused visit; without one, the first in view, which gets the focus."""
        view, table = self._view, self._view.scene.model.table
        slot = table.slot(view.scene.focused) if view.scene.focused else -1
        if slot < 0:
            seen = view.scene.slots_in(view.scene.canvas)
            if len(seen):
                self._go(int(seen[0]))
            elif len(view.scene.model.lanes):
                self.stand(max(view.scene.rows.nearest_lane(view.scene.scroll_y), 0), self._first_time())
        return slot

    def _first_time(self) -> int:
        """A whole step near the middle of the view, to stand on."""
        return self.on_step(self._view.middle())

    def on_step(self, instant: int, *, down: bool = False) -> int:
        """The nearest snap step of the day, or with `down` the one at or before an instant."""
        scene = self._view.scene
        midnight = int(scene.model.days.midnights[scene.model.days.number(instant)])
        steps = (instant - midnight) / scene.axis.snap
        return midnight + int(steps if down else steps + 0.5) * scene.axis.snap

    def _go(self, slot: int, *, extend: bool = False) -> None:
        view = self._view
        visit_id = int(view.scene.model.table.id[slot])
        self._anchor = visit_id
        self._leave_empty_time()
        view.select(view.selected_ids | {visit_id} if extend else frozenset({visit_id}))
        view.focus_visit(visit_id)

    # ------------------------------------------------------------------ steps

    def along(self, by: int, *, extend: bool = False) -> None:
        """The visit before or after in the lane."""
        scene = self._view.scene
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
        at = table.position(slot) + by
        if 0 <= at < len(table.order) and table.lane[table.order[at]] == table.lane[slot]:
            self._go(int(table.order[at]), extend=extend)

    def _along_from(self, lane: int, instant: int, by: int) -> None:
        """From empty time to the nearest visit of the lane."""
        model = self._view.scene.model
        span = (model.window.starts, instant) if by < 0 else (instant, model.window.ends)
        found = model.table.visible((lane, lane + 1), *span)
        if len(found):
            starts = model.table.starts[found]
            self._go(int(found[np.argmax(starts) if by < 0 else np.argmin(starts)]))

    def across(self, by: int, *, extend: bool = False) -> None:
        """The visit nearest in time in the next lane that has one within a day; empty time keeps its time."""
        scene = self._view.scene
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
            near = table.visible((lane, lane + 1), starts - NEAR, starts + NEAR)
            if len(near):
                self._go(int(near[np.argmin(np.abs(table.starts[near] - starts))]), extend=extend)
                return

    def on_empty(self, *, steps: int = 0, lanes: int = 0) -> None:
        """One snap step or lane on empty time, beginning at the focused visit's edge."""
        scene = self._view.scene
        lane, instant = self.cursor.lane, self.cursor.instant
        if not self.cursor.stands:
            slot = scene.model.table.slot(scene.focused) if scene.focused else -1
            if slot < 0:
                lane = max(self.header_lane, 0) if len(scene.model.lanes) else -1
                if lane >= 0:
                    self.stand(lane, self._first_time())
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
        table = self._view.scene.model.table
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

    def day_end(self, *, first: bool) -> None:
        """Begin or end of the day in the middle of the view."""
        view = self._view
        days = view.scene.model.days
        number = days.number(view.middle())
        if first:
            view.go_to(int(days.midnights[number]))
        else:
            axis = view.scene.axis
            left = axis.offset(int(days.midnights[number + 1])) - view.scene.canvas.width()
            view.go_to(round(axis.instant(left)))

    def now(self) -> None:
        """Empty time at the present moment, in the lane the keyboard is in."""
        scene = self._view.scene
        if not scene.now or not len(scene.model.lanes):
            return
        width = scene.time(scene.size.width()) - scene.time(scene.canvas.left())
        self._view.go_to(int(scene.now - width // 3))
        self.stand(max(self.lane(), 0), scene.now // 60 * 60)

    def lane(self) -> int:
        """The lane the keyboard is in, or -1."""
        scene = self._view.scene
        slot = scene.model.table.slot(scene.focused) if scene.focused else -1
        if slot >= 0:
            return int(scene.model.table.lane[slot])
        return self.header_lane if self.header_lane >= 0 else (self.cursor.lane if self.cursor.stands else -1)

    def page(self, by: int) -> None:
        """One screen of lanes."""
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def period(self, by: int) -> None:
        """One period back or on."""
        self._view.period_wanted.emit(by)

    def all_in_view(self) -> None:
        """Select all that is seen."""
        scene = self._view.scene
        self._view.select(frozenset(scene.model.table.id[scene.slots_in(scene.canvas)].tolist()))

    def fold(self, *, is_all: bool = False) -> None:
        """Close the group of the lane the keyboard is in; or open all groups."""
        view, scene = self._view, self._view.scene
        lane = self.lane()
        if is_all:
            view.set_collapsed(frozenset())
            return
        group = scene.rows.group_of(lane) if lane >= 0 else None
        if group is None:
            return
        view.toggle_group(group.key)
        if not scene.rows.shows(lane):
            after = scene.rows.nearest_lane(int(scene.rows.tops[lane]))
            if after >= 0:
                self.stand_on_header(after)

    def nudge(self, *, steps: int = 0, lanes: int = 0) -> None:
        """Move the chosen visits by snap steps or lanes."""
        nudge(self._view, steps=steps, lanes=lanes)

    def stretch(self, steps: int, *, at_start: bool = False) -> None:
        """Move one end of the chosen visits by snap steps."""
        stretch(self._view, steps, at_start=at_start)


@dataclass(frozen=True, slots=True)
class Step:
    """A way to move about, or to move what is chosen; text and help are marked English."""

    name: str
    text: str
    key: str
    go: Callable[[Walk], object]


STEPS = (
    Step("walk.before", N_("Visit before"), "Left", lambda w: w.along(-1)),
    Step("walk.after", N_("Next visit"), "Right", lambda w: w.along(1)),
    Step("walk.up", N_("Visit in the lane above"), "Up", lambda w: w.across(-1)),
    Step("walk.down", N_("Visit in the lane below"), "Down", lambda w: w.across(1)),
    Step("walk.add_before", N_("Add the visit before"), "Shift+Left", lambda w: w.along(-1, extend=True)),
    Step("walk.add_after", N_("Add the next visit"), "Shift+Right", lambda w: w.along(1, extend=True)),
    Step("walk.add_up", N_("Add the visit above"), "Shift+Up", lambda w: w.across(-1, extend=True)),
    Step("walk.add_down", N_("Add the visit below"), "Shift+Down", lambda w: w.across(1, extend=True)),
    Step("walk.earlier", N_("Earlier on empty time"), "Ctrl+Left", lambda w: w.on_empty(steps=-1)),
    Step("walk.later", N_("Later on empty time"), "Ctrl+Right", lambda w: w.on_empty(steps=1)),
    Step("walk.lane_up", N_("Same time, lane above"), "Ctrl+Up", lambda w: w.on_empty(lanes=-1)),
    Step("walk.lane_down", N_("Same time, lane below"), "Ctrl+Down", lambda w: w.on_empty(lanes=1)),
    Step("walk.day_start", N_("Beginning of the day"), "Home", lambda w: w.day_end(first=True)),
    Step("walk.day_end", N_("End of the day"), "End", lambda w: w.day_end(first=False)),
    Step("walk.now", N_("The present moment"), "Ctrl+Home", lambda w: w.now()),
    Step("walk.page_up", N_("One screen of lanes up"), "PgUp", lambda w: w.page(-1)),
    Step("walk.page_down", N_("One screen of lanes down"), "PgDown", lambda w: w.page(1)),
    Step("walk.fold", N_("Close the group of lanes"), "Ctrl+Shift+-", lambda w: w.fold()),
    Step("walk.unfold", N_("Open all groups of lanes"), "Ctrl+Shift++", lambda w: w.fold(is_all=True)),
    Step("walk.select_all", N_("Select all in view"), "Ctrl+A", lambda w: w.all_in_view()),
    Step("walk.move_earlier", N_("Move earlier"), "Alt+Left", lambda w: w.nudge(steps=-1)),
    Step("walk.move_later", N_("Move later"), "Alt+Right", lambda w: w.nudge(steps=1)),
    Step("walk.move_up", N_("Move to the lane above"), "Alt+Up", lambda w: w.nudge(lanes=-1)),
    Step("walk.move_down", N_("Move to the lane below"), "Alt+Down", lambda w: w.nudge(lanes=1)),
    Step("walk.shorter", N_("End earlier"), "Alt+Shift+Left", lambda w: w.stretch(-1)),
    Step("walk.longer", N_("End later"), "Alt+Shift+Right", lambda w: w.stretch(1)),
    Step("walk.start_earlier", N_("Start earlier"), "Alt+Shift+Up", lambda w: w.stretch(-1, at_start=True)),
    Step("walk.start_later", N_("Start later"), "Alt+Shift+Down", lambda w: w.stretch(1, at_start=True)),
)
"""Every way of moving about, in the order of lists."""
