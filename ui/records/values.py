"""Values of a row: as fields show them, as the database takes them, and as words in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from app.queries.masters import Record
from resources import texts
from resources.texts import _
from ui.records.specs import Input, Spec
from ui.widgets.columns import Column
from ui.widgets.lookup import Choice


def shown(specs: Sequence[Spec], record: Record) -> SimpleNamespace:
    """A record as a form loads it: what it names becomes a choice."""
    values = {}
    for spec in specs:
        value = record.values.get(spec.key)
        if spec.input is Input.LOOKUP and value is not None:
            value = Choice(value, record.names.get(spec.key, ""))
        values[spec.key] = value
    return SimpleNamespace(**values)


def taken(value: object) -> object:
    """What a field says, as a column takes it."""
    return value.value if isinstance(value, Choice) else value


def words(spec: Spec, record: Record, *, zone: str = "UTC", currency: str = "EUR") -> str:
    """What a column of a record says in a table."""
    value = record.values.get(spec.key)
    if value is None or value == "":
        return ""
    if spec.input in (Input.LOOKUP, Input.CODE, Input.LINKS):
        return record.names.get(spec.key, "")
    if spec.input is Input.INSTANT:
        return texts.format_instant(value, zone)
    if spec.input is Input.MONEY:
        return texts.format_money(value, str(record.values.get("currency") or currency))
    if spec.input is Input.MINUTES:
        return texts.format_minutes(value)
    if spec.words is not None:
        return _(spec.words[value])
    return said(value)


def said(value: object) -> str:
    """A plain value, a choice or a list of them in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Choice):
        return value.text
    if isinstance(value, datetime):
        return f"{texts.format_date(value.date(), 'medium')} {texts.format_time(value)}"
    if isinstance(value, date):
        return texts.format_date(value, "medium")
    if isinstance(value, time):
        return texts.format_time(value)
    if isinstance(value, Decimal | int | float):
        return texts.format_number(value)
    return "" if value is None else str(value)


_TABULAR = (Input.DATE, Input.TIME, Input.INSTANT, Input.WHOLE, Input.NUMBER, Input.MONEY)
_NEEDED = 4
_SHARE = 0.85
"""How many columns stay, and how much of its width a column of words keeps, where there is little room."""
_RIGHT = (Input.WHOLE, Input.NUMBER, Input.MONEY)


def columns(specs: Sequence[Spec], measures: Callable[[], tuple[str, str]]) -> list[Column[Record]]:
    """The table's columns of a kind; measures gives the company's zone and currency of the moment.

    Where there is little room the last are left out first, down to four: the form below shows them all.
    """
    seen = [spec for spec in specs if spec.width]

    def text(spec: Spec) -> Callable[[Record], str]:
        def say(record: Record) -> str:
            zone, currency = measures()
            return words(spec, record, zone=zone, currency=currency)

        return say

    def order(spec: Spec) -> Callable[[Record], Any]:
        return lambda record: (record.values.get(spec.key) is not None, record.values.get(spec.key))

    return [
        Column[Record](
            spec.key,
            spec.title,
            spec.width,
            text=text(spec),
            sort_key=order(spec) if spec.input in _TABULAR else None,
            is_tabular=spec.input in _TABULAR or spec.key == "code",
            is_right=spec.input in _RIGHT,
            is_spare=position >= _NEEDED,
            least=None if spec.input in _TABULAR else round(spec.width * _SHARE),
            weight=500 if spec.key in ("name", "code") and spec.is_required and spec.key == "name" else 400,
        )
        for position, spec in enumerate(seen)
    ]
