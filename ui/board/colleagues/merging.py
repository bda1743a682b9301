"""A colleague moved a visit first: both places side by side, to choose from (board.md 5, 55)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from models.errors import Conflict, Expected
from resources.texts import _, format_minutes, format_time, format_weekday_date
from ui.board.gestures import Move
from ui.board.loading import Renewed, read_visits
from ui.widgets.toast import Kind
from ui.widgets.versions import Version, VersionsCard

if TYPE_CHECKING:
    from ui.board.page import BoardPage

WHO, START, LENGTH = "technician", "start", "length"
MARGIN, ABOVE = 16, 68
"""Pixels from the edges of the board; the message bar stands below the card."""
WIDTH = 460


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a visit stands: technician id, start and length in epoch seconds and seconds."""

    technician_id: int
    starts: int
    seconds: int


def merged(theirs: Stand, mine: Stand, chosen: frozenset[str]) -> Stand:
    """Theirs, but for what was chosen of mine."""
    return Stand(
        mine.technician_id if WHO in chosen else theirs.technician_id,
        mine.starts if START in chosen else theirs.starts,
        mine.seconds if LENGTH in chosen else theirs.seconds,
    )


class MergeDesk(QObject):
    """The card over one board; it waits for an answer and stops nothing meanwhile."""

    def __init__(self, page: BoardPage) -> None:
        """Listen to what was refused because somebody was first."""
        super().__init__(page)
        self._page = page
        self._moves: tuple[Move, ...] = ()
        self._theirs: dict[int, tuple[Stand, int]] = {}
        self._asked = 0
        self.card = VersionsCard(page.stack, is_wide=True)
        self.card.keep.setText(_("Use this choice"))
        self.card.drop.setText(_("Leave theirs"))
        self.card.settled.connect(self._settle)
        self.card.dropped.connect(lambda: self._settle(frozenset()))
        for watched in (page.stack, self.card):
            watched.installEventFilter(self)
        page.planning.conflicted.connect(self._on_conflict)

    def _on_conflict(self, moves: Sequence[Move], error: Conflict) -> None:
        ids = tuple(move.visit_id for move in moves)
        self._page.jobs.gather(
            read_visits,
            ids,
            done=lambda renewed: self._show(tuple(moves), error, renewed),
            failed=self._page.jobs.went_wrong.emit,
            owner=self,
        )

    def _show(self, moves: tuple[Move, ...], error: Conflict, renewed: Renewed) -> None:
        columns = renewed.columns
        known = zip(
            columns.id.tolist(),
            columns.technician_id.tolist(),
            columns.starts.tolist(),
            columns.ends.tolist(),
            columns.version.tolist(),
            strict=True,
        )
        self._theirs = {one: (Stand(who, at, end - at), version) for one, who, at, end, version in known}
        asked = next((move for move in moves if move.visit_id == error.row_id), moves[0])
        if asked.visit_id not in self._theirs:
            self._say(error)
            return
        self._moves, self._asked = moves, asked.visit_id
        theirs, mine = self._theirs[asked.visit_id][0], _stand(asked)
        number = columns.number[columns.id.tolist().index(asked.visit_id)]
        versions = self._versions(theirs, mine)
        if not versions:  # what was sent twice over a lost connection is done already
            return
        who = error.by or _("Somebody else")
        sentence = _("{name} changed {order} while you were at it. Whose is to hold?")
        self.card.ask(sentence.format(name=who, order=number), versions)
        self._place()

    def _versions(self, theirs: Stand, mine: Stand) -> list[Version]:
        pairs = (
            (WHO, _("Technician"), self._name(theirs.technician_id), self._name(mine.technician_id)),
            (START, _("Start"), self._time(theirs.starts), self._time(mine.starts)),
            (
                LENGTH,
                _("Duration"),
                format_minutes(theirs.seconds // 60),
                format_minutes(mine.seconds // 60),
            ),
        )
        return [Version(key, label, one, other) for key, label, one, other in pairs if one != other]

    def _settle(self, chosen: frozenset[str]) -> None:
        """Move what is to be moved, in the versions of now; the database judges it again."""
        self.card.hide()
        self._page.view.setFocus()
        places = []
        for move in self._moves:
            if move.visit_id not in self._theirs:
                continue
            theirs, version = self._theirs[move.visit_id]
            stand = merged(theirs, _stand(move), chosen) if move.visit_id == self._asked else _stand(move)
            if stand != theirs:
                ends = stand.starts + stand.seconds
                places.append(
                    replace(
                        move,
                        version=version,
                        technician_id=stand.technician_id,
                        starts=stand.starts,
                        ends=ends,
                    )
                )
        self._moves = ()
        if places:
            self._page.planning.move(places, by_keyboard=False)

    def _say(self, error: Expected) -> None:
        self._page.messages.say(str(error), Kind.BAD)

    def _name(self, technician_id: int) -> str:
        model = self._page.view.scene.model
        lane = model.lane_of.get(technician_id, -1)
        return model.lanes[lane].name if lane >= 0 else _("Somebody without a lane here")

    def _time(self, instant: int) -> str:
        local: datetime = self._page.view.scene.model.days.wall(instant)
        return f"{format_weekday_date(local.date())} {format_time(local)}"

    # ------------------------------------------------------------------ where the card stands

    def _place(self) -> None:
        host = self._page.stack
        width = min(WIDTH, host.width() - 2 * MARGIN)
        self.card.setFixedWidth(width)
        self.card.adjustSize()
        self.card.move(host.width() - width - MARGIN, max(host.height() - self.card.height() - ABOVE, 0))
        self.card.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the board; Esc leads back to it, and the card waits on."""
        if watched is self.card:
            is_esc = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
            if is_esc and event.type() == QEvent.Type.KeyPress:
                self._page.view.setFocus()
                return True
        elif event.type() == QEvent.Type.Resize and self.card.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def _stand(move: Move) -> Stand:
    return Stand(move.technician_id, move.starts, move.ends - move.starts)
