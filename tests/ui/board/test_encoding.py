"""What colours, parts, crews and brackets are worked out from rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.queries.board import OrderDues
from models.rule_book import Rule
from models.terms import Priority, VisitStatus
from tests.ui.board import company
from ui.board.columns import CANCELLED, DONE
from ui.board.model import BoardModel
from ui.board.painting.captions import Measure, Words, one_line, two_lines
from ui.board.painting.signs import due_words
from ui.board.telling.encoding import KINDS, LONGEST_BRACKET, Encoding, sign_of, signs_of
from ui.board.telling.schemes import (
    SERIES,
    Colouring,
    cancelled_look,
    keys_of,
    looks_of,
    meanings,
    tones_of,
)

LETTER = 6
MEASURE = Measure(
    lambda text: len(text) * LETTER,
    lambda text: len(text) * LETTER,
    lambda text, room: text if len(text) * LETTER <= room else "",
)


@pytest.fixture
def model() -> BoardModel:
    return BoardModel(company.a_window(6, 7, 90))


@pytest.mark.parametrize("colouring", list(Colouring))
def test_every_visit_has_a_look_and_finished_ones_a_paler_one(
    model: BoardModel, colouring: Colouring
) -> None:
    looks, tones = looks_of(model, colouring), tones_of(colouring)
    status = model.table.status
    assert (looks[status == CANCELLED] == cancelled_look(colouring)).all()
    assert ((looks >= tones) & (looks < 2 * tones))[status == DONE].all()
    assert (looks < tones)[(status != CANCELLED) & (status != DONE)].all()


@pytest.mark.parametrize("colouring", list(Colouring))
def test_a_legend_counts_every_visit_once(model: BoardModel, colouring: Colouring) -> None:
    slots = model.table.order
    found = meanings(model, colouring, slots, {})
    assert sum(one.visits for one in found) == len(slots)
    keys = keys_of(model, colouring)[slots]
    for one in found:
        assert one.visits == (keys == one.key).sum()
        assert one.name


def test_an_id_keeps_its_colour_whatever_else_is_in_view(model: BoardModel) -> None:
    few = BoardModel(replace(model.window, lanes=model.window.lanes[:2]))
    for scheme in (Colouring.CUSTOMER, Colouring.AGREEMENT, Colouring.TEAM):
        by_key = {}
        for board in (model, few):
            keys, looks = keys_of(board, scheme), looks_of(board, scheme) % tones_of(scheme)
            open_ones = board.table.status != CANCELLED
            for key, look in zip(keys[open_ones].tolist(), looks[open_ones].tolist(), strict=True):
                assert by_key.setdefault(key, look) == look
                assert look == (1 + (key - 1) % SERIES if key else 0)


def test_status_and_priority_are_listed_in_their_order_also_where_there_are_none(model: BoardModel) -> None:
    none = model.table.order[:0]
    assert len(meanings(model, Colouring.STATUS, none, {})) == len(VisitStatus)
    assert [one.key for one in meanings(model, Colouring.PRIORITY, none, {})] == list(range(len(Priority)))


def test_visits_of_one_order_are_parts_by_start_and_a_crew_is_one_of_them(model: BoardModel) -> None:
    table = model.table
    first, second, sister, third = table.order[np.argsort(table.starts[table.order])][[0, 30, 31, 60]]
    table.status[[first, second, sister, third]] = 0
    table.order_id[[first, second, sister, third]] = 77
    table.starts[sister] = table.starts[second]
    table.crew_id[[second, sister]] = table.id[second]
    facts = Encoding().of(model)
    part, total = facts.parts
    assert [(int(part[s]), int(total[s])) for s in (first, second, sister, third)] == [
        (1, 3), (2, 3), (2, 3), (3, 3),
    ]  # fmt: skip
    assert [int(facts.crews[s]) for s in (first, second, sister)] == [0, 2, 2]
    assert (total > 0).sum() == 4


def test_a_cancelled_visit_is_no_part_and_in_no_crew(model: BoardModel) -> None:
    table = model.table
    one, other = table.order[:2]
    table.order_id[[one, other]] = 77
    table.crew_id[[one, other]] = 5
    table.status[[one, other]] = 0, CANCELLED
    facts = Encoding().of(model)
    assert facts.parts[1].max() == facts.crews.max() == 0


def test_a_long_promise_has_a_bracket_only_when_it_is_broken(model: BoardModel) -> None:
    table = model.table
    open_ones = table.order[(table.status[table.order] != DONE) & (table.status[table.order] != CANCELLED)]
    table.promise_from[:] = table.promise_to[:] = 0
    short, long, broken, ended = open_ones[:4]
    for slot in (short, long, broken):
        table.promise_from[slot] = table.starts[slot] - 600
        table.promise_to[slot] = table.starts[slot] + LONGEST_BRACKET * 2
    table.promise_to[short] = table.starts[short] + 600
    table.promise_from[broken] = table.starts[broken] + 60
    table.promise_to[ended] = table.starts[ended] + 60
    facts = Encoding().of(model)
    assert set(facts.brackets.slots.tolist()) == {short, broken, ended}
    assert [int(facts.off_promise[slot]) for slot in (short, long, broken)] == [0, 0, 1]


def test_an_order_has_one_flag_in_each_lane_of_its_day_until_it_is_done(model: BoardModel) -> None:
    table = model.table
    open_ones = table.order[(table.status[table.order] != DONE) & (table.status[table.order] != CANCELLED)]
    lane = int(table.lane[open_ones[0]])
    day = model.days.number(int(table.starts[open_ones[0]]))
    of_day = [slot for slot in open_ones.tolist() if model.days.number(int(table.starts[slot])) == day]
    mine = [slot for slot in of_day if table.lane[slot] == lane][:2]
    other = next(slot for slot in of_day if table.lane[slot] != lane)
    elsewhere = next(slot for slot in open_ones.tolist() if slot not in of_day)
    table.order_id[[*mine, other, elsewhere]] = 77
    due = int(model.days.midnights[day]) + 900 * 60
    model.show_dues(OrderDues(np.array([77]), np.array([due]), np.array([0])), 1)
    encoding = Encoding()
    assert len(encoding.of(model).flags) == 2  # none on a day where nobody could tell whose it is
    table.status[[*mine, other]] = DONE
    model.mark_pending([])
    model.place([])
    assert len(encoding.of(model).flags) == 0


def test_what_was_worked_out_is_kept_until_something_changes(model: BoardModel) -> None:
    encoding = Encoding()
    facts = encoding.of(model)
    assert encoding.of(model) is facts
    encoding.draft = frozenset({int(model.table.id[0])})
    assert encoding.of(model) is not facts
    assert encoding.of(model).certainty.sum() == 1
    facts = encoding.of(model)
    model.place([model.placement(int(model.table.order[0]))])
    assert encoding.of(model) is not facts


def test_a_rule_that_refuses_comes_before_one_that_warns_and_the_rest_is_counted() -> None:
    first, second, more = signs_of([(False, Rule.WINDOW), (False, Rule.TRAVEL), (True, Rule.SKILL)])
    assert first == sign_of(Rule.SKILL, hard=True) > len(KINDS)
    assert second == sign_of(Rule.WINDOW, hard=False)
    assert more == 1
    assert signs_of([]) == (0, 0, 0)
    assert signs_of([(True, Rule.ABSENCE), (True, Rule.HOLIDAY)])[1:] == (0, 0)


@pytest.mark.parametrize(
    ("left", "words"),
    [(-2100, "late 35 min"), (-60, "late 1 min"), (14_520, "4 h 02"), (3 * 86_400 + 60, "3 d"), (0, "0 min")],
)
def test_the_time_that_is_left_is_said_shortly(left: int, words: str) -> None:
    assert due_words(left) == words


def test_chosen_lines_follow_the_time_as_far_as_they_fit() -> None:
    words = Words("SO-1", "Smit", "08–10", ("Zwolle", "Onderhoud", "0612345678"))
    wide = two_lines(words, 300, MEASURE, below=300)
    assert (wide.number, wide.name, wide.below) == ("SO-1", "Smit", "08–10")
    assert wide.tail == " · Zwolle · Onderhoud · 0612345678"
    assert two_lines(words, 300, MEASURE, below=130).tail == " · Zwolle"
    assert one_line(words, 130, MEASURE).tail == " · Zwolle"


def test_without_number_and_customer_the_first_other_line_takes_their_place() -> None:
    words = Words("", "", "08–10", ("Onderhoud", "Zwolle"))
    found = two_lines(words, 200, MEASURE, below=200)
    assert (found.number, found.name, found.below, found.tail) == ("", "Onderhoud", "08–10", " · Zwolle")
    assert one_line(Words("SO-1", "", "08–10", ()), 100, MEASURE).number == "SO-1"
