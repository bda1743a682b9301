"""Lays out what a scroll would bring into view next, while nothing else is to be done.

Texts of blocks and lane headers that are seen for the first time cost half of a scrolled strip. They are laid
out in the pauses between the steps of a scroll, and once it rests, in slices that no frame waits long for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QRect, QTimer

from ui.board.painting.painter import BoardPainter
from ui.board.scene import HEADER, Scene

if TYPE_CHECKING:
    from ui.board.painting.surface import Surface

PAUSE = 5
"""Milliseconds after a frame in which nothing came that count as a pause."""
SLICE = 2
"""Milliseconds after which a slice ends with what it is at; no more than twice as long."""
COLUMN = 160
"""Pixels of time that are laid out at once."""
DOWN, UP, ON, BACK = (0, 1), (0, -1), (1, 0), (-1, 0)


class Ahead(QObject):
    """Looks a screen ahead of the view of one surface."""

    def __init__(self, surface: Surface) -> None:
        """Look ahead of a surface."""
        super().__init__(surface)
        self._surface = surface
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.go_on)
        self._ways: tuple[tuple[int, int], ...] = ()
        self._known: set[tuple[str, int]] = set()
        self._of: tuple[object, ...] = ()
        self._places: dict[str, int] = {}

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do until something moves."""
        return not self._timer.isActive()

    def follow(self, dx: int, dy: int) -> None:
        """A scroll moved the view so far: look further that way."""
        across, down = (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)
        self._ways = tuple(way for way in ((across, 0), (0, down)) if way != (0, 0))
        self._timer.start(PAUSE)

    def look_around(self) -> None:
        """The view rests: look to all sides, first to where the last scroll went."""
        others = tuple(way for way in (DOWN, ON, UP, BACK) if way not in self._ways)
        self._ways += others
        self._timer.start(PAUSE)

    def go_on(self) -> None:
        """Do a slice."""
        surface, clock = self._surface, QElapsedTimer()
        painter, scene = surface.board_painter, surface.scene
        if scene.overlay:  # a gesture has all the time
            return
        clock.start()
        self._forget_what_changed(painter, scene)
        for way in self._ways:
            for key, rect in _parts(scene, way):
                if key in self._known:
                    continue
                if clock.hasExpired(SLICE):
                    self._timer.start(0)
                    return
                self._known.add(key)
                painter.lay_out(scene, rect)
                kind, lane = key
                if kind == "lane" and rect.height():
                    painter.column.picture(scene, lane, rect.height())

    def _forget_what_changed(self, painter: BoardPainter, scene: Scene) -> None:
        """What was laid out for another zoom, other rows or lanes is of no use."""
        of = painter, painter.forgotten, scene.axis, scene.encoding.lines, scene.load_days, scene.size
        if of != self._of:
            self._of = of
            self._known.clear()
        for kind, at in (("lane", scene.scroll_x), ("column", scene.scroll_y)):
            if self._places.get(kind) != at:
                self._places[kind] = at
                self._known = {key for key in self._known if key[0] != kind}


def _parts(scene: Scene, way: tuple[int, int]) -> Iterator[tuple[tuple[str, int], QRect]]:
    """What lies within a screen beyond the view, the nearest first: lanes, or columns of time."""
    canvas, (across, down) = scene.canvas, way
    if down:
        top = scene.scroll_y + (canvas.height() if down > 0 else -canvas.height())
        first, last = scene.rows.span(top, top + canvas.height())
        for lane in range(first, last)[::down]:
            high = scene.lane_bottom(lane) - scene.lane_top(lane)
            yield ("lane", lane), QRect(canvas.left(), scene.lane_top(lane), canvas.width(), high)
        return
    left = scene.scroll_x + (canvas.width() if across > 0 else -canvas.width())
    for column in range(left // COLUMN, -(-(left + canvas.width()) // COLUMN))[::across]:
        x = column * COLUMN - scene.scroll_x + scene.lane_column
        yield ("column", column), QRect(x, HEADER, COLUMN, canvas.height())
