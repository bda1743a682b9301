"""Orders dragged from the waiting list onto lanes: they flow through free time, or spread over lanes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt

from app.queries.board import WaitingRow
from resources.texts import _
from ui.board.aiming import overlay_for, snapped_start
from ui.board.editing.flowing import Job, flowing, spread
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.gestures.carry import lane_at
from ui.board.gestures.hand import Board, Keyless
from ui.board.gestures.sending import drop_of, wanted
from ui.board.gestures.wishes import Offer, Way
from ui.board.ghosts import Overlay


class DropOrders(Keyless):
    """Orders from the waiting list, in list order: several flow one after another from the drop time.

    With Ctrl each goes to the lane that takes it best; a job longer than the shift falls into pieces by its
    own rule (board.md 5, 33 and 34).
    """

    scrolls = True

    def __init__(self, board: Board, orders: Sequence[WaitingRow], at: QPoint) -> None:
        """Carry these orders, in list order, from a viewport point."""
        self._board = board
        self._orders = tuple(orders)
        self._last: tuple[int, int, bool] | None = None
        self._laid: list[list[Placement]] = []
        self._at, self._modifiers = at, Qt.KeyboardModifier.NoModifier
        several = " · " + _("Ctrl spreads them over the best lanes") if len(self._orders) > 1 else ""
        board.say(_("Release to plan · Alt without snapping · Esc cancels") + several)

    @property
    def carried(self) -> Placement:
        """The first order, where it would stand now."""
        if self._laid:
            return self._laid[0][0]
        return waiting_placement(self._orders[0], lane=0, starts=self._board.scene.time(self._at.x()))

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show where the orders would go."""
        self._at, self._modifiers = at, modifiers
        scene = self._board.scene
        lane = lane_at(scene, at)
        if lane < 0 or self._board.over_waiting_list(at):
            self._last, self._laid = None, []
            self._board.show_overlay(Overlay())
            return
        first = waiting_placement(self._orders[0], lane=lane, starts=scene.time(at.x()))
        if modifiers & Qt.KeyboardModifier.AltModifier:
            start = round(first.starts / 60) * 60
        else:
            start = snapped_start(scene, first, others=())
        spreads = len(self._orders) > 1 and bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if (lane, start, spreads) == self._last:
            return
        self._last = lane, start, spreads
        jobs = [Job(waiting_placement(row, lane=lane, starts=start), row.split) for row in self._orders]
        self._laid = spread(scene.model, jobs, self._open_lanes()) if spreads else flowing(scene.model, jobs)
        self._show(lane)

    def _show(self, lane: int) -> None:
        scene, style = self._board.scene, self._board.style_in_use
        pieces = [piece for laid in self._laid for piece in laid]
        self._board.show_overlay(overlay_for(scene, style, pieces, frozenset()), target_lane=lane)

    def _open_lanes(self) -> list[int]:
        rows = self._board.scene.rows
        return [lane for lane in range(len(rows)) if rows.shows(lane)]

    def renew(self) -> None:
        """Somebody changed rows: free time may be taken."""
        if self._last is not None and self._board.scene.rows.height:
            self._last = None
            self.move(self._at, self._modifiers)

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Want the visits, or spring back with the reason."""
        self.move(at, modifiers)
        board, overlay, laid = self._board, self._board.scene.overlay, self._laid
        self.cancel()
        if not laid:  # let go over the list, or where all groups are closed: they wait on
            return
        verdicts = iter([ghost.verdict for ghost in overlay.ghosts])
        by_order = [
            [drop_of(board.scene, row, piece, next(verdicts)) for piece in pieces]
            for row, pieces in zip(self._orders, laid, strict=True)
        ]
        wish = [drop for drops in by_order for drop in drops]
        if not overlay.hard:
            wanted(board, wish)
            return
        good = [drops for drops in by_order if not any(drop.verdict.hard for drop in drops)]
        some = [drop for drops in good for drop in drops]
        ways = (Way(_("Plan {n}").format(n=len(good)), lambda: wanted(board, some)),) if good else ()
        words = _("Not planned: {reasons}").format(reasons="; ".join(overlay.words[:3]))
        board.refuse(Offer(words, ways, tuple(wish)))

    def cancel(self) -> None:
        """Take the ghost away."""
        self._board.show_overlay(Overlay())
        self._board.say("")
