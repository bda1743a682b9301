"""Done-when 3: two programs on one PostgreSQL, 200 random gestures each, one in the other's hands all along.

Each gesture of one is begun, then the other makes a whole one, then the first is ended. What one did is on
the other's board before the test goes on; nobody's gesture is broken off; in the end both boards are what the
database says, nothing overlaps, and every acknowledged change stands there in its last version.
"""

from __future__ import annotations

import itertools
import logging
import os
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from time import monotonic

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.settings import Settings
from app.usecases.visits import Planned, Rearranged
from app.work import Work
from models.terms import VisitStatus
from models.visits import Visit
from tests.builders import MONDAY, a_technician, a_visit, an_order
from tests.conftest import Clock
from tests.ui.driver import Dispatcher
from ui.board.pointer import orders_mime

pytestmark = pytest.mark.pg
DAY = date(2026, 11, 23)
GESTURES = int(os.environ.get("TESTS_GESTURES", "200"))
LANES, VISITS, WAITING = 8, 24, 12
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
Press, Move, Release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
Stand = tuple[int, int, int, int]
"""Technician, start, end (epoch seconds) and version of a visit."""


def a_company(work: Work) -> None:
    """Technicians with some visits each, and orders that wait."""
    people = [a_technician(work, code=f"T{n:02}", name=f"Tech {n:02}") for n in range(LANES)]
    for n in range(VISITS):
        starts = MONDAY + timedelta(hours=2 * (n // LANES))
        a_visit(work, technician=people[n % LANES], starts=starts)
    for n in range(WAITING):
        an_order(work, number=f"W-{n:02}", service_date=None, duration_minutes=45)


class Hand:
    """One person's random gestures, in real Qt events, and what the database acknowledged of them."""

    def __init__(self, person: Dispatcher, chance: random.Random) -> None:
        self.person, self.page, self._chance = person, person.page, chance
        self.acknowledged: dict[int, Stand] = {}
        self.gone: set[int] = set()
        person.window.edits.applied.connect(self._note)

    def _note(self, _edit: object, answer: object) -> None:
        if isinstance(answer, Planned | Rearranged):
            v = answer.visits
            rows = zip(
                v.id.tolist(), v.technician_id.tolist(), v.starts.tolist(), v.ends.tolist(), strict=True
            )
            for (one, who, starts, ends), version in zip(rows, v.version.tolist(), strict=True):
                self.acknowledged[one] = who, starts, ends, version
        dropped = answer if isinstance(answer, tuple) else getattr(answer, "dropped", ())
        self.gone |= {one.placement.visit_id for one in dropped}

    # ------------------------------------------------------------------ gestures in two halves

    def begins(self) -> Callable[[], None]:
        """Begin a gesture at random; the answer ends it."""
        kinds = (self._move, self._move, self._move, self._resize, self._plan, self._send_back, self._step)
        for kind in self._chance.sample(kinds, len(kinds)):
            end = kind()
            if end is not None:
                return end
        raise AssertionError("nothing can be done on this board")

    def _block(self) -> tuple[QPoint, QPoint, QPoint] | None:
        """Left edge, middle and right edge of a block in full view."""
        scene = self.page.view.scene
        blocks = [scene.rect_of(int(slot)) for slot in scene.slots_in(scene.canvas)]
        shown = [rect for rect in blocks if scene.canvas.contains(rect) and rect.width() > 40]
        if not shown:
            return None
        rect = self._chance.choice(shown)
        y = rect.center().y()
        return QPoint(rect.left() + 1, y), rect.center(), QPoint(rect.right() - 1, y)

    def _somewhere(self) -> QPoint:
        """A point between eight and five in some lane."""
        codes = self.person.lanes()
        at = MONDAY + timedelta(minutes=5 * self._chance.randrange(0, 84))
        return self.person.place(self._chance.choice(codes), at)

    def _move(self) -> Callable[[], None] | None:
        block = self._block()
        if block is None:
            return None
        return self._drag(block[1], self._somewhere())

    def _resize(self) -> Callable[[], None] | None:
        block = self._block()
        if block is None:
            return None
        return self._drag(block[2], block[2] + QPoint(self._chance.randrange(-20, 60), 0))

    def _send_back(self) -> Callable[[], None] | None:
        block = self._block()
        if block is None or len(self.page.waiting.rows) > WAITING:
            return None
        port, waiting = self.page.view.viewport(), self.page.waiting
        return self._drag(block[1], port.mapFromGlobal(waiting.mapToGlobal(waiting.rect().center())))

    def _drag(self, start: QPoint, target: QPoint) -> Callable[[], None]:
        self._mouse(Press, start, (LEFT, LEFT))
        self._mouse(Move, (start + target) / 2, (NONE, LEFT))
        held = self.page.view.pointer.gesture

        def end() -> None:
            assert self.page.view.pointer.gesture is held, "the gesture was broken off"
            self._mouse(Move, target, (NONE, LEFT))
            self._mouse(Release, target, (LEFT, NONE))

        return end

    def _plan(self) -> Callable[[], None] | None:
        rows = list(self.page.waiting.rows.values())
        if not rows:
            return None
        at, port = self._somewhere(), self.page.view.viewport()
        mime, action = orders_mime([self._chance.choice(rows).order_id]), Qt.DropAction.MoveAction
        QApplication.sendEvent(port, QDragEnterEvent(at, action, mime, LEFT, ALT))
        QApplication.sendEvent(port, QDragMoveEvent(at, action, mime, LEFT, ALT))
        held = self.page.view.pointer.gesture

        def end() -> None:
            assert self.page.view.pointer.gesture is held, "the drop was broken off"
            QApplication.sendEvent(port, QDropEvent(QPointF(at), action, mime, LEFT, ALT))

        return end

    def _step(self) -> Callable[[], None] | None:
        edits = self.person.window.edits
        if self._chance.random() < 0.5 and edits.stack.canUndo():
            return edits.undo
        if edits.stack.canRedo():
            return edits.redo
        block = self._block()
        if block is None:
            return None
        self._mouse(Press, block[1], (LEFT, LEFT))
        self._mouse(Release, block[1], (LEFT, NONE))
        key = self._chance.choice((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down))
        return lambda: QTest.keyClick(self.page.view, key, ALT)

    def _mouse(self, kind: QEvent.Type, at: QPoint, buttons: tuple[Qt.MouseButton, Qt.MouseButton]) -> None:
        port, place = self.page.view.viewport(), QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, ALT))

    # ------------------------------------------------------------------ what is seen

    def board(self) -> dict[int, Stand]:
        """Every visit on the board, by id."""
        model = self.page.view.scene.model
        table = model.table
        return {
            int(table.id[slot]): (
                model.lanes[int(table.lane[slot])].technician_id,
                int(table.starts[slot]),
                int(table.ends[slot]),
                int(table.version[slot]),
            )
            for slot in table.order.tolist()
        }

    def sees(self, other: Hand) -> bool:
        """Whether what the other was told is done is on this board, or something newer is."""
        board = self.board()
        return all(
            board[one][3] >= stand[3] if one in board else one in self.gone | other.gone
            for one, stand in other.acknowledged.items()
            if one not in other.gone or one in board
        )


