"""The shared words of the field: enumerations and bounds. No SQLAlchemy; anyone may import it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Codes of the days of the week, Monday first (ISO 8601), as calendars and shifts store them."""

LONGEST_VISIT = timedelta(days=7)
"""It bounds how far back a window of time is read through the index on the start."""


class Priority(StrEnum):
    """How urgent an order is (domain.md 5.1)."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class TransactionType(StrEnum):
    """What a line of an agreement or order accounts for (domain.md 1.3)."""

    HOUR = "hour"
    EXPENSE = "expense"
    ITEM = "item"
    FEE = "fee"


class LineStatus(StrEnum):
    """Status of an order line (domain.md 5.2)."""

    CREATED = "created"
    POSTED = "posted"
    CANCELED = "canceled"


class Progress(StrEnum):
    """Progress of an order, computed from its lines (examples.md B)."""

    IN_PROCESS = "in_process"
    POSTED = "posted"
    CANCELED = "canceled"


class Origin(StrEnum):
    """Where an order came from (domain.md 5.1)."""

    SYSTEM = "system"
    USER = "user"
    WEB = "web"


class VisitStatus(StrEnum):
    """How far a visit is; the board paints each with its own colour and shape (look.md)."""

    PLANNED = "planned"
    SENT = "sent"
    TRAVELLING = "travelling"
    WORKING = "working"
    DONE = "done"
    CANCELLED = "cancelled"


class SplitRule(StrEnum):
    """How a job longer than the free time of a shift becomes several visits (board.md 5, 34)."""

    NONE = "none"
    PER_DAY = "per_day"
    FILL_GAPS = "fill_gaps"


class Lock(StrEnum):
    """What of a visit may not be moved (board.md 5, 18)."""

    TIME = "time"
    PERSON = "person"
    BOTH = "both"


class Rule(StrEnum):
    """What the board judges a visit at a place by (board.md 4.6)."""

    OVERLAP = "overlap"
    ABSENCE = "absence"
    HOLIDAY = "holiday"
    SKILL = "skill"
    EXCLUSION = "exclusion"
    LOCK = "lock"
    DAY_LOCK = "day_lock"
    SHIFT = "shift"
    WINDOW = "window"
    DEADLINE = "deadline"
    TRAVEL = "travel"
    DAILY = "daily"
    PART = "part"
    AGREEMENT = "agreement"


class Strictness(StrEnum):
    """How a rule of the board is taken: it refuses, it warns, it is not looked at (board.md 5, 29)."""

    HARD = "hard"
    SOFT = "soft"
    OFF = "off"


class IntervalUnit(StrEnum):
    """Unit of a service interval (domain.md 1.4)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class WindowMethod(StrEnum):
    """How far a line may move from its calculated date (domain.md 1.5)."""

    MANUAL = "manual"
    WEEK = "week"
    MONTH = "month"


class Combine(StrEnum):
    """Which lines of one date share an order (domain.md 5.3, rule 7)."""

    AGREEMENT = "agreement"
    TASK = "task"
    TECHNICIAN = "technician"
    OBJECT = "object"


class Right(StrEnum):
    """What a role may do; use cases ask for one in their first line."""

    READ = "read"
    PLAN = "plan"
    EDIT_ORDERS = "edit_orders"
    EDIT_AGREEMENTS = "edit_agreements"
    EDIT_MASTERS = "edit_masters"
    CHANGE_STAGE = "change_stage"
    SIGN_OFF = "sign_off"
    POST = "post"
    IMPORT = "import"
    OVERRIDE = "override"


class SheetKind(StrEnum):
    """What a saved set-up sets up (board.md 5, 7 and 59)."""

    BOARD = "board"
    WAITING = "waiting"


class ItemSetup(StrEnum):
    """How an item line is supplied: used up by a journal, or asked for as a requirement (domain.md 1.3)."""

    JOURNAL = "journal"
    REQUIREMENT = "requirement"


class RequirementStatus(StrEnum):
    """How far an item requirement is (domain.md 5.8)."""

    OPEN = "open"
    ORDERED = "ordered"
    DELIVERED = "delivered"
    CANCELED = "canceled"


class ClockStatus(StrEnum):
    """Status of an order's time recording (domain.md 7)."""

    RUNNING = "running"
    HELD = "held"
    STOPPED = "stopped"
    CANCELED = "canceled"


class ClockState(StrEnum):
    """How an order stands to its service level: in order, close to the limit, above it (domain.md 7)."""

    OK = "ok"
    WARNING = "warning"
    EXCEEDED = "exceeded"


class ClockAction(StrEnum):
    """What was done to an order's clock (domain.md 7)."""

    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    STOP = "stop"
    CANCEL = "cancel"


class LevelSource(StrEnum):
    """Whose service level an order follows: its own wins, then the agreement's, then the group's."""

    ORDER = "order"
    AGREEMENT = "agreement"
    GROUP = "group"


class StageLogKind(StrEnum):
    """Why a line stands in an order's log of stages and reasons (domain.md 6.2)."""

    STAGE_CHANGE = "stage_change"
    CLOSE = "close"
    CANCEL = "cancel"
    MANUAL = "manual"


class ProjectType(StrEnum):
    """Type of a project; an agreement takes any but time (domain.md 1.2)."""

    TIME_AND_MATERIAL = "time_and_material"
    FIXED_PRICE = "fixed_price"
    INVESTMENT = "investment"
    COST = "cost"
    INTERNAL = "internal"
    TIME = "time"


class Validation(StrEnum):
    """What the rules on categories do: nothing, filter the choice, or refuse (domain.md 1.9)."""

    NONE = "none"
    LOOKUP = "lookup"
    MANDATORY = "mandatory"


class PriceKind(StrEnum):
    """What a price is of."""

    COST = "cost"
    SALES = "sales"


class PriceSource(StrEnum):
    """Where a line's price came from: typed, its agreement line, the price list, its item."""

    TYPED = "typed"
    AGREEMENT = "agreement"
    LIST = "list"
    ITEM = "item"


class Language(StrEnum):
    """Languages of the program and its papers."""

    ENGLISH = "en"
    DUTCH = "nl"
    DANISH = "da"
