"""Copying lines and relations between templates, agreements and orders (domain.md 1.6, 1.7, 2; A15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.copying import copy_sources
from app.queries.masters import records
from app.queries.order_details import order_details
from app.usecases.copying import (
    CopyTerms,
    LinesCopied,
    NewAgreement,
    Place,
    PlaceKind,
    copy_lines,
    new_agreements_from_template,
    remove_agreements,
    remove_copies,
    save_as_template,
)
from app.usecases.masters import save_row
from app.work import Work
from models.agreements import Agreement
from models.errors import Conflict, Missing, Refused
from models.objects import ServiceObject
from models.relations import AgreementObject, OrderObject, OrderTask
from models.requirements import ItemRequirement
from models.terms import ItemSetup, PriceSource, TransactionType
from tests.app.agreed import made, run
from tests.builders import (
    a_customer,
    a_line,
    a_site,
    a_task,
    an_agreement,
    an_agreement_line,
    an_item,
    an_object,
    an_order,
)

AGREEMENT, ORDER = PlaceKind.AGREEMENT, PlaceKind.ORDER


def nobodys(work: Work, *, code: str = "PUMP") -> ServiceObject:
    """A kind of thing that stands at any customer's, as templates name them."""
    return work.add(ServiceObject(code=code, name="Lift"))


def a_template(work: Work, *, customer: Any = None) -> Agreement:  # Any: a customer or None
    """Three lines of an elevator's year: an object of nobody, a task with a note."""
    lift, task = nobodys(work, code="LIFT"), a_task(work, internal_note="Key at the desk")
    customer = customer or a_customer(work)
    lines = [
        an_agreement_line(line=1, object_id=lift.id, task_id=task.id, quantity=Decimal(2)),
        an_agreement_line(line=2, description="Call-out fee", type=TransactionType.FEE, sales_price=4500),
        an_agreement_line(line=3, object_id=lift.id),
    ]
    made = an_agreement(work, template=True, customer=customer, lines=lines, code="T-LIFT")
    values = {
        "agreement_id": made.id,
        "task_id": task.id,
        "internal_note": "Ask for Jan",
        "external_note": "",
    }
    save_row(work, kind="agreement_task", row_id=0, seen=0, values=values)
    return made


@pytest.fixture
def template(context: Context) -> Agreement:
    return context.run(a_template)[0]


def lines_of(context: Context, agreement_id: int) -> list[dict[str, Any]]:  # values of any column
    return [
        dict(row.values) for row in context.read(records, "agreement_line", {"agreement_id": agreement_id})
    ]


def related(context: Context, kind: str, agreement_id: int) -> list[dict[str, Any]]:
    return [dict(row.values) for row in context.read(records, kind, {"agreement_id": agreement_id})]


def ids(agreement: Agreement) -> list[int]:
    return [line.id for line in agreement.lines]


def copied(context: Context, source: Place, target: Place, line_ids: list[int], **terms: Any) -> LinesCopied:
    return context.run(copy_lines, source=source, target=target, line_ids=line_ids, terms=CopyTerms(**terms))[
        0
    ]


def test_a15_a_template_gives_five_sites_their_agreements(context: Context, template: Agreement) -> None:
    customers = [context.run(a_customer)[0] for _each in range(5)]
    sites = [context.run(a_site, customer=customer)[0] for customer in customers]
    targets = [
        NewAgreement(f"SITE-{n}", "Lift", customer.id, date(2026, 1, 1), site_id=site.id)
        for n, (customer, site) in enumerate(zip(customers, sites, strict=True))
    ]
    made, _changes = context.run(new_agreements_from_template, template_id=template.id, targets=targets)
    assert (len(made.agreements), made.lines, made.left) == (5, 15, 0)
    for place, site in zip(made.agreements, sites, strict=True):
        assert [line["line"] for line in lines_of(context, place.id)] == [1, 2, 3]
        assert len(related(context, "agreement_object", place.id)) == 1
        notes = [task["internal_note"] for task in related(context, "agreement_task", place.id)]
        assert notes == ["Ask for Jan"]
        assert context.read(records, "agreement", {"id": place.id})[0].values["site_id"] == site.id


