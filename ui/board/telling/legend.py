"""What colours and signs mean: a tab with the meanings in use, counted, each of which filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from resources.texts import _, format_number, ngettext
from ui import theme
from ui.board.finding.finding import Chip
from ui.board.geometry import Ints
from ui.board.painting import drawings
from ui.board.painting.atlas import STATUSES, swatch
from ui.board.painting.looks import Look
from ui.board.telling.colours import Colours
from ui.board.telling.legend_signs import SIGNS, Drawing
from ui.board.telling.schemes import NAMES, Colouring, Meaning, cancelled_look, meanings
from ui.widgets.cards import plain_label

if TYPE_CHECKING:
    from ui.board.page import BoardPage

CHIPS = {
    Colouring.STATUS: Chip.STATUS,
    Colouring.PRIORITY: Chip.PRIORITY,
    Colouring.SERVICE_LEVEL: Chip.LEVEL,
    Colouring.TEAM: Chip.GROUP,
    Colouring.AGREEMENT: Chip.AGREEMENT,
    Colouring.CUSTOMER: Chip.CUSTOMER,
}
"""The chip of the filter that asks for a meaning."""
MOST = 24
"""Meanings that are listed; the rest is summed up in a sentence."""
HEIGHT = 28
SIGN_HEIGHT = 24
SWATCH = 30
PAD = 14


class LegendRow(QAbstractButton):
    """A colour, its name and how many visits have it; down while it filters."""

    def __init__(self, meaning: Meaning, colouring: Colouring, look: Look) -> None:
        """Stand for a meaning."""
        super().__init__()
        self.meaning, self._colouring, self._look = meaning, colouring, look
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        count = ngettext("{n} visit", "{n} visits", meaning.visits)
        self.setText(meaning.name)
        self.setAccessibleName(f"{meaning.name}, {count.format(n=format_number(meaning.visits))}")
        self.setToolTip(_("Show only these"))

    def wear(self, look: Look) -> None:
        """Take the colours in use."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Colour with the mark of a status, name, count."""
        painter, tokens, rect = QPainter(self), theme.tokens, self.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.fillRect(rect, tokens.accent_surface if self.isChecked() else tokens.faint_line)
        gone = self.meaning.look == cancelled_look(self._colouring)
        block = QRectF(PAD, (HEIGHT - 18) / 2, SWATCH, 18)
        swatch(painter, block, self._look, tokens.line if gone else None)
        if self._colouring is Colouring.STATUS:
            painter.save()
            painter.translate(block.center().x() - drawings.MARK / 2, block.center().y() - drawings.MARK / 2)
            drawings.status(painter, STATUSES[self.meaning.key], self._look.ink)
            painter.restore()
        count = format_number(self.meaning.visits)
        painter.setFont(theme.font(12, 400, tabular=True))
        painter.setPen(tokens.muted)
        middle, end = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.drawText(rect.adjusted(0, 0, -PAD, 0), middle | end, count)
        font = theme.font(13, 600 if self.isChecked() else 400)
        metrics, left = QFontMetricsF(font), PAD + SWATCH + 10
        room = rect.width() - left - PAD - QFontMetricsF(painter.font()).horizontalAdvance(count) - 8
        painter.setFont(font)
        painter.setPen(tokens.text if self.meaning.visits else tokens.muted)
        words = metrics.elidedText(self.meaning.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, HEIGHT), middle, words)
        if self.hasFocus():
            painter.setPen(theme.tokens.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()


class SignRow(QWidget):
    """A sign and what it says."""

    def __init__(self, drawing: Drawing, words: str) -> None:
        """Explain a sign."""
        super().__init__()
        self._drawing, self._words = drawing, words
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFixedHeight(SIGN_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines where the words have no room in one."""
        super().resizeEvent(event)
        needed = QFontMetricsF(theme.font(12)).horizontalAdvance(self._words)
        self.setFixedHeight(SIGN_HEIGHT + (14 if needed > self._room() else 0))

    def _room(self) -> int:
        return self.width() - 2 * PAD - SWATCH - 10

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sign in the place of the colours, then the words."""
        painter, tokens = QPainter(self), theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(PAD, 3)
        self._drawing(painter, tokens)
        painter.restore()
        painter.setFont(theme.font(12))
        painter.setPen(tokens.text)
        place = QRectF(PAD + SWATCH + 10, 0, self._room(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self._words)
        painter.end()


class Legend(QWidget):
    """The legend of a board's page; counts the visits of the days in view."""

    def __init__(self, page: BoardPage, colours: Colours) -> None:
        """Stand in the side tabs of a page, and follow its colours."""
        super().__init__()
        self._page, self._colours = page, colours
        self.rows: list[LegendRow] = []
        self.title = plain_label(weight=600)
        self.more = plain_label(px=12, is_quiet=True)
        self.more.setWordWrap(True)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 12, 0, 12)
        self._column.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        for part in (self.title, self.more):
            part.setContentsMargins(PAD, 0, PAD, 6)
        self._column.addWidget(self.title)
        self._column.addLayout(self._list)
        self._column.addWidget(self.more)
        self._explain()
        self._column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        page.side.add("legend", _("Legend"), self)
        self._connect()

    def _explain(self) -> None:
        heading = plain_label(_("Signs"), weight=600)
        heading.setContentsMargins(PAD, 14, PAD, 6)
        self._column.addWidget(heading)
        for drawing, words in SIGNS:
            self._column.addWidget(SignRow(drawing, _(words)))

    def _connect(self) -> None:
        page = self._page
        self._colours.changed.connect(self.renew)
        page.filtering.changed.connect(self.renew)
        page.side.shown.connect(lambda _name: self.renew())
        page.view.days_changed.connect(self.renew)
        page.planning.rows_changed.connect(self.renew)
        theme.changed.connect(self.renew)

    @property
    def chosen(self) -> frozenset[int]:
        """Keys of the meanings that are filtered by: status and priority codes, or ids."""
        found: frozenset[int] = getattr(self._page.filtering.filter, CHIPS[self._colours.colouring].value)
        return found

    def renew(self) -> None:
        """Count anew, if anybody looks."""
        if self._page.side.current != "legend":
            return
        scene = self._page.view.scene
        colouring, looks = scene.encoding.colouring, self._page.view.style_in_use.looks
        found = meanings(scene.model, colouring, self._slots(), self._colours.names)
        if [row.meaning for row in self.rows] != found[:MOST] or self._colours.colouring is not colouring:
            self._list_rows(found, looks)
        for row in self.rows:
            row.wear(looks[row.meaning.look])
            row.setChecked(row.meaning.key in self.chosen)
        self.title.setText(_(NAMES[colouring]))
        rest = len(found) - MOST
        self.more.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest) if rest > 0 else "")
        self.more.setVisible(rest > 0)

    def _list_rows(self, found: Sequence[Meaning], looks: Sequence[Look]) -> None:
        focused = next((row.meaning.key for row in self.rows if row.hasFocus()), None)
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [LegendRow(one, self._colours.colouring, looks[one.look]) for one in found[:MOST]]
        for row in self.rows:
            row.clicked.connect(lambda _on=False, key=row.meaning.key: self._row_clicked(key))
            self._list.addWidget(row)
            if row.meaning.key == focused:
                row.setFocus()

    def _slots(self) -> Ints:
        """The visits of the days in view, of all lanes, also of those that are filtered away."""
        scene = self._page.view.scene
        days, (first, last) = scene.model.days, scene.days_in_view()
        lanes = (0, len(scene.model.lanes))
        return scene.model.table.visible(lanes, int(days.midnights[first]), int(days.midnights[last]))

    def _row_clicked(self, key: int) -> None:
        self._page.filtering.toggle(CHIPS[self._colours.colouring], key)
