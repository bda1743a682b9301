"""Requests by phone: who calls, what covers the job, and the order it becomes (domain.md 5.4, 11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.order_details import order_details
from app.queries.requests import find_callers, job_facts, request_setting
from app.usecases.orders import Request, take_request
from app.work import Work
from models.calendars import Calendar
from models.errors import Refused
from models.orders import ServiceOrder
from models.relations import OrderObject
from models.repairs import RepairLine, Symptom, SymptomArea
from models.terms import ClockStatus, LevelSource, Origin, Priority, TransactionType
from tests.builders import (
    a_contact,
    a_customer,
    a_group,
    a_service_level,
    a_site,
    a_technician,
    an_agreement,
    an_agreement_line,
    an_object,
)
from tests.conftest import NOW


def a_symptom(work: Work) -> Symptom:
    area = work.add(SymptomArea(code="KOEL", name="Koeling"))
    return work.add(Symptom(area_id=area.id, code="WARM", name="Wordt niet koud"))


def repairs_of(session: Session, order_id: int) -> list[RepairLine]:
    return list(session.scalars(select(RepairLine).where(RepairLine.order_id == order_id)))


def objects_of(session: Session, order_id: int) -> list[int]:
    return list(session.scalars(select(OrderObject.object_id).where(OrderObject.order_id == order_id)))


def test_a_call_becomes_an_order_with_line_repair_relation_and_clock(context: Context) -> None:
    level, _ = context.run(a_service_level)
    customer, _ = context.run(a_customer)
    site, _ = context.run(a_site, customer=customer)
    person, _ = context.run(a_technician)
    thing, _ = context.run(an_object, customer=customer, site_id=site.id)
    agreement, _ = context.run(
        an_agreement, customer_id=site.customer_id, site_id=site.id, service_level_id=level.id
    )
    symptom, _ = context.run(a_symptom)
    request = Request(
        site.customer_id, "Koelcel wordt niet koud", object_id=thing.id, symptom_id=symptom.id,
        caller="Mevr. Smit", caller_phone="038 421 00 00", service_date=date(2026, 11, 23),
        earliest_start=time(13), latest_start=time(15), duration_minutes=90, priority=Priority.HIGH,
        technician_id=person.id,
    )  # fmt: skip
    taken, _ = context.run(take_request, request=request)
    stored = context.read(order_details, taken.id)
    assert (stored.origin, stored.fields.site.id) == (Origin.USER, site.id)
    assert (stored.fields.agreement.id, taken.agreement) == (agreement.id, agreement.code)
    assert (stored.fields.caller, stored.fields.caller_phone) == ("Mevr. Smit", "038 421 00 00")
    line = stored.lines[0].fields
    assert (line.type, line.quantity, line.service_object.id) == (
        TransactionType.HOUR, Decimal("1.5"), thing.id,
    )  # fmt: skip
    repair = context.read(repairs_of, taken.id)[0]
    assert (repair.title, repair.symptom_id, repair.object_id) == (request.title, symptom.id, thing.id)
    assert context.read(objects_of, taken.id) == [thing.id]
    assert (taken.level, taken.level_source) == ("Gold", LevelSource.AGREEMENT)
    assert taken.due_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_its_clock_runs_from_the_call(context: Context) -> None:
    level, _ = context.run(a_service_level)
    group, _ = context.run(a_group, service_level_id=level.id)
    agreement, _ = context.run(an_agreement, group=group)
    taken, _ = context.run(take_request, request=Request(agreement.customer_id, "Lekt"))

    def clock(session: Session) -> tuple[object, object]:
        order = session.get_one(ServiceOrder, taken.id)
        return order.clock, order.clock_started_at

    assert context.read(clock) == (ClockStatus.RUNNING, NOW)
    assert taken.level_source is LevelSource.GROUP


@pytest.mark.parametrize(
    ("request_fields", "said"),
    [({"title": " "}, "Say what is wrong"), ({"title": "Lekt", "customer_id": 0}, "is for a customer")],
)
def test_a_call_says_who_and_what(context: Context, request_fields: dict[str, object], said: str) -> None:
    customer, _ = context.run(a_customer)
    with pytest.raises(Refused, match=said):
        context.run(take_request, request=Request(**{"customer_id": customer.id, **request_fields}))


def test_an_object_of_another_customer_is_refused(context: Context) -> None:
    customer, _ = context.run(a_customer)
    thing, _ = context.run(an_object)
    with pytest.raises(Refused, match="belongs to another customer") as caught:
        context.run(take_request, request=Request(customer.id, "Lekt", object_id=thing.id))
    assert caught.value.field == "service_object"


def test_of_two_agreements_none_is_chosen_and_the_object_decides(context: Context) -> None:
    customer, _ = context.run(a_customer)
    thing, _ = context.run(an_object, customer=customer)
    other, _ = context.run(an_object, customer=customer)
    line = an_agreement_line(object_id=thing.id)
    named, _ = context.run(an_agreement, customer=customer, lines=[line])
    context.run(an_agreement, customer=customer, lines=[an_agreement_line(object_id=other.id)])
    plain, _ = context.run(take_request, request=Request(customer.id, "Lekt"))
    on_object, _ = context.run(take_request, request=Request(customer.id, "Lekt", object_id=thing.id))
    assert (plain.agreement, on_object.agreement) == ("", named.code)
    facts = context.read(job_facts, customer.id, now=NOW, object_id=thing.id)
    assert [row.code for row in facts.agreements] == [named.code]


@pytest.mark.parametrize(
    "fields",
    [
        {"suspended": True},
        {"template": True},
        {"ends_on": date(2026, 6, 30)},
        {"starts_on": date(2026, 12, 1)},
    ],
)
def test_an_agreement_that_does_not_hold_is_not_found(context: Context, fields: dict[str, object]) -> None:
    agreement, _ = context.run(an_agreement, **fields)
    taken, _ = context.run(take_request, request=Request(agreement.customer_id, "Lekt"))
    assert taken.agreement == ""


def without_agreement(work: Work, *, allowed: bool) -> None:
    work.company().allow_without_agreement = allowed


def test_a_company_can_ask_for_an_agreement(context: Context) -> None:
    customer, _ = context.run(a_customer)
    context.run(without_agreement, allowed=False)
    with pytest.raises(Refused, match="belongs to an agreement") as caught:
        context.run(take_request, request=Request(customer.id, "Lekt"))
    assert caught.value.field == "agreement"
    assert context.read(job_facts, customer.id, now=NOW).needs_agreement


def a_calendar(work: Work) -> Calendar:
    """Monday to Friday, the company's."""
    calendar = work.add(
        Calendar(code="NL", name="Nederland", open_days="mon;tue;wed;thu;fri", opens=time(8), closes=time(17))
    )
    work.company().calendar_id = calendar.id
    return calendar