def test_agreements_of_a_template_go_with_one_undo(context: Context, template: Agreement) -> None:
    customer, _changes = context.run(a_customer)
    targets = [NewAgreement(f"S-{n}", "", customer.id, date(2026, 1, 1)) for n in range(2)]
    made, _changes = context.run(new_agreements_from_template, template_id=template.id, targets=targets)
    assert context.run(remove_agreements, made=made)[0] == 2
    assert [row.values["code"] for row in context.read(records, "agreement")] == ["T-LIFT"]


def test_a_code_that_is_taken_makes_no_agreement_at_all(context: Context, template: Agreement) -> None:
    targets = [NewAgreement(code, "", template.customer_id, date(2026, 1, 1)) for code in ("NEW", "T-LIFT")]
    with pytest.raises(Refused, match="agreement T-LIFT already"):
        context.run(new_agreements_from_template, template_id=template.id, targets=targets)
    assert len(context.read(records, "agreement")) == 1


def test_a_template_brings_its_relations_and_what_is_there_stays(
    context: Context, template: Agreement
) -> None:
    pump, _changes = context.run(nobodys)
    target, _changes = context.run(an_agreement, lines=[an_agreement_line(line=7, object_id=pump.id)])
    answer = copied(context, Place(AGREEMENT, template.id), Place(AGREEMENT, target.id), ids(template)[:2])
    assert [line["line"] for line in lines_of(context, target.id)] == [7, 8, 9]
    assert answer.lines == 2
    tasks = related(context, "agreement_task", target.id)
    assert [task["internal_note"] for task in tasks] == ["Ask for Jan"]
    context.run(remove_copies, copied=answer)
    assert [line["line"] for line in lines_of(context, target.id)] == [7]
    assert related(context, "agreement_object", target.id) == []
    with pytest.raises(Missing):
        context.run(remove_copies, copied=answer)


def test_quantity_site_and_start_are_set_on_the_way(context: Context, template: Agreement) -> None:
    customer, _changes = context.run(a_customer)
    site, _changes = context.run(a_site, customer=customer)
    target, _changes = context.run(an_agreement, customer=customer)
    copied(
        context, Place(AGREEMENT, template.id), Place(AGREEMENT, target.id), ids(template)[:1],
        quantity=Decimal(5), site_id=site.id, starts_on=date(2026, 4, 1),
    )  # fmt: skip
    (line,) = lines_of(context, target.id)
    assert (line["quantity"], line["site_id"], line["starts_on"]) == (5, site.id, date(2026, 4, 1))
    with pytest.raises(Refused, match="outside the validity"):
        copied(
            context, Place(AGREEMENT, template.id), Place(AGREEMENT, target.id), ids(template),
            starts_on=date(2020, 4, 1),
        )  # fmt: skip


def test_relations_of_an_agreement_come_along_when_asked(context: Context) -> None:
    pump, _changes = context.run(nobodys)
    source, _changes = context.run(an_agreement, lines=[an_agreement_line(line=1)])
    context.run(related_object, agreement_id=source.id, row=pump)
    for asked in (False, True):
        target, _changes = context.run(an_agreement)
        from_, to = Place(AGREEMENT, source.id), Place(AGREEMENT, target.id)
        copied(context, from_, to, ids(source), with_relations=asked)
        references = [row["reference"] for row in related(context, "agreement_object", target.id)]
        assert references == (["Cellar"] if asked else [])


def related_object(work: Work, *, agreement_id: int, row: ServiceObject) -> None:
    """Relate an object by hand, with what the customer calls it."""
    work.add(AgreementObject(agreement_id=agreement_id, object_id=row.id, reference="Cellar"))


def test_a_stopped_line_is_not_copied(context: Context) -> None:
    source, _changes = context.run(an_agreement, lines=[an_agreement_line(line=4, stopped=True)], code="A-9")
    target, _changes = context.run(an_agreement)
    with pytest.raises(Refused, match="Line 4 of agreement A-9 is stopped, so it is not copied"):
        copied(context, Place(AGREEMENT, source.id), Place(AGREEMENT, target.id), ids(source))


