"""Days and times to go to by typing: entries for the palette and for Ctrl+G."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from resources.texts import _, format_date, format_time
from ui.board.keyboard.time_text import instant_of, parse_moment
from ui.widgets.picker import Entry, Picker

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def open_date_jump(page: BoardPage) -> Picker:
    """Ask for a day, a time, or both."""
    picker = Picker(
        page.window(),
        lambda typed: list(day_entries(page, typed)),
        title=_("Go to"),
        prompt=_("“24-11”, “fri”, “+7”, “w48”, “tomorrow 9:00”, “14:00”"),
    )
    picker.open()
    return picker


def day_entries(page: BoardPage, typed: str) -> Iterator[Entry]:
    """The moment that words mean; where nothing is typed, days that are often wanted."""
    days = page.view.scene.model.days
    today = days.wall(page.view.scene.now or page.view.middle()).date()
    near = page.days.day_in_view()
    if typed.strip():
        found = parse_moment(typed, today=today, near=near)
        if found is not None:
            yield _entry(page, found[0], found[1], today)
        return
    monday = near + timedelta(days=7 - near.weekday())
    for day in dict.fromkeys((today, today + timedelta(days=1), monday, near + timedelta(days=7))):
        yield _entry(page, day, None, today)


def _entry(page: BoardPage, day: date, at: time | None, today: date) -> Entry:
    text = format_date(day, "full") + (f" {format_time(at)}" if at is not None else "")
    by = (day - today).days
    said = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(by, "")
    week = _("week {n}").format(n=day.isocalendar().week)
    return Entry(text, lambda: go_to(page, day, at), " · ".join(filter(None, (said, week))))


def go_to(page: BoardPage, day: date, at: time | None) -> None:
    """Show a day; with a time the keyboard stands there, in the lane it is in."""
    page.days.go_to(day)
    page.view.setFocus()
    model = page.view.scene.model
    if at is not None and model.lanes:
        instant = instant_of(day, at, model.days.zone)
        if model.window.starts <= instant < model.window.ends:
            page.view.walk.stand(max(page.view.walk.lane(), 0), instant)
