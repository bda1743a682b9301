"""How the lanes stand, remembered: grouping, pinned, hidden and closed ones, the column's width, folded time.

It also keeps what is summed up for them: the header's totals of each day, the strips of waiting orders, the
warnings of each lane. Sheets take and give all of it as `state` and `restore`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, QSettings, QTimer

from ui.board.layout.arranging import Grouping, LaneOrder
from ui.board.layout.capacity import days_to_clear
from ui.board.layout.margins import Margins
from ui.board.layout.totals import DayTotals
from ui.board.layout.unassigned import NO_STRIPS, StripBook
from ui.board.painting.strip_layer import StripLayer
from ui.board.scene import HEADER, LANE_COLUMN

if TYPE_CHECKING:
    from ui.board.page import BoardPage

REMEMBERED = "board/lanes"


class LaneDesk(QObject):
    """Lanes of one page."""

    def __init__(self, page: BoardPage) -> None:
        """Stand the lanes as they stood last."""
        super().__init__(page)
        self._page, self._view = page, page.view
        self.strips = StripLayer()
        self._view.scene.under.append(self.strips)
        self.margins = Margins(page, self.strips)
        self._conflicts_on: Counter[int] = Counter()
        self._waiting_on: Mapping[int, int] = {}
        self._book: StripBook | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._lay_out_strips)
        bar, view = page.toolbar, self._view
        bar.grouping_chosen.connect(lambda key: self.group_by(Grouping(key)))
        bar.collapse_wanted.connect(self._collapse_all)
        bar.lanes_wanted.connect(self.show_all)
        bar.folds_wanted.connect(self._remember)
        bar.strips_wanted.connect(self._lay_out_strips)
        bar.strips_wanted.connect(self._remember)
        bar.undo_wanted.connect(page.edits.undo)
        bar.redo_wanted.connect(page.edits.redo)
        page.edits.settled.connect(self._show_steps)
        view.waiting_changed.connect(self._soon.start)
        view.lanes_changed.connect(self._on_lanes)
        view.days_changed.connect(self._on_days)
        self.margins.widened.connect(self._remember)
        self.restore(_kept())

    # ------------------------------------------------------------------ what a person wants

    @property
    def order(self) -> LaneOrder:
        """How the lanes stand."""
        return self._view.scene.lane_order

    def group_by(self, grouping: Grouping) -> None:
        """Form other groups; nothing is read again."""
        self._arrange(replace(self.order, grouping=grouping))

    def pin(self, technician_ids: Iterable[int], *, on: bool) -> None:
        """Stand lanes first, in a group of their own, or where they belong."""
        ids = tuple(technician_ids)
        kept = tuple(one for one in self.order.pinned if one not in ids)
        self._arrange(replace(self.order, pinned=(*kept, *ids) if on else kept))

    def hide(self, technician_ids: Iterable[int]) -> None:
        """Leave lanes out until all are wanted again."""
        self._arrange(replace(self.order, hidden=self.order.hidden | frozenset(technician_ids)))

    def show_all(self) -> None:
        """Show the lanes that were hidden."""
        self._arrange(replace(self.order, hidden=frozenset()))

    def toggle_subrows(self, technician_id: int) -> None:
        """Show all sub-rows of a lane, or no more than usual."""
        self._view.scene.expanded ^= {technician_id}
        self._view.rows_changed()

    def _arrange(self, order: LaneOrder) -> None:
        self._view.pointer.cancel()
        self._view.scene.strips = {}
        self._view.arrange(order)
        self._lay_out_strips()
        if self._page.toolbar.filter.text():
            self._page.find_text(self._page.toolbar.filter.text())

    def _collapse_all(self, on: bool) -> None:  # noqa: FBT001 (a signal's argument)
        groups = self._view.scene.rows.groups
        self._view.set_collapsed(frozenset(group.key for group in groups) if on else frozenset())

    def _on_lanes(self) -> None:
        self._page.toolbar.show_grouping(self.order.grouping, hidden=len(self.order.hidden))
        self._remember()

    # ------------------------------------------------------------------ remembered

    def state(self) -> dict[str, Any]:  # what JSON can hold
        """All of it, as JSON can hold it."""
        scene = self._view.scene
        return {
            "grouping": scene.lane_order.grouping.value,
            "pinned": list(scene.lane_order.pinned),
            "hidden": sorted(scene.lane_order.hidden),
            "collapsed": sorted(scene.collapsed),
            "column": scene.lane_column,
            "folds": self._page.toolbar.folds.isChecked(),
            "strips": self._page.toolbar.strips.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:  # what JSON can hold
        """Stand the lanes as a state says; what it does not say becomes as it is at first."""
        try:
            order = LaneOrder(
                Grouping(state.get("grouping", Grouping.TEAM)),
                tuple(int(one) for one in state.get("pinned", ())),
                frozenset(int(one) for one in state.get("hidden", ())),
            )
            collapsed = frozenset(str(one) for one in state.get("collapsed", ()))
            column = int(state.get("column", LANE_COLUMN))
        except (TypeError, ValueError):
            order, collapsed, column = LaneOrder(), frozenset(), LANE_COLUMN
        self._view.scene.collapsed = collapsed
        self._view.set_lane_column(column)
        folds = bool(state.get("folds", True))
        self._page.toolbar.folds.setChecked(folds)
        self._view.set_folds(on=folds)
        self._page.toolbar.strips.setChecked(bool(state.get("strips", True)))
        self._arrange(order)

    def _remember(self) -> None:
        QSettings().setValue(REMEMBERED, json.dumps(self.state()))

    # ------------------------------------------------------------------ sums

    def _lay_out_strips(self) -> None:
        view, scene = self._view, self._view.scene
        self.strips.waiting = view.waiting
        if self._book is None or (self._book.model, self._book.how) != (scene.model, scene.lane_order):
            self._book = StripBook(scene.model, scene.lane_order)
        found = self._book.renew(view.waiting)
        self._waiting_on = found.on_day
        self.strips.strips = found if self._page.toolbar.strips.isChecked() else NO_STRIPS
        self._fit_strips()
        view.viewport().update()
        self.sum_up()

    def _on_days(self) -> None:
        if self._view.pointer.gesture is None:
            self._fit_strips()
        self.sum_up()

    def _fit_strips(self) -> None:
        """Strips as high as the time in view needs; the lane at the top of the view stays there."""
        view, scene = self._view, self._view.scene
        strips = self.strips.strips
        counts = {key: strips.waiting_in(key, scene.load_days) for key in strips.keys}
        if counts != dict(scene.waiting_in):
            scene.waiting_in = counts
            view.dirty(scene.column)
        needed = strips.rows_between(scene.time(scene.lane_column), scene.time(scene.size.width()))
        if needed == dict(scene.strips):
            return
        top = scene.rows.nearest_lane(scene.scroll_y)
        below = int(scene.rows.tops[top]) - scene.scroll_y if top >= 0 else 0
        scene.strips = needed
        view.rows_changed()
        if top >= 0 and scene.scroll_y:
            view.verticalScrollBar().setValue(int(scene.rows.tops[top]) - below)

    def show_conflicts(self, on_day: Counter[int], of_technician: Counter[int]) -> None:
        """Say how many rules are broken, by day number of the window and by technician id."""
        self._conflicts_on = on_day
        scene, warnings = self._view.scene, dict(of_technician)
        if warnings != scene.warnings:
            scene.warnings = warnings
            self._view.dirty(scene.column)
        self.sum_up()

    def sum_up(self) -> None:
        """Renew the header's totals of each day."""
        scene = self._view.scene
        capacity, waiting = scene.model.capacity, self._waiting_on
        columns = (capacity.booked, capacity.available, capacity.free)
        sums = [(column.sum(axis=0) / 60).tolist() for column in columns]
        totals = tuple(
            DayTotals(booked, there, free, waiting.get(day, 0), self._conflicts_on[day])
            for day, (booked, there, free) in enumerate(zip(*sums, strict=True))
        )
        if totals != scene.day_totals:
            scene.day_totals = totals
            self._view.board_painter.header.forget()
            self._view.dirty(QRect(0, 0, self._view.width(), HEADER))

    def days_to_clear(self) -> float | None:
        """In how many working days from today on what waits could be done; None beyond what was read."""
        scene = self._view.scene
        minutes = sum(row.duration_minutes for row in self._view.waiting.values())
        free = scene.model.capacity.free.sum(axis=0)
        return days_to_clear(minutes, free, today=scene.model.days.number(scene.now))

    def _show_steps(self) -> None:
        stack = self._page.edits.stack
        undo = stack.undoText() if stack.canUndo() else None
        self._page.toolbar.show_steps(undo, stack.redoText() if stack.canRedo() else None)


def _kept() -> dict[str, Any]:  # what JSON can hold
    try:
        kept = json.loads(str(QSettings().value(REMEMBERED, "{}")))
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def lane_desk(page: BoardPage) -> LaneDesk:
    """The desk of a page."""
    found = page.parts["lanes"]
    if not isinstance(found, LaneDesk):
        raise TypeError("the page's part has another kind")
    return found
