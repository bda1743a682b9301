"""Texts in the user's language, and dates, times, numbers and money as that language writes them.

One gettext catalogue for all packages. `use_language` sets the language of the process (the window);
`in_language` sets it for one block in one thread (a paper in the customer's language).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from resources import files
from resources.formats import FORMATS, Formats

LANGUAGES = tuple(FORMATS)
"""Codes of the languages the program speaks; the first is the language of the source."""

DOMAIN = "servicebord"
"""Name of the gettext catalogue."""

_default = LANGUAGES[0]
_scoped: ContextVar[str | None] = ContextVar("language", default=None)

_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[.,]\d{3})+")
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")


def current_language() -> str:
    """The language texts are in here and now: "en", "nl" or "da"."""
    return _scoped.get() or _default


def use_language(language: str) -> None:
    """Set the language of the process; raises ValueError for one the program does not speak."""
    global _default
    _check(language)
    _default = language


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak another language in this block and thread only; raises ValueError for an unknown one."""
    _check(language)
    token = _scoped.set(language)
    try:
        yield
    finally:
        _scoped.reset(token)


def language_of(tag: str) -> str:
    """The program's language for a system's tag ("nl_NL.UTF-8", "da-DK"), or English."""
    code = re.split(r"[-_.]", tag.strip().lower(), maxsplit=1)[0]
    return code if code in LANGUAGES else LANGUAGES[0]


def locale_name() -> str:
    """The region whose formats are used: "nl_NL", "da_DK" or "en_GB"."""
    return _formats().locale


def week_start() -> int:
    """Weekday a week begins on where the language is spoken, 0 is Monday."""
    return _formats().week_start


def _(message: str) -> str:
    """The text in the current language; write it as a literal, and fill its {names} afterwards."""
    return _catalogue(current_language()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The text for n things in the current language; fill {n} or other names afterwards."""
    return _catalogue(current_language()).ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Mark a constant for translation; call `_` on it at the place of speaking."""
    return message


def format_date(day: date, style: str = "short") -> str:
    """A date: "short" 23-11-2026, "medium" 23 nov 2026, "long" 23 november 2026, "full" with its weekday."""
    return _written_date(current_language(), day.toordinal(), style)


def format_weekday_date(day: date) -> str:
    """Weekday, day and month, for headers: "Mon 23 Nov", "ma 23 nov", "man. 23. nov."."""
    return _written_date(current_language(), day.toordinal(), "weekday")


def format_month(day: date) -> str:
    """The month of a date in three or four letters: "Nov", "nov."."""
    return _formats().months[day.month - 1]


def format_time(moment: time | datetime) -> str:
    """Hour and minute of the clock it carries (no zone is applied): 09:30, in Danish 09.30."""
    return f"{moment.hour:02d}{_formats().time_mark}{moment.minute:02d}"


def format_instant(instant: datetime, zone: str) -> str:
    """An aware instant as date and time in a zone: "23 nov 2026 09:30"; raises ValueError if it is naive."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    local = instant.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), 'medium')} {format_time(local)}"


def format_number(value: Decimal | float | int, places: int | None = None) -> str:
    """A number with grouped thousands; without places at most three decimals and no trailing zero."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    written = f"{exact:,.{3 if places is None else places}f}"
    if places is None:
        written = written.rstrip("0").rstrip(".")
    if not written.strip("-0.,"):
        written = written.lstrip("-")
    return _localised(written, _formats())


def format_money(minor_units: int, currency: str) -> str:
    """An amount in minor units (cents) with its currency: "€ 1.234,50" (the space does not break)."""
    formats = _formats()
    places = minor_digits(currency)
    amount = _localised(f"{Decimal(abs(minor_units)).scaleb(-places):,.{places}f}", formats)
    pattern = formats.money if minor_units >= 0 else formats.money_below_zero
    return pattern.format(amount=amount, symbol=formats.symbols.get(currency, currency))


def format_minutes(minutes: int) -> str:
    """A length of time: "45 min", "2 h", "1 h 30"."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return sign + _("{minutes} min").format(minutes=rest)
    if not rest:
        return sign + _("{hours} h").format(hours=hours)
    return sign + _("{hours} h {minutes:02d}").format(hours=hours, minutes=rest)


def parse_decimal(text: str) -> Decimal:
    """The number a person typed, with either mark; raises ValueError with a sentence.

    Where a lone mark could group or divide, the language decides: "1.500" is 1500 in Dutch, 1.5 in English.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f']", "", text).replace("\u2212", "-")
    divider = _decimal_mark(cleaned)
    group = "," if divider == "." else "."
    plain = cleaned.replace(group, "").replace(divider, ".")
    whole = cleaned.split(divider)[0]
    if not _PLAIN.fullmatch(plain) or (group in whole and not _GROUPED.fullmatch(whole)):
        raise ValueError(_("“{text}” is not a number.").format(text=text.strip()))
    return Decimal(plain)


def parse_date(text: str, *, near: date) -> date:
    """The date a person typed, day first or as ISO; a missing year is that of near. Raises ValueError."""
    parts = re.split(r"[-/. ]+", text.strip().rstrip("."))
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) not in (2, 3):
            raise ValueError
        if len(parts[0]) == 4:
            return date(*numbers)
        day, month, year = (*numbers, near.year)[:3]
        return date(year + 2000 if year < 100 else year, month, day)
    except (ValueError, TypeError, OverflowError):
        raise ValueError(_("“{text}” is not a date.").format(text=text.strip())) from None


