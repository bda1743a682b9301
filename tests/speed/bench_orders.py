"""The list of orders at a million, on both databases: first page, vector of ids, random jump to painted.

The floor is the driver itself with the very statements of the query, fetched and thrown away, in one run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import event

from app.context import Context
from app.queries.order_list import (
    OrderFilter,
    OrderSort,
    OrderView,
    first_orders,
    order_ids,
    order_rows,
)
from models.terms import Progress
from tests.speed.databases import large_postgres, large_sqlite
from tests.speed.figures import Figure, figure, times_ms
from ui import theme
from ui.jobs import Jobs
from ui.orders.order_list import OrderTable

_ORDERS = 1_000_000
_SIZE = (1600, 900)
_JUMPS = 60
_LIMIT = 50.0
_OPEN = OrderFilter(progress=frozenset({Progress.IN_PROCESS}))
_SEARCHES = ("SO-0123", "hotel lift", "nothing of the kind")


def measure() -> list[Figure]:
    """First page and jump within 50 ms, on SQLite, and on PostgreSQL where there is one."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.apply(app, theme.LIGHT_SCHEME)
    figures: list[Figure] = []
    with large_sqlite(orders=_ORDERS) as context:
        figures += _of("SQLite", context)
    with large_postgres(orders=_ORDERS) as context:
        if context is not None:
            figures += _of("PostgreSQL", context)
    return figures


def _of(name: str, context: Context) -> list[Figure]:
    with context.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")  # as autovacuum does soon after such a load
        connection.commit()
    views = {f"by {sort.value}": OrderView(sort=sort) for sort in OrderSort}
    views["in process"] = OrderView(shown=_OPEN)
    views["to plan"] = OrderView(shown=OrderFilter(is_planned=False))
    figures = [_first_page(f"first page {said}, {name}", context, view) for said, view in views.items()]
    for text in _SEARCHES:
        samples = _times(context, first_orders, OrderView(shown=OrderFilter(text=text)))
        figures.append(figure(f"search “{text}”, {name}", samples, target="told, not asked for"))
    vector = _times(context, order_ids, OrderView(), repeats=3)
    figures.append(figure(f"ids of {_ORDERS:,} orders, {name}", vector, target="in the background"))
    return [*figures, *_jump(name, context)]


def _first_page(name: str, context: Context, view: OrderView) -> Figure:
    samples = _times(context, first_orders, view)
    floor = times_ms(_bare(context, first_orders, view), repeats=15, warm_ups=2)
    return figure(name, samples, limit_ms=_LIMIT, floor=floor, target="< 50 ms")


def _times(context: Context, query: Callable[..., Any], *args: Any, repeats: int = 15) -> list[float]:
    return times_ms(lambda: context.read(query, *args), repeats=repeats, warm_ups=2)


def _bare(context: Context, query: Callable[..., Any], *args: Any) -> Callable[[], None]:
    """The same statements on the driver: executed, fetched, thrown away."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement != "BEGIN":
            said.append((statement, values))

    engine = context.database.engine
    event.listen(engine, "before_cursor_execute", hear)
    context.read(query, *args)
    event.remove(engine, "before_cursor_execute", hear)

    def run() -> None:
        connection = engine.raw_connection()
        cursor = connection.cursor()
        for statement, values in said:
            cursor.execute(statement, values)
            cursor.fetchall()
        cursor.close()
        connection.close()

    return run


def _jump(name: str, context: Context) -> list[Figure]:
    """The scrollbar is dragged to anywhere: until every row in sight is there and painted."""
    jobs = Jobs(context)
    table = OrderTable(jobs, zone=lambda: "Europe/Amsterdam")
    table.resize(*_SIZE)
    table.show()
    _wait_for(table, lambda: table.show_view(OrderView()), lambda: table.orders.rowCount() == _ORDERS)
    chance = random.Random(1)
    bar = table.verticalScrollBar()

    def jump() -> None:
        bar.setValue(chance.randrange(bar.maximum()))
        _wait_for(table, table.viewport().repaint, lambda: _is_loaded(table))
        table.viewport().repaint()

    samples = times_ms(jump, repeats=_JUMPS, warm_ups=5)
    ids = table.orders.ids[500_000:500_064].tolist()
    bare = _bare(context, order_rows, ids)
    floor = times_ms(bare, repeats=_JUMPS, warm_ups=5)
    pages = times_ms(lambda: context.read(order_rows, ids), repeats=_JUMPS, warm_ups=5)
    table.close()
    jobs.close()
    return [
        figure(f"page of 64 orders, {name}", pages, floor=floor, target="told, not asked for"),
        figure(f"jump anywhere until painted, {name}", samples, limit_ms=_LIMIT, target="< 50 ms median"),
    ]


def _is_loaded(table: OrderTable) -> bool:
    first = table.rowAt(0)
    last = table.rowAt(table.viewport().height() - 1)
    return all(table.orders.peek(row) is not None for row in range(first, last + 1))


def _wait_for(table: OrderTable, start: Callable[[], object], holds: Callable[[], bool]) -> None:
    """Start something and run the event loop until it holds; answers arrive as changes of the model."""
    loop = QEventLoop()

    def look() -> None:
        if holds():
            loop.quit()

    model = table.orders
    model.dataChanged.connect(look)
    model.modelReset.connect(look)
    start()
    if not holds():
        loop.exec()
    model.dataChanged.disconnect(look)
    model.modelReset.disconnect(look)
