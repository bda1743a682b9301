"""The longest stall of the window in a scripted session: ten minutes of a dispatcher, the pauses left out.

The program itself stands on a copy of the large SQLite file. Every step goes through Qt's queue: wheel,
hover, drag with undo, typing, changes of day and scale, side tabs, slots, a sick call, a colleague's changes,
a reload. A turn is one round of the event loop; it is judged by the processor time of the window's own
thread, as what else the machine does makes nobody's turn longer, and the clock is told beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QPoint, QPointF, QTimer
from PySide6.QtCore import Qt as _Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.settings import Settings
from tests.speed.databases import NOW, large_file
from tests.speed.figures import Figure, median, p95
from ui.board.conflicts.conflicts import Conflicts
from ui.board.layout.scales import Scale
from ui.board.many.hand_over import open_hand_over
from ui.board.page import BoardPage
from ui.board.verbs.slots import slots_of
from ui.board.verbs.verb import Place, Target
from ui.main import Start, make_application
from ui.window import Window

STALL_MS = 50.0
BEAT_MS = 5
ROUNDS = 2
NONE, LEFT = _Qt.MouseButton.NoButton, _Qt.MouseButton.LeftButton
PLAIN, CTRL, SHIFT = (
    _Qt.KeyboardModifier.NoModifier,
    _Qt.KeyboardModifier.ControlModifier,
    _Qt.KeyboardModifier.ShiftModifier,
)
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Turn:
    """One round of the event loop: during which step, its processor time and its time by the clock, in ms."""

    step: str
    worked: float
    lasted: float


class Session:
    """One dispatcher at the window; `turns` are those of all steps until now."""

    def __init__(self, window: Window) -> None:
        """Sit down at a window."""
        self.window = window
        page = window.page("board")
        if not isinstance(page, BoardPage):
            raise TypeError(page)
        self.page = page
        self.turns: list[Turn] = []
        self.beats: list[float] = []
        self._slept_at = self._slept = 0.0
        self._loop = QEventLoop()
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._on_sleep)
        dispatcher.awake.connect(self._on_awake)
        self._last_beat = time.perf_counter()
        self._heart = QTimer(interval=BEAT_MS)
        self._heart.setTimerType(_Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        self._heart.start()

    def _on_sleep(self) -> None:
        self._slept_at = time.perf_counter()

    def _on_awake(self) -> None:
        if self._slept_at:
            self._slept += time.perf_counter() - self._slept_at
            self._slept_at = 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.beats.append((now - self._last_beat) * 1000 - BEAT_MS)
        self._last_beat = now

    def turn(self, step: str) -> None:
        """One round of the loop, waiting at most until the next beat."""
        worked, began = time.thread_time(), time.perf_counter()
        self._slept_at = self._slept = 0.0
        self._loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        taken = (time.thread_time() - worked) * 1000
        lasted = time.perf_counter() - began - self._slept
        self.turns.append(Turn(step, taken, lasted * 1000))

    def do(self, step: str, action: Callable[[], object], *, until: Callable[[], bool] | None = None) -> None:
        """Have something done by the loop, then turn until it is so, and all has come to rest."""
        QTimer.singleShot(0, self.page, action)
        self.turn(step)
        ends = time.monotonic() + 120
        while not (self.is_quiet() and (until is None or until())):
            if time.monotonic() > ends:
                raise RuntimeError(f"{step}: never at rest")
            self.turn(step)

    def is_quiet(self) -> bool:
        """Whether nothing is being read, written or looked at."""
        page = self.page
        calm = self.window.jobs.is_idle and self.window.edits.is_settled
        return calm and not page.is_busy and page.part(Conflicts).is_settled

    def post(self, step: str, event: QEvent, to: QWidget | None = None) -> None:
        """Put an event into the queue and turn once."""
        QApplication.postEvent(to or self.page.view.viewport(), event)
        self.turn(step)


def measure() -> list[Figure]:
    """The longest turn, by processor time and by the clock, and the worst steps by name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "session.db"
        shutil.copy(large_file(), file)
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):  # not what a person set up on this machine
            os.environ[f"XDG_{kind}_HOME"] = str(Path(folder) / kind)
        with _window(file) as window, _colleague(file) as tell:
            session = Session(window)
            session.do("settle", lambda: None, until=lambda: session.page.was_shown)
            session.turns.clear()
            for _round in range(ROUNDS):
                _dispatch(session, tell)
            megabytes = _resident()
    return _figures(session, megabytes)


