"""Rules between rows that an import is judged by, in the sentences of the classes (domain.md 21).

What a class can say of a row alone is asked in `plan`. History is let in: orders under an agreement that was
suspended since, lines of a category that is not in use any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import func, select

from app.exchange.kinds import Value, shortened
from app.exchange.planned import PlannedRow, Planning, TablePlan
from app.exchange.problems import RowProblem
from app.exchange.sheets import Key
from models.agreements import Agreement, AgreementLine
from models.base import Base
from models.company import Company
from models.errors import Refused
from models.objects import ServiceObject
from models.order_lines import OrderLine
from models.orders import ServiceOrder
from models.postings import Posting
from models.projects import Category, Project
from models.repairs import RepairLine
from models.requirements import ItemRequirement
from models.terms import LineStatus
from resources.texts import _

Row = TypeVar("Row", bound=Base)


def judge(at: Planning, plan: TablePlan) -> None:
    """Note the rows of a table that do not go together with others."""
    rule = _RULES.get(plan.table.name)
    if rule is not None and (plan.written or plan.table.name == "postings"):
        rule(at, plan)


def _note(at: Planning, plan: TablePlan, planned: PlannedRow, column: str, sentence: str | None) -> None:
    if sentence is None:
        return
    value, known = planned.named.get(column), plan.table.column(column)
    shown = known.kind.write(value, at.local) if known is not None and value is not None else ""
    at.problems.add(RowProblem(plan.table.name, planned.row.number, column, shortened(shown), sentence))


def _named(at: Planning, plan: TablePlan, column: str, kind: type[Row], table: str) -> dict[Key, Row]:
    """The rows that a column of the written rows names."""
    codes = {planned.named.get(column) for planned in plan.written}
    return at.kin.fetch(kind, table, {(code,) for code in codes if code is not None})


def _own(at: Planning, plan: TablePlan, kind: type[Row]) -> dict[Key, Row]:
    """The written rows themselves."""
    return at.kin.fetch(kind, plan.table.name, {planned.key(plan.table) for planned in plan.written})


def _judge_agreements(at: Planning, plan: TablePlan) -> None:
    projects = _named(at, plan, "project", Project, "projects")
    agreements = _own(at, plan, Agreement)
    for planned in plan.written:
        agreement = agreements.get(planned.key(plan.table))
        if agreement is None:
            continue
        project = projects.get((planned.named.get("project"),))
        if project is not None:
            _note(at, plan, planned, "project", agreement.why_not_project(project))
        if "template" in planned.changed:
            count = select(func.count(ServiceOrder.id)).where(ServiceOrder.agreement_id == agreement.id)
            why = agreement.why_not_template(orders=at.session.scalar(count) or 0)
            _note(at, plan, planned, "template", why)
        if {"starts", "ends"} & set(planned.changed):
            _judge_lines_left(at, plan, planned, agreement)


def _judge_lines_left(at: Planning, plan: TablePlan, planned: PlannedRow, agreement: Agreement) -> None:
    """Lines of the database that the files do not change fit the agreement's new dates."""
    sheet = at.sheets.get("agreement_lines")
    ours = {sheet.key_of(row) for row in sheet.rows} if sheet is not None else set()
    for line in at.session.scalars(select(AgreementLine).where(AgreementLine.agreement_id == agreement.id)):
        if (agreement.code, line.line) not in ours:
            column = "ends" if "ends" in planned.changed else "starts"
            _note(at, plan, planned, column, agreement.why_not_line(line))


def _judge_agreement_lines(at: Planning, plan: TablePlan) -> None:
    agreements = _named(at, plan, "agreement", Agreement, "agreements")
    lines = _own(at, plan, AgreementLine)
    for planned in plan.written:
        line, agreement = lines.get(planned.key(plan.table)), agreements.get((planned.named["agreement"],))
        if line is not None and agreement is not None:
            column = "starts" if planned.named.get("starts") else "ends"
            _note(at, plan, planned, column, agreement.why_not_line(line))
    _judge_categories(at, plan)


def _judge_categories(at: Planning, plan: TablePlan) -> None:
    """A line's category is of the line's type."""
    categories = _named(at, plan, "category", Category, "categories")
    for planned in plan.written:
        category = categories.get((planned.named.get("category"),))
        if category is not None and category.type is not planned.named["type"]:
            why = _("Category {category} is for lines of another type.").format(category=category.code)
            _note(at, plan, planned, "category", why)


def _judge_orders(at: Planning, plan: TablePlan) -> None:
    """The service date lies inside the agreement, unless nothing of the order is open any more."""
    agreements = _named(at, plan, "agreement", Agreement, "agreements")
    if not agreements:
        return
    finished = _finished(at)
    for planned in plan.written:
        agreement = agreements.get((planned.named.get("agreement"),))
        if agreement is None or (planned.stored and not {"agreement", "service_date"} & set(planned.changed)):
            continue
        if agreement.template:
            why = _("{agreement} is a template; orders are made from agreements.")
            _note(at, plan, planned, "agreement", why.format(agreement=agreement.code))
            continue
        on: Any = planned.named.get("service_date")  # a date or None: the column's kind
        if on is not None and planned.named["number"] not in finished:
            _note(at, plan, planned, "service_date", agreement.why_not_on(on))


