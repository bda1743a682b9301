"""Finds the best places for what is selected, for Details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.board.slots.places_box import PlaceWords
from ui.board.slots.slot_search import Offer, Subject, subject_of
from ui.board.slots.slot_words import travel_words, when_words
from ui.board.slots.slots_tab import Slots

if TYPE_CHECKING:
    from ui.board.page import BoardPage

SOON_MS = 120


class BestPlaces(QObject):
    """Looks for places while Details are in view and one thing is selected."""

    def __init__(self, page: BoardPage) -> None:
        """Fill the box in the inspector of a page."""
        super().__init__(page)
        self._page = page
        self._offers: tuple[Offer, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.look)
        box = page.inspector.places
        box.taken.connect(self._take)
        box.more_wanted.connect(lambda: page.side.show_tab("slots"))
        page.view.selection_changed.connect(self._later)
        page.waiting.chosen.connect(lambda _rows: self._later())
        page.planning.rows_changed.connect(self._later)
        page.side.shown.connect(lambda _name: self._later())

    def _later(self) -> None:
        subject = self._subject()
        if subject is None:
            self._page.inspector.places.show_places(())
        self._soon.start()

    def _subject(self) -> Subject | None:
        """The one visit or waiting order that is selected."""
        scene = self._page.view.scene
        slots = scene.selected_slots()
        if len(slots) == 1:
            return Subject(scene.model.placement(slots[0]))
        rows = self._page.waiting.table.chosen_rows()
        if slots or len(rows) != 1:
            return None
        row = self._page.waiting.rows.get(getattr(rows[0], "order_id", 0))
        return subject_of(row) if row is not None else None

    def look(self) -> None:
        """Find places now; a little later while a gesture is in hand, or what is searched is being built."""
        if self._page.view.pointer.gesture is not None:
            self._soon.start()
            return
        slots, subject = self._page.parts.get("slots"), self._subject()
        if not isinstance(slots, Slots) or subject is None or self._page.side.current != "details":
            return
        gaps = slots.search.gaps()
        if gaps is None:
            self._soon.start()
            return
        self._offers, why = slots.search.offers_for(gaps, subject)
        model = self._page.view.scene.model
        words = [
            PlaceWords(
                model.lanes[offer.place.lane].name,
                when_words(model, offer.place.starts, offer.place.ends),
                travel_words(offer.slot),
            )
            for offer in self._offers
        ]
        self._page.inspector.places.show_places(words, why)

    def _take(self, number: int) -> None:
        slots = self._page.parts.get("slots")
        if isinstance(slots, Slots) and number <= len(self._offers):
            slots.search.take(self._offers[number - 1])
