"""Undo: the index moves after the commit, in order, and a colleague's change drops the step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import make_url

from app.context import Context
from app.settings import Settings
from app.work import Work
from models.customers import Customer
from models.errors import Conflict, Expected, Missing, Refused, Unavailable
from tests.bad_line import BadLine
from tests.builders import a_customer, a_user
from tests.conftest import Clock
from tests.postgres import Cluster
from ui.edits import Call, Edit, Edits, LocalEdit
from ui.jobs import Jobs


def rename(work: Work, *, customer_id: int, name: str, seen: int) -> tuple[str, int]:
    """Give a customer another name; its old name and new version."""
    customer = work.get(Customer, customer_id, seen=seen)
    if not name:
        raise Refused("A customer has a name.")
    before, customer.name = customer.name, name
    work.session.flush()
    return before, customer.version


class Rename(Edit):
    """An edit like those of the pages: it asks for the row's newest version, which all steps on it share."""

    versions: ClassVar[dict[int, int]] = {}

    def __init__(self, customer: Customer, name: str, *, absorbs: bool = False) -> None:
        self.text = f"Rename to {name}"
        self._id, self._name, self.before, self._absorbs = customer.id, name, "", absorbs
        self.versions.setdefault(customer.id, customer.version)

    def forward(self) -> Call:
        return self._call(self._name)

    def backward(self) -> Call:
        return self._call(self.before)

    def done(self, answer: Any) -> None:
        self.before, self.versions[self._id] = answer

    def undone(self, answer: Any) -> None:
        self.versions[self._id] = answer[1]

    def absorb(self, later: Edit) -> bool:
        if self._absorbs and isinstance(later, Rename):
            self._name = later._name
        return self._absorbs

    def _call(self, name: str) -> Call:
        return Call(rename, {"customer_id": self._id, "name": name, "seen": self.versions[self._id]})


@pytest.fixture
def edits(context: Context, qapp: QObject) -> Iterator[Edits]:
    """A stack on the lanes of a window."""
    lanes = Jobs(context)
    stack = Edits(lanes)
    yield stack
    lanes.close()
    stack.deleteLater()


@pytest.fixture
def customer(context: Context) -> Customer:
    """Bakkerij Smit, version 1."""
    Rename.versions.clear()
    return context.run(a_customer)[0]


def settled(qtbot: QtBot, edits: Edits) -> None:
    qtbot.waitUntil(lambda: edits.is_settled)


def name_of(context: Context, customer: Customer) -> str:
    return context.read(lambda session: session.get_one(Customer, customer.id).name)


