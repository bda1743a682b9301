"""Times as a person types them on a block: "10:15-11:45", "14:00", "+30", "-15", "1 h 30". No Qt."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resources.texts import _, parse_minutes, parse_time

DAY = timedelta(days=1)


def instant_of(on: date, at: time, zone: ZoneInfo) -> int:
    """Epoch second of a wall time; what the clock leaves out in spring is an hour later."""
    return int(datetime.combine(on, at, zone).timestamp())


def parse_span(text: str, span: tuple[int, int], zone: ZoneInfo) -> tuple[int, int]:
    """The span a person means for a visit that stands at another, epoch seconds.

    "10:15-11:45" sets both ends, "14:00" the start and keeps the length, "-11:45" or "…11:45" the end,
    "+30" and "-15" move by minutes, "+1:30" by hours and minutes, "90 min" or "1 h 30" sets the length.
    An end that is left as it is shown stays the instant it is: the second 02:30 of an autumn night, a day on.

    Raises:
        ValueError: with a sentence, when it cannot be understood, or ends before it begins.
    """
    typed = text.strip().replace("–", "-").replace("—", "-")
    if not typed:
        raise ValueError(_("“{text}” is not a time.").format(text=text))
    starts, ends = span
    on = datetime.fromtimestamp(starts, zone).date()
    if re.search(r"[a-z]", typed.casefold()):
        return starts, starts + _length(typed)
    if re.fullmatch(r"[+-]\s*\d{1,3}(:\d{2})?", typed) and not re.fullmatch(r"-\s*\d{1,2}:\d{2}", typed):
        by = parse_minutes(typed[1:]) * (60 if typed[0] == "+" else -60)
        return starts + by, ends + by
    first, dash, last = typed.partition("-")
    begins = _meant(first, starts, on, zone) if first.strip() else starts
    if not dash:
        return begins, begins + ends - starts
    finishes = _meant(last, ends, on, zone)
    if finishes == ends > begins:
        return begins, finishes
    if finishes <= begins:
        finishes = instant_of(on + DAY, parse_time(last), zone)
    if finishes - begins > 16 * 3600:
        raise ValueError(_("It would end before it begins."))
    return begins, finishes


def _meant(typed: str, stands: int, on: date, zone: ZoneInfo) -> int:
    """The instant that a typed time means: the one that stands there where it is the same on the clock."""
    at = parse_time(typed)
    shown = datetime.fromtimestamp(stands, zone).time().replace(second=0)
    return stands if at == shown else instant_of(on, at, zone)


def _length(typed: str) -> int:
    minutes = parse_minutes(typed)
    if minutes <= 0:
        raise ValueError(_("“{text}” is not a length of time.").format(text=typed))
    return minutes * 60


_WEEKDAYS = (
    ("mo", "ma"),
    ("tu", "di", "ti"),
    ("we", "wo", "on"),
    ("th", "do", "to"),
    ("fr", "vr"),
    ("sa", "za", "lø"),
    ("su", "zo", "sø"),
)
"""Beginnings of weekdays in the program's languages."""


def parse_day(text: str, *, today: date, near: date) -> date | None:
    """The day that words mean: "24-11", "mon", "+7", "-1", "w48", "today", "tomorrow"; None for no day.

    Args:
        text: what was typed.
        today: the day it is; words are counted from it.
        near: the day in view; steps and a bare number of the month are counted from it.
    """
    typed = text.strip().casefold()
    if not typed:
        return None
    for words, by in ((_("today"), 0), (_("tomorrow"), 1), (_("yesterday"), -1)):
        if len(typed) > 2 and (words.casefold().startswith(typed)):
            return today + timedelta(days=by)
    if re.fullmatch(r"[+-]\d{1,3}", typed):
        return near + timedelta(days=int(typed))
    week = re.fullmatch(r"(?:w|u)\s?(\d{1,2})", typed)
    if week is not None:
        return _monday(int(week[1]), near)
    for number, begins in enumerate(_WEEKDAYS):
        if typed.isalpha() and typed.startswith(begins):
            return today + timedelta(days=(number - today.weekday()) % 7)
    return _dated(typed, near)


def _monday(week: int, near: date) -> date | None:
    try:
        return date.fromisocalendar(near.isocalendar().year, week, 1)
    except ValueError:
        return None


def _dated(typed: str, near: date) -> date | None:
    parts = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?\.?", typed)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if parts is not None:
            year = int(parts[3]) if parts[3] else near.year
            return date(year + 2000 if year < 100 else year, int(parts[2]), int(parts[1]))
        if re.fullmatch(r"\d{1,2}", typed):
            return near.replace(day=int(typed))
    except ValueError:
        return None
    return None


def parse_moment(text: str, *, today: date, near: date) -> tuple[date, time | None] | None:
    """A day, a time, or a day and a time: "tomorrow 9:00", "24-11 14:00", "14:00"; None for neither."""
    words = text.split()
    if not words:
        return None
    at = _time(words[-1]) if ":" in words[-1] or len(words) > 1 else None
    rest = " ".join(words[:-1]) if at is not None else text
    if at is not None and not rest:
        return near, at
    day = parse_day(rest, today=today, near=near)
    return (day, at) if day is not None else None


def _time(word: str) -> time | None:
    try:
        return parse_time(word)
    except ValueError:
        return None
