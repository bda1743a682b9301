"""Cards say what they are told, as typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.terms import VisitStatus
from ui.widgets.badge import Badge, Chip, status_chip
from ui.widgets.cards import Facts, HeaderCard, Section, plain_label, rule
from ui.widgets.empty import EmptyState

NASTY = '<b>West</b> <img src="x">'


def shown_texts(widget: QWidget) -> list[str]:
    labels = widget.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def test_every_label_shows_text_as_typed(qtbot: QtBot) -> None:
    card = HeaderCard()
    qtbot.addWidget(card)
    card.show_head(NASTY, NASTY)
    card.facts.show_facts([("Site", NASTY)])
    with qtbot.waitExposed(card):
        card.show()
    assert shown_texts(card).count(NASTY) == 3
    assert {label.textFormat() for label in card.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_a_header_shows_as_many_chips_as_it_is_told(qtbot: QtBot) -> None:
    card = HeaderCard()
    qtbot.addWidget(card)
    card.add_action(QPushButton("Print"))
    with qtbot.waitExposed(card):
        card.show()
    for chips in ([Chip("late", "bad"), status_chip(VisitStatus.SENT)], [Chip("Gold", "accent")], []):
        card.show_head("SO-1102", chips=chips)
        badges = [badge for badge in card.findChildren(Badge) if badge.isVisible()]
        assert [badge.chip() for badge in badges] == chips


def test_facts_without_a_value_are_left_out_and_others_change_in_place(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    facts.show_facts([("Site", "Kadeweg 14"), ("Phone", "")])
    assert facts.facts() == (("Site", "Kadeweg 14"),)
    kept = facts.findChildren(QLabel)
    facts.show_facts([("Site", "Kadeweg 15")])
    assert facts.findChildren(QLabel) == kept
    facts.show_facts([("Phone", "06")])
    with qtbot.waitExposed(facts):
        facts.show()
    assert shown_texts(facts) == ["Phone", "06"]


def test_a_section_titles_its_body(qtbot: QtBot) -> None:
    body = plain_label("Body")
    section = Section("Lines", body)
    qtbot.addWidget(section)
    assert (section.title.text(), section.body) == ("Lines", body)
    line = rule(section)
    assert line.height() <= 1 or line.maximumHeight() == 1


def test_a_long_sentence_of_an_empty_state_is_shown_whole(qtbot: QtBot) -> None:
    state = EmptyState(
        "Er zijn nog geen onderhoudsovereenkomsten voor deze klant en deze locatie vastgelegd. " * 2
    )
    qtbot.addWidget(state)
    state.resize(700, 400)
    with qtbot.waitExposed(state):
        state.show()
    needed = state.sentence.heightForWidth(state.sentence.width())
    assert state.sentence.height() >= needed > 2 * 13
    assert not state.button.isVisible()