def _finished(at: Planning) -> set[Value]:
    """Orders whose lines in the files are all posted or canceled."""
    sheet = at.sheets.get("order_lines")
    seen: dict[Value, bool] = defaultdict(lambda: True)
    for row in sheet.rows if sheet is not None else ():
        named = sheet.named(row) if sheet is not None else {}
        is_open = named.get("status", LineStatus.CREATED) is LineStatus.CREATED
        seen[named["order"]] &= not is_open
    return {order for order, closed in seen.items() if closed}


def _judge_order_lines(at: Planning, plan: TablePlan) -> None:
    _judge_categories(at, plan)
    _judge_occurrences(at, plan, OrderLine)


def _judge_requirements(at: Planning, plan: TablePlan) -> None:
    """Parts are asked for where they can be charged, and once for an occurrence."""
    orders = _named(at, plan, "order", ServiceOrder, "orders")
    for planned in plan.creates:
        order = orders.get((planned.named["order"],))
        if order is not None:
            _note(at, plan, planned, "order", order.why_no_account())
    _judge_occurrences(at, plan, ItemRequirement)


def _judge_occurrences(at: Planning, plan: TablePlan, kind: type[OrderLine | ItemRequirement]) -> None:
    """One line for an agreement line and date: in the files and in the database."""
    rows = _own(at, plan, kind)
    seen: dict[tuple[object, object], tuple[int, str]] = {}
    of_lines = {row.agreement_line_id for row in rows.values() if (row.agreement_line_id or 0) > 0}
    ours = {row.id for row in rows.values()}
    mapped: Any = kind  # one of two classes that have these columns
    known = select(mapped.agreement_line_id, mapped.calculated_date, mapped.id, ServiceOrder.number)
    known = known.join(ServiceOrder, ServiceOrder.id == mapped.order_id)
    for line, day, row_id, number in (
        at.session.execute(known.where(mapped.agreement_line_id.in_(of_lines))) if of_lines else ()
    ):
        if day is not None and row_id not in ours:
            seen[line, day] = 0, number
    for planned in plan.written:
        row = rows.get(planned.key(plan.table))
        if row is None or row.agreement_line_id is None or row.calculated_date is None:
            continue
        first, number = seen.setdefault(
            (row.agreement_line_id, row.calculated_date), (planned.row.number, str(planned.named["order"]))
        )
        if first != planned.row.number:
            why = _("This occurrence has its line already, on order {order}.").format(order=number)
            _note(at, plan, planned, "calculated_date", why)


def _judge_objects(at: Planning, plan: TablePlan) -> None:
    """An item with its serial number is one object, where the company wants that (domain.md 3.1)."""
    company = next(iter(at.kin.fetch(Company, "company", [()]).values()), None)
    if company is None:
        company = at.session.scalars(select(Company)).one()
    if company.one_item_many_objects:
        return
    objects = _own(at, plan, ServiceObject)
    ours = {row.id for row in objects.values()}
    seen: dict[tuple[int | None, str], str] = {}
    for row in at.session.scalars(select(ServiceObject).where(ServiceObject.item_id.is_not(None))):
        if row.id not in ours:
            seen[row.item_id, row.serial_number or ""] = row.code
    for planned in plan.written:
        thing = objects.get(planned.key(plan.table))
        if thing is None or thing.item_id is None:
            continue
        other = seen.setdefault((thing.item_id, thing.serial_number or ""), thing.code)
        if other != thing.code:
            why = _("Object {other} is this item with this serial number already.").format(other=other)
            _note(at, plan, planned, "item", why)


def _judge_repairs(at: Planning, plan: TablePlan) -> None:
    orders = _named(at, plan, "order", ServiceOrder, "orders")
    objects = _named(at, plan, "object", ServiceObject, "service_objects")
    repairs = _own(at, plan, RepairLine)
    for planned in plan.written:
        order, repair = orders.get((planned.named["order"],)), repairs.get(planned.key(plan.table))
        thing = objects.get((planned.named.get("object"),))
        if order is None or repair is None or thing is None:
            continue
        try:
            repair.take_object(order, thing)
        except Refused as refusal:
            _note(at, plan, planned, "object", refusal.sentence)


def _judge_postings(at: Planning, plan: TablePlan) -> None:
    """What was posted stays as it is; postings come whole, into a database that has none but these."""
    for planned in plan.updates:
        sentence = _("A posting never changes; reverse it instead.")
        _note(at, plan, planned, planned.changed[0], sentence)
    stored = at.session.scalar(select(func.count(Posting.id))) or 0
    if stored == len(plan.updates) + len(plan.unchanged):
        return
    for planned in plan.creates:
        sentence = _("Postings are imported only into a database that has none but these; post the line.")
        _note(at, plan, planned, "line", sentence)


_RULES: Mapping[str, Callable[[Planning, TablePlan], None]] = {
    "agreements": _judge_agreements,
    "agreement_lines": _judge_agreement_lines,
    "orders": _judge_orders,
    "order_lines": _judge_order_lines,
    "item_requirements": _judge_requirements,
    "service_objects": _judge_objects,
    "repair_lines": _judge_repairs,
    "postings": _judge_postings,
}
