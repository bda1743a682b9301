"""Move visits by hand; held keys make copies of it, let them change places, or push what follows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt

from models import fit
from resources.texts import _, ngettext
from ui.board.aiming import overlay_for, snapped_start
from ui.board.editing.placements import Placement
from ui.board.gestures import aims
from ui.board.gestures.aims import Aim, Held, Kind, Origin
from ui.board.gestures.hand import Board
from ui.board.gestures.sending import as_offer, copies_of, fitting, moves_of, wanted
from ui.board.gestures.wishes import Offer, Way
from ui.board.ghosts import Overlay
from ui.board.scene import Scene

_Mod = Qt.KeyboardModifier
_KEYS = {Qt.Key.Key_X: "swap", Qt.Key.Key_P: "push", Qt.Key.Key_M: "alone"}


class MoveVisits:
    """Carries the grabbed visit, and with it the other selected ones and the crews of all of them.

    Ctrl copies, Shift keeps the time, Alt does not snap; X changes places with the visit under the pointer,
    P pushes what follows, M leaves the rest of the crew where it is (board.md 5, 30 to 35).
    """

    scrolls = True

    def __init__(self, board: Board, slot: int, grabbed: QPoint) -> None:
        """Grab the visit of a slot at a viewport point."""
        self._board = board
        self._origins = aims.origins_of(board.scene, slot)
        self._held = board.scene.time(grabbed.x()) - self._origins[0].place.starts
        self._keys = Held()
        self._at, self._modifiers = grabbed, _Mod.NoModifier
        self._aim: Aim | None = None
        self._over_list = False
        self._tied: Placement | None = None
        self._hint()

    @property
    def carried(self) -> Placement:
        """What is carried, where it would stand now: the one under the pointer."""
        return self._aim.places[0] if self._aim else self._origins[0].place

    @property
    def _ids(self) -> frozenset[int]:
        return frozenset(origin.place.visit_id for origin in self._taken)

    @property
    def _taken(self) -> tuple[Origin, ...]:
        """What goes along: with M pressed no sister that is not selected."""
        alone = "alone" in self._keys.keys
        return tuple(origin for origin in self._origins if not (alone and origin.is_sister))

    def _hint(self) -> None:
        words = _("Release to move · Ctrl copies · Shift keeps the time · Alt without snapping")
        more = _("X changes places · P pushes what follows · Esc cancels")
        crew = " · " + _("M moves this one of the crew") if any(o.is_sister for o in self._origins) else ""
        self._board.say(f"{words} · {more}{crew}")

    # ------------------------------------------------------------------ while it is carried

    def move(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Show where the visits would go; nothing is computed while lane and time stay the same."""
        self._at, self._modifiers = at, modifiers
        self._over_list = self._board.over_waiting_list(at)
        if self._over_list:
            self._back_to_list()
            return
        aim = self._aimed(at, modifiers)
        if self._aim is not None and aim.state == self._aim.state:
            return
        self._show(aim)

    def _show(self, aim: Aim) -> None:
        self._aim = aim
        lifted = self._ids if aim.kind is not Kind.COPY else frozenset[int]()
        overlay = overlay_for(
            self._board.scene,
            self._board.style_in_use,
            aim.places,
            lifted | aim.moving,
            mark=aim.kind,
            outside=aim.outside,
        )
        overlay.origin, overlay.tied = self._origins[0].place.visit_id, self._tied
        self._board.show_overlay(overlay, target_lane=aim.places[0].lane)

    def tie(self) -> None:
        """Let the thread end at the ghost."""
        if self._aim is None or self._tied == self._aim.places[0] or not self._board.scene.overlay.ghosts:
            return
        self._tied = self._aim.places[0]
        overlay = replace(self._board.scene.overlay, tied=self._tied)
        self._board.show_overlay(overlay, target_lane=self._tied.lane)

    def key(self, key: Qt.Key, *, down: bool) -> bool:
        """X, P and M change what the drop would do while they are held."""
        name = _KEYS.get(key)
        if name is None:
            return False
        (self._keys.keys.add if down else self._keys.keys.discard)(name)
        self._again()
        return True

    def _again(self) -> None:
        self._aim = None
        self.move(self._at, self._modifiers)

    def renew(self) -> None:
        """Somebody changed rows: lanes may have other numbers, visits may be gone.

        What is carried was grabbed where it stood then; if a colleague moved it, the drop shows both.
        """
        self._tied = None
        model = self._board.scene.model
        origins = []
        for origin in self._origins:
            lane = model.lane_of.get(origin.technician_id)
            if lane is not None and model.table.slot(origin.place.visit_id) >= 0:
                origins.append(replace(origin, place=replace(origin.place, lane=lane)))
        if origins and origins[0].place.visit_id == self._origins[0].place.visit_id:
            self._origins = tuple(origins)
            self._again()
        else:
            self._aim = None
            self._board.show_overlay(Overlay())

    def _back_to_list(self) -> None:
        if self._aim is None and self._board.scene.overlay.lifted == self._ids:
            return
        self._aim = None
        self._board.show_overlay(Overlay(lifted=self._ids))
        n = len(self._ids)
        self._board.say(ngettext("Back to the waiting list", "{n} back to the waiting list", n).format(n=n))

    # ------------------------------------------------------------------ where it would stand

    def _aimed(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> Aim:
        scene = self._board.scene
        kind = self._keys.kind
        if kind is Kind.SWAP and len(self._taken) == 1:
            other = scene.slot_at(at.x(), at.y())
            if other >= 0 and not aims.own_slot(scene, other, self._ids):
                return aims.swapped(scene, self._origins[0], other)
        lane = lane_at(scene, at)
        aim = aims.carried(scene, self._taken, lane=lane, starts=self._start(at, modifiers, lane))
        if modifiers & _Mod.ControlModifier:
            return aims.copied(aim)
        return aims.pushing(scene, aim) if kind is Kind.PUSH else aim

    def _start(self, at: QPoint, modifiers: Qt.KeyboardModifier, lane: int) -> int:
        scene, first = self._board.scene, self._origins[0].place
        if modifiers & _Mod.ShiftModifier:
            return first.starts
        raw = scene.time(at.x()) - self._held
        if modifiers & _Mod.AltModifier:
            return round(raw / 60) * 60
        copies = bool(modifiers & _Mod.ControlModifier)
        wanted = first.moved(lane=lane, starts=raw)
        return snapped_start(scene, wanted, others=frozenset() if copies else self._ids)

    # ------------------------------------------------------------------ the end

    def finish(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Want what was aimed at, offer what of it is possible, or spring back with the reason."""
        self.move(at, modifiers)
        board, aim, verdicts = self._board, self._aim, self._verdicts()
        words = board.scene.overlay.words
        self.cancel()
        if self._gone():
            board.refuse(Offer(_("Not moved: the visit was taken off the board meanwhile.")))
        elif self._over_list:
            board.want_unscheduled(sorted(self._ids))
        elif aim is None or aim.stays:
            return
        elif aim.outside or any(verdict.hard for verdict in verdicts):
            board.refuse(self._offer(aim, verdicts, words))
        else:
            self._want(aim, verdicts)

    def _verdicts(self) -> list[fit.Verdict]:
        return [ghost.verdict for ghost in self._board.scene.overlay.ghosts]

    def _gone(self) -> bool:
        return self._board.scene.model.table.slot(self._origins[0].place.visit_id) < 0

    def _want(self, aim: Aim, verdicts: list[fit.Verdict]) -> None:
        scene = self._board.scene
        if aim.kind is Kind.COPY:
            wanted(self._board, copies_of(scene, aim.places, verdicts))
        else:
            wanted(self._board, moves_of(scene, aim, verdicts))

    def _offer(self, aim: Aim, verdicts: list[fit.Verdict], words: tuple[str, ...]) -> Offer:
        """Why it sprang back; of several plain moves or copies those that fit are offered."""
        scene = self._board.scene
        some = fitting(scene, aim) if aim.kind in (Kind.MOVE, Kind.COPY) else None
        if some is None:
            return as_offer(scene, aim, verdicts, words)
        n = len(some.places)
        text = _("Move {n}") if aim.kind is Kind.MOVE else _("Copy {n}")
        way = Way(text.format(n=n), lambda: self._want(some, scene.model.judge(some.places)))
        return replace(as_offer(scene, aim, verdicts, words), ways=(way,))

    def cancel(self) -> None:
        """Take the ghost away."""
        self._board.show_overlay(Overlay())
        self._board.say("")


def lane_at(scene: Scene, at: QPoint) -> int:
    """The lane under a point, the nearest one beside it."""
    lane = scene.lane_at(at.y())
    return lane if lane >= 0 else scene.rows.nearest_lane(at.y() + scene.scroll_y - scene.canvas.top())
