"""What no test may leave behind or set off; each guard fails the test that did it.

A logged warning or worse (unless announced by `@pytest.mark.logs("pattern")`), an open database connection, a
live thread, a running timer, a top-level widget, and any socket but the test database's. Warnings, messages
of Qt and exceptions in slots are failed by pytest and pytest-qt themselves (pyproject.toml).
"""

from __future__ import annotations

import gc
import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

GRACE = 2.0
"""Seconds that a thread has to end after its owner was told to."""

_lent: set[int] = set()


@event.listens_for(Pool, "checkout")
def _lend(_connection: object, record: object, _proxy: object) -> None:
    _lent.add(id(record))


@event.listens_for(Pool, "checkin")
def _take_back(_connection: object, record: object) -> None:
    _lent.discard(id(record))


class _Ear(logging.Handler):
    """Keeps what was logged at warning level or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record as `logger: message`."""
        self.heard.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _nothing_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record of warning or worse fails the test, but for those it announced; an announced one must come."""
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers("logs")]
    ear = _Ear()
    logging.getLogger().addHandler(ear)
    yield
    logging.getLogger().removeHandler(ear)
    surprises = [said for said in ear.heard if not any(pattern.search(said) for pattern in expected)]
    missing = [p.pattern for p in expected if not any(p.search(said) for said in ear.heard)]
    if surprises or missing:
        pytest.fail(f"logged: {surprises}; expected in vain: {missing}")


@pytest.fixture(autouse=True)
def _no_connection_stays_open() -> Iterator[None]:
    """Every connection that the test borrowed from a pool is back in it."""
    before = set(_lent)
    yield
    if _lent - before:
        gc.collect()
    left = _lent - before
    _lent.difference_update(left)
    if left:
        pytest.fail(f"{len(left)} database connections or sessions were left open")


@pytest.fixture(autouse=True)
def _no_thread_stays_alive() -> Iterator[None]:
    """Threads that the test started have ended, within `GRACE` seconds."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, until - time.monotonic()))
    left = [thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()]
    if left:
        pytest.fail(f"threads were left running: {left}")


@pytest.fixture(autouse=True)
def _no_widget_or_timer_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """Top-level widgets that the test made are gone, and no timer of it runs."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    before = {*_windows(), *_timers()}
    yield
    _let_qt_delete()
    if _new(_windows(), before) or _new(_timers(), before):
        gc.collect()  # what only a reference cycle holds is no leak
        _let_qt_delete()
    left, running = _new(_windows(), before), _new(_timers(), before)
    if left or running:
        pytest.fail(f"top-level widgets were left: {left}; timers were left running: {running}")


def _new(found: dict[int, str], before: set[int]) -> list[str]:
    return [said for pointer, said in found.items() if pointer not in before]


def _let_qt_delete() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _windows() -> dict[int, str]:
    """Top-level widgets without an owner, by the address of the C++ object, which Python's id is not."""
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    widgets = [each for each in QApplication.topLevelWidgets() if each.parent() is None]
    return {getCppPointer(each)[0]: repr(each) for each in widgets}


def _timers() -> dict[int, str]:
    """Running timers that Python made or that the application or a window owns, by the same."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer, isValid

    roots = [each for each in (QApplication.instance(), *QApplication.topLevelWidgets()) if each is not None]
    timers = [timer for root in roots for timer in root.findChildren(QTimer)]
    timers += [each for each in gc.get_objects() if issubclass(type(each), QTimer) and isValid(each)]
    return {getCppPointer(each)[0]: repr(each) for each in timers if each.isActive()}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket of an internet family connects or listens; the test database uses a local socket."""

    def guarded(name: str) -> Any:  # the method of that name, of any signature
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:  # passed on as given
            if self.family in (socket.AF_INET, socket.AF_INET6):
                _refuse(name, args)
            return original(self, *args)

        return call

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(name))


def _refuse(name: str, args: tuple[object, ...]) -> NoReturn:
    pytest.fail(f"a test reached for the network: {name}{args}")
