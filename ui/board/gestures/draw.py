"""Ctrl+drag on empty space draws a visit that somebody is still to be chosen for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from resources.texts import _
from ui.board.aiming import SHORTEST, overlay_for, stepped_instant
from ui.board.editing.placements import Placement
from ui.board.gestures.carry import lane_at
from ui.board.gestures.hand import Board, Keyless
from ui.board.ghosts import Overlay


def empty_placement(*, lane: int, starts: int, ends: int) -> Placement:
    """A visit of nobody yet."""
    return Placement(
        visit_id=0,
        order_id=0,
        lane=lane,
        starts=starts,
        ends=ends,
        site_id=0,
        needs=(),
        promise_from=0,
        promise_to=0,
        number="",
        customer=_("New visit"),
    )


class DrawVisit(Keyless):
    """A span of one lane from where it was pressed, 15 minutes at least (board.md 5, 25)."""

    scrolls = True

    def __init__(self, board: Board, at: QPoint) -> None:
        """Begin at a viewport point."""
        self._board = board
        scene = board.scene
        self._lane = lane_at(scene, at)
        self._technician = scene.model.lanes[self._lane].technician_id
        self._begin = scene.time(at.x())
        self._place: Placement | None = None
        self._at, self._modifiers = at, Qt.KeyboardModifier.NoModifier
        board.say(_("Release to choose an order for this time · Alt by the minute · Esc cancels"))

    @property
    def carried(self) -> Placement | None:
        """What is drawn says nothing of other lanes."""
        return None

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show the span."""
        self._at, self._modifiers = at, modifiers
        scene = self._board.scene
        free = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        here = scene.time(at.x())
        edges = [round(one / 60) * 60 if free else stepped_instant(scene, one) for one in (self._begin, here)]
        if here < self._begin:
            starts, ends = min(edges[1], edges[0] - SHORTEST), edges[0]
        else:
            starts, ends = edges[0], max(edges[1], edges[0] + SHORTEST)
        place = empty_placement(lane=self._lane, starts=starts, ends=ends)
        if place == self._place:
            return
        self._place = place
        overlay = overlay_for(scene, self._board.style_in_use, [place], frozenset())
        self._board.show_overlay(overlay, target_lane=self._lane)

    def renew(self) -> None:
        """Lanes may have got other numbers."""
        lane = self._board.scene.model.lane_of.get(self._technician)
        if lane is None:
            self._place = None
            self._board.show_overlay(Overlay())
            return
        self._lane, self._place = lane, None
        self.move(self._at, self._modifiers)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Ask who is to be visited then."""
        self.move(at, modifiers)
        place = self._place
        self.cancel()
        if place is not None:
            self._board.want_visit(place.lane, place.starts, place.ends)

    def cancel(self) -> None:
        """Take the span away."""
        self._board.show_overlay(Overlay())
        self._board.say("")
