"""Working calendars of the company: open days, opening hours, closed days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from zoneinfo import available_timezones

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Problem, Versioned
from models.terms import WEEKDAYS
from resources.texts import _


def weekday_numbers(days: str) -> frozenset[int]:
    """Numbers of `mon;tue;…`, Monday 0."""
    return frozenset(WEEKDAYS.index(day) for day in days.split(";") if day)


def weekday_problem(days: str) -> str | None:
    """What is wrong with a list of weekdays, or None."""
    wrong = [day for day in days.split(";") if day and day not in WEEKDAYS]
    if not wrong:
        return None
    return _("“{day}” is no day of the week; write some of {days}.").format(
        day=wrong[0], days=";".join(WEEKDAYS)
    )


class Calendar(Versioned, Base):
    """When service is given: weekdays, opening hours, holidays of a country.

    Attributes:
        time_zone: IANA name, or none for the company's.
        holidays_of: ISO country code whose public holidays are closed too.
        open_days: `mon;tue;…`.
        opens, closes: local times.
    """

    __tablename__ = "calendar"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    time_zone: Mapped[str | None] = mapped_column(String(60), default=None)
    holidays_of: Mapped[str | None] = mapped_column(String(10), default=None)
    open_days: Mapped[str] = mapped_column(String(40), default="mon;tue;wed;thu;fri")
    opens: Mapped[time] = mapped_column(default=time(8))
    closes: Mapped[time] = mapped_column(default=time(17))

    def problems(self) -> Iterator[Problem]:
        """Known zone and weekdays, open before closed."""
        if self.time_zone and self.time_zone not in available_timezones():
            yield (
                "time_zone",
                _("“{zone}” is not a time zone; write one such as Europe/Amsterdam.").format(
                    zone=self.time_zone
                ),
            )
        wrong = weekday_problem(self.open_days)
        if wrong:
            yield "open_days", wrong
        if self.closes <= self.opens:
            yield "closes", _("A day closes after it opens.")


class ClosedDay(Versioned, Base):
    """A day on which a calendar is closed, with the reason."""

    __tablename__ = "closed_day"
    __table_args__ = (UniqueConstraint("calendar_id", "on_date"),)

    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"))
    on_date: Mapped[date] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text, default=None)
