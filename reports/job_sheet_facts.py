"""The middle of a job sheet: what to do and what else counts, each beside its label."""

from __future__ import annotations

from datetime import datetime
from itertools import zip_longest

from reports import speech
from reports.facts import Fact, add_across, add_beside, end_facts, named
from reports.flow import Flow
from reports.fonts import drawable, width
from reports.frame import NUMBER_ROOM, number_style
from reports.job_sheet_content import JobSheet, SheetVisit
from reports.parties import SheetContact
from reports.styles import BODY, LEAD, SMALL
from resources.texts import N_

STAGE_ROOM = 90.0
"""Room for the stage at the top; a longer one is clipped there and said here in full."""
_LONG = 260  # a description longer than this is set as text, not as a headline


def add_facts(flow: Flow, sheet: JobSheet) -> None:
    """Description and access notes across, then the short facts two beside one another; no empty ones."""
    language = sheet.language
    style = LEAD if len(sheet.description) <= _LONG else BODY
    is_elsewhere = bool(sheet.one_time_address.strip())
    add_across(flow, language, LEAD, (N_("Job"), sheet.name))
    add_across(flow, language, style, (N_("What to do"), sheet.description))
    access = sheet.site.access if sheet.site is not None and not is_elsewhere else ""
    add_across(flow, language, BODY, (N_("Access"), access))
    if width(drawable(sheet.number), number_style(sheet.number)) > NUMBER_ROOM:
        add_across(flow, language, BODY, (N_("Order"), sheet.number))
    if width(drawable(sheet.stage), SMALL) > STAGE_ROOM:
        add_across(flow, language, BODY, (N_("Stage"), sheet.stage))
    customer = sheet.customer
    reach = (named(customer.name, customer.code), customer.phone, customer.email)
    add_across(flow, language, BODY, (N_("Customer"), " · ".join(filter(None, reach))))
    short = [fact for fact in _short(sheet) if fact[1]]
    for first, second in zip_longest(short[::2], short[1::2], fillvalue=("", "")):
        add_beside(flow, language, first, second)
    end_facts(flow)


def _short(sheet: JobSheet) -> tuple[Fact, ...]:
    """Facts of few words; the service level stands beside the deadline that it sets."""
    language = sheet.language
    level, skills = (N_("Service level"), sheet.service_level), (N_("Skills"), ", ".join(sheet.skills))
    promised = ((N_("Promised"), _promise(sheet)), (N_("Travel"), _travel(sheet.visit, language)))
    called = (N_("Called by"), _reach(sheet.caller))
    if sheet.due is None:
        return (*promised, skills, level, called)
    return (*promised, (N_("Complete before"), _moment(language, sheet.due)), level, skills, called)


def _reach(person: SheetContact | None) -> str:
    return "" if person is None else "\n".join(filter(None, (person.name, person.phone, person.email)))


def _moment(language: str, at: datetime) -> str:
    return f"{speech.weekday_date(language, at.date())} {speech.clock(language, at.time())}"


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
            bounds.append(speech.word(language, source).format(moment=_moment(language, bound)))
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
