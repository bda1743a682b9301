"""Technicians as lanes: their shifts, absences and skills between two instants; closed days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, select, true
from sqlalchemy.orm import Session

from app.queries.board import facts
from app.queries.board.rows import LaneRow, NamedSpans, Needs, Spans
from models.base import epoch_of
from models.calendars import Calendar, ClosedDay, weekday_numbers
from models.company import Company
from models.customers import Site
from models.holidays import public_holidays
from models.technicians import Absence, Skill, Team, Technician, technician_skill
from models.worktime import local_epoch, shift_spans
from resources.texts import current_language

TECHNICIAN = Technician.__table__.c
_ONE_DAY = timedelta(days=1)
_Pattern = tuple[time, time, str]  # shift start, shift end, work days


@dataclass(frozen=True, slots=True)
class CompanyDays:
    """What the company says about a stretch of days.

    Attributes:
        zone: IANA name of the company's time zone.
        closed: local dates without service, with their names, from the day before the stretch on.
        first, last: local dates that the stretch touches; shifts are asked from the day before.
        daily_minutes: the company's limit of planned work on a day.
    """

    zone: str
    closed: dict[date, str]
    first: date
    last: date
    daily_minutes: int = 0

    @property
    def closed_spans(self) -> NamedSpans:
        """Closed days as instants, from midnight to midnight."""
        return tuple(
            (self._midnight(day), self._midnight(day + _ONE_DAY), name)
            for day, name in sorted(self.closed.items())
            if self.first <= day <= self.last
        )

    def _midnight(self, day: date) -> int:
        return local_epoch(day, time(0), self.zone)


def company_days(session: Session, *, starts: int, ends: int) -> CompanyDays:
    """Zone and closed days between two instants (epoch seconds), in two statements."""
    company, calendar, closed = Company.__table__.c, Calendar.__table__.c, ClosedDay.__table__.c
    zone, calendar_id, holidays_of, daily_minutes = session.execute(
        select(
            company.time_zone, company.calendar_id, calendar.holidays_of, company.daily_minutes
        ).select_from(Company.__table__.outerjoin(Calendar.__table__, calendar.id == company.calendar_id))
    ).one()
    first, last = _local_day(starts, zone), _local_day(max(ends - 1, starts), zone)
    rows = session.execute(
        select(closed.on_date, func.coalesce(closed.reason, "")).where(
            closed.calendar_id == (calendar_id or 0), closed.on_date.between(first - _ONE_DAY, last)
        )
    )
    named = _holidays(holidays_of, first - _ONE_DAY, last) if holidays_of else {}
    named.update((day, reason or named.get(day, "")) for day, reason in rows)
    return CompanyDays(zone, named, first, last, daily_minutes)


def lane_rows(
    session: Session, days: CompanyDays, *, starts: int, ends: int, only: Collection[int] | None = None
) -> tuple[LaneRow, ...]:
    """Active technicians, or those of the given ids, in team and name order; in six statements.

    A shift that would begin on a closed day is not worked.
    """
    chosen = TECHNICIAN.active.is_(true()) if only is None else TECHNICIAN.id.in_(list(only))
    people = _people(session, chosen)
    skills = _skills(session, chosen)
    absences = _absences(session, chosen, starts=starts, ends=ends)
    shifts = _shifts(people, days, starts=starts, ends=ends)
    ends_of = facts.expiries(session, chosen, days.zone)
    locks = facts.day_locks(session, chosen, days=(days.first, days.last), zone=days.zone)
    excluded = facts.exclusions(session, chosen)
    lanes = (
        LaneRow(
            technician_id=person.id,
            code=person.code,
            name=person.name,
            team_id=person.team_id or 0,
            team=person.team or "",
            skills=skills.get(person.id, ()),
            home_site_id=person.home_site_id or 0,
            shifts=shifts[_pattern(person)],
            absences=absences.get(person.id, ()),
            region=person.region or "",
            expiries=ends_of.get(person.id, {}),
            day_locks=locks.get(person.id, ()),
            excluded=excluded.get(person.id, {}),
            daily_minutes=person.daily_minutes or days.daily_minutes,
        )
        for person in people
    )
    return tuple(sorted(lanes, key=_in_order))


def _in_order(lane: LaneRow) -> tuple[bool, str, str, str]:
    return not lane.team_id, lane.team.casefold(), lane.name.casefold(), lane.code


def _people(session: Session, chosen: ColumnElement[bool]) -> list[Row[Any]]:  # columns of several types
    team, home = Team.__table__.c, Site.__table__.c
    return list(
        session.execute(
            select(
                TECHNICIAN.id,
                TECHNICIAN.code,
                TECHNICIAN.name,
                TECHNICIAN.team_id,
                team.name.label("team"),
                TECHNICIAN.home_site_id,
                TECHNICIAN.shift_start,
                TECHNICIAN.shift_end,
                TECHNICIAN.work_days,
                TECHNICIAN.daily_minutes,
                func.coalesce(func.nullif(home.city, ""), func.substr(home.postal_code, 1, 2)).label(
                    "region"
                ),
            )
            .select_from(
                Technician.__table__.outerjoin(Team.__table__, team.id == TECHNICIAN.team_id).outerjoin(
                    Site.__table__, home.id == TECHNICIAN.home_site_id
                )
            )
            .where(chosen)
        )
    )


def _skills(session: Session, chosen: ColumnElement[bool]) -> dict[int, Needs]:
    skill = Skill.__table__.c
    rows = session.execute(
        select(technician_skill.c.technician_id, skill.id, skill.name)
        .join_from(technician_skill, Skill.__table__, skill.id == technician_skill.c.skill_id)
        .join(Technician.__table__, TECHNICIAN.id == technician_skill.c.technician_id)
        .where(chosen)
        .order_by(skill.code)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for technician_id, skill_id, name in rows:
        found[technician_id].append((skill_id, name))
    return {technician_id: tuple(known) for technician_id, known in found.items()}


def _absences(
    session: Session, chosen: ColumnElement[bool], *, starts: int, ends: int
) -> dict[int, NamedSpans]:
    absence = Absence.__table__.c
    rows = session.execute(
        select(
            absence.technician_id,
            epoch_of(absence.starts_at),
            epoch_of(absence.ends_at),
            func.coalesce(absence.reason, ""),
        )
        .join_from(Absence.__table__, Technician.__table__, TECHNICIAN.id == absence.technician_id)
        .where(chosen, absence.starts_at < instant(ends), absence.ends_at > instant(starts))
        .order_by(absence.starts_at)
    )
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for technician_id, begun, ended, reason in rows:
        found[technician_id].append((begun, ended, reason))
    return {technician_id: tuple(spans) for technician_id, spans in found.items()}


def _shifts(
    people: Iterable[Row[Any]], days: CompanyDays, *, starts: int, ends: int
) -> dict[_Pattern, Spans]:  # rows of _people
    """Shifts of each pattern that touch [starts, ends): many people share few patterns."""
    zone = ZoneInfo(days.zone)
    found: dict[_Pattern, Spans] = {}
    for pattern in {_pattern(person) for person in people}:
        begins, finishes, work_days = pattern
        spans = shift_spans(
            begins, finishes, weekday_numbers(work_days), days.zone, days.first - _ONE_DAY, days.last
        )
        found[pattern] = tuple(
            span
            for span in spans
            if span[1] > starts
            and span[0] < ends
            and datetime.fromtimestamp(span[0], zone).date() not in days.closed
        )
    return found


def _pattern(person: Row[Any]) -> _Pattern:  # a row of _people
    return person.shift_start, person.shift_end, person.work_days


def _holidays(country: str, first: date, last: date) -> dict[date, str]:
    years = range(first.year, last.year + 1)
    return {
        day: name
        for year in years
        for day, name in public_holidays(country, year, current_language())
        if first <= day <= last
    }


def instant(seconds: int) -> datetime:
    """Epoch seconds as the aware instant that columns are compared with."""
    return datetime.fromtimestamp(seconds, UTC)


def _local_day(seconds: int, zone: str) -> date:
    return datetime.fromtimestamp(seconds, ZoneInfo(zone)).date()
