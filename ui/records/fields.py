"""Fields that rows of tables need besides those of every form: weekdays, linked rows, an instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from models.terms import WEEKDAYS
from resources.texts import N_, _
from ui import theme
from ui.widgets.chips import FilterChip
from ui.widgets.fields import DateField, Field, TimeField
from ui.widgets.flow import Flow

PALETTE = (
    ("#6b7280", N_("Grey")),
    ("#2563eb", N_("Blue")),
    ("#0e7490", N_("Teal")),
    ("#15803d", N_("Green")),
    ("#b45309", N_("Amber")),
    ("#c2410c", N_("Orange")),
    ("#9f1239", N_("Crimson")),
    ("#7e22ce", N_("Purple")),
)
"""Colours to choose from, each dark enough for white writing and known by a name."""
_SWATCH = 26
_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class ChipsField(Field):
    """Any number of a few things, each a chip; reads as a tuple of their values in their order."""

    def __init__(self, key: str, label: str, choices: Sequence[tuple[object, str]] = ()) -> None:
        self.holder = QWidget()
        self._flow = Flow(self.holder)
        self._chips: list[tuple[object, FilterChip]] = []
        super().__init__(key, label, self.holder)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer others; those on stay on if they are among them."""
        if [value for value, _text in choices] == [value for value, _chip in self._chips]:
            return
        on = self._on()
        while self._flow.count():
            self._flow.takeAt(0)
        for _value, chip in self._chips:
            chip.deleteLater()
        self._chips = [(value, FilterChip(str(value), text)) for value, text in choices]
        for value, chip in self._chips:
            chip.setChecked(value in on)
            chip.clicked.connect(lambda _checked: self.edited.emit())
            self._flow.addWidget(chip)

    def chip(self, value: object) -> FilterChip:
        """The chip of a value; raises KeyError for one that is not offered."""
        return dict(self._chips)[value]

    def read(self) -> object:
        """The values that are on."""
        return self._on()

    def show_value(self, value: object) -> None:
        """Switch on these values and no others."""
        on = value if isinstance(value, tuple) else ()
        for each, chip in self._chips:
            chip.setChecked(each in on)

    def _on(self) -> tuple[object, ...]:
        return tuple(value for value, chip in self._chips if chip.isChecked())


class DaysField(ChipsField):
    """Days of the week, stored as `mon;tue;…`."""

    def __init__(self, key: str, label: str) -> None:
        super().__init__(key, label, [(day, _(word)) for day, word in zip(WEEKDAYS, _DAYS, strict=True)])

    def read(self) -> object:
        """As calendars and shifts store them."""
        return ";".join(str(day) for day in self._on())

    def show_value(self, value: object) -> None:
        """Switch on the days of such a list."""
        super().show_value(tuple(str(value or "").split(";")))


class ColourField(Field):
    """One of a few colours that stand out on light and dark ground, or none for the theme's."""

    def __init__(self, key: str, label: str) -> None:
        self.holder = QWidget()
        row = QHBoxLayout(self.holder)
        row.setSpacing(6)
        self.swatches: dict[str | None, QToolButton] = {}
        for colour, name in ((None, N_("No colour")), *PALETTE):
            swatch = _swatch(_(name), self.holder)
            swatch.setText("" if colour else "–")
            swatch.clicked.connect(lambda _checked, colour=colour: self._choose(colour))
            self.swatches[colour] = swatch
            row.addWidget(swatch)
        row.addStretch(1)
        row.setContentsMargins(1, 1, 1, 1)
        self.holder.setMinimumHeight(_SWATCH + 2)
        self._colour: str | None = None
        super().__init__(key, label, self.holder)
        theme.changed.connect(self._dress)
        self._dress()
        self.holder.setFocusProxy(self.swatches[None])

    def read(self) -> object:
        """The colour as `#rrggbb`, or None; one from elsewhere stays as it is until another is chosen."""
        return self._colour

    def show_value(self, value: object) -> None:
        """Choose that colour."""
        self._colour = str(value).lower() if value else None
        for colour, swatch in self.swatches.items():
            swatch.setChecked(colour == self._colour)

    def _choose(self, colour: str | None) -> None:
        self.show_value(colour)
        self.edited.emit()

    def _dress(self) -> None:
        """Draw the swatches in the colours they have on the present ground."""
        tokens = theme.tokens
        for colour, swatch in self.swatches.items():
            fill = theme.on_ground(colour).name() if colour else "transparent"
            swatch.setStyleSheet(
                f"QToolButton {{ background: {fill}; border: 1px solid {tokens.line.name()};"
                " border-radius: 6px; padding: 0; }"
                f"QToolButton:checked {{ border: 2px solid {tokens.text.name()}; }}"
                f"QToolButton:focus {{ border: 2px solid {tokens.accent.name()}; }}"
            )


def _swatch(name: str, parent: QWidget) -> QToolButton:
    swatch = QToolButton(parent)
    swatch.setCheckable(True)
    swatch.setFixedSize(_SWATCH, _SWATCH)
    swatch.setToolTip(name)
    swatch.setAccessibleName(name)
    return swatch


class InstantField(Field):
    """A day and a clock time in a zone, as an aware instant."""

    def __init__(self, key: str, label: str, *, today: date, is_required: bool = False) -> None:
        self.zone = ZoneInfo("UTC")
        self.day = DateField(f"{key}_day", _("Day"), today=today)
        self.clock = TimeField(f"{key}_time", _("Time"))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day, 3)
        row.addWidget(self.clock, 2)
        super().__init__(key, label, holder, is_required=is_required)
        holder.setFocusProxy(self.day.line)
        self.day.edited.connect(self.edited)
        self.clock.edited.connect(self.edited)

    def set_zone(self, zone: str) -> None:
        """Read and show clock times of this zone."""
        self.zone = ZoneInfo(zone)

    def read(self) -> object:
        """The instant, or None while the day is empty; raises ValueError for what cannot be understood."""
        day, clock = self.day.read(), self.clock.read()
        if day is None and clock is None:
            return None
        if day is None or clock is None:
            raise ValueError(_("Give both day and time."))
        return datetime.combine(day, clock, self.zone)  # type: ignore[arg-type]  # a date and a time

    def show_value(self, value: object) -> None:
        """Show an aware instant in the zone, or nothing."""
        local = value.astimezone(self.zone) if isinstance(value, datetime) else None
        self.day.show_value(local.date() if local else None)
        self.clock.show_value(local.time() if local else None)
