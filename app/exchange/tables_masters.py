"""Tables of the exchange format: the company, its customers and people, what it services and charges."""

from __future__ import annotations

from datetime import time

from app.exchange.columns import (
    CODE,
    CODED,
    EMAIL,
    NAME,
    PHONE,
    PRICES,
    WORK_WEEK,
    flag,
    needed,
    owner,
    text,
    to,
)
from app.exchange.description import Column, Table
from app.exchange.kinds import CODES, DAY, FRACTION, INSTANT, MONEY, TIME, WEEK_DAYS, WHOLE, Choice
from models import (
    agreements,
    calendars,
    company,
    customers,
    items,
    objects,
    prices,
    projects,
    rule_settings,
    service_levels,
    technicians,
)
from models.terms import (
    Language,
    PriceKind,
    ProjectType,
    Rule,
    SplitRule,
    Strictness,
    TransactionType,
    Validation,
)

COMPANY = (
    Table(
        "calendars",
        calendars.Calendar,
        (
            *CODED,
            Column("time_zone"),
            Column("holidays_of"),
            Column("open_days", WEEK_DAYS, default=WORK_WEEK),
            Column("opens", TIME, default=time(8)),
            Column("closes", TIME, default=time(17)),
        ),
    ),
    Table(
        "closed_days",
        calendars.ClosedDay,
        (owner("calendar", "calendars"), needed("date", DAY, "on_date"), Column("reason")),
        key=("calendar", "date"),
    ),
    Table(
        "service_levels",
        service_levels.ServiceLevel,
        (
            *CODED,
            Column("days", WHOLE, default=0),
            Column("hours", WHOLE, default=0),
            Column("minutes", WHOLE, default=0),
            to("calendar", "calendars"),
            flag("suspended"),
            Column("warning_percent", WHOLE),
        ),
    ),
    Table("agreement_groups", agreements.AgreementGroup, (*CODED, to("service_level", "service_levels"))),
    Table(
        "company",
        company.Company,
        (
            text("name"),
            text("address"),
            text("phone"),
            text("email"),
            Column("language", Choice(Language), default=Language.ENGLISH),
            Column("time_zone", default="Europe/Amsterdam"),
            Column("currency", default="EUR"),
            to("calendar", "calendars"),
            Column("travel_factor", FRACTION, default=1.3),
            Column("travel_speed", FRACTION, default=60.0),
            Column("order_prefix", default="SO-", keeps=True),
            to("agreement_group", "agreement_groups"),
            flag("allow_without_agreement", default=True),
            flag("one_item_many_objects", default=True),
            flag("reason_on_clock_cancel"),
            flag("reason_on_exceeding"),
            flag("generated_get_level", default=True),
            flag("move_off_closed"),
            Column("clock_warning_percent", WHOLE, default=80),
            Column("daily_minutes", WHOLE, default=600),
            Column("split_rule", Choice(SplitRule), default=SplitRule.PER_DAY),
            Column("validation", Choice(Validation), default=Validation.NONE),
            Column("hour_journal", default="HOURS"),
            Column("expense_journal", default="EXPENSES"),
            Column("item_journal", default="ITEMS"),
            Column("fee_journal", default="FEES"),
        ),
        key=(),
    ),
)
"""The company and what its settings name."""

PEOPLE = (
    Table("customers", customers.Customer, (*CODED, Column("language", Choice(Language)), EMAIL, PHONE)),
    Table(
        "sites",
        customers.Site,
        (
            CODE,
            owner("customer", "customers"),
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
        (owner("customer", "customers"), NAME, to("site", "sites"), EMAIL, PHONE),
        key=("customer", "name"),
        code="name",
    ),
    Table("teams", technicians.Team, CODED),
    Table("skills", technicians.Skill, CODED),
    Table(
        "technicians",
        technicians.Technician,
        (
            *CODED,
            to("team", "teams"),
            to("home_site", "sites"),
            Column("shift_start", TIME, default=time(8)),
            Column("shift_end", TIME, default=time(17)),
            Column("work_days", WEEK_DAYS, default=WORK_WEEK),
            Column("skills", CODES, refers="skills"),
            EMAIL,
            PHONE,
            flag("active", default=True),
            Column("daily_minutes", WHOLE),
        ),
    ),
    Table(
        "absences",
        technicians.Absence,
        (
            owner("technician", "technicians"),
            needed("starts", INSTANT, "starts_at"),
            needed("ends", INSTANT, "ends_at"),
            Column("reason"),
        ),
        key=("technician", "starts"),
    ),
    Table(
        "certificates",
        technicians.Certificate,
        (owner("technician", "technicians"), owner("skill", "skills"), needed("valid_until", DAY)),
        key=("technician", "skill"),
    ),
    Table(
        "day_locks",
        technicians.DayLock,
        (owner("technician", "technicians"), needed("date", DAY, "on_date"), text("reason")),
        key=("technician", "date"),
    ),
    Table(
        "exclusions",
        technicians.Exclusion,
        (owner("customer", "customers"), owner("technician", "technicians"), text("reason")),
        key=("customer", "technician"),
    ),
)
"""Customers and technicians."""

BOARD = (
    Table(
        "rule_settings",
        rule_settings.RuleSetting,
        (
            needed("rule", Choice(Rule)),
            needed("strictness", Choice(Strictness)),
            flag("asks_reason"),
        ),
        key=("rule",),
    ),
)
"""How the board's rules are taken."""

GOODS = (
    Table("items", items.Item, (*CODED, Column("unit"), *PRICES, Column("currency"))),
    Table(
        "projects",
        projects.Project,
        (
            *CODED,
            to("customer", "customers"),
            Column("type", Choice(ProjectType), default=ProjectType.TIME_AND_MATERIAL),
        ),
    ),
    Table(
        "categories",
        projects.Category,
        (*CODED, needed("type", Choice(TransactionType)), text("account"), flag("active", default=True)),
    ),
    Table(
        "category_uses",
        projects.CategoryUse,
        (owner("category", "categories"), to("technician", "technicians"), to("project", "projects")),
        key=("category", "technician", "project"),
        repeats=True,
    ),
    Table(
        "prices",
        prices.Price,
        (
            needed("kind", Choice(PriceKind)),
            needed("type", Choice(TransactionType)),
            needed("starts", DAY, "starts_on"),
            to("technician", "technicians"),
            to("category", "categories"),
            to("project", "projects"),
            to("customer", "customers"),
            to("item", "items"),
            needed("amount", MONEY),
            Column("currency"),
        ),
        key=("kind", "type", "starts", "technician", "category", "project", "customer", "item"),
        repeats=True,
    ),
    Table(
        "service_objects",
        objects.ServiceObject,
        (
            *CODED,
            Column("group"),
            to("item", "items"),
            Column("serial_number"),
            to("customer", "customers"),
            to("site", "sites"),
            to("parent", "service_objects"),
            Column("installed", DAY, "installed_on"),
            Column("warranty_until", DAY),
            text("note"),
        ),
    ),
    Table("service_tasks", objects.ServiceTask, (*CODED, Column("internal_note"), Column("external_note"))),
)
"""What is serviced, used and charged."""
