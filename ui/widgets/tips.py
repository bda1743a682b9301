"""Tips that show what a person typed to the letter."""

from __future__ import annotations

import html

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """The text for a tip, which Qt would else read as markup where it looks like some.

    What does not look like markup stays as it is: entities would be shown to the letter there.
    """
    if not Qt.mightBeRichText(text):
        return text
    return "<qt>{}</qt>".format("<br>".join(map(html.escape, text.splitlines())))
