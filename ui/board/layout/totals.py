"""The sums of one day as the header says them, from the longest wording to the shortest. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from resources.texts import _, format_number, ngettext


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Sums of all lanes on one day: hours, and how many orders wait for it and rules are broken."""

    booked: float = 0.0
    available: float = 0.0
    free: float = 0.0
    waiting: int = 0
    conflicts: int = 0


class Part(NamedTuple):
    """A piece of a wording and its tone: "text", "muted" or "bad"."""

    text: str
    tone: str


def variants(total: DayTotals) -> tuple[tuple[Part, ...], ...]:
    """Wordings of a day's sums, the longest first; of a day without any there is none."""
    tail = []
    if total.waiting:
        words = ngettext("{n} waiting", "{n} waiting", total.waiting)
        tail.append(Part(words.format(n=format_number(total.waiting)), "muted"))
    short_tail = []
    if total.conflicts:
        words = ngettext("{n} conflict", "{n} conflicts", total.conflicts)
        tail.append(Part(words.format(n=format_number(total.conflicts)), "bad"))
        short_tail.append(Part(f"▲ {format_number(total.conflicts)}", "bad"))
    if not total.available and total.booked < 0.05:
        return tuple(found for found in (tuple(tail), tuple(short_tail)) if found)
    booked, free = _hours(total.booked), _hours(total.free)
    of = Part(_("{booked} / {available} h").format(booked=booked, available=_hours(total.available)), "muted")
    tone = "bad" if total.booked > total.available + 0.01 else "muted"
    share = Part(_share(total), tone)
    return (
        (
            Part(_("Booked {hours} h").format(hours=booked), "muted"),
            Part(_("Free {hours} h").format(hours=free), "muted"),
            *tail,
        ),
        (of, *tail),
        (of, *short_tail),
        (share, *short_tail),
        (share,),
        tuple(short_tail[:1]),
    )


def _hours(hours: float) -> str:
    """Tenths under a hundred hours, whole ones above."""
    return format_number(round(hours, 1) if hours < 100 else round(hours))


def _share(total: DayTotals) -> str:
    """How full the day is: "83 %"; booked hours where nobody works."""
    if not total.available:
        return _("{hours} h").format(hours=_hours(total.booked))
    return _("{n} %").format(n=format_number(round(100 * total.booked / total.available)))
