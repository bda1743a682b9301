"""The rules that came later, each at its edge; how the company takes them; what would mend what is broken."""

from __future__ import annotations

from datetime import date

import pytest

from models.distances import UNKNOWN_LEG
from models.fit import (
    DEFAULTS,
    MEANINGS,
    NAMES,
    RULES,
    Finding,
    Fix,
    Lane,
    Period,
    Proposal,
    Rule,
    RuleBook,
    Side,
    Stop,
    Strictness,
    judge,
    judge_days,
    with_findings,
)

MIDNIGHT = 1_795_392_000
DAY = (MIDNIGHT, MIDNIGHT + 86_400)
HOUR = 3600


def at(clock: str) -> int:
    hour, minute = (int(part) for part in clock.split(":"))
    return MIDNIGHT + hour * HOUR + minute * 60


def anna(**more: object) -> Lane:
    """A technician who works from eight to five and has skill 1."""
    facts = {
        "technician_id": 1,
        "name": "Anna",
        "shifts": ((at("08:00"), at("17:00")),),
        "absences": (),
        "skills": frozenset({1}),
    } | more
    return Lane(**facts)  # type: ignore[arg-type]


def visit(starts: str, ends: str, **more: object) -> Proposal:
    return Proposal(at(starts), at(ends), **more)  # type: ignore[arg-type]


def found(proposal: Proposal, lane: Lane, *stops: Stop, rules: RuleBook = RULES) -> list[Finding]:
    return list(judge(proposal, lane, stops, lambda _a, _b: UNKNOWN_LEG, rules).findings)


def said(proposal: Proposal, lane: Lane, *stops: Stop) -> list[str]:
    return [finding.text for finding in found(proposal, lane, *stops)]


def stop(visit_id: int, starts: str, ends: str) -> Stop:
    return Stop(visit_id, at(starts), at(ends), 0, f"SO-{visit_id}")


def test_a_closed_day_is_said_instead_of_the_shift_that_is_not_worked() -> None:
    closed = anna(shifts=(), closed=((*DAY, "Kerstmis"),))
    assert said(visit("09:00", "10:00"), closed) == ["Closed (Kerstmis) for 1 h of it"]


def test_a_shift_from_the_night_before_goes_on_into_a_closed_day() -> None:
    night = anna(shifts=((MIDNIGHT - 2 * HOUR, at("06:00")),), closed=((*DAY, ""),))
    assert said(visit("05:00", "06:00"), night) == []
    assert said(visit("05:30", "06:30"), night) == ["Closed for 30 min of it"]


def test_what_lies_beside_a_closed_day_is_said_as_outside_the_shift() -> None:
    before = (MIDNIGHT - 16 * HOUR, MIDNIGHT - 7 * HOUR)
    closed = anna(shifts=(before,), closed=((*DAY, "Kerstmis"),))
    late = Proposal(MIDNIGHT - 8 * HOUR, MIDNIGHT + 2 * HOUR)
    assert said(late, closed) == ["Closed (Kerstmis) for 2 h of it", "Outside the shift by 7 h"]
    assert said(Proposal(MIDNIGHT - HOUR, MIDNIGHT + HOUR), closed)[1:] == ["Outside the shift by 1 h"]


def test_a_passed_over_holiday_leaves_the_shift_to_be_said() -> None:
    closed = anna(shifts=(), closed=((*DAY, "Kerstmis"),))
    rules = RuleBook({Rule.HOLIDAY: Strictness.OFF})
    (finding,) = found(visit("09:00", "10:00"), closed, rules=rules)
    assert finding.rule is Rule.SHIFT


def test_a_skill_counts_until_the_end_of_its_last_day() -> None:
    expires = anna(expiries={1: (at("10:00"), date(2026, 11, 22))})
    gas = ((1, "Gas 2"),)
    assert said(visit("09:00", "10:00", needs=gas), expires) == []
    assert said(visit("09:01", "10:01", needs=gas), expires) == ["Gas 2 of Anna expired on 22/11/2026"]
    assert said(visit("09:30", "10:30"), expires) == []


def test_a_customer_may_not_want_somebody() -> None:
    lane = anna(excluded={7: "Klacht", 8: ""})
    assert said(visit("09:00", "10:00", customer_id=7), lane) == [
        "Anna is not to be sent to this customer (Klacht)"
    ]
    assert said(visit("09:00", "10:00", customer_id=8), lane) == ["Anna is not to be sent to this customer"]
    assert said(visit("09:00", "10:00", customer_id=9), lane) == []


def test_a_service_level_runs_out_at_an_instant() -> None:
    assert said(visit("09:00", "10:00", due=at("10:00")), anna()) == []
    (finding,) = found(visit("09:00", "10:05", due=at("10:00")), anna())
    assert (finding.text, finding.shift) == ("Ends 5 min past the service level", -300)


