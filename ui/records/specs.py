"""What a person edits of each kind of row: one list of columns makes its form and its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from app.queries import lookups
from models.terms import (
    Combine,
    IntervalUnit,
    ItemSetup,
    Language,
    PriceKind,
    ProjectType,
    SplitRule,
    TransactionType,
    Validation,
    WindowMethod,
)
from resources.texts import N_


class Input(Enum):
    """How a column is filled in."""

    LINE = auto()
    TEXT = auto()
    DATE = auto()
    TIME = auto()
    INSTANT = auto()
    WHOLE = auto()
    NUMBER = auto()
    MINUTES = auto()
    MONEY = auto()
    CHECK = auto()
    WORD = auto()
    CODE = auto()
    LOOKUP = auto()
    DAYS = auto()
    LINKS = auto()
    COLOUR = auto()


@dataclass(frozen=True, slots=True)
class Spec:
    """One column of a kind.

    Attributes:
        title: English, marked.
        width: of its table column in logical pixels; 0 leaves it out of tables.
        words: what the values of an enumeration are called.
        kind: the short table of a code or of links.
        find: the search of a lookup; of_customer narrows it to the customer of the row, `by` to what other
            fields of the form say: arguments of the search with the keys of those fields.
        lines: of a text of several lines.
    """

    key: str
    title: str
    input: Input = Input.LINE
    width: int = 0
    is_required: bool = False
    words: Mapping[Any, str] | None = None
    kind: str = ""
    find: Callable[..., Any] | None = None
    of_customer: bool = False
    by: Mapping[str, str] | None = None
    lines: int = 3


TYPE_NAMES: Mapping[StrEnum, str] = {
    TransactionType.HOUR: N_("Hours"),
    TransactionType.EXPENSE: N_("Expense"),
    TransactionType.ITEM: N_("Item"),
    TransactionType.FEE: N_("Fee"),
}
_LANGUAGES = {
    None: N_("The company's"), Language.ENGLISH: "English", Language.DUTCH: "Nederlands",
    Language.DANISH: "Dansk",
}  # fmt: skip
_COMBINE = {
    Combine.AGREEMENT: N_("One order per agreement"),
    Combine.TASK: N_("One order per task"),
    Combine.TECHNICIAN: N_("One order per technician"),
    Combine.OBJECT: N_("One order per object"),
}
_UNITS = {
    IntervalUnit.DAY: N_("Days"), IntervalUnit.WEEK: N_("Weeks"), IntervalUnit.MONTH: N_("Months"),
    IntervalUnit.QUARTER: N_("Quarters"), IntervalUnit.YEAR: N_("Years"),
}  # fmt: skip
_METHODS = {
    WindowMethod.MANUAL: N_("Days before and after"),
    WindowMethod.WEEK: N_("Any open day of the week"),
    WindowMethod.MONTH: N_("Any open day of the month"),
}

_VALIDATIONS = {
    Validation.NONE: N_("Are not checked"),
    Validation.LOOKUP: N_("Shorten the choice"),
    Validation.MANDATORY: N_("Are a must"),
}
_SPLITS = {
    SplitRule.NONE: N_("Not split"),
    SplitRule.PER_DAY: N_("One visit a day"),
    SplitRule.FILL_GAPS: N_("Between other visits"),
}
_PROJECTS = {
    ProjectType.TIME_AND_MATERIAL: N_("Time and material"),
    ProjectType.FIXED_PRICE: N_("Fixed price"),
    ProjectType.INVESTMENT: N_("Investment"),
    ProjectType.COST: N_("Cost"),
    ProjectType.INTERNAL: N_("Internal"),
    ProjectType.TIME: N_("Time"),
}
_PRICES = {PriceKind.SALES: N_("Sales"), PriceKind.COST: N_("Cost")}
_SETUPS = {
    ItemSetup.JOURNAL: N_("From stock, as a line of the order"),
    ItemSetup.REQUIREMENT: N_("Ordered, as an item requirement"),
}

_CODE = Spec("code", N_("Code"), width=110, is_required=True)
_NAME = Spec("name", N_("Name"), width=220, is_required=True)
_EMAIL = Spec("email", N_("Email"), width=190)
_PHONE = Spec("phone", N_("Telephone"), width=130)
_REASON = Spec("reason", N_("Reason"), width=200)


def _site(title: str = N_("Site"), key: str = "site_id", *, of_customer: bool = True) -> Spec:
    return Spec(key, title, Input.LOOKUP, 170, find=lookups.find_sites, of_customer=of_customer)


def _code(key: str, title: str, kind: str, width: int = 0, *, is_required: bool = False) -> Spec:
    return Spec(key, title, Input.CODE, width, is_required=is_required, kind=kind)


def _person(key: str, title: str, width: int = 0) -> Spec:
    return Spec(key, title, Input.LOOKUP, width, find=lookups.find_technicians)


SPECS: Mapping[str, tuple[Spec, ...]] = {
    "customer": (_CODE, _NAME, Spec("language", N_("Language of papers"), Input.WORD, words=_LANGUAGES),
    _EMAIL,
                 _PHONE),
    "site": (_CODE, _NAME, Spec("street", N_("Street"), width=160), Spec("postal_code", N_("Postal code"),
    width=90),
             Spec("city", N_("Town"), width=130), Spec("country", N_("Country")),
             Spec("latitude", N_("Latitude"), Input.NUMBER), Spec("longitude", N_("Longitude"), Input.NUMBER),
             Spec("access_notes", N_("Access notes"), Input.TEXT)),
    "contact": (Spec("name", N_("Name"), width=200, is_required=True), _PHONE, _EMAIL, _site()),
    "technician": (_CODE, _NAME, _code("team_id", N_("Team"), "team"),
                   _site(N_("Home site"), "home_site_id", of_customer=False), _PHONE, _EMAIL,
                   Spec("shift_start", N_("Shift starts"), Input.TIME, is_required=True),
                   Spec("shift_end", N_("Shift ends"), Input.TIME, is_required=True),
                   Spec("work_days", N_("Work days"), Input.DAYS),
                   Spec("skills", N_("Skills"), Input.LINKS, kind="skill"),
                   Spec("daily_minutes", N_("Minutes of work a day, at most"), Input.WHOLE),
                   Spec("active", N_("Has a lane on the board"), Input.CHECK)),
    "absence": (Spec("starts_at", N_("From"), Input.INSTANT, 160, is_required=True),
                Spec("ends_at", N_("Until"), Input.INSTANT, 160, is_required=True), _REASON),
    "certificate": (_code("skill_id", N_("Skill"), "skill", 220),
                    Spec("valid_until", N_("Valid until"), Input.DATE, 140, is_required=True)),
    "day_lock": (Spec("on_date", N_("Day"), Input.DATE, 120, is_required=True),
                 Spec("reason", N_("Reason"), width=300)),
    "exclusion": (Spec("customer_id", N_("Customer"), Input.LOOKUP, 260, is_required=True,
                       find=lookups.find_customers),
                  Spec("reason", N_("Reason"), width=300)),
    "team": (_CODE, _NAME),
    "skill": (_CODE, _NAME),
    "service_object": (_CODE, _NAME, Spec("group", N_("Group"), width=120),
                       Spec("serial_number", N_("Serial number"), width=130),
                       Spec("item_id", N_("Item"), Input.LOOKUP, find=lookups.find_items),
                       Spec("customer_id", N_("Customer"), Input.LOOKUP, find=lookups.find_customers),
                       _site(),
                       Spec("parent_id", N_("Part of"), Input.LOOKUP, find=lookups.find_objects,
                            of_customer=True),
                       Spec("installed_on", N_("Installed on"), Input.DATE),
                       Spec("warranty_until", N_("Warranty until"), Input.DATE),
                       Spec("note", N_("Note"), Input.TEXT)),
    "service_task": (_CODE, _NAME, Spec("internal_note", N_("Note for the technician"), Input.TEXT, 220),
                     Spec("external_note", N_("Note for the customer"), Input.TEXT, 220)),
    "item": (_CODE, _NAME, Spec("unit", N_("Unit"), width=80),
             Spec("cost_price", N_("Cost price"), Input.MONEY, 100),
             Spec("sales_price", N_("Sales price"), Input.MONEY, 100), Spec("currency", N_("Currency"),
             width=80)),
    "service_level": (_CODE, _NAME, Spec("days", N_("Days"), Input.WHOLE, 70, is_required=True),
                      Spec("hours", N_("Hours"), Input.WHOLE, 70, is_required=True),
                      Spec("minutes", N_("Minutes"), Input.WHOLE, 80, is_required=True),
                      _code("calendar_id", N_("Calendar"), "calendar", 150),
                      Spec("warning_percent", N_("Warn from, percent of the limit"), Input.WHOLE, 90),
                      Spec("suspended", N_("Suspended: starts no clock"), Input.CHECK, 110)),
    "calendar": (_CODE, _NAME, Spec("opens", N_("Opens"), Input.TIME, 80, is_required=True),
                 Spec("closes", N_("Closes"), Input.TIME, 80, is_required=True),
                 Spec("time_zone", N_("Time zone"), width=140),
                 Spec("holidays_of", N_("Public holidays of"), width=90),
                 Spec("open_days", N_("Open days"), Input.DAYS)),
    "closed_day": (_code("calendar_id", N_("Calendar"), "calendar", 160, is_required=True),
                   Spec("on_date", N_("Date"), Input.DATE, 120, is_required=True), _REASON),
    "stage": (_CODE, _NAME, _code("parent_id", N_("Follows"), "stage", 150),
              Spec("position", N_("Position"), Input.WHOLE, 80, is_required=True),
              Spec("may_modify", N_("Orders may be changed"), Input.CHECK),
              Spec("may_delete", N_("Orders may be deleted"), Input.CHECK),
              Spec("may_cancel", N_("Orders may be cancelled"), Input.CHECK),
              Spec("may_post", N_("Orders may be posted"), Input.CHECK),
              Spec("needs_reason", N_("Entering asks for a reason"), Input.CHECK),
              Spec("stops_clock", N_("Entering stops the clock"), Input.CHECK),
              Spec("roles", N_("Roles that may enter"), Input.LINKS, kind="role"),
              Spec("colour", N_("Colour"), Input.COLOUR)),
    "stage_step": (_code("from_id", N_("From"), "stage", 160, is_required=True),
                   _code("to_id", N_("To"), "stage", 160, is_required=True)),
    "reason": (_CODE, _NAME),
    "repair_condition": (_CODE, _NAME),
    "symptom_area": (_CODE, _NAME),
    "symptom": (_code("area_id", N_("Area"), "symptom_area", 160, is_required=True), _CODE, _NAME),
    "diagnosis_area": (_CODE, _NAME),
    "diagnosis": (_code("area_id", N_("Area"), "diagnosis_area", 160, is_required=True), _CODE, _NAME),
    "resolution": (_CODE, _NAME),
    "repair_stage": (_CODE, _NAME, Spec("position", N_("Position"), Input.WHOLE, 80, is_required=True),
                     Spec("finished", N_("Repairs in it are finished"), Input.CHECK, 180)),
    "project": (_CODE, _NAME, Spec("customer_id", N_("Customer"), Input.LOOKUP, 160,
                                   find=lookups.find_customers),
                Spec("type", N_("Type"), Input.WORD, 140, is_required=True, words=_PROJECTS)),
    "category": (_CODE, _NAME, Spec("type", N_("Type"), Input.WORD, 90, is_required=True, words=TYPE_NAMES),
                 Spec("account", N_("Ledger account"), width=120),
                 Spec("active", N_("In use"), Input.CHECK, 70)),
    "category_use": (Spec("category_id", N_("Category"), Input.LOOKUP, 180, is_required=True,
                          find=lookups.find_categories),
                     Spec("technician_id", N_("Technician"), Input.LOOKUP, 180,
                          find=lookups.find_technicians),
                     Spec("project_id", N_("Project"), Input.LOOKUP, 180, find=lookups.find_projects)),
    "price": (Spec("kind", N_("Price of"), Input.WORD, 76, is_required=True, words=_PRICES),
              Spec("type", N_("Type"), Input.WORD, 80, is_required=True, words=TYPE_NAMES),
              Spec("project_id", N_("Project"), Input.LOOKUP, 110, find=lookups.find_projects),
              Spec("customer_id", N_("Customer"), Input.LOOKUP, 130, find=lookups.find_customers),
              Spec("technician_id", N_("Technician"), Input.LOOKUP, 120, find=lookups.find_technicians),
              Spec("category_id", N_("Category"), Input.LOOKUP, 110, find=lookups.find_categories,
                   by={"type": "type"}),
              Spec("item_id", N_("Item"), Input.LOOKUP, 110, find=lookups.find_items),
              Spec("starts_on", N_("Valid from"), Input.DATE, 110, is_required=True),
              Spec("amount", N_("Price"), Input.MONEY, 90, is_required=True),
              Spec("currency", N_("Currency"), width=76)),
    "company": (Spec("name", N_("Name")), Spec("address", N_("Address"), Input.TEXT), _PHONE, _EMAIL,
                Spec("language", N_("Language of papers"), Input.WORD, is_required=True,
                     words={key: word for key, word in _LANGUAGES.items() if key is not None}),
                Spec("time_zone", N_("Time zone"), is_required=True),
                Spec("currency", N_("Currency"), is_required=True),
                _code("calendar_id", N_("Calendar"), "calendar"),
                _code("agreement_group_id", N_("Group of new agreements"), "agreement_group"),
                Spec("one_item_many_objects", N_("One item on several objects"), Input.CHECK),
                Spec("order_prefix", N_("Order numbers begin with"), is_required=True),
                Spec("next_order", N_("Next order number"), Input.WHOLE, is_required=True),
                Spec("allow_without_agreement", N_("Orders without an agreement"), Input.CHECK),
                Spec("move_off_closed", N_("Move generated orders off closed days"), Input.CHECK),
                Spec("generated_get_level", N_("Generated orders have a service level"), Input.CHECK),
                Spec("clock_warning_percent", N_("Warn from, per cent"), Input.WHOLE, is_required=True),
                Spec("reason_on_exceeding", N_("A reason when a clock ran out"), Input.CHECK),
                Spec("reason_on_clock_cancel", N_("A reason when a clock is canceled"), Input.CHECK),
                Spec("hour_journal", N_("Journal of hours"), is_required=True),
                Spec("expense_journal", N_("Journal of expenses"), is_required=True),
                Spec("item_journal", N_("Journal of items"), is_required=True),
                Spec("fee_journal", N_("Journal of fees"), is_required=True),
                Spec("daily_minutes", N_("Minutes of work a day, at most"), Input.WHOLE, is_required=True),
                Spec("split_rule", N_("Jobs longer than a shift"), Input.WORD, is_required=True,
                     words=_SPLITS),
                Spec("validation", N_("Categories for technician and project"), Input.WORD, is_required=True,
                     words=_VALIDATIONS),
                Spec("travel_factor", N_("Road to straight line"), Input.NUMBER, is_required=True),
                Spec("travel_speed", N_("Travel speed, km/h"), Input.NUMBER, is_required=True)),
    "agreement_group": (_CODE, _NAME, _code("service_level_id", N_("Service level"), "service_level", 160)),
    "service_interval": (_CODE, Spec("every", N_("Every"), Input.WHOLE, 80, is_required=True),
                         Spec("unit", N_("Unit"), Input.WORD, 120, is_required=True, words=_UNITS)),
    "time_window": (_CODE, Spec("method", N_("May move to"), Input.WORD, 200, is_required=True,
    words=_METHODS),
                    Spec("days_before", N_("Days before"), Input.WHOLE, 110, is_required=True),
                    Spec("days_after", N_("Days after"), Input.WHOLE, 110, is_required=True)),
    "agreement": (_CODE, _NAME,
                  Spec("customer_id", N_("Customer"), Input.LOOKUP, is_required=True,
                  find=lookups.find_customers),
                  _site(), _code("group_id", N_("Group"), "agreement_group", is_required=True),
                  _code("service_level_id", N_("Service level"), "service_level"),
                  Spec("starts_on", N_("Valid from"), Input.DATE, is_required=True),
                  Spec("ends_on", N_("Valid until"), Input.DATE),
                  Spec("combine", N_("Combine orders"), Input.WORD, is_required=True, words=_COMBINE),
                  Spec("project_id", N_("Project"), Input.LOOKUP, find=lookups.find_projects,
                       of_customer=True),
                  Spec("contact_id", N_("Contact"), Input.LOOKUP, find=lookups.find_contacts,
                       of_customer=True),
                  _person("responsible_id", N_("Responsible")),
                  _person("preferred_technician_id", N_("Preferred technician")),
                  _code("template_group_id", N_("Template group"), "template_group"),
                  Spec("template", N_("Template"), Input.CHECK)),
    "agreement_line": (Spec("line", N_("Line"), Input.WHOLE, 62),
                       Spec("type", N_("Type"), Input.WORD, 96, is_required=True, words=TYPE_NAMES),
                       Spec("description", N_("Description"), width=170),
                       Spec("object_id", N_("Object"), Input.LOOKUP, 130, find=lookups.find_objects,
                            of_customer=True),
                       Spec("task_id", N_("Task"), Input.LOOKUP, 110, find=lookups.find_tasks),
                       Spec("item_id", N_("Item"), Input.LOOKUP, 100, find=lookups.find_items),
                       Spec("quantity", N_("Quantity"), Input.NUMBER, 80, is_required=True),
                       _code("interval_id", N_("Interval"), "service_interval", 90),
                       _code("time_window_id", N_("Time window"), "time_window", 90),
                       _person("technician_id", N_("Technician"), 110),
                       Spec("starts_on", N_("From"), Input.DATE, 90),
                       Spec("ends_on", N_("Until"), Input.DATE, 90),
                       Spec("earliest_start", N_("Earliest start"), Input.TIME),
                       Spec("latest_start", N_("Latest start"), Input.TIME),
                       Spec("duration_minutes", N_("Duration"), Input.MINUTES),
                       _site(),
                       Spec("category_id", N_("Category"), Input.LOOKUP, 100, find=lookups.find_categories,
                            by={"type": "type", "technician_id": "technician_id"}),
                       Spec("item_setup", N_("Item supply"), Input.WORD, is_required=True, words=_SETUPS),
                       Spec("note", N_("Note"), Input.TEXT)),
    "template_group": (_CODE, _NAME, _code("parent_id", N_("Below"), "template_group", 180)),
    "agreement_object": (Spec("object_id", N_("Object"), Input.LOOKUP, 200, is_required=True,
                              find=lookups.find_objects, of_customer=True),
                         Spec("reference", N_("Reference"), width=200)),
    "agreement_task": (Spec("task_id", N_("Task"), Input.LOOKUP, 160, is_required=True,
                            find=lookups.find_tasks),
                       Spec("internal_note", N_("Note for the technician"), Input.TEXT, 200),
                       Spec("external_note", N_("Note for the customer"), Input.TEXT, 200)),
}  # fmt: skip
"""The columns of every kind, in the order of its form."""

NAMES: Mapping[str, str] = {
    "customer": N_("customer"), "site": N_("site"), "contact": N_("contact"), "technician": N_("technician"),
    "absence": N_("absence"), "team": N_("team"), "skill": N_("skill"),
    "certificate": N_("certificate"), "day_lock": N_("closed day of a technician"),
    "exclusion": N_("exclusion"),
    "service_object": N_("service object"),
    "service_task": N_("service task"), "item": N_("item"), "service_level": N_("service level"),
    "calendar": N_("calendar"), "closed_day": N_("closed day"), "stage": N_("stage"), "reason": N_("reason"),
    "stage_step": N_("way between stages"),
    "project": N_("project"), "category": N_("category"), "category_use": N_("use of a category"),
    "price": N_("price"),
    "company": N_("company"), "agreement_group": N_("agreement group"), "service_interval": N_("interval"),
    "repair_condition": N_("condition"), "symptom_area": N_("symptom area"), "symptom": N_("symptom"),
    "diagnosis_area": N_("diagnosis area"), "diagnosis": N_("diagnosis"), "resolution": N_("resolution"),
    "repair_stage": N_("repair stage"),
    "template_group": N_("template group"), "agreement_object": N_("object of the agreement"),
    "agreement_task": N_("task of the agreement"),
    "time_window": N_("time window"), "agreement": N_("agreement"), "agreement_line": N_("agreement line"),
}  # fmt: skip
"""What one row of a kind is called inside a sentence, in English."""

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "project": {"type": ProjectType.TIME_AND_MATERIAL},
    "category": {"type": TransactionType.HOUR, "active": True},
    "price": {"kind": PriceKind.SALES, "type": TransactionType.HOUR},
    "service_level": {"days": 0, "hours": 8, "minutes": 0},
    "time_window": {"days_before": 0, "days_after": 0, "method": WindowMethod.MANUAL},
    "service_interval": {"every": 1, "unit": IntervalUnit.MONTH},
    "agreement": {"combine": Combine.AGREEMENT, "template": False},
    "agreement_line": {"type": TransactionType.HOUR, "quantity": 1, "item_setup": ItemSetup.JOURNAL},
    "stage": {"may_modify": True, "may_cancel": True, "position": 10},
    "repair_stage": {"finished": False, "position": 10},
}
"""What a new row of a kind starts with, besides what its owner gives."""
