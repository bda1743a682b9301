"""Customers and objects: search, owned rows, new ones, deletion and undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import records
from app.usecases.masters import save_row
from app.work import Work
from models.customers import Customer
from tests.builders import a_contact, a_customer, a_line, a_site, a_visit, an_agreement, an_object, an_order
from tests.ui.pages import Person, at
from ui.masters.customers_page import CustomersPage


def company(work: Work) -> Customer:
    """Two customers; the first has a site, a contact, an object with a visit, an agreement and an order."""
    smit = a_customer(work, code="C-1", name="Bakkerij Smit")
    a_site(work, customer=smit, code="S-1")
    a_contact(work, customer=smit, name="R. Koster")
    thing = an_object(work, customer=smit, code="O-1")
    an_agreement(work, customer=smit, code="A-1")
    a_visit(work, order=an_order(work, customer=smit, number="SO-1", lines=[a_line(object_id=thing.id)]))
    a_customer(work, code="C-2", name="Zorgcentrum Oost")
    return smit


@pytest.fixture
def smit(sqlite_context: Context) -> Customer:
    return sqlite_context.run(company)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, smit: Customer) -> Iterator[Person]:
    with at(CustomersPage, sqlite_context, qtbot) as somebody:
        yield somebody


def test_customers_are_found_by_typing(person: Person) -> None:
    page: CustomersPage = person.page
    person.until(lambda: person.shows(page.customers) == ["Bakkerij Smit", "Zorgcentrum Oost"])
    person.types(page.search, "zwolle")
    person.until(lambda: person.shows(page.customers) == ["Bakkerij Smit"])


def test_the_header_of_a_column_sorts(person: Person) -> None:
    page: CustomersPage = person.page
    page.customers.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    person.until(lambda: person.shows(page.customers) == ["Zorgcentrum Oost", "Bakkerij Smit"])


def test_tabs_show_what_is_the_customers(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    view = page.customer
    wanted: list[int] = []
    page.agreement_wanted.connect(wanted.append)
    person.chooses(page.customers, 0)
    found = []
    for position, table in enumerate(
        (view.sites.table, view.contacts.table, view.objects.table, view.agreement_table, view.orders), 1
    ):
        view.tabs.setCurrentIndex(position)
        person.settle()
        found.append(person.shows(table))
    assert found == [["S-1"], ["R. Koster"], ["O-1"], ["A-1"], ["SO-1"]]
    assert [view.tabs.tabText(n) for n in (1, 5)] == ["Sites  1", "Orders  1"]
    view.tabs.setCurrentIndex(4)
    person.opens(view.agreement_table, 0)
    assert len(wanted) == 1


def test_a_new_name_is_followed_by_the_list(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    person.chooses(page.customers, 0)
    name = page.customer.details.form.fields["name"].editor
    person.types(name, "Aan zee")
    person.saves(name)
    person.until(lambda: person.shows(page.customers)[0] == "Aan zee")
    assert person.stored("customer", smit.id).version == 2


def test_a_new_site_belongs_to_the_customer(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    sites = page.customer.sites
    person.chooses(page.customers, 0)
    page.customer.tabs.setCurrentIndex(1)
    person.settle()
    person.clicks(sites.new_button)
    person.types(sites.editor.form.fields["code"].editor, "S-2")
    person.types(sites.editor.form.fields["name"].editor, "Loods <b>2</b>")
    person.types(sites.editor.form.fields["latitude"].editor, "95")
    person.saves(sites.editor.form.fields["latitude"].editor)
    assert "both latitude and longitude" in sites.editor.form.fields["latitude"].complaint()
    person.types(sites.editor.form.fields["latitude"].editor, "")
    person.saves(sites.editor.form.fields["latitude"].editor)
    person.until(lambda: person.shows(sites.table, 1) == ["Bakkerij Smit Zwolle", "Loods <b>2</b>"])
    person.undoes()
    person.until(lambda: person.shows(sites.table) == ["S-1"])


def test_a_customer_in_use_is_not_deleted_and_says_why(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    person.chooses(page.customers, 0)
    person.clicks(page.customer.delete_button)
    assert "still used by" in page.customer.details.bar.words.text()
    person.chooses(page.customers, 1)
    person.clicks(page.customer.delete_button)
    person.until(lambda: person.shows(page.customers) == ["Bakkerij Smit"])
    assert page.detail.currentWidget() is page.empty
    person.undoes()
    person.until(lambda: person.shows(page.customers) == ["Bakkerij Smit", "Zorgcentrum Oost"])


def test_an_object_shows_its_history(person: Person) -> None:
    page: CustomersPage = person.page
    wanted: list[int] = []
    page.order_wanted.connect(wanted.append)
    QTest.mouseClick(
        page.what, Qt.MouseButton.LeftButton, pos=page.what.segment_rect("objects").center().toPoint()
    )
    person.until(lambda: person.shows(page.objects) == ["Compressor"])
    person.chooses(page.objects, 0)
    page.object.tabs.setCurrentIndex(1)
    timeline = page.object.timeline
    person.until(lambda: any("SO-1" in words for words in timeline.words()))
    timeline.setCurrentIndex(timeline.model().index(1, 0))
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert len(wanted) == 1


def test_a_colleagues_change_is_shown_where_nothing_is_edited(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    person.chooses(page.customers, 0)
    person.run(save_row, kind="customer", row_id=smit.id, seen=1, values={"phone": "038 123"})
    person.until(lambda: page.customer.details.form.fields["phone"].read() == "038 123")


def test_an_empty_company_is_offered_one_action(qtbot: QtBot, sqlite_context: Context) -> None:
    with at(CustomersPage, sqlite_context, qtbot) as person:
        page: CustomersPage = person.page
        button = page.customers.findChild(type(page.empty)).button
        assert button.text() == "New customer"
        person.clicks(button)
        assert page.customer.details.is_open()
        person.clicks(page.customer.details.bar.discard)
        assert page.detail.currentWidget() is page.empty


def test_one_undo_follows_another_and_redo_goes_back(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    person.chooses(page.customers, 0)
    name = page.customer.details.form.fields["name"].editor
    for text in ("Een", "Twee", "Drie"):
        person.types(name, text)
        person.saves(name)
    said = []
    for _time in range(3):
        person.undoes()
        said.append(person.stored("customer", smit.id).values["name"])
    for _time in range(3):
        person.edits.redo()
        person.settle()
        said.append(person.stored("customer", smit.id).values["name"])
    assert said == ["Twee", "Een", "Bakkerij Smit", "Een", "Twee", "Drie"]


def test_an_undo_does_not_write_over_a_colleague(person: Person, smit: Customer) -> None:
    page: CustomersPage = person.page
    dropped: list[object] = []
    person.edits.dropped.connect(dropped.append)
    person.chooses(page.customers, 0)
    name = page.customer.details.form.fields["name"].editor
    person.types(name, "Een")
    person.saves(name)
    person.run(save_row, kind="customer", row_id=smit.id, seen=2, values={"name": "Theirs"})
    person.settle()
    phone = page.customer.details.form.fields["phone"].editor
    person.types(phone, "1")
    person.saves(phone)
    person.undoes()
    person.undoes()
    assert len(dropped) == 1
    assert person.stored("customer", smit.id).values["name"] == "Theirs"


def test_objects_are_shown_below_what_they_are_parts_of(person: Person) -> None:
    page: CustomersPage = person.page
    (whole,) = person.context.read(records, "service_object")
    part = person.run(an_object, name="Motor", code="M-1")
    person.run(save_row, kind="service_object", row_id=part.id, seen=1, values={"parent_id": whole.id})
    QTest.mouseClick(
        page.what, Qt.MouseButton.LeftButton, pos=page.what.segment_rect("objects").center().toPoint()
    )
    person.clicks(page.tree_button)
    person.until(lambda: page.tree.topLevelItemCount() == 1)
    top = page.tree.topLevelItem(0)
    page.tree.setCurrentItem(top)
    QTest.keyClick(page.tree, Qt.Key.Key_Right)
    person.until(lambda: top.childCount() == 1)
    QTest.keyClick(page.tree, Qt.Key.Key_Down)
    person.until(lambda: page.object.details.row_id == part.id)
    assert ("Part of", whole.values["name"]) in page.object.header.facts.facts()
    person.types(page.search, "motor")
    person.until(lambda: page.tree.topLevelItem(0).childCount() == 1)