def _dispatch(session: Session, tell: Callable[[int], None]) -> None:
    """What a dispatcher does, once."""
    _look_around(session)
    _carry(session)
    _ask(session)
    _read(session)
    _hear(session, tell)


def _look_around(session: Session) -> None:
    page, view = session.page, session.page.view
    for scale in (Scale.DAY, Scale.WEEK, Scale.MONTH, Scale.DAY):
        session.do(f"show {scale}", lambda scale=scale: page.days.show_scale(scale))  # type: ignore[misc]
        for angle, keys, words in (
            (QPoint(0, -120), PLAIN, "wheel down"),
            (QPoint(0, -120), SHIFT, "wheel sideways"),
            (QPoint(0, 120), CTRL, "zoom in"),
            (QPoint(0, -120), CTRL, "zoom out"),
            (QPoint(0, 120), PLAIN, "wheel up"),
        ):
            for _number in range(12):
                session.post(f"{scale}: {words}", _wheel(view.viewport(), angle, keys))
        session.do(f"{scale}: rest", view.rested)
    session.do("show day", lambda: page.days.show_scale(Scale.DAY))
    session.do("another day", lambda: page.days.go_to(NOW.date()))
    for number in range(60):
        at = QPoint(300 + 20 * number, 100 + 11 * number)
        session.post("hover", _mouse(view.viewport(), QEvent.Type.MouseMove, at, NONE, NONE))
    for by in (1, 1, -1, -1, 7, -7):
        session.do("another day", lambda by=by: page.days.step(by))  # type: ignore[misc]


