"""What gives way where a table has little room, and what grows where it has much."""

from __future__ import annotations

from ui.widgets.columns import Column
from ui.widgets.fitting import Room, room_of, widths

DATE = Room(100, 100)
WORDS = Room(200, 120, is_elastic=True)
SPARE = Room(80, 80, is_spare=True)


def test_words_give_way_and_dates_stay_whole() -> None:
    assert widths((DATE, WORDS, WORDS), 400) == (100, 150, 150)


def test_what_is_left_over_goes_to_the_words() -> None:
    assert widths((DATE, WORDS, WORDS), 700) == (100, 300, 300)


def test_spare_columns_go_from_the_right_and_only_as_many_as_it_takes() -> None:
    assert widths((DATE, SPARE, WORDS, SPARE), 320) == (100, 80, 140, 0)
    assert widths((DATE, SPARE, WORDS, SPARE), 230) == (100, 0, 130, 0)


def test_nothing_gets_narrower_than_it_may_be() -> None:
    assert widths((DATE, WORDS, DATE), 200) == (100, 120, 100)


def test_without_words_the_last_column_takes_the_rest() -> None:
    assert widths((DATE, DATE), 260) == (100, 160)
    assert widths((), 260) == ()


def test_a_title_is_never_cut_and_figures_keep_their_width() -> None:
    assert room_of(Column[object]("on", "On", 90, is_tabular=True), 40) == Room(90, 90)
    assert room_of(Column[object]("name", "Name", 100), 84) == Room(100, 84, is_elastic=True)
    assert room_of(Column[object]("name", "Name", 120, least=100), 150) == Room(150, 150, is_elastic=True)
