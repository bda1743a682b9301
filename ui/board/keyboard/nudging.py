"""What the keyboard wants of visits becomes the same aims and wishes as a drag's: one meaning of move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.queries.board import WaitingRow
from resources.texts import _
from ui.board.aiming import overlay_for, resized
from ui.board.editing.flowing import Job, flowing, spread
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.gestures import aims
from ui.board.gestures.aims import Aim, Kind
from ui.board.gestures.sending import as_offer, copies_of, drop_of, fitting, moves_of, refusal
from ui.board.gestures.wishes import Offer, Way

if TYPE_CHECKING:
    from ui.board.view import BoardView


def chosen(view: BoardView) -> list[Placement]:
    """The selected visits, or the focused one."""
    scene = view.scene
    ids = scene.selected or {scene.focused}
    return [scene.model.placement(slot) for slot in scene.slots_of(sorted(ids))]


def nudge(view: BoardView, *, steps: int = 0, lanes: int = 0) -> None:
    """Move the chosen visits by snap steps or lanes, their crews with them."""
    first = _first(view)
    if first is None:
        return
    lane = view.scene.rows.step(first.lane, lanes) if lanes else first.lane
    if lanes and lane == first.lane:
        return
    carry(view, first.visit_id, lane=lane, starts=first.starts + steps * view.scene.axis.snap)


def _first(view: BoardView) -> Placement | None:
    """The visit that leads: the focused one, if it is chosen."""
    places = chosen(view)
    return next((place for place in places if place.visit_id == view.scene.focused), next(iter(places), None))


def carry(view: BoardView, visit_id: int, *, lane: int, starts: int) -> bool:
    """Put a visit on a lane and time as a drag does, what is selected along with it; whether that may be."""
    slot = view.scene.model.table.slot(visit_id)
    if slot < 0:
        return False
    origins = aims.origins_of(view.scene, slot)
    return carry_out(view, aims.carried(view.scene, origins, lane=lane, starts=starts))


def stretch(view: BoardView, steps: int, *, at_start: bool = False) -> None:
    """Move one end of the chosen visits by snap steps."""
    by = steps * view.scene.axis.snap
    places = chosen(view)
    edges = [(place.starts if at_start else place.ends) + by for place in places]
    want(
        view,
        [
            resized(place, edge=edge, at_start=at_start, free=False)
            for place, edge in zip(places, edges, strict=True)
        ],
    )


def want(view: BoardView, places: Sequence[Placement]) -> bool:
    """Say that visits are to stand elsewhere, or why they may not; whether they may."""
    table = view.scene.model.table
    before = [view.scene.model.placement(table.slot(place.visit_id)) for place in places]
    return carry_out(view, Aim(Kind.MOVE, tuple(places), tuple(before)))


def carry_out(view: BoardView, aim: Aim) -> bool:
    """Want what was aimed at, or say why not and what of it could be; whether it was wanted."""
    scene = view.scene
    if not aim.places or aim.stays:
        return False
    overlay = overlay_for(
        scene, view.style_in_use, aim.places, aim.moving, mark=aim.kind, outside=aim.outside
    )
    verdicts = [ghost.verdict for ghost in overlay.ghosts]
    if not aim.outside and not any(verdict.hard for verdict in verdicts):
        _want(view, aim)
        return True
    offer = as_offer(scene, aim, verdicts, overlay.words)
    some = fitting(scene, aim)
    if some is not None:
        text = _("Move {n}") if aim.kind is Kind.MOVE else _("Copy {n}")
        offer = replace(offer, ways=(Way(text.format(n=len(some.places)), lambda: _want(view, some)),))
    view.refuse(offer)
    return False


def _want(view: BoardView, aim: Aim) -> None:
    verdicts = view.scene.model.judge(aim.places)
    if aim.kind is Kind.COPY:
        view.want_copies(copies_of(view.scene, aim.places, verdicts))
    else:
        view.want_moves(moves_of(view.scene, aim, verdicts), in_steps=True)


def plan_rows(
    view: BoardView, rows: Sequence[WaitingRow], *, lane: int, starts: int, spreads: bool = False
) -> bool:
    """Waiting orders one after another on a lane from a time, as a drop there; whether that may be.

    With `spreads` each goes to the lane that is shown and takes it best, as with Ctrl in a drag.
    """
    scene = view.scene
    jobs = [Job(waiting_placement(row, lane=lane, starts=starts), row.split) for row in rows]
    lanes = [one for one in range(len(scene.rows)) if scene.rows.shows(one)]
    laid = spread(scene.model, jobs, lanes) if spreads else flowing(scene.model, jobs)
    pieces = [piece for one in laid for piece in one]
    overlay = overlay_for(scene, view.style_in_use, pieces, frozenset())
    verdicts = iter([ghost.verdict for ghost in overlay.ghosts])
    wanted = [
        drop_of(scene, row, piece, next(verdicts))
        for row, one in zip(rows, laid, strict=True)
        for piece in one
    ]
    if overlay.hard:
        view.refuse(Offer(refusal(overlay.words), wish=tuple(wanted)))
        return False
    view.want_orders(wanted)
    return True
