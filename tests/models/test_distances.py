"""Travel: measured, estimated, unknown; one pair and many agree."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.distances import (
    MEASURED,
    NO_LEG,
    UNKNOWN_LEG,
    Leg,
    LegSource,
    Travel,
)

AMSTERDAM, UTRECHT, AARHUS, NOWHERE, UNKNOWN_SITE = 1, 2, 3, 4, 99
NAN = math.nan


def some_travel(**more: float) -> Travel:
    """Three cities with coordinates and a place without; one direction measured."""
    return Travel(
        site_ids=[AMSTERDAM, UTRECHT, AARHUS, NOWHERE],
        latitudes=[52.3731, 52.0907, 56.1629, NAN],
        longitudes=[4.8922, 5.1214, 10.2039, NAN],
        from_ids=[AMSTERDAM, NOWHERE],
        to_ids=[UTRECHT, AARHUS],
        minutes=[41.5, 300.0],
        kilometres=[44.2, NAN],
        **more,
    )


def test_a_measured_row_is_taken_as_it_is() -> None:
    assert some_travel().leg(AMSTERDAM, UTRECHT) == Leg(41.5, 44.2, LegSource.MEASURED)


def test_the_way_back_takes_what_was_measured_the_other_way() -> None:
    assert some_travel().leg(UTRECHT, AMSTERDAM) == Leg(41.5, 44.2, LegSource.MEASURED)


def test_each_direction_keeps_its_own_row() -> None:
    travel = Travel([], [], [], [7, 8], [8, 7], [10.0, 20.0], [1.0, 2.0])
    assert (travel.leg(7, 8).minutes, travel.leg(8, 7).minutes) == (10.0, 20.0)
    assert travel.legs([7, 8], [8, 7])[0].tolist() == [10.0, 20.0]


def haversine(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great circle in kilometres, by another formula than ours."""
    a, b, c, d = (math.radians(angle) for angle in (latitude, longitude, to_latitude, to_longitude))
    square = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(square))


def test_an_estimate_is_the_great_circle_times_the_factor_at_the_speed() -> None:
    leg = some_travel(factor=1.5, speed_kmh=90.0).leg(AMSTERDAM, AARHUS)
    assert leg.source is LegSource.ESTIMATED
    assert leg.kilometres == pytest.approx(1.5 * haversine(52.3731, 4.8922, 56.1629, 10.2039))
    assert leg.minutes == pytest.approx(leg.kilometres / 90 * 60)


def test_a_quarter_of_the_equator_is_a_quarter_of_the_earth() -> None:
    leg = Travel([1, 2], [0.0, 0.0], [0.0, 90.0], factor=1.0).leg(1, 2)
    assert leg.kilometres == pytest.approx(6371.0088 * math.pi / 2)


@pytest.mark.parametrize(
    ("a", "b"), [(AMSTERDAM, NOWHERE), (0, AMSTERDAM), (AMSTERDAM, 0), (0, 0), (AMSTERDAM, UNKNOWN_SITE)]
)
def test_what_is_not_known_is_unknown(a: int, b: int) -> None:
    assert some_travel().leg(a, b) == UNKNOWN_LEG


@pytest.mark.parametrize("site", [AMSTERDAM, NOWHERE, UNKNOWN_SITE])
def test_staying_is_no_travel(site: int) -> None:
    assert some_travel().leg(site, site) == NO_LEG


def test_a_row_without_kilometres_gets_the_estimated_distance() -> None:
    travel = Travel([1, 2], [52.0, 52.1], [5.0, 5.0], [1], [2], [9.0], [NAN])
    leg = travel.leg(1, 2)
    assert (leg.minutes, leg.source) == (9.0, LegSource.MEASURED)
    assert leg.kilometres == Travel([1, 2], [52.0, 52.1], [5.0, 5.0]).leg(1, 2).kilometres
    assert some_travel().leg(NOWHERE, AARHUS) == Leg(300.0, 0.0, LegSource.MEASURED)


def test_a_row_about_an_unknown_place_is_about_nothing() -> None:
    travel = Travel([5, 6], [NAN, NAN], [NAN, NAN], [5, 0], [0, 6], [9.0, 9.0], [9.0, 9.0])
    assert [travel.leg(a, b) for a, b in ((5, 0), (0, 6), (5, 6), (6, 5))] == [UNKNOWN_LEG] * 4
    assert travel.legs([5, 0, 5], [0, 6, 6])[0].tolist() == [0.0] * 3


