"""Rows by the hundred thousand: indexes, triggers and search text come after the rows (data.md 2, 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Date, FromClause, bindparam, text

from models.base import Instant
from models.orders import ServiceOrder

_CHUNK = 20_000
_SEARCH_TEXT = (
    "SELECT job.id, job.number || ' ' || customer.name || ' ' || job.description"
    " FROM service_order AS job JOIN customer ON customer.id = job.customer_id"
)
Row = Sequence[Any]
"""Values of the named columns: instants as epoch seconds, dates as dates, the rest as it is stored."""


def write_rows(connection: Connection, table: FromClause, names: Sequence[str], rows: Iterable[Row]) -> int:
    """Write rows past the session, without audit or journal; how many there were."""
    columns = [table.c[name] for name in names]
    on_sqlite = connection.dialect.name == "sqlite"
    turns = [_turn(column.type, on_sqlite=on_sqlite) for column in columns]
    turned = _turned(rows, turns) if any(turns) else iter(rows)
    quoted = ", ".join(column.name for column in columns)
    cursor: Any = connection.connection.cursor()  # sqlite3's or psycopg's own
    if on_sqlite:
        statement = f"INSERT INTO {table.description} ({quoted}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own names
        return sum(_execute_many(cursor, statement, chunk) for chunk in _chunks(turned))
    count = 0
    with cursor.copy(f"COPY {table.description} ({quoted}) FROM STDIN") as copy:
        for row in turned:
            copy.write_row(row)
            count += 1
    return count


@contextmanager
def bare(connection: Connection, *tables: FromClause) -> Iterator[None]:
    """Take indexes and triggers off tables while they are filled; put them back, with the search text."""
    if connection.dialect.name == "sqlite":
        with _bare_sqlite(connection, [table.description for table in tables]):
            yield
    else:
        with _bare_postgresql(connection, [table.description for table in tables]):
            yield


@contextmanager
def _bare_sqlite(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    statement = text(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
        " AND sql IS NOT NULL AND tbl_name IN :tables"
    ).bindparams(bindparam("tables", list(tables), expanding=True))
    found = connection.execute(statement).all()
    for kind, name, _sql in found:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    for _kind, _name, statement in found:
        connection.exec_driver_sql(statement)
    if ServiceOrder.__tablename__ in tables:
        connection.exec_driver_sql(f"INSERT INTO order_search (rowid, text) {_SEARCH_TEXT}")
    connection.exec_driver_sql("ANALYZE")


@contextmanager
def _bare_postgresql(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    wanted = [*tables, "order_search"]
    found = connection.execute(
        text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = ANY(:tables)"
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
        ),
        {"tables": wanted},
    ).all()
    for name, _definition in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    if ServiceOrder.__tablename__ in tables:
        connection.exec_driver_sql(f"INSERT INTO order_search (order_id, text) {_SEARCH_TEXT}")
    for _name, definition in found:
        connection.exec_driver_sql(definition)
    for table in wanted:
        connection.exec_driver_sql(f"ANALYZE {table}")


def follow_sequences(connection: Connection, *tables: FromClause) -> None:
    """Let PostgreSQL give the next ids after those that were written; SQLite does by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.description}', 'id'),"  # noqa: S608 - our own names
            f" (SELECT coalesce(max(id), 1) FROM {table.description}))"
        )


def _turn(kind: object, *, on_sqlite: bool) -> Callable[[Any], Any] | None:  # a driver's value
    """What a column's values need before the driver takes them."""
    if isinstance(kind, Instant):
        return None if on_sqlite else lambda value: datetime.fromtimestamp(value, UTC)
    if isinstance(kind, Date):
        return date.isoformat if on_sqlite else None
    return None


def _turned(rows: Iterable[Row], turns: Sequence[Callable[[Any], Any] | None]) -> Iterator[Row]:  # as _turn
    places = [(place, turn) for place, turn in enumerate(turns) if turn is not None]
    for row in rows:
        values = list(row)
        for place, turn in places:
            if values[place] is not None:
                values[place] = turn(values[place])
        yield values


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _execute_many(cursor: Any, statement: str, chunk: list[Row]) -> int:  # sqlite3's own cursor
    cursor.executemany(statement, chunk)
    return len(chunk)
