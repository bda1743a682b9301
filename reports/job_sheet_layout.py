"""How a job sheet looks: in three seconds a technician finds when, where, who to ask for and what to do.

Black on white, one type family, hairlines; labels at the left, contents beside them, tables across.
What is longer than a page goes on on further pages under a short head (look.md, last bullet).
"""

from __future__ import annotations

from functools import partial

from models.terms import Priority
from reports import job_sheet_tables, speech
from reports.codes import code128, qr
from reports.flow import Flow, cell
from reports.fonts import Style, clip, drawable, width, wrap
from reports.job_sheet_content import JobSheet, Letterhead, SheetContact, SheetCustomer, SheetSite, SheetVisit
from reports.job_sheet_facts import NUMBER_ROOM, STAGE_ROOM, add_facts, named, number_style
from reports.page import RULE, Page, Paper, write_footer
from reports.styles import BIG, BODY, BOTTOM, LABEL, LEAD, MARGIN, NAME, SMALL, SMALL_STRONG
from resources.texts import N_

TITLE = N_("Work description")

_HEAD = 60.0  # from the top of the sheet to the rule under the letterhead
_BAND = 74.0  # height of the band with number and codes
_MODULES = (0.95, 0.75)  # widths of a bar in points that are tried: read even after a fax
_STATE_ROOM = 190.0  # for the words under the number, beside the bars
_QR = 54.0


def draw_letterhead(letterhead: Letterhead, language: str, paper: Paper) -> Page:
    """What every sheet of this company begins with: name and address over a hairline, and the title."""
    page = Page()
    wide, high = paper.size
    right = wide - MARGIN
    address = " · ".join(filter(None, letterhead.address))
    reach = " · ".join(filter(None, (letterhead.phone, letterhead.email)))
    room = (right - MARGIN) * 0.55
    lines = [line for text in (address, reach) for line in wrap(text, SMALL, room)][:3]
    y = high - _HEAD + 10 + SMALL.leading * len(lines)
    for line in lines:
        page.write_right(line, right, y - SMALL.drop, SMALL)
        y -= SMALL.leading
    for index, line in enumerate(reversed(_in_two_lines(letterhead.name, right - MARGIN - room - 12))):
        page.write(line, MARGIN, high - _HEAD + 13.5 + index * NAME.leading, NAME)
    page.line((MARGIN, high - _HEAD), (right, high - _HEAD))
    page.write(speech.caps(language, TITLE), MARGIN, high - _HEAD - 18, LABEL)
    return page


def _in_two_lines(text: str, room: float) -> list[str]:
    first, *rest = wrap(text, NAME, room) or ("",)
    return [first, clip(" ".join(rest), NAME, room)] if rest else [first]


def lay_out(sheet: JobSheet, paper: Paper) -> list[Page]:
    """The pages of one sheet, with footers, without the letterhead."""
    flow = Flow(paper, margin=MARGIN, bottom=BOTTOM, head=partial(_further_head, sheet, paper))
    flow.y -= _HEAD
    _band(flow, sheet)
    _headline(flow, sheet)
    add_facts(flow, sheet)
    job_sheet_tables.add_tables(flow, sheet)
    job_sheet_tables.add_remarks(flow, sheet.language)
    _footers(flow, sheet, paper)
    return flow.pages


def _band(flow: Flow, sheet: JobSheet) -> None:
    """Number, priority and stage at the left; Code 128 and QR at the right."""
    top = flow.y
    page = flow.page
    edge = flow.right
    code = qr(sheet.number)
    if code is not None:
        edge -= _QR
        page.codes.append((code, edge, top - _BAND + 9, _QR / code.wide, _QR / code.high))
        edge -= 22
    style = number_style(sheet.number)
    number = clip(sheet.number, style, NUMBER_ROOM)
    page.write(number, flow.left, top - 42, style)
    bars = code128(sheet.number)
    room = edge - flow.left - max(width(number, style), _STATE_ROOM) - 12
    module = next((wide for wide in _MODULES if bars is not None and bars.wide * wide <= room), 0.0)
    if bars is not None and module:
        page.codes.append((bars, edge - bars.wide * module, top - _BAND + 9, module, 26))
    _state(page, sheet, flow.left, top - 60)
    flow.y = top - _BAND
    flow.rule(RULE)
    flow.skip(10)


def _state(page: Page, sheet: JobSheet, x: float, y: float) -> None:
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
                (LABEL, speech.caps(language, N_("Where"))),
                *_where(sheet.site, language),
            ),
            cell(
                third,
                ask,
                (LABEL, speech.caps(language, N_("Ask for"))),
                *_ask(sheet.contact, sheet.customer, language),
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


def _where(site: SheetSite | None, language: str) -> list[tuple[Style, str]]:
    if site is None:
        return [(LEAD, speech.word(language, N_("No site given")))]
    town = " ".join(filter(None, (site.postal_code, site.city)))
    return [(LEAD, site.name or site.street or town), (BODY, site.street), (BODY, town), (BODY, site.country)]


def _ask(contact: SheetContact | None, customer: SheetCustomer, language: str) -> list[tuple[Style, str]]:
    if contact is not None and (contact.name or contact.phone or contact.email):
        return [(LEAD, contact.name), (LEAD, contact.phone), (BODY, contact.email)]
    if not (customer.phone or customer.email):
        return [(LEAD, speech.word(language, N_("No contact given")))]
    return [
        (BODY, speech.word(language, N_("No contact given; the customer’s own number:"))),
        (LEAD, customer.phone),
        (BODY, customer.email),
    ]


def _further_head(sheet: JobSheet, paper: Paper, page: Page) -> float:
    """The short head of a further page: number and place at the left, time and technician at the right."""
    wide, high = paper.size
    right = wide - MARGIN
    y = high - 46
    language = sheet.language
    timing = ""
    if sheet.visit is not None:
        day = speech.weekday_date(language, sheet.visit.starts.date())
        who = sheet.visit.technician_name or sheet.visit.technician_code
        timing = " · ".join(filter(None, (f"{day} {_times(sheet.visit, language)}", who)))
    timing = clip(timing, SMALL, (right - MARGIN) * 0.45)
    number = clip(sheet.number, NAME, (right - MARGIN) * 0.25)
    page.write(number, MARGIN, y, NAME)
    x = MARGIN + width(number, NAME) + 10
    place = sheet.site.name if sheet.site else sheet.customer.name
    page.write(clip(place, SMALL, right - width(timing, SMALL) - 12 - x), x, y, SMALL)
    page.write_right(timing, right, y, SMALL)
    page.line((MARGIN, y - 8), (right, y - 8), RULE)
    return y - 20


def _footers(flow: Flow, sheet: JobSheet, paper: Paper) -> None:
    language = sheet.language
    count = len(flow.pages)
    company = f" · {drawable(sheet.letterhead.name)}" if sheet.letterhead.name else ""
    left = f"{speech.word(language, TITLE)} {drawable(sheet.number)}{company}"
    source = speech.word(language, N_("Page {number} of {count}"))
    for number, page in enumerate(flow.pages, start=1):
        write_footer(
            page, paper, (left, source.format(number=number, count=count)), margin=MARGIN, style=SMALL
        )
