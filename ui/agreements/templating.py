"""Keep an agreement as a template, and make agreements of a template for the sites of a customer (A15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from app.queries import lookups
from app.queries.masters import Record, RecordForm, record_form, records
from app.usecases.copying import AgreementsMade, NewAgreement, new_agreements_from_template, save_as_template
from resources.texts import _, format_number, ngettext
from ui.agreements.asking import AskDialog
from ui.records.copy_edits import MakeAgreements
from ui.records.desk import Desk
from ui.widgets.cards import plain_label
from ui.widgets.fields import ChoiceField, DateField, LineField, LookupField

Done = Callable[[int, str], object]
"""Told an agreement's id and a sentence."""


class TemplateDialog(AskDialog):
    """What the template is called and where it is kept."""

    def __init__(
        self, desk: Desk, agreement: Record, form: RecordForm, done: Done | None, parent: QWidget
    ) -> None:
        self._desk, self._agreement, self._done = desk, agreement, done
        groups = [(row.id, row.name) for row in form.codes["template_group"]]
        fields = (
            LineField("code", _("Code"), is_required=True, max_length=40),
            LineField("name", _("Name"), is_required=True),
            ChoiceField("group", _("Template group"), [(None, _("None")), *groups]),
        )
        title = _("Save {code} as a template").format(code=agreement.values["code"])
        super().__init__(title, _("Save as template"), fields, parent)
        self.resize(520, 240)
        self.form.fields["code"].show_value(f"T-{agreement.values['code']}"[:40])
        self.form.fields["name"].show_value(agreement.values["name"])
        self.form.fields["group"].show_value(None)
        self.line.setText(
            _("A copy with lines, objects and tasks, but no stopped lines. The agreement stays what it is.")
        )

    def do(self) -> None:
        """Make the template."""
        said: dict[str, Any] = dict(self.said())
        edit = MakeAgreements(
            _("Save {code} as a template").format(code=self._agreement.values["code"]),
            save_as_template,
            {
                "agreement_id": self._agreement.id,
                "code": said["code"],
                "name": said["name"],
                "template_group_id": said["group"] or 0,
            },
        )
        self._desk.edits.do(edit, done=self._on_done, failed=self.refuse)

    def _on_done(self, answer: AgreementsMade) -> None:
        told = ngettext("The template has {n} line.", "The template has {n} lines.", answer.lines)
        if self._done is not None:
            self._done(answer.agreements[0].id, told.format(n=format_number(answer.lines)))
        self.accept()


