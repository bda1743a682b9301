"""Visits of the board as numpy columns that answer "what is visible" in two searches. No Qt.

Rows keep their slot for life; a sorted index of slots by (lane, start) stands beside them. With the
running maximum of ends per lane, two vectorised `searchsorted` calls find every visit of every visible
lane, also a long one hidden behind shorter ones (rendering.md 3, 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.queries.board import VisitColumns
from models.terms import VisitStatus
from ui.board.geometry import Ints, stack

LANE_KEY = 1 << 36
"""Distance between the keys of two lanes; larger than any epoch second."""
NUMBERS = (
    "id",
    "order_id",
    "site_id",
    "customer_id",
    "agreement_id",
    "service_level_id",
    "crew_id",
    "starts",
    "ends",
    "promise_from",
    "promise_to",
    "status",
    "priority",
    "lock",
    "allowed",
    "version",
)
TEXTS = ("number", "customer", "town")
STATUSES = tuple(VisitStatus)
CANCELLED = STATUSES.index(VisitStatus.CANCELLED)
DONE = STATUSES.index(VisitStatus.DONE)
"""Positions in `status`."""


class VisitTable:
    """Columns by slot, and the index `order` of slots sorted by (lane, start).

    `lane` is -1 for a removed row. `changes` counts the times rows came, went or changed otherwise than by
    standing elsewhere.
    """

    def __init__(self, columns: VisitColumns, lane_of: Mapping[int, int], lanes: int) -> None:
        """Take the visits whose technician has a lane; `lane_of` maps technician id to lane index."""
        self.lanes = lanes
        lane = _lane_indexes(columns.technician_id, lane_of)
        keep = np.flatnonzero(lane >= 0)
        whole = len(keep) == len(lane)
        self.lane: Ints = lane if whole else lane[keep]
        self.id: Ints = columns.id[keep]
        self.order_id: Ints = columns.order_id[keep]
        self.site_id: Ints = columns.site_id[keep]
        self.customer_id: Ints = columns.customer_id[keep]
        self.agreement_id: Ints = columns.agreement_id[keep]
        self.service_level_id: Ints = columns.service_level_id[keep]
        self.crew_id: Ints = columns.crew_id[keep]
        self.starts: Ints = columns.starts[keep]
        self.ends: Ints = columns.ends[keep]
        self.promise_from: Ints = columns.promise_from[keep]
        self.promise_to: Ints = columns.promise_to[keep]
        self.status: npt.NDArray[np.uint8] = columns.status[keep]
        self.priority: npt.NDArray[np.uint8] = columns.priority[keep]
        self.lock: npt.NDArray[np.uint8] = columns.lock[keep]
        self.allowed: npt.NDArray[np.uint8] = columns.allowed[keep]
        self.version: npt.NDArray[np.int32] = columns.version[keep]
        slots = range(len(lane)) if whole else keep.tolist()
        self.number = list(columns.number) if whole else [columns.number[n] for n in slots]
        self.customer = list(columns.customer) if whole else [columns.customer[n] for n in slots]
        self.town = list(columns.town) if whole else [columns.town[n] for n in slots]
        self._slots: dict[int, int] | None = None
        self._free: list[int] = []
        self.changes = 0

    def __len__(self) -> int:
        return len(self.order)

    def index(self) -> None:
        """Forget the index, after rows moved; it is made anew when somebody asks for it."""
        for kept in ("order", "key", "reach", "_stacked"):
            self.__dict__.pop(kept, None)

    @cached_property
    def order(self) -> Ints:
        """Slots of all rows by lane and start."""
        order = np.argsort(self.lane * LANE_KEY + self.starts, kind="stable")
        return order[self.lane[order] >= 0] if self._free else order

    @cached_property
    def key(self) -> Ints:
        """What rows are sorted by, in that order."""
        return np.asarray(self.lane[self.order] * LANE_KEY + self.starts[self.order])

    @cached_property
    def reach(self) -> Ints:
        """How far any visit up to each in `order` reaches."""
        return np.maximum.accumulate(self.lane[self.order] * LANE_KEY + self.ends[self.order])

    @cached_property
    def _stacked(self) -> tuple[npt.NDArray[np.uint8], Ints]:
        order = self.order
        lane = self.lane[order]
        rows = stack(lane, self.starts[order], self.ends[order])
        subrow = np.zeros(len(self.lane), dtype=np.uint8)
        subrow[order] = rows
        lane_rows: Ints = np.ones(self.lanes, dtype=np.int64)
        stacked = np.flatnonzero(rows)
        np.maximum.at(lane_rows, lane[stacked], rows[stacked].astype(np.int64) + 1)
        return subrow, lane_rows

    @property
    def subrow(self) -> npt.NDArray[np.uint8]:
        """By slot: the sub-row it is stacked in."""
        return self._stacked[0]

    @property
    def lane_rows(self) -> Ints:
        """By lane: how many sub-rows it needs."""
        return self._stacked[1]

    def rearrange(self, lane_now: Ints) -> None:
        """Follow the lanes to other places: `lane_now[before]` is where a lane stands now."""
        here = self.lane >= 0
        self.lane[here] = lane_now[self.lane[here]]
        self.index()

    def slot(self, visit_id: int) -> int:
        """Slot of a visit, or -1 when it is not on the board."""
        if self._slots is None:
            self._slots = dict(zip(self.id.tolist(), range(len(self.id)), strict=True))
            for gone in self._free:
                self._slots.pop(int(self.id[gone]), None)
        return self._slots.get(visit_id, -1)

    def visible(self, lanes: tuple[int, int], starts: int, ends: int) -> Ints:
        """Slots of the visits of lanes [first, last) that touch [starts, ends), by lane and start."""
        first, last = lanes
        if first >= last or not len(self.order):
            return np.zeros(0, dtype=np.int64)
        base = np.arange(first, last, dtype=np.int64) * LANE_KEY
        low = self.reach.searchsorted(base + starts, side="right")
        high = self.key.searchsorted(base + ends, side="left")
        counts = np.maximum(high - low, 0)
        until = counts.cumsum()
        found = np.arange(until[-1])
        found += (low + counts - until).repeat(counts)
        slots = self.order[found]
        return np.asarray(slots[self.ends[slots] > starts], dtype=np.int64)

    def position(self, slot: int) -> int:
        """Place of a slot in the sorted index."""
        at = int(np.searchsorted(self.key, self.lane[slot] * LANE_KEY + self.starts[slot], side="left"))
        while self.order[at] != slot:
            at += 1
        return at

    def previous(self, slots: Ints) -> Ints:
        """For each slot the slot before it in its lane that is not cancelled, or -1."""
        place = np.searchsorted(self.key, self.lane[slots] * LANE_KEY + self.starts[slots], side="left")
        kept = np.flatnonzero(self.status[self.order] != CANCELLED)
        at = kept.searchsorted(place, side="left") - 1
        before = np.where(at >= 0, self.order[kept[np.maximum(at, 0)]] if len(kept) else -1, -1)
        return np.where((before >= 0) & (self.lane[before] == self.lane[slots]), before, -1)

    def sisters(self, slot: int) -> list[int]:
        """Slots of the other visits of its crew that still go with it: not done, not cancelled."""
        crew = int(self.crew_id[slot])
        if not crew:
            return []
        together = self.order[self.crew_id[self.order] == crew]
        ended = (self.status[together] == CANCELLED) | (self.status[together] == DONE)
        found: list[int] = together[~ended & (together != slot)].tolist()
        return found

    def place(self, visit_id: int, *, lane: int, starts: int, ends: int) -> None:
        """Move a visit in memory; the index is renewed."""
        slot = self.slot(visit_id)
        self.lane[slot], self.starts[slot], self.ends[slot] = lane, starts, ends
        self.index()

    def apply(self, columns: VisitColumns, removed: Sequence[int], lane_of: Mapping[int, int]) -> None:
        """Insert or replace the rows of `columns` and remove visits; one renewal of the index.

        A row whose technician has no lane here is removed.
        """
        lanes = _lane_indexes(columns.technician_id, lane_of).tolist()
        for visit_id in removed:
            self._remove(visit_id)
        self.changes += 1
        for at, lane in enumerate(lanes):
            visit_id = int(columns.id[at])
            if lane < 0:
                self._remove(visit_id)
                continue
            slot = self.slot(visit_id)
            if slot < 0:
                slot = self._room(visit_id)
            self.lane[slot] = lane
            for name in NUMBERS:
                getattr(self, name)[slot] = getattr(columns, name)[at]
            for name in TEXTS:
                getattr(self, name)[slot] = getattr(columns, name)[at]
        self.index()

    def _remove(self, visit_id: int) -> None:
        """Take a visit off; its slot is used again later."""
        slot = self.slot(visit_id)
        if slot >= 0 and self._slots is not None:
            self.lane[slot] = -1
            self._free.append(slot)
            del self._slots[visit_id]

    def _room(self, visit_id: int) -> int:
        """A slot for a new visit: a freed one, or one more."""
        if not self._free:
            self._grow()
        slot = self._free.pop()
        if self._slots is not None:
            self._slots[visit_id] = slot
        return slot

    def _grow(self) -> None:
        """Add room for some more rows at the end of every column."""
        more = 64
        old = len(self.lane)
        self.lane = np.concatenate((self.lane, np.full(more, -1, dtype=np.int64)))
        for name in NUMBERS:
            column = getattr(self, name)
            setattr(self, name, np.concatenate((column, np.zeros(more, dtype=column.dtype))))
        for name in TEXTS:
            getattr(self, name).extend([""] * more)
        self._free.extend(range(old + more - 1, old - 1, -1))


def _lane_indexes(technicians: Ints, lane_of: Mapping[int, int]) -> Ints:
    """Lane index of each technician id, -1 where there is none."""
    if not lane_of or not len(technicians):
        return np.full(len(technicians), -1, dtype=np.int64)
    ids = np.fromiter(lane_of.keys(), dtype=np.int64, count=len(lane_of))
    lanes = np.fromiter(lane_of.values(), dtype=np.int64, count=len(lane_of))
    by_id = np.argsort(ids)
    at = np.minimum(np.searchsorted(ids[by_id], technicians), len(ids) - 1)
    found = by_id[at]
    return np.where(ids[found] == technicians, lanes[found], -1)
