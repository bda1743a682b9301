"""A table's header with a box under each title, in which a person types what the column shall contain."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from resources.texts import _
from ui import theme

BOX = 30
"""Pixels that the boxes add below the titles."""


class FilterHeader(QHeaderView):
    """Titles, and boxes below them while `shows_boxes`.

    Signals:
        typed(object): what is typed now, by section, in boxes that are not empty.
        left(): Down was pressed in a box: the person goes on in the rows.
    """

    typed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._boxes: dict[int, QLineEdit] = {}
        self.shows_boxes = False
        self.setSectionsClickable(True)
        for signal in (self.sectionResized, self.sectionMoved, self.geometriesChanged):
            signal.connect(self._place)

    def show_boxes(self, *, on: bool) -> None:
        """Show a box under each title, or take them away with what was typed in them."""
        if self.shows_boxes == on:
            return
        self.shows_boxes = on
        for section in range(self.count()):
            box = self._box(section)
            if not on:
                box.clear()
            box.setVisible(on)
        self.updateGeometry()
        self.geometriesChanged.emit()
        self._place()

    def texts(self) -> dict[int, str]:
        """What is typed, by section."""
        return {section: box.text() for section, box in self._boxes.items() if box.text().strip()}

    def set_texts(self, texts: Mapping[int, str]) -> None:
        """Type for the person, without telling."""
        for section in range(self.count()):
            box = self._box(section)
            was_blocked = box.blockSignals(True)
            box.setText(texts.get(section, ""))
            box.blockSignals(was_blocked)

    def box(self, section: int) -> QLineEdit:
        """The box of a column."""
        return self._box(section)

    def _box(self, section: int) -> QLineEdit:
        if section not in self._boxes:
            box = self._boxes[section] = QLineEdit(self)
            box.setFont(theme.font(12))
            box.setStyleSheet("QLineEdit { min-height: 16px; padding: 2px 6px; }")
            box.setPlaceholderText("…")
            title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
            box.setAccessibleName(_("Filter by {column}").format(column=title))
            box.setToolTip(_("Words that must occur; a comma between alternatives"))
            box.textChanged.connect(lambda _text: self.typed.emit(self.texts()))
            box.installEventFilter(self)
            box.hide()
        return self._boxes[section]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads to the rows; Esc empties the box."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and isinstance(watched, QLineEdit) and watched.text():
                watched.clear()
                return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Titles, and the boxes if they are shown."""
        size = super().sizeHint()
        return QSize(size.width(), size.height() + (BOX if self.shows_boxes else 0))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """The title in the upper part."""
        if not self.shows_boxes:
            super().paintSection(painter, rect, section)
            return
        painter.fillRect(rect, theme.tokens.surface)
        super().paintSection(painter, rect.adjusted(0, 0, 0, -BOX), section)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.tokens.line)

    def follow_scroll(self, _value: int = 0) -> None:
        """The table was scrolled sideways."""
        self._place()

    def _place(self, *_what: int) -> None:
        if not self.shows_boxes:
            return
        for section, box in self._boxes.items():
            is_shown = not self.isSectionHidden(section)
            box.setVisible(is_shown)
            if is_shown:
                left = self.sectionViewportPosition(section)
                box.setGeometry(left + 3, self.height() - BOX + 1, self.sectionSize(section) - 6, BOX - 5)
