"""Gestures of the board, one class each: move, resize, drop orders, rubber band, pan.

A gesture looks at the scene, sets its overlay and, when it ends, says what is wanted. Nothing changes
before the end, so cancelling leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, Qt

from app.queries.board import WaitingRow
from models import fit
from resources.texts import _, ngettext
from ui.board.aiming import flowing, overlay_for, resized, snapped_edge, snapped_start
from ui.board.placements import Placement, waiting_placement
from ui.board.scene import START_EDGE, Overlay, Scene
from ui.board.style import Style


@dataclass(frozen=True, slots=True)
class Move:
    """A visit that is to stand elsewhere; `version` is the one the person saw, times epoch seconds."""

    visit_id: int
    version: int
    technician_id: int
    starts: int
    ends: int
    verdict: fit.Verdict


@dataclass(frozen=True, slots=True)
class Drop:
    """An order that is to get a visit; `version` is the order's, times epoch seconds."""

    order_id: int
    version: int
    technician_id: int
    starts: int
    ends: int
    verdict: fit.Verdict


class Board(Protocol):
    """What a gesture needs of the view."""

    @property
    def scene(self) -> Scene:
        """State of the board."""

    @property
    def style_in_use(self) -> Style:
        """Texts and measures of the board."""

    def show_overlay(self, overlay: Overlay, *, target_lane: int = -1) -> None:
        """Repaint what the overlay covered and covers."""

    def pan_by(self, delta: QPoint) -> None:
        """Scroll by pixels."""

    def select(self, visit_ids: frozenset[int]) -> None:
        """Make these the selected visits."""

    def over_waiting_list(self, at: QPoint) -> bool:
        """Whether a viewport point lies over the waiting list."""

    def want_moves(self, moves: list[Move]) -> None:
        """Say that visits are to stand elsewhere."""

    def want_orders(self, drops: list[Drop]) -> None:
        """Say that orders are to get visits."""

    def want_unscheduled(self, visit_ids: list[int]) -> None:
        """Say that visits are to go back to the waiting list."""

    def refuse(self, sentence: str) -> None:
        """Say why a drop sprang back."""

    def say(self, sentence: str) -> None:
        """A hint for the status bar."""


