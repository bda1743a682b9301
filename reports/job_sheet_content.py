"""What a job sheet ("work description", domain.md 15) says: what a technician carries to a visit.

The classes hold plain values with every text ready, so that a sheet can cross to another process.
Date and time values are local to the company: an aware one prints the clock it carries, so convert first.
Empty texts, None and empty tuples mean "not known" and take no room on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from models.terms import Language, Priority, RequirementStatus, TransactionType, VisitStatus
from reports.parties import Letterhead, SheetContact, SheetCustomer, SheetSite


@dataclass(frozen=True, slots=True)
class SheetVisit:
    """When, and who goes.

    Attributes:
        starts, ends: local date and time.
        technician_code, technician_name: who goes; both empty when nobody is chosen yet.
        travel_minutes, travel_kilometres: from the previous stop, None when unknown.
        travel_estimated: the travel is computed from coordinates, not measured.
        position, positions: the place in the day's route, "3 of 7"; 0 when there is no route.
    """

    starts: datetime
    ends: datetime
    technician_code: str = ""
    technician_name: str = ""
    travel_minutes: int | None = None
    travel_kilometres: float | None = None
    travel_estimated: bool = False
    position: int = 0
    positions: int = 0


@dataclass(frozen=True, slots=True)
class SheetObject:
    """What is serviced."""

    code: str
    name: str
    group: str = ""
    serial_number: str = ""


@dataclass(frozen=True, slots=True)
class SheetTask:
    """What is to be done; `note` is the internal note (domain.md 15: tasks with internal notes)."""

    code: str
    name: str
    object_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the order; the visit may not start before `start_after` nor end after `end_before`."""

    type: TransactionType
    description: str
    object_code: str = ""
    task: str = ""
    technician: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    start_after: time | None = None
    end_before: time | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class SheetRepair:
    """What is to be repaired, as the customer says it, and what was found so far (domain.md 11)."""

    line: int
    title: str = ""
    object_code: str = ""
    symptom: str = ""
    condition: str = ""
    stage: str = ""
    found: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRequirement:
    """A part that was asked for, and how far it is (domain.md 5.8)."""

    item: str
    description: str
    quantity: Decimal
    status: RequirementStatus
    unit: str = ""
    delivered: Decimal = Decimal(0)
    needed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PastVisit:
    """An earlier visit to the object."""

    day: date
    technician: str = ""
    order_number: str = ""
    description: str = ""
    status: VisitStatus | None = None


@dataclass(frozen=True, slots=True)
class JobSheet:
    """Everything the paper of one visit says.

    Attributes:
        language: of labels, dates and numbers: the customer's.
        number: of the order; also as QR and Code 128.
        stage: name of the order's stage.
        visit: None for an order that is not planned.
        promised_from, promised_to: bounds of the start that were promised to the customer, local.
        skills: names of the skills the work needs.
        service_level: in words.
        name: what the customer calls the job.
        due: local time by which the service level wants it completed.
        one_time_address: where this one visit goes, in lines; it wins over the site's.
        caller: who asked for it, where that is not whom to ask for.
        past_visits: newest first.
    """

    letterhead: Letterhead
    language: Language
    number: str
    description: str
    customer: SheetCustomer
    site: SheetSite | None = None
    contact: SheetContact | None = None
    visit: SheetVisit | None = None
    priority: Priority = Priority.NORMAL
    stage: str = ""
    promised_from: datetime | None = None
    promised_to: datetime | None = None
    skills: tuple[str, ...] = ()
    service_level: str = ""
    objects: tuple[SheetObject, ...] = ()
    tasks: tuple[SheetTask, ...] = ()
    lines: tuple[SheetLine, ...] = ()
    past_visits: tuple[PastVisit, ...] = ()
    name: str = ""
    due: datetime | None = None
    one_time_address: str = ""
    caller: SheetContact | None = None
    repairs: tuple[SheetRepair, ...] = ()
    requirements: tuple[SheetRequirement, ...] = ()

    @property
    def place(self) -> str:
        """Where the work is, or for whom, in a few words."""
        if self.one_time_address.strip():
            return self.one_time_address.strip().splitlines()[0]
        return self.site.name if self.site is not None else self.customer.name
