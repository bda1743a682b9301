"""Technicians by team with skills, shift, next absence and today's load; one technician's visits to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendars import weekday_numbers
from models.company import Company
from models.customers import Customer, Site
from models.orders import ServiceOrder
from models.technicians import Absence, Skill, Team, Technician, technician_skill
from models.terms import LONGEST_VISIT, VisitStatus
from models.visits import Visit

VISITS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class TechnicianRow:
    """One technician of the list.

    Attributes:
        shift_minutes, planned_minutes: of the company's day today; 0 shift minutes on a day off.
        absence_from, absence_reason: of the first absence that has not ended; aware UTC, or None.
    """

    id: int
    code: str
    name: str
    team: str
    skills: tuple[str, ...]
    shift_start: time
    shift_end: time
    work_days: str
    active: bool
    shift_minutes: int
    planned_minutes: int
    absence_from: datetime | None
    absence_reason: str
    version: int


@dataclass(frozen=True, slots=True)
class TechnicianList:
    """All technicians in team, name order, with the company's zone and day."""

    rows: tuple[TechnicianRow, ...]
    zone: str
    today: date


@dataclass(frozen=True, slots=True)
class UpcomingVisitRow:
    """A visit that has not ended (instants aware UTC)."""

    id: int
    order_id: int
    number: str
    customer: str
    town: str
    description: str
    starts: datetime
    ends: datetime
    status: VisitStatus


def technician_list(session: Session, now: datetime) -> TechnicianList:
    """Every technician, in five statements however many there are."""
    zone_name = session.execute(select(Company.time_zone)).scalar_one()
    zone = ZoneInfo(zone_name)
    today = now.astimezone(zone).date()
    people = session.execute(
        select(Technician, Team.name)
        .outerjoin(Team, Team.id == Technician.team_id)
        .order_by(Team.name.is_(None), Team.name, Technician.name)
    ).all()
    skills = _skills(session)
    planned = _planned(session, today, zone)
    absences = _absences(session, now)
    rows = tuple(_row(person, team or "", skills, planned, absences, today) for person, team in people)
    return TechnicianList(rows, zone_name, today)


def upcoming_visits(session: Session, technician_id: int, now: datetime) -> list[UpcomingVisitRow]:
    """A technician's next hundred visits that have not ended. One statement."""
    rows = session.execute(
        select(
            Visit.id, Visit.order_id, Visit.order_number, Customer.name, Site.city, ServiceOrder.description,
            Visit.starts_at, Visit.ends_at, Visit.status,
        )
        .join(ServiceOrder, ServiceOrder.id == Visit.order_id)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .where(
            Visit.technician_id == technician_id,
            Visit.starts_at >= now - LONGEST_VISIT,
            Visit.ends_at > now,
            Visit.status != VisitStatus.CANCELLED,
        )
        .order_by(Visit.starts_at)
        .limit(VISITS_SHOWN)
    )  # fmt: skip
    return [UpcomingVisitRow(*row[:4], row[4] or "", *row[5:]) for row in rows]


def _row(
    person: Technician,
    team: str,
    skills: dict[int, list[str]],
    planned: dict[int, int],
    absences: dict[int, tuple[datetime, str]],
    today: date,
) -> TechnicianRow:
    starts, reason = absences.get(person.id, (None, ""))
    return TechnicianRow(
        id=person.id,
        code=person.code,
        name=person.name,
        team=team,
        skills=tuple(skills.get(person.id, ())),
        shift_start=person.shift_start,
        shift_end=person.shift_end,
        work_days=person.work_days,
        active=person.active,
        shift_minutes=_shift_minutes(person, today),
        planned_minutes=planned.get(person.id, 0),
        absence_from=starts,
        absence_reason=reason,
        version=person.version,
    )


def _shift_minutes(person: Technician, today: date) -> int:
    """Minutes of the shift that starts today; an end before the start is tomorrow's."""
    if today.weekday() not in weekday_numbers(person.work_days):
        return 0
    starts, ends = (at.hour * 60 + at.minute for at in (person.shift_start, person.shift_end))
    return ends - starts if ends > starts else ends + 24 * 60 - starts


def _skills(session: Session) -> dict[int, list[str]]:
    rows = session.execute(
        select(technician_skill.c.technician_id, Skill.name)
        .join(Skill, Skill.id == technician_skill.c.skill_id)
        .order_by(Skill.code)
    )
    found: dict[int, list[str]] = {}
    for owner, name in rows:
        found.setdefault(owner, []).append(name)
    return found


def _planned(session: Session, today: date, zone: ZoneInfo) -> dict[int, int]:
    """Minutes of visits on the company's day, by technician; a visit over midnight counts its part."""
    first = datetime.combine(today, time(0), zone).astimezone(UTC)
    last = datetime.combine(today + timedelta(days=1), time(0), zone).astimezone(UTC)
    rows = session.execute(
        select(Visit.technician_id, Visit.starts_at, Visit.ends_at).where(
            Visit.starts_at < last,
            Visit.starts_at >= first - LONGEST_VISIT,
            Visit.ends_at > first,
            Visit.status != VisitStatus.CANCELLED,
        )
    )
    return _minutes((owner, max(starts, first), min(ends, last)) for owner, starts, ends in rows)


def _minutes(spans: Iterable[tuple[int, datetime, datetime]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for owner, starts, ends in spans:
        found[owner] = found.get(owner, 0) + round((ends - starts).total_seconds() / 60)
    return found


def _absences(session: Session, now: datetime) -> dict[int, tuple[datetime, str]]:
    rows = session.execute(
        select(Absence.technician_id, Absence.starts_at, Absence.reason)
        .where(Absence.ends_at > now)
        .order_by(Absence.starts_at.desc())
    )
    return {owner: (starts, reason or "") for owner, starts, reason in rows}
