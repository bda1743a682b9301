"""Fields of a form: an editor bound to one attribute of a row, with room below for what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from resources import texts
from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label
from ui.widgets.lookup import Choice, Lookup, Search
from ui.widgets.month import month_calendar


class Field(QWidget):
    """One attribute of a row, shown and edited; each kind of field says how.

    Attributes:
        key: the row's attribute.
        label: translated; the form shows it beside the field.

    Signals:
        edited(): the user changed what it says.
    """

    edited = Signal()

    def __init__(self, key: str, label: str, editor: QWidget, *, is_required: bool = False) -> None:
        super().__init__()
        self.key, self.label, self.editor, self.is_required = key, label, editor, is_required
        self._complaint = plain_label(px=12)
        self._complaint.setProperty("wrong", True)
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        self.setFocusProxy(editor)
        editor.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(editor)
        column.addWidget(self._complaint)

    def read(self) -> object:
        """What it says; raises ValueError with a sentence if that cannot be understood."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Say this, without `edited`."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return self.read() in (None, "")

    def problem(self) -> str:
        """What is wrong with what it says, as a sentence, or ""."""
        try:
            is_missing = self.is_required and self.is_empty()
            self.read()
        except ValueError as error:
            return str(error)
        return _("Fill this in.") if is_missing else ""

    def complain(self, sentence: str) -> None:
        """Mark the field and say why; "" takes the mark away."""
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        if bool(self.editor.property("wrong")) != bool(sentence):
            self.editor.setProperty("wrong", bool(sentence))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def complaint(self) -> str:
        """What is said to be wrong now."""
        return self._complaint.text()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Whether it can only be read."""
        self.editor.setEnabled(not is_read_only)


class LineField(Field):
    """One line of text; the empty text is ""."""

    def __init__(
        self, key: str, label: str, *, is_required: bool = False, placeholder: str = "", max_length: int = 200
    ) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(max_length)
        self.line.setPlaceholderText(placeholder)
        super().__init__(key, label, self.line, is_required=is_required)
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def read(self) -> object:
        """The text without spaces around it."""
        return self.line.text().strip()

    def show_value(self, value: object) -> None:
        """Show a text; None is the empty one."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Can still be selected and copied."""
        self.line.setReadOnly(is_read_only)


class TextField(Field):
    """Several lines of text."""

    def __init__(self, key: str, label: str, *, lines: int = 4, is_required: bool = False) -> None:
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(lines * 17 + 14)
        super().__init__(key, label, self.box, is_required=is_required)
        self.box.textChanged.connect(self.edited)

    def read(self) -> object:
        """The text without space around it."""
        return self.box.toPlainText().strip()

    def show_value(self, value: object) -> None:
        """Show a text; None is the empty one."""
        self.box.blockSignals(True)
        self.box.setPlainText("" if value is None else str(value))
        self.box.blockSignals(False)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Can still be selected and copied."""
        self.box.setReadOnly(is_read_only)


class DateField(LineField):
    """A date or none, typed or picked from a calendar; today completes a missing year.

    Signals:
        picked(): a day was picked from the calendar (`edited` is emitted too).
    """

    picked = Signal()

    def __init__(self, key: str, label: str, *, today: date, is_required: bool = False) -> None:
        super().__init__(key, label, is_required=is_required, max_length=20)
        self._today = today
        self.line.setFont(theme.font(tabular=True))
        self.line.setPlaceholderText(texts.format_date(today))
        self.line.editingFinished.connect(self._tidy)
        self._pick = QAction(_("Pick a date"), self)
        theme.set_icon(self._pick, "calendar", "muted")
        self.line.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        self._pick.triggered.connect(self.open_calendar)

    def set_today(self, today: date) -> None:
        """Complete what is typed from here on as of another day."""
        self._today = today
        self.line.setPlaceholderText(texts.format_date(today))

    def read(self) -> object:
        """The date, or None."""
        typed = self.line.text().strip()
        return texts.parse_date(typed, near=self._today) if typed else None

    def show_value(self, value: object) -> None:
        """Show a date or none."""
        self.line.setText(texts.format_date(value) if isinstance(value, date) else "")

    def open_calendar(self) -> None:
        """Show a month below the field; a click or Enter picks a day."""
        chosen = None if self.problem() else self.read()
        calendar = month_calendar(chosen if isinstance(chosen, date) else self._today)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        self.show_value(date(day.year(), day.month(), day.day()))
        self.edited.emit()
        self.picked.emit()

    def _tidy(self) -> None:
        if not self.problem():
            self.show_value(self.read())


class TimeField(LineField):
    """A clock time or none."""

    def __init__(self, key: str, label: str, *, is_required: bool = False) -> None:
        super().__init__(key, label, is_required=is_required, max_length=8)
        self.line.setFont(theme.font(tabular=True))
        self.line.setPlaceholderText(texts.format_time(time(0)).replace("0", "–"))
        self.line.editingFinished.connect(self._tidy)

    def read(self) -> object:
        """The time, or None."""
        typed = self.line.text().strip()
        return texts.parse_time(typed) if typed else None

    def show_value(self, value: object) -> None:
        """Show a time or none."""
        self.line.setText(texts.format_time(value) if isinstance(value, time) else "")

    def _tidy(self) -> None:
        if not self.problem():
            self.show_value(self.read())


class MinutesField(LineField):
    """A length of time in minutes, or none: 90, 1:30, 1 h 30."""

    def __init__(self, key: str, label: str, *, is_required: bool = False) -> None:
        super().__init__(key, label, is_required=is_required, max_length=12)
        self.line.setFont(theme.font(tabular=True))
        self.line.editingFinished.connect(self._tidy)

    def read(self) -> object:
        """Minutes, or None."""
        typed = self.line.text().strip()
        return texts.parse_minutes(typed) if typed else None

    def show_value(self, value: object) -> None:
        """Show minutes or none."""
        self.line.setText(texts.format_minutes(value) if isinstance(value, int) else "")

    def _tidy(self) -> None:
        if not self.problem():
            self.show_value(self.read())


class NumberField(LineField):
    """A number or none: a Decimal, or an int where places is 0."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        places: int = 2,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        is_required: bool = False,
    ) -> None:
        super().__init__(key, label, is_required=is_required, max_length=24)
        self._places, self._minimum, self._maximum = places, minimum, maximum
        self.line.setFont(theme.font(tabular=True))
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.editingFinished.connect(self._tidy)

    def read(self) -> object:
        """The number, or None."""
        number = self._number()
        if number is None:
            return None
        return int(number) if self._places == 0 else number

    def show_value(self, value: object) -> None:
        """Show a number or none."""
        is_number = isinstance(value, Decimal | int | float)
        self.line.setText(self._written(Decimal(str(value))) if is_number else "")

    def _number(self) -> Decimal | None:
        typed = self.line.text().strip()
        if not typed:
            return None
        number = texts.parse_decimal(typed)
        if round(number, self._places) != number:
            told = _("At most {places} decimals.") if self._places else _("A whole number, please.")
            raise ValueError(told.format(places=self._places))
        if self._minimum is not None and number < self._minimum:
            raise ValueError(_("At least {number}.").format(number=self._written(Decimal(self._minimum))))
        if self._maximum is not None and number > self._maximum:
            raise ValueError(_("At most {number}.").format(number=self._written(Decimal(self._maximum))))
        return number

    def _written(self, number: Decimal) -> str:
        return texts.format_number(number, self._places)

    def _tidy(self) -> None:
        if not self.problem():
            self.show_value(self.read())


