"""Where things lie on the board: time to x, lanes to y, snapping, stacking. Pure arithmetic, no Qt.

All coordinates are content pixels (before scrolling), all instants epoch seconds. Positions are floored
to whole pixels from the content's own origin, so that a scrolled picture equals a freshly painted one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

DAY = 86_400
FINEST = 5 * 60 / 40
"""Seconds per pixel at the closest zoom: five minutes in 40 px (board.md 5, 9)."""
COARSEST = DAY / 40
"""Seconds per pixel at the widest zoom: one day in 40 px."""
FOLDED = 0.25
"""Width of a folded hour as a part of another's (board.md 5, 4)."""
SNAPS = (5 * 60, 15 * 60, 30 * 60, 60 * 60)
SNAP_PIXELS = 12
"""The snap step is the finest one that is at least this wide on the screen."""
MAX_SUBROWS = 5
"""A lane shows so many sub-rows until it is expanded."""
_MOST_ROWS = 255
EDGE_PIXELS = 6
"""Width of the strip at a block's end that resizes it."""
TOUCHED_PIXELS = 10
"""The same for a finger."""
MIN_BLOCK = 3
"""A visit is never painted narrower than this."""


class Folds:
    """Stretches of time that are drawn narrower, as of nights; what lies outside them keeps its width.

    A moment's `unrolled` time counts the seconds of a fold for FOLDED of a second; it only ever grows, so
    each pixel still means one time.
    """

    __slots__ = ("_at", "_rates", "_shown", "_slopes", "_times", "_virtual", "spans")

    def __init__(self, spans: Sequence[tuple[int, int]] = ()) -> None:
        """Fold these stretches, sorted and apart from one another, epoch seconds."""
        self.spans = tuple(spans)
        at, shown, slopes = [spans[0][0] if spans else 0], [0.0], [1.0]
        for begin, end in self.spans:
            for edge, slope in ((begin, FOLDED), (end, 1.0)):
                shown.append(shown[-1] + (edge - at[-1]) * slopes[-1])
                at.append(edge)
                slopes.append(slope)
        self._at, self._shown, self._slopes = at, shown, slopes
        self._times: Ints = np.array(at, dtype=np.int64)
        self._virtual, self._rates = np.array(shown), np.array(slopes)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def unrolled(self, instant: float) -> float:
        """Unrolled time of an instant, counted from the first fold."""
        k = max(bisect_right(self._at, instant) - 1, 0)
        return self._shown[k] + (instant - self._at[k]) * self._slopes[k]

    def unrolled_many(self, instants: Ints) -> npt.NDArray[np.float64]:
        """The same of many instants."""
        k = np.maximum(self._times.searchsorted(instants, side="right") - 1, 0)
        return np.asarray(self._virtual[k] + (instants - self._times[k]) * self._rates[k], dtype=np.float64)

    def instant(self, unrolled: float) -> float:
        """The instant of an unrolled time."""
        k = max(bisect_right(self._shown, unrolled) - 1, 0)
        return self._at[k] + (unrolled - self._shown[k]) / self._slopes[k]

    def span_at(self, instant: float) -> tuple[int, int] | None:
        """The fold that holds an instant."""
        at = bisect_right(self.spans, (instant, float("inf"))) - 1
        return self.spans[at] if at >= 0 and instant < self.spans[at][1] else None


