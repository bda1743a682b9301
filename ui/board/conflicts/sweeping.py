"""Many visits judged at once: which rules each breaks, as bits. No Qt.

`models.fit` says what a rule means and puts it into words; this only finds quickly who breaks one. That both
agree is what tests/ui/board/test_sweeping.py tries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.queries.board import Needs
from models import fit
from ui.board.columns import CANCELLED, LANE_KEY
from ui.board.conflicts.lane_facts import Flags, LaneFacts
from ui.board.geometry import Ints

if TYPE_CHECKING:
    from ui.board.model import BoardModel

Bits = npt.NDArray[np.uint16]
BIT = {rule: 1 << at for at, rule in enumerate(fit.Rule)}
"""The bit of each rule."""


def bits_of(rules: Iterable[fit.Rule]) -> int:
    """The bits of some rules together."""
    return sum(BIT[rule] for rule in set(rules))


def bits_taken(rules: fit.RuleBook, strictness: fit.Strictness) -> int:
    """The bits of the rules that a company takes so."""
    return bits_of(rule for rule in fit.Rule if rules.of(rule) is strictness)


@dataclass(frozen=True, slots=True)
class Asked:
    """Proposals as columns of equal length.

    Attributes:
        own: position of the proposal's own visit among the stops, -1 where it is not among them.
        needs: by code of `needs_code`, what orders ask for; code 0 is nothing.
        has_parts: whether parts are still to be delivered.
        valid_from, valid_to: instants of the agreement, half-open, 0 for none.
    """

    lane: Ints
    starts: Ints
    ends: Ints
    site: Ints
    customer: Ints
    promise_from: Ints
    promise_to: Ints
    due: Ints
    own: Ints
    needs: tuple[Needs, ...]
    needs_code: Ints
    has_parts: Flags
    valid_from: Ints
    valid_to: Ints


class Stops:
    """Visits that take part, of some lanes, by (lane, start); cancelled ones left out."""

    def __init__(self, model: BoardModel, slots: Ints) -> None:
        """Take the visits of these slots, given by lane and start."""
        table = model.table
        self.slots: Ints = slots[table.status[slots] != CANCELLED]
        self.lane: Ints = table.lane[self.slots]
        self.starts: Ints = table.starts[self.slots]
        self.ends: Ints = table.ends[self.slots]
        self.site: Ints = table.site_id[self.slots]
        self.key: Ints = self.lane * LANE_KEY + self.starts
        until = self.lane * LANE_KEY + self.ends
        self.reach: Ints = np.maximum.accumulate(until)
        self.by_end: Ints = np.argsort(until, kind="stable")
        self.until: Ints = until[self.by_end]

    def __len__(self) -> int:
        return len(self.slots)


def broken(model: BoardModel, facts: LaneFacts, stops: Stops, asked: Asked) -> Bits:
    """Which rules proposals break, of those that need no look at where a visit stood before."""
    lane, starts, ends = asked.lane, asked.starts, asked.ends
    closed = facts.closed_time(lane, starts, ends)
    outside = ends - starts - facts.worked(lane, starts, ends)
    if model.window.rules.of(fit.Rule.HOLIDAY) is not fit.Strictness.OFF:
        outside = outside - closed
    early = (asked.promise_from > 0) & (starts < asked.promise_from)
    late = (asked.promise_to > 0) & (starts > asked.promise_to)
    before = (asked.valid_from > 0) & (starts < asked.valid_from)
    after = (asked.valid_to > 0) & (starts >= asked.valid_to)
    found = {
        fit.Rule.OVERLAP: _overlaps(stops, asked),
        fit.Rule.ABSENCE: facts.is_away(lane, starts, ends),
        fit.Rule.HOLIDAY: closed > 0,
        fit.Rule.SKILL: _lacks(facts, asked),
        fit.Rule.EXCLUSION: facts.is_excluded(lane, asked.customer),
        fit.Rule.SHIFT: outside > 0,
        fit.Rule.WINDOW: early | late,
        fit.Rule.DEADLINE: (asked.due > 0) & (ends > asked.due),
        fit.Rule.TRAVEL: _travels(model, facts, stops, asked),
        fit.Rule.DAILY: _works_long(model, facts, stops, asked),
        fit.Rule.PART: asked.has_parts,
        fit.Rule.AGREEMENT: before | after,
    }
    bits = np.zeros(len(lane), dtype=np.uint16)
    for rule, mask in found.items():
        bits[mask & facts.is_person[lane]] |= BIT[rule]
    return bits


def _overlaps(stops: Stops, asked: Asked) -> Flags:
    """Whether another visit of the lane is at the same time."""
    if not len(stops):
        return np.zeros(len(asked.lane), dtype=np.bool_)
    base = asked.lane * LANE_KEY
    is_own = asked.own >= 0
    first = np.where(is_own, asked.own, stops.key.searchsorted(base + asked.ends, side="left"))
    before = (first > 0) & (stops.reach[np.maximum(first - 1, 0)] > base + asked.starts)
    following = np.minimum(asked.own + 1, len(stops) - 1)
    after = is_own & (asked.own + 1 < len(stops)) & (stops.key[following] < base + asked.ends)
    return np.asarray(before | after)


def _lacks(facts: LaneFacts, asked: Asked) -> Flags:
    """Whether the technician cannot do it, or may not any more by its end."""
    found = np.zeros(len(asked.lane), dtype=np.bool_)
    for code in range(1, len(asked.needs)):
        at = np.flatnonzero(asked.needs_code == code)
        missing, expires = facts.lacks(asked.needs[code])
        lane = asked.lane[at]
        found[at] = missing[lane] | (asked.ends[at] > expires[lane])
    return found


def _travels(model: BoardModel, facts: LaneFacts, stops: Stops, asked: Asked) -> Flags:
    """Whether there is too little time to come there or to go on."""
    if model.travel is None:
        return np.zeros(len(asked.lane), dtype=np.bool_)
    lane, base = asked.lane, asked.lane * LANE_KEY
    on_shift, opens, closes = facts.working_day(lane, asked.starts, asked.ends)
    earliest = np.where(on_shift, opens, asked.starts - fit.DAY)
    latest = np.where(on_shift, closes, asked.ends + fit.DAY)
    came_from, went_to = facts.homes[lane], facts.homes[lane]
    since, until = np.where(on_shift, opens, -1), np.where(on_shift, closes, -1)
    if len(stops):
        last = stops.until.searchsorted(base + asked.starts, side="right") - 1
        stop = stops.by_end[np.maximum(last, 0)]
        there = (last >= 0) & (stops.lane[stop] == lane) & (stops.ends[stop] > earliest)
        came_from = np.where(there, stops.site[stop], came_from)
        since = np.where(there, stops.ends[stop], since)
        following = stops.key.searchsorted(base + asked.ends, side="left")
        stop = np.minimum(following, len(stops) - 1)
        there = (following < len(stops)) & (stops.lane[stop] == lane) & (stops.starts[stop] < latest)
        went_to = np.where(there, stops.site[stop], went_to)
        until = np.where(there, stops.starts[stop], until)
    short = _is_short(model, came_from, asked.site, asked.starts - since) & (since >= 0)
    return short | (_is_short(model, asked.site, went_to, until - asked.ends) & (until >= 0))


def _is_short(model: BoardModel, a: Ints, b: Ints, gap: Ints) -> Flags:
    """Whether trips take longer than the gaps for them."""
    if model.travel is None:
        return np.zeros(len(gap), dtype=np.bool_)
    minutes, _kilometres, _source = model.travel.legs(a, b)
    missing = np.rint(minutes * 60) - np.maximum(gap, 0)
    return np.asarray(missing >= fit.TRAVEL_SLACK)


def _works_long(model: BoardModel, facts: LaneFacts, stops: Stops, asked: Asked) -> Flags:
    """Whether the day of the start would have more work than the technician's limit."""
    limits = facts.limits[asked.lane]
    inside = (asked.starts >= model.window.starts) & (asked.starts < model.days.midnights[-1])
    day = model.days.numbers(asked.starts)
    work = np.where(asked.own >= 0, 0, asked.ends - asked.starts)
    if len(stops):
        begun = np.flatnonzero(stops.starts >= model.days.midnights[0])
        cells = stops.lane[begun] * model.days.count + model.days.numbers(stops.starts[begun])
        lengths = (stops.ends - stops.starts)[begun]
        size = len(model.lanes) * model.days.count
        total = np.bincount(cells, weights=lengths, minlength=size).astype(np.int64)
        work = work + total[asked.lane * model.days.count + day]
    return np.asarray(inside & (work > limits))
