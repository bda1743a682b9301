"""Commands about how visits look and where they are told of: colours, lines, legend, table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from resources.texts import N_, _
from ui.board.colleagues.colleagues import Colleagues
from ui.board.telling.colours import LINE_NAMES, Colours
from ui.board.telling.encoding import LINES
from ui.board.telling.schemes import NAMES, Colouring
from ui.board.verbs.verb import Choice, Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def _colours(page: BoardPage) -> Colours | None:
    return page.findChild(Colours)


def _choose_colours(page: BoardPage, _target: Target) -> None:
    """By key: the next scheme."""
    colours = _colours(page)
    if colours is not None:
        known = list(Colouring)
        colours.show_colouring(known[(known.index(colours.colouring) + 1) % len(known)])


def _colour_choices(page: BoardPage, _target: Target) -> Sequence[Choice]:
    colours = _colours(page)
    if colours is None:
        return ()
    return [
        Choice(_(NAMES[one]), partial(colours.show_colouring, one), is_checked=one is colours.colouring)
        for one in Colouring
    ]


def _line_choices(page: BoardPage, _target: Target) -> Sequence[Choice]:
    colours = _colours(page)
    if colours is None:
        return ()
    return [
        Choice(_(LINE_NAMES[line]), partial(colours.toggle_line, line), is_checked=line in colours.lines)
        for line in LINES
    ]


def _show_legend(page: BoardPage, _target: Target) -> None:
    page.side.show_tab("legend")


def _show_table(page: BoardPage, _target: Target) -> None:
    """Bring the twin to the front and give it the keyboard."""
    page.side.show_tab("table")
    tab = page.side.stack.currentWidget()
    table = getattr(tab, "table", None)
    if table is not None:
        table.setFocus()


def _go_to_message(page: BoardPage, _target: Target) -> None:
    """To the choice a colleague's change asks for, else to the buttons of the message."""
    card = page.part(Colleagues).merging.card
    if card.isVisible():
        card.keep.setFocus()
    else:
        page.messages.take_keyboard()


def _says_nothing(page: BoardPage, _target: Target) -> str | None:
    if page.part(Colleagues).merging.card.isVisible() or page.messages.shown() is not None:
        return None
    return _("There is no message now.")


VERBS = (
    Verb(
        "message",
        N_("Go to the message"),
        N_("Put the keyboard on what the message offers; Esc closes it"),
        _go_to_message,
        places=(),
        key="Ctrl+M",
        section=7,
        is_general=True,
        why_not=_says_nothing,
    ),
    Verb(
        "colour_by",
        N_("Colour visits by"),
        N_("What the colours of visits say; its key takes the next"),
        _choose_colours,
        places=(Place.EMPTY,),
        section=7,
        choices=_colour_choices,
        is_general=True,
    ),
    Verb(
        "written_on",
        N_("Written on visits"),
        N_("What blocks say besides their time"),
        _show_legend,
        places=(Place.EMPTY,),
        section=7,
        choices=_line_choices,
        is_general=True,
    ),
    Verb(
        "show_legend",
        N_("Show the legend"),
        N_("What colours and signs mean, with counts that filter"),
        _show_legend,
        places=(Place.EMPTY,),
        section=7,
        is_general=True,
    ),
    Verb(
        "show_table",
        N_("Show as a table"),
        N_("The visits in view as rows, with the same selection and keys"),
        _show_table,
        places=(Place.EMPTY,),
        section=7,
        is_general=True,
    ),
)
