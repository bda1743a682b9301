"""The list of conflicts: every broken rule of what was read, counted, with the way there and a way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from models.fit import Rule
from models.requirements import ItemRequirement
from models.visits import Visit
from tests.builders import a_customer, a_site, an_item, an_order
from tests.ui.attention import bring_up
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import at_board
from tests.ui.board.rules_company import DAY, a_broken_company, conflicts_of, knows
from ui.jobs import Jobs


@pytest.fixture
def d(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher who looks at the list of conflicts."""
    context.run(a_broken_company)
    with at_board(qtbot, jobs) as dispatcher:
        knows(dispatcher)
        dispatcher.page.side.show_tab("conflicts")
        yield dispatcher


def listed(d: BoardDriver) -> dict[str, list[tuple[str, str]]]:
    """What stands in the list: by group, number of the order and what is wrong."""
    tree = conflicts_of(d).tab.tree
    return {
        group.title: [(words[0].split(" ")[0], words[1]) for words in map(tree.words, group.rows)]
        for group in tree.groups
    }


def chooses(d: BoardDriver, title: str, row: int = 0) -> None:
    """Click on a row of the list."""
    tab = conflicts_of(d).tab
    at = next(at for at, group in enumerate(tab.tree.groups) if group.title == title)
    index = tab.tree.index(row, 0, tab.tree.index(at, 0))
    tab.view.scrollTo(index)
    QTest.mouseClick(
        tab.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=tab.view.visualRect(index).center(),
    )


def button(d: BoardDriver, words: str) -> QPushButton:
    """A way out that is offered."""
    tab = conflicts_of(d).tab
    found = [tab.buttons.itemAt(at).widget() for at in range(tab.buttons.count())]
    return next(one for one in found if isinstance(one, QPushButton) and one.text() == words)


def test_every_broken_rule_is_listed_by_rule_in_words(d: BoardDriver) -> None:
    assert listed(d) == {
        "Skill missing or expired": [("SO-3", "Bram lacks Gas 2")],
        "Outside the shift": [("SO-2", "Ends 30 min after the shift")],
        "Promised window": [("SO-1", "2 h earlier than promised")],
    }


def test_they_are_grouped_by_technician_or_day_as_one_likes(d: BoardDriver) -> None:
    tab = conflicts_of(d).tab
    tab.by.setFocus()
    QTest.keyClick(tab.by, Qt.Key.Key_Right)
    assert {title: len(rows) for title, rows in listed(d).items()} == {"Anna": 2, "Bram": 1}
    QTest.keyClick(tab.by, Qt.Key.Key_Right)
    assert {title: len(rows) for title, rows in listed(d).items()} == {"Mon 23 Nov": 3}


def test_they_are_counted_by_day_and_by_technician(d: BoardDriver) -> None:
    found, model = conflicts_of(d), d.page.view.scene.model
    day = model.days.number(d.instant("12:00"))
    assert found.counts_by_day == {day: 3}
    names = {row.technician_id: row.name for row in model.lanes}
    assert {names[one]: count for one, count in found.counts_by_lane.items()} == {"Anna": 2, "Bram": 1}
    assert d.page.view.scene.day_totals[day].conflicts == 3


def test_enter_on_a_row_shows_its_visit_on_the_board(d: BoardDriver, qtbot: QtBot) -> None:
    bring_up(qtbot, d.page)
    chooses(d, "Promised window")
    QTest.keyClick(conflicts_of(d).tab.view, Qt.Key.Key_Return)
    table = d.page.view.scene.model.table
    assert d.page.view.selected_ids == {int(table.id[d.slot("SO-1")])}
    assert d.page.view.scene.focused == int(table.id[d.slot("SO-1")])


def test_a_double_click_shows_it_too(d: BoardDriver) -> None:
    chooses(d, "Outside the shift")
    view = conflicts_of(d).tab.view
    at: QPoint = view.visualRect(view.currentIndex()).center()
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert d.page.view.scene.focused == int(d.page.view.scene.model.table.id[d.slot("SO-2")])


def test_a_rule_is_mended_by_the_button_below_and_leaves_the_list(d: BoardDriver) -> None:
    chooses(d, "Promised window")
    QTest.mouseClick(button(d, "Start 2 h later"), Qt.MouseButton.LeftButton)
    knows(d)
    assert d.sees("SO-1") == ("Anna", "11:00", "12:00")
    assert set(listed(d)) == {"Skill missing or expired", "Outside the shift"}
    d.edits.undo()
    knows(d)
    assert "Promised window" in listed(d)


def test_a_change_is_in_the_list_and_in_the_counts_at_once(d: BoardDriver) -> None:
    d.drags("SO-4", to="Dirk", at="16:30")
    knows(d)
    assert d.sees("SO-4") == ("Dirk", "16:30", "17:30")
    assert [row for row in listed(d)["Outside the shift"] if row[0] == "SO-4"]
    assert sum(conflicts_of(d).counts_by_day.values()) == 4


def test_what_others_change_comes_into_the_list(d: BoardDriver, context: Context) -> None:
    def move(work: Work) -> None:
        visit = next(one for one in work.session.query(Visit) if one.order_number == "SO-1")
        visit.starts_at += timedelta(hours=2)
        visit.ends_at += timedelta(hours=2)

    changes = context.run(move)[1]
    d.page._on_changed(changes)  # as the feed would, without waiting for its clock
    knows(d)
    d.qtbot.waitUntil(lambda: "Promised window" not in listed(d))


def test_what_was_allowed_for_a_reason_is_listed_apart_and_not_counted(
    d: BoardDriver, context: Context
) -> None:
    def allow(work: Work) -> None:
        visit = next(one for one in work.session.query(Visit) if one.order_number == "SO-3")
        visit.override_reason = "Klant wil Bram"

    context.run(allow)
    d.page.refresh()
    knows(d)
    assert "Skill missing or expired" not in listed(d)
    assert sum(conflicts_of(d).counts_by_day.values()) == 2
    conflicts_of(d).tab.allowed.click()
    assert listed(d)["Allowed for a reason"] == [("SO-3", "Bram lacks Gas 2")]


def test_a_board_without_a_broken_rule_says_so(d: BoardDriver, context: Context) -> None:
    def drop(work: Work) -> None:
        for visit in work.session.query(Visit):
            work.session.delete(visit)

    context.run(drop)
    d.page.refresh()
    knows(d)
    tab = conflicts_of(d).tab
    assert tab.good.isVisible()
    assert not tab.view.isVisible()


def test_rules_of_changes_are_no_conflicts_of_what_stands(d: BoardDriver) -> None:
    rules = {conflict.rule for conflict in conflicts_of(d).book.listed()}
    assert not rules & {Rule.LOCK, Rule.DAY_LOCK}
    assert DAY.isoformat() == "2026-11-23"


def test_a_part_that_is_missing_is_known_of_orders_that_came_later(d: BoardDriver, context: Context) -> None:
    def arrives(work: Work) -> None:
        customer = a_customer(work)
        order = an_order(work, number="SO-20", customer=customer, site_id=a_site(work, customer=customer).id)
        item = an_item(work, name="Filter")
        work.add(ItemRequirement(order_id=order.id, line=1, item_id=item.id, quantity=Decimal(2)))

    d.page._on_changed(context.run(arrives)[1])  # as the feed would, without waiting for its clock
    d.qtbot.waitUntil(lambda: "SO-20" in d.waits())
    d.settles()
    d.plans("SO-20", to="Dirk", at="14:00")
    knows(d)
    assert listed(d)["Part not delivered"] == [("SO-20", "Not delivered yet: 2 × Filter")]
