"""Service orders: one job at one place, and every transition it can make (domain.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG, Base, Name, Notes, Problem, Versioned, words
from models.errors import Refused
from models.order_lines import OrderLine
from models.stages import Stage
from models.technicians import Skill
from models.terms import (
    LONGEST_VISIT,
    ClockStatus,
    LevelSource,
    LineStatus,
    Origin,
    Priority,
    Progress,
    SplitRule,
)
from resources.texts import _

if TYPE_CHECKING:
    from models.agreements import Agreement
    from models.customers import Contact, Site
    from models.objects import ServiceObject

__all__ = ["OrderLine", "ServiceOrder", "order_skill", "progress_of", "promised"]

OPEN_CLOCK = "clock IN ('running', 'held')"
"""Condition of the index of clocks that are on, said in these very words: SQLite compares them."""

order_skill = Table(
    "order_skill",
    Base.metadata,
    Column("order_id", BIG, ForeignKey("service_order.id", ondelete="CASCADE"), primary_key=True),
    Column("skill_id", BIG, ForeignKey("skill.id"), primary_key=True, index=True),
)


def progress_of(statuses: Iterable[LineStatus]) -> Progress:
    """Progress of an order from the statuses of its lines (examples.md B); without lines: in process."""
    seen = set(statuses)
    if not seen or LineStatus.CREATED in seen:
        return Progress.IN_PROCESS
    return Progress.POSTED if LineStatus.POSTED in seen else Progress.CANCELED


def promised(
    service_date: date | None, earliest: time | None, latest: time | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Bounds of the start of a visit: local times on the service date, else the whole of that day.

    Without a service date nothing is promised. (Exchange: `earliest_start`, `latest_start`.)
    """
    if service_date is None:
        return None, None
    first = datetime.combine(service_date, earliest or time(0), zone)
    if latest is not None:
        return first, datetime.combine(service_date, latest, zone)
    return first, datetime.combine(service_date + timedelta(days=1), time(0), zone) - timedelta(minutes=1)


