"""What gestures lay over the board leaves no pixel behind: tints, outlines, threads, copies, crews."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.board import company
from tests.ui.board.test_blitting import Walker, _on_screen
from ui import theme
from ui.board.gestures import MoveVisits
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel
from ui.board.painting.crew_lines import CrewLines
from ui.board.painting.tints import Tints
from ui.board.view import BoardView

KEYS = (Qt.Key.Key_Control, Qt.Key.Key_X, Qt.Key.Key_P)


class Desk(QObject):
    """As much of a page as tints and crews ask for."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view)
        self.view = view


class Carrier(Walker):
    """Carries visits about, with keys held and lanes judged meanwhile."""

    def __init__(self, view: BoardView, seed: int) -> None:
        super().__init__(view, seed)
        self.tints = Tints(Desk(view))  # type: ignore[arg-type]  # as of a page
        self.crews = CrewLines(Desk(view))  # type: ignore[arg-type]  # as of a page
        self.tints._wait.setInterval(10_000_000)

    def press(self) -> None:
        super().press()
        self.hover()

    def hold(self) -> None:
        key = self.chance.choice(KEYS)
        (QTest.keyPress if self.chance.random() < 0.5 else QTest.keyRelease)(self.view, key)

    def tie(self) -> None:
        if isinstance(self.view.pointer.gesture, MoveVisits):
            self.view.pointer.gesture.tie()

    def judge(self) -> None:
        self.tints.judge()

    def step(self) -> str:
        acts = [self.scroll, self.hover, self.press, self.hold, self.tie, self.judge, self.mark]
        act = self.chance.choices(acts, (16, 34, 9, 9, 14, 8, 4))[0]
        act()
        return act.__name__


@pytest.mark.parametrize(("scheme", "seed"), [("light", 21), ("dark", 22)])
def test_a_board_with_something_in_hand_equals_a_repainted_one(
    qapp: QApplication, scheme: str, seed: int
) -> None:
    theme.apply(qapp, scheme)
    view = BoardView(BoardModel(company.a_window(14, 8, 260), company.a_travel()))
    view.resize(900, 420)
    view.show()
    view.show_scale(Scale.DAY, company.epoch(company.MONDAY, 12 * 60))
    table = view.scene.model.table
    table.crew_id[:] = table.id // 2  # pairs go together
    qapp.processEvents()
    walker, wrong = Carrier(view, seed), []
    for number in range(150):
        name = walker.step()
        qapp.processEvents()
        shown = _on_screen(view)
        view.viewport().update()
        qapp.processEvents()
        if shown != _on_screen(view):
            wrong.append(f"{number} {name}")
    view.pointer.cancel()
    view.close()
    view.deleteLater()
    qapp.processEvents()
    assert wrong == []
