"""What the order editor shows and what a person edits of it: plain rows without database objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from models.terms import (
    LevelSource,
    LineStatus,
    Lock,
    Origin,
    PriceSource,
    Priority,
    Progress,
    SplitRule,
    StageLogKind,
    TransactionType,
    VisitStatus,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that another one names; id 0 names none. Equal by id: what it is called may change."""

    id: int = 0
    name: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return self.id != 0


NONE = Choice()


@dataclass(frozen=True, slots=True)
class OrderFields:
    """What a person edits of an order; times are local to the company, the length in minutes.

    Attributes:
        level: the order's own service level; none to follow its agreement's.
        one_time_address: where this one visit goes; it wins over the site's (domain.md 5.9).
        split: how it becomes several visits; none for the company's rule.
    """

    customer: Choice = NONE
    site: Choice = NONE
    contact: Choice = NONE
    agreement: Choice = NONE
    description: str = ""
    priority: Priority = Priority.NORMAL
    service_date: date | None = None
    earliest_start: time | None = None
    latest_start: time | None = None
    duration_minutes: int = 60
    technician: Choice = NONE
    skills: tuple[Choice, ...] = ()
    name: str = ""
    project: Choice = NONE
    responsible: Choice = NONE
    level: Choice = NONE
    caller: str = ""
    caller_phone: str = ""
    one_time_address: str = ""
    split: SplitRule | None = None


@dataclass(frozen=True, slots=True)
class LineFields:
    """What a person edits of a line; prices in minor units of its currency a unit.

    Attributes:
        cost_source, sales_source: where each price came from; a price without one was typed.
        currency: ISO 4217 code, or empty for the company's.
        executed_on: the date it was done, `started` and `ended` local times on it; an end before the start
            is on the next day.
    """

    type: TransactionType = TransactionType.HOUR
    category: Choice = NONE
    description: str = ""
    item: Choice = NONE
    technician: Choice = NONE
    service_object: Choice = NONE
    task: Choice = NONE
    quantity: Decimal = Decimal(1)
    cost_price: int | None = None
    sales_price: int | None = None
    starts_after: time | None = None
    ends_before: time | None = None
    signed_off: bool = False
    cost_source: PriceSource | None = None
    sales_source: PriceSource | None = None
    currency: str = ""
    executed_on: date | None = None
    started: time | None = None
    ended: time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A line as stored.

    Attributes:
        why_not: why it may not be changed, or empty.
        cost_note, price_note: rows of the price list that the cost and the sales price came from, in codes.
        signed_off_at, signed_off_by: when it was signed off, aware and in the company's zone, and by whom.
    """

    id: int
    version: int
    line: int
    status: LineStatus
    unit: str
    fields: LineFields
    why_not: str
    cost_note: str = ""
    price_note: str = ""
    signed_off_at: datetime | None = None
    signed_off_by: str = ""


@dataclass(frozen=True, slots=True)
class OrderVisitRow:
    """A visit of the order; instants are aware UTC."""

    id: int
    version: int
    technician_id: int
    technician: str
    starts: datetime
    ends: datetime
    status: VisitStatus
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class StageOption:
    """A stage on the bar.

    Attributes:
        why_not: why the order may not go there now, or empty; who asks is another matter.
        is_next: it follows the one the order is in.
        colour: `#rrggbb` or empty.
        for_roles: ids of the roles that may take orders there; `only_roles` says so to others.
        reason_after: epoch seconds after which it asks for a reason because the clock has run out; 0 never.
    """

    id: int
    name: str
    is_current: bool
    is_before: bool
    needs_reason: bool
    why_not: str
    is_next: bool = False
    colour: str = ""
    for_roles: frozenset[int] = frozenset()
    only_roles: str = ""
    reason_after: int = 0


@dataclass(frozen=True, slots=True)
class StageLogRow:
    """When the order entered the stage, by whom and why; or a reason for ending its clock, or a remark.

    Attributes:
        left_at: when it went on; none while it is there, and for other kinds.
    """

    stage: str
    entered_at: datetime
    entered_by: str
    reason: str
    note: str
    id: int = 0
    kind: StageLogKind = StageLogKind.STAGE_CHANGE
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where and whom to ask, to be shown beside the choice."""

    street: str = ""
    town: str = ""
    access_notes: str = ""
    customer_phone: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Why an order cannot be ended in each way now; empty where it can."""

    cancel: str = ""
    revoke: str = ""
    delete: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """What the editor opens.

    Attributes:
        service_level, service_level_source: the level it follows, and whose that is.
        levels: service levels to choose from.
        why_not_modify: why header and lines may not be changed, or empty.
        obstacles: why it cannot be canceled, brought back, deleted, or have item requirements.
        conflict: why its service date is no working day in the company's calendar, or empty.
        site_orders: how many other orders in process are for its site.
        zone, currency: the company's.
        skills: all there are, to choose from.
    """

    id: int
    version: int
    number: str
    progress: Progress
    origin: Origin
    created_at: datetime
    service_level: str
    fields: OrderFields
    place: Place
    why_not_modify: str
    lines: tuple[OrderLineRow, ...]
    visits: tuple[OrderVisitRow, ...]
    stages: tuple[StageOption, ...]
    stage_log: tuple[StageLogRow, ...]
    reasons: tuple[Choice, ...]
    skills: tuple[Choice, ...]
    zone: str
    currency: str
    service_level_source: LevelSource | None = None
    levels: tuple[Choice, ...] = ()
    obstacles: Obstacles = Obstacles()
    conflict: str = ""
    site_orders: int = 0


@dataclass(frozen=True, slots=True)
class NewOrderForm:
    """What a new order starts with."""

    number: str
    stage: str
    skills: tuple[Choice, ...]
    zone: str
    currency: str
    levels: tuple[Choice, ...] = ()
    needs_agreement: bool = False
