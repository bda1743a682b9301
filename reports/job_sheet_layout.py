"""How a job sheet looks: in three seconds a technician finds when, where, who to ask for and what to do.

Black on white, one type family, hairlines; labels at the left, contents beside them, tables across.
What is longer than a page goes on on further pages under a short head (look.md, last bullet).
"""

from __future__ import annotations

from functools import partial

from models.terms import Priority
from reports import frame, job_sheet_tables, speech
from reports.facts import named
from reports.flow import Flow, cell
from reports.fonts import Style, clip, width
from reports.job_sheet_content import JobSheet, SheetVisit
from reports.job_sheet_facts import STAGE_ROOM, add_facts
from reports.page import Page, Paper
from reports.parties import Letterhead, SheetContact, SheetCustomer
from reports.styles import BIG, BODY, BOTTOM, LABEL, LEAD, MARGIN, SMALL, SMALL_STRONG
from resources.texts import N_

TITLE = N_("Work description")


def draw_letterhead(letterhead: Letterhead, language: str, paper: Paper) -> Page:
    """What every sheet of this company begins with: name and address over a hairline, and the title."""
    return frame.draw_letterhead(letterhead, language, paper, title=TITLE)


def lay_out(sheet: JobSheet, paper: Paper) -> list[Page]:
    """The pages of one sheet, with footers, without the letterhead."""
    flow = Flow(paper, margin=MARGIN, bottom=BOTTOM, head=partial(_further_head, sheet, paper))
    flow.y -= frame.HEAD
    frame.add_band(flow, sheet.number, partial(_state, sheet))
    _headline(flow, sheet)
    add_facts(flow, sheet)
    job_sheet_tables.add_tables(flow, sheet)
    job_sheet_tables.add_remarks(flow, sheet.language)
    frame.add_footers(flow, sheet, paper, title=TITLE)
    return flow.pages


def _state(sheet: JobSheet, page: Page, x: float, y: float) -> None:
    """Priority and stage under the number."""
    language = sheet.language
    if sheet.priority is Priority.HIGH:
        x += page.badge(speech.caps(language, N_("High priority")), x, y, LABEL) + 8
    elif sheet.priority is Priority.LOW:
        text = speech.word(language, N_("Low priority"))
        page.write(text, x, y, SMALL_STRONG)
        x += width(text, SMALL_STRONG) + 8
    page.write(clip(sheet.stage, SMALL, STAGE_ROOM), x, y, SMALL)


def _headline(flow: Flow, sheet: JobSheet) -> None:
    """When, where and who to ask for, side by side."""
    language = sheet.language
    gap = 16.0
    when = flow.wide * 0.33
    where = flow.wide * 0.36
    ask = flow.wide - when - where
    second, third = flow.left + when, flow.left + when + where
    where_label = N_("Where, this time only") if sheet.one_time_address.strip() else N_("Where")
    flow.row(
        [
            cell(
                flow.left,
                when - gap,
                (LABEL, speech.caps(language, N_("When"))),
                *_when(sheet.visit, language),
            ),
            cell(
                second,
                where - gap,
                (LABEL, speech.caps(language, where_label)),
                *frame.where_parts(sheet.site, sheet.one_time_address, language),
            ),
            cell(
                third,
                ask,
                (LABEL, speech.caps(language, N_("Ask for"))),
                *_ask(sheet.contact, sheet.customer, ask, language),
            ),
        ]
    )
    flow.skip(10)


def _when(visit: SheetVisit | None, language: str) -> list[tuple[Style, str]]:
    if visit is None:
        return [(LEAD, speech.word(language, N_("Not planned yet")))]
    length = speech.minutes(language, round((visit.ends - visit.starts).total_seconds() / 60))
    day = f"{speech.weekday_date(language, visit.starts.date())} {visit.starts.year}"
    parts = [(LEAD, day)]
    if visit.ends.date() == visit.starts.date():
        parts.append((BIG, _times(visit, language)))
    else:
        parts.append((BIG, speech.clock(language, visit.starts.time())))
        until = (
            f"{speech.weekday_date(language, visit.ends.date())} {speech.clock(language, visit.ends.time())}"
        )
        parts.append((LEAD, speech.word(language, N_("until {time}")).format(time=until)))
    parts.append((BODY, " · ".join(filter(None, (length, _stop(visit, language))))))
    if visit.technician_name or visit.technician_code:
        parts.append((BODY, named(visit.technician_name, visit.technician_code)))
    return parts


def _times(visit: SheetVisit, language: str) -> str:
    first = speech.clock(language, visit.starts.time())
    last = speech.clock(language, visit.ends.time())
    if visit.ends.date() != visit.starts.date():
        last = f"{speech.weekday_date(language, visit.ends.date())} {last}"
    return f"{first} – {last}"


def _stop(visit: SheetVisit, language: str) -> str:
    if not visit.position:
        return ""
    text = speech.word(language, N_("stop {position} of {positions}"))
    return text.format(position=visit.position, positions=max(visit.positions, visit.position))


def _ask(
    contact: SheetContact | None, customer: SheetCustomer, room: float, language: str
) -> list[tuple[Style, str]]:
    if contact is not None and (contact.name or contact.phone or contact.email):
        return [(LEAD, contact.name), (LEAD, contact.phone), frame.email_part(contact.email, room)]
    if not (customer.phone or customer.email):
        return [(LEAD, speech.word(language, N_("No contact given")))]
    return [
        (BODY, speech.word(language, N_("No contact given; the customer’s own number:"))),
        (LEAD, customer.phone),
        frame.email_part(customer.email, room),
    ]


def _further_head(sheet: JobSheet, paper: Paper, page: Page) -> float:
    """The short head of a further page: number and place at the left, time and technician at the right."""
    language = sheet.language
    timing = ""
    if sheet.visit is not None:
        day = speech.weekday_date(language, sheet.visit.starts.date())
        who = sheet.visit.technician_name or sheet.visit.technician_code
        timing = " · ".join(filter(None, (f"{day} {_times(sheet.visit, language)}", who)))
    return frame.write_further_head(paper, page, number=sheet.number, place=sheet.place, timing=timing)
