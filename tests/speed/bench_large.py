"""The painted board where there is more of it: on a 4K screen, and at 2,000 × 60 × 400,000.

What is painted depends on what is in view alone, so that four times the technicians cost no more. Both sizes
are measured in the same process in turns; as CPU time, as in `bench_board`.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable
from itertools import cycle

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollBar

from tests.speed.bench_board import NOON, SIZE, VISITS
from tests.speed.figures import Figure, figure, median, p95
from tests.speed.frames import times_in_turns_ms, times_ms
from tests.ui.board import company
from ui import theme
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel
from ui.board.view import BoardView

LARGEST = (2_000, 60, 400_000)
LARGE_SCREEN = (3840, 2160)
MOST = 1.6
FRAMES = 150


def measure() -> list[Figure]:
    """4K scrolls, then scroll, zoom and drag of the largest board beside the usual one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    theme.apply(app, theme.LIGHT_SCHEME)
    usual = _view((500, 30, VISITS), SIZE)
    figures = _on_a_large_screen(usual, app.processEvents)
    usual.resize(*SIZE)
    largest = _view(LARGEST, SIZE)
    gc.collect()
    gc.freeze()
    for name, step in (("sideways", _across), ("down a lane", _down), ("zoom step", _zoom), ("drag", _drag)):
        for view in (usual, largest):
            view.show_scale(Scale.DAY, NOON)
            view.verticalScrollBar().setValue(0)
            app.processEvents()
        mine, theirs = step(largest, app.processEvents), step(usual, app.processEvents)
        samples, floor = times_in_turns_ms(mine, theirs, repeats=FRAMES, warm_ups=10)
        for view in (usual, largest):
            view.pointer.cancel()
        ratio = median(samples) / median(floor)
        target = f"median ≤ {MOST} × the same at 500 × 30 × 50,000 ({median(floor):.2f} ms)"
        title = f"large: 2,000 × 60 × 400,000, {name}"
        figures.append(Figure(title, median(samples), p95(samples), None, ratio, target, ok=ratio <= MOST))
    largest.close()
    usual.close()
    gc.unfreeze()
    return figures


def _view(size: tuple[int, int, int], pixels: tuple[int, int]) -> BoardView:
    view = BoardView(BoardModel(company.a_window(*size), company.a_travel()))
    view.resize(*pixels)
    view.show()
    QEventLoop().processEvents()
    view.rested()
    return view


def _on_a_large_screen(view: BoardView, frame: Callable[[], object]) -> list[Figure]:
    view.resize(*LARGE_SCREEN)
    frame()
    found = []
    for name, make in (("sideways", _across), ("down a lane", _down)):
        view.show_scale(Scale.DAY, NOON)
        view.rested()
        frame()
        samples = times_ms(make(view, frame), repeats=FRAMES, warm_ups=10)
        title = f"large: 3840 × 2160, day scroll {name}"
        found.append(figure(title, samples, target="p95 ≤ 8 ms", limit_ms=8, by="p95"))
        view.verticalScrollBar().setValue(0)
    return found


def _across(view: BoardView, frame: Callable[[], object]) -> Callable[[], None]:
    view.horizontalScrollBar().setValue(0)
    return _scrolled(view.horizontalScrollBar(), 40, frame)


def _down(view: BoardView, frame: Callable[[], object]) -> Callable[[], None]:
    return _scrolled(view.verticalScrollBar(), 46, frame)


def _scrolled(bar: QScrollBar, step: int, frame: Callable[[], object]) -> Callable[[], None]:
    def one() -> None:
        value = bar.value() + step
        bar.setValue(value if value <= bar.maximum() else 0)
        frame()

    return one


def _zoom(view: BoardView, frame: Callable[[], object]) -> Callable[[], None]:
    factors = cycle([1 / 1.1] * 30 + [1.1] * 30)

    def step() -> None:
        view.zoom(next(factors), around=800)
        frame()

    return step


def _drag(view: BoardView, frame: Callable[[], object]) -> Callable[[], None]:
    """Press on a visit, and carry it about."""
    scene, chance = view.scene, random.Random(5)
    slot = int(scene.slots_in(scene.canvas)[12])
    scene.model.table.lock[slot] = 0
    at = scene.rect_of(slot).center()
    left = Qt.MouseButton.LeftButton
    _send(view, QEvent.Type.MouseButtonPress, at, left)

    def step() -> None:
        at.setX(min(max(at.x() + chance.choice((-26, -14, 14, 26)), 300), 1500))
        at.setY(min(max(at.y() + chance.choice((-46, 0, 0, 46)), 90), 820))
        _send(view, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
        frame()

    return step


def _send(view: BoardView, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
    place, held = QPointF(at), Qt.MouseButton.LeftButton
    everywhere = view.viewport().mapToGlobal(place)
    event = QMouseEvent(kind, place, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)
