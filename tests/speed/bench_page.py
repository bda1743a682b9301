"""The board's page over a database of 500 technicians × 30 days × 50,000 visits, as people meet it.

A press until all lanes are judged and painted; another day; a visit placed elsewhere until its conflicts are
known; and scrolling while arithmetic runs in the process lane. CPU time of the process and all its threads,
as in `bench_board`: nothing here waits for anything, and what else the machine does is left out.
"""

from __future__ import annotations

import os
import time
from itertools import cycle

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tests.speed.databases import large_sqlite
from tests.speed.figures import Figure, figure, median, p95
from tests.speed.frames import times_ms as cpu_times_ms
from ui import theme
from ui.board.conflicts.conflicts import Conflicts
from ui.board.layout.scales import Scale
from ui.board.page import BoardPage
from ui.board.painting.tints import Tints
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live

PRESS_MS, DAY_MS, CONFLICTS_MS = 50.0, 100.0, 50.0
BUSY = 2.0
REPEATS = 40


def measure() -> list[Figure]:
    """All figures of the page."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.apply(app, theme.LIGHT_SCHEME)
    with large_sqlite() as context:
        jobs = Jobs(context)
        page = BoardPage(jobs, Live(jobs), Edits(jobs))
        page.resize(1600, 900)
        page.show()
        while not page.was_shown or page.is_busy or not page.part(Conflicts).is_settled:
            _turn(wait=True)
        page.days.show_scale(Scale.DAY)
        figures = [_press(page), *_days(page), _conflicts(page), _while_busy(page, jobs)]
        page.close()
        jobs.close()
    return figures


def _turn(*, wait: bool = False) -> None:
    """Let what waits be done, painting too."""
    loop = QEventLoop()
    if wait:
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    else:
        loop.processEvents()


def _press(page: BoardPage) -> Figure:
    """Press on visit after visit and pull a little: until every lane is judged and painted."""
    view, samples = page.view, []
    scene, tints = view.scene, page.part(Tints)
    slots = scene.slots_in(scene.canvas.adjusted(40, 40, -80, -60))
    slots = slots[(scene.model.table.lock[slots] == 0)][:REPEATS]
    for slot in slots.tolist():
        at = scene.rect_of(slot).center()
        begun = time.process_time()
        _send(page, QEvent.Type.MouseButtonPress, at)
        for step in (4, 12, 20):
            _send(page, QEvent.Type.MouseMove, at + QPoint(step, 0))
        _turn()
        samples.append((time.process_time() - begun) * 1000)
        if tints.judged.verdicts is None:
            raise RuntimeError("nothing was judged")
        view.pointer.cancel()
        _turn()
    name = f"page: press until {len(scene.model.lanes)} lanes are judged and painted"
    return figure(name, samples, target="p95 ≤ 50 ms", limit_ms=PRESS_MS, by="p95")


def _send(page: BoardPage, kind: QEvent.Type, at: QPoint) -> None:
    port, left = page.view.viewport(), Qt.MouseButton.LeftButton
    button = left if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
    place = QPointF(at)
    event = QMouseEvent(kind, place, port.mapToGlobal(place), button, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(port, event)


def _days(page: BoardPage) -> list[Figure]:
    """The next day and back, then weeks."""
    found = []
    for scale, words in ((Scale.DAY, "day"), (Scale.WEEK, "week")):
        page.days.show_scale(scale)
        _turn()
        turns, samples = cycle((1, -1)), []
        for _number in range(REPEATS):
            by = next(turns)
            begun = time.process_time()
            page.days.step(by)
            _turn()
            samples.append((time.process_time() - begun) * 1000)
        name = f"page: change of {words}"
        found.append(figure(name, samples, target="p95 ≤ 100 ms", limit_ms=DAY_MS, by="p95"))
    page.days.show_scale(Scale.DAY)
    return found


def _conflicts(page: BoardPage) -> Figure:
    """A visit stands elsewhere: until the conflicts of its lane are known and painted."""
    view, conflicts = page.view, page.part(Conflicts)
    scene = view.scene
    place = scene.model.placement(int(scene.slots_in(scene.canvas)[12]))
    steps, samples = cycle((1800, -1800)), []
    for _number in range(REPEATS):
        place = place.moved(lane=place.lane, starts=place.starts + next(steps))
        begun = time.process_time()
        view.place([place])
        while not conflicts.is_settled:
            _turn()
        _turn()
        samples.append((time.process_time() - begun) * 1000)
    name = "page: a visit placed elsewhere, conflicts known and painted"
    return figure(name, samples, target="p95 ≤ 50 ms (own)", limit_ms=CONFLICTS_MS, by="p95")


def _while_busy(page: BoardPage, jobs: Jobs) -> Figure:
    """Scrolls while the process lane counts, against scrolls while it does not."""
    bar = page.view.verticalScrollBar()

    def scroll() -> None:
        value = bar.value() + 46
        bar.setValue(value if value <= bar.maximum() else 0)
        _turn()

    idle = cpu_times_ms(scroll, repeats=200, warm_ups=20)
    ended: list[object] = []
    jobs.crunch(sum, range(1), done=ended.append, owner=page)  # so that the process stands
    while not ended:
        _turn(wait=True)
    jobs.crunch(sum, range(150_000_000), done=ended.append, owner=page)
    bar.setValue(0)
    busy = cpu_times_ms(scroll, repeats=200, warm_ups=20)
    was_busy = len(ended) == 1
    while len(ended) < 2:
        _turn(wait=True)
    ratio = p95(busy) / p95(idle)
    target = f"p95 ≤ 2 × idle ({p95(idle):.2f} ms)" + ("" if was_busy else "; the lane was done too soon")
    name = "page: scroll down a lane, process lane busy"
    return Figure(name, median(busy), p95(busy), None, ratio, target, ok=ratio <= BUSY and was_busy)
