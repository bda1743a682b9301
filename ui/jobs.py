"""Runs work off the GUI thread and brings the answer back: one writer, three readers, one process."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.changes import Changes, changes_after, last_number
from app.context import Context, Unheard
from app.feed import ChangeFeed
from models.errors import Expected, Unavailable
from resources.texts import _

Callback = Callable[..., object]


@dataclass(slots=True, eq=False)
class Ticket:
    """One piece of work under way; its callbacks are dropped when it is cancelled or its owner is gone."""

    done: Callback | None
    failed: Callback | None
    owner: QObject | None
    progress: Callback | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Drop the answer; long work that asks `should_stop` ends early."""
        self.stopped.set()

    @property
    def has_owner(self) -> bool:
        """Whether the one who asked is still there."""
        return self.owner is None or shiboken6.isValid(self.owner)

    @property
    def is_wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self.stopped.is_set() and self.has_owner

    @property
    def outlives_cancel(self) -> bool:
        """Whether this is long work, which tells what it had done when it was cancelled."""
        return self.progress is not None and self.has_owner


class Jobs(QObject):
    """The lanes on which a window's work runs.

    Signals:
        wrote(Changes): a use case of this window was committed.
        heard(Changes): somebody else committed.
        went_wrong(Expected): work failed and nobody took the failure.
        reached(bool): whether the database answers.
        noted(Presence): what a colleague has in hand now.
    """

    wrote = Signal(object)
    heard = Signal(object)
    went_wrong = Signal(object)
    reached = Signal(bool)
    noted = Signal(object)
    _answered = Signal(object, object, object)
    _progressed = Signal(object, int, int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(3, "reader")
        self._process: ProcessPoolExecutor | None = None
        self._is_closed = False
        self._feed: ChangeFeed | None = None
        self._follower: threading.Thread | None = None
        self._open: set[Ticket] = set()
        self._begun: dict[tuple[object, ...], Future[Any]] = {}  # any answer
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._deliver_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._open

    def read(
        self,
        query: Callable[..., Any],  # any query; its rows are typed where they arrive
        /,
        *args: object,
        done: Callback,
        failed: Callback | None = None,
        owner: QObject | None = None,
        **kwargs: object,
    ) -> Ticket:
        """Run a query on a reader; `done(rows)` on the GUI thread."""
        ticket = Ticket(done, failed, owner)
        return self._submit(self._readers, ticket, lambda: self.context.read(query, *args, **kwargs))

    def write(
        self,
        usecase: Callable[..., Any],  # any use case; its answer is typed where it arrives
        /,
        *,
        done: Callback | None = None,
        failed: Callback | None = None,
        owner: QObject | None = None,
        **kwargs: object,
    ) -> Ticket:
        """Run a use case on the writer, in order; `done(answer, changes)`, then `wrote` for everybody."""
        ticket = Ticket(done, failed, owner)
        return self._submit(self._writer, ticket, lambda: _Written(*self.context.run(usecase, **kwargs)))

    def settle(
        self, unheard: Unheard, *, done: Callback, failed: Callback, owner: QObject | None = None
    ) -> Ticket:
        """Ask what became of a write; `done(answer, changes)` as of the write, no changes if nothing did."""

        def ask() -> object:
            return _Written(*(self.context.settle(unheard) or (None, Changes())))

        return self._submit(self._writer, Ticket(done, failed, owner), ask)

    def long(
        self,
        work: Callable[..., Any],  # any function of a context
        /,
        *args: object,
        done: Callback,
        failed: Callback | None = None,
        owner: QObject | None = None,
        progress: Callback | None = None,
        **kwargs: object,
    ) -> Ticket:
        """Run long work on the writer: `work(context, *args, progress=…, should_stop=…)`.

        `progress(done, total)` arrives on the GUI thread; `ticket.cancel()` makes `should_stop()` true.
        The work commits by itself; `done(answer)`, then `wrote` with all that was committed meanwhile.
        """
        ticket = Ticket(done, failed, owner, progress)

        def report(at: int, total: int) -> None:
            self._progressed.emit(ticket, at, total)

        def run() -> object:
            number = self.context.read(last_number)
            try:
                return work(self.context, *args, progress=report, should_stop=ticket.stopped.is_set, **kwargs)
            finally:
                self._tell_since(number)

        return self._submit(self._writer, ticket, run)

    def gather(
        self,
        work: Callable[..., Any],  # any function of a context
        /,
        *args: object,
        done: Callback,
        failed: Callback | None = None,
        owner: QObject | None = None,
        **kwargs: object,
    ) -> Ticket:
        """Run several queries on a reader: `work(context, *args)`; `done(answer)`."""
        ticket = Ticket(done, failed, owner)
        begun = None if kwargs else self._begun.pop((work, *args), None)
        if begun is not None:
            return self._await(begun, ticket)
        return self._submit(self._readers, ticket, lambda: work(self.context, *args, **kwargs))

    def begin(self, work: Callable[..., Any], /, *args: object) -> None:  # any function of a context
        """Start what somebody will `gather` with the same arguments, who is still being made."""
        self._begun[(work, *args)] = self._readers.submit(work, self.context, *args)

    def crunch(
        self,
        function: Callable[..., Any],  # any picklable function
        /,
        *args: object,
        done: Callback,
        failed: Callback | None = None,
        owner: QObject | None = None,
    ) -> Ticket:
        """Run arithmetic in a process of its own, where it does not hold the interpreter; `done(answer)`."""
        if self._process is None:
            self._process = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        ticket = Ticket(done, failed, owner)
        self._open.add(ticket)
        future = self._process.submit(function, *args)
        future.add_done_callback(lambda ended: self._end(ticket, ended))
        return ticket

    def check(self) -> None:
        """Ask the database whether it answers; `reached` tells."""
        self.read(
            last_number,
            done=lambda _number: self.reached.emit(True),
            failed=lambda _error: self.reached.emit(False),
        )

    def follow(self) -> None:
        """Start listening to what others commit."""
        self._feed = ChangeFeed(self.context, noted=self.noted.emit)
        self._follower = threading.Thread(target=self._listen, name="follower", daemon=True)
        self._follower.start()

    def close(self) -> None:
        """Finish what is being written, drop the rest, and end every lane."""
        self._is_closed = True
        for ticket in self._open:
            ticket.cancel()
        if self._feed is not None:
            self._feed.stop()
        self._writer.shutdown()
        self._readers.shutdown(cancel_futures=True)
        if self._process is not None:
            self._process.shutdown(cancel_futures=True)
        if self._follower is not None:
            self._follower.join(5)

    def _submit(self, lane: Executor, ticket: Ticket, work: Callable[[], object]) -> Ticket:
        """Hand work to a lane; one that has ended answers nobody: a timer of a closed window may ask."""
        if self._is_closed:
            ticket.cancel()
            return ticket
        return self._await(lane.submit(work), ticket)

    def _await(self, future: Future[Any], ticket: Ticket) -> Ticket:  # any answer
        self._open.add(ticket)
        future.add_done_callback(lambda ended: self._end(ticket, ended))
        return ticket

    def _end(self, ticket: Ticket, ended: Future[Any]) -> None:  # any answer
        if ended.cancelled() or not shiboken6.isValid(self):
            return
        error = ended.exception()
        self._answered.emit(ticket, None if error else ended.result(), error)

    def _deliver(self, ticket: Ticket, answer: object, error: BaseException | None) -> None:
        self._open.discard(ticket)
        if error is not None:
            self._fail(ticket, error)
            return
        if isinstance(answer, _Written):
            if ticket.is_wanted and ticket.done is not None:
                ticket.done(answer.answer, answer.changes)
            if answer.changes:
                self.wrote.emit(answer.changes)
        elif ticket.done is not None and (ticket.is_wanted or ticket.outlives_cancel):
            ticket.done(answer)

    def _fail(self, ticket: Ticket, error: BaseException) -> None:
        if isinstance(error, BrokenExecutor):
            self._process = None  # a new one is started when it is wanted
            error = Unavailable(
                _("Another process of the program was ended from outside."),
                remedy=_("Try again; perhaps the computer had no memory left."),
            )
        if not isinstance(error, Expected):
            raise error
        if ticket.failed is not None and ticket.has_owner:
            ticket.failed(error)
        elif ticket.is_wanted:
            self.went_wrong.emit(error)

    def _tell_since(self, number: int) -> None:
        """Emit what was committed after that change, in portions as the feed reads them."""
        while True:
            last, changes = self.context.read(changes_after, number, skip_origin="")
            if last == number:
                return
            number = last
            self.wrote.emit(Changes(changes.rows, by=changes.by))

    def _deliver_progress(self, ticket: Ticket, at: int, total: int) -> None:
        if ticket.progress is not None and ticket.is_wanted:
            ticket.progress(at, total)

    def _listen(self) -> None:
        feed = self._feed
        reachable = True
        while feed is not None and shiboken6.isValid(self):
            try:
                changes = feed.next()
            except Expected:
                if reachable:
                    self.reached.emit(False)
                reachable = False
                continue
            if changes is None:
                return
            if not reachable:
                self.reached.emit(True)
            reachable = True
            if changes:
                self.heard.emit(changes)


@dataclass(frozen=True, slots=True)
class _Written:
    answer: object
    changes: Changes
