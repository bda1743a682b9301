"""Periods for which orders are often wanted. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from resources.texts import N_

ONE_DAY = timedelta(days=1)
Period = tuple[date, date]
"""First and last date, both included."""


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month so many months on."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def until_next_month(today: date) -> Period:
    """Today to the end of next month: what a planner needs to see."""
    return today, month_start(today, 2) - ONE_DAY


def this_month(today: date) -> Period:
    """The present month."""
    return month_start(today), month_start(today, 1) - ONE_DAY


def next_month(today: date) -> Period:
    """The month after the present one."""
    return month_start(today, 1), month_start(today, 2) - ONE_DAY


def next_quarter(today: date) -> Period:
    """The calendar quarter after the present one."""
    begins = month_start(today, 3 - (today.month - 1) % 3)
    return begins, month_start(begins, 3) - ONE_DAY


def this_year(today: date) -> Period:
    """Today to the end of the year."""
    return today, date(today.year, 12, 31)


def next_year(today: date) -> Period:
    """The calendar year after the present one."""
    return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)


PRESETS: Mapping[str, tuple[str, Callable[[date], Period]]] = {
    "until_next_month": (N_("Until the end of next month"), until_next_month),
    "this_month": (N_("This month"), this_month),
    "next_month": (N_("Next month"), next_month),
    "next_quarter": (N_("Next quarter"), next_quarter),
    "this_year": (N_("Until the end of the year"), this_year),
    "next_year": (N_("Next year"), next_year),
}
"""Name and dates of each, the usual one first."""


def preset_of(period: Period, today: date) -> str:
    """The preset a period is, or ""."""
    return next((key for key, (_name, dates) in PRESETS.items() if dates(today) == period), "")