def _carry(session: Session) -> None:
    """Drag visits, drop them, undo."""
    page, port = session.page, session.page.view.viewport()
    for number in range(6):
        scene = page.view.scene
        slots = scene.slots_in(scene.canvas.adjusted(40, 40, -300, -60))
        free = slots[scene.model.table.lock[slots] == 0]
        at = scene.rect_of(int(free[number * 5 % len(free)])).center()
        session.post("press", _mouse(port, QEvent.Type.MouseButtonPress, at, LEFT, LEFT))
        for step in range(1, 25):
            there = at + QPoint(6 * step, 46 * (step // 8))
            session.post("drag", _mouse(port, QEvent.Type.MouseMove, there, NONE, LEFT))
        session.post("drop", _mouse(port, QEvent.Type.MouseButtonRelease, there, LEFT, NONE))
        session.do("drop: saved", lambda: None)
        session.do("undo", session.window.edits.undo)


def _ask(session: Session) -> None:
    """Filters, slots and a sick call."""
    page = session.page
    for text in ("b", "br", "bra", ""):
        session.do("filter of the board", lambda text=text: page.filtering.want_text(text))  # type: ignore[misc]
    box = page.waiting.filter
    for letter in "koelhuis":
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            session.post("filter of the list", QKeyEvent(kind, ord(letter.upper()), PLAIN, letter), box)
    session.do("filter of the list", box.clear)
    slots = slots_of(page)
    session.do(
        "slots: index", lambda: page.side.show_tab("slots"), until=lambda: slots.search.gaps() is not None
    )
    for order_id in list(page.waiting.rows)[:6]:
        session.do("slots: asked", lambda order_id=order_id: page.waiting.table.choose(order_id))  # type: ignore[misc]
        session.do("slots: asked", slots.ask)
    target = Target(Place.LANE, lane=page.view.scene.lane_at(200), instant=page.view.middle())
    dialogs: list[QWidget] = []
    session.do("sick call", lambda: dialogs.append(open_hand_over(page, target, is_sick=True)))
    for _number in range(40):
        session.turn("sick call")
    session.do("sick call: closed", lambda: dialogs.pop().close())


def _read(session: Session) -> None:
    """All side tabs, all visits of the view selected, then none."""
    page, view = session.page, session.page.view
    for name in page.side.names:
        session.do(f"tab {name}", lambda name=name: page.side.show_tab(name))  # type: ignore[misc]
    scene = view.scene
    seen = frozenset(scene.model.table.id[scene.slots_in(scene.canvas)].tolist())
    session.do("select all in view", lambda: view.select(seen))
    session.do("select none", lambda: view.select(frozenset()))
    session.do("tab details", lambda: page.side.show_tab("details"))


def _hear(session: Session, tell: Callable[[int], None]) -> None:
    """A colleague changes one visit, some, very many; then all is read again."""
    page = session.page
    told: list[object] = []
    for many, words in ((1, "one visit"), (1, "one visit"), (40, "40 visits"), (400, "400 visits")):
        step = f"a colleague changed {words}"
        heard = page.live.changed.connect(told.append)
        told.clear()
        session.do(step, lambda many=many: tell(many), until=lambda: bool(told))  # type: ignore[misc]
        page.live.changed.disconnect(heard)
    session.do("refresh", page.refresh)


def _mouse(
    port: QWidget, kind: QEvent.Type, at: QPoint, button: _Qt.MouseButton, held: _Qt.MouseButton
) -> QMouseEvent:
    return QMouseEvent(kind, QPointF(at), port.mapToGlobal(QPointF(at)), button, held, PLAIN)


def _wheel(port: QWidget, angle: QPoint, keys: _Qt.KeyboardModifier) -> QWheelEvent:
    at = QPointF(800, 400)
    phase = _Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(at, port.mapToGlobal(at), QPoint(), angle, NONE, keys, phase, False)


@contextmanager
def _window(file: Path) -> Iterator[Window]:
    """The program's window, as `servicebord` opens it."""
    settings = Settings(database=f"sqlite:///{file}", language="en", scheme="light")
    app = make_application(settings)
    app.setQuitOnLastWindowClosed(False)
    start = Start(app, settings)
    start.open(day=NOW.date())
    loop = QEventLoop()
    while start.window is None:
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    start.window.resize(1600, 900)
    yield start.window
    start.window.close()
    loop.processEvents()


@contextmanager
def _colleague(file: Path) -> Iterator[Callable[[int], None]]:
    """Another program on the same file: called with a number, it touches so many visits."""
    command = [sys.executable, "-m", "tests.speed.colleague", f"sqlite:///{file}"]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as one:

        def tell(many: int) -> None:
            if one.stdin is not None:
                one.stdin.write(f"{many}\n")
                one.stdin.flush()

        yield tell


def _resident() -> float:
    """The largest size of this process until now, in MB."""
    sizes = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(sizes["VmHWM"].split()[0]) / 1024


def _figures(session: Session, megabytes: float) -> list[Figure]:
    turns = session.turns
    lasted = [one.lasted for one in turns]
    by_step: dict[str, Turn] = {}
    for one in turns:
        if one.worked > by_step.get(one.step, Turn("", 0.0, 0.0)).worked:
            by_step[one.step] = one
    worst = sorted(by_step.values(), key=lambda one: -one.worked)[:10]
    longest = worst[0].worked
    found = [
        Figure(
            f"session: longest of {len(turns)} turns, processor time of the window’s thread",
            longest,
            longest,
            STALL_MS,
            None,
            "< 50 ms",
            longest < STALL_MS,
        )
    ]
    found += [
        Figure(f"… the longest of “{one.step}”", one.worked, one.worked, None, None, "told", ok=True)
        for one in worst
    ]
    told = "told: with all that the machine does"
    name = f"… by the clock, the longest {max(lasted):.0f} ms"
    found.append(Figure(name, median(lasted), p95(lasted), None, None, told, ok=True))
    name = f"… the heart beats late, at most {max(session.beats):.0f} ms"
    found.append(Figure(name, median(session.beats), p95(session.beats), None, None, told, ok=True))
    name = f"session: the process at its largest: {megabytes:.0f} MB (in the columns of ms)"
    found.append(Figure(name, megabytes, megabytes, 300.0, None, "≤ 300 MB", megabytes <= 300))
    return found
