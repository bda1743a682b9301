"""Drops on the board's page and a real database: copies, overrides, pushes, saves in order, colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.work import Work
from models.visits import Visit
from tests.builders import MONDAY, a_customer, a_site, a_skill, a_team, a_technician, a_visit, an_order
from tests.ui.board.dispatcher import LEFT, NONE, PLAIN, BoardDriver
from tests.ui.board.opened import at_board
from ui.board.colleagues.colleagues import Colleagues
from ui.board.conflicts.reasons import ReasonDialog
from ui.board.editing.new_visit import NewVisit
from ui.jobs import Jobs

HOUR = timedelta(hours=1)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def a_small_company(work: Work) -> None:
    """Anna (gas) with visits at 9 and 11, Bram with one at 13; two orders wait, one for gas."""
    team, gas = a_team(work), a_skill(work, name="Gas 2")
    anna = a_technician(work, name="Anna", team_id=team.id, skills=[gas])
    bram = a_technician(work, name="Bram", team_id=team.id)
    a_technician(work, name="Cas", team_id=team.id)
    customer = a_customer(work, name="Bakkerij Smit")
    site = a_site(work, customer=customer)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60}
    a_visit(work, order=an_order(work, number="SO-1", **usual), technician=anna)
    a_visit(work, order=an_order(work, number="SO-2", **usual), technician=anna, starts=MONDAY + 2 * HOUR)
    a_visit(work, order=an_order(work, number="SO-3", **usual), technician=bram, starts=MONDAY + 4 * HOUR)
    an_order(work, number="SO-4", skills=[gas], **usual)
    an_order(work, number="SO-5", **{**usual, "duration_minutes": 90})


@pytest.fixture
def d(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board of a small company."""
    context.run(a_small_company)
    with at_board(qtbot, jobs) as dispatcher:
        yield dispatcher


