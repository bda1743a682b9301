"""The best places for what is selected, in Details: three of them, and the way to all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label

MOST = 3
HEIGHT = 46


class PlaceWords(NamedTuple):
    """A place in words: who, when, how much more is driven."""

    who: str
    when: str
    travel: str


class PlaceRow(QAbstractButton):
    """One place; a press takes it."""

    def __init__(self, number: int, words: PlaceWords) -> None:
        """Stand for a numbered place."""
        super().__init__()
        self._number, self._words = number, words
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(words.who)
        self.setAccessibleName(", ".join(part for part in (str(number), *words) if part))
        self.setToolTip(_("Plan it there"))

    def sizeHint(self) -> QSize:
        """A row of two lines."""
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Number, who and when, travel at the right."""
        painter, tokens = QPainter(self), theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setPen(QPen(tokens.accent if self.hasFocus() else tokens.edge, 1))
        painter.setBrush(tokens.accent_surface if self.underMouse() else tokens.surface)
        painter.drawRoundedRect(body, theme.RADIUS, theme.RADIUS)
        middle, left = Qt.AlignmentFlag.AlignVCenter, 34
        painter.setFont(theme.font(12, 600, tabular=True))
        painter.setPen(tokens.accent)
        painter.drawText(QRectF(12, 0, 20, HEIGHT), middle, str(self._number))
        painter.setFont(theme.font(12, 400, tabular=True))
        painter.setPen(tokens.muted)
        right = QFontMetricsF(painter.font()).horizontalAdvance(self._words.travel)
        end = Qt.AlignmentFlag.AlignRight
        painter.drawText(body.adjusted(0, 0, -12, 0), middle | end, self._words.travel)
        room = body.width() - left - right - 18
        for top, text, font, ink in (
            (5, self._words.who, theme.font(13, 500), tokens.text),
            (22, self._words.when, theme.font(12, 400, tabular=True), tokens.muted),
        ):
            painter.setFont(font)
            painter.setPen(ink)
            words = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top, room, 19), middle, words)
        painter.end()


class PlacesBox(QWidget):
    """A heading, the places, and the way to all of them; hidden while there is nothing to say.

    Signals:
        taken(int): the place of this number.
        more_wanted(): all of them.
    """

    taken = Signal(int)
    more_wanted = Signal()

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__()
        self.rows: list[PlaceRow] = []
        self.heading = plain_label(_("Best places"), weight=600)
        self.why = plain_label(px=12, is_quiet=True)
        self.why.setWordWrap(True)
        self.more = QPushButton(_("All places…"))
        self.more.setFlat(True)
        self.more.clicked.connect(self.more_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(2)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.why)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_places(self, places: Sequence[PlaceWords], why: str = "") -> None:
        """Show places, or why there is none."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [PlaceRow(number, words) for number, words in enumerate(places[:MOST], 1)]
        for at, row in enumerate(self.rows, 1):
            row.clicked.connect(lambda _on=False, at=at: self.taken.emit(at))
            self._column.insertWidget(at, row)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.more.setVisible(len(places) > MOST)
        self.setVisible(bool(places) or bool(why))
