"""Visits: who is where, when, for which order; moving, finishing and dropping them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, inspect, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Notes, Problem, Versioned, words
from models.customers import Customer, Site
from models.errors import Refused
from models.orders import ServiceOrder
from models.technicians import Technician
from models.terms import LONGEST_VISIT, Lock, Priority, VisitStatus
from resources.texts import _

OPEN = (VisitStatus.PLANNED, VisitStatus.SENT, VisitStatus.TRAVELLING, VisitStatus.WORKING)
"""Statuses in which the database itself checks a visit against double booking."""


class Visit(Versioned, Base):
    """A technician at a customer's for an order, from one instant to another.

    Attributes:
        starts_at, ends_at: aware UTC instants.
        lock: what may not be moved.
        overlap_reason: why a person allowed this visit to overlap another; none forbids it.
        override_reason: why a person with that right allowed this visit to break a hard rule.
        crew_id: of visits of one order that go together, the id of the first; none for a visit by itself.
            It refers to nothing, since a dropped visit comes back under its id.
        order_number, customer_name, town, site_id, priority, promise_from, promise_to, customer_id,
            agreement_id, service_level_id: copied from the order, so that the board reads a window of 23,000
            visits from one table (decision 17); `follow` keeps them in step when the order, the customer or
            the site changes.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_visit_technician_id_starts_at", "technician_id", "starts_at"),
        Index("ix_visit_starts_at", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), index=True)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technician.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[VisitStatus] = mapped_column(words(VisitStatus, "status"), default=VisitStatus.PLANNED)
    lock: Mapped[Lock | None] = mapped_column("move_lock", words(Lock, "move_lock"), default=None)
    overlap_reason: Mapped[Notes | None] = mapped_column(default=None)
    order_number: Mapped[str] = mapped_column(String(40), default="")
    customer_name: Mapped[str] = mapped_column(Text, default="")
    town: Mapped[str | None] = mapped_column(Text, default=None)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    priority: Mapped[Priority] = mapped_column(words(Priority, "priority"), default=Priority.NORMAL)
    promise_from: Mapped[datetime | None] = mapped_column(default=None)
    promise_to: Mapped[datetime | None] = mapped_column(default=None)
    customer_id: Mapped[int | None] = mapped_column(default=None)
    agreement_id: Mapped[int | None] = mapped_column(default=None)
    service_level_id: Mapped[int | None] = mapped_column(default=None)
    crew_id: Mapped[int | None] = mapped_column(default=None)
    override_reason: Mapped[Notes | None] = mapped_column(default=None)

    def describe(self, order: ServiceOrder, customer: Customer, site: Site | None, zone: ZoneInfo) -> None:
        """Copy what the board shows of the order, its customer and its site."""
        self.order_number, self.customer_name = order.number, customer.name
        self.town, self.site_id = (site.city, site.id) if site else (None, None)
        self.priority = order.priority
        self.customer_id, self.agreement_id = order.customer_id, order.agreement_id
        self.service_level_id = order.service_level_id
        self.promise_from, self.promise_to = order.promised(zone)

    def place(self, *, technician_id: int, starts: datetime, ends: datetime) -> None:
        """Put this visit elsewhere; finished and cancelled visits stay.

        Whether what is locked may be moved all the same, the judge of the board has said by then.
        """
        why = self.why_not_move(changes_time=False, changes_person=False)
        if why:
            raise Refused(why)
        self.technician_id, self.starts_at, self.ends_at = technician_id, starts, ends

    def why_not_move(self, *, changes_time: bool, changes_person: bool) -> str | None:
        """Why this visit may not be moved so, or None."""
        if self.status is VisitStatus.DONE:
            return _("A finished visit stays where it is.")
        if self.status is VisitStatus.CANCELLED:
            return _("A cancelled visit stays where it is.")
        if changes_time and self.lock in (Lock.TIME, Lock.BOTH):
            return _("The time of {order} is locked.").format(order=self.order_number)
        if changes_person and self.lock in (Lock.PERSON, Lock.BOTH):
            return _("The technician of {order} is locked.").format(order=self.order_number)
        return None

    def why_not_unschedule(self) -> str | None:
        """Why this visit may not go back to the waiting list, or None."""
        if self.status in (VisitStatus.WORKING, VisitStatus.DONE):
            return _("Work on {order} has begun; it stays on the board.").format(order=self.order_number)
        return self.why_not_move(changes_time=True, changes_person=True)

    def why_not_become(self, status: VisitStatus) -> str | None:
        """Why this visit may not get that status, or None."""
        if self.status is VisitStatus.DONE and status is VisitStatus.CANCELLED:
            return _("A finished visit is not cancelled any more.")
        if self.status is VisitStatus.CANCELLED and status is VisitStatus.DONE:
            return _("A cancelled visit is not finished; plan it again first.")
        return None

    def problems(self) -> Iterator[Problem]:
        """A length above zero and not absurd."""
        if self.ends_at <= self.starts_at:
            yield "ends_at", _("A visit ends after it starts.")
        elif self.ends_at - self.starts_at > LONGEST_VISIT:
            yield "ends_at", _("A visit takes at most {days} days.").format(days=LONGEST_VISIT.days)


