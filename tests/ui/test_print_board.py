"""The board in the print dialog and on the command line: by the hour, by days, as lists, conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from app import cli
from app.board_papers import board_of
from app.context import Context
from app.settings import Settings
from app.work import Work
from models.errors import Refused
from tests.builders import MONDAY, a_skill, a_team, a_technician, a_visit, an_absence, an_order
from tests.conftest import Clock
from ui.jobs import Jobs
from ui.print_dialog import PrintDialog, Wanted

THE_DAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def a_small_week(work: Work) -> None:
    """Anna's visits on Monday and Tuesday, Bram's that wants what he cannot do, Cas on leave."""
    team = a_team(work, name="Noord")
    anna = a_technician(work, name="Anna", code="ANN", team_id=team.id)
    bram = a_technician(work, name="Bram", code="BRA", team_id=team.id)
    an_absence(work, technician=a_technician(work, name="Cas", code="CAS"))
    a_visit(work, order=an_order(work, number="SO-1"), technician=anna)
    a_visit(work, order=an_order(work, number="SO-2"), technician=anna, starts=MONDAY + 24 * HOUR)
    gas = an_order(work, number="SO-3", skills=[a_skill(work, name="Gas 2")])
    a_visit(work, order=gas, technician=bram, starts=MONDAY + 2 * HOUR)


@pytest.fixture
def context(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A company with a small week."""
    made = Context(Settings(database=sqlite_url), clock=clock)
    made.run(a_small_week)
    yield made
    made.close()


@pytest.fixture
def jobs(context: Context, qapp: QObject) -> Iterator[Jobs]:
    """The lanes of a window."""
    lanes = Jobs(context)
    yield lanes
    lanes.close()


def opened(qtbot: QtBot, jobs: Jobs, wanted: Wanted) -> PrintDialog:
    dialog = PrintDialog(jobs, wanted)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: jobs.is_idle and dialog.print.isEnabled(), timeout=10_000)
    return dialog


def said(dialog: PrintDialog) -> str:
    assert dialog._file is not None
    return "\n".join(page.extract_text() for page in PdfReader(dialog._file).pages)


def chooses(qtbot: QtBot, dialog: PrintDialog, kind: str) -> str:
    before = dialog._file
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    qtbot.waitUntil(lambda: dialog._file not in (None, before), timeout=10_000)
    return said(dialog)


def test_the_board_comes_first_when_it_was_asked_for(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY, board_first=True))
    words = said(dialog)
    assert "SO-1" in words
    assert "SO-2" not in words
    assert dialog.board.isVisible()
    assert not dialog.prices.isVisible()


def test_the_kinds_of_board_are_chosen_in_the_preview(qtbot: QtBot, jobs: Jobs) -> None:
    dialog = opened(qtbot, jobs, Wanted(day=THE_DAY, board_first=True))
    week = chooses(qtbot, dialog, "week")
    assert "SO-1" in week
    assert "SO-2" in week
    assert "Mon 23 Nov" in week
    assert "No visits" in chooses(qtbot, dialog, "list")
    assert "Bram lacks Gas 2" in chooses(qtbot, dialog, "conflicts")
    assert "SO-1" in chooses(qtbot, dialog, "descriptions")
    assert not dialog.board.isVisible()


def test_only_the_lanes_in_view_are_printed_in_their_order(context: Context) -> None:
    everybody = board_of(context, day=THE_DAY)
    assert [lane.name for lane in everybody.lanes] == ["Anna", "Bram", "Cas"]
    ids = [context.read(lambda session, at=at: _id(session, at)) for at in ("BRA", "ANN")]
    asked = board_of(context, day=THE_DAY, technician_ids=ids)
    assert [lane.name for lane in asked.lanes] == ["Bram", "Anna"]


def _id(session: object, code: str) -> int:
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from models.technicians import Technician

    assert isinstance(session, Session)
    return session.scalars(select(Technician.id).where(Technician.code == code)).one()


def test_what_is_wrong_is_told_by_the_judge(context: Context) -> None:
    sheet = board_of(context, day=THE_DAY, days=7)
    assert [(c.visit.number, c.technician, c.is_hard) for c in sheet.conflicts] == [("SO-3", "Bram", True)]
    assert sheet.taken_at.tzinfo is not None


def test_nobody_to_print_is_said(context: Context) -> None:
    with pytest.raises(Refused, match="no technician X"):
        board_of(context, day=THE_DAY, technician_codes=["X"])


def test_the_command_line_writes_the_board(context: Context, sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "board.pdf"
    words = ["--database", sqlite_url, "print", "board", "--day", "2026-11-23", "--out", str(file)]
    assert cli.main([*words, "--kind", "week", "--size", "a3"]) == 0
    page = PdfReader(file).pages[0]
    assert "SO-2" in page.extract_text()
    assert float(page.mediabox.width) > float(page.mediabox.height) > 800
    assert cli.main([*words[:-4], "--order", "SO-1", "--out", str(file)]) == 1
    assert cli.main([*words, "--days", "99"]) == 1
