"""Colleagues on the board: initials, presence, what both changed, what waits for the connection."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.changes import Change, Changes
from app.context import Context
from app.presence import Presence, announce, heard
from app.settings import Settings
from app.work import Work
from models.technicians import Technician
from models.visits import Visit
from tests.builders import MONDAY, a_technician, a_user, a_visit, an_order
from tests.conftest import Clock
from tests.postgres import Cluster, programs, start
from tests.ui.board.dispatcher import LEFT, NONE, PLAIN, BoardDriver
from tests.ui.board.opened import HOUR, a_board, a_company
from ui.board.colleagues.colleague_layer import Deed, initials_of
from ui.board.colleagues.colleagues import Colleagues
from ui.board.colleagues.merging import START, WHO, Stand, merged

PRESS, MOVE, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease


def colleagues(d: BoardDriver) -> Colleagues:
    """The page's part."""
    found = d.page.parts["colleagues"]
    assert isinstance(found, Colleagues)
    return found


def marks(d: BoardDriver) -> dict[str, tuple[str, Deed]]:
    """Initials and deed on the visit of each order."""
    table = d.page.view.scene.model.table
    layer = colleagues(d).layer
    return {table.number[table.slot(one)]: (mark.initials, mark.deed) for one, mark in layer.marks.items()}


def moved(work: Work, *, number: str, by: timedelta) -> None:
    """A colleague moves a visit."""
    visit = work.session.scalars(select(Visit).where(Visit.order_number == number)).one()
    visit.starts_at, visit.ends_at = visit.starts_at + by, visit.ends_at + by


def is_listened_to(session: Session) -> bool:
    """Whether a program hears what is told: what was told before is lost."""
    heard = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'"
    )
    return bool(session.scalar(text(heard)))


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[BoardDriver]:
    """A dispatcher on a file that a colleague has open too."""
    sqlite_context.run(a_company)
    with a_board(qtbot, sqlite_context) as dispatcher:
        yield dispatcher


@pytest.fixture
def mette(sqlite_context: Context, clock: Clock) -> Iterator[Context]:
    """The colleague."""
    sqlite_context.run(a_user, login="mette", name="Mette Holm")
    other = Context(sqlite_context.settings, clock=clock)
    other.user.name = "Mette Holm"
    yield other
    other.close()


