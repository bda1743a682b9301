"""The middle of a job sheet: what to do and what else counts, each beside its label."""

from __future__ import annotations

from reports import speech
from reports.flow import Cell, Flow, cell
from reports.fonts import Style, drawable, width, wrap
from reports.job_sheet_content import JobSheet, SheetVisit
from reports.styles import BIG, BODY, LABEL, LEAD, NUMBER, SMALL
from resources.texts import N_

NUMBER_ROOM = 250.0
STAGE_ROOM = 90.0
"""Room for number and stage at the top; longer ones are clipped there and said here in full."""

_GUTTER = 92.0  # where contents begin beside their labels
_SECOND = 0.56  # where the right half begins, as a share of the width
_SECOND_GUTTER = 82.0
_GAP = 12.0
_LONG = 260  # a description longer than this is set as text, not as a headline


def add_facts(flow: Flow, sheet: JobSheet) -> None:
    """Description and access notes across, then the short facts two beside one another; no empty ones."""
    language = sheet.language
    style = LEAD if len(sheet.description) <= _LONG else BODY
    _across(flow, language, style, (N_("What to do"), sheet.description))
    _across(flow, language, BODY, (N_("Access"), sheet.site.access if sheet.site else ""))
    if width(drawable(sheet.number), number_style(sheet.number)) > NUMBER_ROOM:
        _across(flow, language, BODY, (N_("Order"), sheet.number))
    if width(drawable(sheet.stage), SMALL) > STAGE_ROOM:
        _across(flow, language, BODY, (N_("Stage"), sheet.stage))
    customer = sheet.customer
    reach = (named(customer.name, customer.code), customer.phone, customer.email)
    _across(flow, language, BODY, (N_("Customer"), " · ".join(filter(None, reach))))
    promised = (N_("Promised"), _promise(sheet))
    _beside(flow, language, promised, (N_("Travel"), _travel(sheet.visit, language)))
    _beside(
        flow, language, (N_("Skills"), ", ".join(sheet.skills)), (N_("Service level"), sheet.service_level)
    )
    flow.rule()
    flow.skip(3)


def number_style(number: str) -> Style:
    """The largest type in which an order's number fits its room, else the smallest."""
    text = drawable(number)
    return next((style for style in (NUMBER, BIG) if width(text, style) <= NUMBER_ROOM), LEAD)


def named(name: str, code: str) -> str:
    """Name and code as "Anna de Vries (T01)", or the one there is."""
    return f"{name} ({code})" if name and code and name != code else name or code


def _across(flow: Flow, language: str, style: Style, fact: tuple[str, str]) -> None:
    source, text = fact
    if not text.strip():
        return
    content = cell(flow.left + _GUTTER, flow.wide - _GUTTER, (style, text))
    _put(flow, [_label(flow.left, _GUTTER, speech.caps(language, source), style.leading), content])


def _beside(flow: Flow, language: str, first: tuple[str, str], second: tuple[str, str]) -> None:
    """Two facts in one row; each across where the other is missing or one of them is long."""
    start = flow.wide * _SECOND
    room, second_room = start - _GUTTER - _GAP, flow.wide - start - _SECOND_GUTTER
    longest = max(len(wrap(first[1], BODY, room)), len(wrap(second[1], BODY, second_room)))
    if not (first[1] and second[1]) or longest > 3:
        _across(flow, language, BODY, first)
        _across(flow, language, BODY, second)
        return
    x = flow.left + start
    cells = [
        _label(flow.left, _GUTTER, speech.caps(language, first[0]), BODY.leading),
        cell(flow.left + _GUTTER, room, (BODY, first[1])),
        _label(x, _SECOND_GUTTER, speech.caps(language, second[0]), BODY.leading),
        cell(x + _SECOND_GUTTER, second_room, (BODY, second[1])),
    ]
    _put(flow, cells)


def _put(flow: Flow, cells: list[Cell]) -> None:
    flow.need(LEAD.leading + 8)
    flow.rule()
    flow.skip(4)
    flow.row(cells)
    flow.skip(4)


def _label(x: float, gutter: float, text: str, leading: float) -> Cell:
    """A label in line with a text of that leading."""
    style = Style(LABEL.font, LABEL.size, leading)
    return cell(x, gutter - 8, (style, text))


def _promise(sheet: JobSheet) -> str:
    language = sheet.language
    first, last = sheet.promised_from, sheet.promised_to
    if first is None and last is None:
        return ""
    if first is not None and last is not None and first.date() == last.date():
        text = speech.word(language, N_("{date}, start {first}–{last}"))
        return text.format(
            date=speech.weekday_date(language, first.date()),
            first=speech.clock(language, first.time()),
            last=speech.clock(language, last.time()),
        )
    bounds: list[str] = []
    for bound, source in ((first, N_("start not before {moment}")), (last, N_("start not after {moment}"))):
        if bound is not None:
            moment = f"{speech.weekday_date(language, bound.date())} {speech.clock(language, bound.time())}"
            bounds.append(speech.word(language, source).format(moment=moment))
    return ", ".join(bounds)


def _travel(visit: SheetVisit | None, language: str) -> str:
    if visit is None or (visit.travel_minutes is None and visit.travel_kilometres is None):
        return ""
    parts: list[str] = []
    if visit.travel_minutes is not None:
        parts.append(speech.minutes(language, visit.travel_minutes))
    if visit.travel_kilometres is not None:
        parts.append(f"{speech.number(language, round(visit.travel_kilometres))} km")
    length = ", ".join(parts)
    if visit.travel_estimated:
        return speech.word(language, N_("about {length}")).format(length=length)
    return length
