"""What a block says in the room it has. No Qt.

Order of giving up (look.md): town and what else was chosen, from the last; second line, the "SO-" prefix,
the number; the customer's short name stays as long as three letters fit. A number is shown whole or not at
all. When the second line's time is given up, the customer takes its place. Without a customer its place is
taken by the first of the other lines.
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
    """What could be said of a visit: `time` is its start and end, `details` town and more as chosen."""

    number: str
    customer: str
    time: str
    details: tuple[str, ...] = ()


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
    number, customer, time, details = _led(words)
    number_width = measure.number(number) + GAP if number else 0.0
    time_width = measure.small(time)
    if time_width <= below:
        name = measure.name(customer, room - number_width) if customer else ""
        if name and (name == customer or len(name) > GOOD_NAME):
            return Caption(number, name, time, _tail(details, below - time_width, measure))
        if number and not customer and number_width <= room:
            return Caption(number, "", time, _tail(details, below - time_width, measure))
    name = measure.name(customer, below)
    for shown in (number, bare(number)) if number else ():
        if measure.number(shown) <= room:
            return Caption(shown, "", name, "")
    above = measure.name(customer, room)
    if len(above) >= len(name):
        return Caption("", above, "", "") if above else NOTHING
    return Caption("", "", name, "")


def one_line(words: Words, room: float, measure: Measure) -> Caption:
    """Caption of a block of compact height: one line, town and more as its tail."""
    number, customer, _time, details = _led(words)
    for shown in dict.fromkeys((number, bare(number), "")):
        width = measure.number(shown) + GAP if shown else 0.0
        name = measure.name(customer, room - width) if customer else ""
        if name:
            left = room - width - measure.number(name)
            return Caption(shown, name, "", _tail(details, left, measure) if name == customer else "")
    for shown in (number, bare(number)) if number else ():
        if measure.number(shown) <= room:
            return Caption(shown, "", "", _tail(details, room - measure.number(shown), measure))
    return NOTHING


def _led(words: Words) -> Words:
    """The first of the other lines stands where number and customer would, when neither was chosen."""
    if words.number or words.customer or not words.details:
        return words
    return Words("", words.details[0], words.time, words.details[1:])


def _tail(details: tuple[str, ...], room: float, measure: Measure) -> str:
    """As many of the details as fit whole, from the first, each after a dot."""
    tail = ""
    for detail in details:
        longer = f"{tail} · {detail}"
        if measure.small(longer) > room:
            break
        tail = longer
    return tail
