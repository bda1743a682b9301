"""Does a visit fit on a technician's lane? The one judge of the drag, the dialogs and the commit.

Rules of domain.md 8 and board.md 5 (26-30): overlap, absence, missing skill and lock are hard and refuse;
outside the shift, outside the promised window and too little time to travel are soft and warn. All instants
are epoch seconds (UTC), spans half-open: what only touches does not overlap. Pure Python, no database.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from models.distances import Leg
from models.terms import Lock
from resources.texts import _, format_minutes

DAY = 86_400
"""Seconds in which stops outside any shift count as one working day."""

TRAVEL_SLACK = 60
"""Seconds of travel that may be missing: plans hold whole minutes, measured legs do not."""

LOCK_CODES: tuple[Lock | None, ...] = (None, Lock.TIME, Lock.PERSON, Lock.BOTH)
"""Locks by the code the board's columns hold."""


class Rule(StrEnum):
    """What a proposal was judged by."""

    OVERLAP = "overlap"
    ABSENCE = "absence"
    SKILL = "skill"
    LOCK = "lock"
    SHIFT = "shift"
    WINDOW = "window"
    TRAVEL = "travel"


HARD = frozenset({Rule.OVERLAP, Rule.ABSENCE, Rule.SKILL, Rule.LOCK})
"""Rules that refuse; the others warn."""


