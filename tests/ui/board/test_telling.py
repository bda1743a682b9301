"""What a dispatcher is told: legend, lines, hover card, history, best places, table twin, announcements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Context
from app.usecases.visits import SeenVisit, unschedule_visits
from app.work import Work
from models.terms import Priority, VisitStatus
from tests.builders import (
    MONDAY,
    a_customer,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_agreement,
    an_order,
)
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import at_board
from ui.board.layout.scales import Scale
from ui.board.telling.encoding import USUAL_LINES
from ui.board.telling.schemes import Colouring
from ui.board.telling.telling import Telling
from ui.jobs import Jobs

HOUR = timedelta(hours=1)
DAY = date(2026, 11, 23)


def a_telling_company(work: Work) -> None:
    """Anna (gas, Noord) has SO-1 at 9, high, from an agreement; Bram (Zuid) SO-2 at 13, done; SO-3 waits."""
    team, gas = a_team(work, name="Noord"), a_skill(work, name="Gas 2")
    anna = a_technician(work, name="Anna", team_id=team.id, skills=[gas])
    bram = a_technician(work, name="Bram", team_id=a_team(work, name="Zuid").id)
    smit = a_customer(work, name="Bakkerij Smit", phone="050 1234567")
    oost = a_customer(work, name="Zorgcentrum Oost")
    agreement = an_agreement(work, customer=smit, code="OC-7", name="Comfort")
    site = a_site(work, customer=smit, access_notes="Key at the neighbours'")
    first = an_order(work, number="SO-1", customer=smit, site_id=site.id, skills=[gas],
                     priority=Priority.HIGH, agreement_id=agreement.id,
                     description="Yearly service")  # fmt: skip
    second = an_order(
        work, number="SO-2", customer=oost, site_id=a_site(work, customer=oost, country="GB").id
    )
    a_visit(work, order=first, technician=anna)
    a_visit(work, order=second, technician=bram, starts=MONDAY + 4 * HOUR, status=VisitStatus.DONE)
    an_order(work, number="SO-3", customer=smit, site_id=site.id, duration_minutes=60)


@pytest.fixture
def context(sqlite_context: Context) -> Context:
    """One kind of database is enough for a window."""
    sqlite_context.run(a_telling_company)
    return sqlite_context


@pytest.fixture
def d(qtbot: QtBot, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board of that company."""
    with at_board(qtbot, jobs, up=True) as dispatcher:
        yield dispatcher


def telling(d: BoardDriver) -> Telling:
    part = d.page.parts["telling"]
    assert isinstance(part, Telling)
    return part


def visit_id(d: BoardDriver, number: str) -> int:
    return int(d.page.view.scene.model.table.id[d.slot(number)])


def legend(d: BoardDriver) -> dict[str, int]:
    return {row.meaning.name: row.meaning.visits for row in telling(d).legend.rows}


# ---------------------------------------------------------------------- colours, legend, lines


def test_the_legend_counts_what_the_colours_mean(d: BoardDriver) -> None:
    d.page.side.show_tab("legend")
    assert legend(d) == {
        "Planned": 1, "Sent": 0, "Travelling": 0, "Working": 0, "Done": 1, "Cancelled": 0,
    }  # fmt: skip
    colours = telling(d).colours
    for colouring, names in (
        (Colouring.PRIORITY, {"Low": 0, "Normal": 1, "High": 1}),
        (Colouring.TEAM, {"Noord": 1, "Zuid": 1}),
        (Colouring.CUSTOMER, {"Bakkerij Smit": 1, "Zorgcentrum Oost": 1}),
        (Colouring.AGREEMENT, {"OC-7 Comfort": 1, "No agreement": 1}),
        (Colouring.SERVICE_LEVEL, {"No service level": 2}),
    ):
        colours.show_colouring(colouring)
        d.settles()
        assert legend(d) == names


def test_colours_and_lines_are_chosen_in_the_toolbar_and_remembered(
    d: BoardDriver, qtbot: QtBot, jobs: Jobs
) -> None:
    menu = telling(d).colours.button.menu()
    actions = {action.text(): action for action in menu.actions()}
    actions["Team"].trigger()
    actions["Telephone"].trigger()
    d.settles()
    assert telling(d).colours.colouring is Colouring.TEAM
    assert telling(d).colours.lines == (*USUAL_LINES, "phone")
    with at_board(qtbot, jobs) as again:
        assert telling(again).colours.colouring is Colouring.TEAM
        assert telling(again).colours.lines == (*USUAL_LINES, "phone")