class ServiceOrder(Versioned, Base):
    """A job for a customer at a site, planned as one or more visits (domain.md 5.1).

    Attributes:
        service_date: the promised day; earliest_start and latest_start bound the start on it (local times).
        progress: follows from the lines; stored so that lists of a million orders can be filtered.
        name: what the customer calls the job, on papers.
        one_time_address: where this one visit goes, in lines; it wins over the site's (domain.md 5.9).
        caller, caller_phone: who asked for it, when that is no contact.
        calendar_conflict: the service date was closed when the order was made.
        signed_off_at, signed_off_by: who signed the whole order off, and when.
        run_id: the generation that made it.
        service_level_source: whose level `service_level_id` is.
        clock: status of the time recording; none without one (domain.md 7).
        clock_started_at: when the first recording began.
        clock_due_at: the latest completion; while the clock is held, as it would be if it were resumed at
            `clock_since`.
        clock_since: since when the clock has had its status.
        clock_recorded: seconds recorded until `clock_since`.
        clock_limit: seconds of the level when the clock was started.
        split_rule: how it becomes several visits when it is longer than the free time of a shift; none for
            the company's rule.
    """

    __tablename__ = "service_order"
    __table_args__ = (
        Index("ix_service_order_service_date_id", "service_date", "id"),
        Index("ix_service_order_customer_id_id", "customer_id", "id"),
        Index("ix_service_order_priority_id", "priority", "id"),
        Index("ix_service_order_stage_id_id", "stage_id", "id"),
        # partial on PostgreSQL too, as its revision says: said here, each start would load that dialect
        Index("ix_service_order_in_process", "id", sqlite_where=text("progress = 'in_process'")),
        Index("ix_service_order_clock_due_at", "clock_due_at", sqlite_where=text(OPEN_CLOCK)),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    created_at: Mapped[datetime]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True, default=None)
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL"), index=True, default=None
    )
    description: Mapped[Notes] = mapped_column(default="")
    priority: Mapped[Priority] = mapped_column(words(Priority, "priority"), default=Priority.NORMAL)
    service_date: Mapped[date | None] = mapped_column(Date, default=None)
    earliest_start: Mapped[time | None] = mapped_column(default=None)
    latest_start: Mapped[time | None] = mapped_column(default=None)
    duration_minutes: Mapped[int] = mapped_column(Integer, default=60)
    preferred_technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technician.id"), index=True, default=None
    )
    service_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_level.id"), index=True, default=None
    )
    origin: Mapped[Origin] = mapped_column(words(Origin, "origin"), default=Origin.USER)
    progress: Mapped[Progress] = mapped_column(words(Progress, "progress"), default=Progress.IN_PROCESS)
    name: Mapped[Name] = mapped_column(default="")
    one_time_address: Mapped[Notes] = mapped_column(default="")
    caller: Mapped[Name] = mapped_column(default="")
    caller_phone: Mapped[Name] = mapped_column(default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True, default=None)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("technician.id"), index=True, default=None)
    calendar_conflict: Mapped[bool] = mapped_column(Boolean, default=False)
    signed_off_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_off_by: Mapped[Name] = mapped_column(default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("generation_run.id"), index=True, default=None)
    service_level_source: Mapped[LevelSource | None] = mapped_column(
        words(LevelSource, "service_level_source"), default=None
    )
    clock: Mapped[ClockStatus | None] = mapped_column(words(ClockStatus, "clock"), default=None)
    clock_started_at: Mapped[datetime | None] = mapped_column(default=None)
    clock_due_at: Mapped[datetime | None] = mapped_column(default=None)
    clock_since: Mapped[datetime | None] = mapped_column(default=None)
    clock_recorded: Mapped[int] = mapped_column(Integer, default=0)
    clock_limit: Mapped[int] = mapped_column(Integer, default=0)
    split_rule: Mapped[SplitRule | None] = mapped_column(words(SplitRule, "split_rule"), default=None)
    lines: Mapped[list[OrderLine]] = relationship(
        init=False, lazy="raise", cascade="all, delete-orphan", order_by="OrderLine.line"
    )
    skills: Mapped[list[Skill]] = relationship(
        secondary=order_skill, default_factory=list, lazy="raise", order_by="Skill.code"
    )

    def promised(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """When a visit should start, in the company's zone."""
        return promised(self.service_date, self.earliest_start, self.latest_start, zone)

    def require_modifiable(self, stage: Stage) -> None:
        """Refuse a change that the stage or the progress forbids (domain.md 5.13)."""
        why = self.why_not_modify(stage)
        if why:
            raise Refused(why)

    def why_not_modify(self, stage: Stage) -> str | None:
        """Why this order may not be changed, or None."""
        if self.progress is not Progress.IN_PROCESS:
            return _("Order {order} is finished; it stays as it is.").format(order=self.number)
        if not stage.may_modify:
            return _("Stage {stage} does not allow changes to order {order}.").format(
                stage=stage.name, order=self.number
            )
        return None

    def require_own(self, site: Site | None, contact: Contact | None, agreement: Agreement | None) -> None:
        """Refuse a site, contact or agreement of another customer."""
        owned = (("site", site), ("contact", contact), ("agreement", agreement))
        for field, part in owned:
            if part is not None and part.customer_id != self.customer_id:
                raise Refused(
                    _("“{name}” belongs to another customer.").format(name=part.name),
                    remedy=_("Choose one of this customer, or none."),
                    field=field,
                )

    def require_own_object(self, service_object: ServiceObject | None) -> None:
        """Refuse a service object of another customer; what is nobody's is anybody's."""
        if service_object is not None and service_object.customer_id not in (None, self.customer_id):
            raise Refused(
                _("“{name}” belongs to another customer.").format(name=service_object.name),
                remedy=_("Choose one of this customer, or none."),
                field="service_object",
            )

    def require_covered(self, agreement: Agreement, *, today: date) -> None:
        """Refuse an agreement that does not cover the service date, or today without one (domain.md 5.4)."""
        why = agreement.why_no_order(self.service_date or today)
        if why:
            raise Refused(why, remedy=_("Choose another date or another agreement."), field="agreement")

    def why_no_account(self) -> str | None:
        """Why neither postings nor item requirements have where to go, or None (domain.md 5.4, 5.8)."""
        if self.project_id is None and self.agreement_id is None:
            return _("Order {order} has neither an agreement nor a project.").format(order=self.number)
        return None

    def recompute_progress(self) -> None:
        """Let the progress follow from the lines; a line that is open again opens what was signed off."""
        self.progress = progress_of(line.status for line in self.lines)
        if any(line.status is LineStatus.CREATED and not line.signed_off for line in self.lines):
            self.signed_off_at, self.signed_off_by = None, ""

    def problems(self) -> Iterator[Problem]:
        """A length above zero, a promised window in order."""
        if not 1 <= self.duration_minutes <= LONGEST_VISIT // timedelta(minutes=1):
            yield "duration_minutes", _("A visit takes from 1 minute to 7 days.")
        if self.earliest_start and self.latest_start and self.latest_start < self.earliest_start:
            yield (
                "latest_start",
                _("The latest start of order {order} is before its earliest.").format(order=self.number),
            )
