"""Findings of the board's judge in words: what is wrong, by how much, what would mend it (board.md 5, 57)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from models.terms import Lock, Rule, VisitStatus
from resources.texts import N_, _, format_date, format_minutes


class Side(StrEnum):
    """Which end of the visit a finding is about."""

    WHOLE = ""
    START = "start"
    END = "end"


class Fix(StrEnum):
    """What would mend a finding."""

    NONE = ""
    SHIFT = "shift"
    REASSIGN = "reassign"
    UNLOCK = "unlock"
    OPEN_DAY = "open_day"
    PARTS = "parts"


NAMES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.OVERLAP: N_("Overlap"),
        Rule.ABSENCE: N_("Absence"),
        Rule.HOLIDAY: N_("Closed day"),
        Rule.SKILL: N_("Skill missing or expired"),
        Rule.EXCLUSION: N_("Not to be sent there"),
        Rule.LOCK: N_("Locked visit"),
        Rule.DAY_LOCK: N_("Day closed to planning"),
        Rule.SHIFT: N_("Outside the shift"),
        Rule.WINDOW: N_("Promised window"),
        Rule.DEADLINE: N_("Service level"),
        Rule.TRAVEL: N_("Travel time"),
        Rule.DAILY: N_("Hours a day"),
        Rule.PART: N_("Part not delivered"),
        Rule.AGREEMENT: N_("Outside the agreement"),
    }
)
"""The rules by name: English, marked; translated where they are said."""

MEANINGS: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.OVERLAP: N_("Two visits of a technician at the same time."),
        Rule.ABSENCE: N_("A visit while the technician is on leave, ill or away otherwise."),
        Rule.HOLIDAY: N_("A visit on a holiday or closed day of the company's calendar."),
        Rule.SKILL: N_("The technician lacks a skill that the order asks for, or it expires before the end."),
        Rule.EXCLUSION: N_("The customer does not want this technician, or should not get this one."),
        Rule.LOCK: N_("The time or the technician of the visit is locked, and it would move."),
        Rule.DAY_LOCK: N_("The technician's day is closed to planning."),
        Rule.SHIFT: N_("A visit before, after or outside the technician's shift."),
        Rule.WINDOW: N_("A start before or after what was promised to the customer."),
        Rule.DEADLINE: N_("An end after the service level of the order has run out."),
        Rule.TRAVEL: N_("Too little time to come from the visit before, or to the one after."),
        Rule.DAILY: N_("More planned work on a day than the limit of the technician or the company."),
        Rule.PART: N_("A part that the order requires has not been delivered."),
        Rule.AGREEMENT: N_("A visit before the order's agreement begins or after it ended."),
    }
)
"""What breaks each rule, in a sentence."""


class Found(Protocol):
    """What the words need to know of a finding; see `Finding`."""

    @property
    def rule(self) -> Rule:
        """Which rule."""

    @property
    def minutes(self) -> int:
        """By how much."""

    @property
    def subject(self) -> str:
        """What it is about."""

    @property
    def side(self) -> Side:
        """Which end."""

    @property
    def who(self) -> str:
        """The technician's name."""

    @property
    def needed(self) -> int:
        """Minutes that it takes, or the limit."""

    @property
    def day(self) -> date | None:
        """The last day of a skill, a first or last one of an agreement."""


_PLAIN = {
    Rule.OVERLAP: N_("Overlaps {subject} by {minutes}"),
    Rule.DEADLINE: N_("Ends {minutes} past the service level"),
    Rule.DAILY: N_("{who} would work {minutes} more than the {needed} of a day"),
    Rule.PART: N_("Not delivered yet: {subject}"),
}
_WITHOUT_SUBJECT = {
    Rule.ABSENCE: (
        N_("{who} is away ({subject}) for {minutes} of it"),
        N_("{who} is away for {minutes} of it"),
    ),
    Rule.HOLIDAY: (N_("Closed ({subject}) for {minutes} of it"), N_("Closed for {minutes} of it")),
    Rule.EXCLUSION: (
        N_("{who} is not to be sent to this customer ({subject})"),
        N_("{who} is not to be sent to this customer"),
    ),
    Rule.DAY_LOCK: (
        N_("The day of {who} is closed to planning ({subject})"),
        N_("The day of {who} is closed to planning"),
    ),
}
_BY_SIDE = {
    Rule.SHIFT: {
        Side.START: N_("Starts {minutes} before the shift"),
        Side.END: N_("Ends {minutes} after the shift"),
        Side.WHOLE: N_("Outside the shift by {minutes}"),
    },
    Rule.WINDOW: {
        Side.START: N_("{minutes} earlier than promised"),
        Side.END: N_("{minutes} later than promised"),
    },
    Rule.AGREEMENT: {
        Side.START: N_("Agreement {subject} begins on {day}"),
        Side.END: N_("Agreement {subject} ended on {day}"),
    },
}


_LOCKED: Mapping[str, str] = {
    Lock.TIME: N_("The time is locked"),
    VisitStatus.DONE: N_("A finished visit stays where it is."),
    VisitStatus.CANCELLED: N_("A cancelled visit stays where it is."),
}
"""What of a visit is locked; its technician where nothing is said here."""


def words(finding: Found) -> str:
    """What is wrong and by how much, in the current language."""
    sentence = _(_template(finding)).rstrip(".")  # some are sentences of their own elsewhere
    return sentence.format(
        minutes=format_minutes(finding.minutes),
        subject=finding.subject,
        who=finding.who,
        needed=format_minutes(finding.needed),
        there=format_minutes(max(finding.needed - finding.minutes, 0)),
        day=format_date(finding.day) if finding.day is not None else "",
    )


def fix_words(fix: Fix, shift: int) -> str:
    """What would mend a finding, in the current language; empty where nothing simple does."""
    match fix:
        case Fix.SHIFT if shift > 0:
            return _("Start {minutes} later").format(minutes=format_minutes(shift // 60))
        case Fix.SHIFT:
            return _("Start {minutes} earlier").format(minutes=format_minutes(-shift // 60))
        case Fix.REASSIGN:
            return _("Give it to somebody else")
        case Fix.UNLOCK:
            return _("Unlock it first")
        case Fix.OPEN_DAY:
            return _("Open the day to planning first")
        case Fix.PARTS:
            return _("Note the delivery, or plan it later")
        case Fix.NONE:
            return ""


def _template(finding: Found) -> str:
    """The sentence of a finding, to be translated and filled in."""
    rule = finding.rule
    if rule in _PLAIN:
        return _PLAIN[rule]
    if rule in _WITHOUT_SUBJECT:
        with_subject, without = _WITHOUT_SUBJECT[rule]
        return with_subject if finding.subject else without
    if rule in _BY_SIDE:
        return _BY_SIDE[rule].get(finding.side) or _BY_SIDE[rule][Side.END]
    if rule is Rule.SKILL:
        return N_("{subject} of {who} expired on {day}") if finding.day else N_("{who} lacks {subject}")
    if rule is Rule.LOCK:
        return _LOCKED.get(finding.subject) or N_("The technician is locked")
    return _travel_template(finding)


def _travel_template(finding: Found) -> str:
    if finding.side is Side.START:
        if finding.subject:
            return N_("Travel from {subject} needs {needed}, only {there} available")
        return N_("Travel from home needs {needed}, only {there} available")
    if finding.subject:
        return N_("Travel to {subject} needs {needed}, only {there} available")
    return N_("Travel home needs {needed}, only {there} available")
