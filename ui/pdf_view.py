"""Pages of a PDF as pictures: scrolled on the screen (QtPdf is not in Essentials)."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from models.errors import Expected, Missing
from resources.texts import _
from ui import theme
from ui.jobs import Jobs

_GAP = 16
_KEPT = 24
PDFIUM = threading.Lock()
"""PDFium is not safe to use from two threads at once."""


def page_sizes(file: Path) -> list[tuple[float, float]]:
    """Width and height of every page in points."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(file)
        try:
            return [document.get_page_size(index) for index in range(len(document))]
        finally:
            document.close()


def page_image(_context: object, file: Path, index: int, scale: float) -> QImage:
    """One page drawn at so many pixels a point; safe on any thread.

    Raises:
        Missing: the file is gone, as when its dialog was closed meanwhile.
    """
    if not file.exists():
        raise Missing(_("{file} is gone.").format(file=file))
    with PDFIUM:
        document = pypdfium2.PdfDocument(file)
        try:
            bitmap = document[index].render(scale=scale, rev_byteorder=True)
            data = bytes(bitmap.buffer)
            return QImage(
                data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB888
            ).copy()
        finally:
            document.close()


class PdfView(QAbstractScrollArea):
    """Pages below one another as wide as the view; only those in sight are drawn, by a reader."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._file: Path | None = None
        self._sizes: list[tuple[float, float]] = []
        self._pictures: dict[int, QImage] = {}
        self._asked: set[int] = set()
        self._generation = 0
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(120)
        self._resized.timeout.connect(self._draw_anew)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Preview"))
        self.verticalScrollBar().setSingleStep(40)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def show_file(self, file: Path) -> None:
        """Show a PDF from its first page."""
        self._file = file
        self._sizes = page_sizes(file)
        self.verticalScrollBar().setValue(0)
        self._draw_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages get another width; they are drawn anew when the hand rests."""
        super().resizeEvent(event)
        self._range()
        self._resized.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages in sight, and ask for those that are missing."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.tokens.window)
        for index, rect in self._visible():
            painter.fillRect(rect, Qt.GlobalColor.white)
            if index in self._pictures:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(rect, self._pictures[index])
            else:
                self._ask(index)
            painter.setPen(theme.tokens.line)
            painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _width(self) -> float:
        return min(self.viewport().width() - 2 * _GAP, 900)

    def _visible(self) -> list[tuple[int, QRectF]]:
        found, top = [], float(_GAP - self.verticalScrollBar().value())
        left = (self.viewport().width() - self._width()) / 2
        for index, (wide, high) in enumerate(self._sizes):
            height = self._width() * high / wide
            if top + height >= 0 and top <= self.viewport().height():
                found.append((index, QRectF(left, top, self._width(), height)))
            top += height + _GAP
        return found

    def _range(self) -> None:
        total = _GAP + sum(self._width() * high / wide + _GAP for wide, high in self._sizes)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, round(total) - self.viewport().height()))

    def _draw_anew(self) -> None:
        self._generation += 1
        self._pictures.clear()
        self._asked.clear()
        self._range()
        self.viewport().update()

    def _ask(self, index: int) -> None:
        if index in self._asked or self._file is None:
            return
        self._asked.add(index)
        scale = self._width() * self.devicePixelRatioF() / self._sizes[index][0]
        generation = self._generation

        def keep(picture: QImage) -> None:
            if generation != self._generation:
                return
            if len(self._pictures) >= _KEPT:
                oldest = next(iter(self._pictures))
                del self._pictures[oldest]
                self._asked.discard(oldest)
            self._pictures[index] = picture
            self.viewport().update()

        self._jobs.gather(page_image, self._file, index, scale, done=keep, failed=self._forget, owner=self)

    def _forget(self, _error: Expected) -> None:
        """Nobody looks any more at a file that is gone."""
        self._file = None