def test_lines_of_a_suspended_agreement_count_as_stopped(context: Context) -> None:
    source, _changes = context.run(an_agreement, lines=[an_agreement_line()], code="A-9", suspended=True)
    order, _changes = context.run(an_order)
    with pytest.raises(Refused, match="A-9 is suspended"):
        copied(context, Place(AGREEMENT, source.id), Place(ORDER, order.id), ids(source))


def test_a_line_of_its_agreement_is_copied_onto_an_order_only_on_a_date_of_the_line(context: Context) -> None:
    lines = [an_agreement_line(line=1), an_agreement_line(line=2, ends_on=date(2026, 6, 30))]
    source, _changes = context.run(an_agreement, lines=lines)
    order, _changes = context.run(an_order, agreement_id=source.id, service_date=date(2026, 7, 1))
    with pytest.raises(Refused, match="2026-07-01 lies outside the dates of line 2"):
        copied(context, Place(AGREEMENT, source.id), Place(ORDER, order.id), ids(source))
    copied(context, Place(AGREEMENT, source.id), Place(ORDER, order.id), ids(source)[:1])
    assert len(context.read(order_details, order.id).lines) == 1


def test_lines_of_an_order_are_for_orders(context: Context) -> None:
    source, _changes = context.run(an_order, lines=[a_line()])
    target, _changes = context.run(an_agreement)
    with pytest.raises(Refused, match="copied to orders"):
        copied(context, Place(ORDER, source.id), Place(AGREEMENT, target.id), [source.lines[0].id])


def order_relations(session: Session, order_id: int) -> tuple[int, int]:
    """How many objects and tasks an order has."""
    objects = session.scalars(select(OrderObject).where(OrderObject.order_id == order_id)).all()
    tasks = session.scalars(select(OrderTask).where(OrderTask.order_id == order_id)).all()
    return len(objects), len(tasks)


def test_a_template_is_copied_onto_an_order(context: Context, template: Agreement) -> None:
    order, _changes = context.run(an_order, lines=[a_line(line=1)])
    answer = copied(context, Place(AGREEMENT, template.id), Place(ORDER, order.id), ids(template))
    shown = context.read(order_details, order.id)
    assert [line.line for line in shown.lines] == [1, 2, 3, 4]
    assert shown.lines[2].fields.sales_source is PriceSource.AGREEMENT
    assert context.read(order_relations, order.id) == (1, 1)
    context.run(remove_copies, copied=answer)
    assert len(context.read(order_details, order.id).lines) == 1
    assert context.read(order_relations, order.id) == (0, 0)


def test_order_lines_are_copied_open(context: Context) -> None:
    source, _changes = context.run(an_order, lines=[a_line(description="Filter", signed_off=True)])
    target, _changes = context.run(an_order)
    copied(
        context, Place(ORDER, source.id), Place(ORDER, target.id), [source.lines[0].id], quantity=Decimal(3)
    )
    (line,) = context.read(order_details, target.id).lines
    fields = line.fields
    assert (fields.description, fields.quantity, fields.signed_off) == ("Filter", 3, False)


def requirements(session: Session, order_id: int) -> list[Decimal]:
    """Quantities of the item requirements of an order."""
    found = select(ItemRequirement.quantity).where(ItemRequirement.order_id == order_id)
    return list(session.scalars(found))


def test_an_item_line_for_requirements_becomes_one(context: Context) -> None:
    item, _changes = context.run(an_item)
    line = an_agreement_line(
        type=TransactionType.ITEM, item_id=item.id, quantity=Decimal(2), item_setup=ItemSetup.REQUIREMENT
    )
    source, _changes = context.run(an_agreement, lines=[line])
    of_agreement, _changes = context.run(an_order, agreement_id=source.id)
    copied(context, Place(AGREEMENT, source.id), Place(ORDER, of_agreement.id), ids(source))
    assert context.read(requirements, of_agreement.id) == [2]
    loose, _changes = context.run(an_order)
    with pytest.raises(Refused, match="neither an agreement nor a project"):
        copied(context, Place(AGREEMENT, source.id), Place(ORDER, loose.id), ids(source))


