"""Every broken rule of the visits on a board: as bits by slot, counted by lane and day. No Qt.

Visits that are done or cancelled break nothing any more. What a person allowed for a reason is kept apart.
Too much work on a day is said of that day's last visit alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models import fit
from ui.board.columns import CANCELLED, DONE, LANE_KEY
from ui.board.conflicts.sweeping import BIT, Bits, bits_taken
from ui.board.geometry import Ints

if TYPE_CHECKING:
    from ui.board.model import BoardModel

OVERLAP_ALLOWED, RULE_ALLOWED = 1, 2
"""Bits of `allowed` in the board's columns."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One rule that one visit breaks.

    Attributes:
        visit_id, rule: which.
        lane, day: where the visit stands; days are numbered within the window.
        starts: epoch seconds.
        is_hard: whether the rule refuses.
        is_allowed: whether a person allowed it for a reason.
    """

    visit_id: int
    rule: fit.Rule
    lane: int
    day: int
    starts: int
    is_hard: bool
    is_allowed: bool


class ConflictBook:
    """The conflicts of one model, found lane by lane when somebody asks for the next ones.

    Attributes:
        bits: by slot, the rules broken without leave; see `sweeping.BIT`.
        waived: by slot, the rules broken with leave.
        counts: conflicting visits by (lane, day), those without leave.
        waiting: lanes whose visits are still to be looked at.
        revision: how often something else was found.
    """

    def __init__(self, model: BoardModel) -> None:
        """Know nothing yet."""
        self._model = model
        rules = model.window.rules
        self._hard = bits_taken(rules, fit.Strictness.HARD)
        self._taken = self._hard | bits_taken(rules, fit.Strictness.SOFT)
        self.bits: Bits = np.zeros(len(model.table.lane), dtype=np.uint16)
        self.waived: Bits = np.zeros(len(model.table.lane), dtype=np.uint16)
        self.counts: npt.NDArray[np.int32] = np.zeros((len(model.lanes), model.days.count), dtype=np.int32)
        self.waiting: set[int] = set(range(len(model.lanes)))
        self.revision = 0

    def forget(self, lanes: Iterable[int] | None = None) -> None:
        """Look at these lanes again, or at all."""
        self.waiting.update(range(len(self._model.lanes)) if lanes is None else lanes)

    def rearranged(self) -> None:
        """The lanes stand in another order; what is known of visits stays."""
        self.counts = np.zeros((len(self._model.lanes), self._model.days.count), dtype=np.int32)
        self.waiting = set(range(len(self._model.lanes)))

    def renew(self, most: int) -> frozenset[int]:
        """Look at up to so many of the waiting lanes; returns those looked at."""
        lanes = sorted(self.waiting)[:most]
        self.waiting.difference_update(lanes)
        self._grow()
        if lanes:
            slots = self._slots(lanes)
            self._note(slots, self._model.judging.sweep(slots) & np.uint16(self._taken))
            self._count(np.array(lanes, dtype=np.int64), slots)
            self.revision += 1
        return frozenset(lanes)

    def _grow(self) -> None:
        """Room for visits that came; nothing is said of those that went."""
        table = self._model.table
        more = len(table.lane) - len(self.bits)
        if more > 0:
            none = np.zeros(more, dtype=np.uint16)
            self.bits, self.waived = np.concatenate((self.bits, none)), np.concatenate((self.waived, none))
        gone = table.lane < 0
        self.bits[gone] = self.waived[gone] = 0

    def _slots(self, lanes: list[int]) -> Ints:
        """All visits of lanes, by lane and start."""
        table = self._model.table
        base = np.array(lanes, dtype=np.int64) * LANE_KEY
        low, high = table.key.searchsorted(base), table.key.searchsorted(base + LANE_KEY)
        parts = [table.order[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def _note(self, slots: Ints, found: Bits) -> None:
        """Take what was found, less what is over and what was allowed."""
        table = self._model.table
        over = (table.status[slots] == DONE) | (table.status[slots] == CANCELLED)
        found[over] = 0
        found &= ~np.where(self._is_last(slots, found), 0, BIT[fit.Rule.DAILY]).astype(np.uint16)
        allowed = table.allowed[slots]
        leave = np.where(allowed & OVERLAP_ALLOWED, BIT[fit.Rule.OVERLAP], 0)
        leave |= np.where(allowed & RULE_ALLOWED, self._taken, 0)
        waived = found & leave.astype(np.uint16)
        self.bits[slots], self.waived[slots] = found & ~waived, waived

    def _is_last(self, slots: Ints, found: Bits) -> npt.NDArray[np.bool_]:
        """Whether a visit is the last of its lane and day that says there is too much work."""
        cells = self._cells(slots)
        late = np.flatnonzero(found & BIT[fit.Rule.DAILY])
        is_last = np.zeros(len(slots), dtype=np.bool_)
        if len(late):
            ends = np.ones(len(late), dtype=np.bool_)
            ends[:-1] = cells[late][1:] != cells[late][:-1]
            is_last[late[ends]] = True
        return is_last

    def _cells(self, slots: Ints) -> Ints:
        """Lane and day of visits, as one number."""
        table, days = self._model.table, self._model.days
        return np.asarray(table.lane[slots] * days.count + days.numbers(table.starts[slots]))

    def _count(self, lanes: Ints, slots: Ints) -> None:
        broken = slots[self.bits[slots] != 0]
        self.counts[lanes] = 0
        np.add.at(self.counts.reshape(-1), self._cells(broken), 1)

    # ------------------------------------------------------------------ for people

    def broken(self, bits: int) -> tuple[tuple[bool, fit.Rule], ...]:
        """The rules of some bits, each with whether it refuses."""
        return tuple((bool(BIT[rule] & self._hard), rule) for rule in fit.Rule if bits & BIT[rule])

    def rules_of(self, visit_id: int) -> tuple[tuple[bool, fit.Rule], ...]:
        """Rules that a visit breaks without leave, each with whether it refuses."""
        slot = self._model.table.slot(visit_id)
        return self.broken(int(self.bits[slot])) if 0 <= slot < len(self.bits) else ()

    @property
    def total(self) -> int:
        """Broken rules without leave."""
        return sum(int(np.count_nonzero(self.bits & bit)) for bit in BIT.values())

    def listed(self, *, allowed: bool = False) -> Iterator[Conflict]:
        """Every broken rule by lane and time; those allowed for a reason when they are wanted."""
        table = self._model.table
        both = self.bits | self.waived if allowed else self.bits
        slots = table.order[table.order < len(both)]
        slots = slots[both[slots] != 0]
        days = self._model.days.numbers(table.starts[slots]).tolist()
        for slot, day in zip(slots.tolist(), days, strict=True):
            for rule in fit.Rule:
                if both[slot] & BIT[rule]:
                    yield Conflict(
                        int(table.id[slot]),
                        rule,
                        int(table.lane[slot]),
                        day,
                        int(table.starts[slot]),
                        bool(BIT[rule] & self._hard),
                        not self.bits[slot] & BIT[rule],
                    )
