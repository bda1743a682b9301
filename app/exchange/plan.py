"""Compares rows of files with the database: what would be created, updated, left alone, and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from app.exchange import families, overlaps, rules, stage_trees
from app.exchange.description import Column, Table
from app.exchange.kinds import CODES, Local, Value, shortened
from app.exchange.known import Known, references, referred
from app.exchange.planned import PlannedRow, Planning, TablePlan
from app.exchange.problems import RowProblem
from app.exchange.rows import Reading, StoredRow
from app.exchange.sheets import FileRow, Key, Sheet
from models.base import Base
from resources.texts import _, minor_digits

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMPED: dict[str, dict[str, object]] = {
    "orders": {"stage_id": 0, "created_at": _EPOCH},
    "repair_lines": {"created_at": _EPOCH},
}
"""What writing fills in where the file says nothing; any value does for judging."""


def plan_sheets(at: Planning, sheets: Sequence[Sheet]) -> list[TablePlan]:
    """Plan tables in the order in which they are written.

    Args:
        at: takes the problems found, and learns of the files' rows.
        sheets: sorted so that what is referred to comes first.
    """
    at.sheets = {sheet.table.name: sheet for sheet in sheets}
    return [_plan_sheet(at, sheet) for sheet in sheets]


def attributes(table: Table, named: dict[str, Value], known: Known, local: Local) -> dict[str, object]:
    """What the mapped class takes of these values; lists of codes are left out.

    Raises:
        ValueError: with a sentence, when a value cannot be stored.
    """
    own = named.get("currency")
    places = minor_digits(own if isinstance(own, str) else local.currency)
    taken: dict[str, object] = {}
    for name, value in named.items():
        column = table.column(name)
        if column is None or column.kind is CODES or column.through or (column.keeps and value is None):
            continue
        if column.refers:
            keys = list(references(column, named, known))
            taken[column.stored_as] = known.id_of(column.refers, keys[0]) if keys else None
        else:
            taken[column.stored_as] = None if value is None else column.kind.store(value, places)
    return taken


def _plan_sheet(at: Planning, sheet: Sheet) -> TablePlan:
    stored = _stored(at, sheet)
    rows = _without_doubles(at, sheet)
    for row in rows:
        key = sheet.key_of(row)
        at.known.add(sheet.table, key, stored[key][0].id if key in stored else 0)
    for key in sheet.wrong_keys:
        at.known.add(sheet.table, key)
    rows = _with_known_references(at, sheet, rows)
    plan = TablePlan(sheet.table)
    for number, row in enumerate(rows):
        if number % 500 == 0:
            at.watch(min(500, len(rows) - number))
        older = stored.get(sheet.key_of(row))
        planned = _compared(sheet, row, older.pop(0) if older else None)
        if planned.stored is None:
            plan.creates.append(planned)
        else:
            (plan.updates if planned.changed else plan.unchanged).append(planned)
    for planned in plan.rows:
        at.known.tell(plan.table, planned.key(plan.table), planned.named)
    _finish(at, plan)
    return plan


def _finish(at: Planning, plan: TablePlan) -> None:
    """Look at the rows together: what they refer to, in which order they are written, what is wrong."""
    _fetch_references(at, plan)
    for planned in () if at.again else plan.written:
        _judge(at, plan.table, planned)
    if plan.table.above is not None:
        families.put_parents_first(at, plan)
    if plan.table.name == "postings":
        families.put_turns_in_order(plan)
    if plan.table.name == "stages":
        stage_trees.plant(at, plan)
    if plan.table.name == "visits":
        overlaps.find(at, plan)
    if not at.again:
        rules.judge(at, plan)


def _stored(at: Planning, sheet: Sheet) -> dict[Key, list[StoredRow]]:
    places = [sheet.table.names.index(name) for name in sheet.table.key]
    first = sorted({str(sheet.key_of(row)[0]) for row in sheet.rows}) if sheet.table.key else []
    stored: dict[Key, list[StoredRow]] = defaultdict(list)
    for row in Reading(at.session, sheet.table, at.local).of(first):
        stored[tuple(row.values[place] for place in places)].append(row)
    return dict(stored)


def _without_doubles(at: Planning, sheet: Sheet) -> list[FileRow]:
    if sheet.table.repeats:
        return sheet.rows
    seen: dict[Key, int] = {}
    rows = []
    for row in sheet.rows:
        first = seen.setdefault(sheet.key_of(row), row.number)
        if first == row.number:
            rows.append(row)
            continue
        column = sheet.table.key[-1] if sheet.table.key else ""
        shown = shortened(str(sheet.named(row)[column])) if column else ""
        at.problems.add(RowProblem(sheet.table.name, row.number, column, shown, _double(sheet, first)))
    return rows


def _double(sheet: Sheet, first: int) -> str:
    if not sheet.table.key:
        return _("{table} has one row only.").format(table=sheet.table.name)
    return _("Row {row} has the same {columns}.").format(row=first, columns=", ".join(sheet.table.key))


def _with_known_references(at: Planning, sheet: Sheet, rows: list[FileRow]) -> list[FileRow]:
    wrong = set()
    for place, column in enumerate(sheet.columns):
        if not column.refers:
            continue
        _fetch_shared(at, sheet, column, rows)
        alone = not (column.within or column.behind[0])
        keys = {
            row.number: list(
                references(column, {column.name: value} if alone else sheet.named(row), at.known)
            )
            for row in rows
            if (value := row.values[place]) is not None
        }
        at.known.fetch(referred(column), (key for some in keys.values() for key in some))
        for number, some in keys.items():
            for key in some:
                if not at.known.has(column.refers, key):
                    wrong.add(number)
                    code = shortened(str(key[-1]))
                    reason = _nothing(referred(column), key)
                    at.problems.add(RowProblem(sheet.table.name, number, column.name, code, reason))
    return [row for row in rows if row.number not in wrong] if wrong else rows


def _fetch_shared(at: Planning, sheet: Sheet, column: Column, rows: list[FileRow]) -> None:
    if column.behind[0]:
        own = [each.name for each in sheet.columns].index(column.behind[0])
        at.known.fetch_shared(column, {(row.values[own],) for row in rows})


def _fetch_references(at: Planning, plan: TablePlan) -> None:
    """Know also what the columns refer to that the file does not have."""
    for column in plan.table.columns:
        if column.behind[0]:
            at.known.fetch_shared(column, {(each.named[column.behind[0]],) for each in plan.updates})
        if column.refers:
            keys = (key for planned in plan.updates for key in references(column, planned.named, at.known))
            at.known.fetch(referred(column), keys)


def _nothing(table: Table, key: Key) -> str:
    code = shortened(str(key[-1]))
    if len(key) == 1:
        return _("There is no {code} in {table}.").format(code=code, table=table.name)
    if key[0] is None:
        return _("There is nothing here that {code} could be one of the {table} of.").format(
            code=code, table=table.name
        )
    return _("{owner} has no {code} in {table}.").format(
        owner=shortened(str(key[0])), code=code, table=table.name
    )


def _compared(sheet: Sheet, row: FileRow, stored: StoredRow | None) -> PlannedRow:
    named = sheet.named(row)
    if stored is None:
        return PlannedRow(row, None, {**sheet.table.defaults, **named})
    before = dict(zip(sheet.table.names, stored.values, strict=True))
    changed = tuple(
        column.name
        for column in sheet.columns
        if named[column.name] != before[column.name] and not (column.keeps and named[column.name] is None)
    )
    after = {**before, **{name: named[name] for name in changed}} if changed else before
    return PlannedRow(row, stored, after, changed)


def _judge(at: Planning, table: Table, planned: PlannedRow) -> None:
    """Ask the mapped class itself what is wrong with the row as it will be."""
    try:
        taken = attributes(table, planned.named, at.known, at.local)
    except ValueError as error:
        at.problems.add(RowProblem(table.name, planned.row.number, "", "", str(error)))
        return
    trial: Base = table.mapped(**{**_STAMPED.get(table.name, {}), **taken})
    if not table.is_bulk and not table.repeats:
        trial.id = at.known.id_of(table.name, planned.key(table))  # type: ignore[attr-defined]  # such tables have ids
        at.kin.add(table.name, planned.key(table), trial)
    for attribute, sentence in trial.problems():
        name = table.column_of(attribute)
        column = table.column(name)
        value = planned.named.get(name)
        text = column.kind.write(value, at.local) if column and value is not None else ""
        at.problems.add(RowProblem(table.name, planned.row.number, name, shortened(text), sentence))
