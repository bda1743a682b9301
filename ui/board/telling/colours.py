"""What visits are coloured by and what is written on them: chosen in the toolbar, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from app.queries.board import BoardWindow
from app.queries.visit_texts import MeaningNames, VisitText, meaning_names, visit_texts
from resources.texts import N_, _
from ui import theme
from ui.board.telling.encoding import LINES, USUAL_LINES, OrderTexts
from ui.board.telling.schemes import NAMES, Colouring

if TYPE_CHECKING:
    from ui.board.page import BoardPage

LINE_NAMES = {
    "number": N_("Number"),
    "customer": N_("Customer"),
    "town": N_("Town"),
    "description": N_("Description"),
    "agreement": N_("Agreement"),
    "phone": N_("Telephone"),
}
_FROM_ORDER = frozenset({"description", "agreement", "phone"})
_NAMED = frozenset({Colouring.AGREEMENT, Colouring.SERVICE_LEVEL})
_SCHEME_KEY, _LINES_KEY = "board/colours", "board/lines"


class Colours(QObject):
    """The choice of colours and lines; reads the names and texts that they need.

    Signals:
        changed(): other colours, lines or names are in use.
    """

    changed = Signal()

    def __init__(self, page: BoardPage) -> None:
        """Put the choice into the toolbar of a page, as it was left."""
        super().__init__(page)
        self._page, self._encoding = page, page.view.scene.encoding
        self._read_for: BoardWindow | None = None
        self._texts_for: BoardWindow | None = None
        self.names: Mapping[int, str] = {}
        self._schemes: dict[Colouring, QAction] = {}
        self._lines: dict[str, QAction] = {}
        self.button = self._make_button()
        page.toolbar.put(self.button, before=page.toolbar.folds, rank=58)
        page.view.days_changed.connect(self._follow)
        kept = str(QSettings().value(_SCHEME_KEY, Colouring.STATUS.value))
        lines = str(QSettings().value(_LINES_KEY, ",".join(USUAL_LINES))).split(",")
        self.show_lines(tuple(line for line in LINES if line in lines) or USUAL_LINES)
        self.show_colouring(Colouring(kept) if kept in set(Colouring) else Colouring.STATUS)

    @property
    def colouring(self) -> Colouring:
        """What visits are coloured by."""
        return self._encoding.colouring

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written on visits besides their time."""
        return self._encoding.lines

    def show_colouring(self, colouring: Colouring) -> None:
        """Colour visits by something else."""
        self._encoding.colouring = colouring
        self._schemes[colouring].setChecked(True)
        self.button.setText(_("Colour: {scheme}").format(scheme=_(NAMES[colouring])))
        QSettings().setValue(_SCHEME_KEY, colouring.value)
        self._read_for = None
        self.names = {}
        self._follow()
        self._page.view.viewport().update()
        self.changed.emit()

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Write something else on visits; at least one of number and customer, or the first there is."""
        self._encoding.lines = lines or USUAL_LINES
        for name, action in self._lines.items():
            action.setChecked(name in self._encoding.lines)
        QSettings().setValue(_LINES_KEY, ",".join(self._encoding.lines))
        self._follow()
        self._page.view.viewport().update()
        self.changed.emit()

    def toggle_line(self, line: str) -> None:
        """Write one thing more on visits, or one less."""
        self.show_lines(tuple(name for name in LINES if (name in self.lines) != (name == line)))

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "scheme")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        button.setAccessibleName(_("Colour visits by"))
        button.setToolTip(_("What the colours say, and what is written on visits"))
        menu = QMenu(button)
        chosen = QActionGroup(menu)
        for colouring in Colouring:
            action = menu.addAction(_(NAMES[colouring]))
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, one=colouring: self.show_colouring(one))
            chosen.addAction(action)
            self._schemes[colouring] = action
        menu.addSection(_("Written on visits"))
        for name in LINES:
            action = menu.addAction(_(LINE_NAMES[name]))
            action.setCheckable(True)
            action.triggered.connect(self._lines_chosen)
            self._lines[name] = action
        menu.addSeparator()
        menu.addAction(_("Show the legend"), lambda: self._page.side.show_tab("legend"))
        button.setMenu(menu)
        return button

    def _lines_chosen(self) -> None:
        self.show_lines(tuple(name for name in LINES if self._lines[name].isChecked()))

    # ------------------------------------------------------------------ names and texts

    def _follow(self) -> None:
        """Other rows are shown: read what they are called, if that is wanted."""
        model = self._page.view.scene.model
        window = model.window
        if not len(model.lanes):
            return
        if self.colouring in _NAMED and self._read_for is not window:
            self._read_for = window
            ids = np.unique(model.table.agreement_id)
            wanted = tuple(ids[ids > 0].tolist())
            self._page.jobs.read(meaning_names, wanted, done=self._show_names, owner=self)
        if _FROM_ORDER & set(self.lines) and self._texts_for is not window:
            self._texts_for = window
            starts, ends = (datetime.fromtimestamp(one, UTC) for one in (window.starts, window.ends))
            self._page.jobs.read(visit_texts, starts=starts, ends=ends, done=self._show_texts, owner=self)

    def _show_names(self, names: MeaningNames) -> None:
        self._page.filtering.level_names = names.service_levels
        by_agreement = self.colouring is Colouring.AGREEMENT
        self.names = names.agreements if by_agreement else names.service_levels
        self.changed.emit()

    def _show_texts(self, texts: dict[int, VisitText]) -> None:
        self._encoding.texts = {order_id: OrderTexts(*text) for order_id, text in texts.items()}
        self._page.view.board_painter.forget()
        self._page.view.viewport().update()
