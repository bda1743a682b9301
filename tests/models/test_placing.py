"""Putting due lines on as few orders as possible, held against trying every choice of dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from models.placing import DueLine, place

MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    """A date so many days after that Monday."""
    return MONDAY + timedelta(number)


def a_line(number: int, calculated: int, first: int | None = None, last: int | None = None) -> DueLine:
    """A line with its calculated date and the dates to which it may move, as days after that Monday."""
    begins, ends = day(calculated if first is None else first), day(calculated if last is None else last)
    return DueLine(number, number, day(calculated), begins, ends, begins, ends)


def placed(
    lines: Sequence[DueLine], *, closed: Iterable[int] = (), move_off_closed: bool = False
) -> dict[int, list[int]]:
    """Days after that Monday, each with the lines on it."""
    shut = {day(number) for number in closed}
    found = place(lines, is_open=lambda on: on not in shut, move_off_closed=move_off_closed)
    return {(on - MONDAY).days: sorted(line.line for line in group) for on, group in sorted(found.items())}


def test_lines_of_one_date_share_an_order() -> None:
    assert placed([a_line(1, 3), a_line(2, 3), a_line(3, 4)]) == {3: [1, 2], 4: [3]}


def test_a_line_that_may_move_stays_where_nothing_is_gained() -> None:
    assert placed([a_line(1, 3, 0, 6)]) == {3: [1]}


def test_lines_that_may_move_meet_on_the_earliest_day_they_have_in_common() -> None:
    assert placed([a_line(1, 3, 0, 6), a_line(2, 8, 4, 12)]) == {4: [1, 2]}
    assert placed([a_line(1, 3, 0, 6), a_line(2, 8, 4, 12)], closed=[4, 5]) == {6: [1, 2]}
    assert placed([a_line(1, 3, 0, 6), a_line(2, 8, 4, 12)], closed=[4, 5, 6]) == {3: [1], 8: [2]}


def test_a_line_that_may_move_joins_the_nearest_one_that_may_not() -> None:
    fixed = [a_line(1, 0), a_line(2, 7), a_line(3, 14)]
    assert placed([*fixed, a_line(4, 9, 0, 20)]) == {0: [1], 7: [2, 4], 14: [3]}
    assert placed([*fixed, a_line(4, 14, 0, 20)]) == {0: [1], 7: [2], 14: [3, 4]}


def test_a_line_that_may_move_never_goes_to_a_closed_day() -> None:
    assert placed([a_line(1, 3), a_line(2, 5, 2, 6)], closed=[3]) == {3: [1], 5: [2]}


def test_a_closed_day_is_kept_unless_asked_otherwise() -> None:
    sunday = [a_line(1, 6, 0, 6), a_line(2, 6, 3, 9)]
    assert placed(sunday, closed=[5, 6]) == {6: [1, 2]}
    assert placed(sunday, closed=[5, 6], move_off_closed=True) == {4: [1, 2]}
    assert placed(sunday, closed=range(10), move_off_closed=True) == {6: [1, 2]}
    assert placed([a_line(1, 6)], closed=[6], move_off_closed=True) == {6: [1]}


@st.composite
def due_lines(draw: st.DrawFn) -> list[DueLine]:
    """A few lines within three weeks; some may not move."""
    lines = []
    for number in range(draw(st.integers(1, 6))):
        calculated = draw(st.integers(4, 14))
        before, after = draw(st.tuples(st.integers(0, 4), st.integers(0, 4)))
        lines.append(a_line(number, calculated, calculated - before, calculated + after))
    return lines


closed_days = st.sets(st.integers(0, 18), max_size=10)


def fewest(lines: Sequence[DueLine], closed: set[int]) -> int:
    """The fewest dates, by trying: open ones for a line that can move to one, else its own."""
    choices = []
    for line in lines:
        days = range((line.first - MONDAY).days, (line.last - MONDAY).days + 1)
        own = (line.calculated - MONDAY).days
        choices.append({each for each in days if each not in closed} or {own})
    everywhere = sorted(set().union(*choices))
    return next(
        size
        for size in range(1, len(lines) + 1)
        for dates in combinations(everywhere, size)
        if all(choice & set(dates) for choice in choices)
    )


@given(due_lines(), closed_days, st.booleans())
def test_there_are_never_more_orders_than_needed(lines, closed, moves) -> None:  # type: ignore[no-untyped-def]
    assert len(placed(lines, closed=closed, move_off_closed=moves)) <= fewest(lines, closed)


@given(due_lines(), closed_days, st.booleans())
def test_every_line_stands_once_and_within_its_range(lines, closed, moves) -> None:  # type: ignore[no-untyped-def]
    by_number = {line.line: line for line in lines}
    found = placed(lines, closed=closed, move_off_closed=moves)
    assert sorted(number for group in found.values() for number in group) == sorted(by_number)
    for on, group in found.items():
        assert all(by_number[number].first <= day(on) <= by_number[number].last for number in group)


@given(due_lines(), closed_days, st.booleans())
def test_only_a_calculated_date_may_be_closed(lines, closed, moves) -> None:  # type: ignore[no-untyped-def]
    for on, group in placed(lines, closed=closed, move_off_closed=moves).items():
        assert on not in closed or all(lines[number].calculated == day(on) for number in group)


@given(due_lines(), closed_days, st.randoms())
def test_the_order_of_the_lines_does_not_matter(lines, closed, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert placed(shuffled, closed=closed) == placed(lines, closed=closed)
