"""What blocks, legends and the hover card read besides the board's own columns."""

from __future__ import annotations

from datetime import timedelta

from app.context import Context
from app.queries.last_change import last_change
from app.queries.visit_texts import VisitText, meaning_names, visit_texts
from app.work import Work
from models.customers import Contact
from tests.builders import MONDAY, a_customer, a_service_level, a_visit, an_agreement, an_order

DAY = timedelta(days=1)


def an_order_with_all(work: Work) -> tuple[int, int, int]:
    """Ids of an order with description, agreement and contact, of its visit, and of the agreement."""
    customer = a_customer(work, name="Smit", phone="050 1")
    contact = work.add(Contact(customer_id=customer.id, name="Jo", phone="06 2"))
    agreement = an_agreement(work, customer=customer, code="OC-7", name="Comfort")
    order = an_order(
        work,
        customer=customer,
        description="Yearly service",
        agreement_id=agreement.id,
        contact_id=contact.id,
    )
    return order.id, a_visit(work, order=order).id, agreement.id


def test_texts_are_of_the_orders_with_visits_in_the_window(context: Context) -> None:
    (order_id, _visit, _agreement), _ = context.run(an_order_with_all)
    found = context.read(visit_texts, starts=MONDAY, ends=MONDAY + DAY)
    assert found == {order_id: VisitText("Yearly service", "OC-7", "06 2")}
    assert context.read(visit_texts, starts=MONDAY + DAY, ends=MONDAY + 2 * DAY) == {}


def test_the_customers_telephone_stands_in_for_a_contacts(context: Context) -> None:
    def bare(work: Work) -> int:
        order = an_order(work, customer=a_customer(work, name="Oost", phone="050 3"), description="")
        a_visit(work, order=order)
        return order.id

    order_id, _ = context.run(bare)
    assert context.read(visit_texts, starts=MONDAY, ends=MONDAY + DAY)[order_id] == VisitText("", "", "050 3")


def test_meanings_have_the_names_of_agreements_asked_for_and_of_all_levels(context: Context) -> None:
    (_order, _visit, agreement_id), _ = context.run(an_order_with_all)
    level, _ = context.run(lambda work: a_service_level(work, name="Four hours").id)
    names = context.read(meaning_names, [agreement_id, 0])
    assert names.agreements == {agreement_id: "OC-7 Comfort"}
    assert names.service_levels[level] == "Four hours"
    assert context.read(meaning_names, []).agreements == {}


def test_the_last_change_is_the_newest_of_order_and_visit(context: Context) -> None:
    (order_id, visit_id, _agreement), _ = context.run(an_order_with_all)
    found = context.read(last_change, order_id=order_id, visit_id=visit_id)
    assert found is not None
    assert found.by == context.user.name
    assert found.at.tzinfo is not None
    assert context.read(last_change, order_id=order_id + 99) is None
