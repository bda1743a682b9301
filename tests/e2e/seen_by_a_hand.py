"""Run as a program: the real window on a real screen, which tells where a hand would have to go.

It prints one line of JSON with screen positions once the board stands, and ends when its input ends.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.context import Context
from app.settings import Settings
from ui.board.page import BoardPage
from ui.jobs import Jobs
from ui.main import make_application
from ui.window import Window


def main(database: str, number: str, code: str, at: str) -> int:
    """Open the window and wait for the hand."""
    settings = replace(Settings(), database=database, scheme="light")
    app = make_application(settings)
    window = Window(Jobs(Context(settings)), day=date.fromisoformat(at[:10]))
    window.setGeometry(0, 0, 1600, 900)
    window.show()
    page = window.page("board")
    if not isinstance(page, BoardPage):
        raise TypeError(page)
    timer = QTimer(window)
    timer.setInterval(200)
    timer.timeout.connect(lambda: _tell(timer, window, page, (number, code, at)))
    timer.start()
    threading.Thread(target=_end_with_input, args=(app,), daemon=True).start()
    return app.exec()


def _end_with_input(app: QApplication) -> None:
    sys.stdin.read()
    QTimer.singleShot(0, app, app.quit)


def _tell(timer: QTimer, window: Window, page: BoardPage, wanted: tuple[str, str, str]) -> None:
    """Tell the places once they have stood still for a moment."""
    places = _places(window, page, wanted)
    if places is None or places != timer.property("places"):
        timer.setProperty("places", places)
        return
    timer.stop()
    print(places, flush=True)  # noqa: T201 - the test reads it


def _places(window: Window, page: BoardPage, wanted: tuple[str, str, str]) -> str | None:
    number, code, at = wanted
    numbers = [row.number for row in page.waiting.model.rows]
    lanes = [lane.code for lane in page.view.scene.model.lanes]
    if not window.jobs.is_idle or page.is_busy or number not in numbers or code not in lanes:
        return None
    table, scene = page.waiting.table, page.view.scene
    row = table.visualRect(page.waiting.model.index(numbers.index(number), 1)).center()
    lane = lanes.index(code)
    x = scene.x(int(datetime.fromisoformat(at).timestamp()))
    y = (scene.lane_top(lane) + scene.lane_bottom(lane)) // 2
    places = {"row": _global(table.viewport(), row), "lane": _global(page.view.viewport(), QPoint(x, y))}
    return json.dumps(places)


def _global(widget: QWidget, at: QPoint) -> tuple[int, int]:
    point = widget.mapToGlobal(at)
    return point.x(), point.y()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
