"""Done-when 3: two programs on one PostgreSQL, each doing 200 random gestures, held amid the other's changes.

Every change of one is seen by the other, no gesture is broken off, both boards are what the database says in
the end, nothing overlaps, and every acknowledged change stands there or gave way to a later one.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.context import Context
from app.settings import Settings
from models.terms import VisitStatus
from models.visits import Visit
from tests.conftest import Clock
from tests.e2e.two_programs import (
    NAMES,
    VISITS,
    WAITING,
    Story,
    a_company,
    latencies,
    stored,
    trails,
    two_programs,
)
from tests.postgres import Cluster

GESTURES = int(os.environ.get("TESTS_GESTURES", "200"))
Stories = tuple[Story, Story]


@pytest.fixture
def company(postgres_url: str, clock: Clock) -> Iterator[Context]:
    """A company on a PostgreSQL."""
    context = Context(Settings(database=postgres_url), clock=clock)
    context.run(a_company)
    yield context
    context.close()


def test_two_hundred_gestures_of_two_programs_at_once(postgres_cluster: Cluster, company: Context) -> None:
    stories = two_programs(postgres_cluster, company, gestures=GESTURES)
    assert [story.broken for story in stories] == [(), ()]
    assert min(story.heard_while_held for story in stories) >= GESTURES // 40, (
        "nobody was in the other's hands"
    )
    assert min(len(story.told) for story in stories) >= GESTURES // 4, "hardly anything was accepted"
    _each_saw_the_other(stories)
    _both_show_what_is_stored(company, stories)
    _nothing_is_lost(company, stories)
    _nothing_is_doubled(company)


def _each_saw_the_other(stories: Stories) -> None:
    for name, (doer, watcher) in zip(NAMES, (stories, stories[::-1]), strict=True):
        looks = list(latencies(doer, watcher))
        assert [told for told, seconds in looks if seconds is None] == []
        taken = sorted(seconds for _told, seconds in looks if seconds is not None)
        told = (
            "%s: %d changes, %d amid the other's gestures; seen after %.2f s (median), %.2f s (p95), %.2f s"
        )
        p50, p95, most = taken[len(taken) // 2], taken[len(taken) * 95 // 100], taken[-1]
        logging.getLogger(__name__).info(told, name, len(taken), watcher.heard_while_held, p50, p95, most)


def _both_show_what_is_stored(context: Context, stories: Stories) -> None:
    visits = stored(context)
    for story in stories:
        assert story.board == visits
        assert len(visits) + story.waiting == VISITS + WAITING, "an order was lost"


def _nothing_is_lost(context: Context, stories: Stories) -> None:
    visits, audited = stored(context), trails(context)
    told = {
        (one, stand[3]): (name, stand[:3])
        for name, story in zip(NAMES, stories, strict=True)
        for act in story.told
        for one, stand in act.stands.items()
    }
    for one, trail in audited.items():
        assert trail[-1][1] == (visits[one][:3] if one in visits else None), "the audit says otherwise"
        steps = iter(trail)
        acknowledged = [who_where for (visit, _version), who_where in sorted(told.items()) if visit == one]
        assert all(step in steps for step in acknowledged), f"a change of visit {one} was lost"


def _nothing_is_doubled(context: Context) -> None:
    chosen = select(Visit).order_by(Visit.technician_id, Visit.starts_at)
    visits = context.read(lambda session: list(session.scalars(chosen)))
    orders = [visit.order_id for visit in visits]
    assert len(orders) == len(set(orders)), "an order was planned twice"
    overlaps = [
        (one.id, two.id)
        for one, two in itertools.pairwise(
            visit for visit in visits if visit.status is not VisitStatus.CANCELLED
        )
        if one.technician_id == two.technician_id and one.ends_at > two.starts_at
    ]
    assert overlaps == []
