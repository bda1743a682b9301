"""What an import would do, or did: rows by table, and every problem with its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.exchange.problems import RowProblem, TableCount
from resources.texts import N_, _, format_number, ngettext
from ui.widgets.cards import plain_label
from ui.widgets.rows import Column, RowsModel, RowsTable


def _number(value: int) -> str:
    return format_number(value) if value else "–"


COUNTS = (
    Column[TableCount]("table", N_("Table"), width=200, weight=500),
    Column[TableCount](
        "created",
        N_("New"),
        width=130,
        text=lambda row: _number(row.created),
        sort_key=lambda row: row.created,
        is_tabular=True,
        is_right=True,
    ),
    Column[TableCount](
        "updated",
        N_("Changed"),
        width=130,
        text=lambda row: _number(row.updated),
        sort_key=lambda row: row.updated,
        is_tabular=True,
        is_right=True,
    ),
    Column[TableCount](
        "unchanged",
        N_("Unchanged"),
        width=130,
        text=lambda row: _number(row.unchanged),
        sort_key=lambda row: row.unchanged,
        is_tabular=True,
        is_right=True,
    ),
    Column[TableCount]("blank", " ", width=40, text=lambda _row: ""),
)
PROBLEMS = (
    Column[RowProblem]("table", N_("Table"), width=130, weight=500),
    Column[RowProblem](
        "row",
        N_("Row"),
        width=70,
        text=lambda row: format_number(row.row),
        sort_key=lambda row: row.row,
        is_tabular=True,
        is_right=True,
    ),
    Column[RowProblem]("column", N_("Column"), width=140),
    Column[RowProblem]("value", N_("Value"), width=150),
    Column[RowProblem]("reason", N_("What is wrong"), width=260, tip=lambda row: row.reason),
)


class Preview(QWidget):
    """A headline and the table that belongs to it: counts when all is well, problems otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = plain_label(px=15, weight=600)
        self.headline.setWordWrap(True)
        self.counts = RowsModel[TableCount](COUNTS, parent=self)
        self.problems = RowsModel[RowProblem](PROBLEMS, parent=self)
        self.count_table = RowsTable(self.counts, key="exchange-counts", parent=self)
        self.problem_table = RowsTable(self.problems, key="exchange-problems", parent=self)
        self.problem_table.rows_chosen.connect(self._explain)
        self.copy = QPushButton(_("Copy the list"), self)
        self.copy.clicked.connect(self._copy)
        self._whole = plain_label(is_quiet=True)
        self._whole.setWordWrap(True)
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._listed: tuple[RowProblem, ...] = ()
        self._lay_out()

    def show_counts(self, headline: str, counts: Sequence[TableCount]) -> None:
        """Nothing is wrong: so many rows by table; tables without rows are left out."""
        self.headline.setText(headline)
        self.counts.set_rows(count for count in counts if count.rows)
        self._tables.setCurrentIndex(0)

    def show_problems(self, problems: Sequence[RowProblem], count: int) -> None:
        """Something is wrong: what and where."""
        headline = ngettext(
            "{n} thing is wrong. Nothing was written.", "{n} things are wrong. Nothing was written.", count
        ).format(n=format_number(count))
        if count > len(problems):
            headline += " " + _("The first {n} are listed.").format(n=format_number(len(problems)))
        self.headline.setText(headline)
        self._listed = tuple(problems)
        self.problems.set_rows(problems)
        self._tables.setCurrentIndex(1)
        self.problem_table.selectRow(0)

    def _lay_out(self) -> None:
        wrong = QWidget(self)
        under = QHBoxLayout()
        under.addWidget(self._whole, 1)
        under.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(wrong)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.problem_table, 1)
        column.addLayout(under)
        self._tables = QStackedWidget(self)
        self._tables.addWidget(self.count_table)
        self._tables.addWidget(wrong)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.headline)
        whole.addWidget(self._tables, 1)

    def _explain(self, chosen: Sequence[RowProblem]) -> None:
        self._whole.setText(chosen[0].text if chosen else "")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(problem.text for problem in self._listed))


def quiet_label(text: str) -> QLabel:
    """A line of explanation."""
    label = plain_label(text, is_quiet=True)
    label.setWordWrap(True)
    return label
