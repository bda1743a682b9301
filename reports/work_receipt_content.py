"""What a work receipt (domain.md 15) says: what was delivered, for the customer to sign.

Plain values with every text ready, so that a receipt can cross to another process. Date and time values are
local to the company. Empty texts, None and empty tuples mean "not known" and take no room on paper. Cost
prices and notes for the technician have no place here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from models.terms import Language, TransactionType
from reports.parties import Letterhead, SheetContact, SheetCustomer, SheetSite


@dataclass(frozen=True, slots=True)
class ReceiptVisit:
    """When somebody came."""

    day: date
    starts: time
    ends: time
    technician: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptTask:
    """What was done; `note` is the external note (domain.md 4)."""

    code: str
    name: str
    object_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptRepair:
    """What was repaired: what the customer noticed, what was found, what was done about it.

    Attributes:
        finished: local date, or None while it is under way.
        stage: in words, for one that is under way.
    """

    title: str = ""
    object_code: str = ""
    symptom: str = ""
    diagnosis: str = ""
    resolution: str = ""
    technician: str = ""
    finished: date | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Hours, a part, an expense or a fee that was delivered; its price in minor units a unit, if asked."""

    type: TransactionType
    description: str
    object_code: str = ""
    technician: str = ""
    done_on: date | None = None
    starts: time | None = None
    ends: time | None = None
    quantity: Decimal = Decimal(1)
    unit: str = ""
    price: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class WorkReceipt:
    """Everything a receipt of one order says.

    Attributes:
        language: of labels, dates and numbers: the customer's.
        number: of the order; also as QR and Code 128.
        name: what the customer calls the job.
        one_time_address: where this one visit went, in lines; it wins over the site's.
        visits: earliest first.
        with_prices: sales prices and totals are shown.
        signed_off_at, signed_off_by: when the order was signed off (local), and by whom.
    """

    letterhead: Letterhead
    language: Language
    number: str
    description: str
    customer: SheetCustomer
    site: SheetSite | None = None
    contact: SheetContact | None = None
    name: str = ""
    one_time_address: str = ""
    visits: tuple[ReceiptVisit, ...] = ()
    tasks: tuple[ReceiptTask, ...] = ()
    repairs: tuple[ReceiptRepair, ...] = ()
    lines: tuple[ReceiptLine, ...] = ()
    with_prices: bool = False
    signed_off_at: datetime | None = None
    signed_off_by: str = ""

    @property
    def place(self) -> str:
        """Where the work was, or for whom, in a few words."""
        if self.one_time_address.strip():
            return self.one_time_address.strip().splitlines()[0]
        return self.site.name if self.site is not None else self.customer.name

    @property
    def is_empty(self) -> bool:
        """Whether nothing was delivered."""
        return not (self.lines or any(repair.finished for repair in self.repairs))
