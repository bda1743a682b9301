"""Prices and categories of an order's lines: where they come from, what is refused (domain.md 5.2, 21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from app.context import Context
from app.queries.lookups import find_categories
from app.queries.order_details import Choice, LineFields, OrderDetails, OrderLineRow, order_details
from app.usecases.masters import save_row
from app.usecases.orders import LineChange, LineKey, change_order
from app.usecases.posting import Selection, post_lines, reverse_postings
from app.work import Work
from models.errors import Refused
from models.orders import OrderLine, ServiceOrder
from models.projects import CategoryUse
from models.terms import PriceKind, PriceSource, TransactionType, Validation
from tests.builders import (
    a_category,
    a_line,
    a_price,
    a_project,
    a_technician,
    an_agreement,
    an_agreement_line,
    an_item,
    an_order,
)

T = TransactionType


def details(context: Context, order: ServiceOrder) -> OrderDetails:
    return context.read(order_details, order.id)


def saved(context: Context, order: ServiceOrder, *changes: LineFields) -> list[OrderLineRow]:
    """Save these fields over the order's lines, and more as new ones; the lines now."""
    seen = details(context, order)
    there = [*seen.lines, *[None] * (len(changes) - len(seen.lines))]
    lines = [
        LineChange(fields, id=line.id, seen=line.version) if line else LineChange(fields)
        for fields, line in zip(changes, there, strict=False)
    ]
    context.run(change_order, order_id=order.id, seen=seen.version, lines=lines)
    return list(details(context, order).lines)


def test_a_line_without_a_price_gets_that_of_the_list_with_its_row(context: Context) -> None:
    context.run(a_price, amount=8250)
    context.run(a_price, kind=PriceKind.COST, amount=3900, starts_on=date(2026, 2, 1))
    order, _ = context.run(an_order)
    (line,) = saved(context, order, LineFields())
    fields = line.fields
    assert (fields.sales_price, fields.sales_source) == (8250, PriceSource.LIST)
    assert (fields.cost_price, fields.cost_source) == (3900, PriceSource.LIST)
    assert (line.price_note, line.cost_note) == ("2026-01-01", "2026-02-01")


def test_a_typed_price_stays_until_it_is_cleared(context: Context) -> None:
    context.run(a_price, amount=8250)
    anna, _ = context.run(a_technician)
    order, _ = context.run(an_order)
    (line,) = saved(context, order, LineFields(sales_price=5000))
    assert line.fields.sales_source is PriceSource.TYPED
    (line,) = saved(context, order, replace(line.fields, technician=Choice(anna.id)))
    assert (line.fields.sales_price, line.price_note) == (5000, "")
    (line,) = saved(context, order, replace(line.fields, sales_price=None, sales_source=None))
    assert (line.fields.sales_price, line.fields.sales_source) == (8250, PriceSource.LIST)


def test_a_listed_price_follows_what_it_depends_on_and_nothing_else(context: Context) -> None:
    anna, _ = context.run(a_technician, code="ANNA")
    context.run(a_price, amount=8250)
    order, _ = context.run(an_order)
    (line,) = saved(context, order, LineFields())
    context.run(a_price, amount=9000, starts_on=date(2026, 6, 1))
    (line,) = saved(context, order, replace(line.fields, description="Two hours"))
    assert line.fields.sales_price == 8250
    context.run(a_price, amount=9900, technician_id=anna.id)
    (line,) = saved(context, order, replace(line.fields, technician=Choice(anna.id)))
    assert (line.fields.sales_price, line.price_note) == (9900, "ANNA · 2026-01-01")
    (line,) = saved(context, order, replace(line.fields, executed_on=date(2025, 12, 31)))
    assert (line.fields.sales_price, line.fields.sales_source) == (None, None)


def test_a_price_that_claims_the_list_but_is_not_from_it_is_looked_up(context: Context) -> None:
    context.run(a_price, amount=8250)
    order, _ = context.run(an_order)
    (line,) = saved(context, order, LineFields(sales_price=1, sales_source=PriceSource.LIST))
    assert line.fields.sales_price == 8250


