"""What the demo company charges by: projects, categories, a price list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.demo.company import DemoCompany
from app.work import Work
from models.agreements import Agreement
from models.customers import Customer
from models.prices import Price
from models.projects import Category, CategoryUse, Project
from models.terms import PriceKind, ProjectType, TransactionType

_CATEGORIES = (
    ("UREN", "Arbeid", TransactionType.HOUR, "8000"),
    ("UREN-AVOND", "Arbeid buiten kantooruren", TransactionType.HOUR, "8010"),
    ("REIS", "Reiskosten", TransactionType.EXPENSE, "4420"),
    ("MATERIAAL", "Materiaal", TransactionType.ITEM, "7000"),
    ("VAST", "Vaste bedragen", TransactionType.FEE, "8200"),
)
_USUAL = {
    TransactionType.HOUR: "UREN",
    TransactionType.EXPENSE: "REIS",
    TransactionType.ITEM: "MATERIAAL",
    TransactionType.FEE: "VAST",
}
_EVERY = 5
"""Every fifth agreement has a project of its own."""


def make_ledger(work: Work, made: DemoCompany) -> None:
    """Categories, a project for what no agreement covers, and prices."""
    categories = {
        code: Category(code=code, name=name, type=type_, account=account)
        for code, name, type_, account in _CATEGORIES
    }
    made.loose = Project(code="LOS", name="Losse opdrachten")
    own = Project(code="EIGEN", name="Eigen gebouwen", type=ProjectType.INTERNAL)
    work.session.add_all([*categories.values(), made.loose, own])
    work.session.flush()
    made.categories.update({type_: categories[code] for type_, code in _USUAL.items()})
    evening = [person for person in made.technicians if person.shift_start.hour >= 9]
    work.session.add_all(
        CategoryUse(category_id=categories["UREN-AVOND"].id, technician_id=person.id) for person in evening
    )
    _prices(work, made, categories["UREN-AVOND"])


def make_projects(work: Work) -> dict[int, Project]:
    """A project for every fifth agreement, with a price of its own now and then; by agreement."""
    rows = work.session.execute(
        select(Agreement, Customer)
        .join(Customer, Customer.id == Agreement.customer_id)
        .order_by(Agreement.code)
    ).all()
    found: dict[int, Project] = {}
    for number, (agreement, customer) in enumerate(rows[::_EVERY], start=1):
        found[agreement.id] = Project(
            code=f"P-{300 + number}",
            name=f"Service {customer.name}",
            customer_id=customer.id,
            type=ProjectType.FIXED_PRICE if number % 3 == 0 else ProjectType.TIME_AND_MATERIAL,
        )
    work.session.add_all(found.values())
    work.session.flush()
    for agreement, _customer in rows[::_EVERY]:
        agreement.project_id = found[agreement.id].id
    work.session.add_all(
        Price(
            kind=PriceKind.SALES,
            type=TransactionType.HOUR,
            starts_on=date(2020, 1, 1),
            amount=7250,
            project_id=project.id,
        )
        for project in list(found.values())[:2]
    )
    work.session.flush()
    return found


def _prices(work: Work, made: DemoCompany, evening: Category) -> None:
    """A cost and a sales price an hour, dearer in the evening; what a kilometre costs."""
    since = made.closed[0].on_date.replace(month=1, day=1)
    hour, sales = TransactionType.HOUR, PriceKind.SALES
    work.session.add_all(
        [
            Price(kind=PriceKind.COST, type=hour, starts_on=since, amount=4200),
            Price(kind=sales, type=hour, starts_on=since, amount=7850),
            Price(kind=sales, type=hour, starts_on=since, amount=11775, category_id=evening.id),
            Price(kind=sales, type=TransactionType.EXPENSE, starts_on=since, amount=45),
        ]
    )
    work.session.flush()