class SitesDialog(AskDialog):
    """A customer, its sites with check boxes, a period: one agreement for each site that is ticked."""

    def __init__(
        self, desk: Desk, template: Record, form: RecordForm, done: Done | None, parent: QWidget
    ) -> None:
        self._desk, self._template, self._done = desk, template, done
        self._asked = 0
        today = desk.today()
        customers = desk.search(lookups.find_customers, parent)
        fields = (
            LookupField("customer", _("Customer"), customers, is_required=True),
            LineField("code", _("First code"), is_required=True, max_length=40),
            LineField("name", _("Name"), is_required=True),
            DateField("starts_on", _("Valid from"), today=today, is_required=True),
            DateField("ends_on", _("Valid until"), today=today),
        )
        title = _("New agreements of {code}").format(code=template.values["code"])
        super().__init__(title, _("Make agreements"), fields, parent)
        self.resize(560, 560)
        self.form.fields["code"].show_value(form.code)
        self.form.fields["name"].show_value(template.values["name"])
        self.form.fields["starts_on"].show_value(today)
        self.line.setText(
            _("Each has all lines of the template that are not stopped, its objects and tasks.")
        )
        self.sites = QListWidget()
        self.sites.setAccessibleName(_("Sites"))
        self.sites.setMinimumHeight(120)
        self.all_button = QPushButton(_("All sites"))
        self.all_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(plain_label(_("One agreement for each site"), is_quiet=True), 1)
        row.addWidget(self.all_button)
        self.middle.addLayout(row)
        self.middle.addWidget(self.sites, 1)
        self.form.edited.connect(self._on_edited)
        self.sites.itemChanged.connect(lambda _item: self._offer())
        self.all_button.clicked.connect(lambda: self._tick_all())
        self._offer()

    def ticked(self) -> tuple[int, ...]:
        """Ids of the sites that are ticked."""
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        )

    def do(self) -> None:
        """Make the agreements: one for each site, or one without a site where none is ticked."""
        said: dict[str, Any] = dict(self.said())
        sites: Sequence[int] = self.ticked() or (0,)
        targets = [
            NewAgreement(
                _following(said["code"], n),
                said["name"],
                said["customer"],
                said["starts_on"],
                said["ends_on"],
                site,
            )
            for n, site in enumerate(sites)
        ]
        edit = MakeAgreements(
            _("New agreements of {code}").format(code=self._template.values["code"]),
            new_agreements_from_template,
            {"template_id": self._template.id, "targets": targets},
        )
        self._desk.edits.do(edit, done=self._on_done, failed=self.refuse)

    def _on_edited(self, key: str) -> None:
        if key != "customer":
            return
        self.sites.clear()
        customer = self.said_customer()
        self._asked += 1
        if customer:
            done = partial(self._show_sites, self._asked)
            self._desk.jobs.read(records, "site", {"customer_id": customer}, done=done, owner=self)
        self._offer()

    def said_customer(self) -> int:
        """The customer's id, 0 for none."""
        field = self.form.fields["customer"]
        choice = field.lookup.choice() if isinstance(field, LookupField) else None
        return choice.value if choice is not None and isinstance(choice.value, int) else 0

    def _show_sites(self, asked: int, rows: list[Record]) -> None:
        if asked != self._asked:
            return
        self.sites.clear()
        for row in rows:
            parts = (row.values["name"], row.values["city"] or "")
            item = QListWidgetItem(" · ".join(part for part in parts if part), self.sites)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setCheckState(Qt.CheckState.Unchecked)
        self._offer()

    def _items(self) -> list[QListWidgetItem]:
        found = [self.sites.item(n) for n in range(self.sites.count())]
        return [item for item in found if item is not None]

    def _tick_all(self) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked)

    def _offer(self) -> None:
        count = max(1, len(self.ticked()))
        text = ngettext("Make {n} agreement", "Make {n} agreements", count)
        self.action.setText(text.format(n=format_number(count)))
        self.all_button.setEnabled(bool(self.sites.count()))

    def _on_done(self, answer: AgreementsMade) -> None:
        count = len(answer.agreements)
        told = ngettext("{n} agreement is made.", "{n} agreements are made.", count)
        if self._done is not None:
            self._done(answer.agreements[0].id, told.format(n=format_number(count)))
        self.accept()


def open_saving(desk: Desk, parent: QWidget, agreement: Record, done: Done | None = None) -> None:
    """Ask what a template made of an agreement is called."""

    def show(form: RecordForm) -> None:
        TemplateDialog(desk, agreement, form, done, parent).open()

    desk.jobs.read(record_form, "agreement", 0, ("template_group",), done=show, owner=parent)


def open_making(desk: Desk, parent: QWidget, template: Record, done: Done | None = None) -> None:
    """Ask for which sites agreements are made of a template."""

    def show(form: RecordForm) -> None:
        SitesDialog(desk, template, form, done, parent).open()

    desk.jobs.read(record_form, "agreement", 0, (), done=show, owner=parent)


def _following(code: str, number: int) -> str:
    """The code that many steps on: A-09 and 2 give A-11; without a number at its end one is added."""
    digits = len(code) - len(code.rstrip("0123456789"))
    if not number:
        return code
    if not digits:
        return f"{code}-{number + 1}"
    return f"{code[:-digits]}{int(code[-digits:]) + number:0{digits}d}"
