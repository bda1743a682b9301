"""Split a visit, join visits of one order, duplicate one, move several by a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.replanning.flowing import first_place
from models.replanning.shapes import Change, Field, Part, Plan, Stand, Stay, in_order, whole_minute
from resources.texts import _

SHORTEST = 5 * 60
"""Seconds that either part of a split visit lasts at least."""


def split_at(piece: Stand, instant: int) -> Plan:
    """Two visits instead of one, cut at an instant; an empty plan where a part would be too short."""
    cut = whole_minute(instant)
    if piece.keeps_time or not piece.starts + SHORTEST <= cut <= piece.ends - SHORTEST:
        return Plan()
    first = Change(piece.visit_id, piece.lane, piece.starts, cut, _("first part"))
    second = Part(piece.order_id, piece.lane, cut, piece.ends, _("second part"))
    return Plan((first,), parts=(second,))


def joint_why_not(chosen: Sequence[Stand]) -> str | None:
    """Why visits cannot become one, or None."""
    if len(chosen) < 2:
        return _("Select two or more visits of one order.")
    if len({piece.order_id for piece in chosen}) > 1:
        return _("They are of different orders.")
    if any(piece.keeps_time or piece.keeps_person for piece in chosen):
        return _("One of them is locked or under way.")
    return None


def joined(chosen: Sequence[Stand]) -> Plan:
    """One visit instead of several of one order: at the first, as long as all of them."""
    if joint_why_not(chosen):
        return Plan()
    pieces = in_order(chosen)
    first, rest = pieces[0], pieces[1:]
    end = first.starts + sum(piece.length for piece in pieces)
    change = Change(first.visit_id, first.lane, first.starts, end, _("takes in the others"))
    return Plan((change,), drops=tuple(piece.visit_id for piece in rest))


def duplicated(field: Field, chosen: Sequence[Stand]) -> Plan:
    """A further visit for each, in the same lane at the next free time; what finds none has none."""
    parts: list[Part] = []
    stays: list[Stay] = []
    made: list[Stand] = []
    for piece in in_order(chosen):
        fixed = [*field.of(piece.lane), *(one for one in made if one.lane == piece.lane)]
        now = first_place(field, piece, lane=piece.lane, ready=piece.ends, fixed=fixed)
        if now is None:
            stays.append(Stay(piece.visit_id, _("No free time within two weeks")))
            continue
        made.append(now)
        parts.append(
            Part(
                piece.order_id, now.lane, now.starts, now.ends, _("copy of {order}").format(order=piece.label)
            )
        )
    return Plan(parts=tuple(parts), stays=tuple(stays))


def moved_by(chosen: Sequence[Stand], shift: Callable[[int], int]) -> Plan:
    """All of them that are not locked, each by the same period.

    Args:
        chosen: the visits.
        shift: where an instant goes to; by days it keeps the time on the clock.
    """
    changes: list[Change] = []
    stays: list[Stay] = []
    for piece in in_order(chosen):
        if piece.keeps_time:
            stays.append(Stay(piece.visit_id, _("is locked")))
            continue
        starts = shift(piece.starts)
        if starts != piece.starts:
            changes.append(Change(piece.visit_id, piece.lane, starts, starts + piece.length))
    return Plan(tuple(changes), stays=tuple(stays))
