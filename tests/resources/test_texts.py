"""Texts and formats in the three languages, with Babel as the oracle for the tables."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal

from resources import texts
from resources.formats import FORMATS

BABEL_DATES = {"short": "short", "medium": "medium", "long": "long", "full": "full"}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_dates_are_those_of_cldr_on_every_day_of_a_year(language: str) -> None:
    locale = FORMATS[language].locale
    with texts.in_language(language):
        for n in range(0, 366):
            day = date(2026, 1, 1) + timedelta(days=n)
            assert texts.format_weekday_date(day) == format_skeleton("MMMEd", day, locale=locale)
            for style in BABEL_DATES:
                assert texts.format_date(day, style) == babel_date(day, style, locale)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("value", ["0", "1234567.5", "-1234.125", "0.1", "999", "1000"])
def test_numbers_are_those_of_cldr(language: str, value: str) -> None:
    locale = FORMATS[language].locale
    with texts.in_language(language):
        assert texts.format_number(Decimal(value)) == format_decimal(Decimal(value), locale=locale)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("currency", ["EUR", "DKK", "GBP", "USD", "SEK", "NOK"])
@pytest.mark.parametrize("cents", [123450, -123450, 0, 5])
def test_money_is_that_of_cldr(language: str, currency: str, cents: int) -> None:
    locale = FORMATS[language].locale
    symbol = FORMATS[language].symbols.get(currency, currency)
    with texts.in_language(language):
        theirs = format_currency(Decimal(cents) / 100, currency, locale=locale)
        assert symbol in theirs
        assert texts.format_money(cents, currency) == theirs


def test_a_currency_without_cents_is_written_without() -> None:
    with texts.in_language("nl"):
        assert texts.format_money(1234, "JPY").endswith("1.234")


def test_the_brief_s_examples() -> None:
    with texts.in_language("nl"):
        assert texts.format_weekday_date(date(2026, 11, 23)) == "ma 23 nov"
        assert texts.format_time(time(9, 30)) == "09:30"
        assert texts.format_money(123450, "EUR") == "€\u00a01.234,50"
    with texts.in_language("da"):
        assert texts.format_time(time(14, 5)) == "14.05"


def test_an_instant_is_told_in_its_zone_and_must_have_one() -> None:
    instant = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert texts.format_instant(instant, "Europe/Amsterdam") == "23 Nov 2026 09:30"
    with pytest.raises(ValueError, match="zone"):
        texts.format_instant(instant.replace(tzinfo=None), "Europe/Amsterdam")


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30"), (605, "10 h 05"), (-45, "-45 min")],
)
def test_lengths_of_time(minutes: int, written: str) -> None:
    assert texts.format_minutes(minutes) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(1, 2, "1.00"), (-0.001, 2, "0.00"), (2.5, None, "2.5"), (1234.0, None, "1,234"), (0.1 + 0.2, 1, "0.3")],
)
def test_numbers_with_places(value: float, places: int | None, written: str) -> None:
    assert texts.format_number(value, places) == written


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("nl", "1.234,50", "1234.50"), ("nl", "1234,5", "1234.5"), ("nl", "1.5", "1.5"),
        ("nl", "1.500", "1500"), ("nl", "1,234.50", "1234.50"), ("en", "1,500", "1500"),
        ("en", "1.500", "1.500"), ("en", "1,5", "1.5"),
        ("da", " 1\u00a0234,5 ", "1234.5"), ("en", "-12", "-12"), ("en", "\u221212.5", "-12.5"),
        ("nl", ",5", "0.5"), ("en", "1,234,567", "1234567"),
    ],
)  # fmt: skip
def test_a_typed_number_is_understood(language: str, typed: str, number: str) -> None:
    with texts.in_language(language):
        assert texts.parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "12.34,5", "1-2", "nan", "1e5", "--1", "."])
def test_what_is_not_a_number_is_said_in_a_sentence(typed: str) -> None:
    with texts.in_language("nl"), pytest.raises(ValueError, match="“"):
        texts.parse_decimal(typed)


def test_a_language_in_a_block_is_of_that_thread_only() -> None:
    seen: list[str] = []
    with texts.in_language("da"):
        other = threading.Thread(target=lambda: seen.append(texts.current_language()))
        other.start()
        other.join()
        with texts.in_language("nl"):
            seen.append(texts.current_language())
        seen.append(texts.current_language())
    assert seen == ["en", "nl", "da"]
    assert texts.current_language() == "en"


def test_the_language_of_the_process_can_be_set_and_an_unknown_one_is_refused() -> None:
    texts.use_language("nl")
    try:
        assert texts.locale_name() == "nl_NL"
    finally:
        texts.use_language("en")
    with pytest.raises(ValueError, match="no such language"):
        texts.use_language("de")


@pytest.mark.parametrize(
    ("tag", "language"), [("nl_NL.UTF-8", "nl"), ("da-DK", "da"), ("C", "en"), ("", "en")]
)
def test_a_system_s_tag_names_a_language(tag: str, language: str) -> None:
    assert texts.language_of(tag) == language


def test_unknown_texts_stay_as_written() -> None:
    with texts.in_language("da"):
        assert texts._("Not in any catalogue") == "Not in any catalogue"
        assert texts.ngettext("{n} thing", "{n} things", 2).format(n=2) == "2 things"
    assert texts.N_("Marked") == "Marked"


NEAR = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("23-11-2026", NEAR),
        ("23/11/26", NEAR),
        ("23.11.", NEAR),
        ("2026-11-23", NEAR),
        ("1 2 2027", date(2027, 2, 1)),
    ],
)
def test_a_typed_date_is_understood(typed: str, meant: date) -> None:
    assert texts.parse_date(typed, near=NEAR) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9:30", time(9, 30)), ("09.30", time(9, 30)), ("1415", time(14, 15)), ("9", time(9))],
)
def test_a_typed_time_is_understood(typed: str, meant: time) -> None:
    assert texts.parse_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("90", 90), ("45 min", 45), ("1:30", 90), ("1 h 30", 90), ("1u30", 90), ("2 t", 120),
        ("1,5 h", 90), ("1 h 05", 65),
    ],
)  # fmt: skip
def test_a_typed_length_of_time_is_understood(typed: str, meant: int) -> None:
    assert texts.parse_minutes(typed) == meant


@pytest.mark.parametrize("typed", ["", "31-2-2026", "soon", "1-2-3-4", "23", "99999999999-1-1"])
def test_what_is_not_a_date_is_said_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        texts.parse_date(typed, near=NEAR)


@pytest.mark.parametrize("typed", ["", "25:00", "9:3", "noon", "9:61"])
def test_what_is_not_a_time_is_said_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        texts.parse_time(typed)


@pytest.mark.parametrize("typed", ["", "long", "-5", "1:2:3"])
def test_what_is_not_a_length_is_said_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a length"):
        texts.parse_minutes(typed)
