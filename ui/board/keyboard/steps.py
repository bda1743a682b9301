"""Every way of moving about the board by keyboard, and of moving what is chosen, as a table of steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resources.texts import N_
from ui.board.keyboard.nudging import nudge, stretch

if TYPE_CHECKING:
    from ui.board.keyboard.walk import Walk

WIDER = 24
"""Pixels by which the lane column grows."""


def day_end(walk: Walk, *, first: bool) -> None:
    """Begin or end of the day in the middle of the view."""
    view = walk.view
    days = view.scene.model.days
    number = days.number(view.middle())
    if first:
        view.go_to(int(days.midnights[number]))
    else:
        axis = view.scene.axis
        left = axis.offset(int(days.midnights[number + 1])) - view.scene.canvas.width()
        view.go_to(round(axis.instant(left)))


def now(walk: Walk) -> None:
    """Empty time at the present moment, in the lane the keyboard is in."""
    view, scene = walk.view, walk.view.scene
    if not scene.now:
        return
    width = scene.time(scene.size.width()) - scene.time(scene.canvas.left())
    view.go_to(int(scene.now - width // 3))
    lane = walk.lane() if walk.lane() >= 0 else scene.rows.nearest_lane(scene.scroll_y)
    if lane >= 0:
        walk.stand(lane, scene.now // 60 * 60)


def page(walk: Walk, by: int) -> None:
    """One screen of lanes."""
    bar = walk.view.verticalScrollBar()
    bar.setValue(bar.value() + by * bar.pageStep())


def all_in_view(walk: Walk) -> None:
    """Select all that is seen."""
    scene = walk.view.scene
    walk.view.select(frozenset(scene.model.table.id[scene.slots_in(scene.canvas)].tolist()))


def begin(walk: Walk, by: int) -> None:
    """Move the start of what is chosen by snap steps."""
    stretch(walk.view, by, at_start=True)


def unfold(walk: Walk) -> None:
    """Open all groups."""
    walk.view.set_collapsed(frozenset())


def fold(walk: Walk) -> None:
    """Close the group of the lane the keyboard is in; the next header that is seen has the keyboard then."""
    view, scene, lane = walk.view, walk.view.scene, walk.lane()
    group = scene.rows.group_of(lane) if lane >= 0 else None
    if group is None:
        return
    view.toggle_group(group.key)
    if not scene.rows.shows(lane):
        after = scene.rows.nearest_lane(int(scene.rows.tops[lane]))
        if after >= 0:
            walk.stand_on_header(after)


def widen(walk: Walk, by: int) -> None:
    """Make the lane column wider or narrower, as dragging its edge does."""
    view = walk.view
    view.set_lane_column(view.scene.lane_column + by)
    view.lanes_changed.emit()


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
    Step("walk.day_start", N_("Beginning of the day"), "Home", lambda w: day_end(w, first=True)),
    Step("walk.day_end", N_("End of the day"), "End", lambda w: day_end(w, first=False)),
    Step("walk.now", N_("The present moment"), "Ctrl+Home", lambda w: now(w)),
    Step("walk.page_up", N_("One screen of lanes up"), "PgUp", lambda w: page(w, -1)),
    Step("walk.page_down", N_("One screen of lanes down"), "PgDown", lambda w: page(w, 1)),
    Step("walk.fold", N_("Close the group of lanes"), "Ctrl+Shift+-", lambda w: fold(w)),
    Step(
        "walk.unfold",
        N_("Open all groups of lanes"),
        "Ctrl+Shift++",
        unfold,
    ),
    Step("walk.wider", N_("Wider lane column"), "Ctrl+Shift+Right", lambda w: widen(w, WIDER)),
    Step("walk.narrower", N_("Narrower lane column"), "Ctrl+Shift+Left", lambda w: widen(w, -WIDER)),
    Step("walk.select_all", N_("Select all in view"), "Ctrl+A", lambda w: all_in_view(w)),
    Step("walk.move_earlier", N_("Move earlier"), "Alt+Left", lambda w: nudge(w.view, steps=-1)),
    Step("walk.move_later", N_("Move later"), "Alt+Right", lambda w: nudge(w.view, steps=1)),
    Step("walk.move_up", N_("Move to the lane above"), "Alt+Up", lambda w: nudge(w.view, lanes=-1)),
    Step("walk.move_down", N_("Move to the lane below"), "Alt+Down", lambda w: nudge(w.view, lanes=1)),
    Step("walk.shorter", N_("End earlier"), "Alt+Shift+Left", lambda w: stretch(w.view, -1)),
    Step("walk.longer", N_("End later"), "Alt+Shift+Right", lambda w: stretch(w.view, 1)),
    Step(
        "walk.start_earlier",
        N_("Start earlier"),
        "Alt+Shift+Up",
        lambda w: begin(w, -1),
    ),
    Step("walk.start_later", N_("Start later"), "Alt+Shift+Down", lambda w: begin(w, 1)),
)
"""Every way of moving about, in the order of lists."""
