"""Every table of the exchange format, in the order of writing: what is referred to comes first.

Names of tables and columns stay as they are: other programs write them.
"""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from app.exchange.description import Column, Table
from app.exchange.kinds import (
    AMOUNT,
    CODES,
    DAY,
    FRACTION,
    INSTANT,
    MONEY,
    TEXT,
    TIME,
    WEEK_DAYS,
    WHOLE,
    YES_NO,
    Choice,
    Kind,
    Value,
)
from models import (
    agreements,
    calendars,
    company,
    customers,
    items,
    objects,
    orders,
    service_levels,
    stages,
    technicians,
    travel,
    visits,
)
from models.terms import (
    Combine,
    IntervalUnit,
    Language,
    LineStatus,
    Lock,
    Origin,
    Priority,
    TransactionType,
    VisitStatus,
    WindowMethod,
)

_WORK_WEEK = "mon;tue;wed;thu;fri"


def _needed(name: str, kind: Kind = TEXT, attribute: str = "") -> Column:
    return Column(name, kind, attribute, required=True)


def _flag(name: str, attribute: str = "", default: Value = False) -> Column:  # noqa: FBT002 - a cell's value
    return Column(name, YES_NO, attribute, default=default)


def _to(name: str, table: str, attribute: str = "") -> Column:
    return Column(name, attribute=attribute, refers=table)


def _owner(name: str, table: str, attribute: str = "") -> Column:
    return Column(name, attribute=attribute, refers=table, required=True)


