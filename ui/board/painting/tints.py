"""While something is carried: which lanes take it, why others do not, and where it would fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QBrush, QColor, QPainter

from ui import theme
from ui.board.conflicts.judging import HARD, SOFT, LaneVerdicts
from ui.board.editing.flowing import LaneTime
from ui.board.editing.placements import Placement
from ui.board.geometry import DAY, Ints
from ui.board.layout.lanes import MARGIN
from ui.board.painting.batch import fill_rects
from ui.board.painting.lettering import Hand, write
from ui.board.painting.overlay import dashed
from ui.board.painting.style import Style
from ui.board.scene import Scene

if TYPE_CHECKING:
    from ui.board.page import BoardPage
    from ui.board.view import BoardView

STILL = 80
"""Milliseconds without a new time after which lanes are judged anew for it: no step of a drag waits."""
WORDS_LEFT = MARGIN + 36
ROW = 16
SIGN = 12
WHOLE = 4
NARROWEST = 12
"""Free time narrower than this on the screen is not outlined."""
LONGEST = 4 * DAY
"""Nor is any when more time than this is in view."""


@dataclass(slots=True)
class Judged:
    """What is known of the lanes for what is carried; nothing while `verdicts` is None.

    Attributes:
        slots: free time that takes it: lane, start and end of each (epoch seconds).
    """

    verdicts: LaneVerdicts | None = None
    slots: list[tuple[int, int, int]] = field(default_factory=list)

    def lanes(self, scene: Scene, rect: QRect, level: int) -> list[int]:
        """The lanes of a level that touch a viewport rectangle."""
        if self.verdicts is None:
            return []
        first, last = scene.span(rect)[0]
        levels = self.verdicts.levels[first:last]
        return [lane for lane in (np.flatnonzero(levels == level) + first).tolist() if scene.rows.shows(lane)]


class LaneTints:
    """Under the visits: a dashed tint on lanes with a warning, outlines of free time that fits."""

    def __init__(self, judged: Judged) -> None:
        """Paint what is judged."""
        self._judged = judged

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint the part inside a rectangle."""
        wash = QColor(style.tokens.warning)
        wash.setAlphaF(0.10)
        line = QBrush(style.tokens.warning)
        canvas = scene.canvas
        for lane in self._judged.lanes(scene, rect, SOFT):
            top, bottom = scene.lane_top(lane), scene.lane_bottom(lane)
            painter.fillRect(canvas.left(), top, canvas.width(), bottom - top - 1, wash)
            dashes = np.arange(canvas.left(), canvas.right(), 12, dtype=np.int64)
            fill_rects(painter, line, dashes, top, (6, 1))
        for lane, starts, ends in self._judged.slots:
            place = scene.rect_at(lane, starts, ends)
            if place.intersects(rect):
                dashed(painter, place, style.accent_brush, (4, 3, 1))


