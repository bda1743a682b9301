"""Several orders at once: a place for each that no other takes; which orders suit one gap (optimiser.md 5).

Pure numpy, no database; times are epoch seconds (UTC).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from models.gaps import FROM, KEY, LANE, OPENS, SHIFT_ENDS, SHUTS, TO, Gaps, Ints
from models.slots import (
    NOT_PREFERRED,
    Judge,
    Slot,
    Wants,
    Wish,
    able_until,
    find,
    first_starts,
    price,
    wants_of,
)

BEST_FOR_GAP = 5
"""Orders offered for free time: as many as a menu holds at a glance."""

Taken = dict[int, Slot]
"""Places taken so far, by the number of the wish."""

JudgeOf = Callable[[Gaps, int], Judge]
"""The judge of the wish of a number, by gaps in which what has its place stands already."""


def fill(gaps: Gaps, wishes: Sequence[Wish], judge_of: JudgeOf | None = None) -> list[Slot | None]:
    """A place for each wish, None where there is none left; no two overlap, travel between them is counted.

    Who would lose most by coming second chooses first (the regret of route construction); what a choice
    changes for others is looked up again. The gaps that are handed in stay as they are.
    """
    tried = gaps.copy()
    judges = [judge_of(tried, number) if judge_of is not None else None for number in range(len(wishes))]
    taken: Taken = {}
    best = {number: _best(tried, wish, judges[number]) for number, wish in enumerate(wishes)}
    while best:
        number = min(best, key=lambda one: (_regret(best[one].places), one))
        places = best.pop(number).places
        if places:
            taken[number] = places[0]
            changed = _stand(tried, wishes[number], places[0], number)
            for other, known in best.items():
                best[other] = _renewed(tried, wishes[other], judges[other], known, changed)
    return [taken.get(number) for number in range(len(wishes))]


KNOWN = 8
"""So many places of a wish are remembered: a choice of others takes some of them away."""


class _Known(NamedTuple):
    """The best places of a wish that are remembered, and whether it has no others."""

    places: tuple[Slot, ...]
    is_all: bool


def _best(gaps: Gaps, wish: Wish, judge: Judge | None) -> _Known:
    places = find(gaps, wish, judge=judge, count=KNOWN).slots
    return _Known(places, len(places) < KNOWN)


def _renewed(gaps: Gaps, wish: Wish, judge: Judge | None, known: _Known, changed: frozenset[int]) -> _Known:
    """The best places after some lanes changed: what is known of other lanes still holds."""
    others = [slot for slot in known.places if slot.lane not in changed]
    if len(others) < 2 and not known.is_all:
        return _best(gaps, wish, judge)
    here = find(gaps, wish, judge=judge, count=KNOWN, among=changed).slots
    merged = sorted((*others, *here), key=_in_list)
    if not known.is_all:
        merged = [slot for slot in merged if _in_list(slot) <= _in_list(others[-1])]
    return _Known(tuple(merged[:KNOWN]), known.is_all and len(merged) < KNOWN)


def _in_list(slot: Slot) -> tuple[float, int, int]:
    return slot.cost, slot.starts, slot.lane


def _regret(places: tuple[Slot, ...]) -> float:
    """What coming second would cost, as a key that sorts the greatest loss first; without a place last."""
    if not places:
        return 1.0
    return -np.inf if len(places) == 1 else places[0].cost - places[1].cost


def _stand(gaps: Gaps, wish: Wish, slot: Slot, number: int) -> frozenset[int]:
    """Let a place be taken, and the visit that moves there be gone from where it stood; the lanes touched."""
    touched = {slot.lane}
    for lane, stops in enumerate(gaps.stops):
        if wish.visit_id and (stops.visit_id == wish.visit_id).any():
            gaps.renew(lane, stops.without(wish.visit_id))
            touched.add(lane)
    stops = gaps.stops[slot.lane].plus(
        visit_id=wish.visit_id or -1 - number, starts=slot.starts, ends=slot.ends, site_id=wish.site_id
    )
    gaps.renew(slot.lane, stops)
    return frozenset(touched)


@dataclass(frozen=True, slots=True)
class Suits:
    """An order that suits a gap: number of its wish, start, cost and extra minutes of driving."""

    number: int
    starts: int
    cost: float
    travel: float


def _gap_at(gaps: Gaps, lane: int, instant: int) -> Ints:
    here = (gaps.rows[LANE] == lane) & (gaps.rows[OPENS] <= instant) & (gaps.rows[SHUTS] > instant)
    return np.flatnonzero(here)


class Jobs(NamedTuple):
    """Orders as columns: what they want, where, and the technician asked for (0 for anybody)."""

    wants: Wants
    site_id: Ints
    preferred_id: Ints


def jobs_of(wishes: Sequence[Wish]) -> Jobs:
    """Wishes as columns."""
    return Jobs(
        wants_of(wishes),
        np.array([wish.site_id for wish in wishes], dtype=np.int64),
        np.array([wish.preferred_id for wish in wishes], dtype=np.int64),
    )


def best_for_gap(
    gaps: Gaps, jobs: Jobs, *, lane: int, instant: int, is_able: Callable[[int, int], bool]
) -> list[Suits]:
    """The orders that suit the free time around an instant best; empty where nothing is free.

    All are held against the one gap in one sweep; how long they have waited does not count here.
    `is_able(number, start)` is asked about the best ones until enough of them may be done there.
    """
    at = _gap_at(gaps, lane, instant)
    if not len(at) or not len(jobs.site_id):
        return []
    row = gaps.rows[:, at[:1]]
    wants = jobs.wants._replace(urgency=np.zeros(1))
    into, out = _legs_of(gaps, row, jobs.site_id)
    starts, room = first_starts(row, into, wants)
    priced = price(row, into, out, starts, wants)
    technician = gaps.lanes[lane].technician_id
    other = (jobs.preferred_id != 0) & (jobs.preferred_id != technician)
    cost = priced.cost + NOT_PREFERRED * other
    found: list[Suits] = []
    fits = np.flatnonzero(room & priced.room)
    for one in fits[np.argsort(cost[fits], kind="stable")].tolist():
        if is_able(one, int(starts[one])):
            found.append(Suits(one, int(starts[one]), float(cost[one]), float(priced.travel[one])))
        if len(found) == BEST_FOR_GAP:
            break
    return found


def _legs_of(gaps: Gaps, row: Ints, sites: Ints) -> tuple[Ints, Ints]:
    """Seconds from the place before a gap to sites, and from them to the place after."""
    if gaps.travel is None:
        return np.zeros(len(sites), dtype=np.int64), np.zeros(len(sites), dtype=np.int64)
    come, go = gaps.places[row[FROM]], gaps.places[row[TO]]
    into, out = gaps.travel.legs(come, sites)[0], gaps.travel.legs(sites, go)[0]
    nowhere = sites == 0
    return tuple(np.where(nowhere, 0, np.rint(leg * 60)).astype(np.int64) for leg in (into, out))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Lack:
    """Why there is no place.

    Attributes:
        skills: names of needed skills that none of the lanes looked at has, or has all of together.
        later: the first place after the time that was asked for, None if there is none.
        elsewhere: the best place in other lanes, None if there is none.
        longest: whole minutes of the longest free time of those who could do it, between the bounds.
    """

    skills: tuple[str, ...]
    later: Slot | None
    elsewhere: Slot | None
    longest: int


def why_none(gaps: Gaps, wish: Wish, *, judge: Judge | None = None) -> Lack:
    """Why a wish for which `find` has nothing has no place."""
    chosen = [lane for at, lane in enumerate(gaps.lanes) if wish.lanes is None or at in wish.lanes]
    skills = {skill for skill, _name in wish.needs}
    missing = tuple(name for skill, name in wish.needs if not any(skill in lane.skills for lane in chosen))
    if not missing and not any(skills <= lane.skills for lane in chosen):
        missing = tuple(name for _skill, name in wish.needs)
    later = None
    if wish.latest:
        places = find(gaps, replace(wish, latest=0), judge=judge, count=1).slots
        later = places[0] if places else None
    elsewhere = None
    if wish.lanes is not None:
        places = find(gaps, replace(wish, lanes=None), judge=judge, count=1).slots
        elsewhere = places[0] if places else None
    return Lack(missing, later, elsewhere, _longest(gaps, wish))


def _longest(gaps: Gaps, wish: Wish) -> int:
    until = able_until(gaps, wish)
    rows = gaps.rows[:, gaps.rows[SHUTS] > 0]
    opens = np.maximum(rows[OPENS], max(wish.earliest, wish.promise_from))
    shuts = np.minimum(np.minimum(rows[SHUTS], rows[SHIFT_ENDS]), until[rows[LANE]])
    inside = opens < (wish.latest or KEY)
    return max(int((shuts - opens)[inside].max(initial=0)) // 60, 0)
