"""Change how long a visit takes by dragging one of its ends; with Ctrl what follows makes room."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt

from resources.texts import _
from ui.board.aiming import overlay_for, resized, snapped_edge
from ui.board.editing.placements import Placement
from ui.board.gestures import aims
from ui.board.gestures.aims import Aim, Kind
from ui.board.gestures.hand import Board, Keyless
from ui.board.gestures.sending import as_offer, moves_of, wanted
from ui.board.gestures.wishes import Offer
from ui.board.ghosts import Overlay
from ui.board.scene import START_EDGE


class ResizeVisit(Keyless):
    """Moves one end of a visit; the other stays. Ctrl at the end pushes what follows, travel kept."""

    scrolls = True

    def __init__(self, board: Board, slot: int, edge: int) -> None:
        """Take hold of START_EDGE or END_EDGE of the visit of a slot."""
        self._board = board
        self._place = board.scene.model.placement(slot)
        self._technician = board.scene.model.lanes[self._place.lane].technician_id
        self._at_start = edge == START_EDGE
        self._aim: Aim | None = None
        self._at, self._modifiers = QPoint(), Qt.KeyboardModifier.NoModifier
        board.say(_("Release to change the duration · Ctrl pushes what follows · Alt by the minute"))

    @property
    def carried(self) -> Placement:
        """The visit with its end where it is now."""
        return self._aim.places[0] if self._aim else self._place

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show the other duration."""
        self._at, self._modifiers = at, modifiers
        aim = self._aimed(at, modifiers)
        if self._aim is not None and aim.state == self._aim.state:
            return
        self._aim = aim
        scene, style = self._board.scene, self._board.style_in_use
        overlay = overlay_for(scene, style, aim.places, aim.moving, mark=aim.kind)
        self._board.show_overlay(overlay, target_lane=aim.places[0].lane)

    def _aimed(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> Aim:
        scene = self._board.scene
        free = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        instant = scene.time(at.x())
        if free:
            edge = round(instant / 60) * 60
        else:
            edge = snapped_edge(scene, self._place, instant, at_start=self._at_start)
        place = resized(self._place, edge=edge, at_start=self._at_start, free=free)
        aim = Aim(Kind.MOVE, (place,), (self._place,))
        pushes = modifiers & Qt.KeyboardModifier.ControlModifier and not self._at_start
        return aims.pushing(scene, aim) if pushes else aim

    def renew(self) -> None:
        """Somebody changed rows: the visit may be in a lane of another number, or gone."""
        model = self._board.scene.model
        lane = model.lane_of.get(self._technician)
        if lane is None or model.table.slot(self._place.visit_id) < 0:
            self._aim = None
            self._board.show_overlay(Overlay())
            return
        self._place = replace(self._place, lane=lane)
        self._aim = None
        self.move(self._at, self._modifiers)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Want the new times, or spring back with the reason."""
        board = self._board
        if board.scene.model.table.slot(self._place.visit_id) < 0:
            self.cancel()
            board.refuse(Offer(_("Not changed: the visit was taken off the board meanwhile.")))
            return
        self.move(at, modifiers)
        aim, overlay = self._aim, board.scene.overlay
        self.cancel()
        if aim is None or aim.stays:
            return
        verdicts = [ghost.verdict for ghost in overlay.ghosts]
        if overlay.hard:
            board.refuse(as_offer(board.scene, aim, verdicts, overlay.words))
        else:
            wanted(board, moves_of(board.scene, aim, verdicts))

    def cancel(self) -> None:
        """Take the ghost away."""
        self._board.show_overlay(Overlay())
        self._board.say("")
