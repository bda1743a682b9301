"""What happened to an agreement, its lines and relations, from the audit; and the chain of its renewals.

Values are given as columns hold them; the window says them in words as its forms do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Date, and_, func, inspect, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine
from models.base import Base, Quantity, TimeOfDay
from models.journal import AuditRow
from models.orders import ServiceOrder
from models.relations import AgreementObject, AgreementTask

NEWEST = 300
_KINDS: Mapping[str, Any] = {  # mapped classes
    "agreement": Agreement,
    "agreement_line": AgreementLine,
    "agreement_object": AgreementObject,
    "agreement_task": AgreementTask,
}
_UNTOLD = ("id", "agreement_id", "version")


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """One write.

    Attributes:
        id, at: its number in the audit, and when (aware UTC).
        kind, op: the table, and `insert`, `update` or `delete`.
        line: number of the line, 0 for other kinds.
        before, after: columns that changed, with their values as stored.
        names: what rows are called that these values name, by column and id.
    """

    id: int
    at: datetime
    by: str
    kind: str
    op: str
    line: int
    before: Mapping[str, Any] = field(hash=False)
    after: Mapping[str, Any] = field(hash=False)
    names: Mapping[str, Mapping[int, str]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Period:
    """An agreement in a chain of renewals, with how many orders came from it."""

    id: int
    code: str
    starts_on: date
    ends_on: date | None
    orders: int


def agreement_history(session: Session, agreement_id: int) -> list[AgreementChange]:
    """The newest 300 writes, newest first; about ten statements."""
    conditions = [and_(AuditRow.kind == "agreement", AuditRow.row_id == agreement_id)]
    for kind, mapped in _KINDS.items():
        if mapped is Agreement:
            continue
        living = select(mapped.id).where(mapped.agreement_id == agreement_id)
        gone = AuditRow.fields["agreement_id"][0].as_integer() == agreement_id
        conditions.append(and_(AuditRow.kind == kind, AuditRow.row_id.in_(living)))
        conditions.append(and_(AuditRow.kind == kind, AuditRow.op == "delete", gone))
    rows = session.scalars(
        select(AuditRow).where(or_(*conditions)).order_by(AuditRow.id.desc()).limit(NEWEST)
    ).all()
    names = _names(session, rows)
    lines = {
        row_id: line
        for row_id, line in session.execute(
            select(AgreementLine.id, AgreementLine.line).where(AgreementLine.agreement_id == agreement_id)
        )
    }
    return [_change(row, names, lines) for row in rows]


def renewal_chain(session: Session, agreement_id: int) -> list[Period]:
    """The agreement with those it renews and those that renew it, the oldest first."""
    chain = [agreement_id]
    while (before := session.scalar(_renewed(chain[0]))) is not None and before not in chain:
        chain.insert(0, before)
    while (after := session.scalar(_renewal(chain[-1]))) is not None and after not in chain:
        chain.append(after)
    orders = (
        select(func.count(ServiceOrder.id)).where(ServiceOrder.agreement_id == Agreement.id).scalar_subquery()
    )
    rows = session.execute(
        select(Agreement.id, Agreement.code, Agreement.starts_on, Agreement.ends_on, orders)
        .where(Agreement.id.in_(chain))
        .order_by(Agreement.starts_on, Agreement.id)
    )
    return [Period(*row) for row in rows]


def _renewed(agreement_id: int) -> Any:  # a select of one id
    return select(Agreement.renewal_of_id).where(Agreement.id == agreement_id)


def _renewal(agreement_id: int) -> Any:  # a select of one id
    return select(func.min(Agreement.id)).where(Agreement.renewal_of_id == agreement_id)


def _change(
    row: AuditRow, names: Mapping[str, Mapping[int, str]], lines: Mapping[int, int]
) -> AgreementChange:
    mapped = _KINDS[row.kind]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for column, (old, new) in row.fields.items():
        attribute = _attribute(mapped, column)
        if attribute is None or column in _UNTOLD:
            continue
        before[attribute], after[attribute] = (_value(mapped, column, each) for each in (old, new))
    line = lines.get(row.row_id, 0) or before.get("line") or after.get("line") or 0
    number = int(line) if row.kind == "agreement_line" else 0
    return AgreementChange(row.id, row.made_at, row.made_by, row.kind, row.op, number, before, after, names)


def _attribute(mapped: Any, column: str) -> str | None:  # a mapped class
    for attribute in inspect(mapped).column_attrs:
        if attribute.columns[0].name == column:
            return str(attribute.key)
    return None


def _value(mapped: Any, column: str, kept: Any) -> Any:  # a value of the audit, and of any column
    """A value as its column holds it."""
    if kept is None:
        return None
    kind = mapped.__table__.c[column].type
    if isinstance(kind, Date):
        return date.fromisoformat(kept)
    if isinstance(kind, TimeOfDay):
        return time(int(kept) // 60, int(kept) % 60)
    if isinstance(kind, Quantity):
        return (Decimal(kept) / 1000).normalize()
    if isinstance(kind, Boolean):
        return bool(kept)
    words = getattr(kind, "enum_class", None)
    return words(kept) if words is not None and issubclass(words, Enum) else kept


def _names(session: Session, rows: Iterable[AuditRow]) -> dict[str, dict[int, str]]:
    """What rows are called that the values name, by the column that names them; one statement a table."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    columns: dict[str, Any] = {}
    classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for row in rows:
        table = _KINDS[row.kind].__table__
        for column, values in row.fields.items():
            keys = table.c[column].foreign_keys if column in table.c and column not in _UNTOLD else ()
            for key in keys:
                mapped = columns[column] = classes[key.column.table]
                wanted[mapped] |= {int(value) for value in values if value is not None}
    found: dict[Any, dict[int, str]] = {}
    for mapped, ids in wanted.items():
        called: Any = mapped.name if hasattr(mapped, "name") else mapped.code
        found[mapped] = {
            row_id: name
            for row_id, name in session.execute(select(mapped.id, called).where(mapped.id.in_(ids)))
        }
    return {column: found[mapped] for column, mapped in columns.items()}
