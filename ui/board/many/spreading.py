"""Visits of somebody who is away, spread over others by what the board shows. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.usecases.visits import TimeOff
from models import fit
from models.filling import Taken
from models.gaps import Gaps
from models.replanning import Stand
from models.replanning.shapes import Span
from models.replanning.spreading import Case, Choices, Outcome, slice_of, spread
from resources.texts import _
from ui.board.columns import DONE
from ui.board.editing.placements import Placement
from ui.board.many.ground import PERSON_LOCK, TIME_LOCK, lane_visits, stands_of
from ui.board.many.proposal import Deed, Item, Proposal
from ui.board.slots.slot_index import Bounds, searched_lane, stops_of, wish_of

if TYPE_CHECKING:
    from ui.board.model import BoardModel


@dataclass(frozen=True, slots=True)
class Handing:
    """What is to be handed over, and to whom.

    Attributes:
        visit_ids: the visits.
        choices: who may take them, and when.
        is_sick: who has them cannot keep them: what finds nobody waits again.
        block: time off that is entered with it.
    """

    visit_ids: tuple[int, ...]
    choices: Choices
    is_sick: bool = False
    block: tuple[TimeOff, ...] = ()


def visits_in(model: BoardModel, lane: int, span: Span) -> list[Stand]:
    """The visits of a lane that touch a time and are not over."""
    found = []
    for stand in lane_visits(model, lane):
        slot = model.table.slot(stand.visit_id)
        if stand.starts < span[1] and stand.ends > span[0] and model.table.status[slot] != DONE:
            found.append(stand)
    return found


def handed_over(model: BoardModel, handing: Handing) -> Proposal:
    """Where each visit would go, with the reasons, judged by the one judge."""
    stands = stands_of(model, handing.visit_ids)
    places = [model.placement(model.table.slot(stand.visit_id)) for stand in stands]
    cases = [_case(model, stand, place) for stand, place in zip(stands, places, strict=True)]

    def judge(number: int, lane: int, starts: int, taken: Taken) -> fit.Verdict:
        others = [
            places[one].moved(lane=slot.lane, starts=slot.starts)
            for one, slot in taken.items()
            if one != number and slot.lane == lane
        ]
        return model.judging.judge_among(places[number].moved(lane=lane, starts=starts), others)

    outcomes = spread(lambda span: gaps_of(model, span), cases, handing.choices, judge)
    items = [
        _item(model, handing, stand, place, outcome)
        for stand, place, outcome in zip(stands, places, outcomes, strict=True)
    ]
    items.sort(key=lambda item: (item.before.starts, item.before.visit_id))
    return Proposal(tuple(items), handing.block, is_found=True)


def gaps_of(model: BoardModel, span: Span) -> Gaps:
    """The gaps of all lanes in a span of time."""
    lanes, stops = [], []
    for at in range(len(model.lanes)):
        whole = searched_lane(model, at)
        shifts = tuple(one for one in whole.shifts if one[1] > span[0] and one[0] < span[1])
        lanes.append(replace(whole, shifts=shifts))
        reach = (
            min((one[0] for one in shifts), default=span[0]),
            max((one[1] for one in shifts), default=span[1]),
        )
        stops.append(slice_of(stops_of(model, at), (min(reach[0], span[0]), max(reach[1], span[1]))))
    return Gaps(lanes, stops, model.travel, model.days.midnights)


def _case(model: BoardModel, stand: Stand, place: Placement) -> Case:
    slot = model.table.slot(stand.visit_id)
    lock, goes_with = int(model.table.lock[slot]), model.table.sisters(slot)
    why_not = ""
    if lock & PERSON_LOCK:
        why_not = _("Its technician is locked")
    elif stand.keeps_person:
        why_not = _("It is under way")
    wish = replace(wish_of(model, place, Bounds(0)), visit_id=0)
    return Case(
        wish=wish,
        lane=stand.lane,
        starts=stand.starts,
        ends=stand.ends,
        day=model.days.bounds(model.days.number(stand.starts)),
        keeps_time=bool(lock & TIME_LOCK or goes_with),
        why_not=why_not,
    )


def _item(model: BoardModel, handing: Handing, stand: Stand, place: Placement, outcome: Outcome) -> Item:
    why = "; ".join(outcome.reasons)
    if outcome.slot is not None:
        after = place.moved(lane=outcome.slot.lane, starts=outcome.slot.starts)
        return Item(Deed.MOVE, place, after, why)
    may_wait = handing.is_sick and not (stand.keeps_person or stand.keeps_time)
    return Item(Deed.DROP if may_wait else Deed.STAY, place, None, why)


def everybody(model: BoardModel, without: Sequence[int]) -> frozenset[int]:
    """All lanes but some."""
    return frozenset(range(len(model.lanes))) - frozenset(without)


def team_of(model: BoardModel, lane: int) -> frozenset[int]:
    """The other lanes of a lane's team."""
    team = model.lanes[lane].team_id
    return frozenset(at for at, row in enumerate(model.lanes) if row.team_id == team and at != lane)