class Stored:
    """What the database holds."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def visits(self) -> list[tuple[str, str, str]]:
        """Order, start (UTC) and reason of every visit, by order and start."""

        def read(work: Work) -> list[tuple[str, str, str]]:
            rows = work.session.scalars(select(Visit).order_by(Visit.order_number, Visit.starts_at))
            return [(v.order_number, f"{v.starts_at:%H:%M}", v.override_reason or "") for v in rows]

        return self._context.run(read)[0]


@pytest.fixture
def stored(context: Context) -> Stored:
    """The same database, asked without the window."""
    return Stored(context)


def carry(
    d: BoardDriver,
    number: str,
    *,
    to: str,
    at: str,
    keys: Qt.KeyboardModifier = PLAIN,
    release: bool = True,
) -> QPoint:
    """Drag a visit without snapping, and let go unless told otherwise; where the pointer is."""
    table, slot = d.page.view.scene.model.table, d.slot(number)
    d.point(d.lane(to), d.instant(at))  # brings it into view first
    grabbed = d.point(int(table.lane[slot]), int(table.starts[slot])) + QPoint(20, 0)
    target = d.point(d.lane(to), d.instant(at)) + QPoint(20, 0)
    d._mouse(QEvent.Type.MouseButtonPress, grabbed, (LEFT, LEFT), PLAIN)
    for point in ((grabbed + target) / 2, target):
        d._mouse(QEvent.Type.MouseMove, point, (NONE, LEFT), keys | ALT)
    if release:
        d._mouse(QEvent.Type.MouseButtonRelease, target, (LEFT, NONE), keys | ALT)
    return target


def release(d: BoardDriver, at: QPoint) -> None:
    d._mouse(QEvent.Type.MouseButtonRelease, at, (LEFT, NONE), ALT)


def takes(d: BoardDriver, words: str) -> None:
    """Press the button of the message with these words; older messages are closed first."""
    messages = d.page.messages
    d.qtbot.waitUntil(lambda: bool(messages.log))
    for _older in range(20):
        buttons = (messages.button, messages.second_button, messages.third_button)
        found = [one for one in buttons if one.text() == words and one.isVisibleTo(messages)]
        if found:
            found[0].click()
            return
        messages.dismiss()
    raise AssertionError(f"no message offers {words}")


# ---------------------------------------------------------------------- copies, swaps, pushes


def test_a_copy_is_one_more_visit_and_undo_takes_it_away(d: BoardDriver, stored: Stored) -> None:
    carry(d, "SO-1", to="Cas", at="10:00", keys=CTRL)
    d.settles()
    assert [row for row in stored.visits() if row[0] == "SO-1"] == [
        ("SO-1", "08:00", ""),
        ("SO-1", "09:00", ""),
    ]
    assert "Copied SO-1" in d.said()
    d.edits.undo()
    d.settles()
    assert [row[1] for row in stored.visits() if row[0] == "SO-1"] == ["08:00"]
    assert "SO-1" not in d.waits()


def test_x_changes_places_in_the_database(d: BoardDriver, stored: Stored) -> None:
    target = carry(d, "SO-1", to="Bram", at="13:00", release=False)
    d.presses(Qt.Key.Key_Shift)  # a modifier that comes and goes changes nothing for good
    d.qtbot.keyPress(d.page.view, Qt.Key.Key_X)
    release(d, target)
    d.settles()
    assert d.sees("SO-1") == ("Bram", "13:00", "14:00")
    assert d.sees("SO-3") == ("Anna", "09:00", "10:00")
    d.edits.undo()
    d.settles()
    assert stored.visits() == [("SO-1", "08:00", ""), ("SO-2", "10:00", ""), ("SO-3", "12:00", "")]


def test_p_pushes_and_one_undo_takes_all_of_it_back(d: BoardDriver, stored: Stored) -> None:
    target = carry(d, "SO-1", to="Anna", at="10:30", release=False)
    d.qtbot.keyPress(d.page.view, Qt.Key.Key_P)
    release(d, target)
    d.settles()
    assert d.sees("SO-1") == ("Anna", "10:30", "11:30")
    assert d.sees("SO-2") == ("Anna", "11:30", "12:30")
    d.edits.undo()
    d.settles()
    assert d.sees("SO-2") == ("Anna", "11:00", "12:00")
    assert d.edits.stack.count() == 1


# ---------------------------------------------------------------------- overrides and reasons


def test_a_hard_rule_is_overridden_with_a_reason(d: BoardDriver, stored: Stored) -> None:
    d.plans("SO-4", to="Bram", at="10:00")
    assert "Bram lacks Gas 2" in d.said()
    takes(d, "Override…")
    dialog = d.page.findChildren(ReasonDialog)[0]
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.reason.setText("Anna helps by telephone")
    ok.click()
    d.settles()
    assert d.sees("SO-4") == ("Bram", "10:00", "11:00")
    assert ("SO-4", "09:00", "Anna helps by telephone") in stored.visits()


def test_who_may_not_override_is_not_offered_it(d: BoardDriver) -> None:
    from models.terms import Right

    role = d.jobs.context.user.role
    role.rights = ";".join(right for right in Right if right is not Right.OVERRIDE)
    d.plans("SO-4", to="Bram", at="10:00")
    messages = d.page.messages
    assert "Bram lacks Gas 2" in messages.log[-1].text
    assert messages.log[-1].action == ""
    carry(d, "SO-3", to="Anna", at="09:00")
    assert "Overlaps" in messages.log[-1].text
    assert messages.log[-1].action == ""


def test_a_soft_drop_offers_undo_and_a_reason(d: BoardDriver, stored: Stored) -> None:
    carry(d, "SO-3", to="Bram", at="07:30")
    d.settles()
    message = d.page.messages.log[-1]
    assert (message.action, message.second) == ("Undo", "Reason…")
    takes(d, "Reason…")
    dialog = d.page.findChildren(ReasonDialog)[0]
    dialog.reason.setText("Opens early")
    dialog.buttons.button(dialog.buttons.StandardButton.Ok).click()
    d.settles()
    assert ("SO-3", "06:30", "Opens early") in stored.visits()
    takes_all_back(d)
    assert ("SO-3", "12:00", "") in stored.visits()


def takes_all_back(d: BoardDriver) -> None:
    while d.edits.stack.canUndo():
        d.edits.undo()
        d.settles()


# ---------------------------------------------------------------------- saves in order


def test_a_visit_that_is_being_saved_can_be_dragged_again_and_again(d: BoardDriver, stored: Stored) -> None:
    carry(d, "SO-1", to="Bram", at="09:00")
    assert d.page.view.scene.model.pending
    carry(d, "SO-1", to="Cas", at="10:00")
    carry(d, "SO-1", to="Cas", at="14:00")
    assert d.sees("SO-1") == ("Cas", "14:00", "15:00")
    d.settles()
    assert d.sees("SO-1") == ("Cas", "14:00", "15:00")
    assert ("SO-1", "13:00", "") in stored.visits()
    assert not d.page.view.scene.model.pending
    assert all(message.kind != "bad" for message in d.page.messages.log)


def test_a_visit_that_is_only_being_made_stays_and_that_is_said(d: BoardDriver) -> None:
    d.plans("SO-5", to="Cas", at="10:00")
    d._mouse(QEvent.Type.MouseMove, d.point(d.lane("Cas"), d.instant("10:30")), (NONE, NONE), PLAIN)
    table = d.page.view.scene.model.table
    assert d.page.view.scene.hovered == table.id[d.slot("SO-5")] < -(1 << 31)
    d.drags("SO-5", to="Bram", at="10:00")
    d.clicks("SO-5")
    d.presses(Qt.Key.Key_Delete)
    d.settles()
    assert d.sees("SO-5") == ("Cas", "10:00", "11:30")
    told = [message.text for message in d.page.messages.log]
    assert told == ["It is not saved yet.", "It is not saved yet.", "Planned SO-5"]


def test_the_dash_rests_once_a_planned_visit_is_saved(d: BoardDriver) -> None:
    d.plans("SO-5", to="Cas", at="10:00")
    assert d.page.view.moving_dash.clock.isActive()
    d.settles()
    assert d.sees("SO-5") is not None
    assert not d.page.view.scene.model.pending
    assert not d.page.view.moving_dash.clock.isActive()


def test_two_drags_are_two_steps_to_undo(d: BoardDriver) -> None:
    carry(d, "SO-1", to="Bram", at="09:00")
    carry(d, "SO-1", to="Cas", at="10:00")
    d.settles()
    d.edits.undo()
    d.settles()
    assert d.sees("SO-1") == ("Bram", "09:00", "10:00")


# ---------------------------------------------------------------------- a colleague meanwhile


def moves_meanwhile(d: BoardDriver, context: Context, number: str, by: timedelta) -> None:
    """A colleague moves a visit, and the news arrives."""
    other = Context(context.settings, clock=context.clock)

    def later(work: Work) -> None:
        visit = work.session.scalars(select(Visit).where(Visit.order_number == number)).one()
        visit.starts_at, visit.ends_at = visit.starts_at + by, visit.ends_at + by

    _answer, changes = other.run(later)
    other.close()
    d.jobs.heard.emit(changes)
    d.settles()


def test_a_colleagues_change_of_what_is_carried_leaves_a_choice(d: BoardDriver, context: Context) -> None:
    target = carry(d, "SO-1", to="Cas", at="10:00", release=False)
    bars = d.page.view.horizontalScrollBar().value(), d.page.view.verticalScrollBar().value()
    moves_meanwhile(d, context, "SO-1", 6 * HOUR)
    assert d.page.view.pointer.gesture is not None
    assert (d.page.view.horizontalScrollBar().value(), d.page.view.verticalScrollBar().value()) == bars
    release(d, target)
    d.settles()
    colleagues = d.page.parts["colleagues"]
    assert isinstance(colleagues, Colleagues)
    d.qtbot.waitUntil(colleagues.merging.card.isVisible)
    assert d.sees("SO-1") == ("Anna", "15:00", "16:00")
    colleagues.merging.card.settled.emit(frozenset({"technician", "start"}))
    d.settles()
    assert d.sees("SO-1") == ("Cas", "10:00", "11:00")


def test_a_colleagues_change_of_another_visit_does_not_disturb(d: BoardDriver, context: Context) -> None:
    target = carry(d, "SO-1", to="Cas", at="10:00", release=False)
    moves_meanwhile(d, context, "SO-3", -HOUR)
    release(d, target)
    d.settles()
    assert d.sees("SO-1") == ("Cas", "10:00", "11:00")
    assert d.sees("SO-3") == ("Bram", "12:00", "13:00")


# ---------------------------------------------------------------------- a new visit, another day


def test_a_drawn_visit_is_given_an_order_by_typing(d: BoardDriver) -> None:
    view = d.page.view
    start, end = d.point(d.lane("Cas"), d.instant("10:00")), d.point(d.lane("Cas"), d.instant("12:00"))
    d._mouse(QEvent.Type.MouseButtonPress, start, (LEFT, LEFT), CTRL)
    d._mouse(QEvent.Type.MouseMove, end, (NONE, LEFT), CTRL)
    d._mouse(QEvent.Type.MouseButtonRelease, end, (LEFT, NONE), CTRL)
    chooser = view.findChildren(NewVisit)[0]
    assert chooser.list.count() == 2
    d.qtbot.keyClicks(chooser.words, "so-5")
    assert chooser.list.count() == 1
    d.presses(Qt.Key.Key_Return, on=chooser.words)
    d.settles()
    assert d.sees("SO-5") == ("Cas", "10:00", "12:00")


def test_the_chooser_leads_to_a_new_request(d: BoardDriver) -> None:
    wanted: list[bool] = []
    d.page.request_wanted.connect(lambda: wanted.append(True))
    d.page.view.want_visit(d.lane("Cas"), d.instant("10:00"), 0)
    d.page.view.findChildren(NewVisit)[0].request.click()
    assert wanted == [True]


def test_the_order_of_a_new_request_is_offered_the_drawn_place(d: BoardDriver, context: Context) -> None:
    d.page.view.want_visit(d.lane("Cas"), d.instant("10:00"), d.instant("11:30"))
    d.page.view.findChildren(NewVisit)[0].request.click()
    _order, changes = context.run(an_order, number="SO-6")
    d.jobs.heard.emit(changes)
    d.settles()
    takes(d, "Plan at 10:00, Cas")
    d.settles()
    assert d.sees("SO-6") == ("Cas", "10:00", "11:30")


def test_a_date_of_the_header_is_opened_while_something_is_carried(d: BoardDriver) -> None:
    from ui.board.layout.scales import Scale

    d.page.show_scale(Scale.WEEK)
    scene = d.page.view.scene
    thursday = d.instant("12:00") + 3 * 86_400
    table, slot = scene.model.table, d.slot("SO-1")
    grabbed = scene.rect_of(slot).center()
    assert table.lane[slot] >= 0
    d._mouse(QEvent.Type.MouseButtonPress, grabbed, (LEFT, LEFT), PLAIN)
    d._mouse(QEvent.Type.MouseMove, grabbed + QPoint(0, 40), (NONE, LEFT), PLAIN)
    d._mouse(QEvent.Type.MouseMove, QPoint(scene.x(thursday), 10), (NONE, LEFT), PLAIN)
    d.qtbot.waitUntil(lambda: d.page.days.day_in_view() == date(2026, 11, 26))
    target = d.point(d.lane("Cas"), d.instant("10:00") + 3 * 86_400)
    d._mouse(QEvent.Type.MouseMove, target, (NONE, LEFT), PLAIN)
    release(d, target)
    d.settles()
    model = d.page.view.scene.model
    moved = model.days.wall(int(model.table.starts[d.slot("SO-1")]))
    assert moved.date() == date(2026, 11, 26)
