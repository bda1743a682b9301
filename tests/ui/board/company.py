"""Synthetic boards for tests and benchmarks: same seed, same board; Dutch and Danish words, no database."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from app.queries.board import BoardWindow, LaneRow, VisitColumns, WaitingRow
from models.distances import Travel
from models.terms import Priority, VisitStatus

ZONE = "Europe/Amsterdam"
MONDAY = date(2026, 11, 23)
TEAMS = ("Noord", "Midden", "Zuid", "Danmark Vest", "Danmark Øst", "Storage & koeltechniek")
FIRST = (
    "Anna",
    "Bram",
    "Cas",
    "Dewi",
    "Eva",
    "Finn",
    "Gijs",
    "Ida",
    "Jonas",
    "Karen",
    "Søren",
    "Åse",
    "Maarten",
)
LAST = (
    "de Vries",
    "Bakker",
    "Willems",
    "Jansen",
    "van den Berg",
    "Mulder",
    "Nielsen",
    "Holm",
    "Lund",
    "Østergaard",
)
SKILLS = ((1, "Gas 2"), (2, "Lift"), (3, "Koeling 1"), (4, "Elektro"), (5, "F-gassen"), (6, "Højspænding"))
CUSTOMERS = (
    "Zorgcentrum Oost", "Bakkerij Smit", "Havneterminal 4", "VvE De Linde", "Stadskantoor", "Koelhuis West",
    "Papirfabrikken", "Hotel Bilderberg", "Skolen ved Søen", "Ziekenhuis Zuid", "Lift & Co",
    "Wooncorporatie Rijnland Verhuur", "Rødovre Varmeværk", "Ejendomsselskabet Nørrebro", "Jumbo 1204",
)  # fmt: skip
TOWNS = (
    "Zwolle",
    "Assen",
    "Utrecht",
    "Groningen",
    "Amersfoort",
    "Odense",
    "Vejle",
    "Kolding",
    "’s-Hertogenbosch",
)
STATUSES = tuple(VisitStatus)


def epoch(day: date, minute: int) -> int:
    """Epoch second of a local minute of a day."""
    zone = ZoneInfo(ZONE)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) + minute * 60


def lanes_of(count: int, days: int, chance: random.Random, *, first: date = MONDAY) -> tuple[LaneRow, ...]:
    """Technicians in teams with shifts on working days and some leave."""
    rows = []
    for n in range(count):
        shifts, absences = [], []
        for number in range(days):
            day = first + timedelta(days=number)
            if day.weekday() < 5:
                shifts.append((epoch(day, 8 * 60), epoch(day, 17 * 60 if n % 3 else 16 * 60 + 30)))
        if n % 9 == 6:
            start = first + timedelta(days=chance.randrange(0, max(days - 4, 1)) if n > 9 else 0)
            absences.append((epoch(start, 0), epoch(start + timedelta(days=2), 0), "Verlof"))
        team = n * len(TEAMS) // count if count > 5 else 0
        skills = tuple(sorted(chance.sample(SKILLS, 1 + n % 4)))
        name = f"{FIRST[n % len(FIRST)]} {LAST[(n * 7 + n // 13) % len(LAST)]}"
        rows.append(
            LaneRow(
                n + 1,
                f"T{n + 1:02}",
                name,
                team + 1,
                TEAMS[team],
                skills,
                1 + n % 40,
                tuple(shifts),
                tuple(absences),
            )
        )
    return tuple(rows)


def visits_of(
    count: int, lanes: int, days: int, chance: random.Random, *, first: date = MONDAY
) -> VisitColumns:
    """Visits spread over lanes and working days, one after another with gaps; a few overlap."""
    working = [n for n in range(days) if (first + timedelta(days=n)).weekday() < 5] or [0]
    midnights = [epoch(first + timedelta(days=n), 0) for n in range(days)]
    cells = [(lane, day) for lane in range(lanes) for day in working]
    each, extra = divmod(count, len(cells))
    technician, starts, ends = [], [], []
    for at, (lane, day) in enumerate(cells):
        minute = 8 * 60 + 15 * chance.randrange(0, 3)
        wanted = each + (at < extra)
        for _ in range(wanted):
            length = chance.choice((30, 45, 60, 60, 90, 120)) if wanted < 6 else chance.choice((30, 45, 60))
            technician.append(lane + 1)
            starts.append(midnights[day] + minute * 60)
            ends.append(midnights[day] + (minute + length) * 60)
            minute += length + chance.choice((15, 20, 25, 35, 50)) if chance.random() > 0.004 else 15
    return _columns(technician, starts, ends, chance)


def _columns(
    technician: list[int], starts: list[int], ends: list[int], chance: random.Random
) -> VisitColumns:
    count = len(technician)
    promised = [chance.random() < 0.3 for _ in range(count)]
    now = epoch(MONDAY, 11 * 60)
    status = [_status(begin, end, now, chance) for begin, end in zip(starts, ends, strict=True)]
    return VisitColumns(
        id=np.arange(1, count + 1, dtype=np.int64),
        technician_id=np.array(technician, dtype=np.int64),
        order_id=np.arange(1001, count + 1001, dtype=np.int64),
        site_id=np.array([chance.randrange(1, 41) for _ in range(count)], dtype=np.int64),
        customer_id=np.array([1 + n % len(CUSTOMERS) for n in range(count)], dtype=np.int64),
        agreement_id=np.array([n % 3 and 1 + n % 7 for n in range(count)], dtype=np.int64),
        service_level_id=np.array([n % 4 and 1 + n % 3 for n in range(count)], dtype=np.int64),
        crew_id=np.zeros(count, dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        promise_from=np.array(
            [s - 1800 if p else 0 for s, p in zip(starts, promised, strict=True)], dtype=np.int64
        ),
        promise_to=np.array(
            [s + 3600 if p else 0 for s, p in zip(starts, promised, strict=True)], dtype=np.int64
        ),
        status=np.array(status, dtype=np.uint8),
        priority=np.array(chance.choices((0, 1, 2), (15, 70, 15), k=count), dtype=np.uint8),
        lock=np.array(chance.choices((0, 1, 2, 3), (94, 2, 2, 2), k=count), dtype=np.uint8),
        allowed=np.zeros(count, dtype=np.uint8),
        version=np.ones(count, dtype=np.int32),
        number=[f"SO-{n + 1040}" for n in range(count)],
        customer=[chance.choice(CUSTOMERS) for _ in range(count)],
        town=[chance.choice(TOWNS) for _ in range(count)],
    )


def _status(begin: int, end: int, now: int, chance: random.Random) -> int:
    if chance.random() < 0.02:
        return STATUSES.index(VisitStatus.CANCELLED)
    if end < now:
        return STATUSES.index(VisitStatus.DONE)
    if begin < now:
        return STATUSES.index(VisitStatus.WORKING)
    if begin < now + 3600:
        return STATUSES.index(chance.choice((VisitStatus.TRAVELLING, VisitStatus.SENT)))
    return STATUSES.index(VisitStatus.SENT if chance.random() < 0.15 else VisitStatus.PLANNED)


def a_window(lanes: int = 12, days: int = 14, visits: int = 400, *, seed: int = 7) -> BoardWindow:
    """A whole window of the board."""
    chance = random.Random(seed)
    rows = lanes_of(lanes, days, chance)
    columns = visits_of(visits, lanes, days, chance)
    closed = (
        (epoch(MONDAY + timedelta(days=4), 0), epoch(MONDAY + timedelta(days=5), 0), "Bedrijfssluiting"),
    )
    return BoardWindow(
        starts=epoch(MONDAY, 0),
        ends=epoch(MONDAY + timedelta(days=days), 0),
        zone=ZONE,
        lanes=rows,
        visits=columns,
        needs={order: (SKILLS[order % 3],) for order in range(1001, 1060, 4)},
        closed=closed if days > 5 else (),
    )


def a_travel() -> Travel:
    """Forty sites: half of the pairs measured, the others by coordinates, two unknown."""
    chance = random.Random(3)
    sites = list(range(1, 41))
    latitudes = [52 + chance.random() for _ in sites]
    longitudes = [5 + chance.random() for _ in sites]
    latitudes[38] = latitudes[39] = float("nan")
    pairs = [(a, b) for a in sites for b in sites if a < b and (a + b) % 2]
    return Travel(
        sites, latitudes, longitudes,
        [a for a, _ in pairs], [b for _, b in pairs],
        [float(chance.randrange(6, 45)) for _ in pairs], [20.0 for _ in pairs],
    )  # fmt: skip


def waiting_rows(count: int) -> list[WaitingRow]:
    """Orders that wait."""
    return [
        WaitingRow(
            order_id=5000 + n, number=f"SO-{2000 + n}", customer=CUSTOMERS[n % len(CUSTOMERS)],
            town=TOWNS[n % len(TOWNS)], site_id=1 + n % 40, needs=(), duration_minutes=60 + 30 * (n % 2),
            promise_from=0, promise_to=0, priority=Priority.NORMAL, service_date=MONDAY, agreement="A-0012",
            description="Onderhoud", version=1, preferred_technician_id=0,
        )
        for n in range(count)
    ]  # fmt: skip
