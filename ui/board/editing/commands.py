"""Undoable edits of visits: move or resize, and everything else as one rearrangement.

What a use case answers is remembered, so that undo hands in the newest versions of our own changes. When
somebody else changed a visit in between, the old version is handed in and the database says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.usecases.visits import (
    DroppedVisit,
    Placement,
    Planned,
    Rearranged,
    SeenVisit,
    TimeOff,
    WayBack,
    move_visits,
    rearrange_visits,
    undo_rearrangement,
    way_back,
)
from resources.texts import ngettext
from ui.board.editing.arrangement import New
from ui.board.gestures import Move
from ui.edits import Call, Edit

MERGE_SECONDS = 1.5
"""Keyboard moves of the same visits within this time are one step to undo (board.md 5, 41)."""


class Versions:
    """The versions our own edits left behind, and whether somebody else stepped in between.

    A link counts those interruptions: an edit of an older link may not go back over them.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._own: dict[int, tuple[int, int]] = {}

    def note(self, visit_id: int, *, seen: int, version: int) -> int:
        """Our edit took a visit from one version to another; returns its link."""
        own, link = self._own.get(visit_id, (seen, 0))
        if own != seen:
            link += 1
        self._own[visit_id] = version, link
        return link

    def newest(self, visit_id: int, *, seen: int, link: int) -> int:
        """The version to hand in: our own newest one on the same link, else the one that was seen."""
        own, now = self._own.get(visit_id, (seen, link))
        return max(own, seen) if now == link else seen

    def after(self, visit_id: int, seen: int) -> int:
        """The version to hand in by a new edit: our own may be newer than what the screen has."""
        return max(self._own.get(visit_id, (0, 0))[0], seen)


class BoardEdit(Edit):
    """An edit of visits; `visit_ids` are those it touches."""

    can_wait = True
    tells_left = True
    """Whether the board tells what an answer left out."""

    def __init__(self, versions: Versions, text: str) -> None:
        """Share the versions of one board; `text` names it in the Edit menu."""
        self.text = text
        self._versions = versions
        self._marks: dict[int, tuple[int, int]] = {}

    @property
    def visit_ids(self) -> frozenset[int]:
        """Visits that the last answer was about."""
        return frozenset(self._marks)

    def _note(self, visit_id: int, *, seen: int, version: int) -> None:
        self._marks[visit_id] = version, self._versions.note(visit_id, seen=seen, version=version)

    def _version(self, visit_id: int) -> int:
        version, link = self._marks[visit_id]
        return self._versions.newest(visit_id, seen=version, link=link)

    def _seen(self, visit_ids: Iterable[int]) -> list[SeenVisit]:
        return [SeenVisit(visit_id, self._version(visit_id)) for visit_id in visit_ids]

    def _take(self, placements: Sequence[Placement], answer: Planned) -> None:
        """Remember versions after the visits of these placements were placed."""
        self._marks.clear()
        for placement, placed in zip(placements, answer.placed, strict=True):
            self._note(placed.visit_id, seen=placement.seen, version=placed.version)


class MoveVisits(BoardEdit):
    """Visits that stand elsewhere or last longer."""

    def __init__(
        self, wanted: Sequence[Placement], versions: Versions, *, text: str, moment: float = 0.0
    ) -> None:
        """Move to `wanted`, whose `seen` is what the person saw.

        `moment` is a monotonic time in seconds for steps of the keyboard, 0 for what never merges.
        """
        super().__init__(versions, text)
        self._wanted = list(wanted)
        self._before: list[Placement] = []
        self._moment = moment

    def forward(self) -> Call:
        """Move there."""
        known = self._marks
        placements = [
            replace(
                place,
                seen=self._version(place.visit_id)
                if place.visit_id in known
                else self._versions.after(place.visit_id, place.seen),
            )
            for place in self._wanted
        ]
        self._sent = placements
        return Call(move_visits, {"placements": placements})

    def backward(self) -> Call:
        """Move back to where they stood."""
        self._sent = [replace(place, seen=self._version(place.visit_id)) for place in self._before]
        return Call(undo_rearrangement, {"back": WayBack(moved=self._sent)})

    def done(self, answer: Planned) -> None:
        """Remember where they stood before."""
        self._take(self._sent, answer)
        self._before = [placed.before for placed in answer.placed if placed.before is not None]

    def undone(self, answer: Rearranged) -> None:
        """Remember the versions; what a colleague has changed since is left out from here on."""
        seen = {place.visit_id: place.seen for place in self._sent}
        self._marks.clear()
        for placed in answer.moved:
            self._note(placed.visit_id, seen=seen[placed.visit_id], version=placed.version)
        self._wanted = [place for place in self._wanted if place.visit_id in self._marks]

    def absorb(self, later: Edit) -> bool:
        """Take a later step of the keyboard with the same visits into this one."""
        if not isinstance(later, MoveVisits) or not (self._moment and later._moment):
            return False
        if later.visit_ids != self.visit_ids or later._moment - self._moment > MERGE_SECONDS:
            return False
        self._wanted, self._marks, self._moment = later._wanted, later._marks, later._moment
        return True


