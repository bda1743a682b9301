"""A person with a keyboard at the real window: keys by their names, sent to whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from tests.builders import (
    MONDAY,
    a_customer,
    a_line,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_order,
)
from tests.ui.attention import bring_up
from tests.ui.board.dispatcher import BoardDriver
from ui.board.layout.scales import Scale
from ui.board.page import BoardPage
from ui.jobs import Jobs
from ui.widgets.picker import Picker
from ui.window import Window

DAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
Visits = dict[str, list[tuple[str, str, str]]]


def a_keyed_company(work: Work) -> None:
    """Anna (gas) has visits at 9 and 13, Bram at 11, Cas none; three orders wait, one of them for gas."""
    team, gas = a_team(work), a_skill(work, name="Gas 2")
    anna = a_technician(work, name="Anna", code="T01", team_id=team.id, skills=[gas])
    bram = a_technician(work, name="Bram", code="T02", team_id=team.id)
    a_technician(work, name="Cas", code="T03", team_id=team.id)
    customer = a_customer(work, name="Bakkerij Smit")
    site = a_site(work, customer=customer)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60, "service_date": DAY}
    first = an_order(work, number="SO-1", lines=[a_line()], **usual)
    a_visit(work, order=first, technician=anna)
    a_visit(work, order=an_order(work, number="SO-2", **usual), technician=anna, starts=MONDAY + 4 * HOUR)
    a_visit(work, order=an_order(work, number="SO-3", **usual), technician=bram, starts=MONDAY + 2 * HOUR)
    an_order(work, number="SO-11", skills=[gas], **usual)
    an_order(work, number="SO-12", **{**usual, "duration_minutes": 90})
    an_order(work, number="SO-13", **usual)


class Keyed(BoardDriver):
    """One person at one window; nothing of the program's own is called to do anything."""

    def __init__(self, qtbot: QtBot, context: Context, *, day: date = DAY) -> None:
        self.context = context
        QGuiApplication.clipboard().clear()
        self.window = Window(Jobs(context), day=day)
        self.window.resize(1600, 900)
        self.window.show_page("board")
        bring_up(qtbot, self.window)
        page = self.window.page("board")
        assert isinstance(page, BoardPage)
        super().__init__(qtbot, page, self.window.jobs, self.window.edits, day=day)
        self.pressed = 0
        qtbot.waitUntil(lambda: len(page.view.scene.model.lanes) > 0)
        page.show_scale(Scale.DAY)
        self.settles()
        page.view.setFocus()

    def leaves(self) -> None:
        """Close the window."""
        self.settles()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, 52)  # DeferredDelete

    # ------------------------------------------------------------------ keys

    def press(self, *keys: str) -> None:
        """Press keys by their names, such as "Alt+Right", where the keyboard is; each is counted."""
        for name in keys:
            self.press_at(QApplication.focusWidget() or self.window, name)

    def press_at(self, target: QWidget, name: str) -> None:
        """Press a key at a widget, as at a menu, which has the keyboard without the focus."""
        combination = QKeySequence.fromString(name, QKeySequence.SequenceFormat.PortableText)[0]
        self.pressed += 1
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())

    def types(self, text: str) -> None:
        """Type letters where the keyboard is; each is counted."""
        self.pressed += len(text)
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    def does(self, *keys: str) -> None:
        """Press keys and wait for what becomes of them."""
        self.press(*keys)
        self.settles()

    def on(self, number: str) -> None:
        """Put the keyboard on a visit, with keys only: through the palette."""
        self.press("Ctrl+K")
        self.types(number)
        self.press("Return")

    def on_waiting(self, *numbers: str) -> None:
        """Choose rows of the waiting list: the first by the palette, others with Shift and arrows."""
        self.on(numbers[0])
        assert self.page.waiting.table.hasFocus()
        for _more in numbers[1:]:
            self.press("Shift+Down")
        chosen = [row.number for row in self.page.waiting.table.chosen_rows()]
        assert chosen == list(numbers), chosen

    def on_time(self, technician: str, at: str) -> None:
        """Put the keyboard on empty time: the technician by the palette, the time by Ctrl+G."""
        self.press("Ctrl+K")
        self.types(technician)
        self.press("Return", "Ctrl+G")
        self.types(at)
        self.press("Return")

    def picker(self) -> Picker:
        """The picker that is open."""
        found = [one for one in self.window.findChildren(Picker) if one.isVisible()]
        assert len(found) == 1
        return found[0]

    def on_top(self) -> QWidget:
        """The window that has the keyboard now: a dialog or the main window."""
        found = QApplication.activePopupWidget() or QApplication.activeWindow()
        assert found is not None
        return found

    # ------------------------------------------------------------------ the mouse

    def mouse(self, what: QEvent.Type, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Press, move or release the left button over the board."""
        is_up = what == QEvent.Type.MouseButtonRelease
        button = NONE if what == QEvent.Type.MouseMove else LEFT
        self._mouse(what, at, (button, NONE if is_up else LEFT), keys)

    def block(self, number: str) -> QPoint:
        """A point in a block, away from its edges."""
        slot = self.slot(number)
        table = self.page.view.scene.model.table
        return self.point(int(table.lane[slot]), int(table.starts[slot])) + QPoint(14, 0)

    def at(self, technician: str, when: str) -> QPoint:
        """Where a drag by `block` has to end for a start at a wall time."""
        return self.point(self.lane(technician), self.instant(when)) + QPoint(14, 0)

    def carries(self, number: str, to: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Drag a block to a point."""
        grabbed = self.block(number)
        self.mouse(QEvent.Type.MouseButtonPress, grabbed)
        for point in ((grabbed + to) / 2, to):
            self.mouse(QEvent.Type.MouseMove, point, keys)
        self.mouse(QEvent.Type.MouseButtonRelease, to, keys)
        self.settles()

    # ------------------------------------------------------------------ what is seen

    def visits(self) -> Visits:
        """Order number → technician, start and end of each of its visits, by start."""
        model = self.page.view.scene.model
        found: Visits = {}
        for slot in sorted(model.table.order.tolist(), key=lambda slot: int(model.table.starts[slot])):
            walls = [model.days.wall(int(at)) for at in (model.table.starts[slot], model.table.ends[slot])]
            name = model.lanes[int(model.table.lane[slot])].name
            found.setdefault(model.table.number[slot], []).append((name, *(f"{w:%H:%M}" for w in walls)))
        return found

    def selected(self) -> set[str]:
        """Numbers of the selected visits."""
        table = self.page.view.scene.model.table
        return {table.number[slot] for slot in self.page.view.scene.selected_slots()}

    def is_back(self) -> None:
        """A dialog is over: the window has the keyboard again, on the board."""
        bring_up(self.qtbot, self.window)
        self.page.view.setFocus()

    def all_said(self) -> list[str]:
        """Every message so far."""
        return [message.text for message in (*self.page.messages.log, *self.window.messages.log)]

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(holds)
