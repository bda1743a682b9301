"""One case for each rule of the board: a visit of Anna's that breaks it, and it alone, at another place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from app.work import Work
from models.calendars import Calendar, ClosedDay
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.technicians import Certificate, DayLock, Exclusion, Technician
from models.terms import ClockStatus, Lock, Rule
from models.travel import TravelTime
from models.visits import Visit
from tests.builders import (
    MONDAY,
    a_customer,
    a_site,
    a_skill,
    a_technician,
    a_visit,
    an_absence,
    an_agreement,
    an_item,
    an_order,
)

HOUR = timedelta(hours=1)
DAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Town:
    """What a case is made of: SO-1 is Anna's visit at nine, Bram is free."""

    visit: Visit
    order: ServiceOrder
    anna: Technician
    bram: Technician


@dataclass(frozen=True, slots=True)
class RuleCase:
    """How a rule is broken.

    Attributes:
        arrange: makes what the rule needs.
        to_bram: whether the visit goes to Bram; else it stays Anna's.
        hours: how many later.
        text: what is said.
        order: fields of the order.
    """

    rule: Rule
    arrange: Callable[[Work, Town], object]
    text: str
    to_bram: bool = False
    hours: float = 0
    order: Callable[[Work], dict[str, Any]] = lambda _work: {}  # fields of several types


def a_town(work: Work, case: RuleCase) -> Town:
    """The company of a case."""
    anna, bram = a_technician(work, code="T1", name="Anna"), a_technician(work, code="T2", name="Bram")
    customer = a_customer(work, name="Bakkerij Smit")
    site = a_site(work, customer=customer, code="S1", latitude=None, longitude=None)
    fields = {"customer": customer, "site_id": site.id, "number": "SO-1", **case.order(work)}
    order = an_order(work, **fields)
    visit = a_visit(work, order=order, technician=anna)
    town = Town(visit, order, anna, bram)
    case.arrange(work, town)
    work.session.flush()
    return town


def _another(work: Work, town: Town, *, starts: float = 0, **order: Any) -> Visit:  # any field of an order
    """A visit of Bram's for another customer, so many hours after nine."""
    other = an_order(work, number="SO-2", **order)
    return a_visit(work, order=other, technician=town.bram, starts=MONDAY + starts * HOUR)


def _close_tuesday(work: Work, _town: Town) -> None:
    calendar = work.add(Calendar(code="NL", name="Nederland"))
    work.add(ClosedDay(calendar_id=calendar.id, on_date=date(2026, 11, 24), reason="Brugdag"))
    work.company().calendar_id = calendar.id


def _far_before(work: Work, town: Town) -> None:
    far = a_site(work, code="S2", latitude=None, longitude=None)
    work.add(
        TravelTime(from_site_id=far.id, to_site_id=town.order.site_id or 0, minutes=50.0, kilometres=60.0)
    )
    _another(work, town, site_id=far.id, customer_id=far.customer_id)


def _works_short_days(work: Work, town: Town) -> None:
    town.bram.daily_minutes = 60
    _another(work, town, starts=4)


def _waits_for_a_part(work: Work, town: Town) -> None:
    item = an_item(work, name="Filter")
    work.add(ItemRequirement(order_id=town.order.id, line=1, item_id=item.id, quantity=Decimal(2)))


def _expire(work: Work, town: Town) -> None:
    work.session.flush()
    (skill,) = town.bram.skills = list(town.order.skills)
    work.session.flush()
    work.add(Certificate(technician_id=town.bram.id, skill_id=skill.id, valid_until=date(2026, 11, 22)))


def _lock(_work: Work, town: Town) -> None:
    town.visit.lock = Lock.PERSON


def _run_out(_work: Work, town: Town) -> None:
    town.order.clock, town.order.clock_due_at = ClockStatus.RUNNING, MONDAY + 2 * HOUR


def _gas(work: Work) -> dict[str, Any]:  # fields of several types
    return {"skills": [a_skill(work, code="GAS", name="Gas 2")]}


def _agreed(work: Work) -> dict[str, Any]:  # fields of several types
    customer = a_customer(work)
    agreement = an_agreement(work, customer=customer, code="A-1", ends_on=DAY)
    site = a_site(work, customer=customer, code="S9", latitude=None, longitude=None)
    return {"customer": customer, "site_id": site.id, "agreement_id": agreement.id}


def _nothing(_work: Work, _town: Town) -> None:
    """The order says it all."""


CASES: tuple[RuleCase, ...] = (
    RuleCase(Rule.OVERLAP, _another, "Overlaps SO-2 by 1 h", to_bram=True),
    RuleCase(
        Rule.ABSENCE,
        lambda work, town: an_absence(work, technician=town.bram),
        "Bram is away (Verlof) for 1 h of it",
        to_bram=True,
    ),
    RuleCase(Rule.HOLIDAY, _close_tuesday, "Closed (Brugdag) for 1 h of it", hours=24),
    RuleCase(Rule.SKILL, _nothing, "Bram lacks Gas 2", to_bram=True, order=_gas),
    RuleCase(Rule.SKILL, _expire, "Gas 2 of Bram expired on 22/11/2026", to_bram=True, order=_gas),
    RuleCase(
        Rule.EXCLUSION,
        lambda work, town: work.add(
            Exclusion(customer_id=town.order.customer_id, technician_id=town.bram.id, reason="Klacht")
        ),
        "Bram is not to be sent to this customer (Klacht)",
        to_bram=True,
    ),
    RuleCase(Rule.LOCK, _lock, "The technician is locked", to_bram=True),
    RuleCase(
        Rule.DAY_LOCK,
        lambda work, town: work.add(DayLock(technician_id=town.bram.id, on_date=DAY, reason="Inventaris")),
        "The day of Bram is closed to planning (Inventaris)",
        to_bram=True,
    ),
    RuleCase(Rule.SHIFT, _nothing, "Ends 30 min after the shift", hours=7.5),
    RuleCase(
        Rule.WINDOW,
        _nothing,
        "1 h later than promised",
        hours=2,
        order=lambda _work: {"service_date": DAY, "latest_start": time(10)},
    ),
    RuleCase(Rule.DEADLINE, _run_out, "Ends 1 h past the service level", hours=2),
    RuleCase(
        Rule.TRAVEL, _far_before, "Travel from SO-2 needs 50 min, only 0 min available", to_bram=True, hours=1
    ),
    RuleCase(Rule.DAILY, _works_short_days, "Bram would work 1 h more than the 1 h of a day", to_bram=True),
    RuleCase(Rule.PART, _waits_for_a_part, "Not delivered yet: 2 × Filter", hours=1),
    RuleCase(Rule.AGREEMENT, _nothing, "Agreement A-1 ended on 23/11/2026", hours=24, order=_agreed),
)
IDS = tuple(f"{case.rule.value}{'_expired' if 'expired' in case.text else ''}" for case in CASES)
