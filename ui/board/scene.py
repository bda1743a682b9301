"""What the board shows right now: model, zoom, scroll, selection, gesture in hand; and where blocks lie.

Viewport coordinates: the lane column takes the left `lane_column` pixels, the time header the top HEADER
pixels, the canvas the rest. Numbers only; painting is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QSize

from resources.texts import week_start
from ui.board.geometry import (
    COMFORTABLE,
    EDGE_PIXELS,
    FOLDED,
    MAX_SUBROWS,
    MIN_BLOCK,
    Density,
    Ints,
    LaneRows,
    TimeAxis,
    block_width,
)
from ui.board.ghosts import Ghost as Ghost
from ui.board.ghosts import Overlay as Overlay
from ui.board.layout.arranging import LaneOrder, bands_of
from ui.board.layout.ticks import Grid
from ui.board.layout.totals import DayTotals
from ui.board.model import BoardModel
from ui.board.painting.layers import Layer
from ui.board.telling.encoding import Encoding

LANE_COLUMN = 236
"""Width of the lane column until somebody drags its edge."""
NARROWEST, WIDEST = 120, 460
HEADER = 68
UPPER_BY_DAY, UPPER_BY_WEEK = 44, 24
"""Height of the header's upper part, whose labels stay in view while any of their day or week is."""
FAR = 16_000
"""What lies further outside the view is drawn at this distance, inside what Qt's rasteriser handles."""
NO_EDGE, START_EDGE, END_EDGE = 0, 1, 2


class Blocks(NamedTuple):
    """Visible visits as parallel arrays: slot, and left, top, width in viewport pixels."""

    slots: Ints
    x: Ints
    y: Ints
    w: Ints


