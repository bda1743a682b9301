"""Print the board: the day in view, the lanes as they stand on screen (board.md 5, 60)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from resources.texts import N_
from ui.board.verbs.verb import Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def board_to_print(page: BoardPage) -> tuple[date, tuple[int, ...]]:
    """The day in the middle of the view, and the technicians whose lanes show, from top to bottom."""
    scene = page.view.scene
    lanes = scene.model.lanes
    shown = [at for at in range(len(lanes)) if scene.rows.shows(at)]
    shown.sort(key=lambda at: int(scene.rows.tops[at]))
    day = scene.model.days.wall(page.view.middle()).date()
    return day, tuple(lanes[at].technician_id for at in shown)


def _print(page: BoardPage, _target: Target) -> None:
    page.board_print_wanted.emit()


VERBS = (
    Verb(
        "print_board",
        N_("Print the board…"),
        N_("Print the lanes in view by the hour or by days, as lists, or their conflicts"),
        _print,
        places=(Place.EMPTY, Place.LANE, Place.VISIT, Place.SEVERAL),
        section=8,
        is_general=True,
    ),
)
