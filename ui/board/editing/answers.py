"""What the board answers to a drop: copies, offers in the message bar, reasons, who a new visit is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from models.terms import Right
from resources.texts import _, format_time, ngettext
from ui.board.aiming import pushed
from ui.board.conflicts.reasons import ReasonDialog
from ui.board.editing.arrangement import Arrangement, New
from ui.board.editing.new_visit import NewVisit
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.gestures import Copy, Drop, Move, Offer, Way
from ui.board.gestures.sending import move_of, refusal
from ui.widgets.toast import Kind, Message

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class Answers(QObject):
    """Answers what the gestures of one page ask for besides plain moves and plans."""

    def __init__(self, page: BoardPage) -> None:
        """Listen to a page's board."""
        super().__init__(page)
        self._page = page
        view = page.view
        view.offered.connect(self.offer)
        view.copies_wanted.connect(self.copy)
        view.visit_wanted.connect(self.choose)
        view.day_wanted.connect(page.days.open_day)
        page.planning.ways_after = self.ways_after
        page.planning.asks_first = self.asks_first

    # ------------------------------------------------------------------ copies

    def copy(self, copies: Sequence[Copy], *, override: str = "") -> None:
        """Make one more visit for each order."""
        if not copies:
            return
        number, count = copies[0].number, len(copies)
        news = [
            New(one.order_id, one.technician_id, one.starts, one.ends, again=True, verdict=one.verdict)
            for one in copies
        ]
        self._page.planning.rearrange(
            Arrangement(news=news, override=override),
            text=ngettext("Copy {order}", "Copy {n} visits", count).format(order=number, n=count),
            told=ngettext("Copied {order}", "Copied {n} visits", count).format(order=number, n=count),
        )

    # ------------------------------------------------------------------ offers

    def offer(self, offer: Offer) -> None:
        """Say why a drop sprang back, with what can be done instead."""
        if offer.asks:
            self.ask_reason(offer)
            return
        ways = list(offer.ways)
        if offer.wish and self._may_override():
            ways.append(Way(_("Override…"), lambda: self.ask_reason(offer)))
        first, second = [*ways, Way("", _nothing), Way("", _nothing)][:2]
        self._page.messages.offer(
            Message(offer.words, Kind.BAD, first.words, first.take, second.words, second.take)
        )

    def asks_first(self, wanted: Sequence[Move | Drop]) -> bool:
        """Ask for the reason that a rule which only warns wants; what was wanted is done with it."""
        asking = [one for each in wanted for one in each.verdict.findings if one.asks_reason]
        if not asking:
            return False
        words = "; ".join(dict.fromkeys(one.text for one in asking))
        dialog = ReasonDialog(_("Give a reason"), words, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer = Offer(words, wish=tuple(wanted))
        dialog.given.connect(lambda reason: self.override(offer, reason))
        dialog.open()
        return True

    def _may_override(self) -> bool:
        return self._page.may(Right.OVERRIDE)

    def ask_reason(self, offer: Offer) -> None:
        """Ask why a rule may be broken, then do it."""
        title = _("Give a reason") if offer.asks else _("Override the rules")
        dialog = ReasonDialog(title, offer.words, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda reason: self.override(offer, reason))
        dialog.open()

    def override(self, offer: Offer, reason: str) -> None:
        """Do what was refused, for a reason that is kept."""
        planning = self._page.planning
        moves = [one for one in offer.wish if isinstance(one, Move)]
        drops = [one for one in offer.wish if isinstance(one, Drop)]
        self.copy([one for one in offer.wish if isinstance(one, Copy)], override=reason)
        if drops:
            planning.plan(drops, override=reason)
        if moves:
            table = self._page.view.scene.model.table
            slot = table.slot(moves[0].visit_id)
            number, count = table.number[slot] if slot >= 0 else "", len(moves)
            planning.rearrange(
                Arrangement(moves, override=reason),
                text=ngettext("Move {order}", "Move {n} visits", count).format(order=number, n=count),
                told=ngettext("Moved {order}", "Moved {n} visits", count).format(order=number, n=count),
            )

    # ------------------------------------------------------------------ after a soft drop

    def ways_after(self, moves: Sequence[Move]) -> list[Way]:
        """What can be done about the rules that a move breaks softly: push what follows, give a reason."""
        ids = [move.visit_id for move in moves if not move.verdict.fits]
        if not ids:
            return []
        reason = Way(_("Reason…"), lambda: self._ask_why(ids))
        followers = self._followers([move.visit_id for move in moves])
        return [Way(_("Push others"), lambda: self.push_after(ids)), reason] if followers else [reason]

    def _followers(self, visit_ids: Sequence[int]) -> list[Placement]:
        """What follows visits in their lanes and would have to make room, where it would stand."""
        scene, found = self._page.view.scene, dict[int, Placement]()
        for slot in scene.slots_of(visit_ids):
            last = scene.model.placement(slot)
            found.update({place.visit_id: place for _was, place in pushed(scene.model, last, visit_ids)})
        return list(found.values())

    def push_after(self, visit_ids: Sequence[int]) -> None:
        """Push what follows these visits, as far as their ends and the travel ask for."""
        view = self._page.view
        places = self._followers(visit_ids)
        verdicts = view.scene.model.judge(places)
        moves = [move_of(view.scene, place, one) for place, one in zip(places, verdicts, strict=True)]
        hard = [finding for verdict in verdicts for finding in verdict.hard]
        if hard:
            view.refuse(Offer(refusal([finding.text for finding in hard]), wish=tuple(moves)))
        elif moves:
            view.want_moves(moves)

    def _ask_why(self, visit_ids: Sequence[int]) -> None:
        dialog = ReasonDialog(_("Give a reason"), _("Why may it stand there all the same?"), self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda reason: self.note_reason(visit_ids, reason))
        dialog.open()

    def note_reason(self, visit_ids: Sequence[int], reason: str) -> None:
        """Keep with visits why they may break a rule."""
        scene = self._page.view.scene
        places = [scene.model.placement(slot) for slot in scene.slots_of(visit_ids)]
        if not places:
            return
        verdicts = scene.model.judge(places)
        moves = [move_of(scene, place, one) for place, one in zip(places, verdicts, strict=True)]
        text = _("Reason for {order}").format(order=places[0].number)
        self._page.planning.rearrange(Arrangement(moves, override=reason), text=text)

    # ------------------------------------------------------------------ a new visit

    def choose(self, lane: int, starts: int, ends: int) -> None:
        """Ask who is to be visited then."""
        view = self._page.view
        scene = view.scene
        chooser = NewVisit(scene.model, self._page.waiting.rows, (lane, starts, ends), view)
        chooser.chosen.connect(lambda drop: self.take(drop))
        chooser.request_wanted.connect(lambda: self._on_request(lane, starts, ends))
        rect = scene.rect_at(lane, starts, ends or starts + 900)
        chooser.open_at(view.viewport().mapToGlobal(rect.bottomLeft() + QPoint(0, 4)))

    def _on_request(self, lane: int, starts: int, ends: int) -> None:
        """Somebody is calling; the order that comes of it is offered the place that was drawn."""
        view = self._page.view
        known, technician = frozenset(view.waiting), view.scene.model.lanes[lane].technician_id

        def waits() -> None:
            new = sorted(set(view.waiting) - known)
            if new:
                view.waiting_changed.disconnect(waits)
                self._offer_place(new[-1], technician, (starts, ends))

        view.waiting_changed.connect(waits)
        self._page.request_wanted.emit()

    def _offer_place(self, order_id: int, technician_id: int, span: tuple[int, int]) -> None:
        model, row = self._page.view.scene.model, self._page.view.waiting[order_id]
        lane = model.lane_of.get(technician_id)
        if lane is None:
            return

        def plan() -> None:
            place = waiting_placement(row, lane=lane, starts=span[0])
            place = replace(place, ends=span[1]) if span[1] else place
            verdict = model.judge([place])[0]
            self.take(Drop(order_id, row.version, technician_id, place.starts, place.ends, verdict))

        words = _("Plan at {time}, {name}").format(
            time=format_time(model.days.wall(span[0])), name=model.lanes[lane].name
        )
        self._page.messages.offer(
            Message(_("{order} waits.").format(order=row.number), Kind.INFO, words, plan)
        )

    def take(self, drop: Drop) -> None:
        """Plan what was chosen; what breaks a hard rule is offered as after a drop."""
        if drop.verdict.hard:
            words = _("Not planned: {reasons}").format(reasons=_reasons(drop))
            self._page.view.refuse(Offer(words, wish=(drop,)))
        else:
            self._page.planning.plan([drop])


def _reasons(drop: Drop) -> str:
    return "; ".join(finding.text for finding in drop.verdict.hard[:3])


def _nothing() -> None:
    """A way that is not offered."""
