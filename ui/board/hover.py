"""The hover card: a visit in a few lines, after the pointer has rested on it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout

from resources.texts import _, format_minutes, format_time, format_weekday_date
from ui import theme
from ui.board.columns import STATUSES
from ui.board.labels import times
from ui.board.model import NEAR_DUE, OVERDUE
from ui.board.verdict_box import VerdictBox
from ui.board.view import BoardView
from ui.widgets.badge import Badge, status_chip
from ui.widgets.cards import Facts, plain_label

DELAY_MS = 350
WIDTH = 340
GAP = 8


class HoverCard(QFrame):
    """Shows itself beside the visit under the pointer; gone when the pointer leaves or a key is pressed."""

    def __init__(self, view: BoardView) -> None:
        """Serve one board."""
        super().__init__(view.viewport())
        self._view = view
        self._visit_id = 0
        self.title = plain_label(weight=600)
        self.status = Badge(status_chip(STATUSES[0]))
        self.facts = Facts()
        self.verdict = VerdictBox()
        self.title.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for part in (self.title, self.status, self.facts, self.verdict):
            column.addWidget(part)
        self.setFixedWidth(WIDTH)
        self.hide()
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self._show_now)
        view.hovered.connect(self._on_hovered)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.horizontalScrollBar().valueChanged.connect(lambda _value: self.dismiss())
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.dismiss())

    def dismiss(self) -> None:
        """Hide, and forget what was about to be shown."""
        self._delay.stop()
        self.hide()

    def _on_hovered(self, visit_id: int) -> None:
        self.dismiss()
        self._visit_id = visit_id
        if visit_id and self._view.pointer.gesture is None:
            self._delay.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys, presses and wheels put it away."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.dismiss()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A bordered ground with a soft lower edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 36))
        painter.drawRoundedRect(body.translated(0, 2), theme.RADIUS, theme.RADIUS)
        painter.setPen(QPen(theme.tokens.edge, 1))
        painter.setBrush(theme.tokens.surface)
        painter.drawRoundedRect(body, theme.RADIUS, theme.RADIUS)
        painter.end()

    def _show_now(self) -> None:
        scene = self._view.scene
        slot = scene.model.table.slot(self._visit_id)
        if slot < 0:
            return
        table, place = scene.model.table, scene.model.placement(slot)
        self.title.setText(f"{place.number} · {place.customer}" if place.customer else place.number)
        self.status.show_chip(status_chip(STATUSES[int(table.status[slot])]))
        self.facts.show_facts([fact for fact in self._facts(slot) if fact[1]])
        self.verdict.show_verdict(scene.model.judge([place])[0])
        self.adjustSize()
        self.move(self._beside(scene.rect_of(slot)))
        self.show()
        self.raise_()

    def _facts(self, slot: int) -> Iterator[tuple[str, str]]:
        scene, style = self._view.scene, self._view.style_in_use
        place, days = scene.model.placement(slot), scene.model.days
        when = format_weekday_date(days.wall(place.starts).date())
        length = format_minutes((place.ends - place.starts) // 60)
        yield _("Time"), f"{when} {times(scene, style, place.starts, place.ends)} · {length}"
        yield _("Technician"), scene.model.lanes[place.lane].name
        yield _("Town"), scene.model.table.town[slot]
        bounds = [format_time(days.wall(one)) for one in (place.promise_from, place.promise_to) if one]
        yield _("Promised"), "–".join(bounds)
        yield _("Service level"), self._due(slot)
        yield _("Skills"), ", ".join(name for _id, name in place.needs)

    def _due(self, slot: int) -> str:
        """When the order's service level runs out, and whether it has."""
        model = self._view.scene.model
        due = int(model.due_of(model.table.order_id[slot : slot + 1])[0][0])
        if not due:
            return ""
        wall = model.days.wall(due)
        when = f"{format_weekday_date(wall.date())} {format_time(wall)}"
        words = {
            NEAR_DUE: _("runs out soon, on {time}"),
            OVERDUE: _("ran out on {time}"),
        }
        return words.get(int(model.due_states[slot]), _("due {time}")).format(time=when)

    def _beside(self, block: QRect) -> QPoint:
        """Under the block, above it when there is no room; never over it."""
        port = self._view.viewport().rect()
        x = min(max(block.left(), port.left() + GAP), port.right() - self.width() - GAP)
        below = block.bottom() + GAP
        y = below if below + self.height() < port.bottom() else block.top() - GAP - self.height()
        return QPoint(x, max(y, GAP))
