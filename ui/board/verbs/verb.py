"""What a command of the board is, and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.terms import Right
from resources.texts import _

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class Place(StrEnum):
    """Where a command is offered (board.md 5, 48 to 52)."""

    VISIT = "visit"
    SEVERAL = "several"
    EMPTY = "empty"
    LANE = "lane"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Target:
    """What a command is about.

    Attributes:
        place: what was pointed at, or has the keyboard.
        visit_ids: the selected visits, else the focused one.
        order_ids: the selected orders of the waiting list.
        lane: index of the lane pointed at, -1 for none.
        instant: the time pointed at, epoch seconds; 0 for none.
    """

    place: Place
    visit_ids: tuple[int, ...] = ()
    order_ids: tuple[int, ...] = ()
    lane: int = -1
    instant: int = 0


WhyNot = Callable[["BoardPage", Target], str | None]
"""Why a command cannot be given now, in a sentence, or None."""


def always(_page: BoardPage, _target: Target) -> str | None:
    """Nothing speaks against it."""
    return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things a command can be given for: a technician, a priority, a slot.

    Attributes:
        text: translated.
        run: does it.
        tip: what more is to be said, translated.
        why_not: why it cannot be chosen now, or None.
        is_checked: whether it is so already.
    """

    text: str
    run: Callable[[], object]
    tip: str = ""
    why_not: str | None = None
    is_checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """A command of the board: its menus, its key, the palette and the table of keys are made of this.

    Attributes:
        name: by which it is known, also to what the person made of its key.
        text, help: English, marked; translated where they are said.
        run: does it.
        places: the menus it stands in, in the order of the table.
        key: in Qt's portable form, or ""; it works while the board (or the waiting list) has the keyboard.
        section: commands of one section stand together, a line between sections.
        why_not: why it cannot be given now; then its entry is grey and says so.
        above: name of the submenu it stands in, English, marked; "" for the menu itself.
        also: other keys that do the same.
        right: what a person must be allowed; to others its entry is grey and says so.
        is_general: it is about the board as a whole; key and palette give it wherever the keyboard is.
        choices: what stands in its own submenu, asked for when a menu is made; its key still runs `run`.
    """

    name: str
    text: str
    help: str
    run: Callable[[BoardPage, Target], object]
    places: tuple[Place, ...] = (Place.VISIT,)
    key: str = ""
    section: int = 0
    why_not: WhyNot = always
    above: str = ""
    also: tuple[str, ...] = ()
    choices: Callable[[BoardPage, Target], Sequence[Choice]] | None = None
    right: Right | None = None
    is_general: bool = False

    def hindrance(self, page: BoardPage, target: Target) -> str | None:
        """Why this person cannot give it now, in a sentence, or None."""
        if self.right is not None and not page.may(self.right):
            return _("You may not do that.")
        return self.why_not(page, target)
