"""Pages on their way to a printer or into a file, page by page, on a lane of their own; it can be stopped."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPagedPaintDevice, QPainter
from PySide6.QtPrintSupport import QPrinter

from models.errors import Expected, Refused
from resources.texts import _
from ui.jobs import Jobs
from ui.pdf_view import PDFIUM, page_image, page_sizes

Progress = Callable[[int, int], object]
_POINTS_AN_INCH = 72
_PRINTED_DPI = 300


def write_whole(content: bytes, target: Path) -> None:
    """Write a file: beside it first, then under its name.

    Raises:
        Refused: it cannot be written; nothing is left behind.
    """
    beside = target.with_name(target.name + ".new")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        if beside.is_file():
            beside.unlink()
        said = _("{file} cannot be written: {error}.").format(file=target, error=error.strerror)
        raise Refused(said) from error


def some_pages(file: Path, wanted: Sequence[int]) -> bytes:
    """A PDF of some pages of another, counted from 0, with their text."""
    if len(wanted) == len(page_sizes(file)):
        return file.read_bytes()
    with PDFIUM:
        document, kept = pypdfium2.PdfDocument(file), pypdfium2.PdfDocument.new()
        try:
            kept.import_pages(document, list(wanted))
            content = io.BytesIO()
            kept.save(content)
            return content.getvalue()
        finally:
            kept.close()
            document.close()


def print_pages(
    file: Path,
    printer: QPrinter,
    *,
    progress: Progress = lambda _done, _total: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Print the pages the person chose; into a PDF file they go as they are, with their text.

    Returns:
        Whether all of them were printed; a stopped run leaves no file and asks the printer for nothing.

    Raises:
        Refused: the file cannot be written, or the printer takes nothing.
    """
    count = len(page_sizes(file))
    chosen = range((printer.fromPage() or 1) - 1, min(printer.toPage() or count, count))
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and printer.outputFileName():
        if should_stop():
            return False
        write_whole(some_pages(file, chosen), Path(printer.outputFileName()))
        return True
    return paint_pages(file, chosen, printer, progress=progress, should_stop=should_stop)


def paint_pages(
    file: Path,
    chosen: Sequence[int],
    device: QPagedPaintDevice,
    *,
    progress: Progress,
    should_stop: Callable[[], bool],
) -> bool:
    """Paint pages as pictures, one sheet each, until it should stop; returns whether it never should.

    Raises:
        Refused: the device takes nothing.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise Refused(_("The printer takes no pages."), remedy=_("Choose another printer."))
    try:
        for at, index in enumerate(chosen):
            if should_stop():
                if isinstance(device, QPrinter):
                    device.abort()  # while the painter is at it: once it ended, the pages are on their way
                return False
            if at:
                device.newPage()
            _paint_page(painter, file, index, min(device.logicalDpiX(), _PRINTED_DPI))
            progress(at + 1, len(chosen))
    finally:
        painter.end()
    return True


def _paint_page(painter: QPainter, file: Path, index: int, dots: int) -> None:
    """One page as large as the paper allows, at so many dots an inch."""
    picture = page_image(None, file, index, dots / _POINTS_AN_INCH)
    size = QSize(picture.size()).scaled(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRectF(QPointF(0, 0), size), picture)


class Printing(QObject):
    """One run of pages; it goes on whatever becomes of the window that asked for it.

    Signals:
        came(int, int): so many pages of all are printed.
        ended(str, bool): what there is to say when it is over, and whether it went well.
    """

    came = Signal(int, int)
    ended = Signal(str, bool)

    def __init__(self, jobs: Jobs, file: Path, printer: QPrinter, parent: QObject) -> None:
        """Begin; the file is there until it has ended."""
        super().__init__(parent)
        self._stopped = threading.Event()  # not the ticket's: a program that is closed prints all of it
        self._target = printer.outputFileName()
        jobs.gather(
            lambda _context: print_pages(
                file, printer, progress=self.came.emit, should_stop=self._stopped.is_set
            ),
            done=self._on_done,
            failed=self._on_failed,
            owner=self,
        )

    def stop(self) -> None:
        """Print no more."""
        self._stopped.set()

    def _on_done(self, is_whole: bool) -> None:  # noqa: FBT001 - an answer
        said = _("Saved as {file}.").format(file=self._target) if self._target else _("Sent to the printer.")
        self.ended.emit(said if is_whole else _("Printing was stopped."), is_whole)

    def _on_failed(self, error: Expected) -> None:
        self.ended.emit(str(error), False)
