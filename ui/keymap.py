"""The person's own keys: what differs from the usual ones, kept in the settings, told to whoever shows keys.

Keys are written in Qt's portable form, such as "Ctrl+Shift+Z". A command is known by its name; names of the
board's commands begin with "board." and those of moving about with "walk.".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

OWN, LETTERS = "keys/own", "keys/letters"
EVERYWHERE, ON_BOARD = "window", "board"
"""Where a key works: in the whole window; on the whole page of the board. Others are places on the board."""


class _Bell(QObject):
    """Carries the signal; a module cannot."""

    changed = Signal()


_bell = _Bell()
changed = _bell.changed
"""Emitted after a key was changed, reset, or letters were switched."""


@dataclass(frozen=True, slots=True)
class Command:
    """What can be given a key.

    Attributes:
        name: by which it is known.
        text, help: translated, for lists.
        key: the usual one, "" for none.
        also: other keys that do the same; they stay as they are.
        places: where its key works; two commands may share a key where they share no place.
        group: translated heading it stands under.
        where: where its key works, in translated words; "" where the heading says it.
    """

    name: str
    text: str
    help: str
    key: str = ""
    also: tuple[str, ...] = ()
    places: frozenset[str] = frozenset({EVERYWHERE})
    group: str = ""
    where: str = ""


def own() -> dict[str, str]:
    """Name → key of the commands whose key the person changed; "" where it was taken away."""
    try:
        found = json.loads(str(QSettings().value(OWN, "{}")))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: key for name, key in found.items() if isinstance(name, str) and isinstance(key, str)}


def letters_work() -> bool:
    """Whether keys of a single letter or digit do anything."""
    return str(QSettings().value(LETTERS, "yes")) != "no"


def let_letters_work(*, on: bool) -> None:
    """Switch keys of a single letter or digit on or off."""
    QSettings().setValue(LETTERS, "yes" if on else "no")
    changed.emit()


def is_letter(key: str) -> bool:
    """Whether a key is a single letter, digit or sign, alone or with Shift."""
    return len(key.removeprefix("Shift+")) == 1


def key_of(name: str, usual: str, *, known: Mapping[str, str] | None = None) -> str:
    """The key in force of a command; `known` spares reading the settings again and again."""
    key = (own() if known is None else known).get(name, usual)
    return "" if is_letter(key) and not letters_work() else key


def set_key(name: str, key: str, *, usual: str) -> None:
    """Give a command another key, "" for none; the usual one is not remembered as its own."""
    mine = own()
    mine.pop(name, None)
    if key != usual:
        mine[name] = key
    _keep(mine)


def reset(name: str = "") -> None:
    """The usual key again, of one command or of all."""
    mine = own()
    if name:
        mine.pop(name, None)
    else:
        mine.clear()
    _keep(mine)


def _keep(mine: Mapping[str, str]) -> None:
    QSettings().setValue(OWN, json.dumps(dict(mine), sort_keys=True))
    changed.emit()


def native(key: str) -> str:
    """A key as this system writes it; Return is Enter, as the sentences on the screen have it."""
    sequence = QKeySequence.fromString(
        key.replace("Return", "Enter"), QKeySequence.SequenceFormat.PortableText
    )
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether keys that work in these places could be meant for both."""
    a, b = frozenset(one), frozenset(other)
    return EVERYWHERE in a | b or (ON_BOARD in a | b) or bool(a & b)


def clash(command: Command, key: str, commands: Sequence[Command]) -> Command | None:
    """Another command that has this key already where the first one works, or None."""
    if not key:
        return None
    mine = own()
    for other in commands:
        if other.name != command.name and meet(command.places, other.places):
            taken = (mine.get(other.name, other.key), *other.also)
            if key in taken:
                return other
    return None
