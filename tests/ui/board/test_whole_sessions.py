"""Done-when 2: 500 random gestures and commands at the page, then undo-all: the database is as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.settings import Settings
from tests.app.board_sessions import snapshot
from tests.conftest import Clock
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import at_board
from tests.ui.board.wanderer import QUIET, Wanderer, a_varied_company
from ui.board.draft.draft_bar import Drafts
from ui.board.keyboard.steps import STEPS as WAYS
from ui.board.verbs.table import VERBS
from ui.jobs import Jobs

STEPS = 500
QUIETLY = {f"command: {name}" for name in QUIET}


@pytest.fixture
def on_postgres(postgres_url: str, clock: Clock) -> Iterator[Jobs]:
    """Lanes over a fresh PostgreSQL database."""
    opened = Context(Settings(database=postgres_url), clock=clock)
    lanes = Jobs(opened)
    yield lanes
    lanes.close()
    opened.close()


def all_undone(d: BoardDriver) -> None:
    """Undo step by step; each is agreed to."""
    while d.edits.stack.canUndo():
        count, text = d.edits.stack.index(), d.edits.stack.undoText()
        d.edits.undo()
        d.settles()
        assert d.edits.stack.index() < count, (text, d.said())


def wanders(qtbot: QtBot, jobs: Jobs, seed: int) -> Wanderer:
    """Do so many things by chance and undo them all; the board and the database are as before."""
    jobs.context.run(a_varied_company)
    before = snapshot(jobs.context)
    with at_board(qtbot, jobs) as d:
        wanderer, shown = Wanderer(d, seed), d.shown()
        for _step in range(STEPS):
            wanderer.step()
        assert snapshot(jobs.context) != before
        all_undone(d)
        draft = d.page.part(Drafts)
        assert not draft.book
        after = snapshot(jobs.context)
        assert {name for name in before if before[name] != after[name]} == set()
        assert d.shown() == shown
        draft.turn(on=False)
        draft.keep()
    return wanderer


@pytest.mark.parametrize("seed", [1])
def test_anything_done_at_the_page_is_undone_step_by_step(qtbot: QtBot, jobs: Jobs, seed: int) -> None:
    wanderer = wanders(qtbot, jobs, seed)
    assert {f"command: {verb.name}" for verb in VERBS} - wanderer.tried.keys() == QUIETLY
    assert {f"step: {step.name}" for step in WAYS} <= wanderer.tried.keys()
    assert sum(wanderer.did.values()) > STEPS // 8, wanderer.did


def test_the_same_on_postgresql(qtbot: QtBot, on_postgres: Jobs) -> None:
    assert sum(wanders(qtbot, on_postgres, 2).did.values()) > STEPS // 8
