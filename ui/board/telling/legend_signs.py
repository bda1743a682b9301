"""The signs of the board with their explanations, as the legend lists them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from resources.texts import N_
from ui.board.painting import drawings
from ui.board.painting.looks import mixed
from ui.theme import Tokens

Drawing = Callable[[QPainter, Tokens], None]
"""Draws a sign in a room of 30 by 18 pixels at the painter's origin."""
WIDE, HIGH = 30, 18


def _sign(draw: Callable[[QPainter, Tokens], None], width: int = drawings.SIGN) -> Drawing:
    """A sign of the board's own size, in the middle."""

    def drawn(painter: QPainter, tokens: Tokens) -> None:
        painter.translate((WIDE - width) / 2, (HIGH - drawings.SIGN) / 2)
        draw(painter, tokens)

    return drawn


def _block(painter: QPainter, tokens: Tokens, *, dash: tuple[float, ...] = ()) -> None:
    pen = QPen(tokens.muted, 1)
    if dash:
        pen.setDashPattern(list(dash))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(0.5, 1.5, WIDE - 1, HIGH - 3), 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)


def _urgent(painter: QPainter, tokens: Tokens) -> None:
    _block(painter, tokens)
    painter.fillRect(QRectF(0, 1, 4, HIGH - 2), tokens.bad)


def _low(painter: QPainter, tokens: Tokens) -> None:
    _block(painter, tokens)
    for y in range(4, HIGH - 4, 4):
        painter.fillRect(QRectF(2, y, 2, 2), tokens.text)


def _draft(painter: QPainter, tokens: Tokens) -> None:
    _block(painter, tokens, dash=(4, 3))
    ink = mixed(tokens.surface, tokens.accent, 0.3)
    painter.setPen(QPen(ink, 2))
    for x in (8, 16, 24):
        painter.drawLine(x - 4, HIGH - 4, x + 3, 4)


def _proposed(painter: QPainter, tokens: Tokens) -> None:
    _block(painter, tokens, dash=(1.5, 2.5))


def _finished(painter: QPainter, tokens: Tokens) -> None:
    _block(painter, tokens)
    painter.fillRect(QRectF(4, HIGH / 2, WIDE - 8, 1), tokens.muted)


def _travel(painter: QPainter, tokens: Tokens) -> None:
    painter.fillRect(QRectF(0, 9, WIDE, 2), mixed(tokens.surface, tokens.muted, 0.45))


def _estimated(painter: QPainter, tokens: Tokens) -> None:
    for x in range(0, WIDE, 5):
        painter.fillRect(QRectF(x, 9, 3, 2), mixed(tokens.surface, tokens.muted, 0.45))


def _short(painter: QPainter, tokens: Tokens) -> None:
    painter.fillRect(QRectF(0, 9, WIDE, 2), tokens.now)


def _promise(painter: QPainter, tokens: Tokens) -> None:
    painter.fillRect(QRectF(0, 4, WIDE, 1), tokens.muted)
    for x in (0, WIDE - 1):
        painter.fillRect(QRectF(x, 4, 1, 5), tokens.muted)


def _deadline(painter: QPainter, tokens: Tokens) -> None:
    painter.translate(11, 0)
    drawings.pennant(painter, tokens, 0, HIGH)


def _saw(painter: QPainter, tokens: Tokens) -> None:
    painter.setPen(QPen(tokens.muted, 1))
    painter.translate(WIDE - 8, 1)
    painter.drawPath(drawings.saw(HIGH - 2, 6, left=False))


SIGNS: tuple[tuple[Drawing, str], ...] = (
    (_urgent, N_("High priority")),
    (_low, N_("Low priority")),
    (_draft, N_("Draft, not published")),
    (_proposed, N_("Proposed")),
    (_finished, N_("Finished")),
    (_travel, N_("Travel, with its minutes")),
    (_estimated, N_("Travel, estimated")),
    (_short, N_("Too little time to travel")),
    (_promise, N_("Promised window of the start")),
    (_deadline, N_("Service level runs out here")),
    (_sign(lambda p, t: drawings.clock(p, t, 1)), N_("Less than a quarter of its time left")),
    (_sign(lambda p, t: drawings.clock(p, t, 2)), N_("Too late for its service level")),
    (_sign(lambda p, t: drawings.rule(p, t, "overlap", hard=True)), N_("Breaks a rule that refuses")),
    (_sign(lambda p, t: drawings.rule(p, t, "window", hard=False)), N_("Breaks a rule that warns")),
    (_sign(lambda p, t: drawings.padlock(p, 3, t.text), 20), N_("Locked: t time, p person")),
    (_sign(lambda p, t: drawings.crew(p, 2, t.text)), N_("So many go together")),
    (_sign(lambda p, t: drawings.again(p, t.text)), N_("Comes from an agreement")),
    (_saw, N_("Goes on in another visit, part “2/4”")),
)
"""Drawings with English words, marked; translated where they are said."""
