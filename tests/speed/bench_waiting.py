"""Typing into the waiting list's filters over 20,000 orders: each key press until the list is painted."""

from __future__ import annotations

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.speed.figures import Figure, figure
from tests.ui.board.company import MONDAY, ZONE, epoch, waiting_rows
from ui import theme
from ui.board.waiting.waiting import WaitingList

_ORDERS = 20_000
_LIMIT = 50.0
_TEXTS = ("koelhuis west", "zwolle", "so-21", "nothing of the kind")
_LETTERS_A_SECOND = 15


def measure() -> list[Figure]:
    """A key press in any box p95 within 50 ms, and no letter lost at fifteen a second."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.apply(app, theme.LIGHT_SCHEME)
    waiting = WaitingList()
    waiting.resize(1600, 260)
    waiting.words.now = epoch(MONDAY, 600)
    waiting.show_rows(waiting_rows(_ORDERS), zone=ZONE, today=MONDAY)
    waiting.show()
    while not waiting.model.index_of_rows.is_ready:
        _paint()
    figures = [_typed("key press in the filter of the waiting list", waiting.filter)]
    waiting.bar.boxes.setChecked(True)
    keys = [column.key for column in waiting.model.columns]
    for key in ("customer", "left", "responsible"):
        box = waiting.header.box(keys.index(key))
        figures.append(_typed(f"key press in the box of “{key}”", box))
    waiting.close()
    return figures


def _paint() -> None:
    """Let everything that waits be done, painting too."""
    QEventLoop().processEvents()


def _typed(name: str, box: QLineEdit) -> Figure:
    """Type at fifteen letters a second; each press is timed until nothing is left to paint."""
    samples: list[float] = []
    is_whole = True
    for text in _TEXTS:
        box.clear()
        _paint()
        for letter in text:
            begun = time.perf_counter()
            QTest.keyClick(box, letter)
            _paint()
            taken = time.perf_counter() - begun
            samples.append(taken * 1000)
            time.sleep(max(1 / _LETTERS_A_SECOND - taken, 0))
        is_whole = is_whole and box.text() == text
    box.clear()
    found = figure(name, samples, limit_ms=_LIMIT, by="p95", target="p95 < 50 ms, no letter lost")
    return (
        found if is_whole else Figure(f"{name}: letters were lost", *([0.0] * 2), _LIMIT, None, "", ok=False)
    )
