"""Header fields of orders: whose service level holds, project, addresses, closed days (domain.md 5.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.board import order_card
from app.queries.customers import orders_at_site
from app.queries.order_details import Choice, OrderDetails, OrderFields, order_details
from app.usecases.orders import change_order, open_order
from app.work import Work
from models.calendars import Calendar
from models.customers import Customer
from models.errors import Refused
from models.orders import ServiceOrder
from models.projects import Project
from models.terms import ClockStatus, LevelSource, SplitRule
from tests.builders import a_customer, a_group, a_service_level, a_site, a_technician, an_agreement, an_order
from tests.conftest import NOW


def opened(context: Context, **fields: object) -> OrderDetails:
    saved, _ = context.run(open_order, fields=OrderFields(**fields))
    return context.read(order_details, saved.id)


def changed(context: Context, before: OrderDetails, **fields: object) -> OrderDetails:
    wanted = replace(before.fields, **fields)
    context.run(change_order, order_id=before.id, seen=before.version, fields=wanted)
    return context.read(order_details, before.id)


def clock(context: Context, order_id: int) -> tuple[ClockStatus | None, object]:
    def read(session: Session) -> tuple[ClockStatus | None, object]:
        order = session.get_one(ServiceOrder, order_id)
        return order.clock, order.clock_due_at

    return context.read(read)


def a_project(work: Work, *, customer: Customer | None = None) -> Project:
    return work.add(Project(code="P-1", name="Renovatie", customer_id=customer.id if customer else None))


def test_the_orders_own_level_wins_and_the_agreements_holds_without_it(context: Context) -> None:
    gold, _ = context.run(a_service_level, name="Gold", hours=8)
    silver, _ = context.run(a_service_level, name="Silver", hours=24)
    agreement, _ = context.run(an_agreement, service_level_id=gold.id)
    order = opened(
        context,
        customer=Choice(agreement.customer_id),
        agreement=Choice(agreement.id),
        level=Choice(silver.id),
    )
    assert (order.service_level, order.service_level_source) == ("Silver", LevelSource.ORDER)
    assert clock(context, order.id) == (ClockStatus.RUNNING, NOW + timedelta(hours=24))
    order = changed(context, order, level=Choice())
    assert (order.service_level, order.service_level_source) == ("Gold", LevelSource.AGREEMENT)
    assert order.fields.level == Choice()
    assert clock(context, order.id) == (ClockStatus.RUNNING, NOW + timedelta(hours=8))


def test_the_groups_level_holds_for_an_agreement_without_one(context: Context) -> None:
    level, _ = context.run(a_service_level)
    group, _ = context.run(a_group, service_level_id=level.id)
    agreement, _ = context.run(an_agreement, group=group)
    order = opened(context, customer=Choice(agreement.customer_id), agreement=Choice(agreement.id))
    assert (order.service_level, order.service_level_source) == ("Gold", LevelSource.GROUP)


def test_without_a_level_any_more_the_clock_is_canceled(context: Context) -> None:
    customer, _ = context.run(a_customer)
    level, _ = context.run(a_service_level)
    order = opened(context, customer=Choice(customer.id), level=Choice(level.id))
    order = changed(context, order, level=Choice())
    assert order.service_level == ""
    assert clock(context, order.id)[0] is ClockStatus.CANCELED


def test_every_field_of_the_header_is_kept(context: Context) -> None:
    customer, _ = context.run(a_customer)
    person, _ = context.run(a_technician)
    project, _ = context.run(a_project, customer=customer)
    order = opened(
        context, customer=Choice(customer.id), name="Storing koelcel", project=Choice(project.id),
        responsible=Choice(person.id), caller="Mevr. Smit", caller_phone="038 421 00 17",
        one_time_address="Ossenmarkt 9\n8011 MR Zwolle", split=SplitRule.FILL_GAPS,
    )  # fmt: skip
    fields = order.fields
    assert fields.split is SplitRule.FILL_GAPS
    assert (fields.name, fields.project.name, fields.responsible.id) == (
        "Storing koelcel", "Renovatie", person.id,
    )  # fmt: skip
    assert (fields.caller, fields.caller_phone) == ("Mevr. Smit", "038 421 00 17")
    assert order.obstacles.account == ""
    card = context.read(order_card, order.id)
    assert (card.one_time_address, card.caller) == ("Ossenmarkt 9\n8011 MR Zwolle", "Mevr. Smit")


def test_a_project_of_another_customer_is_refused(context: Context) -> None:
    customer, other = context.run(a_customer)[0], context.run(a_customer)[0]
    project, _ = context.run(a_project, customer=other)
    with pytest.raises(Refused, match="belongs to another customer") as caught:
        opened(context, customer=Choice(customer.id), project=Choice(project.id))
    assert caught.value.field == "project"


def closed_at_christmas(work: Work) -> None:
    calendar = work.add(
        Calendar(
            code="NL", name="Nederland", open_days="mon;tue;wed;thu;fri", opens=time(8), closes=time(17),
            holidays_of="NL",
        )
    )  # fmt: skip
    work.company().calendar_id = calendar.id


def test_a_closed_day_is_marked_and_the_mark_goes_when_it_is_moved(context: Context) -> None:
    customer, _ = context.run(a_customer)
    context.run(closed_at_christmas)
    order = opened(context, customer=Choice(customer.id), service_date=date(2026, 12, 25))
    assert order.conflict
    moved = changed(context, order, service_date=date(2026, 12, 28))
    assert moved.conflict == ""
    back = changed(context, moved, service_date=date(2026, 12, 26))
    assert back.conflict


def without_agreement(work: Work, *, allowed: bool) -> None:
    work.company().allow_without_agreement = allowed


def test_an_order_needs_an_agreement_where_the_company_says_so(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    customer = Choice(agreement.customer_id)
    context.run(without_agreement, allowed=False)
    with pytest.raises(Refused, match="An order belongs to an agreement"):
        opened(context, customer=customer)
    order = opened(context, customer=customer, agreement=Choice(agreement.id))
    with pytest.raises(Refused, match="An order belongs to an agreement"):
        changed(context, order, agreement=Choice())


def test_orders_that_share_an_address_are_counted(context: Context) -> None:
    site, _ = context.run(a_site)
    of_site = {"customer_id": site.customer_id, "site_id": site.id}
    first, _ = context.run(an_order, **of_site)
    context.run(an_order, **of_site)
    context.run(an_order, **of_site, one_time_address="Elsewhere 1")
    assert context.read(orders_at_site, site.id) == 2
    assert context.read(order_details, first.id).site_orders == 2
