"""Prices of generated lines: the agreement line's own, else the list's or the item's (domain.md 1.3)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.bulk import Spelling
from app.usecases.generation.details import AgreementDetails, LineDetails
from app.usecases.generation.rows import PriceOf, Row
from models.pricing import PriceList, Wanted, price_list
from models.terms import PriceKind, PriceSource, TransactionType

_AGREED = PriceSource.AGREEMENT.value
_NONE: Row = (None, None, "")


def prices_of(session: Session, spelling: Spelling) -> PriceOf:
    """A function that prices a line on a date; what it found for a line holds until prices change."""
    prices = price_list(session)
    found: dict[tuple[int, int], Row] = {}
    has_list = prices.age(date.max) > 0

    def price(agreement: AgreementDetails, line: LineDetails, on: date) -> Row:
        key = line.id, prices.age(on)
        known = found.get(key)
        if known is None:
            is_priced = (
                has_list or line.item_id or line.cost_price is not None or line.sales_price is not None
            )
            known = _priced(prices, agreement, line, on, spelling) if is_priced else _NONE + _NONE
            found[key] = known
        return known

    return price


def _priced(
    prices: PriceList, agreement: AgreementDetails, line: LineDetails, on: date, spelling: Spelling
) -> Row:
    wanted = Wanted(
        type=line.type,
        on=on,
        technician_id=line.technician_id,
        category_id=line.category_id,
        project_id=agreement.project_id,
        customer_id=agreement.customer_id,
        item_id=line.item_id,
    )
    agreed = {PriceKind.COST: line.cost_price, PriceKind.SALES: line.sales_price}
    cost, sales = (
        _found(prices, kind, wanted, agreed[kind], spelling) for kind in (PriceKind.COST, PriceKind.SALES)
    )
    return cost + sales


def _found(prices: PriceList, kind: PriceKind, wanted: Wanted, agreed: int | None, spelling: Spelling) -> Row:
    if kind is PriceKind.COST and wanted.type is TransactionType.FEE:
        return _NONE
    if agreed is not None:
        return agreed, _AGREED, ""
    found = prices.find(kind, wanted)
    if found is None:
        return _NONE
    return found.amount, found.source.value, spelling.text(found.note) or ""