def test_travel_without_sites_knows_nothing() -> None:
    travel = Travel([], [], [])
    assert travel.leg(1, 2) == UNKNOWN_LEG
    assert travel.legs([1, 2], [2, 2])[2].tolist() == [2, 3]


def test_one_place_is_measured_against_many() -> None:
    minutes, _kilometres, source = some_travel().legs([AMSTERDAM], [UTRECHT, AARHUS, NOWHERE, AMSTERDAM])
    assert minutes[0] == 41.5
    assert [tuple(LegSource)[code] for code in source] == ["measured", "estimated", "unknown", "none"]


@pytest.mark.parametrize("wrong", [{"factor": 0.0}, {"speed_kmh": -1.0}, {"factor": NAN}])
def test_a_factor_or_speed_that_is_not_positive_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        some_travel(**wrong)


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="unequal"):
        Travel([1], [0.0], [0.0], [1], [2, 3], [1.0], [1.0])


def test_travel_goes_to_another_process() -> None:
    travel = some_travel()
    assert pickle.loads(pickle.dumps(travel)).leg(AMSTERDAM, AARHUS) == travel.leg(AMSTERDAM, AARHUS)  # noqa: S301 (our own bytes)


def test_the_cache_starts_afresh_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.distances.CACHE_SIZE", 2)
    travel = some_travel()
    first = [travel.leg(a, b) for a in (1, 2, 3) for b in (1, 2, 3)]
    assert [travel.leg(a, b) for a in (1, 2, 3) for b in (1, 2, 3)] == first


coordinates = st.one_of(st.just(NAN), st.floats(-89, 89))
sites = st.lists(st.tuples(coordinates, st.floats(-180, 180)), min_size=1, max_size=8)
rows = st.dictionaries(
    st.tuples(st.integers(0, 10), st.integers(0, 10)),
    st.tuples(st.floats(0, 500), st.floats(0, 900)),
    max_size=12,
)


def travel_of(
    places: list[tuple[float, float]], measured: dict[tuple[int, int], tuple[float, float]]
) -> Travel:
    return Travel(
        range(1, len(places) + 1),
        [place[0] for place in places],
        [place[1] for place in places],
        [a for a, _ in measured],
        [b for _, b in measured],
        [row[0] for row in measured.values()],
        [row[1] for row in measured.values()],
    )


@given(sites, rows)
@settings(deadline=None)
def test_one_pair_and_many_pairs_agree(places, measured) -> None:  # type: ignore[no-untyped-def]
    travel = travel_of(places, measured)
    a, b = (side.ravel() for side in np.meshgrid(np.arange(12), np.arange(12)))
    minutes, kilometres, source = travel.legs(a, b)
    legs = [travel.leg(int(x), int(y)) for x, y in zip(a, b, strict=True)]
    assert [tuple(LegSource)[code] for code in source] == [leg.source for leg in legs]
    np.testing.assert_allclose(minutes, [leg.minutes for leg in legs], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(kilometres, [leg.kilometres for leg in legs], rtol=1e-9, atol=1e-9)


@given(sites)
@settings(deadline=None)
def test_estimates_are_the_same_both_ways(places) -> None:  # type: ignore[no-untyped-def]
    travel = travel_of(places, {})
    ids = range(1, len(places) + 1)
    for a in ids:
        for b in ids:
            assert travel.leg(a, b) == travel.leg(b, a)
            estimated = travel.leg(a, b).source is LegSource.ESTIMATED
            assert estimated == (a != b and not any(math.isnan(places[k - 1][0]) for k in (a, b)))


@given(rows)
@settings(deadline=None)
def test_measured_rows_are_found_whatever_else_is_known(measured) -> None:  # type: ignore[no-untyped-def]
    travel = travel_of([(NAN, 0.0)], measured)
    for (a, b), (minutes, kilometres) in measured.items():
        if a and b and a != b:
            assert travel.leg(a, b) == Leg(minutes, kilometres, LegSource.MEASURED)
            assert travel.legs([a], [b])[2].tolist() == [MEASURED]
