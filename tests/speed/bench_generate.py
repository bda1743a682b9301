"""Generating 65,000 orders from 20,000 agreements, against the bare driver (data.md 3; the issue's figures).

The floor writes the very same rows of orders and their lines, and nothing else, into the same tables with the
same indexes: executemany on SQLite, where triggers write the text for searching; on PostgreSQL COPY, with the
text in one statement after it, and no audit. It does so in one transaction, a run in several; it also works
out what is due, hands out numbers and writes the log of stages. Both count orders and lines.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from app.bulk import write_search_text
from app.context import Context
from app.generating import generate
from app.queries.due import Options, Period, Request, due_preview
from app.settings import Settings
from app.usecases.generation import start_run
from app.work import Work
from models.agreements import Agreement, AgreementGroup, AgreementLine, Interval, TimeWindow
from models.customers import Customer
from models.terms import IntervalUnit, TransactionType, WindowMethod
from tests.postgres import Cluster, programs, start
from tests.speed.databases import the_time
from tests.speed.figures import Figure, figure, times_ms

AGREEMENTS = 20_000
PERIOD = Period(date(2026, 12, 1), date(2027, 2, 28))
TURNS = 3
LEAST_SHARE = 0.5
_TABLES = ("service_order", "order_line")


def measure() -> list[Figure]:
    """Both databases: a run, its floor, a second run that finds nothing, the preview."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        figures += _of("SQLite", _Files(Path(folder)))
    programs_at = programs()
    if programs_at is not None:
        cluster = start(programs_at)
        try:
            figures += _of("PostgreSQL", _Databases(cluster))
        finally:
            cluster.stop()
    return figures


@dataclass
class _Files:
    """SQLite files, each copied from the first."""

    folder: Path

    @contextmanager
    def first(self) -> Iterator[Context]:
        """The one that the others are copied from."""
        yield from _opened(f"sqlite:///{self.folder}/first.db")

    @contextmanager
    def fresh(self) -> Iterator[Context]:
        """A copy of it."""
        copy = self.folder / "copy.db"
        shutil.copyfile(self.folder / "first.db", copy)
        yield from _opened(f"sqlite:///{copy}")
        for left in self.folder.glob("copy.db*"):
            left.unlink()


@dataclass
class _Databases:
    """Databases of a PostgreSQL server, each copied from the first."""

    cluster: Cluster

    @contextmanager
    def first(self) -> Iterator[Context]:
        """The one that the others are copied from."""
        self.cluster.run("CREATE DATABASE first")
        yield from _opened(self.cluster.url("first"))

    @contextmanager
    def fresh(self) -> Iterator[Context]:
        """A copy of it, as tidy as a server that vacuums by itself keeps it."""
        self.cluster.run("CREATE DATABASE copy TEMPLATE first")
        yield from _opened(self.cluster.url("copy"))
        self.cluster.run("DROP DATABASE copy WITH (FORCE)")


def _opened(url: str) -> Iterator[Context]:
    context = Context(Settings(database=url), clock=the_time)
    yield context
    context.close()


