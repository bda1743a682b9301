"""Open, move, back to the waiting list, print, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.texts import N_
from ui.board.verbs.verb import Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def _order_id(page: BoardPage, target: Target) -> int:
    table = page.view.scene.model.table
    return int(table.order_id[table.slot(target.visit_ids[0])])


def _open(page: BoardPage, target: Target) -> None:
    page.order_wanted.emit(_order_id(page, target))


def _move(page: BoardPage, target: Target) -> None:
    page.move_by_dialog(target.visit_ids[0])


def _unschedule(page: BoardPage, target: Target) -> None:
    page.planning.unschedule(list(target.visit_ids))


def _print(page: BoardPage, target: Target) -> None:
    page.print_wanted.emit(list(target.visit_ids))


def _show_technician(page: BoardPage, target: Target) -> None:
    scene = page.view.scene
    slot = scene.model.table.slot(target.visit_ids[0])
    page.technician_wanted.emit(scene.model.lanes[int(scene.model.table.lane[slot])].technician_id)


BOTH = (Place.VISIT, Place.SEVERAL)

VERBS = (
    Verb("open", N_("Open order"), N_("Open the order in the editor"), _open, key="Return"),
    Verb("move", N_("Move to…"), N_("Move the visit by typing technician and time"), _move, key="M"),
    Verb(
        "unschedule",
        N_("Back to the waiting list"),
        N_("Take the visits off the board; their orders wait again"),
        _unschedule,
        places=BOTH,
        key="Del",
        section=4,
    ),
    Verb(
        "print_sheets",
        N_("Print work descriptions…"),
        N_("Print the work descriptions of the selected visits"),
        _print,
        places=BOTH,
        section=8,
    ),
    Verb(
        "show_technician",
        N_("Show technician"),
        N_("Lead to the technician's own page"),
        _show_technician,
        section=9,
    ),
)
