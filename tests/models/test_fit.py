"""The rule book of the board: what is wrong with a visit at a place, and by how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.distances import UNKNOWN_LEG, Leg, LegSource
from models.fit import (
    HARD,
    LOCK_CODES,
    Finding,
    Lane,
    Proposal,
    Rule,
    Side,
    Stop,
    Verdict,
    judge,
    judge_move,
)
from models.terms import Lock
from resources.texts import in_language

MIDNIGHT = 1_795_392_000
HOME, SITE, OTHER, FAR = 1, 2, 3, 4
MINUTES = {(HOME, SITE): 10.0, (HOME, OTHER): 10.0, (OTHER, SITE): 22.0, (SITE, FAR): 50.5}


def at(clock: str) -> int:
    """Epoch seconds of "HH:MM" or "HH:MM:SS" on the day of the tests."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return MIDNIGHT + hour * 3600 + minute * 60 + sum(second)


def leg(a: int, b: int) -> Leg:
    """Travel as in MINUTES, either way; else unknown."""
    minutes = MINUTES.get((a, b), MINUTES.get((b, a)))
    return UNKNOWN_LEG if minutes is None else Leg(minutes, minutes, LegSource.MEASURED)


def visit(starts: str, ends: str, **more: object) -> Proposal:
    return Proposal(at(starts), at(ends), **more)  # type: ignore[arg-type]


def stop(visit_id: int, starts: str, ends: str, site_id: int = 0) -> Stop:
    return Stop(visit_id, at(starts), at(ends), site_id, f"SO-{visit_id}")


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


def findings(proposal: Proposal, *stops: Stop, **lane: object) -> list[tuple[Rule, int, str]]:
    verdict = judge(proposal, anna(**lane), stops, leg)
    return [(finding.rule, finding.minutes, finding.subject) for finding in verdict.findings]


def texts(proposal: Proposal, *stops: Stop, **lane: object) -> list[str]:
    return [finding.text for finding in judge(proposal, anna(**lane), stops, leg).findings]


def test_a_free_place_fits() -> None:
    verdict = judge(
        visit("09:00", "10:00"), anna(), (stop(1, "10:00", "11:00"), stop(2, "14:00", "15:00")), leg
    )
    assert verdict.fits
    assert verdict == Verdict((), UNKNOWN_LEG, UNKNOWN_LEG)
    assert verdict.text == ""


def test_an_overlap_is_hard_and_says_with_whom_and_how_long() -> None:
    assert findings(visit("09:00", "10:00"), stop(998, "09:45", "11:00")) == [(Rule.OVERLAP, 15, "SO-998")]
    assert texts(visit("09:00", "10:00"), stop(998, "09:45", "11:00")) == ["Overlaps SO-998 by 15 min"]


def test_stops_that_touch_do_not_overlap() -> None:
    around = (stop(1, "08:00", "09:00"), stop(2, "10:00", "11:00"))
    assert findings(visit("09:00", "10:00"), *around) == []


def test_a_long_stop_overlaps_behind_a_short_one() -> None:
    long, short = stop(1, "08:00", "12:00"), stop(2, "08:30", "09:00")
    assert findings(visit("11:00", "11:30"), long, short) == [(Rule.OVERLAP, 30, "SO-1")]


def test_a_visit_does_not_overlap_itself() -> None:
    assert findings(visit("09:00", "10:00", visit_id=7), stop(7, "09:30", "10:30")) == []
    own, after = stop(7, "10:05", "10:30", FAR), stop(8, "10:10", "11:00", OTHER)
    verdict = judge(visit("09:00", "10:00", visit_id=7, site_id=SITE), anna(), (own, after), leg)
    assert [finding.subject for finding in verdict.findings] == ["SO-8"]


def test_two_new_visits_are_two_visits() -> None:
    assert findings(visit("09:00", "10:00"), stop(0, "09:30", "10:30")) == [(Rule.OVERLAP, 30, "SO-0")]


def test_an_absence_is_hard_for_the_time_it_takes() -> None:
    leave = ((at("09:30"), at("12:00"), "Leave"), (at("14:00"), at("15:00"), "Dentist"))
    assert findings(visit("09:00", "10:00"), absences=leave) == [(Rule.ABSENCE, 30, "Leave")]
    assert texts(visit("09:00", "10:00"), absences=leave) == ["Anna is away (Leave) for 30 min of it"]
    assert findings(visit("12:00", "14:00"), absences=leave) == []


def test_an_absence_may_be_without_a_reason() -> None:
    away = ((at("08:00"), at("17:00"), ""),)
    assert texts(visit("09:00", "10:00"), absences=away) == ["Anna is away for 1 h of it"]


def test_each_missing_skill_is_hard_and_named() -> None:
    proposal = visit("09:00", "10:00", needs=((1, "Gas 1"), (2, "Gas 2"), (3, "Heights")))
    assert findings(proposal) == [(Rule.SKILL, 0, "Gas 2"), (Rule.SKILL, 0, "Heights")]
    assert texts(proposal) == ["Anna lacks Gas 2", "Anna lacks Heights"]


