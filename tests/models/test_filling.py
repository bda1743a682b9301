"""Places for several orders, orders for one gap, and why there is no place."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from models import fit, slots
from models.distances import Travel
from models.filling import best_for_gap, fill, jobs_of, why_none
from models.gaps import NO_STOPS, Gaps, Stops

MONDAY = 1_794_268_800
HOUR, DAY = 3600, 86_400
GAS = (2, "Gas 2")


def lane(number: int, *skills: int, days: int = 2) -> fit.Lane:
    return fit.Lane(
        technician_id=number,
        name=f"T{number}",
        shifts=tuple((MONDAY + d * DAY + 8 * HOUR, MONDAY + d * DAY + 16 * HOUR) for d in range(days)),
        absences=(),
        skills=frozenset(skills),
        home_site_id=number,
    )


def a_line() -> Travel:
    """Sites 1 to 9 on one road, ten minutes from one to the next."""
    pairs = [(a, b) for a in range(1, 10) for b in range(1, 10) if a != b]
    minutes = [10.0 * abs(a - b) for a, b in pairs]
    here = [np.nan] * 9
    froms, tos = [a for a, _b in pairs], [b for _a, b in pairs]
    return Travel(range(1, 10), here, here, froms, tos, minutes, [1.0] * len(pairs))


def some_gaps(*lanes: fit.Lane) -> Gaps:
    return Gaps(lanes, [NO_STOPS] * len(lanes), a_line())


def test_several_orders_do_not_take_one_place_twice() -> None:
    gaps = some_gaps(lane(1), lane(2))
    before = slots.find(gaps, slots.Wish(30, site_id=4))
    wishes = [slots.Wish(180, site_id=3, earliest=MONDAY) for _n in range(7)]
    placed = [slot for slot in fill(gaps, wishes) if slot is not None]
    assert len(placed) == 7
    for one in placed:
        for other in placed:
            assert (
                one is other or one.lane != other.lane or one.ends <= other.starts or other.ends <= one.starts
            )
    assert slots.find(gaps, slots.Wish(30, site_id=4)) == before


def test_an_order_that_only_one_technician_can_do_is_not_crowded_out() -> None:
    gaps = some_gaps(lane(1, 2, days=1), lane(9, days=1))
    anybody = slots.Wish(400, site_id=2, earliest=MONDAY)
    placed = fill(gaps, [anybody, replace(anybody, needs=(GAS,), site_id=2)])
    assert [slot and slot.lane for slot in placed] == [1, 0]


def test_places_for_several_count_the_travel_between_them() -> None:
    gaps = some_gaps(lane(1, days=1))
    first, second = fill(gaps, [slots.Wish(60, site_id=5), slots.Wish(60, site_id=5)])
    assert first is not None
    assert second is not None
    assert min(first.travel, second.travel) == 0


def test_free_time_is_offered_to_the_orders_on_the_way() -> None:
    day = MONDAY + 8 * HOUR
    stops = Stops(*np.array([(1, day, day + HOUR, 2), (2, day + 4 * HOUR, day + 5 * HOUR, 4)]).T)
    gaps = Gaps((lane(1),), [stops], a_line())
    wishes = [
        slots.Wish(60, site_id=9),
        slots.Wish(60, site_id=3),
        slots.Wish(300, site_id=3),
        slots.Wish(60, site_id=3, needs=(GAS,)),
    ]
    jobs = jobs_of(wishes)

    def is_able(number: int, _start: int) -> bool:
        return not wishes[number].needs

    found = best_for_gap(gaps, jobs, lane=0, instant=day + 2 * HOUR, is_able=is_able)
    assert [suits.number for suits in found] == [1, 0]
    assert found[0].travel == 0
    for suits in found:
        one = slots.find(gaps, replace(wishes[suits.number], urgency=0.0)).slots
        assert any(slot.cost == pytest.approx(suits.cost) for slot in one)
    assert best_for_gap(gaps, jobs, lane=0, instant=day + 600, is_able=is_able) == []


def test_nobody_has_the_skill() -> None:
    lack = why_none(some_gaps(lane(1, 1), lane(2)), slots.Wish(60, needs=(GAS,)))
    assert lack.skills == ("Gas 2",)


def test_nobody_has_both_skills_together() -> None:
    both = ((1, "Lift"), GAS)
    lack = why_none(some_gaps(lane(1, 1), lane(2, 2)), slots.Wish(60, needs=both))
    assert lack.skills == ("Lift", "Gas 2")


def test_there_is_room_later_and_elsewhere() -> None:
    gaps = some_gaps(lane(1, days=1), lane(2))
    wish = slots.Wish(600, latest=MONDAY + DAY, lanes=frozenset({0}))
    assert why_none(gaps, wish).longest == 480
    wish = slots.Wish(60, earliest=MONDAY + DAY, latest=MONDAY + DAY + HOUR, lanes=frozenset({1}))
    lack = why_none(gaps, wish)
    assert lack.later is not None
    assert lack.later.starts == MONDAY + DAY + 8 * HOUR
    wish = slots.Wish(60, earliest=MONDAY + DAY, lanes=frozenset({0}))
    lack = why_none(gaps, wish)
    assert lack.elsewhere is not None
    assert lack.elsewhere.lane == 1


def a_crowded_week(seed: int) -> tuple[Gaps, list[slots.Wish]]:
    """Three technicians with some visits on four days, and fifteen orders that want in."""
    dice = random.Random(seed)
    lanes = [replace(lane(n + 1, days=4), home_site_id=dice.randint(1, 9)) for n in range(3)]
    stops = []
    for n in range(3):
        rows = [
            (100 * n + at, MONDAY + day * DAY + hour * HOUR, MONDAY + day * DAY + (hour + 1) * HOUR, site)
            for at, (day, hour) in enumerate((day, hour) for day in range(4) for hour in (9, 11, 13))
            for site in (dice.randint(1, 9),)
            if dice.random() < 0.7
        ]
        stops.append(Stops(*np.array(rows, dtype=np.int64).reshape(-1, 4).T))
    wishes = [
        slots.Wish(
            dice.choice((30, 45, 60)),
            dice.randint(1, 9),
            earliest=MONDAY,
            urgency=dice.choice((0.0, 1.0, 3.0)),
        )
        for _n in range(15)
    ]
    return Gaps(lanes, stops, a_line()), wishes


def placed_anew_each_time(gaps: Gaps, wishes: list[slots.Wish]) -> list[slots.Slot | None]:
    """What `fill` says, with nothing remembered: who loses most by coming second is first."""
    tried, found = gaps.copy(), dict[int, slots.Slot | None]()
    while len(found) < len(wishes):
        best = {n: slots.find(tried, wish).slots for n, wish in enumerate(wishes) if n not in found}
        loss = {
            n: -1e9 if len(one) == 1 else one[0].cost - one[1].cost if one else 1.0 for n, one in best.items()
        }
        number = min(best, key=lambda one: (loss[one], one))
        slot = found[number] = best[number][0] if best[number] else None
        if slot is not None:
            here = tried.stops[slot.lane]
            more = here.plus(
                visit_id=-1 - number, starts=slot.starts, ends=slot.ends, site_id=wishes[number].site_id
            )
            tried.renew(slot.lane, more)
    return [found[n] for n in range(len(wishes))]


@pytest.mark.parametrize("seed", [173, 373, 979, *range(10)])
def test_what_is_remembered_of_places_changes_nothing(seed: int) -> None:
    gaps, wishes = a_crowded_week(seed)
    assert fill(gaps, wishes) == placed_anew_each_time(gaps, wishes)


def test_where_nobody_has_any_time_there_is_no_place() -> None:
    away = replace(lane(1), absences=((MONDAY, MONDAY + 7 * DAY, "leave"),))
    gaps = some_gaps(away)
    wish = slots.Wish(30, site_id=3, earliest=MONDAY)
    assert slots.find(gaps, wish).slots == ()
    assert fill(gaps, [wish]) == [None]
    assert why_none(gaps, wish).longest == 0
