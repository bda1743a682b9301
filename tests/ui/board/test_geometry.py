"""Time and lanes lie where arithmetic says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.board import company
from ui.board.geometry import (
    COARSEST,
    COMFORTABLE,
    FINEST,
    SNAPS,
    Band,
    LaneRows,
    TimeAxis,
    magnet,
    snapped,
    stack,
)
from ui.board.layout.ticks import Grid, LocalDays
from ui.board.painting.captions import Measure, Words, bare, one_line, two_lines

START = company.epoch(company.MONDAY, 0)
axes = st.floats(FINEST, COARSEST).map(lambda spp: TimeAxis(START, START + 30 * 86_400, spp))
instants = st.integers(START, START + 30 * 86_400)
visit_rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 500), st.integers(1, 90)), max_size=60)


@given(axes, instants)
def test_an_instant_comes_back_from_its_pixel(axis: TimeAxis, instant: int) -> None:
    assert 0 <= instant - axis.time(axis.x(instant)) <= axis.seconds_per_pixel + 1


@given(axes, st.lists(instants, min_size=1))
def test_many_instants_lie_where_each_lies_alone(axis: TimeAxis, many: list[int]) -> None:
    assert axis.xs(np.array(many, dtype=np.int64)).tolist() == [axis.x(one) for one in many]


@given(axes)
def test_the_snap_step_is_one_of_four_and_wide_enough(axis: TimeAxis) -> None:
    assert axis.snap in SNAPS
    assert axis.snap == SNAPS[-1] or axis.snap / axis.seconds_per_pixel >= 12


@given(instants, st.sampled_from(SNAPS))
def test_snapping_is_near_on_a_step_and_stable(instant: int, step: int) -> None:
    there = snapped(instant, step=step, anchor=START)
    assert (there - START) % step == 0
    assert abs(there - instant) <= step / 2
    assert snapped(there, step=step, anchor=START) == there


@given(instants, st.lists(instants), st.integers(1, 900))
def test_a_magnet_pulls_only_from_near(instant: int, points: list[int], reach: int) -> None:
    pulled = magnet(instant, points, reach=reach)
    near = [point for point in points if abs(point - instant) <= reach]
    assert (pulled is None) == (not near)
    assert pulled is None or abs(pulled - instant) == min(abs(point - instant) for point in near)


@given(visit_rows)
def test_stacked_visits_never_share_a_place(rows: list[tuple[int, int, int]]) -> None:
    rows = sorted(rows)
    lanes = np.array([row[0] for row in rows], dtype=np.int64)
    starts = np.array([row[1] for row in rows], dtype=np.int64)
    ends = starts + np.array([row[2] for row in rows], dtype=np.int64)
    subrows = stack(lanes, starts, ends).tolist()
    for a in range(len(rows)):
        for b in range(a + 1, len(rows)):
            same = lanes[a] == lanes[b] and subrows[a] == subrows[b]
            overlap = starts[b] < ends[a] and starts[a] < ends[b]
            assert not (same and overlap)


@given(visit_rows)
def test_a_visit_that_overlaps_nothing_before_it_is_on_top(rows: list[tuple[int, int, int]]) -> None:
    rows = sorted(rows)
    lanes = np.array([row[0] for row in rows], dtype=np.int64)
    starts = np.array([row[1] for row in rows], dtype=np.int64)
    ends = starts + np.array([row[2] for row in rows], dtype=np.int64)
    for at, row in enumerate(stack(lanes, starts, ends).tolist()):
        clash = any(lanes[b] == lanes[at] and ends[b] > starts[at] for b in range(at))
        assert clash or row == 0


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=30),
    st.frozensets(st.integers(0, 29)),
    st.frozensets(st.integers(0, 3)),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_every_pixel_belongs_to_one_lane_title_or_strip(
    subrows: list[int], hidden: frozenset[int], collapsed: frozenset[int], strips: list[int]
) -> None:
    count = len(subrows)
    bands = [
        Band(f"team {at // 8}", f"Team {at // 8}" * (at != 8), at, min(at + 8, count), strips[at // 8])
        for at in range(0, count, 8)
    ]
    hidden = frozenset(lane for lane in hidden if lane < count)
    keys = frozenset(f"team {team}" for team in collapsed)
    rows = LaneRows(bands, np.array(subrows, dtype=np.int64), COMFORTABLE, hidden=hidden, collapsed=keys)
    for y in range(0, rows.height, 7):
        lane, group, strip = rows.lane_at(y), rows.group_at(y), rows.strip_at(y)
        assert (lane >= 0) + (group is not None) + (strip is not None) == 1
        if lane >= 0:
            assert lane not in hidden
            assert rows.tops[lane] <= y < rows.bottoms[lane]
            first, last = rows.span(y, y + 1)
            assert first <= lane < last
    assert rows.lane_at(rows.height) == -1
    assert rows.lane_at(-1) == -1


def test_a_day_of_a_clock_change_has_its_own_hours() -> None:
    begin = company.epoch(company.date(2026, 10, 24), 0)
    days = LocalDays(begin, company.epoch(company.date(2026, 10, 27), 0), company.ZONE)
    lengths = np.diff(days.midnights).tolist()
    assert lengths == [86_400, 90_000, 86_400]
    grid = Grid(TimeAxis(begin, begin + 3 * 86_400, 40.0), days)
    hours = [days.wall(instant).hour for instant in grid.minor.tolist() if days.number(instant) == 1]
    assert hours == [0, 1, 2, 2, *range(3, 24)]


def test_a_month_shows_weeks_over_days() -> None:
    days = LocalDays(START, START + 30 * 86_400, company.ZONE)
    grid = Grid(TimeAxis(START, START + 30 * 86_400, 1900.0), days)
    assert grid.scale.by_week
    assert all(days.wall(week).weekday() == 0 for week in grid.major.tolist())
    assert len(grid.minor) == 31


# ---------------------------------------------------------------------- captions: six pixels a letter

LETTER = 6


def _name(name: str, room: float) -> str:
    if len(name) * LETTER <= room:
        return name
    letters = int(room // LETTER)
    if letters - 1 >= 3:
        return name[: letters - 1] + "…"
    return name[:3] if letters >= 3 else ""


MEASURE = Measure(lambda text: len(text) * LETTER, lambda text: len(text) * LETTER, _name)
WORDS = Words("SO-1045", "Zorgcentrum Oost", "08:30–10:00", ("Zwolle",))


@given(st.integers(0, 400), st.sampled_from((1, 2)))
def test_a_number_is_whole_or_absent_and_never_only_its_prefix(room: int, lines: int) -> None:
    caption = two_lines(WORDS, room, MEASURE, below=room) if lines == 2 else one_line(WORDS, room, MEASURE)
    assert caption.number in ("SO-1045", "1045", "")
    name = caption.name or (caption.below if caption.below != WORDS.time else "")
    assert bool(name) == (room >= 3 * LETTER)
    assert not name or name.startswith("Zor")


def test_the_order_of_giving_up_is_town_second_line_prefix_number() -> None:
    seen = []
    for room in range(400, 0, -1):
        caption = two_lines(WORDS, room, MEASURE, below=room)
        state = (bool(caption.tail), caption.below == WORDS.time, caption.number)
        if not seen or seen[-1] != state:
            seen.append(state)
    assert seen == [
        (True, True, "SO-1045"),
        (False, True, "SO-1045"),
        (False, False, "SO-1045"),
        (False, False, "1045"),
        (False, False, ""),
    ]


def test_a_bare_number_has_no_prefix_and_no_leading_zeros() -> None:
    assert [bare(text) for text in ("SO-001045", "1045", "W/2026-77", "SO-000")] == [
        "1045",
        "1045",
        "77",
        "000",
    ]