def test_an_object_of_another_customer_stays_behind(context: Context) -> None:
    owner, _changes = context.run(a_customer)
    own, _changes = context.run(an_object, customer=owner)
    line = an_agreement_line(object_id=own.id)
    source, _changes = context.run(an_agreement, customer=owner, lines=[line])
    target, _changes = context.run(an_agreement)
    answer = copied(context, Place(AGREEMENT, source.id), Place(AGREEMENT, target.id), ids(source))
    assert answer.left == 1
    assert lines_of(context, target.id)[0]["object_id"] is None


def test_the_version_seen_of_the_target_counts(context: Context, template: Agreement) -> None:
    target, _changes = context.run(an_agreement)
    with pytest.raises(Conflict):
        copied(context, Place(AGREEMENT, template.id), Place(AGREEMENT, target.id, 7), ids(template))


def test_an_agreement_with_orders_is_kept_as_a_template(context: Context) -> None:
    lines = [an_agreement_line(line=1, starts_on=date(2026, 3, 1)), an_agreement_line(line=2, stopped=True)]
    source, _changes = context.run(an_agreement, lines=lines)
    context.run(an_order, agreement_id=source.id)
    made, _changes = context.run(save_as_template, agreement_id=source.id, code="T-1", name="Like that")
    template_id = made.agreements[0].id
    stored = context.read(records, "agreement", {"id": template_id})[0].values
    assert (stored["template"], stored["name"]) == (True, "Like that")
    assert [line["starts_on"] for line in lines_of(context, template_id)] == [None]


def test_what_lines_are_copied_from_is_found_by_words(context: Context, template: Agreement) -> None:
    agreement, _changes = context.run(an_agreement, code="A-77", name="Zonnepanelen")
    context.run(an_order, number="SO-900", lines=[a_line(), a_line()])
    everything = context.read(copy_sources, "", with_orders=True, without=agreement.id)
    assert [row.code for row in everything.templates] == ["T-LIFT"]
    assert everything.agreements == ()
    assert [(row.code, row.lines) for row in everything.orders] == [("SO-900", 2)]
    found = context.read(copy_sources, "zonne", with_orders=True)
    assert [row.code for row in found.agreements] == ["A-77"]
    assert (found.templates, found.orders) == ((), ())
    assert [row.code for row in context.read(copy_sources, "90", with_orders=True).orders] == ["SO-900"]
    assert [row.code for row in context.read(copy_sources, "so-900", with_orders=True).orders] == ["SO-900"]
    assert context.read(copy_sources, "so-900", with_orders=False).orders == ()


def test_a15_the_template_generates_nothing_and_its_copies_do(context: Context, template: Agreement) -> None:
    targets = [NewAgreement(f"S-{n}", "", template.customer_id, date(2026, 1, 1)) for n in range(5)]
    answer, _changes = context.run(new_agreements_from_template, template_id=template.id, targets=targets)
    result = run(context, date(2026, 1, 1), date(2026, 12, 31))
    assert {order.agreement_id for order in result.orders} == {place.id for place in answer.agreements}
    assert len(made(context)) == 15


def test_copies_that_orders_were_made_from_stay(context: Context, template: Agreement) -> None:
    target, _changes = context.run(an_agreement)
    answer = copied(context, Place(AGREEMENT, template.id), Place(AGREEMENT, target.id), ids(template)[:1])
    run(context, date(2026, 1, 1), date(2026, 1, 31), target.id)
    with pytest.raises(Refused, match="Orders were made from line 1, so it stays"):
        context.run(remove_copies, copied=answer)


def test_agreements_that_orders_were_made_from_stay(context: Context, template: Agreement) -> None:
    targets = [NewAgreement("S-1", "", template.customer_id, date(2026, 1, 1))]
    answer, _changes = context.run(new_agreements_from_template, template_id=template.id, targets=targets)
    run(context, date(2026, 1, 1), date(2026, 1, 31))
    with pytest.raises(Refused, match="Orders were made from agreement S-1, so it stays"):
        context.run(remove_agreements, made=answer)
