"""What blocks tell besides their times, as arrays by slot: looks, parts, crews, promises, deadlines. No Qt.

Worked out when it is first asked for, and kept until the rows or the clocks have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from models.terms import Rule
from ui.board.columns import CANCELLED, DONE, LANE_KEY
from ui.board.geometry import Ints
from ui.board.telling.schemes import Codes, Colouring, looks_of

if TYPE_CHECKING:
    from ui.board.columns import VisitTable
    from ui.board.conflicts.conflict_book import ConflictBook
    from ui.board.model import BoardModel

LONGEST_BRACKET = 4 * 3600
"""A longer promise, as of half a day, has its bracket only when it is broken, or its visit is pointed at."""
OPEN_END = 1800
"""A promise without a beginning or an end is drawn this long, in seconds."""
PUBLISHED, DRAFT, PROPOSED = range(3)
"""How certain it is that a visit stands where it is drawn."""
LINES = ("number", "customer", "town", "description", "agreement", "phone")
"""What a block can say besides its time."""
USUAL_LINES = ("number", "customer", "town")


class OrderTexts(NamedTuple):
    """What else blocks can say of an order."""

    description: str
    agreement: str
    phone: str


NO_TEXTS = OrderTexts("", "", "")

KINDS = ("overlap", "hours", "skill", "window", "travel", "part", "lock", "other")
"""What a broken rule is about, each with a sign of its own."""
_KIND_OF = {
    Rule.OVERLAP: "overlap",
    Rule.ABSENCE: "hours",
    Rule.HOLIDAY: "hours",
    Rule.SHIFT: "hours",
    Rule.DAILY: "hours",
    Rule.SKILL: "skill",
    Rule.EXCLUSION: "skill",
    Rule.WINDOW: "window",
    Rule.DEADLINE: "window",
    Rule.AGREEMENT: "window",
    Rule.TRAVEL: "travel",
    Rule.PART: "part",
    Rule.LOCK: "lock",
    Rule.DAY_LOCK: "lock",
}
Broken = tuple[tuple[bool, Rule], ...]
"""The rules a visit breaks where it stands: whether each refuses, and which it is."""


def sign_of(rule: Rule, *, hard: bool) -> int:
    """Code of the sign for a broken rule, from 1; those that refuse come after those that warn."""
    return 1 + KINDS.index(_KIND_OF.get(rule, KINDS[-1])) + len(KINDS) * hard


def signs_of(broken: Iterable[tuple[bool, Rule]]) -> tuple[int, int, int]:
    """Codes of the two signs of a visit that matter most, 0 for none, and how many more there are."""
    codes = sorted({sign_of(rule, hard=hard) for hard, rule in broken}, key=_weight)
    first, second = (*codes, 0, 0)[:2]
    return first, second, max(len(codes) - 2, 0)


def _weight(code: int) -> tuple[bool, int]:
    return code <= len(KINDS), code


class Reach:
    """Things that lie in lanes over a span of time, each of a slot: finds those that touch a view."""

    __slots__ = ("_begins", "_ends", "_key", "_reach", "slots")

    def __init__(self, slots: Ints, lanes: Ints, begins: Ints, ends: Ints) -> None:
        """Index n spans by (lane, begin)."""
        order = np.argsort(lanes * LANE_KEY + begins, kind="stable")
        self.slots: Ints = slots[order]
        self._begins: Ints = begins[order]
        self._ends: Ints = ends[order]
        lane = lanes[order]
        self._key: Ints = lane * LANE_KEY + self._begins
        self._reach: Ints = np.maximum.accumulate(lane * LANE_KEY + self._ends) if len(order) else self._key

    def __len__(self) -> int:
        return len(self.slots)

    def visible(self, lanes: tuple[int, int], starts: int, ends: int) -> tuple[Ints, Ints, Ints]:
        """Slots, begins and ends of the spans of lanes [first, last) that touch [starts, ends)."""
        first, last = lanes
        if first >= last or not len(self.slots):
            none = np.zeros(0, dtype=np.int64)
            return none, none, none
        base = np.arange(first, last, dtype=np.int64) * LANE_KEY
        low = self._reach.searchsorted(base + starts, side="right")
        high = self._key.searchsorted(base + ends, side="left")
        counts = np.maximum(high - low, 0)
        until = counts.cumsum()
        found = np.arange(until[-1])
        found += (low + counts - until).repeat(counts)
        found = found[self._ends[found] > starts]
        return self.slots[found], self._begins[found], self._ends[found]


class Encoding:
    """How visits are drawn, and what of them.

    Attributes:
        colouring: what the colours say.
        lines: what blocks say besides their time, of `LINES`.
        draft, proposed: ids of visits that stand where they do only in a draft, or as a proposal.
        texts: more of what blocks say, by order id; put another mapping here, do not change this one.
    """

    def __init__(self) -> None:
        """Colour by status, and say what is usual."""
        self.colouring = Colouring.STATUS
        self.lines: tuple[str, ...] = USUAL_LINES
        self.draft: frozenset[int] = frozenset()
        self.proposed: frozenset[int] = frozenset()
        self.texts: Mapping[int, OrderTexts] = {}
        self._facts: Facts | None = None
        self._several: tuple[VisitTable, int, Ints] | None = None
        self._rules: tuple[tuple[ConflictBook, int, int], tuple[Codes, Codes, Codes]] | None = None

    def several(self, table: VisitTable) -> Ints:
        """Slots of the visits, but cancelled ones, of orders that have several; the same until rows change.

        Where they stand does not matter, so a visit placed elsewhere costs no search of all orders.
        """
        known = self._several
        if known is None or known[0] is not table or known[1] != table.changes:
            live = np.flatnonzero((table.lane >= 0) & (table.status != CANCELLED))
            order_ids = table.order_id[live]
            by_order = order_ids.argsort(kind="stable")
            ordered = order_ids[by_order]
            same = ordered[1:] == ordered[:-1]
            shared = np.zeros(len(live), dtype=np.bool_)
            shared[by_order[1:]] = same
            shared[by_order[:-1]] |= same
            known = self._several = table, table.changes, live[shared]
        return known[2]

    def rules(self, model: BoardModel) -> tuple[Codes, Codes, Codes]:
        """See `Facts.rules`: the same until something else is found, wherever visits are placed meanwhile."""
        book = model.conflicts
        of = book, book.revision, len(model.table.lane)
        if self._rules is None or self._rules[0] != of:
            known = np.zeros((3, 1 << len(Rule)), dtype=np.uint8)
            for bits in np.flatnonzero(np.bincount(book.bits)).tolist():
                known[:, bits] = signs_of(book.broken(bits))
            found = np.zeros((3, of[2]), dtype=np.uint8)
            found[:, : len(book.bits)] = known[:, book.bits]
            self._rules = of, (found[0], found[1], found[2])
        return self._rules[1]

    def of(self, model: BoardModel) -> Facts:
        """The arrays for the rows as they are now."""
        facts = self._facts
        if facts is None or not facts.holds(model, self):
            facts = self._facts = Facts(model, self)
        return facts


class Facts:
    """What `Encoding` knows of one state of a model."""

    def __init__(self, model: BoardModel, how: Encoding) -> None:
        """Know nothing yet."""
        self._model, self._how = model, how
        self._of = self._state(model, how)

    @staticmethod
    def _state(model: BoardModel, how: Encoding) -> tuple[object, ...]:
        return model, model.revision, model.dues, how.colouring, how.draft, how.proposed

    def holds(self, model: BoardModel, how: Encoding) -> bool:
        """Whether nothing has changed since."""
        return all(
            a is b or (type(a) in (int, frozenset) and a == b)
            for a, b in zip(self._of, self._state(model, how), strict=True)
        )

    @cached_property
    def looks(self) -> Codes:
        """By slot: position of its look in `Style.looks`."""
        return looks_of(self._model, self._how.colouring)

    @cached_property
    def certainty(self) -> Codes:
        """By slot: PUBLISHED, DRAFT or PROPOSED."""
        table = self._model.table
        found = np.zeros(len(table.lane), dtype=np.uint8)
        for code, ids in ((DRAFT, self._how.draft), (PROPOSED, self._how.proposed)):
            slots = [slot for slot in map(table.slot, ids) if slot >= 0]
            found[slots] = code
        return found

    @cached_property
    def parts(self) -> tuple[Codes, Codes]:
        """By slot: which part of its order it is, and of how many; 0 of 0 where it is the only one.

        Visits of one order by start; those of a crew are one part; cancelled ones are none.
        """
        table = self._model.table
        part, total = np.zeros(len(table.lane), dtype=np.uint8), np.zeros(len(table.lane), dtype=np.uint8)
        slots = self._how.several(table)
        if len(slots):
            slots = slots[np.lexsort((table.id[slots], table.starts[slots], table.order_id[slots]))]
            unit = np.where(table.crew_id[slots] > 0, table.crew_id[slots], table.id[slots])
            _units, first, of_unit = np.unique(unit, return_index=True, return_inverse=True)
            is_first = np.zeros(len(slots), dtype=np.int64)
            is_first[first] = 1
            rank = is_first.cumsum()
            _orders, begin, of_order = np.unique(
                table.order_id[slots], return_index=True, return_inverse=True
            )
            before = rank[begin] - 1
            parts = rank[first][of_unit] - before[of_order]
            totals = np.add.reduceat(is_first, begin)[of_order]
            alone = totals < 2
            part[slots] = np.where(alone, 0, np.minimum(parts, 255))
            total[slots] = np.where(alone, 0, np.minimum(totals, 255))
        return part, total

    @cached_property
    def crews(self) -> Codes:
        """By slot: how many go together on this visit; 0 for one alone."""
        table = self._model.table
        together = np.zeros(len(table.lane), dtype=np.uint8)
        live = table.order[(table.crew_id[table.order] > 0) & (table.status[table.order] != CANCELLED)]
        if len(live):
            _ids, inverse, counts = np.unique(table.crew_id[live], return_inverse=True, return_counts=True)
            sizes = np.minimum(counts[inverse], 255)
            together[live] = np.where(sizes > 1, sizes, 0)
        return together

    @cached_property
    def _open(self) -> Ints:
        """Slots of the visits that are still to be kept."""
        table = self._model.table
        status = table.status[table.order]
        return np.asarray(table.order[(status != CANCELLED) & (status != DONE)], dtype=np.int64)

    @cached_property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """By slot: whether the visit is still to be kept."""
        found = np.zeros(len(self._model.table.lane), dtype=bool)
        found[self._open] = True
        return found

    @property
    def rules(self) -> tuple[Codes, Codes, Codes]:
        """By slot: codes of the two signs of broken rules, and how many more; as far as they are found."""
        return self._how.rules(self._model)

    @cached_property
    def off_promise(self) -> Codes:
        """By slot: 1 where the visit starts outside what was promised."""
        table = self._model.table
        early = (table.promise_from > 0) & (table.starts < table.promise_from)
        late = (table.promise_to > 0) & (table.starts > table.promise_to)
        return (early | late).astype(np.uint8)

    @cached_property
    def brackets(self) -> Reach:
        """Promised windows of open visits, in their lanes."""
        table, slots = self._model.table, self._open
        slots = slots[(table.promise_from[slots] > 0) | (table.promise_to[slots] > 0)]
        begins, ends = self.promise(slots)
        shown = (ends > begins) & ((ends - begins <= LONGEST_BRACKET) | (self.off_promise[slots] > 0))
        slots = slots[shown]
        return Reach(slots, table.lane[slots], begins[shown], ends[shown])

    def promise(self, slots: Ints) -> tuple[Ints, Ints]:
        """Bounds of the promised starts of visits, half an hour long where one is open; 0, 0 for none."""
        table = self._model.table
        begins, ends = table.promise_from[slots], table.promise_to[slots]
        closed_begin = np.where(begins > 0, begins, ends - OPEN_END)
        closed_end = np.where(ends > 0, ends, begins + OPEN_END)
        none = (begins == 0) & (ends == 0)
        return np.where(none, 0, closed_begin), np.where(none, 0, closed_end)

    @cached_property
    def flags(self) -> Reach:
        """Deadlines of service levels, one for each order in a lane, as spans of one second.

        Only those on the day of the visit: anywhere else nobody could tell whose flag it is.
        """
        table, slots, days = self._model.table, self._open, self._model.days
        due = self._model.due_of(table.order_id[slots])[0]
        near = (due > 0) & (days.numbers(due) == days.numbers(table.starts[slots]))
        slots, due = slots[near], due[near]
        key = table.order_id[slots] * 65_536 + table.lane[slots]
        _keys, first = np.unique(key, return_index=True)
        slots, due = slots[first], due[first]
        return Reach(slots, table.lane[slots], due, due + 1)
