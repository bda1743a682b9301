"""A day is planned with keys alone, from the waiting list to the printed sheet: at most eight keys a visit.

First a small day that is always there; then R1 of ../shared/data/real_days, as its published plan has it:
the same technicians in the same order, nobody later. Where that folder is missing the second test says so and
is skipped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrintDialog
from pytestqt.qtbot import QtBot

from app.context import Context
from app.exchange.imports import import_path
from app.settings import Settings
from tests.conftest import Clock
from tests.ui.attention import bring_up
from tests.ui.board.keyed import Keyed, a_keyed_company
from tests.ui.conftest import remembered as remembered
from ui.print_dialog import PrintDialog

DAYS = Path(__file__).resolve().parents[3] / "shared" / "data" / "real_days"
DAY = date(2026, 11, 23)
MOST_KEYS = 8


@pytest.fixture
def context(remembered: None, sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """One kind of database is enough for a keyboard; it is six in the morning."""
    clock.forward(hours=-2)
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()


def at_the_window(context: Context, qtbot: QtBot) -> Iterator[Keyed]:
    """A person at the window who has no mouse."""
    person = Keyed(qtbot, context, day=DAY)
    yield person
    person.leaves()


@pytest.fixture
def small(context: Context, qtbot: QtBot) -> Iterator[Keyed]:
    """Three technicians, three visits, three orders that wait."""
    context.run(a_keyed_company)
    yield from at_the_window(context, qtbot)


@pytest.fixture
def real(context: Context, qtbot: QtBot) -> Iterator[Keyed]:
    """Twelve technicians and 47 orders of a real day."""
    if not DAYS.is_dir():
        pytest.skip(f"the real days are not there: {DAYS}")
    import_path(context, DAYS / "R1")
    yield from at_the_window(context, qtbot)


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Where the sheets of the day are printed."""
    return tmp_path / "sheets.pdf"


def counted(person: Keyed) -> int:
    """Keys pressed since the last count."""
    pressed, person.pressed = person.pressed, 0
    return pressed


def prints(person: Keyed, pages: int, file: Path) -> list[str]:
    """Ctrl+Shift+P shows the papers of the day; Enter, where to, and Enter print them. Gives their texts."""
    person.press("Ctrl+Shift+P")
    person.until(lambda: bool(person.window.findChildren(PrintDialog)))
    (dialog,) = person.window.findChildren(PrintDialog)
    bring_up(person.qtbot, dialog)
    person.until(lambda: dialog.print.isEnabled() and str(pages) in dialog._count.text())
    person.press("Return")
    person.until(lambda: bool(dialog.findChildren(QPrintDialog)))
    bring_up(person.qtbot, dialog.findChildren(QPrintDialog)[0])
    person.press("Alt+F", "Ctrl+A")
    person.types(str(file))
    person.press("Return")
    person.until(lambda: str(file) in dialog._count.text())
    bring_up(person.qtbot, dialog)
    person.press("Escape")
    bring_up(person.qtbot, person.window)
    return [page.extract_text() for page in PdfReader(file).pages]


def sheet_order(person: Keyed) -> list[str]:
    """Numbers of all visits on the board: of each technician from top to bottom, by start."""
    table = person.page.view.scene.model.table
    slots = sorted(table.order.tolist(), key=lambda slot: (table.lane[slot], table.starts[slot]))
    return [table.number[slot] for slot in slots]


KEYS_TO_PRINT = 6
"""Ctrl+Shift+P, Enter, Alt+F, Ctrl+A, Enter, Esc; the file's name comes on top, one key a letter."""


def number_on(page: str) -> str:
    """Number of the order a sheet is about."""
    (number,) = set(re.findall(r"\bSO-\d+\b", page))
    return str(number)


def test_a_small_day_is_planned_pinned_and_printed_with_few_keys(small: Keyed, sheets: Path) -> None:
    small.press("F6")
    assert small.page.waiting.table.hasFocus()
    small.press("Home")
    before = counted(small)
    assert before <= 2
    for left in (2, 1, 0):
        small.does("A", "Return")  # whoever is best, at the first time that fits; the next row waits then
        assert len(small.waits()) == left
        assert counted(small) == 2
    planned = small.visits()
    assert {"SO-11", "SO-12", "SO-13"} < planned.keys()
    assert [m.kind for m in small.page.messages.log if m.kind in ("warning", "bad")] == []
    small.press("Shift+F6")
    assert small.page.view.hasFocus()
    small.does("L")
    slot = small.page.view.scene.model.table.slot(small.page.view.scene.focused)
    assert small.page.view.scene.model.table.lock[slot] == 1
    small.press("Ctrl+Right")  # on empty time nothing is chosen: the papers of the whole day
    assert counted(small) <= MOST_KEYS
    pages = prints(small, 6, sheets)
    assert counted(small) == KEYS_TO_PRINT + len(str(sheets))
    assert sheet_order(small) == [number_on(page) for page in pages]


def _plan() -> list[dict[str, str]]:
    with (DAYS / "R1_plan" / "visits.csv").open(encoding="utf-8") as file:
        return sorted(csv.DictReader(file), key=lambda visit: (visit["technician"], visit["starts"]))


def _minute(wall: str) -> int:
    hour, minute = wall[-5:].split(":")
    return int(hour) * 60 + int(minute)


def _is_as_planned(visit: dict[str, str], found: tuple[str, str, str], name: str) -> bool:
    """The same technician, at most a minute earlier (the plan rounds up), as long as it was."""
    technician, starts, ends = found
    early = _minute(visit["starts"]) - _minute(starts)
    length = _minute(visit["ends"]) - _minute(visit["starts"])
    return technician == name and early in (0, 1) and _minute(ends) - _minute(starts) == length


def test_a_real_day_is_planned_with_at_most_eight_keys_a_visit(real: Keyed, sheets: Path) -> None:
    plan, most = _plan(), 0
    names = {lane.code: lane.name for lane in real.page.view.scene.model.lanes}
    assert len(real.waits()) == len(plan) == 47
    for visit in plan:
        real.press("Ctrl+K")  # the order, by its number
        real.types(str(int(visit["order"].removeprefix("SO-"))))
        real.press("Return", "A")  # who goes; the first time that fits is offered
        real.types(str(int(visit["technician"].removeprefix("T"))))
        real.does("Return")
        most = max(most, counted(real))
    assert most <= MOST_KEYS
    assert not real.waits()
    found = real.visits()
    for visit in plan:
        (stands,) = found[visit["order"]]
        assert _is_as_planned(visit, stands, names[visit["technician"]]), (visit, stands)
    assert [m.kind for m in real.page.messages.log if m.kind in ("warning", "bad")] == []
    pages = prints(real, len(plan), sheets)
    assert counted(real) == KEYS_TO_PRINT + len(str(sheets))
    assert [number_on(page) for page in pages] == [visit["order"] for visit in plan]
    for page, visit in zip(pages, plan, strict=True):
        _technician, starts, _ends = found[visit["order"]][0]
        assert names[visit["technician"]] in page
        assert starts in page
