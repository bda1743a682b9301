"""What the board's judge is told and what it answers; instants are epoch seconds, spans half-open. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from models.distances import Leg
from models.fit_words import Fix, Side, fix_words, words
from models.rule_book import HARD, Rule
from models.terms import Lock, Strictness

Spans = tuple[tuple[int, int], ...]
NamedSpans = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a proposal breaks.

    Attributes:
        rule: which.
        minutes: by how much, in whole minutes, rounded up; 0 where there is no amount.
        subject: what it is about: the other visit's label, the absence's or the closed day's reason, the
            skill's name, the parts, the agreement, the part that is locked (`Lock`), where the travel comes
            from or goes to (empty for home).
        side: too early (START) or too late (END) for the shift, the window or the agreement; travel to it
            or from it.
        who: the technician's name, where the sentence names it.
        needed: whole minutes the travel takes (`minutes` are missing), or the limit of the day.
        day: the last day of a skill, the first or last of an agreement.
        strictness: how the company takes the rule where that is not as usual.
        asks_reason: breaking it asks for a reason, although it only warns.
        shift: seconds by which the visit would have to move for this to be mended; 0 where moving in time
            does not help.
    """

    rule: Rule
    minutes: int = 0
    subject: str = ""
    side: Side = Side.WHOLE
    who: str = ""
    needed: int = 0
    day: date | None = None
    strictness: Strictness | None = None
    asks_reason: bool = False
    shift: int = field(default=0, compare=False)

    @property
    def hard(self) -> bool:
        """Whether this refuses the proposal."""
        return self.rule in HARD if self.strictness is None else self.strictness is Strictness.HARD

    @property
    def text(self) -> str:
        """What is wrong and by how much, in the current language."""
        return words(self)

    @property
    def is_final(self) -> bool:
        """Whether nobody can allow it: what is finished or cancelled stays."""
        return self.rule is Rule.LOCK and self.subject not in tuple(Lock)

    @property
    def fix(self) -> Fix:
        """What would mend it."""
        if self.is_final:
            return Fix.NONE
        return Fix.SHIFT if self.shift else _FIXES.get(self.rule, Fix.NONE)

    @property
    def fix_text(self) -> str:
        """What would mend it, in the current language; empty where nothing simple does."""
        return fix_words(self.fix, self.shift)


_FIXES: Mapping[Rule, Fix] = MappingProxyType(
    {
        Rule.SKILL: Fix.REASSIGN,
        Rule.EXCLUSION: Fix.REASSIGN,
        Rule.DAILY: Fix.REASSIGN,
        Rule.ABSENCE: Fix.REASSIGN,
        Rule.LOCK: Fix.UNLOCK,
        Rule.DAY_LOCK: Fix.OPEN_DAY,
        Rule.PART: Fix.PARTS,
    }
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
        customer_id: for whom, 0 when unknown.
        due: when the order's service level runs out, 0 for never.
        parts: what is still to be delivered, in words.
        agreement: the order's agreement: first instant, first instant after it, first and last day, name.
        day: the local day on which it starts; work of that day is counted. None counts none.
    """

    starts: int
    ends: int
    visit_id: int = 0
    site_id: int = 0
    needs: tuple[tuple[int, str], ...] = ()
    promise_from: int = 0
    promise_to: int = 0
    label: str = ""
    customer_id: int = 0
    due: int = 0
    parts: tuple[str, ...] = ()
    agreement: Period | None = None
    day: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The time in which an agreement is valid: instants half-open, days both inclusive, None for open."""

    name: str
    starts: int = 0
    ends: int = 0
    first: date | None = None
    last: date | None = None


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
    """A technician and the days around a proposal.

    Attributes:
        technician_id, name: who.
        shifts: working time in order.
        absences: with their reasons.
        skills: what the technician can do, expired or not.
        home_site_id: where days begin and end, 0 when unknown.
        expiries: by skill, the first instant at which it does not count any more, and its last day.
        closed: days without service, with their names.
        day_locks: days closed to planning, with their reasons.
        excluded: customers to whom this technician is not sent, with the reasons.
        daily_minutes: planned work of a day above this is too much; 0 for no limit.
    """

    technician_id: int
    name: str
    shifts: Spans
    absences: NamedSpans
    skills: frozenset[int]
    home_site_id: int = 0
    expiries: Mapping[int, tuple[int, date]] = field(default_factory=dict)
    closed: NamedSpans = ()
    day_locks: NamedSpans = ()
    excluded: Mapping[int, str] = field(default_factory=dict)
    daily_minutes: int = 0


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
    def is_final(self) -> bool:
        """Whether what it refuses can be allowed by nobody."""
        return any(finding.is_final for finding in self.hard)

    @property
    def asks_reason(self) -> bool:
        """Whether something that only warns asks for a reason."""
        return any(finding.asks_reason for finding in self.findings)

    @property
    def text(self) -> str:
        """The findings in words, a line each; empty when it fits."""
        return "\n".join(finding.text for finding in self.findings)
