"""Export from the window: choose a kind and a place, then look at what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.exchange.exports import export_path
from app.exchange.problems import Report, TableCount
from models.errors import Expected
from resources.texts import N_, _, format_number, ngettext
from ui.exchange.preview import quiet_label
from ui.jobs import Jobs, Ticket
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.progress import Progress
from ui.widgets.rows import Column, RowsModel, RowsTable

_FOLDER = "exchange/export"
COLUMNS = (
    Column[TableCount]("table", N_("Table"), width=240, weight=500),
    Column[TableCount](
        "rows",
        N_("Rows"),
        width=120,
        text=lambda row: format_number(row.rows),
        sort_key=lambda row: row.rows,
        is_tabular=True,
        is_right=True,
    ),
    Column[TableCount]("blank", " ", width=40, text=lambda _row: ""),
)


class ExportDialog(QDialog):
    """Writes every table to a workbook or to a folder of CSV files."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._ticket: Ticket | None = None
        self.setWindowTitle(_("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 560)
        self.workbook = QRadioButton(_("A workbook (.xlsx), to look at in a spreadsheet"), self)
        self.folder = QRadioButton(_("A folder of CSV files, for other programs"), self)
        self.workbook.setChecked(True)
        self.workbook.toggled.connect(lambda _on: self._suggest())
        self.path = QLineEdit(self)
        self.path.setAccessibleName(_("Where to"))
        self.path.textChanged.connect(lambda _text: self._show_state())
        self.choose = QPushButton(_("Where to…"), self)
        self.choose.clicked.connect(self._choose)
        self.nothing = EmptyState(
            _("Every table is written, and can be imported again here or elsewhere."),
            icon="export",
            parent=self,
        )
        self.refused = EmptyState("–", icon="error", parent=self)
        self.headline = plain_label(px=15, weight=600)
        self.counts = RowsModel[TableCount](COLUMNS, parent=self)
        self.progress = Progress(self)
        self.progress.cancel_wanted.connect(self._stop)
        self.show_button = QPushButton(_("Show it"), self)
        self.show_button.clicked.connect(self._show_it)
        self.show_button.hide()
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        self.export_button = QPushButton(_("Export"), self)
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._export)
        self._lay_out()
        self._suggest()

    def reject(self) -> None:
        """Close; while something runs, stop that first."""
        if self._ticket is not None:
            self._stop()
        else:
            super().reject()

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(self.choose)
        done = QWidget(self)
        inside = QVBoxLayout(done)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.headline)
        inside.addWidget(RowsTable(self.counts, key="exchange-export", parent=self), 1)
        self._pages = QStackedWidget(self)
        for page in (self.nothing, self.refused, done):
            self._pages.addWidget(page)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        for button in (self.show_button, self.close_button, self.export_button):
            bottom.addWidget(button)
            button.setAutoDefault(button is self.export_button)
        self.choose.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.workbook)
        column.addWidget(self.folder)
        column.addWidget(quiet_label(_("An earlier export of the same name is replaced; nothing else is.")))
        column.addLayout(where)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)

    def _suggest(self) -> None:
        folder = Path(str(QSettings().value(_FOLDER, str(Path.home()))))
        name = "servicebord.xlsx" if self.workbook.isChecked() else "servicebord"
        self.path.setText(str(folder / name))

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Export"), self.path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.workbook.isChecked():
            dialog.setNameFilter(_("Workbook") + " (*.xlsx)")
            dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(Path(self.path.text()).name)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def _export(self) -> None:
        target = Path(self.path.text().strip()).expanduser()
        if self._ticket is not None:
            return
        QSettings().setValue(_FOLDER, str(target.parent))
        self.progress.start(_("Exporting…"))
        self._ticket = self._jobs.long(
            export_path,
            target,
            done=self._on_exported,
            failed=self._on_failed,
            progress=lambda done, total: self.progress.advance(done, total=total),
            owner=self,
        )
        self._show_state()

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _on_exported(self, report: Report) -> None:
        self._end()
        rows = sum(count.rows for count in report.tables)
        self.headline.setText(
            ngettext("Exported: {n} row.", "Exported: {n} rows.", rows).format(n=format_number(rows))
        )
        self.counts.set_rows(report.tables)
        self._pages.setCurrentIndex(2)
        self.show_button.show()
        self.close_button.setFocus()

    def _on_failed(self, error: Expected) -> None:
        self._end()
        self.refused.say(str(error))
        self._pages.setCurrentWidget(self.refused)
        self.path.setFocus()

    def _end(self) -> None:
        self._ticket = None
        self.progress.finish()
        self._show_state()

    def _show_it(self) -> None:
        """Open the folder it was written to."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.path.text()).expanduser().parent)))

    def _show_state(self) -> None:
        is_idle = self._ticket is None
        for part in (self.path, self.choose, self.workbook, self.folder):
            part.setEnabled(is_idle)
        self.export_button.setEnabled(is_idle and bool(self.path.text().strip()))
