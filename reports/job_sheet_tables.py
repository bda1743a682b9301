"""The lower part of a job sheet: objects, tasks, lines, earlier visits, room to write, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from models.terms import RequirementStatus, TransactionType, VisitStatus
from reports import frame, speech
from reports.flow import TICK_ROOM, Cell, Column, Flow, Table, TableStyles, cell
from reports.fonts import Style, wrap
from reports.job_sheet_content import JobSheet, SheetLine, SheetRepair, SheetRequirement, SheetTask
from reports.styles import BODY, LABEL, SMALL, SMALL_STRONG, STRONG_BODY
from resources.texts import N_

_STYLES = TableStyles(LABEL, SMALL_STRONG, SMALL)
_BESIDE = Style(SMALL.font, SMALL.size, BODY.leading)
_WRITING = 21.0  # from one line to write on to the next
_FEWEST_WRITING = 2
_MOST_WRITING = 12  # what is left on an emptier page is room to sketch

_TYPES = {
    TransactionType.HOUR: N_("Hours"),
    TransactionType.EXPENSE: N_("Expense"),
    TransactionType.ITEM: N_("Item"),
    TransactionType.FEE: N_("Fee"),
}
_SUPPLY = {
    RequirementStatus.OPEN: N_("not ordered yet"),
    RequirementStatus.ORDERED: N_("ordered"),
    RequirementStatus.DELIVERED: N_("delivered"),
    RequirementStatus.CANCELED: N_("canceled"),
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
    """Repairs, tasks with internal notes, lines, parts, objects, last visits; empty ones are left out."""
    _repairs(flow, sheet.repairs, sheet.language)
    _tasks(flow, sheet.tasks, sheet.language)
    _lines(flow, sheet.lines, sheet.language)
    _requirements(flow, sheet.requirements, sheet.language)
    _objects(flow, sheet)
    _past(flow, sheet)


def add_remarks(flow: Flow, language: str) -> None:
    """Lines to write on, as many as the page has room for, above the signature boxes at its foot."""
    least = LABEL.leading + _FEWEST_WRITING * _WRITING + frame.SIGNATURE + 22
    flow.need(least)
    flow.heading(speech.caps(language, N_("Remarks, findings, parts used")), LABEL)
    floor = flow.bottom + frame.SIGNATURE + 16
    y = flow.y - _WRITING + 4
    for _number in range(_MOST_WRITING):
        if y < floor:
            break
        flow.page.line((flow.left, y), (flow.right, y))
        y -= _WRITING
    frame.add_signatures(flow, language)


def _repairs(flow: Flow, repairs: Sequence[SheetRepair], language: str) -> None:
    if not repairs:
        return
    _begin(flow, speech.caps(language, N_("To repair")))
    for repair in repairs:
        title, *more = [*filter(None, (repair.title, repair.symptom, repair.condition)), ""]
        found = speech.word(language, N_("Found so far: {found}")).format(found=repair.found)
        texts = [
            (STRONG_BODY, title),
            (BODY, " · ".join(filter(None, more))),
            (BODY, repair.note),
            (BODY, found if repair.found else ""),
        ]
        _ticked(flow, texts, (repair.object_code, repair.stage))


def _tasks(flow: Flow, tasks: Sequence[SheetTask], language: str) -> None:
    if not tasks:
        return
    _begin(flow, speech.caps(language, N_("Tasks")))
    for task in tasks:
        name = f"{task.code}  {task.name}" if task.code and task.code != task.name else task.name or task.code
        _ticked(flow, [(STRONG_BODY, name), (BODY, task.note)], (task.object_code,))


def _begin(flow: Flow, heading: str) -> None:
    flow.heading(heading, LABEL, followed=64)
    flow.rule()
    flow.skip(4)


def _ticked(flow: Flow, texts: Sequence[tuple[Style, str]], beside: Sequence[str]) -> None:
    """A box to tick, texts one under the other, and what is said at the right edge."""
    room = 110.0 if any(beside) else 0.0
    at_right = [(_BESIDE, line) for text in beside for line in wrap(text, _BESIDE, room)]
    flow.row(
        [
            Cell(flow.left, (), tick=BODY.leading),
            cell(flow.left + TICK_ROOM, flow.wide - TICK_ROOM - room - 8, *texts),
            Cell(flow.right, at_right, right=True),
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


def _requirements(flow: Flow, requirements: Sequence[SheetRequirement], language: str) -> None:
    if not requirements:
        return
    columns = [
        Column(speech.word(language, N_("Item")), 86),
        Column(speech.word(language, N_("Description")), 0),
        Column(speech.word(language, N_("Needed on")), 60),
        Column(speech.word(language, N_("Status")), 96),
        Column(speech.word(language, N_("Quantity")), 50, right=True),
        Column(speech.word(language, N_("Unit")), 40),
    ]
    rows = [
        (
            each.item,
            each.description,
            "" if each.needed_on is None else speech.short_date(language, each.needed_on),
            _supply(each, language),
            speech.number(language, each.quantity),
            each.unit,
        )
        for each in requirements
    ]
    ticks = [each.status is RequirementStatus.DELIVERED for each in requirements]
    flow.table(Table(speech.caps(language, N_("Parts asked for")), columns, rows, ticks), _STYLES)


def _supply(requirement: SheetRequirement, language: str) -> str:
    """How far the parts are: "ordered", or "2 of 3 delivered"."""
    if 0 < requirement.delivered < requirement.quantity:
        return speech.word(language, N_("{delivered} of {quantity} delivered")).format(
            delivered=speech.number(language, requirement.delivered),
            quantity=speech.number(language, requirement.quantity),
        )
    return speech.word(language, _SUPPLY[requirement.status])


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
