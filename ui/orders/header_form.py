"""The fields of an order's header, in one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from app.queries.order_details import NONE, Choice, NewOrderForm, OrderDetails, OrderFields
from models.terms import LevelSource, Priority, SplitRule
from resources import texts
from resources.texts import N_, _
from ui.orders.lookups import Searches, shown, taken
from ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    LookupField,
    MinutesField,
    TextField,
    TimeField,
)
from ui.widgets.forms import Form
from ui.widgets.lookup import Choice as Shown
from ui.widgets.term_names import PRIORITY_NAMES, SPLIT_NAMES

FIELD_NAMES = {
    "customer": N_("Customer"),
    "site": N_("Site"),
    "contact": N_("Contact"),
    "agreement": N_("Agreement"),
    "description": N_("Description"),
    "priority": N_("Priority"),
    "service_date": N_("Service date"),
    "earliest_start": N_("Start from"),
    "latest_start": N_("Start until"),
    "duration_minutes": N_("Duration"),
    "technician": N_("Preferred"),
    "skills": N_("Skills"),
    "name": N_("Service name"),
    "project": N_("Project"),
    "responsible": N_("Responsible"),
    "level": N_("Service level"),
    "caller": N_("Caller"),
    "caller_phone": N_("Phone"),
    "one_time_address": N_("One-time address"),
    "split": N_("Splitting"),
}
"""What a field is called, in English; translate at the place of speaking."""

_CHOICES = ("customer", "site", "contact", "agreement", "technician", "project", "responsible")
LEVEL_SOURCES = {
    LevelSource.ORDER: N_("this order’s own"),
    LevelSource.AGREEMENT: N_("from the agreement"),
    LevelSource.GROUP: N_("from the agreement’s group"),
}
"""Whose service level holds, in English; translate at the place of speaking."""


class SkillsField(Field):
    """Several skills, ticked in a menu; the row's attribute holds a tuple of choices."""

    def __init__(self, key: str, label: str) -> None:
        self.button = QPushButton()
        self.button.setStyleSheet("text-align: left")
        self._menu = QMenu(self.button)
        self.button.setMenu(self._menu)
        self._known: tuple[Choice, ...] = ()
        self._chosen: tuple[Choice, ...] = ()
        super().__init__(key, label, self.button)
        self._tell()

    def offer(self, known: Sequence[Choice]) -> None:
        """Offer these, in this order."""
        self._known = tuple(known)
        self._menu.clear()
        for skill in known:
            action = QAction(skill.name.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(skill in self._chosen)
            action.toggled.connect(lambda is_on, skill=skill: self._toggle(skill, is_on=is_on))
            self._menu.addAction(action)
        self.button.setEnabled(bool(known))

    def read(self) -> object:
        """The chosen skills, in the order in which they are offered."""
        return self._chosen

    def show_value(self, value: object) -> None:
        """Tick these and no others."""
        self._chosen = value if isinstance(value, tuple) else ()
        for action, skill in zip(self._menu.actions(), self._known, strict=False):
            action.blockSignals(True)
            action.setChecked(skill in self._chosen)
            action.blockSignals(False)
        self._tell()

    def _toggle(self, skill: Choice, *, is_on: bool) -> None:
        wanted = {*self._chosen, skill} if is_on else set(self._chosen) - {skill}
        self._chosen = tuple(known for known in self._known if known in wanted)
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        names = ", ".join(skill.name for skill in self._chosen)
        self.button.setText((names or _("None needed")).replace("&", "&&"))
        self.button.setToolTip("")


@dataclass(frozen=True, slots=True)
class _FormRow:
    """The header with choices as widgets show them."""

    customer: Shown | None
    site: Shown | None
    contact: Shown | None
    agreement: Shown | None
    description: str
    priority: Priority
    service_date: date | None
    earliest_start: time | None
    latest_start: time | None
    duration_minutes: int
    technician: Shown | None
    skills: tuple[Choice, ...]
    name: str
    project: Shown | None
    responsible: Shown | None
    level: Choice
    caller: str
    caller_phone: str
    one_time_address: str
    split: SplitRule | None


class OrderForm(Form):
    """The header's fields; another customer empties what was the old one's, an agreement brings its site."""

    def __init__(self, searches: Searches, *, today: date) -> None:
        self._searches = searches
        self.skills = SkillsField("skills", _("Skills"))
        self._levels = ChoiceField("level", _(FIELD_NAMES["level"]), [(NONE, _("As agreed"))])
        super().__init__(_fields(searches, (self.skills, self._levels), today))
        self.edited.connect(self._follow)

    def offer(self, details: OrderDetails | NewOrderForm) -> None:
        """Offer skills and service levels; the first level is the one that holds without an own."""
        self.skills.offer(details.skills)
        words = _("As agreed")
        if isinstance(details, OrderDetails) and not details.fields.level and details.service_level:
            source = details.service_level_source or LevelSource.AGREEMENT
            words = f"{details.service_level} ({_(LEVEL_SOURCES[source])})"
        self._levels.set_choices([(NONE, words), *((level, level.name) for level in details.levels)])

    def show_fields(self, header: OrderFields, *, is_read_only: bool) -> None:
        """Show the header of an order."""
        values: dict[str, Any] = {  # of every field's own type
            each.name: shown(getattr(header, each.name))
            if each.name in _CHOICES
            else getattr(header, each.name)
            for each in fields(header)
        }
        self.load(_FormRow(**values))
        self.set_read_only(is_read_only=is_read_only)

    def read_fields(self) -> OrderFields:
        """The header as the person made it; raises ValueError where a field cannot be understood."""
        values: dict[str, Any] = dict(self.all_values())  # of every field's own type
        for name in _CHOICES:
            values[name] = taken(values[name])
        values["duration_minutes"] = values["duration_minutes"] or 0
        values["level"] = values["level"] or NONE
        return OrderFields(**values)

    def project_id(self) -> int:
        """The project that is chosen now, 0 for none."""
        return taken(self.fields["project"].read()).id

    def customer_id(self) -> int:
        """The customer chosen now, or 0."""
        return taken(self.fields["customer"].read()).id

    def _follow(self, key: str) -> None:
        if key == "customer":
            for name in ("site", "contact", "agreement", "project"):
                self.fields[name].show_value(None)
            if self.customer_id():
                self._searches.sites()("", self._take_only_site)
        elif key == "agreement":
            self._take_agreement()

    def _take_only_site(self, sites: Sequence[Shown]) -> None:
        """A customer with one site is visited there."""
        if len(sites) == 1 and self.fields["site"].read() is None:
            self.fields["site"].show_value(sites[0])
            self.edited.emit("site")

    def _take_agreement(self) -> None:
        row = self._searches.agreements.get(taken(self.fields["agreement"].read()).id)
        if row is None:
            return
        offered = (("site", row.site_id, row.site), ("technician", row.technician_id, row.technician))
        for name, row_id, text in offered:
            if row_id and self.fields[name].read() is None:
                self.fields[name].show_value(Shown(row_id, text))


def _fields(searches: Searches, own: tuple[SkillsField, ChoiceField], today: date) -> list[Field]:
    skills, levels = own
    words = {key: _(name) for key, name in FIELD_NAMES.items()}
    priorities = [(priority, _(PRIORITY_NAMES[priority])) for priority in reversed(Priority)]
    splits = [(None, _("As the company")), *((rule, _(name)) for rule, name in SPLIT_NAMES.items())]
    return [
        LookupField("customer", words["customer"], searches.customers(), is_required=True),
        LookupField("site", words["site"], searches.sites()),
        LookupField("contact", words["contact"], searches.contacts()),
        TextField("description", words["description"], lines=4),
        ChoiceField("priority", words["priority"], priorities),
        DateField("service_date", words["service_date"], today=today),
        TimeField("earliest_start", words["earliest_start"]),
        TimeField("latest_start", words["latest_start"]),
        MinutesField("duration_minutes", words["duration_minutes"], is_required=True),
        ChoiceField("split", words["split"], splits),
        LookupField("technician", words["technician"], searches.technicians()),
        skills,
        LookupField("agreement", words["agreement"], searches.find_agreements()),
        levels,
        LookupField("project", words["project"], searches.projects()),
        LookupField("responsible", words["responsible"], searches.technicians()),
        LineField("caller", words["caller"]),
        LineField("caller_phone", words["caller_phone"], max_length=40),
        TextField("one_time_address", words["one_time_address"], lines=2),
        LineField("name", words["name"]),
    ]


def said(name: str, value: object) -> str:
    """A header field's value in words, for comparing two of them."""
    if isinstance(value, Choice):
        return value.name if value else "–"
    if isinstance(value, tuple):
        return ", ".join(skill.name for skill in value) or "–"
    if isinstance(value, Priority):
        return _(PRIORITY_NAMES[value])
    if isinstance(value, SplitRule):
        return _(SPLIT_NAMES[value])
    if isinstance(value, date):
        return texts.format_weekday_date(value)
    if isinstance(value, time):
        return texts.format_time(value)
    if name == "duration_minutes" and isinstance(value, int):
        return texts.format_minutes(value)
    return str(value) if value not in (None, "") else "–"
