"""Visits in another order: swap two, chain several one after another, let them start together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from models.replanning.flowing import first_place
from models.replanning.shapes import Change, Field, Plan, Stand, Stay, change_of, in_order, whole_minute
from resources.texts import _


def swapped(one: Stand, other: Stand) -> Plan:
    """Two visits change places, each with its own length.

    In one lane the later one then ends when the last of the two ended, so that two neighbours of different
    lengths keep the time between them; elsewhere each begins when the other did.
    """
    first, last = in_order((one, other))
    if first.lane == last.lane:
        end = max(first.ends, last.ends)
        places = (last.at(first.starts), first.at(max(end - first.length, first.starts + last.length)))
    else:
        places = (last.at(first.starts, first.lane), first.at(last.starts, last.lane))
    pairs = zip((last, first), places, (first, last), strict=True)
    told = [
        change_of(was, now, _("takes the place of {order}").format(order=by.label)) for was, now, by in pairs
    ]
    return Plan(tuple(change for change in told if change is not None))


def chained(field: Field, chosen: Sequence[Stand]) -> Plan:
    """Visits one after another in the lane of the first, with their travel, around what else stands there."""
    pieces = in_order(chosen)
    if not pieces:
        return Plan()
    first, ids = pieces[0], {piece.visit_id for piece in pieces}
    stays, going = _sorted_out(pieces[1:], first.lane)
    others = [one for one in field.of(first.lane) if one.visit_id not in ids]
    while True:
        left = {stay.visit_id for stay in stays}
        fixed = [*others, *(one for one in pieces if one.lane == first.lane and one.visit_id in left)]
        changes, blocked = _after(field, first, [one for one in going if one.visit_id not in left], fixed)
        if blocked is None:
            return Plan(tuple(changes), stays=tuple(stays))
        stays.append(Stay(blocked, _("No free time within two weeks")))


def _sorted_out(pieces: Sequence[Stand], lane: int) -> tuple[list[Stay], list[Stand]]:
    """Those that are locked, and those that go."""
    stays, going = [], []
    for piece in pieces:
        if piece.keeps_time or (piece.keeps_person and piece.lane != lane):
            stays.append(Stay(piece.visit_id, _("is locked")))
        else:
            going.append(piece)
    return stays, going


def _after(
    field: Field, first: Stand, going: Sequence[Stand], fixed: Sequence[Stand]
) -> tuple[list[Change], int | None]:
    """Pieces one after another behind the first; or the one for which there is no room, so that it stays."""
    changes: list[Change] = []
    last = first
    standing = [*fixed, first]
    for piece in going:
        ready = whole_minute(last.ends + field.travel(last.site_id, piece.site_id))
        now = first_place(field, piece, lane=first.lane, ready=ready, fixed=standing)
        if now is None:
            return [], piece.visit_id
        change = change_of(piece, now, _("follows {order}").format(order=last.label))
        if change is not None:
            changes.append(change)
        standing.append(now)
        last = now
    return changes, None


def aligned(field: Field, chosen: Sequence[Stand], day_of: Callable[[int], int]) -> Plan:
    """Visits of one day start together with the first of them; further ones of the same lane follow it.

    Args:
        field: the lanes.
        chosen: the visits.
        day_of: number of the local day of an instant.
    """
    days: dict[int, list[Stand]] = defaultdict(list)
    for piece in in_order(chosen):
        days[day_of(piece.starts)].append(piece)
    changes: list[Change] = []
    stays: list[Stay] = []
    for pieces in days.values():
        target = pieces[0].starts
        lanes: dict[int, list[Stand]] = defaultdict(list)
        for piece in pieces:
            if piece.keeps_time:
                stays.append(Stay(piece.visit_id, _("is locked")))
            else:
                lanes[piece.lane].append(piece)
        for mine in lanes.values():
            head = mine[0].at(target)
            change = change_of(mine[0], head, _("starts with the others"))
            changes += [change] if change is not None else []
            changes += _behind(field, head, mine[1:])
    return Plan(tuple(changes), stays=tuple(stays))


def _behind(field: Field, head: Stand, pieces: Sequence[Stand]) -> list[Change]:
    """Further visits of a lane that was aligned: behind the first, as close as travel allows."""
    changes = []
    for piece in pieces:
        now = piece.at(whole_minute(head.ends + field.travel(head.site_id, piece.site_id)))
        change = change_of(piece, now, _("follows {order}").format(order=head.label))
        changes += [change] if change is not None else []
        head = now
    return changes
