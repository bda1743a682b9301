"""The form of a kind of row, made of its specs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject

from app.queries.masters import CodeRow
from resources.texts import _
from ui.records.desk import Desk
from ui.records.fields import ChipsField, ColourField, DaysField, InstantField
from ui.records.specs import Input, Spec
from ui.widgets import fields
from ui.widgets.fields import Field


class FieldMaker:
    """Makes the field of a spec for one editor.

    Attributes:
        customer: the id of the customer whose sites and objects are offered, 0 for all.
        said: what a field of the form says now, by its key.
    """

    def __init__(
        self, desk: Desk, owner: QObject, customer: Callable[[], int], said: Callable[[str], object]
    ) -> None:
        self._desk, self._owner, self.customer, self.said = desk, owner, customer, said
        self._today: date = desk.today()

    def make(self, spec: Spec) -> Field:
        """The field."""
        label, needed = _(spec.title), spec.is_required
        if spec.input is Input.TEXT:
            return fields.TextField(spec.key, label, lines=spec.lines, is_required=needed)
        if spec.input is Input.DATE:
            return fields.DateField(spec.key, label, today=self._today, is_required=needed)
        if spec.input is Input.TIME:
            return fields.TimeField(spec.key, label, is_required=needed)
        if spec.input is Input.INSTANT:
            return InstantField(spec.key, label, today=self._today, is_required=needed)
        if spec.input is Input.MINUTES:
            return fields.MinutesField(spec.key, label, is_required=needed)
        if spec.input is Input.CHECK:
            return fields.CheckField(spec.key, label)
        if spec.input in (Input.WHOLE, Input.NUMBER, Input.MONEY):
            return self._number(spec, label)
        return self._choice(spec, label)

    def _number(self, spec: Spec, label: str) -> Field:
        if spec.input is Input.MONEY:
            return fields.MoneyField(spec.key, label, minimum=0, is_required=spec.is_required)
        if spec.input is Input.WHOLE:
            return fields.NumberField(spec.key, label, places=0, minimum=0, is_required=spec.is_required)
        places = 6 if spec.key in ("latitude", "longitude") else 3
        return _Number(spec.key, label, places=places, is_required=spec.is_required)

    def _narrowing(self, spec: Spec) -> Callable[[], Mapping[str, object]]:
        """What other fields of the form say, as arguments of a search; those that are empty are left out."""

        def said() -> Mapping[str, object]:
            known = {name: self.said(key) for name, key in (spec.by or {}).items()}
            return {name: value for name, value in known.items() if value is not None}

        return said

    def _choice(self, spec: Spec, label: str) -> Field:
        if spec.input is Input.LOOKUP and spec.find is not None:
            customer = self.customer if spec.of_customer else None
            search = self._desk.search(spec.find, self._owner, customer, self._narrowing(spec))
            return fields.LookupField(spec.key, label, search, is_required=spec.is_required)
        if spec.input is Input.WORD and spec.words is not None:
            choices = [(value, _(word)) for value, word in spec.words.items()]
            return fields.ChoiceField(spec.key, label, choices, is_required=spec.is_required)
        if spec.input is Input.CODE:
            return fields.ChoiceField(spec.key, label, [], is_required=spec.is_required)
        if spec.input is Input.DAYS:
            return DaysField(spec.key, label)
        if spec.input is Input.LINKS:
            return ChipsField(spec.key, label)
        if spec.input is Input.COLOUR:
            return ColourField(spec.key, label)
        return fields.LineField(spec.key, label, is_required=spec.is_required, max_length=_longest(spec.key))


class _Number(fields.NumberField):
    """A number without zeros behind it."""

    def show_value(self, value: object) -> None:
        """Show a number as short as it is."""
        super().show_value(value)
        mark = next((mark for mark in ".," if mark in self.line.text()[-8:]), "")
        if mark and self._places:
            self.line.setText(self.line.text().rstrip("0").rstrip(mark))


def offer(field: Field, spec: Spec, rows: Sequence[CodeRow], *, without: int = 0) -> None:
    """Offer the rows of a short table; `without` leaves out the row itself."""
    choices: list[tuple[object, str]] = [(row.id, row.name) for row in rows if row.id != without]
    if isinstance(field, ChipsField):
        field.set_choices(choices)
    elif isinstance(field, fields.ChoiceField):
        field.set_choices(choices if spec.is_required else [(None, _("None")), *choices])


def code_kinds(specs: Sequence[Spec]) -> tuple[str, ...]:
    """The short tables that the fields of these specs choose from."""
    wanted = {spec.kind: None for spec in specs if spec.input in (Input.CODE, Input.LINKS)}
    return tuple(wanted)


def _longest(key: str) -> int:
    sizes: Mapping[str, int] = {"code": 40, "order_prefix": 10, "currency": 3, "group": 60, "time_zone": 60}
    return sizes.get(key, 200)
