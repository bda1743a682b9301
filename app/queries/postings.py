"""The journal of what was posted: its list as ids and pages with sums, one order's part, and the ledger's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.customers import Customer
from models.postings import Posting
from models.search import by_name, has_name, like
from models.terms import TransactionType
from models.vectors import Ids, ids_of

_Back = aliased(Posting)
"""The posting that takes another one back."""


class PostingState(StrEnum):
    """Whether a posting counts, was taken back, or takes another one back."""

    OPEN = "open"
    REVERSED = "reversed"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class PostingView:
    """Which postings, in which order; what is empty restricts nothing.

    Attributes:
        first, last: dates in the ledger, both included.
        text: words that occur in order, customer, voucher, codes or description.
        sort: a column of `PostingRow`.
    """

    first: date | None = None
    last: date | None = None
    types: frozenset[TransactionType] = frozenset()
    state: PostingState | None = None
    customer_id: int = 0
    voucher: int = 0
    text: str = ""
    sort: str = ""
    descends: bool = False


@dataclass(frozen=True, slots=True)
class PostingSum:
    """What the postings of a list come to in one currency, in minor units."""

    currency: str
    cost: int
    sales: int


@dataclass(frozen=True, slots=True)
class PostingList:
    """The ids of a list in its order, and its sums by currency."""

    ids: Ids
    sums: tuple[PostingSum, ...]


@dataclass(frozen=True, slots=True)
class PostingRow:
    """A posting as lists and the ledger show it; money in minor units, the instant aware UTC.

    Attributes:
        reverses: voucher of the posting that it takes back, or 0.
        taken_back: voucher of the one that takes it back, or 0.
    """

    id: int
    order_id: int
    voucher: int
    journal: str
    posted_on: date
    type: TransactionType
    order: str
    line: int
    customer: str
    customer_code: str
    agreement: str
    project: str
    category: str
    account: str
    technician: str
    item: str
    description: str
    quantity: Decimal
    unit: str
    currency: str
    cost_price: int
    sales_price: int
    cost_amount: int
    sales_amount: int
    posted_at: datetime
    posted_by: str
    note: str
    reverses: int
    taken_back: int

    @property
    def state(self) -> PostingState:
        """Whether it counts."""
        if self.reverses:
            return PostingState.COUNTER
        return PostingState.REVERSED if self.taken_back else PostingState.OPEN


def posting_list(session: Session, view: PostingView) -> PostingList:
    """Ids in the order of the view, newest first unless it says otherwise, and sums. Two statements."""
    conditions = _conditions(view)
    chosen = _joined(select(Posting.id)).where(*conditions)
    column = _sorted_by(view.sort)
    order = (column.desc() if view.descends else column.asc(),) if view.sort else ()
    newest = Posting.id.asc() if view.sort and not view.descends else Posting.id.desc()
    sums = session.execute(
        _joined(select(Posting.currency, func.sum(Posting.cost_amount), func.sum(Posting.sales_amount)))
        .where(*conditions)
        .group_by(Posting.currency)
        .order_by(Posting.currency)
    )
    ids = ids_of(session, chosen.order_by(*order, newest))
    return PostingList(ids, tuple(PostingSum(code, int(cost), int(sales)) for code, cost, sales in sums))


def posting_rows(session: Session, ids: Collection[int]) -> dict[int, PostingRow]:
    """Rows of the list by their ids. One statement."""
    wanted = _rows().where(Posting.id.in_([int(row_id) for row_id in ids]))
    return {row[0]: PostingRow(*row) for row in session.execute(wanted)}


def order_postings(session: Session, order_id: int) -> list[PostingRow]:
    """Everything posted from an order, oldest first. One statement."""
    return [
        PostingRow(*row)
        for row in session.execute(_rows().where(Posting.order_id == order_id).order_by(Posting.id))
    ]


def ledger_rows(
    session: Session, *, first: date, last: date, after: int = 0, limit: int = 5000
) -> list[PostingRow]:
    """Postings of a period in the order they were made, so many at a time: those after an id."""
    wanted = _rows().where(Posting.posted_on.between(first, last), Posting.id > after)
    return [PostingRow(*row) for row in session.execute(wanted.order_by(Posting.id).limit(limit))]


def _rows() -> Select[*tuple[Any, ...]]:  # the columns of PostingRow
    there = aliased(Posting)
    return (
        select(
            Posting.id, Posting.order_id, Posting.voucher, Posting.journal, Posting.posted_on, Posting.type,
            Posting.order_number, Posting.line, Customer.name, Posting.customer_code, Posting.agreement_code,
            Posting.project_code, Posting.category_code, Posting.account, Posting.technician_code,
            Posting.item_code, Posting.description, Posting.quantity, Posting.unit, Posting.currency,
            Posting.cost_price, Posting.sales_price, Posting.cost_amount, Posting.sales_amount,
            Posting.posted_at, Posting.posted_by, Posting.note,
            func.coalesce(there.voucher, 0), func.coalesce(_Back.voucher, 0),
        )
        .join(Customer, Customer.id == Posting.customer_id)
        .outerjoin(there, there.id == Posting.reverses_id)
        .outerjoin(_Back, _Back.reverses_id == Posting.id)
    )  # fmt: skip


def _joined(
    statement: Select[*tuple[Any, ...]],
) -> Select[*tuple[Any, ...]]:  # whatever is selected of postings
    return statement.join(Customer, Customer.id == Posting.customer_id).outerjoin(
        _Back, _Back.reverses_id == Posting.id
    )


def _conditions(view: PostingView) -> list[Any]:  # conditions on mapped columns
    found: list[Any] = []
    if view.first is not None:
        found.append(Posting.posted_on >= view.first)
    if view.last is not None:
        found.append(Posting.posted_on <= view.last)
    if view.types:
        found.append(Posting.type.in_(view.types))
    if view.customer_id:
        found.append(Posting.customer_id == view.customer_id)
    if view.voucher:
        found.append(Posting.voucher == view.voucher)
    states = {
        PostingState.OPEN: and_(Posting.reverses_id.is_(None), _Back.id.is_(None)),
        PostingState.REVERSED: _Back.id.is_not(None),
        PostingState.COUNTER: Posting.reverses_id.is_not(None),
    }
    if view.state is not None:
        found.append(states[view.state])
    found.extend(_says(word) for word in view.text.split())
    return found


def _says(word: str) -> Any:  # a condition
    columns = (
        Posting.order_number, Customer.name, Posting.customer_code, Posting.agreement_code,
        Posting.project_code, Posting.category_code, Posting.account, Posting.item_code, Posting.description,
    )  # fmt: skip
    said: list[Any] = [  # conditions on mapped columns
        has_name(column, f"%{like(word)}%") for column in columns
    ]
    if word.isdigit() and len(word) < 10:
        said.append(Posting.voucher == int(word))
    return or_(*said)


def _sorted_by(sort: str) -> Any:  # a mapped column or an expression of one
    return {
        "voucher": Posting.voucher,
        "posted_on": Posting.posted_on,
        "type": Posting.type,
        "order": Posting.order_number,
        "customer": by_name(Customer.name),
        "category": Posting.category_code,
        "sales_amount": Posting.sales_amount,
        "cost_amount": Posting.cost_amount,
    }.get(sort, Posting.id)
