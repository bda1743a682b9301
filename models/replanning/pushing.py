"""Push what follows, pull it up, close the gaps of a day."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from models.replanning.flowing import first_place
from models.replanning.shapes import Change, Field, Plan, Stand, Stay, change_of, whole_minute
from resources.texts import _


def pushed(field: Field, anchor: Stand, *, by: int = 0, moving: frozenset[int] = frozenset()) -> Plan:
    """What follows a visit makes room for it, each as little as needed; the first that need not move ends it.

    Args:
        field: the lanes; the anchor need not stand where `anchor` says.
        anchor: the visit that others make room for, where it stands or shall stand.
        by: at least so many seconds later for the first one.
        moving: visits that go elsewhere anyway.
    """
    stuck: dict[int, Stay] = {}
    while True:
        changes, blocked = _pushed(field, anchor, by, moving | {anchor.visit_id}, stuck.keys())
        if blocked is None:
            return Plan(tuple(changes), stays=tuple(stuck.values()))
        stuck[blocked] = Stay(blocked, _("No free time within two weeks"))


def _pushed(
    field: Field, anchor: Stand, by: int, going: AbstractSet[int], stuck: AbstractSet[int]
) -> tuple[list[Change], int | None]:
    """What makes room around visits that are stuck; or the first for which there is none, to be stuck too."""
    lane = [one for one in field.of(anchor.lane) if one.visit_id not in going]
    stays = {one.visit_id for one in lane if one.starts < anchor.starts or one.keeps_time} | stuck
    fixed = [anchor, *(one for one in lane if one.visit_id in stays)]
    last, changes = anchor, list[Change]()
    for piece in (one for one in lane if one.visit_id not in stays):
        ready = whole_minute(last.ends + field.travel(last.site_id, piece.site_id))
        ready = max(ready, piece.starts + by)
        if piece.starts >= ready:
            break
        by = 0
        now = first_place(field, piece, lane=anchor.lane, ready=ready, fixed=fixed)
        if now is None:
            return [], piece.visit_id
        change = change_of(piece, now, _("makes room for {order}").format(order=last.label))
        if change is not None:
            changes.append(change)
        last = now
    return changes, None


def pulled(field: Field, anchor: Stand, *, until: int, not_before: int = 0) -> Plan:
    """What follows a visit comes up to it, as early as travel, working time and promises let it."""
    return _closed(field, anchor.lane, anchor.ends, until, not_before)


def closed_up(field: Field, lane: int, *, starts: int, ends: int, not_before: int = 0) -> Plan:
    """Close the gaps of a lane: every visit that starts in [starts, ends) comes as early as it may.

    Args:
        field: the lanes.
        lane: whose visits.
        starts, ends: between when; usually a day.
        not_before: nothing starts earlier than this, the present.
    """
    return _closed(field, lane, starts, ends, not_before)


def _closed(field: Field, lane: int, starts: int, ends: int, not_before: int) -> Plan:
    """Each visit moves up to what ends before it, in its own shift; nobody passes anybody."""
    placed: list[Stand] = []
    changes = []
    for piece in field.of(lane):
        now = piece
        if starts <= piece.starts < ends and not piece.keeps_time:
            now = _moved_up(field, piece, placed, not_before)
            change = change_of(piece, now, _("closes the gap before it"))
            if change is not None:
                changes.append(change)
        placed.append(now)
    return Plan(tuple(changes))


def _moved_up(field: Field, piece: Stand, before: list[Stand], not_before: int) -> Stand:
    """The piece as early as it may stand after those before it; where it stands when it may not."""
    shift = next(
        (
            span
            for span in field.working(piece.lane, piece.starts, piece.ends)
            if span[0] <= piece.starts < span[1]
        ),
        None,
    )
    if shift is None or piece.ends > shift[1]:
        return piece
    begins = _begin(field, piece, shift[0])
    in_shift = [one for one in before if one.ends > begins]
    ready = max([one.ends + field.travel(one.site_id, piece.site_id) for one in in_shift], default=begins)
    if not in_shift:
        ready += field.travel(field.homes.get(piece.lane, 0), piece.site_id)
    earliest = whole_minute(max(ready, begins, not_before, piece.promise_from))
    return piece.at(earliest) if earliest < piece.starts else piece


def _begin(field: Field, piece: Stand, known: int) -> int:
    """When the shift begins that holds a piece: working time may be told from the piece's start only."""
    day = field.working(piece.lane, piece.starts - 86_400, piece.ends)
    return next((begins for begins, ends in day if begins <= piece.starts < ends), known)
