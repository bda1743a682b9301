"""What a person asks of the generator: for which agreements, for when, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.queries.due import Choice, Options, Period, Request
from app.queries.generation_settings import GenerationSettings
from models.terms import TransactionType
from resources.texts import N_, _, format_number, ngettext
from ui.agreements.periods import PRESETS, preset_of
from ui.widgets.cards import plain_label, rule
from ui.widgets.fields import CheckField, ChoiceField, DateField, Field

WIDTH = 292
TYPE_NAMES = {
    TransactionType.HOUR: N_("Hours"),
    TransactionType.EXPENSE: N_("Expenses"),
    TransactionType.ITEM: N_("Items"),
    TransactionType.FEE: N_("Fees"),
}
"""What lines of a type are called together, in English."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Agreements that orders can be made from.

    Attributes:
        chosen_id, chosen: the agreement the person is at, by id and code; 0 and "" for none.
        listed: ids of those in the list as it is filtered; none where nothing is filtered away.
        wanted: which of "chosen", "listed" and "all" is meant until the person says otherwise.
    """

    chosen_id: int = 0
    chosen: str = ""
    listed: Sequence[int] | None = None
    wanted: str = "all"

    def choices(self) -> list[tuple[object, str]]:
        """What can be chosen, with the words for it; the closest first."""
        found: list[tuple[object, str]] = []
        if self.chosen_id:
            found.append(("chosen", _("Agreement {code}").format(code=self.chosen)))
        if self.listed is not None and self.listed:
            count = len(self.listed)
            told = ngettext("The {n} agreement in the list", "The {n} agreements in the list", count)
            found.append(("listed", told.format(n=format_number(count))))
        return [*found, ("all", _("All agreements"))]

    def choice(self, which: object) -> Choice:
        """What that choice means to the generator."""
        if which == "chosen":
            return Choice(agreement_ids=(self.chosen_id,))
        return Choice(agreement_ids=tuple(self.listed or ())) if which == "listed" else Choice()


class GenerateOptions(QWidget):
    """The left side of the dialog.

    Attributes:
        complaint: what could not be understood when it was last asked for, or "".

    Signals:
        changed(): something else is asked for now; `request` says what.
    """

    changed = Signal()

    def __init__(self, scope: Scope, *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._scope = scope
        self.which = ChoiceField("which", _("For"), scope.choices())
        self.which.show_value(scope.wanted)
        presets: list[tuple[object, str]] = [(key, _(name)) for key, (name, _dates) in PRESETS.items()]
        self.preset = ChoiceField("preset", _("Period"), [*presets, ("", _("Other dates"))])
        self.first = DateField("from", _("From"), today=today, is_required=True)
        self.last = DateField("to", _("Until"), today=today, is_required=True)
        self.types = {kind: CheckField(kind.value, _(name)) for kind, name in TYPE_NAMES.items()}
        self.gaps = CheckField("continuous", _("Fill gaps"))
        self.closed = ChoiceField(
            "closed",
            _("Closed days"),
            [(False, _("Keep the date, mark the conflict")), (True, _("Move inside the time window"))],
        )
        self.closed_words = _words("")
        self.level_words = _words("")
        self.complaint = ""
        for field in self.types.values():
            field.show_value(True)
        self.closed.show_value(False)
        self.setFixedWidth(WIDTH)
        self._lay_out()
        self._use_preset("until_next_month")
        self._connect()

    def request(self) -> Request | None:
        """What is asked for, or None while it cannot be understood; then `complaint` says why."""
        self.complaint = self._complaint()
        if self.complaint:
            return None
        first, last = self.first.read(), self.last.read()
        if not (isinstance(first, date) and isinstance(last, date)):
            return None
        options = Options(
            frozenset(kind for kind, field in self.types.items() if field.read()),
            continuous=bool(self.gaps.read()),
            move_off_closed=bool(self.closed.read()),
        )
        return Request(Period(first, last), options, self._scope.choice(self.which.read()))

    def show_settings(self, settings: GenerationSettings) -> None:
        """Take the company's settings: what is usual with closed days, and what is told."""
        self.closed.show_value(settings.move_off_closed)
        self.closed.set_read_only(is_read_only=not settings.calendar)
        self.closed_words.setText(
            _("By the calendar {name}.").format(name=settings.calendar)
            if settings.calendar
            else _("The company has no calendar, so no day is closed.")
        )
        self.level_words.setText(
            _("Orders get the service level of their agreement; its clock starts on the service date.")
            if settings.gets_level
            else _("Orders get no service level, as the company has set.")
        )

    def _complaint(self) -> str:
        for field in (self.first, self.last):
            wrong = field.problem()
            field.complain(wrong)
            if wrong:
                return _("{field}: {problem}").format(field=field.label, problem=wrong)
        first, last = self.first.read(), self.last.read()
        if isinstance(first, date) and isinstance(last, date) and last < first:
            return _("The period ends before it begins.")
        if not any(field.read() for field in self.types.values()):
            return _("Choose at least one transaction type.")
        return ""

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        dates, types = QHBoxLayout(), QGridLayout()
        dates.setSpacing(8)
        for end in (self.first, self.last):
            dates.addLayout(_labelled(end))
        types.setContentsMargins(0, 0, 0, 0)
        types.setVerticalSpacing(0)
        for number, field in enumerate(self.types.values()):
            types.addWidget(field, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(_labelled(self.which))
        column.addLayout(_labelled(self.preset))
        column.addLayout(dates)
        column.addWidget(rule())
        column.addLayout(_titled(_("Transaction types"), types))
        column.addWidget(rule())
        series = QVBoxLayout()
        series.setSpacing(0)
        series.addWidget(self.gaps)
        series.addWidget(
            _words(
                _("Also makes what is missing inside a series; else each line goes on after its last order.")
            )
        )
        column.addLayout(series)
        closed = _labelled(self.closed)
        closed.addWidget(self.closed_words)
        column.addLayout(closed)
        column.addLayout(_titled(_("Service level"), self.level_words))
        column.addStretch(1)

    def _connect(self) -> None:
        self.which.edited.connect(self.changed)
        self.preset.edited.connect(self._on_preset)
        for field in (self.first, self.last):
            field.picked.connect(self._on_dates)
            field.line.editingFinished.connect(self._on_dates)
        for check in (*self.types.values(), self.gaps):
            check.edited.connect(self.changed)
        self.closed.edited.connect(self.changed)

    def _on_preset(self) -> None:
        key = self.preset.read()
        if isinstance(key, str) and key:
            self._use_preset(key)
            self.changed.emit()

    def _use_preset(self, key: str) -> None:
        self.preset.show_value(key)
        first, last = PRESETS[key][1](self._today)
        self.first.show_value(first)
        self.last.show_value(last)

    def _on_dates(self) -> None:
        first, last = (None if field.problem() else field.read() for field in (self.first, self.last))
        if isinstance(first, date) and isinstance(last, date):
            self.preset.show_value(preset_of((first, last), self._today))
        self.changed.emit()


def _labelled(field: Field) -> QVBoxLayout:
    return _titled(field.label, field)


def _titled(title: str, part: QWidget | QGridLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(plain_label(title, px=12, is_quiet=True))
    if isinstance(part, QWidget):
        column.addWidget(part)
    else:
        column.addLayout(part)
    return column


def _words(text: str) -> QLabel:
    label = plain_label(text, px=12, is_quiet=True)
    label.setWordWrap(True)
    return label
