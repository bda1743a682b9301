"""A plan for many visits put before a person: each as it would be, judged together, ready to be done.

No Qt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.usecases.visits import TimeOff
from models import fit
from models.replanning import Plan
from resources.texts import _
from ui.board.editing.arrangement import NO_VERDICT, Arrangement, New
from ui.board.editing.placements import Placement
from ui.board.gestures import Move

if TYPE_CHECKING:
    from ui.board.model import BoardModel


class Deed(StrEnum):
    """What would become of a visit."""

    MOVE = "move"
    MAKE = "make"
    DROP = "drop"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class Item:
    """One visit of a proposal.

    Attributes:
        deed: what would become of it.
        before: where it stands; for one that is to be made, the visit it is made of.
        after: where it would stand; None when it goes or stays.
        why: the reason, in words.
    """

    deed: Deed
    before: Placement
    after: Placement | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for many visits.

    Attributes:
        items: one for each visit.
        block: time off that is entered with it.
        is_found: whether the program chose who and when, and did not only carry out where to.
    """

    items: tuple[Item, ...] = ()
    block: tuple[TimeOff, ...] = field(default=())
    is_found: bool = False

    @property
    def changes(self) -> list[int]:
        """Positions of the items that change something."""
        return [at for at, item in enumerate(self.items) if item.deed is not Deed.STAY]

    def judged(self, model: BoardModel, chosen: Collection[int]) -> dict[int, fit.Verdict]:
        """The verdict on each chosen item by position, all of them carried out."""
        standing = [(at, item.after) for at, item in enumerate(self.items) if at in chosen and item.after]
        gone = frozenset(self.items[at].before.visit_id for at in chosen if self.items[at].deed is Deed.DROP)
        verdicts = model.judging.judge([place for _at, place in standing], gone=gone)
        return {at: verdict for (at, _place), verdict in zip(standing, verdicts, strict=True)}

    def arrangement(self, model: BoardModel, chosen: Collection[int]) -> Arrangement:
        """What is wanted when some of the items are chosen."""
        verdicts = self.judged(model, chosen)
        moves, news, drops = [], [], []
        for at in sorted(chosen):
            item = self.items[at]
            if item.deed is Deed.MOVE and item.after is not None:
                moves.append(move_of(model, item.after, verdicts.get(at, NO_VERDICT)))
            elif item.deed is Deed.MAKE and item.after is not None:
                news.append(_new(model, item.after, verdicts.get(at, NO_VERDICT)))
            elif item.deed is Deed.DROP:
                drops.append(item.before.visit_id)
        return Arrangement(moves, news, drops, block=self.block, is_proposed=self.is_found)


def moves_with_crew(model: BoardModel, place: Placement, verdict: fit.Verdict) -> list[Move]:
    """The move of a visit, and of who goes along with it in time, each in its own lane."""
    table, slot, places = model.table, model.table.slot(place.visit_id), [place]
    if slot < 0:  # it is gone; who takes the move says so
        return [
            Move(place.visit_id, 0, model.lanes[place.lane].technician_id, place.starts, place.ends, verdict)
        ]
    taken, put = int(table.starts[slot]), place.starts
    for sister in map(model.placement, table.sisters(slot) if put != taken else ()):
        starts = model.days.carried(sister.starts, taken=taken, put=put)
        places.append(sister.moved(lane=sister.lane, starts=starts))
    verdicts = [verdict, *model.judge(places)[1:]]
    return [move_of(model, one, said) for one, said in zip(places, verdicts, strict=True)]


def move_of(model: BoardModel, place: Placement, verdict: fit.Verdict) -> Move:
    """The wish that a visit stands there."""
    version = int(model.table.version[model.table.slot(place.visit_id)])
    technician = model.lanes[place.lane].technician_id
    return Move(place.visit_id, version, technician, place.starts, place.ends, verdict)


def _new(model: BoardModel, place: Placement, verdict: fit.Verdict) -> New:
    technician = model.lanes[place.lane].technician_id
    return New(place.order_id, technician, place.starts, place.ends, again=True, verdict=verdict)


def proposed(model: BoardModel, plan: Plan) -> Proposal:
    """A plan as a proposal, by lane and time; what has left the board meanwhile is left out."""
    items = [
        Item(Deed.MOVE, was, replace(was, lane=one.lane, starts=one.starts, ends=one.ends), one.why)
        for one in plan.changes
        for was in _standing(model, one.visit_id)
    ]
    items += _crews(model, plan)
    items += [Item(Deed.DROP, was, None, "") for one in plan.drops for was in _standing(model, one)]
    items += [
        Item(Deed.STAY, was, None, stay.why) for stay in plan.stays for was in _standing(model, stay.visit_id)
    ]
    for part in plan.parts:
        of = next((item.before for item in items if item.before.order_id == part.order_id), None)
        was = of or _of_order(model, part.order_id)
        if was is not None:
            place = replace(was, visit_id=0, lane=part.lane, starts=part.starts, ends=part.ends)
            items.append(Item(Deed.MAKE, was, place, part.why))
    items.sort(key=lambda item: (item.before.lane, item.before.starts, item.before.visit_id))
    return Proposal(tuple(items))


def _crews(model: BoardModel, plan: Plan) -> Iterator[Item]:
    """Who goes along in time with a visit of a crew, each in its own lane, if the plan is silent on it."""
    table = model.table
    told = {change.visit_id for change in plan.changes} | {stay.visit_id for stay in plan.stays}
    told |= set(plan.drops)
    for change in plan.changes:
        slot = table.slot(change.visit_id)
        by = change.starts - int(table.starts[slot]) if slot >= 0 else 0
        for sister in table.sisters(slot) if by else ():
            was = model.placement(sister)
            if was.visit_id not in told:
                told.add(was.visit_id)
                why = _("goes with {order}").format(order=table.number[slot])
                yield Item(Deed.MOVE, was, was.moved(lane=was.lane, starts=was.starts + by), why)


def _standing(model: BoardModel, visit_id: int) -> Sequence[Placement]:
    slot = model.table.slot(visit_id)
    return [model.placement(slot)] if slot >= 0 else []


def _of_order(model: BoardModel, order_id: int) -> Placement | None:
    table = model.table
    slots = [slot for slot in table.order.tolist() if table.order_id[slot] == order_id]
    return model.placement(slots[0]) if slots else None
