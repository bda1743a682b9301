"""Forms: what they show of a row, what they say is wrong, what they say was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget
from pytestqt.qtbot import QtBot

from resources import texts
from tests.ui.attention import bring_up
from ui.widgets import forms
from ui.widgets.forms import DateField, Form
from ui.widgets.lookup import Choice

TODAY = date(2026, 11, 23)
STADSKANTOOR = Choice(7, "Stadskantoor", "Assen")


@dataclass(frozen=True, slots=True)
class OrderRow:
    name: str = "Koelhuis <b>West</b>"
    notes: str = "line one\nline two"
    due: date | None = TODAY
    at: time | None = None
    length: int | None = 90
    quantity: Decimal | None = Decimal("2.50")
    price: int | None = 123450
    priority: str = "high"
    is_billable: bool = True
    customer: Choice | None = STADSKANTOOR


def found(_text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
    answer([Choice(8, "Bakkerij Smit", "Groningen")])


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form(
        [
            forms.LineField("name", "Name", is_required=True), forms.TextField("notes", "Notes"),
            DateField("due", "Due", today=TODAY), forms.TimeField("at", "At"),
            forms.MinutesField("length", "Length"),
            forms.NumberField("quantity", "Quantity", minimum=0), forms.MoneyField("price", "Price"),
            forms.ChoiceField("priority", "Priority", [("low", "Low"), ("high", "High")]),
            forms.CheckField("is_billable", "Billable"), forms.LookupField("customer", "Customer", found),
        ],
        columns=2,
    )  # fmt: skip
    qtbot.addWidget(form)
    bring_up(qtbot, form)
    form.load(OrderRow())
    return form


def types(qtbot: QtBot, form: Form, key: str, text: str) -> None:
    editor = form.fields[key].editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(editor, text)


def test_what_was_loaded_comes_back_unchanged(form: Form) -> None:
    assert form.values() == {}
    assert form.all_values() == {name: getattr(OrderRow(), name) for name in OrderRow.__slots__}
    assert not form.is_dirty()


def test_only_what_was_changed_is_told(qtbot: QtBot, form: Form) -> None:
    told: list[bool] = []
    form.dirty.connect(told.append)
    types(qtbot, form, "name", "Lift & Co")
    types(qtbot, form, "price", "12,5")
    types(qtbot, form, "due", "24-11")
    types(qtbot, form, "at", "930")
    types(qtbot, form, "length", "")
    qtbot.keyClick(form.fields["is_billable"].editor, Qt.Key.Key_Space)
    assert form.values() == {
        "name": "Lift & Co", "price": 1250, "due": date(2026, 11, 24), "at": time(9, 30), "length": None,
        "is_billable": False,
    }  # fmt: skip
    assert told == [True]


def test_typing_back_the_old_value_is_no_change(qtbot: QtBot, form: Form) -> None:
    told: list[bool] = []
    form.dirty.connect(told.append)
    types(qtbot, form, "quantity", "3")
    types(qtbot, form, "quantity", "2.5")
    assert told[0] is True
    assert told[-1] is False
    assert form.values() == {}


def test_what_is_wrong_is_said_beside_the_field_and_goes_when_it_is_right(qtbot: QtBot, form: Form) -> None:
    types(qtbot, form, "name", "")
    types(qtbot, form, "due", "31-2-2026")
    assert not form.check()
    assert form.fields["name"].complaint() == "Fill this in."
    assert "31-2-2026" in form.fields["due"].complaint()
    assert form.fields["name"].editor.hasFocus()
    assert form.is_dirty()
    with pytest.raises(ValueError, match="date"):
        form.values()
    types(qtbot, form, "due", "28-2-2026")
    assert form.fields["due"].complaint() == ""
    types(qtbot, form, "name", "x")
    assert form.check()


def test_a_refusal_of_the_rules_is_shown_at_its_field(form: Form) -> None:
    form.complain({"customer": "This customer is closed."})
    assert form.fields["customer"].complaint() == "This customer is closed."
    assert form.fields["customer"].editor.accessibleDescription() == "This customer is closed."
    form.load(replace(OrderRow(), name="other"))
    assert form.fields["customer"].complaint() == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("-1", "At least 0.00."), ("1.234", "At most 2 decimals."), ("x", "“x” is not a number.")],
)
def test_numbers_have_bounds_and_places(qtbot: QtBot, form: Form, typed: str, sentence: str) -> None:
    types(qtbot, form, "quantity", typed)
    assert form.fields["quantity"].problem() == sentence


def test_numbers_and_dates_are_tidied_when_the_field_is_left(qtbot: QtBot, form: Form) -> None:
    types(qtbot, form, "price", "1234,5")
    types(qtbot, form, "due", "1.2")
    qtbot.keyClick(form.fields["due"].editor, Qt.Key.Key_Tab)
    assert form.fields["price"].line.text() == "1,234.50"
    assert form.fields["due"].line.text() == "01/02/2026"


def test_values_are_written_as_the_language_writes_them(form: Form) -> None:
    with texts.in_language("da"):
        form.load(replace(OrderRow(), at=time(14, 5)))
        assert form.fields["price"].line.text() == "1.234,50"
        assert form.fields["at"].line.text() == "14.05"
        assert form.values() == {}


def test_a_day_is_picked_from_the_calendar(qtbot: QtBot, form: Form) -> None:
    field = form.fields["due"]
    assert isinstance(field, DateField)
    field.open_calendar()
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 23)
    with qtbot.waitSignal(form.edited):
        calendar.setSelectedDate(QDate(2026, 12, 1))
        qtbot.keyClick(
            calendar.findChild(type(calendar.focusProxy() or calendar)) or calendar, Qt.Key.Key_Return
        )
    assert form.values() == {"due": date(2026, 12, 1)}


def test_a_form_can_be_only_read(qtbot: QtBot, form: Form) -> None:
    form.set_read_only(is_read_only=True)
    qtbot.keyClicks(form.fields["name"].editor, "x")
    qtbot.keyClick(form.fields["is_billable"].editor, Qt.Key.Key_Space)
    assert form.values() == {}
