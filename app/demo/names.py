"""Who is who in the demo company: technicians, customers, the people to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

WEEK = "mon;tue;wed;thu;fri"
WITH_SATURDAY = "mon;tue;wed;thu;sat"


@dataclass(frozen=True, slots=True)
class Person:
    """A technician: home town, skills by code, shift."""

    name: str
    team: str
    town: str
    skills: str
    starts: time = time(8)
    ends: time = time(16, 30)
    work_days: str = WEEK


TECHNICIANS = (
    Person("Anna de Vries", "NOORD", "Groningen", "GAS KOEL ELEK", time(7, 30), time(16)),
    Person("Jelle Hoekstra", "NOORD", "Leeuwarden", "GAS LUCHT BRAND", time(8), time(17)),
    Person("Marieke Postma", "NOORD", "Assen", "KOEL LUCHT ELEK"),
    Person("Ruben Bakker", "NOORD", "Hoogeveen", "GAS ELEK BRAND HOOG", time(8), time(17), WITH_SATURDAY),
    Person("Sander Visser", "MIDDEN", "Zwolle", "GAS KOEL LUCHT", time(7, 30), time(16)),
    Person("Fatima El Amrani", "MIDDEN", "Amersfoort", "KOEL ELEK HOOG"),
    Person("Bram Janssen", "MIDDEN", "Arnhem", "GAS ELEK BRAND", time(8), time(17), WITH_SATURDAY),
    Person("Lotte van Dijk", "MIDDEN", "Deventer", "LUCHT BRAND KOEL", time(9), time(17, 30)),
    Person("Mette Sørensen", "DANMARK", "Aarhus", "GAS KOEL ELEK", time(7), time(15, 30)),
    Person("Lars Kjær", "DANMARK", "Silkeborg", "GAS LUCHT BRAND", time(7, 30), time(16)),
    Person("Søren Møller", "DANMARK", "Horsens", "KOEL ELEK LUCHT", time(7), time(15, 30), WITH_SATURDAY),
    Person("Freja Lund", "DANMARK", "Viborg", "GAS ELEK BRAND HOOG"),
)
TEAMS = (("NOORD", "Noord"), ("MIDDEN", "Midden"), ("DANMARK", "Danmark"))
SKILLS = (
    ("BRAND", "Brandmelding"),
    ("ELEK", "Elektra"),
    ("GAS", "Gas"),
    ("HOOG", "Hoogte"),
    ("KOEL", "Koeling"),
    ("LUCHT", "Lucht"),
)
CUSTOMERS = {
    "NOORD": (
        "Bakkerij Hoekstra", "Zorgcentrum De Meerpaal", "Hotel Het Wapen", "Basisschool De Wegwijzer",
        "Slagerij Postma", "Zwembad De Welle", "Autobedrijf Dijkstra", "Brouwerij De Vlijt",
        "Kaasmakerij Oudeland", "Huisartsen Noorderpoort", "Sporthal De Kwinne", "Bloemisterij Wilgenhof",
        "Wooncomplex Sonneborgh", "Restaurant De Waag", "Bibliotheek Oostwold", "Transport Van der Meer",
        "Tandartsen aan de Brink", "Garage Veenstra", "Northgate Logistics", "Dorpshuis De Schakel",
        "Supermarkt Boonstra", "Scheepswerf Zijlstra", "Kinderopvang Pinkeltje", "Apotheek Zuiderdiep",
        "Theater De Spiegel", "Camping 't Ruige Veld", "Drukkerij Sikkema",
    ),
    "MIDDEN": (
        "Supermarkt Van Laar", "Verpleeghuis Oosterhof", "Hotel De Gouden Leeuw", "Lyceum Veluwezoom",
        "Bakkerij Ten Have", "IJsbaan De Vechtse", "Autohuis Gelderland", "Koffiebranderij Smit",
        "Groothandel De Haas", "Dierenkliniek Eemland", "Sportcentrum De Marke", "Kwekerij Zonnehoek",
        "Appartementen Rijnzicht", "Grand Café Stadsoever", "Museum De Stoof", "Koelhuis Barneveld",
        "Fysiotherapie Wijngaard", "Meubelfabriek Ruys", "Harbour Data Centre", "Kerkgebouw De Hoeksteen",
        "Slachterij Van Essen", "Zuivelhoeve Raalte", "Peuterspeelzaal Dribbel", "Apotheek Berkelpark",
        "Bioscoop Luxor", "Vakantiepark Ossenberg", "Uitgeverij Wansink",
    ),
    "DANMARK": (
        "Bageriet på Torvet", "Plejecenter Solgården", "Hotel Fjordblik", "Søndervangskolen",
        "Slagter Kjeldsen", "Svømmehallen Østerbro", "Autohuset Gudenå", "Bryghuset Nørreport",
        "Mejeriet Kildegård", "Lægehuset Engvej", "Idrætscenter Nord", "Gartneriet Blomsterdal",
        "Boligforeningen Åparken", "Restaurant Havnen", "Kulturhuset Møllen", "Jysk Kølelager",
        "Tandlægerne Storegade", "Skovly Maskinfabrik", "Baltic Cold Storage", "Sognegården Sct. Hans",
        "Købmand Thomsen", "Bådværftet Odder", "Børnehuset Regnbuen", "Svane Apotek Torvet",
        "Teatret Kulissen",
    ),
}  # fmt: skip
ENGLISH = {"Northgate Logistics", "Harbour Data Centre", "Baltic Cold Storage"}
"""Customers that read English."""

CHAINS = {
    "Supermarkt Boonstra": 3, "Supermarkt Van Laar": 3, "Købmand Thomsen": 3, "Transport Van der Meer": 2,
    "Verpleeghuis Oosterhof": 2, "Zorgcentrum De Meerpaal": 2, "Plejecenter Solgården": 2,
    "Boligforeningen Åparken": 3, "Wooncomplex Sonneborgh": 2, "Autohuis Gelderland": 2,
    "Bakkerij Ten Have": 2, "Bageriet på Torvet": 2, "Groothandel De Haas": 2, "Idrætscenter Nord": 2,
}  # fmt: skip
"""Customers with several sites."""

DUTCH_CONTACTS = (
    "Henk Mulder", "Ingrid Smit", "Koos Wiersma", "Yvonne Kuipers", "Dennis Brouwer", "Tineke de Boer",
    "Ali Yılmaz", "Petra van Leeuwen", "Gerrit Haan", "Sanne Bosman", "Wouter Prins", "Nynke Terpstra",
    "Rachid Benali", "Joke Scholten", "Tom Verhoeven", "Anouk Peters", "Klaas Venema", "Els Dekker",
)  # fmt: skip
DANISH_CONTACTS = (
    "Jens Holm", "Kirsten Bach", "Peter Nygaard", "Hanne Dalgaard", "Ole Frandsen", "Birgit Ravn",
    "Thomas Krogh", "Line Østergaard", "Niels Bjerre", "Camilla Toft", "Erik Vad", "Maja Skov",
)  # fmt: skip
DUTCH_ACCESS = (
    "Melden bij de receptie, legitimatie verplicht.",
    "Sleutel van de technische ruimte ligt bij de beheerder (06-nummer op het bord).",
    "Achterom via het laadperron; bel bij poort 3.",
    "Niet tussen 12:00 en 13:00 in de keuken.",
    "Parkeren op het terrein, kenteken doorgeven aan de portier.",
    "Dak alleen met valbeveiliging en toestemming van de facilitair manager.",
    "Hond loopt los op het erf: eerst bellen.",
    "Code van de slagboom: 2580. Daarna rechts aanhouden.",
    "Stille uren tot 09:30, geen boorwerk.",
    "",
    "",
    "",
)
DANISH_ACCESS = (
    "Henvend dig i receptionen ved hovedindgangen.",
    "Nøgle til teknikrummet hentes hos pedellen.",
    "Ring på ved porten; indkørsel fra bagsiden.",
    "Ikke i køkkenet mellem 11:30 og 13:00.",
    "Kun adgang til taget med faldsikring.",
    "Parkering i gården, læg p-kort i ruden.",
    "",
    "",
)
ENGLISH_ACCESS = (
    "Report at the gatehouse, bring ID; safety shoes and hi-vis are compulsory.",
    "Security escorts you: announce yourself an hour before.",
)
