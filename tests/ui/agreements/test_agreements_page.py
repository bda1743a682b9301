"""The agreements page: browse, change, suspend, stop, and what happens when somebody was first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.usecases.masters import save_row
from app.work import Work
from models.agreements import Agreement
from tests.builders import a_customer, a_group, a_visit, an_agreement, an_agreement_line, an_order
from tests.ui.pages import Person, at
from ui.agreements.page import AgreementsPage


def company(work: Work) -> Agreement:
    """Two groups, three agreements, two lines and an order with a visit; returns the first agreement."""
    premium, basic = a_group(work, code="P", name="Premium"), a_group(work, code="B", name="Basic")
    smit = a_customer(work, name="Bakkerij Smit")
    lines = [an_agreement_line(line=10, description="Onderhoud"), an_agreement_line(line=20)]
    first = an_agreement(work, code="A-1", group=premium, customer=smit, lines=lines)
    an_agreement(work, code="A-2", group=basic, suspended=True)
    an_agreement(work, code="A-3", group=basic, ends_on=date(2026, 2, 1))
    a_visit(work, order=an_order(work, number="SO-7", agreement_id=first.id, customer=smit))
    return first


@pytest.fixture
def agreement(sqlite_context: Context) -> Agreement:
    return sqlite_context.run(company)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> Iterator[Person]:
    with at(AgreementsPage, sqlite_context, qtbot) as somebody:
        yield somebody


def test_groups_and_chips_narrow_the_list(person: Person) -> None:
    page: AgreementsPage = person.page
    person.until(lambda: person.shows(page.table) == ["A-1", "A-2", "A-3"])
    groups = [page.group_box.itemText(row) for row in range(page.group_box.count())]
    assert groups == ["All groups  (3)", "Basic  (2)", "Premium  (1)"]
    page.group_box.setFocus()
    QTest.keyClick(page.group_box, Qt.Key.Key_Down)
    person.until(lambda: person.shows(page.table) == ["A-2", "A-3"])
    person.clicks(page.chips.chip("expired"))
    person.until(lambda: person.shows(page.table) == ["A-3"])


def test_typing_searches_and_an_empty_list_offers_an_action(person: Person) -> None:
    page: AgreementsPage = person.page
    person.types(page.search, "nobody")
    person.until(lambda: page.table.paged.rowCount() == 0)
    assert page.table.findChild(type(page.empty)).button.isVisible()


def test_an_agreement_shows_its_lines_and_orders(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    wanted: list[int] = []
    page.order_wanted.connect(wanted.append)
    page.open_agreement(agreement.id)
    person.settle()
    page.editor.tabs.setCurrentIndex(1)
    person.until(lambda: person.shows(page.editor.lines.table) == ["10", "20"])
    page.editor.tabs.setCurrentWidget(page.editor.orders)
    person.until(lambda: person.shows(page.editor.orders) == ["SO-7"])
    assert person.shows(page.editor.orders, 3) == ["Planned"]
    person.opens(page.editor.orders, 0)
    assert len(wanted) == 1


def test_a_change_is_saved_and_undone(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    page.open_agreement(agreement.id)
    person.settle()
    line = page.editor.details.form.fields["name"].editor
    person.types(line, "Groot onderhoud")
    assert page.editor.details.bar.isVisible()
    person.saves(line)
    assert person.stored("agreement", agreement.id).values["name"] == "Groot onderhoud"
    assert not page.editor.details.bar.isVisible()
    person.undoes()
    assert person.stored("agreement", agreement.id).values["name"] == "Onderhoud"
    person.until(lambda: line.text() == "Onderhoud")


def test_suspending_is_one_click_and_one_undo(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    page.open_agreement(agreement.id)
    person.settle()
    person.clicks(page.editor.suspend_button)
    assert person.stored("agreement", agreement.id).values["suspended"] is True
    person.until(lambda: page.editor.suspend_button.text() == "Resume")
    assert person.edits.stack.undoText() == "Suspend A-1"
    person.undoes()
    assert person.stored("agreement", agreement.id).values["suspended"] is False


def test_a_line_is_stopped_added_and_deleted(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    lines = page.editor.lines
    page.open_agreement(agreement.id)
    person.settle()
    page.editor.tabs.setCurrentIndex(1)
    person.until(lambda: lines.model.rowCount() == 2)
    person.chooses(lines.table, 0)
    person.clicks(page.editor.stop_button)
    person.until(lambda: bool(lines.model.rows[0].values["stopped"]))
    person.clicks(lines.new_button)
    person.types(lines.editor.form.fields["description"].editor, "Filters")
    person.saves(lines.editor.form.fields["description"].editor)
    person.until(lambda: person.shows(lines.table) == ["10", "20", "21"])
    person.clicks(lines.delete_button)
    person.until(lambda: person.shows(lines.table) == ["10", "20"])
    person.undoes()
    person.until(lambda: person.shows(lines.table) == ["10", "20", "21"])


def test_a_refusal_stands_beside_its_field(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    page.open_agreement(agreement.id)
    person.settle()
    until = page.editor.details.form.fields["ends_on"]
    person.types(until.editor, "1-1-2025")
    person.saves(until.editor)
    assert "ends before it starts" in until.complaint()
    assert page.editor.details.is_dirty()
    person.clicks(page.editor.details.bar.discard)
    assert not page.editor.details.is_dirty()


def test_what_only_one_of_two_changed_is_kept(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    details = page.editor.details
    page.open_agreement(agreement.id)
    person.settle()
    person.types(details.form.fields["name"].editor, "Mine")
    values = {"ends_on": date(2027, 6, 30)}
    person.quietly(save_row, kind="agreement", row_id=agreement.id, seen=1, values=values)
    person.saves(details.form.fields["name"].editor)
    stored = person.stored("agreement", agreement.id).values
    assert (stored["name"], stored["ends_on"]) == ("Mine", date(2027, 6, 30))


def test_what_both_changed_is_asked(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    details = page.editor.details
    page.open_agreement(agreement.id)
    person.settle()
    person.types(details.form.fields["name"].editor, "Mine")
    person.run(save_row, kind="agreement", row_id=agreement.id, seen=1, values={"name": "Theirs"})
    person.saves(details.form.fields["name"].editor)
    assert details.versions.isVisible()
    assert person.stored("agreement", agreement.id).values["name"] == "Theirs"
    details.versions.choose_mine("name")
    person.clicks(details.versions.keep)
    assert person.stored("agreement", agreement.id).values["name"] == "Mine"


def test_leaving_a_changed_agreement_saves_it(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    person.chooses(page.table, 0)
    person.types(page.editor.details.form.fields["name"].editor, "Groot onderhoud")
    assert not page.may_close()
    person.chooses(page.table, 1)
    assert person.stored("agreement", agreement.id).values["name"] == "Groot onderhoud"
    assert page.editor.details.form.fields["code"].read() == "A-2"


def test_a_new_agreement_is_made_with_the_next_code(person: Person) -> None:
    page: AgreementsPage = person.page
    person.clicks(page.new_button)
    form = page.editor.details.form
    assert form.fields["code"].read() == "A-4"
    person.clicks(page.editor.details.bar.save)
    assert form.fields["customer_id"].complaint() == "Fill this in."
    person.types(form.fields["name"].editor, "Nieuw")
    customer = form.fields["customer_id"].editor
    person.types(customer, "Smit")
    person.until(lambda: customer.completer().popup().isVisible())
    person.bot.keyClick(customer.completer().popup(), Qt.Key.Key_Return)
    form.fields["group_id"].editor.setFocus()
    person.bot.keyClicks(form.fields["group_id"].editor, "Basic")
    person.saves(form.fields["name"].editor)
    person.until(lambda: "A-4" in person.shows(page.table))
    assert page.editor.details.row_id == page.table.chosen_id()


def test_what_cannot_be_saved_is_not_left(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    person.chooses(page.table, 0)
    person.types(page.editor.details.form.fields["name"].editor, "")
    person.chooses(page.table, 1)
    assert page.editor.details.row_id == agreement.id
    assert page.table.chosen_id() == agreement.id
    assert page.editor.details.form.fields["name"].complaint() == "Fill this in."


def test_a_line_that_cannot_be_saved_keeps_its_agreement(person: Person, agreement: Agreement) -> None:
    page: AgreementsPage = person.page
    page.open_agreement(agreement.id)
    person.settle()
    page.editor.tabs.setCurrentIndex(1)
    person.settle()
    person.chooses(page.editor.lines.table, 0)
    person.types(page.editor.lines.editor.form.fields["quantity"].editor, "-1")
    person.chooses(page.table, 1)
    assert page.editor.details.row_id == page.table.chosen_id() == agreement.id