def counting_visits(
    session: Session, order_ids: Collection[int]
) -> dict[int, tuple[str, datetime, VisitStatus]]:
    """The visit that counts, by order: the first that is not done, else the last that is.

    Returns:
        its technician's name, start (aware UTC) and status; nothing for an order without a visit, and
        cancelled visits never count. One statement.
    """
    rows = session.execute(
        select(Visit.order_id, Technician.name, Visit.starts_at, Visit.status)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.order_id.in_(order_ids), Visit.status != VisitStatus.CANCELLED)
        .order_by(Visit.starts_at)
    )
    found: dict[int, tuple[str, datetime, VisitStatus]] = {}
    for order_id, name, starts, status in rows:
        known = found.get(order_id)
        if known is None or known[2] is VisitStatus.DONE:
            found[order_id] = (name, starts, status)
    return found


_COPIED_OF_ORDER = (
    "number",
    "customer_id",
    "site_id",
    "agreement_id",
    "service_level_id",
    "priority",
    "service_date",
    "earliest_start",
    "latest_start",
)


def is_shown_on_visits(row: object) -> bool:
    """Whether a changed order, customer or site changes what its visits show on the board."""
    copied: dict[type, tuple[str, ...]] = {
        ServiceOrder: _COPIED_OF_ORDER,
        Customer: ("name",),
        Site: ("city",),
    }
    shown = copied.get(type(row), ())
    state = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in shown)


def follow(session: Session, row: object, zone: ZoneInfo) -> None:
    """Bring the copies on visits in step with their order, customer or site.

    The visits' versions stay: nobody edited the visits.
    """
    if isinstance(row, Customer):
        orders = select(ServiceOrder.id).where(ServiceOrder.customer_id == row.id)
        session.execute(update(Visit).where(Visit.order_id.in_(orders)).values(customer_name=row.name))
    elif isinstance(row, Site):
        session.execute(update(Visit).where(Visit.site_id == row.id).values(town=row.city))
    elif isinstance(row, ServiceOrder):
        site = session.get(Site, row.site_id) if row.site_id else None
        customer = session.get_one(Customer, row.customer_id)
        starts, ends = row.promised(zone)
        session.execute(
            update(Visit)
            .where(Visit.order_id == row.id)
            .values(
                order_number=row.number,
                customer_name=customer.name,
                town=site.city if site else None,
                site_id=row.site_id,
                customer_id=row.customer_id,
                agreement_id=row.agreement_id,
                service_level_id=row.service_level_id,
                priority=row.priority,
                promise_from=starts,
                promise_to=ends,
            )
        )