class LaneVeils:
    """Over the visits: lanes that cannot take it are dimmed."""

    def __init__(self, judged: Judged) -> None:
        """Paint what is judged."""
        self._judged = judged

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint the part inside a rectangle."""
        lanes = self._judged.lanes(scene, rect, HARD)
        if not lanes:
            return
        veil = QColor(style.tokens.window)
        veil.setAlphaF(0.42)
        tops: Ints = np.array([scene.lane_top(lane) for lane in lanes], dtype=np.int64)
        bottoms: Ints = np.array([scene.lane_bottom(lane) for lane in lanes], dtype=np.int64)
        canvas = scene.canvas
        left = np.full(len(lanes), canvas.left(), dtype=np.int64)
        fill_rects(painter, QBrush(veil), left, tops, (canvas.width(), bottoms - tops - 1))


class LaneReasons:
    """Beside the lanes: a sign and the reason in words."""

    def __init__(self, judged: Judged) -> None:
        """Paint what is judged."""
        self._judged = judged

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """Paint the part inside a rectangle."""
        for level, sign, ink in ((SOFT, "warning", "warning"), (HARD, "error", "bad")):
            for lane in self._judged.lanes(scene, rect, level):
                self._paint(painter, scene, style, (lane, sign, ink))

    def _paint(self, painter: QPainter, scene: Scene, style: Style, what: tuple[int, str, str]) -> None:
        verdicts, (lane, sign, ink) = self._judged.verdicts, what
        if verdicts is None:
            return
        right = scene.lane_column - 6
        top = scene.lane_top(lane) + style.density.lane - ROW - 4
        ground = style.accent_surface if lane == scene.target_lane else style.surface
        left = WORDS_LEFT if style.density.lane >= 40 else max(WORDS_LEFT, right - 110)
        painter.fillRect(QRect(left, top, right - left, ROW + 1), ground)
        corner = QRect(left, top + 2, SIGN, SIGN).topLeft()
        if style.ratio % 1:
            corner.setX(corner.x() // WHOLE * WHOLE)
            corner.setY(corner.y() // WHOLE * WHOLE)
        painter.drawPixmap(corner, theme.pixmap(sign, SIGN, ink=ink, ratio=style.ratio))
        letters = style.letters
        words = letters.cut(verdicts.reason(lane), Hand.TINY, right - left - SIGN - 6)
        painter.setFont(letters.fonts[Hand.TINY])
        painter.setPen(theme.colour(ink))
        write(painter, left + SIGN + 5, top + 1, letters.word(words, Hand.TINY))
        painter.setPen(Qt.PenStyle.NoPen)


class Tints(QObject):
    """Judges all lanes when something is picked up, and again when its time has rested."""

    def __init__(self, page: BoardPage) -> None:
        """Serve the board of a page."""
        super().__init__(page)
        self.judged = Judged()
        self._view = view = page.view
        self._asked: tuple[int, int, int] | None = None
        self._wait = QTimer(self, singleShot=True, interval=STILL)
        self._wait.timeout.connect(self.judge)
        view.scene.under.append(LaneTints(self.judged))
        view.scene.over.append(LaneVeils(self.judged))
        view.scene.beside.append(LaneReasons(self.judged))
        view.pointer.began.connect(self.judge)
        view.pointer.aimed.connect(self._on_aimed)
        view.pointer.ended.connect(self._forget)

    def _carried(self) -> Placement | None:
        gesture = self._view.pointer.gesture
        return gesture.carried if gesture is not None else None

    def _on_aimed(self) -> None:
        carried = self._carried()
        if carried is not None and self._key(carried) != self._asked:
            self._wait.start()

    def _key(self, carried: Placement) -> tuple[int, int, int]:
        """What the answer depends on: the times, and the model as it is."""
        return carried.starts, carried.ends, self._view.scene.model.revision

    def judge(self) -> None:
        """Judge all lanes for what is carried, at its time."""
        self._wait.stop()
        carried, view = self._carried(), self._view
        if carried is None or not view.scene.model.lanes:
            return
        self._asked = self._key(carried)
        self.judged.verdicts = view.scene.model.judging.judge_lanes(carried)
        self.judged.slots = free_slots(view, carried)
        view.viewport().update()

    def _forget(self) -> None:
        self._wait.stop()
        self._asked = None
        if self.judged.verdicts is not None:
            self.judged.verdicts, self.judged.slots = None, []
            self._view.viewport().update()


def free_slots(view: BoardView, carried: Placement) -> list[tuple[int, int, int]]:
    """Free time in view that takes what is carried whole, travel and promise observed, on lanes in view."""
    scene = view.scene
    (first, last), starts, ends = scene.span(scene.canvas)
    length = carried.ends - carried.starts
    if ends - starts > LONGEST:
        return []
    low, high = max(starts, carried.promise_from), ends
    if carried.promise_to:
        high = min(high, carried.promise_to + length)
    found = []
    for lane in range(first, last):
        if not scene.rows.shows(lane) or _refuses(scene, carried, lane):
            continue
        time = LaneTime(scene.model, lane, low, ahead=high - low + DAY, without=(carried.visit_id,))
        for opens, closes in time.gaps(carried.site_id, since=low):
            if opens >= high:
                break
            closes = min(closes, high)
            if closes - opens >= length and scene.x(closes) - scene.x(opens) >= NARROWEST:
                found.append((lane, opens, closes))
    return found


def _refuses(scene: Scene, carried: Placement, lane: int) -> bool:
    """Whether the technician cannot do it at any time."""
    known = {skill for skill, _name in scene.model.lanes[lane].skills}
    return not {skill for skill, _name in carried.needs} <= known
