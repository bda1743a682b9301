"""Rows that contradict one another: what no use case leaves behind, but a hand in the database might."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine
from models.flow import Flow
from models.journal import AuditRow
from models.order_lines import OrderLine
from models.orders import ServiceOrder
from models.postings import Posting
from models.requirements import ItemRequirement
from models.service_levels import ClockEvent
from models.terms import ClockAction, ClockStatus, LineStatus, Progress
from resources.texts import _, format_date, format_number

_STATUS_AFTER = {
    ClockAction.START: ClockStatus.RUNNING,
    ClockAction.RESUME: ClockStatus.RUNNING,
    ClockAction.HOLD: ClockStatus.HELD,
    ClockAction.STOP: ClockStatus.STOPPED,
    ClockAction.CANCEL: ClockStatus.CANCELED,
}


def contradictions(session: Session) -> Iterator[str]:
    """Every contradiction, a sentence each."""
    yield from chain(
        _progress(session),
        _postings(session),
        _clocks(session),
        Flow.read(session).why_unsound(),
        _occurrences(session),
        _requirements(session),
    )


def _progress(session: Session) -> Iterator[str]:
    """The progress of an order follows from its lines (examples.md B)."""
    counted = (
        select(
            OrderLine.order_id,
            func.sum(case((OrderLine.status == LineStatus.CREATED, 1), else_=0)).label("open"),
            func.sum(case((OrderLine.status == LineStatus.POSTED, 1), else_=0)).label("posted"),
        )
        .group_by(OrderLine.order_id)
        .subquery()
    )
    due = case(
        (or_(counted.c.order_id.is_(None), counted.c.open > 0), Progress.IN_PROCESS.value),
        (counted.c.posted > 0, Progress.POSTED.value),
        else_=Progress.CANCELED.value,
    )
    wrong = (
        select(ServiceOrder.number)
        .outerjoin(counted, counted.c.order_id == ServiceOrder.id)
        .where(ServiceOrder.progress != due)
        .order_by(ServiceOrder.number)
    )
    for number in session.scalars(wrong):
        yield _("The progress of order {order} does not follow from its lines.").format(order=number)


def _postings(session: Session) -> Iterator[str]:
    """A posted line has a posting that counts, and only such a line has.

    Lines that came as posted from another system have none; the audit says which were posted here.
    """
    standing = func.sum(case((Posting.turn > 0, 1), else_=-1))
    sums = select(Posting.order_line_id, standing.label("standing")).group_by(Posting.order_line_id)
    counted = sums.subquery()
    is_posted = OrderLine.status == LineStatus.POSTED
    wrong = _lines().join(counted, counted.c.order_line_id == OrderLine.id)
    for number, line in session.execute(wrong.where(is_posted, counted.c.standing <= 0)):
        yield _no_posting(number, line)
    for number, line in session.execute(wrong.where(~is_posted, counted.c.standing > 0)):
        yield _("Line {line} of order {order} is not posted, but a posting of it counts.").format(
            line=line, order=number
        )
    unposted = (
        _lines()
        .add_columns(AuditRow.fields)
        .join(
            AuditRow,
            and_(AuditRow.row_id == OrderLine.id, AuditRow.kind == "order_line", AuditRow.op == "update"),
        )
        .where(is_posted, ~exists().where(Posting.order_line_id == OrderLine.id))
    )
    told: set[tuple[str, int]] = set()
    for number, line, fields in session.execute(unposted):
        became = fields.get("status", (None, None))[1]
        if became == LineStatus.POSTED.value and (number, line) not in told:
            told.add((number, line))
            yield _no_posting(number, line)


def _lines() -> Select[str, int]:
    """Number of the order, number of the line."""
    return (
        select(ServiceOrder.number, OrderLine.line)
        .join(ServiceOrder, ServiceOrder.id == OrderLine.order_id)
        .order_by(ServiceOrder.number, OrderLine.line)
    )


def _no_posting(number: str, line: int) -> str:
    return _("Line {line} of order {order} is posted, but no posting of it counts.").format(
        line=line, order=number
    )


def _clocks(session: Session) -> Iterator[str]:
    """The clock of an order is as the last line of its log says (domain.md 7)."""
    last = select(func.max(ClockEvent.id).label("id")).group_by(ClockEvent.order_id).subquery()
    rows = (
        select(ServiceOrder.number, ServiceOrder.clock, ClockEvent.action)
        .outerjoin(
            ClockEvent, and_(ClockEvent.order_id == ServiceOrder.id, ClockEvent.id.in_(select(last.c.id)))
        )
        .where(or_(ServiceOrder.clock.is_not(None), ClockEvent.id.is_not(None)))
        .order_by(ServiceOrder.number)
    )
    for number, status, action in session.execute(rows):
        if status is not _STATUS_AFTER.get(action):
            yield _("The clock of order {order} and its log do not agree.").format(order=number)


def _occurrences(session: Session) -> Iterator[str]:
    """One line or item requirement for an agreement line and date (examples.md A13)."""
    twice = (
        select(Agreement.code, AgreementLine.line, OrderLine.calculated_date)
        .join(AgreementLine, AgreementLine.agreement_id == Agreement.id)
        .join(OrderLine, OrderLine.agreement_line_id == AgreementLine.id)
    )
    both = twice.join(
        ItemRequirement,
        and_(
            ItemRequirement.agreement_line_id == OrderLine.agreement_line_id,
            ItemRequirement.calculated_date == OrderLine.calculated_date,
        ),
    )
    several = twice.where(OrderLine.calculated_date.is_not(None)).group_by(
        Agreement.code, AgreementLine.line, OrderLine.calculated_date
    )
    for code, line, day in chain(session.execute(both), session.execute(several.having(func.count() > 1))):
        if day is not None:
            yield _("Line {line} of agreement {agreement} has two lines for {date}.").format(
                line=line, agreement=code, date=format_date(day)
            )


def _requirements(session: Session) -> Iterator[str]:
    """No more came than was asked for (domain.md 5.8)."""
    rows = (
        select(ServiceOrder.number, ItemRequirement.line, ItemRequirement.delivered, ItemRequirement.quantity)
        .join(ServiceOrder, ServiceOrder.id == ItemRequirement.order_id)
        .where(ItemRequirement.delivered > ItemRequirement.quantity)
        .order_by(ServiceOrder.number, ItemRequirement.line)
    )
    for number, line, delivered, quantity in session.execute(rows):
        yield _(
            "Of item requirement {line} of order {order} {n} have come, but {wanted} were asked for."
        ).format(line=line, order=number, n=format_number(delivered), wanted=format_number(quantity))
