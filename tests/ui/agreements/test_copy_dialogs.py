"""Copying, renewing and templates at the agreements page, by mouse and keyboard (domain.md 1.7, 2; A15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import records
from app.work import Work
from models.agreements import Agreement, Interval, TemplateGroup
from models.terms import IntervalUnit
from tests.builders import a_customer, a_site, an_agreement, an_agreement_line
from tests.ui.pages import Person, at
from ui.agreements.page import AgreementsPage
from ui.agreements.renewing import RenewDialog
from ui.agreements.templating import SitesDialog, TemplateDialog
from ui.records.copy_dialog import CopyDialog


def company(work: Work) -> Agreement:
    """A template two groups deep, with a stopped line, and an agreement with a yearly line."""
    customer = a_customer(work, name="Bakkerij Smit")
    for name in ("Bakery", "Office"):
        a_site(work, customer=customer, name=name)
    year = work.add(Interval(code="Y", unit=IntervalUnit.YEAR))
    root = work.add(TemplateGroup(code="K", name="Climate"))
    below = work.add(TemplateGroup(code="H", name="Heat pumps", parent_id=root.id))
    lines = [
        an_agreement_line(line=1, description="Check"),
        an_agreement_line(line=2, description="Filters"),
        an_agreement_line(line=3, description="Old", stopped=True),
    ]
    an_agreement(
        work, code="T-1", name="Heat pump", template=True, template_group_id=below.id, lines=lines,
        customer=customer,
    )  # fmt: skip
    own = [an_agreement_line(line=1, interval_id=year.id, description="Yearly")]
    return an_agreement(work, code="A-1", customer=customer, lines=own)


@pytest.fixture
def agreement(sqlite_context: Context) -> Agreement:
    return sqlite_context.run(company)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> Iterator[Person]:
    with at(AgreementsPage, sqlite_context, qtbot) as somebody:
        somebody.page.open_agreement(agreement.id)
        somebody.settle()
        yield somebody


def dialog(person: Person, kind: type[QDialog]) -> QDialog:
    """The dialog that is open over the page."""
    person.until(lambda: person.page.window().findChild(kind) is not None)
    found = person.page.window().findChild(kind)
    assert isinstance(found, kind)
    person.settle()
    return found


def command(person: Person, name: str) -> None:
    """Choose an entry of the editor's menu."""
    menu = person.page.editor.menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == name).trigger()
    person.settle()


def lines_of(person: Person, code: str) -> list[str]:
    (row,) = [row for row in person.context.read(records, "agreement") if row.values["code"] == code]
    lines = person.context.read(records, "agreement_line", {"agreement_id": row.id})
    return [str(line.values["description"]) for line in lines]


def in_tree(copying: CopyDialog) -> list[str]:
    """What the tree shows, indented."""
    found: list[str] = []

    def walk(item: QTreeWidgetItem, depth: int) -> None:
        found.append("  " * depth + item.text(0))
        for position in range(item.childCount()):
            child = item.child(position)
            assert child is not None
            walk(child, depth + 1)

    for position in range(copying.sources.tree.topLevelItemCount()):
        top = copying.sources.tree.topLevelItem(position)
        if top is not None and not top.isHidden():
            walk(top, 0)
    return found


def test_lines_of_a_template_are_copied_by_keyboard(person: Person) -> None:
    page: AgreementsPage = person.page
    page.editor.tabs.setCurrentWidget(page.editor.lines)
    person.clicks(page.editor.copy_button)
    copying = dialog(person, CopyDialog)
    assert isinstance(copying, CopyDialog)
    assert in_tree(copying) == ["Templates", "  Climate", "    Heat pumps", "      T-1  Heat pump"]
    QTest.keyClicks(copying.sources.search, "heat")
    person.until(lambda: copying.lines.topLevelItemCount() == 3)
    assert len(copying.ticked()) == 2
    first = copying.lines.topLevelItem(0)
    assert first is not None
    copying.lines.setCurrentItem(first)
    QTest.keyClick(copying.lines, Qt.Key.Key_Space)
    QTest.keyClicks(copying.fields["quantity"].editor, "4")
    QTest.keyClick(copying, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: lines_of(person, "A-1") == ["Yearly", "Filters"])
    person.undoes()
    assert lines_of(person, "A-1") == ["Yearly"]
    person.edits.redo()
    person.until(lambda: lines_of(person, "A-1") == ["Yearly", "Filters"])


