"""Rows of any table: made, changed, refused, deleted and brought back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.context import Context
from app.queries import agreements, customers, masters, objects, technicians
from app.usecases.masters import delete_row, restore_row, save_row
from models.errors import Conflict, Missing, Refused
from models.terms import Language
from tests.builders import (
    MONDAY,
    a_contact,
    a_customer,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_absence,
    an_agreement,
    an_agreement_line,
    an_object,
    an_order,
)
from tests.conftest import NOW


def save(context: Context, kind: str, row_id: int = 0, seen: int = 0, **values: Any) -> Any:
    answer, _changes = context.run(save_row, kind=kind, row_id=row_id, seen=seen, values=values)
    return answer


def test_a_customer_is_made_and_changed(context: Context) -> None:
    made = save(context, "customer", code=" C-1 ", name="Bakkerij Smit", phone="", language=Language.DANISH)
    save(context, "customer", made.id, made.version, name="Bakkerij Jansen")
    row = context.read(masters.record, "customer", made.id)
    assert dict(row.values) == {
        "code": "C-1", "name": "Bakkerij Jansen", "language": Language.DANISH, "email": None, "phone": None,
    }  # fmt: skip
    assert row.version == 2


def test_what_must_be_filled_in_is_named(context: Context) -> None:
    with pytest.raises(Refused) as blank:
        save(context, "customer", code="C-1", name="  ")
    with pytest.raises(Refused) as left_out:
        save(context, "customer", name="Bakkerij Smit")
    assert (blank.value.field, left_out.value.field) == ("name", "code")


def test_a_column_nobody_edits_is_a_bug(context: Context) -> None:
    with pytest.raises(KeyError):
        save(context, "reason", code="K", name="Klant", version=7)


def test_a_code_is_used_once(context: Context) -> None:
    save(context, "team", code="N", name="Noord")
    with pytest.raises(Refused, match="in use"):
        save(context, "team", code="N", name="Nog een")


def test_the_second_of_two_people_is_told(context: Context) -> None:
    made = save(context, "skill", code="G2", name="Gas 2")
    save(context, "skill", made.id, made.version, name="Gas II")
    with pytest.raises(Conflict):
        save(context, "skill", made.id, made.version, name="Gas zwei")


def test_a_row_that_others_name_is_not_deleted(context: Context) -> None:
    order, _changes = context.run(an_order)
    with pytest.raises(Refused, match=r"“Bakkerij Smit” is still used by orders \(1\)"):
        context.run(delete_row, kind="customer", row_id=order.customer_id, seen=1)


def test_a_deleted_technician_comes_back_with_skills_and_absences(context: Context) -> None:
    skill, _changes = context.run(a_skill)
    person, _changes = context.run(a_technician, skills=[skill])
    context.run(an_absence, technician=person)
    before = context.read(masters.record, "technician", person.id)
    absences = context.read(masters.records, "absence", {"technician_id": person.id})
    deleted, changes = context.run(delete_row, kind="technician", row_id=person.id, seen=1)
    assert changes.touches("absence")
    with pytest.raises(Missing):
        context.read(masters.record, "technician", person.id)
    context.run(restore_row, deleted=deleted)
    assert context.read(masters.record, "technician", person.id).values == before.values
    restored = context.read(masters.records, "absence", {"technician_id": person.id})
    assert [row.values for row in restored] == [row.values for row in absences]


def test_an_agreement_comes_back_with_its_lines(context: Context) -> None:
    agreement, _changes = context.run(an_agreement, lines=[an_agreement_line(), an_agreement_line()])
    lines = context.read(masters.records, "agreement_line", {"agreement_id": agreement.id})
    deleted, _changes = context.run(delete_row, kind="agreement", row_id=agreement.id, seen=1)
    assert context.read(masters.records, "agreement_line", {"agreement_id": agreement.id}) == []
    context.run(restore_row, deleted=deleted)
    restored = context.read(masters.records, "agreement_line", {"agreement_id": agreement.id})
    assert [row.values for row in restored] == [row.values for row in lines]


def test_the_version_of_a_restored_row_goes_on(context: Context) -> None:
    made = save(context, "team", code="N", name="Noord")
    changed = save(context, "team", made.id, made.version, name="Midden")
    deleted, _changes = context.run(delete_row, kind="team", row_id=made.id, seen=changed.version)
    restored, _changes = context.run(restore_row, deleted=deleted)
    assert (restored.id, restored.version) == (made.id, changed.version + 1)
    assert context.read(masters.record, "team", made.id).version == restored.version


def test_other_skills_are_another_version(context: Context) -> None:
    gas, _changes = context.run(a_skill, name="Gas 2")
    lift, _changes = context.run(a_skill, name="Lift")
    made = save(context, "technician", code="T1", name="Anna", shift_start=MONDAY.time(),
                shift_end=(MONDAY + timedelta(hours=8)).time(), skills=(gas.id,))  # fmt: skip
    changed = save(context, "technician", made.id, made.version, skills=(gas.id, lift.id))
    row = context.read(masters.record, "technician", made.id)
    assert changed.version == made.version + 1
    assert row.values["skills"] == (gas.id, lift.id)
    assert row.names["skills"] == "Gas 2, Lift"


def test_somebody_with_visits_to_make_stays_on_the_board(context: Context) -> None:
    person, _changes = context.run(a_technician)
    context.run(a_visit, technician=person, starts=MONDAY)
    with pytest.raises(Refused, match="visits to make: 1") as refused:
        save(context, "technician", person.id, 1, active=False)
    assert refused.value.field == "active"


def test_a_contact_stands_at_a_site_of_its_own_customer(context: Context) -> None:
    other, _changes = context.run(a_site)
    customer, _changes = context.run(a_customer)
    with pytest.raises(Refused, match="another customer"):
        save(context, "contact", name="R. Koster", customer_id=customer.id, site_id=other.id)


def test_there_is_one_first_stage_and_each_keeps_its_place(context: Context) -> None:
    with pytest.raises(Refused, match="first stage"):
        save(context, "stage", code="x", name="Extra", position=9, parent_id=None)
    with pytest.raises(Refused, match="keeps the stage"):
        save(context, "stage", 4, 1, parent_id=1)
    made = save(context, "stage", code="x", name="Extra", position=9, parent_id=2)
    assert context.read(masters.record, "stage", made.id).names["parent_id"] == "In process"


def test_a_stage_in_use_is_not_deleted(context: Context) -> None:
    with pytest.raises(Refused, match=r"stages \(2\)"):
        context.run(delete_row, kind="stage", row_id=1, seen=1)


def test_a_calendar_has_its_closed_days(context: Context) -> None:
    made = save(context, "calendar", code="NL", name="Nederland", opens=NOW.time(), closes=MONDAY.time())
    save(context, "closed_day", calendar_id=made.id, on_date=date(2026, 12, 25), reason="Kerst")
    days = context.read(masters.records, "closed_day", {"calendar_id": made.id})
    assert [(day.values["on_date"], day.names["calendar_id"]) for day in days] == [
        (date(2026, 12, 25), "Nederland")
    ]


@pytest.mark.parametrize("kind", sorted(masters.KINDS))
def test_every_kind_can_be_read(context: Context, kind: str) -> None:
    assert isinstance(context.read(masters.records, kind), list)


@pytest.mark.parametrize(("last", "next_"), [("A-0099", "A-0100"), ("A9", "A10"), ("Extra", "")])
def test_the_next_code_is_suggested(context: Context, last: str, next_: str) -> None:
    context.run(a_customer, code=last)
    assert context.read(masters.suggested_code, "customer") == next_


def test_customers_are_found_by_code_name_and_town(context: Context) -> None:
    site, _changes = context.run(a_site)
    context.run(a_customer, name="Zorgcentrum Oost")
    found = context.read(customers.customer_ids, customers.CustomerView(text="zwol smit"))
    assert found.tolist() == [site.customer_id]
    row = context.read(customers.customer_rows, found)[site.customer_id]
    assert (row.name, row.town, row.sites) == ("Bakkerij Smit", "Zwolle", 1)


@pytest.mark.parametrize("sort", ["code", "name", "town", "phone", "sites"])
def test_customers_are_sorted_by_every_column(context: Context, sort: str) -> None:
    context.run(a_customer)
    context.run(a_site)
    view = customers.CustomerView(sort=sort, descends=True)
    assert context.read(customers.customer_ids, view).size == 2


@pytest.mark.parametrize("sort", ["code", "name", "group", "serial_number", "customer", "site", "town"])
def test_objects_are_sorted_by_every_column(context: Context, sort: str) -> None:
    context.run(an_object, name="Lift")
    thing, _changes = context.run(an_object, name="Compressor KW-C2")
    found = context.read(objects.object_ids, objects.ObjectView(text="kw-c2", sort=sort))
    assert found.tolist() == [thing.id]
    assert context.read(objects.object_rows, found)[thing.id].customer == "Bakkerij Smit"


def test_the_list_of_technicians_says_load_and_next_absence(context: Context) -> None:
    team, _changes = context.run(a_team)
    person, _changes = context.run(a_technician, team_id=team.id)
    context.run(a_visit, technician=person, minutes=90)
    absence, _changes = context.run(an_absence, technician=person, starts_at=MONDAY + timedelta(days=3),
                                    ends_at=MONDAY + timedelta(days=4))  # fmt: skip
    row = context.read(technicians.technician_list, NOW).rows[0]
    assert (row.team, row.planned_minutes, row.shift_minutes) == ("Noord", 90, 540)
    assert (row.absence_from, row.absence_reason) == (absence.starts_at, "Verlof")
    assert [v.starts for v in context.read(technicians.upcoming_visits, person.id, NOW)] == [MONDAY]


@contextmanager
def counted(context: Context) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, without transaction control."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    event.listen(context.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(context.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("many", [1, 5])
def test_screens_take_a_fixed_number_of_statements(context: Context, many: int) -> None:
    customer, _changes = context.run(a_customer)
    for _time in range(many):
        agreement, _changes = context.run(an_agreement, customer=customer, lines=[an_agreement_line()])
        order, _changes = context.run(an_order, customer=customer, agreement_id=agreement.id)
        context.run(a_visit, order=order)
        context.run(a_contact, customer=customer)
    view = agreements.AgreementView(NOW.date())
    for expected, query, arguments in (
        (3, agreements.agreement_browser, (view,)),
        (2, agreements.agreement_orders, (agreement.id,)),
        (1, customers.customer_head, (customer.id,)),
        (2, customers.customer_orders, (customer.id,)),
        (1, customers.customer_agreements, (customer.id,)),
        (5, technicians.technician_list, (NOW,)),
        (1, masters.records, ("agreement_line",)),
        (2, masters.records, ("technician",)),
    ):
        with counted(context) as sent:
            context.read(query, *arguments)  # type: ignore[operator]
        assert len(sent) == expected, (query.__name__, sent)
