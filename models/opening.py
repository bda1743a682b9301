"""The working calendars of the database as `WorkCalendar`: weekdays, hours, closed days, public holidays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendars import Calendar, ClosedDay, weekday_numbers
from models.company import Company
from models.holidays import public_holidays
from models.worktime import ALWAYS_OPEN, WorkCalendar


class ClosedDates(Mapping[date, str]):
    """Closed days with their reasons; public holidays of a country are looked up year by year.

    Only the days of the calendar itself are counted and iterated over: holidays go on for ever.
    """

    def __init__(self, days: Mapping[date, str], *, country: str = "", language: str = "en") -> None:
        self._days, self._country, self._language = dict(days), country, language

    def __getitem__(self, day: date) -> str:
        own = self._days.get(day)
        if own is not None:
            return own
        return self._holidays(day.year)[day]

    def __contains__(self, day: object) -> bool:
        return day in self._days or (isinstance(day, date) and day in self._holidays(day.year))

    def __iter__(self) -> Iterator[date]:
        return iter(self._days)

    def __len__(self) -> int:
        return len(self._days)

    def _holidays(self, year: int) -> dict[date, str]:
        return dict(public_holidays(self._country, year, self._language)) if self._country else {}


def work_calendar(session: Session, calendar_id: int | None, company: Company) -> WorkCalendar:
    """A calendar by id, two statements; without one service is always given (domain.md 5.3, rule 5; 7).

    Times are in the calendar's own zone, else the company's; holidays are named in the company's language.
    """
    calendar = session.get(Calendar, calendar_id) if calendar_id is not None else None
    if calendar is None:
        return ALWAYS_OPEN
    days = session.execute(
        select(ClosedDay.on_date, ClosedDay.reason).where(ClosedDay.calendar_id == calendar.id)
    )
    closed = ClosedDates(
        {day: reason or "" for day, reason in days},
        country=calendar.holidays_of or "",
        language=company.language.value,
    )
    return WorkCalendar(
        weekdays=weekday_numbers(calendar.open_days),
        opens=calendar.opens,
        closes=calendar.closes,
        closed=closed,
        zone=calendar.time_zone or company.time_zone,
    )


def is_closed(session: Session, company: Company, day: date | None) -> bool:
    """Whether the company's calendar is closed on a day, so that an order for it is in conflict (5.3, 21)."""
    return day is not None and not work_calendar(session, company.calendar_id, company).is_open(day)
