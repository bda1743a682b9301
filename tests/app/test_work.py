"""One use case in one transaction: versions, rules, journal, audit and the copies on visits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text, update

from app.changes import Change
from app.context import Context
from app.work import Work
from models.agreements import AgreementLine
from models.customers import Contact, Customer, Site
from models.errors import Conflict, Missing, Refused
from models.journal import AuditRow, ChangeRow
from models.orders import OrderLine, ServiceOrder
from models.terms import LineStatus, Priority, Right
from models.visits import Visit
from tests.builders import (
    MONDAY,
    a_customer,
    a_line,
    a_site,
    a_technician,
    a_user,
    a_visit,
    an_agreement,
    an_agreement_line,
    an_order,
)


def rename(work: Work, *, customer_id: int, name: str, seen: int | None = None) -> Customer:
    """A use case like those of the program."""
    customer = work.get(Customer, customer_id, seen=seen)
    customer.name = name
    return customer


def audits(context: Context, kind: str) -> list[tuple[str, dict[str, Any]]]:
    rows = select(AuditRow).where(AuditRow.kind == kind).order_by(AuditRow.id)
    return context.read(lambda session: [(row.op, row.fields) for row in session.scalars(rows)])


def journal(context: Context) -> list[tuple[str, int, str]]:
    rows = select(ChangeRow.kind, ChangeRow.row_id, ChangeRow.op).order_by(ChangeRow.id)
    return context.read(lambda session: [tuple(row) for row in session.execute(rows)])


def test_a_row_that_somebody_else_changed_is_a_conflict_that_names_them(context: Context) -> None:
    customer, _changes = context.run(a_customer)
    other = Context(context.settings, clock=context.clock)
    other.user, _more = context.run(a_user, name="Mette")
    other.run(rename, customer_id=customer.id, name="Bager Jensen", seen=1)
    other.close()
    with pytest.raises(Conflict, match="Mette changed this while you were at it") as caught:
        context.run(rename, customer_id=customer.id, name="Bakkerij Jansen", seen=1)
    assert (caught.value.by, caught.value.kind, caught.value.row_id) == ("Mette", "customer", customer.id)
    assert context.read(lambda session: session.get_one(Customer, customer.id).name) == "Bager Jensen"


def test_a_row_that_is_gone_says_so(context: Context) -> None:
    with pytest.raises(Missing, match="It is gone"):
        context.run(rename, customer_id=4711, name="x")


def test_a_write_that_slips_in_between_is_a_conflict_too(context: Context) -> None:
    """On PostgreSQL nobody holds the row until the flush; on SQLite nobody else gets that far."""
    customer, _changes = context.run(a_customer)

    def late(work: Work) -> None:
        row = work.get(Customer, customer.id, seen=1)
        bare = update(Customer.__table__).values(version=9)  # type: ignore[arg-type]  # a mapped table
        work.session.execute(bare)
        row.name = "zu spät"

    with pytest.raises(Conflict, match="Somebody else changed this"):
        context.run(late)


def test_a_row_with_something_wrong_is_refused_with_its_field(context: Context) -> None:
    with pytest.raises(Refused, match="latitude lies between") as caught:
        context.run(a_site, latitude=91.0)
    assert caught.value.field == "latitude"
    assert context.read(lambda session: session.scalars(select(Site)).all()) == []


def test_a_text_longer_than_its_column_is_refused_on_both_databases(context: Context) -> None:
    with pytest.raises(Refused, match=r"“x{20}…” is too long: at most 40 characters") as caught:
        context.run(a_customer, code="x" * 41)
    assert caught.value.field == "code"
    context.run(a_customer, code="x" * 40, name="y" * 20_000)


def test_a_code_in_use_and_a_row_in_use_are_refused(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    context.run(a_customer, code="C1")
    with pytest.raises(Refused, match="in use already"):
        context.run(a_customer, code="C1")
    with pytest.raises(Refused, match="Other things refer to it"):
        context.run(lambda work: work.session.delete(work.get(ServiceOrder, visit.order_id)))


def test_nothing_is_written_when_a_use_case_fails(context: Context) -> None:
    def halfway(work: Work) -> None:
        a_customer(work)
        raise Refused("no")

    before = journal(context)
    with pytest.raises(Refused, match="no"):
        context.run(halfway)
    assert context.read(lambda session: session.scalars(select(Customer)).all()) == []
    assert (journal(context), audits(context, "customer")) == (before, [])


def test_what_changed_is_returned_and_written_in_the_journal(context: Context) -> None:
    customer, made = context.run(a_customer)
    assert made.rows == {Change("customer", customer.id, "insert")}
    _row, changed = context.run(rename, customer_id=customer.id, name="B")
    _none, gone = context.run(lambda work: work.session.delete(work.get(Customer, customer.id)))
    assert (changed.ids("customer"), gone.ids("customer")) == ({customer.id}, {customer.id})
    assert (changed.by, changed.own) == (context.user.name, True)
    assert [op for _kind, _id, op in journal(context)] == ["insert", "update", "delete"]


def test_saving_the_same_values_changes_nothing(context: Context) -> None:
    customer, _changes = context.run(a_customer, name="B")
    row, changes = context.run(rename, customer_id=customer.id, name="B")
    assert (row.version, bool(changes)) == (1, False)


def test_the_audit_reads_the_same_on_both_databases(context: Context) -> None:
    """Instants in ISO 8601, enumerations by value; neither versions nor empty fields."""
    visit, _changes = context.run(a_visit)
    assert audits(context, "visit") == [("insert", _of_a_new_visit(visit))]

    def move(work: Work) -> None:
        row = work.get(Visit, visit.id)
        row.starts_at += timedelta(minutes=30)
        row.overlap_reason = "Together"

    context.run(move)
    context.run(lambda work: work.session.delete(work.get(Visit, visit.id)))
    changed, gone = audits(context, "visit")[1:]
    assert _aware(changed[1]["starts_at"]) == [MONDAY.isoformat(), "2026-11-23T08:30:00+00:00"]
    assert (changed[0], set(changed[1])) == ("update", {"starts_at", "overlap_reason"})
    assert changed[1]["overlap_reason"] == [None, "Together"]
    assert (gone[0], gone[1]["status"]) == ("delete", ["planned", None])
    assert set(gone[1]) == {*_of_a_new_visit(visit), "overlap_reason"}


def _aware(values: list[Any]) -> list[Any]:
    return [str(value).replace("Z", "+00:00") for value in values]


def _of_a_new_visit(visit: Visit) -> dict[str, list[Any]]:
    return {
        "id": [None, visit.id],
        "order_id": [None, visit.order_id],
        "technician_id": [None, visit.technician_id],
        "starts_at": [None, "2026-11-23T08:00:00+00:00"],
        "ends_at": [None, "2026-11-23T09:00:00+00:00"],
        "status": [None, "planned"],
        "order_number": [None, visit.order_number],
        "customer_name": [None, "Bakkerij Smit"],
        "priority": [None, "normal"],
        "customer_id": [None, visit.customer_id],
    }


def test_quantities_dates_and_choices_are_audited_as_stored(context: Context) -> None:
    line = a_line(quantity=Decimal("1.5"), line=10)
    order, _changes = context.run(an_order, lines=[line], service_date=date(2026, 11, 23))

    def work_on(work: Work) -> None:
        row = work.session.get_one(OrderLine, line.id)
        row.quantity, row.status = Decimal("2.25"), LineStatus.POSTED

    context.run(work_on)
    assert audits(context, "order_line")[1] == (
        "update",
        {"quantity": [1500, 2250], "status": ["created", "posted"]},
    )
    assert audits(context, "service_order")[0][1]["service_date"] == [None, "2026-11-23"]
    assert order.id


def test_a_part_changes_its_whole(context: Context) -> None:
    agreement, _changes = context.run(an_agreement, lines=[an_agreement_line(), an_agreement_line()])

    def drop_one(work: Work) -> None:
        line = work.session.scalars(select(AgreementLine).where(AgreementLine.agreement_id == agreement.id))
        work.session.delete(line.first())

    _none, changes = context.run(drop_one)
    assert Change("agreement", agreement.id, "update") in changes.rows
    order, made = context.run(an_order, lines=[a_line()])
    assert {change.kind for change in made.rows} >= {"order_line", "service_order"}
    assert made.ids("service_order") == {order.id}


def planned(context: Context) -> tuple[int, int, int, int]:
    """A visit, its order, its customer and its site."""

    def plan(work: Work) -> tuple[int, int, int, int]:
        customer = a_customer(work, name="Smit")
        site = a_site(work, customer=customer, city="Zwolle")
        order = an_order(work, customer=customer, site_id=site.id)
        return a_visit(work, order=order).id, order.id, customer.id, site.id

    return context.run(plan)[0]


def shown(context: Context, visit_id: int) -> tuple[object, ...]:
    visit = context.read(lambda session: session.get_one(Visit, visit_id))
    return visit.order_number, visit.customer_name, visit.town, visit.site_id, visit.priority, visit.version


def test_what_a_visit_shows_follows_its_customer_and_its_site(context: Context) -> None:
    visit_id, _order_id, customer_id, site_id = planned(context)
    context.run(rename, customer_id=customer_id, name="Smit en Zonen")

    def move_house(work: Work) -> None:
        work.get(Site, site_id).city = "Kampen"

    _none, changes = context.run(move_house)
    assert shown(context, visit_id)[1:3] == ("Smit en Zonen", "Kampen")
    assert changes.ids("site") == {site_id}


def test_what_a_visit_shows_follows_its_order_and_keeps_its_version(context: Context) -> None:
    visit_id, order_id, _customer_id, _site_id = planned(context)

    def change(work: Work) -> None:
        order = work.get(ServiceOrder, order_id)
        other = a_site(work, customer=a_customer(work, name="Bager"), city="Aarhus")
        order.number, order.priority = "SO-777", Priority.HIGH
        order.customer_id, order.site_id = other.customer_id, other.id
        order.service_date = date(2026, 11, 24)

    context.run(change)
    number, customer, town, site, priority, version = shown(context, visit_id)
    assert (number, customer, town, priority, version) == ("SO-777", "Bager", "Aarhus", Priority.HIGH, 1)
    visit = context.read(lambda session: session.get_one(Visit, visit_id))
    assert site == visit.site_id
    assert visit.promise_from is not None


def test_bulk_work_notes_what_it_changed(context: Context) -> None:
    _none, changes = context.run(lambda work: work.note("visit", 0, "reload"))
    assert changes.reloads("visit")
    assert not changes.reloads("customer")
    assert changes.touches("visit", "customer")
    assert journal(context) == [("visit", 0, "reload")]


def test_who_may_not_is_refused(context: Context) -> None:
    context.user, _changes = context.run(a_user, role="reader")
    context.user = context.read(lambda session: _with_role(session, context.user.login))
    with pytest.raises(Refused, match="You may not do that"):
        context.run(lambda work: work.require(Right.PLAN))


def _with_role(session: Any, login: str) -> Any:  # a session, a user
    from app.context import _user

    return _user(session, login)


def test_locks_on_technicians_hold_until_the_commit(context: Context) -> None:
    def lock(work: Work) -> int:
        work.lock_technicians([3, 1, 3])
        held = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return 2 if context.database.is_sqlite else work.session.scalar(held) or 0

    assert context.run(lock)[0] == 2


def test_a_contact_and_a_technician_are_noted_by_their_tables_names(context: Context) -> None:
    technician, changes = context.run(a_technician)
    assert {change.kind for change in changes.rows} == {"technician"}
    contact = context.run(lambda work: work.add(Contact(customer_id=a_customer(work).id, name="R. Koster")))
    assert contact[1].ids("contact") == {contact[0].id}
    assert technician.version == 1


def test_long_work_has_no_time_limit_and_the_next_has_one_again(context: Context) -> None:
    if context.database.is_sqlite:
        pytest.skip("SQLite has no time limits")

    def limit(work: Work, *, is_long: bool) -> object:
        if is_long:
            work.take_long()
        return work.session.scalar(text("SHOW statement_timeout"))

    assert [context.run(limit, is_long=each)[0] for each in (True, False)] == ["0", "1min"]
