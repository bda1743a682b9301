"""Two dispatchers at two windows on one database: each sees the other, and nothing is lost between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.settings import Settings
from app.work import Work
from tests.builders import a_technician, an_order
from tests.conftest import Clock
from tests.ui.driver import Dispatcher

DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Amsterdam")


def _at(clock: str) -> datetime:
    return datetime.combine(DAY, datetime.strptime(clock, "%H:%M").time(), ZONE)  # noqa: DTZ007 - a time of day


def _a_small_company(work: Work) -> None:
    for code, name in (("T01", "Anna"), ("T02", "Bram")):
        a_technician(work, code=code, name=name)
    for number in ("SO-1", "SO-2"):
        an_order(work, number=number, service_date=None, duration_minutes=60)


@pytest.fixture
def both(
    context: Context, database_url: str, clock: Clock, qtbot: QtBot
) -> Iterator[tuple[Dispatcher, Dispatcher]]:
    """Mette and Jan, each with a window of their own."""
    context.run(_a_small_company)
    other = Context(Settings(database=database_url), clock=clock)
    mette, jan = Dispatcher(context, qtbot, day=DAY), Dispatcher(other, qtbot, day=DAY)
    yield mette, jan
    mette.leaves()
    jan.leaves()
    other.close()


def _hour(at: datetime) -> tuple[int, int]:
    return int(at.timestamp()), int(at.timestamp()) + 3600


def test_what_one_plans_the_other_sees(both: tuple[Dispatcher, Dispatcher]) -> None:
    mette, jan = both
    mette.drags_order("SO-1", to="T01", at=_at("09:10"))
    jan.waits(lambda: jan.visits() == {"SO-1": ("T01", *_hour(_at("09:10")))})
    jan.waits(lambda: jan.waiting() == ["SO-2"])


def test_a_place_taken_meanwhile_is_refused_and_nothing_is_doubled(
    both: tuple[Dispatcher, Dispatcher],
) -> None:
    mette, jan = both
    mette.drags_order("SO-1", to="T01", at=_at("09:10"))
    jan.waits(lambda: "SO-1" in jan.visits())
    jan.drags_order("SO-2", to="T01", at=_at("09:40"))
    assert "SO-2" not in jan.visits()
    assert "SO-2" in jan.waiting()
    assert any("SO-1" in words for _kind, words in jan.said())


def test_an_undo_gives_way_to_a_colleague_who_moved_the_visit(both: tuple[Dispatcher, Dispatcher]) -> None:
    mette, jan = both
    mette.drags_order("SO-1", to="T01", at=_at("09:10"))
    mette.drags_visit("SO-1", to="T01", at=_at("11:00"))
    jan.waits(lambda: jan.visits().get("SO-1") == ("T01", *_hour(_at("11:00"))))
    jan.drags_visit("SO-1", to="T02", at=_at("13:30"))
    there = ("T02", *_hour(_at("13:30")))
    mette.waits(lambda: mette.visits().get("SO-1") == there)
    said_before = len(mette.said())
    mette.undoes()
    assert mette.visits()["SO-1"] == there
    assert len(mette.said()) > said_before
    jan.undoes()
    mette.waits(lambda: mette.visits().get("SO-1") == ("T01", *_hour(_at("11:00"))))
