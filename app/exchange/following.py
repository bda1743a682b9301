"""What follows from the rows that an import wrote: progress, relations, numbers that are taken now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import selectinload

from app.exchange.crews import form_crews
from app.exchange.known import Known
from app.exchange.planned import TablePlan
from app.work import Work
from models.calendars import Calendar
from models.orders import ServiceOrder
from models.postings import Posting
from models.relations import AgreementObject, AgreementTask, OrderObject, OrderTask
from models.stages import Stage, StageStep

_AT_ONCE = 250
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def recompute_progress(work: Work, known: Known, plan: TablePlan) -> None:
    """Let the progress of orders follow from their lines (examples.md B), and relate what lines name."""
    changed = {known.id_of("orders", (each.named["order"],)) for each in plan.written}
    ordered = sorted(changed)
    for start in range(0, len(ordered), _AT_ONCE):
        query = (
            select(ServiceOrder)
            .where(ServiceOrder.id.in_(ordered[start : start + _AT_ONCE]))
            .options(selectinload(ServiceOrder.lines))
        )
        for order in work.session.scalars(query.execution_options(populate_existing=True)):
            order.recompute_progress()
        work.session.flush()
    _relate(work, known, plan, ("orders", "order"), (OrderObject, OrderTask))


def relate_agreements(work: Work, known: Known, plan: TablePlan) -> None:
    """What lines name belongs to their agreement (domain.md 3.3)."""
    _relate(work, known, plan, ("agreements", "agreement"), (AgreementObject, AgreementTask))


def _relate(
    work: Work, known: Known, plan: TablePlan, owner: tuple[str, str], kinds: tuple[type[Any], type[Any]]
) -> None:
    """Relate objects and tasks that written lines name to what the lines belong to, where they are not.

    Args:
        owner: its table, and the column of the lines that names it.
        kinds: the classes of its relations to objects and to tasks.
    """
    table, column = owner
    named = (("object", "service_objects"), ("task", "service_tasks"))
    for (name, others), kind in zip(named, kinds, strict=True):
        own, other = (getattr(kind, f"{each}_id") for each in (column, name))
        wanted = dict.fromkeys(
            (known.id_of(table, (each.named[column],)), known.id_of(others, (each.named[name],)))
            for each in plan.written
            if each.named.get(name) is not None
        )
        owners = sorted({owner_id for owner_id, _other_id in wanted})
        for start in range(0, len(owners), _AT_ONCE):
            there = work.session.execute(select(own, other).where(own.in_(owners[start : start + _AT_ONCE])))
            for row in there:
                wanted.pop((row[0], row[1]), None)
        work.session.add_all(
            kind(**{f"{column}_id": owner_id, f"{name}_id": other_id}) for owner_id, other_id in wanted
        )
    work.session.flush()


def move_next_order(work: Work, known: Known, plan: TablePlan) -> None:
    """Let the next order get a number that no imported one has."""
    company = work.company()
    numbers = (str(each.named["number"]) for each in plan.creates)
    ends = (
        number.removeprefix(company.order_prefix)
        for number in numbers
        if number.startswith(company.order_prefix)
    )
    highest = max((int(end) for end in ends if _NUMBER.fullmatch(end)), default=0)
    if highest >= company.next_order:
        company.next_order = highest + 1


def move_next_voucher(work: Work, known: Known, plan: TablePlan) -> None:
    """Let the next posting get a number that no imported one has."""
    company = work.company()
    highest = work.session.scalar(select(func.max(Posting.voucher))) or 0
    if highest >= company.next_voucher:
        company.next_voucher = highest + 1


def adopt_calendar(work: Work, plan: TablePlan) -> None:
    """Let the first calendar, where it is the only one, be the company's service calendar.

    For files that say nothing of the company: closed days that nobody looks at are never what was meant.
    """
    company = work.company()
    if not plan.creates or company.calendar_id is not None:
        return
    found = work.session.scalars(select(Calendar.id).limit(2)).all()
    if len(found) == 1:
        company.calendar_id = found[0]


def replace_stages(work: Work, known: Known, plan: TablePlan) -> None:
    """Let the shipped stages go that a tree of one's own puts others in the place of."""
    if plan.is_whole:
        work.session.execute(delete(StageStep))
        work.note(StageStep.__tablename__, 0, "reload")
    for stage_id in plan.goes:
        work.session.delete(work.get(Stage, stage_id))
        work.session.flush()


FOLLOWING: Mapping[str, Callable[[Work, Known, TablePlan], None]] = {
    "agreement_lines": relate_agreements,
    "orders": move_next_order,
    "order_lines": recompute_progress,
    "postings": move_next_voucher,
    "stages": replace_stages,
    "visits": form_crews,
}
"""By table; called once its rows are written."""
