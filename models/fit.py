"""Does a visit fit on a technician's lane? The one judge of the drag, the dialogs and the commit.

Rules of domain.md 8 and board.md 4.6 and 5 (26-30); which of them refuse and which warn, the company says
(`models.rule_book`). All instants are epoch seconds (UTC), spans half-open: what only touches does not
overlap. Pure Python, no database.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from models.distances import Leg
from models.fit_facts import Finding, Lane, NamedSpans, Period, Proposal, Spans, Stop, Verdict
from models.fit_words import MEANINGS, NAMES, Fix, Side
from models.rule_book import DEFAULTS, HARD, OF_CHANGES, RULES, Rule, RuleBook
from models.terms import Lock, Strictness, VisitStatus

__all__ = [
    "DAY",
    "DEFAULTS",
    "HARD",
    "LOCK_CODES",
    "MEANINGS",
    "NAMES",
    "OF_CHANGES",
    "RULES",
    "TRAVEL_SLACK",
    "Finding",
    "Fix",
    "Lane",
    "Period",
    "Proposal",
    "Rule",
    "RuleBook",
    "Side",
    "Stop",
    "Strictness",
    "Verdict",
    "judge",
    "judge_days",
    "judge_end",
    "judge_move",
    "taken_by",
    "with_findings",
]

DAY = 86_400
"""Seconds in which stops outside any shift count as one working day."""

TRAVEL_SLACK = 60
"""Seconds of travel that may be missing: plans hold whole minutes, measured legs do not."""

LOCK_CODES: tuple[Lock | None, ...] = (None, Lock.TIME, Lock.PERSON, Lock.BOTH)
"""Locks by the code the board's columns hold."""


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """Where the technician comes from or goes to: when there at the latest or earliest, None if open."""

    site_id: int
    label: str
    instant: int | None


def judge(
    proposal: Proposal,
    lane: Lane,
    stops: Sequence[Stop],
    travel: Callable[[int, int], Leg],
    rules: RuleBook = RULES,
) -> Verdict:
    """Judge a proposal on a lane.

    Args:
        proposal: what is to be done and when; ends after it starts.
        lane: the technician.
        stops: that technician's visits around that day by start, cancelled ones left out; the proposal's own
            visit is ignored.
        travel: the leg between two site ids, `Travel.leg`.
        rules: how the company takes the rules.
    """
    before, overlapping, after = _around(proposal, stops)
    day = _working_day(proposal, lane.shifts)
    origin = _origin(proposal, lane, before, day)
    target = _target(proposal, lane, after, day)
    travel_in = travel(origin.site_id, proposal.site_id)
    travel_out = travel(proposal.site_id, target.site_id)
    findings = [_overlap(proposal, stop) for stop in overlapping]
    findings += _away(proposal, lane.absences, Rule.ABSENCE, lane.name)
    closed = list(_holidays(proposal, lane))
    findings += closed
    findings += _skills(proposal, lane)
    if proposal.customer_id in lane.excluded:
        findings.append(Finding(Rule.EXCLUSION, 0, lane.excluded[proposal.customer_id], who=lane.name))
    if closed and rules.of(Rule.HOLIDAY) is not Strictness.OFF:
        findings += _beside_closed(proposal, lane)
    else:
        findings += _shift(proposal, lane.shifts)
    findings += _window(proposal)
    findings += _order(proposal)
    findings += _daily(proposal, lane, stops)
    if origin.instant is not None:
        findings += _travel(travel_in, proposal.starts - origin.instant, origin.label, Side.START)
    if target.instant is not None:
        findings += _travel(travel_out, target.instant - proposal.ends, target.label, Side.END)
    return Verdict(taken_by(rules, findings), travel_in, travel_out)


def judge_move(lock: Lock | None, *, changes_time: bool, changes_person: bool) -> tuple[Finding, ...]:
    """Judge whether a locked visit may be moved like this; the subject is the part that is locked."""
    findings = []
    if changes_time and lock in (Lock.TIME, Lock.BOTH):
        findings.append(Finding(Rule.LOCK, 0, Lock.TIME))
    if changes_person and lock in (Lock.PERSON, Lock.BOTH):
        findings.append(Finding(Rule.LOCK, 0, Lock.PERSON))
    return tuple(findings)


