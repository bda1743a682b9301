"""Every command of the board, in the order of the menus. New ones come from a module of their own."""

from __future__ import annotations

from ui.board.verbs import (
    basic,
    clip,
    draft,
    lanes,
    many,
    orders,
    printing,
    sayings,
    sheets,
    slots,
    telling,
    why,
)
from ui.board.verbs.verb import Place, Verb

VERBS: tuple[Verb, ...] = (
    *basic.VERBS,
    *why.VERBS,
    *many.VERBS,
    *sayings.VERBS,
    *draft.VERBS,
    *clip.VERBS,
    *orders.VERBS,
    *lanes.VERBS,
    *slots.VERBS,
    *printing.VERBS,
    *telling.VERBS,
    *sheets.VERBS,
)
"""All of them; names are unique."""

BY_NAME = {verb.name: verb for verb in VERBS}


def verbs_of(place: Place) -> list[Verb]:
    """What is offered at a place, by section, then in the order of the table."""
    return sorted((verb for verb in VERBS if place in verb.places), key=lambda verb: verb.section)
