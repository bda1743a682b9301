"""What is said about an address that orders in process share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from tests.builders import a_customer, a_site, an_order
from tests.ui.pages import Person, at
from ui.masters.customers_page import CustomersPage


def company(work: Work) -> None:
    """A customer of whose two sites one has orders in process."""
    smit = a_customer(work, name="Bakkerij Smit")
    busy = a_site(work, customer=smit, code="S-1", name="Zwolle")
    a_site(work, customer=smit, code="S-2", name="Kampen")
    for _each in range(2):
        an_order(work, customer=smit, site_id=busy.id)


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    sqlite_context.run(company)
    with at(CustomersPage, sqlite_context, qtbot) as somebody:
        yield somebody


def test_a_site_with_orders_says_how_many_go_to_its_address(person: Person) -> None:
    view = person.page.customer
    person.until(lambda: person.shows(person.page.customers) == ["Bakkerij Smit"])
    person.chooses(person.page.customers, 0)
    view.tabs.setCurrentWidget(view.sites)
    person.until(lambda: view.sites.model.rowCount() == 2)
    names = [row.values["name"] for row in view.sites.model.rows]
    person.chooses(view.sites.table, names.index("Zwolle"))
    person.until(view.site_notice.isVisible)
    assert "2 orders in process go to this address" in view.site_notice.words.text()
    person.chooses(view.sites.table, names.index("Kampen"))
    assert not view.site_notice.isVisible()