def test_a_line_of_an_agreement_goes_back_to_the_agreements_price(context: Context) -> None:
    def made(work: Work) -> ServiceOrder:
        agreement = an_agreement(work, lines=[an_agreement_line(sales_price=4200)])
        line = a_line(line=1, agreement_line_id=agreement.lines[0].id, calculated_date=date(2026, 3, 1))
        return an_order(work, agreement_id=agreement.id, customer_id=agreement.customer_id, lines=[line])

    context.run(a_price, amount=8250)
    order, _ = context.run(made)
    (line,) = saved(context, order, replace(details(context, order).lines[0].fields, sales_price=None))
    assert (line.fields.sales_price, line.fields.sales_source) == (4200, PriceSource.AGREEMENT)


def test_the_agreements_project_has_a_say_where_the_order_has_none(context: Context) -> None:
    def made(work: Work) -> ServiceOrder:
        project = a_project(work, code="P-1")
        agreement = an_agreement(work, project_id=project.id)
        a_price(work, amount=1, project_id=project.id)
        return an_order(work, agreement_id=agreement.id, customer_id=agreement.customer_id)

    order, _ = context.run(made)
    (line,) = saved(context, order, LineFields())
    assert (line.fields.sales_price, line.price_note) == (1, "P-1 · 2026-01-01")


def test_many_lines_are_priced_as_one_by_one(context: Context) -> None:
    item, _ = context.run(an_item)
    context.run(a_price, amount=8250)
    order, _ = context.run(an_order)
    lines = saved(context, order, *[LineFields(), LineFields(type=T.ITEM, item=Choice(item.id))] * 4)
    assert [line.fields.sales_price for line in lines] == [8250, 1250] * 4
    assert {line.fields.sales_source for line in lines} == {PriceSource.LIST, PriceSource.ITEM}


def test_a_fee_has_no_cost(context: Context) -> None:
    order, _ = context.run(an_order)
    context.run(a_price, type=T.FEE, amount=6500)
    (line,) = saved(context, order, LineFields(type=T.FEE))
    assert (line.fields.cost_price, line.fields.sales_price) == (None, 6500)
    with pytest.raises(Refused, match="A fee has no cost price"):
        context.run(a_price, type=T.FEE, kind=PriceKind.COST)


def test_times_are_local_and_an_end_before_the_start_is_the_next_day(context: Context) -> None:
    order, _ = context.run(an_order, service_date=date(2026, 11, 20))
    (line,) = saved(context, order, LineFields(started=time(22, 30), ended=time(0, 15)))
    assert (line.fields.executed_on, line.fields.started, line.fields.ended) == (
        date(2026, 11, 20), time(22, 30), time(0, 15),
    )  # fmt: skip
    stored = context.read(lambda session: session.get_one(ServiceOrder, order.id).service_date)
    assert stored == date(2026, 11, 20)
    instants = context.read(_instants, line.id)
    assert instants == (
        datetime(2026, 11, 20, 21, 30, tzinfo=UTC),
        datetime(2026, 11, 20, 23, 15, tzinfo=UTC),
    )


def _instants(session: object, line_id: int) -> tuple[datetime | None, datetime | None]:
    line = session.get_one(OrderLine, line_id)  # type: ignore[attr-defined]  # a Session
    return line.started_at, line.ended_at


@pytest.mark.parametrize(
    ("category", "sentence"),
    [
        ({"type": T.ITEM, "code": "PARTS"}, "Category PARTS is for lines of another type."),
        ({"active": False, "code": "OLD"}, "Category OLD is not in use any more."),
    ],
)
def test_a_category_of_another_type_or_out_of_use_is_refused(
    context: Context, category: dict[str, object], sentence: str
) -> None:
    made, _ = context.run(a_category, **category)
    order, _ = context.run(an_order)
    with pytest.raises(Refused, match=sentence) as refusal:
        saved(context, order, LineFields(category=Choice(made.id)))
    assert refusal.value.field == "category"


