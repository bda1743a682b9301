"""Aims become wishes: with the versions on the screen, whole or as far as they fit."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.board import WaitingRow
from models import fit
from resources.texts import N_, _
from ui.board.editing.placements import Placement
from ui.board.gestures.aims import Aim, Kind
from ui.board.gestures.hand import Board
from ui.board.gestures.wishes import Copy, Drop, Move, Offer
from ui.board.scene import Scene

_REFUSED = {
    Kind.MOVE: N_("Not moved: {reasons}"),
    Kind.COPY: N_("Not copied: {reasons}"),
    Kind.SWAP: N_("Not swapped: {reasons}"),
    Kind.PUSH: N_("Not pushed: {reasons}"),
}
"""Why a drop sprang back, by what it would have done."""


def move_of(scene: Scene, place: Placement, verdict: fit.Verdict) -> Move:
    """The visit of a placement, in the version on the screen, goes there."""
    table = scene.model.table
    version = int(table.version[table.slot(place.visit_id)])
    technician = scene.model.lanes[place.lane].technician_id
    return Move(place.visit_id, version, technician, place.starts, place.ends, verdict)


def moves_of(scene: Scene, aim: Aim, verdicts: Sequence[fit.Verdict]) -> list[Move]:
    """The visits of an aim that change their place."""
    triples = zip(aim.places, aim.before, verdicts, strict=True)
    return [move_of(scene, place, verdict) for place, was, verdict in triples if place != was]


def copies_of(scene: Scene, places: Sequence[Placement], verdicts: Sequence[fit.Verdict]) -> list[Copy]:
    """One more visit for the order of each placement."""
    lanes = scene.model.lanes
    return [
        Copy(
            place.order_id,
            place.number,
            lanes[place.lane].technician_id,
            place.starts,
            place.ends,
            verdict,
        )
        for place, verdict in zip(places, verdicts, strict=True)
    ]


def drop_of(scene: Scene, row: WaitingRow, place: Placement, verdict: fit.Verdict) -> Drop:
    """The order of a row gets a visit there."""
    technician = scene.model.lanes[place.lane].technician_id
    return Drop(row.order_id, row.version, technician, place.starts, place.ends, verdict)


def fitting(scene: Scene, aim: Aim) -> Aim | None:
    """As many of several visits as break no hard rule, the others staying; None for none or all."""
    kept = list(zip(aim.places, aim.before, strict=True))
    while kept:
        verdicts = scene.model.judge([place for place, _before in kept])
        good = [pair for pair, verdict in zip(kept, verdicts, strict=True) if not verdict.hard]
        if len(good) == len(kept):
            break
        kept = good
    if not kept or (len(kept) == len(aim.places) and not aim.outside):
        return None
    return Aim(aim.kind, tuple(place for place, _was in kept), tuple(was for _place, was in kept))


def asked_for(verdicts: Sequence[fit.Verdict]) -> list[str]:
    """The soft rules that are broken and for which the company wants a reason first, in words."""
    return [
        finding.text
        for verdict in verdicts
        for finding in verdict.findings
        if finding.asks_reason and not finding.hard
    ]


def wanted(board: Board, wish: Sequence[Move | Drop | Copy]) -> None:
    """Want moves, plans or copies; where the company asks for a reason, ask for it first."""
    why = asked_for([one.verdict for one in wish])
    if why:
        words = _("A reason is asked for: {reasons}").format(reasons="; ".join(why[:3]))
        board.refuse(Offer(words, wish=tuple(wish), asks=True))
        return
    moves = [one for one in wish if isinstance(one, Move)]
    drops = [one for one in wish if isinstance(one, Drop)]
    copies = [one for one in wish if isinstance(one, Copy)]
    if moves:
        board.want_moves(moves)
    if drops:
        board.want_orders(drops)
    if copies:
        board.want_copies(copies)


def refusal(words: Sequence[str], kind: Kind = Kind.MOVE) -> str:
    """Why a drop sprang back."""
    return _(_REFUSED[kind]).format(reasons="; ".join(words[:3]))


def as_offer(scene: Scene, aim: Aim, verdicts: Sequence[fit.Verdict], words: Sequence[str]) -> Offer:
    """The reason, and what could be allowed by who may."""
    if aim.outside or any(verdict.is_final for verdict in verdicts):
        return Offer(refusal(words, aim.kind))
    if aim.kind is Kind.COPY:
        return Offer(refusal(words, aim.kind), wish=tuple(copies_of(scene, aim.places, verdicts)))
    return Offer(refusal(words, aim.kind), wish=tuple(moves_of(scene, aim, verdicts)))
