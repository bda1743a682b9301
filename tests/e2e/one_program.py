"""One program of two on one database: the real window, random gestures, and what it saw of the other's.

Run as `python -m tests.e2e.one_program URL NAME GESTURES`, speaking JSON by lines. It says `ready`, makes its
gestures once it reads a line, and says `done`. The next line it reads is what the database holds: it waits
until its board shows that, and tells everything, each thing with the moment it happened (`time.time`):

    told: a change of ours was committed; visits that stand or are gone, and when the gesture was ended
    seen: a visit stands on our board in another version than before; version 0 when it left the board
    broken: a gesture was not ours any more
    board: what is shown in the end, and how many changes of the other came while a gesture was held
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable
from queue import SimpleQueue

from tests.conftest import Clock  # first: it sets the environment before Qt is loaded

from PySide6.QtCore import QEventLoop, QTimer  # isort: skip

from app.changes import Changes
from app.context import Context
from app.settings import Settings
from app.usecases.visits import Planned, Rearranged
from tests.e2e.random_hand import BrokenOff, RandomHand
from tests.e2e.two_programs import DAY, WAITING, Stand
from tests.patience import PATIENCE_MS
from tests.ui.driver import Dispatcher
from ui.main import make_application

LOOK_MS, HELD_MS = 15, 150
"""How often the board is looked at; how long a gesture waits at most for something of the other's."""


class Waiter:
    """Waits as pytest-qt does, without pytest."""

    def waitUntil(self, callback: Callable[[], bool], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        """Wait until something is so.

        Raises:
            TimeoutError: it was not so in time.
        """
        until = time.monotonic() + timeout / 1000
        loop, look = QEventLoop(), QTimer(interval=LOOK_MS)
        look.timeout.connect(lambda: (callback() or time.monotonic() > until) and loop.quit())
        if not callback():
            look.start()
            loop.exec()
        look.stop()
        if not callback():
            raise TimeoutError


class Program:
    """A window and its hand; keeps what happened."""

    def __init__(self, settings: Settings, name: str) -> None:
        self.events: list[dict[str, object]] = []
        self._waiter = Waiter()
        self.person = Dispatcher(Context(settings, clock=Clock()), self._waiter, day=DAY)
        window = self.person.window
        window.resize(960, 600)  # small: two programs and a server share what there is to paint
        window.activateWindow()
        self.person.waits(window.isActiveWindow)
        self.person.settles()
        self._chance = random.Random(f"{name} {DAY}")
        self._hand = RandomHand(self.person, self._chance, most_waiting=WAITING)
        self._asked, self._heard, self._heard_held = 0.0, 0, 0
        self._known: dict[int, int] = {}
        self._see()
        window.edits.applied.connect(self._on_applied)
        window.jobs.heard.connect(self._on_heard)
        self._look = QTimer(interval=LOOK_MS)
        self._look.timeout.connect(self._see)
        self._look.start()

    def makes(self, gestures: int) -> None:
        """Make gestures; every other one is held until something of the other's comes, or nothing does."""
        for _number in range(gestures):
            end = self._hand.begins()
            if self._chance.random() < 0.5:
                self._holds()
            self._asked = time.time()
            try:
                end()
            except BrokenOff as error:
                self._note("broken", why=str(error))
            self.person.waits(lambda: self.person.window.edits.is_settled)

    def shows(self, stored: dict[int, Stand]) -> None:
        """Wait until the board shows what is stored, then note what it shows, whatever it is."""
        try:
            self.person.waits(lambda: self.board() == stored)
        except TimeoutError:
            self._note("late")
        self.person.settles()
        self._see()
        waiting = len(self.person.page.waiting.rows)
        self._note("board", board=self.board(), waiting=waiting, heard_while_held=self._heard_held)

    def board(self) -> dict[int, Stand]:
        """Every visit on the board, by id."""
        model = self.person.page.view.scene.model
        table = model.table
        slots = table.order.tolist()
        rows = (table.id[slots], table.lane[slots], table.starts[slots], table.ends[slots])
        versions = table.version[slots].tolist()
        return {
            one: (model.lanes[lane].technician_id, starts, ends, version)
            for one, lane, starts, ends, version in zip(
                *(row.tolist() for row in rows), versions, strict=True
            )
        }

    def _holds(self) -> None:
        before = self._heard
        try:
            self._waiter.waitUntil(lambda: self._heard > before, timeout=HELD_MS)
        except TimeoutError:
            return

    def _see(self) -> None:
        now = {one: stand[3] for one, stand in self.board().items()}
        for one, version in now.items():
            if self._known.get(one) != version:
                self._note("seen", visit=one, version=version)
        for one in self._known.keys() - now.keys():
            self._note("seen", visit=one, version=0)
        self._known = now

    def _on_heard(self, _changes: Changes) -> None:
        self._heard += 1
        self._heard_held += self.person.page.view.pointer.gesture is not None

    def _on_applied(self, _edit: object, answer: object) -> None:
        stands = []
        if isinstance(answer, Planned | Rearranged):
            v = answer.visits
            columns = (v.id, v.technician_id, v.starts, v.ends, v.version)
            stands = list(zip(*(column.tolist() for column in columns), strict=True))
        dropped = getattr(answer, "dropped", ())
        gone = [(one.placement.visit_id, one.placement.seen) for one in dropped]
        self._note("told", asked=self._asked, stands=stands, gone=gone)

    def _note(self, what: str, **more: object) -> None:
        self.events.append({"what": what, "at": time.time(), **more})


def main(url: str, name: str, gestures: str) -> int:
    """Be that program; the exit code."""
    settings = Settings(database=url, language="en", scheme="light")
    app = make_application(settings)
    program = Program(settings, name)
    sys.excepthook = lambda *what: _fail(program, *what)
    orders: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=lambda: [orders.put(line) for line in sys.stdin], daemon=True).start()
    _say("ready")
    program.person.waits(lambda: not orders.empty())
    orders.get()
    program.makes(int(gestures))
    _say("done")
    program.person.waits(lambda: not orders.empty())
    stored = json.loads(orders.get())
    program.shows({int(one): tuple(stand) for one, stand in stored.items()})
    for event in program.events:
        _say(json.dumps(event))
    program.person.leaves()
    del app  # kept until here: Qt needs it as long as there are widgets
    return 0


def _fail(program: Program, *what: object) -> None:
    """What Qt would only print ends the program, after the last that happened."""
    traceback.print_exception(*what)  # type: ignore[call-overload]  # as the hook is called
    window, page = program.person.window, program.person.page
    state = {
        "idle": window.jobs.is_idle,
        "settled": window.edits.is_settled,
        "busy": page.is_busy,
        "gesture": page.view.pointer.gesture,
        "said": program.person.said()[-5:],
    }
    sys.stderr.write("".join(f"{each}\n" for each in (*program.events[-20:], state)))
    sys.stderr.flush()
    os._exit(3)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
