"""The ten best places among 200 technicians × 14 days, and the list in the window 100 ms after the key.

The index is of the size of optimiser.md 5: 2,800 routes, some 14,000 visits. A query sweeps all gaps and has
its ten places judged by the board's judge. In the window the board is one of 500 technicians × 30 days.
"""

from __future__ import annotations

import os
import random
import time
from itertools import cycle

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from models import slots
from models.gaps import Gaps
from tests.speed.databases import large_sqlite
from tests.speed.figures import Figure, figure, times_ms
from tests.ui.board import company
from ui import theme
from ui.board.model import BoardModel
from ui.board.page import BoardPage
from ui.board.slots.slot_index import Bounds, judge_of, snapshot, wish_of
from ui.board.slots.slot_search import subject_of
from ui.board.verbs.slots import slots_of
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live

LANES, DAYS, VISITS = 200, 14, 14_000
QUERY_MS, BUILD_MS, RENEW_MS, LIST_MS = 20.0, 100.0, 0.1, 100.0


def measure() -> list[Figure]:
    """Building, renewing one route, asking for any time and for half a day."""
    model = BoardModel(company.a_window(LANES, DAYS, VISITS), company.a_travel())
    taken = snapshot(model)
    built = times_ms(lambda: Gaps(taken.lanes, taken.stops, taken.travel), repeats=20)
    gaps = Gaps(taken.lanes, taken.stops, taken.travel)
    return [
        _in_the_window(),
        figure(f"slots: index of {LANES} × {DAYS} built", built, limit_ms=BUILD_MS, target="≤ 100 ms"),
        figure("slots: one changed route renewed", _renewed(gaps), limit_ms=RENEW_MS, target="≤ 0.1 ms"),
        figure(
            "slots: best ten, any time",
            _asked(model, gaps, 0),
            limit_ms=QUERY_MS,
            by="p95",
            target="p95 ≤ 20 ms",
        ),
        figure(
            "slots: best ten within half a day",
            _asked(model, gaps, 4 * 3600),
            limit_ms=QUERY_MS,
            by="p95",
            target="p95 ≤ 20 ms",
        ),
    ]


def _renewed(gaps: Gaps) -> list[float]:
    """A visit goes, and comes back."""
    chance = random.Random(5)
    steps = []
    for lane in chance.choices(range(LANES), k=100):
        whole = gaps.stops[lane]
        one = int(chance.choice(whole.visit_id.tolist()))
        steps += [(lane, whole.without(one)), (lane, whole)]
    turns = cycle(steps)
    return times_ms(lambda: gaps.renew(*next(turns)), repeats=400, warm_ups=len(steps))


def _asked(model: BoardModel, gaps: Gaps, seconds: int) -> list[float]:
    now = company.epoch(company.MONDAY, 11 * 60)
    bounds = Bounds(now, now + seconds if seconds else 0)
    rows = company.waiting_rows(100)
    asked = []
    for row in rows:
        place = subject_of(row).place
        asked.append((wish_of(model, place, bounds, row), judge_of(model, place)))
    turns = cycle(asked)

    def ask() -> None:
        wish, judge = next(turns)
        slots.find(gaps, wish, judge=judge)

    return times_ms(ask, repeats=200, warm_ups=10)


def _in_the_window() -> Figure:
    """From the key until the list is painted, for one waiting order after another."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.apply(app, theme.LIGHT_SCHEME)
    with large_sqlite() as context:
        jobs = Jobs(context)
        page = BoardPage(jobs, Live(jobs), Edits(jobs))
        page.resize(1600, 900)
        page.show()
        part = slots_of(page)
        while part.search.gaps() is None or not page.waiting.rows:
            _wait(200)
        ids = list(page.waiting.rows)[:40]
        samples = [_until_painted(page, order_id) for order_id in ids]
        page.close()
        jobs.close()
    return figure(
        "slots: key to list in the window", samples[5:], limit_ms=LIST_MS, by="p95", target="p95 ≤ 100 ms"
    )


def _until_painted(page: BoardPage, order_id: int) -> float:
    page.waiting.table.choose(order_id)
    _wait(60)
    start = time.perf_counter()
    part = slots_of(page)
    part.ask()
    part.tab.repaint()
    page.view.viewport().repaint()
    return (time.perf_counter() - start) * 1000


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
