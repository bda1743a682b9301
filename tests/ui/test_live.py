"""What is said to colleagues arrives in the order in which it was said."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.presence import Presence
from app.settings import Settings
from tests.conftest import Clock
from ui.jobs import Jobs
from ui.live import Live


@pytest.mark.pg
def test_what_was_let_go_is_not_held_by_an_older_note(qtbot: QtBot, postgres_url: str, clock: Clock) -> None:
    ours, theirs = (Context(Settings(database=postgres_url), clock=clock) for _one in range(2))
    here, there = Jobs(ours), Jobs(theirs)
    live, notes = Live(here), list[Presence]()
    there.noted.connect(notes.append)
    there.follow()

    def is_heard() -> bool:
        live.ask()
        return bool(notes)

    qtbot.waitUntil(is_heard, timeout=30_000)
    for visit in range(1, 20):
        live.hold({visit})
        live.hold(())
    live.open(7)
    qtbot.waitUntil(lambda: notes[-1] == Presence(ours.origin, ours.user.name, order_id=7), timeout=30_000)
    qtbot.waitUntil(lambda: here.is_idle, timeout=30_000)
    assert not any(note.visits for note in notes[-2:])
    here.close()
    there.close()
    ours.close()
    theirs.close()
