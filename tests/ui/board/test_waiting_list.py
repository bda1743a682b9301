"""The waiting list: tabs with counts, boxes under titles, groups, sums, and its place when rows change."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.queries.board import WaitingRow
from tests.ui.board.company import MONDAY, SKILLS, ZONE, epoch, waiting_rows
from ui.board.waiting.waiting import WaitingList

DAY = 86_400


def rows(count: int = 60) -> list[WaitingRow]:
    """Orders of three kinds: promised yesterday, promised today, not promised; every fifth has an owner."""
    made = []
    for n, row in enumerate(waiting_rows(count)):
        first = epoch(MONDAY, 0) + (n % 3 - 1) * DAY
        promise = (0, 0) if n % 3 == 2 else (first, first + DAY - 60)
        made.append(
            replace(
                row,
                promise_from=promise[0],
                promise_to=promise[1],
                needs=(SKILLS[n % 2],),
                responsible="Mette Holm" if n % 5 == 0 else "",
                due=epoch(MONDAY, 600) - 60 if n == 1 else 0,
                made_at=epoch(MONDAY, 600) - n * DAY,
            )
        )
    return made


@pytest.fixture
def waiting(qtbot: QtBot) -> WaitingList:
    """Sixty orders at ten o'clock."""
    shown = WaitingList()
    qtbot.addWidget(shown)
    shown.resize(1300, 300)
    shown.words.now = epoch(MONDAY, 600)
    shown.show_rows(rows(), zone=ZONE, today=MONDAY)
    shown.show()
    qtbot.waitUntil(lambda: shown.model.index_of_rows.is_ready)
    return shown


def numbers(waiting: WaitingList) -> list[str]:
    """What is shown, in its order."""
    return [row.number for row in waiting.model.rows]


def counts(waiting: WaitingList) -> dict[str, str]:
    """What the tabs say."""
    return {key: waiting.tabs.chip(key).accessibleName() for key in ("all", "today", "late", "no_window")}


def test_tabs_say_how_many_they_hold(waiting: WaitingList) -> None:
    assert counts(waiting) == {
        "all": "All 60",
        "today": "Today 20",
        "late": "Late 21",
        "no_window": "No window 20",
    }
    QTest.mouseClick(waiting.tabs.chip("no_window"), Qt.MouseButton.LeftButton)
    assert len(numbers(waiting)) == 20
    assert all(row.promise_to == 0 for row in waiting.model.rows)


def test_every_tab_is_whole_in_a_narrow_pane(waiting: WaitingList, qtbot: QtBot) -> None:
    before = waiting.bar.height()
    waiting.resize(296, 400)
    tabs = waiting.tabs
    chips = [tabs.chip(key) for key in ("all", "today", "late", "no_window")]
    qtbot.waitUntil(lambda: tabs.geometry().bottom() < waiting.filter.mapTo(waiting.bar, QPoint()).y())
    assert all(tabs.rect().contains(chip.geometry()) for chip in chips)
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips)
    assert not any(one.geometry().intersects(two.geometry()) for one, two in combinations(chips, 2))
    assert waiting.bar.height() > before
    waiting.resize(1300, 300)
    qtbot.waitUntil(lambda: waiting.bar.height() == before)


def test_every_typed_letter_arrives_and_narrows_the_list(waiting: WaitingList) -> None:
    QTest.keyClicks(waiting.filter, "SO-2005 koelhuis")
    assert waiting.filter.text() == "SO-2005 koelhuis"
    assert numbers(waiting) == ["SO-2005"]
    QTest.keyClick(waiting.filter, Qt.Key.Key_Escape)
    assert len(numbers(waiting)) == 60


def test_boxes_under_the_titles_add_up_and_commas_are_alternatives(waiting: WaitingList) -> None:
    waiting.bar.boxes.click()
    keys = [column.key for column in waiting.model.columns]
    QTest.keyClicks(waiting.header.box(keys.index("responsible")), "mette")
    assert len(numbers(waiting)) == 12
    QTest.keyClicks(waiting.header.box(keys.index("number")), "2000, 2005,2001")
    assert numbers(waiting) == ["SO-2000", "SO-2005"]
    QTest.keyClick(waiting.header.box(keys.index("number")), Qt.Key.Key_Down)
    assert [row.number for row in waiting.table.chosen_rows()] == ["SO-2000"]
    waiting.bar.boxes.click()
    assert len(numbers(waiting)) == 60


