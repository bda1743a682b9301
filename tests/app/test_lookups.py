"""Search-as-you-type on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from app.context import Context
from app.queries import lookups
from tests.builders import (
    a_contact,
    a_customer,
    a_reason,
    a_site,
    a_skill,
    a_task,
    a_team,
    a_technician,
    an_agreement,
    an_item,
    an_object,
)


@pytest.fixture
def customers(context: Context) -> Context:
    for name in ("Smit & Zn", "Bakkerij Smit", "Hotel Åben", "100% Koud"):
        context.run(a_customer, name=name)
    return context


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("smit", ["Smit & Zn", "Bakkerij Smit"]),
        ("smit bak", ["Bakkerij Smit"]),
        ("0% k", ["100% Koud"]),
        ("%", ["100% Koud"]),
        ("_", []),
        ("nobody", []),
        ("", ["100% Koud", "Bakkerij Smit", "Hotel Åben", "Smit & Zn"]),
    ],
)
def test_what_begins_so_comes_first_and_every_word_counts(
    customers: Context, typed: str, found: list[str]
) -> None:
    assert [row.name for row in customers.read(lookups.find_customers, typed)] == found


def test_at_most_twenty_are_found(context: Context) -> None:
    for number in range(25):
        context.run(a_customer, name=f"Smit {number}")
    assert len(context.read(lookups.find_customers, "smit")) == lookups.LIMIT


def test_sites_contacts_and_objects_are_those_of_the_customer(context: Context) -> None:
    customer, _ = context.run(a_customer)
    for build in (a_site, a_contact, an_object):
        context.run(build, customer=customer)
        context.run(build)
    for find in (lookups.find_sites, lookups.find_contacts, lookups.find_objects):
        assert len(context.read(find, "", customer_id=customer.id)) == 1
        assert len(context.read(find, "")) == 2


def test_an_item_comes_with_unit_and_prices(context: Context) -> None:
    context.run(an_item, code="F-1", name="Filter", sales_price=1250)
    (row,) = context.read(lookups.find_items, "f-1")
    assert (row.name, row.detail, row.unit, row.sales_price) == ("Filter", "F-1", "pcs", 1250)


def test_only_agreements_that_orders_can_be_made_from_are_found(context: Context) -> None:
    site, _ = context.run(a_site)
    good, _ = context.run(an_agreement, site_id=site.id, customer_id=site.customer_id)
    context.run(an_agreement, suspended=True)
    context.run(an_agreement, template=True)
    context.run(an_agreement, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    found = context.read(lookups.find_agreements, "", on=date(2026, 12, 31))
    assert [(row.id, row.site) for row in found] == [(good.id, site.name)]


def test_technicians_without_a_lane_are_not_found(context: Context) -> None:
    context.run(a_technician, name="Anna")
    context.run(a_technician, name="Bob", active=False)
    assert [row.name for row in context.read(lookups.find_technicians, "")] == ["Anna"]


def test_short_tables_are_found_by_code_too(context: Context) -> None:
    finds = {
        lookups.find_teams: a_team,
        lookups.find_skills: a_skill,
        lookups.find_tasks: a_task,
        lookups.find_reasons: a_reason,
    }
    for find, build in finds.items():
        row, _ = context.run(build)
        assert [found.id for found in context.read(find, row.code.lower())] == [row.id]
