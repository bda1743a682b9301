"""The hover card: a visit in a few lines, after the pointer has rested on it; the same in every scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.queries.board import OrderCard, order_card
from app.queries.last_change import LastChange, last_change
from resources.territories import zone_of
from resources.texts import _, format_instant, format_minutes, format_time, format_weekday_date
from ui import theme
from ui.board.columns import STATUSES
from ui.board.conflicts.verdict_box import VerdictBox
from ui.board.painting.labels import times
from ui.board.painting.signs import due_words
from ui.board.view import BoardView
from ui.jobs import Jobs, Ticket
from ui.widgets.badge import Badge, status_chip
from ui.widgets.cards import Facts, plain_label

DELAY_MS = 350
WIDTH = 360
GAP = 8
NOTE_LINES = 2


@dataclass(slots=True)
class _Read:
    """What was read about the visit under the pointer; nothing yet, or nothing there is."""

    visit_id: int = 0
    card: OrderCard | None = None
    changed: LastChange | None = None


class HoverCard(QFrame):
    """Shows itself beside the visit under the pointer; gone when the pointer leaves or a key is pressed.

    Ctrl pins it: then it stays until Esc, Ctrl once more, or a click beside it.

    Attributes:
        is_pinned: whether it stays.
        words_on: what a colleague does with a visit, by its id; "" for nothing.
    """

    def __init__(self, view: BoardView) -> None:
        """Serve one board; without `read_with` it says what the board knows by itself."""
        super().__init__(view.viewport())
        self._view = view
        self._visit_id = 0
        self._jobs: Jobs | None = None
        self._tickets: list[Ticket] = []
        self._read = _Read()
        self.is_pinned = False
        self.words_on: Callable[[int], str] = lambda _visit_id: ""
        self._listened: QWidget | None = None
        self.title = plain_label(weight=600)
        self.status = Badge(status_chip(STATUSES[0]))
        self.facts = Facts()
        self.verdict = VerdictBox()
        self.notes = plain_label(px=12)
        self.changed = plain_label(px=11, is_quiet=True)
        self.hint = plain_label(px=11, is_quiet=True)
        self._lay_out()
        self.hide()
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self._show_now)
        view.hovered.connect(self._on_hovered)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.dismiss())
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.dismiss())

    def _lay_out(self) -> None:
        self.title.setWordWrap(True)
        self.notes.setWordWrap(True)
        for label in (self.title, self.notes):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        foot = QHBoxLayout()
        foot.addWidget(self.changed, 1)
        foot.addWidget(self.hint)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for part in (self.title, self.status, self.facts, self.notes, self.verdict):
            column.addWidget(part)
        column.addLayout(foot)
        self.setFixedWidth(WIDTH)

    def read_with(self, jobs: Jobs) -> None:
        """Read what the board does not know by itself: address, telephone, notes, who changed it last."""
        self._jobs = jobs

    def dismiss(self) -> None:
        """Hide, and forget what was about to be shown."""
        self._delay.stop()
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets.clear()
        self.is_pinned = False
        if self._listened is not None:
            self._listened.removeEventFilter(self)
            self._listened = None
        self.hide()

    def _on_hovered(self, visit_id: int) -> None:
        if self.is_pinned:
            return
        self.dismiss()
        self._visit_id = visit_id
        if visit_id and self._view.pointer.gesture is None:
            self._delay.start()
            self._ask()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ctrl pins it and lets it go; other keys, presses and wheels put it away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Control and self.isVisible():
                if not event.isAutoRepeat():
                    self._pin(on=not self.is_pinned)
                return False
            if self.is_pinned and event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
            self.dismiss()
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.dismiss()
        return False

    def _pin(self, *, on: bool) -> None:
        if not on:
            self.dismiss()
            return
        self.is_pinned = True
        self.hint.setText(_("Esc closes"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A bordered ground with a soft lower edge; the border is the accent while it is pinned."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 36))
        painter.drawRoundedRect(body.translated(0, 2), theme.RADIUS, theme.RADIUS)
        painter.setPen(QPen(theme.tokens.accent if self.is_pinned else theme.tokens.edge, 1))
        painter.setBrush(theme.tokens.surface)
        painter.drawRoundedRect(body, theme.RADIUS, theme.RADIUS)
        painter.end()

    # ------------------------------------------------------------------ what is read

    def _ask(self) -> None:
        """Read while the pointer rests, so that it is there when the card comes."""
        slot = self._view.scene.model.table.slot(self._visit_id)
        if self._jobs is None or slot < 0 or self._read.visit_id == self._visit_id:
            return
        self._read = _Read(self._visit_id)
        order_id = int(self._view.scene.model.table.order_id[slot])
        self._tickets = [
            self._jobs.read(order_card, order_id, done=self._take_card, failed=_pass_over, owner=self),
            self._jobs.read(
                last_change,
                order_id=order_id,
                visit_id=self._visit_id,
                done=self._take_change,
                failed=_pass_over,
                owner=self,
            ),
        ]

    def forget(self) -> None:
        """What was read may have changed."""
        self._read = _Read()

    def _take_card(self, card: OrderCard) -> None:
        self._read.card = card
        if self.isVisible():
            self._fill()

    def _take_change(self, changed: LastChange | None) -> None:
        self._read.changed = changed
        if self.isVisible():
            self._fill()

    # ------------------------------------------------------------------ what is shown

    def _show_now(self) -> None:
        if self._view.scene.model.table.slot(self._visit_id) < 0:
            return
        self.hint.setText(_("Ctrl keeps this open"))
        focused = QApplication.focusWidget()
        if focused is not None and focused not in (self._view, self._view.viewport()):
            self._listened = focused
            focused.installEventFilter(self)
        self._fill()
        self.show()
        self.raise_()

    def _fill(self) -> None:
        scene = self._view.scene
        slot = scene.model.table.slot(self._visit_id)
        if slot < 0:
            self.dismiss()
            return
        place = scene.model.placement(slot)
        self.title.setText(f"{place.number} · {place.customer}" if place.customer else place.number)
        self.status.show_chip(status_chip(STATUSES[int(scene.model.table.status[slot])]))
        self.facts.show_facts([fact for fact in self._facts(slot) if fact[1]])
        self.verdict.show_verdict(scene.model.judge([place])[0])
        notes = self._notes()
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        changed = self._read.changed
        said = f"{changed.by}, {format_instant(changed.at, scene.model.window.zone)}" if changed else ""
        self.changed.setText(said)
        self._column.activate()
        self.resize(WIDTH, self._column.heightForWidth(WIDTH))
        self.move(self._beside(scene.rect_of(slot)))

    def _facts(self, slot: int) -> Iterator[tuple[str, str]]:
        scene, style = self._view.scene, self._view.style_in_use
        place, days, card = scene.model.placement(slot), scene.model.days, self._read.card
        when = format_weekday_date(days.wall(place.starts).date())
        length = format_minutes((place.ends - place.starts) // 60)
        yield _("Time"), f"{when} {times(scene, style, place.starts, place.ends)} · {length}"
        if card is not None:
            yield _("There"), self._there(card, place.starts, place.ends)
        yield _("Technician"), scene.model.lanes[place.lane].name
        yield _("Colleague"), self.words_on(place.visit_id)
        if card is None:
            yield _("Town"), scene.model.table.town[slot]
        else:
            site = (card.site, card.street, f"{card.postal_code} {card.town}".strip())
            yield _("Site"), ", ".join(part for part in site if part)
            yield _("Telephone"), card.contact_phone or card.caller_phone or card.customer_phone
        bounds = [format_time(days.wall(one)) for one in (place.promise_from, place.promise_to) if one]
        yield _("Promised"), "–".join(bounds)
        yield _("Service level"), self._due(slot)
        held = {skill for skill, _name in scene.model.lanes[place.lane].skills}
        yield _("Skills"), ", ".join(f"{name} {'✓' if skill in held else '✗'}" for skill, name in place.needs)

    def _there(self, card: OrderCard, starts: int, ends: int) -> str:
        """The times as clocks at the site show them, where those differ from the company's."""
        name, own = zone_of(card.country), ZoneInfo(self._view.scene.model.window.zone)
        if not name:
            return ""
        walls = [datetime.fromtimestamp(one, ZoneInfo(name)) for one in (starts, ends)]
        if walls[0].utcoffset() == datetime.fromtimestamp(starts, own).utcoffset():
            return ""
        span = "–".join(format_time(wall) for wall in walls)
        return _("{times} in {zone}").format(times=span, zone=name.rpartition("/")[2].replace("_", " "))

    def _notes(self) -> str:
        """Notes of the site and the work, two lines of them."""
        card = self._read.card
        if card is None:
            return ""
        said = [card.description, card.access_notes, *(task.internal_note for task in card.tasks)]
        text = " · ".join(" ".join(part.split()) for part in dict.fromkeys(said) if part)
        metrics = QFontMetricsF(self.notes.font())
        room = (WIDTH - 28) * NOTE_LINES * 0.94
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _due(self, slot: int) -> str:
        """When the order's service level runs out, and how long that is."""
        model = self._view.scene.model
        due = int(model.due_of(model.table.order_id[slot : slot + 1])[0][0])
        if not due:
            return ""
        wall = model.days.wall(due)
        when = f"{format_weekday_date(wall.date())} {format_time(wall)}"
        left = due - model.dues_at
        if left < 0:
            return _("ran out on {time}, {late}").format(time=when, late=due_words(left))
        return _("due {time}, {left} left").format(time=when, left=due_words(left))

    def _beside(self, block: QRect) -> QPoint:
        """Under the block, above it when there is no room; never over it."""
        port = self._view.viewport().rect()
        x = min(max(block.left(), port.left() + GAP), port.right() - self.width() - GAP)
        below = block.bottom() + GAP
        y = below if below + self.height() < port.bottom() else block.top() - GAP - self.height()
        return QPoint(x, max(y, GAP))


def _pass_over(_error: Exception) -> None:
    """What cannot be read is not said; the board tells about a lost connection elsewhere."""
