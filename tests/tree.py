"""The source tree as the tests of its own shape see it: files, classes, functions and calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("ui", "app", "reports", "models", "resources", "installer")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.text.count("\n")

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the last part of what is called: `exec` of `dialog.exec()`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                called = node.func
                yield getattr(called, "attr", None) or getattr(called, "id", ""), node

    def place(self, node: ast.stmt | ast.expr) -> str:
        """Where something is, for a message."""
        return f"{self.path}:{node.lineno}"


@cache
def sources() -> tuple[Source, ...]:
    """Every module of the program."""
    return tuple(_read(file) for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))


@cache
def suite() -> tuple[Source, ...]:
    """Every module of the tests."""
    return tuple(_read(file) for file in sorted((ROOT / "tests").rglob("*.py")))


def length(node: ast.stmt) -> int:
    """Lines from its first word to its last, docstring included, decorators not."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _read(file: Path) -> Source:
    text = file.read_text("utf-8")
    return Source(file.relative_to(ROOT).as_posix(), text, ast.parse(text, str(file)))