@pytest.fixture
def both(postgres_url: str, clock: Clock, qtbot: QtBot) -> Iterator[tuple[Dispatcher, Dispatcher]]:
    """Two programs of two people."""
    contexts = [Context(Settings(database=postgres_url), clock=clock) for _one in range(2)]
    try:
        contexts[0].run(a_company)
        people = tuple(Dispatcher(context, qtbot, day=DAY) for context in contexts)
        yield people[0], people[1]
        for person in people:
            person.leaves()
    finally:
        for context in contexts:
            context.close()


def test_two_hundred_gestures_of_two_people_at_once(
    both: tuple[Dispatcher, Dispatcher], qtbot: QtBot
) -> None:
    chance = random.Random(20261123)
    mette, jan = (Hand(person, chance) for person in both)
    seconds: list[float] = []
    for turn in range(GESTURES):
        first, second = (mette, jan) if turn % 2 else (jan, mette)
        end = first.begins()
        second.begins()()
        seconds.append(_seen(qtbot, second, first))
        end()
        seconds.append(_seen(qtbot, first, second))
    seconds.sort()
    told = "seen after %.2f s at p95, %.2f s at most, by %d looks"
    logging.getLogger(__name__).info(told, seconds[len(seconds) * 95 // 100], seconds[-1], len(seconds))
    _is_as_the_database_says(both[0].context, (mette, jan))


def _seen(qtbot: QtBot, doer: Hand, watcher: Hand) -> float:
    """Wait until what one did is on the other's board; how long that took from the acknowledgement on."""
    qtbot.waitUntil(lambda: doer.person.window.edits.is_settled, timeout=20_000)
    begun = monotonic()
    qtbot.waitUntil(lambda: watcher.sees(doer), timeout=20_000)
    return monotonic() - begun


def _is_as_the_database_says(context: Context, hands: tuple[Hand, Hand]) -> None:
    for hand in hands:
        hand.person.settles()
    with context.database.reading() as session:
        visits = list(session.scalars(select(Visit).order_by(Visit.technician_id, Visit.starts_at)))
    stored = {
        visit.id: (
            visit.technician_id,
            int(visit.starts_at.timestamp()),
            int(visit.ends_at.timestamp()),
            visit.version,
        )
        for visit in visits
    }
    for hand in hands:
        hand.person.waits(lambda hand=hand: hand.board() == stored)
        orders = [visit.order_id for visit in visits]
        assert len(orders) == len(set(orders)), "an order was planned twice"
        assert len(orders) + len(hand.page.waiting.rows) == VISITS + WAITING, "an order was lost"
    newest: dict[int, Stand] = {}
    for hand in hands:
        for one, stand in hand.acknowledged.items():
            newest[one] = max(newest.get(one, stand), stand, key=lambda known: known[3])
    gone = hands[0].gone | hands[1].gone
    lost = {one for one, stand in newest.items() if stored.get(one) != stand and one not in gone}
    assert lost == set()
    planned = [visit for visit in visits if visit.status is not VisitStatus.CANCELLED]
    overlaps = [
        (one.id, two.id)
        for one, two in itertools.pairwise(planned)
        if one.technician_id == two.technician_id and one.ends_at > two.starts_at and not two.overlap_reason
    ]
    assert overlaps == []
