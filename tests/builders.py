"""Rows for tests: valid by default, one word to vary.

Each builder works in a `Work`, so a test writes `context.run(an_order, priority=Priority.HIGH)` or calls it
within a use case of its own. What a row needs and the test did not name is made as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.context import Context
from app.work import Work
from models.agreements import Agreement, AgreementGroup, AgreementLine
from models.customers import Contact, Customer, Site
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder
from models.prices import Price
from models.projects import Category, Project
from models.service_levels import ServiceLevel
from models.stages import Reason, Stage
from models.technicians import Absence, Skill, Team, Technician
from models.terms import PriceKind, TransactionType
from models.users import Role, User
from models.visits import Visit

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in Amsterdam on the Monday at which tests happen."""

_numbers = itertools.count(1)


def _code(prefix: str) -> str:
    return f"{prefix}{next(_numbers):05d}"


def a_customer(work: Work, **fields: Any) -> Customer:  # Any: a column's own type, here and below
    """A customer without sites."""
    return work.add(Customer(**{"code": _code("C"), "name": "Bakkerij Smit", **fields}))


def a_site(work: Work, *, customer: Customer | None = None, **fields: Any) -> Site:
    """A site with coordinates, of the customer or of a new one."""
    owner = customer or a_customer(work)
    usual = {
        "code": _code("S"),
        "name": "Bakkerij Smit Zwolle",
        "street": "Melkmarkt 4",
        "postal_code": "8011 MC",
        "city": "Zwolle",
        "country": "NL",
        "latitude": 52.5126,
        "longitude": 6.0936,
    }
    return work.add(Site(customer_id=owner.id, **{**usual, **fields}))


def a_contact(work: Work, *, customer: Customer | None = None, **fields: Any) -> Contact:
    """A person with a telephone at the customer, or at a new one."""
    owner = customer or a_customer(work)
    return work.add(
        Contact(customer_id=owner.id, **{"name": _code("R. Koster "), "phone": "06 1234 5678", **fields})
    )


def a_team(work: Work, **fields: Any) -> Team:
    """A team without people."""
    return work.add(Team(**{"code": _code("TM"), "name": "Noord", **fields}))


def a_skill(work: Work, **fields: Any) -> Skill:
    """Something a person can do."""
    return work.add(Skill(**{"code": _code("SK"), "name": "Gas 2", **fields}))


def a_technician(work: Work, *, skills: Sequence[Skill] = (), **fields: Any) -> Technician:
    """A technician who works from Monday to Friday, 8 to 17."""
    usual = {"code": _code("T"), "name": "Anna de Vries", **fields}
    known = [work.get(Skill, skill.id) for skill in skills]
    return work.add(Technician(skills=known, **usual))


def an_absence(work: Work, *, technician: Technician | None = None, **fields: Any) -> Absence:
    """Leave on the whole of that Monday."""
    person = technician or a_technician(work)
    usual = {"starts_at": MONDAY, "ends_at": MONDAY + timedelta(hours=8), "reason": "Verlof", **fields}
    return work.add(Absence(technician_id=person.id, **usual))


def an_item(work: Work, **fields: Any) -> Item:
    """A part at € 12.50 for which € 8.00 was paid."""
    usual = {"code": _code("I"), "name": "Filter", "unit": "pcs", "cost_price": 800, "sales_price": 1250}
    return work.add(Item(**{**usual, **fields}))


def an_object(work: Work, *, customer: Customer | None = None, **fields: Any) -> ServiceObject:
    """A thing under service at the customer, or at a new one."""
    owner = customer or a_customer(work)
    usual = {"code": _code("O"), "name": "Compressor", "serial_number": "88-1204", **fields}
    return work.add(ServiceObject(customer_id=owner.id, **usual))


def a_task(work: Work, **fields: Any) -> ServiceTask:
    """A piece of work with both of its notes."""
    usual = {"code": _code("TK"), "name": "Inspectie", "internal_note": "Intern", "external_note": "Extern"}
    return work.add(ServiceTask(**{**usual, **fields}))


def a_reason(work: Work, **fields: Any) -> Reason:
    """A reason for entering a stage."""
    return work.add(Reason(**{"code": _code("R"), "name": "Klant belt af", **fields}))


def the_stage(work: Work, code: str = "planning") -> Stage:
    """One of the stages a new database has: planning, in_process, waiting, finished, canceled."""
    return work.session.scalars(select(Stage).where(Stage.code == code)).one()


