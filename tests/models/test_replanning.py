"""Planners over many visits: what must be true of any lane, and some cases that people know."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.replanning import (
    Field,
    Plan,
    Stand,
    aligned,
    chained,
    closed_up,
    duplicated,
    joined,
    joint_why_not,
    moved_by,
    pulled,
    pushed,
    split_at,
    swapped,
)
from models.replanning.sums import Sums, sums_of

HOUR = 3600
DAY = 24 * HOUR
Pair = frozenset[int]


def working(_lane: int, starts: int, ends: int) -> list[tuple[int, int]]:
    """Eight to five, with a pocket at noon on every third day."""
    spans = []
    for day in range(starts // DAY - 1, ends // DAY + 2):
        hours = [(8, 12), (13, 17)] if day % 3 == 0 else [(8, 17)]
        spans += [(day * DAY + a * HOUR, day * DAY + b * HOUR) for a, b in hours]
    return [span for span in spans if span[1] > starts and span[0] < ends]


def minutes(a: int, b: int) -> float:
    """Travel between numbered sites."""
    return 0.0 if a == b else 5.0 + 3 * abs(a - b)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    """Two lanes with up to twelve visits of three days, some locked, some overlapping."""
    visits = []
    for visit_id in range(1, draw(st.integers(1, 12)) + 1):
        starts = draw(st.integers(0, 2)) * DAY + draw(st.integers(8 * 12, 17 * 12)) * 300
        visits.append(
            Stand(
                visit_id,
                100 + draw(st.integers(1, 6)),
                draw(st.integers(0, 1)),
                starts,
                starts + draw(st.sampled_from((900, 1800, 3600, 7200))),
                site_id=draw(st.integers(1, 4)),
                keeps_time=draw(st.integers(0, 5)) == 0,
                keeps_person=draw(st.integers(0, 5)) == 0,
                label=f"SO-{visit_id}",
            )
        )
    return Field(tuple(visits), working, minutes, {0: 1, 1: 2})


def after(field: Field, plan: Plan) -> list[Stand]:
    """How the visits stand when the plan is carried out."""
    changes = {change.visit_id: change for change in plan.changes}
    stands = []
    for one in field.visits:
        change = changes.get(one.visit_id)
        if one.visit_id in plan.drops:
            continue
        stands.append(
            one if change is None else
            Stand(one.visit_id, one.order_id, change.lane, change.starts, change.ends, one.site_id)
        )  # fmt: skip
    parts = enumerate(plan.parts, 1000)
    return stands + [Stand(n, part.order_id, part.lane, part.starts, part.ends) for n, part in parts]


def overlaps(visits: Sequence[Stand]) -> set[Pair]:
    """Pairs that share time in a lane."""
    return {
        frozenset({a.visit_id, b.visit_id})
        for a, b in combinations(visits, 2)
        if a.lane == b.lane and a.starts < b.ends and b.starts < a.ends
    }


def is_sound(field: Field, plan: Plan) -> None:
    """No new overlap, no locked visit moved, no length changed."""
    now = after(field, plan)
    assert overlaps(now) <= overlaps(field.visits)
    by_id = {one.visit_id: one for one in field.visits}
    for change in plan.changes:
        was = by_id[change.visit_id]
        assert change.ends - change.starts == was.length
        assert not (was.keeps_time and (change.starts, change.ends) != (was.starts, was.ends))
        assert not (was.keeps_person and change.lane != was.lane)


def keeps_order(field: Field, plan: Plan) -> None:
    """The movable visits of a lane come in the order in which they came."""
    now = {one.visit_id: one for one in after(field, plan)}
    changed = {change.visit_id for change in plan.changes}
    for lane in (0, 1):
        movable = [one for one in field.of(lane) if not one.keeps_time]
        for first, second in combinations(movable, 2):
            if first.starts < second.starts and changed & {first.visit_id, second.visit_id}:
                assert now[first.visit_id].starts < now[second.visit_id].starts


@given(fields(), st.data())
@settings(deadline=None, max_examples=150)
def test_pushing_keeps_order_locks_and_lengths(field: Field, data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(field.visits))
    by = data.draw(st.sampled_from((0, 0, 1800, 7200)))
    plan = pushed(field, anchor, by=by)
    is_sound(field, plan)
    keeps_order(field, plan)
    was = {one.visit_id: one.starts for one in field.visits}
    assert all(change.starts > was[change.visit_id] for change in plan.changes)


@given(fields(), st.data())
@settings(deadline=None, max_examples=150)
def test_room_is_made_for_a_longer_visit(field: Field, data: st.DataObject) -> None:
    stood = data.draw(st.sampled_from(field.visits))
    anchor = Stand(
        stood.visit_id, stood.order_id, stood.lane, stood.starts, stood.ends + 2 * HOUR, stood.site_id
    )
    plan = pushed(field, anchor)
    longer = [anchor if one.visit_id == stood.visit_id else one for one in field.visits]
    before = overlaps(longer)
    now = after(Field(longer, working, minutes), plan)
    assert overlaps(now) <= before
    moved = {change.visit_id for change in plan.changes}
    assert not any(pair & moved for pair in overlaps(now) - overlaps(field.visits))


@given(fields(), st.integers(0, 1), st.integers(0, 2))
@settings(deadline=None, max_examples=150)
def test_closing_gaps_keeps_order_locks_and_lengths(field: Field, lane: int, day: int) -> None:
    plan = closed_up(field, lane, starts=day * DAY, ends=(day + 1) * DAY)
    is_sound(field, plan)
    keeps_order(field, plan)
    was = {one.visit_id: one.starts for one in field.visits}
    assert all(change.starts < was[change.visit_id] for change in plan.changes)
    again = Field(tuple(after(field, plan)), working, minutes, field.homes)
    locked = {one.visit_id for one in field.visits if one.keeps_time}
    second = closed_up(again, lane, starts=day * DAY, ends=(day + 1) * DAY)
    assert {change.visit_id for change in second.changes} <= locked


@given(fields(), st.data())
@settings(deadline=None, max_examples=150)
def test_chaining_puts_all_in_one_lane_without_new_overlaps(field: Field, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(field.visits), unique=True, min_size=1))
    plan = chained(field, chosen)
    is_sound(field, plan)
    first = min(chosen, key=lambda one: (one.starts, one.ends, one.visit_id))
    stays = {stay.visit_id for stay in plan.stays}
    now = {one.visit_id: one for one in after(field, plan)}
    assert all(now[one.visit_id].lane == first.lane for one in chosen if one.visit_id not in stays)


@given(fields(), st.data())
@settings(deadline=None, max_examples=100)
def test_copies_stand_in_free_working_time(field: Field, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(field.visits), unique=True, min_size=1))
    plan = duplicated(field, chosen)
    is_sound(field, plan)
    for part in plan.parts:
        spans = working(part.lane, part.starts, part.ends)
        assert any(a <= part.starts and part.ends <= b for a, b in spans)


@given(fields(), st.data())
@settings(deadline=None, max_examples=100)
def test_two_that_are_swapped_back_stand_where_they_stood(field: Field, data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(field.visits)), data.draw(st.sampled_from(field.visits))
    if one.visit_id == other.visit_id or (one.lane == other.lane and overlaps([one, other])):
        return
    plan = swapped(one, other)
    assert sum(change.ends - change.starts for change in plan.changes) <= one.length + other.length
    now = {stand.visit_id: stand for stand in after(Field((one, other), working), plan)}
    assert not overlaps(list(now.values()))
    back = swapped(now[one.visit_id], now[other.visit_id])
    again = {stand.visit_id: stand for stand in after(Field(tuple(now.values()), working), back)}
    for was in (one, other):
        stand = again[was.visit_id]
        assert (stand.lane, stand.starts, stand.ends) == (was.lane, was.starts, was.ends)


def test_neighbours_of_different_lengths_keep_the_time_between_them() -> None:
    short = Stand(1, 1, 0, 9 * HOUR, 10 * HOUR)
    long = Stand(2, 2, 0, 10 * HOUR + 1800, 13 * HOUR)
    now = {change.visit_id: (change.starts, change.ends) for change in swapped(short, long).changes}
    assert now == {2: (9 * HOUR, 11 * HOUR + 1800), 1: (12 * HOUR, 13 * HOUR)}


def test_what_does_not_fit_today_goes_to_tomorrow_and_around_a_locked_visit() -> None:
    late = Stand(1, 1, 0, DAY + 14 * HOUR, DAY + 16 * HOUR, site_id=1)
    next_one = Stand(2, 2, 0, DAY + 15 * HOUR, DAY + 17 * HOUR, site_id=1)
    locked = Stand(3, 3, 0, 2 * DAY + 9 * HOUR, 2 * DAY + 10 * HOUR, site_id=1, keeps_time=True)
    plan = pushed(Field((late, next_one, locked), working, minutes), late)
    assert [(change.visit_id, change.starts) for change in plan.changes] == [(2, 2 * DAY + 10 * HOUR)]


def test_pulling_comes_up_to_the_visit_before_with_its_travel() -> None:
    first = Stand(1, 1, 0, DAY + 8 * HOUR, DAY + 9 * HOUR, site_id=1)
    later = Stand(2, 2, 0, DAY + 11 * HOUR, DAY + 12 * HOUR, site_id=2)
    promised = Stand(3, 3, 0, DAY + 15 * HOUR, DAY + 16 * HOUR, site_id=2, promise_from=DAY + 14 * HOUR)
    field = Field((first, later, promised), working, minutes)
    plan = pulled(field, first, until=2 * DAY)
    assert [change.starts for change in plan.changes] == [DAY + 9 * HOUR + 480, DAY + 14 * HOUR]


def test_a_split_visit_can_be_joined_again() -> None:
    visit = Stand(1, 7, 0, 9 * HOUR, 12 * HOUR)
    plan = split_at(visit, 10 * HOUR + 30)
    assert (plan.changes[0].ends, plan.parts[0].starts, plan.parts[0].ends) == (
        10 * HOUR + 60, 10 * HOUR + 60, 12 * HOUR,
    )  # fmt: skip
    parts = after(Field((visit,), working), plan)
    whole = joined(parts)
    assert (whole.changes[0].starts, whole.changes[0].ends) == (9 * HOUR, 12 * HOUR)
    assert whole.drops == (1000,)
    assert joint_why_not([parts[0]])
    assert split_at(visit, 9 * HOUR + 60).is_empty


@given(fields(), st.sampled_from((-DAY, 900, 3 * DAY)))
@settings(deadline=None, max_examples=60)
def test_all_that_is_not_locked_moves_by_the_same_period(field: Field, by: int) -> None:
    plan = moved_by(field.visits, lambda instant: instant + by)
    was = {one.visit_id: one for one in field.visits}
    assert all(change.starts - was[change.visit_id].starts == by for change in plan.changes)
    assert {stay.visit_id for stay in plan.stays} == {one.visit_id for one in field.visits if one.keeps_time}
    assert len(plan.changes) + len(plan.stays) == len(field.visits)


@given(fields())
@settings(deadline=None, max_examples=60)
def test_visits_of_a_day_start_together(field: Field) -> None:
    plan = aligned(field, field.visits, lambda instant: instant // DAY)
    now = after(field, plan)
    locked = {one.visit_id for one in field.visits if one.keeps_time}
    for day in range(3):
        stood = [one for one in field.visits if one.starts // DAY == day]
        first = min((one.starts for one in stood), default=0)
        for lane in (0, 1):
            ids = {one.visit_id for one in stood if one.lane == lane} - locked
            mine = [one.starts for one in now if one.visit_id in ids]
            assert not mine or min(mine) == first


def test_what_has_no_room_anywhere_stays_and_the_others_go_around_it() -> None:
    """A visit of thirty hours is longer than any shift: nothing is pushed or chained into it."""
    first = Stand(1, 1, 0, DAY + 14 * HOUR, DAY + 15 * HOUR, site_id=1)
    pushed_on = Stand(2, 2, 0, DAY + 15 * HOUR, DAY + 16 * HOUR, site_id=1)
    long = Stand(3, 3, 0, DAY + 16 * HOUR, 2 * DAY + 22 * HOUR, site_id=1)
    last = Stand(4, 4, 0, 2 * DAY + 23 * HOUR, 3 * DAY, site_id=1)
    field = Field((first, pushed_on, long, last), working, minutes)
    for plan in (pushed(field, first, by=2 * HOUR), chained(field, [first, long, pushed_on, last])):
        is_sound(field, plan)
        assert [stay.visit_id for stay in plan.stays] == [3]
    assert [(one.visit_id, one.starts) for one in pushed(field, first, by=2 * HOUR).changes] == [
        (2, 3 * DAY + 8 * HOUR),
        (4, 3 * DAY + 9 * HOUR),
    ]


def test_no_part_of_a_night_shift_is_overtime() -> None:
    def nights(_lane: int, starts: int, ends: int) -> list[tuple[int, int]]:
        spans = [(day * DAY + 22 * HOUR, day * DAY + 30 * HOUR) for day in range(3)]
        return [span for span in spans if span[1] > starts and span[0] < ends]

    late = Stand(1, 1, 0, DAY + 23 * HOUR, 2 * DAY + HOUR)
    early = Stand(2, 2, 0, 2 * DAY + 2 * HOUR, 2 * DAY + 7 * HOUR)
    field = Field((late, early), nights)
    assert sums_of(field, [(0, (DAY, 2 * DAY))]) == Sums(work=120)
    assert sums_of(field, [(0, (2 * DAY, 3 * DAY))]) == Sums(work=300, overtime=60)