@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "side", "text"),
    [
        ("07:40", "09:00", 20, Side.START, "Starts 20 min before the shift"),
        ("16:30", "18:00", 60, Side.END, "Ends 1 h after the shift"),
        ("07:30", "17:15", 45, Side.WHOLE, "Outside the shift by 45 min"),
        ("18:00", "19:30", 90, Side.WHOLE, "Outside the shift by 1 h 30"),
        ("17:00", "17:30", 30, Side.WHOLE, "Outside the shift by 30 min"),
    ],
)
def test_time_outside_the_shift_is_soft(starts: str, ends: str, minutes: int, side: Side, text: str) -> None:
    (finding,) = judge(visit(starts, ends), anna(), (), leg).findings
    assert finding == Finding(Rule.SHIFT, minutes, "", side)
    assert (finding.text, finding.hard) == (text, False)


def test_without_a_shift_the_whole_visit_is_outside() -> None:
    assert findings(visit("09:00", "10:30"), shifts=()) == [(Rule.SHIFT, 90, "")]


def test_shifts_are_taken_together() -> None:
    split = ((at("08:00"), at("12:00")), (at("11:00"), at("12:30")), (at("13:00"), at("17:00")))
    assert findings(visit("08:00", "17:00"), shifts=split) == [(Rule.SHIFT, 30, "")]
    assert findings(visit("11:30", "12:30"), shifts=split) == []


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ("08:59", ["1 min earlier than promised"]),
        ("09:00", []),
        ("09:30", []),
        ("09:30:01", ["1 min later than promised"]),
        ("10:05", ["35 min later than promised"]),
    ],
)
def test_the_promise_bounds_the_start_inclusively(starts: str, expected: list[str]) -> None:
    proposal = visit(starts, "12:00", promise_from=at("09:00"), promise_to=at("09:30"))
    assert texts(proposal) == expected


def test_a_promise_may_have_one_bound() -> None:
    assert findings(visit("16:00", "17:00", promise_from=at("09:00"))) == []
    assert findings(visit("08:00", "09:00", promise_to=at("09:00"))) == []


def test_travel_from_the_stop_before_needs_its_time() -> None:
    before = stop(998, "09:00", "09:50", OTHER)
    late = visit("10:00", "11:00", site_id=SITE)
    assert findings(late, before) == [(Rule.TRAVEL, 12, "SO-998")]
    assert texts(late, before) == ["Travel from SO-998 needs 22 min, only 10 min available"]
    assert findings(visit("10:12", "11:00", site_id=SITE), before) == []


def test_travel_to_the_stop_after_needs_its_time() -> None:
    after = stop(999, "11:30", "12:00", FAR)
    assert texts(visit("10:00", "11:00", site_id=SITE), after) == [
        "Travel to SO-999 needs 51 min, only 30 min available"
    ]


def test_less_than_a_minute_of_travel_may_be_missing() -> None:
    after = stop(999, "11:50", "12:00", FAR)  # 50.5 minutes away
    assert findings(visit("10:00", "11:00", site_id=SITE), after) == []
    assert findings(visit("10:00", "11:00:30", site_id=SITE), after) == [(Rule.TRAVEL, 2, "SO-999")]


def test_the_first_and_last_visit_are_reached_from_home() -> None:
    morning, evening = visit("08:05", "09:00", site_id=SITE), visit("16:00", "16:55", site_id=SITE)
    assert texts(morning, home_site_id=HOME) == ["Travel from home needs 10 min, only 5 min available"]
    assert texts(evening, home_site_id=HOME) == ["Travel home needs 10 min, only 5 min available"]
    assert texts(visit("08:10", "16:50", site_id=SITE), home_site_id=HOME) == []


def test_home_is_reached_by_the_end_of_a_night_shift_on_the_next_day() -> None:
    night = ((at("22:00"), at("30:00")),)
    before = stop(1, "22:30", "23:30", OTHER)
    proposal = visit("23:40", "29:55", site_id=SITE)
    assert findings(proposal, before, shifts=night, home_site_id=HOME) == [
        (Rule.TRAVEL, 12, "SO-1"),
        (Rule.TRAVEL, 5, ""),
    ]


def test_a_stop_of_another_shift_is_another_day() -> None:
    yesterday = stop(1, "-8:00", "-7:00", OTHER)
    tomorrow = stop(2, "32:00", "33:00", FAR)
    verdict = judge(
        visit("08:10", "16:50", site_id=SITE), anna(home_site_id=HOME), (yesterday, tomorrow), leg
    )
    assert verdict.fits
    assert verdict.travel_in == verdict.travel_out == leg(HOME, SITE)


def test_outside_any_shift_stops_of_the_same_day_count_and_home_does_not() -> None:
    before, proposal = stop(1, "06:00", "06:50", OTHER), visit("07:00", "07:30", site_id=SITE)
    assert [rule for rule, *_ in findings(proposal, before, home_site_id=HOME)] == [Rule.SHIFT, Rule.TRAVEL]
    assert findings(proposal, home_site_id=HOME) == [(Rule.SHIFT, 30, "")]
    long_ago = stop(1, "-20:00", "-18:00", OTHER)
    assert findings(proposal, long_ago, home_site_id=HOME) == [(Rule.SHIFT, 30, "")]


