"""Several visits change places without ever standing on one another."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from models.moves import Move, steps_of


def a_move(visit_id: int, start: int, target: int, *, lane: int = 1, to: int = 1) -> Move:
    """A visit of one hour that goes from one hour to another."""
    return Move(visit_id, lane, start, start + 1, to, target, target + 1)


def test_visits_that_do_not_meet_move_in_one_step() -> None:
    moves = [a_move(1, 8, 12), a_move(2, 9, 13), a_move(3, 8, 8, lane=1, to=2)]
    assert [step.visit_ids for step in steps_of(moves)] == [(1, 2, 3)]


def test_a_row_that_is_pushed_along_moves_from_its_far_end() -> None:
    moves = [a_move(1, 8, 9), a_move(2, 9, 10), a_move(3, 10, 11)]
    assert [step.visit_ids for step in steps_of(moves)] == [(3,), (2,), (1,)]
    assert not any(step.park for step in steps_of(moves))


def test_two_that_change_places_have_one_set_aside() -> None:
    moves = [a_move(1, 8, 8, lane=1, to=2), a_move(2, 8, 8, lane=2, to=1)]
    steps = steps_of(moves)
    assert [(step.visit_ids, step.park) for step in steps] == [((), (2,)), ((1,), ()), ((2,), ())]


def test_a_visit_may_overlap_its_own_old_place() -> None:
    assert steps_of([Move(1, 1, 80, 90, 1, 85, 95)])[0].visit_ids == (1,)


@given(st.permutations(range(7)), st.permutations(range(7)))
def test_any_change_of_places_passes_through_free_places_only(old: list[int], new: list[int]) -> None:
    moves = {at: a_move(at, place, target) for at, (place, target) in enumerate(zip(old, new, strict=True))}
    stands = {at: (move.from_starts, move.from_ends) for at, move in moves.items()}
    parked: set[int] = set()
    for step in steps_of(list(moves.values())):
        parked.update(step.park)
        for visit_id in step.visit_ids:
            parked.discard(visit_id)
            stands[visit_id] = (moves[visit_id].starts, moves[visit_id].ends)
        on_board = [span for visit_id, span in stands.items() if visit_id not in parked]
        assert not any(a[0] < b[1] and b[0] < a[1] for a, b in itertools.combinations(on_board, 2))
    assert not parked
    assert stands == {at: (move.starts, move.ends) for at, move in moves.items()}
