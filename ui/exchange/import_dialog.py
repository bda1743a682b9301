"""Import from the window: choose, look at what would happen, import, look at what happened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.exchange.imports import Judgement, import_judged, judge_path
from app.exchange.problems import Report, TableCount
from models.errors import Expected
from resources.texts import _, format_number, ngettext
from ui.exchange.preview import Preview
from ui.jobs import Jobs, Ticket
from ui.widgets.empty import EmptyState
from ui.widgets.progress import Progress

_FOLDER = "exchange/import"


class ImportDialog(QDialog):
    """Imports a folder, a file or a workbook; Import can be pressed only when nothing is wrong."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._judgement: Judgement | None = None
        self._ticket: Ticket | None = None
        self.setWindowTitle(_("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 620)
        self.path = QLineEdit(self)
        self.path.setPlaceholderText(_("Path of a folder, a CSV file or an .xlsx workbook"))
        self.path.setAccessibleName(_("What to import"))
        self.path.returnPressed.connect(lambda: self.judge(Path(self.path.text().strip()).expanduser()))
        self.choose_folder = QPushButton(_("Folder…"), self)
        self.choose_folder.clicked.connect(lambda: self._choose(is_folder=True))
        self.choose_file = QPushButton(_("File…"), self)
        self.choose_file.clicked.connect(lambda: self._choose(is_folder=False))
        self.nothing = EmptyState(
            _(
                "Choose a folder of CSV files, one of its files, or a workbook."
                " You see first what would be written."
            ),
            icon="import",
            parent=self,
        )
        self.refused = EmptyState("–", icon="error", parent=self)
        self.preview = Preview(self)
        self.progress = Progress(self)
        self.progress.cancel_wanted.connect(self._stop)
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        self.import_button = QPushButton(_("Import"), self)
        self.import_button.setProperty("primary", True)
        self.import_button.clicked.connect(self._import)
        self._lay_out()
        self._show_state()

    def judge(self, path: Path) -> None:
        """Read it and show what importing it would do."""
        if self._ticket is not None or not path.name:
            return
        self.path.setText(str(path))
        QSettings().setValue(_FOLDER, str(path.parent))
        self._judgement = None
        self.progress.start(_("Reading…"))
        self._ticket = self._jobs.long(
            judge_path,
            path,
            done=self._on_judged,
            failed=self._on_failed,
            progress=self._advance,
            owner=self,
        )
        self._show_state()

    def reject(self) -> None:
        """Close; while something runs, stop that first."""
        if self._ticket is not None:
            self._stop()
        else:
            super().reject()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for part, stretch in ((self.path, 1), (self.choose_folder, 0), (self.choose_file, 0)):
            top.addWidget(part, stretch)
        self._pages = QStackedWidget(self)
        for page in (self.nothing, self.refused, self.preview):
            self._pages.addWidget(page)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)
        for button in (self.choose_folder, self.choose_file, self.close_button):
            button.setAutoDefault(False)

    def _choose(self, *, is_folder: bool) -> None:
        dialog = QFileDialog(self, _("Import"), str(QSettings().value(_FOLDER, "")))
        if is_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilter(_("Tables") + " (*.xlsx *.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.judge(Path(chosen)))
        dialog.open()

    def _import(self) -> None:
        if self._judgement is None or self._ticket is not None:
            return
        self.progress.start(_("Importing…"), total=self._judgement.rows)
        self._ticket = self._jobs.long(
            import_judged,
            self._judgement,
            done=self._on_imported,
            failed=self._on_failed,
            progress=self._advance,
            owner=self,
        )
        self._show_state()

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _advance(self, done: int, total: int) -> None:
        self.progress.advance(done, total=total)

    def _on_judged(self, judgement: Judgement) -> None:
        self._end()
        self._pages.setCurrentWidget(self.preview)
        if judgement.is_good:
            self._judgement = judgement
            self.preview.show_counts(would_do(judgement.tables), judgement.tables)
        else:
            self.preview.show_problems(judgement.problems, judgement.problem_count)
        self._show_state()

    def _on_imported(self, report: Report) -> None:
        self._end()
        if report.changes:
            self._jobs.wrote.emit(report.changes)
        self._judgement = None
        said = _("Stopped half-way; import again to go on.") if report.stopped else did(report.tables)
        self.preview.show_counts(said, report.tables)
        self._show_state()
        self.close_button.setFocus()

    def _on_failed(self, error: Expected) -> None:
        self._end()
        self._judgement = None
        self.refused.say(str(error))
        self._pages.setCurrentWidget(self.refused)
        self._show_state()

    def _end(self) -> None:
        self._ticket = None
        self.progress.finish()

    def _show_state(self) -> None:
        is_idle = self._ticket is None
        is_ready = is_idle and self._judgement is not None and self._judgement.changes_anything
        for part in (self.path, self.choose_folder, self.choose_file):
            part.setEnabled(is_idle)
        self.import_button.setEnabled(is_ready)
        self.import_button.setAutoDefault(is_ready)
        self.import_button.setDefault(is_ready)
        if is_ready:
            self.import_button.setFocus()


def would_do(counts: Sequence[TableCount]) -> str:
    """What importing would do, in a line."""
    rows = _written(counts)
    if not rows:
        return _("Everything is in the database already; there is nothing to import.")
    return _("Nothing is wrong. Would be written: {rows}.").format(rows=rows)


def did(counts: Sequence[TableCount]) -> str:
    """What importing did, in a line."""
    return _("Imported: {rows}.").format(rows=_written(counts))


def _written(counts: Sequence[TableCount]) -> str:
    created, updated = sum(count.created for count in counts), sum(count.updated for count in counts)
    said = []
    if created:
        said.append(
            ngettext("{n} new row", "{n} new rows", created).format(n=format_number(created)),
        )
    if updated:
        said.append(
            ngettext("{n} changed row", "{n} changed rows", updated).format(n=format_number(updated)),
        )
    return ", ".join(said)
