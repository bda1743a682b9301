"""What changed: rows in commit order for other windows, and old and new values for people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.base import BIG, Base, Identified, Name


class Fields(TypeDecorator[dict[str, list[Any]]]):
    """A column → [old, new] document: jsonb on PostgreSQL, whose dialect SQLite need not load."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own JSON."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


class ChangeRow(Identified, Base):
    """One row that changed, numbered in the order of commits (decision 7).

    Attributes:
        origin: the context that wrote it, so that it does not tell itself.
    """

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}

    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BIG)
    op: Mapped[str] = mapped_column(String(10))
    origin: Mapped[str] = mapped_column(String(36))
    made_by: Mapped[Name]
    made_at: Mapped[datetime]


class AuditRow(Identified, Base):
    """Old and new values of one write, kept for people; never changed.

    Attributes:
        fields: column → [old, new]; instants as ISO 8601 in UTC.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_kind_row_id", "kind", "row_id"),)

    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BIG)
    op: Mapped[str] = mapped_column(String(10))
    fields: Mapped[dict[str, list[Any]]] = mapped_column(Fields)  # values of any column
    made_by: Mapped[Name]
    made_at: Mapped[datetime]
