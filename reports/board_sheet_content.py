"""What a printed board says (board.md 5, 60): lanes with their visits, conflicts, and whose and when it is.

Plain values with every text ready, so that a board can cross to another process. Dates and times are local
to the company; aware ones print the clock they carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from models.terms import Priority, VisitStatus


class BoardKind(StrEnum):
    """Which of the board's papers."""

    DAY = "day"
    WEEK = "week"
    LIST = "list"
    CONFLICTS = "conflicts"


@dataclass(frozen=True, slots=True)
class BoardVisit:
    """One visit of a lane; `number` is the order's, `minutes` the travel before it (0 unknown)."""

    starts: datetime
    ends: datetime
    number: str
    customer: str
    town: str = ""
    status: VisitStatus = VisitStatus.PLANNED
    priority: Priority = Priority.NORMAL
    is_locked: bool = False
    minutes: int = 0
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A stretch of time with its reason: an absence, a closed day."""

    starts: datetime
    ends: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class BoardLane:
    """A technician with shifts, absences and visits by start."""

    name: str
    code: str = ""
    team: str = ""
    shifts: tuple[NamedTime, ...] = ()
    absences: tuple[NamedTime, ...] = ()
    visits: tuple[BoardVisit, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardConflict:
    """A visit with the sentences of the rules it breaks; hard ones refuse."""

    technician: str
    visit: BoardVisit
    words: tuple[str, ...]
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """A stretch of days of some lanes.

    Attributes:
        first, days: the local days.
        taken_at: when the rows were read, local.
        conflicts: in order of time.
    """

    company: str
    language: str
    first: date
    days: int
    taken_at: datetime
    lanes: tuple[BoardLane, ...]
    conflicts: tuple[BoardConflict, ...] = ()

    @property
    def dates(self) -> tuple[date, ...]:
        """The local days in order."""
        return tuple(self.first + timedelta(days=number) for number in range(self.days))
