"""The graph of stages: what follows what, for whom, what is not reached (domain.md 6.1, examples.md C)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.errors import Refused
from models.flow import Flow, may_enter, who_may_enter
from models.orders import ServiceOrder
from models.stages import Stage, StageStep
from models.terms import Progress, Right
from models.users import Role


def a_stage(number: int, parent: int | None = None, **fields: object) -> Stage:
    stage = Stage(code=f"s{number}", name=f"Stage {number}", parent_id=parent, position=number, **fields)
    stage.id = number
    return stage


def an_order(stage: Stage, **fields: object) -> ServiceOrder:
    created = datetime(2026, 1, 1, tzinfo=UTC)
    return ServiceOrder(number="SO-1", customer_id=1, stage_id=stage.id, created_at=created, **fields)


def a_role(number: int, name: str, *rights: Right) -> Role:
    role = Role(code=name.lower(), name=name, rights=";".join(rights))
    role.id = number
    return role


PLANNING, WORKING, WAITING = a_stage(1), a_stage(2, 1), a_stage(3, 2, needs_reason=True)
FINISHED, CANCELED = a_stage(4, 2), a_stage(5, 1, needs_reason=True)
STAGES = (PLANNING, WORKING, WAITING, FINISHED, CANCELED)
TREE = Flow(STAGES)
GRAPH = Flow(STAGES, [StageStep(from_id=WAITING.id, to_id=FINISHED.id)])
PLANNER, READER = a_role(1, "Planner", Right.CHANGE_STAGE), a_role(2, "Reader", Right.READ)
TECHNICIAN = a_role(3, "Technician", Right.SIGN_OFF)


@pytest.mark.parametrize(
    ("current", "target", "may"),
    [
        (PLANNING, WORKING, True),
        (PLANNING, CANCELED, True),
        (PLANNING, FINISHED, False),
        (PLANNING, PLANNING, False),
        (WORKING, PLANNING, True),
        (WORKING, FINISHED, True),
        (FINISHED, WORKING, True),
        (FINISHED, PLANNING, False),
        (WAITING, FINISHED, False),
        (CANCELED, PLANNING, True),
    ],
)
def test_an_order_goes_to_a_child_or_back_to_the_parent(current: Stage, target: Stage, *, may: bool) -> None:
    assert (TREE.why_not_enter(an_order(current), target, has_reason=True) is None) is may


def test_a_further_way_is_another_step_on_but_no_way_back() -> None:
    assert [stage.name for stage in GRAPH.next_of(WAITING.id)] == ["Stage 4"]
    assert GRAPH.why_not_follow(FINISHED.id, WAITING) == "Stage Stage 3 does not follow Stage 4."


def test_an_order_goes_back_where_its_log_says_it_came_from() -> None:
    back = GRAPH.previous_of(FINISHED.id, came_from=WAITING.id)
    assert [stage.name for stage in back] == ["Stage 2", "Stage 3"]
    assert GRAPH.why_not_follow(FINISHED.id, WAITING, came_from=WAITING.id) is None


@pytest.mark.parametrize(
    ("target", "has_reason", "may"),
    [(WAITING, True, True), (WAITING, False, False), (FINISHED, False, True), (FINISHED, True, True)],
)
def test_a_stage_may_ask_for_a_reason(target: Stage, *, has_reason: bool, may: bool) -> None:
    order = an_order(WORKING)
    if may:
        TREE.require_enter(order, target, has_reason=has_reason)
    else:
        with pytest.raises(Refused, match="asks for a reason"):
            TREE.require_enter(order, target, has_reason=has_reason)


@pytest.mark.parametrize("progress", [Progress.POSTED, Progress.CANCELED])
def test_a_finished_order_keeps_its_stage(progress: Progress) -> None:
    assert TREE.why_not_enter(an_order(PLANNING, progress=progress), WORKING, has_reason=True)


@pytest.mark.parametrize(
    ("stage", "later", "leads"),
    [
        (PLANNING, FINISHED, True),
        (WORKING, FINISHED, True),
        (FINISHED, FINISHED, False),
        (WAITING, FINISHED, False),
        (FINISHED, PLANNING, False),
    ],
)
def test_the_way_to_a_stage_leads_over_those_it_follows(stage: Stage, later: Stage, *, leads: bool) -> None:
    assert GRAPH.leads_to(stage.id, later.id) is leads


def test_distances_are_counted_along_the_shortest_way() -> None:
    assert TREE.distances() == {1: 0, 2: 1, 5: 1, 3: 2, 4: 2}
    short = Flow(STAGES, [StageStep(from_id=PLANNING.id, to_id=FINISHED.id)])
    assert short.distances()[FINISHED.id] == 1


def test_a_circle_of_stages_ends_and_is_told() -> None:
    one, two, first = a_stage(1, 2), a_stage(2, 1), a_stage(3)
    flow = Flow((one, two, first))
    assert not flow.leads_to(first.id, one.id)
    assert flow.why_unsound() == ["Stage Stage 1 cannot be reached.", "Stage Stage 2 cannot be reached."]
    assert list(a_stage(1, 1).problems())


def test_there_is_one_first_stage() -> None:
    assert TREE.why_unsound() == []
    assert Flow(()).why_unsound()[0].startswith("There is no first stage")
    assert Flow((a_stage(1), a_stage(2))).why_unsound() == [
        "Stage 2 is a second first stage; say which one it follows."
    ]


def test_a_stage_is_for_the_roles_it_names_and_else_for_all_who_may_change_stages() -> None:
    named = a_stage(9, 1, roles=[TECHNICIAN])
    assert [may_enter(WORKING, role) for role in (PLANNER, READER, TECHNICIAN)] == [True, False, False]
    assert [may_enter(named, role) for role in (PLANNER, READER, TECHNICIAN)] == [False, False, True]


def test_who_may_not_enter_is_told_who_may() -> None:
    roles = (PLANNER, READER, TECHNICIAN)
    assert who_may_enter(WORKING, roles) == "Only Planner may take orders to stage Stage 2."
    both = a_stage(9, 1, roles=[PLANNER, TECHNICIAN])
    assert who_may_enter(both, roles) == "Only Planner and Technician may take orders to stage Stage 9."
    assert who_may_enter(a_stage(9, 1, roles=[a_role(7, "Gone")]), roles).startswith("Nobody may")


def test_a_colour_is_written_with_six_digits() -> None:
    assert not list(a_stage(1, colour="#2563eb").problems())
    ((field, sentence),) = a_stage(1, colour="red").problems()
    assert field == "colour"
    assert "“red” is no colour" in sentence
