"""Sizes, names and habits that we hold ourselves to (resources/docs/architecture.md).

Who may import whom is in test_contracts.py; complexity and banned calls are ruff's. A wall has a list of
exceptions with their present size. It may shrink and not grow: an exception that has become smaller must be
lowered, one below the wall must go.
"""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator, Mapping

import pytest

from tests.tree import Function, Source, length, sources, suite

MODULE_WALL, MODULE_MEDIAN = 450, 120
FUNCTION_WALL = 50
CLASS_WALL = 300
TEST_WALL = 30
ARGUMENTS_WALL = 6

LONG_MODULES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}
LONG_CLASSES: dict[str, int] = {}
LONG_TESTS: dict[str, int] = {}
MANY_ARGUMENTS: dict[str, int] = {}

DRAWERS = re.compile(r"(Manager|Helper|Utils?|Handler|Service|Data|Info)s?$|^Base[A-Z]")
DRAWER_MODULES = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "handlers", "services"}

SPEAKING = {
    "setText", "setWindowTitle", "setTitle", "setToolTip", "setStatusTip", "setWhatsThis",
    "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "addAction", "addMenu", "addTab",
    "addItem", "showMessage",
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QDockWidget",
}  # fmt: skip
QTS_OWN = {
    "child",
    "data",
    "event",
    "flags",
    "id",
    "index",
    "paint",
    "parent",
    "rect",
    "role",
    "state",
    "text",
}
"""Methods of Qt in one small word, which a class of ours overrides and need not explain."""
PUMPS = {"processEvents", "exec_"}
STARTS = {"ui/main.py", "ui/screenshot.py"}
"""Where an event loop is run: the program's own, and that of the pictures for the documents."""
BOXES = {"about", "critical", "information", "question", "warning"}


def beyond(measured: Mapping[str, int], wall: int, exceptions: Mapping[str, int]) -> list[str]:
    """What stands over a wall and is no exception, or is one no longer as recorded."""
    over = {name: size for name, size in measured.items() if size > wall}
    new = [f"{name}: {size} > {wall}" for name, size in over.items() if name not in exceptions]
    stale = [
        f"{name}: recorded {size}, is {measured.get(name, 0)}"
        for name, size in exceptions.items()
        if over.get(name) != size
    ]
    return new + stale


def test_no_module_stands_over_its_wall() -> None:
    sizes = {source.path: source.lines for source in (*sources(), *suite())}
    assert beyond(sizes, MODULE_WALL, LONG_MODULES) == []


def test_half_of_the_modules_are_short() -> None:
    """Counted without blank lines and empty modules, so that neither air nor `__init__.py` counts."""
    written = [
        sum(1 for line in source.text.splitlines() if line.strip()) for source in sources() if source.lines
    ]
    assert statistics.median(written) <= MODULE_MEDIAN


def test_no_function_stands_over_its_wall() -> None:
    """A revision of the schema is exempt: it is a list of tables, written once."""
    long_lived = [source for source in (*sources(), *suite()) if "/versions/" not in source.path]
    sizes = {f"{source.path}:{f.name}": length(f) for source in long_lived for f in source.functions()}
    assert beyond(sizes, FUNCTION_WALL, LONG_FUNCTIONS) == []


def test_no_class_stands_over_its_wall() -> None:
    sizes = {f"{source.path}:{c.name}": length(c) for source in sources() for c in source.classes()}
    assert beyond(sizes, CLASS_WALL, LONG_CLASSES) == []


def test_a_test_fits_on_a_screen() -> None:
    tests = [(source, f) for source in suite() for f in source.functions() if f.name.startswith("test_")]
    sizes = {f"{source.path}:{f.name}": length(f) for source, f in tests}
    assert beyond(sizes, TEST_WALL, LONG_TESTS) == []


def test_no_function_takes_too_many_arguments() -> None:
    counted = {f"{source.path}:{f.name}": _arguments(f) for source in sources() for f in source.functions()}
    assert beyond(counted, ARGUMENTS_WALL, MANY_ARGUMENTS) == []


def _arguments(function: Function) -> int:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len([each for each in given if each.arg not in ("self", "cls")])


