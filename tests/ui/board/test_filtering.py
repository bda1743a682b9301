"""The board's filter: chips add up, values of one are alternatives, and clearing it brings the place back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from models.terms import VisitStatus
from tests.ui.board.company import a_window
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import a_board, a_company
from ui.board.finding.finding import BoardFilter, Chip, find
from ui.board.model import BoardModel

PLANNED = tuple(VisitStatus).index(VisitStatus.PLANNED)
DONE = tuple(VisitStatus).index(VisitStatus.DONE)


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[BoardDriver]:
    """A dispatcher at the board of a small company."""
    sqlite_context.run(a_company)
    with a_board(qtbot, sqlite_context) as dispatcher:
        yield dispatcher


@pytest.fixture(scope="module")
def model() -> BoardModel:
    """Twelve technicians with four hundred visits in two weeks."""
    return BoardModel(a_window())


def shown_lanes(model: BoardModel, wanted: BoardFilter) -> set[str]:
    """Teams of the lanes that stay."""
    hidden = find(model, wanted).hidden
    return {row.team for at, row in enumerate(model.lanes) if at not in hidden}


def test_values_of_one_chip_are_alternatives_and_chips_add_up(model: BoardModel) -> None:
    assert shown_lanes(model, BoardFilter(groups=frozenset({1}))) == {"Noord"}
    assert shown_lanes(model, BoardFilter(groups=frozenset({1, 3}))) == {"Noord", "Zuid"}
    both = BoardFilter(groups=frozenset({1, 3}), skills=frozenset({2}))
    kept = [row for at, row in enumerate(model.lanes) if at not in find(model, both).hidden]
    assert kept
    assert all(row.team_id in (1, 3) and 2 in dict(row.skills) for row in kept)


def test_statuses_make_the_other_visits_faint(model: BoardModel) -> None:
    found = find(model, BoardFilter(statuses=frozenset({DONE})))
    table = model.table
    assert found.hidden == frozenset()
    assert found.dimmed is not None
    assert set(table.status[table.order[~found.dimmed[table.order]]].tolist()) == {DONE}
    assert len(found.hits) == int((table.status[table.order] == DONE).sum())


def test_hiding_instead_leaves_lanes_without_hits_out(model: BoardModel) -> None:
    number = model.table.number[int(model.table.order[0])]
    dim = find(model, BoardFilter(text=number, statuses=frozenset({DONE, PLANNED})))
    hide = find(model, BoardFilter(text=number, hides=True))
    assert len(model.lanes) - len(hide.hidden) == len({int(model.table.lane[one]) for one in hide.hits})
    assert set(dim.hits.tolist()) <= set(hide.hits.tolist())


def test_only_lanes_with_free_time(model: BoardModel) -> None:
    hidden = find(model, BoardFilter(has_free_time=True), days=(0, 1)).hidden
    free = model.available[:, 0] - model.booked[:, 0]
    assert hidden == {at for at in range(len(model.lanes)) if free[at] < 120}


def test_what_is_asked_is_kept_as_json() -> None:
    asked = BoardFilter(text="gas", groups=frozenset({3, 1}), territories=frozenset({"Zwolle"}), hides=True)
    kept = asked.as_json()
    assert kept == {"text": "gas", "groups": [1, 3], "territories": ["Zwolle"], "hides": True}
    assert BoardFilter.from_json({**kept, "colour": "red", "statuses": "none"}) == asked


def test_esc_brings_scroll_selection_and_focus_back(d: BoardDriver) -> None:
    view, box = d.page.view, d.page.toolbar.filter
    d.clicks("SO-1")
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + 333)
    before = view.horizontalScrollBar().value(), view.selected_ids, view.scene.focused
    QTest.keyClicks(box, "linde")
    d.qtbot.waitUntil(lambda: d.page.filtering.found is not None)
    seen = []
    for _press in range(2):
        d.presses(Qt.Key.Key_Return, on=box)
        seen.append(view.scene.model.table.number[view.scene.model.table.slot(view.scene.focused)])
    assert seen == ["SO-2", "SO-5"]
    d.presses(Qt.Key.Key_Escape, on=box)
    assert d.page.filtering.filter.is_empty
    assert (view.horizontalScrollBar().value(), view.selected_ids, view.scene.focused) == before


def test_a_chip_is_ticked_in_its_menu_and_says_so(d: BoardDriver) -> None:
    strip = d.page.filtering.strip
    assert strip.isHidden()
    QTest.mouseClick(d.page.filtering.button, Qt.MouseButton.LeftButton)
    assert strip.isVisible()
    menu = strip.menu_of(Chip.GROUP)
    next(action for action in menu.actions() if action.text() == "Zuid").trigger()
    menu.close()
    assert strip.button(Chip.GROUP).accessibleName() == "Group: Zuid"
    assert strip.told.text() == "1 visit · 1 lane"
    QTest.mouseClick(strip.clear, Qt.MouseButton.LeftButton)
    assert strip.button(Chip.GROUP).accessibleName() == "Group"
    assert d.page.view.scene.hidden == frozenset()


def test_hidden_visits_are_neither_painted_nor_hit(d: BoardDriver) -> None:
    slot = d.slot("SO-1")
    at = d.page.view.scene.rect_of(slot).center()
    assert d.page.view.scene.slot_at(at.x(), at.y()) == slot
    d.page.filtering.want(BoardFilter(text="SO-5", hides=True))
    assert d.page.view.scene.slot_at(at.x(), at.y()) == -1
    d.page.filtering.clear()
    assert d.page.view.scene.slot_at(at.x(), at.y()) == slot


def test_only_lanes_that_can_do_the_selected_job(d: BoardDriver) -> None:
    row = next(row for row in d.page.waiting.rows.values() if row.number == "SO-3")
    d.page.filtering.want(BoardFilter(fits_selected=True))
    assert d.page.view.scene.hidden == frozenset()
    d.page.waiting.table.choose(row.order_id)
    d.qtbot.waitUntil(lambda: d.page.view.scene.hidden == {d.lane("Bram")})


def test_the_link_holds_the_chips_for_the_waiting_list(d: BoardDriver) -> None:
    skill = next(iter(dict(d.page.view.scene.model.lanes[d.lane("Anna")].skills)))
    d.page.filtering.toggle(Chip.SKILL, skill)
    assert d.waits() == {"SO-3", "SO-4", "SO-6"}
    d.page.waiting.bar.link.click()
    assert d.waits() == {"SO-3"}
    d.page.filtering.clear()
    assert d.waits() == {"SO-3", "SO-4", "SO-6"}


def test_a_visit_that_arrives_is_filtered_too(d: BoardDriver) -> None:
    d.page.filtering.want(BoardFilter(text="linde"))
    d.plans("SO-4", to="Bram", at="09:00")
    d.settles()
    d.qtbot.waitUntil(lambda: d.page.filtering.found is not None and len(d.page.filtering.found.hits) == 3)
