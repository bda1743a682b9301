"""What a person wants of visits becomes edits; the board shows it at once and takes it back when refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.queries.board import Needs, VisitColumns
from app.usecases.visits import Rearranged, SeenVisit
from models import fit
from models.errors import Conflict, Expected
from resources.texts import _, ngettext
from ui.board.colleagues.grabbed import Grabbed
from ui.board.editing.arrangement import Arrangement, New, rows_of, unsaved_ids
from ui.board.editing.commands import (
    BoardEdit,
    MoveVisits,
    Rearrange,
    Versions,
    dropped_by,
    made_of,
    move_text,
    wanted_of,
)
from ui.board.editing.order_edits import note_visits_back
from ui.board.editing.placements import Placement
from ui.board.editing.sayings import Said, Say
from ui.board.gestures import Drop, Move, Way
from ui.board.layout.anchoring import anchored
from ui.board.loading import Renewed, read_visits
from ui.board.many.proposal import moves_with_crew
from ui.board.model import empty_columns
from ui.board.view import BoardView
from ui.board.waiting.waiting import WaitingList
from ui.edits import Edit, Edits
from ui.jobs import Jobs
from ui.widgets.toast import Kind, Message, Toasts


class Planning(QObject):
    """Edits of one board.

    Attributes:
        ways_after: what the message after a move offers beside Undo, two at most.
        take_draft: takes what is wanted into a draft instead; whether it did.
        asks_first: asks for the reason that a rule wants, and goes on with it later; whether it does.

    Signals:
        rows_changed(): visits on the board changed.
        conflicted(object, object): the moves that were refused because a colleague was first, and the error.
    """

    rows_changed = Signal()
    conflicted = Signal(object, object)

    def __init__(
        self, view: BoardView, waiting: WaitingList, messages: Toasts, *, jobs: Jobs, edits: Edits
    ) -> None:
        """Listen to what the board wants."""
        super().__init__(view)
        self._view, self._waiting, self._messages = view, waiting, messages
        self._jobs, self._edits = jobs, edits
        self.versions = Versions()
        self._answers = 0
        self._answered: dict[int, int] = {}
        self._grabbed = Grabbed()
        self.ways_after: Callable[[Sequence[Move]], Sequence[Way]] = lambda _moves: ()
        self.take_draft: Callable[[Arrangement, str, float], bool] = lambda _wanted, _text, _moment: False
        self.asks_first: Callable[[Sequence[Move | Drop]], bool] = lambda _wanted: False
        view.moves_wanted.connect(lambda moves: self.move(moves, by_keyboard=view.in_steps))
        view.orders_dropped.connect(self.plan)
        view.unschedule_wanted.connect(self.unschedule)
        view.refused.connect(lambda words: messages.say(words, Kind.BAD))
        edits.applied.connect(self._on_applied)

    # ------------------------------------------------------------------ what is wanted

    def move(self, moves: Sequence[Move], *, by_keyboard: bool = True) -> None:
        """Move visits; soft findings are told afterwards."""
        model = self._view.scene.model
        slots = [model.table.slot(move.visit_id) for move in moves]
        if self._misses(slots) or not moves or self.asks_first(moves):
            return
        moves = self._grabbed.moves(moves)
        before = [model.placement(slot) for slot in slots]
        wanted = wanted_of(moves, [place.order_id for place in before])
        moment = time.monotonic() if by_keyboard else 0.0
        text = move_text(len(moves), named=before[0].number)
        ids = [move.visit_id for move in moves]
        if self.take_draft(Arrangement(moves), text, moment) or self._is_unsaved(ids):
            return
        edit = MoveVisits(wanted, self.versions, text=text, moment=moment)
        self._view.place(_moved(model.lane_of, before, moves))
        self._view.mark_pending(ids)
        words = ngettext("Moved {order}", "Moved {n} visits", len(moves))
        head = words.format(order=before[0].number, n=len(moves))
        told = _sentence(head, Arrangement(moves).findings, Kind.GOOD)
        self._edits.do(
            edit,
            done=lambda _answer: self._tell(*told, ways=self.ways_after(moves)),
            failed=lambda e: self._give_up(e, ids, moves),
        )

    def plan(self, drops: Sequence[Drop], *, override: str = "") -> None:
        """Make visits for orders that waited."""
        if not drops or (not override and self.asks_first(drops)):
            return
        row = self._waiting.rows.get(drops[0].order_id)
        number, count = row.number if row is not None else "", len(drops)
        news = [
            New(drop.order_id, drop.technician_id, drop.starts, drop.ends, drop.version, verdict=drop.verdict)
            for drop in drops
        ]
        self.rearrange(
            Arrangement(news=news, override=override),
            text=ngettext("Plan {order}", "Plan {n} orders", count).format(order=number, n=count),
            told=ngettext("Planned {order}", "Planned {n} orders", count).format(order=number, n=count),
        )

    def unschedule(self, visit_ids: Sequence[int]) -> None:
        """Send visits back to the waiting list."""
        table = self._view.scene.model.table
        slots = self._view.scene.slots_of(visit_ids)
        if not slots:
            return
        number, count = table.number[slots[0]], len(slots)
        self.rearrange(
            Arrangement(drops=[int(table.id[slot]) for slot in slots]),
            text=ngettext("Unschedule {order}", "Unschedule {n} visits", count).format(order=number, n=count),
            told=ngettext("{order} waits again", "{n} visits wait again", count).format(
                order=number, n=count
            ),
        )

    def rearrange(
        self,
        wanted: Arrangement,
        *,
        text: str,
        told: str = "",
        done: Callable[[Rearranged], object] | None = None,
    ) -> None:
        """Drop, move and make visits as one step to undo; the board shows it at once.

        Args:
            wanted: what is to stand where.
            text: what the step is called in the Edit menu, translated.
            told: the sentence in the message bar; `text` when empty.
            done: called with the answer once it is committed.
        """
        edit = None if self.take_draft(wanted, text, 0.0) else self._edit_of(wanted, text)
        if edit is None:
            return
        drawn = unsaved_ids(len(wanted.news))
        waiting = sorted({new.order_id for new in wanted.news} & self._waiting.rows_known().keys())
        touched = [*(move.visit_id for move in wanted.moves), *wanted.drops]
        self._draw(wanted, drawn)
        self._waiting.hold_back(waiting, on=True)
        kind = Kind.GOOD if wanted.moves or wanted.news else Kind.INFO
        sentence = _sentence(told or text, wanted.findings, kind)

        def applied(answer: Rearranged) -> None:
            self.remove(drawn)
            self._waiting.take_out(waiting)
            self._tell(*sentence)
            if done is not None:
                done(answer)

        def failed(error: Expected) -> None:
            self.remove(drawn)
            self._waiting.hold_back(waiting, on=False)
            self._give_up(error, touched)

        self._edits.do(edit, done=applied, failed=failed)

    def _edit_of(self, wanted: Arrangement, text: str) -> Rearrange | None:
        """The edit that does it; None when there is nothing to do, or a visit has left the board."""
        table = self._view.scene.model.table
        going = [table.slot(visit_id) for visit_id in wanted.drops]
        moving = [table.slot(move.visit_id) for move in wanted.moves]
        ids = [*wanted.drops, *(move.visit_id for move in wanted.moves)]
        if self._misses([*going, *moving]) or self._is_unsaved(ids) or wanted.is_empty:
            return None
        orders = [int(table.order_id[slot]) for slot in moving]
        return Rearrange(
            self.versions,
            text,
            moves=wanted_of(wanted.moves, orders, override=wanted.override),
            news=made_of(wanted.news, override=wanted.override),
            drops=[SeenVisit(int(table.id[slot]), int(table.version[slot])) for slot in going],
            block=wanted.block,
        )

    def _misses(self, slots: Sequence[int]) -> bool:
        """Whether a visit has left the board since somebody began to say where it goes; that is told."""
        if min(slots, default=0) >= 0:
            return False
        self._messages.say(_("Not moved: the visit was taken off the board meanwhile."), Kind.BAD)
        return True

    def _is_unsaved(self, visit_ids: Sequence[int]) -> bool:
        """Whether a visit is only being made, so that the database does not know it yet; that is told."""
        if min(visit_ids, default=0) >= 0:
            return False
        self._messages.say(_("It is not saved yet."))
        return True

    def publish(self, make: Callable[[Versions], BoardEdit], visit_ids: Iterable[int]) -> None:
        """Do an edit that is made of our newest versions, with these visits marked as being saved."""
        self._carry(make(self.versions), list(visit_ids))

    def say(self, said: Sequence[Said], text: str, *, is_lock: bool) -> None:
        """Say how far visits are, or what of them is locked, as one step; `text` is translated."""
        edit = Say(said, self.versions, text, is_lock=is_lock)
        self._carry(edit, [one.visit_id for one in said])

    def _carry(self, edit: BoardEdit, ids: Sequence[int]) -> None:
        def done(_answer: object) -> None:
            self._view.mark_pending(ids, on=False)
            self._tell(edit.text, Kind.GOOD)

        self._view.mark_pending(ids)
        self._edits.do(edit, done=done, failed=lambda error: self._give_up(error, ids))

    def _draw(self, wanted: Arrangement, drawn: Sequence[int]) -> None:
        """Show what was asked for before the database has agreed; `drawn` are ids for the new ones."""
        view, model = self._view, self._view.scene.model
        moving = [move.visit_id for move in wanted.moves]
        if moving:
            before = [model.placement(model.table.slot(visit_id)) for visit_id in moving]
            view.place(_moved(model.lane_of, before, wanted.moves))
        if wanted.news or wanted.drops:
            rows = rows_of(model, self._waiting.rows_known(), wanted.news, drawn)
            view.apply_rows(rows, removed=wanted.drops, needs=self._needs_of(rows))
        view.mark_pending([*moving, *drawn])
        self.rows_changed.emit()

    def place_by_dialog(self, place: Placement, verdict: fit.Verdict, reason: str) -> None:
        """What the dialog was closed with."""
        model = self._view.scene.model
        technician = model.lanes[place.lane].technician_id
        if place.visit_id:
            moves = moves_with_crew(model, place, verdict)
            if reason:
                words = _("Moved {order}").format(order=place.number)
                text = move_text(1, named=place.number)
                self.rearrange(Arrangement(moves, override=reason), text=text, told=words)
            else:
                self.move(moves, by_keyboard=False)
            return
        row = self._waiting.rows.get(place.order_id)
        version = row.version if row is not None else 0
        drop = Drop(place.order_id, version, technician, place.starts, place.ends, verdict)
        self.plan([drop], override=reason)

    # ------------------------------------------------------------------ what became of it

    def _on_applied(self, edit: Edit, answer: Any) -> None:  # Any: the use case's own answer
        if not isinstance(edit, BoardEdit):
            note_visits_back(answer, self.versions)
            return
        self._answers += 1
        rows = answer if isinstance(answer, VisitColumns) else getattr(answer, "visits", None)
        if isinstance(rows, VisitColumns):
            ids = rows.id.tolist()
            self._answered.update(dict.fromkeys(ids, self._answers))
            known = self._waiting.rows_known()
            planned = [one for one in rows.order_id.tolist() if one in known]
            self._waiting.hold_back(planned, on=True)
            self._view.apply_rows(rows, needs=self._needs_of(rows))
            self._view.mark_pending(ids, on=False)
        dropped = dropped_by(answer)
        if dropped:
            gone = [one.placement.visit_id for one in dropped]
            self._waiting.hold_back([one.placement.order_id for one in dropped], on=False)
            self._answered.update(dict.fromkeys(gone, self._answers))
            self._view.mark_pending(gone, on=False)
            self.remove(gone)
        if isinstance(answer, Rearranged) and answer.left and edit.tells_left:
            self._messages.say(_("{why} The rest is done.").format(why=answer.left[0].why), Kind.WARNING)
        self.rows_changed.emit()

    def _needs_of(self, rows: VisitColumns) -> dict[int, Needs]:
        """Skills of orders that waited a moment ago are known here already."""
        known = self._waiting.rows_known()
        orders = [one for one in rows.order_id.tolist() if one in known and known[one].needs]
        return {order_id: known[order_id].needs for order_id in orders}

    def remove(self, visit_ids: Iterable[int]) -> None:
        """Take visits off the picture; nothing of them is being saved any more."""
        gone = tuple(visit_ids)
        self._view.mark_pending(gone, on=False)
        self._view.apply_rows(empty_columns(), removed=gone)

    def renew(self, visit_ids: Iterable[int]) -> None:
        """Read visits again and show them as they are."""
        ids = tuple(sorted(visit_ids))
        if ids:
            self._answers += 1  # readers run side by side: what was asked before may come later
            self._answered.update(dict.fromkeys(ids, self._answers))
            asked = self._answers
            self._jobs.gather(
                read_visits, ids, done=lambda renewed: self._show_renewed(renewed, asked), owner=self
            )

    @property
    def answers(self) -> int:
        """How many edits of the board have had an answer, and visits were asked for anew."""
        return self._answers

    def renew_since(self, asked: int) -> None:
        """Read again what was changed or asked for after a number of answers: what was read may be older."""
        self.renew([one for one, number in self._answered.items() if number > asked])

    def _show_renewed(self, renewed: Renewed, asked: int) -> None:
        """Show what was read, but for visits that our own edits changed or that were asked for since."""
        newer = {one for one, number in self._answered.items() if number > asked}
        renewed = renewed.without(newer)
        scene = self._view.scene
        self._grabbed.note(scene.overlay.lifted, scene.model.table, renewed.columns)
        with anchored(self._view):
            self._view.apply_rows(renewed.columns, removed=renewed.removed, needs=renewed.needs)
        self.rows_changed.emit()

    def _give_up(self, error: Expected, visit_ids: Sequence[int], moves: Sequence[Move] = ()) -> None:
        """The database said no: show why, and the visits where they are."""
        self._view.mark_pending(visit_ids, on=False)
        self.renew(visit_ids)
        if moves and isinstance(error, Conflict) and error.kind == "visit":
            self.conflicted.emit(tuple(moves), error)
            return
        self._messages.say(str(error), Kind.BAD)

    def _tell(self, sentence: str, kind: Kind, *, ways: Sequence[Way] = ()) -> None:
        second, third = [*((way.words, way.take) for way in ways), ("", None), ("", None)][:2]
        words = " ".join(sentence.split())
        self._messages.offer(Message(words, kind, _("Undo"), self._edits.undo, *second, *third))


def _moved(lane_of: dict[int, int], before: Sequence[Placement], moves: Sequence[Move]) -> list[Placement]:
    """The placements with the places of the moves."""
    return [
        replace(place, lane=lane_of[move.technician_id], starts=move.starts, ends=move.ends)
        for place, move in zip(before, moves, strict=True)
    ]


def _sentence(head: str, findings: Sequence[fit.Finding], kind: Kind) -> tuple[str, Kind]:
    """What was done, and the first two rules it breaks."""
    if not findings:
        return head, kind
    reasons = "; ".join(finding.text for finding in findings[:2])
    return _("{done}; {reasons}").format(done=head, reasons=reasons), Kind.WARNING
