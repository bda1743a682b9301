"""What the company decided about generated orders, for the dialog that makes them (domain.md 18)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendars import Calendar
from models.company import Company


@dataclass(frozen=True, slots=True)
class GenerationSettings:
    """Settings of the company.

    Attributes:
        move_off_closed: lines leave closed days inside their time window unless a person says otherwise.
        gets_level: generated orders follow their agreement's service level.
        calendar: name of the service calendar, "" for none: then no day is closed.
        zone: IANA name of the company's time zone.
    """

    move_off_closed: bool
    gets_level: bool
    calendar: str
    zone: str


def generation_settings(session: Session) -> GenerationSettings:
    """The company's settings, in one statement."""
    company, calendar = session.execute(
        select(Company, Calendar.name).outerjoin(Calendar, Calendar.id == Company.calendar_id)
    ).one()
    return GenerationSettings(
        company.move_off_closed, company.generated_get_level, calendar or "", company.time_zone
    )
