"""What to print, how it looks, and where to: papers of a day, of visits or of orders."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.board_papers import board_of, write_board
from app.printing import (
    Printed,
    day_receipts,
    day_sheets,
    order_receipts,
    order_sheets,
    visit_receipts,
    visit_sheets,
    write_receipts,
    write_sheets,
)
from models.errors import Expected
from resources.texts import _, ngettext
from ui.jobs import Jobs, Ticket
from ui.pdf_view import PdfView
from ui.print_choices import BoardChoices
from ui.printing import Printing, write_whole
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField
from ui.widgets.progress import Progress

_LARGE_RUN = 60
"""From so many sheets on they are drawn in a process of their own: drawing is arithmetic."""

_SHEETS, _RECEIPTS = "descriptions", "receipts"
_FILES = {
    _SHEETS: "work-descriptions",
    _RECEIPTS: "work-receipts",
    "day": "board",
    "week": "board-days",
    "list": "visits",
    "conflicts": "conflicts",
}
_BOARDS = ("day", "week", "list", "conflicts")
"""Papers of the board, by the names that `app.board_papers` knows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: a day (of some technicians or all), visits, orders, or the board.

    Attributes:
        receipts: work receipts come first instead of work descriptions; the other can be chosen there.
        board_day: first day of the board that can be chosen too; None offers no board but with a day.
        technician_ids: the lanes of that board in their order; empty for all.
        board_first: the board comes first.
    """

    day: date | None = None
    technician_codes: tuple[str, ...] = ()
    visit_ids: tuple[int, ...] = ()
    order_ids: tuple[int, ...] = ()
    receipts: bool = False
    board_day: date | None = None
    technician_ids: tuple[int, ...] = ()
    board_first: bool = False

    @property
    def first_day(self) -> date | None:
        """The day that stands in the dialog's field."""
        return self.day if self.day is not None else self.board_day


