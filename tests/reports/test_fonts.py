"""Measured text: nothing wider than its room, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.fonts import ELLIPSIS, REGULAR, STRONG, Style, clip, drawable, width, wrap

STYLE = Style(REGULAR, 9, 12)
LETTERS = st.text(st.sampled_from("abcWi. éøœЖ漢🙂\n"), max_size=200)


@given(LETTERS, st.floats(20, 300))
def test_wrapped_lines_fit_their_room_and_keep_every_character(text: str, room: float) -> None:
    lines = wrap(text, STYLE, room)
    assert all(width(line, STYLE) <= room + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(drawable(text).split())


@given(LETTERS, st.floats(20, 300))
def test_clipped_text_fits_its_room_and_shows_that_it_was_cut(text: str, room: float) -> None:
    line = clip(text, STYLE, room)
    whole = " ".join(drawable(text).split("\n"))
    assert width(line, STYLE) <= room + 1e-6
    assert line == whole or (line.endswith(ELLIPSIS) and whole.startswith(line.removesuffix(ELLIPSIS)))


@given(st.text())
def test_drawable_text_stays_as_it_is(text: str) -> None:
    assert drawable(drawable(text)) == drawable(text)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("1\t2", "1    2"),
        ("e\u0301", "é"),
        ("so\u00adft\u200b \u202eevil", "soft evil"),
        ("\x00\ud800🙂漢", "□□□□"),
        ("👩\u200d🔧\ufe0f", "□□"),
        ("ﬁ１", "fi1"),
    ],
)
def test_characters_without_a_shape_are_dropped_or_seen_as_boxes(typed: str, drawn: str) -> None:
    assert drawable(typed) == drawn


def test_typed_spaces_and_empty_lines_stay() -> None:
    assert wrap("a  b\n\n c", STYLE, 500) == ("a  b", "", " c")
    assert wrap(" \n ", STYLE, 500) == ()


def test_strong_type_is_wider() -> None:
    assert width("Servicebord", Style(STRONG, 9, 12)) > width("Servicebord", STYLE)


def test_an_unknown_font_is_a_bug() -> None:
    with pytest.raises(KeyError):
        width("a", Style("Comic Sans", 9, 12))