@pytest.mark.parametrize(
    ("name", "initials"), [("Mette Holm", "MH"), ("jan van den Berg", "JB"), ("planner", "PL"), ("", "?")]
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_a_changed_visit_carries_initials_and_lights_up_once(d: BoardDriver, mette: Context) -> None:
    d.clicks("SO-2")
    bar, chosen = d.page.view.horizontalScrollBar().value(), d.page.view.selected_ids
    mette.run(moved, number="SO-1", by=HOUR)
    d.qtbot.waitUntil(lambda: marks(d) == {"SO-1": ("MH", Deed.CHANGED)})
    assert d.sees("SO-1") == ("Anna", "10:00", "11:00")
    assert (d.page.view.horizontalScrollBar().value(), d.page.view.selected_ids) == (bar, chosen)
    d.qtbot.waitUntil(lambda: not colleagues(d).layer.flashing)
    assert "SO-1" in marks(d)


def test_nobodys_change_ends_a_drag_and_the_drop_asks(d: BoardDriver, mette: Context) -> None:
    view = d.page.view
    at = view.scene.rect_of(d.slot("SO-1")).center()
    _mouse(d, PRESS, at, (LEFT, LEFT))
    _mouse(d, MOVE, at + QPoint(60, 0), (NONE, LEFT))
    held = view.pointer.gesture
    assert held is not None
    mette.run(moved, number="SO-1", by=2 * HOUR)
    d.qtbot.waitUntil(lambda: d.sees("SO-1") == ("Anna", "11:00", "12:00"))
    assert view.pointer.gesture is held
    target = d.point(d.lane("Bram"), d.instant("09:00")) + QPoint(30, 0)
    _mouse(d, MOVE, target, (NONE, LEFT))
    _mouse(d, RELEASE, target, (LEFT, NONE))
    card = colleagues(d).merging.card
    d.qtbot.waitUntil(card.isVisible)
    assert d.sees("SO-1") == ("Anna", "11:00", "12:00")
    card.choose_mine(WHO)
    card.keep.click()
    d.settles()
    assert d.sees("SO-1") == ("Bram", "11:00", "12:00")


def test_theirs_stays_unless_mine_is_chosen() -> None:
    theirs, mine = Stand(1, 36_000, 3600), Stand(2, 50_000, 5400)
    assert merged(theirs, mine, frozenset()) == theirs
    assert merged(theirs, mine, frozenset({WHO, START})) == Stand(2, 50_000, 3600)


def test_a_note_of_presence_is_read_and_nonsense_is_not() -> None:
    assert heard('{"origin": "a", "name": "Jan", "visits": [3], "order": 7, "asks": false}') == Presence(
        "a", "Jan", frozenset({3}), 7
    )
    assert heard("nonsense") is None
    assert heard('{"origin": "a"}') is None


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of this test's own, to be stopped and started."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    server = start(folder)
    server.run("CREATE DATABASE board")
    yield server
    server.stop()


@pytest.mark.pg
def test_what_a_colleague_holds_or_has_open_is_seen(qtbot: QtBot, postgres_url: str, clock: Clock) -> None:
    ours, theirs = (Context(Settings(database=postgres_url), clock=clock) for _one in range(2))
    ours.run(a_company)
    theirs.user.name = "Jan de Boer"
    with a_board(qtbot, ours) as d:
        table = d.page.view.scene.model.table
        one, two = d.slot("SO-1"), d.slot("SO-2")
        held, order = frozenset({int(table.id[one])}), int(table.order_id[two])
        qtbot.waitUntil(lambda: theirs.read(is_listened_to))
        announce(theirs, Presence(theirs.origin, theirs.user.name, held, order))
        qtbot.waitUntil(lambda: marks(d) == {"SO-1": ("JB", Deed.HOLDS), "SO-2": ("JB", Deed.OPENED)})
        announce(theirs, Presence(theirs.origin, theirs.user.name))
        qtbot.waitUntil(lambda: not marks(d))
    ours.close()
    theirs.close()


@pytest.mark.pg
def test_changes_wait_for_the_connection_and_are_judged_again(
    qtbot: QtBot, cluster: Cluster, clock: Clock
) -> None:
    """The server is stopped under the board and started again; what was refused meanwhile is told."""
    context = Context(Settings(database=cluster.url("board")), clock=clock)
    context.run(a_company)
    with a_board(qtbot, context) as d:
        counted: list[tuple[int, bool]] = []
        d.edits.counted.connect(lambda n, held: counted.append((n, held)))
        _stop(cluster)
        d.drags("SO-1", to="Bram", at="09:00")
        d.drags("SO-2", to="Bram", at="15:00")
        qtbot.waitUntil(lambda: (2, True) in counted, timeout=30_000)
        assert d.sees("SO-1") == ("Bram", "09:00", "10:00")
        assert d.page.isEnabled()
        _start(cluster)
        qtbot.waitUntil(lambda: d.edits.is_settled, timeout=60_000)
        with context.database.reading() as session:
            visits = {v.order_number: v.starts_at for v in session.scalars(select(Visit))}
        assert visits["SO-1"] == MONDAY
        assert visits["SO-2"] == MONDAY + 6 * HOUR
    context.close()


def _stop(cluster: Cluster) -> None:
    cluster.server.send_signal(signal.SIGINT)
    cluster.server.wait(20)


def _start(cluster: Cluster) -> None:
    """The same data and socket again."""
    arguments = cluster.server.args
    assert isinstance(arguments, list)
    user = "postgres" if (cluster.folder / "data").owner() == "postgres" else None
    with (cluster.folder / "log").open("ab") as log:
        cluster.server = subprocess.Popen(arguments, user=user, cwd="/", stdout=log, stderr=log)


def _mouse(
    d: BoardDriver, kind: QEvent.Type, at: QPoint, buttons: tuple[Qt.MouseButton, Qt.MouseButton]
) -> None:
    port, place = d.page.view.viewport(), QPointF(at)
    keys = Qt.KeyboardModifier.AltModifier if kind is not PRESS else PLAIN
    QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, keys))


def test_a_lane_that_grows_above_moves_nothing_in_view(qtbot: QtBot, sqlite_context: Context) -> None:
    def many(work: Work) -> None:
        for n in range(30):
            a_visit(
                work, order=an_order(work, number=f"S-{n}"), technician=a_technician(work, name=f"P {n:02}")
            )

    sqlite_context.run(many)
    other = Context(sqlite_context.settings, clock=sqlite_context.clock)
    with a_board(qtbot, sqlite_context) as d:
        bar = d.page.view.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        lane = d.lane("P 20")
        before = d.page.view.scene.lane_top(lane)
        first = d.page.view.scene.model.lanes[0].technician_id
        other.run(lambda work: a_visit(work, technician=work.get(Technician, first), overlap_reason="both"))
        qtbot.waitUntil(lambda: int(d.page.view.scene.model.table.lane_rows[0]) == 2)
        assert d.page.view.scene.lane_top(lane) == before
    other.close()


def test_a_colleague_is_seen_although_changes_never_stop(
    qtbot: QtBot, d: BoardDriver, sqlite_context: Context
) -> None:
    other = Context(sqlite_context.settings, clock=sqlite_context.clock)
    steady = QTimer(interval=10)
    steady.timeout.connect(
        lambda: d.page.live.changed.emit(Changes(frozenset({Change("visit", 1, "update")})))
    )
    steady.start()
    other.run(moved, number="SO-2", by=HOUR)
    qtbot.waitUntil(lambda: d.sees("SO-2") == ("Bram", "14:00", "15:00"))
    steady.stop()
    other.close()
