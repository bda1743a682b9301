"""A real day: R1 is imported, planned by hand on the board, undone, redone, and printed.

The data are in ../shared/data/real_days; where that folder is missing the test says so and is skipped.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.exchange.exports import export_path
from app.exchange.imports import import_path
from app.printing import day_sheets, write_sheets
from tests.ui.driver import Dispatcher

DAYS = Path(__file__).resolve().parents[3] / "shared" / "data" / "real_days"
DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Amsterdam")

pytestmark = pytest.mark.skipif(not DAYS.is_dir(), reason=f"the real days are not there: {DAYS}")


def _plan() -> list[dict[str, str]]:
    with (DAYS / "R1_plan" / "visits.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _exported(context: Context, folder: Path) -> dict[str, bytes]:
    export_path(context, folder)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture
def dispatcher(context: Context, qtbot: QtBot) -> Iterator[Dispatcher]:
    """At the board on the imported day."""
    import_path(context, DAYS / "R1")
    person = Dispatcher(context, qtbot, day=DAY)
    yield person
    person.leaves()


def test_a_day_is_planned_by_hand_undone_redone_and_printed(
    dispatcher: Dispatcher, context: Context, tmp_path: Path
) -> None:
    plan = _plan()
    assert len(dispatcher.waiting()) == len(plan) == 47
    unplanned = _exported(context, tmp_path / "unplanned")
    for visit in plan:
        dispatcher.drags_order(visit["order"], to=visit["technician"], at=_instant(visit["starts"]))
    assert [said for said in dispatcher.said() if said[0] in ("warning", "bad")] == []
    assert dispatcher.visits() == _wanted(plan)
    planned = _exported(context, tmp_path / "planned")
    _goes_back_and_forth(dispatcher, context, tmp_path, (unplanned, planned))
    _prints_in_route_order(context, plan, tmp_path / "day.pdf")


def _wanted(plan: list[dict[str, str]]) -> dict[str, tuple[str, int, int]]:
    return {
        visit["order"]: (
            visit["technician"],
            int(_instant(visit["starts"]).timestamp()),
            int(_instant(visit["ends"]).timestamp()),
        )
        for visit in plan
    }


def _goes_back_and_forth(
    dispatcher: Dispatcher,
    context: Context,
    folder: Path,
    states: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    unplanned, planned = states
    for _step in range(47):
        dispatcher.undoes()
    assert dispatcher.visits() == {}
    dispatcher.waits(lambda: len(dispatcher.waiting()) == 47)
    assert _exported(context, folder / "undone") == unplanned
    for _step in range(47):
        dispatcher.redoes()
    dispatcher.waits(lambda: not dispatcher.waiting())
    assert _exported(context, folder / "redone") == planned


def _prints_in_route_order(context: Context, plan: list[dict[str, str]], file: Path) -> None:
    sheets = day_sheets(context, day=DAY)
    assert write_sheets(sheets, file, "a4").pages == 47
    texts = [page.extract_text() for page in pypdf.PdfReader(file).pages]
    routes: dict[str, list[str]] = defaultdict(list)
    for visit in sorted(plan, key=lambda visit: (visit["technician"], visit["starts"])):
        routes[visit["technician"]].append(visit["order"])
    route = [number for technician in sorted(routes) for number in routes[technician]]
    assert len(texts) == len(route)
    for number, text in zip(route, texts, strict=True):
        assert number in text
