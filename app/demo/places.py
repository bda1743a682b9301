"""Towns with their true coordinates, streets and postal codes, in three regions."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Town:
    """A town: WGS 84 degrees of its centre; a Dutch postal code gets two letters."""

    name: str
    latitude: float
    longitude: float
    postal_code: str


@dataclass(frozen=True, slots=True)
class Address:
    """A place in a town, within some hundred metres of its centre."""

    street: str
    postal_code: str
    city: str
    country: str
    latitude: float
    longitude: float


NORTH = (
    Town("Groningen", 53.2194, 6.5665, "9723"),
    Town("Assen", 52.9929, 6.5642, "9405"),
    Town("Leeuwarden", 53.2012, 5.7999, "8938"),
    Town("Drachten", 53.1055, 6.0994, "9203"),
    Town("Heerenveen", 52.9604, 5.9192, "8446"),
    Town("Sneek", 53.0323, 5.6559, "8606"),
    Town("Hoogezand", 53.1620, 6.7607, "9601"),
    Town("Veendam", 53.1061, 6.8793, "9641"),
    Town("Stadskanaal", 52.9895, 6.9504, "9501"),
    Town("Emmen", 52.7858, 6.8976, "7825"),
    Town("Hoogeveen", 52.7226, 6.4762, "7903"),
    Town("Winschoten", 53.1434, 7.0347, "9671"),
    Town("Roden", 53.1376, 6.4310, "9301"),
    Town("Zuidlaren", 53.0944, 6.6839, "9471"),
)
MIDDLE = (
    Town("Zwolle", 52.5126, 6.0936, "8013"),
    Town("Apeldoorn", 52.2112, 5.9699, "7327"),
    Town("Deventer", 52.2551, 6.1639, "7418"),
    Town("Amersfoort", 52.1561, 5.3878, "3812"),
    Town("Ede", 52.0402, 5.6649, "6718"),
    Town("Arnhem", 51.9851, 5.8987, "6827"),
    Town("Harderwijk", 52.3417, 5.6208, "3846"),
    Town("Kampen", 52.5550, 5.9114, "8263"),
    Town("Nijkerk", 52.2203, 5.4859, "3861"),
    Town("Barneveld", 52.1401, 5.5847, "3771"),
    Town("Zutphen", 52.1385, 6.2014, "7202"),
    Town("Raalte", 52.3857, 6.2757, "8102"),
    Town("Epe", 52.3475, 5.9833, "8161"),
)
DENMARK = (
    Town("Aarhus", 56.1629, 10.2039, "8000"),
    Town("Randers", 56.4607, 10.0364, "8900"),
    Town("Silkeborg", 56.1697, 9.5451, "8600"),
    Town("Viborg", 56.4532, 9.4020, "8800"),
    Town("Horsens", 55.8607, 9.8503, "8700"),
    Town("Vejle", 55.7113, 9.5364, "7100"),
    Town("Skanderborg", 56.0343, 9.9319, "8660"),
    Town("Herning", 56.1362, 8.9766, "7400"),
    Town("Hammel", 56.2583, 9.8631, "8450"),
    Town("Odder", 55.9731, 10.1530, "8300"),
    Town("Hadsten", 56.3281, 10.0493, "8370"),
    Town("Ikast", 56.1388, 9.1577, "7430"),
    Town("Bjerringbro", 56.3780, 9.6535, "8850"),
)
REGIONS = {"NOORD": NORTH, "MIDDEN": MIDDLE, "DANMARK": DENMARK}
"""Towns by the code of the team that goes there."""

_DUTCH_STREETS = (
    "Stationsweg", "Industrieweg", "Hoofdstraat", "Kerkstraat", "Nijverheidsweg", "Molenweg", "Brink",
    "Energieweg", "Wilhelminalaan", "Havenkade", "Ambachtsweg", "Parallelweg", "Dorpsstraat", "Marktplein",
    "Transportweg", "Oude Zwolseweg", "De Vuurkeien", "Zuiderdiep", "Handelskade", "Schoolstraat",
)  # fmt: skip
_DANISH_STREETS = (
    "Industrivej", "Nørregade", "Søndergade", "Vestergade", "Østergade", "Fabriksvej", "Storegade",
    "Havnegade", "Skolevej", "Møllevej", "Energivej", "Kirkegade", "Torvet", "Håndværkervej", "Engvej",
    "Jernbanegade", "Lyngvej", "Søvej",
)  # fmt: skip
_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
_SPREAD = 0.011


def an_address(chance: Random, town: Town, *, country: str) -> Address:
    """A street and number in a town."""
    number = chance.randint(1, 180)
    postal_code = town.postal_code
    if country == "NL":
        postal_code += " " + "".join(chance.choices(_LETTERS, k=2))
    streets = _DUTCH_STREETS if country == "NL" else _DANISH_STREETS
    return Address(
        street=f"{chance.choice(streets)} {number}",
        postal_code=postal_code,
        city=town.name,
        country=country,
        latitude=round(town.latitude + chance.uniform(-_SPREAD, _SPREAD), 5),
        longitude=round(town.longitude + chance.uniform(-_SPREAD, _SPREAD) * 1.6, 5),
    )


def country_of(region: str) -> str:
    """ISO code of the country of a region."""
    return "DK" if region == "DANMARK" else "NL"
