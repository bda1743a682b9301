"""Brushes, texts and atlas of the board for one theme, density, screen and colour scheme; made anew when one
changes.
"""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from models.terms import VisitStatus
from resources.texts import format_time
from ui import theme
from ui.board.geometry import Density
from ui.board.painting.atlas import Atlas
from ui.board.painting.lettering import Lettering
from ui.board.painting.looks import HATCH as HATCHED
from ui.board.painting.looks import STRIPE, looks_in, mixed
from ui.board.telling.schemes import Colouring

HATCH = 12
"""Side of the hatch's tile in pixels."""
TEAR = 4
"""Width of the torn edge of folded time in pixels; it repeats after twice as much."""
TEAR_LENGTH = 4_800
"""Longer than a screen is high."""


class Style:
    """Everything the painters take from the theme."""

    def __init__(self, density: Density, ratio: float, colouring: Colouring = Colouring.STATUS) -> None:
        """Read the theme in use for a density, a device pixel ratio and a colour scheme."""
        tokens = theme.tokens
        self.tokens = tokens
        self.density = density
        self.ratio = ratio
        self.colouring = colouring
        self.letters = Lettering(ratio)
        self.looks = looks_in(tokens, colouring)
        self.atlas = Atlas(tokens, self.looks, (density.block, density.pad), ratio)
        self.window, self.surface = QBrush(tokens.window), QBrush(tokens.surface)
        self.off_hours, self.line = QBrush(tokens.off_hours), QBrush(tokens.line)
        self.faint_line = QBrush(mixed(tokens.surface, tokens.line, 0.4))
        self.grid_line = QBrush(mixed(tokens.surface, tokens.line, 0.8))
        self.closed = QBrush(mixed(tokens.surface, tokens.warning, 0.07))
        self.closed_off_hours = QBrush(mixed(tokens.off_hours, tokens.warning, 0.09))
        veil = QColor(tokens.surface)
        veil.setAlphaF(0.72)
        self.veil = QBrush(veil)
        self.text, self.muted, self.accent = tokens.text, tokens.muted, tokens.accent
        self.faded = mixed(tokens.muted, tokens.status_fill[VisitStatus.DONE], 0.1)
        self.accent_brush, self.bad_brush = QBrush(tokens.accent), QBrush(tokens.bad)
        self.accent_surface = QBrush(tokens.accent_surface)
        self.now, self.now_brush = tokens.now, QBrush(tokens.now)
        self.travel = QBrush(mixed(tokens.surface, tokens.muted, 0.45))
        self.travel_short = QBrush(tokens.now)
        self.bracket = QBrush(mixed(tokens.surface, tokens.muted, 0.62))
        self.hatch_step = HATCH
        self.hatch = _hatched(mixed(tokens.off_hours, tokens.line, 0.65), tokens.off_hours, ratio)
        self.tear = _torn(mixed(tokens.surface, tokens.muted, 0.32), tokens.off_hours, ratio)
        self._dress_blocks()
        self._minutes: dict[int, str] = {}

    def _dress_blocks(self) -> None:
        """Brushes and inks by look; inks that are the same colour are one."""
        tokens = self.tokens
        self.fills = [QBrush(look.fill) for look in self.looks]
        self.strong_fills = [QBrush(mixed(look.fill, look.edge, 0.5)) for look in self.looks]
        self.borders = [QBrush(look.edge) for look in self.looks]
        self.strikes = [QBrush(mixed(look.fill, look.ink, 0.32)) for look in self.looks]
        ground = tokens.status_fill[VisitStatus.CANCELLED]
        self.fills[-1] = _hatched(mixed(ground, tokens.line, HATCHED), ground, self.ratio)
        clear = QColor(tokens.accent)
        clear.setAlphaF(STRIPE)
        self.stripes = _hatched(clear, QColor(0, 0, 0, 0), self.ratio)
        self.inks: list[QColor] = []
        known: dict[int, int] = {}
        for look in self.looks:
            for ink in (look.text, look.quiet):
                if known.setdefault(ink.rgba(), len(self.inks)) == len(self.inks):
                    self.inks.append(ink)
        self.text_inks = [known[look.text.rgba()] for look in self.looks]
        self.quiet_inks = [known[look.quiet.rgba()] for look in self.looks]

    def clock(self, minute: int) -> str:
        """Wall time of a minute of the day."""
        text = self._minutes.get(minute)
        if text is None:
            text = self._minutes[minute] = format_time(time(minute // 60, minute % 60))
        return text


def _hatched(ink: QColor, ground: QColor, ratio: float) -> QBrush:
    """Diagonal stripes of two colours that repeat every HATCH pixels in both directions."""
    tile = QPixmap(round(HATCH * ratio), round(HATCH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, HATCH / 3.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    for shift in (-HATCH, 0, HATCH):
        painter.drawLine(shift - 2, HATCH + 2, shift + HATCH + 2, -2)
    painter.end()
    return QBrush(tile)


def _torn(ink: QColor, ground: QColor, ratio: float) -> QPixmap:
    """A torn edge that goes on downwards; as a picture, which is drawn much faster than a brush."""
    tile = QPixmap(round(TEAR * ratio), round(TEAR_LENGTH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1))
    corners = range(0, TEAR_LENGTH + 1, TEAR)
    painter.drawPolyline([QPointF(TEAR - 0.5 if at // TEAR % 2 else 0.5, at) for at in corners])
    painter.end()
    return tile
