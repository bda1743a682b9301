"""What runs out next, of 10,000 running clocks, and the editor of an order with 50 lines; on both databases.

The list is measured as the page asks for it: counted, sorted, its first rows with names. The editor from the
asking until every line in sight is painted, in a window of the usual size.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.context import Context
from app.queries.board import order_dues
from app.queries.watch_list import WatchFilter, watch_list
from app.work import Work
from models.calendars import Calendar
from models.clock_face import clock_fields
from models.company import Company
from models.opening import work_calendar
from models.orders import OrderLine, ServiceOrder
from models.service_levels import ServiceLevel
from models.terms import ClockState, LevelSource, Progress, TransactionType
from tests.speed.databases import NOW, large_postgres, large_sqlite
from tests.speed.figures import Figure, figure, times_ms
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.editor import OrderEditor

_CLOCKS, _LINES = 10_000, 50
_LIST_MS, _EDITOR_MS = 50.0, 150.0
_SIZE = (1600, 900)
_EXCEEDED = WatchFilter(states=frozenset({ClockState.EXCEEDED}))


def measure() -> list[Figure]:
    """Each figure on SQLite, and on PostgreSQL where there is one."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.apply(app, theme.LIGHT_SCHEME)
    figures: list[Figure] = []
    with large_sqlite() as context:
        figures += _of("SQLite", context)
    with large_postgres() as context:
        if context is not None:
            figures += _of("PostgreSQL", context)
    return figures


def _of(name: str, context: Context) -> list[Figure]:
    order_id, _changes = context.run(_prepare)
    with context.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    figures = []
    for said, shown in (("", WatchFilter()), (", exceeded only", _EXCEEDED)):
        samples = _times(lambda shown=shown: context.read(watch_list, now=NOW, shown=shown))
        title = f"what runs out next of {_CLOCKS:,} clocks{said}, {name}"
        figures.append(figure(title, samples, limit_ms=_LIST_MS, target="< 50 ms"))
    samples = _times(lambda: context.read(order_dues))
    figures.append(figure(f"what the board marks of them, {name}", samples, target="told, not asked for"))
    return [*figures, *_editor(name, context, order_id)]


def _times(act: Callable[[], object]) -> list[float]:
    return times_ms(act, repeats=15, warm_ups=2)


def _prepare(work: Work) -> int:
    """Let 10,000 orders in process follow levels, half of them in a calendar; give one of them 50 lines."""
    session, company = work.session, work.company()
    chosen = session.scalars(
        select(ServiceOrder)
        .where(ServiceOrder.progress == Progress.IN_PROCESS)
        .order_by(ServiceOrder.id)
        .limit(_CLOCKS)
    ).all()
    if len(chosen) < _CLOCKS:
        raise ValueError(f"only {len(chosen)} orders in process")
    levels = [(level, work_calendar(session, level.calendar_id, company)) for level in _levels(work, company)]
    for number, order in enumerate(chosen):
        level, calendar = levels[number % len(levels)]
        begun = NOW - timedelta(hours=number % 90)
        clock_fields(level, calendar, begun, source=LevelSource.ORDER).put_on(order)
    first = chosen[0]
    session.refresh(first, ["lines"])
    last = max((line.line for line in first.lines), default=0)
    missing = range(last + 1, last + 1 + _LINES - len(first.lines))
    first.lines.extend(
        OrderLine(line=line, type=TransactionType.HOUR, description="Inspection") for line in missing
    )
    session.flush()
    return first.id


def _levels(work: Work, company: Company) -> list[ServiceLevel]:
    """Two levels, one in the company's calendar or any there is; those of an earlier run serve again."""
    known = work.session.scalars(
        select(ServiceLevel).where(ServiceLevel.code.in_(("BENCH1", "BENCH2")))
    ).all()
    if known:
        return list(known)
    calendar_id = company.calendar_id or work.session.scalars(select(Calendar.id)).first()
    if calendar_id is None:
        calendar_id = work.add(Calendar(code="BENCH", name="Office")).id
    return [
        work.add(ServiceLevel(code="BENCH1", name="Gold", days=2, calendar_id=calendar_id)),
        work.add(ServiceLevel(code="BENCH2", name="Silver", hours=48)),
    ]


def _editor(name: str, context: Context, order_id: int) -> list[Figure]:
    """From the asking until the order stands there painted."""
    jobs = Jobs(context)
    editor = OrderEditor(jobs, Edits(jobs))
    editor.resize(*_SIZE)
    editor.show()

    def open_it() -> None:
        editor._forget()
        editor.open(order_id)
        waiting = QEventLoop()
        look = QTimer(interval=1)
        look.timeout.connect(lambda: waiting.quit() if editor.details is not None else None)
        look.start()
        waiting.exec()
        editor.repaint()

    samples = _times(open_it)
    editor.close()
    jobs.close()
    title = f"order editor opens, {_LINES} lines, {name}"
    return [figure(title, samples, limit_ms=_EDITOR_MS, target="< 150 ms")]
