"""What planners look at and what they answer. Times are epoch seconds, `lane` is any number of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

Span = tuple[int, int]

MINUTE = 60
FAR = 14 * 86_400
"""Seconds within which free time is looked for: who has none in two weeks is asked about."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A visit and where it stands.

    Attributes:
        promise_from, promise_to: between which it begins, 0 for any time; never moved up before the first.
        keeps_time, keeps_person: locked, under way or over.
        label: what it is called.
    """

    visit_id: int
    order_id: int
    lane: int
    starts: int
    ends: int
    site_id: int = 0
    promise_from: int = 0
    promise_to: int = 0
    keeps_time: bool = False
    keeps_person: bool = False
    label: str = ""

    @property
    def length(self) -> int:
        """Seconds it takes."""
        return self.ends - self.starts

    def at(self, starts: int, lane: int | None = None) -> Stand:
        """The same length of time elsewhere."""
        return replace(
            self, starts=starts, ends=starts + self.length, lane=self.lane if lane is None else lane
        )


@dataclass(frozen=True, slots=True)
class Change:
    """Where a visit is to stand, and why."""

    visit_id: int
    lane: int
    starts: int
    ends: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A further visit of an order that has one."""

    order_id: int
    lane: int
    starts: int
    ends: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit that was asked about and stays where it is, and why."""

    visit_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed: changes, further visits, visits that go, and what stays although it was asked for."""

    changes: tuple[Change, ...] = ()
    parts: tuple[Part, ...] = ()
    drops: tuple[int, ...] = ()
    stays: tuple[Stay, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.changes or self.parts or self.drops)


@dataclass(frozen=True)
class Field:
    """The lanes as planners see them.

    Attributes:
        visits: all that stand there, cancelled ones left out.
        working: when somebody (a lane) works between two instants: shifts without absences and closed days,
            in order.
        minutes: of travel from one site to another, 0 when unknown.
        homes: site at which the days of a lane begin; 0 or missing when unknown.
    """

    visits: Sequence[Stand]
    working: Callable[[int, int, int], Sequence[Span]]
    minutes: Callable[[int, int], float] = lambda _a, _b: 0.0
    homes: dict[int, int] = field(default_factory=dict)

    def find(self, visit_id: int) -> Stand | None:
        """A visit by its id."""
        return next((one for one in self.visits if one.visit_id == visit_id), None)

    def of(self, lane: int) -> list[Stand]:
        """The visits of a lane by start."""
        return in_order(one for one in self.visits if one.lane == lane)

    def travel(self, a: int, b: int) -> int:
        """Seconds from one site to another."""
        return round(self.minutes(a, b) * MINUTE)


def in_order(visits: Iterable[Stand]) -> list[Stand]:
    """Visits by start; of equal ones by end, then by id."""
    return sorted(visits, key=lambda one: (one.starts, one.ends, one.visit_id))


def whole_minute(instant: float) -> int:
    """The first whole minute that is not before an instant."""
    return int(-(-instant // MINUTE) * MINUTE)


def change_of(was: Stand, now: Stand, why: str = "") -> Change | None:
    """The change from one stand to another; None when it is none."""
    if (was.lane, was.starts, was.ends) == (now.lane, now.starts, now.ends):
        return None
    return Change(was.visit_id, now.lane, now.starts, now.ends, why)