class Side(StrEnum):
    """Which end of the visit a finding is about."""

    WHOLE = ""
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a proposal breaks.

    Attributes:
        rule: which.
        minutes: by how much, in whole minutes, rounded up; 0 where there is no amount.
        subject: what it is about: the other visit's label, the absence's reason, the skill's name, the part
            that is locked (`Lock`), where the travel comes from or goes to (empty for home).
        side: too early (START) or too late (END) for the shift or the window; travel to it or from it.
        who: the technician's name, where the sentence names it.
        needed: whole minutes the travel takes (`minutes` are missing).
    """

    rule: Rule
    minutes: int = 0
    subject: str = ""
    side: Side = Side.WHOLE
    who: str = ""
    needed: int = 0

    @property
    def hard(self) -> bool:
        """Whether this refuses the proposal."""
        return self.rule in HARD

    @property
    def text(self) -> str:
        """What is wrong and by how much, in the current language."""
        return _template(self).format(
            minutes=format_minutes(self.minutes),
            subject=self.subject,
            who=self.who,
            needed=format_minutes(self.needed),
            there=format_minutes(self.needed - self.minutes),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A visit at a time, to be judged on a lane.

    Attributes:
        starts, ends: when.
        visit_id: the visit that is moved, 0 for a new one.
        site_id: where, 0 when unknown.
        needs: skills asked for, (id, name).
        promise_from, promise_to: bounds of the start, both inclusive, 0 for none.
        label: what the visit is called.
    """

    starts: int
    ends: int
    visit_id: int = 0
    site_id: int = 0
    needs: tuple[tuple[int, str], ...] = ()
    promise_from: int = 0
    promise_to: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit that is on the lane already."""

    visit_id: int
    starts: int
    ends: int
    site_id: int
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A technician: working time in order, absences with their reasons, skills, home (0 unknown)."""

    technician_id: int
    name: str
    shifts: tuple[tuple[int, int], ...]
    absences: tuple[tuple[int, int, str], ...]
    skills: frozenset[int]
    home_site_id: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge found: hard findings first, the larger before the smaller; and the travel around."""

    findings: tuple[Finding, ...]
    travel_in: Leg
    travel_out: Leg

    @property
    def fits(self) -> bool:
        """Whether no rule is broken."""
        return not self.findings

    @property
    def hard(self) -> tuple[Finding, ...]:
        """Findings that refuse."""
        return tuple(finding for finding in self.findings if finding.hard)

    @property
    def soft(self) -> tuple[Finding, ...]:
        """Findings that warn."""
        return tuple(finding for finding in self.findings if not finding.hard)

    @property
    def text(self) -> str:
        """The findings in words, a line each; empty when it fits."""
        return "\n".join(finding.text for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """Where the technician comes from or goes to: when there at the latest or earliest, None if open."""

    site_id: int
    label: str
    instant: int | None


def judge(
    proposal: Proposal, lane: Lane, stops: Sequence[Stop], travel: Callable[[int, int], Leg]
) -> Verdict:
    """Judge a proposal on a lane.

    Args:
        proposal: what is to be done and when; ends after it starts.
        lane: the technician.
        stops: that technician's visits around that day by start, cancelled ones left out; the proposal's own
            visit is ignored.
        travel: the leg between two site ids, `Travel.leg`.
    """
    before, overlapping, after = _around(proposal, stops)
    day = _working_day(proposal, lane.shifts)
    origin = _origin(proposal, lane, before, day)
    target = _target(proposal, lane, after, day)
    travel_in = travel(origin.site_id, proposal.site_id)
    travel_out = travel(proposal.site_id, target.site_id)
    findings = [
        Finding(Rule.OVERLAP, _minutes(_shared(proposal, stop.starts, stop.ends)), stop.label)
        for stop in overlapping
    ]
    findings += _absences(proposal, lane)
    findings += [
        Finding(Rule.SKILL, 0, name, who=lane.name)
        for skill, name in proposal.needs
        if skill not in lane.skills
    ]
    findings += _shift(proposal, lane.shifts)
    findings += _window(proposal)
    if origin.instant is not None:
        findings += _travel(travel_in, proposal.starts - origin.instant, origin.label, Side.START)
    if target.instant is not None:
        findings += _travel(travel_out, target.instant - proposal.ends, target.label, Side.END)
    if len(findings) > 1:
        findings.sort(key=_weight)
    return Verdict(tuple(findings), travel_in, travel_out)


def judge_move(lock: Lock | None, *, changes_time: bool, changes_person: bool) -> tuple[Finding, ...]:
    """Judge whether a locked visit may be moved like this; the subject is the part that is locked."""
    findings = []
    if changes_time and lock in (Lock.TIME, Lock.BOTH):
        findings.append(Finding(Rule.LOCK, 0, Lock.TIME))
    if changes_person and lock in (Lock.PERSON, Lock.BOTH):
        findings.append(Finding(Rule.LOCK, 0, Lock.PERSON))
    return tuple(findings)


def _weight(finding: Finding) -> tuple[bool, int]:
    return finding.rule not in HARD, -finding.minutes


_start = attrgetter("starts")


def _around(proposal: Proposal, stops: Sequence[Stop]) -> tuple[Stop | None, list[Stop], Stop | None]:
    """The last stop that ends before the proposal, those that overlap it, the first that starts after it."""
    border = bisect_left(stops, proposal.ends, key=_start)
    before: Stop | None = None
    overlapping: list[Stop] = []
    for stop in stops[:border]:
        if stop.visit_id == proposal.visit_id != 0:
            continue
        if stop.ends > proposal.starts:
            overlapping.append(stop)
        elif before is None or stop.ends >= before.ends:
            before = stop
    for stop in stops[border : border + 2]:
        if stop.visit_id != proposal.visit_id or not stop.visit_id:
            return before, overlapping, stop
    return before, overlapping, None


def _working_day(proposal: Proposal, shifts: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    """Start and end of the shift or shifts that the proposal lies in, even in part; None outside them."""
    touched = [shift for shift in shifts if shift[0] < proposal.ends and shift[1] > proposal.starts]
    return (touched[0][0], touched[-1][1]) if touched else None


def _origin(proposal: Proposal, lane: Lane, stop: Stop | None, day: tuple[int, int] | None) -> _Neighbour:
    """Where the technician comes from: the stop before it that day, else home at the start of the shift."""
    earliest = day[0] if day else proposal.starts - DAY
    if stop is not None and stop.ends > earliest:
        return _Neighbour(stop.site_id, stop.label, stop.ends)
    return _Neighbour(lane.home_site_id, "", day[0] if day else None)


def _target(proposal: Proposal, lane: Lane, stop: Stop | None, day: tuple[int, int] | None) -> _Neighbour:
    """Where the technician goes to: the stop after it that day, else home by the end of the shift."""
    latest = day[1] if day else proposal.ends + DAY
    if stop is not None and stop.starts < latest:
        return _Neighbour(stop.site_id, stop.label, stop.starts)
    return _Neighbour(lane.home_site_id, "", day[1] if day else None)


def _travel(leg: Leg, gap: int, label: str, side: Side) -> Iterator[Finding]:
    """A leg that takes longer than the gap; a leg of unknown length takes 0 minutes."""
    needed = round(leg.minutes * 60)
    there = max(gap, 0)
    if needed - there >= TRAVEL_SLACK:
        minutes = _minutes(needed)
        yield Finding(Rule.TRAVEL, minutes - there // 60, label, side, needed=minutes)


def _absences(proposal: Proposal, lane: Lane) -> Iterator[Finding]:
    for starts, ends, reason in lane.absences:
        shared = _shared(proposal, starts, ends)
        if shared > 0:
            yield Finding(Rule.ABSENCE, _minutes(shared), reason, who=lane.name)


def _shift(proposal: Proposal, shifts: tuple[tuple[int, int], ...]) -> Iterator[Finding]:
    """Time outside the union of the shifts, which are in order of their starts."""
    covered = 0
    begun, reached = proposal.ends, proposal.starts
    for starts, ends in shifts:
        shared = min(ends, proposal.ends) - max(starts, reached)
        if shared > 0:
            covered += shared
            begun, reached = min(begun, starts), ends
    early, late = max(begun - proposal.starts, 0), max(proposal.ends - reached, 0)
    outside = proposal.ends - proposal.starts - covered
    if outside > 0:
        side = Side.START if outside == early else Side.END if outside == late else Side.WHOLE
        yield Finding(Rule.SHIFT, _minutes(outside), "", side if covered else Side.WHOLE)


def _window(proposal: Proposal) -> Iterator[Finding]:
    """A start before or after the promised ones."""
    early = proposal.promise_from - proposal.starts
    late = proposal.starts - proposal.promise_to
    if proposal.promise_from and early > 0:
        yield Finding(Rule.WINDOW, _minutes(early), "", Side.START)
    elif proposal.promise_to and late > 0:
        yield Finding(Rule.WINDOW, _minutes(late), "", Side.END)


def _shared(proposal: Proposal, starts: int, ends: int) -> int:
    """Seconds that a span shares with the proposal; 0 or less when they are apart."""
    return min(ends, proposal.ends) - max(starts, proposal.starts)


def _minutes(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)


def _template(finding: Finding) -> str:
    """The sentence of a finding, to be filled in."""
    match finding.rule:
        case Rule.OVERLAP:
            return _("Overlaps {subject} by {minutes}")
        case Rule.ABSENCE:
            return _absence_template(finding)
        case Rule.SKILL:
            return _("{who} lacks {subject}")
        case Rule.LOCK:
            return _("The time is locked") if finding.subject == Lock.TIME else _("The technician is locked")
        case Rule.SHIFT:
            return _shift_template(finding.side)
        case Rule.WINDOW:
            return (
                _("{minutes} earlier than promised")
                if finding.side is Side.START
                else _("{minutes} later than promised")
            )
        case Rule.TRAVEL:
            return _travel_template(finding)


def _absence_template(finding: Finding) -> str:
    if finding.subject:
        return _("{who} is away ({subject}) for {minutes} of it")
    return _("{who} is away for {minutes} of it")


def _shift_template(side: Side) -> str:
    match side:
        case Side.START:
            return _("Starts {minutes} before the shift")
        case Side.END:
            return _("Ends {minutes} after the shift")
        case Side.WHOLE:
            return _("Outside the shift by {minutes}")


def _travel_template(finding: Finding) -> str:
    if finding.side is Side.START:
        if finding.subject:
            return _("Travel from {subject} needs {needed}, only {there} available")
        return _("Travel from home needs {needed}, only {there} available")
    if finding.subject:
        return _("Travel to {subject} needs {needed}, only {there} available")
    return _("Travel home needs {needed}, only {there} available")
