"""The Slots tab: where what is selected could stand, best first; a part of the board's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from resources.texts import _, format_minutes, ngettext
from ui.board.gestures import Drop
from ui.board.gestures.sending import move_of
from ui.board.pointer import orders_mime
from ui.board.slots.slot_layer import REACH, SlotLayer
from ui.board.slots.slot_list import OfferList, OfferRow
from ui.board.slots.slot_search import ANY, TODAY, WEEK, Offer, SlotSearch
from ui.board.slots.slot_words import when_words, why_words
from ui.widgets.cards import plain_label, rule
from ui.widgets.empty import EmptyState
from ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from ui.board.page import BoardPage

NAME = "slots"


class SlotsTab(QWidget):
    """What is placed, the choices, and the list."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.title = plain_label(px=15, weight=600)
        self.line = plain_label(px=12, is_quiet=True)
        self.when = Segmented([(ANY, _("Any time")), (WEEK, _("This week")), (TODAY, _("Today"))])
        self.team = QComboBox()
        self.team.setAccessibleName(_("Team"))
        self.preferred = QCheckBox(_("Only preferred"))
        self.list = OfferList()
        self.list.setAccessibleName(_("Best slots"))
        self.all = QPushButton(_("Take all"))
        self.hint = plain_label(px=12, is_quiet=True)
        self.empty = EmptyState("", icon="calendar-plus")
        self._lay_out()

    def _lay_out(self) -> None:
        for label in (self.title, self.line, self.hint):
            label.setWordWrap(True)
        choices = QHBoxLayout()
        choices.addWidget(self.team, 1)
        choices.addWidget(self.preferred)
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 10)
        head.setSpacing(8)
        for part in (self.title, self.line, self.when):
            head.addWidget(part)
        head.addLayout(choices)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(foot)
        self.setMinimumWidth(220)