def a_stage(work: Work, **fields: Any) -> Stage:
    """A further stage; give its `parent_id`."""
    return work.add(Stage(**{"code": _code("ST"), "name": "Extra", **fields}))


def a_service_level(work: Work, **fields: Any) -> ServiceLevel:
    """Eight hours."""
    return work.add(ServiceLevel(**{"code": _code("L"), "name": "Gold", "hours": 8, **fields}))


def a_group(work: Work, **fields: Any) -> AgreementGroup:
    """A class of agreements."""
    return work.add(AgreementGroup(**{"code": _code("G"), "name": "Premium", **fields}))


def an_agreement(
    work: Work,
    *,
    customer: Customer | None = None,
    group: AgreementGroup | None = None,
    lines: Sequence[AgreementLine] = (),
    **fields: Any,
) -> Agreement:
    """An agreement for the calendar year 2026, with those lines."""
    usual = {
        "code": _code("A"),
        "name": "Onderhoud",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    owner_id = fields.pop("customer_id", None) or (customer or a_customer(work)).id
    of = group or a_group(work)
    agreement = Agreement(customer_id=owner_id, group_id=of.id, **{**usual, **fields})
    agreement.lines.extend(lines)
    return work.add(agreement)


def an_agreement_line(**fields: Any) -> AgreementLine:
    """An hour of work; hand it to `an_agreement`."""
    return AgreementLine(**{"line": next(_numbers), "type": TransactionType.HOUR, **fields})


def an_order(
    work: Work,
    *,
    customer: Customer | None = None,
    lines: Sequence[OrderLine] = (),
    skills: Sequence[Skill] = (),
    stage: str = "planning",
    **fields: Any,
) -> ServiceOrder:
    """An order in its first stage; it has a customer of its own but no site unless it is given one."""
    owner_id = fields.pop("customer_id", None) or (customer or a_customer(work)).id
    usual = {
        "number": _code("SO-"),
        "stage_id": the_stage(work, stage).id,
        "created_at": work.now,
        "description": "Compressor slaat af",
        "skills": [work.get(Skill, skill.id) for skill in skills],
    }
    order = ServiceOrder(customer_id=owner_id, **{**usual, **fields})
    order.lines.extend(lines)
    order.recompute_progress()
    return work.add(order)


def a_line(**fields: Any) -> OrderLine:
    """An hour of work; hand it to `an_order`."""
    usual = {"line": next(_numbers), "type": TransactionType.HOUR, "quantity": Decimal(1), **fields}
    return OrderLine(**usual)


def a_visit(
    work: Work,
    *,
    order: ServiceOrder | None = None,
    technician: Technician | None = None,
    starts: datetime = MONDAY,
    minutes: int = 60,
    **fields: Any,
) -> Visit:
    """A planned visit for the order by the technician; both are new unless given."""
    job = order or an_order(work)
    person = technician or a_technician(work)
    visit = Visit(
        order_id=job.id,
        technician_id=person.id,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        **fields,
    )
    site = work.get(Site, job.site_id) if job.site_id else None
    visit.describe(job, work.get(Customer, job.customer_id), site, work.company().zone)
    return work.add(visit)


def a_user(work: Work, *, role: str = "planner", **fields: Any) -> User:
    """Somebody else who signs in; roles are owner, planner and reader."""
    owned = work.session.scalars(select(Role).where(Role.code == role)).one()
    login = _code("mette")
    return work.add(User(**{"login": login, "name": login, "role_id": owned.id, **fields}))


def becomes(context: Context, role: str) -> None:
    """Somebody with another role signs in."""
    user, _changes = context.run(a_user, role=role)
    chosen = select(User).where(User.id == user.id).options(joinedload(User.role))
    context.user = context.read(lambda session: session.scalars(chosen).one())


def a_project(work: Work, **fields: Any) -> Project:
    """A project of nobody in particular."""
    return work.add(Project(**{"code": _code("P"), "name": "Onderhoud", **fields}))


def a_category(work: Work, **fields: Any) -> Category:
    """A category of hours."""
    return work.add(
        Category(**{"code": _code("CA"), "name": "Montage", "type": TransactionType.HOUR, **fields})
    )


def a_price(work: Work, **fields: Any) -> Price:
    """A sales price of an hour since the start of the year."""
    usual = {
        "kind": PriceKind.SALES,
        "type": TransactionType.HOUR,
        "starts_on": date(2026, 1, 1),
        "amount": 7500,
    }
    return work.add(Price(**{**usual, **fields}))
