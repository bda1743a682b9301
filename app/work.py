"""Work, the unit of work: session, user and time of one use case; it writes down what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import String, event, inspect, select, text
from sqlalchemy.orm import Session, UOWTransaction

from app.bulk import among
from app.changes import Change, Changes, Operation
from app.database import allow_long
from models.base import Base
from models.company import Company
from models.errors import Conflict, Missing, Refused
from models.journal import AuditRow, ChangeRow
from models.migrations.guards_postgresql import AUDITED
from models.terms import Right
from models.users import User
from models.visits import follow, is_shown_on_visits
from resources.texts import _

Row = TypeVar("Row", bound=Base)
_JOURNAL_LOCK = 5_312_600_001
_TECHNICIAN_LOCKS = 531_260
_PATIENCE = 55
"""Seconds for which rows are waited for; less than a statement may take at all."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who writes, when, and from which program."""

    user: User
    now: datetime
    origin: str


class Work:
    """What a use case has at hand.

    Attributes:
        session: for loading and for queries of its own.
        user: who asked.
        now: aware UTC instant of the request.
        transaction: the number by which PostgreSQL tells later whether it was committed; None before that.
    """

    def __init__(self, session: Session, signature: Signature) -> None:
        self.session = session
        self.user = signature.user
        self.now = signature.now
        self.transaction: int | None = None
        self._origin = signature.origin
        self._noted: set[Change] = set()
        self._to_follow: list[Base] = []
        self._audits = session.get_bind().dialect.name == "sqlite"
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        if not self._audits:
            session.execute(
                text("SELECT set_config('servicebord.user', :name, true)"), {"name": self.user.name}
            )

    def require(self, right: Right) -> None:
        """Refuse what this person may not do."""
        if not self.user.may(right):
            raise Refused(_("You may not do that."), remedy=_("Ask whoever manages the users."))

    def get(self, kind: type[Row], row_id: int, *, seen: int | None = None) -> Row:
        """Load a row for changing.

        Args:
            kind: its class.
            row_id: its id.
            seen: the version the person saw; another one is a conflict.

        Raises:
            Missing: it is gone.
            Conflict: somebody changed it since.
        """
        row = self.session.get(kind, row_id)
        if row is None:
            raise Missing(_("It is gone; somebody deleted it."))
        if seen is not None and row.version != seen:  # type: ignore[attr-defined]  # only versioned rows are seen
            raise self.conflict(kind, row_id)
        return row

    def conflict(self, kind: type[Base], row_id: int) -> Conflict:
        """A conflict that names who was first."""
        name = kind.__tablename__
        by = self.session.scalar(
            select(ChangeRow.made_by)
            .where(ChangeRow.kind == name, ChangeRow.row_id == row_id)
            .order_by(ChangeRow.id.desc())
            .limit(1)
        )
        sentence = _("{name} changed this while you were at it.").format(name=by or _("Somebody else"))
        return Conflict(sentence, kind=name, row_id=row_id, by=by or "")

    def add(self, row: Row) -> Row:
        """Add a new row and give it its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def take_long(self) -> None:
        """Let this transaction take as long as it needs, as an import does; SQLite sets no limits."""
        if not self._audits:
            allow_long(self.session)

    def company(self) -> Company:
        """The company's settings."""
        return self.session.scalars(select(Company)).one()

    def lock_technicians(self, ids: Iterable[int]) -> None:
        """Let nobody else plan these people until the commit (decision 16); SQLite has one writer."""
        if self._audits:
            return
        for technician_id in sorted(set(ids)):
            self.session.execute(
                text("SELECT pg_advisory_xact_lock(:space, :id)"),
                {"space": _TECHNICIAN_LOCKS, "id": technician_id},
            )

    def lock(self, kind: type[Base], ids: Collection[int]) -> None:
        """Let nobody else lock these rows until the commit; waits long for others, in order of ids."""
        if self._audits:
            return
        self.session.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
        table = kind.__table__
        chosen = select(table.c.id).where(among(table.c.id, ids)).order_by(table.c.id)
        self.session.execute(chosen.with_for_update())

    def write_in_bulk(self) -> None:
        """Let orders that are written or deleted in bulk from here on leave no lines in the audit.

        Their text for searching is then to be written as well. Changes of rows are audited all the same. On
        SQLite nothing that is written past the session is audited, and triggers write the text.
        """
        if not self._audits:
            self.session.execute(text("SET LOCAL servicebord.bulk = 'on'"))

    def note(self, kind: str, row_id: int, op: Operation) -> None:
        """Note a change made past the session, as bulk writes do; row 0 with `reload` stands for many."""
        self._noted.add(Change(kind, row_id, op))

    def finish(self) -> Changes:
        """Flush, keep copies in step and write the journal; the caller commits at once."""
        self.session.flush()
        if self._to_follow:
            zone = self.company().zone
            for row in self._to_follow:
                follow(self.session, row, zone)
        if self._noted:
            self._write_journal()
        return Changes(frozenset(self._noted), by=self.user.name)

    def _write_journal(self) -> None:
        """Number the changes in commit order: the lock is held until the commit (architecture.md 3.4)."""
        if not self._audits:
            self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _JOURNAL_LOCK})
        signed = {"origin": self._origin, "made_by": self.user.name, "made_at": self.now}
        ordered = sorted(self._noted, key=lambda change: (change.kind, change.row_id, change.op))
        table = ChangeRow.__table__
        self.session.execute(
            table.insert(),  # type: ignore[attr-defined]  # a mapped table
            [{"kind": c.kind, "row_id": c.row_id, "op": c.op, **signed} for c in ordered],
        )
        if not self._audits:
            told = text("SELECT txid_current(), pg_notify('servicebord', '')")
            self.transaction = self.session.execute(told).one()[0]

    def _before_flush(
        self, session: Session, _context: UOWTransaction, _instances: Any
    ) -> None:  # SQLAlchemy's
        new = session.new
        for row in (*new, *session.dirty):
            if isinstance(row, Base) and (row in new or session.is_modified(row)):
                _require_sound(row)
                if row not in new and is_shown_on_visits(row):
                    self._to_follow.append(row)

    def _after_flush(self, session: Session, _context: UOWTransaction) -> None:
        operations: tuple[tuple[Operation, Iterable[object]], ...] = (
            ("insert", session.new),
            ("update", [row for row in session.dirty if session.is_modified(row)]),
            ("delete", session.deleted),
        )
        audit = []
        for op, rows in operations:
            for row in rows:
                if not isinstance(row, Base) or isinstance(row, ChangeRow | AuditRow):
                    continue
                self._note_row(row, op)
                if self._audits and row.__tablename__ in AUDITED:
                    audit.append(self._audit_row(row, op))
        kept = [row for row in audit if row["fields"]]
        if kept:
            session.execute(AuditRow.__table__.insert(), kept)  # type: ignore[attr-defined]

    def _note_row(self, row: Base, op: Operation) -> None:
        if hasattr(row, "id"):
            self._noted.add(Change(row.__tablename__, row.id, op))
        else:
            self._noted.add(Change(row.__tablename__, 0, "reload"))
        if row.part_of is not None:
            column, kind = row.part_of
            self._noted.add(Change(kind, getattr(row, column), "update"))

    def _audit_row(self, row: Any, op: Operation) -> dict[str, Any]:  # a mapped row with an id
        fields: dict[str, list[Any]] = {}
        state = inspect(row)
        for attribute in state.mapper.column_attrs:
            if attribute.key == "version" or (op == "update" and attribute.key not in state.committed_state):
                continue  # what nobody set needs no look at its history
            column = attribute.columns[0].name
            history = state.attrs[attribute.key].history
            new = _plain(getattr(row, attribute.key)) if op != "delete" else None
            old = _plain(history.deleted[0]) if op == "update" and history.deleted else None
            if op == "delete":
                old = _plain(getattr(row, attribute.key))
            if (op != "update" or history.has_changes()) and old != new:
                fields[column] = [old, new]
        return {
            "kind": row.__tablename__,
            "row_id": row.id,
            "op": op,
            "fields": fields,
            "made_by": self.user.name,
            "made_at": self.now,
        }


def _require_sound(row: Base) -> None:
    for attribute in inspect(type(row)).column_attrs:
        kind = attribute.columns[0].type
        value = getattr(row, attribute.key)
        if isinstance(kind, String) and kind.length and isinstance(value, str) and len(value) > kind.length:
            raise Refused(
                _("“{value}…” is too long: at most {most} characters.").format(
                    value=value[:20], most=kind.length
                ),
                field=attribute.key,
            )
    for field, sentence in row.problems():
        raise Refused(sentence, field=field)


def _plain(value: Any) -> Any:  # a column's value as the audit keeps it, the same on both databases
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, Decimal):
        return int(value * 1000)
    if isinstance(value, Enum):
        return value.value
    return value
