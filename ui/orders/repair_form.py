"""RepairForm: what the customer notices at the left, what the technician finds and does at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.queries import lookups
from app.queries.repairs import RepairCode, RepairFields, RepairRow, RepairSheet, Suggestion
from resources.texts import _
from ui.jobs import Jobs
from ui.widgets.cards import plain_label
from ui.widgets.forms import ChoiceField, Form, LineField, LookupField, TextField
from ui.widgets.lookup import Choice

_TYPED = ("title", "note")
_LOOKUPS = ("object", "technician")
_CODES = (
    "condition",
    "symptom_area",
    "symptom",
    "diagnosis_area",
    "diagnosis",
    "resolution",
    "stage",
)


class RepairForm(Form):
    """The fields of a repair; codes follow the area chosen beside them.

    Attributes:
        note: the last field with its label, to be put elsewhere.

    Signals:
        edited(str): the key of the field the person just changed, after those that follow it have.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._sheet: RepairSheet | None = None
        none: tuple[tuple[object, str], ...] = ()
        super().__init__(
            [
                LookupField("object", _("Object"), self._search_objects),
                LineField("title", _("What is wrong"), placeholder=_("In the customer's words")),
                ChoiceField("condition", _("Condition"), none),
                ChoiceField("symptom_area", _("Symptom area"), none),
                ChoiceField("symptom", _("Symptom"), none),
                ChoiceField("diagnosis_area", _("Diagnosis area"), none),
                ChoiceField("diagnosis", _("Diagnosis"), none),
                ChoiceField("resolution", _("Resolution"), none),
                ChoiceField("stage", _("Stage"), none),
                LookupField("technician", _("Technician"), self._search_technicians),
            ],
            columns=2,
        )
        self.note = QWidget()
        self._add_note()

    def _add_note(self) -> None:
        """The note stands apart, so that what worked before can stand nearer to the symptom."""
        field = TextField("note", _("Note"), lines=2)
        self.fields["note"] = field
        field.edited.connect(lambda: self._on_edited("note"))
        label = plain_label(field.label, is_quiet=True)
        label.setBuddy(field.editor)
        row = QHBoxLayout(self.note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(field, 1)
        self._note_loaded()

    def offer(self, sheet: RepairSheet) -> None:
        """Take what there is to choose from; what is chosen stays."""
        before, self._sheet = self._sheet, sheet
        codes = sheet.codes
        if before is not None and before.codes == codes:
            return  # nobody who walks through a list by keys finds it changed underway
        for key, offered in (
            ("condition", codes.conditions),
            ("symptom_area", codes.symptom_areas),
            ("diagnosis_area", codes.diagnosis_areas),
            ("resolution", codes.resolutions),
            ("stage", codes.stages),
        ):
            self._choices(key).set_choices(_with_none(offered))
        self._follow_area("symptom")
        self._follow_area("diagnosis")

    def show_repair(self, fields: RepairFields, row: RepairRow | None) -> None:
        """Show what a repair says; `row` knows what the object and the technician are called."""
        is_shown = fields == self.read_repair()
        for key in () if is_shown else _CODES:
            if key in ("symptom", "diagnosis"):
                self._follow_area(key, getattr(fields, f"{key}_area_id"))
            self.fields[key].show_value(getattr(fields, f"{key}_id"))
        for key in _LOOKUPS:
            row_id = getattr(fields, f"{key}_id")
            name = getattr(row, key) if row is not None else self._object_name(row_id)
            self.fields[key].show_value(Choice(row_id, name) if row_id else None)
        for key in () if is_shown else _TYPED:
            self.fields[key].show_value(getattr(fields, key))
        self.complain({})

    def read_repair(self) -> RepairFields:
        """What the fields say."""
        said: dict[str, Any] = {key: self.fields[key].read() for key in _TYPED}  # texts, then ids
        said |= {f"{key}_id": self.fields[key].read() or 0 for key in _CODES}
        said |= {f"{key}_id": self._chosen(key) for key in _LOOKUPS}
        return RepairFields(**said)

    def take(self, suggestion: Suggestion) -> None:
        """Fill in a diagnosis and a resolution that worked before."""
        fields = replace(
            self.read_repair(),
            diagnosis_area_id=suggestion.diagnosis_area_id,
            diagnosis_id=suggestion.diagnosis_id,
            resolution_id=suggestion.resolution_id,
        )
        self._follow_area("diagnosis", fields.diagnosis_area_id)
        for key in ("diagnosis_area", "diagnosis", "resolution"):
            self.fields[key].show_value(getattr(fields, f"{key}_id"))
        self.edited.emit("resolution")

    def is_typed(self, key: str) -> bool:
        """Whether that field is filled in by typing, letter by letter."""
        return key in _TYPED

    def _on_edited(self, key: str) -> None:
        if key in ("symptom_area", "diagnosis_area"):
            self._follow_area(key.removesuffix("_area"))
        elif key in ("symptom", "diagnosis"):
            self._lead_to_area(key)
        super()._on_edited(key)

    def _follow_area(self, key: str, area_id: int | None = None) -> None:
        """Offer the codes of the area chosen; all, with their areas, where none is."""
        if self._sheet is None:
            return
        field = self._choices(key)
        area = area_id if area_id is not None else self.fields[f"{key}_area"].read() or 0
        known = self._known(key)
        if area:
            offered = [code for code in known if code.area_id == area]
        else:
            codes = self._sheet.codes
            areas = codes.symptom_areas if key == "symptom" else codes.diagnosis_areas
            names = {each.id: each.name for each in areas}
            offered = [replace(code, name=f"{names.get(code.area_id, '')}: {code.name}") for code in known]
        chosen = field.read()
        field.set_choices(_with_none(offered))
        field.show_value(chosen if any(code.id == chosen for code in offered) else 0)

    def _lead_to_area(self, key: str) -> None:
        """Choose the area of the code chosen; the others stay on offer for who goes on by keys."""
        chosen = self.fields[key].read()
        area = next((code.area_id for code in self._known(key) if code.id == chosen), 0)
        if area and area != self.fields[f"{key}_area"].read():
            self.fields[f"{key}_area"].show_value(area)

    def _known(self, key: str) -> Sequence[RepairCode]:
        if self._sheet is None:
            return ()
        return self._sheet.codes.symptoms if key == "symptom" else self._sheet.codes.diagnoses

    def _choices(self, key: str) -> ChoiceField:
        field = self.fields[key]
        if not isinstance(field, ChoiceField):
            raise TypeError(key)
        return field

    def _chosen(self, key: str) -> int:
        choice = self.fields[key].read()
        return choice.value if isinstance(choice, Choice) and isinstance(choice.value, int) else 0

    def _object_name(self, object_id: int) -> str:
        objects = self._sheet.objects if self._sheet is not None else ()
        return next((each.name for each in objects if each.id == object_id), "")

    def _search_objects(self, text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
        """Those of the order first, then the customer's."""
        words = text.casefold().split()
        near = [
            Choice(each.id, each.name, each.detail)
            for each in (self._sheet.objects if self._sheet is not None else ())
            if all(word in f"{each.name} {each.detail}".casefold() for word in words)
        ]
        known = {choice.value for choice in near}

        def done(rows: Sequence[lookups.LookupRow]) -> None:
            answer([*near, *(Choice(row.id, row.name, row.detail) for row in rows if row.id not in known)])

        customer_id = self._sheet.customer_id if self._sheet is not None else 0
        self._jobs.read(lookups.find_objects, text, done=done, owner=self, customer_id=customer_id)

    def _search_technicians(self, text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
        self._jobs.read(
            lookups.find_technicians,
            text,
            done=lambda rows: answer([Choice(row.id, row.name, row.detail) for row in rows]),
            owner=self,
        )


def _with_none(codes: Sequence[RepairCode]) -> list[tuple[object, str]]:
    return [(0, ""), *((code.id, code.name) for code in codes)]
