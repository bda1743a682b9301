"""The first place for a visit in a lane: in working time, with its travel, around visits that stay."""

from __future__ import annotations

from collections.abc import Sequence

from models.replanning.shapes import FAR, Field, Stand, whole_minute


def first_place(field: Field, piece: Stand, *, lane: int, ready: int, fixed: Sequence[Stand]) -> Stand | None:
    """The piece at the first start not before `ready` where it fits; None when there is none in two weeks.

    Args:
        field: the lanes.
        piece: what is to be placed; only its length and its site count.
        lane: where.
        ready: from when on, travel counted already.
        fixed: visits of the lane that stay.
    """
    start, until = whole_minute(ready), ready + FAR
    while True:
        fitting = _in_working_time(field, lane, start, piece.length, until)
        if fitting is None:
            return None
        behind = [
            _free_after(field, other, piece) for other in fixed if _collides(field, other, piece.at(fitting))
        ]
        if not behind:
            return piece.at(fitting, lane)
        start = whole_minute(max(behind))


def _in_working_time(field: Field, lane: int, start: int, length: int, until: int) -> int | None:
    for begins, ends in field.working(lane, start, until):
        at = max(start, begins)
        if at + length <= ends:
            return at
    return None


def _collides(field: Field, other: Stand, piece: Stand) -> bool:
    """Whether a piece leaves no time to come from another visit, or to go on to it."""
    if other.starts < piece.starts or (other.starts == piece.starts and other.ends <= piece.starts):
        return _free_after(field, other, piece) > piece.starts
    return piece.ends + field.travel(piece.site_id, other.site_id) > other.starts


def _free_after(field: Field, other: Stand, piece: Stand) -> int:
    return whole_minute(other.ends + field.travel(other.site_id, piece.site_id))
