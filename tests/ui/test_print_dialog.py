"""Printing: pages appear, are saved whole or not at all, and what goes wrong is a sentence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import shiboken6
from pypdf import PdfReader
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.context import Context
from app.settings import Settings
from app.work import Work
from tests.builders import MONDAY, a_line, a_technician, a_visit, an_order
from tests.conftest import Clock
from tests.ui.attention import bring_up
from ui.jobs import Jobs
from ui.pdf_view import page_sizes
from ui.print_dialog import PrintDialog, Wanted
from ui.printing import paint_pages, print_pages

THE_DAY = date(2026, 11, 23)


def three_visits(work: Work) -> list[int]:
    """Of one technician on that Monday; gives the ids of their orders."""
    person = a_technician(work)
    hours = [MONDAY + timedelta(hours=hour) for hour in range(3)]
    return [a_visit(work, technician=person, starts=starts).order_id for starts in hours]


@pytest.fixture
def jobs(sqlite_url: str, clock: Clock, qapp: QObject) -> Iterator[Jobs]:
    """The lanes of a window, with three visits to print."""
    context = Context(Settings(database=sqlite_url), clock=clock)
    context.run(three_visits)
    lanes = Jobs(context)
    yield lanes
    lanes.close()
    context.close()


def opened(qtbot: QtBot, jobs: Jobs, wanted: Wanted) -> PrintDialog:
    dialog = PrintDialog(jobs, wanted)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: jobs.is_idle)
    return dialog


def test_the_pages_of_a_day_appear(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    qtbot.waitUntil(lambda: bool(dialog.view._pictures))
    assert dialog.view.page_count == 3
    assert dialog.print.isEnabled()
    assert dialog.view.isVisible()
    picture = dialog.view.viewport().grab().toImage()
    inks = {picture.pixelColor(x, 150).lightness() for x in range(picture.width())}
    assert min(inks) < 60 < 250 < max(inks)


def test_receipts_can_be_chosen_with_or_without_prices(qtbot: QtBot, jobs: Jobs) -> None:
    def deliver(work: Work) -> int:
        line = a_line(executed_on=THE_DAY, sales_price=7500)
        return an_order(work, lines=[line]).id

    order_id, _changes = jobs.context.run(deliver)
    dialog = opened(qtbot, jobs, Wanted(order_ids=(order_id,), receipts=True))
    qtbot.waitUntil(lambda: dialog.view.page_count == 1)
    assert (dialog.kind.currentText(), dialog.prices.isVisible()) == ("Work receipts", True)
    dialog.prices.setChecked(True)
    qtbot.waitUntil(lambda: jobs.is_idle and dialog.save.isEnabled())
    dialog.save_to(saved := Path(dialog._folder.name) / "saved.pdf")
    assert "75.00" in PdfReader(saved).pages[0].extract_text()
    dialog.kind.setCurrentIndex(0)
    qtbot.waitUntil(lambda: dialog.nothing.isVisible() and jobs.is_idle)
    assert "no visits to print" in dialog.nothing.sentence.text()
    assert not dialog.prices.isVisible()


def test_only_the_pages_in_sight_are_drawn(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    qtbot.waitUntil(lambda: bool(dialog.view._pictures))
    assert 2 not in dialog.view._pictures
    dialog.view.verticalScrollBar().setValue(dialog.view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: 2 in dialog.view._pictures)


def test_a_day_without_visits_says_so_and_another_day_is_tried(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=date(2026, 11, 24)))
    assert dialog.nothing.isVisible()
    assert "Nothing is planned on" in dialog.nothing.sentence.text()
    assert not dialog.save.isEnabled()
    dialog.day.show_value(THE_DAY)
    dialog.day.picked.emit()
    qtbot.waitUntil(lambda: dialog.view.page_count == 3)
    assert dialog.save.isEnabled()


def test_orders_and_visits_are_printed_too(qtbot: QtBot, jobs: Jobs) -> None:
    assert opened(qtbot, jobs, Wanted(order_ids=(1, 2))).view.page_count == 2
    assert opened(qtbot, jobs, Wanted(visit_ids=(3,))).view.page_count == 1


def test_it_is_saved_whole(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    dialog.save_to(tmp_path / "sheets.pdf")
    assert len(page_sizes(tmp_path / "sheets.pdf")) == 3
    assert [file.name for file in tmp_path.glob("*sheets*")] == ["sheets.pdf"]
    assert "Saved as" in dialog._count.text()


def test_where_it_cannot_be_saved_there_is_a_sentence_and_no_rest(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    (tmp_path / "taken.pdf").mkdir()
    dialog.save_to(tmp_path / "taken.pdf")
    assert "cannot be written" in dialog._count.text()
    dialog.save_to(tmp_path / "gone" / "sheets.pdf")
    assert "cannot be written" in dialog._count.text()
    assert [file.name for file in tmp_path.iterdir() if "pdf" in file.name] == ["taken.pdf"]


def a_file_printer(file: Path) -> QPrinter:
    """The printer Qt has on every machine: into a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def test_a_printer_gets_the_pages_that_were_chosen(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    printer = a_file_printer(tmp_path / "printed.pdf")
    printer.setFromTo(2, 3)
    assert dialog._file is not None
    assert print_pages(dialog._file, printer)
    shown, printed = (PdfReader(file).pages for file in (dialog._file, tmp_path / "printed.pdf"))
    assert [page.extract_text() for page in printed] == [page.extract_text() for page in shown[1:]]


def test_pages_are_painted_until_it_should_stop(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    came: list[tuple[int, int]] = []
    assert dialog._file is not None
    for name, most in (("all.pdf", 3), ("two.pdf", 2)):
        came.clear()
        is_whole = paint_pages(
            dialog._file, range(3), QPdfWriter(str(tmp_path / name)),
            progress=lambda at, total: came.append((at, total)),
            should_stop=lambda most=most: len(came) == most,  # type: ignore[misc]  # a default keeps the loop's
        )  # fmt: skip
        assert is_whole is (most == 3)
        assert came == [(at + 1, 3) for at in range(most)]
        assert len(page_sizes(tmp_path / name)) == most


def taken_up(jobs: Jobs) -> threading.Event:
    """Keep every reader busy until the event is set, so that whoever prints has to wait."""
    free = threading.Event()
    for _reader in range(3):
        jobs.gather(lambda _context: free.wait(60), done=lambda _answer: None)
    return free


def prints(qtbot: QtBot, dialog: PrintDialog, file: Path) -> None:
    """Print…, the file's name, and Print, with keys."""
    bring_up(qtbot, dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QPrintDialog)))
    (asked,) = dialog.findChildren(QPrintDialog)
    bring_up(qtbot, asked)
    qtbot.keyClick(asked.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text().endswith("work descriptions.pdf")
    line.selectAll()
    qtbot.keyClicks(line, str(file))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.findChildren(QPrintDialog))