class Rearrange(BoardEdit):
    """Visits dropped, moved and made at once; the database answers what leads back, and forth again."""

    def __init__(
        self,
        versions: Versions,
        text: str,
        *,
        moves: Sequence[Placement] = (),
        news: Sequence[Placement] = (),
        drops: Sequence[SeenVisit] = (),
        block: Sequence[TimeOff] = (),
    ) -> None:
        """Do all of it or nothing; `seen` is what the person saw."""
        super().__init__(versions, text)
        self._moves, self._news, self._drops = tuple(moves), tuple(news), tuple(drops)
        self._block = tuple(block)
        self._sent: Sequence[Placement] = ()
        self._answer: Rearranged | None = None

    def forward(self) -> Call:
        """Do it, or do it again from what undoing it answered."""
        if self._answer is not None:
            return self._reverse(is_redo=True)
        newest = self._versions.after
        self._sent = [replace(place, seen=newest(place.visit_id, place.seen)) for place in self._moves]
        drops = [SeenVisit(one.visit_id, newest(one.visit_id, one.seen)) for one in self._drops]
        wanted = {"drops": drops, "moves": self._sent, "news": self._news, "block": self._block}
        return Call(rearrange_visits, wanted)

    def backward(self) -> Call:
        """Undo it."""
        return self._reverse(is_redo=False)

    def done(self, answer: Rearranged) -> None:
        """Remember what leads back."""
        before, self._answer = self._answer, answer
        self._marks.clear()
        seen = {place.visit_id: place.seen for place in self._sent}
        for placed in answer.moved:
            self._note(placed.visit_id, seen=seen[placed.visit_id], version=placed.version)
        known = [was.placement.seen for was in before.dropped] if before is not None else []
        for at, placed in enumerate(answer.made):
            self._note(placed.visit_id, seen=known[at] if known else placed.version, version=placed.version)

    def undone(self, answer: Rearranged) -> None:
        """Remember what leads forth again."""
        self.done(answer)

    def _reverse(self, *, is_redo: bool) -> Call:
        answer = self._answer
        if answer is None:
            raise ValueError("nothing was done yet")
        self._sent = [
            replace(placed.before, seen=self._version(placed.visit_id))
            for placed in answer.moved
            if placed.before is not None
        ]
        made = self._seen(placed.visit_id for placed in answer.made)
        back = replace(way_back(answer), made=made, moved=self._sent)
        return Call(undo_rearrangement, {"back": back, "is_redo": is_redo})


def dropped_by(answer: Any) -> tuple[DroppedVisit, ...]:  # Any: the answer of any of the edits above
    """Visits that an answer says have left the board."""
    return answer.dropped if isinstance(answer, Rearranged) else ()


def made_of(news: Sequence[New], *, override: str = "") -> list[Placement]:
    """Placements of visits that are to be made."""
    return [
        Placement(
            visit_id=0,
            order_id=new.order_id,
            technician_id=new.technician_id,
            starts=_at(new.starts),
            ends=_at(new.ends),
            seen=new.version,
            override_reason=override,
            again=new.again,
            crew_id=-new.crew,
        )
        for new in news
    ]


def wanted_of(moves: Sequence[Move], orders: Sequence[int], *, override: str = "") -> list[Placement]:
    """Placements for the use case; `orders` are the order ids of the moves' visits."""
    return [
        Placement(
            visit_id=move.visit_id,
            order_id=order_id,
            technician_id=move.technician_id,
            starts=_at(move.starts),
            ends=_at(move.ends),
            seen=move.version,
            override_reason=override,
        )
        for move, order_id in zip(moves, orders, strict=True)
    ]


def move_text(count: int, *, named: str) -> str:
    """What a move is called in the Edit menu."""
    return ngettext("Move {order}", "Move {n} visits", count).format(order=named, n=count)


def _at(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)
