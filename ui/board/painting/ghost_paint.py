"""Paints what a gesture in hand lays over the board: ghosts, their thread and bubble, the rubber band."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from resources.texts import ngettext
from ui import theme
from ui.board.ghosts import Ghost
from ui.board.painting.atlas import RADIUS
from ui.board.painting.blocks import title_top
from ui.board.painting.labels import times
from ui.board.painting.lettering import Hand, Word, write
from ui.board.painting.style import Style
from ui.board.scene import HEADER, Scene

REACH = 4
"""Ghosts and outlines are painted this many pixels outside their block."""
BUBBLE_ROW = 17
REASONS = 3
SIGN = 14
WHOLE = 4
"""This many logical pixels are whole device pixels at ratios of quarters."""
THREAD = 2
"""Thickness of the thread back to where the visit stood."""
PATCHES = 5
"""More ghosts than this are repainted as one rectangle."""


def ghost_rect(scene: Scene, ghost: Ghost) -> QRect:
    """Viewport rectangle of a ghost."""
    return scene.rect_at(ghost.place.lane, ghost.place.starts, ghost.place.ends, ghost.subrow)


def patches(scene: Scene, style: Style) -> list[QRect]:
    """What the overlay covers now, to be repainted before and after it changes; the first changes most."""
    overlay = scene.overlay
    grown = [ghost_rect(scene, ghost).adjusted(-REACH, -REACH, REACH, REACH + 3) for ghost in overlay.ghosts]
    first = QRect()
    if overlay.ghosts:
        first = grown[0] | bubble_rect(scene, style).adjusted(-2, -2, 2, 4)
    if overlay.band is not None:
        first |= overlay.band.normalized().adjusted(-2, -2, 2, 2)
    if len(grown) > PATCHES:
        for rect in grown:
            first |= rect
        grown = []
    return [first, *grown[1:], *thread_rects(scene)]


def thread_rects(scene: Scene) -> list[QRect]:
    """From where the visit stood down or up to the lane it is tied to, then along it."""
    overlay = scene.overlay
    slot = scene.model.table.slot(overlay.origin) if overlay.origin else -1
    if slot < 0 or overlay.tied is None or not overlay.ghosts:
        return []
    tied = overlay.tied
    was, ghost = scene.rect_of(slot), scene.rect_at(tied.lane, tied.starts, tied.ends)
    if was.isEmpty() or ghost.isEmpty() or was.intersects(ghost):
        return []
    x, y = was.left() + 10, ghost.center().y()
    found = []
    if ghost.top() > was.bottom() or ghost.bottom() < was.top():
        top, bottom = (was.bottom() + 1, y) if y > was.bottom() else (y, was.top() - 1)
        found.append(QRect(QPoint(x, top), QPoint(x + THREAD - 1, bottom)))
        begins = x
    else:
        begins = was.right() + 1 if ghost.left() > was.right() else was.left() - 1
    ends = ghost.left() - 1 if ghost.left() > begins else ghost.right() + 1
    if not ghost.left() <= begins <= ghost.right():
        left, right = min(begins, ends), max(begins, ends)
        found.append(QRect(QPoint(left, y), QPoint(right, y + THREAD - 1)))
    return found


def paint_overlay(painter: QPainter, scene: Scene, style: Style) -> None:
    """Ghosts, their thread and bubble, and the rubber band."""
    overlay = scene.overlay
    if not overlay.ghosts and overlay.band is None:
        return
    for rect in thread_rects(scene):
        painter.fillRect(rect, style.accent_brush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for ghost in overlay.ghosts:
        _ghost(painter, scene, style, ghost)
    if overlay.ghosts and overlay.mark == "copy":
        _plus(painter, style, ghost_rect(scene, overlay.ghosts[0]))
    if overlay.ghosts:
        _bubble(painter, scene, style)
    if overlay.band is not None:
        wash = QColor(style.accent)
        wash.setAlphaF(0.12)
        painter.setBrush(wash)
        painter.setPen(QPen(style.accent, 1))
        painter.drawRect(QRectF(overlay.band.normalized()).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)


def _tone(style: Style, *, hard: bool, soft: bool) -> tuple[QColor, QColor, str]:
    """Ink, ground and sign of a verdict."""
    tokens = style.tokens
    if hard:
        return tokens.bad, tokens.bad_surface, "error"
    if soft:
        return tokens.warning, tokens.warning_surface, "warning"
    return tokens.accent, tokens.accent_surface, "good"


def _ghost(painter: QPainter, scene: Scene, style: Style, ghost: Ghost) -> None:
    rect = ghost_rect(scene, ghost)
    if rect.isEmpty():
        return
    ink, ground, _sign = _tone(style, hard=bool(ghost.verdict.hard), soft=not ghost.verdict.fits)
    frame = QRectF(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 26))
    painter.drawRoundedRect(frame.adjusted(0, 2, 1, 3), RADIUS, RADIUS)
    painter.setBrush(ground)
    painter.setPen(QPen(ink, 2))
    painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    letters = style.letters
    room = rect.width() - 14
    top = rect.top() + title_top(style)
    painter.setPen(style.text)
    title = letters.cut(ghost.place.customer or ghost.place.number, Hand.PLAIN, room)
    painter.setFont(letters.fonts[Hand.PLAIN])
    write(painter, rect.left() + 8, top, letters.word(title, Hand.PLAIN))
    if style.density.block < 30:
        return
    when = letters.word(times(scene, style, ghost.place.starts, ghost.place.ends), Hand.SMALL)
    if when.width <= room:
        painter.setFont(letters.fonts[Hand.SMALL])
        write(painter, rect.left() + 8, top + letters.heights[Hand.TITLE], when)


def _plus(painter: QPainter, style: Style, rect: QRect) -> None:
    """The sign of a copy at the ghost's lower right corner."""
    middle = QPoint(rect.right() - 8, rect.bottom() - 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.accent_brush)
    painter.drawEllipse(middle, 7, 7)
    surface = style.tokens.surface
    painter.fillRect(QRect(middle.x() - 4, middle.y() - 1, 8, 2), surface)
    painter.fillRect(QRect(middle.x() - 1, middle.y() - 4, 2, 8), surface)


