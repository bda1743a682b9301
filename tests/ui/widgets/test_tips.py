"""Tips show what a person typed to the letter."""

from __future__ import annotations

import pytest
from PySide6.QtGui import Qt, QTextDocument

from ui.widgets.tips import plain_tip


@pytest.mark.parametrize(
    "text",
    [
        "Jansen & Zn",
        "Jan's van: 5 < 6",
        "needs <b>Gas 2</b>",
        "<img src=x>",
        "it says &lt; there",
        "one\ntwo",
    ],
)
def test_what_was_typed_is_what_is_read(text: str) -> None:
    tip = plain_tip(text)
    shown = QTextDocument()
    if Qt.mightBeRichText(tip):
        shown.setHtml(tip)
    else:
        shown.setPlainText(tip)
    assert shown.toPlainText() == text


def test_plain_words_stay_as_they_are() -> None:
    assert plain_tip("Anna's day is full & closed") == "Anna's day is full & closed"
