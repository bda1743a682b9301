"""What agreements, lines and template groups are refused, with the sentence a person gets (domain.md 21)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from app.context import Context
from app.queries.agreement_history import agreement_history, renewal_chain
from app.queries.masters import record, record_form, records
from app.usecases.masters import delete_row, restore_row, save_row
from app.work import Work
from models.agreements import Agreement, TemplateGroup
from models.errors import Refused
from models.projects import Category, CategoryUse, Project
from models.terms import ProjectType, TransactionType, Validation
from tests.builders import (
    a_contact,
    a_customer,
    a_group,
    a_site,
    a_task,
    a_technician,
    an_agreement,
    an_agreement_line,
    an_object,
    an_order,
)


@pytest.fixture
def agreement(context: Context) -> Agreement:
    return context.run(an_agreement, code="A-1", lines=[an_agreement_line(line=1)])[0]


def made(context: Context, mapped: type[Any], **fields: Any) -> Any:  # a row of any mapped class
    return context.run(lambda work: work.add(mapped(**fields)))[0]


def changed(context: Context, row: Any, kind: str = "agreement", **values: Any) -> None:  # as above
    seen = context.read(record, kind, row.id).version
    context.run(save_row, kind=kind, row_id=row.id, seen=seen, values=values)


def new(context: Context, kind: str, **values: Any) -> int:  # values of any column
    return context.run(save_row, kind=kind, row_id=0, seen=0, values=values)[0].id


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("customer_id", "An agreement is made with a customer"),
        ("group_id", "An agreement is in a group"),
        ("starts_on", "An agreement starts on a day"),
    ],
)
def test_a_new_agreement_says_what_is_missing(context: Context, missing: str, sentence: str) -> None:
    customer, group = context.run(a_customer)[0], context.run(a_group)[0]
    values = {"code": "N", "name": "N", "customer_id": customer.id, "group_id": group.id}
    given = {**values, "starts_on": date(2026, 1, 1), missing: None}
    with pytest.raises(Refused, match=sentence):
        new(context, "agreement", **given)
    del given[missing]
    with pytest.raises(Refused, match=sentence):
        new(context, "agreement", **given)


def propose(work: Work, *, group_id: int) -> None:
    """Let the company propose a group."""
    work.company().agreement_group_id = group_id


def test_the_companys_group_is_proposed_and_used(context: Context) -> None:
    group, customer = context.run(a_group)[0], context.run(a_customer)[0]
    context.run(propose, group_id=group.id)
    assert context.read(record_form, "agreement", 0).values == {"group_id": group.id}
    row_id = new(
        context, "agreement", code="N", name="N", customer_id=customer.id, starts_on=date(2026, 1, 1)
    )
    assert context.read(record, "agreement", row_id).values["group_id"] == group.id


def test_a_project_of_type_time_is_refused(context: Context, agreement: Agreement) -> None:
    project = made(context, Project, code="P-T", name="Hours", type=ProjectType.TIME)
    with pytest.raises(Refused, match="Project P-T only counts time"):
        changed(context, agreement, project_id=project.id)


def test_project_contact_and_site_are_the_customers(context: Context, agreement: Agreement) -> None:
    other = context.run(a_customer)[0]
    project = made(context, Project, code="P-1", name="Theirs", customer_id=other.id)
    contact, site = context.run(a_contact)[0], context.run(a_site)[0]
    for values in ({"project_id": project.id}, {"contact_id": contact.id}, {"site_id": site.id}):
        with pytest.raises(Refused, match="belongs to another customer"):
            changed(context, agreement, **values)
    anybodys = made(context, Project, code="P-2", name="Ours")
    changed(context, agreement, project_id=anybodys.id)


def test_only_a_template_is_kept_in_a_template_group(context: Context, agreement: Agreement) -> None:
    group = made(context, TemplateGroup, code="K", name="Climate")
    with pytest.raises(Refused, match="A-1 is no template"):
        changed(context, agreement, template_group_id=group.id)
    changed(context, agreement, template=True, template_group_id=group.id)
    changed(context, agreement, template=False)
    assert context.read(record, "agreement", agreement.id).values["template_group_id"] is None


def test_a_template_group_is_not_below_itself(context: Context) -> None:
    root = made(context, TemplateGroup, code="K", name="Climate")
    below = made(context, TemplateGroup, code="H", name="Heat pumps", parent_id=root.id)
    for parent in (root, below):
        with pytest.raises(Refused, match="Template group K cannot be below itself"):
            changed(context, root, "template_group", parent_id=parent.id)


def test_a_category_fits_its_line(context: Context, agreement: Agreement) -> None:
    fee = made(context, Category, code="FEE", name="Fees", type=TransactionType.FEE)
    old = made(context, Category, code="OLD", name="Old", type=TransactionType.HOUR, active=False)
    (line,) = agreement.lines
    with pytest.raises(Refused, match="Category FEE is for lines of another type"):
        changed(context, line, "agreement_line", category_id=fee.id)
    with pytest.raises(Refused, match="Category OLD is not in use any more"):
        changed(context, line, "agreement_line", category_id=old.id)
    changed(context, line, "agreement_line", category_id=fee.id, type=TransactionType.FEE)


def demand(work: Work) -> None:
    """Let the rules on categories be a must."""
    work.company().validation = Validation.MANDATORY


def test_a_category_is_for_those_it_is_meant_for(context: Context, agreement: Agreement) -> None:
    anna, ben = context.run(a_technician)[0], context.run(a_technician)[0]
    category = made(context, Category, code="NIGHT", name="Night", type=TransactionType.HOUR)
    made(context, CategoryUse, category_id=category.id, technician_id=anna.id)
    (line,) = agreement.lines
    changed(context, line, "agreement_line", category_id=category.id, technician_id=ben.id)
    context.run(demand)
    with pytest.raises(Refused, match="Category NIGHT may not be used for"):
        changed(context, line, "agreement_line", category_id=category.id, technician_id=ben.id)
    changed(context, line, "agreement_line", category_id=category.id, technician_id=anna.id)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"duration_minutes": 0}, "from 1 minute to 7 days"),
        ({"quantity": Decimal(-1)}, "a quantity is not negative"),
        ({"earliest_start": time(12), "latest_start": time(9)}, "latest start is before the earliest"),
        ({"starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)}, "ends before it starts"),
    ],
)
def test_a_line_is_in_order(
    context: Context, agreement: Agreement, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        changed(context, agreement.lines[0], "agreement_line", **values)


def test_a_line_is_done_at_a_site_of_the_customer(context: Context, agreement: Agreement) -> None:
    site = context.run(a_site)[0]
    with pytest.raises(Refused, match="belongs to another customer"):
        changed(context, agreement.lines[0], "agreement_line", site_id=site.id)


def related(context: Context, agreement: Agreement, kind: str) -> list[int]:
    name = kind.removeprefix("agreement_") + "_id"
    rows = context.read(records, kind, {"agreement_id": agreement.id})
    return [row.values[name] for row in rows]


def test_what_a_line_names_belongs_to_its_agreement(context: Context, agreement: Agreement) -> None:
    thing, task = context.run(an_object)[0], context.run(a_task)[0]
    for _time in range(2):
        changed(context, agreement.lines[0], "agreement_line", object_id=thing.id, task_id=task.id)
        assert related(context, agreement, "agreement_object") == [thing.id]
        assert related(context, agreement, "agreement_task") == [task.id]


def test_what_a_line_names_stays_with_the_agreement(context: Context, agreement: Agreement) -> None:
    thing = context.run(an_object, code="LIFT")[0]
    changed(context, agreement.lines[0], "agreement_line", object_id=thing.id)
    (row,) = context.read(records, "agreement_object", {"agreement_id": agreement.id})
    with pytest.raises(Refused, match="Line 1 of agreement A-1 names it"):
        context.run(delete_row, kind="agreement_object", row_id=row.id, seen=row.version)
    changed(context, agreement.lines[0], "agreement_line", object_id=None)
    context.run(delete_row, kind="agreement_object", row_id=row.id, seen=row.version)


def test_a_deleted_agreement_comes_back_whole(context: Context, agreement: Agreement) -> None:
    thing = context.run(an_object)[0]
    changed(context, agreement.lines[0], "agreement_line", object_id=thing.id)
    version = context.read(record, "agreement", agreement.id).version
    gone, _changes = context.run(delete_row, kind="agreement", row_id=agreement.id, seen=version)
    context.run(restore_row, deleted=gone)
    assert related(context, agreement, "agreement_object") == [thing.id]
    assert len(context.read(records, "agreement_line", {"agreement_id": agreement.id})) == 1


def test_a_template_with_orders_says_what_to_do_instead(context: Context, agreement: Agreement) -> None:
    context.run(an_order, agreement_id=agreement.id)
    with pytest.raises(Refused, match="Save it as a template instead"):
        changed(context, agreement, template=True)


def test_the_history_tells_lines_and_relations(context: Context, agreement: Agreement) -> None:
    thing = context.run(an_object, name="Lift")[0]
    changed(context, agreement.lines[0], "agreement_line", object_id=thing.id, quantity=Decimal("1.5"))
    changed(context, agreement, ends_on=date(2027, 6, 30))
    ended, *rest = context.read(agreement_history, agreement.id)
    assert (ended.before, ended.after) == (
        {"ends_on": date(2026, 12, 31)},
        {"ends_on": date(2027, 6, 30)},
    )
    line = next(row for row in rest if row.kind == "agreement_line" and row.op == "update")
    assert (line.line, line.after["quantity"], line.names["object_id"]) == (
        1,
        Decimal("1.5"),
        {thing.id: "Lift"},
    )
    assert [period.code for period in context.read(renewal_chain, agreement.id)] == ["A-1"]