def test_an_agreement_holds_from_its_first_day_to_its_last() -> None:
    period = Period("A-1", at("09:00"), at("12:00"), date(2026, 11, 23), date(2026, 11, 24))
    assert said(visit("09:00", "10:00", agreement=period), anna()) == []
    assert said(visit("08:59", "10:00", agreement=period), anna()) == ["Agreement A-1 begins on 23/11/2026"]
    assert said(visit("12:00", "13:00", agreement=period), anna()) == ["Agreement A-1 ended on 24/11/2026"]
    assert said(visit("12:00", "13:00", agreement=Period("A-2")), anna()) == []


def test_the_work_of_a_day_is_counted_by_where_visits_begin() -> None:
    lane = anna(daily_minutes=120)
    others = (stop(4, "08:00", "09:00"), stop(5, "16:00", "16:30"))
    assert said(visit("10:00", "10:30", day=DAY), lane, *others) == []
    assert said(visit("10:00", "11:00", day=DAY), lane, *others) == [
        "Anna would work 30 min more than the 2 h of a day"
    ]
    assert said(visit("10:00", "11:00", day=DAY, visit_id=5), lane, *others) == []
    assert said(visit("10:00", "13:00"), lane, *others) == []


def test_parts_are_named() -> None:
    assert said(visit("09:00", "10:00", parts=("2 × Filter", "1 × Pomp")), anna()) == [
        "Not delivered yet: 2 × Filter, 1 × Pomp"
    ]


def test_a_closed_day_of_a_technician_is_judged_where_a_visit_comes_or_goes() -> None:
    locked = anna(day_locks=((*DAY, "Inventaris"),))
    assert judge_days(locked, DAY[1], DAY[1] + HOUR) == ()
    (finding,) = judge_days(locked, at("23:00"), DAY[1] + HOUR)
    assert finding.text == "The day of Anna is closed to planning (Inventaris)"
    assert finding.hard


@pytest.mark.parametrize("strictness", Strictness)
def test_a_rule_is_taken_as_the_company_says(strictness: Strictness) -> None:
    rules = RuleBook({Rule.SHIFT: strictness, Rule.SKILL: strictness}, frozenset({Rule.SKILL}))
    findings = found(visit("07:00", "08:00", needs=((2, "Lift"),)), anna(), rules=rules)
    if strictness is Strictness.OFF:
        assert findings == []
        return
    assert [finding.hard for finding in findings] == [strictness is Strictness.HARD] * 2
    asks = {finding.rule for finding in findings if finding.asks_reason}
    assert asks == ({Rule.SKILL} if strictness is Strictness.SOFT else set())


def test_what_is_hard_comes_first_however_the_company_takes_it() -> None:
    rules = RuleBook({Rule.WINDOW: Strictness.HARD, Rule.SKILL: Strictness.SOFT})
    late = visit("09:00", "10:00", promise_to=at("08:30"), needs=((2, "Lift"),))
    assert [finding.rule for finding in found(late, anna(), rules=rules)] == [Rule.WINDOW, Rule.SKILL]


def test_further_findings_stand_before_their_equals() -> None:
    verdict = judge(visit("06:00", "07:00", needs=((2, "Lift"),)), anna(), (), lambda _a, _b: UNKNOWN_LEG)
    both = with_findings(verdict, [Finding(Rule.LOCK, 0, "time")])
    assert [finding.rule for finding in both.findings] == [Rule.LOCK, Rule.SKILL, Rule.SHIFT]
    assert with_findings(verdict, []) is verdict


def test_a_fix_says_what_would_help() -> None:
    early = visit("07:30", "08:30", promise_from=at("08:00"))
    assert [(one.rule, one.fix_text) for one in found(early, anna())] == [
        (Rule.SHIFT, "Start 30 min later"),
        (Rule.WINDOW, "Start 30 min later"),
    ]
    (lacks,) = found(visit("09:00", "10:00", needs=((2, "Lift"),)), anna())
    assert (lacks.fix, lacks.fix_text) == (Fix.REASSIGN, "Give it to somebody else")
    (long,) = found(visit("09:00", "10:00", due=at("09:30")), anna())
    assert long.fix_text == "Start 30 min earlier"
    assert Finding(Rule.SHIFT, 60, "", Side.WHOLE).fix is Fix.NONE


def test_an_overlap_is_left_by_the_shorter_way() -> None:
    (later,) = found(visit("09:00", "10:00"), anna(), stop(4, "08:30", "09:15"))
    (earlier,) = found(visit("09:00", "10:00"), anna(), stop(4, "09:45", "11:00"))
    assert (later.shift, earlier.shift) == (900, -900)


def test_every_rule_has_a_name_a_meaning_and_a_usual_strictness() -> None:
    for known in (NAMES, MEANINGS, DEFAULTS):
        assert list(known) == list(Rule)
