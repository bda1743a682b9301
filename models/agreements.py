"""Service agreements and their lines, groups, intervals and time windows (domain.md 1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Date, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Name, Notes, Problem, Versioned, words
from models.terms import (
    LONGEST_VISIT,
    Combine,
    IntervalUnit,
    ItemSetup,
    ProjectType,
    TransactionType,
    WindowMethod,
)
from resources.texts import _

if TYPE_CHECKING:
    from models.projects import Project

_LONGEST = LONGEST_VISIT // timedelta(minutes=1)


class AgreementGroup(Versioned, Base):
    """A class of agreements, with the service level proposed for its members (domain.md 1.1)."""

    __tablename__ = "agreement_group"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    service_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_level.id"), index=True, default=None
    )


class Interval(Versioned, Base):
    """Every so many days, weeks, months, quarters or years (domain.md 1.4)."""

    __tablename__ = "service_interval"

    code: Mapped[Code] = mapped_column(unique=True)
    unit: Mapped[IntervalUnit] = mapped_column(words(IntervalUnit, "unit"))
    every: Mapped[int] = mapped_column(Integer, default=1)

    def problems(self) -> Iterator[Problem]:
        """At least one unit."""
        if self.every < 1:
            yield "every", _("An interval counts at least 1.")


class TimeWindow(Versioned, Base):
    """How far a line may move from its calculated date (domain.md 1.5)."""

    __tablename__ = "time_window"

    code: Mapped[Code] = mapped_column(unique=True)
    method: Mapped[WindowMethod] = mapped_column(words(WindowMethod, "method"))
    days_before: Mapped[int] = mapped_column(Integer, default=0)
    days_after: Mapped[int] = mapped_column(Integer, default=0)

    def problems(self) -> Iterator[Problem]:
        """Days count forward from zero."""
        for field in ("days_before", "days_after"):
            if getattr(self, field) < 0:
                yield field, _("A time window counts no negative days.")


class TemplateGroup(Versioned, Base):
    """A branch of the tree in which templates are kept (domain.md 2).

    Attributes:
        parent_id: the branch it grows from; none for a root.
    """

    __tablename__ = "template_group"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("template_group.id"), index=True, default=None)


class Agreement(Versioned, Base):
    """What is agreed with a customer: for how long, at which site, at which service level (domain.md 1.2).

    Attributes:
        template: lines are copied from it, orders are not made from it.
        template_group_id: where a template is kept; only a template has one.
        project_id: what its orders are posted to.
        responsible_id: who answers for it.
        renewal_of_id: the agreement whose next period this is.
    """

    __tablename__ = "agreement"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("agreement_group.id"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None, index=True)
    suspended: Mapped[bool] = mapped_column(Boolean, default=False)
    combine: Mapped[Combine] = mapped_column(words(Combine, "combine"), default=Combine.AGREEMENT)
    template: Mapped[bool] = mapped_column(Boolean, default=False)
    service_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_level.id"), index=True, default=None
    )
    preferred_technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technician.id"), index=True, default=None
    )
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    template_group_id: Mapped[int | None] = mapped_column(
        ForeignKey("template_group.id"), index=True, default=None
    )
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True, default=None)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("technician.id"), index=True, default=None)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True, default=None)
    renewal_of_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True, default=None)
    lines: Mapped[list[AgreementLine]] = relationship(
        init=False, lazy="raise", cascade="all, delete-orphan", order_by="AgreementLine.line"
    )

    def why_no_order(self, on: date) -> str | None:
        """Why no order may be made from this for that date, or None (domain.md 1.6, 5.4; examples A6)."""
        if self.template:
            return _("{agreement} is a template; orders are made from agreements.").format(
                agreement=self.code
            )
        if self.suspended:
            return _("Agreement {agreement} is suspended.").format(agreement=self.code)
        return self.why_not_on(on)

    def why_not_on(self, on: date) -> str | None:
        """Why nothing may be done under this on that date, or None: it lies outside the validity (5.4)."""
        if on < self.starts_on or (self.ends_on is not None and on > self.ends_on):
            return _("{date} lies outside the validity of agreement {agreement}.").format(
                date=on.isoformat(), agreement=self.code
            )
        return None

    def why_not_line(self, line: AgreementLine) -> str | None:
        """Why a line may not have its dates under this agreement, or None (domain.md 1.3, 21)."""
        first, last = line.starts_on, line.ends_on
        too_early = any(day is not None and day < self.starts_on for day in (first, last))
        ends = self.ends_on
        too_late = ends is not None and any(day is not None and day > ends for day in (first, last))
        if not (too_early or too_late):
            return None
        return _("The dates of line {line} lie outside the validity of agreement {agreement}.").format(
            line=line.line, agreement=self.code
        )

    def why_not_suspend(self) -> str | None:
        """Why this may not be suspended, or None."""
        if self.template:
            return _("{agreement} is a template; there is nothing to suspend.").format(agreement=self.code)
        if self.suspended:
            return _("Agreement {agreement} is suspended.").format(agreement=self.code)
        return None

    def why_not_template(self, *, orders: int) -> str | None:
        """Why this may not be a template, or None (domain.md 2, 21)."""
        if not self.template or not orders:
            return None
        return _("Orders were made from {agreement}, so it cannot be a template.").format(agreement=self.code)

    def why_not_project(self, project: Project) -> str | None:
        """Why this may not be posted to a project, or None (domain.md 1.2, 21)."""
        if project.type is ProjectType.TIME:
            return _(
                "Project {project} only counts time; an agreement needs one that can be charged."
            ).format(project=project.code)
        if project.customer_id not in (None, self.customer_id):
            return _("Project {project} belongs to another customer.").format(project=project.code)
        return None

    def why_not_renew(self, *, renewed_by: str = "") -> str | None:
        """Why this may not be renewed, or None; `renewed_by` is the code of what renews it already."""
        if self.template:
            return _("{agreement} is a template; only agreements are renewed.").format(agreement=self.code)
        if self.ends_on is None:
            return _("Agreement {agreement} has no end, so there is nothing to renew.").format(
                agreement=self.code
            )
        if renewed_by:
            return _("Agreement {agreement} is renewed already, by {renewal}.").format(
                agreement=self.code, renewal=renewed_by
            )
        return None

    def problems(self) -> Iterator[Problem]:
        """The period is in order, and only a template is kept in a template group."""
        if self.ends_on is not None and self.ends_on < self.starts_on:
            yield "ends_on", _("Agreement {agreement} ends before it starts.").format(agreement=self.code)
        if self.template_group_id is not None and not self.template:
            yield (
                "template_group_id",
                _("{agreement} is no template, so it is kept in no template group.").format(
                    agreement=self.code
                ),
            )
        if self.template and self.suspended:
            yield (
                "suspended",
                _("{agreement} is a template; there is nothing to suspend.").format(agreement=self.code),
            )


class AgreementLine(Versioned, Base):
    """One thing that is done, charged or delivered under an agreement (domain.md 1.3).

    Attributes:
        quantity: hours, pieces or times.
        cost_price, sales_price: minor units of the company's currency, or none for the price set-up's.
        earliest_start, latest_start: local times of day that bound the start of a visit.
        site_id: where it is done, or none for the agreement's site.
        duration_minutes: how long it takes on a visit, or none to leave it to the order.
        item_setup: whether an item line becomes an item requirement of the order.
        series_from: the date its series is counted from where that is before this period, as in a renewed
            agreement; so a line of 31 January goes on falling due on 31 March (domain.md 1.4).
    """

    __tablename__ = "agreement_line"
    __table_args__ = (UniqueConstraint("agreement_id", "line"),)
    part_of = ("agreement_id", "agreement")

    line: Mapped[int] = mapped_column(Integer)
    type: Mapped[TransactionType] = mapped_column(words(TransactionType, "type"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), default=None)
    description: Mapped[Name | None] = mapped_column(default=None)
    interval_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_interval.id"), index=True, default=None
    )
    time_window_id: Mapped[int | None] = mapped_column(ForeignKey("time_window.id"), index=True, default=None)
    starts_on: Mapped[date | None] = mapped_column(Date, default=None)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)
    stopped: Mapped[bool] = mapped_column(Boolean, default=False)
    object_id: Mapped[int | None] = mapped_column(ForeignKey("service_object.id"), index=True, default=None)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("service_task.id"), index=True, default=None)
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("technician.id"), index=True, default=None)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True, default=None)
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    cost_price: Mapped[int | None] = mapped_column(default=None)
    sales_price: Mapped[int | None] = mapped_column(default=None)
    earliest_start: Mapped[time | None] = mapped_column(default=None)
    latest_start: Mapped[time | None] = mapped_column(default=None)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True, default=None)
    item_setup: Mapped[ItemSetup] = mapped_column(words(ItemSetup, "item_setup"), default=ItemSetup.JOURNAL)
    duration_minutes: Mapped[int | None] = mapped_column(Integer, default=None)
    note: Mapped[Notes] = mapped_column(default="")
    series_from: Mapped[date | None] = mapped_column(Date, default=None)

    def anchor(self, agreement: Agreement) -> date:
        """The date that occurrences of this line are counted from (domain.md 1.4)."""
        return self.series_from or self.starts_on or agreement.starts_on

    def why_not_copy(self, agreement: Agreement) -> str | None:
        """Why this may not be copied to another agreement or order, or None (domain.md 1.6, 21)."""
        if not (self.stopped or agreement.suspended):
            return None
        if agreement.suspended:
            return _("Agreement {agreement} is suspended, so its lines are stopped and not copied.").format(
                agreement=agreement.code
            )
        return _("Line {line} of agreement {agreement} is stopped, so it is not copied.").format(
            line=self.line, agreement=agreement.code
        )

    def why_no_order(self, agreement: Agreement, on: date) -> str | None:
        """Why no order may be made from this line for that date, or None (domain.md 1.6, 21).

        A suspended agreement stops all of its lines, whatever their own mark.
        """
        why = agreement.why_no_order(on)
        if why is not None:
            return why
        if self.stopped:
            return _("Line {line} of agreement {agreement} is stopped.").format(
                line=self.line, agreement=agreement.code
            )
        if (self.starts_on and on < self.starts_on) or (self.ends_on and on > self.ends_on):
            return _("{date} lies outside the dates of line {line}.").format(
                date=on.isoformat(), line=self.line
            )
        return None

    def problems(self) -> Iterator[Problem]:
        """Period and times in order, quantity not negative, an item line names its item."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", _("Line {line} ends before it starts.").format(line=self.line)
        if self.quantity < 0:
            yield "quantity", _("Line {line}: a quantity is not negative.").format(line=self.line)
        if self.type is TransactionType.ITEM and self.item_id is None:
            yield "item", _("Line {line} is of type item and names none.").format(line=self.line)
        if self.duration_minutes is not None and not 1 <= self.duration_minutes <= _LONGEST:
            yield "duration_minutes", _("A visit takes from 1 minute to 7 days.")
        if self.earliest_start and self.latest_start and self.latest_start < self.earliest_start:
            yield (
                "latest_start",
                _("Line {line}: the latest start is before the earliest.").format(line=self.line),
            )