def test_what_ticks_is_found_as_it_reads_now(waiting: WaitingList) -> None:
    waiting.bar.boxes.click()
    keys = [column.key for column in waiting.model.columns]
    box = waiting.header.box(keys.index("left"))
    QTest.keyClicks(box, "late 1 min")
    assert numbers(waiting) == ["SO-2001"]
    waiting.set_now(epoch(MONDAY, 605))
    box.setText("late 6 min")
    assert numbers(waiting) == ["SO-2001"]


def test_groups_have_heads_with_sums_and_close(waiting: WaitingList) -> None:
    waiting.group_by("needs")
    head = waiting.model.head_at(0)
    assert head is not None
    assert (head[0], len(head[1]), head[2]) == ("Gas 2", 30, True)
    before = waiting.model.rowCount()
    waiting.table.setCurrentIndex(waiting.model.index(0, 0))
    QTest.keyClick(waiting.table, Qt.Key.Key_Return)
    assert waiting.model.rowCount() == before - 30
    assert waiting.table.chosen_rows() == ()
    assert len(numbers(waiting)) == 60


def test_the_footer_sums_what_is_selected(waiting: WaitingList) -> None:
    waiting.table.selectRow(0)
    QTest.keyClick(waiting.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert waiting.footer.text() == "2 jobs, 2 h 30"


def test_rows_that_are_read_again_keep_selection_and_place(waiting: WaitingList) -> None:
    waiting.table.selectRow(30)
    bar = waiting.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    before, chosen = bar.value(), waiting.table.chosen_rows()[0].order_id
    changed = [replace(row, description="Anders", version=2) for row in rows()]
    waiting.show_rows(changed, zone=ZONE, today=MONDAY)
    assert bar.value() == before
    assert [row.order_id for row in waiting.table.chosen_rows()] == [chosen]
    waiting.renew_rows([changed[3]], [changed[3].order_id, changed[4].order_id])
    assert len(numbers(waiting)) == 59


def test_sorting_stays_when_it_is_filtered(waiting: WaitingList) -> None:
    keys = [column.key for column in waiting.model.columns]
    waiting.table.sortByColumn(keys.index("age"), Qt.SortOrder.AscendingOrder)
    QTest.keyClicks(waiting.filter, "gas")
    ages = [row.made_at for row in waiting.model.rows]
    assert ages == sorted(ages, reverse=True)
    assert len(ages) == 30


def test_an_empty_list_says_why_and_leads_back(waiting: WaitingList) -> None:
    QTest.keyClicks(waiting.filter, "nothing of the kind")
    assert waiting.nothing.sentence.text() == "No waiting order answers to this."
    waiting.nothing.button.click()
    assert len(numbers(waiting)) == 60
    waiting.show_rows([], zone=ZONE, today=MONDAY)
    assert waiting.nothing.sentence.text() == "No order waits for a visit."
    assert waiting.nothing.button.isHidden()


def test_the_list_stands_again_as_it_stood(waiting: WaitingList) -> None:
    waiting.bar.boxes.click()
    keys = [column.key for column in waiting.model.columns]
    waiting.header.box(keys.index("customer")).setText("smit, koelhuis")
    waiting.tabs.chip("today").click()
    waiting.filter.setText("gas")
    waiting.table.sortByColumn(keys.index("town"), Qt.SortOrder.DescendingOrder)
    waiting.group_by("town")
    before, state = numbers(waiting), waiting.state()
    waiting.show_all()
    assert len(numbers(waiting)) == 60
    waiting.restore(state)
    assert (numbers(waiting), waiting.state()) == (before, state)


def test_twenty_thousand_rows_are_prepared_while_nothing_happens(qtbot: QtBot) -> None:
    """The structure that makes each key stroke quick: texts are folded once, not per key."""
    waiting = WaitingList()
    qtbot.addWidget(waiting)
    waiting.show_rows(rows(20_000), zone=ZONE, today=MONDAY)
    index = waiting.model.index_of_rows
    qtbot.waitUntil(lambda: index.is_ready, timeout=60_000)
    texts = index._whole
    QTest.keyClicks(waiting.filter, "koelhuis so-2")
    assert index._whole is texts
    assert waiting.filter.text() == "koelhuis so-2"
    assert 0 < len(numbers(waiting)) < 20_000
    one = index.rows[7]
    waiting.renew_rows([replace(one, description="Anders")], [one.order_id])
    assert index._whole[8] == texts[8]
