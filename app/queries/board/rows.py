"""Rows for the dispatch board: lanes, visits, the waiting list, absences.

Instants on the board are epoch seconds (UTC). Nothing mapped leaves this module: a window of the
board is one `BoardWindow` of numpy columns and frozen rows, built on a reader thread and handed to
the GUI thread whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from models import fit
from models.terms import Priority, SplitRule

Needs = tuple[tuple[int, str], ...]
"""Skills an order asks for or a technician has: (skill id, name)."""

Spans = tuple[tuple[int, int], ...]
"""Half-open spans of time in epoch seconds."""

NamedSpans = tuple[tuple[int, int, str], ...]
"""Half-open spans of time in epoch seconds, each with its name (an absence, a closed day)."""


@dataclass(frozen=True, slots=True)
class VisitColumns:
    """Visits of a window as columns of equal length, in any order.

    Times are epoch seconds; `promise_from` and `promise_to` bound the start of the visit, 0 for none.
    `status` and `priority` are positions in `tuple(VisitStatus)` and `tuple(Priority)`; `lock` is 0 for
    none, 1 for the time, 2 for the person, 3 for both. `agreement_id`, `service_level_id` and `crew_id` are
    0 for none; visits of one order with the same crew go together. `allowed` says what a person allowed on
    purpose: 1 an overlap, 2 another hard rule, 3 both.
    """

    id: npt.NDArray[np.int64]
    technician_id: npt.NDArray[np.int64]
    order_id: npt.NDArray[np.int64]
    site_id: npt.NDArray[np.int64]
    customer_id: npt.NDArray[np.int64]
    agreement_id: npt.NDArray[np.int64]
    service_level_id: npt.NDArray[np.int64]
    crew_id: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    promise_from: npt.NDArray[np.int64]
    promise_to: npt.NDArray[np.int64]
    status: npt.NDArray[np.uint8]
    priority: npt.NDArray[np.uint8]
    lock: npt.NDArray[np.uint8]
    allowed: npt.NDArray[np.uint8]
    version: npt.NDArray[np.int32]
    number: list[str]
    customer: list[str]
    town: list[str]


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One technician as a lane of the board; `team_id` 0 means no team.

    Attributes:
        expiries: by skill that expires, the first instant at which it does not count, and its last day.
        day_locks: days closed to planning, with their reasons.
        excluded: customers to whom this technician is not sent, with the reasons.
        daily_minutes: planned work of a day above this is too much; 0 for no limit.
    """

    technician_id: int
    code: str
    name: str
    team_id: int
    team: str
    skills: Needs
    home_site_id: int
    shifts: Spans
    absences: NamedSpans
    region: str = ""
    expiries: Mapping[int, tuple[int, date]] = field(default_factory=dict)
    day_locks: NamedSpans = ()
    excluded: Mapping[int, str] = field(default_factory=dict)
    daily_minutes: int = 0

    def judged(self, closed: NamedSpans) -> fit.Lane:
        """The lane as the judge knows it, for all days that were read; `closed` are the company's."""
        return fit.Lane(
            technician_id=self.technician_id,
            name=self.name,
            shifts=self.shifts,
            absences=self.absences,
            skills=frozenset(skill for skill, _name in self.skills),
            home_site_id=self.home_site_id,
            expiries=self.expiries,
            closed=closed,
            day_locks=self.day_locks,
            excluded=self.excluded,
            daily_minutes=self.daily_minutes,
        )


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One order that waits for a visit.

    Attributes:
        due: latest completion of its service level in epoch seconds; 0 while no clock runs.
        site: name of the site, "" without one.
        made_at: when the order was made, epoch seconds.
        responsible: who answers for it, "" for nobody.
        split: how it becomes several visits when it is longer than the free time of a shift.
        customer_id, agreement_id: whose it is, and of which agreement; 0 for none.
        parts: what is still to be delivered, in words.
        period: when its agreement is valid; None without one.
    """

    order_id: int
    number: str
    customer: str
    town: str
    site_id: int
    needs: Needs
    duration_minutes: int
    promise_from: int
    promise_to: int
    priority: Priority
    service_date: date | None
    agreement: str
    description: str
    version: int
    preferred_technician_id: int
    due: int = 0
    site: str = ""
    made_at: int = 0
    responsible: str = ""
    split: SplitRule = SplitRule.PER_DAY
    customer_id: int = 0
    agreement_id: int = 0
    parts: tuple[str, ...] = ()
    period: fit.Period | None = None


@dataclass(frozen=True, slots=True)
class BoardWindow:
    """Everything the board paints between two instants; lanes stand in team, name order.

    Attributes:
        needs, parts: skills asked for and parts still to be delivered, by order.
        periods: when agreements are valid, by agreement.
        rules: how the company takes the rules of the board.
    """

    starts: int
    ends: int
    zone: str
    lanes: tuple[LaneRow, ...]
    visits: VisitColumns
    needs: Mapping[int, Needs]
    closed: NamedSpans
    parts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    periods: Mapping[int, fit.Period] = field(default_factory=dict)
    rules: fit.RuleBook = fit.RULES
