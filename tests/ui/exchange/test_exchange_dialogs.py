"""Import and export from the window: look first, then write; never a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from app.changes import Changes
from app.context import Context
from models.customers import Customer
from tests.app.exchange_files import write_company
from ui.exchange.export_dialog import ExportDialog
from ui.exchange.import_dialog import ImportDialog
from ui.jobs import Jobs

BAD = {"customers": ("code,name,language", "C1,<b>x</b>,fr", "C2,x,nl", "C3,x,")}


@pytest.fixture
def jobs(sqlite_context: Context) -> Iterator[Jobs]:
    """Lanes over an empty database."""
    lanes = Jobs(sqlite_context)
    yield lanes
    lanes.close()


def _shown(qtbot: QtBot, dialog: ImportDialog | ExportDialog) -> None:
    with qtbot.waitExposed(dialog):
        dialog.open()


def _judged(qtbot: QtBot, jobs: Jobs, source: Path) -> ImportDialog:
    dialog = ImportDialog(jobs)
    _shown(qtbot, dialog)
    dialog.path.setText(str(source))
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: jobs.is_idle)
    return dialog


def _customers(jobs: Jobs) -> int:
    return jobs.context.read(lambda session: session.scalar(select(func.count(Customer.id))) or 0)


def test_an_import_is_looked_at_and_then_made(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    heard: list[Changes] = []
    jobs.wrote.connect(heard.append)
    dialog = _judged(qtbot, jobs, write_company(tmp_path / "in"))
    assert dialog.preview.headline.text().startswith("Nothing is wrong. Would be written: ")
    assert _customers(jobs) == 0
    assert dialog.import_button.hasFocus()
    qtbot.keyClick(dialog.import_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert _customers(jobs) == 2
    assert dialog.preview.headline.text().startswith("Imported: ")
    assert heard[0].touches("customer")
    assert not dialog.import_button.isEnabled()
    dialog.close()


def test_an_import_with_mistakes_shows_them_and_cannot_be_made(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    dialog = _judged(qtbot, jobs, write_company(tmp_path / "in", BAD))
    assert dialog.preview.headline.text() == "1 thing is wrong. Nothing was written."
    assert [problem.row for problem in dialog.preview.problems.rows] == [2]
    assert not dialog.import_button.isEnabled()
    dialog.preview.copy.click()
    said = "customers row 2, column language: “fr” is not one of en, nl, da."
    assert QGuiApplication.clipboard().text() == said
    labels = dialog.findChildren(QLabel)
    assert {label.textFormat() for label in labels if label.text()} == {Qt.TextFormat.PlainText}
    dialog.close()


def test_what_was_imported_before_is_not_offered_again(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    source = write_company(tmp_path / "in")
    for _time in range(2):
        dialog = _judged(qtbot, jobs, source)
        dialog.import_button.click()
        qtbot.waitUntil(lambda: jobs.is_idle)
        last = dialog.preview.headline.text()
        dialog.close()
    assert last == "Everything is in the database already; there is nothing to import."


def test_a_place_without_tables_is_answered_in_a_sentence(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = _judged(qtbot, jobs, tmp_path / "nowhere")
    assert dialog.refused.isVisible()
    assert "There is nothing at" in dialog.refused.sentence.text()
    assert not dialog.import_button.isEnabled()
    dialog.judge(write_company(tmp_path / "in"))
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert dialog.preview.isVisible()
    dialog.close()


def test_escape_stops_what_is_running_and_then_closes(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    dialog = ImportDialog(jobs)
    _shown(qtbot, dialog)
    dialog.judge(write_company(tmp_path / "in"))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert "Stopped" in dialog.refused.sentence.text()
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert _customers(jobs) == 0


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_an_export_is_written_where_the_person_says(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path, name: str
) -> None:
    dialog = ExportDialog(jobs)
    _shown(qtbot, dialog)
    dialog.folder.setChecked(name == "out")
    dialog.path.setText(str(tmp_path / name))
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert dialog.headline.text() == "Exported: 11 rows."
    assert (tmp_path / name).exists()
    dialog.close()


def test_an_export_that_would_overwrite_other_things_is_refused(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    dialog = ExportDialog(jobs)
    _shown(qtbot, dialog)
    dialog.folder.setChecked(True)
    dialog.path.setText(str(tmp_path / "mine"))
    dialog.export_button.click()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert "letter.txt" in dialog.refused.sentence.text()
    assert dialog.export_button.isEnabled()
    dialog.close()