def _documents() -> Path:
    """The person's folder for documents, or the one above it."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()


class PrintDialog(QDialog):
    """Shows the papers as they will be, then prints or saves them; what is being printed goes on when closed.

    Signals:
        told(str): what became of papers that were still being printed when the dialog was closed.
    """

    told = Signal(str)

    def __init__(self, jobs: Jobs, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted = wanted
        self._folder = tempfile.TemporaryDirectory(prefix="servicebord-")
        self._file: Path | None = None
        self._ticket: Ticket | None = None
        self._printing: Printing | None = None
        self.setWindowTitle(_("Print papers"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 860)
        self.view = PdfView(jobs, self)
        self.nothing = EmptyState(_("Nothing to print yet."), icon="print", parent=self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(self.view)
        self.progress = Progress(self)
        self.progress.cancel_wanted.connect(self._stop)
        self._count = QLabel(self)
        self._count.setProperty("quiet", True)
        self._lay_out()
        self._prepare()

    def done(self, result: int) -> None:
        """Close, and remove the file that was only for looking at; what is being printed ends first."""
        if self._printing is not None:
            self.hide()
            return
        super().done(result)
        if self._ticket is not None:
            self._ticket.cancel()  # its answer may be on its way, and the file is gone
        self._folder.cleanup()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, out of sight, for what is being printed."""
        super().closeEvent(event)
        if self._printing is not None:
            event.ignore()

    def _choose(self) -> None:
        """What can be chosen: the day, which paper, its size."""
        first = self._wanted.first_day
        self.day = DateField("day", _("Day"), today=first or date.min)
        self.day.setParent(self)
        self.day.setFixedWidth(150)
        self.day.show_value(first)
        self.day.picked.connect(self._look_at_day)
        self.day.line.editingFinished.connect(self._look_at_day)
        self._shown_day = first
        self.kind = QComboBox(self)
        self.kind.addItem(_("Work descriptions"), _SHEETS)
        self.kind.addItem(_("Work receipts"), _RECEIPTS)
        if first is not None:
            names = (_("Board by the hour"), _("Board by days"), _("Visits per technician"), _("Conflicts"))
            for kind, name in zip(_BOARDS, names, strict=True):
                self.kind.addItem(name, kind)
        first_kind = (
            _BOARDS[0] if self._wanted.board_first else _RECEIPTS if self._wanted.receipts else _SHEETS
        )
        self.kind.setCurrentIndex(self.kind.findData(first_kind))
        self.kind.setAccessibleName(_("Which paper"))
        self.kind.currentIndexChanged.connect(lambda _index: self._prepare())
        self.prices = QCheckBox(_("With prices"), self)
        self.prices.toggled.connect(lambda _checked: self._prepare())
        self.board = BoardChoices(self)
        self.board.changed.connect(self._prepare)
        self.paper = QComboBox(self)
        for name, text in (("a4", "A4"), ("letter", "Letter"), ("a3", "A3")):
            self.paper.addItem(text, name)
        self.paper.setCurrentIndex(max(0, self.paper.findData(self._jobs.context.settings.paper)))
        self.paper.currentIndexChanged.connect(lambda _index: self._prepare())

    def _lay_out(self) -> None:
        self._choose()
        self.save = QPushButton(_("Save as PDF…"), self)
        self.save.clicked.connect(self._ask_where)
        self.print = QPushButton(_("Print…"), self)
        self.print.setProperty("primary", True)
        self.print.setDefault(True)
        self.print.clicked.connect(self._ask_printer)
        close = QPushButton(_("Close"), self)
        close.clicked.connect(self.reject)
        top = QHBoxLayout()
        top.setSpacing(8)
        self._day_label = plain_label(_("Day"), is_quiet=True)
        top.addWidget(self._day_label)
        top.addWidget(self.day)
        top.addSpacing(12)
        top.addWidget(self.kind)
        top.addWidget(self.prices)
        top.addWidget(self.board)
        top.addSpacing(12)
        top.addWidget(plain_label(_("Paper"), is_quiet=True))
        for part in (self.paper, self._count):
            top.addWidget(part)
        top.addStretch(1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        for button in (close, self.save, self.print):
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)

    def _prepare(self) -> None:
        """Gather and draw on the lanes; the picture appears when it is ready."""
        self._ready(None)
        self.nothing.say(_("The papers appear here in a moment."))
        self.progress.start(_("Preparing the papers…"), can_cancel=False)
        kind = self._kind()
        self.prices.setVisible(kind == _RECEIPTS)
        self.board.show_for(kind if kind in _BOARDS else "")
        work, arguments = self._source()
        for part in (self.day, self._day_label):
            part.setVisible(self._wanted.day is not None or kind in _BOARDS)
        self._ticket = self._jobs.gather(
            work,
            done=lambda sheets: self._draw(sheets, kind),
            failed=self._on_failed,
            owner=self,
            **arguments,
        )

    def _look_at_day(self) -> None:
        """Prepare another day's papers, if what was typed is one."""
        day = None if self.day.problem() else self.day.read()
        self.day.complain(self.day.problem())
        if isinstance(day, date) and day != self._shown_day:
            self._shown_day = day
            self._prepare()

    def _source(self) -> tuple[Callable[..., object], dict[str, object]]:
        wanted, kind = self._wanted, self._kind()
        if kind in _BOARDS:
            people = {"technician_codes": wanted.technician_codes, "technician_ids": wanted.technician_ids}
            return board_of, {"day": self._shown_day, "days": self.board.days(), **people}
        if kind == _RECEIPTS:
            return self._receipts()
        if wanted.day is not None:
            return day_sheets, {"day": self._shown_day, "technician_codes": wanted.technician_codes}
        if wanted.visit_ids:
            return visit_sheets, {"visit_ids": wanted.visit_ids}
        return order_sheets, {"order_ids": wanted.order_ids}

    def _receipts(self) -> tuple[Callable[..., object], dict[str, object]]:
        wanted, priced = self._wanted, {"with_prices": self.prices.isChecked()}
        if wanted.day is not None:
            return day_receipts, {"day": self._shown_day, **priced}
        if wanted.visit_ids:
            return visit_receipts, {"visit_ids": wanted.visit_ids, **priced}
        return order_receipts, {"order_ids": wanted.order_ids, **priced}

    def _kind(self) -> str:
        return str(self.kind.currentData())

    def _draw(self, sheets: object, kind: str) -> None:
        if kind != self._kind():
            return  # the other paper was chosen since
        file = Path(self._folder.name) / f"{_FILES[kind]}.pdf"
        paper = str(self.paper.currentData())
        write: Callable[..., Printed] = write_receipts if kind == _RECEIPTS else write_sheets
        if kind in _BOARDS:
            write = partial(
                write_board,
                kind=kind,
                is_upright=self.board.is_upright(),
                in_colour=self.board.in_colour(),
            )
        if isinstance(sheets, list) and len(sheets) >= _LARGE_RUN:
            self._ticket = self._jobs.crunch(
                write, sheets, file, paper, done=self._on_drawn, failed=self._on_failed, owner=self
            )
        else:
            self._ticket = self._jobs.gather(
                lambda _context: write(sheets, file, paper),
                done=self._on_drawn,
                failed=self._on_failed,
                owner=self,
            )

    def _on_drawn(self, printed: Printed) -> None:
        self.progress.finish()
        self.view.show_file(printed.file)
        self._ready(printed)

    def _on_failed(self, error: Expected) -> None:
        self.progress.finish()
        self.nothing.say(str(error))
        self._ready(None)

    def _ready(self, printed: Printed | None) -> None:
        self._file = printed.file if printed else None
        self._pages.setCurrentWidget(self.view if printed else self.nothing)
        self.save.setEnabled(printed is not None)
        self.print.setEnabled(printed is not None)
        self._count.setText(
            ngettext("{n} page", "{n} pages", printed.pages).format(n=printed.pages) if printed else ""
        )

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, _("Save papers"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._name())
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def _name(self) -> str:
        """A name for the file, and for the list of what a printer has to do."""
        names = {_SHEETS: _("work descriptions"), _RECEIPTS: _("work receipts")}
        return (names.get(self._kind()) or _("board")) + ".pdf"

    def save_to(self, target: Path) -> None:
        """Write the papers to a file: beside it first, then under its name."""
        if self._file is None:
            return
        try:
            write_whole(self._file.read_bytes(), target)
        except Expected as error:
            self._count.setText(str(error))
            return
        self._count.setText(_("Saved as {file}.").format(file=target))

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setDocName(self._name())
        if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:  # no printer here but into a file
            printer.setOutputFileName(str(_documents() / self._name()))
        printer.setFromTo(1, self.view.page_count)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.accepted.connect(lambda: self._print(printer))
        QDialog.open(dialog)  # QPrintDialog's own wants a slot's name

    def _print(self, printer: QPrinter) -> None:
        if self._file is None:
            return
        self._change(is_printing=True)
        self.progress.start(_("Printing…"), total=self.view.page_count)
        self._printing = Printing(self._jobs, self._file, printer, self)
        self._printing.came.connect(lambda at, total: self.progress.advance(at, total=total))
        self._printing.ended.connect(self._on_printed)

    def _stop(self) -> None:
        if self._printing is not None:
            self._printing.stop()

    def _change(self, *, is_printing: bool) -> None:
        """Nothing else can be chosen while pages are on their way."""
        for part in (self.day, self.kind, self.prices, self.board, self.paper, self.save, self.print):
            part.setEnabled(not is_printing)

    def _on_printed(self, said: str) -> None:
        self.progress.finish()
        self._printing = None
        self._change(is_printing=False)
        self.print.setFocus()  # the button that had it may be gone, and another would be ready for Enter
        self._count.setText(said)
        if self.isHidden():
            self.told.emit(said)
            self.reject()