class Gesture(Protocol):
    """One gesture in hand; points are viewport pixels."""

    scrolls: bool

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved."""

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """The button was released."""

    def cancel(self) -> None:
        """Esc, the right button, or lost focus."""


class MoveVisits:
    """Moves the grabbed visit, and with it the other selected ones, offsets in lane and time kept."""

    scrolls = True

    def __init__(self, board: Board, slot: int, grabbed: QPoint) -> None:
        """Grab the visit of a slot at a viewport point."""
        self._board = board
        scene = board.scene
        first = scene.model.placement(slot)
        chosen = scene.selected if first.visit_id in scene.selected else {first.visit_id}
        others = [other for other in scene.slots_of(chosen) if other != slot]
        self._from = (first, *(scene.model.placement(other) for other in others))
        self._ids = frozenset(place.visit_id for place in self._from)
        self._held = scene.time(grabbed.x()) - first.starts
        self._last: tuple[tuple[int, int], ...] = ()
        self._over_list = False
        board.say(_("Release to move · Alt without snapping · Esc cancels"))

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show where the visits would go; nothing is computed while lane and time stay the same."""
        self._over_list = self._board.over_waiting_list(at)
        if self._over_list:
            self._back_to_list()
            return
        places = self._aimed(at, modifiers)
        state = tuple((place.lane, place.starts) for place in places)
        if state == self._last:
            return
        self._last = state
        overlay = overlay_for(self._board.scene, self._board.style_in_use, places, self._ids)
        self._board.show_overlay(overlay, target_lane=places[0].lane)

    def _back_to_list(self) -> None:
        if self._last == ():
            return
        self._last = ()
        self._board.show_overlay(Overlay(lifted=self._ids))
        n = len(self._ids)
        self._board.say(ngettext("Back to the waiting list", "{n} back to the waiting list", n).format(n=n))

    def _aimed(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> list[Placement]:
        scene, first = self._board.scene, self._from[0]
        lane = _lane_at(scene, at)
        raw = scene.time(at.x()) - self._held
        wanted = first.moved(lane=lane, starts=raw)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            start = first.starts
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            start = round(raw / 60) * 60
        else:
            start = snapped_start(scene, wanted, others=self._ids)
        by_lanes = _shown_before(scene, lane) - _shown_before(scene, first.lane)
        return [first.moved(lane=lane, starts=start)] + [
            place.moved(
                lane=scene.rows.step(place.lane, by_lanes), starts=place.starts + start - first.starts
            )
            for place in self._from[1:]
        ]

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Want the moves, or spring back with the reason."""
        self.move(at, modifiers)
        board, ghosts = self._board, self._board.scene.overlay.ghosts
        words = board.scene.overlay.words
        hard = board.scene.overlay.hard
        self.cancel()
        if self._over_list:
            board.want_unscheduled(sorted(self._ids))
            return
        stays = all(ghost.place == place for ghost, place in zip(ghosts, self._from, strict=True))
        if stays:
            return
        if hard:
            board.refuse(_refusal(words))
        else:
            board.want_moves([_move(board.scene, ghost.place, ghost.verdict) for ghost in ghosts])

    def cancel(self) -> None:
        """Take the ghost away."""
        self._board.show_overlay(Overlay())
        self._board.say("")


class ResizeVisit:
    """Moves one end of a visit; the other stays."""

    scrolls = True

    def __init__(self, board: Board, slot: int, edge: int) -> None:
        """Take hold of START_EDGE or END_EDGE of the visit of a slot."""
        self._board = board
        self._place = board.scene.model.placement(slot)
        self._at_start = edge == START_EDGE
        self._last = 0
        board.say(_("Release to change the duration · Alt by the minute · Esc cancels"))

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show the other duration."""
        scene = self._board.scene
        free = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        edge = snapped_edge(scene, scene.time(at.x()), free=free)
        if edge == self._last:
            return
        self._last = edge
        place = resized(self._place, edge=edge, at_start=self._at_start, free=free)
        overlay = overlay_for(scene, self._board.style_in_use, [place], frozenset((place.visit_id,)))
        self._board.show_overlay(overlay, target_lane=place.lane)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Want the new times, or spring back with the reason."""
        self.move(at, modifiers)
        board, overlay = self._board, self._board.scene.overlay
        self.cancel()
        ghost = overlay.ghosts[0]
        if ghost.place == self._place:
            return
        if overlay.hard:
            board.refuse(_refusal(overlay.words))
        else:
            board.want_moves([_move(board.scene, ghost.place, ghost.verdict)])

    def cancel(self) -> None:
        """Take the ghost away."""
        self._board.show_overlay(Overlay())
        self._board.say("")


class DropOrders:
    """Orders dragged from the waiting list: several flow one after another from the drop time."""

    scrolls = True

    def __init__(self, board: Board, orders: Sequence[WaitingRow]) -> None:
        """Carry these orders, in list order."""
        self._board = board
        self._orders = tuple(orders)
        self._last: tuple[int, int] | None = None
        board.say(_("Release to plan · Alt without snapping · Esc cancels"))

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show where the orders would go."""
        scene = self._board.scene
        lane = _lane_at(scene, at)
        first = waiting_placement(self._orders[0], lane=lane, starts=scene.time(at.x()))
        if modifiers & Qt.KeyboardModifier.AltModifier:
            start = round(first.starts / 60) * 60
        else:
            start = snapped_start(scene, first, others=frozenset())
        if (lane, start) == self._last:
            return
        self._last = lane, start
        places = flowing(
            scene.model, [waiting_placement(row, lane=lane, starts=start) for row in self._orders]
        )
        overlay = overlay_for(scene, self._board.style_in_use, places, frozenset())
        self._board.show_overlay(overlay, target_lane=lane)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Want the visits, or spring back with the reason."""
        self.move(at, modifiers)
        board, overlay = self._board, self._board.scene.overlay
        self.cancel()
        if overlay.hard:
            board.refuse(_refusal(overlay.words))
            return
        pairs = zip(self._orders, overlay.ghosts, strict=True)
        board.want_orders([_drop(board.scene, row, ghost.place, ghost.verdict) for row, ghost in pairs])

    def cancel(self) -> None:
        """Take the ghost away."""
        self._board.show_overlay(Overlay())
        self._board.say("")


class RubberBand:
    """Selects what it touches; with Ctrl or Shift what was selected before stays."""

    scrolls = True

    def __init__(self, board: Board, at: QPoint, *, keep: bool) -> None:
        """Start the band at a viewport point."""
        self._board = board
        scene = board.scene
        self._time, self._y = scene.time(at.x()), at.y() + scene.scroll_y
        self._before = frozenset(scene.selected)
        self._kept = self._before if keep else frozenset()

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Stretch the band; touching is selected."""
        scene = self._board.scene
        start = QPoint(scene.x(self._time), self._y - scene.scroll_y)
        band = QRect(start, at).normalized()
        table = scene.model.table
        inside = frozenset(table.id[scene.slots_in(band)].tolist())
        self._board.show_overlay(Overlay(band=band & scene.canvas))
        if (self._kept | inside) != scene.selected:
            self._board.select(self._kept | inside)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Keep the selection, take the band away."""
        self.move(at, modifiers)
        self._board.show_overlay(Overlay())

    def cancel(self) -> None:
        """As before the band."""
        self._board.show_overlay(Overlay())
        self._board.select(self._before)


class Pan:
    """Scrolls by hand."""

    scrolls = False

    def __init__(self, board: Board, at: QPoint) -> None:
        """Take hold at a viewport point."""
        self._board = board
        self._at = at

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Scroll along."""
        self._board.pan_by(self._at - at)
        self._at = at

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Let go."""
        self.move(at, modifiers)

    def cancel(self) -> None:
        """Stay where it is."""


def _lane_at(scene: Scene, at: QPoint) -> int:
    """The lane under a point, the nearest one beside it."""
    lane = scene.lane_at(at.y())
    return lane if lane >= 0 else scene.rows.nearest_lane(at.y() + scene.scroll_y - scene.canvas.top())


def _shown_before(scene: Scene, lane: int) -> int:
    """How many visible lanes stand above a lane."""
    rows = scene.rows
    return int((rows.bottoms[:lane] > rows.tops[:lane]).sum())


def _refusal(words: Sequence[str]) -> str:
    return _("Not moved: {reasons}").format(reasons="; ".join(words[:3]))


def _move(scene: Scene, place: Placement, verdict: fit.Verdict) -> Move:
    table = scene.model.table
    version = int(table.version[table.slot(place.visit_id)])
    technician = scene.model.lanes[place.lane].technician_id
    return Move(place.visit_id, version, technician, place.starts, place.ends, verdict)


def _drop(scene: Scene, row: WaitingRow, place: Placement, verdict: fit.Verdict) -> Drop:
    technician = scene.model.lanes[place.lane].technician_id
    return Drop(row.order_id, row.version, technician, place.starts, place.ends, verdict)
