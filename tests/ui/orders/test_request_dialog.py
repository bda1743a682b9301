"""A request by phone, written down with the keyboard alone, through Qt's own events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.order_details import OrderDetails, order_details
from app.usecases.orders import RequestTaken
from app.work import Work
from models.orders import ServiceOrder
from models.repairs import Symptom, SymptomArea
from models.terms import Priority
from tests.builders import a_contact, a_customer, a_service_level, a_site, an_agreement, an_object
from tests.ui.attention import bring_up
from tests.ui.pages import Person, at
from ui.orders.request_dialog import RequestDialog


class Office(Person):
    """Somebody at the telephone; `page` is the form, `window` what it lies on."""

    window: QWidget


@pytest.fixture
def desk(qtbot: QtBot, sqlite_context: Context) -> Iterator[Office]:
    """The open form, with a customer of one site, an object under agreement, and a symptom."""
    sqlite_context.run(the_company)
    with at(lambda _jobs, _live, _edits: QWidget(), sqlite_context, qtbot) as person:
        office = Office(person.page, person.context, person.jobs, person.edits, person.bot)
        office.window = person.page
        calls(office)
        yield office


def calls(desk: Office) -> None:
    """The telephone rings: open the form."""
    desk.page = RequestDialog(desk.jobs, desk.edits, desk.window)
    bring_up(desk.bot, desk.page)
    desk.settle()


def the_company(work: Work) -> None:
    level = a_service_level(work)
    customer = a_customer(work, name="Bakkerij Smit", phone="038 - 421 00 17")
    site = a_site(work, customer=customer)
    a_contact(work, customer=customer, name="Roos Koster", phone="06 12345678")
    an_object(work, customer=customer, site_id=site.id, name="Koelcel 2")
    an_agreement(work, customer=customer, code="A-1", name="Onderhoud", service_level_id=level.id)
    area = work.add(SymptomArea(code="KOEL", name="Koeling"))
    work.add(Symptom(area_id=area.id, code="WARM", name="Wordt niet koud"))
    a_customer(work, name="Slagerij Jansen")


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def enters(desk: Office, text: str = "") -> None:
    """Type into whatever has the keyboard, then Enter."""
    if text:
        QTest.keyClicks(focus(), text)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    desk.settle()


def saves(desk: Office) -> list[RequestTaken]:
    taken: list[RequestTaken] = []
    desk.page.taken.connect(taken.append)
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    return taken


def stored(desk: Office, taken: RequestTaken) -> OrderDetails:
    return desk.context.read(order_details, taken.id)


def count_orders(session: Session) -> int:
    return session.scalar(select(func.count(ServiceOrder.id))) or 0


def test_a_call_is_written_down_without_the_mouse(desk: Office) -> None:
    fields = desk.page.fields
    assert focus() is fields.caller_lookup
    enters(desk, "0384210017")
    desk.until(lambda: fields.agreement.count() == 2)
    assert fields.site.text() == "Bakkerij Smit Zwolle"
    assert focus() is fields.site
    enters(desk)
    enters(desk, "koel")
    assert focus() is fields.title.editor
    enters(desk, "Koelcel wordt warm")
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    enters(desk)
    enters(desk, "Mevrouw Smit")
    enters(desk, "06 1")
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    enters(desk)
    enters(desk, "13:00")
    enters(desk, "15:00")
    (taken,) = saves(desk)
    order = stored(desk, taken)
    assert (order.fields.customer.name, order.fields.description) == ("Bakkerij Smit", "Koelcel wordt warm")
    assert (order.fields.caller, order.fields.caller_phone) == ("Mevrouw Smit", "06 1")
    assert order.fields.service_date == date(2026, 11, 24)
    assert (order.fields.earliest_start, order.fields.latest_start) == (time(13), time(15))
    assert order.lines[0].fields.service_object.name == "Koelcel 2"
    assert (taken.agreement, taken.level) == ("A-1", "Gold")
    assert not desk.window.findChildren(RequestDialog)


def test_the_agreement_that_covers_it_is_shown_with_its_deadline_and_can_be_dropped(desk: Office) -> None:
    fields = desk.page.fields
    enters(desk, "smit")
    desk.until(lambda: fields.agreement.count() == 2)
    assert fields.agreement.currentText() == "A-1 Onderhoud"
    assert desk.page.known.text() == "Gold: ready by Mon 23 Nov 16:00."
    desk.types(fields.title.editor, "Lekt")
    fields.agreement.setFocus()
    QTest.keyClick(fields.agreement, Qt.Key.Key_Up)
    assert desk.page.known.text() == ""
    (taken,) = saves(desk)
    assert taken.agreement == ""


def test_the_person_who_calls_is_found_and_filled_in(desk: Office) -> None:
    enters(desk, "koster")
    fields = desk.page.fields
    assert (fields.caller.read(), fields.phone.read()) == ("Roos Koster", "06 12345678")
    desk.types(fields.title.editor, "Lekt")
    (taken,) = saves(desk)
    assert stored(desk, taken).fields.contact.name == "Roos Koster"


def test_without_a_customer_or_a_complaint_nothing_is_saved(desk: Office) -> None:
    assert saves(desk) == []
    assert desk.page.problem.text() == "Say what is wrong."
    desk.types(desk.page.fields.title.editor, "Lekt")
    assert saves(desk) == []
    assert "is for a customer" in desk.page.problem.text()
    assert focus() is desk.page.fields.caller_lookup
    assert desk.context.read(count_orders) == 0


def test_what_is_no_time_is_said_at_once(desk: Office) -> None:
    enters(desk, "smit")
    desk.types(desk.page.fields.title.editor, "Lekt")
    desk.types(desk.page.fields.earliest.editor, "noon")
    assert saves(desk) == []
    assert desk.page.problem.text()
    assert focus() is desk.page.fields.earliest.editor


def test_priority_is_one_key_away_and_the_request_can_be_undone(desk: Office) -> None:
    enters(desk, "smit")
    desk.types(desk.page.fields.title.editor, "Lekt")
    desk.page.fields.priority.setFocus()
    QTest.keyClick(desk.page.fields.priority, Qt.Key.Key_Right)
    (taken,) = saves(desk)
    assert stored(desk, taken).fields.priority is Priority.HIGH
    desk.undoes()
    assert desk.context.read(count_orders) == 0
    desk.edits.redo()
    desk.settle()
    assert stored(desk, taken).number == taken.number


def test_other_orders_of_the_caller_are_told(desk: Office) -> None:
    enters(desk, "smit")
    desk.types(desk.page.fields.title.editor, "Lekt")
    saves(desk)
    calls(desk)
    enters(desk, "smit")
    desk.until(lambda: "is in process here" in desk.page.known.text())
    assert "Lekt" in desk.page.known.text()


def test_who_saves_before_the_agreement_was_looked_up_gets_it_all_the_same(desk: Office) -> None:
    enters(desk, "smit")
    desk.page.fields.job_changed.emit()
    QTest.keyClicks(desk.page.fields.title.editor, "Lekt")
    (taken,) = saves(desk)
    assert taken.agreement == "A-1"


def test_escape_drops_what_was_written_only_the_second_time(desk: Office) -> None:
    desk.types(desk.page.fields.title.editor, "Lekt")
    QTest.keyClick(desk.page.fields.title.editor, Qt.Key.Key_Escape)
    assert desk.page.isVisible()
    assert "not saved" in desk.page.problem.text()
    QTest.keyClick(desk.page.fields.title.editor, Qt.Key.Key_Escape)
    desk.settle()
    assert not desk.window.findChildren(RequestDialog)
    assert desk.context.read(count_orders) == 0
