"""Public holidays of a country, from the library `holidays`. No database."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

_LANGUAGES = {"en": "en_US"}
"""The library's names of languages where they differ from ours."""


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    """Public holidays of a year with their names, in order; none for a country nobody knows.

    Args:
        country: ISO 3166 code, perhaps with a subdivision: `NL`, `DE-BY`.
        year: of the Gregorian calendar.
        language: `nl`, `da` or `en`; where the library lacks it, names are in the country's own.
    """
    # The library takes a tenth of a second to import; companies without holidays need not wait for it.
    from holidays import country_holidays

    code, _dash, subdivision = country.upper().partition("-")
    try:
        known = country_holidays(code, subdiv=subdivision or None)
    except NotImplementedError:
        return ()
    wanted = _LANGUAGES.get(language, language)
    spoken = wanted if wanted in known.supported_languages else known.default_language
    found = country_holidays(code, subdiv=subdivision or None, years=year, language=spoken)
    return tuple(sorted(found.items()))
