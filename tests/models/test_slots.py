"""The best places equal what brute force finds, judged by the one judge."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from models import fit, slots
from models.distances import Travel
from models.gaps import MOST_OVERTIME, SHUTS, Gaps, Stops

MONDAY = 1_794_268_800
"""A midnight in UTC."""
HOUR, DAY = 3600, 86_400
SITES, LANES = 12, 12
ALLOWED = {*slots.PRICED, fit.Rule.DAILY}


def some_travel(dice: random.Random) -> Travel:
    """A small country: some sites without coordinates, some legs measured."""
    sites = list(range(1, SITES + 1))
    pairs = [(dice.choice(sites), dice.choice(sites)) for _n in range(20)]
    return Travel(
        site_ids=sites,
        latitudes=[52 + dice.random() * 0.6 if dice.random() > 0.1 else np.nan for _site in sites],
        longitudes=[5 + dice.random() * 0.6 for _site in sites],
        from_ids=[pair[0] for pair in pairs],
        to_ids=[pair[1] for pair in pairs],
        minutes=[dice.randint(2, 70) for _pair in pairs],
        kilometres=[np.nan] * len(pairs),
    )


def some_lane(dice: random.Random, number: int) -> fit.Lane:
    shifts = []
    for day in range(3):
        if dice.random() < 0.8:
            begins = MONDAY + day * DAY + dice.choice((6, 7, 8)) * HOUR
            ends = begins + dice.choice((4, 8, 9)) * HOUR
            shifts.append((begins, ends))
            if dice.random() < 0.2:
                shifts.append((ends + 1800, ends + 3 * HOUR))
    absences = []
    if dice.random() < 0.4:
        begins = MONDAY + dice.randint(0, 3 * 24) * HOUR
        absences.append((begins, begins + dice.randint(1, 30) * HOUR, "leave"))
    return fit.Lane(
        technician_id=100 + number,
        name=f"T{number}",
        shifts=tuple(shifts),
        absences=tuple(absences),
        skills=frozenset(skill for skill in (1, 2) if dice.random() < 0.7),
        home_site_id=dice.randint(0, SITES),
        expiries={1: (MONDAY + dice.randint(0, 72) * HOUR, date(2026, 11, 24))}
        if dice.random() < 0.3
        else {},
        day_locks=((MONDAY + DAY, MONDAY + 2 * DAY, ""),) if dice.random() < 0.2 else (),
        excluded={7: "quarrel"} if dice.random() < 0.2 else {},
        daily_minutes=dice.choice((0, 180, 300)),
    )


def some_stops(dice: random.Random, first_id: int) -> Stops:
    rows = []
    for number in range(dice.randint(0, 12)):
        starts = MONDAY + dice.randint(0, 3 * 24 * 12) * 300 + dice.choice((0, 0, 60))
        rows.append((first_id + number, starts, starts + dice.randint(3, 40) * 300, dice.randint(0, SITES)))
    rows.sort(key=lambda row: row[1])
    return Stops(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def some_wish(dice: random.Random, gaps: Gaps) -> slots.Wish:
    promise = MONDAY + dice.randint(0, 60) * HOUR if dice.random() < 0.5 else 0
    standing = [int(one) for stops in gaps.stops for one in stops.visit_id]
    return slots.Wish(
        minutes=dice.choice((15, 40, 60, 90, 150)),
        site_id=dice.randint(0, SITES),
        needs=dice.choice(((), ((1, "Gas"),), ((1, "Gas"), (2, "Power")))),
        promise_from=promise,
        promise_to=promise + 2 * HOUR if promise else 0,
        due=MONDAY + dice.randint(0, 72) * HOUR if dice.random() < 0.3 else 0,
        preferred_id=dice.choice((0, 100, 101)),
        customer_id=dice.choice((7, 8)),
        visit_id=dice.choice(standing) if standing and dice.random() < 0.3 else 0,
        earliest=MONDAY + dice.randint(0, 30) * HOUR,
        latest=dice.choice((0, MONDAY + 2 * DAY)),
        lanes=dice.choice((None, frozenset({0, 2, 5}))),
    )


def some_board(dice: random.Random) -> Gaps:
    lanes = [some_lane(dice, number) for number in range(LANES)]
    return Gaps(lanes, [some_stops(dice, 1000 * (n + 1)) for n in range(LANES)], some_travel(dice))


class BruteForce:
    """Tries every five minutes of every shift, and asks the judge about each."""

    def __init__(self, gaps: Gaps, wish: slots.Wish) -> None:
        self.gaps, self.wish = gaps, wish
        self.travel = gaps.travel or Travel((), (), ())

    def costs(self) -> list[float]:
        """The best cost of every gap that has room, cheapest first."""
        best: dict[tuple[int, int, int], float] = {}
        for lane in range(len(self.gaps.lanes)):
            if self.wish.lanes is None or lane in self.wish.lanes:
                for gap, cost in self._of_lane(lane):
                    best[lane, *gap] = min(cost, best.get((lane, *gap), np.inf))
        return sorted(best.values())

    def _of_lane(self, lane: int) -> Iterator[tuple[tuple[int, int], float]]:
        row, wish = self.gaps.lanes[lane], self.wish
        stops = [
            fit.Stop(*(int(n) for n in one), label="x")
            for one in zip(*self.gaps.stops[lane], strict=True)
            if one[0] != wish.visit_id
        ]
        for shift, following in pairwise((*row.shifts, (10**11, 0))):
            for start in range(-(-shift[0] // 300) * 300, shift[1], 300):
                if start < max(wish.earliest, wish.promise_from) or (wish.latest and start >= wish.latest):
                    continue
                if start + wish.minutes * 60 <= following[0]:
                    cost = self._cost(row, stops, shift, start)
                    if cost is not None:
                        busy = [(s.starts, s.ends) for s in stops] + [a[:2] for a in row.absences]
                        yield (shift[0], max((e for _s, e in busy if e <= start), default=0)), cost

    def _cost(
        self, lane: fit.Lane, stops: list[fit.Stop], shift: tuple[int, int], start: int
    ) -> float | None:
        wish = self.wish
        ends = start + wish.minutes * 60
        verdict = judged(lane, stops, wish, start, self.travel)
        if verdict.hard or any(finding.rule not in ALLOWED for finding in verdict.findings):
            return None
        after = [s for s in stops if start < s.starts < shift[1]]
        home_by = ends + (0 if after else round(verdict.travel_out.minutes * 60))
        for finding in verdict.findings:
            is_overtime = not after and finding.side is fit.Side.END and home_by <= shift[1] + MOST_OVERTIME
            if finding.rule in (fit.Rule.SHIFT, fit.Rule.TRAVEL) and not is_overtime:
                return None
        before = [s for s in stops if shift[0] < s.ends <= start]
        saved = self.travel.leg(
            max(reversed(before), key=lambda s: s.ends).site_id if before else lane.home_site_id,
            after[0].site_id if after else lane.home_site_id,
        )
        return self._price(lane, start, home_by - shift[1] if not after else 0, verdict, saved.minutes)

    def _price(self, lane: fit.Lane, start: int, over: int, verdict: fit.Verdict, saved: float) -> float:
        wish = self.wish
        legs = [verdict.travel_in.minutes, verdict.travel_out.minutes] if wish.site_id else [0, 0]
        cost = max(sum(round(leg * 60) for leg in legs) - round(saved * 60), 0) / 60
        cost += slots.OVERTIME * max(over, 0) / 60
        for limit, at, price in (
            (wish.promise_to, start, slots.BROKEN_PROMISE),
            (wish.due, start + wish.minutes * 60, slots.MISSED_DEADLINE),
        ):
            if limit and at > limit:
                cost += price + slots.LATE * (at - limit) / 60
        if wish.preferred_id and lane.technician_id != wish.preferred_id:
            cost += slots.NOT_PREFERRED
        cost += slots.SOFT_RULE * sum(finding.rule is fit.Rule.DAILY for finding in verdict.findings)
        waited = (start - max(wish.earliest, wish.promise_from)) / DAY
        return cost + slots.DAY_LATER * wish.urgency * waited


def judged(
    lane: fit.Lane, stops: list[fit.Stop], wish: slots.Wish, start: int, travel: Travel
) -> fit.Verdict:
    midnight = MONDAY + (start - MONDAY) // DAY * DAY
    proposal = fit.Proposal(
        start,
        start + wish.minutes * 60,
        visit_id=wish.visit_id,
        site_id=wish.site_id,
        needs=wish.needs,
        promise_from=wish.promise_from,
        promise_to=wish.promise_to,
        customer_id=wish.customer_id,
        due=wish.due,
        day=(midnight, midnight + DAY),
    )
    verdict = fit.judge(proposal, lane, stops, travel.leg)
    return fit.with_findings(verdict, fit.judge_days(lane, proposal.starts, proposal.ends))


def judge_of(gaps: Gaps, wish: slots.Wish) -> slots.Judge:
    def judge(lane: int, starts: int) -> fit.Verdict:
        stops = [
            fit.Stop(*(int(n) for n in one), label="x")
            for one in zip(*gaps.stops[lane].without(wish.visit_id), strict=True)
        ]
        assert gaps.travel is not None
        return judged(gaps.lanes[lane], stops, wish, starts, gaps.travel)

    return judge


@pytest.mark.parametrize("seed", range(200))
def test_the_best_ten_places_are_those_of_brute_force(seed: int) -> None:
    dice = random.Random(seed)
    gaps = some_board(dice)
    wish = some_wish(dice, gaps)
    found = slots.find(gaps, wish, judge=judge_of(gaps, wish))
    costs = BruteForce(gaps, wish).costs()
    assert found.count == len(costs)
    assert [slot.cost for slot in found.slots] == pytest.approx(costs[:10], abs=1e-6)


def test_the_cases_are_not_empty() -> None:
    counts = []
    for seed in range(200):
        dice = random.Random(seed)
        gaps = some_board(dice)
        counts.append(slots.find(gaps, some_wish(dice, gaps)).count)
    assert sum(count >= 10 for count in counts) > 30
    assert sum(count == 0 for count in counts) < 40


@pytest.mark.parametrize("seed", range(40))
def test_a_lane_renewed_is_a_lane_built(seed: int) -> None:
    dice = random.Random(seed)
    gaps = some_board(dice)
    for _step in range(4):
        gaps.renew(dice.randrange(LANES), some_stops(dice, 9000))
    anew = Gaps(gaps.lanes, gaps.stops, gaps.travel)
    wish = some_wish(dice, anew)
    assert slots.find(gaps, wish) == slots.find(anew, wish)


def test_a_moved_visit_leaves_the_gaps_as_they_were() -> None:
    gaps = some_board(random.Random(5))
    before = gaps.rows.copy()
    moved = next(int(stops.visit_id[0]) for stops in gaps.stops if len(stops.visit_id))
    slots.find(gaps, slots.Wish(30, visit_id=moved))
    assert (gaps.rows[:, gaps.rows[SHUTS] > 0] == before[:, before[SHUTS] > 0]).all()


def a_night_board(dice: random.Random) -> Gaps:
    """Shifts from ten to six, with limits of a day that the hours before midnight may have used up."""
    nights = tuple((MONDAY + (24 * day - 2) * HOUR, MONDAY + (24 * day + 6) * HOUR) for day in range(4))
    lanes = [replace(some_lane(dice, n), shifts=nights, day_locks=()) for n in range(LANES)]
    stops = []
    for n in range(LANES):
        rows = [
            (
                100 * n + day,
                MONDAY + 24 * HOUR * day - dice.randint(20, 120) * 60,
                1800,
                dice.randint(0, SITES),
            )
            for day in range(4)
        ]
        stops.append(Stops(*np.array([(a, s, s + ln, p) for a, s, ln, p in rows], dtype=np.int64).T))
    return Gaps(lanes, stops, some_travel(dice), [MONDAY + day * DAY for day in range(-1, 5)])


@pytest.mark.parametrize("seed", range(40))
def test_a_gap_over_midnight_has_a_start_on_either_day(seed: int) -> None:
    dice = random.Random(seed)
    gaps = a_night_board(dice)
    wish = replace(some_wish(dice, gaps), minutes=dice.choice((90, 170)), urgency=0.0)
    found = slots.find(gaps, wish, judge=judge_of(gaps, wish))
    costs = BruteForce(gaps, wish).costs()
    assert found.count == len(costs)
    assert [slot.cost for slot in found.slots] == pytest.approx(costs[:10], abs=1e-6)
