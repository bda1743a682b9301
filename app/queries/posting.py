"""What a run of posting will post: sums by customer and type, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.company import Company
from models.customers import Customer
from models.posting_runs import Selection, candidates
from models.postings import amount_of
from models.terms import TransactionType

__all__ = ["LeftOut", "PostingPreview", "PostingSum", "Selection", "posting_preview"]


@dataclass(frozen=True, slots=True)
class PostingSum:
    """Lines of one customer and type in one currency; amounts in its minor units."""

    customer: str
    type: TransactionType
    currency: str
    lines: int
    cost: int
    sales: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that was asked for and is not posted."""

    order_id: int
    order: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class PostingPreview:
    """What a run will do; sums by customer's name, type and currency.

    Attributes:
        today: the company's day, proposed as the date in the ledger.
    """

    lines: int
    orders: int
    sums: tuple[PostingSum, ...]
    left_out: tuple[LeftOut, ...]
    today: date
    currency: str


def posting_preview(session: Session, selection: Selection, *, today: date) -> PostingPreview:
    """What a run over this selection will post and leave out; nothing is written.

    Raises:
        Refused: the selection makes no sense.
    """
    company = session.scalars(select(Company)).one()
    found: dict[tuple[int, TransactionType, str], list[int]] = {}
    left_out: list[LeftOut] = []
    orders: set[int] = set()
    for each in candidates(session, selection, company):
        line, order = each.line, each.order
        if each.why_not:
            left_out.append(LeftOut(order.id, order.number, line.line, each.why_not))
            continue
        orders.add(order.id)
        sums = found.setdefault((order.customer_id, line.type, line.currency or company.currency), [0, 0, 0])
        sums[0] += 1
        sums[1] += amount_of(line.quantity, line.cost_price or 0)
        sums[2] += amount_of(line.quantity, line.sales_price or 0)
    names = _names(session, {customer_id for customer_id, _type, _currency in found})
    rows = [
        PostingSum(names[customer_id], kind, currency, *sums)
        for (customer_id, kind, currency), sums in found.items()
    ]
    rows.sort(key=lambda row: (row.customer.casefold(), tuple(TransactionType).index(row.type), row.currency))
    count = sum(row.lines for row in rows)
    return PostingPreview(count, len(orders), tuple(rows), tuple(left_out), today, company.currency)


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(ids)))
    return {row_id: name for row_id, name in rows}
