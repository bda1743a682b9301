"""What follows from the rows that an import wrote: progress, relations, numbers that are taken now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import selectinload

from app.exchange.known import Known
from app.exchange.planned import TablePlan
from app.work import Work
from models.copying import relate_agreement, relate_order
from models.orders import ServiceOrder
from models.postings import Posting
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
    for order_id, objects, tasks in _related(known, plan, "orders", "order"):
        relate_order(work.session, order_id, objects, tasks)
    work.session.flush()


def relate_agreements(work: Work, known: Known, plan: TablePlan) -> None:
    """What lines name belongs to their agreement (domain.md 3.3)."""
    for agreement_id, objects, tasks in _related(known, plan, "agreements", "agreement"):
        relate_agreement(work.session, agreement_id, objects, tasks)
    work.session.flush()


def _related(
    known: Known, plan: TablePlan, table: str, column: str
) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    """Objects and tasks that written lines name, by what the lines belong to."""
    found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for planned in plan.written:
        for name, kind, place in (("object", "service_objects", 0), ("task", "service_tasks", 1)):
            code = planned.named.get(name)
            if code is not None:
                found[known.id_of(table, (planned.named[column],))][place].append(known.id_of(kind, (code,)))
    for owner, (objects, tasks) in found.items():
        yield owner, objects, tasks


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
}
"""By table; called once its rows are written."""
