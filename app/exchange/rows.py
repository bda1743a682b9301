"""Reads the rows of a table from the database as values, references as codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, literal, select
from sqlalchemy.orm import Session, aliased

from app.exchange.crews import crew_numbers
from app.exchange.description import Column, Table
from app.exchange.kinds import CODES, CREW, TEXT, Local, Value
from app.exchange.tables import NAMED
from models.base import code_order
from resources.texts import minor_digits

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row of the database.

    Attributes:
        id: 0 for a table without ids.
        values: by the table's columns.
    """

    id: int
    values: tuple[Value, ...]


class Reading:
    """A table's rows, to be read whole or by key."""

    def __init__(self, session: Session, table: Table, local: Local) -> None:
        self._session = session
        self._table = table
        self._local = local
        self._names = table.names
        self._columns: dict[str, ColumnElement[Any]] = {}  # of any type
        mapped: Any = table.mapped  # its columns are found by name
        self._id = literal(0) if table.is_bulk else mapped.id
        self._select = select(self._id)
        self._joined: dict[str, Any] = {
            "": mapped
        }  # aliases of mapped classes, by the column that names them
        direct = [column for column in table.columns if not column.through]
        for column in (*direct, *(column for column in table.columns if column.through)):
            self._columns[column.name] = self._source(column)
        self._select = self._select.add_columns(*(self._columns[name] for name in self._names))

    def _source(self, column: Column) -> ColumnElement[Any]:
        """Where a column's values come from: the row itself, or the row that it names."""
        if column.kind is CODES:
            return literal(None)
        attribute: ColumnElement[Any] = getattr(self._joined[column.through], column.stored_as)
        if not column.refers:
            return attribute
        target = NAMED[column.refers]
        other: Any = aliased(target.mapped)
        self._joined[column.name] = other
        self._select = self._select.outerjoin(other, other.id == attribute)
        code: ColumnElement[Any] = getattr(other, target.code)
        return code

    def all(self) -> Iterator[StoredRow]:
        """Every row, sorted by key."""
        order: list[Any] = []  # columns of any type
        for name in self._table.key:
            column, known = self._columns[name], self._table.column(name)
            if known is None or not known.required:
                order.append(column.is_not(None))  # databases differ in where they sort what is empty
            is_text = isinstance(column.type, Text) or self._is_text(name)
            order.append(code_order(column) if is_text else column)
        if not self._table.is_bulk:
            order.append(self._id)
        query = self._select.order_by(*order).execution_options(yield_per=2000)
        for part in self._session.execute(query).partitions():
            yield from self._rows(part)

    def of(self, first: Sequence[Value]) -> Iterator[StoredRow]:
        """Rows whose key begins with one of these values, the oldest first."""
        if not self._table.key:
            yield from self._rows(self._session.execute(self._select).all())
            return
        column = self._columns[self._table.key[0]]
        for start in range(0, len(first), _AT_ONCE):
            query = self._select.where(column.in_(first[start : start + _AT_ONCE]))
            if self._table.repeats:
                query = query.order_by(self._id)
            yield from self._rows(self._session.execute(query).all())

    def _is_text(self, name: str) -> bool:
        column = self._table.column(name)
        return column is not None and column.kind is TEXT

    def _rows(self, rows: Sequence[Row[Any]]) -> Iterator[StoredRow]:
        kinds = [(column.kind, column.default) for column in self._table.columns]
        lists: dict[str, dict[int, list[str]]] = {
            column.name: self._codes(column.name, rows) for column in self._table.lists
        }
        currency = 1 + self._names.index("currency") if "currency" in self._names else 0
        usual = minor_digits(self._local.currency)
        crews = [at for at, (kind, _default) in enumerate(kinds) if kind is CREW]
        named = {row[1 + place] for place in crews for row in rows} - {None}
        numbers = crew_numbers(self._session, named) if named else {}
        for row in rows:
            places = minor_digits(row[currency]) if currency and row[currency] else usual
            values = []
            for place, (kind, default) in enumerate(kinds, start=1):
                value = kind.load(row[place], places)
                values.append(default if value is None else value)
            for place in crews:
                crew_id = values[place]
                values[place] = numbers.get(crew_id) if isinstance(crew_id, int) else None
            for name, codes in lists.items():
                values[self._names.index(name)] = tuple(codes[row[0]]) or None
            yield StoredRow(row[0], tuple(values))

    def _codes(self, name: str, rows: Sequence[Row[Any]]) -> dict[int, list[str]]:
        """Codes of a list column, by id of the row."""
        mapped: Any = self._table.mapped  # its columns are found by name
        column = self._table.column(name)
        if column is None:
            raise LookupError(name)
        other: Any = NAMED[column.refers].mapped  # as above
        found: dict[int, list[str]] = defaultdict(list)
        ids = [row[0] for row in rows]
        for start in range(0, len(ids), _AT_ONCE):
            query = (
                select(mapped.id, other.code)
                .join(getattr(mapped, column.stored_as))
                .where(mapped.id.in_(ids[start : start + _AT_ONCE]))
                .order_by(code_order(other.code))
            )
            for row_id, code in self._session.execute(query):
                found[row_id].append(code)
        return found


def ids_of(session: Session, table: Table, codes: Sequence[str]) -> dict[str, int]:
    """Ids of rows by their code; unknown codes are left out."""
    mapped: Any = table.mapped  # its columns are found by name
    code = getattr(mapped, table.code)
    found: dict[str, int] = {}
    for start in range(0, len(codes), _AT_ONCE):
        query = select(code, mapped.id).where(code.in_(codes[start : start + _AT_ONCE]))
        found.update({row[0]: row[1] for row in session.execute(query)})
    return found
