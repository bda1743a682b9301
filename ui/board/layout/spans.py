"""Shifts and absences of all lanes as arrays: what of them touches a view. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ui.board.columns import LANE_KEY
from ui.board.geometry import Ints


class SpanTable:
    """Spans of time per lane, sorted by (lane, start), with an optional name each."""

    __slots__ = ("_key", "_reach", "ends", "lane", "names", "starts")

    def __init__(self, rows: Iterable[tuple[int, int, int, str]]) -> None:
        """Take (lane index, starts, ends, name) in any order; times in epoch seconds."""
        ordered = sorted(rows)
        self.names = [row[3] for row in ordered]
        self.lane: Ints = np.array([row[0] for row in ordered], dtype=np.int64)
        self.starts: Ints = np.array([row[1] for row in ordered], dtype=np.int64)
        self.ends: Ints = np.array([row[2] for row in ordered], dtype=np.int64)
        self._index()

    def _index(self) -> None:
        self._key = self.lane * LANE_KEY + self.starts
        self._reach = np.maximum.accumulate(self.lane * LANE_KEY + self.ends)

    def rearrange(self, lane_now: Ints) -> None:
        """Follow the lanes to other places: `lane_now[before]` is where a lane stands now."""
        lane = lane_now[self.lane]
        order = np.lexsort((self.ends, self.starts, lane))
        self.names = [self.names[at] for at in order.tolist()]
        self.lane, self.starts, self.ends = lane[order], self.starts[order], self.ends[order]
        self._index()

    def __len__(self) -> int:
        return len(self.names)

    def touches(self, lane: Ints, starts: Ints, ends: Ints) -> npt.NDArray[np.bool_]:
        """Whether a span touches [starts, ends) of a lane, pair by pair."""
        if not len(self.names):
            return np.zeros(len(lane), dtype=np.bool_)
        base = lane * LANE_KEY
        before = self._key.searchsorted(base + ends, side="left") - 1
        reached = self._reach[np.maximum(before, 0)] > base + starts
        return np.asarray((before >= 0) & reached)

    def visible(self, lanes: tuple[int, int], starts: int, ends: int) -> Ints:
        """Indexes of the spans of lanes [first, last) that touch [starts, ends)."""
        first, last = lanes
        if first >= last or not len(self.names):
            return np.zeros(0, dtype=np.int64)
        base = np.arange(first, last, dtype=np.int64) * LANE_KEY
        low = self._reach.searchsorted(base + starts, side="right")
        high = self._key.searchsorted(base + ends, side="left")
        counts = np.maximum(high - low, 0)
        until = counts.cumsum()
        found = np.arange(until[-1])
        found += (low + counts - until).repeat(counts)
        return np.asarray(found[self.ends[found] > starts], dtype=np.int64)