# ---------------------------------------------------------------------- the bubble


def _rows(scene: Scene, style: Style) -> Iterator[tuple[Word, QColor]]:
    """The lines under the title: the verdict, at most three reasons, then travel and steps."""
    overlay, letters = scene.overlay, style.letters
    for text in overlay.words[:REASONS]:
        yield letters.word(text, Hand.SMALL), style.text
    if len(overlay.words) > REASONS:
        rest = len(overlay.words) - REASONS
        more = ngettext("and {n} more", "and {n} more", rest).format(n=rest)
        yield letters.word(more, Hand.SMALL), style.text
    if overlay.footer:
        yield letters.word(overlay.footer, Hand.SMALL), style.muted


def bubble_rect(scene: Scene, style: Style) -> QRect:
    """Where the verdict in words stands: under the first ghost, above it near the bottom."""
    title = style.letters.word(scene.overlay.title, Hand.TITLE)
    rows = list(_rows(scene, style))
    width = max([title.width + SIGN + 6, *(word.width for word, _ink in rows)]) + 20
    height = 8 + BUBBLE_ROW * (1 + len(rows)) + 4
    ghost = ghost_rect(scene, scene.overlay.ghosts[0])
    canvas = scene.canvas
    if ghost.isEmpty():
        ghost = QRect(canvas.topLeft() + QPoint(8, 8), canvas.topLeft() + QPoint(8, 8))
    left = min(max(ghost.left(), canvas.left() + 4), max(canvas.right() - width - 4, canvas.left() + 4))
    top = ghost.bottom() + 7
    if top + height > canvas.bottom() - 4:
        top = max(ghost.top() - 7 - height, HEADER + 4)
    return QRect(left, top, width, height)


def _card(painter: QPainter, rect: QRect, ink: QColor, ground: QColor) -> None:
    """A bordered ground with a shadow, of plain rectangles: a smooth one of this size takes 0.3 ms."""
    shadow = QColor(0, 0, 0, 28)
    painter.fillRect(rect.left() + 2, rect.bottom() + 1, rect.width() - 2, 2, shadow)
    painter.fillRect(rect.right() + 1, rect.top() + 3, 1, rect.height() - 2, shadow)
    painter.fillRect(rect.adjusted(1, 0, -1, 0), ink)
    painter.fillRect(rect.adjusted(0, 1, 0, -1), ink)
    painter.fillRect(rect.adjusted(1, 1, -1, -1), ground)


def _bubble(painter: QPainter, scene: Scene, style: Style) -> None:
    overlay, letters = scene.overlay, style.letters
    rect = bubble_rect(scene, style)
    ink, _ground, sign = _tone(style, hard=overlay.hard, soft=overlay.soft)
    _card(painter, rect, ink, style.tokens.surface)
    broken = overlay.hard or overlay.soft
    tint = {"error": "bad", "warning": "warning"}.get(sign, "good")
    corner = rect.topLeft() + QPoint(10, 7)
    if style.ratio % 1:  # between device pixels a picture depends on the clip
        corner = QPoint(corner.x() // WHOLE * WHOLE, corner.y() // WHOLE * WHOLE)
    painter.drawPixmap(corner, theme.pixmap(sign, SIGN, ink=tint, ratio=style.ratio))
    painter.setPen(ink if broken else style.text)
    painter.setFont(letters.fonts[Hand.TITLE])
    write(painter, rect.left() + 10 + SIGN + 6, rect.top() + 6, letters.word(overlay.title, Hand.TITLE))
    painter.setFont(letters.fonts[Hand.SMALL])
    for at, (word, colour) in enumerate(_rows(scene, style), 1):
        painter.setPen(colour)
        write(painter, rect.left() + 10, rect.top() + 7 + BUBBLE_ROW * at, word)
