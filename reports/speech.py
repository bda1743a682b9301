"""Words, dates, times and numbers in the language of one paper, each worked out once and remembered.

A run of papers says the same few hundred things again and again; asking the catalogue and the formats
every time would cost more than the drawing.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from resources import texts
from resources.texts import in_language


@lru_cache(maxsize=1_024)
def word(language: str, source: str) -> str:
    """The translation of a source text marked with `N_`; raises ValueError for an unknown language."""
    with in_language(language):
        return texts._(source)


@lru_cache(maxsize=1_024)
def caps(language: str, source: str) -> str:
    """The translation in capitals, for labels."""
    return word(language, source).upper()


@lru_cache(maxsize=4_096)
def weekday_date(language: str, day: date) -> str:
    """Weekday, day and month: "Mon 23 Nov"."""
    with in_language(language):
        return texts.format_weekday_date(day)


@lru_cache(maxsize=4_096)
def short_date(language: str, day: date) -> str:
    """Day, month and year in figures."""
    with in_language(language):
        return texts.format_date(day, "short")


@lru_cache(maxsize=4_096)
def clock(language: str, moment: time) -> str:
    """Hour and minute: "09:30", in Danish "09.30"."""
    with in_language(language):
        return texts.format_time(moment)


@lru_cache(maxsize=4_096)
def minutes(language: str, length: int) -> str:
    """A length of time: "1 h 30"."""
    with in_language(language):
        return texts.format_minutes(length)


@lru_cache(maxsize=4_096)
def number(language: str, value: Decimal | int, places: int | None = None) -> str:
    """A number with the language's decimal mark."""
    with in_language(language):
        return texts.format_number(value, places)


@lru_cache(maxsize=4_096)
def money(language: str, minor_units: int, currency: str) -> str:
    """An amount with its currency."""
    with in_language(language):
        return texts.format_money(minor_units, currency)