def test_an_edit_can_be_undone_and_done_again(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    edits.do(Rename(customer, "B"))
    assert not edits.stack.canUndo()  # not before the database has agreed
    settled(qtbot, edits)
    assert (edits.stack.undoText(), name_of(context, customer)) == ("Rename to B", "B")
    edits.undo()
    assert edits.stack.index() == 1
    settled(qtbot, edits)
    assert (edits.stack.index(), name_of(context, customer)) == (0, "Bakkerij Smit")
    edits.redo()
    settled(qtbot, edits)
    assert (edits.stack.index(), name_of(context, customer)) == (1, "B")


def test_a_refused_edit_leaves_the_stack_as_it_was(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    told: list[Expected] = []
    edits.failed.connect(told.append)
    edits.do(Rename(customer, "B"))
    edits.do(Rename(customer, ""))
    settled(qtbot, edits)
    edits.do(Rename(customer, ""), failed=told.append)
    settled(qtbot, edits)
    assert [str(error) for error in told] == ["A customer has a name."] * 2
    assert (edits.stack.count(), edits.stack.index(), name_of(context, customer)) == (1, 1, "B")


def test_keys_pressed_faster_than_the_database_answers_keep_their_order(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    for name in "BCD":
        edits.do(Rename(customer, name))
    for _press in range(5):  # two more than there are steps
        edits.undo()
    for _press in range(2):
        edits.redo()
    settled(qtbot, edits)
    assert (edits.stack.index(), name_of(context, customer)) == (2, "C")


def test_undo_after_a_colleagues_change_drops_the_step_and_says_who(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    dropped: list[Conflict] = []
    edits.dropped.connect(dropped.append)
    edits.do(Rename(customer, "B"))
    settled(qtbot, edits)
    mette = Context(context.settings, clock=context.clock)
    mette.user = mette.run(a_user, name="Mette")[0]
    mette.run(rename, customer_id=customer.id, name="Bager", seen=2)
    mette.close()
    edits.undo()
    settled(qtbot, edits)
    assert [str(error) for error in dropped] == ["Mette changed this while you were at it."]
    assert (edits.stack.count(), name_of(context, customer)) == (0, "Bager")


def test_a_redo_that_a_colleague_made_impossible_is_dropped_too(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    dropped: list[Expected] = []
    edits.dropped.connect(dropped.append)
    for name in "BC":
        edits.do(Rename(customer, name))
    edits.undo()
    settled(qtbot, edits)
    context.run(lambda work: work.session.delete(work.get(Customer, customer.id)))
    edits.redo()
    settled(qtbot, edits)
    edits.undo()
    settled(qtbot, edits)
    assert [type(error) for error in dropped] == [Missing, Missing]
    assert edits.stack.count() == 0


def test_an_undo_that_is_refused_can_be_tried_again(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    """The step stays where it is."""
    told: list[Expected] = []
    edits.failed.connect(told.append)
    edit = Rename(customer, "B")
    edits.do(edit)
    settled(qtbot, edits)
    edit.before = ""
    edits.undo()
    settled(qtbot, edits)
    assert (len(told), edits.stack.index(), name_of(context, customer)) == (1, 1, "B")


def test_edits_of_one_moment_become_one_step(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    edits.do(Rename(customer, "B", absorbs=True))
    edits.do(Rename(customer, "C"))
    settled(qtbot, edits)
    assert edits.stack.count() == 1
    edits.undo()
    settled(qtbot, edits)
    assert name_of(context, customer) == "Bakkerij Smit"


def test_who_asked_is_told_and_so_is_everybody(qtbot: QtBot, edits: Edits, customer: Customer) -> None:
    heard: list[object] = []
    edit = Rename(customer, "B")
    edits.applied.connect(lambda applied, answer: heard.append((applied is edit, answer)))
    edits.do(edit, done=heard.append)
    with qtbot.waitSignal(edits.settled):
        pass
    assert heard == [(True, ("Bakkerij Smit", 2)), ("Bakkerij Smit", 2)]


def test_undo_with_nothing_to_undo_does_nothing(qtbot: QtBot, edits: Edits) -> None:
    edits.undo()
    edits.redo()
    assert edits.is_settled


class Deletion(Rename):
    """An edit that is over once it is undone."""

    can_redo = False


def test_what_long_work_did_already_is_a_step_like_any_other(
    qtbot: QtBot, edits: Edits, customer: Customer, context: Context
) -> None:
    edit = Rename(customer, "Visser")
    edit.done(context.run(rename, customer_id=customer.id, name="Visser", seen=1)[0])
    edits.took(edit)
    settled(qtbot, edits)
    assert edits.stack.undoText() == "Rename to Visser"
    edits.undo()
    settled(qtbot, edits)
    assert edits.stack.canRedo()


def test_what_cannot_be_done_again_leaves_the_history_with_its_undo(
    qtbot: QtBot, edits: Edits, customer: Customer
) -> None:
    edits.do(Rename(customer, "Jansen"))
    edits.do(Deletion(customer, "Visser"))
    settled(qtbot, edits)
    edits.undo()
    settled(qtbot, edits)
    assert not edits.stack.canRedo()
    assert edits.stack.undoText() == "Rename to Jansen"


def test_while_edits_wait_the_database_is_asked_again(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.edits.AGAIN_MS", 1)
    lanes = Jobs(context)
    edits = Edits(lanes)
    counted: list[tuple[int, bool]] = []
    edits.counted.connect(lambda n, held: counted.append((n, held)))
    edits.is_held = True
    lanes.reached.emit(False)
    qtbot.waitUntil(lambda: not edits.is_held)
    assert counted[-1] == (0, False)
    lanes.close()
    edits.deleteLater()


class Note(LocalEdit):
    """An edit that stays in the window: a word is written into a list."""

    def __init__(self, words: list[str], word: str) -> None:
        self.text = f"Note {word}"
        self._words, self._word = words, word

    def done(self, answer: Any) -> None:
        self._words.append(self._word)

    def undone(self, answer: Any) -> None:
        self._words.remove(self._word)


class Patient(Rename):
    """An edit that waits for the database."""

    can_wait = True


def test_a_step_that_a_rule_forbids_is_left_out_when_asked_again(
    qtbot: QtBot, context: Context, edits: Edits, customer: Customer
) -> None:
    told: list[str] = []
    edits.failed.connect(lambda error: told.append(str(error)))
    edits.dropped.connect(lambda error: told.append(str(error)))
    edit = Rename(customer, "C")
    edits.do(Rename(customer, "B"))
    edits.do(edit)
    settled(qtbot, edits)
    edit.before = ""
    for _press in range(3):  # at once, as from the list of changes: the first refusal ends it
        edits.undo()
    settled(qtbot, edits)
    assert told == ["A customer has a name. Undo again to leave this step out."]
    edits.undo()
    settled(qtbot, edits)
    assert told[1:] == ["“Rename to C” was left out: A customer has a name."]
    assert (edits.stack.count(), edits.stack.undoText()) == (1, "Rename to B")
    edits.undo()
    settled(qtbot, edits)
    assert name_of(context, customer) == "Bakkerij Smit"


def test_what_was_refused_once_is_asked_again_after_something_else(
    qtbot: QtBot, edits: Edits, customer: Customer
) -> None:
    edit = Rename(customer, "B")
    edits.do(edit)
    settled(qtbot, edits)
    edit.before = ""
    edits.undo()
    edits.do(Note([], "a"))
    for _press in range(2):
        edits.undo()
        settled(qtbot, edits)
    assert edits.stack.undoText() == "Rename to B"


@pytest.fixture
def line(postgres_cluster: Cluster) -> Iterator[BadLine]:
    """A line to the server that can break."""
    with BadLine(postgres_cluster.folder) as broken:
        yield broken


@pytest.fixture
def far(line: BadLine, postgres_url: str, clock: Clock) -> Iterator[Context]:
    """A context at the end of that line."""
    url = make_url(postgres_url).update_query_dict({"host": str(line.folder)})
    context = Context(Settings(database=url.render_as_string(hide_password=False)), clock=clock)
    yield context
    context.close()


@pytest.fixture
def far_edits(monkeypatch: pytest.MonkeyPatch, far: Context, qapp: QObject) -> Iterator[Edits]:
    """A stack at the end of that line, which asks again at once."""
    monkeypatch.setattr("ui.edits.AGAIN_MS", 1)
    lanes = Jobs(far)
    stack = Edits(lanes)
    yield stack
    lanes.close()
    stack.deleteLater()


@pytest.fixture
def far_customer(far: Context) -> Customer:
    """Bakkerij Smit, version 1."""
    Rename.versions.clear()
    return far.run(a_customer)[0]


def test_a_step_of_the_window_needs_no_database(
    qtbot: QtBot, line: BadLine, far_edits: Edits, far_customer: Customer
) -> None:
    words, refused = list[str](), list[Expected]()
    far_edits.failed.connect(refused.append)
    line.is_down = True
    far_edits.do(Note(words, "a"))
    far_edits.do(Patient(far_customer, "B"))
    far_edits.do(Note(words, "b"))  # behind what does not come back
    qtbot.waitUntil(lambda: far_edits.is_held)
    far_edits.do(Note(words, "c"))
    assert words == ["a", "b", "c"]
    for left in (["a", "b"], ["a"], ["a"]):  # not past what waits
        far_edits.undo()
        assert words == left
    assert len(refused) == 1
    far_edits.redo()
    assert words == ["a", "b"]
    line.is_down = False
    settled(qtbot, far_edits)
    assert far_edits.stack.undoText() == "Rename to B"


def test_what_long_work_did_is_a_step_although_the_database_went_away(
    qtbot: QtBot, far: Context, line: BadLine, far_edits: Edits, far_customer: Customer
) -> None:
    edit = Rename(far_customer, "Visser")
    edit.done(far.run(rename, customer_id=far_customer.id, name="Visser", seen=1)[0])
    line.is_down = True
    far_edits.do(Patient(far_customer, "B"))
    qtbot.waitUntil(lambda: far_edits.is_held)
    far_edits.took(edit)
    assert far_edits.stack.undoText() == "Rename to Visser"
    line.is_down = False
    settled(qtbot, far_edits)


@pytest.mark.parametrize("away", ["for a moment", "for a while"])
def test_what_was_committed_without_an_answer_is_not_sent_again(
    qtbot: QtBot, far: Context, line: BadLine, far_edits: Edits, far_customer: Customer, away: str
) -> None:
    refused: list[Expected] = []
    far_edits.failed.connect(refused.append)
    far_edits.dropped.connect(refused.append)
    line.goes_down = away == "for a while"
    for act in (lambda: far_edits.do(Patient(far_customer, "B")), far_edits.undo, far_edits.redo):
        line.loses_commit = True
        act()
        if line.goes_down:
            qtbot.waitUntil(lambda: far_edits.is_held)
            line.is_down = False
        settled(qtbot, far_edits)
    assert refused == []
    assert far.read(lambda session: session.get_one(Customer, far_customer.id).version) == 4
    far_edits.undo()
    settled(qtbot, far_edits)
    assert name_of(far, far_customer) == "Bakkerij Smit"


def test_a_save_that_did_not_get_through_is_told_once_that_is_known(
    qtbot: QtBot, far: Context, line: BadLine, far_edits: Edits, far_customer: Customer
) -> None:
    refused: list[Expected] = []
    line.is_down = True
    far_edits.do(Rename(far_customer, "B"), failed=refused.append)
    settled(qtbot, far_edits)
    assert [type(error) for error in refused] == [Unavailable]
    line.is_down = False
    assert name_of(far, far_customer) == "Bakkerij Smit"