NO_FOLDS = Folds()


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A window of time laid out at one zoom; x = 0 is `starts`.

    Attributes:
        seconds_per_pixel: the zoom outside of folds; within them a pixel holds 1 / FOLDED as much.
    """

    starts: int
    ends: int
    seconds_per_pixel: float
    folds: Folds = NO_FOLDS

    def offset(self, instant: float) -> float:
        """Distance of an instant from the window's beginning, in pixels and parts of them."""
        if not self.folds:
            return (instant - self.starts) / self.seconds_per_pixel
        unrolled = self.folds.unrolled
        return (unrolled(instant) - unrolled(self.starts)) / self.seconds_per_pixel

    def instant(self, offset: float) -> float:
        """The instant at a distance from the window's beginning, the inverse of `offset`."""
        if not self.folds:
            return self.starts + offset * self.seconds_per_pixel
        folds = self.folds
        return folds.instant(folds.unrolled(self.starts) + offset * self.seconds_per_pixel)

    def x(self, instant: float) -> int:
        """Content x of an instant, floored to a whole pixel."""
        if not self.folds:
            return int((instant - self.starts) // self.seconds_per_pixel)
        return floor(self.offset(instant))

    def xs(self, instants: Ints) -> Ints:
        """Content x of many instants, floored."""
        if not self.folds:
            return np.floor((instants - self.starts) / self.seconds_per_pixel).astype(np.int64)
        shown = self.folds.unrolled_many(instants) - self.folds.unrolled(self.starts)
        return np.floor(shown / self.seconds_per_pixel).astype(np.int64)

    def time(self, x: float) -> int:
        """Instant at the left edge of content pixel x."""
        if not self.folds:
            return self.starts + round(x * self.seconds_per_pixel)
        return round(self.instant(x))

    @property
    def width(self) -> int:
        """Width of the whole window in pixels."""
        return ceil(self.offset(self.ends))

    @property
    def snap(self) -> int:
        """Step in seconds to which a gesture snaps at this zoom: 5, 15, 30 or 60 minutes."""
        return _step(self.seconds_per_pixel)

    def snap_at(self, instant: float) -> int:
        """The same at an instant: wider steps where time is folded."""
        if self.folds and self.folds.span_at(instant) is not None:
            return _step(self.seconds_per_pixel / FOLDED)
        return self.snap

    def zoomed(self, seconds_per_pixel: float) -> TimeAxis:
        """The same window at another zoom, kept between the closest and the widest."""
        return replace(self, seconds_per_pixel=min(max(seconds_per_pixel, FINEST), COARSEST))


def _step(seconds_per_pixel: float) -> int:
    """The finest step that is wide enough at a zoom."""
    return next((step for step in SNAPS if step / seconds_per_pixel >= SNAP_PIXELS), SNAPS[-1])


def snapped(instant: float, *, step: int, anchor: int) -> int:
    """The multiple of `step` counted from `anchor` (a local midnight) nearest to the instant."""
    return anchor + int((instant - anchor) / step + 0.5) * step if instant >= anchor else anchor


def magnet(instant: float, points: Sequence[int], *, reach: float) -> int | None:
    """The nearest of `points` within `reach` seconds of the instant, or None."""
    near = min(points, key=lambda point: abs(point - instant), default=None)
    return near if near is not None and abs(near - instant) <= reach else None


@dataclass(frozen=True, slots=True)
class Density:
    """Heights in pixels: a lane, the block in it, a group's title, a waiting order in its strip."""

    lane: int
    block: int
    group: int = 24
    strip: int = 20

    @property
    def pad(self) -> int:
        """Space above the first block."""
        return (self.lane - self.block) // 2

    @property
    def pitch(self) -> int:
        """Distance from one sub-row to the next."""
        return self.block + 3

    @property
    def strip_pitch(self) -> int:
        """Height of a waiting order in a strip with the air below it."""
        return self.strip + 3

    def strip_height(self, subrows: int) -> int:
        """Height of a strip of waiting orders with so many sub-rows."""
        return subrows * self.strip_pitch + 5 if subrows else 0


COMFORTABLE = Density(lane=46, block=36)
COMPACT = Density(lane=30, block=24)


@dataclass(frozen=True, slots=True)
class Band:
    """Lanes that stand together: [first, last), under a title unless `name` is empty.

    Attributes:
        key: by which it is known while the program runs and after, such as "team 3".
        strip: sub-rows of waiting orders drawn above its lanes; 0 for no such strip.
        of: how many lanes it would have if each stood in all its bands; 0 when that says nothing.
    """

    key: str
    name: str
    first: int
    last: int
    strip: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A band laid out: its title's `top` and `height`, then its strip, then its `shown` lanes."""

    band: Band
    top: int
    height: int
    shown: int
    strip_top: int = 0
    strip_height: int = 0

    @property
    def key(self) -> str:
        """Key of the band."""
        return self.band.key

    @property
    def name(self) -> str:
        """Name of the band."""
        return self.band.name


class LaneRows:
    """Vertical layout of lanes, titles and strips of waiting orders, by prefix sums of heights.

    A hidden lane has no height; a band all of whose lanes are filtered away has no title either, unless
    orders wait there.
    """

    __slots__ = ("bottoms", "density", "groups", "has_closed", "height", "is_stacked", "tops")

    def __init__(
        self,
        bands: Sequence[Band],
        subrows: Ints,
        density: Density,
        *,
        hidden: frozenset[int] = frozenset(),
        collapsed: frozenset[str] = frozenset(),
    ) -> None:
        """Lay out the lanes of bands, which follow one another without a gap.

        `subrows` holds how many sub-rows each lane shows, `hidden` lane indexes that are left out,
        `collapsed` keys of bands of which only the title shows.
        """
        self.density = density
        heights = density.lane + (np.maximum(subrows, 1) - 1) * density.pitch
        if hidden:
            heights[np.fromiter(hidden, dtype=np.int64, count=len(hidden))] = 0
        self.tops: Ints = np.zeros(len(subrows), dtype=np.int64)
        self.bottoms: Ints = np.zeros(len(subrows), dtype=np.int64)
        groups: list[Group] = []
        y = 0
        for band in bands:
            own = slice(band.first, band.last)
            shown = int((heights[own] > 0).sum())
            title = density.group if band.name and (shown or band.strip) else 0
            top, y = y, y + title
            is_open = not title or band.key not in collapsed
            strip = density.strip_height(band.strip) if is_open else 0
            groups.append(Group(band, top, title, shown, y, strip))
            y += strip
            bottoms = y + np.cumsum(heights[own] if is_open else np.zeros_like(heights[own]))
            self.bottoms[own] = bottoms
            self.tops[own] = np.concatenate(([y], bottoms[:-1])) if band.last > band.first else []
            y = int(bottoms[-1]) if len(bottoms) else y
        self.groups, self.height = tuple(groups), y
        self.is_stacked = bool((subrows > 1).any())
        self.has_closed = bool((self.bottoms == self.tops).any())

    def __len__(self) -> int:
        return len(self.tops)

    def lane_at(self, y: int) -> int:
        """Index of the lane at content y, or -1 on a title, a strip or outside."""
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
        """The group whose title lies at content y."""
        for group in self.groups:
            if group.top <= y < group.top + group.height:
                return group
        return None

    def strip_at(self, y: int) -> Group | None:
        """The group whose strip of waiting orders lies at content y."""
        for group in self.groups:
            if group.strip_top <= y < group.strip_top + group.strip_height:
                return group
        return None

    def group_of(self, lane: int) -> Group | None:
        """The group a lane stands in."""
        return next((one for one in self.groups if one.band.first <= lane < one.band.last), None)

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

    Arrays are sorted by (lane, start). The first free sub-row wins.
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
        row = min(row, _MOST_ROWS)
        if row == len(free):
            free.append(0)
        free[row] = max(free[row], int(ends[at]))
        rows[at] = row
        after = at + 1
    return rows


def block_width(left: int, right: int) -> int:
    """Painted width of a block: one pixel of air at its end, never under MIN_BLOCK."""
    return max(right - left - 1, MIN_BLOCK)
