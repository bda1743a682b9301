"""Which price is for a line: the price list by precedence, then the item's own (domain.md 1.3, 5.2).

A row of the price list fits when everything it names is what the line has, it is of the line's type and
currency, and it has started by the line's date. Of the rows that fit, the one that says more wins:

1. one that names the project, before any that does not;
2. then one that names the customer;
3. then the technician;
4. then the category;
5. then the item;
6. then the one that started last; then the one that was written last.

So the project's general price wins over the technician's own: what was agreed with the customer goes first.
Without a row that fits, an item has its own price if that is in the same currency.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from models.company import Company
from models.customers import Customer
from models.items import Item
from models.prices import Price
from models.projects import Category, Project
from models.technicians import Technician
from models.terms import PriceKind, PriceSource, TransactionType

KEYS = ("project_id", "customer_id", "technician_id", "category_id", "item_id")
"""What a row of the price list may name, the weightiest first."""
_NAMED: tuple[type[Any], ...] = (  # mapped classes with a code
    Project,
    Customer,
    Technician,
    Category,
    Item,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be priced.

    Attributes:
        on: the date whose prices count.
        currency: ISO 4217 code, or none for the company's; prices in another currency do not fit.
    """

    type: TransactionType
    on: date
    technician_id: int | None = None
    category_id: int | None = None
    project_id: int | None = None
    customer_id: int | None = None
    item_id: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A price a unit.

    Attributes:
        amount: minor units of `currency`.
        note: codes that the row of the price list names and the date from which it holds, or the item's code.
    """

    amount: int
    currency: str
    source: PriceSource
    note: str = ""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A row of the price list as plain values; `keys` in the order of `KEYS`."""

    id: int
    kind: PriceKind
    type: TransactionType
    starts_on: date
    amount: int
    currency: str
    keys: tuple[int | None, ...]
    codes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The row in codes: `KANTOOR · MONT · 2026-01-01`."""
        return " · ".join((*self.codes, self.starts_on.isoformat()))


@dataclass(frozen=True, slots=True)
class ItemPrices:
    """The prices that an item has of its own."""

    code: str
    cost_price: int | None
    sales_price: int | None
    currency: str

    def found(self, kind: PriceKind, currency: str) -> Found | None:
        """Its price of that kind, if there is one in that currency."""
        amount = self.cost_price if kind is PriceKind.COST else self.sales_price
        if amount is None or self.currency != currency:
            return None
        return Found(amount, currency, PriceSource.ITEM, self.code)


class PriceList:
    """All prices at once, for pricing many lines; a search costs a few look-ups however long the list is.

    Attributes:
        currency: the company's.
    """

    def __init__(
        self, rows: Iterable[PriceRow], *, items: Mapping[int, ItemPrices] | None = None, currency: str
    ) -> None:
        self.currency = currency
        self._items = items or {}
        self._rows: dict[tuple[Any, ...], list[PriceRow]] = {}  # kind, type, currency, the five keys
        shapes: dict[tuple[Any, ...], set[tuple[bool, ...]]] = {}  # which of the five are named
        in_order = sorted(rows, key=lambda row: (row.starts_on, row.id))
        self._starts = [row.starts_on for row in in_order]
        for row in in_order:
            head = (row.kind, row.type, row.currency)
            self._rows.setdefault((*head, *row.keys), []).append(row)
            shapes.setdefault(head, set()).add(tuple(key is not None for key in row.keys))
        self._shapes = {head: sorted(found, reverse=True) for head, found in shapes.items()}

    def age(self, on: date) -> int:
        """How many rows have started by a date: between two dates of one age no price changes."""
        return bisect_right(self._starts, on)

    def find(self, kind: PriceKind, wanted: Wanted) -> Found | None:
        """The price by the precedence above, or None."""
        currency = wanted.currency or self.currency
        head = (kind, wanted.type, currency)
        has = tuple(getattr(wanted, key) for key in KEYS)
        for shape in self._shapes.get(head, ()):
            keys = (key if is_named else None for key, is_named in zip(has, shape, strict=True))
            rows = self._rows.get((*head, *keys))
            started = bisect_right(rows, wanted.on, key=lambda row: row.starts_on) if rows else 0
            if rows and started:
                return _found(rows[started - 1])
        item = self._items.get(wanted.item_id or 0)
        return item.found(kind, currency) if item is not None else None


def price_list(session: Session) -> PriceList:
    """The whole price list with the items' own prices, in three statements."""
    own = _own_currency(session)
    rows = [_row(row, own) for row in session.execute(_rows())]
    items = session.execute(
        select(Item.id, Item.code, Item.cost_price, Item.sales_price, Item.currency).where(
            or_(Item.cost_price.is_not(None), Item.sales_price.is_not(None))
        )
    )
    known = {row_id: ItemPrices(code, cost, sales, cur or own) for row_id, code, cost, sales, cur in items}
    return PriceList(rows, items=known, currency=own)


def price_of(session: Session, kind: PriceKind, wanted: Wanted) -> Found | None:
    """The price of one thing by the precedence above, or None; for many, make a `price_list` once."""
    own = _own_currency(session)
    currency = wanted.currency or own
    fits = [Price.kind == kind, Price.type == wanted.type, Price.starts_on <= wanted.on]
    of_currency = Price.currency == currency
    fits.append(or_(of_currency, Price.currency.is_(None)) if currency == own else of_currency)
    weights = []
    for key in KEYS:
        column = getattr(Price, key)
        fits.append(or_(column.is_(None), column == getattr(wanted, key)))
        weights.append(case((column.is_(None), 0), else_=1).desc())
    best = _rows().where(*fits).order_by(*weights, Price.starts_on.desc(), Price.id.desc()).limit(1)
    row = session.execute(best).one_or_none()
    if row is not None:
        return _found(_row(row, own))
    item = session.get(Item, wanted.item_id) if wanted.item_id else None
    if item is None:
        return None
    return ItemPrices(item.code, item.cost_price, item.sales_price, item.currency or own).found(
        kind, currency
    )


def _own_currency(session: Session) -> str:
    return session.scalars(select(Company.currency)).one()


def _rows() -> Select[Any]:  # columns of several classes
    statement = select(
        Price.id,
        Price.kind,
        Price.type,
        Price.starts_on,
        Price.amount,
        Price.currency,
        *(getattr(Price, key) for key in KEYS),
        *(mapped.code for mapped in _NAMED),
    )
    for key, mapped in zip(KEYS, _NAMED, strict=True):
        statement = statement.outerjoin(mapped, mapped.id == getattr(Price, key))
    return statement


def _row(row: Any, own: str) -> PriceRow:  # a row of the statement above
    row_id, kind, line_type, starts_on, amount, currency = row[:6]
    keys, codes = row[6:11], tuple(code for code in row[11:] if code)
    return PriceRow(row_id, kind, line_type, starts_on, amount, currency or own, tuple(keys), codes)


def _found(row: PriceRow) -> Found:
    return Found(row.amount, row.currency, PriceSource.LIST, row.note)
