"""The rules of the board in the company's settings: how strictly each is taken, and what that does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.queries.board_rules import RuleRow, board_rules
from app.usecases.board_rules import Taken
from models.terms import Rule, Strictness
from resources.texts import N_, _
from ui.company.rule_edits import TakeRules
from ui.edits import Edits
from ui.jobs import Jobs
from ui.widgets.cards import plain_label

WORDS: Mapping[Strictness, str] = MappingProxyType(
    {
        Strictness.HARD: N_("Refuse"),
        Strictness.SOFT: N_("Warn"),
        Strictness.OFF: N_("Pass over"),
    }
)
_CONSEQUENCES: Mapping[Strictness, str] = MappingProxyType(
    {
        Strictness.HARD: N_("Refused; owner and service manager may override it with a reason."),
        Strictness.SOFT: N_("Allowed with a warning."),
        Strictness.OFF: N_("Nobody is told."),
    }
)
_WITH_REASON = N_("Allowed with a warning and a reason, which is kept.")
_CHOICE_WIDTH = 116
_LOWEST = Rule.OVERLAP
"""The one rule that warns at least."""


class RuleLine(QWidget):
    """One rule: its name, how it is taken, and in a sentence what that does."""

    def __init__(self, row: RuleRow, on_taken: Callable[[RuleRow, Taken], object]) -> None:
        """Show how it is taken now."""
        super().__init__()
        self._row, self._on_taken = row, on_taken
        name = plain_label(_(row.name), weight=500)
        self.choice = QComboBox()
        self.choice.setAccessibleName(_(row.name))
        for strictness in Strictness:
            if row.rule is not _LOWEST or strictness is not Strictness.OFF:
                self.choice.addItem(_(WORDS[strictness]), strictness)
        self.choice.setMinimumWidth(_CHOICE_WIDTH)
        self.reason = QCheckBox(_("Ask for a reason"))
        self.reason.setAccessibleName(_("Ask for a reason: {rule}").format(rule=_(row.name)))
        self.effect = plain_label(px=12, is_quiet=True)
        self.effect.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(name, 1)
        line.addWidget(self.reason)
        line.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.effect)
        self.show_row(row)
        self.choice.activated.connect(lambda _at: self._take())
        self.reason.clicked.connect(lambda _on: self._take())

    def show_row(self, row: RuleRow) -> None:
        """Say how it is taken now."""
        self._row = row
        self.choice.setCurrentIndex(self.choice.findData(row.strictness))
        is_soft = row.strictness is Strictness.SOFT
        self.reason.setVisible(is_soft)
        self.reason.setChecked(row.asks_reason)
        does = _(_WITH_REASON if is_soft and row.asks_reason else _CONSEQUENCES[row.strictness])
        self.effect.setText(f"{_(row.meaning)} {does}")

    def _take(self) -> None:
        strictness = Strictness(self.choice.currentData())
        asks = self.reason.isChecked() and strictness is Strictness.SOFT
        self._on_taken(self._row, Taken(strictness, asks))


class RulesPage(QWidget):
    """All rules, one below the other; a choice is saved at once and can be undone."""

    def __init__(self, jobs: Jobs, edits: Edits) -> None:
        """Read how the rules are taken."""
        super().__init__()
        self._jobs, self._edits = jobs, edits
        self.lines: dict[Rule, RuleLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 4, 20, 12)
        self._column.setSpacing(4)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(plain_label(_("Rules of the board"), px=15, weight=600))
        self._column.addSpacing(8)
        self.read()

    def read(self) -> None:
        """Show how the rules are taken now."""
        self._jobs.read(board_rules, done=self._show, owner=self)

    def _show(self, rows: tuple[RuleRow, ...]) -> None:
        for row in rows:
            line = self.lines.get(row.rule)
            if line is None:
                line = self.lines[row.rule] = RuleLine(row, self._take)
                self._column.addWidget(line)
            else:
                line.show_row(row)

    def _take(self, row: RuleRow, taken: Taken) -> None:
        edit = TakeRules({row.rule: taken}, name=_(row.name))
        self._edits.do(edit, done=lambda _before: self.read())