@pytest.mark.parametrize("validation", list(Validation))
def test_a_category_meant_for_others_is_refused_only_where_that_is_a_must(
    context: Context, validation: Validation
) -> None:
    def meant_for_anna(work: Work) -> tuple[int, int, int]:
        work.company().validation = validation
        category, anna = a_category(work, code="MONT"), a_technician(work)
        work.add(CategoryUse(category_id=category.id, technician_id=anna.id))
        return category.id, anna.id, a_technician(work, name="Bram").id

    (category_id, anna_id, bram_id), _ = context.run(meant_for_anna)
    order, _ = context.run(an_order)
    wrong = LineFields(category=Choice(category_id), technician=Choice(bram_id))
    if validation is Validation.MANDATORY:
        with pytest.raises(Refused, match="Category MONT may not be used for Bram"):
            saved(context, order, wrong)
    else:
        assert saved(context, order, wrong)[0].fields.category.id == category_id
    offered = context.read(find_categories, "", type=T.HOUR, technician_id=bram_id)
    assert [row.id for row in offered] == ([category_id] if validation is Validation.NONE else [])
    right = context.read(find_categories, "mont", type=T.HOUR, technician_id=anna_id)
    assert [row.id for row in right] == [category_id]
    assert context.read(find_categories, "", type=T.ITEM) == []


def test_a_line_that_was_posted_once_is_not_removed(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    order, _ = context.run(
        an_order, stage="finished", agreement_id=agreement.id, customer_id=agreement.customer_id,
        lines=[a_line(line=1, signed_off=True)],
    )  # fmt: skip
    report, _ = context.run(post_lines, selection=Selection(), posted_on=date(2026, 11, 23))
    context.run(reverse_postings, posting_ids=report.posting_ids, posted_on=date(2026, 11, 23))
    seen = details(context, order)
    keys = [LineKey(line.id, line.version) for line in seen.lines]
    with pytest.raises(Refused, match="Something was posted from line 1, so it is kept"):
        context.run(change_order, order_id=order.id, seen=seen.version, removed=keys)


# -- the tables behind it ------------------------------------------------------------------------------


def test_the_price_list_says_one_thing_of_a_day(context: Context) -> None:
    values = {"kind": PriceKind.SALES, "type": T.HOUR, "starts_on": date(2026, 1, 1), "amount": 100}
    context.run(save_row, kind="price", row_id=0, seen=0, values=values)
    with pytest.raises(Refused, match="says already what this costs from that day on"):
        context.run(save_row, kind="price", row_id=0, seen=0, values={**values, "amount": 200})
    for more in ({"currency": "DKK"}, {"starts_on": date(2026, 2, 1)}, {"kind": PriceKind.COST}):
        context.run(save_row, kind="price", row_id=0, seen=0, values={**values, **more})


def test_a_price_names_a_category_of_its_type(context: Context) -> None:
    category, _ = context.run(a_category, type=T.FEE, code="CALL")
    values = {"kind": PriceKind.SALES, "type": T.HOUR, "starts_on": date(2026, 1, 1), "amount": 100}
    with pytest.raises(Refused, match="Category CALL is for lines of another type"):
        context.run(save_row, kind="price", row_id=0, seen=0, values={**values, "category_id": category.id})


def test_a_category_that_is_named_keeps_its_type(context: Context) -> None:
    category, _ = context.run(a_category, code="MONT")
    context.run(a_price, category_id=category.id)
    with pytest.raises(Refused, match="Lines or prices name category MONT, so it keeps its type"):
        context.run(
            save_row, kind="category", row_id=category.id, seen=category.version, values={"type": T.FEE}
        )


def test_a_use_of_a_category_says_for_whom(context: Context) -> None:
    category, _ = context.run(a_category)
    with pytest.raises(Refused, match="Name a technician or a project, or both"):
        context.run(save_row, kind="category_use", row_id=0, seen=0, values={"category_id": category.id})
