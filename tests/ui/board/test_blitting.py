"""A scrolled, hovered, dragged board equals a freshly painted one, pixel for pixel (rendering.md 4)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.queries.board import BoardWindow, OrderDues
from tests.ui.board import company
from ui import theme
from ui.board.layout.arranging import Grouping, LaneOrder
from ui.board.layout.scales import Scale
from ui.board.layout.unassigned import strips_of
from ui.board.model import BoardModel
from ui.board.painting.strip_layer import StripLayer
from ui.board.view import BoardView

STEPS = 600
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


def _mouse(
    view: BoardView, kind: QEvent.Type, at: QPoint, buttons: tuple[Qt.MouseButton, Qt.MouseButton]
) -> None:
    place = QPointF(at)
    event = QMouseEvent(
        kind, place, view.viewport().mapToGlobal(place), *buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), event)


class Walker:
    """Does random things to a board."""

    def __init__(self, view: BoardView, seed: int) -> None:
        self.view = view
        self.chance = random.Random(seed)
        self.held = False
        for clock in view.findChildren(QTimer):  # what happens by itself would fall between two pictures
            clock.setInterval(10_000_000)

    def _point(self) -> QPoint:
        return QPoint(
            self.chance.randrange(240, self.view.width()), self.chance.randrange(50, self.view.height())
        )

    def scroll(self) -> None:
        bar = self.chance.choice((self.view.horizontalScrollBar(), self.view.verticalScrollBar()))
        bar.setValue(bar.value() + self.chance.choice((-333, -46, -40, -7, -1, 1, 3, 40, 46, 219)))

    def hover(self) -> None:
        _mouse(self.view, QEvent.Type.MouseMove, self._point(), (NONE, LEFT if self.held else NONE))

    def press(self) -> None:
        slots = self.view.scene.slots_in(self.view.scene.canvas)
        if self.held:
            self.view.pointer.cancel()
        elif len(slots):
            rect = self.view.scene.rect_of(self.chance.choice(slots.tolist())) & self.view.scene.canvas
            _mouse(self.view, QEvent.Type.MouseButtonPress, rect.center(), (LEFT, LEFT))
        self.held = not self.held and len(slots) > 0

    def zoom(self) -> None:
        self.view.zoom(self.chance.choice((0.6, 0.9, 1.1, 1.7)), around=self.chance.randrange(250, 800))

    def mark(self) -> None:
        slots = self.view.scene.slots_in(self.view.scene.canvas)
        if len(slots):
            self.view.mark_pending(
                [int(self.view.scene.model.table.id[slots[0]])], on=self.chance.random() < 0.5
            )
        self.view.set_now(company.epoch(company.MONDAY, self.chance.randrange(7 * 60, 18 * 60)))

    def run_out(self) -> None:
        """Clocks of service levels run out, a minute or some hours on."""
        ids = np.unique(self.view.scene.model.table.order_id)[:: self.chance.randrange(2, 5)]
        now = company.epoch(company.MONDAY, self.chance.randrange(7 * 60, 18 * 60))
        due = now + np.array([self.chance.randrange(-7200, 7200) for _ in ids], dtype=np.int64)
        self.view.show_dues(OrderDues(ids, due, due - 3600), now)

    def rest(self) -> None:
        self.view.rested()

    def lay_out_otherwise(self) -> None:
        """Fold time, pin lanes, group, widen the column, close groups, open sub-rows."""
        view, scene = self.view, self.view.scene
        ids = [row.technician_id for row in scene.model.lanes]
        act = self.chance.randrange(6)
        if act == 0:
            view.set_folds(on=not view.folds)
        elif act == 1:
            view.set_lane_column(self.chance.randrange(130, 320))
        elif act == 2:
            view.set_collapsed(frozenset(one.key for one in scene.rows.groups if self.chance.random() < 0.2))
        elif act == 3:
            scene.expanded ^= {self.chance.choice(ids)}
            view.rows_changed()
        else:
            pinned = tuple(self.chance.sample(ids, self.chance.randrange(3)))
            view.arrange(LaneOrder(self.chance.choice(list(Grouping)), pinned, frozenset(ids[:1])))
        self.held = False
        view.pointer.cancel()

    def step(self) -> str:
        acts: list[Callable[[], None]] = [
            self.scroll,
            self.hover,
            self.press,
            self.zoom,
            self.mark,
            self.rest,
            self.run_out,
            self.lay_out_otherwise,
        ]
        act = self.chance.choices(acts, (40, 30, 12, 6, 6, 6, 4, 4))[0]
        act()
        return act.__name__


def mismatches(app: QApplication, scheme: str, steps: int, seed: int) -> list[str]:
    """Steps after which the picture on the screen differs from a full repaint."""
    theme.apply(app, scheme)
    view = BoardView(BoardModel(_crowded(company.a_window(14, 8, 260)), company.a_travel()))
    _with_strips(view)
    view.resize(900, 420)
    view.show()
    view.show_scale(Scale.DAY, company.epoch(company.MONDAY, 12 * 60))
    app.processEvents()
    walker, wrong = Walker(view, seed), []
    for number in range(steps):
        name = walker.step()
        app.processEvents()
        shown = _on_screen(view)
        view.viewport().update()
        app.processEvents()
        if shown != _on_screen(view):
            wrong.append(f"{number} {name}")
    view.pointer.cancel()
    view.close()
    view.deleteLater()
    app.processEvents()
    return wrong


def _crowded(window: BoardWindow) -> BoardWindow:
    """The same with so many visits at once in two lanes that their sub-rows are folded, and with breaks."""
    visits = window.visits
    for lane in (1, 4):
        mine = np.flatnonzero(visits.technician_id == lane)[:8]
        visits.starts[mine], visits.ends[mine] = visits.starts[mine[0]], visits.starts[mine[0]] + 5_400
    lanes = tuple(
        replace(row, shifts=tuple(part for a, b in row.shifts for part in ((a, a + 14_400), (a + 17_000, b))))
        for row in window.lanes
    )
    return replace(window, lanes=lanes)


def _with_strips(view: BoardView) -> None:
    """Waiting orders above the lanes."""
    layer = StripLayer()
    rows = [
        replace(row, service_date=company.MONDAY + timedelta(days=n % 6))
        for n, row in enumerate(company.waiting_rows(30))
    ]
    layer.waiting = {row.order_id: row for row in rows}
    layer.strips = strips_of(view.scene.model, view.scene.lane_order, rows)
    view.scene.strips = layer.strips.rows_between(
        view.scene.model.window.starts, view.scene.model.window.ends
    )
    view.scene.under.append(layer)
    view.rows_changed()


def _on_screen(view: BoardView) -> QImage:
    """What the backing store holds: a grab of the window does not repaint."""
    return view.screen().grabWindow(view.winId()).toImage()


def test_a_scrolled_board_equals_a_repainted_one(qapp: QApplication) -> None:
    assert mismatches(qapp, "light", STEPS, 11) == []


def test_it_does_so_on_a_screen_of_one_and_a_half() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from tests.ui.board.test_blitting import mismatches;"
        f"wrong = mismatches(app, 'dark', {STEPS // 2}, 12); print(wrong); sys.exit(bool(wrong))"
    )
    environment = {**os.environ, "QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("seed", [1, 2])
def test_other_walks_too(qapp: QApplication, seed: int) -> None:
    assert mismatches(qapp, "dark", 60, seed) == []
