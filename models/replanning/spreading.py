"""Spread visits of somebody who is away over others: at their time, else that day, else later, else not.

Each pass asks `models.filling` for the best places, those first who would lose most by coming second. What a
pass has placed stands for the next one. Times are epoch seconds; pure numpy, no database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models import fit
from models.filling import JudgeOf, Taken, fill, why_none
from models.gaps import Gaps, Stops
from models.replanning.shapes import Span
from models.slots import GRID, Judge, Slot, Wish
from resources.texts import _, format_minutes

MOST_DETOUR = 45.0
"""Extra minutes of driving up to which somebody comes at the very time; beyond, another hour is better."""

EARLIER = -(1 << 40)
"""Ids of what earlier passes have placed count down from here."""

JudgeWith = Callable[[int, int, int, Taken], fit.Verdict]
"""The verdict on a case (its number) in a lane at a start, while others have their places."""


@dataclass(frozen=True, slots=True)
class Case:
    """A visit that needs somebody else.

    Attributes:
        wish: what it needs; `earliest`, `latest` and `lanes` are set here.
        lane: index of the lane it is to leave.
        starts, ends: where it stands.
        day: the local day it stands on.
        keeps_time: its time is locked, or the customer counts on it.
        why_not: why nobody else may take it; "" when others may.
    """

    wish: Wish
    lane: int
    starts: int
    ends: int
    day: Span
    keeps_time: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose.

    Attributes:
        lanes: who may take visits.
        not_before: nothing is placed earlier than this, the present.
        until: later days are used up to this instant; 0 for the same day only.
        same_time_only: nothing changes its time.
    """

    lanes: frozenset[int]
    not_before: int = 0
    until: int = 0
    same_time_only: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is proposed for a case: a slot, or None and why; the reasons for it in words."""

    slot: Slot | None
    reasons: tuple[str, ...]

    @property
    def is_at_risk(self) -> bool:
        """Whether a promise or a service level would be broken."""
        return self.slot is not None and (self.slot.late > 0 or self.slot.overdue > 0)


def spread(
    gaps_of: Callable[[Span], Gaps], cases: Sequence[Case], choices: Choices, judge: JudgeWith
) -> list[Outcome]:
    """A place for each case, in the order of the cases.

    Args:
        gaps_of: the gaps of a span of time; those of one day are small and quick. They are changed here.
        cases: the visits.
        choices: what the person chose.
        judge: the one judge.
    """
    return _Spreading(gaps_of, cases, choices, judge).outcomes()


class _Spreading:
    """The passes, and what they have found."""

    def __init__(
        self, gaps_of: Callable[[Span], Gaps], cases: Sequence[Case], choices: Choices, judge: JudgeWith
    ) -> None:
        self._gaps_of, self._cases, self._choices, self._judge = gaps_of, cases, choices, judge
        self._found: dict[int, Slot] = {}
        self._of_day: dict[Span, Gaps] = {}

    def outcomes(self) -> list[Outcome]:
        """Pass by pass, then what became of each."""
        for day in sorted({case.day for case in self._cases}):
            gaps = self._of_day[day] = self._gaps_of(day)
            self._fill(gaps, self._left(day), same_time=True)
            if not self._choices.same_time_only:
                self._fill(gaps, self._left(day), same_time=False)
        if self._choices.until and not self._choices.same_time_only:
            self._fill_later_days()
        return [self._outcome(n, case) for n, case in enumerate(self._cases)]

    def _left(self, day: Span | None = None) -> list[int]:
        return [
            n
            for n, case in enumerate(self._cases)
            if n not in self._found and not case.why_not and day in (None, case.day)
        ]

    def _fill(self, gaps: Gaps, numbers: Sequence[int], *, same_time: bool) -> None:
        """Place what is left and let it stand in the gaps."""
        chosen = [n for n in numbers if same_time or not self._cases[n].keeps_time]
        wishes = [self._wish(self._cases[n], same_time=same_time) for n in chosen]
        slots = fill(gaps, wishes, self._judges(chosen))
        for n, wish, slot in zip(chosen, wishes, slots, strict=True):
            place = slot if slot is not None or not same_time else self._off_grid(gaps, n)
            if place is None or (same_time and not self._must(n) and place.travel > MOST_DETOUR):
                continue
            self._found[n] = place
            stops = gaps.stops[place.lane]
            more = {
                "visit_id": EARLIER - n,
                "starts": place.starts,
                "ends": place.ends,
                "site_id": wish.site_id,
            }
            gaps.renew(place.lane, stops.plus(**more))

    def _must(self, number: int) -> bool:
        return self._cases[number].keeps_time or self._choices.same_time_only

    def _fill_later_days(self) -> None:
        """What its own day has no room for goes to the days after, while there are any."""
        left = [n for n in self._left() if not self._cases[n].keeps_time]
        if not left:
            return
        first = min(self._cases[n].day[1] for n in left)
        gaps = self._gaps_of((first, self._choices.until))
        wishes = [
            replace(
                self._cases[n].wish,
                earliest=max(self._cases[n].day[1], self._choices.not_before),
                latest=self._choices.until,
                lanes=self._choices.lanes - {self._cases[n].lane},
            )
            for n in left
        ]
        for n, slot in zip(left, fill(gaps, wishes, self._judges(left)), strict=True):
            if slot is not None:
                self._found[n] = slot

    def _wish(self, case: Case, *, same_time: bool) -> Wish:
        """The wish within its day, or at its very time."""
        first, last = (case.starts, case.starts + 1) if same_time else case.day
        return replace(
            case.wish,
            earliest=max(first, self._choices.not_before),
            latest=last,
            lanes=self._choices.lanes - {case.lane},
        )

    def _off_grid(self, gaps: Gaps, number: int) -> Slot | None:
        """At its very time where that is on no step of the search: everybody is asked."""
        case = self._cases[number]
        if case.starts % GRID == 0 or case.starts < self._choices.not_before:
            return None
        best: Slot | None = None
        judge = self._judges([number])(gaps, 0)
        for lane in sorted(self._choices.lanes - {case.lane}):
            busy = gaps.stops[lane]
            if ((busy.starts < case.ends) & (busy.ends > case.starts)).any():
                continue
            verdict = judge(lane, case.starts)
            travel = verdict.travel_in.minutes + verdict.travel_out.minutes
            if not verdict.hard and verdict.fits and (best is None or travel < best.cost):
                best = Slot(lane, case.starts, case.ends, travel)
        return best

    def _judges(self, chosen: Sequence[int]) -> JudgeOf:
        """The judge of one of the chosen, with what earlier passes and this one have placed."""
        known = dict(self._found)

        def of(gaps: Gaps, number: int) -> Judge:
            def judge(lane: int, starts: int) -> fit.Verdict:
                return self._judge(chosen[number], lane, starts, known | _placed(gaps, lane, chosen))

            return judge

        return of

    def _outcome(self, number: int, case: Case) -> Outcome:
        slot = self._found.get(number)
        if slot is not None:
            return Outcome(slot, (_time_words(case, slot), *slot.reasons))
        return Outcome(None, (case.why_not or self._lack(case),))

    def _lack(self, case: Case) -> str:
        """Why there is no place."""
        wish = self._wish(case, same_time=case.keeps_time or self._choices.same_time_only)
        lack = why_none(self._of_day[case.day], wish)
        if lack.skills:
            return _("Nobody else can do {skills}").format(skills=", ".join(lack.skills))
        if case.keeps_time:
            return _("Nobody else is free at its locked time")
        if lack.longest >= wish.minutes:
            return _("Nobody else can be there in time")
        return _("Nobody else has {time} free").format(time=format_minutes(wish.minutes))


def _placed(gaps: Gaps, lane: int, chosen: Sequence[int]) -> Taken:
    """What this pass has placed in a lane, by the number of its case; `fill` numbers them -1, -2, …"""
    stops = gaps.stops[lane]
    found: Taken = {}
    for at in ((stops.visit_id < 0) & (stops.visit_id > EARLIER)).nonzero()[0].tolist():
        number = chosen[-1 - int(stops.visit_id[at])]
        found[number] = Slot(lane, int(stops.starts[at]), int(stops.ends[at]), 0.0)
    return found


def _time_words(case: Case, slot: Slot) -> str:
    """What becomes of its time."""
    by = round((slot.starts - case.starts) / 60)
    if not by:
        return _("same time")
    if not case.day[0] <= slot.starts < case.day[1]:
        return _("another day")
    words = _("{time} later") if by > 0 else _("{time} earlier")
    return words.format(time=format_minutes(abs(by)))


def slice_of(stops: Stops, span: Span) -> Stops:
    """The stops that touch a span of time."""
    kept = (stops.starts < span[1]) & (stops.ends > span[0])
    return Stops(*(column[kept] for column in stops))
