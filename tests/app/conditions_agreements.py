"""Conditions of agreements, their lines, template groups and objects (domain.md 21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.context import Context
from app.queries.due import due_preview, held_words
from app.queries.order_details import Choice, OrderFields
from app.usecases.copying.lines import copy_lines
from app.usecases.copying.parts import Place, PlaceKind
from app.usecases.masters import save_row
from app.usecases.orders import open_order
from app.work import Work
from models.agreements import Agreement, AgreementLine, TemplateGroup
from models.projects import CategoryUse
from models.relations import AgreementObject, AgreementTask
from models.terms import ProjectType, TransactionType, Validation
from tests.app.agreed import a_request
from tests.app.conditions import condition
from tests.builders import (
    a_category,
    a_project,
    a_task,
    a_technician,
    an_agreement,
    an_agreement_line,
    an_item,
    an_object,
    an_order,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def agreed(context: Context, *lines: AgreementLine, **fields: Any) -> Agreement:
    """Agreement A1 of 2026 with those lines."""
    return context.run(an_agreement, lines=lines, **{"code": "A1", **fields})[0]


def save(context: Context, kind: str, row_id: int = 0, seen: int = 0, **values: Any) -> None:
    """What a person writes into a row."""
    context.run(save_row, kind=kind, row_id=row_id, seen=seen, values=values)


def held(context: Context, agreement: Agreement) -> str:
    """Why the generator makes nothing of an agreement, as its preview says."""
    found = context.read(due_preview, a_request(FIRST, LAST, agreement.id))
    return " ".join(held_words(reason) for reason in found.held_counts)


def a_line_row(context: Context, agreement: Agreement, **values: Any) -> None:
    """A new line of an hour, written by a person."""
    save(
        context,
        "agreement_line",
        agreement_id=agreement.id,
        type=TransactionType.HOUR,
        quantity=Decimal(1),
        **values,
    )


def order_on(context: Context, agreement: Agreement, on: date, *lines: int) -> None:
    """An order made by hand from an agreement."""
    fields = OrderFields(
        customer=Choice(agreement.customer_id), agreement=Choice(agreement.id), service_date=on
    )
    context.run(open_order, fields=fields, agreement_lines=lines)


@condition("Agreement 1", "Project P1 only counts time; an agreement needs one that can be charged.")
def a_project_that_only_counts_time(context: Context) -> None:
    agreement = agreed(context)
    project = context.run(a_project, code="P1", type=ProjectType.TIME)[0]
    save(context, "agreement", agreement.id, 1, project_id=project.id)


@condition("Agreement 1", "An agreement is in a group; choose one.")
def a_group_is_missing(context: Context) -> None:
    save(context, "agreement", agreed(context).id, 1, group_id=None)


@condition("Agreement 1", "An agreement starts on a day; fill it in.")
def a_start_is_missing(context: Context) -> None:
    save(context, "agreement", agreed(context).id, 1, starts_on=None)


@condition("Agreement 2", "Agreement A1 ends before it starts.")
def an_agreement_ends_before_it_starts(context: Context) -> None:
    save(context, "agreement", agreed(context).id, 1, ends_on=date(2025, 12, 31))


@condition("Agreement 2", "The dates of line 1 lie outside the validity of agreement A1.")
def a_line_starts_before_its_agreement(context: Context) -> None:
    a_line_row(context, agreed(context), starts_on=date(2025, 12, 31))


@condition("Agreement 3", "Orders were made from A1, so it cannot be a template.")
def an_agreement_with_orders_becomes_a_template(context: Context) -> None:
    agreement = agreed(context)
    context.run(an_order, customer_id=agreement.customer_id, agreement_id=agreement.id)
    save(context, "agreement", agreement.id, 1, template=True)


@condition("Agreement 3", "The agreement is a template; orders are made from agreements.")
def a_template_generates(context: Context) -> str:
    return held(context, agreed(context, an_agreement_line(), template=True))


@condition("Agreement 4", "The agreement is suspended.")
def a_suspended_agreement_generates(context: Context) -> str:
    return held(context, agreed(context, an_agreement_line(), suspended=True))


@condition("Agreement 4", "Agreement A1 is suspended.")
def an_order_of_a_suspended_agreement(context: Context) -> None:
    order_on(context, agreed(context, suspended=True), FIRST)


@condition("Agreement 4", "The line is stopped.")
def a_stopped_line_generates(context: Context) -> str:
    return held(context, agreed(context, an_agreement_line(stopped=True)))


@condition("Agreement 4", "Line 1 of agreement A1 is stopped.")
def an_order_from_a_stopped_line(context: Context) -> None:
    line = an_agreement_line(line=1, stopped=True)
    agreement = agreed(context, line)
    order_on(context, agreement, FIRST, line.id)


@condition("Agreement 4", "Line 1 of agreement A1 is stopped, so it is not copied.")
def a_stopped_line_is_copied(context: Context) -> None:
    line = an_agreement_line(line=1, stopped=True)
    source, target = agreed(context, line), context.run(an_agreement)[0]
    places = [Place(PlaceKind.AGREEMENT, row.id) for row in (source, target)]
    context.run(copy_lines, source=places[0], target=places[1], line_ids=[line.id])


@condition("Agreement line 1", "Category REIS is for lines of another type.")
def a_category_of_another_type(context: Context) -> None:
    category = context.run(a_category, code="REIS", type=TransactionType.EXPENSE)[0]
    a_line_row(context, agreed(context), category_id=category.id)


def limited(work: Work, *, validation: Validation) -> tuple[int, int]:
    """A category for one technician alone, and another technician."""
    work.company().validation = validation
    category, anna = a_category(work, code="AVOND"), a_technician(work, name="Anna")
    work.add(CategoryUse(category_id=category.id, technician_id=anna.id))
    return category.id, a_technician(work, name="Bert").id


@condition("Agreement line 1", "Category AVOND may not be used for Bert.")
def a_category_that_must_not_be_used(context: Context) -> None:
    category_id, bert = context.run(limited, validation=Validation.MANDATORY)[0]
    a_line_row(context, agreed(context), category_id=category_id, technician_id=bert)


@condition("Agreement line 1", "")
def a_category_that_is_only_not_offered(context: Context) -> str:
    category_id, bert = context.run(limited, validation=Validation.LOOKUP)[0]
    a_line_row(context, agreed(context), category_id=category_id, technician_id=bert)
    return ""


@condition("Agreement line 2", "1 object and 1 task are related now")
def a_line_names_what_is_not_related(context: Context) -> str:
    """Not refused: what a line names is related by itself (domain.md 3.3)."""
    agreement = agreed(context)
    thing, task = context.run(an_object)[0], context.run(a_task)[0]
    a_line_row(context, agreement, object_id=thing.id, task_id=task.id)
    objects, tasks = (
        len(context.read(lambda session, of=kind: session.scalars(select(of)).all()))
        for kind in (AgreementObject, AgreementTask)
    )
    return f"{objects} object and {tasks} task are related now"


def groups(work: Work) -> tuple[int, int]:
    """A template group, and one below it."""
    upper = work.add(TemplateGroup(code="KOUD", name="Koeling"))
    return upper.id, work.add(TemplateGroup(code="CEL", name="Cellen", parent_id=upper.id)).id


@condition("Template group 1", "Template group KOUD cannot be below itself.")
def a_template_group_below_itself(context: Context) -> None:
    upper, _lower = context.run(groups)[0]
    save(context, "template_group", upper, 1, parent_id=upper)


@condition("Template group 1", "Template group KOUD cannot be below itself.")
def a_template_group_below_its_own_branch(context: Context) -> None:
    upper, lower = context.run(groups)[0]
    save(context, "template_group", upper, 1, parent_id=lower)


@condition("Service object 1", "Object O1 is this item with this serial number already.")
def an_item_on_two_objects(context: Context) -> None:
    def arrange(work: Work) -> int:
        work.company().one_item_many_objects = False
        item = an_item(work)
        an_object(work, code="O1", item_id=item.id, serial_number="7")
        return item.id

    item_id = context.run(arrange)[0]
    save(context, "service_object", code="O2", name="Nog een", item_id=item_id, serial_number="7")