@dataclass(slots=True)
class Scene:
    """State the painter reads; the view changes it.

    Attributes:
        hidden: lane indexes that a filter leaves out, beside those the order of lanes hides.
        collapsed: keys of groups of which only the title shows.
        expanded: ids of technicians all of whose sub-rows show.
        strips: sub-rows of waiting orders by group key.
        waiting_in: how many wait there for the visible days, those without room too.
        beside: painted over the lane column.
        dash: how far the dashes of what is being saved have moved, in pixels.
        warnings: broken rules of the visible days by technician id.
        day_totals: what the header says of each day of the window.
        subrow: sub-row by slot in which a visit is drawn; the last one shown holds all further ones.
    """

    model: BoardModel
    axis: TimeAxis
    density: Density = COMFORTABLE
    size: QSize = field(default_factory=QSize)
    scroll_x: int = 0
    scroll_y: int = 0
    now: int = 0
    selected: set[int] = field(default_factory=set)
    focused: int = 0
    hovered: int = 0
    target_lane: int = -1
    dimmed: npt.NDArray[np.bool_] | None = None
    hides: bool = False
    load_days: tuple[int, int] = (0, 1)
    overlay: Overlay = field(default_factory=Overlay)
    hidden: frozenset[int] = frozenset()
    collapsed: frozenset[str] = frozenset()
    lane_column: int = LANE_COLUMN
    lane_order: LaneOrder = field(default_factory=LaneOrder)
    expanded: frozenset[int] = frozenset()
    strips: Mapping[str, int] = field(default_factory=dict)
    waiting_in: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[int, int] = field(default_factory=dict)
    day_totals: tuple[DayTotals, ...] = ()
    rows: LaneRows = field(init=False)
    grid: Grid = field(init=False)
    subrow: npt.NDArray[np.uint8] = field(init=False)
    has_focus: bool = False
    under: list[Layer] = field(default_factory=list)
    over: list[Layer] = field(default_factory=list)
    beside: list[Layer] = field(default_factory=list)
    encoding: Encoding = field(default_factory=Encoding)
    dash: int = 0

    def __post_init__(self) -> None:
        self.lay_out_lanes()
        self.lay_out_time()

    def lay_out_lanes(self) -> None:
        """Renew the vertical layout after lanes, their order, density, filter or stacking changed."""
        table, lanes = self.model.table, self.model.lanes
        bands = bands_of(self.model, self.lane_order, self.strips)
        shown = self._subrows_shown()
        self.subrow = table.subrow
        if (shown < table.lane_rows).any():
            self.subrow = np.minimum(table.subrow, shown[table.lane] - 1).astype(np.uint8)
        gone = self.lane_order.hidden
        mine = frozenset(at for at, row in enumerate(lanes) if row.technician_id in gone) if gone else gone
        self.rows = LaneRows(bands, shown, self.density, hidden=self.hidden | mine, collapsed=self.collapsed)

    def _subrows_shown(self) -> Ints:
        """How many sub-rows of each lane show."""
        needed = self.model.table.lane_rows
        if not (needed > MAX_SUBROWS).any():
            return needed
        most = np.full(len(needed), MAX_SUBROWS, dtype=np.int64)
        for technician_id in self.expanded:
            lane = self.model.lane_of.get(technician_id, -1)
            if lane >= 0:
                most[lane] = needed[lane]
        return np.minimum(needed, most)

    def subrows_left(self, lane: int) -> int:
        """How many sub-rows of a lane are not shown apart: the "+3" of its header."""
        needed = int(self.model.table.lane_rows[lane])
        if needed <= MAX_SUBROWS or self.model.lanes[lane].technician_id in self.expanded:
            return 0
        return needed - MAX_SUBROWS

    def lay_out_time(self) -> None:
        """Renew the lines of the time axis after a zoom or another window."""
        self.grid = Grid(self.axis, self.model.days, week_start=week_start())

    # ------------------------------------------------------------------ areas

    @property
    def canvas(self) -> QRect:
        """The part of the viewport with visits."""
        return QRect(
            self.lane_column, HEADER, self.size.width() - self.lane_column, self.size.height() - HEADER
        )

    @property
    def header(self) -> QRect:
        """The time header."""
        return QRect(self.lane_column, 0, self.size.width() - self.lane_column, HEADER)

    @property
    def column(self) -> QRect:
        """The lane column."""
        return QRect(0, HEADER, self.lane_column, self.size.height() - HEADER)

    @property
    def upper(self) -> int:
        """Height of the part of the header that is painted whole after every sideways scroll."""
        return UPPER_BY_WEEK if self.grid.scale.by_week else UPPER_BY_DAY

    # ------------------------------------------------------------------ viewport and content

    def x(self, instant: float) -> int:
        """Viewport x of an instant."""
        return self.axis.x(instant) - self.scroll_x + self.lane_column

    def xs(self, instants: Ints) -> Ints:
        """Viewport x of many instants, none further away than FAR."""
        shift = self.lane_column - self.scroll_x
        return np.minimum(np.maximum(self.axis.xs(instants) + shift, -FAR), FAR)

    def time(self, x: float) -> int:
        """Instant at a viewport x."""
        return self.axis.time(x + self.scroll_x - self.lane_column)

    def lane_at(self, y: int) -> int:
        """Lane index at a viewport y, or -1."""
        return self.rows.lane_at(y + self.scroll_y - HEADER)

    def lane_top(self, lane: int) -> int:
        """Viewport y of a lane."""
        return int(self.rows.tops[lane]) - self.scroll_y + HEADER

    def lane_bottom(self, lane: int) -> int:
        """Viewport y just under a lane."""
        return int(self.rows.bottoms[lane]) - self.scroll_y + HEADER

    def span(self, rect: QRect) -> tuple[tuple[int, int], int, int]:
        """Lanes [first, last) and the instants that a viewport rectangle touches."""
        top = rect.top() + self.scroll_y - HEADER
        lanes = self.rows.span(top, top + rect.height())
        return lanes, self.time(rect.left()), self.time(rect.right() + 1) + 1

    # ------------------------------------------------------------------ blocks

    def blocks(self, rect: QRect, *, reach: int = 0) -> Blocks:
        """The visits that touch a viewport rectangle, and those that begin within `reach` seconds after."""
        lanes, starts, ends = self.span(rect)
        least = int(MIN_BLOCK * self.axis.seconds_per_pixel / (FOLDED if self.axis.folds else 1)) + 1
        return self.placed(self.shown(self.model.table.visible(lanes, starts - least, ends + reach)))

    def shown(self, slots: Ints) -> Ints:
        """Those of visits that neither a closed group nor the filter hides."""
        if self.rows.has_closed:
            lane = self.model.table.lane[slots]
            slots = slots[self.rows.bottoms[lane] > self.rows.tops[lane]]
        if self.hides and self.dimmed is not None:
            slots = slots[~self.dimmed[slots]]
        return slots

    def placed(self, slots: Ints) -> Blocks:
        """Viewport places of visits."""
        table, rows = self.model.table, self.rows
        left = self.xs(table.starts[slots])
        width = np.maximum(self.xs(table.ends[slots]) - left - 1, MIN_BLOCK)
        y = rows.tops[table.lane[slots]] + (self.density.pad - self.scroll_y + HEADER)
        if self.rows.is_stacked:
            y = y + self.subrow[slots].astype(np.int64) * self.density.pitch
        return Blocks(slots, left, y, width)

    def rect_of(self, slot: int) -> QRect:
        """Viewport rectangle of one visit's block; empty when its lane is hidden."""
        table = self.model.table
        return self.rect_at(
            int(table.lane[slot]), int(table.starts[slot]), int(table.ends[slot]), int(self.subrow[slot])
        )

    def rect_at(self, lane: int, starts: int, ends: int, subrow: int = 0) -> QRect:
        """Viewport rectangle of a block with these times in a lane."""
        if lane < 0 or not self.rows.shows(lane):
            return QRect()
        left = self.x(starts)
        top = self.rows.block_top(lane, subrow) - self.scroll_y + HEADER
        return QRect(left, top, block_width(left, self.x(ends)), self.density.block)

    def slot_at(self, x: int, y: int) -> int:
        """Slot of the visit painted at a viewport point, or -1."""
        blocks = self.blocks(QRect(x - 1, y, 2, 1))
        hit = (blocks.x <= x) & (x < blocks.x + blocks.w)
        hit &= (blocks.y <= y) & (y < blocks.y + self.density.block)
        found = np.flatnonzero(hit)
        return int(blocks.slots[found[-1]]) if len(found) else -1

    def edge_at(self, slot: int, x: int, *, reach: int = EDGE_PIXELS) -> int:
        """Which end of a block a viewport x would resize; a block too narrow has no ends."""
        rect = self.rect_of(slot)
        reach = min(reach, rect.width() // 4)
        if reach < 2:
            return NO_EDGE
        if x < rect.left() + reach:
            return START_EDGE
        return END_EDGE if x > rect.right() - reach else NO_EDGE

    def slots_in(self, rect: QRect) -> Ints:
        """Slots of the visits whose blocks touch a viewport rectangle."""
        blocks = self.blocks(rect)
        touch = (blocks.x <= rect.right()) & (blocks.x + blocks.w > rect.left())
        touch &= (blocks.y <= rect.bottom()) & (blocks.y + self.density.block > rect.top())
        return blocks.slots[touch]

    def days_in_view(self) -> tuple[int, int]:
        """Local days [first, last) whose noon is in view, at least the one in the middle."""
        days = self.model.days
        left, right = self.time(self.lane_column), self.time(self.size.width())
        noons = days.midnights[:-1] + 43_200
        seen = np.flatnonzero((noons >= left) & (noons < right))
        if not len(seen):
            middle = days.number((left + right) / 2)
            return middle, middle + 1
        return int(seen[0]), int(seen[-1]) + 1

    def selected_slots(self) -> list[int]:
        """Slots of the selected visits that are on the board."""
        return self.slots_of(self.selected)

    def slots_of(self, visit_ids: Iterable[int]) -> list[int]:
        """Slots of visits, those that are not on the board left out."""
        found = (self.model.table.slot(visit_id) for visit_id in visit_ids)
        return [slot for slot in found if slot >= 0]
