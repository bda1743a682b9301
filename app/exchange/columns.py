"""Columns that several tables of the exchange format have in common, and short words for describing one."""

from __future__ import annotations

from decimal import Decimal

from app.exchange.description import Column
from app.exchange.kinds import AMOUNT, DAY, MONEY, TEXT, WHOLE, YES_NO, Choice, Kind, Value
from models.terms import TransactionType

WORK_WEEK = "mon;tue;wed;thu;fri"


def needed(name: str, kind: Kind = TEXT, attribute: str = "") -> Column:
    """A column that no row leaves empty."""
    return Column(name, kind, attribute, required=True)


def text(name: str, attribute: str = "") -> Column:
    """A text that is empty rather than none."""
    return Column(name, attribute=attribute, default="")


def flag(name: str, attribute: str = "", default: Value = False) -> Column:  # noqa: FBT002 - a cell's value
    """Yes or no."""
    return Column(name, YES_NO, attribute, default=default)


def to(name: str, table: str, attribute: str = "") -> Column:
    """The code of a row of another table, or none."""
    return Column(name, attribute=attribute, refers=table)


def owner(name: str, table: str, attribute: str = "") -> Column:
    """The code of the row that this one belongs to."""
    return Column(name, attribute=attribute, refers=table, required=True)


CODE, NAME = needed("code"), needed("name")
EMAIL, PHONE = Column("email"), Column("phone")
CODED = (CODE, NAME)
LINE = needed("line", WHOLE)
LINE_HEAD = (LINE, needed("type", Choice(TransactionType)), Column("description"))
PRICES = (Column("cost_price", MONEY), Column("sales_price", MONEY))
LINE_PARTS = (
    to("object", "service_objects"),
    to("task", "service_tasks"),
    to("technician", "technicians"),
    to("item", "items"),
    Column("quantity", AMOUNT, default=Decimal(1)),
    *PRICES,
)
MADE_OF = (
    Column("agreement_line", WHOLE, refers="agreement_lines", within="agreement", behind=("order", "orders")),
    Column("calculated_date", DAY),
)
"""What a line was generated from: a line of its order's agreement, and the date by the interval."""
