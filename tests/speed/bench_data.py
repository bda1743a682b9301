"""The board's data on both databases: loading, refreshing, moving, the window meanwhile (data.md 1, 6)."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.board import board_window, visits_by_ids, waiting_orders
from app.queries.board.visits import NUMBERS, TEXTS
from app.queries.board.window import touching
from app.queries.travel import travel
from app.usecases.visits import Placement, move_visits
from app.work import Work
from models.terms import VisitStatus
from models.visits import Visit
from tests.speed.databases import NOW, large_postgres, large_sqlite
from tests.speed.figures import Figure, figure, p95, times_ms

WINDOW_LIMIT, GAP_LIMIT = 100.0, 16.0
_STARTS = int(NOW.timestamp()) - 6 * 86_400
_ENDS = _STARTS + 14 * 86_400
_LOADS = 7
_TURNS = 15


def measure() -> list[Figure]:
    """Windows of 23,000 visits of 50,000, of 500 technicians and 30 days."""
    figures: list[Figure] = []
    with large_sqlite() as context:
        figures += _of("SQLite", context)
    with large_postgres() as context:
        if context is not None:
            figures += _of("PostgreSQL", context)
    return figures


def _of(name: str, context: Context) -> list[Figure]:
    _calm()
    count = len(context.read(board_window, starts=_STARTS, ends=_ENDS).visits.id)
    figures = [_window(name, context, count), _gap(name, context, count)]
    ids = context.read(board_window, starts=_STARTS, ends=_STARTS + 86_400).visits.id[:50].tolist()
    samples = times_ms(lambda: context.read(visits_by_ids, ids), repeats=30)
    figures.append(figure(f"refresh 50 visits, {name}", samples, target="< 10 ms", limit_ms=10))
    samples = times_ms(lambda: context.read(waiting_orders), repeats=10)
    figures.append(figure(f"waiting list, {name}", samples, target="< 100 ms", limit_ms=100))
    samples = times_ms(lambda: context.read(travel), repeats=10)
    figures.append(figure(f"travel between all sites, {name}", samples, target="< 200 ms", limit_ms=200))
    figures.append(_move(name, context))
    return figures


def _calm() -> None:
    """The window's own recipe against stalls: no collection while it works (data.md 6)."""
    sys.setswitchinterval(0.0005)
    gc.collect()
    gc.freeze()


def _window(name: str, context: Context, count: int) -> Figure:
    """A window, against the bare driver with the very same statements."""
    statements = _statements(context)
    floor: list[float] = []
    samples: list[float] = []
    with context.database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection  # sqlite3's or psycopg's own
        for _turn in range(_TURNS):  # in turn, so that a busy machine slows down both alike
            floor += times_ms(lambda: [_fetch(driver, *said) for said in statements], repeats=1, warm_ups=1)
            samples += times_ms(
                lambda: context.read(board_window, starts=_STARTS, ends=_ENDS), repeats=1, warm_ups=1
            )
    return figure(
        f"board window, {count:,} visits, {name}",
        samples,
        target="< 100 ms, at most 2 x raw driver",
        limit_ms=WINDOW_LIMIT,
        floor=floor,
        most_ratio=2.0,
    )


def _statements(context: Context) -> list[tuple[str, Any]]:
    """What a window asks, but for the visits: those as plain rows, as a driver would fetch them."""
    said: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            said.append((statement, parameters))

    event.listen(context.database.engine, "before_cursor_execute", listen)
    context.read(board_window, starts=_STARTS, ends=_ENDS)
    said[:] = [one for one in said if "FROM visit" not in one[0] or "order_skill" in one[0]]
    context.read(_plain_rows)
    event.remove(context.database.engine, "before_cursor_execute", listen)
    return said


def _plain_rows(session: Session) -> None:
    session.execute(select(*NUMBERS, *TEXTS).where(*touching(_STARTS, _ENDS))).all()


def _fetch(driver: Any, statement: str, parameters: Any) -> int:  # a driver's own connection
    cursor = driver.cursor()
    cursor.execute(statement, parameters)
    rows = len(cursor.fetchall())
    cursor.close()
    return rows


def _gap(name: str, context: Context, count: int) -> Figure:
    """How long the window hears nothing while a reader loads windows: gaps of a timer of 1 ms."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer

    from ui.jobs import Jobs

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QCoreApplication.instance() or QCoreApplication([])
    jobs, loop, beats, left = Jobs(context), QEventLoop(), [], [_LOADS]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))

    def next_load(_window: object = None) -> None:
        if left[0] == 0:
            loop.quit()
            return
        left[0] -= 1
        jobs.read(board_window, starts=_STARTS, ends=_ENDS, done=next_load)

    with _uncollected():
        timer.start(1)
        next_load()
        loop.exec()
        timer.stop()
    jobs.close()
    del application
    gaps = sorted((later - earlier) * 1000 for earlier, later in pairwise(beats))
    p99 = gaps[max(0, -(-99 * len(gaps) // 100) - 1)]
    title = f"gap of the window while {count:,} visits load, p99 (max {gaps[-1]:.1f} ms), {name}"
    return Figure(title, p99, p95(gaps), GAP_LIMIT, None, "p99 < 16 ms", p99 < GAP_LIMIT)


@contextmanager
def _uncollected() -> Iterator[None]:
    """As in the window: the collector runs from an idle timer, not while something loads."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _move(name: str, context: Context) -> Figure:
    """One visit moved to and fro by five minutes, judged and committed."""

    def chosen(work: Work) -> Visit:
        later = NOW + timedelta(days=3)
        found = select(Visit).where(Visit.starts_at > later, Visit.status == VisitStatus.PLANNED)
        return work.session.scalars(found.order_by(Visit.id).limit(1)).one()

    visit, _changes = context.run(chosen)
    stands = Placement(
        visit.id, visit.order_id, visit.technician_id, visit.starts_at, visit.ends_at, visit.version
    )
    state = [stands]

    def move() -> None:
        now = state[0]
        by = timedelta(minutes=-5 if now.starts == stands.starts else 5)
        planned, _changes = context.run(
            move_visits,
            placements=[replace(now, starts=now.starts + by, ends=now.ends + by)],
            going_back=True,
        )
        state[0] = replace(now, starts=now.starts + by, ends=now.ends + by, seen=planned.placed[0].version)

    samples = times_ms(move, repeats=41, warm_ups=5)
    return figure(f"move a visit, commit, {name}", samples, target="p95 < 50 ms", limit_ms=50, by="p95")
