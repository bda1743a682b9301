"""Keys as they are written in tables of commands."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_SAME = {Qt.Key.Key_Enter: Qt.Key.Key_Return}
"""Keys of the number pad that mean another's."""


def key_text(event: QKeyEvent) -> str:
    """The key of an event in Qt's portable form; the number pad is no other keyboard."""
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(QKeyCombination(modifiers, _SAME.get(key, key)))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
