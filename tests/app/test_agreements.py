"""Agreements: the browser, suspending, stopping, and the rules between agreement, lines and orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.context import Context
from app.queries.agreements import (
    AgreementState,
    AgreementView,
    agreement_browser,
    agreement_head,
    agreement_orders,
    agreement_rows,
)
from app.queries.masters import record, records
from app.usecases.agreements import resume_agreement, start_line, stop_line, suspend_agreement
from app.usecases.masters import save_row
from models.agreements import Agreement
from models.errors import Conflict, Refused
from models.terms import TransactionType
from tests.builders import (
    MONDAY,
    a_customer,
    a_group,
    a_site,
    a_visit,
    an_agreement,
    an_agreement_line,
    an_order,
)
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def agreement(context: Context) -> Agreement:
    found, _changes = context.run(an_agreement, lines=[an_agreement_line(line=1)])
    return found


def test_a_suspended_agreement_is_shown_so_and_resumes(context: Context, agreement: Agreement) -> None:
    answer, _changes = context.run(suspend_agreement, agreement_id=agreement.id, seen=1)
    head = context.read(agreement_head, agreement.id, today=TODAY)
    assert head is not None
    assert head.state is AgreementState.SUSPENDED
    context.run(resume_agreement, agreement_id=agreement.id, seen=answer.version)
    assert context.read(record, "agreement", agreement.id).values["suspended"] is False


def test_suspending_twice_or_a_template_is_refused(context: Context, agreement: Agreement) -> None:
    answer, _changes = context.run(suspend_agreement, agreement_id=agreement.id, seen=1)
    with pytest.raises(Refused, match="suspended"):
        context.run(suspend_agreement, agreement_id=agreement.id, seen=answer.version)
    template, _changes = context.run(an_agreement, template=True)
    with pytest.raises(Refused, match="template"):
        context.run(suspend_agreement, agreement_id=template.id, seen=1)
    with pytest.raises(Conflict):
        context.run(suspend_agreement, agreement_id=agreement.id, seen=1)


def test_a_line_stops_and_starts(context: Context, agreement: Agreement) -> None:
    line = agreement.lines[0]
    answer, changes = context.run(stop_line, line_id=line.id, seen=1)
    assert agreement.id in changes.ids("agreement")
    with pytest.raises(Refused, match="stopped already"):
        context.run(stop_line, line_id=line.id, seen=answer.version)
    context.run(start_line, line_id=line.id, seen=answer.version)
    assert context.read(record, "agreement_line", line.id).values["stopped"] is False


def test_a_new_line_takes_the_next_number(context: Context, agreement: Agreement) -> None:
    values = {"agreement_id": agreement.id, "type": TransactionType.HOUR, "quantity": Decimal(2)}
    context.run(save_row, kind="agreement_line", row_id=0, seen=0, values=values)
    lines = context.read(records, "agreement_line", {"agreement_id": agreement.id})
    assert [line.values["line"] for line in lines] == [1, 2]


def test_an_item_line_names_its_item(context: Context, agreement: Agreement) -> None:
    values = {"agreement_id": agreement.id, "type": TransactionType.ITEM, "quantity": Decimal(2)}
    with pytest.raises(Refused, match="names none"):
        context.run(save_row, kind="agreement_line", row_id=0, seen=0, values=values)


def test_a_lines_dates_stay_inside_the_agreements(context: Context, agreement: Agreement) -> None:
    line = agreement.lines[0]
    for values in ({"starts_on": date(2025, 12, 31)}, {"ends_on": date(2027, 1, 1)}):
        with pytest.raises(Refused, match="outside the validity"):
            context.run(save_row, kind="agreement_line", row_id=line.id, seen=1, values=values)
    context.run(
        save_row, kind="agreement_line", row_id=line.id, seen=1, values={"ends_on": date(2026, 12, 1)}
    )
    with pytest.raises(Refused, match="outside the validity"):
        context.run(
            save_row, kind="agreement", row_id=agreement.id, seen=1, values={"ends_on": date(2026, 6, 1)}
        )


def test_an_agreement_ends_after_it_starts(context: Context, agreement: Agreement) -> None:
    with pytest.raises(Refused, match="ends before it starts"):
        context.run(
            save_row, kind="agreement", row_id=agreement.id, seen=1, values={"ends_on": date(2025, 1, 1)}
        )


def test_an_agreement_with_orders_is_no_template(context: Context, agreement: Agreement) -> None:
    context.run(an_order, agreement_id=agreement.id)
    with pytest.raises(Refused, match="cannot be a template"):
        context.run(save_row, kind="agreement", row_id=agreement.id, seen=1, values={"template": True})


def test_an_agreement_is_at_a_site_of_its_customer(context: Context, agreement: Agreement) -> None:
    site, _changes = context.run(a_site)
    with pytest.raises(Refused, match="another customer"):
        context.run(save_row, kind="agreement", row_id=agreement.id, seen=1, values={"site_id": site.id})


def test_the_browser_counts_by_group_and_state(context: Context, agreement: Agreement) -> None:
    other, _changes = context.run(a_group)
    context.run(an_agreement, group=other, suspended=True)
    context.run(an_agreement, group=other, ends_on=date(2026, 3, 1))
    context.run(an_agreement, group=other, starts_on=date(2026, 12, 1))
    context.run(an_agreement, group=other, template=True)
    browser = context.read(agreement_browser, AgreementView(TODAY))
    assert [group.agreements for group in browser.groups] == [5, 1, 4]
    assert set(browser.counts.values()) == {1}
    chosen = AgreementView(TODAY, group_id=other.id, state=AgreementState.EXPIRED)
    ids = context.read(agreement_browser, chosen).ids
    rows = context.read(agreement_rows, ids, today=TODAY)
    assert [row.state for row in rows.values()] == [AgreementState.EXPIRED]


@pytest.mark.parametrize(
    "sort", ["code", "name", "customer", "group", "town", "starts_on", "ends_on", "state", "lines"]
)
def test_the_list_is_sorted_by_every_column(context: Context, agreement: Agreement, sort: str) -> None:
    context.run(an_agreement)
    view = AgreementView(TODAY, sort=sort, descends=True)
    assert agreement.id in context.read(agreement_browser, view).ids.tolist()


def test_agreements_are_found_by_their_customer(context: Context, agreement: Agreement) -> None:
    customer, _changes = context.run(a_customer, name="Zorgcentrum 100%")
    found, _changes = context.run(an_agreement, customer=customer)
    ids = context.read(agreement_browser, AgreementView(TODAY, text="zorg 100%")).ids
    assert ids.tolist() == [found.id]


def test_orders_of_an_agreement_say_their_visit(context: Context, agreement: Agreement) -> None:
    order, _changes = context.run(an_order, agreement_id=agreement.id, number="SO-1")
    context.run(an_order, agreement_id=agreement.id, number="SO-2")
    context.run(a_visit, order=order)
    orders = context.read(agreement_orders, agreement.id)
    assert [(row.number, row.visit_at) for row in orders] == [("SO-2", None), ("SO-1", MONDAY)]
