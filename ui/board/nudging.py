"""Moving the chosen visits by keyboard, step by step; what breaks a hard rule stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.board.aiming import resized
from ui.board.gestures import Move
from ui.board.placements import Placement

if TYPE_CHECKING:
    from ui.board.view import BoardView


def chosen(view: BoardView) -> list[Placement]:
    """The selected visits, or the focused one."""
    scene = view.scene
    ids = scene.selected or {scene.focused}
    return [scene.model.placement(slot) for slot in scene.slots_of(sorted(ids))]


def nudge(view: BoardView, *, steps: int = 0, lanes: int = 0) -> None:
    """Move the chosen visits by snap steps or lanes; lanes are mapped alike, or none moves."""
    scene = view.scene
    by = steps * scene.axis.snap
    places = chosen(view)
    after = [scene.rows.step(place.lane, lanes) if lanes else place.lane for place in places]
    if lanes and any(lane == place.lane for lane, place in zip(after, places, strict=True)):
        return
    want(
        view,
        [place.moved(lane=lane, starts=place.starts + by) for place, lane in zip(places, after, strict=True)],
    )


def stretch(view: BoardView, steps: int, *, at_start: bool = False) -> None:
    """Move one end of the chosen visits by snap steps."""
    by = steps * view.scene.axis.snap
    want(
        view,
        [
            resized(
                place, edge=(place.starts if at_start else place.ends) + by, at_start=at_start, free=False
            )
            for place in chosen(view)
        ],
    )


def want(view: BoardView, places: list[Placement]) -> bool:
    """Say that visits are to stand elsewhere, or why they may not; whether they may."""
    model = view.scene.model
    table = model.table
    places = [place for place in places if place != model.placement(table.slot(place.visit_id))]
    if not places:
        return False
    verdicts = model.judge(places)
    hard = [verdict for verdict in verdicts if verdict.hard]
    if hard:
        view.refuse(hard[0].hard[0].text)
        return False
    view.want_moves(
        [
            Move(
                place.visit_id,
                int(table.version[table.slot(place.visit_id)]),
                model.lanes[place.lane].technician_id,
                place.starts,
                place.ends,
                verdict,
            )
            for place, verdict in zip(places, verdicts, strict=True)
        ]
    )
    return True
