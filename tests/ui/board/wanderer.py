"""Somebody who does anything there is at the board by chance: every gesture, every step, every command."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPushButton, QWidget

from app.work import Work
from models.terms import Lock, SplitRule
from tests.builders import (
    MONDAY,
    a_customer,
    a_line,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_agreement,
    an_order,
)
from tests.ui.board.dispatcher import BoardDriver
from ui.board.keyboard.steps import STEPS
from ui.board.keyboard.time_edit import TimeEdit
from ui.board.verbs.table import VERBS
from ui.board.verbs.verb import Place, Target, Verb
from ui.widgets.picker import Picker

Deed = Callable[[], object]
HOUR = timedelta(hours=1)
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.MouseButton.NoButton
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
PRESS, MOVE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove
RELEASE = QEvent.Type.MouseButtonRelease
QUIET = frozenset({"hide_lane", "copy_image"})
"""Commands that change nothing in the database and would only empty the board or take time."""


def a_varied_company(work: Work) -> None:
    """Five technicians with two days of visits and a crew; a dozen orders wait, of which some are long."""
    noord, zuid, gas = a_team(work), a_team(work, name="Zuid"), a_skill(work, name="Gas 2")
    people = [
        a_technician(work, name=name, team_id=(noord, zuid)[n % 2].id, skills=[gas] if n < 3 else [])
        for n, name in enumerate(("Anna", "Bram", "Cas", "Dirk", "Eva"))
    ]
    customer = a_customer(work, name="Bakkerij Smit")
    site, deal = a_site(work, customer=customer), an_agreement(work, customer=customer)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60}
    for n, person in enumerate(people):
        for k in range(3):
            order = an_order(work, skills=[gas] if k == 1 and n < 3 else [], lines=[a_line()], **usual)
            starts = MONDAY + timedelta(days=k // 2) + (2 * k + n % 2) * HOUR
            lock = Lock.TIME if k == 2 and n < 2 else None
            a_visit(work, order=order, technician=person, starts=starts, minutes=45 + 15 * n, lock=lock)
    together = an_order(work, **usual)
    first = a_visit(work, order=together, technician=people[0], starts=MONDAY + 30 * HOUR)
    first.crew_id = first.id
    a_visit(work, order=together, technician=people[1], starts=MONDAY + 30 * HOUR, crew_id=first.id)
    for n in range(8):
        an_order(work, skills=[gas] if n % 3 == 0 else [], lines=[a_line()], **usual)
    for rule in SplitRule:
        an_order(work, split_rule=rule, **{**usual, "duration_minutes": 700})
    for _n in range(3):
        an_order(work, agreement_id=deal.id, lines=[a_line()], **usual)


class Wanderer:
    """One person's deeds by chance; `did` counts those after which there was something to undo."""

    def __init__(self, d: BoardDriver, seed: int) -> None:
        self.d, self.dice = d, random.Random(seed)
        self.tried: Counter[str] = Counter()
        self.did: Counter[str] = Counter()
        self._deck: list[tuple[str, Deed]] = []

    def step(self) -> None:
        """One deed, what it asks answered, and all of it settled; each comes before any comes again."""
        if not self._deck:
            self._deck = self._all_deeds()
            self.dice.shuffle(self._deck)
        name, deed = self._deck.pop()
        before = self.d.edits.stack.index()
        self.tried[name] += 1
        deed()
        self.answers()
        if self.d.edits.stack.index() > before:
            self.did[name] += 1

    def _all_deeds(self) -> list[tuple[str, Deed]]:
        """Gestures oftenest, then what changes something by key; and changes of mind."""
        commands = [
            (f"command: {verb.name}", partial(self.gives, verb)) for verb in VERBS if verb.name not in QUIET
        ]
        steps = [(f"step: {step.name}", partial(self._steps, step.go)) for step in STEPS]
        minds = [("undo", self.d.edits.undo)] * 12 + [("redo", self.d.edits.redo)] * 5
        return [*self._gestures() * 3, *commands, *commands, *steps, *minds]

    # ------------------------------------------------------------------ choosing

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.dice.random() < share

    def known(self) -> list[int]:
        """Ids of all visits on the board."""
        table = self.d.page.view.scene.model.table
        return [int(one) for one in table.id[table.order].tolist()]

    def some(self, most: int = 3) -> tuple[int, ...]:
        """Ids of some visits."""
        known = self.known()
        return tuple(self.dice.sample(known, min(len(known), self.dice.randint(1, most))))

    def lane(self) -> int:
        """Some lane that shows; when all groups are closed they are opened."""
        view = self.d.page.view
        shown = [lane for lane in range(len(view.scene.rows)) if view.scene.rows.shows(lane)]
        if shown:
            return self.dice.choice(shown)
        view.set_collapsed(frozenset())
        return self.dice.randrange(len(view.scene.rows))

    def at(self) -> int:
        """Some quarter of the day on which most happens."""
        return self.d.instant("07:00") + self.dice.randrange(48) * 900

    def place(self) -> QPoint:
        """Some lane and time, in view."""
        return self.d.point(self.lane(), self.at())

    def waiting(self, most: int = 3) -> list[int]:
        """Ids of some orders that wait."""
        found = self.d.page.waiting.model.rows
        agreed = [row.order_id for row in found if row.agreement]
        rows = agreed if len(agreed) > 1 and self.chance(0.3) else [row.order_id for row in found]
        return self.dice.sample(rows, min(len(rows), self.dice.randint(1, most)))

    # ------------------------------------------------------------------ gestures

    def _gestures(self) -> list[tuple[str, Deed]]:
        deeds: dict[str, Deed] = {
            "move": lambda: self.carries(PLAIN),
            "move by the minute": lambda: self.carries(ALT),
            "copy": lambda: self.carries(CTRL),
            "keep time": lambda: self.carries(SHIFT),
            "swap": lambda: self.carries(PLAIN, Qt.Key.Key_X, onto=True),
            "push": lambda: self.carries(PLAIN, Qt.Key.Key_P),
            "alone of a crew": lambda: self.carries(PLAIN, Qt.Key.Key_M),
            "move several": lambda: self.carries(ALT, several=4),
            "copy several": lambda: self.carries(CTRL, several=3),
            "take back": lambda: self.carries(PLAIN, Qt.Key.Key_Escape),
            "resize end": lambda: self.resizes(PLAIN),
            "resize start": lambda: self.resizes(ALT, at_start=True),
            "resize and push": lambda: self.resizes(CTRL),
            "draw": self.draws,
            "double-click": self.double_clicks,
            "band": self.bands,
            "pan": lambda: self.pulls(self.place(), self.place(), MIDDLE),
            "back to the list": self.sends_back,
            "plan": lambda: self.drops(1, PLAIN),
            "flow": lambda: self.drops(4, ALT),
            "spread": lambda: self.drops(4, CTRL),
        }
        return [(f"gesture: {name}", deed) for name, deed in deeds.items()]

    def pulls(
        self, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = PLAIN
    ) -> None:
        """Press, drag, let go."""
        self.d._mouse(PRESS, start, (button, button), keys)
        for point in ((start + end) / 2, end):
            self.d._mouse(MOVE, point, (NONE, button), keys)
        self.d._mouse(RELEASE, end, (button, NONE), keys)

    def _grab(self, visit_id: int, *, off: int = 14) -> QPoint:
        table = self.d.page.view.scene.model.table
        slot = table.slot(visit_id)
        self.d.point(int(table.lane[slot]), int(table.starts[slot]))
        rect = self.d.page.view.scene.rect_of(slot)
        if off < 0:
            return QPoint(rect.right() - 1, rect.center().y())
        return QPoint(min(rect.left() + off, rect.center().x()), rect.center().y())

    def carries(
        self, keys: Qt.KeyboardModifier, key: Qt.Key | None = None, *, several: int = 1, onto: bool = False
    ) -> None:
        """Take a block, with others that are selected, and let it go elsewhere with keys held."""
        ids, view = self.some(several), self.d.page.view
        view.select(frozenset(ids if several > 1 else ()))
        start = self._grab(ids[0])
        end = (
            self._grab(self.some(1)[0])
            if onto
            else start
            + QPoint(self.dice.randrange(-300, 301), self.dice.randrange(-3, 4) * view.scene.density.lane)
        )
        self.d._mouse(PRESS, start, (LEFT, LEFT), PLAIN)
        self.d._mouse(MOVE, (start + end) / 2, (NONE, LEFT), keys)
        if key is not None:
            QTest.keyPress(view, key)
        self.d._mouse(MOVE, end, (NONE, LEFT), keys)
        self.d._mouse(RELEASE, end, (LEFT, NONE), keys)
        if key is not None:
            QTest.keyRelease(view, key)

    def resizes(self, keys: Qt.KeyboardModifier, *, at_start: bool = False) -> None:
        """Take an edge of a block."""
        start = self._grab(self.some(1)[0], off=1 if at_start else -1)
        end = start + QPoint(self.dice.randrange(-60, 121), 0)
        self.d._mouse(PRESS, start, (LEFT, LEFT), PLAIN)
        for point in ((start + end) / 2, end):
            self.d._mouse(MOVE, point, (NONE, LEFT), keys)
        self.d._mouse(RELEASE, end, (LEFT, NONE), keys)

    def draws(self) -> None:
        """Ctrl+drag on empty time; who is visited then is chosen in the list that opens."""
        start = self.place()
        self.pulls(start, start + QPoint(self.dice.randrange(20, 160), 0), LEFT, CTRL)

    def double_clicks(self) -> None:
        """On empty time, the same list."""
        QTest.mouseDClick(self.d.page.view.viewport(), LEFT, PLAIN, self.place())

    def bands(self) -> None:
        """Drag over empty time: what is touched is selected."""
        self.pulls(self.place(), self.place())

    def sends_back(self) -> None:
        """Drag a visit onto the waiting list."""
        table = self.d.page.view.scene.model.table
        self.d.sends_back(table.number[table.slot(self.some(1)[0])])

    def drops(self, most: int, keys: Qt.KeyboardModifier) -> None:
        """Drag waiting orders onto the board."""
        ids = self.waiting(most)
        if ids:
            self.d.drops(ids, self.place(), keys)

    # ------------------------------------------------------------------ keys and commands

    def _steps(self, go: Callable[..., object]) -> None:
        known = self.known()
        if known:
            self.d.page.view.walk.point_at(self.dice.choice(known))
        go(self.d.page.view.walk)

    def gives(self, verb: Verb) -> None:
        """Give a command at one of its places, or what stands in its submenu."""
        page = self.d.page
        target = self.target(self.dice.choice(verb.places or (Place.EMPTY,)))
        if verb.why_not(page, target) is not None:
            return
        choices = list(verb.choices(page, target)) if verb.choices is not None else []
        may = [choice for choice in choices if choice.why_not is None]
        if may and self.chance(0.7):
            self.dice.choice(may).run()
        else:
            verb.run(page, target)

    def target(self, place: Place) -> Target:
        """Something of this kind, selected as it is when a command is given there."""
        page, model = self.d.page, self.d.page.view.scene.model
        if place in (Place.VISIT, Place.SEVERAL):
            ids = self.some(1) if place is Place.VISIT else self.several()
            page.view.select(frozenset(ids))
            slot = model.table.slot(ids[0])
            middle = int(model.table.starts[slot] + model.table.ends[slot]) // 2
            return Target(place, visit_ids=ids, lane=int(model.table.lane[slot]), instant=middle)
        if place is Place.WAITING:
            ids = tuple(self.waiting())
            for order_id in ids[:1]:
                page.waiting.table.choose(order_id)
            return Target(place, order_ids=ids)
        lane = self.lane()
        if place is Place.EMPTY:
            page.view.walk.stand(lane, self.at())
            return Target(place, lane=lane, instant=page.view.walk.cursor.instant)
        return Target(place, lane=lane, instant=self.at())

    def several(self) -> tuple[int, ...]:
        """Some visits, often of one order, which can be joined."""
        table = self.d.page.view.scene.model.table
        orders = Counter(int(one) for one in table.order_id[table.order].tolist())
        shared = sorted(one for one, count in orders.items() if count > 1)
        if not shared or self.chance(0.5):
            return self.some(4)
        order = self.dice.choice(shared)
        return tuple(one for one in self.known() if table.order_id[table.slot(one)] == order)

    # ------------------------------------------------------------------ what is asked

    def answers(self) -> None:
        """Settle; agree to what is asked, as far as it may be agreed to, and leave the rest."""
        for _time in range(4):
            self.d.settles()
            asked = self._asked()
            if asked is None:
                return
            self._answer(asked)
        raise AssertionError(f"it asks and asks: {asked}")

    def _asked(self) -> QWidget | None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        window = self.d.page.window()
        found: list[QWidget] = [
            *window.findChildren(QDialog),
            *window.findChildren(Picker),
            *window.findChildren(TimeEdit),
        ]
        return next((one for one in found if one.isVisible()), None)

    def _answer(self, asked: QWidget) -> None:
        if isinstance(asked, TimeEdit):
            asked.setText(self.dice.choice(("+30", "-15", "9:30", "10:15-11:45", "90 min", "nonsense")))
            QTest.keyClick(asked, Qt.Key.Key_Return)
            if asked.isVisible():  # it made no sense
                QTest.keyClick(asked, Qt.Key.Key_Escape)
        elif isinstance(asked, Picker):
            QTest.keyClick(asked.line, Qt.Key.Key_Return)
            asked.leave()
        elif isinstance(asked, QMessageBox):
            wanted = QMessageBox.ButtonRole.AcceptRole
            buttons = [one for one in asked.buttons() if asked.buttonRole(one) == wanted]
            buttons[0].click() if buttons and self.chance(0.6) else asked.reject()
        elif isinstance(asked, QDialog):
            agrees = [one for one in asked.findChildren(QPushButton) if one.isDefault() and one.isEnabled()]
            agrees[0].click() if agrees else asked.reject()
            if asked.isVisible():
                asked.reject()
        elif isinstance(asked, QMenu):
            asked.close()
        else:
            QTest.keyClick(asked.focusProxy() or asked, Qt.Key.Key_Return)
            asked.close()
