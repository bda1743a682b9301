"""What happened to an order, from the audit and its logs, in words: who changed what, from which to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, or_, select
from sqlalchemy.orm import Session

from app.queries.order_history.logs import Logged, logged
from app.queries.order_history.words import FIELDS, Sayer, names_of
from models.company import Company
from models.journal import AuditRow
from models.orders import OrderLine
from models.relations import OrderObject, OrderTask
from models.repairs import RepairLine
from models.requirements import ItemRequirement
from models.search import removed_from
from models.visits import Visit
from resources.texts import N_, _

_NEWEST = 500
_REMOVED: ColumnElement[str] = literal_column("'delete'")  # literally, as the index has it
_PARTS: Mapping[str, Any] = {  # mapped classes with an order
    "order_line": OrderLine,
    "visit": Visit,
    "repair_line": RepairLine,
    "item_requirement": ItemRequirement,
    "order_object": OrderObject,
    "order_task": OrderTask,
}
_NUMBERED = ("order_line", "repair_line", "item_requirement")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after, in words; empty for none."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One write: when (aware UTC), by whom, to what, what it changed; its number in its own log."""

    id: int
    at: datetime
    by: str
    what: str
    changes: tuple[FieldChange, ...]


_STARTS = ("status", "signed_off")
_COPIES = ("site_id", "priority")
_STAMP = ("signed_off_at",)
_UNTOLD: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("order_line", "insert"): (*_STARTS, *_STAMP),
    ("order_line", "update"): _STAMP,
    ("order_line", "delete"): (*_STARTS, *_STAMP),
    ("visit", "insert"): (*_STARTS, *_COPIES),
    ("visit", "delete"): (*_STARTS, *_COPIES),
    ("visit", "update"): _COPIES,
    ("item_requirement", "insert"): ("status", "delivered"),
}
"""Columns not told of a kind of write: what every new row starts with, copies from the order, stamps."""
_WHAT = {
    ("service_order", "insert"): N_("Order created"),
    ("service_order", "update"): N_("Order changed"),
    ("order_line", "insert"): N_("Line {line} added"),
    ("order_line", "update"): N_("Line {line} changed"),
    ("order_line", "delete"): N_("Line {line} removed"),
    ("visit", "insert"): N_("Visit planned"),
    ("visit", "update"): N_("Visit changed"),
    ("visit", "delete"): N_("Visit taken off the board"),
    ("repair_line", "insert"): N_("Repair {line} added"),
    ("repair_line", "update"): N_("Repair {line} changed"),
    ("repair_line", "delete"): N_("Repair {line} removed"),
    ("item_requirement", "insert"): N_("Item requirement {line} added"),
    ("item_requirement", "update"): N_("Item requirement {line} changed"),
    ("item_requirement", "delete"): N_("Item requirement {line} removed"),
    ("order_object", "insert"): N_("Object added"),
    ("order_object", "update"): N_("Object changed"),
    ("order_object", "delete"): N_("Object removed"),
    ("order_task", "insert"): N_("Task added"),
    ("order_task", "update"): N_("Task changed"),
    ("order_task", "delete"): N_("Task removed"),
}


def order_history(session: Session, order_id: int) -> list[HistoryRow]:
    """The last writes to an order and its parts, with what was said of clock and stages, newest first."""
    rows = _audit_rows(session, order_id)
    company = session.scalars(select(Company)).one()
    say = Sayer(names_of(session, rows), company.time_zone, company.currency)
    lines = _line_numbers(session, order_id) | _removed_numbers(rows)
    told = [row for row in (_told(row, say, lines) for row in rows) if row.changes or row.what]
    told += [_from_log(each) for each in logged(session, order_id, say)]
    return sorted(told, key=lambda row: row.at, reverse=True)


def _audit_rows(session: Session, order_id: int) -> Sequence[AuditRow]:
    own = {
        kind: list(session.scalars(select(part.id).where(part.order_id == order_id)))
        for kind, part in _PARTS.items()
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


def _line_numbers(session: Session, order_id: int) -> dict[tuple[str, int], int]:
    found = {}
    for kind in _NUMBERED:
        part = _PARTS[kind]
        for row_id, line in session.execute(select(part.id, part.line).where(part.order_id == order_id)):
            found[kind, row_id] = line
    return found


def _removed_numbers(rows: Iterable[AuditRow]) -> dict[tuple[str, int], int]:
    """Numbers of lines that are gone, as they were when they were made or removed."""
    found = {}
    for row in rows:
        if row.kind in _NUMBERED and row.op != "update" and "line" in row.fields:
            found[row.kind, row.row_id] = next(value for value in row.fields["line"] if value is not None)
    return found


def _told(row: AuditRow, say: Sayer, lines: Mapping[tuple[str, int], int]) -> HistoryRow:
    is_opening = row.kind == "service_order" and row.op == "insert"
    changes = [] if is_opening else [
        FieldChange(_(FIELDS[column]), say.say(row.kind, column, old), say.say(row.kind, column, new))
        for column, (old, new) in row.fields.items()
        if column in FIELDS and column not in _UNTOLD.get((row.kind, row.op), ())
    ]  # fmt: skip
    told = tuple(change for change in changes if change.before != change.after)
    what = _what(row, lines) if told or row.op != "update" else ""
    return HistoryRow(id=row.id, at=row.made_at, by=row.made_by, what=what, changes=told)


def _what(row: AuditRow, lines: Mapping[tuple[str, int], int]) -> str:
    said = _WHAT.get((row.kind, row.op))
    return _(said).format(line=lines.get((row.kind, row.row_id), "")) if said else ""


def _from_log(entry: Logged) -> HistoryRow:
    changes = tuple(FieldChange(field, "", value) for field, value in entry.told)
    return HistoryRow(id=entry.id, at=entry.at, by=entry.by, what=entry.what, changes=changes)
