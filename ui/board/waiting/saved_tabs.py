"""The waiting list's tabs that a person saved by name, kept in the database with the sheets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.changes import Changes
from app.queries.sheets import SheetRow, sheets_for
from app.usecases.sheets import SavedSheet
from models.errors import Expected
from models.terms import SheetKind
from resources.texts import _
from ui.board.sheets.sheet_edits import ChangeSheet, MakeSheet, RemoveSheet, SheetVersions
from ui.board.waiting.waiting_tabs import ALL, OwnTab
from ui.edits import Edit
from ui.widgets.toast import Kind

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class SavedTabs(QObject):
    """Saved tabs of one waiting list."""

    def __init__(self, page: BoardPage) -> None:
        """Read them, and do what the list's tabs want."""
        super().__init__(page)
        self._page, self._list = page, page.waiting
        self._versions = SheetVersions()
        self._wanted = 0
        tabs = page.waiting.tabs
        tabs.save_wanted.connect(self._make)
        tabs.renew_wanted.connect(self._renew)
        tabs.rename_wanted.connect(self._rename)
        tabs.remove_wanted.connect(self._remove)
        page.live.changed.connect(self._on_committed)
        self._read()

    def _read(self) -> None:
        user = self._page.jobs.context.user.id
        self._page.jobs.read(sheets_for, user, SheetKind.WAITING, done=self._take, owner=self)

    def _take(self, rows: Sequence[SheetRow]) -> None:
        for row in rows:
            self._versions.note(row.sheet_id, row.version)
        self._list.set_own_tabs(
            [OwnTab(row.sheet_id, row.name, _content(row), is_own=row.is_own) for row in rows]
        )
        if self._wanted:
            self._list.choose_tab(f"own:{self._wanted}")
            self._wanted = 0

    def _on_committed(self, changes: Changes) -> None:
        if changes.touches("sheet"):
            self._read()

    def _state(self) -> str:
        """The list as it stands; a built-in tab stays what it is based on."""
        state: dict[str, Any] = self._list.state()  # Any: what JSON knows
        own = self._list.tabs.own(state["tab"])
        state["base"] = own.content.get("base", ALL) if own is not None else state["tab"]
        del state["tab"]
        return json.dumps(state, sort_keys=True)

    def _make(self, name: str) -> None:
        text = _("Save tab {name}").format(name=name)
        values = {"name": name, "content": self._state()}
        self._do(MakeSheet(self._versions, text, kind=SheetKind.WAITING, values=values), done=self._made)

    def _made(self, answer: SavedSheet) -> None:
        self._wanted = answer.sheet_id
        self._read()

    def _renew(self, sheet_id: int) -> None:
        values = {"content": self._state()}
        self._do(ChangeSheet(self._versions, _("Save tab"), sheet_id=sheet_id, values=values))

    def _rename(self, sheet_id: int, name: str) -> None:
        text = _("Rename tab to {name}").format(name=name)
        self._do(ChangeSheet(self._versions, text, sheet_id=sheet_id, values={"name": name}))

    def _remove(self, sheet_id: int) -> None:
        self._do(RemoveSheet(self._versions, _("Delete tab"), sheet_id=sheet_id))

    def _do(self, edit: Edit, *, done: Any = None) -> None:  # Any: takes the use case's own answer
        self._page.edits.do(edit, done=done, failed=self._say)

    def _say(self, error: Expected) -> None:
        self._page.messages.say(str(error), Kind.BAD)


def _content(row: SheetRow) -> dict[str, Any]:  # Any: what JSON knows
    try:
        found = json.loads(row.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
