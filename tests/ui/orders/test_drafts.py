"""Drafts of orders: what differs, and what becomes of it when somebody was first. No Qt, no database."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.order_details import LineFields, OrderFields
from models.terms import Priority
from ui.orders.drafts import LineDraft, OrderDraft, count_changes, differences, merged, new_line

HEADER = OrderFields(description="Base", duration_minutes=60)


def a_line(uid: int, quantity: int = 1, **fields: object) -> LineDraft:
    return LineDraft(uid, LineFields(quantity=Decimal(quantity), **fields), line=-uid)


def a_draft(*lines: LineDraft, **header: object) -> OrderDraft:
    return OrderDraft(replace(HEADER, **header), lines)


BASE = a_draft(a_line(-1), a_line(-2))


@pytest.mark.parametrize(
    ("after", "count"),
    [
        (BASE, 0),
        (a_draft(*BASE.lines, description="Other"), 1),
        (a_draft(*BASE.lines, description="Other", priority=Priority.LOW), 2),
        (a_draft(a_line(-1)), 1),
        (a_draft(a_line(-1, 2), a_line(-2), a_line(7)), 2),
    ],
)
def test_changes_are_counted_by_field_and_by_line(after: OrderDraft, count: int) -> None:
    assert count_changes(BASE, after) == count


def test_only_what_both_changed_to_something_else_is_asked_about() -> None:
    theirs = a_draft(*BASE.lines, description="Theirs", duration_minutes=90, priority=Priority.HIGH)
    mine = a_draft(*BASE.lines, description="Mine", duration_minutes=90)
    (found,) = differences(BASE, theirs, mine)
    assert (found.key, found.theirs, found.mine) == ("order.description", "Theirs", "Mine")


def test_theirs_wins_unless_mine_is_chosen_and_the_rest_of_both_is_kept() -> None:
    theirs = a_draft(*BASE.lines, description="Theirs", priority=Priority.HIGH)
    mine = a_draft(*BASE.lines, description="Mine", duration_minutes=90)
    kept = merged(BASE, theirs, mine, ())
    assert kept.fields == replace(HEADER, description="Theirs", priority=Priority.HIGH, duration_minutes=90)
    assert merged(BASE, theirs, mine, {"order.description"}).fields.description == "Mine"


def test_lines_of_both_are_merged_field_by_field() -> None:
    theirs = a_draft(a_line(-1, 5), a_line(-2), a_line(-3))
    mine = a_draft(a_line(-1, 1, description="Mine"), a_line(-2, 4), a_line(9))
    both = merged(BASE, theirs, mine, ())
    told = [(line.uid, int(line.fields.quantity), line.fields.description) for line in both.lines]
    assert told == [(-1, 5, "Mine"), (-2, 4, ""), (-3, 1, ""), (9, 1, "")]


def test_a_line_i_removed_and_they_left_alone_goes() -> None:
    assert merged(BASE, BASE, a_draft(a_line(-1)), ()).lines == (BASE.lines[0],)


@pytest.mark.parametrize(("chosen", "quantities"), [((), [7, 1]), (("-1",), [1])])
def test_a_line_i_removed_and_they_changed_is_asked_about(chosen: tuple[str], quantities: list[int]) -> None:
    theirs, mine = a_draft(a_line(-1, 7), a_line(-2)), a_draft(a_line(-2))
    (found,) = differences(BASE, theirs, mine)
    assert (found.key, found.field, found.mine) == ("-1", "", None)
    assert [int(line.fields.quantity) for line in merged(BASE, theirs, mine, chosen).lines] == quantities


@pytest.mark.parametrize(("chosen", "quantities"), [((), [1]), (("-1",), [1, 7])])
def test_a_line_they_removed_and_i_changed_comes_back_if_i_say_so(
    chosen: tuple[str], quantities: list[int]
) -> None:
    theirs, mine = a_draft(a_line(-2)), a_draft(a_line(-1, 7), a_line(-2))
    (found,) = differences(BASE, theirs, mine)
    assert (found.key, found.theirs) == ("-1", None)
    result = merged(BASE, theirs, mine, chosen)
    assert [int(line.fields.quantity) for line in result.lines] == quantities
    assert all(line.uid > 0 for line in result.lines[1:])


def some_drafts() -> st.SearchStrategy[OrderDraft]:
    line = st.builds(a_line, st.sampled_from([-1, -2, -3]), st.integers(1, 3))
    return st.builds(
        lambda lines, text, minutes: a_draft(*lines, description=text, duration_minutes=minutes),
        st.lists(line, max_size=3, unique_by=lambda each: each.uid),
        st.sampled_from(["Base", "A", "B"]),
        st.sampled_from([60, 90]),
    )


@given(some_drafts(), some_drafts())
def test_who_changed_nothing_changes_nothing_of_theirs(base: OrderDraft, theirs: OrderDraft) -> None:
    assert differences(base, theirs, base) == ()
    assert merged(base, theirs, base, ()) == theirs


@given(some_drafts(), some_drafts())
def test_who_was_first_after_all_keeps_everything(base: OrderDraft, mine: OrderDraft) -> None:
    known = {line.uid for line in base.lines}
    stored = tuple(line if line.uid in known else new_line(line.fields) for line in mine.lines)
    own = OrderDraft(mine.fields, stored)
    assert differences(base, base, own) == ()
    assert count_changes(own, merged(base, base, own, ())) == 0


@given(some_drafts(), some_drafts(), some_drafts())
def test_choosing_mine_everywhere_leaves_nothing_of_mine_out(
    base: OrderDraft, theirs: OrderDraft, mine: OrderDraft
) -> None:
    keys = {found.key for found in differences(base, theirs, mine)}
    result = merged(base, theirs, mine, keys)
    for name in ("description", "duration_minutes"):
        if getattr(mine.fields, name) != getattr(base.fields, name):
            assert getattr(result.fields, name) == getattr(mine.fields, name)
