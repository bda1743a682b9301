"""A technician by typing: whoever fits best first; the same line takes a time, such as "10 12:50"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from resources.texts import _, format_minutes, format_time, format_weekday_date, ngettext, parse_time
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.keyboard.nudging import carry, chosen, plan_rows, want
from ui.board.keyboard.time_text import parse_span
from ui.board.slots.offers import Chance, chance_at, day_span, first_chance, nearest_lanes, shown_lanes
from ui.board.verbs.verb import Choice, Place, Target
from ui.widgets import fuzzy
from ui.widgets.picker import Entry, Picker

if TYPE_CHECKING:
    from app.queries.board import WaitingRow
    from ui.board.page import BoardPage

BEST = 5
"""So many are named in menus before all others."""
LOOKED_AT = 60
"""So many technicians, the nearest, are looked at before anything is typed."""


def open_assign(page: BoardPage, target: Target) -> Picker | None:
    """Ask for a technician, by typing, for visits or waiting orders."""
    wish = wish_of(page, target)
    if wish is None:
        return None
    picker = Picker(
        page.window(),
        wish.entries,
        title=wish.title,
        prompt=_("Technician, perhaps a time: “7”, “jansen”, “7 10:15”"),
        hint=_("Enter takes the first; the best come first"),
    )
    picker.open()
    return picker


def assign_choices(page: BoardPage, target: Target) -> list[Choice]:
    """The best five; then the list of all, where one types."""
    wish = wish_of(page, target)
    if wish is None:
        return []
    best = [wish.choice(chance) for chance in wish.chances[:BEST] if not chance.verdict.hard]
    return [*best, Choice(_("All technicians…"), lambda: open_assign(page, target))]


def wish_of(page: BoardPage, target: Target) -> Wish | None:
    """Who could take what a command is about; None when there is nothing, or nobody."""
    model = page.view.scene.model
    if not model.lanes:
        return None
    if target.place is Place.WAITING:
        rows = [page.view.waiting[one] for one in target.order_ids if one in page.view.waiting]
        return Wish(page, [waiting_placement(row, lane=0, starts=0) for row in rows], rows) if rows else None
    places = [place for place in chosen(page.view) if place.visit_id in target.visit_ids]
    return Wish(page, places, []) if places else None


@dataclass
class Wish:
    """Visits, or waiting orders, that somebody is to have.

    Attributes:
        places: visits where they stand, or orders at no time yet.
        rows: the orders' rows; empty for visits.
    """

    page: BoardPage
    places: list[Placement]
    rows: Sequence[WaitingRow]

    def __post_init__(self) -> None:
        scene = self.page.view.scene
        self._model, first = scene.model, self.places[0]
        self._span = day_span(self._model, first, self.page.view.middle(), scene.now)
        self._all = self._lanes = shown_lanes(scene.hidden, len(self._model.lanes))
        if not self.rows and len(self._lanes) > 1:
            self._lanes = [lane for lane in self._lanes if lane != first.lane]
        self._known: dict[int, Chance] = {}
        near = nearest_lanes(self._model, first, self._lanes)[:LOOKED_AT]
        self.chances = sorted((self._chance(lane) for lane in near), key=lambda chance: chance.cost)

    def _chance(self, lane: int) -> Chance:
        """What a lane offers; looked at once."""
        found = self._known.get(lane)
        if found is None:
            first = self.places[0]
            if self.rows:
                found = first_chance(self._model, first, lane, self._span)
            else:
                found = chance_at(self._model, first.moved(lane=lane, starts=first.starts))
            self._known[lane] = found
        return found

    @property
    def title(self) -> str:
        """What is to be assigned."""
        if len(self.places) == 1:
            return _("Assign {order}").format(order=self.places[0].title)
        words = ngettext("Assign {n} visit", "Assign {n} visits", len(self.places))
        if self.rows:
            words = ngettext("Assign {n} order", "Assign {n} orders", len(self.places))
        return words.format(n=len(self.places))

    def lane_name(self, lane: int) -> str:
        """Name of a technician."""
        return self._model.lanes[lane].name

    # ------------------------------------------------------------------ what is typed

    def entries(self, typed: str) -> list[Entry]:
        """Who answers to what is typed, the best first; a time at the end moves them all."""
        who, at = self._split(typed)
        # at another time whoever has it may keep it
        found = self._named(who, self._all if at else self._lanes)
        try:
            found = [self._at_time(chance, at) for chance in found] if at else found
        except ValueError as error:
            return [Entry(typed, lambda: None, why_not=str(error))]
        spread = [Entry(_("Spread over the best technicians"), self._spread)]
        return [self._entry(chance) for chance in found] + (spread if len(self.rows) > 1 else [])

    def _spread(self) -> None:
        """Each order where it goes best, from the beginning of the day looked at."""
        plan_rows(
            self.page.view, self.rows, lane=self.chances[0].place.lane, starts=self._span[0], spreads=True
        )

    def _split(self, typed: str) -> tuple[str, str]:
        """Name and time; one figure alone is a name."""
        words = typed.split()
        if words and _is_time(words[-1]) and (len(words) > 1 or len(words[-1]) > 2):
            return " ".join(words[:-1]), words[-1]
        return typed, ""

    def _named(self, who: str, lanes: Sequence[int]) -> list[Chance]:
        """Those whose code or name answers: the code itself first, then the best of them."""
        if not who.strip():
            return self.chances
        exact = [lane for lane in lanes if self._is_code(lane, who)]
        words = fuzzy.ranked(who, lanes, self._words, most=LOOKED_AT)
        others = sorted((self._chance(lane) for lane in words if lane not in exact), key=lambda one: one.cost)
        return [self._chance(lane) for lane in exact] + others

    def _is_code(self, lane: int, who: str) -> bool:
        code, typed = self._model.lanes[lane].code.casefold(), who.strip().casefold()
        figures = code.lstrip("abcdefghijklmnopqrstuvwxyz-").lstrip("0")
        return typed in (code, figures)

    def _words(self, lane: int) -> str:
        row = self._model.lanes[lane]
        return f"{row.code} {row.name} {row.team}"

    def _at_time(self, chance: Chance, at: str) -> Chance:
        place = chance.place
        if self.rows:  # an order stands nowhere yet: a time is one of the day looked at
            place = replace(place, starts=self._span[0], ends=self._span[0] + place.ends - place.starts)
        starts, ends = parse_span(at, (place.starts, place.ends), self._model.days.zone)
        return chance_at(self._model, replace(place, starts=starts, ends=ends))

    # ------------------------------------------------------------------ what is offered

    def _said(self, chance: Chance) -> str:
        model, place = self._model, chance.place
        first = model.days.wall(place.starts)
        when = f"{format_weekday_date(first.date())} {format_time(first)}–"
        parts = [when + format_time(model.days.wall(place.ends))]
        parts.append("; ".join(one.text for one in chance.verdict.findings) or _("fits"))
        minutes = round(chance.verdict.travel_in.minutes)
        if minutes:
            parts.append(_("travel {time}").format(time=format_minutes(minutes)))
        return " · ".join(parts)

    def _why_not(self, chance: Chance) -> str | None:
        return chance.verdict.hard[0].text if chance.verdict.hard else None

    def _entry(self, chance: Chance) -> Entry:
        row = self._model.lanes[chance.place.lane]
        take, why_not = self._take(chance), self._why_not(chance)
        return Entry(f"{row.name} ({row.code})", take, self._said(chance), why_not=why_not)

    def choice(self, chance: Chance) -> Choice:
        """The same as an entry of a menu."""
        name = self.lane_name(chance.place.lane)
        first = self._model.days.wall(chance.place.starts)
        text = f"{name} · {format_time(first)}" if self.rows else name
        return Choice(text, self._take(chance), tip=self._said(chance), why_not=self._why_not(chance))

    def _take(self, chance: Chance) -> Callable[[], object]:
        if self.rows:
            return lambda: self._plan(chance)
        return lambda: self._move(chance)

    def _move(self, chance: Chance) -> None:
        """Visits keep their times, but where a time was typed; all of them go to the one lane."""
        place, first = chance.place, self.places[0]
        if len(self.places) == 1 and place.ends - place.starts == first.ends - first.starts:
            carry(self.page.view, first.visit_id, lane=place.lane, starts=place.starts)
            return
        by = place.starts - first.starts
        moved = [one.moved(lane=place.lane, starts=one.starts + by) for one in self.places]
        want(self.page.view, [place] if len(moved) == 1 else moved)

    def _plan(self, chance: Chance) -> None:
        """Orders one after another from the first one's start."""
        plan_rows(self.page.view, self.rows, lane=chance.place.lane, starts=chance.place.starts)


def _is_time(word: str) -> bool:
    if word.startswith(("+", "-")) or "-" in word or "–" in word:
        return word[-1:].isdigit()
    try:
        parse_time(word)
    except ValueError:
        return False
    return True
