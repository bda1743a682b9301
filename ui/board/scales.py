"""Day, work week, week, month: which stretch of time fills the width."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from resources.texts import N_
from ui.board.geometry import DAY
from ui.board.model import BoardModel

MARGIN = 30 * 60
"""Air around the working hours of a day, in seconds."""
LEAST_HOURS = 6 * 3600


class Scale(StrEnum):
    """Named stretches of time; zoom between them is continuous."""

    DAY = "day"
    WORK_WEEK = "work_week"
    WEEK = "week"
    MONTH = "month"


DAYS = {Scale.DAY: 1, Scale.WORK_WEEK: 5, Scale.WEEK: 7, Scale.MONTH: 31}
NAMES = {
    Scale.DAY: N_("Day"),
    Scale.WORK_WEEK: N_("Work week"),
    Scale.WEEK: N_("Week"),
    Scale.MONTH: N_("Month"),
}


def seconds_per_pixel(scale: Scale, model: BoardModel, instant: int, width: int) -> float:
    """Zoom at which the stretch fills `width` pixels."""
    if scale is Scale.DAY:
        begin, end = working_hours(model, instant)
        return (end - begin) / width
    return DAYS[scale] * DAY / width


def first_shown(scale: Scale, model: BoardModel, instant: int) -> int:
    """Instant at the left edge: the working day's beginning, Monday, or the first of the month."""
    days = model.days
    number = days.number(instant)
    day = days.date(number)
    if scale is Scale.DAY:
        return working_hours(model, instant)[0]
    if scale is Scale.MONTH:
        return days.midnight(number - day.day + 1)
    return days.midnight(number - day.weekday())


def working_hours(model: BoardModel, instant: int) -> tuple[int, int]:
    """First and last minute worked by anybody on the day of an instant, with some air."""
    days, shifts = model.days, model.shifts
    number = days.number(instant)
    midnight, after = int(days.midnights[number]), int(days.midnights[number + 1])
    on_day = np.flatnonzero((shifts.starts < after) & (shifts.ends > midnight))
    if not len(on_day):
        return midnight + 7 * 3600 - MARGIN, midnight + 18 * 3600
    begin = max(int(shifts.starts[on_day].min()), midnight) - MARGIN
    end = min(int(shifts.ends[on_day].max()), after) + MARGIN
    return begin, max(end, begin + LEAST_HOURS)
