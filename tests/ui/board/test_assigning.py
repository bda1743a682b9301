"""A finds a technician by typing: the best first, a time at the end, several orders on one or spread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.board.keyed import Keyed, a_keyed_company


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def test_who_fits_comes_first_and_who_cannot_says_why(d: Keyed) -> None:
    d.on_waiting("SO-11")
    d.press("A")
    entries = d.picker().rows.entries
    assert entries[0].text == "Anna (T01)"
    assert [entry.why_not for entry in entries[1:]] == ["Bram lacks Gas 2", "Cas lacks Gas 2"]
    d.press("Down")
    d.does("Return")  # nothing happens on who cannot
    assert d.picker().isVisible()
    d.press("Escape")
    assert "SO-11" in d.waits()


def test_a_code_or_a_name_finds_a_technician_and_a_time_is_taken_as_typed(d: Keyed) -> None:
    d.on_waiting("SO-12")
    d.press("A")
    d.types("3 14:10")
    d.does("Return")
    assert d.visits()["SO-12"] == [("Cas", "14:10", "15:40")]


def test_what_is_no_time_is_said(d: Keyed) -> None:
    d.on("SO-1")
    d.press("A")
    d.types("bram 9-7-3")
    assert d.picker().current is not None
    d.does("Return")
    assert d.picker().isVisible()
    d.press("Escape")


def test_several_orders_follow_one_another_with_one_technician(d: Keyed) -> None:
    d.on_waiting("SO-12", "SO-13")
    d.press("A")
    d.types("cas")
    d.does("Return")
    seen = d.visits()
    assert {seen["SO-12"][0][0], seen["SO-13"][0][0]} == {"Cas"}
    assert seen["SO-12"][0][2] <= seen["SO-13"][0][1]
    d.is_back()
    d.does("Ctrl+Z")
    assert {"SO-12", "SO-13"} <= d.waits()


def test_several_orders_are_spread_over_the_best(d: Keyed) -> None:
    d.on_waiting("SO-11", "SO-12")
    d.press("A")
    assert d.picker().rows.entries[-1].text == "Spread over the best technicians"
    d.press("PgDown")
    d.does("Return")
    seen = d.visits()
    assert seen["SO-11"][0][0] == "Anna"
    assert "SO-12" in seen
    d.is_back()
    d.does("Ctrl+Z")
    assert {"SO-11", "SO-12"} <= d.waits()


def test_several_visits_go_to_one_technician_at_their_times(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Shift+Right", "A")
    d.types("cas")
    d.does("Return")
    seen = d.visits()
    assert (seen["SO-1"], seen["SO-2"]) == ([("Cas", "09:00", "10:00")], [("Cas", "13:00", "14:00")])
    d.does("Ctrl+Z")
    assert d.visits()["SO-1"] == [("Anna", "09:00", "10:00")]
