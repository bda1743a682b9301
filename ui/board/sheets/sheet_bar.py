"""The tabs of the saved set-ups, under the board as in a workbook; dragged to another place, or renamed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from app.queries.sheets import SheetRow
from resources.texts import _
from ui import theme


class SheetBar(QWidget):
    """Tabs in a row; hidden while there are none.

    Signals:
        chosen(int): a sheet is to be opened, by id.
        ordered(object): ids of one's own sheets in their new order.
        menu_wanted(int, QPoint): the menu of a sheet, at a point of the screen.
        new_wanted(QPoint): one more is wanted.
    """

    chosen = Signal(int)
    ordered = Signal(object)
    menu_wanted = Signal(int, QPoint)
    new_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setMovable(True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(_("Sheets"))
        self.tabs.installEventFilter(self)
        self.tabs.tabBarDoubleClicked.connect(lambda at: self._menu_at(at))
        self.tabs.currentChanged.connect(self._on_current)
        self.tabs.tabMoved.connect(self._on_moved)
        self.plus = QToolButton()
        theme.set_icon(self.plus, "plus", "muted")
        self.plus.setAutoRaise(True)
        words = _("Keep the board as it stands, as a sheet")
        self.plus.setToolTip(words)
        self.plus.setAccessibleName(words)
        self.plus.clicked.connect(lambda: self.new_wanted.emit(self._above(self.plus.pos())))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(self.tabs)
        row.addWidget(self.plus)
        row.addStretch(1)
        self.hide()

    def show_sheets(self, sheets: Sequence[SheetRow], current: int) -> None:
        """Show these, without telling."""
        was_blocked = self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for at, sheet in enumerate(sheets):
            self.tabs.addTab(sheet.name.replace("&", "&&"))
            self.tabs.setTabData(at, sheet.sheet_id)
            if sheet.locked:
                self.tabs.setTabIcon(at, theme.icon("lock", "muted"))
            elif not sheet.is_own:
                self.tabs.setTabIcon(at, theme.icon("users", "muted"))
            self.tabs.setTabToolTip(at, _tip(sheet))
        ids = [sheet.sheet_id for sheet in sheets]
        self.tabs.setCurrentIndex(ids.index(current) if current in ids else -1)
        self.tabs.blockSignals(was_blocked)
        self.setVisible(bool(sheets))

    def _ids(self) -> list[int]:
        return [int(self.tabs.tabData(at)) for at in range(self.tabs.count())]

    def _on_current(self, at: int) -> None:
        if at >= 0:
            self.chosen.emit(int(self.tabs.tabData(at)))

    def _on_moved(self, _source: int, _target: int) -> None:
        self.ordered.emit(self._ids())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu of the tab pointed at; by keyboard, of the current one."""
        if event.type() != QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return super().eventFilter(watched, event)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._menu_at(self.tabs.currentIndex() if by_key else self.tabs.tabAt(event.pos()))
        return True

    def _menu_at(self, at: int) -> None:
        if at >= 0:
            place = self.tabs.mapToGlobal(self.tabs.tabRect(at).topLeft())
            self.menu_wanted.emit(int(self.tabs.tabData(at)), place)

    def _above(self, at: QPoint) -> QPoint:
        return self.mapToGlobal(at) - QPoint(0, 56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet ground and a hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens.window)
        painter.fillRect(0, 0, self.width(), 1, theme.tokens.line)


def _tip(sheet: SheetRow) -> str:
    """Whose it is, and whether it can be changed."""
    said = []
    if sheet.owner:
        said.append(_("Shared by {name}").format(name=sheet.owner))
    elif sheet.role_id:
        said.append(_("Shared with others"))
    if sheet.locked:
        said.append(_("Locked against change"))
    return " · ".join(said)
