"""Drafts by chance: refused is what the simple rule refuses, and publishing is undone and done again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.context import Context
from app.queries.board import judge_places
from app.settings import Settings
from app.usecases.board_rules import Taken, take_rules
from app.usecases.visits import (
    Placement,
    Rearranged,
    SeenVisit,
    TimeOff,
    publish_draft,
    undo_rearrangement,
    way_back,
)
from app.usecases.visits.feasible import refusals
from app.usecases.visits.standing import is_allowed, refusal
from app.work import Work
from models.fit import Rule
from models.orders import ServiceOrder
from models.technicians import Technician
from models.terms import Strictness
from models.visits import Visit
from tests.app.board_sessions import a_busy_company, snapshot
from tests.builders import MONDAY, an_absence
from tests.conftest import Clock


@pytest.fixture
def sqlite_context(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """Two busy days, somebody away; rules that depend on neighbours refuse too."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    opened.run(a_busy_company)

    def send_away(work: Work) -> None:
        first = work.session.scalars(select(Technician)).first()
        an_absence(
            work, technician=first, starts_at=MONDAY + timedelta(hours=3), ends_at=MONDAY + timedelta(9)
        )

    opened.run(send_away)
    hard = Taken(Strictness.HARD)
    opened.run(take_rules, rules={rule: hard for rule in (Rule.TRAVEL, Rule.DAILY, Rule.SHIFT)})
    yield opened
    opened.close()


def some_moves(work: Work, dice: random.Random, share: float) -> list[Placement]:
    """Visits anywhere within the two days, at anybody's."""
    people = work.session.scalars(select(Technician.id).order_by(Technician.id)).all()
    moves = []
    for visit in work.session.scalars(select(Visit).order_by(Visit.id)):
        if dice.random() < share:
            start = MONDAY + timedelta(hours=24 * dice.randrange(2), minutes=15 * dice.randrange(28))
            length = visit.ends_at - visit.starts_at
            who = dice.choice(people)
            moves.append(Placement(visit.id, visit.order_id, who, start, start + length, visit.version))
    return moves


def some_news(work: Work, dice: random.Random) -> list[Placement]:
    """Waiting orders planned."""
    people = work.session.scalars(select(Technician.id).order_by(Technician.id)).all()
    planned = select(Visit.order_id)
    waiting = work.session.scalars(select(ServiceOrder).where(ServiceOrder.id.not_in(planned)))
    news = []
    for order in waiting:
        start = MONDAY + timedelta(minutes=15 * dice.randrange(28))
        news.append(
            Placement(0, order.id, dice.choice(people), start, start + timedelta(hours=1), order.version)
        )
    return news


def refused_simply(work: Work, places: list[Placement]) -> dict[int, str]:
    """The simple definition: judge all, leave out the first that is refused (overlaps last), begin anew."""
    out: dict[int, str] = {}
    while True:
        kept = [at for at in range(len(places)) if at not in out]
        verdicts = judge_places(work.session, [places[at].place for at in kept])
        hard = [
            (one.rule is Rule.OVERLAP, at, one)
            for at, verdict in zip(kept, verdicts, strict=True)
            for one in verdict.hard
            if not is_allowed(work, places[at])
        ]
        if not hard:
            return out
        _overlaps, at, finding = min(hard, key=lambda one: one[0])
        out[at] = str(refusal(work, places[at], finding))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_out_is_what_the_simple_rule_leaves_out(sqlite_context: Context, seed: int) -> None:
    def compare(work: Work) -> tuple[dict[int, str], dict[int, str]]:
        dice = random.Random(seed)
        places = [*some_moves(work, dice, dice.choice((0.2, 0.5, 0.9))), *some_news(work, dice)]
        return refusals(work, places), refused_simply(work, places)

    (quick, simple), _changes = sqlite_context.run(compare)
    assert list(quick.items()) == list(simple.items())


def test_each_refusal_asks_the_judge_for_what_it_touches_only(
    sqlite_context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.queries.board import Bench

    asked = []
    verdict = Bench.verdict
    monkeypatch.setattr(Bench, "verdict", lambda bench, at: asked.append(at) or verdict(bench, at))

    def weeks_apart(work: Work) -> tuple[int, int]:
        places = [
            Placement(one.visit_id, one.order_id, one.technician_id, one.starts + by, one.ends + by, one.seen)
            for week, one in enumerate(some_moves(work, random.Random(1), 1.0))
            for by in [timedelta(weeks=week + 2, days=5)]
        ]
        return len(places), len(refusals(work, places))

    (placed, refused), _changes = sqlite_context.run(weeks_apart)
    assert refused == placed > 40
    assert len(asked) < 6 * placed


@pytest.mark.parametrize("seed", range(8))
def test_a_published_draft_undone_done_again_and_undone_leaves_the_database_as_it_was(
    sqlite_context: Context, seed: int
) -> None:
    dice = random.Random(seed)
    before = snapshot(sqlite_context)

    def wishes(work: Work) -> dict[str, object]:
        moves = some_moves(work, dice, 0.4)
        chosen = {one.visit_id for one in moves}
        others = [one for one in work.session.scalars(select(Visit)) if one.id not in chosen]
        drops = [SeenVisit(one.id, one.version) for one in others if dice.random() < 0.3]
        people = work.session.scalars(select(Technician.id)).all()
        block = [TimeOff(dice.choice(people), MONDAY, MONDAY + timedelta(hours=1), "Note") for _n in range(3)]
        return {"drops": drops, "moves": moves, "news": some_news(work, dice), "block": block}

    answer: Rearranged = sqlite_context.run(publish_draft, **sqlite_context.run(wishes)[0])[0]
    assert answer.left
    published = snapshot(sqlite_context)
    assert published != before
    for expected, is_redo in ((before, False), (published, True), (before, False)):
        answer = sqlite_context.run(undo_rearrangement, back=way_back(answer), is_redo=is_redo)[0]
        assert answer.left == ()
        found = snapshot(sqlite_context)
        found["absence"] = [row[:-1] for row in found["absence"]]
        wanted = expected | {"absence": [row[:-1] for row in expected["absence"]]}
        assert {name for name in found if found[name] != wanted[name]} == set()