def _of(name: str, store: _Files | _Databases) -> list[Figure]:
    with store.first() as context:
        context.run(_fill)
        _analyze(context)
    request = Request(PERIOD)
    samples: list[float] = []
    floor: list[float] = []
    written: Any = None  # as the driver reads them
    count = 0
    for _turn in range(TURNS):  # in turn, so that a busy machine slows down both alike
        with store.fresh() as context:
            samples.append(_timed(partial(generate, context, request)))
            written, count = written or _read(context), _count(context)
        with store.fresh() as context:
            _add_run(context)
            floor.append(_timed(partial(_write, context, written)))
    rate = count / (sorted(samples)[len(samples) // 2] / 1000)
    run = figure(
        f"{count:,} orders and lines, {rate:,.0f} rows/s, {name}",
        samples,
        target="at least half the rows/s of the bare driver",
        floor=floor,
        most_ratio=1 / LEAST_SHARE,
    )
    return [run, *_second_runs(name, store, request)]


def _second_runs(name: str, store: _Files | _Databases, request: Request) -> list[Figure]:
    """What there is to wait for when everything is there already."""
    with store.fresh() as context:
        samples = times_ms(lambda: context.read(due_preview, request), repeats=3)
        figures = [figure(f"preview of 20,000 agreements, {name}", samples, target="< 3 s", limit_ms=3000)]
        generate(context, request)
        _analyze(context)
        gaps = replace(request, options=Options(continuous=True))
        for words, again in (("again", request), ("again, continuous", gaps)):
            samples = times_ms(partial(_nothing, context, again), repeats=7)
            figures.append(figure(f"{words}: nothing due, {name}", samples, target="< 300 ms", limit_ms=300))
    return figures


def _nothing(context: Context, request: Request) -> None:
    if generate(context, request).orders:
        raise RuntimeError("a second run made orders")


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def _fill(work: Work) -> None:
    """Agreements with one line each, every fifth with two; monthly, fortnightly or quarterly."""
    session = work.session
    month, fortnight, quarter = (
        work.add(Interval(code=code, unit=unit, every=every)).id
        for code, unit, every in (
            ("M", IntervalUnit.MONTH, 1),
            ("2W", IntervalUnit.WEEK, 2),
            ("Q", IntervalUnit.QUARTER, 1),
        )
    )
    window = work.add(TimeWindow(code="W", method=WindowMethod.WEEK)).id
    group = work.add(AgreementGroup(code="G", name="Standard")).id
    numbers = range(1, AGREEMENTS + 1)
    customers = [{"code": f"C{number}", "name": f"Bakkerij Smit {number}"} for number in numbers]
    session.execute(insert(Customer), customers)
    ids = dict(session.execute(text("SELECT code, id FROM customer")).tuples().all())
    agreements = [
        {
            "code": f"A{number}", "name": f"Onderhoud koelinstallatie {number}", "group_id": group,
            "customer_id": ids[f"C{number}"], "starts_on": date(2026, 1, 1),
        }
        for number in numbers
    ]  # fmt: skip
    session.execute(insert(Agreement), agreements)
    ids = dict(session.execute(text("SELECT code, id FROM agreement")).tuples().all())
    intervals = [month] * 14 + [fortnight] * 3 + [quarter] * 3
    lines = [
        {
            "agreement_id": ids[f"A{number}"], "line": line, "type": TransactionType.HOUR,
            "description": "Inspectie", "interval_id": intervals[number % 20],
            "time_window_id": window if number % 2 else None,
            "starts_on": date(2026, 1, 1) + timedelta(number % 28), "duration_minutes": 45,
        }
        for number in numbers
        for line in range(1, 3 if number % 5 == 0 else 2)
    ]  # fmt: skip
    session.execute(insert(AgreementLine), lines)


def _analyze(context: Context) -> None:
    with context.database.connected() as connection:
        connection.exec_driver_sql("ANALYZE")


def _count(context: Context) -> int:
    with context.database.reading() as session:
        return sum(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in _TABLES)


def _add_run(context: Context) -> None:
    """What the floor's orders refer to."""
    context.run(start_run, request=Request(PERIOD))


def _read(context: Context) -> dict[str, tuple[list[str], Any]]:
    """Columns and rows of each table, just as the driver writes them fastest."""
    found = {}
    with context.database.connected() as connection:
        cursor: Any = connection.connection.cursor()  # sqlite3's or psycopg's own
        for table in _TABLES:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            names = [column[0] for column in cursor.description]
            if context.database.is_sqlite:
                rows: Any = cursor.execute(f"SELECT * FROM {table}").fetchall()
            else:
                with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy:
                    rows = b"".join(copy)
            found[table] = names, rows
    return found


def _write(context: Context, written: dict[str, tuple[list[str], Any]]) -> None:
    with context.database.connected() as connection:
        cursor: Any = connection.connection.cursor()
        for table, (names, rows) in written.items():
            columns = ", ".join(names)
            if context.database.is_sqlite:
                marks = ", ".join("?" * len(names))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
                continue
            connection.exec_driver_sql("SET LOCAL servicebord.bulk = 'on'")
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(rows)
        write_search_text(connection, 1, 1 << 40)
