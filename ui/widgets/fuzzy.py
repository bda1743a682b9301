"""Finding by a few letters: how well what is typed answers to a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

WHOLE, FRONT, WORD, INSIDE, SCATTERED = 100, 80, 60, 40, 10
"""What a typed word is worth where it is the text, begins it, begins a word, stands inside, is scattered."""


def score(typed: str, text: str) -> int:
    """How well every typed word answers to a text, in any order and either case; 0 where one does not."""
    found = text.casefold()
    total = 0
    for word in typed.casefold().split():
        worth = _worth(word, found)
        if not worth:
            return 0
        total += worth
    return max(total * 100 - min(len(found), 99), 1)


def _worth(word: str, text: str) -> int:
    at = text.find(word)
    if at == 0:
        return WHOLE if len(word) == len(text) else FRONT
    while at > 0:
        if not text[at - 1].isalnum():
            return WORD
        following = text.find(word, at + 1)
        if following < 0:
            return INSIDE
        at = following
    return _scattered(word, text) if len(word) > 1 else 0


def _scattered(word: str, text: str) -> int:
    """Letters in their order, the more at beginnings of words the better; too far apart is nothing."""
    at, starts, gaps = -1, 0, 0
    for letter in word:
        after = text.find(letter, at + 1)
        if after < 0:
            return 0
        starts += after == 0 or not text[after - 1].isalnum()
        gaps += after - at - 1
        at = after
    if starts * 2 < len(word):
        return 0
    return max(SCATTERED + 5 * starts - gaps // 2, 1)


def ranked(typed: str, things: Iterable[T], words: Callable[[T], str], *, most: int = 50) -> list[T]:
    """What answers to the typed words, the best first, at most so many; everything where nothing is typed."""
    if not typed.strip():
        return list(things)[:most]
    scored = ((score(typed, words(thing)), n, thing) for n, thing in enumerate(things))
    found = sorted(((worth, -n, thing) for worth, n, thing in scored if worth), key=lambda one: one[:2])
    return [thing for _worth_, _n, thing in reversed(found)][:most]
