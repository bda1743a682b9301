"""Every rule of the board at the doors that have no window: the commit, its question, and the import."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.context import Context
from app.exchange.imports import import_path
from app.queries.board import Place, why_not
from app.usecases.board_rules import DayOfTechnician, Taken, close_days, open_days, take_rules
from app.usecases.visits import Placement, move_visits
from app.work import Work
from models.errors import Refused
from models.fit import DEFAULTS, OF_CHANGES, Rule, Strictness
from models.technicians import DayLock
from models.terms import Lock, Right
from models.users import Role
from models.visits import Visit
from tests.app.placements import to
from tests.builders import MONDAY, a_visit, becomes
from tests.rule_cases import CASES, HOUR, IDS, RuleCase, Town, a_town

case_of = pytest.mark.parametrize("case", CASES, ids=IDS)


def arranged(context: Context, case: RuleCase) -> tuple[Town, Placement]:
    """The company of a case, and where its visit would break the rule."""
    town, _changes = context.run(a_town, case=case)
    return town, to(town.visit, hours=case.hours, technician=town.bram if case.to_bram else None)


def stands(context: Context, visit: Visit) -> Visit:
    return context.read(lambda session: session.get_one(Visit, visit.id))


@case_of
def test_the_commit_refuses_or_tells_a_broken_rule(context: Context, case: RuleCase) -> None:
    town, place = arranged(context, case)
    if DEFAULTS[case.rule] is Strictness.HARD:
        with pytest.raises(Refused) as refused:
            context.run(move_visits, placements=[place])
        assert str(refused.value) == f"SO-1: {case.text}."
        assert stands(context, town.visit).starts_at == MONDAY
        return
    (placed,) = context.run(move_visits, placements=[place])[0].placed
    assert [(one.rule, one.text) for one in placed.findings] == [(case.rule, case.text)]


@case_of
def test_who_may_override_gives_a_reason_that_is_kept(context: Context, case: RuleCase) -> None:
    town, place = arranged(context, case)
    context.run(move_visits, placements=[replace(place, override_reason="Klant wil het zo")])
    moved = stands(context, town.visit)
    assert moved.override_reason == "Klant wil het zo"
    assert (moved.technician_id, moved.starts_at) == (place.technician_id, place.starts)
    assert bool(moved.overlap_reason) == (case.rule is Rule.OVERLAP)


@pytest.mark.parametrize("case", [one for one in CASES if DEFAULTS[one.rule] is Strictness.HARD])
def test_a_planner_overrides_no_hard_rule(context: Context, case: RuleCase) -> None:
    _town, place = arranged(context, case)
    becomes(context, "planner")
    with pytest.raises(Refused, match="You may not do that"):
        context.run(move_visits, placements=[replace(place, override_reason="Toch")])


@case_of
def test_a_company_may_take_a_rule_otherwise(context: Context, case: RuleCase) -> None:
    town, place = arranged(context, case)
    usual = DEFAULTS[case.rule]
    other = Strictness.SOFT if usual is Strictness.HARD else Strictness.HARD
    context.run(take_rules, rules={case.rule: Taken(other)})
    if other is Strictness.HARD:
        with pytest.raises(Refused, match="SO-1: "):
            context.run(move_visits, placements=[place])
        return
    (placed,) = context.run(move_visits, placements=[place])[0].placed
    assert [one.text for one in placed.findings] == [case.text]
    assert stands(context, town.visit).starts_at == place.starts


@pytest.mark.parametrize("case", [one for one in CASES if one.rule is not Rule.OVERLAP])
def test_a_rule_that_is_passed_over_says_nothing(context: Context, case: RuleCase) -> None:
    _town, place = arranged(context, case)
    context.run(take_rules, rules={case.rule: Taken(Strictness.OFF)})
    (placed,) = context.run(move_visits, placements=[place])[0].placed
    assert [one.rule for one in placed.findings if one.rule is case.rule] == []


@case_of
def test_the_question_gets_the_answer_of_the_commit(context: Context, case: RuleCase) -> None:
    town, place = arranged(context, case)
    asked = Place(town.visit.id, town.order.id, place.technician_id, _epoch(place.starts), _epoch(place.ends))
    expected = (case.text,) if DEFAULTS[case.rule] is Strictness.HARD else ()
    assert context.read(why_not, places=[asked]) == [expected]


def _epoch(instant: datetime) -> int:
    return int(instant.timestamp())


def visits_file(folder: Path, rows: Sequence[tuple[str, str, datetime, datetime]]) -> Path:
    """A file of visits: order, technician, start and end."""
    folder.mkdir()
    zone = ZoneInfo("Europe/Amsterdam")
    with (folder / "visits.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(("order", "technician", "starts", "ends"))
        for order, technician, starts, ends in rows:
            writer.writerow(
                (order, technician, *(f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for at in (starts, ends)))
            )
    return folder


@pytest.mark.parametrize(
    "case",
    [one for one in CASES if one.rule not in OF_CHANGES | {Rule.OVERLAP}],
)
def test_an_import_says_which_rules_its_visits_break(
    context: Context, tmp_path: Path, case: RuleCase
) -> None:
    town, place = arranged(context, case)
    context.run(lambda work: work.session.delete(work.get(Visit, town.visit.id)))
    code = "T2" if case.to_bram else "T1"
    report = import_path(context, visits_file(tmp_path / "in", [("SO-1", code, place.starts, place.ends)]))
    assert report.is_good
    who = "Bram" if case.to_bram else "Anna"
    (notice,) = report.notices
    assert notice.startswith(f"SO-1, {who}, ")
    assert notice.endswith(f": {case.text}.")
    assert notice in report.lines()


def test_an_import_refuses_visits_that_overlap(context: Context, tmp_path: Path) -> None:
    _town, place = arranged(context, CASES[0])
    file = visits_file(tmp_path / "in", [("SO-1", "T2", place.starts, place.ends)])
    report = import_path(context, file)
    assert not report.is_good
    assert "T2 has another visit then: SO-2" in report.lines()[0]


def test_an_overlap_in_a_file_is_allowed_by_who_may_override(context: Context, tmp_path: Path) -> None:
    _town, place = arranged(context, CASES[0])
    folder = visits_file(tmp_path / "in", [("SO-1", "T2", place.starts, place.ends)])
    lines = (folder / "visits.csv").read_text("utf-8").splitlines()
    reasons = (",overlap_reason", ",Twee man nodig")
    text = "".join(line + reason + "\n" for line, reason in zip(lines, reasons, strict=True))
    (folder / "visits.csv").write_text(text, "utf-8")
    owner = context.user

    def may_import(work: Work) -> None:
        role = work.session.scalars(select(Role).where(Role.code == "planner")).one()
        role.rights += f";{Right.IMPORT.value}"

    context.run(may_import)
    becomes(context, "planner")
    assert "T2 has another visit then: SO-2" in import_path(context, folder).lines()[0]
    context.user = owner
    assert import_path(context, folder).is_good
    becomes(context, "planner")
    assert import_path(context, folder).is_good


def test_an_import_says_nothing_of_what_was_allowed(context: Context, tmp_path: Path) -> None:
    town, place = arranged(context, next(one for one in CASES if one.rule is Rule.SKILL))
    context.run(move_visits, placements=[replace(place, override_reason="Mag")])
    file = visits_file(tmp_path / "in", [("SO-1", "T2", place.starts, place.ends + HOUR)])
    assert import_path(context, file).notices == ()
    assert stands(context, town.visit).override_reason == "Mag"


def test_a_locked_visit_stays_but_for_who_may_override(context: Context) -> None:
    visit, _changes = context.run(a_visit, lock=Lock.TIME)
    with pytest.raises(Refused, match="The time is locked"):
        context.run(move_visits, placements=[to(visit, hours=1)])
    context.run(move_visits, placements=[to(visit, hours=1, override_reason="Klant belde")])
    assert stands(context, visit).lock is Lock.TIME


def test_nothing_leaves_a_closed_day_either(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    day = DayOfTechnician(visit.technician_id, MONDAY.date(), "Inventaris")
    assert context.run(close_days, days=[day, day])[0] == (day,)
    with pytest.raises(Refused, match=r"closed to planning \(Inventaris\)"):
        context.run(move_visits, placements=[to(visit, hours=24)])
    assert context.run(open_days, days=[day])[0] == (day,)
    context.run(move_visits, placements=[to(visit, hours=24)])
    assert context.read(lambda session: session.scalars(select(DayLock)).all()) == []


def test_going_back_is_not_held_up_by_rules_that_came_since(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    planned, _changes = context.run(move_visits, placements=[to(visit, hours=24)])
    back = planned.placed[0].before
    assert back is not None

    def close(work: Work) -> None:
        work.add(DayLock(technician_id=visit.technician_id, on_date=MONDAY.date()))

    context.run(close)
    context.run(move_visits, placements=[back], going_back=True)
    assert stands(context, visit).starts_at == MONDAY
