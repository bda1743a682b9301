"""Around both clock changes, in four zones: durations, wall times, travel, lines, steps, moves are right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.board import BoardWindow, LaneRow, VisitColumns
from models import fit
from models.worktime import local_epoch, shift_spans
from tests.ui.board import company
from ui.board.geometry import SNAPS, TimeAxis
from ui.board.layout.header import change_text
from ui.board.layout.ticks import Grid, LocalDays
from ui.board.model import BoardModel


@dataclass(frozen=True)
class Change:
    """A day on which clocks are set; `at` and `by` in seconds of wall time before, 0 for none."""

    zone: str
    day: date
    at: int
    by: int


HOUR = 3_600
CHANGES = (
    Change("Europe/Amsterdam", date(2027, 3, 28), 2 * HOUR, HOUR),
    Change("Europe/Amsterdam", date(2026, 10, 25), 3 * HOUR, -HOUR),
    Change("America/New_York", date(2027, 3, 14), 2 * HOUR, HOUR),
    Change("America/New_York", date(2026, 11, 1), 2 * HOUR, -HOUR),
    Change("Australia/Lord_Howe", date(2026, 10, 4), 2 * HOUR, HOUR // 2),
    Change("Australia/Lord_Howe", date(2027, 4, 4), 2 * HOUR, -HOUR // 2),
    Change("Asia/Tokyo", date(2027, 3, 28), 0, 0),
    Change("Asia/Tokyo", date(2026, 10, 25), 0, 0),
)
each = pytest.mark.parametrize("change", CHANGES, ids=lambda one: f"{one.zone} {one.day}")
EVERY_DAY = frozenset(range(7))


def days_around(change: Change) -> LocalDays:
    """The day before, the day itself and the day after."""
    return LocalDays(
        local_epoch(change.day - timedelta(days=1), time(0), change.zone),
        local_epoch(change.day + timedelta(days=2), time(0), change.zone),
        change.zone,
    )


def at(change: Change, hour: int, minute: int = 0, *, day: int = 0, fold: int = 0) -> int:
    """A wall time on the day, or so many days later; of one that comes twice the first, or the second."""
    on = change.day + timedelta(days=day)
    wall = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(change.zone), fold=fold)
    return int(wall.timestamp())


def a_board(change: Change, *visits: tuple[int, int]) -> BoardModel:
    """One technician, every day from 00:00 to 08:00 at work, with visits at sites 1, 2, …"""
    days = days_around(change)
    window = company.a_window(1, 3, 1)
    shifts = shift_spans(time(0), time(8), EVERY_DAY, change.zone, days.date(0), days.date(days.count - 1))
    lane = replace(window.lanes[0], shifts=tuple(shifts), absences=(), home_site_id=0)
    count = len(visits)
    one = window.visits
    columns = {name: np.repeat(getattr(one, name)[:1], count) for name in _NUMBERS}
    columns |= {
        "id": np.arange(1, count + 1),
        "site_id": np.arange(1, count + 1),
        "starts": np.array([visit[0] for visit in visits], dtype=np.int64),
        "ends": np.array([visit[1] for visit in visits], dtype=np.int64),
        "status": np.zeros(count, dtype=np.uint8),
    }
    texts = {name: [str(getattr(one, name)[0])] * count for name in ("number", "customer", "town")}
    starts, ends = int(days.midnights[0]), int(days.midnights[-1])
    rows: tuple[LaneRow, ...] = (lane,)
    board = BoardWindow(starts, ends, change.zone, rows, VisitColumns(**columns, **texts), {}, ())
    return BoardModel(board, company.a_travel())


_NUMBERS = [name for name in VisitColumns.__dataclass_fields__ if name not in ("number", "customer", "town")]


@each
def test_the_day_has_as_many_hours_as_it_has(change: Change) -> None:
    days = days_around(change)
    lengths = np.diff(days.midnights).tolist()
    assert lengths == [24 * HOUR, 24 * HOUR - change.by, 24 * HOUR]
    found = [(one.seconds, days.wall(one.instant).date()) for one in days.changes]
    assert found == ([(change.by, change.day)] if change.by else [])


@each
def test_the_missing_time_has_no_line_and_the_doubled_one_has_two(change: Change) -> None:
    days = days_around(change)
    axis = TimeAxis(int(days.midnights[0]), int(days.midnights[-1]), 20.0)
    grid = Grid(axis, days)
    step = grid.scale.step
    assert step == 1_800
    lines = [one for one in grid.minor.tolist() if days.number(one) == 1]
    walls = [days.wall(one) for one in lines]
    said = [(wall.hour * 60 + wall.minute) * 60 for wall in walls]
    expected = [wall for wall in range(0, 24 * HOUR, step) if not change.at <= wall < change.at + change.by]
    again = [wall for wall in range(0, 24 * HOUR, step) if change.at + change.by <= wall < change.at]
    assert sorted(said) == sorted(expected + again)
    assert lines == sorted(lines)
    x = axis.xs(np.array(lines, dtype=np.int64))
    assert set(np.diff(x).tolist()) <= {90}  # no gap is left where time is missing


@each
def test_lines_stand_at_whole_wall_times_at_every_zoom(change: Change) -> None:
    days = days_around(change)
    for spp in (5.0, 20.0, 60.0, 200.0, 420.0, 800.0):
        grid = Grid(TimeAxis(int(days.midnights[0]), int(days.midnights[-1]), spp), days)
        for line in grid.minor.tolist():
            wall = days.wall(line)
            assert not grid.scale.step or (wall.hour * HOUR + wall.minute * 60) % grid.scale.step == 0


@each
def test_a_visit_across_the_change_lasts_as_long_as_it_lasts(change: Change) -> None:
    turn = local_epoch(change.day, time(0), change.zone) + (change.at or 2 * HOUR) + min(change.by, 0)
    spans = [
        (turn - 3 * HOUR, turn - 2 * HOUR),
        (turn - HOUR, turn + HOUR),
        (turn + 2 * HOUR, turn + 3 * HOUR),
    ]
    model = a_board(change, *spans)
    axis = TimeAxis(model.window.starts, model.window.ends, 30.0)
    widths = [axis.x(end) - axis.x(start) for start, end in spans]
    assert widths == [120, 240, 120]
    assert float(model.booked.sum()) == 240
    days = model.days
    for start, end in spans:
        shown = days.walls_apart(start, end)
        passed = any(start < one.instant <= end for one in days.changes)
        assert shown - (end - start) == (change.by if passed else 0)


@each
def test_travel_is_real_time_before_across_and_after(change: Change) -> None:
    turn = local_epoch(change.day, time(0), change.zone) + (change.at or 2 * HOUR) + min(change.by, 0)
    visits = [
        (turn - HOUR, turn - HOUR // 4),
        (turn + HOUR // 2, turn + HOUR),
        (turn + 2 * HOUR, turn + 3 * HOUR),
    ]
    model = a_board(change, *visits)
    rules = model.rules_before(model.table.order)
    for before, slot in zip(model.table.order[:-1].tolist(), model.table.order[1:].tolist(), strict=True):
        leg = model.leg(int(model.table.site_id[before]), int(model.table.site_id[slot]))
        begins = int(model.table.starts[slot]) - int(leg.minutes * 60)
        free = int(model.table.ends[before])
        at_slot = int(np.flatnonzero(model.table.order == slot)[0])
        assert abs(int(rules.begins[at_slot]) - max(begins, free)) <= 1


@each
def test_shifts_begin_and_end_by_the_clock_on_the_wall(change: Change) -> None:
    model = a_board(change, (at(change, 5), at(change, 6)))
    walls = [(model.days.wall(a).hour, model.days.wall(b).hour) for a, b in model.lanes[0].shifts]
    assert set(walls) == {(0, 8)}
    hours = model.available[0] / 60
    assert hours.tolist() == [8, 8 - change.by / HOUR, 8]


@each
def test_the_rules_count_overtime_by_the_clock(change: Change) -> None:
    model = a_board(change, (at(change, 5), at(change, 6)))
    inside = model.placement(0).moved(lane=0, starts=at(change, 7))
    late = model.placement(0).moved(lane=0, starts=at(change, 7, 30))
    assert not [one for one in model.judge([inside])[0].findings if one.rule is fit.Rule.SHIFT]
    assert [one.minutes for one in model.judge([late])[0].findings if one.rule is fit.Rule.SHIFT] == [30]


@each
@given(st.integers(0, 71 * 60), st.sampled_from((60, *SNAPS)))
def test_snapping_goes_by_the_clock_on_the_wall(change: Change, minutes: int, step: int) -> None:
    days = days_around(change)
    instant = int(days.midnights[0]) + minutes * 60 + 17
    there = days.snapped(instant, step)
    wall = days.wall(there)
    assert (wall.hour * HOUR + wall.minute * 60) % step == 0
    assert abs(there - instant) <= step / 2 + abs(change.by)
    assert days.snapped(there, step) == there


@each
@given(st.integers(0, 24 * 60 - 1), st.integers(-1, 1), st.integers(-1, 1))
def test_a_move_to_another_day_keeps_the_wall_time(
    change: Change, minute: int, before: int, after: int
) -> None:
    days = days_around(change)
    start = at(change, *divmod(minute, 60), day=before)
    there = days.shifted(start, (after - before) * 86_400)
    wall = days.wall(there)
    assert wall.date() == change.day + timedelta(days=after)
    wanted = days.wall(start)
    missing = after == 0 and change.at <= wanted.hour * HOUR + wanted.minute * 60 < change.at + change.by
    assert missing or (wall.hour, wall.minute) == (wanted.hour, wanted.minute)


@each
def test_what_moves_along_to_another_day_keeps_its_wall_time_too(change: Change) -> None:
    days = days_around(change)
    taken, put = at(change, 9, day=-1), at(change, 9, day=1)
    along = days.carried(at(change, 11, 15, day=-1), taken=taken, put=put)
    assert along == at(change, 11, 15, day=1)
    within = days.carried(at(change, 11), taken=at(change, 9), put=at(change, 10))
    assert within == at(change, 12)


@each
def test_instants_come_back_from_their_pixels_on_such_days(change: Change) -> None:
    days = days_around(change)
    axis = TimeAxis(int(days.midnights[0]), int(days.midnights[-1]), 30.0)
    for instant in range(int(days.midnights[1]), int(days.midnights[2]), 900):
        assert axis.time(axis.x(instant)) == instant
        assert days.wall(instant).timestamp() == instant


def test_the_header_says_what_a_change_takes_or_gives() -> None:
    said = [change_text(one) for change in CHANGES for one in days_around(change).changes]
    assert said == ["−1 h", "+1 h", "−1 h", "+1 h", "−30 min", "+30 min"]
