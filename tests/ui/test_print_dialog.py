"""Printing: pages appear, are saved whole or not at all, and what goes wrong is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QObject, Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.context import Context
from app.settings import Settings
from app.work import Work
from tests.builders import MONDAY, a_line, a_technician, a_visit, an_order
from tests.conftest import Clock
from ui.jobs import Jobs
from ui.pdf_view import page_sizes, print_pages
from ui.print_dialog import PrintDialog, Wanted

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


def test_a_printer_gets_the_pages_that_were_chosen(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 3)
    assert dialog._file is not None
    print_pages(dialog._file, printer)
    assert len(page_sizes(tmp_path / "printed.pdf")) == 2


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
