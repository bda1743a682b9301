"""When orders may come from agreements and their lines (domain.md 1.6 and 21)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.agreements import Agreement, AgreementLine, Interval, TimeWindow
from models.terms import IntervalUnit, TransactionType, WindowMethod

DAY = date(2026, 11, 23)


def an_agreement(**fields: Any) -> Agreement:
    usual = {"code": "A-1", "name": "Onderhoud", "customer_id": 1, "group_id": 1,
             "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}  # fmt: skip
    return Agreement(**{**usual, **fields})


def a_line(**fields: Any) -> AgreementLine:
    return AgreementLine(**{"line": 1, "type": TransactionType.HOUR, **fields})


def test_a_valid_agreement_gives_orders() -> None:
    assert a_line().why_no_order(an_agreement(), DAY) is None
    assert an_agreement(ends_on=None).why_no_order(date(2099, 1, 1)) is None


@pytest.mark.parametrize(
    ("agreement", "line", "day", "said"),
    [
        (an_agreement(template=True), a_line(), DAY, "template"),
        (an_agreement(suspended=True), a_line(), DAY, "suspended"),
        (an_agreement(), a_line(), date(2025, 12, 31), "outside the validity"),
        (an_agreement(), a_line(), date(2027, 1, 1), "outside the validity"),
        (an_agreement(), a_line(stopped=True), DAY, "stopped"),
        (an_agreement(), a_line(starts_on=date(2026, 12, 1)), DAY, "dates of line 1"),
        (an_agreement(), a_line(ends_on=date(2026, 11, 22)), DAY, "dates of line 1"),
    ],
)
def test_why_no_order_comes_is_said(agreement: Agreement, line: AgreementLine, day: date, said: str) -> None:
    assert said in (line.why_no_order(agreement, day) or "")


def test_the_first_and_the_last_day_count() -> None:
    line = a_line(starts_on=DAY, ends_on=DAY)
    assert line.why_no_order(an_agreement(starts_on=DAY, ends_on=DAY), DAY) is None
    assert an_agreement(starts_on=DAY, ends_on=DAY).why_not_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        a_line(starts_on=date(2025, 12, 31)),
        a_line(ends_on=date(2025, 12, 31)),
        a_line(starts_on=date(2027, 1, 1)),
        a_line(ends_on=date(2027, 1, 1)),
    ],
)
def test_a_lines_dates_stay_inside(line: AgreementLine) -> None:
    assert "outside the validity" in (an_agreement().why_not_line(line) or "")


def test_only_what_never_gave_orders_becomes_a_template() -> None:
    assert an_agreement(template=True).why_not_template(orders=0) is None
    assert "cannot be a template" in (an_agreement(template=True).why_not_template(orders=1) or "")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (an_agreement(ends_on=date(2025, 12, 31)), "ends_on"),
        (a_line(starts_on=DAY, ends_on=date(2026, 11, 22)), "ends_on"),
        (a_line(quantity=-1), "quantity"),
        (a_line(type=TransactionType.ITEM), "item"),
        (Interval(code="I", unit=IntervalUnit.WEEK, every=0), "every"),
        (TimeWindow(code="W", method=WindowMethod.MANUAL, days_before=-1), "days_before"),
    ],
)
def test_what_is_wrong_with_a_row_names_the_field(row: Any, field: str) -> None:
    assert [name for name, _sentence in row.problems()] == [field]