def test_no_class_or_module_is_named_like_a_drawer() -> None:
    classes = [
        f"{source.path}:{c.name}" for source in sources() for c in source.classes() if DRAWERS.search(c.name)
    ]
    modules = [s.path for s in sources() if s.path.rsplit("/", 1)[-1].removesuffix(".py") in DRAWER_MODULES]
    assert classes + modules == []


def test_everything_public_says_what_it_is() -> None:
    assert [silent for source in sources() for silent in _undocumented(source)] == []


def _undocumented(source: Source) -> Iterator[str]:
    """Public modules, classes and functions without a docstring; Qt's own methods (camelCase) need none."""
    if source.lines and not ast.get_docstring(source.tree) and not source.path.endswith("__init__.py"):
        yield source.path
    if "/versions/" in source.path:
        return
    holders: list[ast.Module | ast.ClassDef] = [source.tree, *source.classes()]
    for holder in holders:
        for node in holder.body:
            if not isinstance(node, ast.ClassDef | Function) or ast.get_docstring(node):
                continue
            qts_own = isinstance(holder, ast.ClassDef) and (
                node.name != node.name.lower() or node.name in QTS_OWN
            )
            overload = any(
                getattr(mark, "attr", getattr(mark, "id", "")) == "overload" for mark in node.decorator_list
            )
            if (
                not node.name.startswith("_")
                and not (qts_own and isinstance(node, Function))
                and not overload
            ):
                yield f"{source.place(node)} {node.name}"


def test_no_unfinished_business_is_noted_in_the_code() -> None:
    note = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    assert [source.path for source in sources() if note.search(source.text)] == []


@pytest.fixture
def ui() -> list[Source]:
    """The modules of the window."""
    return [source for source in sources() if source.path.startswith("ui/")]


def test_the_window_never_blocks(ui: list[Source]) -> None:
    """No modal loops, no static boxes, no pumping of events, but where a program starts and ends."""
    blocking = [
        source.place(call)
        for source in ui
        for name, call in source.calls()
        if (name == "exec" and _owner(call) != "drag") or name in PUMPS or _is_box(name, call)
        if source.path not in STARTS
    ]
    assert blocking == []


def _owner(call: ast.Call) -> str:
    owner = getattr(call.func, "value", None)
    return str(getattr(owner, "id", getattr(owner, "attr", "")))


def _is_box(name: str, call: ast.Call) -> bool:
    return name in BOXES and _owner(call) == "QMessageBox"


def test_a_label_made_of_data_shows_it_as_plain_text(ui: list[Source]) -> None:
    """QLabel guesses whether its text is HTML, so one that is given data is told that it is not."""
    wrong = [
        source.place(call)
        for source in ui
        for name, call in source.calls()
        if name == "QLabel" and call.args and not _is_ours(call.args[0]) and not _is_plain(source, call)
    ]
    assert wrong == []


def _is_ours(argument: ast.expr) -> bool:
    """A literal, a marked text, several of these, or the parent."""
    if isinstance(argument, ast.BinOp):
        return _is_ours(argument.left) and _is_ours(argument.right)
    if isinstance(argument, ast.Call):
        return getattr(argument.func, "id", "") in ("_", "ngettext")
    return isinstance(argument, ast.Constant) or getattr(argument, "id", "") in ("self", "parent")


def _is_plain(source: Source, label: ast.Call) -> bool:
    """Is what the label is assigned to told so in the same module?"""
    names = [
        ast.unparse(node.targets[0])
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and node.value is label
    ]
    return any(f"{name}.setTextFormat(Qt.TextFormat.PlainText)" in source.text for name in names)


def test_what_the_window_says_is_marked_for_translation(ui: list[Source]) -> None:
    unmarked = [
        f"{source.place(call)} {ast.unparse(argument)}"
        for source in ui
        for name, call in source.calls()
        if name in SPEAKING
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        if _speaks(argument)
    ]
    assert unmarked == []


def _speaks(argument: ast.expr) -> bool:
    """Is it a literal with a word in it, other than the program's name?"""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return any(character.isalpha() for word in words for character in word.replace("Servicebord", ""))
