"""The fields of the form for a request by phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.queries import lookups
from app.queries.requests import CallerRow, CoveringRow, JobFacts, SymptomRow, find_callers
from models.terms import Priority
from resources.texts import _
from ui.jobs import Jobs
from ui.orders.lookups import taken
from ui.widgets.cards import plain_label
from ui.widgets.fields import DateField, LineField, MinutesField, TimeField
from ui.widgets.lookup import Choice, Lookup, Search
from ui.widgets.segmented import Segmented
from ui.widgets.term_names import PRIORITY_NAMES

TODAY, TOMORROW, OTHER, ANY = "today", "tomorrow", "other", "any"


class When(QWidget):
    """Which day: any, today, tomorrow, or another, which is then typed.

    Signals:
        changed(): another day.
    """

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.choice = Segmented(
            ((ANY, _("Soon")), (TODAY, _("Today")), (TOMORROW, _("Tomorrow")), (OTHER, _("Date")))
        )
        self.other = DateField("service_date", _("Date"), today=today)
        self.setFocusProxy(self.choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.other, 1)
        row.addStretch(0)
        self.choice.chosen.connect(lambda _key: self._on_choice())
        self.other.line.editingFinished.connect(self.changed)
        self.other.picked.connect(self.changed)
        self.other.hide()

    def day(self) -> date | None:
        """The day, none for any; raises ValueError for a date that cannot be understood."""
        chosen = self.choice.current()
        if chosen == OTHER:
            typed = self.other.read()
            return typed if isinstance(typed, date) else None
        return {TODAY: self._today, TOMORROW: self._today + timedelta(days=1)}.get(chosen)

    def start_from(self, today: date) -> None:
        """Learn which day it is at the company."""
        self._today = today

    def _on_choice(self) -> None:
        self.other.setVisible(self.choice.current() == OTHER)
        self.changed.emit()


class RequestFields(QWidget):
    """Who, where, what and when, in the order in which a caller is asked.

    Signals:
        job_changed(): customer, site, object or day are other ones.
    """

    job_changed = Signal()

    def __init__(self, jobs: Jobs, today: date) -> None:
        super().__init__()
        self._jobs = jobs
        self.caller_lookup = _quick(self._callers(), _("Name or telephone number"))
        self.site, self.thing = _quick(self._parts(lookups.find_sites)), _quick(self._things())
        self.title = LineField("title", _("What is wrong"), is_required=True)
        self.symptom = _box(_("Symptom"))
        self.caller = LineField("caller", _("Who calls"))
        self.phone = LineField("caller_phone", _("Phone"), max_length=40)
        self.when = When(today)
        self.earliest, self.latest = TimeField("earliest", _("From")), TimeField("latest", _("Until"))
        self.duration = MinutesField("duration", _("Duration"))
        self.priority = Segmented([(each.value, _(PRIORITY_NAMES[each])) for each in Priority])
        self.technician = _quick(_search(jobs, lookups.find_technicians, self))
        self.agreement = _box(_("Agreement"))
        self.customer_id = self.contact_id = 0
        self._agreements: tuple[CoveringRow, ...] = ()
        self.duration.show_value(60)
        self.priority.set_current(Priority.NORMAL.value)
        self._lay_out()
        self._connect()

    # -- what is chosen ------------------------------------------------------------------------------

    def site_id(self) -> int:
        """The site, 0 for none."""
        return taken(self.site.choice()).id

    def object_id(self) -> int:
        """The object, 0 for none."""
        return taken(self.thing.choice()).id

    def symptom_row(self) -> SymptomRow | None:
        """The symptom, or none."""
        row = self.symptom.currentData()
        return row if isinstance(row, SymptomRow) else None

    def covering(self) -> CoveringRow | None:
        """The agreement, or none."""
        row = self.agreement.currentData()
        return row if isinstance(row, CoveringRow) else None

    # -- what is known -------------------------------------------------------------------------------

    def offer_symptoms(self, rows: Sequence[SymptomRow]) -> None:
        """Every symptom with its area."""
        self.symptom.clear()
        self.symptom.addItem("–", None)
        for row in rows:
            self.symptom.addItem(f"{row.area}: {row.name}", row)

    def offer_agreements(self, facts: JobFacts) -> None:
        """Those that cover the job; the only one is chosen, of several none."""
        self._agreements = facts.agreements
        self.agreement.clear()
        self.agreement.addItem(_("None") if facts.agreements else _("None covers this"), None)
        for row in facts.agreements:
            self.agreement.addItem(f"{row.code} {row.name}", row)
        self.agreement.setCurrentIndex(1 if len(facts.agreements) == 1 else 0)
        self.agreement.setEnabled(bool(facts.agreements))

    def take_site(self, sites: Sequence[tuple[int, str]]) -> None:
        """A customer with one site is visited there."""
        if len(sites) == 1 and self.site.choice() is None:
            self.site.set_choice(Choice(*sites[0]))

    def _take_caller(self, choice: Choice | None) -> None:
        row = choice.value if choice is not None else None
        is_known = isinstance(row, CallerRow)
        customer_id = row.customer_id if isinstance(row, CallerRow) else 0
        if customer_id != self.customer_id:
            for lookup in (self.site, self.thing):
                lookup.set_choice(None)
        self.customer_id = customer_id
        self.contact_id = row.contact_id if isinstance(row, CallerRow) else 0
        if is_known and isinstance(row, CallerRow) and row.contact_id:
            self.caller.show_value(row.contact)
            self.phone.show_value(row.phone)
        self.job_changed.emit()

    # -- searches ------------------------------------------------------------------------------------

    def _callers(self) -> Search:
        def search(text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
            def done(rows: Sequence[CallerRow]) -> None:
                answer([Choice(row, row.customer, row.detail) for row in rows])

            self._jobs.read(find_callers, text, done=done, owner=self)

        return search

    def _parts(self, query: Callable[..., Sequence[lookups.LookupRow]]) -> Search:
        return _search(self._jobs, query, self, lambda: {"customer_id": self.customer_id})

    def _things(self) -> Search:
        return _search(
            self._jobs,
            lookups.find_objects,
            self,
            lambda: {"customer_id": self.customer_id, "site_id": self.site_id()},
        )

    def _connect(self) -> None:
        self.caller_lookup.chosen.connect(self._take_caller)
        for lookup in (self.site, self.thing):
            lookup.chosen.connect(lambda _choice: self.job_changed.emit())
        self.when.changed.connect(self.job_changed)

    def _lay_out(self) -> None:
        rows: tuple[tuple[tuple[str, QWidget, int], ...], ...] = (
            ((_("Customer"), self.caller_lookup, 6),),
            ((_("Site"), self.site, 3), (_("Object"), self.thing, 3)),
            ((self.title.label, self.title, 6),),
            ((_("Symptom"), self.symptom, 6),),
            ((self.caller.label, self.caller, 3), (self.phone.label, self.phone, 3)),
            ((_("Wanted"), self.when, 6),),
            (
                (self.earliest.label, self.earliest, 1),
                (self.latest.label, self.latest, 1),
                (self.duration.label, self.duration, 1),
                (_("Priority"), self.priority, 3),
            ),
            ((_("Preferred technician"), self.technician, 3), (_("Agreement"), self.agreement, 3)),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for row in rows:
            column.addLayout(_row(row))


def _row(cells: Sequence[tuple[str, QWidget, int]]) -> QGridLayout:
    """Labels over their fields, in shares of six."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    for place in range(6):
        grid.setColumnStretch(place, 1)
        grid.setColumnMinimumWidth(place, 84)
    at = 0
    for words, field, share in cells:
        label = plain_label(words, px=12, is_quiet=True)
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        grid.addWidget(label, 0, at, 1, share)
        grid.addWidget(field, 1, at, 1, share, Qt.AlignmentFlag.AlignTop)
        at += share
    return grid


def _quick(search: Search, placeholder: str = "") -> Lookup:
    lookup = Lookup(search, placeholder=placeholder)
    lookup.is_quick = True
    return lookup


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def _search(
    jobs: Jobs,
    query: Callable[..., Sequence[lookups.LookupRow]],
    owner: QObject,
    arguments: Callable[[], dict[str, object]] = dict,
) -> Search:
    def search(text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
        def done(rows: Sequence[lookups.LookupRow]) -> None:
            answer([Choice(row.id, row.name, row.detail) for row in rows])

        jobs.read(partial(query, **arguments()), text, done=done, owner=owner)

    return search
