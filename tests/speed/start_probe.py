"""The program itself, started as `servicebord` starts it; says when its board stands and what it took.

Run as `python -m tests.speed.start_probe DATABASE YYYY-MM-DD`; prints a line of JSON and ends.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.window import Window


def main(database: str, day: str) -> int:
    """Open the window, wait for the painted board, tell, and close it."""
    importlib.import_module("app.cli")  # what the command loads before it knows that a window is wanted
    gc.disable()  # as app.cli does
    from app.settings import Settings
    from ui.main import Start, make_application

    imported = time.monotonic()
    app = make_application(Settings(database=database, language="en", scheme="light"))
    app.setQuitOnLastWindowClosed(False)
    start = Start(app, Settings(database=database, language="en", scheme="light"))
    start.hook.install()
    start.shown.connect(lambda window: _await_board(window, imported))
    start.finished.connect(app.quit)
    start.hook.crashed.connect(lambda report: (sys.stderr.write(report), app.exit(1)))
    start.open(day=date.fromisoformat(day))
    return app.exec()


def _await_board(window: Window, imported: float) -> None:
    """Look again every few milliseconds, and leave the readers the interpreter."""
    from PySide6.QtCore import QTimer

    shown = time.monotonic()
    timer = QTimer(window)

    def look() -> None:
        if not window.jobs.is_idle:
            return
        timer.stop()
        window.page("board").repaint()
        _tell(imported=imported, shown=shown, painted=time.monotonic())
        window.close()

    timer.timeout.connect(look)
    timer.start(4)


def _tell(**moments: float) -> None:
    cpu = time.process_time()
    sizes = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    megabytes = int(sizes["VmHWM"].split()[0]) / 1024
    sys.stdout.write(json.dumps({**moments, "cpu": cpu, "megabytes": megabytes}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
