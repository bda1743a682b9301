"""Where things lie on the board: time to x, lanes to y, snapping, stacking. Pure arithmetic, no Qt.

All coordinates are content pixels (before scrolling), all instants epoch seconds. Positions are floored
to whole pixels from the content's own origin, so that a scrolled picture equals a freshly painted one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

DAY = 86_400
FINEST = 5 * 60 / 40
"""Seconds per pixel at the closest zoom: five minutes in 40 px (board.md 5, 9)."""
COARSEST = DAY / 40
"""Seconds per pixel at the widest zoom: one day in 40 px."""
SNAPS = (5 * 60, 15 * 60, 30 * 60, 60 * 60)
SNAP_PIXELS = 12
"""The snap step is the finest one that is at least this wide on the screen."""
MAX_SUBROWS = 5
EDGE_PIXELS = 6
"""Width of the strip at a block's end that resizes it."""
MIN_BLOCK = 3
"""A visit is never painted narrower than this."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A window of time laid out at one zoom; x = 0 is `starts`."""

    starts: int
    ends: int
    seconds_per_pixel: float

    def x(self, instant: float) -> int:
        """Content x of an instant, floored to a whole pixel."""
        return int((instant - self.starts) // self.seconds_per_pixel)

    def xs(self, instants: Ints) -> Ints:
        """Content x of many instants, floored."""
        return np.floor((instants - self.starts) / self.seconds_per_pixel).astype(np.int64)

    def time(self, x: float) -> int:
        """Instant at the left edge of content pixel x."""
        return self.starts + round(x * self.seconds_per_pixel)

    @property
    def width(self) -> int:
        """Width of the whole window in pixels."""
        return int(-((self.starts - self.ends) // self.seconds_per_pixel))

    @property
    def snap(self) -> int:
        """Step in seconds to which a gesture snaps at this zoom: 5, 15, 30 or 60 minutes."""
        for step in SNAPS:
            if step / self.seconds_per_pixel >= SNAP_PIXELS:
                return step
        return SNAPS[-1]

    def zoomed(self, seconds_per_pixel: float) -> TimeAxis:
        """The same window at another zoom, kept between the closest and the widest."""
        return TimeAxis(self.starts, self.ends, min(max(seconds_per_pixel, FINEST), COARSEST))


def snapped(instant: float, *, step: int, anchor: int) -> int:
    """The multiple of `step` counted from `anchor` (a local midnight) nearest to the instant."""
    return anchor + int((instant - anchor) / step + 0.5) * step if instant >= anchor else anchor


def magnet(instant: float, points: Sequence[int], *, reach: float) -> int | None:
    """The nearest of `points` within `reach` seconds of the instant, or None."""
    near = min(points, key=lambda point: abs(point - instant), default=None)
    return near if near is not None and abs(near - instant) <= reach else None


@dataclass(frozen=True, slots=True)
class Density:
    """Heights of a lane in pixels: the lane, the block in it, and the step to a stacked sub-row."""

    lane: int
    block: int
    group: int = 24

    @property
    def pad(self) -> int:
        """Space above the first block."""
        return (self.lane - self.block) // 2

    @property
    def pitch(self) -> int:
        """Distance from one sub-row to the next."""
        return self.block + 3


COMFORTABLE = Density(lane=46, block=36)
COMPACT = Density(lane=30, block=24)


@dataclass(frozen=True, slots=True)
class Group:
    """A team's row above its lanes; `first` and `last` bound its lanes (half-open)."""

    team_id: int
    name: str
    first: int
    last: int
    top: int
    height: int
    shown: int


class LaneRows:
    """Vertical layout of lanes and group rows, by prefix sums of heights.

    A hidden lane has no height; a group all of whose lanes are filtered away has none either.
    """

    __slots__ = ("bottoms", "density", "groups", "height", "is_stacked", "tops")

    def __init__(
        self,
        teams: Sequence[tuple[int, str]],
        subrows: Ints,
        density: Density,
        *,
        hidden: frozenset[int] = frozenset(),
        collapsed: frozenset[int] = frozenset(),
    ) -> None:
        """Lay out one lane per entry of `teams` ((team id, name), grouped already).

        `subrows` holds how many sub-rows each lane needs, `hidden` lane indexes that are filtered away,
        `collapsed` team ids of which only the group row shows.
        """
        self.density = density
        count = len(teams)
        heights = density.lane + (np.maximum(subrows, 1) - 1) * density.pitch
        tops = np.zeros(count, dtype=np.int64)
        bottoms = np.zeros(count, dtype=np.int64)
        groups: list[Group] = []
        y = first = 0
        while first < count:
            team_id, name = teams[first]
            last = first
            while last < count and teams[last][0] == team_id:
                last += 1
            shown = [lane for lane in range(first, last) if lane not in hidden]
            band = density.group if shown else 0
            groups.append(Group(team_id, name, first, last, y, band, len(shown)))
            y += band
            open_lanes = set() if team_id in collapsed else set(shown)
            for lane in range(first, last):
                tops[lane] = y
                y += int(heights[lane]) if lane in open_lanes else 0
                bottoms[lane] = y
            first = last
        self.tops, self.bottoms, self.groups, self.height = tops, bottoms, tuple(groups), y
        self.is_stacked = bool((subrows > 1).any())

    def __len__(self) -> int:
        return len(self.tops)

    def lane_at(self, y: int) -> int:
        """Index of the lane at content y, or -1 on a group row or outside."""
        lane = int(np.searchsorted(self.bottoms, y, side="right"))
        return lane if lane < len(self.tops) and self.tops[lane] <= y < self.bottoms[lane] else -1

    def nearest_lane(self, y: int) -> int:
        """Index of the visible lane nearest to content y, or -1 when there is none."""
        open_lanes = np.flatnonzero(self.bottoms > self.tops)
        if not len(open_lanes):
            return -1
        gap = np.maximum(self.tops[open_lanes] - y, y - self.bottoms[open_lanes] + 1)
        return int(open_lanes[np.argmin(gap)])

    def group_at(self, y: int) -> Group | None:
        """The group whose row lies at content y."""
        for group in self.groups:
            if group.top <= y < group.top + group.height:
                return group
        return None

    def span(self, y0: int, y1: int) -> tuple[int, int]:
        """Half-open range of lanes that touch content rows y0 to y1 (exclusive)."""
        first = int(np.searchsorted(self.bottoms, y0, side="right"))
        last = int(np.searchsorted(self.tops, y1, side="left"))
        return first, max(first, last)

    def shows(self, lane: int) -> bool:
        """Whether the lane is neither filtered away nor in a collapsed group."""
        return bool(self.bottoms[lane] > self.tops[lane])

    def block_top(self, lane: int, subrow: int) -> int:
        """Content y of a block in a sub-row of a lane."""
        return int(self.tops[lane]) + self.density.pad + subrow * self.density.pitch

    def step(self, lane: int, by: int) -> int:
        """The `by`-th visible lane below (above when negative) a lane, kept inside the board."""
        open_lanes = np.flatnonzero(self.bottoms > self.tops)
        if not len(open_lanes):
            return lane
        at = int(np.searchsorted(open_lanes, lane))
        return int(open_lanes[min(max(at + by, 0), len(open_lanes) - 1)])


def stack(lanes: Ints, starts: Ints, ends: Ints) -> npt.NDArray[np.uint8]:
    """Sub-row of each visit so that overlapping visits of a lane lie below one another.

    Arrays are sorted by (lane, start). The first free sub-row wins; what would need more than
    MAX_SUBROWS shares the last one.
    """
    rows = np.zeros(len(starts), dtype=np.uint8)
    if len(starts) < 2:
        return rows
    key = lanes * (1 << 36)
    reach = np.maximum.accumulate(key + ends)
    clash = np.flatnonzero(key[1:] + starts[1:] < reach[:-1]) + 1
    free: list[int] = []
    after = -1
    for at in clash.tolist():
        if at != after:
            free = [int(ends[at - 1])]
        begin = int(starts[at])
        row = next((n for n, end in enumerate(free) if end <= begin), len(free))
        if row >= MAX_SUBROWS:
            row = MAX_SUBROWS - 1
        if row == len(free):
            free.append(0)
        free[row] = max(free[row], int(ends[at]))
        rows[at] = row
        after = at + 1
    return rows


def block_width(left: int, right: int) -> int:
    """Painted width of a block: one pixel of air at its end, never under MIN_BLOCK."""
    return max(right - left - 1, MIN_BLOCK)
