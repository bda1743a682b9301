"""The draft plan: on and off, publish, drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.terms import Right
from resources.texts import N_, _
from ui.board.draft.draft_bar import Drafts
from ui.board.verbs.verb import Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage

ANYWHERE = (Place.EMPTY, Place.LANE)
DRAFT = N_("Draft")


def _drafts(page: BoardPage) -> Drafts:
    found = page.parts["draft"]
    if not isinstance(found, Drafts):
        raise TypeError("the board has no draft")
    return found


def _turn(page: BoardPage, _target: Target) -> None:
    drafts = _drafts(page)
    drafts.turn(on=not drafts.is_on)


def _publish(page: BoardPage, _target: Target) -> None:
    _drafts(page).bar.ask_publish()


def _drop(page: BoardPage, _target: Target) -> None:
    _drafts(page).drop()


def _is_full(page: BoardPage, _target: Target) -> str | None:
    return None if _drafts(page).book else _("The draft is empty.")


VERBS = (
    Verb(
        "draft",
        N_("On or off"),
        N_("Plan without saving, then publish or drop it as one step"),
        _turn,
        places=ANYWHERE,
        key="Shift+D",
        section=5,
        above=DRAFT,
        is_general=True,
        right=Right.PLAN,
    ),
    Verb(
        "publish_draft",
        N_("Publish"),
        N_("Save everything of the draft as one step"),
        _publish,
        places=ANYWHERE,
        section=5,
        why_not=_is_full,
        above=DRAFT,
        is_general=True,
        right=Right.PLAN,
    ),
    Verb(
        "drop_draft",
        N_("Drop"),
        N_("Forget everything of the draft as one step"),
        _drop,
        places=ANYWHERE,
        section=5,
        why_not=_is_full,
        above=DRAFT,
        is_general=True,
    ),
)
