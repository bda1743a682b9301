"""Work off the GUI thread: answers come back on it, in order, and only to who still wants them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Changes
from app.context import Context
from app.database import parse
from app.settings import Settings
from app.work import Work
from models.customers import Customer
from models.errors import Expected, Refused, Unavailable
from tests.builders import a_customer
from tests.postgres import Cluster
from ui.jobs import Jobs
from ui.live import Live


@pytest.fixture
def jobs(context: Context, qapp: QObject) -> Iterator[Jobs]:
    """The lanes of a window."""
    lanes = Jobs(context)
    yield lanes
    lanes.close()


def count_customers(session: Session) -> int:
    return session.scalar(select(func.count(Customer.id))) or 0


def refuse(*_any: object) -> None:
    raise Refused("no")


def break_down(*_any: object) -> None:
    raise ZeroDivisionError("a bug")


def square(number: int) -> int:
    return number * number


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def settled(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: jobs.is_idle)


def test_answers_arrive_on_the_gui_thread(qtbot: QtBot, jobs: Jobs, qapp: QObject) -> None:
    seen: list[tuple[str, bool]] = []
    here = qapp.thread()

    def note(name: str) -> Callable[..., None]:
        return lambda *_answer: seen.append((name, QThread.currentThread() is here))

    worked: list[bool] = []
    jobs.read(
        lambda _session: worked.append(threading.current_thread() is threading.main_thread()),
        done=note("read"),
    )
    jobs.write(a_customer, done=note("write"))
    jobs.gather(lambda _context: None, done=note("gather"))
    settled(qtbot, jobs)
    assert sorted(seen) == [("gather", True), ("read", True), ("write", True)]
    assert worked == [False]


def test_what_was_begun_early_runs_once_and_is_gathered_by_whoever_asks_first(
    qtbot: QtBot, jobs: Jobs
) -> None:
    runs: list[int] = []
    got: list[int] = []

    def work(_context: object, number: int) -> int:
        runs.append(number)
        return number

    jobs.begin(work, 1)
    jobs.gather(work, 2, done=got.append)
    settled(qtbot, jobs)
    jobs.gather(work, 1, done=got.append)
    settled(qtbot, jobs)
    assert (sorted(runs), got) == ([1, 2], [2, 1])
    jobs.gather(work, 1, done=got.append)
    settled(qtbot, jobs)
    assert sorted(runs) == [1, 1, 2]


def test_a_write_gives_its_answer_and_then_tells_everybody(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[tuple[str, Changes]] = []
    live = Live(jobs)
    live.changed.connect(lambda changes: told.append(("live", changes)))
    jobs.write(a_customer, done=lambda _customer, changes: told.append(("done", changes)))
    settled(qtbot, jobs)
    assert [name for name, _changes in told] == ["done", "live"]
    assert told[1][1].own
    assert told[1][1].touches("customer")


def test_writes_happen_in_the_order_in_which_they_were_asked_for(qtbot: QtBot, jobs: Jobs) -> None:
    for number in range(12):
        jobs.write(a_customer, code=f"{number:02d}")
    found: list[list[str]] = []
    jobs.write(lambda work: None, done=lambda _none, _changes: None)
    settled(qtbot, jobs)
    jobs.read(lambda s: list(s.scalars(select(Customer.code).order_by(Customer.id))), done=found.append)
    settled(qtbot, jobs)
    assert found == [[f"{number:02d}" for number in range(12)]]


def test_an_answer_nobody_waits_for_is_dropped_and_a_write_is_kept(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[object] = []
    owner = QObject()
    ticket = jobs.read(count_customers, done=got.append)
    ticket.cancel()
    jobs.read(count_customers, done=got.append, owner=owner)
    jobs.write(a_customer, done=lambda *_any: got.append("written"), owner=owner)
    with qtbot.waitSignal(jobs.wrote):
        shiboken6.delete(owner)
    settled(qtbot, jobs)
    assert got == []
    assert jobs.context.read(count_customers) == 1


def test_a_refusal_goes_to_who_asked_or_to_everybody(qtbot: QtBot, jobs: Jobs) -> None:
    own: list[Expected] = []
    everybody: list[Expected] = []
    jobs.went_wrong.connect(everybody.append)
    jobs.write(refuse, failed=own.append)
    jobs.read(refuse, done=own.append)
    settled(qtbot, jobs)
    assert ([str(error) for error in own], [str(error) for error in everybody]) == (["no"], ["no"])


def test_a_bug_reaches_the_outermost_hook(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.captureExceptions() as caught:
        jobs.write(break_down)
        settled(qtbot, jobs)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]


def test_a_refused_write_does_not_stop_the_next(qtbot: QtBot, jobs: Jobs) -> None:
    jobs.write(refuse, failed=lambda _error: None)
    jobs.write(a_customer)
    settled(qtbot, jobs)
    assert jobs.context.read(count_customers) == 1


def test_arithmetic_runs_in_a_process_of_its_own(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[int] = []
    jobs.crunch(os.getpid, done=got.append)
    jobs.crunch(square, 12, done=got.append)
    settled(qtbot, jobs)
    assert got[0] != os.getpid()
    assert got[1] == 144


def test_a_process_that_was_killed_is_replaced(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[object] = []
    jobs.crunch(die, done=told.append, failed=told.append)
    settled(qtbot, jobs)
    jobs.crunch(square, 3, done=told.append)
    settled(qtbot, jobs)
    assert isinstance(told[0], Unavailable)
    assert told[1] == 9


def import_three(
    context: Context, *, progress: Callable[[int, int], None], should_stop: Callable[[], bool]
) -> int:
    """Long work as an import does it: a commit a portion, and it may be stopped between two."""
    for number in range(3):
        if should_stop():
            return number
        context.run(a_customer)
        progress(number + 1, 3)
    return 3


def test_long_work_tells_how_far_it_is_and_what_it_changed(qtbot: QtBot, jobs: Jobs) -> None:
    steps: list[tuple[int, int]] = []
    ends: list[int] = []
    changed: list[Changes] = []
    jobs.wrote.connect(changed.append)
    jobs.long(import_three, done=ends.append, progress=lambda at, total: steps.append((at, total)))
    settled(qtbot, jobs)
    assert (steps, ends) == ([(1, 3), (2, 3), (3, 3)], [3])
    assert [len(each.ids("customer")) for each in changed] == [3]
    assert changed[0].own


def test_long_work_that_is_stopped_tells_what_it_had_done(qtbot: QtBot, jobs: Jobs) -> None:
    ends: list[int] = []
    begun = threading.Event()

    def wait_and_import(context: Context, **kwargs: Callable[..., object]) -> int:
        begun.wait(10)
        return import_three(context, **kwargs)  # type: ignore[arg-type]

    ticket = jobs.long(wait_and_import, done=ends.append, progress=lambda *_at: None)
    ticket.cancel()
    begun.set()
    settled(qtbot, jobs)
    assert ends == [0]


def test_closing_finishes_what_is_being_written_and_drops_the_rest(qtbot: QtBot, context: Context) -> None:
    lanes = Jobs(context)
    got: list[object] = []
    lanes.write(a_customer, done=lambda *_any: got.append(1))
    for _number in range(30):
        lanes.read(count_customers, done=got.append)
    lanes.close()
    qtbot.wait(50)
    assert context.read(count_customers) == 1
    assert got == []


def test_what_is_asked_after_closing_is_answered_to_nobody(qtbot: QtBot, context: Context) -> None:
    lanes, heard = Jobs(context), list[object]()
    lanes.close()
    lanes.read(count_customers, done=heard.append)
    lanes.gather(lambda _context: None, done=heard.append)
    lanes.write(a_customer, done=lambda *_answer: heard.append(1))
    settled(qtbot, lanes)
    assert heard == []


def test_a_colleagues_change_is_heard(qtbot: QtBot, jobs: Jobs) -> None:
    colleague = Context(jobs.context.settings, clock=jobs.context.clock)
    jobs.follow()
    with qtbot.waitSignal(jobs.heard) as heard:
        colleague.run(a_customer)
    assert not heard.args[0].own
    colleague.close()


@pytest.mark.pg
def test_a_lost_database_is_told_once_and_its_return_too(
    qtbot: QtBot, postgres_cluster: Cluster, postgres_url: str
) -> None:
    context = Context(Settings(database=postgres_url))
    lanes, told, name = Jobs(context), list[bool](), parse(postgres_url).database
    lanes.reached.connect(told.append)
    lanes.follow()
    lanes.read(count_customers, done=lambda _count: None)
    settled(qtbot, lanes)
    postgres_cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres_cluster.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    qtbot.waitUntil(lambda: told == [False])
    lanes.check()
    qtbot.waitUntil(lambda: told == [False, False])
    postgres_cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    qtbot.waitUntil(lambda: told == [False, False, True])
    lanes.close()
    context.close()


def test_work_is_typed_by_what_it_takes(qtbot: QtBot, jobs: Jobs) -> None:
    def rename(work: Work, *, customer_id: int, name: str) -> str:
        work.get(Customer, customer_id).name = name
        return name

    got: list[str] = []
    customer, _changes = jobs.context.run(a_customer)
    jobs.write(rename, customer_id=customer.id, name="B", done=lambda name, _changes: got.append(name))
    settled(qtbot, jobs)
    assert got == ["B"]
