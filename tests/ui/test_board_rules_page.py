"""How strictly the rules of the board are taken: each says what it does, is saved at once, and undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.board.facts import rule_book
from app.queries.board_rules import RuleRow, board_rules
from app.usecases.board_rules import Taken, take_rules
from models.errors import Refused
from models.terms import Rule, Strictness
from tests.builders import becomes
from tests.ui.pages import Person, at
from ui.company.dialog import CompanyDialog
from ui.company.rules_page import RuleLine
from ui.jobs import Jobs
from ui.live import Live


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    """Somebody at the settings of the company."""

    def dialog(jobs: Jobs, live: Live, _edits: object) -> CompanyDialog:
        made = CompanyDialog(jobs, live)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        return made

    with at(dialog, sqlite_context, qtbot) as someone:
        yield someone


def line(person: Person, rule: Rule) -> RuleLine:
    """The line of a rule, in view."""
    dialog: CompanyDialog = person.page
    dialog.groups.setCurrentRow(dialog.groups.count() - 1)
    return dialog.rules.lines[rule]


def taken(context: Context) -> dict[Rule, RuleRow]:
    return {row.rule: row for row in context.read(board_rules)}


def test_every_rule_has_its_line_and_says_what_it_does(person: Person) -> None:
    dialog: CompanyDialog = person.page
    assert list(dialog.rules.lines) == list(Rule)
    assert line(person, Rule.TRAVEL).effect.text() == (
        "Too little time to come from the visit before, or to the one after. Allowed with a warning."
    )
    assert (
        line(person, Rule.SKILL)
        .effect.text()
        .endswith("Refused; owner and service manager may override it with a reason.")
    )


def test_a_choice_is_saved_at_once_and_undone(person: Person, sqlite_context: Context) -> None:
    shown = line(person, Rule.TRAVEL)
    shown.choice.setFocus()
    QTest.keyClick(shown.choice, Qt.Key.Key_Up)
    person.settle()
    assert taken(sqlite_context)[Rule.TRAVEL].strictness is Strictness.HARD
    assert shown.effect.text().endswith("may override it with a reason.")
    dialog: CompanyDialog = person.page
    assert dialog.undo_button.text() == "Undo: Rule “Travel time”"
    person.clicks(dialog.undo_button)
    person.settle()
    assert taken(sqlite_context)[Rule.TRAVEL].strictness is Strictness.SOFT
    assert shown.choice.currentData() == Strictness.SOFT


def test_a_reason_may_be_asked_for_where_a_rule_warns(person: Person, sqlite_context: Context) -> None:
    shown = line(person, Rule.WINDOW)
    person.clicks(shown.reason)
    person.settle()
    assert taken(sqlite_context)[Rule.WINDOW].asks_reason
    assert shown.effect.text().endswith("Allowed with a warning and a reason, which is kept.")
    assert not line(person, Rule.OVERLAP).reason.isVisible()


def test_overlaps_warn_at_least(person: Person, sqlite_context: Context) -> None:
    shown = line(person, Rule.OVERLAP)
    assert shown.choice.findData(Strictness.OFF) == -1
    with pytest.raises(Refused, match="Overlaps cannot be passed over in silence"):
        sqlite_context.run(take_rules, rules={Rule.OVERLAP: Taken(Strictness.OFF)})


def test_the_board_takes_the_rules_as_they_were_set(context: Context) -> None:
    context.run(
        take_rules,
        rules={Rule.SHIFT: Taken(Strictness.OFF), Rule.DAILY: Taken(Strictness.SOFT, asks_reason=True)},
    )
    book = context.read(rule_book)
    assert book.of(Rule.SHIFT) is Strictness.OFF
    assert book.of(Rule.SKILL) is Strictness.HARD
    assert book.asking == {Rule.DAILY}


def test_only_who_may_edit_the_company_sets_rules(context: Context) -> None:
    becomes(context, "reader")
    with pytest.raises(Refused):
        context.run(take_rules, rules={Rule.SHIFT: Taken(Strictness.OFF)})
