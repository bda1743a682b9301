"""Whatever was done at the board can be undone: the database is as it was, apart from its journal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.context import Context
from app.settings import Settings
from tests.app.board_sessions import DEEDS, Session, a_busy_company, snapshot
from tests.conftest import Clock

STEPS = 500


@pytest.fixture
def sqlite_context(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on a fresh SQLite file."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", [1])
def test_five_hundred_steps_and_back_leave_the_database_as_it_was(sqlite_context: Context, seed: int) -> None:
    sqlite_context.run(a_busy_company)
    before = snapshot(sqlite_context)
    session = Session(sqlite_context, seed)
    for _step in range(STEPS):
        session.step()
    assert snapshot(sqlite_context) != before
    assert len(session.counts) >= len(DEEDS) - 2, session.counts
    while session.done:
        session.undo()
    after = snapshot(sqlite_context)
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_shorter_session_on_either_database(context: Context) -> None:
    context.run(a_busy_company)
    before = snapshot(context)
    session = Session(context, 3)
    for _step in range(60):
        session.step()
    while session.done:
        session.undo()
    assert snapshot(context) == before
