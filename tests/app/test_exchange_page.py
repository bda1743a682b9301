"""The page about the format says what the description says."""

from __future__ import annotations

from pathlib import Path

from app.exchange import kinds
from app.exchange.description import Column
from app.exchange.tables import TABLES

PAGE = Path(__file__).parent.parent.parent / "resources" / "docs" / "exchange.md"
_WORDS = {
    kinds.WHOLE: "whole number",
    kinds.CREW: "whole number",
    kinds.FRACTION: "number",
    kinds.AMOUNT: "quantity",
    kinds.MONEY: "money",
    kinds.DAY: "date",
    kinds.TIME: "time",
    kinds.INSTANT: "instant",
    kinds.YES_NO: "yes/no",
    kinds.WEEK_DAYS: "weekdays",
}


def said(column: Column) -> str:
    """A column as the page writes it."""
    name = f"**{column.name}**" if column.required else column.name
    if column.kind is kinds.CODES:
        return f"{name} (codes of {column.refers})"
    if column.refers:
        return f"{name} → {column.refers}"
    if isinstance(column.kind, kinds.Choice):
        return f"{name} ({', '.join(column.kind.words)})"
    return f"{name} ({_WORDS[column.kind]})" if column.kind in _WORDS else name


def page_rows() -> list[str]:
    """The rows of the page's table, as they should be."""
    return [
        f"| {table.name} | {', '.join(table.key) or 'one row'} | {', '.join(map(said, table.columns))} |"
        for table in TABLES.values()
    ]


def test_the_page_has_every_table_and_column_in_the_order_of_writing() -> None:
    text = PAGE.read_text("utf-8")
    table = text.split("|---|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == page_rows()
