"""How each language writes dates, times, numbers and money.

The tables are those of CLDR for nl_NL, da_DK and en_GB, written out because Babel with its locale data costs
65 ms of every start; a test compares them with Babel.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formats:
    """What one language needs; date patterns are `str.format` patterns.

    Attributes:
        locale: the region's name, such as "nl_NL".
        days, weekdays: short and full names, Monday first.
        months, long_months: short and full names, January first.
        dates: pattern of each style, with d, m, y, day, weekday, month and long_month.
        money, money_below_zero: patterns with amount (no sign) and symbol.
        symbols: currency code to its sign where that is not the code itself.
        week_start: weekday a week begins on, 0 is Monday.
    """

    locale: str
    days: tuple[str, ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    long_months: tuple[str, ...]
    dates: dict[str, str]
    time_mark: str
    decimal: str
    group: str
    money: str
    money_below_zero: str
    symbols: dict[str, str]
    week_start: int = 0


DUTCH = Formats(
    locale="nl_NL",
    days=("ma", "di", "wo", "do", "vr", "za", "zo"),
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    months=("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    long_months=(
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    dates={
        "short": "{d:02d}-{m:02d}-{y}",
        "medium": "{d} {month} {y}",
        "long": "{d} {long_month} {y}",
        "full": "{weekday} {d} {long_month} {y}",
        "weekday": "{day} {d} {month}",
    },
    time_mark=":",
    decimal=",",
    group=".",
    money="{symbol}\u00a0{amount}",
    money_below_zero="{symbol}\u00a0-{amount}",
    symbols={"EUR": "€", "GBP": "£", "USD": "US$"},
)  # fmt: skip

DANISH = Formats(
    locale="da_DK",
    days=("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."),
    weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    months=("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
    long_months=(
        "januar", "februar", "marts", "april", "maj", "juni",
        "juli", "august", "september", "oktober", "november", "december",
    ),
    dates={
        "short": "{d:02d}.{m:02d}.{y}",
        "medium": "{d}. {month} {y}",
        "long": "{d}. {long_month} {y}",
        "full": "{weekday} den {d}. {long_month} {y}",
        "weekday": "{day} {d}. {month}",
    },
    time_mark=".",
    decimal=",",
    group=".",
    money="{amount}\u00a0{symbol}",
    money_below_zero="-{amount}\u00a0{symbol}",
    symbols={"EUR": "€", "GBP": "£", "USD": "US$", "DKK": "kr."},
)  # fmt: skip

ENGLISH = Formats(
    locale="en_GB",
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
    long_months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    dates={
        "short": "{d:02d}/{m:02d}/{y}",
        "medium": "{d} {month} {y}",
        "long": "{d} {long_month} {y}",
        "full": "{weekday}, {d} {long_month} {y}",
        "weekday": "{day} {d} {month}",
    },
    time_mark=":",
    decimal=".",
    group=",",
    money="{symbol}{amount}",
    money_below_zero="-{symbol}{amount}",
    symbols={"EUR": "€", "GBP": "£", "USD": "US$"},
)  # fmt: skip

FORMATS = {"en": ENGLISH, "nl": DUTCH, "da": DANISH}
"""The formats of each language of the program."""
