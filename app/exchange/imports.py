"""Import: judged whole before anything is written, then written in one transaction or in several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes
from app.exchange.following import adopt_calendar
from app.exchange.kinds import Local
from app.exchange.known import Known
from app.exchange.plan import plan_sheets
from app.exchange.planned import Planning
from app.exchange.problems import Problems, Progress, Report, RowProblem, ShouldStop, TableCount
from app.exchange.sheets import Sheet, read_sheet
from app.exchange.sources import sources
from app.exchange.writing import Writing
from app.queries.board import broken_rules
from app.work import Work
from models.calendars import Calendar
from models.company import Company
from models.errors import Refused
from models.postings import Posting
from models.terms import Right
from models.users import User
from resources.texts import _, format_instant, ngettext

if TYPE_CHECKING:
    from app.context import Context

MOST_IN_ONE = 20_000
"""More rows than this are written a thousand at a time, each thousand in a transaction of its own."""

ROWS_IN_PART = 1000

MOST_JUDGED = 1000
"""So many imported visits are judged by the rules of the board."""


class Stopped(Refused):
    """The person cancelled."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an import would do, and what stands in its way.

    Attributes:
        tables: counts by table, in the order of writing; empty where the files cannot be read at all.
        problems: what is wrong; `problem_count` counts those that are not listed too.
        sheets: the rows themselves, for the import.
    """

    tables: tuple[TableCount, ...]
    problems: tuple[RowProblem, ...]
    problem_count: int
    sheets: tuple[Sheet, ...]
    local: Local

    @property
    def is_good(self) -> bool:
        """Whether it may be imported."""
        return not self.problem_count

    @property
    def changes_anything(self) -> bool:
        """Whether importing would write a row."""
        return any(count.created or count.updated for count in self.tables)

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    def report(self) -> Report:
        """As the report of an import that has not been made."""
        return Report(self.tables, self.problems, self.problem_count)


class Watch:
    """Counts rows for a progress bar and stops when the person cancels."""

    def __init__(self, progress: Progress | None, should_stop: ShouldStop | None, total: int = 0) -> None:
        self.total = total
        self._done = 0
        self._progress = progress
        self._should_stop = should_stop

    def __call__(self, rows: int) -> None:
        """So many rows more are done; raises Stopped."""
        self._done += rows
        if self._should_stop is not None and self._should_stop():
            raise Stopped(_("Stopped; nothing was written."))
        if self._progress is not None:
            self._progress(min(self._done, self.total) if self.total else 0, self.total)


def judge(
    session: Session,
    source: Path,
    *,
    user: User | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Judgement:
    """Read a folder, CSV file or workbook and compare it with the database; write nothing.

    Raises:
        Refused: it is nothing that can be imported.
        Stopped: the person cancelled.
    """
    local = local_of(session)
    session.rollback()  # reading files may take longer than a server lets a transaction wait
    problems = Problems()
    watch = Watch(None, should_stop)
    sheets = []
    for found in sources(source):
        sheet = read_sheet(found, local, problems, lambda _rows: watch(0))
        if sheet is not None:
            sheets.append(sheet)
            local = _changed_by(sheet, local)
    if any(problem.row == 1 for problem in problems.listed):
        return Judgement((), tuple(problems.listed), problems.count, (), local)
    compared = Watch(progress, should_stop, sum(len(sheet.rows) for sheet in sheets))
    known = Known(session, local)
    tables = frozenset(sheet.table.name for sheet in sheets)
    planning = Planning(session, local, known, problems, compared, user=user, tables=tables)
    plans = plan_sheets(planning, sheets)
    counts = tuple(plan.count for plan in plans)
    return Judgement(counts, tuple(problems.listed), problems.count, tuple(sheets), local)


def import_tables(
    work: Work,
    *,
    sheets: Sequence[Sheet],
    local: Local,
    watch: Callable[[int], None],
    tables: frozenset[str] = frozenset(),
) -> tuple[TableCount, ...]:
    """Write judged rows; compared again, since somebody may have written meanwhile.

    Args:
        sheets: what to write now.
        tables: names of all tables in the files.

    Raises:
        Refused: this person may not import, or the database has changed so that a row is wrong now.
    """
    work.require(Right.IMPORT)
    work.take_long()
    problems = Problems()
    known = Known(work.session, local)
    planning = Planning(
        work.session, local, known, problems, lambda _rows: None, user=work.user, again=True, tables=tables
    )
    plans = plan_sheets(planning, sheets)
    if problems:
        raise Refused(
            ngettext(
                "{n} thing is wrong since somebody changed the database meanwhile: {first}",
                "{n} things are wrong since somebody changed the database meanwhile: {first}",
                problems.count,
            ).format(n=problems.count, first=problems.listed[0].text)
        )
    writing = Writing(work, known, local, watch)
    for plan in plans:
        writing.write(plan)
        if plan.table.mapped is Calendar and not tables & {"company"}:
            adopt_calendar(work, plan)
        watch(len(plan.unchanged))
    return tuple(plan.count for plan in plans)


def import_path(
    context: Context,
    path: Path | str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Report:
    """Import a folder, a CSV file or a workbook, if nothing in it is wrong.

    Raises:
        Refused: it is nothing that can be imported, or this person may not.
    """
    judgement = judge_path(context, path, should_stop=should_stop)
    if dry_run:
        return judgement.report()
    return import_judged(context, judgement, progress=progress, should_stop=should_stop)


def judge_path(
    context: Context,
    path: Path | str,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Judgement:
    """Judge a folder, a CSV file or a workbook; write nothing.

    Raises:
        Refused: it is nothing that can be imported, or this person may not.
    """
    if not context.user.may(Right.IMPORT):
        raise Refused(_("You may not import."), remedy=_("Ask whoever manages the users."))
    return context.read(judge, Path(path), user=context.user, progress=progress, should_stop=should_stop)


def import_judged(
    context: Context,
    judgement: Judgement,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Report:
    """Import what was judged before; nothing when anything is wrong in it.

    Up to `MOST_IN_ONE` rows are one transaction. More are written a thousand at a time: a cancelled or
    broken import leaves whole thousands, and the same import again goes on from there. Tables in which
    nothing differs are not looked at again.
    """
    if not judgement.is_good:
        return judgement.report()
    changing = {count.table for count in judgement.tables if count.created or count.updated}
    sheets = [sheet for sheet in judgement.sheets if sheet.table.name in changing]
    tables = frozenset(sheet.table.name for sheet in judgement.sheets)
    rows = sum(len(sheet.rows) for sheet in sheets)
    watch = Watch(progress, should_stop, rows)
    parts = _parts(sheets) if rows > MOST_IN_ONE else [sheets] if sheets else []
    counts = {count.table: count for count in judgement.tables}
    counts.update({name: TableCount(name) for name in changing})
    written = Changes()
    for part in parts:
        try:
            done, made = context.run(
                import_tables, sheets=part, local=judgement.local, watch=watch, tables=tables
            )
        except Stopped:
            if not written:
                raise
            return Report(tuple(counts.values()), written=True, stopped=True, changes=written)
        written = Changes(written.rows | made.rows, by=made.by)
        for count in done:
            counts[count.table] = _sum(counts[count.table], count)
    notices = context.read(_broken, sorted(written.ids("visit") - {0}))
    return Report(tuple(counts.values()), written=True, changes=written, notices=notices)


def _broken(session: Session, visit_ids: Sequence[int]) -> tuple[str, ...]:
    """What imported visits break, in sentences: a file tells what is planned, so they are not refused.

    Of very many the list of conflicts beside the board tells.
    """
    zone = local_of(session).zone.key
    return tuple(
        _("{order}, {technician}, {when}: {finding}.").format(
            order=broken.order,
            technician=broken.technician,
            when=format_instant(broken.starts, zone),
            finding=broken.text,
        )
        for broken in broken_rules(session, visit_ids=visit_ids[:MOST_JUDGED])
    )


def _parts(sheets: Sequence[Sheet]) -> list[Sequence[Sheet]]:
    """A thousand rows each; rows that refer to each other stay together."""
    parts: list[Sequence[Sheet]] = []
    for sheet in sheets:
        start = 0
        while start < len(sheet.rows):
            step = len(sheet.rows) if _is_family(sheet) else ROWS_IN_PART
            while sheet.table.repeats and _splits_a_key(sheet, start + step):
                step += 1
            parts.append((sheet.part(start, step),))
            start += step
    return parts


def _is_family(sheet: Sheet) -> bool:
    """Whether rows refer to other rows of the same table, as postings do to what they take back."""
    above = sheet.table.above
    if sheet.table.mapped is Posting:
        return True
    if above is None or above not in sheet.columns:
        return False
    place = sheet.columns.index(above)
    return any(row.values[place] is not None for row in sheet.rows)


def _splits_a_key(sheet: Sheet, at: int) -> bool:
    rows = sheet.rows
    return at < len(rows) and sheet.key_of(rows[at - 1]) == sheet.key_of(rows[at])


def _sum(one: TableCount, other: TableCount) -> TableCount:
    return TableCount(
        one.table,
        one.created + other.created,
        one.updated + other.updated,
        one.unchanged + other.unchanged,
    )


def local_of(session: Session) -> Local:
    """Zone and currency of the company."""
    company = session.scalars(select(Company)).one()
    return Local(company.zone, company.currency)


def _changed_by(sheet: Sheet, local: Local) -> Local:
    """What the files themselves say about the company."""
    if sheet.table.mapped is not Company or not sheet.rows:
        return local
    said = sheet.named(sheet.rows[0])
    zone, currency = said.get("time_zone"), said.get("currency")
    known = isinstance(zone, str) and zone in available_timezones()
    return Local(
        ZoneInfo(str(zone)) if known else local.zone,
        currency if isinstance(currency, str) else local.currency,
    )
