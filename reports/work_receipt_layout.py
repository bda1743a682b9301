"""How a work receipt looks: what was delivered, where, by whom, and room to sign; the frame of all papers."""

from __future__ import annotations

from functools import partial

from reports import frame, speech, work_receipt_tables
from reports.facts import add_across, add_beside, end_facts, named
from reports.flow import Flow, cell
from reports.fonts import Style, clip, drawable, width
from reports.page import Page, Paper
from reports.styles import BODY, BOTTOM, LABEL, LEAD, MARGIN, SMALL
from reports.work_receipt_content import ReceiptVisit, WorkReceipt
from resources.texts import N_

TITLE = N_("Work receipt")
_WRITING = 21.0  # from one line to write on to the next
_MOST_WRITING = 4


def lay_out(receipt: WorkReceipt, paper: Paper) -> list[Page]:
    """The pages of one receipt, with footers, without the letterhead."""
    flow = Flow(paper, margin=MARGIN, bottom=BOTTOM, head=partial(_further_head, receipt, paper))
    flow.y -= frame.HEAD
    frame.add_band(flow, receipt.number, partial(_state, receipt))
    _headline(flow, receipt)
    _facts(flow, receipt)
    work_receipt_tables.add_tables(flow, receipt)
    _signing(flow, receipt.language)
    frame.add_footers(flow, receipt, paper, title=TITLE)
    return flow.pages


def _state(receipt: WorkReceipt, page: Page, x: float, y: float) -> None:
    """What the customer calls the job, under the number."""
    page.write(clip(receipt.name, SMALL, frame.NUMBER_ROOM), x, y, SMALL)


def _headline(flow: Flow, receipt: WorkReceipt) -> None:
    """For whom, where and when, side by side."""
    language = receipt.language
    gap = 16.0
    whom = flow.wide * 0.36
    where = flow.wide * 0.33
    second, third = flow.left + whom, flow.left + whom + where
    site = frame.where_parts(receipt.site, receipt.one_time_address, language)
    flow.row(
        [
            cell(
                flow.left,
                whom - gap,
                (LABEL, speech.caps(language, N_("Customer"))),
                *_whom(receipt, whom - gap),
            ),
            cell(second, where - gap, (LABEL, speech.caps(language, N_("Where"))), *site),
            cell(
                third,
                flow.wide - whom - where,
                (LABEL, speech.caps(language, N_("Visits"))),
                *_visits(receipt.visits, language),
            ),
        ]
    )
    flow.skip(10)


def _whom(receipt: WorkReceipt, room: float) -> list[tuple[Style, str]]:
    customer, contact = receipt.customer, receipt.contact
    parts = [(LEAD, customer.name), (BODY, customer.code if customer.code != customer.name else "")]
    if contact is not None:
        return [*parts, (BODY, contact.name), (BODY, contact.phone), frame.email_part(contact.email, room)]
    return [*parts, (BODY, customer.phone), frame.email_part(customer.email, room)]


def _visits(visits: tuple[ReceiptVisit, ...], language: str) -> list[tuple[Style, str]]:
    if not visits:
        return [(BODY, speech.word(language, N_("Without a visit")))]
    parts: list[tuple[Style, str]] = []
    for visit in visits:
        times = f"{speech.clock(language, visit.starts)} – {speech.clock(language, visit.ends)}"
        parts += [
            (LEAD, f"{speech.weekday_date(language, visit.day)} {visit.day.year}"),
            (BODY, " · ".join(filter(None, (times, visit.technician)))),
        ]
    return parts


def _facts(flow: Flow, receipt: WorkReceipt) -> None:
    language = receipt.language
    if width(drawable(receipt.number), frame.number_style(receipt.number)) > frame.NUMBER_ROOM:
        add_across(flow, language, BODY, (N_("Order"), receipt.number))
    if width(drawable(receipt.name), SMALL) > frame.NUMBER_ROOM:
        add_across(flow, language, BODY, (N_("Job"), receipt.name))
    add_across(flow, language, BODY, (N_("Asked for"), receipt.description))
    signed = ""
    if receipt.signed_off_at is not None:
        day = speech.weekday_date(language, receipt.signed_off_at.date())
        signed = f"{day} {speech.clock(language, receipt.signed_off_at.time())}"
    add_beside(flow, language, (N_("Signed off"), signed), (N_("By"), named(receipt.signed_off_by, "")))
    end_facts(flow)


def _signing(flow: Flow, language: str) -> None:
    """Room for remarks and the boxes to sign, together at the foot of a page."""
    flow.need(LABEL.leading + _WRITING + frame.SIGNATURE + 27)
    flow.heading(speech.caps(language, N_("Remarks")), LABEL)
    for number in range(1, _MOST_WRITING + 1):
        y = flow.y - number * _WRITING + 4
        if y < flow.bottom + frame.SIGNATURE + 12:
            break
        flow.page.line((flow.left, y), (flow.right, y))
    frame.add_signatures(flow, language)


def _further_head(receipt: WorkReceipt, paper: Paper, page: Page) -> float:
    """The short head of a further page: number and place at the left, the customer at the right."""
    return frame.write_further_head(
        paper, page, number=receipt.number, place=receipt.place, timing=receipt.customer.name
    )
