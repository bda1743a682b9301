"""The lower part of a job sheet: objects, tasks, lines, earlier visits, room to write, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from models.terms import TransactionType, VisitStatus
from reports import speech
from reports.flow import TICK_ROOM, Cell, Column, Flow, Table, TableStyles, cell
from reports.fonts import Style, clip, wrap
from reports.job_sheet_content import JobSheet, SheetLine, SheetTask
from reports.styles import BODY, LABEL, SMALL, SMALL_STRONG, STRONG_BODY
from resources.texts import N_

_STYLES = TableStyles(LABEL, SMALL_STRONG, SMALL)
_BESIDE = Style(SMALL.font, SMALL.size, BODY.leading)
_SIGNATURE = 54.0
_WRITING = 21.0  # from one line to write on to the next
_FEWEST_WRITING = 2
_MOST_WRITING = 12  # what is left on an emptier page is room to sketch

_TYPES = {
    TransactionType.HOUR: N_("Hours"),
    TransactionType.EXPENSE: N_("Expense"),
    TransactionType.ITEM: N_("Item"),
    TransactionType.FEE: N_("Fee"),
}
_STATUSES = {
    VisitStatus.PLANNED: N_("planned"),
    VisitStatus.SENT: N_("sent"),
    VisitStatus.TRAVELLING: N_("travelling"),
    VisitStatus.WORKING: N_("working"),
    VisitStatus.DONE: N_("done"),
    VisitStatus.CANCELLED: N_("cancelled"),
}


def add_tables(flow: Flow, sheet: JobSheet) -> None:
    """Tasks with internal notes first, then lines, objects and the last visits; empty ones are left out."""
    _tasks(flow, sheet.tasks, sheet.language)
    _lines(flow, sheet.lines, sheet.language)
    _objects(flow, sheet)
    _past(flow, sheet)


def add_remarks(flow: Flow, language: str) -> None:
    """Lines to write on, as many as the page has room for, above the signature boxes at its foot."""
    least = LABEL.leading + _FEWEST_WRITING * _WRITING + _SIGNATURE + 22
    flow.need(least)
    flow.heading(speech.caps(language, N_("Remarks, findings, parts used")), LABEL)
    floor = flow.bottom + _SIGNATURE + 16
    y = flow.y - _WRITING + 4
    for _number in range(_MOST_WRITING):
        if y < floor:
            break
        flow.page.line((flow.left, y), (flow.right, y))
        y -= _WRITING
    _signatures(flow, language)
    flow.y = flow.bottom


def _tasks(flow: Flow, tasks: Sequence[SheetTask], language: str) -> None:
    if not tasks:
        return
    flow.heading(speech.caps(language, N_("Tasks")), LABEL, followed=64)
    flow.rule()
    flow.skip(4)
    x = flow.left + TICK_ROOM
    for task in tasks:
        name = f"{task.code}  {task.name}" if task.code and task.code != task.name else task.name or task.code
        room = 110.0 if task.object_code else 0.0
        flow.row(
            [
                Cell(flow.left, (), tick=BODY.leading),
                cell(x, flow.wide - TICK_ROOM - room - 8, (STRONG_BODY, name), (BODY, task.note)),
                Cell(
                    flow.right,
                    [(_BESIDE, line) for line in wrap(task.object_code, _BESIDE, room)],
                    right=True,
                ),
            ]
        )
        flow.skip(4)
        flow.rule()
        flow.skip(4)


def _lines(flow: Flow, lines: Sequence[SheetLine], language: str) -> None:
    if not lines:
        return
    columns = [
        Column(speech.word(language, N_("Type")), 46),
        Column(speech.word(language, N_("Description")), 0),
        Column(speech.word(language, N_("Object")), 72),
        Column(speech.word(language, N_("Task")), 72),
        Column(speech.word(language, N_("Technician")), 72),
        Column(speech.word(language, N_("Time")), 66),
        Column(speech.word(language, N_("Quantity")), 50, right=True),
        Column(speech.word(language, N_("Unit")), 40),
    ]
    rows = [
        (
            speech.word(language, _TYPES[line.type]),
            line.description,
            line.object_code,
            line.task,
            line.technician,
            _limits(line.start_after, line.end_before, language),
            "" if line.quantity is None else speech.number(language, line.quantity),
            line.unit,
        )
        for line in lines
    ]
    ticks = [line.done for line in lines]
    flow.table(Table(speech.caps(language, N_("Lines")), columns, rows, ticks), _STYLES)


def _limits(start_after: time | None, end_before: time | None, language: str) -> str:
    """Limits as "08:00–12:00", "from 08:00" or "until 12:00"."""
    first = "" if start_after is None else speech.clock(language, start_after)
    last = "" if end_before is None else speech.clock(language, end_before)
    if first and last:
        return f"{first}–{last}"
    if first:
        return speech.word(language, N_("from {time}")).format(time=first)
    return speech.word(language, N_("until {time}")).format(time=last) if last else ""


def _objects(flow: Flow, sheet: JobSheet) -> None:
    if not sheet.objects:
        return
    language = sheet.language
    columns = [
        Column(speech.word(language, N_("Code")), 86),
        Column(speech.word(language, N_("Name")), 0),
        Column(speech.word(language, N_("Group")), 110, fit=False),
        Column(speech.word(language, N_("Serial number")), 120, fit=False),
    ]
    rows = [(each.code, each.name, each.group, each.serial_number) for each in sheet.objects]
    flow.table(Table(speech.caps(language, N_("Objects")), columns, rows), _STYLES)


def _past(flow: Flow, sheet: JobSheet) -> None:
    if not sheet.past_visits:
        return
    language = sheet.language
    columns = [
        Column(speech.word(language, N_("Date")), 56),
        Column(speech.word(language, N_("Technician")), 86),
        Column(speech.word(language, N_("Order")), 64),
        Column(speech.word(language, N_("What was done")), 0),
        Column(speech.word(language, N_("Status")), 56),
    ]
    rows = [
        (
            speech.short_date(language, visit.day),
            visit.technician,
            visit.order_number,
            visit.description,
            "" if visit.status is None else speech.word(language, _STATUSES[visit.status]),
        )
        for visit in sheet.past_visits
    ]
    flow.table(Table(speech.caps(language, N_("Last visits")), columns, rows), _STYLES)


def _signatures(flow: Flow, language: str) -> None:
    """Three boxes at the foot of the room: technician, customer, date and time."""
    gap = 10.0
    wide = (flow.wide - 2 * gap) / 3
    titles = (N_("Technician, signature"), N_("Customer, name and signature"), N_("Date and time"))
    for index, title in enumerate(titles):
        x = flow.left + index * (wide + gap)
        flow.page.frame(x, flow.bottom, wide, _SIGNATURE)
        text = clip(speech.word(language, title), SMALL, wide - 12)
        flow.page.write(text, x + 6, flow.bottom + _SIGNATURE - 12, SMALL)