def test_travel_before_the_shift_has_no_time_at_all() -> None:
    assert texts(visit("07:50", "09:00", site_id=SITE), home_site_id=HOME) == [
        "Starts 10 min before the shift",
        "Travel from home needs 10 min, only 0 min available",
    ]


def test_an_unknown_leg_is_not_judged() -> None:
    assert (
        findings(visit("09:00", "10:00", site_id=77), stop(1, "10:00", "11:00", 78), home_site_id=HOME) == []
    )


def test_hard_findings_come_first_then_the_larger_ones() -> None:
    proposal = visit("16:50", "17:30", promise_to=at("10:00"), needs=((9, "Gas 9"),), site_id=SITE)
    around = (stop(1, "16:00", "16:55"), stop(2, "17:10", "18:00"))
    assert [rule for rule, *_ in findings(proposal, *around)] == [
        Rule.OVERLAP, Rule.OVERLAP, Rule.SKILL, Rule.WINDOW, Rule.SHIFT,
    ]  # fmt: skip
    verdict = judge(proposal, anna(), around, leg)
    assert [finding.minutes for finding in verdict.hard] == [20, 5, 0]
    assert [finding.rule for finding in verdict.soft] == [Rule.WINDOW, Rule.SHIFT]
    assert verdict.text.splitlines()[0] == "Overlaps SO-2 by 20 min"
    assert not verdict.fits


@pytest.mark.parametrize(
    ("lock", "changes", "subjects"),
    [
        (None, {"time", "person"}, []),
        (Lock.TIME, {"time", "person"}, [Lock.TIME]),
        (Lock.TIME, {"person"}, []),
        (Lock.PERSON, {"time", "person"}, [Lock.PERSON]),
        (Lock.PERSON, {"time"}, []),
        (Lock.BOTH, {"time", "person"}, [Lock.TIME, Lock.PERSON]),
        (Lock.BOTH, set(), []),
    ],
)
def test_a_lock_holds_what_it_locks(lock: Lock | None, changes: set[str], subjects: list[str]) -> None:
    found = judge_move(lock, changes_time="time" in changes, changes_person="person" in changes)
    assert [finding.subject for finding in found] == subjects
    assert all(finding.hard and finding.rule is Rule.LOCK for finding in found)


def test_a_lock_says_what_it_holds() -> None:
    both = judge_move(LOCK_CODES[3], changes_time=True, changes_person=True)
    assert [finding.text for finding in both] == ["The time is locked", "The technician is locked"]


def test_names_are_shown_as_they_were_typed() -> None:
    odd = Finding(Rule.OVERLAP, 5, "{minutes} <b>SO</b>")
    with in_language("en"):
        assert odd.text == "Overlaps {minutes} <b>SO</b> by 5 min"


instants = st.integers(0, 2000).map(lambda minute: MIDNIGHT + minute * 60)
spans = st.tuples(instants, st.integers(1, 600)).map(lambda pair: (pair[0], pair[0] + pair[1] * 60))
lanes_shifts = st.lists(spans, max_size=5).map(lambda found: tuple(sorted(found)))


@given(spans, st.lists(spans, max_size=8), lanes_shifts)
def test_overlap_and_shift_agree_with_counting_minutes(proposed, taken, shifts) -> None:  # type: ignore[no-untyped-def]
    stops = [Stop(n, *span, 0, str(n)) for n, span in enumerate(sorted(taken), 1)]
    verdict = judge(Proposal(*proposed), anna(shifts=shifts), stops, leg)
    minutes = range(proposed[0], proposed[1], 60)
    shared = {str(n): sum(s <= m < e for m in minutes) for n, (s, e) in enumerate(sorted(taken), 1)}
    outside = sum(not any(s <= m < e for s, e in shifts) for m in minutes)
    by_rule = {rule: [f for f in verdict.findings if f.rule is rule] for rule in Rule}
    assert {f.subject: f.minutes for f in by_rule[Rule.OVERLAP]} == {k: n for k, n in shared.items() if n}
    assert [f.minutes for f in by_rule[Rule.SHIFT]] == ([outside] if outside else [])


@given(spans, st.lists(spans, max_size=8), lanes_shifts)
def test_hard_always_precedes_soft_and_the_text_says_each(proposed, taken, shifts) -> None:  # type: ignore[no-untyped-def]
    stops = [Stop(n, *span, OTHER, f"SO-{n}") for n, span in enumerate(sorted(taken), 1)]
    proposal = Proposal(*proposed, site_id=SITE, needs=((5, "x"),), promise_to=MIDNIGHT + 1)
    verdict = judge(proposal, anna(shifts=shifts, home_site_id=HOME), stops, leg)
    assert verdict.findings == verdict.hard + verdict.soft
    assert all((finding.rule in HARD) == finding.hard for finding in verdict.findings)
    assert len(verdict.text.splitlines()) == len(verdict.findings)