def test_what_is_written_on_visits_is_read_when_it_is_wanted(d: BoardDriver) -> None:
    encoding = d.page.view.scene.encoding
    assert not encoding.texts
    telling(d).colours.show_lines(("customer", "description", "agreement", "phone"))
    d.settles()
    table = d.page.view.scene.model.table
    assert encoding.texts[int(table.order_id[d.slot("SO-1")])] == ("Yearly service", "OC-7", "050 1234567")


def test_nothing_chosen_is_the_usual_choice(d: BoardDriver) -> None:
    telling(d).colours.show_lines(())
    assert telling(d).colours.lines == USUAL_LINES


@pytest.mark.parametrize(
    ("colouring", "name"),
    [
        (Colouring.STATUS, "Planned"),
        (Colouring.PRIORITY, "High"),
        (Colouring.AGREEMENT, "OC-7 Comfort"),
        (Colouring.CUSTOMER, "Bakkerij Smit"),
        (Colouring.TEAM, "Noord"),
    ],
)
def test_a_click_in_the_legend_filters_and_another_ends_it(
    d: BoardDriver, colouring: Colouring, name: str
) -> None:
    d.page.side.show_tab("legend")
    telling(d).colours.show_colouring(colouring)
    d.settles()
    scene = d.page.view.scene

    def click() -> None:
        row = next(row for row in telling(d).legend.rows if row.meaning.name == name)
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        d.settles()

    click()
    faint = scene.dimmed is not None and bool(scene.dimmed[d.slot("SO-2")])
    assert faint or int(scene.model.table.lane[d.slot("SO-2")]) in scene.hidden
    assert scene.dimmed is None or not scene.dimmed[d.slot("SO-1")]
    assert len(telling(d).legend.chosen) == 1
    click()
    assert scene.dimmed is None
    assert not scene.hidden
    assert not telling(d).legend.chosen


# ---------------------------------------------------------------------- hover card


def test_the_hover_card_says_all_of_it(d: BoardDriver) -> None:
    hover = d.page.hover
    d.page.view.hovered.emit(visit_id(d, "SO-1"))
    d.qtbot.waitUntil(hover.isVisible)
    d.qtbot.waitUntil(lambda: bool(hover.changed.text()) and bool(hover.notes.text()))
    facts = dict(hover.facts.facts())
    assert hover.title.text() == "SO-1 · Bakkerij Smit"
    assert facts["Technician"] == "Anna"
    assert facts["Telephone"] == "050 1234567"
    assert facts["Skills"] == "Gas 2 ✓"
    assert "Yearly service · Key at the neighbours'" in hover.notes.text()
    assert hover.verdict.words()[0].startswith("Fits")


@pytest.mark.parametrize("scale", [Scale.DAY, Scale.WEEK, Scale.MONTH])
def test_the_hover_card_says_the_same_in_every_scale(d: BoardDriver, scale: Scale) -> None:
    hover = d.page.hover
    d.page.show_scale(scale)
    d.settles()
    d.page.view.hovered.emit(visit_id(d, "SO-1"))
    d.qtbot.waitUntil(lambda: hover.isVisible() and bool(hover.notes.text()))
    assert [name for name, _value in hover.facts.facts()] == [
        "Time", "Technician", "Site", "Telephone", "Skills",
    ]  # fmt: skip


def test_the_hover_card_says_what_clocks_at_the_site_show(d: BoardDriver) -> None:
    d.page.view.hovered.emit(visit_id(d, "SO-2"))
    hover = d.page.hover
    d.qtbot.waitUntil(lambda: hover.isVisible() and "There" in dict(hover.facts.facts()))
    assert dict(hover.facts.facts())["There"] == "12:00–13:00 in London"


def test_ctrl_pins_the_hover_card_and_esc_closes_it(d: BoardDriver) -> None:
    hover, view = d.page.hover, d.page.view
    view.setFocus()
    view.hovered.emit(visit_id(d, "SO-1"))
    d.qtbot.waitUntil(hover.isVisible)
    d.presses(Qt.Key.Key_Control)
    assert hover.is_pinned
    view.hovered.emit(0)
    view.hovered.emit(visit_id(d, "SO-2"))
    assert hover.isVisible()
    assert hover.title.text().startswith("SO-1")
    d.presses(Qt.Key.Key_Escape)
    assert not hover.isVisible()


def test_the_hover_card_leaves_with_the_pointer(d: BoardDriver) -> None:
    hover = d.page.hover
    d.page.view.hovered.emit(visit_id(d, "SO-1"))
    d.qtbot.waitUntil(hover.isVisible)
    d.page.view.hovered.emit(0)
    assert not hover.isVisible()


# ---------------------------------------------------------------------- details and history