def test_a_closed_day_is_told_and_the_order_made(context: Context) -> None:
    customer, _ = context.run(a_customer)
    context.run(a_calendar)
    saturday = date(2026, 11, 28)
    taken, _ = context.run(take_request, request=Request(customer.id, "Lekt", service_date=saturday))
    assert taken.is_conflict
    assert context.read(order_details, taken.id).conflict == "no working day"
    assert context.read(job_facts, customer.id, now=NOW, on=saturday).closed == "-"
    assert context.read(job_facts, customer.id, now=NOW).closed == ""


def test_callers_are_found_by_name_code_person_and_number(context: Context) -> None:
    customer, _ = context.run(a_customer, code="SMIT", name="Bakkerij Smit", phone="038 - 421 00 17")
    person, _ = context.run(a_contact, customer=customer, name="Roos Koster", phone="+31 6 12345678")
    context.run(a_customer, name="Slagerij Jansen", phone="0529-123456")
    for text in ("bakk", "smit bakkerij", "SMIT", "0384210017", "038 421", "421 00"):
        assert [row.customer_id for row in context.read(find_callers, text)] == [customer.id], text
    for text in ("koster", "06 1234 5678", "0612345678"):
        found = context.read(find_callers, text)
        assert [(row.customer_id, row.contact_id) for row in found] == [(customer.id, person.id)], text
    assert len(context.read(find_callers, "")) == 2


def test_symptoms_come_with_their_areas(context: Context) -> None:
    symptom, _ = context.run(a_symptom)
    setting = context.read(request_setting)
    assert setting.zone == "Europe/Amsterdam"
    assert [(row.id, row.area) for row in setting.symptoms] == [(symptom.id, "Koeling")]
