"""Gestures of the board, one class each: move, resize, drop orders, draw a visit, rubber band, pan.

A gesture looks at the scene, sets its overlay and, when it ends, says what is wanted. Nothing changes
before the end, so cancelling leaves no trace.
"""

from ui.board.gestures.band import RubberBand
from ui.board.gestures.carry import MoveVisits
from ui.board.gestures.draw import DrawVisit
from ui.board.gestures.hand import Board, Gesture
from ui.board.gestures.orders import DropOrders
from ui.board.gestures.pan import Pan
from ui.board.gestures.resize import ResizeVisit
from ui.board.gestures.wishes import Copy, Drop, Move, Offer, Way

__all__ = [
    "Board",
    "Copy",
    "DrawVisit",
    "Drop",
    "DropOrders",
    "Gesture",
    "Move",
    "MoveVisits",
    "Offer",
    "Pan",
    "ResizeVisit",
    "RubberBand",
    "Way",
]