CODE, NAME = _needed("code"), _needed("name")
EMAIL, PHONE = Column("email"), Column("phone")
_LINE_PARTS = (
    _to("object", "service_objects"),
    _to("task", "service_tasks"),
    _to("technician", "technicians"),
    _to("item", "items"),
    Column("quantity", AMOUNT, default=Decimal(1)),
    Column("cost_price", MONEY),
    Column("sales_price", MONEY),
)
_LINE_HEAD = (_needed("line", WHOLE), _needed("type", Choice(TransactionType)), Column("description"))

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "calendars",
            calendars.Calendar,
            (
                CODE,
                NAME,
                Column("time_zone"),
                Column("holidays_of"),
                Column("open_days", WEEK_DAYS, default=_WORK_WEEK),
                Column("opens", TIME, default=time(8)),
                Column("closes", TIME, default=time(17)),
            ),
        ),
        Table(
            "closed_days",
            calendars.ClosedDay,
            (_owner("calendar", "calendars"), _needed("date", DAY, "on_date"), Column("reason")),
            key=("calendar", "date"),
        ),
        Table(
            "company",
            company.Company,
            (
                Column("name", default=""),
                Column("address", default=""),
                Column("phone", default=""),
                Column("email", default=""),
                Column("language", Choice(Language), default=Language.ENGLISH),
                Column("time_zone", default="Europe/Amsterdam"),
                Column("currency", default="EUR"),
                _to("calendar", "calendars"),
                Column("travel_factor", FRACTION, default=1.3),
                Column("travel_speed", FRACTION, default=60.0),
                Column("order_prefix", default="SO-", keeps=True),
            ),
            key=(),
        ),
        Table(
            "customers", customers.Customer, (CODE, NAME, Column("language", Choice(Language)), EMAIL, PHONE)
        ),
        Table(
            "sites",
            customers.Site,
            (
                CODE,
                _owner("customer", "customers"),
                NAME,
                Column("street"),
                Column("postal_code"),
                Column("city"),
                Column("country"),
                Column("latitude", FRACTION),
                Column("longitude", FRACTION),
                Column("access_notes"),
            ),
        ),
        Table(
            "contacts",
            customers.Contact,
            (_owner("customer", "customers"), NAME, _to("site", "sites"), EMAIL, PHONE),
            key=("customer", "name"),
            code="name",
        ),
        Table("teams", technicians.Team, (CODE, NAME)),
        Table("skills", technicians.Skill, (CODE, NAME)),
        Table(
            "technicians",
            technicians.Technician,
            (
                CODE,
                NAME,
                _to("team", "teams"),
                _to("home_site", "sites"),
                Column("shift_start", TIME, default=time(8)),
                Column("shift_end", TIME, default=time(17)),
                Column("work_days", WEEK_DAYS, default=_WORK_WEEK),
                Column("skills", CODES, refers="skills"),
                EMAIL,
                PHONE,
                _flag("active", default=True),
            ),
        ),
        Table(
            "absences",
            technicians.Absence,
            (
                _owner("technician", "technicians"),
                _needed("starts", INSTANT, "starts_at"),
                _needed("ends", INSTANT, "ends_at"),
                Column("reason"),
            ),
            key=("technician", "starts"),
        ),
        Table(
            "items",
            items.Item,
            (
                CODE,
                NAME,
                Column("unit"),
                Column("cost_price", MONEY),
                Column("sales_price", MONEY),
                Column("currency"),
            ),
        ),
        Table(
            "service_objects",
            objects.ServiceObject,
            (
                CODE,
                NAME,
                Column("group"),
                _to("item", "items"),
                Column("serial_number"),
                _to("customer", "customers"),
                _to("site", "sites"),
            ),
        ),
        Table(
            "service_tasks",
            objects.ServiceTask,
            (CODE, NAME, Column("internal_note"), Column("external_note")),
        ),
        Table(
            "service_levels",
            service_levels.ServiceLevel,
            (
                CODE,
                NAME,
                Column("days", WHOLE, default=0),
                Column("hours", WHOLE, default=0),
                Column("minutes", WHOLE, default=0),
                _to("calendar", "calendars"),
            ),
        ),
        Table(
            "agreement_groups",
            agreements.AgreementGroup,
            (CODE, NAME, _to("service_level", "service_levels")),
        ),
        Table(
            "intervals",
            agreements.Interval,
            (CODE, _needed("unit", Choice(IntervalUnit)), _needed("every", WHOLE)),
        ),
        Table(
            "time_windows",
            agreements.TimeWindow,
            (
                CODE,
                _needed("method", Choice(WindowMethod)),
                Column("days_before", WHOLE, default=0),
                Column("days_after", WHOLE, default=0),
            ),
        ),
        Table(
            "stages",
            stages.Stage,
            (
                CODE,
                NAME,
                _to("parent", "stages"),
                _flag("modify", "may_modify", default=True),
                _flag("delete", "may_delete"),
                _flag("cancel", "may_cancel", default=True),
                _flag("post", "may_post"),
                _flag("reason", "needs_reason"),
                _flag("stop_time_recording", "stops_clock"),
                Column("position", WHOLE, keeps=True),
            ),
        ),
        Table("reasons", stages.Reason, (CODE, NAME)),
        Table(
            "agreements",
            agreements.Agreement,
            (
                CODE,
                NAME,
                _owner("customer", "customers"),
                _owner("group", "agreement_groups"),
                _needed("starts", DAY, "starts_on"),
                Column("ends", DAY, "ends_on"),
                _flag("suspended"),
                Column("combine", Choice(Combine), default=Combine.AGREEMENT),
                _flag("template"),
                _to("service_level", "service_levels"),
                _to("preferred_technician", "technicians"),
                _to("site", "sites"),
            ),
        ),
        Table(
            "agreement_lines",
            agreements.AgreementLine,
            (
                _owner("agreement", "agreements"),
                *_LINE_HEAD,
                _to("interval", "intervals"),
                _to("time_window", "time_windows"),
                Column("starts", DAY, "starts_on"),
                Column("ends", DAY, "ends_on"),
                _flag("stopped"),
                *_LINE_PARTS,
                Column("earliest_start", TIME),
                Column("latest_start", TIME),
            ),
            key=("agreement", "line"),
        ),
        Table(
            "orders",
            orders.ServiceOrder,
            (
                _needed("number"),
                _owner("customer", "customers"),
                _to("site", "sites"),
                _to("agreement", "agreements"),
                Column("contact", refers="contacts", within="customer"),
                Column("description", default=""),
                Column("priority", Choice(Priority), default=Priority.NORMAL),
                Column("stage", refers="stages", keeps=True),
                Column("service_date", DAY),
                Column("earliest_start", TIME),
                Column("latest_start", TIME),
                Column("duration_minutes", WHOLE, default=60),
                Column("skills", CODES, refers="skills"),
                _to("preferred_technician", "technicians"),
                _to("service_level", "service_levels"),
                Column("origin", Choice(Origin), default=Origin.USER),
                Column("created", INSTANT, "created_at", keeps=True),
            ),
            key=("number",),
            code="number",
        ),
        Table(
            "order_lines",
            orders.OrderLine,
            (
                _owner("order", "orders"),
                *_LINE_HEAD,
                *_LINE_PARTS,
                Column("calculated_date", DAY),
                Column("starts_after", TIME),
                Column("ends_before", TIME),
                Column("status", Choice(LineStatus), default=LineStatus.CREATED),
                _flag("signed_off"),
            ),
            key=("order", "line"),
        ),
        Table(
            "visits",
            visits.Visit,
            (
                _owner("order", "orders"),
                _owner("technician", "technicians"),
                _needed("starts", INSTANT, "starts_at"),
                _needed("ends", INSTANT, "ends_at"),
                Column("status", Choice(VisitStatus), default=VisitStatus.PLANNED),
                Column("lock", Choice(Lock)),
                Column("overlap_reason"),
            ),
            key=("order", "technician", "starts"),
            repeats=True,
        ),
        Table(
            "travel",
            travel.TravelTime,
            (
                _owner("from_site", "sites"),
                _owner("to_site", "sites"),
                _needed("minutes", FRACTION),
                Column("kilometres", FRACTION),
            ),
            key=("from_site", "to_site"),
            is_bulk=True,
        ),
    )
}
"""Tables by name."""
