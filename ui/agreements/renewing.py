"""Renew an agreement: its next period proposed, with the lines that go on and those that stay behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.queries.copying import RenewalLine, RenewalProposal, renewal_proposal
from app.usecases.copying import NextPeriod, Renewed, renew_agreement
from resources.texts import N_, _, format_date, format_number, ngettext
from ui.agreements.asking import AskDialog
from ui.records.copy_edits import MakeAgreements
from ui.records.desk import Desk
from ui.widgets.badge import Chip, Mark
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField, LineField
from ui.widgets.rows import RowsModel, RowsTable

Done = Callable[[int, str], object]
"""Told the new agreement's id and a sentence."""

_LINES = (
    Column[RenewalLine](
        "line", N_("Line"), 60, text=lambda row: format_number(row.line), is_tabular=True, is_right=True
    ),
    Column[RenewalLine]("description", N_("Description"), 230),
    Column[RenewalLine]("interval", N_("Interval"), 90),
    Column[RenewalLine](
        "why_not",
        N_("In the next period"),
        220,
        badge=lambda row: (
            Chip(row.why_not, "neutral", Mark.CROSS) if row.why_not else Chip(_("Goes on"), "good", Mark.TICK)
        ),
    ),
)


class RenewDialog(AskDialog):
    """Code, name and period of what comes next; one step to undo."""

    def __init__(self, desk: Desk, proposal: RenewalProposal, done: Done | None, parent: QWidget) -> None:
        self._desk, self._proposal, self._done = desk, proposal, done
        today = desk.today()
        fields = (
            LineField("code", _("Code"), is_required=True, max_length=40),
            LineField("name", _("Name"), is_required=True),
            DateField("starts_on", _("Valid from"), today=today, is_required=True),
            DateField("ends_on", _("Valid until"), today=today),
        )
        title = _("Renew {code}").format(code=proposal.code)
        super().__init__(title, _("Renew"), fields, parent)
        self.resize(640, 520)
        self.form.fields["code"].show_value(proposal.new_code)
        self.form.fields["name"].show_value(proposal.name)
        self.form.fields["starts_on"].show_value(proposal.starts_on)
        self.form.fields["ends_on"].show_value(proposal.ends_on)
        self.model: RowsModel[RenewalLine] = RowsModel(_LINES, parent=self)
        self.model.set_rows(proposal.lines)
        self.table = RowsTable(self.model, key="renewal_lines")
        self.table.set_empty(EmptyState(_("This agreement has no lines."), icon="list"))
        self.middle.addWidget(self.table, 1)
        self.line.setText(self._told())
        if proposal.why_not:
            self.problem.setText(proposal.why_not)
            self.problem.show()
            self.action.setEnabled(False)

    def do(self) -> None:
        """Make the next period."""
        said: dict[str, Any] = dict(self.said())
        period = NextPeriod(said["code"], said["starts_on"], said["ends_on"], said["name"])
        found = self._proposal
        edit = MakeAgreements(
            _("Renew {code}").format(code=found.code),
            renew_agreement,
            {"agreement_id": found.id, "seen": found.version, "period": period},
        )
        self._desk.edits.do(edit, done=self._on_done, failed=self.refuse)

    def _told(self) -> str:
        found = self._proposal
        ends = format_date(found.old_ends_on, "medium") if found.old_ends_on else "–"
        told = _("{customer} · so far {start} to {end}. Objects and tasks come along.")
        start = format_date(found.old_starts_on, "medium")
        return told.format(customer=found.customer, start=start, end=ends)

    def _on_done(self, answer: Renewed) -> None:
        lines = answer.made.lines
        told = ngettext("{code} is made with {n} line.", "{code} is made with {n} lines.", lines)
        if self._done is not None:
            self._done(answer.made.agreements[0].id, told.format(code=answer.code, n=format_number(lines)))
        self.accept()


def open_renewal(desk: Desk, parent: QWidget, agreement_id: int, done: Done | None = None) -> None:
    """Propose the next period of an agreement in a dialog over the parent, or say why there is none."""

    def show(proposal: RenewalProposal) -> None:
        RenewDialog(desk, proposal, done, parent).open()

    desk.jobs.read(renewal_proposal, agreement_id, done=show, owner=parent)
