"""Kinds of cells: how the text of a cell becomes a value and a value becomes text again.

Three forms of one thing: the *text* in a cell, the *value* that is compared and judged, and what the mapped
class *stores*. A reference's value is the other row's code; money's is a decimal in whole units.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from resources.texts import _

Value = None | str | int | float | bool | Decimal | date | time | datetime | StrEnum | tuple[str, ...]
"""What a cell means; None for an empty one."""

_WHOLE = re.compile(r"[-+]?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\d{1,18}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::00)?", re.ASCII)
_MOST_STORED = 2**63
_YES, _NO = ("yes", "true", "1", "x"), ("no", "false", "0")
_LIST_MARKS = re.compile(r"[\\;]|^\s|\s$")
_LIST_PARTS = re.compile(r"\\(.)|(;)|([^\\;]+)|\\$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Local:
    """What of the company a cell's meaning depends on.

    Attributes:
        zone: of instants that name no offset.
        currency: ISO 4217 code of amounts that name none.
    """

    zone: ZoneInfo
    currency: str


class Kind:
    """A kind of cell. Text is itself; the others say how they differ.

    Attributes:
        is_number: whether a workbook holds it as a number.
    """

    is_number = False

    def read(self, text: str, local: Local) -> Value:
        """The value of a cell that is not empty.

        Raises:
            ValueError: with a sentence for a person.
        """
        if "\0" in text:
            raise ValueError(_("It holds a character that no text may hold (NUL)."))
        return text

    def write(self, value: Value, local: Local) -> str:
        """The text of a value that is not None; `read` gives an equal value."""
        return str(value)

    def load(self, stored: object, places: int) -> Value:
        """The value of what the mapped class stores; `places` are the decimals of its currency."""
        return stored or None if isinstance(stored, str) else stored  # type: ignore[return-value]  # a column's type

    def store(self, value: Value, places: int) -> object:
        """What the mapped class stores; raises ValueError with a sentence when it cannot."""
        return value


class Whole(Kind):
    """A whole number."""

    is_number = True

    def read(self, text: str, local: Local) -> Value:
        """Digits with a sign."""
        if not _WHOLE.fullmatch(text.strip()):
            raise ValueError(_("“{text}” is not a whole number.").format(text=shortened(text)))
        return int(text)


class Crew(Whole):
    """The number of a crew among those of its order; what is stored refers to a visit (`exchange.crews`)."""

    def read(self, text: str, local: Local) -> Value:
        """From 1."""
        number = super().read(text, local)
        if not isinstance(number, int) or number < 1:
            raise ValueError(_("“{text}” is not a whole number.").format(text=shortened(text)))
        return number

    def store(self, value: Value, places: int) -> object:
        """Below 0, until the visits it belongs to are there."""
        return -value if isinstance(value, int) else None


class Fraction(Kind):
    """A decimal number that is stored as floating point: coordinates, minutes, kilometres."""

    is_number = True

    def read(self, text: str, local: Local) -> Value:
        """Digits with a decimal point."""
        return float(_decimal(text)) + 0.0  # no minus zero

    def write(self, value: Value, local: Local) -> str:
        """As many digits as it takes to read the same number."""
        return _plain(Decimal(repr(value)))

    def load(self, stored: object, places: int) -> Value:
        """Only numbers that can be written."""
        return stored if isinstance(stored, float) and math.isfinite(stored) else None


class Amount(Kind):
    """A quantity, exact to a thousandth."""

    is_number = True
    places = 3

    def read(self, text: str, local: Local) -> Value:
        """Digits with a decimal point."""
        return _decimal(text)

    def write(self, value: Value, local: Local) -> str:
        """No trailing zeros."""
        return _plain(Decimal(str(value)))

    def store(self, value: Value, places: int) -> object:
        """Refuse what would be rounded."""
        if isinstance(value, Decimal):
            _scaled(value, self.places)
        return value


class Money(Amount):
    """An amount in units of its currency, stored in minor units."""

    def load(self, stored: object, places: int) -> Value:
        """From minor units."""
        return Decimal(stored).scaleb(-places) if isinstance(stored, int) else None

    def store(self, value: Value, places: int) -> object:
        """Into minor units."""
        return _scaled(value, places) if isinstance(value, Decimal) else None


class Day(Kind):
    """A date, YYYY-MM-DD."""

    def read(self, text: str, local: Local) -> Value:
        """A day that exists."""
        found = _DATE.fullmatch(text.strip())
        try:
            return date(*map(int, found.groups())) if found else _wrong_day(text)
        except ValueError:
            return _wrong_day(text)


class TimeOfDay(Kind):
    """A local time of day, HH:MM."""

    def read(self, text: str, local: Local) -> Value:
        """Hours and minutes."""
        found = _TIME.fullmatch(text.strip())
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValueError(
                _("“{text}” is not a time of day; write one as 07:45.").format(text=shortened(text))
            )
        return time(int(found[1]), int(found[2]))

    def write(self, value: Value, local: Local) -> str:
        """Hours and minutes."""
        return f"{value:%H:%M}"


class Instant(Kind):
    """A moment, ISO 8601; without an offset in the company's time zone. To the second."""

    def read(self, text: str, local: Local) -> Value:
        """An aware instant in UTC."""
        try:
            said = datetime.fromisoformat(text.strip()).replace(microsecond=0)
            moment = (said if said.tzinfo else said.replace(tzinfo=local.zone)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            sentence = _("“{text}” is not a moment; write one as 2026-11-23T07:45 or 2026-11-23T07:45+01:00.")
            raise ValueError(sentence.format(text=shortened(text))) from error
        if not said.tzinfo and moment.astimezone(local.zone).replace(tzinfo=None) != said:
            sentence = _("{text} does not exist in {zone}: the clocks go forward then.")
            raise ValueError(sentence.format(text=shortened(text), zone=local.zone.key))
        return moment

    def write(self, value: Value, local: Local) -> str:
        """With the offset of the company's zone at that moment."""
        if not isinstance(value, datetime):
            raise TypeError("an instant is a datetime")
        here = value.astimezone(local.zone)
        return here.isoformat(timespec="seconds" if here.second else "minutes")

    def load(self, stored: object, places: int) -> Value:
        """In UTC, to the second."""
        return stored.astimezone(UTC).replace(microsecond=0) if isinstance(stored, datetime) else None


class YesNo(Kind):
    """Yes or no."""

    def read(self, text: str, local: Local) -> Value:
        """Also true, 1 and x; false and 0."""
        word = text.strip().lower()
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise ValueError(_("“{text}” is neither yes nor no.").format(text=shortened(text)))

    def write(self, value: Value, local: Local) -> str:
        """The plain words."""
        return "yes" if value else "no"


class Choice(Kind):
    """One of the words of an enumeration."""

    def __init__(self, words: type[StrEnum]) -> None:
        self.words = words

    def read(self, text: str, local: Local) -> Value:
        """The word, in any case."""
        try:
            return self.words(text.strip().lower())
        except ValueError as error:
            raise ValueError(
                _("“{text}” is not one of {words}.").format(
                    text=shortened(text), words=", ".join(word.value for word in self.words)
                )
            ) from error

    def write(self, value: Value, local: Local) -> str:
        """The word itself."""
        return self.words(str(value)).value


class Codes(Kind):
    """Several codes, separated by `;`; a backslash keeps a `;` that belongs to a code."""

    def read(self, text: str, local: Local) -> Value:
        """Each code once, in order of code."""
        super().read(text, local)
        codes, last = [], ""
        bare = True
        for found in _LIST_PARTS.finditer(text + ";"):
            kept, mark, plain = found.groups()
            if mark:
                codes.append(last.rstrip() if bare else last)
                last, bare = "", True
            elif plain:
                last, bare = last + (plain if last else plain.lstrip()), True
            else:
                last, bare = last + (kept or ""), False
        return tuple(sorted({code for code in codes if code}))

    def write(self, value: Value, local: Local) -> str:
        """Codes in order."""
        if not isinstance(value, tuple):
            raise TypeError("codes are a tuple")
        return ";".join(_LIST_MARKS.sub(lambda found: "\\" + found[0], code) for code in value)


class WeekDays(Kind):
    """Days of the week, `mon;tue;…`; the mapped class judges them."""

    def read(self, text: str, local: Local) -> Value:
        """Without blanks, in lower case."""
        super().read(text, local)
        return ";".join(day.strip().lower() for day in text.split(";") if day.strip())


TEXT, WHOLE, FRACTION, AMOUNT, MONEY = Kind(), Whole(), Fraction(), Amount(), Money()
DAY, TIME, INSTANT, YES_NO, CODES, WEEK_DAYS = Day(), TimeOfDay(), Instant(), YesNo(), Codes(), WeekDays()
CREW = Crew()


def shortened(text: str) -> str:
    """As much of a cell as a sentence can hold."""
    return text if len(text) <= 60 else text[:59] + "…"


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text.strip()):
        raise ValueError(
            _("“{text}” is not a number; write one as 12.50, with a decimal point.").format(
                text=shortened(text)
            )
        )
    return Decimal(text.strip())


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _scaled(value: Decimal, places: int) -> int:
    scaled = value.scaleb(places)
    if scaled != scaled.to_integral_value():
        raise ValueError(
            _("{value} has more than {places} decimals.").format(value=_plain(value), places=places)
        )
    if abs(scaled) >= _MOST_STORED:
        raise ValueError(_("{value} is too large a number.").format(value=_plain(value)))
    return int(scaled)


def _wrong_day(text: str) -> date:
    raise ValueError(_("“{text}” is not a date; write one as 2026-11-23.").format(text=shortened(text)))
