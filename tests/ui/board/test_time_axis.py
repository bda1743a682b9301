"""Folded time: every pixel means one time, whatever is folded, and the grid leaves folds alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.board import company
from ui.board.geometry import COARSEST, FINEST, FOLDED, NO_FOLDS, Folds, TimeAxis
from ui.board.layout.scales import DAYS, OPEN, Scale, first_shown, folded, seconds_per_pixel
from ui.board.layout.ticks import Grid
from ui.board.model import BoardModel

START = company.epoch(company.MONDAY, 0)
LENGTH = 20 * 86_400
MODEL = BoardModel(company.a_window(12, 14, 200))
NOON = company.epoch(company.MONDAY, 3 * 1440 + 720)


@st.composite
def folds(draw: st.DrawFn) -> Folds:
    """Stretches apart from one another, some at the window's ends."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH // 900), min_size=0, max_size=16)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return Folds([(START + a * 900, START + b * 900) for a, b in pairs])


axes = st.builds(
    lambda spp, folded: TimeAxis(START, START + LENGTH, spp, folded), st.floats(FINEST, COARSEST), folds()
)
instants = st.integers(START - 86_400, START + LENGTH + 86_400)


@given(axes, instants)
def test_an_instant_comes_back_from_its_pixel(axis: TimeAxis, instant: int) -> None:
    assert 0 <= instant - axis.time(axis.x(instant)) <= axis.seconds_per_pixel / FOLDED + 1


@given(axes, st.integers(-500, 3_000))
def test_a_pixel_comes_back_from_its_time(axis: TimeAxis, x: int) -> None:
    assert abs(axis.offset(axis.instant(x)) - x) < 1e-4
    assert axis.x(axis.instant(x + 0.5)) == x


@given(axes, st.lists(instants, min_size=1))
def test_many_instants_lie_where_each_lies_alone(axis: TimeAxis, many: list[int]) -> None:
    assert axis.xs(np.array(many, dtype=np.int64)).tolist() == [axis.x(one) for one in many]


@given(axes, instants, instants)
def test_later_is_never_further_left(axis: TimeAxis, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert axis.x(early) <= axis.x(late)


@given(axes)
def test_a_folded_hour_has_a_quarter_of_its_width(axis: TimeAxis) -> None:
    whole = LENGTH / axis.seconds_per_pixel
    narrow = sum(end - begin for begin, end in axis.folds.spans) / axis.seconds_per_pixel
    assert abs(axis.offset(axis.ends) - (whole - (1 - FOLDED) * narrow)) < 1e-4


def test_nights_weekends_and_closed_days_are_folded_and_work_is_not() -> None:
    spans = folded(MODEL).spans
    for lane in MODEL.lanes:
        for begin, end in lane.shifts:
            assert not any(a < end and begin < b for a, b in spans)
    saturday = company.epoch(company.MONDAY, 5 * 1440 + 720)
    assert any(a <= saturday < b for a, b in spans)
    assert spans[0][0] == MODEL.window.starts
    assert spans[-1][1] == MODEL.window.ends


def test_every_scale_fills_the_width_with_its_days() -> None:
    for scale in Scale:
        for fold in (NO_FOLDS, folded(MODEL)):
            if fold and scale in OPEN:
                continue
            spp = seconds_per_pixel(scale, MODEL, NOON, 1200, fold)
            axis = TimeAxis(MODEL.window.starts, MODEL.window.ends, spp, fold)
            begin = first_shown(scale, MODEL, NOON)
            end = begin + DAYS[scale] * 86_400  # no clock is set in November
            width = axis.offset(end) - axis.offset(begin)
            assert scale is Scale.DAY or abs(width - 1200) < 1


def test_the_grid_has_no_lines_within_folds_but_those_of_days() -> None:
    axis = TimeAxis(MODEL.window.starts, MODEL.window.ends, 60.0, folded(MODEL))
    grid = Grid(axis, MODEL.days)
    for begin, end in axis.folds.spans:
        assert not ((grid.minor >= begin) & (grid.minor < end)).any()
        assert not ((grid.faint >= begin) & (grid.faint < end)).any()
    assert len(grid.major) == MODEL.days.count + 1


@given(axes, instants)
def test_steps_are_wider_where_time_is_folded(axis: TimeAxis, instant: int) -> None:
    inside = axis.folds.span_at(instant) is not None
    assert axis.snap_at(instant) >= axis.snap
    assert inside or axis.snap_at(instant) == axis.snap
