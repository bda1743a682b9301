"""What happened to an order, from the audit, in words: who changed what, from which value to which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.company import Company
from models.customers import Contact, Customer, Site
from models.items import Item
from models.journal import AuditRow
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine
from models.search import removed_from
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.technicians import Technician
from models.visits import Visit
from resources.texts import (
    N_,
    _,
    format_date,
    format_instant,
    format_minutes,
    format_money,
    format_number,
    format_time,
)

_NEWEST = 500
_REMOVED: ColumnElement[str] = literal_column("'delete'")  # literally, as the index has it


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after, in words; empty for none."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One write: when (aware UTC), by whom, to what, and what it changed."""

    id: int
    at: datetime
    by: str
    what: str
    changes: tuple[FieldChange, ...]


_FIELDS = {
    "customer_id": N_("Customer"),
    "site_id": N_("Site"),
    "contact_id": N_("Contact"),
    "agreement_id": N_("Agreement"),
    "stage_id": N_("Stage"),
    "description": N_("Description"),
    "priority": N_("Priority"),
    "service_date": N_("Service date"),
    "earliest_start": N_("Earliest start"),
    "latest_start": N_("Latest start"),
    "duration_minutes": N_("Duration"),
    "preferred_technician_id": N_("Preferred technician"),
    "service_level_id": N_("Service level"),
    "progress": N_("Progress"),
    "type": N_("Type"),
    "object_id": N_("Object"),
    "task_id": N_("Task"),
    "technician_id": N_("Technician"),
    "item_id": N_("Item"),
    "quantity": N_("Quantity"),
    "cost_price": N_("Cost price"),
    "sales_price": N_("Sales price"),
    "starts_after": N_("Starts after"),
    "ends_before": N_("Ends before"),
    "status": N_("Status"),
    "signed_off": N_("Signed off"),
    "starts_at": N_("Start"),
    "ends_at": N_("End"),
    "move_lock": N_("Lock"),
    "overlap_reason": N_("Reason for the overlap"),
}
"""What a column is called; columns that are not here are not told."""

