"""Rows written past the session: prepared text for COPY on PostgreSQL, executemany on SQLite (data.md 3).

Values are handed over as the driver takes them: `Spelling` says how this database writes dates and instants.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute

Cell = str | int | float | None
"""A value as it is stored: enumerations by value, quantities in thousandths, booleans as 0 and 1."""
_CHUNK = 20_000
_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Spelling:
    """How one kind of database writes what is not a number."""

    def __init__(self, *, on_sqlite: bool) -> None:
        self._on_sqlite = on_sqlite
        self.day = lru_cache(maxsize=None)(date.isoformat)
        self.instant = lru_cache(maxsize=None)(self._instant)

    def text(self, value: str | None) -> str | None:
        """A text that people typed."""
        return value if self._on_sqlite or value is None else value.translate(_ESCAPES)

    def _instant(self, value: datetime) -> Cell:
        return int(value.timestamp()) if self._on_sqlite else value.astimezone(UTC).isoformat()


def spelling_of(connection: Connection) -> Spelling:
    """The spelling of the database at the other end."""
    return Spelling(on_sqlite=connection.dialect.name == "sqlite")


def among(
    column: ColumnElement[int] | InstrumentedAttribute[int], ids: Collection[int]
) -> ColumnElement[bool]:
    """Whether an id is one of these; written into the statement, for thousands of parameters are slow."""
    named = ", ".join(map(str, sorted(ids)))
    return column.op("IN", is_comparison=True)(literal_column(f"({named or 'NULL'})"))


def next_ids(connection: Connection, table: FromClause, count: int) -> Sequence[int]:
    """Ids for so many new rows; on SQLite good until the end of the writing transaction."""
    if connection.dialect.name == "sqlite":
        highest = connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
        return range(highest + 1, highest + 1 + count)
    drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return connection.scalars(drawn, {"name": table.description, "count": count}).all()


def write_rows(
    connection: Connection,
    table: FromClause,
    names: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    always: Mapping[str, Cell],
) -> None:
    """Write rows of the named columns; `always` holds the columns that have the same value in all of them.

    Columns that need a value and are named in neither get the default that their class gives them.

    Raises:
        DBAPIError: as SQLAlchemy's own statements do; a key that exists already among them.
    """
    fixed = {**_defaults(table, {*names, *always}, connection.dialect), **always}
    write = _write_sqlite if connection.dialect.name == "sqlite" else _copy_postgresql
    dialect = connection.dialect
    try:
        write(connection, table.description, names, rows, fixed)
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            f"rows of {table.description}", None, error, dialect.loaded_dbapi.Error, dialect=dialect
        ) from error


def write_search_text(connection: Connection, first_id: int, last_id: int) -> None:
    """The text by which orders written in bulk are found; on SQLite their triggers wrote it (data.md 2)."""
    if connection.dialect.name == "sqlite":
        return
    connection.execute(
        text(
            "INSERT INTO order_search (order_id, text)"
            " SELECT job.id, job.number || ' ' || customer.name || ' ' || job.description"
            " FROM service_order AS job JOIN customer ON customer.id = job.customer_id"
            " WHERE job.id BETWEEN :first AND :last ON CONFLICT (order_id) DO NOTHING"
        ),
        {"first": first_id, "last": last_id},
    )


def _defaults(table: FromClause, named: set[str], dialect: Dialect) -> dict[str, Cell]:
    """What a class gives its columns that need a value, as the driver takes it."""
    found: dict[str, Cell] = {}
    for column in table.c:
        if column.name in named or column.nullable or column.default is None:
            continue
        value: Any = getattr(column.default, "arg")  # noqa: B009 - only scalar defaults have it
        turn = column.type.dialect_impl(dialect).bind_processor(dialect)
        found[column.name] = turn(value) if turn is not None else value
    return found


def _write_sqlite(
    connection: Connection,
    table: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    fixed: Mapping[str, Cell],
) -> None:
    marks = ["?" for _name in names] + [_literal(value) for value in fixed.values()]
    columns = ", ".join([*names, *fixed])
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(marks)})"  # noqa: S608 - our own names and constants
    cursor: Any = connection.connection.cursor()  # sqlite3's own
    cursor.executemany(statement, rows)
    cursor.close()


def _literal(value: Cell) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def _copy_postgresql(
    connection: Connection,
    table: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    fixed: Mapping[str, Cell],
) -> None:
    end = "".join("\t" + _cell(value) for value in fixed.values()) + "\n"
    lines = ("\t".join([_NULL if cell is None else str(cell) for cell in row]) + end for row in rows)
    cursor: Any = connection.connection.cursor()  # psycopg's own
    with cursor.copy(f"COPY {table} ({', '.join([*names, *fixed])}) FROM STDIN") as copy:
        while chunk := "".join(islice(lines, _CHUNK)):
            copy.write(chunk)
    cursor.close()


def _cell(value: Cell) -> str:
    return _NULL if value is None else str(value).translate(_ESCAPES)
