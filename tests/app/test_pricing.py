"""Which price is for a line: the list by precedence, then the item's own (domain.md 1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.context import Context
from app.work import Work
from models.prices import Price
from models.pricing import KEYS, Found, PriceList, PriceRow, Wanted, price_list, price_of
from models.projects import Category, Project
from models.terms import PriceKind, PriceSource, TransactionType
from tests.builders import a_customer, a_technician, an_item

HOUR, ITEM, SALES = TransactionType.HOUR, TransactionType.ITEM, PriceKind.SALES
DAY = date(2026, 1, 1)


def by_brute_force(rows: Sequence[PriceRow], kind: PriceKind, wanted: Wanted) -> PriceRow | None:
    has = tuple(getattr(wanted, key) for key in KEYS)
    fitting = [
        row
        for row in rows
        if (row.kind, row.type, row.currency) == (kind, wanted.type, wanted.currency or "EUR")
        and row.starts_on <= wanted.on
        and all(named in (None, own) for named, own in zip(row.keys, has, strict=True))
    ]
    return max(
        fitting,
        key=lambda row: (*(named is not None for named in row.keys), row.starts_on, row.id),
        default=None,
    )


_keys = st.tuples(*[st.sampled_from([None, 1, 2])] * 5)
_days = st.integers(0, 4).map(lambda days: DAY + timedelta(days=days))
_rows = st.builds(
    PriceRow,
    id=st.integers(1, 10**6),
    kind=st.sampled_from(PriceKind),
    type=st.sampled_from([HOUR, TransactionType.FEE]),
    starts_on=_days,
    amount=st.integers(0, 99),
    currency=st.sampled_from(["EUR", "DKK"]),
    keys=_keys,
)


@given(
    rows=st.lists(_rows, max_size=30, unique_by=lambda row: row.id),
    kind=st.sampled_from(PriceKind),
    has=_keys,
    on=_days,
    currency=st.sampled_from([None, "DKK"]),
)
def test_the_list_finds_what_brute_force_finds(
    rows: list[PriceRow], kind: PriceKind, has: tuple[int | None, ...], on: date, currency: str | None
) -> None:
    wanted = Wanted(HOUR, on, **dict(zip(KEYS, has, strict=True)), currency=currency)
    found = PriceList(rows, currency="EUR").find(kind, wanted)
    best = by_brute_force(rows, kind, wanted)
    assert (found.amount, found.note) == (best.amount, best.note) if found and best else found is best


def everything_priced(work: Work) -> dict[str, int]:
    """A price for each combination of what a row can name, ten cents apart; gives what they name."""
    named = {
        "project_id": work.add(Project(code="KEMA", name="Kema")).id,
        "customer_id": a_customer(work, code="C1").id,
        "technician_id": a_technician(work, code="T1").id,
        "category_id": work.add(Category(code="MONT", name="Mounting parts", type=ITEM)).id,
        "item_id": an_item(work, code="I1").id,
    }
    amount = 0
    for size in range(6):
        for keys in combinations(KEYS, size):
            for starts_on in (DAY, DAY + timedelta(days=10)):
                amount += 10
                chosen = {key: named[key] for key in keys}
                work.add(Price(kind=SALES, type=ITEM, starts_on=starts_on, amount=amount, **chosen))
    return named


def test_one_price_is_the_same_as_that_of_the_whole_list(context: Context) -> None:
    named, _ = context.run(everything_priced)
    everything = context.read(price_list)
    for size in range(6):
        for keys in combinations(KEYS, size):
            for days in (-1, 0, 9, 10):
                has: dict[str, Any] = {key: named[key] for key in keys}
                wanted = Wanted(ITEM, DAY + timedelta(days=days), **has)
                found = context.read(price_of, SALES, wanted)
                assert found == everything.find(SALES, wanted)
                assert found is not None or days == -1


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        (KEYS, "KEMA · C1 · T1 · MONT · I1 · 2026-01-11"),
        (("customer_id", "technician_id"), "C1 · T1 · 2026-01-11"),
        ((), "2026-01-11"),
    ],
)
def test_a_found_price_names_the_row_it_comes_from(
    context: Context, keys: tuple[str, ...], note: str
) -> None:
    named, _ = context.run(everything_priced)
    has: dict[str, Any] = {key: named[key] for key in keys}
    found = context.read(price_of, SALES, Wanted(ITEM, DAY + timedelta(days=20), **has))
    assert found is not None
    assert (found.source, found.note) == (PriceSource.LIST, note)


def test_the_project_wins_over_the_technician(context: Context) -> None:
    def priced(work: Work) -> Wanted:
        project = work.add(Project(code="P", name="P"))
        person = a_technician(work)
        work.add(Price(kind=SALES, type=HOUR, starts_on=DAY, amount=1, project_id=project.id))
        later = DAY + timedelta(days=5)
        work.add(Price(kind=SALES, type=HOUR, starts_on=later, amount=2, technician_id=person.id))
        return Wanted(HOUR, later, project_id=project.id, technician_id=person.id)

    wanted, _ = context.run(priced)
    found = context.read(price_of, SALES, wanted)
    assert found is not None
    assert found.amount == 1


def test_an_item_without_a_row_in_the_list_has_its_own_price(context: Context) -> None:
    item, _ = context.run(an_item, code="FILTER")
    wanted = Wanted(ITEM, DAY, item_id=item.id)
    own = Found(800, "EUR", PriceSource.ITEM, "FILTER")
    assert context.read(price_of, PriceKind.COST, wanted) == own
    assert context.read(price_list).find(PriceKind.COST, wanted) == own


def test_prices_in_another_currency_do_not_fit(context: Context) -> None:
    def priced(work: Work) -> int:
        work.add(Price(kind=SALES, type=TransactionType.ITEM, starts_on=DAY, amount=9, currency="DKK"))
        return an_item(work, sales_price=5, currency="USD").id

    item_id, _ = context.run(priced)
    for currency, amount in ((None, None), ("DKK", 9), ("USD", 5), ("EUR", None)):
        wanted = Wanted(ITEM, DAY, item_id=item_id, currency=currency)
        for found in (context.read(price_of, SALES, wanted), context.read(price_list).find(SALES, wanted)):
            assert (found.amount if found else None) == amount
