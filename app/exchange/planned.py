"""What is to be done to each table: rows to create, rows to update, rows to leave alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.exchange.description import Table
from app.exchange.kinds import Local, Value
from app.exchange.known import Known
from app.exchange.problems import Problems, TableCount
from app.exchange.rows import StoredRow
from app.exchange.sheets import FileRow, Key


@dataclass(slots=True)
class PlannedRow:
    """One row to be created or updated.

    Attributes:
        row: in the file.
        stored: in the database, None for a new row.
        named: its values by column as they will be; a new row has only those of the file.
        changed: columns that differ from what is stored.
    """

    row: FileRow
    stored: StoredRow | None
    named: dict[str, Value]
    changed: tuple[str, ...] = ()

    def key(self, table: Table) -> Key:
        """What names it."""
        return tuple(self.named[name] for name in table.key)


@dataclass(slots=True)
class TablePlan:
    """What is to be done to one table."""

    table: Table
    creates: list[PlannedRow] = field(default_factory=list)
    updates: list[PlannedRow] = field(default_factory=list)
    unchanged: list[PlannedRow] = field(default_factory=list)

    @property
    def count(self) -> TableCount:
        """In numbers."""
        return TableCount(self.table.name, len(self.creates), len(self.updates), len(self.unchanged))

    @property
    def rows(self) -> list[PlannedRow]:
        """All rows of the file."""
        return [*self.creates, *self.updates, *self.unchanged]


@dataclass(slots=True)
class Planning:
    """What planning has at hand.

    Attributes:
        watch: called with a number of rows compared since the last call; may raise to stop.
        again: whether these rows were judged before: the session asks their rules once more as it writes.
    """

    session: Session
    local: Local
    known: Known
    problems: Problems
    watch: Callable[[int], None]
    again: bool = False
