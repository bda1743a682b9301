"""Draws the real window to a picture, without a screen: README's pictures come from here."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from app.context import Clock, Context, wall_clock
from app.settings import Settings
from models.errors import Refused
from models.terms import VisitStatus
from resources.texts import _
from ui.board.layout.scales import Scale
from ui.board.page import BoardPage
from ui.jobs import Jobs
from ui.main import make_application
from ui.window import PAGES, Window

_SETTLE_MILLISECONDS = 400
_LONGEST_MILLISECONDS = 20_000
_PLANNED = tuple(VisitStatus).index(VisitStatus.PLANNED)
_SMALL = 0
"""Packed as small as it goes, without a loss."""


@dataclass(frozen=True, slots=True)
class Shot:
    """What a picture shows: a page; of the board the day, the scale, low lanes, the details of a visit."""

    page: str = "board"
    day: date | None = None
    scale: str = Scale.DAY.value
    size: tuple[int, int] = (1600, 900)
    is_compact: bool = False
    with_details: bool = False


def take(settings: Settings, shot: Shot, *, file: Path, clock: Clock = wall_clock) -> None:
    """Write a picture of a page of the window; the board at a scale such as “week”.

    Raises:
        Refused: there is no such page or scale, or the file cannot be written.
        Refused, Unavailable: as `Context`.
    """
    if shot.page not in PAGES:
        raise Refused(
            _("There is no page “{page}”; the pages are: {pages}.").format(
                page=shot.page, pages=", ".join(PAGES)
            )
        )
    scales = [each.value for each in Scale]
    if shot.scale not in scales:
        raise Refused(
            _("There is no scale “{scale}”; the scales are: {scales}.").format(
                scale=shot.scale, scales=", ".join(scales)
            )
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    context = Context(settings, clock=clock)
    app = make_application(settings)  # kept: Qt needs it as long as there are widgets
    with tempfile.TemporaryDirectory() as folder:  # the person's own window keeps its size and panes
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        QSettings().setValue("board/compact", shot.is_compact)
        window = Window(Jobs(context), day=shot.day)
        window.resize(*shot.size)
        window.show_page(shot.page)
        window.show()
        _wait_until_idle(window.jobs)
        board = window.page(shot.page)
        if isinstance(board, BoardPage):
            board.show_scale(Scale(shot.scale))
            _wait_until_idle(window.jobs)
            if shot.with_details:
                _select_a_visit(board)
                _wait_until_idle(window.jobs)
        picture = window.grab()
        window.close()
    context.close()
    app.processEvents()
    if not picture.save(str(file), "PNG", _SMALL):
        raise Refused(_("{file} cannot be written.").format(file=file))


def _select_a_visit(board: BoardPage) -> None:
    """The widest visit in view that nobody has begun."""
    scene = board.view.scene
    table, inside = scene.model.table, scene.canvas
    slots = [slot for slot in scene.slots_in(inside).tolist() if inside.contains(scene.rect_of(slot))]
    planned = [slot for slot in slots if table.status[slot] == _PLANNED]
    if planned:
        widest = max(planned, key=lambda slot: scene.rect_of(slot).width())
        board.view.select(frozenset({int(table.id[widest])}))


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