def judge_end(status: VisitStatus) -> tuple[Finding, ...]:
    """Judge whether a visit that is finished or cancelled may be moved: never, whatever the company says."""
    if status not in (VisitStatus.DONE, VisitStatus.CANCELLED):
        return ()
    return (Finding(Rule.LOCK, 0, status, strictness=Strictness.HARD),)


def judge_days(lane: Lane, starts: int, ends: int) -> tuple[Finding, ...]:
    """Judge whether a visit may come to or leave a time of a lane: not on days closed to planning."""
    return tuple(
        Finding(Rule.DAY_LOCK, 0, reason, who=lane.name)
        for begins, finishes, reason in lane.day_locks
        if begins < ends and finishes > starts
    )


def taken_by(rules: RuleBook, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as the company takes them: those it does not look at are gone, hard ones come first."""
    found = list(findings)
    if rules is not RULES:
        found = [
            _as_taken(rules, finding) for finding in found if rules.of(finding.rule) is not Strictness.OFF
        ]
    if len(found) > 1:
        found.sort(key=_weight)
    return tuple(found)


def with_findings(verdict: Verdict, findings: Iterable[Finding], rules: RuleBook = RULES) -> Verdict:
    """The verdict with further findings before its own, as the company takes them."""
    further = taken_by(rules, findings)
    if not further:
        return verdict
    return replace(verdict, findings=tuple(sorted((*further, *verdict.findings), key=_hardness)))


def _as_taken(rules: RuleBook, finding: Finding) -> Finding:
    strictness = rules.of(finding.rule)
    usual = strictness is DEFAULTS[finding.rule]
    asks = strictness is Strictness.SOFT and finding.rule in rules.asking
    if usual and not asks:
        return finding
    return replace(finding, strictness=None if usual else strictness, asks_reason=asks)


def _hardness(finding: Finding) -> bool:
    return not finding.hard


def _weight(finding: Finding) -> tuple[bool, int]:
    return not finding.hard, -finding.minutes


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


def _working_day(proposal: Proposal, shifts: Spans) -> tuple[int, int] | None:
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


def _overlap(proposal: Proposal, stop: Stop) -> Finding:
    """Another visit at the same time; the nearer way out of it is the fix."""
    later, earlier = stop.ends - proposal.starts, stop.starts - proposal.ends
    return Finding(
        Rule.OVERLAP,
        _minutes(_shared(proposal, stop.starts, stop.ends)),
        stop.label,
        shift=later if later <= -earlier else earlier,
    )


def _travel(leg: Leg, gap: int, label: str, side: Side) -> Iterator[Finding]:
    """A leg that takes longer than the gap; a leg of unknown length takes 0 minutes."""
    needed = round(leg.minutes * 60)
    there = max(gap, 0)
    if needed - there >= TRAVEL_SLACK:
        minutes = _minutes(needed)
        missing = _minutes(needed - gap) * 60
        yield Finding(
            Rule.TRAVEL,
            minutes - there // 60,
            label,
            side,
            needed=minutes,
            shift=missing if side is Side.START else -missing,
        )


def _away(proposal: Proposal, spans: NamedSpans, rule: Rule, who: str) -> Iterator[Finding]:
    for starts, ends, reason in spans:
        shared = _shared(proposal, starts, ends)
        if shared > 0:
            yield Finding(rule, _minutes(shared), reason, who=who)


def _holidays(proposal: Proposal, lane: Lane) -> Iterator[Finding]:
    """Time on closed days, but for that of a shift which began the day before."""
    for starts, ends, name in lane.closed:
        first, last = max(starts, proposal.starts), min(ends, proposal.ends)
        if first < last:
            outside = last - first - _covered(lane.shifts, first, last)[0]
            if outside > 0:
                yield Finding(Rule.HOLIDAY, _minutes(outside), name)


def _beside_closed(proposal: Proposal, lane: Lane) -> Iterator[Finding]:
    """Time outside the shifts that is not told of as closed already."""
    told = tuple(sorted((*lane.shifts, *((starts, ends) for starts, ends, _name in lane.closed))))
    for finding in _shift(proposal, told):
        yield replace(finding, side=Side.WHOLE, shift=0)


def _skills(proposal: Proposal, lane: Lane) -> Iterator[Finding]:
    """What the technician cannot do, or may not do any more by the end of the visit."""
    for skill, name in proposal.needs:
        if skill not in lane.skills:
            yield Finding(Rule.SKILL, 0, name, who=lane.name)
        elif lane.expiries and skill in lane.expiries:
            end, last = lane.expiries[skill]
            if proposal.ends > end:
                yield Finding(Rule.SKILL, 0, name, who=lane.name, day=last)


def _covered(shifts: Spans, first: int, last: int) -> tuple[int, int, int]:
    """How much of [first, last) the union of the shifts covers, and from when to when it reaches."""
    covered, begun, reached = 0, last, first
    for starts, ends in shifts:
        shared = min(ends, last) - max(starts, reached)
        if shared > 0:
            covered += shared
            begun, reached = min(begun, starts), ends
    return covered, begun, reached


def _shift(proposal: Proposal, shifts: Spans) -> Iterator[Finding]:
    """Time outside the union of the shifts, which are in order of their starts."""
    covered, begun, reached = _covered(shifts, proposal.starts, proposal.ends)
    early, late = max(begun - proposal.starts, 0), max(proposal.ends - reached, 0)
    outside = proposal.ends - proposal.starts - covered
    if outside <= 0:
        return
    side = Side.START if outside == early else Side.END if outside == late else Side.WHOLE
    if not covered:
        side = Side.WHOLE
    shift = {Side.START: outside, Side.END: -outside, Side.WHOLE: 0}[side]
    yield Finding(Rule.SHIFT, _minutes(outside), "", side, shift=shift)


def _window(proposal: Proposal) -> Iterator[Finding]:
    """A start before or after the promised ones."""
    early = proposal.promise_from - proposal.starts
    late = proposal.starts - proposal.promise_to
    if proposal.promise_from and early > 0:
        yield Finding(Rule.WINDOW, _minutes(early), "", Side.START, shift=early)
    elif proposal.promise_to and late > 0:
        yield Finding(Rule.WINDOW, _minutes(late), "", Side.END, shift=-late)


def _order(proposal: Proposal) -> Iterator[Finding]:
    """What the order asks for besides: its service level, its parts, its agreement."""
    late = proposal.ends - proposal.due
    if proposal.due and late > 0:
        yield Finding(Rule.DEADLINE, _minutes(late), "", Side.END, shift=-_minutes(late) * 60)
    if proposal.parts:
        yield Finding(Rule.PART, 0, ", ".join(proposal.parts))
    valid = proposal.agreement
    if valid is None:
        return
    if valid.starts and proposal.starts < valid.starts:
        yield Finding(Rule.AGREEMENT, 0, valid.name, Side.START, day=valid.first)
    elif valid.ends and proposal.starts >= valid.ends:
        yield Finding(Rule.AGREEMENT, 0, valid.name, Side.END, day=valid.last)


def _daily(proposal: Proposal, lane: Lane, stops: Sequence[Stop]) -> Iterator[Finding]:
    """More work than the limit: visits count on the day on which they begin."""
    if not lane.daily_minutes or proposal.day is None:
        return
    first, last = proposal.day
    work = proposal.ends - proposal.starts
    for stop in stops[bisect_left(stops, first, key=_start) : bisect_left(stops, last, key=_start)]:
        if stop.visit_id != proposal.visit_id or not stop.visit_id:
            work += stop.ends - stop.starts
    over = work - lane.daily_minutes * 60
    if over > 0:
        yield Finding(Rule.DAILY, _minutes(over), "", who=lane.name, needed=lane.daily_minutes)


def _shared(proposal: Proposal, starts: int, ends: int) -> int:
    """Seconds that a span shares with the proposal; 0 or less when they are apart."""
    return min(ends, proposal.ends) - max(starts, proposal.starts)


def _minutes(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)
