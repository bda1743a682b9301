"""Where what is selected could stand: asked again by itself whenever the board changes (board.md 4, 19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.queries.board import WaitingRow
from models.filling import why_none
from models.gaps import Gaps
from models.slots import Slot, find
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.slots.slot_index import (
    Bounds,
    SlotIndex,
    Snapshot,
    build,
    judge_of,
    locked_to,
    place_together,
    snapshot,
    together,
    why_stays,
    wish_of,
)
from ui.board.slots.slot_words import lack_words, stays_words
from ui.jobs import Ticket

if TYPE_CHECKING:
    from ui.board.page import BoardPage

ANY, WEEK, TODAY = "any", "week", "today"
MINUTE = 60_000
"""Milliseconds after which a list is looked up again by itself: time passes, places too."""
AT_REST = 1_500
"""Milliseconds without a change after which the gaps are built although nobody has asked."""
MOST_SUBJECTS = 50
"""So many visits or orders are placed together; a longer list is planned in parts."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be placed: where it stands or could stand, and its row in the waiting list."""

    place: Placement
    row: WaitingRow | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A numbered place: number 1 to 10, what would stand there, and the slot with its reasons."""

    number: int
    place: Placement
    slot: Slot


class SlotSearch(QObject):
    """Keeps the best places of what is selected up to date.

    Attributes:
        when, team_id, only_preferred: what the person chose to look at; team 0 for all.
        subjects: what is to be placed.
        offers: the ten best places of one subject, or one place for each of several.
        why_none: the sentence that says why there is none.

    Signals:
        changed(): other subjects or other offers.
    """

    changed = Signal()

    def __init__(self, page: BoardPage) -> None:
        """Follow the selection and the rows of a page."""
        super().__init__(page)
        self._page = page
        self._index: SlotIndex | None = None
        self._is_building = False
        self.is_wanted = False
        self.when, self.team_id, self.only_preferred = ANY, 0, False
        self.subjects: tuple[Subject, ...] = ()
        self.offers: tuple[Offer, ...] = ()
        self.why_none = ""
        self._ticket: Ticket | None = None
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self.renew)
        self._later = QTimer(self, singleShot=True, interval=AT_REST)
        self._later.timeout.connect(self._ready_index)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        view = page.view
        for signal in (page.planning.rows_changed, view.days_changed, page.waiting.changed):
            signal.connect(self.renew)
        view.selection_changed.connect(self.renew)
        page.waiting.chosen.connect(lambda _rows: self.renew())

    def want(self, *, on: bool) -> None:
        """Whether anybody looks at the offers."""
        if on != self.is_wanted:
            self.is_wanted = on
            (self._minute.start if on else self._minute.stop)()
            self.renew()

    def choose(self, *, when: str, team_id: int, only_preferred: bool) -> None:
        """Look at other times or people."""
        self.when, self.team_id, self.only_preferred = when, team_id, only_preferred
        self.renew()

    def renew(self) -> None:
        """Look again, once all that is under way has been shown."""
        self._soon.start()

    # ------------------------------------------------------------------ looking

    def refresh(self) -> None:
        """Look now; the first time, and after other lanes were read, the gaps are built beside.

        Where nobody looks they are built once the board is at rest: a menu or the key may ask soon.
        """
        self._soon.stop()
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        if not self.is_wanted:
            self._later.start()
            self._show((), (), "")
            return
        index = self._ready_index()
        if index is not None:
            self.subjects = self._subjects()
            self._look(index.gaps)

    def gaps(self) -> Gaps | None:
        """The gaps as the board stands, None while they are being built."""
        index = self._ready_index()
        return index.gaps if index is not None else None

    def _ready_index(self) -> SlotIndex | None:
        model = self._page.view.scene.model
        if self._index is not None and self._index.is_of(model):
            return self._index
        if not self._is_building and model.lanes:
            self._is_building = True
            taken, lanes = snapshot(model), model.lanes
            self._page.jobs.gather(
                build, taken, done=lambda gaps: self._built(model, lanes, taken, gaps), owner=self
            )
        return None

    def _built(self, model: object, lanes: object, taken: Snapshot, gaps: Gaps) -> None:
        self._is_building = False
        now = self._page.view.scene.model
        if now is model and now.lanes is lanes:
            self._index = SlotIndex(now, gaps, taken.sums)
        self.renew()

    def _subjects(self) -> tuple[Subject, ...]:
        """The selected waiting orders, else the selected visits."""
        page = self._page
        rows = page.waiting.table.chosen_rows()
        if rows and not page.view.scene.selected:
            waiting = page.waiting.rows
            chosen = [row for row in rows if isinstance(row, WaitingRow) and row.order_id in waiting]
            return tuple(subject_of(row) for row in chosen[:MOST_SUBJECTS])
        model = page.view.scene.model
        slots = page.view.scene.selected_slots()[:MOST_SUBJECTS]
        return tuple(Subject(model.placement(slot)) for slot in slots if int(model.table.id[slot]) > 0)

    def _look(self, gaps: Gaps) -> None:
        if len(self.subjects) == 1:
            offers, why = self.offers_for(gaps, self.subjects[0])
            self._show(self.subjects, offers, why)
        elif self.subjects:
            self._place_together(gaps)
        else:
            self._show((), (), "")

    def _place_together(self, gaps: Gaps) -> None:
        """Look for places for several, beside; what stood in the list stays until they are here."""
        model = self._page.view.scene.model
        free = [one for one in self.subjects if not why_stays(model, one.place)]
        wishes = [
            wish_of(model, one.place, locked_to(model, one.place, self.bounds(one.row)), one.row)
            for one in free
        ]
        places = [one.place for one in free]
        subjects = self.subjects
        self._ticket = self._page.jobs.gather(
            place_together,
            together(gaps, model, wishes, places),
            done=lambda slots: self._show(subjects, _placed(places, slots), ""),
            owner=self,
        )

    def offers_for(
        self, gaps: Gaps, subject: Subject, within: Bounds | None = None
    ) -> tuple[tuple[Offer, ...], str]:
        """The ten best places of one subject; where there is none, why. By default within what was chosen."""
        model, place = self._page.view.scene.model, subject.place
        why = why_stays(model, place)
        if why:
            return (), stays_words(place.title, why)
        bounds = locked_to(model, place, within or self.bounds(subject.row))
        wish = wish_of(model, place, bounds, subject.row)
        judge = judge_of(model, place)
        found = find(gaps, wish, judge=judge)
        if not found.slots:
            return (), lack_words(why_none(gaps, wish, judge=judge), wish, model)
        return _numbered(place, found.slots), ""

    def _show(self, subjects: tuple[Subject, ...], offers: tuple[Offer, ...], why: str) -> None:
        self.subjects, self.offers, self.why_none = subjects, offers, why
        self.changed.emit()

    # ------------------------------------------------------------------ what is looked at

    @property
    def any_time(self) -> Bounds:
        """From now on, everybody."""
        scene = self._page.view.scene
        return Bounds(scene.now or scene.model.window.starts)

    def bounds(self, row: WaitingRow | None) -> Bounds:
        """Instants and lanes that the person chose."""
        model = self._page.view.scene.model
        now = self.any_time.earliest
        lanes = None
        if self.team_id or (self.only_preferred and row is not None and row.preferred_technician_id):
            lanes = frozenset(
                at
                for at, lane in enumerate(model.lanes)
                if (not self.team_id or lane.team_id == self.team_id)
                and (
                    not self.only_preferred
                    or row is None
                    or row.preferred_technician_id in (0, lane.technician_id)
                )
            )
        return Bounds(now, self._latest(now), lanes)

    def _latest(self, now: int) -> int:
        if self.when == ANY:
            return 0
        days = self._page.view.scene.model.days
        ahead = 1 if self.when == TODAY else 7 - days.wall(now).weekday()
        number = days.number(now) + ahead
        return int(days.midnights[number]) if number < len(days.midnights) else 0

    # ------------------------------------------------------------------ taking

    def take(self, offer: Offer) -> None:
        """Plan or move it there, as it would be by hand."""
        verdict = self._page.view.scene.model.judge([offer.place])[0]
        self._page.planning.place_by_dialog(offer.place, verdict, "")

    def take_number(self, number: int) -> bool:
        """Take the place of a number; False when there is none."""
        for offer in self.offers:
            if offer.number == number and len(self.subjects) == 1:
                self.take(offer)
                return True
        return False


def subject_of(row: WaitingRow) -> Subject:
    """A waiting order as what is to be placed."""
    return Subject(waiting_placement(row, lane=0, starts=0), row)


def _placed(places: Sequence[Placement], slots: Sequence[Slot | None]) -> tuple[Offer, ...]:
    """A place for each of several that has one."""
    return tuple(
        Offer(number, place.moved(lane=slot.lane, starts=slot.starts), slot)
        for number, (place, slot) in enumerate(zip(places, slots, strict=True), start=1)
        if slot is not None
    )


def _numbered(place: Placement, slots: tuple[Slot, ...]) -> tuple[Offer, ...]:
    return tuple(
        Offer(number, place.moved(lane=slot.lane, starts=slot.starts), slot)
        for number, slot in enumerate(slots, start=1)
    )
