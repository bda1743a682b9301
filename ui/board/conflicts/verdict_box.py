"""A box that says whether something fits, and if not why: the same words as the ghost of a drag."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from models import fit
from resources.texts import _, format_minutes
from ui import theme
from ui.widgets.cards import plain_label


class VerdictBox(QFrame):
    """A headline and reasons on a ground that is quiet when it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        self._tone = "good"
        self._head = plain_label(weight=600)
        self._body = plain_label(px=12)
        for label in (self._head, self._body):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self._body)
        theme.changed.connect(self._dress)
        self._dress()

    def show_verdict(self, verdict: fit.Verdict, *, where: str = "") -> None:
        """Show what the judge found; `where` names the place."""
        self._tone = "bad" if verdict.hard else "warning" if verdict.soft else "good"
        heads = {"bad": _("Does not fit"), "warning": _("Fits with a warning"), "good": _("Fits")}
        head = heads[self._tone]
        self._head.setText(f"{head} · {where}" if where else head)
        lines = [finding.text for finding in verdict.findings] or list(travel_words(verdict))
        self._body.setText("\n".join(lines))
        self._body.setVisible(bool(lines))
        self._dress()

    def words(self) -> tuple[str, str]:
        """Headline and reasons now shown."""
        return self._head.text(), self._body.text()

    def _dress(self) -> None:
        palette = self._head.palette()
        palette.setColor(self._head.foregroundRole(), theme.colour(self._tone))
        self._head.setPalette(palette)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded ground in the verdict's tone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.tokens.line, 1))
        quiet = self._tone == "good"
        painter.setBrush(theme.tokens.surface if quiet else theme.colour(f"{self._tone}_surface"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
        )
        painter.end()


def travel_words(verdict: fit.Verdict) -> Iterator[str]:
    """How long the travel around it takes, where it is known."""
    arrive, leave = round(verdict.travel_in.minutes), round(verdict.travel_out.minutes)
    if arrive or leave:
        yield _("Travel {before} before, {after} after").format(
            before=format_minutes(arrive), after=format_minutes(leave)
        )
