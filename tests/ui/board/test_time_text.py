"""Times and days as a person types them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from ui.board.keyboard.time_text import instant_of, parse_day, parse_moment, parse_span

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 11, 23)


def spanned(text: str, on: date = MONDAY) -> tuple[str, str]:
    """What is meant for a visit from 9 to 10."""
    span = instant_of(on, time(9), ZONE), instant_of(on, time(10), ZONE)
    starts, ends = parse_span(text, span, ZONE)
    return f"{datetime.fromtimestamp(starts, ZONE):%H:%M}", f"{datetime.fromtimestamp(ends, ZONE):%H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10:15-11:45", ("10:15", "11:45")),
        ("10:15 – 11:45", ("10:15", "11:45")),
        ("14:00", ("14:00", "15:00")),
        ("1400", ("14:00", "15:00")),
        ("9.30", ("09:30", "10:30")),
        ("+30", ("09:30", "10:30")),
        ("-15", ("08:45", "09:45")),
        ("+1:30", ("10:30", "11:30")),
        ("-11:45", ("09:00", "11:45")),
        ("90 min", ("09:00", "10:30")),
        ("1 h 30", ("09:00", "10:30")),
        ("22:00-1:00", ("22:00", "01:00")),
    ],
)
def test_a_span_is_understood(text: str, meant: tuple[str, str]) -> None:
    assert spanned(text) == meant


@pytest.mark.parametrize("text", ["", "abc", "25:00", "9-7-3", "14:00-13:59", "0 min"])
def test_what_cannot_be_meant_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        spanned(text)


def test_wall_times_hold_on_the_days_on_which_clocks_change() -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        assert spanned("14:00", day) == ("14:00", "15:00")


def test_what_is_left_as_it_is_shown_stays_the_instant_it_is() -> None:
    """The second 02:15 of the autumn night, a visit of 20 hours, one of three days, a start on the second."""
    first = instant_of(date(2026, 10, 25), time(2, 15), ZONE)
    nine = instant_of(MONDAY, time(9), ZONE)
    for text, span in (
        ("02:15-03:15", (first + 3600, first + 7200)),
        ("01:15-02:15", (first - 3600, first + 3600)),
        ("09:00-05:00", (nine, nine + 20 * 3600)),
        ("09:00-09:00", (nine, nine + 2 * 86_400)),
        ("09:00-10:00", (nine + 30, nine + 3630)),
    ):
        assert parse_span(text, span, ZONE) == span
    assert parse_span("10:00-09:00", (nine, nine + 2 * 86_400), ZONE) == (nine + 3600, nine + 2 * 86_400)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", MONDAY),
        ("tom", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("fri", date(2026, 11, 27)),
        ("+7", date(2026, 12, 2)),
        ("-1", date(2026, 11, 24)),
        ("w49", date(2026, 11, 30)),
        ("24-12", date(2026, 12, 24)),
        ("1/1/27", date(2027, 1, 1)),
        ("2026-12-05", date(2026, 12, 5)),
        ("30", date(2026, 11, 30)),
        ("31-11", None),
        ("w77", None),
        ("zzz", None),
        ("", None),
    ],
)
def test_a_day_is_understood(text: str, meant: date | None) -> None:
    assert parse_day(text, today=MONDAY, near=date(2026, 11, 25)) == meant


def test_a_moment_is_a_day_a_time_or_both() -> None:
    near = date(2026, 11, 25)
    assert parse_moment("14:00", today=MONDAY, near=near) == (near, time(14))
    assert parse_moment("tomorrow 9", today=MONDAY, near=near) == (date(2026, 11, 24), time(9))
    assert parse_moment("24-12", today=MONDAY, near=near) == (date(2026, 12, 24), None)
    assert parse_moment("never", today=MONDAY, near=near) is None
