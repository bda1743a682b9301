"""What has the keyboard on the board's page, in words: for the sheet of keys and for F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from resources.texts import N_, _
from ui.board.verbs.keys import VerbKeys
from ui.board.verbs.verb import Place
from ui.keymap import ON_BOARD
from ui.widgets.key_sheet import Here

if TYPE_CHECKING:
    from ui.board.page import BoardPage

_WORDS = {
    Place.VISIT: (
        N_("A visit"),
        N_(
            "One block is one visit of one technician. Arrows lead to its neighbours; with Alt they move it, "
            "and the board says at once what does not fit."
        ),
    ),
    Place.SEVERAL: (
        N_("Several visits"),
        N_("What is done now is done to all that are selected, as one step to undo."),
    ),
    Place.EMPTY: (
        N_("Empty time"),
        N_(
            "The mark stands on a technician's free time. Enter begins a visit here, Ctrl+V pastes what was "
            "cut or copied; Ctrl+arrows move the mark."
        ),
    ),
    Place.LANE: (
        N_("A technician"),
        N_("The header of a lane: up and down lead to others, right leads into the lane."),
    ),
    Place.WAITING: (
        N_("A waiting order"),
        N_(
            "It has no visit yet. A finds who could go, the best first; S finds the best places of all; "
            "M asks for technician and time. The next order waits here afterwards."
        ),
    ),
}


def here_of(page: BoardPage) -> Here:
    """The place of the board that has the keyboard; another part of the page is told by its own name."""
    focus = QApplication.focusWidget()
    view, table = page.view, page.waiting.table
    if focus is None or focus in (view, view.viewport(), table, table.viewport()):
        place = page.part(VerbKeys).target().place
        name, about = _WORDS[place]
        return Here(place.value, _(name), _(about))
    name = focus.accessibleName() or _("The board's page")
    return Here(ON_BOARD, name, focus.whatsThis() or focus.toolTip())