class MoneyField(NumberField):
    """An amount in minor units (cents), or none; its currency is in the label's words."""

    def read(self) -> object:
        """Cents, or None."""
        number = self._number()
        return None if number is None else int(number.scaleb(self._places))

    def show_value(self, value: object) -> None:
        """Show cents or none."""
        is_cents = isinstance(value, int)
        self.line.setText(self._written(Decimal(str(value)).scaleb(-self._places)) if is_cents else "")


class ChoiceField(Field):
    """One of a few values; the choices are pairs of value and translated text."""

    def __init__(
        self, key: str, label: str, choices: Sequence[tuple[object, str]], *, is_required: bool = False
    ) -> None:
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(6)  # a long choice does not widen the form
        super().__init__(key, label, self.box, is_required=is_required)
        self._values: list[object] = []
        self.set_choices(choices)
        self.box.activated.connect(lambda _index: self.edited.emit())

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer others; the value stays if it is among them."""
        value = self.read() if self._values else None
        self._values = [value for value, _text in choices]
        self.box.clear()
        self.box.addItems([text for _value, text in choices])
        self.show_value(value)

    def read(self) -> object:
        """The chosen value, or None."""
        index = self.box.currentIndex()
        return self._values[index] if index >= 0 else None

    def show_value(self, value: object) -> None:
        """Choose a value; one that is not offered leaves none chosen."""
        self.box.setCurrentIndex(self._values.index(value) if value in self._values else -1)


class CheckField(Field):
    """Yes or no, with the words beside the box."""

    def __init__(self, key: str, label: str) -> None:
        self.box = QCheckBox(label)
        self.box.setFixedHeight(theme.CONTROL)
        super().__init__(key, "", self.box)
        self.box.setAccessibleName(label)
        self.box.clicked.connect(lambda _checked: self.edited.emit())

    def read(self) -> object:
        """True or False."""
        return self.box.isChecked()

    def show_value(self, value: object) -> None:
        """Tick or not."""
        self.box.setChecked(bool(value))


class LookupField(Field):
    """A row of another table, found by typing; the row's attribute holds a Choice or None."""

    def __init__(self, key: str, label: str, search: Search, *, is_required: bool = False) -> None:
        self.lookup = Lookup(search)
        super().__init__(key, label, self.lookup, is_required=is_required)
        self.lookup.chosen.connect(lambda _choice: self.edited.emit())

    def read(self) -> object:
        """The Choice, or None."""
        return self.lookup.choice()

    def show_value(self, value: object) -> None:
        """Show a Choice or none."""
        self.lookup.set_choice(value if isinstance(value, Choice) else None)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Can still be selected and copied."""
        self.lookup.setReadOnly(is_read_only)
