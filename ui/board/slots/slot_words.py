"""Places in words: when, why there, and why nowhere (board.md 5, 57). No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.filling import Lack
from models.slots import Slot, Wish
from resources.texts import _, format_minutes, format_time, format_weekday_date

if TYPE_CHECKING:
    from ui.board.model import BoardModel


def when_words(model: BoardModel, starts: int, ends: int) -> str:
    """Day and times of a place: "Tue 24 Nov 10:15–11:15"."""
    begin, end = model.days.wall(starts), model.days.wall(ends)
    return f"{format_weekday_date(begin.date())} {format_time(begin)}–{format_time(end)}"


def travel_words(slot: Slot) -> str:
    """How much more is driven: "+12 min"; empty for less than a minute."""
    minutes = round(slot.travel)
    return _("+{time}").format(time=format_minutes(minutes)) if minutes else ""


def driving_words(slot: Slot) -> str:
    """The same as it is read aloud: "12 min more driving"."""
    minutes = round(slot.travel)
    return _("{time} more driving").format(time=format_minutes(minutes)) if minutes else ""


def why_words(slot: Slot) -> str:
    """Why a place stands where it does in the list."""
    return " · ".join(slot.reasons)


def stays_words(title: str, why: str) -> str:
    """A lock is not looked past."""
    return _("{order} stays where it is. {why}.").format(order=title, why=why)


def lack_words(lack: Lack, wish: Wish, model: BoardModel) -> str:
    """Why there is no place, and where the next one would be."""
    if lack.skills:
        return _("Nobody here has {skills}.").format(skills=_and(lack.skills)) + _next(lack, model)
    needs = tuple(name for _id, name in wish.needs)
    if lack.later is not None:
        day = when_words(model, lack.later.starts, lack.later.ends)
        if needs:
            return _("Nobody with {skills} has room before {day}.").format(skills=_and(needs), day=day)
        return _("Nobody has room before {day}.").format(day=day)
    if lack.elsewhere is not None:
        return _("Nobody looked at has room.") + _next(lack, model)
    if lack.longest < wish.minutes:
        return _("It takes {time}; the longest free time is {longest}.").format(
            time=format_minutes(wish.minutes), longest=format_minutes(lack.longest)
        )
    if needs:
        return _("Nobody with {skills} has room with the travel there.").format(skills=_and(needs))
    return _("Nobody has room with the travel there.")


def _next(lack: Lack, model: BoardModel) -> str:
    """Who else has room, as a further sentence."""
    slot = lack.elsewhere
    if slot is None:
        return ""
    words = _("{name} has room on {day}.").format(
        name=model.lanes[slot.lane].name, day=when_words(model, slot.starts, slot.ends)
    )
    return f" {words}"


def _and(names: tuple[str, ...]) -> str:
    return _(" and ").join(names)
