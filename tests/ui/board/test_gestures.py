"""Drag, resize, drop, cancel, select and walk through real Qt events."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.board import company
from ui import theme
from ui.board.gestures import Drop, Move
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel
from ui.board.pointer import ORDERS_MIME, orders_mime
from ui.board.view import BoardView

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NINE = company.epoch(company.MONDAY, 9 * 60)


def a_board() -> BoardModel:
    """Four technicians without travel; Anna has visits at 9 and 11, Bram at 13, Cas none, Gijs is away."""
    window = company.a_window(4, 7, 8)
    visits = window.visits
    for at, (who, hour) in enumerate(((1, 9), (1, 11), (2, 13))):
        visits.technician_id[at] = who
        visits.starts[at] = company.epoch(company.MONDAY, hour * 60)
        visits.ends[at] = visits.starts[at] + 3600
    visits.technician_id[3:] = 99
    visits.lock[:] = visits.status[:] = 0
    visits.promise_from[:] = visits.promise_to[:] = 0
    model = BoardModel(window)
    model.needs.clear()
    return model


class Hand:
    """Drives one board and keeps what it said."""

    def __init__(self, view: BoardView) -> None:
        self.view = view
        self.moves: list[list[Move]] = []
        self.drops: list[list[Drop]] = []
        self.back: list[list[int]] = []
        self.refused: list[str] = []
        self.opened: list[int] = []
        view.moves_wanted.connect(self.moves.append)
        view.orders_dropped.connect(self.drops.append)
        view.unschedule_wanted.connect(self.back.append)
        view.refused.connect(self.refused.append)
        view.offered.connect(lambda offer: self.refused.append(offer.words))
        view.order_wanted.connect(self.opened.append)

    def at(self, lane: int, minute: int) -> QPoint:
        scene = self.view.scene
        top = scene.lane_top(lane)
        return QPoint(scene.x(company.epoch(company.MONDAY, minute)), top + scene.density.lane // 2)

    def block(self, visit_id: int) -> QPoint:
        return self.view.scene.rect_of(self.view.scene.model.table.slot(visit_id)).center()

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._send(QEvent.Type.MouseButtonPress, at, (button, button), keys)

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._send(QEvent.Type.MouseMove, at, (NONE, LEFT), keys)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, (LEFT, NONE), keys)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self.press(start)
        self.move((start + end) / 2, keys)
        self.move(end, keys)
        self.release(end, keys)

    def _send(
        self,
        kind: QEvent.Type,
        at: QPoint,
        buttons: tuple[Qt.MouseButton, Qt.MouseButton],
        keys: Qt.KeyboardModifier,
    ) -> None:
        port = self.view.viewport()
        place = QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, keys))


@pytest.fixture
def hand(qapp: QApplication) -> Iterator[Hand]:
    theme.apply(qapp, "light")
    view = BoardView(a_board())
    view.resize(1300, 420)
    view.show()
    view.show_scale(Scale.DAY, NINE)
    qapp.processEvents()
    yield Hand(view)
    view.close()
    view.deleteLater()
    qapp.processEvents()


def test_a_visit_is_dragged_to_another_lane_and_time(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + (hand.at(2, 15 * 60) - hand.at(0, 9 * 60)))
    ((move,),) = hand.moves
    start = company.epoch(company.MONDAY, 15 * 60)
    assert (move.visit_id, move.technician_id, move.starts, move.ends) == (1, 3, start, start + 3600)
    assert move.version == 1


def test_a_drop_where_it_was_wants_nothing(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + QPoint(3, 9))
    assert hand.moves == []
    assert hand.refused == []


def test_a_hard_finding_springs_back_with_words(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + (hand.at(0, 11 * 60) - hand.at(0, 9 * 60)))
    assert hand.moves == []
    assert "SO-1041" in hand.refused[0]
    assert not hand.view.scene.overlay


def test_a_soft_finding_commits(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + (hand.at(0, 7 * 60 + 45) - hand.at(0, 9 * 60)))
    assert not hand.moves[0][0].verdict.fits


def test_the_ghost_says_what_would_happen(hand: Hand) -> None:
    hand.press(hand.block(1))
    hand.move(hand.block(1) + QPoint(20, 0))
    hand.move(hand.block(1) + (hand.at(1, 13 * 60 + 30) - hand.at(0, 9 * 60)))
    overlay = hand.view.scene.overlay
    assert overlay.hard
    assert "13:30–14:30" in overlay.title
    assert overlay.title.endswith(hand.view.scene.model.lanes[1].name)
    hand.move(hand.block(1) + (hand.at(1, 9 * 60) - hand.at(0, 9 * 60)))
    assert hand.view.scene.overlay.words[0] == "Fits"
    hand.view.pointer.cancel()


@pytest.mark.parametrize("way", ["escape", "right button"])
def test_cancelling_leaves_no_trace(hand: Hand, way: str) -> None:
    before = hand.view.grab().toImage()
    hand.press(hand.block(1))
    hand.view.select(frozenset())
    hand.view.focus_visit(0)
    hand.move(hand.block(1) + QPoint(200, 60))
    if way == "escape":
        QTest.keyClick(hand.view, Qt.Key.Key_Escape)
    else:
        hand.press(hand.block(1), RIGHT)
    hand.release(hand.block(1) + QPoint(200, 60))
    assert hand.moves == []
    assert hand.refused == []
    assert hand.view.grab().toImage() == before


def test_alt_moves_by_the_minute(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + QPoint(37, hand.at(2, 0).y() - hand.at(0, 0).y()), ALT)
    minutes = (hand.moves[0][0].starts - NINE) // 60
    assert minutes % 15 != 0
    assert minutes == pytest.approx(37 * hand.view.scene.axis.seconds_per_pixel / 60, abs=1)


def test_shift_keeps_the_time(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + QPoint(90, hand.at(2, 0).y() - hand.at(0, 0).y()), SHIFT)
    assert (hand.moves[0][0].starts, hand.moves[0][0].technician_id) == (NINE, 3)


def test_selected_visits_keep_their_offsets(hand: Hand) -> None:
    hand.view.select(frozenset({1, 2}))
    hand.drag(hand.block(1), hand.block(1) + (hand.at(2, 10 * 60) - hand.at(0, 9 * 60)))
    first, second = hand.moves[0]
    assert (first.technician_id, second.technician_id) == (3, 3)
    assert second.starts - first.starts == 2 * 3600
    assert first.starts == NINE + 3600


@pytest.mark.parametrize(("side", "minutes", "expected"), [("end", 30, (0, 90)), ("start", -30, (-30, 60))])
def test_an_edge_resizes(hand: Hand, side: str, minutes: int, expected: tuple[int, int]) -> None:
    rect = hand.view.scene.rect_of(hand.view.scene.model.table.slot(1))
    grab = QPoint(rect.right() - 1 if side == "end" else rect.left() + 1, rect.center().y())
    hand.drag(grab, grab + (hand.at(0, 600 + minutes) - hand.at(0, 600)))
    move = hand.moves[0][0]
    assert ((move.starts - NINE) // 60, (move.ends - NINE) // 60) == expected


def test_a_visit_dropped_on_the_waiting_list_goes_back(hand: Hand) -> None:
    target = QWidget()
    target.setGeometry(hand.view.x(), hand.view.y() + 500, 900, 200)
    target.show()
    hand.view.waiting_list = target
    hand.drag(hand.block(1), hand.view.viewport().mapFromGlobal(target.mapToGlobal(QPoint(300, 80))))
    assert hand.back == [[1]]
    assert hand.moves == []
    target.close()
    target.deleteLater()


def _carry(hand: Hand, mime: QMimeData, at: QPoint, *, drop: bool = True) -> bool:
    port, action = hand.view.viewport(), Qt.DropAction.MoveAction
    enter = QDragEnterEvent(at, action, mime, LEFT, PLAIN)
    QApplication.sendEvent(port, enter)
    QApplication.sendEvent(port, QDragMoveEvent(at, action, mime, LEFT, PLAIN))
    if drop:
        QApplication.sendEvent(port, QDropEvent(QPointF(at), action, mime, LEFT, PLAIN))
    return enter.isAccepted()


def test_orders_dropped_flow_one_after_another_around_what_is_there(hand: Hand) -> None:
    hand.view.waiting = {row.order_id: row for row in company.waiting_rows(3)}
    _carry(hand, orders_mime([5000, 5001, 5002]), hand.at(0, 10 * 60))
    starts = [(drop.order_id, (drop.starts - NINE) // 60) for drop in hand.drops[0]]
    assert starts == [(5000, 60), (5001, 180), (5002, 270)]
    assert {drop.technician_id for drop in hand.drops[0]} == {1}


def test_an_order_over_a_visit_is_refused(hand: Hand) -> None:
    hand.view.waiting = {row.order_id: row for row in company.waiting_rows(1)}
    _carry(hand, orders_mime([5000]), hand.at(0, 9 * 60 + 30))
    assert hand.drops == []
    assert len(hand.refused) == 1


@pytest.mark.parametrize("content", [b"nonsense", b"[7]", b'{"a": 1}', b'["x"]', b"\xff"])
def test_a_foreign_drag_is_not_taken(hand: Hand, content: bytes) -> None:
    mime = QMimeData()
    mime.setData(ORDERS_MIME, content)
    assert not _carry(hand, mime, hand.at(0, 600))
    assert hand.view.pointer.gesture is None
    assert hand.drops == []


def test_a_drag_that_leaves_takes_its_ghost_along(hand: Hand) -> None:
    hand.view.waiting = {row.order_id: row for row in company.waiting_rows(1)}
    _carry(hand, orders_mime([5000]), hand.at(2, 600), drop=False)
    assert hand.view.scene.overlay.ghosts
    QApplication.sendEvent(hand.view.viewport(), QEvent(QEvent.Type.DragLeave))
    assert not hand.view.scene.overlay


def test_the_rubber_band_selects_what_it_touches(hand: Hand) -> None:
    hand.press(hand.at(0, 8 * 60 + 10))
    hand.move(hand.at(0, 9 * 60 + 10) + QPoint(0, 5))
    hand.move(hand.at(0, 11 * 60 + 10) + QPoint(0, 5))
    hand.release(hand.at(0, 11 * 60 + 10) + QPoint(0, 5))
    assert hand.view.selected_ids == {1, 2}
    hand.press(hand.at(2, 600))
    hand.release(hand.at(2, 600))
    assert hand.view.selected_ids == frozenset()


def test_clicks_select_one_add_one_and_a_range(hand: Hand) -> None:
    clicks: list[tuple[int, Qt.KeyboardModifier, set[int]]] = [
        (1, PLAIN, {1}), (3, CTRL, {1, 3}), (3, CTRL, {1}), (1, PLAIN, {1}), (2, SHIFT, {1, 2}),
    ]  # fmt: skip
    for visit_id, keys, expected in clicks:
        hand.press(hand.block(visit_id), keys=keys)
        hand.release(hand.block(visit_id), keys)
        assert hand.view.selected_ids == expected


def _key(key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> Callable[[Hand], None]:
    return lambda hand: QTest.keyClick(hand.view, key, keys)


def test_arrows_walk_from_visit_to_visit(hand: Hand) -> None:
    hand.view.focus_visit(1)
    for key, expected in (
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Down, 3),
        (Qt.Key.Key_Up, 2),
        (Qt.Key.Key_Left, 1),
    ):
        _key(key)(hand)
        assert hand.view.scene.focused == expected
        assert hand.view.selected_ids == {expected}


def test_keys_move_and_lengthen(hand: Hand) -> None:
    hand.view.focus_visit(1)
    hand.view.select(frozenset({1}))
    _key(Qt.Key.Key_Right, ALT)(hand)
    _key(Qt.Key.Key_Down, ALT)(hand)
    _key(Qt.Key.Key_Right, ALT | SHIFT)(hand)
    step = hand.view.scene.axis.snap
    assert [(m.technician_id, m.starts - NINE, m.ends - NINE - 3600) for (m,) in hand.moves] == [
        (1, step, step), (2, 0, 0), (1, 0, step),
    ]  # fmt: skip


def test_the_wheel_scrolls_and_zooms_around_the_pointer(hand: Hand) -> None:
    at = QPoint(700, 150)
    instant = hand.view.scene.time(at.x())
    hand.view.zoom(1.25, around=at.x())
    assert hand.view.scene.time(at.x()) == pytest.approx(
        instant, abs=2 * hand.view.scene.axis.seconds_per_pixel
    )


def test_a_group_closes_and_opens_by_a_click(hand: Hand) -> None:
    height = hand.view.scene.rows.height
    for expected in (24, height):
        hand.press(QPoint(60, hand.view.scene.canvas.top() + 10))
        hand.release(QPoint(60, hand.view.scene.canvas.top() + 10))
        assert hand.view.scene.rows.height == expected


def test_the_board_scrolls_by_itself_near_an_edge(hand: Hand) -> None:
    hand.view.zoom(2.0)
    bar = hand.view.horizontalScrollBar()
    hand.view.reveal(1)
    before = bar.value()
    hand.press(hand.block(1))
    hand.move(hand.block(1) + QPoint(40, 0))
    hand.move(QPoint(hand.view.viewport().width() - 4, hand.block(1).y()))
    for _frame in range(5):
        hand.view.pointer._auto_scroll()
    assert before + 50 <= bar.value() <= before + 100
    hand.view.pointer.cancel()
