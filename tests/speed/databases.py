"""Large databases for benchmarks: SQLite files are kept in a temporary folder by size and schema version."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.context import Context
from app.demo import fill_large
from app.schema import HEAD
from app.settings import Settings
from tests.postgres import programs, start

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)
"""When benchmarks happen: a Monday morning in the middle of the large company's days."""


def the_time() -> datetime:
    """A clock that stands at `NOW`."""
    return NOW


def _open(url: str) -> Context:
    return Context(Settings(database=url), clock=the_time)


def large_file(*, technicians: int = 500, days: int = 30, visits: int = 50_000, orders: int = 60_000) -> Path:
    """A SQLite file of that size, made when there is none yet."""
    folder = Path(tempfile.gettempdir()) / "servicebord-bench"
    folder.mkdir(exist_ok=True)
    file = folder / f"large-{HEAD}-{technicians}-{days}-{visits}-{orders}.db"
    if not file.exists():
        making = file.with_suffix(".making")
        for left in folder.glob(f"{making.name}*"):
            left.unlink()
        context = _open(f"sqlite:///{making}")
        fill_large(context, technicians=technicians, days=days, visits=visits, orders=orders)
        context.close()
        making.rename(file)
    return file


@contextmanager
def large_sqlite(**size: int) -> Iterator[Context]:
    """A context on a large SQLite file."""
    context = _open(f"sqlite:///{large_file(**size)}")
    yield context
    context.close()


@contextmanager
def large_postgres(
    *, technicians: int = 500, days: int = 30, visits: int = 50_000, orders: int = 60_000
) -> Iterator[Context | None]:
    """A context on a large database of a PostgreSQL of our own; None where there is no PostgreSQL."""
    folder = programs()
    if folder is None:
        yield None
        return
    cluster = start(folder)
    try:
        cluster.run("CREATE DATABASE large")
        context = _open(cluster.url("large"))
        fill_large(context, technicians=technicians, days=days, visits=visits, orders=orders)
        yield context
        context.close()
    finally:
        cluster.stop()
