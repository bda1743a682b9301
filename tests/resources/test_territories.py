"""A guess of the time zone of a country."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from resources.territories import zone_of


@pytest.mark.parametrize(
    ("country", "zone"),
    [("NL", "Europe/Amsterdam"), ("dk", "Europe/Copenhagen"), ("GB", "Europe/London"),
     ("DE", "Europe/Berlin"), ("PT", "Europe/Lisbon"), ("JP", "Asia/Tokyo")],
)  # fmt: skip
def test_a_country_of_one_zone_has_it(country: str, zone: str) -> None:
    assert zone_of(country) == zone
    assert zone in available_timezones()


@pytest.mark.parametrize("country", ["US", "AU", "", "Nederland", "XX"])
def test_a_country_of_several_or_none_has_none(country: str) -> None:
    assert zone_of(country) == ""