def test_details_say_first_whether_it_fits_and_where_best(d: BoardDriver) -> None:
    d.page.side.show_tab("details")
    d.clicks("SO-1")
    places = d.page.inspector.places
    d.qtbot.waitUntil(lambda: len(places.rows) == 3)
    column = [d.page.inspector.verdict, places, d.page.inspector.facts]
    tops = [part.mapTo(d.page.inspector, QPoint(0, 0)).y() for part in column]
    assert tops == sorted(tops)
    assert all("Anna" in row.accessibleName() for row in places.rows)  # only she has the skill


def test_best_places_wait_until_a_gesture_is_over(d: BoardDriver) -> None:
    d.page.side.show_tab("details")
    d.clicks("SO-1")
    places = d.page.inspector.places
    d.qtbot.waitUntil(lambda: len(places.rows) == 3)
    places.show_places(())
    at, port = d.page.view.scene.rect_of(d.slot("SO-1")).center(), d.page.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at + QPoint(60, 0)),
        port.mapToGlobal(QPointF(at + QPoint(60, 0))),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, move)
    assert d.page.view.pointer.gesture is not None
    d.page.part(Telling).best_places.look()
    assert not places.rows
    d.page.view.pointer.cancel()
    d.qtbot.waitUntil(lambda: len(places.rows) == 3)


def test_a_best_place_is_taken_with_a_press(d: BoardDriver) -> None:
    d.page.side.show_tab("details")
    d.page.waiting.table.choose(next(row.order_id for row in d.page.waiting.rows.values()))
    places = d.page.inspector.places
    d.qtbot.waitUntil(lambda: bool(places.rows))
    QTest.keyClick(places.rows[0], Qt.Key.Key_Space)
    d.settles()
    assert d.waits() == set()
    assert d.sees("SO-3") is not None


def test_history_says_who_changed_what_from_what_to_what(d: BoardDriver) -> None:
    d.clicks("SO-1")
    d.page.side.show_tab("history")
    d.settles()
    history = telling(d).history
    assert history.entries[-1][0] == "Order created"
    assert any(what == "Visit planned" for what, _words in history.entries)
    d.drags("SO-1", to="Anna", at="11:00")
    d.settles()
    d.qtbot.waitUntil(lambda: "→" in history.entries[0][1])
    what, words = history.entries[0]
    assert what == "Visit changed"
    assert "09:00 → " in words
    assert "11:00" in words


# ---------------------------------------------------------------------- the table twin


def rows(d: BoardDriver) -> list[str]:
    return [row.number for row in telling(d).twin.model.rows]


def test_the_twin_lists_the_visits_in_view_with_the_same_selection(d: BoardDriver) -> None:
    d.page.side.show_tab("table")
    assert rows(d) == ["SO-1", "SO-2"]
    d.clicks("SO-2")
    assert [row.number for row in telling(d).twin.table.chosen_rows()] == ["SO-2"]
    table = telling(d).twin.table
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton,
                     pos=table.visualRect(table.model().index(0, 0)).center())  # fmt: skip
    assert d.page.view.selected_ids == {visit_id(d, "SO-1")}
    assert d.page.inspector.order_id == int(d.page.view.scene.model.table.order_id[d.slot("SO-1")])


def test_the_same_keys_do_the_same_in_the_twin(d: BoardDriver) -> None:
    d.page.side.show_tab("table")
    table = telling(d).twin.table
    table.setFocus()
    table.selectRow(0)
    d.presses(Qt.Key.Key_Delete, on=table)
    d.settles()
    assert d.waits() == {"SO-1", "SO-3"}
    assert rows(d) == ["SO-2"]


def test_the_twin_sorts_and_follows_what_others_do(d: BoardDriver, context: Context) -> None:
    d.page.side.show_tab("table")
    twin = telling(d).twin
    twin.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert rows(d) == ["SO-2", "SO-1"]
    seen = SeenVisit(visit_id(d, "SO-1"), 1)
    _answer, changes = context.run(unschedule_visits, visits=[seen])
    d.jobs.heard.emit(changes)
    d.qtbot.waitUntil(lambda: rows(d) == ["SO-2"])


# ---------------------------------------------------------------------- what is said aloud


def test_moves_verdicts_and_messages_are_said(d: BoardDriver) -> None:
    said: list[str] = []
    telling(d).announcer.said.connect(said.append)
    d.drags("SO-1", to="Bram", at="10:00")
    d.settles()
    d.drags("SO-1", to="Anna", at="11:00")
    d.settles()
    assert any("Gas 2" in sentence for sentence in said)
    assert any(
        sentence.startswith("SO-1, Anna") and "11:00" in sentence and "fits" in sentence for sentence in said
    )
