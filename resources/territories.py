"""Which time zone a country has, where it has only one: a guess for places that state none."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

_ENCLAVES = frozenset({"Europe/Busingen"})
"""Zones of their own that keep their country's time."""


@lru_cache(maxsize=64)
def zone_of(country: str) -> str:
    """IANA name of the zone of a country by its code of two letters; "" where it has several or is unknown.

    Islands far off a European country are left out.
    """
    code = country.strip().upper()
    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == code]
    mainland = [zone for zone in zones if zone.startswith("Europe/") and zone not in _ENCLAVES]
    chosen = mainland or zones
    return chosen[0] if len(chosen) == 1 else ""
