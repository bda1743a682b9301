"""Saved set-ups of the board: opened exactly as they were left, also after a crash (board.md 5, 59).

What a person changes while a sheet is open is kept at once, at most once a second, on this computer; the
sheet in the database follows when it is left. A locked sheet, and a colleague's, open as they were saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, QTimer

from app.changes import Changes
from app.queries.sheets import SheetRow, roles, sheets_for
from app.usecases.sheets import SavedSheet, save_sheet
from models.errors import Expected
from models.terms import SheetKind
from resources.texts import _
from ui.board.sheets.set_up import SetUp, put, put_place, taken
from ui.board.sheets.sheet_bar import SheetBar
from ui.board.sheets.sheet_edits import ChangeSheet, MakeSheet, OrderSheets, RemoveSheet, SheetVersions
from ui.board.sheets.sheet_menu import SheetMenu
from ui.edits import Edit
from ui.widgets.toast import Kind

if TYPE_CHECKING:
    from ui.board.page import BoardPage

KEEP_MS = 1_000
"""What changes is kept at most so often."""


class Sheets(QObject):
    """The sheets of one page.

    Attributes:
        current: id of the sheet that is open, 0 for none.
    """

    def __init__(self, page: BoardPage) -> None:
        """Read the sheets, and open the one that was open the last time."""
        super().__init__(page)
        self._page = page
        self.rows: tuple[SheetRow, ...] = ()
        self.current = 0
        self.versions = SheetVersions()
        self.roles: tuple[tuple[int, str], ...] = ()
        self._opening: tuple[SetUp, date] | None = None
        self._is_first = True
        self._is_putting = False
        self.bar = SheetBar()
        page.feet.addWidget(self.bar)
        self.menu = SheetMenu(self, page)
        page.toolbar.put(self.menu.button, at_end=True, rank=57)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(self.keep)
        self._connect()
        self._read()
        page.jobs.read(roles, done=self._take_roles, owner=self)

    def _connect(self) -> None:
        page, view = self._page, self._page.view
        for signal in (
            view.days_changed,
            view.selection_changed,
            view.lanes_changed,
            page.docking.changed,
            page.filtering.changed,
            page.waiting.changed,
        ):
            signal.connect(self._on_change)
        page.loaded.connect(self._go_on)
        page.live.changed.connect(self._on_committed)
        self.bar.chosen.connect(self.open)
        self.bar.ordered.connect(self.order)
        page.closing.connect(self.leave)
        self.bar.menu_wanted.connect(self.menu.open)
        self.bar.new_wanted.connect(self.menu.ask_new)

    # ------------------------------------------------------------------ which there are

    def _read(self) -> None:
        user = self._page.jobs.context.user.id
        self._page.jobs.read(sheets_for, user, SheetKind.BOARD, done=self._take, owner=self)

    def _take(self, rows: Sequence[SheetRow]) -> None:
        self.rows = tuple(rows)
        for row in rows:
            self.versions.note(row.sheet_id, row.version)
        self.current = self.versions.id(self.current)
        if self.current and self.row(self.current) is None:
            self.current = 0
        self._show()
        if self._is_first:
            self._is_first = False
            last = int(str(QSettings().value(self._key("open"), 0) or 0))
            if self.row(last) is not None:
                self.open(last)

    def _take_roles(self, found: Sequence[tuple[int, str]]) -> None:
        self.roles = tuple(found)

    def _on_committed(self, changes: Changes) -> None:
        if changes.touches("sheet"):
            self._read()

    def row(self, sheet_id: int) -> SheetRow | None:
        """A sheet by id."""
        return next((row for row in self.rows if row.sheet_id == sheet_id), None)

    def _show(self) -> None:
        self.bar.show_sheets(self.rows, self.current)
        row = self.row(self.current)
        self.menu.button.setText(row.name.replace("&", "&&") if row is not None else _("Sheets"))

    # ------------------------------------------------------------------ opening and leaving

    def open(self, sheet_id: int) -> None:
        """Let the board stand as that sheet; the one before is kept first."""
        row = self.row(sheet_id)
        if row is None or sheet_id == self.current:
            return
        self.leave()
        self.current = sheet_id
        QSettings().setValue(self._key("open"), sheet_id)
        self._show()
        self._put(self._kept(row) or _read_json(row.content))

    def reset(self) -> None:
        """Let the board stand as the sheet was saved."""
        row = self.row(self.current)
        if row is not None:
            QSettings().remove(self._key(str(self.current)))
            self._put(_read_json(row.content))

    def _put(self, kept: SetUp) -> None:
        if not kept:
            return
        self._is_putting = True
        day = put(self._page, kept)
        self._opening = kept, day
        if self._page.is_busy and not self._page.was_shown:
            return  # the first board is on its way; `_go_on` goes there
        self._page.days.go_to(day)
        if not self._page.is_busy:
            self._go_on()

    def _go_on(self) -> None:
        """The day of the sheet that is being opened is on the board."""
        if self._opening is None:
            self._is_putting = False
            return
        kept, day = self._opening
        window = self._page.view.scene.model.window
        days = self._page.view.scene.model.days
        noon = days.midnight((day - days.first).days) + 43_200
        self._opening = None
        if not window.starts <= noon < window.ends:
            self._opening = kept, day
            self._page.days.go_to(day)
            return
        QTimer.singleShot(0, self, lambda: self._stand(kept, day))  # panes have their sizes by then

    def _stand(self, kept: SetUp, day: date) -> None:
        put_place(self._page, kept, day)
        self._is_putting = False

    def leave(self) -> None:
        """Keep what was changed: here at once, and in the database if the sheet may be changed."""
        row = self.row(self.current)
        if row is None or self._opening is not None:
            return
        self.keep()
        now = json.dumps(taken(self._page), sort_keys=True)
        if not row.is_own or row.locked or now == row.content:
            return
        self._page.jobs.write(
            save_sheet,
            sheet_id=row.sheet_id,
            seen=self.versions.version(row.sheet_id),
            values={"content": now},
            done=self._note_saved,
            failed=lambda _error: None,  # kept on this computer all the same
            owner=self,
        )

    def _note_saved(self, answer: SavedSheet, _changes: Changes) -> None:
        self.versions.note(answer.sheet_id, answer.version)

    # ------------------------------------------------------------------ kept while working

    def _on_change(self, *_what: object) -> None:
        if self.current and not self._is_putting and not self._keeping.isActive():
            self._keeping.start()

    def keep(self) -> None:
        """Write down on this computer how the open sheet stands, so that a crash loses nothing."""
        self._keeping.stop()
        row = self.row(self.current)
        if row is None or self._opening is not None or row.locked:
            return
        settings = QSettings()
        settings.setValue(self._key(str(self.current)), json.dumps(taken(self._page)))
        settings.sync()

    def _kept(self, row: SheetRow) -> SetUp:
        """What this computer has of a sheet; a locked one opens as it was saved."""
        return {} if row.locked else _read_json(str(QSettings().value(self._key(str(row.sheet_id)), "{}")))

    def _key(self, what: str) -> str:
        database = self._page.jobs.context.database.name.replace("/", "_")
        return f"board/sheets/{database}/{what}"

    # ------------------------------------------------------------------ what a person does with them

    def make(self, name: str) -> None:
        """Keep the board as it stands as a new sheet, and open that."""
        self.leave()
        content = json.dumps(taken(self._page), sort_keys=True)
        text = _("Make sheet {name}").format(name=name)
        values = {"name": name, "content": content}
        self._do(MakeSheet(self.versions, text, kind=SheetKind.BOARD, values=values), done=self._made)

    def _made(self, answer: SavedSheet) -> None:
        self.current = answer.sheet_id
        QSettings().setValue(self._key("open"), answer.sheet_id)
        self._read()

    def duplicate(self, sheet_id: int) -> None:
        """A sheet of one's own like another."""
        row = self.row(sheet_id)
        if row is None:
            return
        kept = taken(self._page) if sheet_id == self.current else _read_json(row.content)
        name = _("{name} (copy)").format(name=row.name)
        values = {"name": name, "content": json.dumps(kept, sort_keys=True)}
        text = _("Duplicate sheet {name}").format(name=row.name)
        self._do(MakeSheet(self.versions, text, kind=SheetKind.BOARD, values=values))

    def change(self, sheet_id: int, text: str, values: Mapping[str, Any]) -> None:  # Any: values of columns
        """Give a sheet another name, role or lock; `text` names the step."""
        self._do(ChangeSheet(self.versions, text, sheet_id=sheet_id, values=values))

    def rename(self, sheet_id: int, name: str) -> None:
        """Another name."""
        self.change(sheet_id, _("Rename sheet to {name}").format(name=name), {"name": name})

    def share(self, sheet_id: int, role_id: int) -> None:
        """Let everybody of a role open it; 0 for nobody."""
        row = self.row(sheet_id)
        text = _("Share sheet {name}").format(name=row.name if row is not None else "")
        self.change(sheet_id, text, {"role_id": role_id or None})

    def lock(self, sheet_id: int, *, on: bool) -> None:
        """Lock a sheet as the board stands, or unlock it."""
        row = self.row(sheet_id)
        name = row.name if row is not None else ""
        text = (_("Lock sheet {name}") if on else _("Unlock sheet {name}")).format(name=name)
        values: dict[str, Any] = {"locked": on}  # Any: values of columns
        if on and sheet_id == self.current:
            values["content"] = json.dumps(taken(self._page), sort_keys=True)
        self.change(sheet_id, text, values)

    def remove(self, sheet_id: int) -> None:
        """Delete a sheet; undo brings it back."""
        row = self.row(sheet_id)
        text = _("Delete sheet {name}").format(name=row.name if row is not None else "")
        self._do(RemoveSheet(self.versions, text, sheet_id=sheet_id))

    def order(self, sheet_ids: Sequence[int]) -> None:
        """Put one's own sheets in another order."""
        own = [one for one in sheet_ids if (row := self.row(one)) is not None and row.is_own]
        if own:
            self._do(OrderSheets(self.versions, _("Reorder sheets"), sheet_ids=own))

    def step(self, by: int) -> None:
        """Open the next sheet, or the one before."""
        ids = [row.sheet_id for row in self.rows]
        if ids:
            at = ids.index(self.current) + by if self.current in ids else 0
            self.open(ids[at % len(ids)])

    def _do(self, edit: Edit, *, done: Any = None) -> None:  # Any: takes the use case's own answer
        self._page.edits.do(edit, done=done, failed=self._say)

    def _say(self, error: Expected) -> None:
        self._page.messages.say(str(error), Kind.BAD)
        self._read()


def _read_json(text: str) -> SetUp:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
