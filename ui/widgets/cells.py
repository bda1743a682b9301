"""Paints the cells of a table: what was laid out or drawn once is kept, as lists are painted at each step."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QStaticText, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.widgets.badge import Chip, chip_width, paint_chip
from ui.widgets.columns import Column, ColumnsModel, Index, alignment

PADDING = 10
_LONGEST = 400
"""Characters of a text that are looked at; no column shows more."""

_MOST_WORDS, _MOST_CHIPS = 4000, 400
"""Cells that are remembered: some ten screens full, and a few megabytes."""

_SPARE = 2
"""Pixels by which a chip's word may reach beyond the chip."""

_SELECTED = QStyle.StateFlag.State_Selected
_WordsKey = tuple[str, int, int, bool]  # words, width, weight, tabular
_ChipKey = tuple[Chip, int, int, bool]  # chip, width, height, chosen


class RowDelegate(QStyledItemDelegate):
    """Paints one cell: ground, hairline, chip or plain text; a grey bar while the row is on its way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._words: dict[_WordsKey, QStaticText] = {}
        self._chips: dict[_ChipKey, QPixmap] = {}
        self._ratio = 1.0
        theme.changed.connect(self._forget)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell of an index of a ColumnsModel."""
        model = index.model()
        if not isinstance(model, ColumnsModel):
            return
        tokens = theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & _SELECTED)
        if is_chosen:
            painter.fillRect(rect, tokens.accent_surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.faint_line)
        column, row = model.columns[index.column()], model.row_at(index.row())
        inside = rect.adjusted(PADDING, 0, -PADDING, -1)
        if row is None:
            painter.fillRect(
                inside.left(), inside.center().y() - 3, inside.width() // 2, 6, tokens.faint_line
            )
            return
        chip = column.badge(row) if column.badge is not None else None
        if chip is not None:
            self._paint_chip(painter, inside, chip, is_chosen=is_chosen)
        else:
            self._paint_words(painter, inside, column, row)

    def _forget(self) -> None:
        self._fonts.clear()
        self._words.clear()
        self._chips.clear()

    def _paint_words(self, painter: QPainter, rect: QRect, column: Column[object], row: object) -> None:
        ink = column.ink(row) if column.ink is not None else ""
        painter.setFont(self._font(column.weight, column.is_tabular))
        painter.setPen(theme.colour(ink) if ink else theme.tokens.text)
        key = (column.words(row)[:_LONGEST], rect.width(), column.weight, column.is_tabular)
        words = self._words.get(key) or self._lay_out(key)
        if column.is_right:
            painter.drawText(rect, alignment(column), words.text())
        else:
            painter.drawStaticText(
                QPointF(rect.left(), rect.top() + (rect.height() - words.size().height()) / 2), words
            )

    def _lay_out(self, key: _WordsKey) -> QStaticText:
        """What of a text has room, on one line."""
        text, width, weight, is_tabular = key
        font = self._font(weight, is_tabular)
        shown = QFontMetrics(font).elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
        words = QStaticText(shown)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.prepare(QTransform(), font)
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        self._words[key] = words
        return words

    def _font(self, weight: int, is_tabular: bool) -> QFont:  # noqa: FBT001 - a cache key
        found = self._fonts.get((weight, is_tabular))
        if found is None:
            found = self._fonts[weight, is_tabular] = theme.font(13, weight, tabular=is_tabular)
        return found

    def _paint_chip(self, painter: QPainter, rect: QRect, chip: Chip, *, is_chosen: bool) -> None:
        ratio = painter.device().devicePixelRatioF()
        if not ratio.is_integer():  # the pixels of a row then depend on where it stands
            paint_chip(painter, QRectF(rect), chip)
            return
        if ratio != self._ratio:
            self._chips.clear()
            self._ratio = ratio
        key = (chip, rect.width(), rect.height(), is_chosen)
        drawn = self._chips.get(key)
        if drawn is None:
            if len(self._chips) >= _MOST_CHIPS:
                self._chips.clear()
            drawn = self._chips[key] = _draw_chip(rect, chip, ratio, is_chosen=is_chosen)
        painter.drawPixmap(QPoint(rect.left(), rect.top()), drawn)


def _draw_chip(rect: QRect, chip: Chip, ratio: float, *, is_chosen: bool) -> QPixmap:
    """A chip at the left of a cell on the row's own ground, so that its edges blend as they would there."""
    width = min(chip_width(chip), rect.width()) + _SPARE
    drawn = QPixmap(round(width * ratio), round(rect.height() * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(theme.tokens.accent_surface if is_chosen else theme.tokens.surface)
    painter = QPainter(drawn)
    paint_chip(painter, QRectF(0, 0, rect.width(), rect.height()), chip)
    painter.end()
    return drawn
