"""What is to be done to each table: rows to create, rows to update, rows to leave alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.exchange.description import Table
from app.exchange.kin import Kin
from app.exchange.kinds import Local, Value
from app.exchange.known import Known
from app.exchange.problems import Problems, TableCount
from app.exchange.rows import StoredRow
from app.exchange.sheets import FileRow, Key, Sheet
from models.users import User


@dataclass(slots=True)
class PlannedRow:
    """One row to be created or updated.

    Attributes:
        row: in the file.
        stored: in the database, None for a new row.
        named: its values by column as they will be; a new row has only those of the file.
        changed: columns that differ from what is stored.
        depth: how many rows of its table stand above it.
    """

    row: FileRow
    stored: StoredRow | None
    named: dict[str, Value]
    changed: tuple[str, ...] = ()
    depth: int = 0

    def key(self, table: Table) -> Key:
        """What names it."""
        return tuple(self.named.get(name) for name in table.key)


@dataclass(slots=True)
class TablePlan:
    """What is to be done to one table.

    Attributes:
        goes: ids of rows that a new database ships and the file puts others in the place of.
        is_whole: whether a tree of stages has no ways but its own.
    """

    table: Table
    creates: list[PlannedRow] = field(default_factory=list)
    updates: list[PlannedRow] = field(default_factory=list)
    unchanged: list[PlannedRow] = field(default_factory=list)
    goes: list[int] = field(default_factory=list)
    is_whole: bool = False

    @property
    def count(self) -> TableCount:
        """In numbers."""
        return TableCount(self.table.name, len(self.creates), len(self.updates), len(self.unchanged))

    @property
    def written(self) -> list[PlannedRow]:
        """Rows to be created or updated."""
        return [*self.creates, *self.updates]

    @property
    def rows(self) -> list[PlannedRow]:
        """All rows of the file."""
        return [*self.creates, *self.updates, *self.unchanged]


@dataclass(slots=True)
class Planning:
    """What planning has at hand.

    Attributes:
        watch: called with a number of rows compared since the last call; may raise to stop.
        user: who imports; nobody when nothing but the files is looked at.
        again: whether these rows were judged before: the session asks their rules once more as it writes.
        tables: names of all tables in the files, also of those that are written apart.
        sheets: what is planned now, by table.
        kin: rows that rules of other rows look at.
    """

    session: Session
    local: Local
    known: Known
    problems: Problems
    watch: Callable[[int], None]
    user: User | None = None
    again: bool = False
    tables: frozenset[str] = frozenset()
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    kin: Kin = field(init=False)

    def __post_init__(self) -> None:
        self.kin = Kin(self.session, self.known)