class Slots(QObject):
    """The tab, its search, the outlines on the board, and what taking a place does."""

    def __init__(self, page: BoardPage) -> None:
        """Add the tab to a page."""
        super().__init__(page)
        self._page = page
        self._is_asked = False
        self._teams: tuple[tuple[int, str], ...] = ()
        self.search = SlotSearch(page)
        self.layer = SlotLayer()
        page.view.scene.over.append(self.layer)
        self.tab = tab = SlotsTab()
        page.side.add(NAME, _("Slots"), tab)
        page.side.shown.connect(lambda _name: self._follow_side())
        self.search.changed.connect(self._show)
        tab.when.chosen.connect(lambda _key: self._choose())
        tab.team.activated.connect(lambda _at: self._choose())
        tab.preferred.toggled.connect(lambda _on: self._choose())
        tab.list.taken.connect(self.search.take)
        tab.list.pointed.connect(self._point)
        tab.list.shown.connect(self._bring_into_view)
        tab.list.make_mime = self._mime
        tab.all.clicked.connect(self.take_all)
        self._show()

    # ------------------------------------------------------------------ asking

    def ask(self) -> None:
        """Bring the list to the front, with the places of what is selected."""
        self._page.side.show_tab(NAME)
        self.search.want(on=True)
        self.search.refresh()

    def _follow_side(self) -> None:
        """A list nobody sees is not looked up, and its outlines go."""
        self.search.want(on=self._page.side.current == NAME)

    def _choose(self) -> None:
        tab = self.tab
        self.search.choose(
            when=tab.when.current(),
            team_id=int(tab.team.currentData() or 0),
            only_preferred=tab.preferred.isChecked(),
        )

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        """Subjects and offers as they are now; the keyboard stays where it is."""
        tab, search = self.tab, self.search
        self._fill_teams()
        several = len(search.subjects) > 1
        tab.title.setText(self._title())
        tab.line.setText(self._line())
        tab.line.setVisible(bool(tab.line.text()))
        tab.title.setVisible(bool(search.subjects))
        tab.preferred.setVisible(any(one.row and one.row.preferred_technician_id for one in search.subjects))
        tab.list.show_rows(tuple(self._row(offer) for offer in search.offers))
        tab.list.setVisible(bool(search.offers))
        tab.empty.setVisible(not search.offers)
        tab.empty.say(search.why_none or self._nothing())
        tab.all.setVisible(several and bool(search.offers))
        tab.hint.setText(self._hint())
        tab.hint.setVisible(bool(tab.hint.text()))
        self._outline()

    def _fill_teams(self) -> None:
        lanes = self._page.view.scene.model.lanes
        teams = tuple(dict.fromkeys((row.team_id, row.team) for row in lanes if row.team_id))
        if teams == self._teams and self.tab.team.count():
            return
        self._teams, box = teams, self.tab.team
        kept = box.currentData()
        box.clear()
        box.addItem(_("All teams"), 0)
        for team_id, name in teams:
            box.addItem(name, team_id)
        box.setCurrentIndex(max(box.findData(kept), 0))
        box.setVisible(len(teams) > 1)

    def _title(self) -> str:
        subjects = self.search.subjects
        if len(subjects) == 1:
            return subjects[0].place.title
        count = len(subjects)
        words = ngettext("{n} visit", "{n} visits", count)
        if all(one.row is not None for one in subjects):
            words = ngettext("{n} order", "{n} orders", count)
        return words.format(n=count)

    def _line(self) -> str:
        if len(self.search.subjects) != 1:
            return ""
        place = self.search.subjects[0].place
        parts = [format_minutes((place.ends - place.starts) // 60), *(name for _id, name in place.needs)]
        return " · ".join(parts)

    def _nothing(self) -> str:
        if not self.search.subjects:
            return _("Select a visit or a waiting order to see where it could stand.")
        return _("Nobody has room.")

    def _hint(self) -> str:
        search = self.search
        if not search.offers:
            return ""
        if len(search.subjects) > 1:
            words = ngettext("Room for {n} of {all}", "Room for {n} of {all}", len(search.offers))
            return words.format(n=len(search.offers), all=len(search.subjects))
        return _("1 to 9 or Enter takes one")

    def _row(self, offer: Offer) -> OfferRow:
        model = self._page.view.scene.model
        when = when_words(model, offer.place.starts, offer.place.ends)
        who = model.lanes[offer.place.lane].name
        if len(self.search.subjects) > 1:
            who, when = offer.place.title, f"{who} · {when}"
        return OfferRow(offer, who=who, when=when, why=why_words(offer.slot))

    def _outline(self) -> None:
        """Outlines follow the list."""
        view, layer = self._page.view, self.layer
        if layer.offers == self.search.offers:
            return
        before = layer.rects(view.scene)
        layer.offers, layer.pointed = self.search.offers, 0
        for rect in (*before, *layer.rects(view.scene)):
            view.dirty(rect.adjusted(-REACH, -REACH, REACH, REACH))

    def _point(self, number: int) -> None:
        """Make one outline stronger."""
        view, layer = self._page.view, self.layer
        if number != layer.pointed:
            changed = (number, layer.pointed)
            layer.pointed = number
            for offer, rect in zip(layer.offers, layer.rects(view.scene), strict=True):
                if offer.number in changed:
                    view.dirty(rect.adjusted(-REACH, -REACH, REACH, REACH))

    def _bring_into_view(self, offer: Offer) -> None:
        """Scroll the board to a place that is not in view."""
        view = self._page.view
        scene, place = view.scene, offer.place
        rect = scene.rect_at(place.lane, place.starts, place.ends)
        if rect.isEmpty() or scene.canvas.contains(rect):
            return
        if rect.left() < scene.canvas.left() or rect.right() > scene.canvas.right():
            view.go_to(
                place.starts - (scene.time(scene.canvas.right()) - scene.time(scene.canvas.left())) // 3
            )
        if rect.top() < scene.canvas.top() or rect.bottom() > scene.canvas.bottom():
            view.verticalScrollBar().setValue(int(scene.rows.tops[place.lane]) - scene.canvas.height() // 3)

    # ------------------------------------------------------------------ taking

    def take_all(self) -> None:
        """Plan or move all of several to their places, each kind as one step."""
        view = self._page.view
        offers = self.search.offers
        verdicts = view.scene.model.judge([offer.place for offer in offers])
        drops = []
        for offer, verdict in zip(offers, verdicts, strict=True):
            place = offer.place
            row = view.waiting.get(place.order_id)
            if row is not None and not place.visit_id:
                technician = view.scene.model.lanes[place.lane].technician_id
                drops.append(Drop(place.order_id, row.version, technician, place.starts, place.ends, verdict))
        self._page.planning.plan(drops)
        self._page.planning.move(
            [
                move_of(view.scene, offer.place, verdict)
                for offer, verdict in zip(offers, verdicts, strict=True)
                if offer.place.visit_id
            ],
            by_keyboard=False,
        )

    def _mime(self, offer: Offer) -> QMimeData:
        """What a row carries: the waiting order; a visit is taken by Enter."""
        return QMimeData() if offer.place.visit_id else orders_mime([offer.place.order_id])
