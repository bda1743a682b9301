"""A picture of visits on their lanes, with names and hours, however far they stand from one another."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, QRegion

from ui.board.ghosts import Overlay

if TYPE_CHECKING:
    from ui.board.view import BoardView

MOST = 6000
"""A picture is at most so many pixels wide or high."""
MARGIN = 40


def picture_of(view: BoardView, visit_ids: Sequence[int]) -> QImage | None:
    """The board from the first to the last of these visits; None when that is too large a picture."""
    scene = view.scene
    slots = scene.slots_of(visit_ids)
    rects = [scene.rect_of(slot) for slot in slots]
    rects = [rect for rect in rects if not rect.isEmpty()]
    if not rects:
        return None
    bounds = rects[0]
    for rect in rects[1:]:
        bounds = bounds.united(rect)
    canvas, lanes = scene.canvas, [int(scene.model.table.lane[slot]) for slot in slots]
    top = min(scene.lane_top(lane) for lane in lanes)
    bottom = max(scene.lane_bottom(lane) for lane in lanes)
    width = bounds.width() + 2 * MARGIN + canvas.left()
    height = bottom - top + canvas.top()
    if max(width, height) > MOST:
        return None
    apart = copy(scene)
    apart.size = QSize(width, height)
    apart.scroll_x = scene.scroll_x + bounds.left() - MARGIN - canvas.left()
    apart.scroll_y = scene.scroll_y + top - canvas.top()
    apart.overlay, apart.hovered, apart.selected, apart.focused = Overlay(), 0, set(), 0
    ratio = view.devicePixelRatioF()
    image = QImage(apart.size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    view.board_painter.paint(painter, apart, QRegion(QRect(0, 0, width, height)))
    painter.end()
    return image
