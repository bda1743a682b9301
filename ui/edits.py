"""Undo: a QUndoStack whose index moves only after the database has agreed (architecture.md 3.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.changes import Changes
from app.context import Unheard
from models.errors import Conflict, Expected, Missing, Refused, Unavailable
from resources.texts import _
from ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Call:
    """A use case with its arguments."""

    usecase: Callable[..., Any]  # any use case
    arguments: dict[str, object] = field(default_factory=dict)


MOST_TRIES = 4
"""A database that answers but takes no change so often is too busy for it."""
AGAIN_MS = 5_000
"""While edits wait, the database is asked this often whether it is back."""


class Edit:
    """Something a person did that can be undone: two calls, and what was learnt from their answers.

    Attributes:
        text: what it is called in the Edit menu, translated.
        can_redo: whether it can be done again once it is undone; else undoing it is the end of it.
        can_wait: whether it is kept while the database is away, and judged again when it is sent.
    """

    text: str = ""
    can_redo: bool = True
    can_wait: bool = False

    def forward(self) -> Call:
        """The call that does it, and does it again; asked each time, so that it has the newest versions."""
        raise NotImplementedError

    def backward(self) -> Call:
        """The opposite call."""
        raise NotImplementedError

    def done(self, answer: Any) -> None:  # the use case's own answer
        """Remember ids and versions after the forward call was committed."""

    def undone(self, answer: Any) -> None:  # the use case's own answer
        """Remember ids and versions after the opposite was committed."""

    def absorb(self, later: Edit) -> bool:
        """Take a later edit into this one, as key presses within a moment; False keeps two steps."""
        return False


class LocalEdit(Edit):
    """An edit of what is not in the database: `done` and `undone` carry it out, without an answer."""

    def forward(self) -> Call:
        """Nothing is asked."""
        return HERE

    def backward(self) -> Call:
        """Nothing is asked."""
        return HERE


HERE = Call(lambda: None)
"""The call of edits that ask the database nothing."""


class _Command(QUndoCommand):
    def __init__(self, edit: Edit) -> None:
        super().__init__(edit.text)
        self.edit = edit

    def id(self) -> int:
        """One kind for all, so that Qt asks `mergeWith`."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Let the edit decide."""
        return self.edit.absorb(cast(_Command, other).edit)


@dataclass(slots=True)
class _Request:
    kind: Literal["do", "took", "undo", "redo"]
    edit: Edit | None = None
    done: Callable[[Any], object] | None = None  # the use case's own answer
    failed: Callable[[Expected], object] | None = None
    tries: int = 0
    unheard: Unheard | None = None

    @property
    def is_step(self) -> bool:
        """Whether it goes along the stack."""
        return self.kind in ("undo", "redo")

    @property
    def can_wait(self) -> bool:
        """Whether it is kept while the database is away."""
        return self.kind == "do" and self.edit is not None and self.edit.can_wait