@pytest.mark.parametrize("by", ["reject", "close"])
def test_closed_at_once_it_is_printed_all_the_same(qtbot: QtBot, jobs: Jobs, tmp_path: Path, by: str) -> None:
    dialog = PrintDialog(jobs, Wanted(day=THE_DAY))
    dialog.show()
    qtbot.waitUntil(dialog.print.isEnabled)
    told: list[str] = []
    dialog.told.connect(told.append)
    free, file = taken_up(jobs), tmp_path / "printed.pdf"
    prints(qtbot, dialog, file)
    getattr(dialog, by)()
    assert not dialog.isVisible()
    assert not file.exists()
    free.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert len(page_sizes(file)) == 3
    assert told == [f"Saved as {file}."]


def test_printing_is_stopped_and_begun_again(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    free, file = taken_up(jobs), tmp_path / "printed.pdf"
    prints(qtbot, dialog, file)
    assert not dialog.print.isEnabled()
    qtbot.waitUntil(dialog.progress.cancel.isVisible)
    qtbot.mouseClick(dialog.progress.cancel, Qt.MouseButton.LeftButton)
    free.set()
    qtbot.waitUntil(dialog.print.isEnabled)
    assert dialog._count.text() == "Printing was stopped."
    assert not file.exists()
    prints(qtbot, dialog, file)
    qtbot.waitUntil(dialog.print.isEnabled)
    assert dialog._count.text() == f"Saved as {file}."
    assert len(page_sizes(file)) == 3


def test_what_cannot_be_printed_is_said(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    (tmp_path / "taken.pdf").mkdir()
    dialog._print(a_file_printer(tmp_path / "taken.pdf"))
    qtbot.waitUntil(dialog.print.isEnabled)
    assert "cannot be written" in dialog._count.text()
    dialog.reject()
    assert not dialog.isVisible()


def test_another_size_of_paper_is_another_page(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    before = dialog.view._sizes[0]
    dialog.paper.setCurrentIndex(1)
    qtbot.waitUntil(lambda: jobs.is_idle and dialog.print.isEnabled())
    assert dialog.view._sizes[0] != before
    assert dialog.view._sizes[0][0] == 612


def test_nothing_is_left_behind_after_closing(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    folder = Path(dialog._folder.name)
    assert folder.exists()
    dialog.reject()
    assert not folder.exists()
