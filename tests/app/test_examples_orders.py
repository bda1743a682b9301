"""Orders by hand in examples.md: the date check of A6, and progress from the lines of B."""

from __future__ import annotations

from datetime import date

import pytest

from app.context import Context
from app.queries.order_details import Choice, OrderFields, order_details
from app.usecases.orders import SeenOrder, cancel_lines, cancel_orders, open_order, revoke_lines
from app.work import Work
from models.errors import Refused
from models.orders import ServiceOrder
from models.terms import LineStatus, Progress
from tests.builders import a_line, an_agreement, an_order

CREATED, POSTED, CANCELED = LineStatus.CREATED, LineStatus.POSTED, LineStatus.CANCELED


def an_order_on(context: Context, on: date) -> Progress:
    agreement, _ = context.run(an_agreement, starts_on=date(2011, 1, 1), ends_on=date(2011, 12, 31))
    fields = OrderFields(
        customer=Choice(agreement.customer_id), agreement=Choice(agreement.id), service_date=on
    )
    saved, _ = context.run(open_order, fields=fields)
    return context.read(order_details, saved.id).progress


@pytest.mark.parametrize("on", [date(2011, 1, 1), date(2011, 6, 15), date(2011, 12, 31)])
def test_a6_an_order_is_accepted_from_the_first_to_the_last_day(context: Context, on: date) -> None:
    assert an_order_on(context, on) is Progress.IN_PROCESS


@pytest.mark.parametrize("on", [date(2010, 12, 31), date(2012, 1, 1)])
def test_a6_an_order_on_the_day_before_or_after_is_refused(context: Context, on: date) -> None:
    with pytest.raises(Refused, match=f"{on.isoformat()} lies outside the validity of agreement"):
        an_order_on(context, on)


def posted(work: Work, *, order_id: int, position: int) -> None:
    """A line that the ledger has taken, as posting leaves it."""
    order = work.get(ServiceOrder, order_id)
    work.session.refresh(order, ["lines"])
    order.lines[position].status = POSTED
    order.recompute_progress()


def progress_with(context: Context, statuses: tuple[LineStatus, ...]) -> Progress:
    """An order brought to these statuses through its use cases, posting apart."""
    order, _ = context.run(an_order, lines=[a_line() for _status in statuses])
    for position, status in enumerate(statuses):
        lines = context.read(order_details, order.id)
        if status is CANCELED:
            line_ids = [lines.lines[position].id]
            context.run(cancel_lines, order_id=order.id, seen=lines.version, line_ids=line_ids)
        elif status is POSTED:
            context.run(posted, order_id=order.id, position=position)
    stored = context.read(order_details, order.id)
    assert tuple(line.status for line in stored.lines) == statuses
    return stored.progress


@pytest.mark.parametrize(
    ("statuses", "progress"),
    [
        ((CREATED, CREATED, CREATED), Progress.IN_PROCESS),
        ((CANCELED, CREATED, CREATED), Progress.IN_PROCESS),
        ((CREATED, CANCELED, POSTED), Progress.IN_PROCESS),
        ((CANCELED, CANCELED, CANCELED), Progress.CANCELED),
        ((POSTED, POSTED, POSTED), Progress.POSTED),
        ((CANCELED, CANCELED, POSTED), Progress.POSTED),
        ((), Progress.IN_PROCESS),
    ],
)
def test_b_the_progress_follows_from_the_lines(
    context: Context, statuses: tuple[LineStatus, ...], progress: Progress
) -> None:
    assert progress_with(context, statuses) is progress


def test_b_revoking_one_of_three_canceled_lines_puts_the_order_in_process(context: Context) -> None:
    order, _ = context.run(an_order, lines=[a_line(), a_line(), a_line()])
    ended, _ = context.run(cancel_orders, orders=[SeenOrder(order.id)])
    assert context.read(order_details, order.id).progress is Progress.CANCELED
    version = ended.done[0].version
    context.run(revoke_lines, order_id=order.id, seen=version, line_ids=[ended.done[0].lines[0]])
    assert context.read(order_details, order.id).progress is Progress.IN_PROCESS
