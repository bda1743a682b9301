"""What a block says in the room it has. No Qt.

Order of giving up (look.md): town, second line, the "SO-" prefix, the number; the customer's short name
stays as long as three letters fit. A number is shown whole or not at all. When the second line's time is
given up, the customer takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

GAP = 5
GOOD_NAME = 6
"""Letters of the customer's name below which the name moves to a line of its own."""


class Caption(NamedTuple):
    """The two lines of a block: number and name; what stands below and its muted tail."""

    number: str
    name: str
    below: str
    tail: str


class Words(NamedTuple):
    """What could be said of a visit; `time` is its start and end."""

    number: str
    customer: str
    time: str
    town: str


class Measure(NamedTuple):
    """How wide texts are: a number, a small text; and how much of a name fits in a room (or "")."""

    number: Callable[[str], float]
    small: Callable[[str], float]
    name: Callable[[str, float], str]


NOTHING = Caption("", "", "", "")


def bare(number: str) -> str:
    """The number without its prefix and leading zeros: "SO-001045" is 1045."""
    digits = number.rpartition("-")[2]
    return digits.lstrip("0") or digits


def two_lines(words: Words, room: float, measure: Measure, *, below: float) -> Caption:
    """Caption of a block of comfortable height; `below` is the room of the second line."""
    number, customer, time, town = words
    number_width = measure.number(number)
    time_width = measure.small(time)
    if time_width <= below:
        name = measure.name(customer, room - number_width - GAP)
        if name and (name == customer or len(name) > GOOD_NAME):
            tail = f" · {town}" if town else ""
            fits = tail and time_width + measure.small(tail) <= below
            return Caption(number, name, time, tail if fits else "")
    name = measure.name(customer, below)
    for shown in (number, bare(number)):
        if measure.number(shown) <= room:
            return Caption(shown, "", name, "")
    above = measure.name(customer, room)
    if above == name:
        return Caption("", above, "", "") if above else NOTHING
    return Caption("", "", name, "")


def one_line(words: Words, room: float, measure: Measure) -> Caption:
    """Caption of a block of compact height: one line, the town as its tail."""
    number, customer, _, town = words
    for shown in (number, bare(number)):
        width = measure.number(shown) + GAP
        name = measure.name(customer, room - width)
        if name:
            tail = f" · {town}" if town and name == customer else ""
            fits = tail and width + measure.number(name) + measure.small(tail) <= room
            return Caption(shown, name, "", tail if fits else "")
    name = measure.name(customer, room)
    if name:
        return Caption("", name, "", "")
    for shown in (number, bare(number)):
        if measure.number(shown) <= room:
            return Caption(shown, "", "", "")
    return NOTHING
