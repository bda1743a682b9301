"""Public holidays by country, year and language."""

from __future__ import annotations

from datetime import date

import pytest

from models.holidays import public_holidays


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("NL", "nl", "Eerste kerstdag"),
        ("NL", "en", "Christmas Day"),
        ("DK", "da", "Juledag"),
        ("dk", "nl", "Juledag"),  # nobody speaks Dutch there: the country's own
        ("DE-BY", "nl", "Erster Weihnachtstag"),
    ],
)
def test_christmas_has_its_name(country: str, language: str, name: str) -> None:
    assert dict(public_holidays(country, 2026, language))[date(2026, 12, 25)] == name


def test_holidays_come_in_order_and_lie_in_their_year() -> None:
    days = [day for day, _name in public_holidays("NL", 2027, "nl")]
    assert days == sorted(days)
    assert {day.year for day in days} == {2027}


@pytest.mark.parametrize("country", ["XX", "NL-XX", "", "Nederland"])
def test_a_country_nobody_knows_has_none(country: str) -> None:
    assert public_holidays(country, 2026, "nl") == ()