class Edits(QObject):
    """What can be undone, in the order in which the database agreed to it.

    Signals:
        applied(Edit, answer): an edit, its undo or its redo was committed.
        dropped(Expected): a step was left out: somebody else changed the row, or it was refused twice.
        failed(Expected): the database refused and nobody took the refusal.
        settled(): nothing is under way.
        counted(int, bool): so many edits are not in the database yet; whether they wait for it to come back.
    """

    applied = Signal(object, object)
    dropped = Signal(object)
    failed = Signal(object)
    settled = Signal()
    counted = Signal(int, bool)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._jobs = jobs
        self._waiting: deque[_Request] = deque()
        self._current: _Request | None = None
        self._refused: Edit | None = None
        self.is_held = False
        self._held_at = 0
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(jobs.check)
        jobs.reached.connect(self._on_reached)

    @property
    def count(self) -> int:
        """How many edits are not in the database yet."""
        return len(self._waiting) + (self._current is not None)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is under way."""
        return self._current is None and not self._waiting

    def do(
        self,
        edit: Edit,
        *,
        done: Callable[[Any], object] | None = None,  # the use case's own answer
        failed: Callable[[Expected], object] | None = None,
    ) -> None:
        """Ask the database for an edit; it can be undone once that is committed."""
        self._enqueue(_Request("do", edit, done, failed))

    def took(self, edit: Edit) -> None:
        """Let an edit be undone that long work did already; its `forward` was not asked for."""
        self._enqueue(_Request("took", edit))

    def undo(self) -> None:
        """Undo the last edit, after those that are still under way."""
        self._enqueue(_Request("undo"))

    def redo(self) -> None:
        """Do the last undone edit again."""
        self._enqueue(_Request("redo"))

    def _enqueue(self, request: _Request) -> None:
        if self.is_held:
            self._take_while_held(request)
        else:
            self._waiting.append(request)
            if self._current is None:
                self._start_next()
        self.counted.emit(self.count, self.is_held)

    def _start_next(self) -> None:
        while self._waiting:
            request = self._current = self._waiting.popleft()
            if request.unheard is not None:
                self._jobs.settle(request.unheard, done=self._on_settled, failed=self._on_failed, owner=self)
                return
            call = self._call_of(request)
            if call is HERE:
                self._finish(request, None)
            elif call is not None:
                self._jobs.write(
                    call.usecase, done=self._on_done, failed=self._on_failed, owner=self, **call.arguments
                )
                return
        self._current = None
        self.counted.emit(self.count, self.is_held)
        self.settled.emit()

    def _call_of(self, request: _Request) -> Call | None:
        if request.edit is not None and request.kind == "do":
            return request.edit.forward()
        if request.edit is not None and request.kind == "took":
            self.stack.push(_Command(request.edit))
            return None
        request.edit = self._step_of(request)
        if request.edit is None:
            return None
        return request.edit.backward() if request.kind == "undo" else request.edit.forward()

    def _step_of(self, request: _Request) -> Edit | None:
        """The edit that an undo or redo is about; None where there is none."""
        undoing = request.kind == "undo"
        if not (self.stack.canUndo() if undoing else self.stack.canRedo()):
            return None
        index = self.stack.index() - 1 if undoing else self.stack.index()
        return cast(_Command, self.stack.command(index)).edit

    def _on_done(self, answer: object, _changes: Changes) -> None:
        if self._current is not None:
            self._finish(self._current, answer)
            self._start_next()

    def _finish(self, request: _Request, answer: object) -> None:
        edit = request.edit
        if edit is None:
            return
        if request.kind == "do":
            edit.done(answer)
            self.stack.push(_Command(edit))
        elif request.kind == "redo":
            edit.done(answer)
            self.stack.redo()
        else:
            edit.undone(answer)
            self._step_back(edit)
        self._refused = None
        self.applied.emit(edit, answer)
        if request.done is not None:
            request.done(answer)

    def _on_failed(self, error: Expected) -> None:
        request = self._current
        if request is None:
            return
        if self._may_wait(request, error):
            self._hold(request, error)
            return
        if request.is_step and isinstance(error, Conflict | Refused):
            self._give_way(request, error)
        else:
            self._refuse(request, error)
        self._start_next()

    def _give_way(self, request: _Request, error: Conflict | Refused) -> None:
        """A step that cannot be made is left out: one that a rule forbids only when it is asked for again.

        Steps that were asked for after it end here.
        """
        self._waiting = deque(each for each in self._waiting if not each.is_step)
        undoing = request.kind == "undo"
        if isinstance(error, Conflict | Missing):
            self._drop(undoing=undoing)
            self.dropped.emit(error)
        elif self._refused is request.edit and request.edit is not None:
            self._refused = None
            self._drop(undoing=undoing)
            left_out = _("“{step}” was left out: {why}").format(step=request.edit.text, why=error.sentence)
            self.dropped.emit(Refused(left_out))
        else:
            self._refused = request.edit
            again = _("Undo again to leave this step out.")
            if not undoing:
                again = _("Redo again to leave this step out.")
            self._refuse(request, Refused(str(error), remedy=again))

    def _refuse(self, request: _Request, error: Expected) -> None:
        if request.failed is not None:
            request.failed(error)
        else:
            self.failed.emit(error)

    # ------------------------------------------------------------------ while the database is away

    def _may_wait(self, request: _Request, error: Expected) -> bool:
        """Whether this was not refused but not heard, and can be sent again (board.md 5, 56)."""
        if not isinstance(error, Unavailable) or self._jobs.context.database.is_sqlite:
            return False
        return request.can_wait or request.unheard is not None or isinstance(error, Unheard)

    def _hold(self, request: _Request, error: Expected) -> None:
        """Keep it in front, and everything behind it; a busy database is asked again a few times only."""
        was_asked = request.unheard is not None
        if isinstance(error, Unheard):
            request.unheard = error
        elif not was_asked:
            request.tries += 1
        behind, self._waiting = self._waiting, deque([request])
        self._current, self.is_held, self._held_at = None, True, self.stack.index()
        for each in behind:
            if self._is_local(each):
                self._finish_here(each)
            else:
                self._waiting.append(each)
        self.counted.emit(self.count, self.is_held)
        if was_asked:
            self._again.start()  # the server is still at it
        else:
            self._jobs.check()

    def _take_while_held(self, request: _Request) -> None:
        """Do what asks nothing of the database, let changes of the board wait, and refuse the rest."""
        if self._is_local(request):
            self._finish_here(request)
        elif request.can_wait or request.kind == "took" or isinstance(request.edit, LocalEdit):
            self._waiting.append(request)
            self._held_at = self.stack.index()
        else:
            self._refuse(request, Unavailable(_("The database is away; only changes of the board can wait.")))

    def _is_local(self, request: _Request) -> bool:
        """Whether it asks nothing of the database, and nothing that waits comes before it."""
        if any(each.is_step for each in self._waiting):
            return False
        if not request.is_step:
            return request.kind == "took" or isinstance(request.edit, LocalEdit)
        step = self._step_of(request)
        is_behind = request.kind == "undo" and self.stack.index() <= self._held_at
        return isinstance(step, LocalEdit) and not is_behind

    def _finish_here(self, request: _Request) -> None:
        if self._call_of(request) is HERE:
            self._finish(request, None)

    def _on_settled(self, answer: object, changes: Changes) -> None:
        """It is known what became of a write that nobody heard of: it stands, or came to nothing."""
        request = self._current
        if request is None or request.unheard is None:
            return
        error, request.unheard = request.unheard, None
        if changes:
            self._on_done(answer, changes)
        elif request.can_wait:
            self._waiting.appendleft(request)
            self._start_next()
        else:
            self._on_failed(Unavailable(error.sentence, remedy=error.remedy))

    def _on_reached(self, is_reached: bool) -> None:  # noqa: FBT001 - a signal's argument
        """The database is back: send what waited, in order; each is judged again."""
        if not self.is_held:
            return
        if not is_reached:
            self._again.start()
            return
        self._again.stop()
        self.is_held = False
        if self._waiting and self._waiting[0].tries > MOST_TRIES:
            request = self._waiting.popleft()
            self._refuse(request, Unavailable(_("The database took too long to answer.")))
        self._start_next()
        self.counted.emit(self.count, self.is_held)

    def _step_back(self, edit: Edit) -> None:
        command = self.stack.command(self.stack.index() - 1)
        command.setObsolete(not edit.can_redo)
        self.stack.undo()

    def _drop(self, *, undoing: bool) -> None:
        """Remove the step somebody else made impossible; Qt drops an obsolete command as it passes it."""
        index = self.stack.index() - 1 if undoing else self.stack.index()
        command = self.stack.command(index)
        command.setObsolete(True)
        if undoing:
            self.stack.undo()
        else:
            self.stack.redo()
