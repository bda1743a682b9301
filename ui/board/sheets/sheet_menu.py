"""The menus of the saved set-ups: which to open, and what can be done with one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from app.queries.sheets import SheetRow
from resources.texts import _
from ui import theme
from ui.board.sheets.name_popup import NamePopup

if TYPE_CHECKING:
    from ui.board.page import BoardPage
    from ui.board.sheets.sheets import Sheets


class SheetMenu:
    """The button in the toolbar with the sheets, and the menu of each tab."""

    def __init__(self, sheets: Sheets, page: BoardPage) -> None:
        """Serve the sheets of a page."""
        self._sheets, self._page = sheets, page
        self.button = self._make_button()

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "columns")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        button.setAccessibleName(_("Sheets"))
        button.setToolTip(_("Saved set-ups of the board"))
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        return button

    def _fill(self, menu: QMenu) -> None:
        """The sheets to choose from, then what can be done with the open one."""
        menu.clear()
        for row in self._sheets.rows:
            action = menu.addAction(row.name.replace("&", "&&"), partial(self._sheets.open, row.sheet_id))
            action.setCheckable(True)
            action.setChecked(row.sheet_id == self._sheets.current)
        menu.addSeparator()
        menu.addAction(_("New sheet…"), lambda: self.ask_new(self._under_button()))
        if self._sheets.current:
            menu.addSeparator()
            self._add_deeds(menu, self._sheets.current)

    def open_all(self) -> None:
        """The button's menu, for the keyboard; on the board where the toolbar has no room for it."""
        menu = self.button.menu()
        menu.aboutToHide.connect(self._page.view.setFocus, Qt.ConnectionType.SingleShotConnection)
        menu.popup(self._under_button())

    def open(self, sheet_id: int, at: QPoint) -> None:
        """The menu of one sheet, above a point of the screen."""
        menu = QMenu(self._sheets.bar)
        self._add_deeds(menu, sheet_id)
        menu.popup(at - QPoint(0, menu.sizeHint().height()))
        menu.aboutToHide.connect(menu.deleteLater)

    def _add_deeds(self, menu: QMenu, sheet_id: int) -> None:
        row = self._sheets.row(sheet_id)
        if row is None:
            return
        own, free = row.is_own, row.is_own and not row.locked
        if sheet_id == self._sheets.current:
            menu.addAction(_("Back to how it was saved"), self._sheets.reset)
        menu.addAction(_("Rename…"), lambda: self._ask_rename(row)).setEnabled(free)
        menu.addAction(_("Duplicate"), lambda: self._sheets.duplicate(sheet_id))
        sharing = menu.addMenu(_("Share with"))
        sharing.setEnabled(free)
        for role_id, name in ((0, _("Nobody")), *self._sheets.roles):
            action = sharing.addAction(name, partial(self._sheets.share, sheet_id, role_id))
            action.setCheckable(True)
            action.setChecked(role_id == row.role_id)
        self._add_places(menu, row)
        words = _("Unlock") if row.locked else _("Lock against change")
        menu.addAction(words, lambda: self._sheets.lock(sheet_id, on=not row.locked)).setEnabled(own)
        menu.addSeparator()
        menu.addAction(_("Delete"), lambda: self._sheets.remove(sheet_id)).setEnabled(free)

    def _add_places(self, menu: QMenu, row: SheetRow) -> None:
        """To the left and to the right of the sheet beside it, as dragging its tab does."""
        own = [one.sheet_id for one in self._sheets.rows if one.is_own]
        at = own.index(row.sheet_id) if row.is_own else 0
        for words, by in ((_("To the left"), -1), (_("To the right"), 1)):
            there = at + by
            can = row.is_own and 0 <= there < len(own)
            swapped = list(own)
            if can:
                swapped[at], swapped[there] = swapped[there], swapped[at]
            menu.addAction(words, partial(self._sheets.order, swapped)).setEnabled(can)

    def _under_button(self) -> QPoint:
        if not self.button.isVisible():
            return self._page.view.mapToGlobal(QPoint(0, 0))
        return self.button.mapToGlobal(self.button.rect().bottomLeft())

    def ask_new(self, at: QPoint) -> None:
        """Ask for the name of a new sheet at a point of the screen."""
        popup = NamePopup(self._page, prompt=_("Name of the sheet"), action=_("Keep"))
        popup.ask(at, self._sheets.make)

    def _ask_rename(self, row: SheetRow) -> None:
        popup = NamePopup(self._page, prompt=_("Name of the sheet"), action=_("Rename"), name=row.name)
        popup.ask(self._under_button(), lambda name: self._sheets.rename(row.sheet_id, name))
