"""What is wrong with what is imported, row by row, and what an import does or would do, table by table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.changes import Changes
from resources.texts import _, ngettext

MOST_LISTED = 500
"""So many wrong rows are named; the rest is counted."""

Progress = Callable[[int, int], None]
"""Called with how much is done, of how much."""
ShouldStop = Callable[[], bool]
"""Whether the person has cancelled."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong.

    Attributes:
        row: as in the file, the header is row 1.
        column: empty where no single column is wrong.
        value: the cell, shortened.
        reason: a translated sentence.
    """

    table: str
    row: int
    column: str
    value: str
    reason: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        if not self.column:
            return _("{table} row {row}: {reason}").format(table=self.table, row=self.row, reason=self.reason)
        return _("{table} row {row}, column {column}: {reason}").format(
            table=self.table, row=self.row, column=self.column, reason=self.reason
        )


@dataclass(slots=True)
class Problems:
    """Problems as they are found: the first ones in full, all of them counted."""

    listed: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: RowProblem) -> None:
        """Add one."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(problem)

    def __bool__(self) -> bool:
        return bool(self.count)


MOST_NOTICES = 50
"""So many are told one by one."""


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of a table are, or would be, created, updated and left as they are."""

    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.created + self.updated + self.unchanged

    @property
    def text(self) -> str:
        """In words: "customers: 2 created, 46 unchanged"."""
        words = [
            (self.created, ngettext("{n} created", "{n} created", self.created)),
            (self.updated, ngettext("{n} updated", "{n} updated", self.updated)),
            (self.unchanged, ngettext("{n} unchanged", "{n} unchanged", self.unchanged)),
        ]
        said = [text.format(n=number) for number, text in words if number]
        return f"{self.table}: {', '.join(said)}"


@dataclass(frozen=True, slots=True)
class Report:
    """What an import or an export did.

    Attributes:
        tables: counts by table; of an export all rows are `unchanged`.
        problems: what is wrong; with any of them nothing was written.
        problem_count: how many there are, also where not all are listed.
        written: whether something was to be written and was.
        stopped: whether the person cancelled half-way; what is counted was written.
        changes: what an import changed, for the windows of this program.
        notices: rules of the board that imported visits break, a sentence each.
    """

    tables: tuple[TableCount, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    problem_count: int = 0
    written: bool = False
    stopped: bool = False
    exported: bool = False
    changes: Changes = field(default_factory=Changes)
    notices: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problem_count

    def lines(self) -> list[str]:
        """All of it in words."""
        if self.problem_count:
            return self._wrong_lines()
        if self.exported:
            return [
                ngettext("{table}: {n} row", "{table}: {n} rows", count.rows).format(
                    table=count.table, n=count.rows
                )
                for count in self.tables
            ]
        lines = [count.text for count in self.tables if count.rows] or [_("There are no rows.")]
        if self.stopped:
            lines.append(_("Stopped half-way. What is counted here was written; import again to go on."))
        elif not self.written:
            lines.append(_("Nothing was written."))
        more = len(self.notices) - MOST_NOTICES
        if more > 0:
            words = ngettext("… and {n} more", "… and {n} more", more).format(n=more)
            return [*lines, *self.notices[:MOST_NOTICES], words]
        return [*lines, *self.notices]

    def _wrong_lines(self) -> list[str]:
        lines = [problem.text for problem in self.problems]
        more = self.problem_count - len(self.problems)
        if more:
            lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
        found = ngettext(
            "{n} thing is wrong; nothing was written.",
            "{n} things are wrong; nothing was written.",
            self.problem_count,
        )
        return [*lines, found.format(n=self.problem_count)]