def parse_time(text: str) -> time:
    """The clock time a person typed: 9:30, 09.30, 930 or 9. Raises ValueError with a sentence."""
    found = re.fullmatch(r"(\d{1,2})(?:[:. ]?(\d{2}))?", text.strip())
    try:
        if found is None:
            raise ValueError
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise ValueError(_("“{text}” is not a time.").format(text=text.strip())) from None


def parse_minutes(text: str) -> int:
    """The length of time a person typed: 90, 45 min, 1:30, 1 h 30, 1,5 h (h, u or t). Raises ValueError."""
    cleaned = re.sub(r"\s+", "", text.casefold())
    found = re.fullmatch(r"(\d{1,4})(?:[hut:](?:(\d{1,2})(?:min|m)?)?)", cleaned)
    if found is not None:
        return int(found[1]) * 60 + int(found[2] or 0)
    in_hours = re.fullmatch(r"(\d{1,3}[.,]\d{1,2})[hut]", cleaned)
    if in_hours is not None:
        return round(Decimal(in_hours[1].replace(",", ".")) * 60)
    in_minutes = re.fullmatch(r"(\d{1,5})(?:min|m)?", cleaned)
    if in_minutes is None:
        raise ValueError(_("“{text}” is not a length of time.").format(text=text.strip()))
    return int(in_minutes[1])


def _decimal_mark(text: str) -> str:
    """Which of the two marks divides whole from fraction in this text."""
    ours = _formats()
    if "," in text and "." in text:
        return "," if text.rfind(",") > text.rfind(".") else "."
    if ours.group in text and not _GROUPED.fullmatch(text):
        return ours.group  # 1.5 typed by a Dutch person: no thousands there, so it can only divide
    return ours.decimal


def _localised(written: str, formats: Formats) -> str:
    """Python's 1,234.50 in the marks of a language."""
    if formats.decimal == ".":
        return written
    return written.translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")


@lru_cache(maxsize=4096)
def _written_date(language: str, ordinal: int, style: str) -> str:
    formats = FORMATS[language]
    day = date.fromordinal(ordinal)
    return formats.dates[style].format(
        d=day.day,
        m=day.month,
        y=day.year,
        day=formats.days[day.weekday()],
        weekday=formats.weekdays[day.weekday()],
        month=formats.months[day.month - 1],
        long_month=formats.long_months[day.month - 1],
    )


@lru_cache(maxsize=64)
def minor_digits(currency: str) -> int:
    """How many decimals an amount has: 2 for euros, 0 for yen."""
    if currency in {"EUR", "DKK", "GBP", "USD", "SEK", "NOK"}:
        return 2
    from babel.numbers import get_currency_precision  # only the rarer currencies pay for loading Babel

    return get_currency_precision(currency)


def _formats() -> Formats:
    return FORMATS[current_language()]


def _check(language: str) -> None:
    if language not in FORMATS:
        raise ValueError(f"no such language: {language!r}; one of {', '.join(LANGUAGES)}")


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = files.root() / "locale"
    return gettext.translation(DOMAIN, folder, languages=[language], fallback=True)
