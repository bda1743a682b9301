"""What the demo company services: kinds of objects with their tasks, parts and faults, in three languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of object in one language.

    Attributes:
        name, models: of the objects.
        task, internal, external: of the periodic work.
        faults: what people report; each becomes an order's description.
    """

    name: str
    models: tuple[str, ...]
    task: str
    internal: str
    external: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: skill asked for, part used, minutes of periodic work and of a repair."""

    code: str
    skill: str
    item: str
    periodic: int
    repair: int
    every: str
    words: dict[str, Wording]


ITEMS = (
    ("ARB", "Arbeid monteur", "uur", 4200, 7850),
    ("ARB-A", "Arbeid monteur, avond", "uur", 6300, 11775),
    ("VRK", "Voorrijkosten", "keer", 1800, 4250),
    ("KM", "Kilometers", "km", 23, 45),
    ("ION", "Ionisatiepen", "st", 940, 1895),
    ("PAK-K", "Pakkingset ketel", "set", 1230, 2450),
    ("POMP-25", "Circulatiepomp 25-60", "st", 11800, 18900),
    ("EXP-18", "Expansievat 18 l", "st", 3150, 5490),
    ("R32", "Koudemiddel R32", "kg", 2100, 4650),
    ("R744", "Koudemiddel R744 (CO₂)", "kg", 890, 2150),
    ("VENT-M", "Verdampventilator 230 V", "st", 6400, 10900),
    ("FILT-F7", "Filter F7 592×592", "st", 1475, 2995),
    ("FILT-G4", "Filter G4 592×592", "st", 690, 1495),
    ("SNAAR", "V-snaar SPZ 1250", "st", 760, 1690),
    ("RADAR", "Radar automatische deur", "st", 8900, 14950),
    ("WIEL", "Loopwiel schuifdeur", "set", 1980, 3990),
    ("ACCU-12", "Accu 12 V 7 Ah", "st", 1450, 2950),
    ("LED-N", "Noodverlichtingsarmatuur LED", "st", 3350, 5950),
    ("MELD-R", "Rookmelder optisch", "st", 2870, 4950),
    ("TLS", "Thermostatische sensor", "st", 2240, 4150),
    ("KLEP-3", "Driewegklep 1\"", "st", 5120, 8650),
    ("SLANG", "Condensslang 20 mm", "m", 110, 295),
    ("CONTR", "Jaarcontrole met certificaat", "keer", 2500, 9500),
    ("ABON", "Storingsdienst per kwartaal", "keer", 0, 13500),
)  # fmt: skip
"""Code, name, unit, cost and sales price in cents."""

KINDS = (
    Kind("KETEL", "GAS", "PAK-K", 75, 90, "1J", {
        "nl": Wording(
            "CV-ketel", ("Wandketel 45 kW", "Wandketel 65 kW", "Cascade 2 × 90 kW", "Vloerketel 180 kW"),
            "Groot onderhoud ketel",
            "Brander en warmtewisselaar reinigen, ionisatiestroom en CO₂ meten, drukverschil noteren. "
            "CO-meting in de opstellingsruimte verplicht.",
            "De ketel is gereinigd en afgesteld; de meetwaarden staan op het rapport.",
            ("Geen verwarming, foutcode F28 op het display", "Ketel verliest druk, elke week bijvullen",
             "Warm water blijft lauw", "Ketel gaat steeds uit op maximaalbeveiliging",
             "Lekkage onder de ketel"),
        ),
        "da": Wording(
            "Gaskedel", ("Væghængt kedel 45 kW", "Kaskade 2 × 90 kW", "Gulvkedel 180 kW"),
            "Årligt kedeleftersyn",
            "Rens brænder og veksler, mål ionisering og CO₂, kontroller aftræk. CO-måling i teknikrummet.",
            "Kedlen er renset og indreguleret; målingerne står i rapporten.",
            ("Ingen varme, fejlkode på displayet", "Kedlen taber tryk", "Varmt vand bliver kun lunkent"),
        ),
        "en": Wording(
            "Gas boiler", ("Wall-hung boiler 65 kW",), "Annual boiler service",
            "Clean burner and heat exchanger, measure ionisation and CO₂. CO test in the plant room.",
            "The boiler was cleaned and adjusted; readings are in the report.",
            ("No heating in the office wing", "Boiler locks out at night"),
        ),
    }),
    Kind("WARMTEPOMP", "KOEL", "R32", 90, 120, "1J", {
        "nl": Wording(
            "Warmtepomp", ("Lucht/water 12 kW", "Lucht/water 35 kW", "Bodembron 60 kW"),
            "Inspectie warmtepomp",
            "Lekdichtheid met detector, koudemiddelregister bijwerken, condensor spoelen, "
            "stooklijn controleren.",
            "De installatie is lekdicht bevonden en het logboek is bijgewerkt.",
            ("Warmtepomp schakelt over op elektrisch element", "Buitendeel maakt lawaai en trilt",
             "Hogedrukstoring in de ochtend"),
        ),
        "da": Wording(
            "Varmepumpe", ("Luft/vand 12 kW", "Luft/vand 35 kW", "Jordvarme 60 kW"),
            "Eftersyn af varmepumpe",
            "Lækagesøgning, opdater kølemiddelregistret, rens kondensator, kontroller varmekurven.",
            "Anlægget er tæt, og logbogen er opdateret.",
            ("Varmepumpen kører på el-patron", "Udedelen støjer", "Højtryksfejl om morgenen"),
        ),
    }),
    Kind("KOELING", "KOEL", "VENT-M", 60, 120, "6M", {
        "nl": Wording(
            "Koelinstallatie", ("Koelcel 12 m³", "Vriescel 20 m³", "Koelmeubel CO₂", "Koelwand zuivel"),
            "Halfjaarlijks onderhoud koeling",
            "Lekcontrole volgens F-gassenverordening, verdamper ontdooien en reinigen, deurrubbers, "
            "alarm testen. Temperatuur vóór en na noteren (HACCP).",
            "De koeling is gecontroleerd; temperaturen staan op het HACCP-blad.",
            ("Koelcel wordt niet kouder dan 9 °C", "Vriescel: dikke ijslaag op de verdamper",
             "Alarm koelmeubel gaat 's nachts af", "Compressor slaat af na tien minuten",
             "Deurverwarming vriescel defect"),
        ),
        "da": Wording(
            "Køleanlæg", ("Kølerum 12 m³", "Fryserum 20 m³", "Kølemøbel CO₂"),
            "Halvårligt køleeftersyn",
            "Lækagekontrol, afrim og rens fordamper, dørpakninger, test alarm. Noter temperatur før/efter.",
            "Anlægget er kontrolleret; temperaturerne står i egenkontrollen.",
            ("Kølerummet bliver ikke koldere end 9 °C", "Fryserum: is på fordamperen",
             "Kompressoren stopper efter ti minutter"),
        ),
        "en": Wording(
            "Refrigeration plant", ("Cold store 450 m³", "Blast freezer"), "Half-yearly plant service",
            "Leak test to F-gas regulation, defrost evaporators, check door seals, test alarms.",
            "The plant was checked; temperatures are in the log.",
            ("Cold store above set point since last night", "Door heater of the freezer has failed"),
        ),
    }),
    Kind("LUCHT", "LUCHT", "FILT-F7", 60, 90, "3M", {
        "nl": Wording(
            "Luchtbehandelingskast", ("LBK 3.500 m³/h", "LBK 8.000 m³/h", "WTW-unit 1.200 m³/h"),
            "Filters wisselen en inspectie LBK",
            "Filters toevoer en afvoer vervangen, snaarspanning, warmtewiel, condensafvoer. "
            "Filterdruk vóór en na meten.",
            "De filters zijn vervangen; de luchthoeveelheid voldoet.",
            ("Tocht en lawaai uit de roosters", "Geen luchttoevoer op de eerste verdieping",
             "Storing frequentieregelaar", "Klachten over benauwde lokalen"),
        ),
        "da": Wording(
            "Ventilationsanlæg", ("Aggregat 3.500 m³/h", "Aggregat 8.000 m³/h"),
            "Filterskift og eftersyn",
            "Skift filtre på indblæsning og udsugning, kontroller remme, rotorveksler og kondensafløb.",
            "Filtrene er skiftet, og luftmængden er i orden.",
            ("Træk og støj fra armaturer", "Ingen indblæsning på første sal",
             "Alarm på frekvensomformer"),
        ),
        "en": Wording(
            "Air handling unit", ("AHU 8,000 m³/h", "Server room cooler 40 kW"), "Filter change and check",
            "Replace supply and exhaust filters, check belts and condensate drain.",
            "Filters were replaced; air volume is as designed.",
            ("Hot spot in row C of the server room", "Unit trips on high pressure"),
        ),
    }),
    Kind("DEUR", "ELEK", "RADAR", 45, 60, "6M", {
        "nl": Wording(
            "Automatische deur", ("Schuifdeur dubbel", "Draaideur 3-vleugelig", "Tourniquet"),
            "Keuring automatische deur",
            "Veiligheidssensoren en noodopening testen, loopwielen nalopen, sluitkracht meten (EN 16005).",
            "De deur is gekeurd; het keuringslabel is vernieuwd.",
            ("Schuifdeur blijft openstaan", "Deur reageert niet op de radar",
             "Deur sluit met een klap"),
        ),
        "da": Wording(
            "Automatisk dør", ("Skydedør dobbelt", "Karruseldør"),
            "Årlig kontrol af automatisk dør",
            "Test sikkerhedssensorer og nødåbning, kontroller ruller, mål lukkekraft (EN 16005).",
            "Døren er kontrolleret og mærket.",
            ("Skydedøren bliver stående åben", "Døren lukker med et smæld"),
        ),
    }),
    Kind("BRAND", "BRAND", "MELD-R", 90, 75, "3M", {
        "nl": Wording(
            "Brandmeldinstallatie", ("BMC 2 lussen", "BMC 4 lussen", "Ontruimingsinstallatie"),
            "Kwartaalbeheer brandmeldinstallatie",
            "Meldkamer vooraf in test zetten! 25 % van de melders testen, accu's meten, logboek tekenen.",
            "De installatie is getest; het logboek is bijgewerkt.",
            ("Steeds loos alarm melder keuken", "Storing lus 2 na verbouwing",
             "Accustoring brandmeldcentrale"),
        ),
        "da": Wording(
            "Brandalarmanlæg", ("ABA-central 2 sløjfer", "Varslingsanlæg"),
            "Kvartalsvis kontrol af brandalarm",
            "Meld anlægget i test hos alarmcentralen! Test 25 % af detektorerne, mål batterier, før logbog.",
            "Anlægget er testet, og logbogen er udfyldt.",
            ("Blind alarm fra detektor i køkkenet", "Fejl på sløjfe 2", "Batterifejl på centralen"),
        ),
    }),
    Kind("NOOD", "ELEK", "ACCU-12", 60, 45, "1J", {
        "nl": Wording(
            "Noodverlichting", ("Decentraal, 24 armaturen", "Centraal systeem 96 armaturen"),
            "Jaarcontrole noodverlichting",
            "Ontlaadtest 60 minuten, defecte accu's vervangen, tekening bijwerken.",
            "De noodverlichting is getest; defecte armaturen zijn vervangen.",
            ("Drie armaturen branden niet in het trappenhuis", "Rode led op meerdere armaturen"),
        ),
        "da": Wording(
            "Nødbelysning", ("Decentral, 24 armaturer", "Centralt anlæg"),
            "Årlig test af nødbelysning",
            "Afladningstest 60 minutter, skift defekte batterier, opdater tegning.",
            "Nødbelysningen er testet; defekte armaturer er skiftet.",
            ("Tre armaturer lyser ikke på trappen",),
        ),
    }),
    Kind("TAPWATER", "", "TLS", 45, 45, "3M", {
        "nl": Wording(
            "Tapwaterinstallatie", ("Boiler 300 l", "Circulatieleiding", "Mengkraan doucheruimte"),
            "Legionellabeheer",
            "Temperaturen van alle tappunten meten, spoelprotocol afvinken, monster nemen in even kwartalen.",
            "De temperaturen zijn gemeten en in het logboek vastgelegd.",
            ("Douches kleedkamer 2 worden niet warm", "Watermonster boven de norm: herhalen",
             "Boiler tikt en lekt via de inlaatcombinatie"),
        ),
        "da": Wording(
            "Brugsvandsanlæg", ("Varmtvandsbeholder 300 l", "Cirkulationsledning"),
            "Legionellakontrol",
            "Mål temperaturer på alle tapsteder, gennemskyl, tag prøve hvert andet kvartal.",
            "Temperaturerne er målt og noteret.",
            ("Bruserne bliver ikke varme", "Beholderen lækker"),
        ),
    }),
)  # fmt: skip
