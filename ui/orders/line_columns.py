"""Columns of an order's lines: what each shows, how it is edited, which types have it (domain.md 5.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from app.queries.order_details import Choice, LineFields
from models.terms import LineStatus, PriceSource, TransactionType
from resources import texts
from resources.texts import N_, _
from ui.orders.drafts import LineDraft

TYPE_NAMES = {
    TransactionType.HOUR: N_("Hour"),
    TransactionType.EXPENSE: N_("Expense"),
    TransactionType.ITEM: N_("Item"),
    TransactionType.FEE: N_("Fee"),
}
"""What a type is called, in English; translate at the place of speaking."""

STATUS_NAMES = {
    LineStatus.CREATED: N_("Created"),
    LineStatus.POSTED: N_("Posted"),
    LineStatus.CANCELED: N_("Canceled"),
}

_T = TransactionType
_EVERY = frozenset(TransactionType)


class Editor(Enum):
    """How a cell is edited."""

    NONE = auto()
    TYPE = auto()
    TEXT = auto()
    NOTE = auto()
    DATE = auto()
    LOOKUP = auto()
    CHECK = auto()


@dataclass(frozen=True)  # no slots: its fields are functions with defaults
class LineColumn:
    """One column.

    Attributes:
        field: of LineFields; empty where there is none.
        types: the types of line that have it.
        shows: the cell's text.
        parse: a typed text as the field's value; raises ValueError with a sentence.
        mark: a word or two at the cell's left edge, quieter than its text.
        tells: the cell's tip; its text where there is none.
    """

    field: str
    title: str
    width: int
    shows: Callable[[LineDraft], str]
    editor: Editor = Editor.TEXT
    types: frozenset[TransactionType] = _EVERY
    parse: Callable[[str], Any] | None = None  # the field's own type
    is_right: bool = False
    mark: Callable[[LineDraft], str] | None = None
    tells: Callable[[LineDraft], str] | None = None

    def why_not(self, line: LineDraft) -> str:
        """Why the cell may not be edited, or ""; the type has no such field, or the line stays."""
        if line.why_not:
            return line.why_not
        if self.editor is Editor.NONE:
            return _("This follows from the others.")
        if line.fields.type not in self.types:
            return _("A line of type {type} has no such field.").format(type=_(TYPE_NAMES[line.fields.type]))
        return ""


def _choice(name: str) -> Callable[[LineDraft], str]:
    def shows(line: LineDraft) -> str:
        choice: Choice = getattr(line.fields, name)
        return choice.name

    return shows


def _money(name: str) -> Callable[[LineDraft], str]:
    def shows(line: LineDraft) -> str:
        cents: int | None = getattr(line.fields, name)
        return "" if cents is None else texts.format_number(Decimal(cents) / 100, 2)

    return shows


_MARKS = {PriceSource.AGREEMENT: N_("agr."), PriceSource.LIST: N_("list"), PriceSource.ITEM: N_("item")}


def _source(name: str) -> Callable[[LineDraft], str]:
    """Where a price came from, in a few letters; nothing for one that was typed."""

    def shows(line: LineDraft) -> str:
        source: PriceSource | None = getattr(line.fields, f"{name}_source")
        return _(_MARKS[source]) if source in _MARKS else ""

    return shows


def _origin(name: str, note: str) -> Callable[[LineDraft], str]:
    """Where a price came from, as a sentence."""

    def tells(line: LineDraft) -> str:
        source: PriceSource | None = getattr(line.fields, f"{name}_source")
        if getattr(line.fields, f"{name}_price") is None:
            return _("No price yet; on saving it comes from the price list or the item, if they have one.")
        if source is PriceSource.AGREEMENT:
            return _("From the line of the agreement.")
        if source is PriceSource.LIST:
            row: str = getattr(line, note)
            return _("From the price list: {row}.").format(row=row) if row else _("From the price list.")
        if source is PriceSource.ITEM:
            return _("The item's own price.")
        return _("Typed here. Empty the cell to go back to the price list.")

    return tells


def _signed(line: LineDraft) -> str:
    if not line.fields.signed_off:
        return ""
    return f"✓ {line.signed_by}" if line.signed_by else "✓"


def _tell_signed(line: LineDraft) -> str:
    if not line.fields.signed_off:
        return _("Not signed off; only what is signed off can be posted.")
    if line.signed_at is None:
        return _("Signed off.")
    return _("Signed off by {name} on {date} at {time}.").format(
        name=line.signed_by,
        date=texts.format_date(line.signed_at.date(), "medium"),
        time=texts.format_time(line.signed_at),
    )


def _day(line: LineDraft) -> str:
    day = line.fields.executed_on
    return texts.format_date(day) if day is not None else ""


def _one_line(line: LineDraft) -> str:
    return " ".join(line.fields.note.split())


def _currency(typed: str) -> str:
    code = typed.strip().upper()
    if code and not (len(code) == 3 and code.isalpha()):
        raise ValueError(_("Write a currency as three letters, such as EUR."))
    return code


def _clock(name: str) -> Callable[[LineDraft], str]:
    def shows(line: LineDraft) -> str:
        at: time | None = getattr(line.fields, name)
        return texts.format_time(at) if at is not None else ""

    return shows


def amount(line: LineDraft, price: str = "sales_price") -> int | None:
    """Minor units for the whole line, rounded half up; None without a price."""
    unit: int | None = getattr(line.fields, price)
    return None if unit is None else int((line.fields.quantity * unit).to_integral_value("ROUND_HALF_UP"))


def _amount_text(line: LineDraft) -> str:
    cents = amount(line)
    return "" if cents is None else texts.format_number(Decimal(cents) / 100, 2)


def _quantity(typed: str) -> Decimal:
    number = texts.parse_decimal(typed)
    if number < 0:
        raise ValueError(_("A quantity is not negative."))
    return number.quantize(Decimal("0.001")).normalize()


def _cents(typed: str) -> int | None:
    if not typed.strip():
        return None
    number = texts.parse_decimal(typed)
    if round(number, 2) != number:
        raise ValueError(_("At most two decimals."))
    return int(number.scaleb(2))


def _time(typed: str) -> time | None:
    return texts.parse_time(typed) if typed.strip() else None


def _unit(line: LineDraft) -> str:
    usual = {_T.HOUR: _("h"), _T.EXPENSE: _("times"), _T.FEE: _("times")}
    return usual.get(line.fields.type, line.unit)


_LABOUR = frozenset({_T.HOUR, _T.EXPENSE})
COLUMNS = (
    LineColumn("", "#", 40, lambda line: str(line.line or "+"), Editor.NONE, is_right=True),
    LineColumn("type", N_("Type"), 86, lambda line: _(TYPE_NAMES[line.fields.type]), Editor.TYPE),
    LineColumn("item", N_("Item"), 120, _choice("item"), Editor.LOOKUP),
    LineColumn("category", N_("Category"), 96, _choice("category"), Editor.LOOKUP),
    LineColumn("description", N_("Description"), 170, lambda line: line.fields.description, parse=str.strip),
    LineColumn(
        "quantity", N_("Quantity"), 78, lambda line: texts.format_number(line.fields.quantity),
        parse=_quantity, is_right=True,
    ),
    LineColumn("", N_("Unit"), 58, _unit, Editor.NONE),
    LineColumn(
        "sales_price", N_("Sales price"), 104, _money("sales_price"), parse=_cents, is_right=True,
        mark=_source("sales"), tells=_origin("sales", "price_note"),
    ),
    LineColumn("", N_("Amount"), 88, _amount_text, Editor.NONE, is_right=True),
    LineColumn("technician", N_("Technician"), 124, _choice("technician"), Editor.LOOKUP, _LABOUR),
    LineColumn(
        "signed_off", N_("Signed off"), 96, _signed, Editor.CHECK, tells=_tell_signed
    ),
    LineColumn("", N_("Status"), 90, lambda line: _(STATUS_NAMES[line.status]), Editor.NONE),
    LineColumn("executed_on", N_("Executed on"), 98, _day, Editor.DATE),
    LineColumn("started", N_("Started"), 70, _clock("started"), parse=_time, types=_LABOUR),
    LineColumn("ended", N_("Ended"), 70, _clock("ended"), parse=_time, types=_LABOUR),
    LineColumn("service_object", N_("Object"), 140, _choice("service_object"), Editor.LOOKUP),
    LineColumn("task", N_("Task"), 120, _choice("task"), Editor.LOOKUP),
    LineColumn(
        "cost_price", N_("Cost price"), 104, _money("cost_price"), parse=_cents, is_right=True,
        types=frozenset({_T.HOUR, _T.EXPENSE, _T.ITEM}),
        mark=_source("cost"), tells=_origin("cost", "cost_note"),
    ),
    LineColumn("starts_after", N_("From"), 70, _clock("starts_after"), parse=_time, types=_LABOUR),
    LineColumn("ends_before", N_("Until"), 70, _clock("ends_before"), parse=_time, types=_LABOUR),
    LineColumn("currency", N_("Currency"), 76, lambda line: line.fields.currency, parse=_currency),
    LineColumn("note", N_("Note"), 180, _one_line, Editor.NOTE, tells=lambda line: line.fields.note),
)  # fmt: skip
"""The columns from left to right: what a person fills in most comes first."""


def as_type(line_fields: LineFields, wanted: TransactionType) -> LineFields:
    """The line as another type: what that type does not have is emptied."""
    empty = LineFields()
    lost = {
        column.field: getattr(empty, column.field)
        for column in COLUMNS
        if column.field not in ("", "type") and wanted not in column.types
    }
    return replace(line_fields, type=wanted, **lost)