def test_a_stopped_line_cannot_be_ticked(person: Person) -> None:
    person.page.editor.copy_lines()
    copying = dialog(person, CopyDialog)
    assert isinstance(copying, CopyDialog)
    QTest.keyClicks(copying.sources.search, "T-1")
    person.until(lambda: copying.lines.topLevelItemCount() == 3)
    person.clicks(copying.none_button)
    assert copying.copy.isEnabled() is False
    person.clicks(copying.all_button)
    assert len(copying.ticked()) == 2
    assert copying.copy.text() == "Copy 2 lines"
    assert copying.relations.isChecked()
    assert not copying.relations.isEnabled()


def test_what_is_refused_is_said_in_the_dialog(person: Person) -> None:
    person.page.editor.copy_lines()
    copying = dialog(person, CopyDialog)
    assert isinstance(copying, CopyDialog)
    QTest.keyClicks(copying.sources.search, "T-1")
    person.until(lambda: copying.lines.topLevelItemCount() == 3)
    copying.fields["starts_on"].show_value(date(2020, 1, 1))
    person.clicks(copying.copy)
    assert "outside the validity of agreement A-1" in copying.problem.text()
    assert lines_of(person, "A-1") == ["Yearly"]


def test_an_agreement_is_renewed_and_shown(person: Person) -> None:
    told: list[str] = []
    person.page.told.connect(told.append)
    command(person, "renew_agreement")
    renewing = dialog(person, RenewDialog)
    assert isinstance(renewing, RenewDialog)
    assert renewing.form.fields["code"].read() == "A-1-2"
    assert renewing.form.fields["ends_on"].read() == date(2027, 12, 31)
    person.clicks(renewing.action)
    person.until(lambda: person.page.editor.details.form.fields["code"].read() == "A-1-2")
    assert told == ["A-1-2 is made with 1 line."]
    editor = person.page.editor
    editor.tabs.setCurrentWidget(editor.history)
    person.until(
        lambda: [button.text() for button in editor.history.periods] == ["A-1 · 2026", "A-1-2 · 2027"]
    )
    person.clicks(editor.history.periods[0])
    person.until(lambda: editor.details.form.fields["code"].read() == "A-1")
    command(person, "renew_agreement")
    again = dialog(person, RenewDialog)
    assert isinstance(again, RenewDialog)
    assert again.problem.text() == "Agreement A-1 is renewed already, by A-1-2."


def test_a_renewal_with_a_code_that_is_taken_says_so_beside_it(person: Person) -> None:
    command(person, "renew_agreement")
    renewing = dialog(person, RenewDialog)
    assert isinstance(renewing, RenewDialog)
    person.types(renewing.form.fields["code"].editor, "T-1")
    person.clicks(renewing.action)
    assert "agreement T-1 already" in renewing.form.fields["code"].complaint()


def test_a_template_makes_an_agreement_for_each_site(person: Person) -> None:
    templates = [row for row in person.context.read(records, "agreement") if row.values["template"]]
    person.page.open_agreement(templates[0].id)
    person.settle()
    command(person, "make_agreements")
    making = dialog(person, SitesDialog)
    assert isinstance(making, SitesDialog)
    customer = making.form.fields["customer"].editor
    person.types(customer, "smit")
    person.until(lambda: customer.completer().popup().isVisible())
    QTest.keyClick(customer.completer().popup(), Qt.Key.Key_Return)
    person.until(lambda: making.sites.count() == 2)
    person.clicks(making.all_button)
    assert making.action.text() == "Make 2 agreements"
    person.types(making.form.fields["code"].editor, "S-09")
    person.clicks(making.action)
    person.until(lambda: lines_of(person, "S-09") == lines_of(person, "S-10") == ["Check", "Filters"])


def test_an_agreement_is_kept_as_a_template(person: Person) -> None:
    command(person, "save_as_template")
    keeping = dialog(person, TemplateDialog)
    assert isinstance(keeping, TemplateDialog)
    person.clicks(keeping.action)
    person.until(lambda: lines_of(person, "T-A-1") == ["Yearly"])
    person.undoes()
    codes = [row.values["code"] for row in person.context.read(records, "agreement")]
    assert codes == ["A-1", "T-1"]
