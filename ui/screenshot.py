"""Draws the real window to a picture, without a screen: README's pictures come from here."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from app.context import Context
from app.settings import Settings
from models.errors import Refused
from resources.texts import _
from ui.board.layout.scales import Scale
from ui.board.page import BoardPage
from ui.jobs import Jobs
from ui.main import make_application
from ui.window import PAGES, Window

_SETTLE_MILLISECONDS = 400
_LONGEST_MILLISECONDS = 20_000


def take(
    settings: Settings, *, page: str, day: date | None, scale: str, size: tuple[int, int], file: Path
) -> None:
    """Write a picture of a page of the window; the board at a scale such as “week”.

    Raises:
        Refused: there is no such page or scale, or the file cannot be written.
        Refused, Unavailable: as `Context`.
    """
    if page not in PAGES:
        raise Refused(
            _("There is no page “{page}”; the pages are: {pages}.").format(page=page, pages=", ".join(PAGES))
        )
    scales = [each.value for each in Scale]
    if scale not in scales:
        raise Refused(
            _("There is no scale “{scale}”; the scales are: {scales}.").format(
                scale=scale, scales=", ".join(scales)
            )
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    context = Context(settings)
    app = make_application(settings)  # kept: Qt needs it as long as there are widgets
    with tempfile.TemporaryDirectory() as folder:  # the person's own window keeps its size and panes
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        window = Window(Jobs(context), day=day)
        window.resize(*size)
        window.show_page(page)
        window.show()
        _wait_until_idle(window.jobs)
        board = window.page(page)
        if isinstance(board, BoardPage):
            board.show_scale(Scale(scale))
            _wait_until_idle(window.jobs)
        picture = window.grab()
        window.close()
    context.close()
    app.processEvents()
    if not picture.save(str(file)):
        raise Refused(_("{file} cannot be written.").format(file=file))


def _wait_until_idle(jobs: Jobs) -> None:
    """Let every answer arrive and every pane settle."""
    loop = QEventLoop()
    quiet = QTimer()
    quiet.setInterval(_SETTLE_MILLISECONDS)
    quiet.timeout.connect(lambda: loop.quit() if jobs.is_idle else None)
    quiet.start()
    QTimer.singleShot(_LONGEST_MILLISECONDS, loop.quit)
    loop.exec()
    quiet.stop()
