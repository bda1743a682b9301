"""Day, three days, work week, week, two weeks, month: which stretch of time fills the width."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from resources.texts import N_, week_start
from ui.board.geometry import NO_FOLDS, Folds
from ui.board.model import BoardModel

MARGIN = 30 * 60
"""Air around the working hours of a day, in seconds."""
LEAST_HOURS = 6 * 3600
LEAST_FOLD = 2 * 3600
"""A shorter stretch without work is not folded."""
HALF_DAY = 43_200


class Scale(StrEnum):
    """Named stretches of time; zoom between them is continuous."""

    DAY = "day"
    THREE_DAYS = "three_days"
    WORK_WEEK = "work_week"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


DAYS = {
    Scale.DAY: 1,
    Scale.THREE_DAYS: 3,
    Scale.WORK_WEEK: 5,
    Scale.WEEK: 7,
    Scale.TWO_WEEKS: 14,
    Scale.MONTH: 31,
}
NAMES = {
    Scale.DAY: N_("Day"),
    Scale.THREE_DAYS: N_("3 days"),
    Scale.WORK_WEEK: N_("Work week"),
    Scale.WEEK: N_("Week"),
    Scale.TWO_WEEKS: N_("2 weeks"),
    Scale.MONTH: N_("Month"),
}
OPEN = frozenset({Scale.MONTH})
"""Scales in which no time is folded."""


def seconds_per_pixel(
    scale: Scale, model: BoardModel, instant: int, width: int, folds: Folds = NO_FOLDS
) -> float:
    """Zoom at which the stretch fills `width` pixels."""
    begin, end = stretch(scale, model, instant)
    unrolled = folds.unrolled(end) - folds.unrolled(begin) if folds else end - begin
    return unrolled / width


def stretch(scale: Scale, model: BoardModel, instant: int) -> tuple[int, int]:
    """First and last instant of the stretch that holds an instant."""
    if scale is Scale.DAY:
        return working_hours(model, instant)
    begin = first_shown(scale, model, instant)
    number = (model.days.wall(begin + HALF_DAY).date() - model.days.first).days
    return begin, model.days.midnight(number + DAYS[scale])


def first_shown(scale: Scale, model: BoardModel, instant: int) -> int:
    """Instant at the left edge: the working day's beginning, the day's, the week's or the month's."""
    days = model.days
    number = days.number(instant)
    day = days.date(number)
    if scale is Scale.DAY:
        return working_hours(model, instant)[0]
    if scale is Scale.THREE_DAYS:
        return days.midnight(number)
    if scale is Scale.MONTH:
        return days.midnight(number - day.day + 1)
    if scale is Scale.WORK_WEEK:
        return days.midnight(number - day.weekday())
    return days.midnight(number - (day.weekday() - week_start()) % 7)


def folded(model: BoardModel) -> Folds:
    """The stretches in which nobody works, with some air left around the work: nights, free days, holidays.

    Gaps shorter than LEAST_FOLD stay as they are, and so does a board on which nobody works at all.
    """
    shifts, window = model.shifts, model.window
    if not len(shifts):
        return NO_FOLDS
    order = np.argsort(shifts.starts, kind="stable")
    starts = shifts.starts[order] - MARGIN
    reach = np.maximum.accumulate(shifts.ends[order]) + MARGIN
    begins = np.concatenate(([window.starts], reach))
    ends = np.concatenate((starts, [window.ends]))
    wide = (ends - begins >= LEAST_FOLD) & (ends > window.starts) & (begins < window.ends)
    return Folds(
        [
            (max(begin, window.starts), min(end, window.ends))
            for begin, end in zip(begins[wide].tolist(), ends[wide].tolist(), strict=True)
        ]
    )


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
