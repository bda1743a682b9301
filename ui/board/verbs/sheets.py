"""Sheets by key: open one, the next, the one before; the rest stands in their menu (board.md 5, 59)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from resources.texts import N_, _
from ui.board.verbs.verb import Choice, Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage
    from ui.board.sheets.sheets import Sheets


def _of(page: BoardPage) -> Sheets:
    """The page's sheets, which have the twin's menus below them and so these commands."""
    from ui.board.sheets.sheets import Sheets

    return page.part(Sheets)


def _open_menu(page: BoardPage, _target: Target) -> None:
    _of(page).menu.open_all()


def _sheets(page: BoardPage, _target: Target) -> Sequence[Choice]:
    sheets = _of(page)
    return [
        Choice(row.name, partial(sheets.open, row.sheet_id), is_checked=row.sheet_id == sheets.current)
        for row in sheets.rows
    ]


def _step(page: BoardPage, _target: Target, *, by: int) -> None:
    _of(page).step(by)


def _has_none(page: BoardPage, _target: Target) -> str | None:
    return None if _of(page).rows else _("There is no sheet yet.")


VERBS = (
    Verb(
        "sheets",
        N_("Sheets"),
        N_("Saved set-ups of the board"),
        _open_menu,
        places=(Place.EMPTY,),
        key="B",
        section=7,
        is_general=True,
        choices=_sheets,
    ),
    Verb(
        "next_sheet",
        N_("Next sheet"),
        N_("Open the sheet to the right of the open one"),
        partial(_step, by=1),
        places=(),
        key="Ctrl+Shift+PgDown",
        section=7,
        is_general=True,
        why_not=_has_none,
    ),
    Verb(
        "sheet_before",
        N_("Sheet before"),
        N_("Open the sheet to the left of the open one"),
        partial(_step, by=-1),
        places=(),
        key="Ctrl+Shift+PgUp",
        section=7,
        is_general=True,
        why_not=_has_none,
    ),
)
