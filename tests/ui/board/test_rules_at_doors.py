"""Every rule of the board at the doors of the window: by drag, by dialog, by keys; the same words at each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.usecases.board_rules import Taken, take_rules
from models.fit import DEFAULTS, Rule, Strictness
from models.visits import Visit
from tests.rule_cases import CASES, IDS, RuleCase, a_town
from tests.ui.board.keyed import Keyed
from ui.board.conflicts.reasons import ReasonDialog
from ui.board.conflicts.why import WhyDialog
from ui.board.keyboard.move_dialog import MoveDialog
from ui.board.layout.scales import Scale

ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
NINE = timedelta(hours=9)
case_of = pytest.mark.parametrize("case", CASES, ids=IDS)
Door = Callable[[Keyed, RuleCase], None]


@pytest.fixture
def at_the_board(qtbot: QtBot, sqlite_context: Context) -> Iterator[Callable[[RuleCase], Keyed]]:
    """Makes the company of a case and sits down at its board."""
    people: list[Keyed] = []

    def sits_down(case: RuleCase) -> Keyed:
        sqlite_context.run(a_town, case=case)
        people.append(Keyed(qtbot, sqlite_context))
        return people[-1]

    yield sits_down
    for person in people:
        person.leaves()


def clock(case: RuleCase) -> str:
    """The wall time at which the visit would start, on whichever day."""
    minutes = round((NINE + timedelta(hours=case.hours)).total_seconds() / 60) % 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def who(case: RuleCase) -> str:
    return "Bram" if case.to_bram else "Anna"


def by_drag(d: Keyed, case: RuleCase) -> None:
    """Drag the block there; to the next day where three of them are in view."""
    if case.hours >= 24:
        d.page.show_scale(Scale.THREE_DAYS)
        d.page.view.go_to(d.instant("06:00"))
        d.settles()
    middle = QPoint(30 * 60 // round(d.page.view.scene.axis.seconds_per_pixel), 0)
    grabbed = d.point(d.lane("Anna"), d.instant("09:00")) + middle
    d.day += timedelta(days=1 if case.hours >= 24 else 0)
    to = d.point(d.lane(who(case)), d.instant(clock(case))) + middle
    d.mouse(QEvent.Type.MouseButtonPress, grabbed)
    for point in ((grabbed + to) / 2, to):
        d.mouse(QEvent.Type.MouseMove, point, ALT)
    d.mouse(QEvent.Type.MouseButtonRelease, to, ALT)
    d.settles()


def by_dialog(d: Keyed, case: RuleCase) -> None:
    """Open the dialog by its key, say where, press what leads on."""
    d.on("SO-1")
    d.press("M")
    dialog = the_dialog(d)
    dialog.technician.setCurrentText(who(case))
    if case.hours >= 24:
        field(dialog.period.day.line, "24/11/2026")
    field(dialog.period.starts.line, clock(case))
    assert case.text in dialog.box.words()[1]
    if dialog.agree.isEnabled():
        QTest.mouseClick(dialog.agree, LEFT)
    else:
        QTest.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Cancel), LEFT)
    d.settles()


def the_dialog(d: Keyed) -> MoveDialog:
    d.qtbot.waitUntil(lambda: bool(d.page.findChildren(MoveDialog)))
    return d.page.findChildren(MoveDialog)[0]


def field(line: QLineEdit, text: str) -> None:
    """Type over what stands in a field."""
    line.selectAll()
    QTest.keyClicks(line, text)
    line.editingFinished.emit()


def by_keys(d: Keyed, case: RuleCase) -> None:
    """Alt+Down to the next lane; A with a name and a time; F2 with a time, or with so many hours more."""
    d.on("SO-1")
    if case.to_bram and not case.hours:
        d.does("Alt+Down")
        return
    if case.to_bram:
        d.press("A")
        d.types(f"Bram {clock(case)}")
    else:
        d.press("F2", "Ctrl+A")
        d.types("+24:00" if case.hours >= 24 else clock(case))
    d.does("Return")


DOORS = {"drag": by_drag, "dialog": by_dialog, "keys": by_keys}


def started(d: Keyed) -> tuple[str, int]:
    """Whose visit it is, and how many minutes after nine it starts, in the database."""

    def stands(session: object) -> tuple[int, int]:
        visit = session.scalars(select(Visit).where(Visit.order_number == "SO-1")).one()  # type: ignore[attr-defined]
        return visit.technician_id, int(visit.starts_at.timestamp())

    technician, starts = d.context.read(stands)
    names = {row.technician_id: row.name for row in d.page.view.scene.model.lanes}
    monday = d.day - timedelta(days=(d.day.weekday()))
    nine = d.instant("09:00") - (d.day - monday).days * 86_400
    return names[technician], (starts - nine) // 60


@pytest.mark.parametrize("door", DOORS)
@case_of
def test_each_door_refuses_what_is_hard_and_warns_of_the_rest(
    at_the_board: Callable[[RuleCase], Keyed], case: RuleCase, door: str
) -> None:
    d = at_the_board(case)
    DOORS[door](d, case)
    is_hard = DEFAULTS[case.rule] is Strictness.HARD
    name, minutes = ("Anna", 0) if is_hard else (who(case), round(case.hours * 60))
    found = started(d)
    few = d.page.view.scene.axis.seconds_per_pixel / 60  # three days have fewer pixels than minutes
    assert found == (name, pytest.approx(minutes, abs=max(few, 1) if case.hours >= 24 else 0))
    if door != "dialog" or not is_hard:
        assert case.text in d.said()


def test_who_may_override_does_so_with_a_reason_after_a_drag(
    at_the_board: Callable[[RuleCase], Keyed],
) -> None:
    case = next(one for one in CASES if one.rule is Rule.SKILL)
    d = at_the_board(case)
    by_drag(d, case)
    QTest.mouseClick(d.page.messages.button, LEFT)
    gives_reason(d, "Klant wil Bram")
    assert started(d) == ("Bram", 0)
    assert reason_kept(d) == "Klant wil Bram"
    d.edits.undo()
    d.settles()
    assert started(d) == ("Anna", 0)
    assert reason_kept(d) is None


def test_who_may_override_does_so_in_the_dialog(at_the_board: Callable[[RuleCase], Keyed]) -> None:
    d = at_the_board(next(one for one in CASES if one.rule is Rule.EXCLUSION))
    d.on("SO-1")
    d.press("M")
    dialog = the_dialog(d)
    dialog.technician.setCurrentText("Bram")
    assert not dialog.agree.isEnabled()
    QTest.keyClicks(dialog.reason, "Afgesproken")
    QTest.mouseClick(dialog.anyway, LEFT)
    d.settles()
    assert started(d) == ("Bram", 0)
    assert reason_kept(d) == "Afgesproken"


@pytest.mark.parametrize("door", ["drag", "keys"])
def test_a_rule_that_asks_for_a_reason_asks_first(
    at_the_board: Callable[[RuleCase], Keyed], sqlite_context: Context, door: str
) -> None:
    case = next(one for one in CASES if one.rule is Rule.SHIFT)
    sqlite_context.run(take_rules, rules={Rule.SHIFT: Taken(Strictness.SOFT, asks_reason=True)})
    d = at_the_board(case)
    DOORS[door](d, case)
    assert started(d) == ("Anna", 0)
    gives_reason(d, "Klant is laat thuis")
    assert started(d) == ("Anna", 450)
    assert reason_kept(d) == "Klant is laat thuis"


def gives_reason(d: Keyed, reason: str) -> None:
    """Type into the question for a reason, and go on."""
    d.qtbot.waitUntil(lambda: bool(d.page.findChildren(ReasonDialog)))
    dialog = d.page.findChildren(ReasonDialog)[0]
    QTest.keyClicks(dialog.reason, reason)
    QTest.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Ok), LEFT)
    d.settles()


def reason_kept(d: Keyed) -> str | None:
    """The reason that the database keeps with the visit."""

    def kept(session: object) -> str | None:
        found = session.scalars(  # type: ignore[attr-defined]
            select(Visit.override_reason).where(Visit.order_number == "SO-1")
        ).one()
        return str(found) if found is not None else None

    return d.context.read(kept)


@case_of
def test_why_says_what_speaks_against_somebody_else(
    at_the_board: Callable[[RuleCase], Keyed], case: RuleCase
) -> None:
    if not case.to_bram or case.hours:
        pytest.skip("the visit stays Anna's, or moves in time too")
    d = at_the_board(case)
    d.on("SO-1")
    d.press("W")
    d.qtbot.waitUntil(lambda: bool(d.page.findChildren(WhyDialog)))
    dialog = d.page.findChildren(WhyDialog)[0]
    dialog.technician.setCurrentText("Bram")
    assert case.text in dialog.verdict.words()[1]
    dialog.reject()
    assert QApplication.activeModalWidget() is None