_STARTS = ("status", "signed_off")
_COPIES = ("site_id", "priority")
_UNTOLD: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("order_line", "insert"): _STARTS,
    ("order_line", "delete"): _STARTS,
    ("visit", "insert"): (*_STARTS, *_COPIES),
    ("visit", "delete"): (*_STARTS, *_COPIES),
    ("visit", "update"): _COPIES,
}
"""Columns not told of a kind of write: what every new row starts with, and copies from the order."""
_WORDS = {
    "low": N_("Low"),
    "normal": N_("Normal"),
    "high": N_("High"),
    "in_process": N_("In process"),
    "posted": N_("Posted"),
    "canceled": N_("Canceled"),
    "hour": N_("Hour"),
    "expense": N_("Expense"),
    "item": N_("Item"),
    "fee": N_("Fee"),
    "created": N_("Created"),
    "planned": N_("Planned"),
    "sent": N_("Sent"),
    "travelling": N_("Travelling"),
    "working": N_("Working"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
    "time": N_("Time"),
    "person": N_("Technician"),
    "both": N_("Time and technician"),
}
_NAMED: dict[str, Any] = {  # mapped classes with id and name
    "customer_id": Customer,
    "site_id": Site,
    "contact_id": Contact,
    "agreement_id": Agreement,
    "stage_id": Stage,
    "technician_id": Technician,
    "preferred_technician_id": Technician,
    "service_level_id": ServiceLevel,
    "object_id": ServiceObject,
    "task_id": ServiceTask,
    "item_id": Item,
}
Names = Mapping[Any, Mapping[int, str]]
Value = Any  # a column's value as the audit keeps it


def order_history(session: Session, order_id: int) -> list[HistoryRow]:
    """The last writes to an order, its lines and its visits, newest first."""
    rows = _audit_rows(session, order_id)
    company = session.scalars(select(Company)).one()
    names = _names(session, rows)
    lines = {line: number for line, number in _line_numbers(session, order_id)} | _removed_numbers(rows)
    say = _Sayer(names, company.time_zone, company.currency)
    told = (_told(row, say, lines) for row in rows)
    return [row for row in told if row.changes or row.what]


def _audit_rows(session: Session, order_id: int) -> Sequence[AuditRow]:
    own = {
        "order_line": list(session.scalars(select(OrderLine.id).where(OrderLine.order_id == order_id))),
        "visit": list(session.scalars(select(Visit.id).where(Visit.order_id == order_id))),
    }
    removed = session.execute(
        select(AuditRow.kind, AuditRow.row_id).where(
            AuditRow.kind.in_(tuple(own)), AuditRow.op == _REMOVED, removed_from(AuditRow.fields) == order_id
        )
    )
    for kind, row_id in removed:
        own[kind].append(row_id)
    parts = [and_(AuditRow.kind == kind, AuditRow.row_id.in_(ids)) for kind, ids in own.items() if ids]
    itself = and_(AuditRow.kind == "service_order", AuditRow.row_id == order_id)
    return session.scalars(
        select(AuditRow).where(or_(itself, *parts)).order_by(AuditRow.id.desc()).limit(_NEWEST)
    ).all()


def _line_numbers(session: Session, order_id: int) -> Iterable[tuple[int, int]]:
    rows = session.execute(select(OrderLine.id, OrderLine.line).where(OrderLine.order_id == order_id))
    return [(row_id, line) for row_id, line in rows]


def _removed_numbers(rows: Iterable[AuditRow]) -> dict[int, int]:
    """Numbers of lines that are gone, as they were when they were made or removed."""
    found = {}
    for row in rows:
        if row.kind == "order_line" and row.op != "update" and "line" in row.fields:
            found[row.row_id] = next(value for value in row.fields["line"] if value is not None)
    return found


def _names(session: Session, rows: Iterable[AuditRow]) -> Names:
    wanted: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        for column, values in row.fields.items():
            if column in _NAMED:
                wanted[_NAMED[column]].update(value for value in values if value is not None)
    return {kind: _names_of(session, kind, ids) for kind, ids in wanted.items()}


def _names_of(session: Session, kind: Any, ids: Collection[int]) -> dict[int, str]:  # a mapped class
    rows = session.execute(select(kind.id, kind.name).where(kind.id.in_(ids)))
    return {row_id: name for row_id, name in rows}


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Puts a column's value into words."""

    names: Names
    zone: str
    currency: str

    def say(self, column: str, value: Value) -> str:
        """The value of a column; empty for none."""
        if value is None or value == "":
            return ""
        if column in _NAMED:
            return self.names[_NAMED[column]].get(value, _("no. {id}, gone since").format(id=value))
        if column in _FORMATS:
            return _FORMATS[column](value)
        if column in ("cost_price", "sales_price"):
            return format_money(value, self.currency)
        if column in ("starts_at", "ends_at"):
            return format_instant(datetime.fromisoformat(value), self.zone)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return _(_WORDS[value]) if value in _WORDS and column != "description" else str(value)


def _clock(minutes: Value) -> str:
    return format_time(time(minutes // 60, minutes % 60))


_FORMATS: dict[str, Callable[[Value], str]] = {
    "earliest_start": _clock,
    "latest_start": _clock,
    "starts_after": _clock,
    "ends_before": _clock,
    "duration_minutes": format_minutes,
    "quantity": lambda thousandths: format_number(Decimal(thousandths) / 1000),
    "service_date": lambda day: format_date(date.fromisoformat(day)),
}


def _told(row: AuditRow, say: _Sayer, lines: Mapping[int, int]) -> HistoryRow:
    is_opening = row.kind == "service_order" and row.op == "insert"
    changes = [] if is_opening else [
        FieldChange(_(_FIELDS[column]), say.say(column, old), say.say(column, new))
        for column, (old, new) in row.fields.items()
        if column in _FIELDS and column not in _UNTOLD.get((row.kind, row.op), ())
    ]  # fmt: skip
    told = tuple(change for change in changes if change.before != change.after)
    what = _what(row, lines) if told or row.op != "update" else ""
    return HistoryRow(id=row.id, at=row.made_at, by=row.made_by, what=what, changes=told)


def _what(row: AuditRow, lines: Mapping[int, int]) -> str:
    said = {
        ("service_order", "insert"): _("Order created"),
        ("service_order", "update"): _("Order changed"),
        ("order_line", "insert"): _("Line {line} added"),
        ("order_line", "update"): _("Line {line} changed"),
        ("order_line", "delete"): _("Line {line} removed"),
        ("visit", "insert"): _("Visit planned"),
        ("visit", "update"): _("Visit changed"),
        ("visit", "delete"): _("Visit taken off the board"),
    }
    return said.get((row.kind, row.op), "").format(line=lines.get(row.row_id, ""))
