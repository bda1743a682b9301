"""Service levels and clocks of generated orders: from the opening of their date on (decision 24)."""

from __future__ import annotations

from datetime import date, datetime, time

from app.bulk import Spelling
from app.usecases.generation.details import AgreementDetails, Details
from app.usecases.generation.rows import CLOCK, ClockOf, Row
from app.work import Work
from models.clock_face import clock_fields
from models.opening import work_calendar
from models.service_levels import ServiceLevel
from models.terms import LevelSource
from models.worktime import WorkCalendar

_NONE: Row = (None, None, None, None, None, None, 0, 0)


def clocks_of(work: Work, details: Details, spelling: Spelling) -> ClockOf | None:
    """A function that gives an order its level and clock; None where no order of the batch gets one.

    A clock starts when the level's calendar, else the company's, opens on the service date or after it.

    Raises:
        Refused: a calendar that is never open.
    """
    company = work.company()
    used = {agreement.level_id for agreement in details.agreements.values() if agreement.level_id}
    if not used or not company.generated_get_level:
        return None
    own = work_calendar(work.session, company.calendar_id, company)
    levels: dict[int, tuple[ServiceLevel, WorkCalendar]] = {}
    for level_id in sorted(used):
        level = work.get(ServiceLevel, level_id)
        levels[level_id] = level, work_calendar(work.session, level.calendar_id, company)
    found: dict[tuple[int, LevelSource | None, date], Row] = {}

    def clock(agreement: AgreementDetails, on: date) -> Row:
        if agreement.level_id is None:
            return _NONE
        key = agreement.level_id, agreement.level_source, on
        known = found.get(key)
        if known is None:
            level, calendar = levels[agreement.level_id]
            midnight = datetime.combine(on, time(0), company.zone)
            if level.calendar_id is None:
                midnight = datetime.fromtimestamp(own.next_opening(int(midnight.timestamp())), company.zone)
            fields = clock_fields(level, calendar, midnight, source=agreement.level_source).values()
            known = found[key] = tuple(_stored(fields[name], spelling) for name in CLOCK)
        return known

    return clock


def _stored(value: object, spelling: Spelling) -> str | int | None:
    """A column's value as it is written."""
    if isinstance(value, datetime):
        instant = spelling.instant(value)
        return instant if not isinstance(instant, float) else int(instant)
    if value is None or isinstance(value, int):
        return value
    return str(value)
