"""The large company, for benchmarks: written in bulk, in one transaction, in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, update

from app.context import Context
from app.demo.bulk import Row, bare, follow_sequences, write_rows
from app.demo.emptiness import require_empty
from app.demo.names import CUSTOMERS, TECHNICIANS
from app.demo.places import REGIONS, Town, country_of
from app.demo.trade import KINDS
from app.work import Work
from models.company import Company
from models.customers import Customer, Site
from models.orders import OrderLine, ServiceOrder, order_skill, promised
from models.technicians import Skill, Team, Technician, technician_skill
from models.terms import Priority, Progress, VisitStatus
from models.visits import Visit
from models.worktime import local_epoch

WAITING = 300
"""Orders that wait: what is older is history, what is newer is planned."""

PEOPLE_IN_A_TEAM = 20
_PER_CUSTOMER = 10
_SKILLS = tuple(sorted({kind.skill for kind in KINDS if kind.skill}))
_TOWNS: tuple[tuple[str, Town], ...] = tuple(
    (code, town) for code, towns in REGIONS.items() for town in towns
)
_NAMES = tuple(name for names in CUSTOMERS.values() for name in names)
_TEXTS = tuple(
    text for kind in KINDS for words in kind.words.values() for text in (*words.faults, words.task)
)
_PRIORITIES = (Priority.NORMAL,) * 7 + (Priority.HIGH, Priority.LOW, Priority.LOW)
_PLANNING, _FINISHED = 1, 4  # stages of `models.migrations.first_rows`
_EVERY_DAY = "mon;tue;wed;thu;fri;sat;sun"
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Size:
    """How large a company."""

    technicians: int
    days: int
    visits: int
    orders: int

    @property
    def customers(self) -> int:
        """One for ten orders: a hundred thousand for a million."""
        return max(len(_TOWNS), self.orders // _PER_CUSTOMER)

    @property
    def sites(self) -> int:
        """Six for five customers."""
        return self.customers * 6 // 5

    @property
    def waiting(self) -> int:
        """Orders without a visit that are still to be done."""
        return min(WAITING, self.orders - self.visits)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all the rows need: size, dice, the present (epoch seconds), today, the zone."""

    size: Size
    chance: Random
    now: int
    today: date
    zone: str

    def customer_of(self, site: int) -> int:
        """Sites are spread over customers in turn; both count from 1."""
        return (site - 1) % self.size.customers + 1

    def midnight(self, day: date) -> int:
        """The start of a local day."""
        return local_epoch(day, time(0), self.zone)


def fill_large(
    context: Context,
    *,
    technicians: int = 500,
    days: int = 30,
    visits: int = 50_000,
    orders: int = 1_000_000,
    seed: int = 1,
) -> None:
    """Fill an empty database for benchmarks: so many visits on so many days around today, the rest history.

    What is written in bulk is not in the audit. Other windows are told to load again.

    Raises:
        Refused: the database is not empty.
        ValueError: fewer orders than visits.
    """
    size = Size(technicians, days, visits, max(orders, visits))
    if orders < visits:
        raise ValueError(f"{visits} visits need as many orders, not {orders}")
    zone = context.run(lambda work: work.company().time_zone)[0]
    now = context.clock()
    today = now.astimezone(context.run(lambda work: work.company().zone)[0]).date()
    frame = _Frame(size, Random(f"servicebord-{seed}"), int(now.timestamp()), today, zone)
    with context.database.connected() as connection:
        require_empty(connection)
        _write(connection, frame)
    context.run(_tell)


def _tell(work: Work) -> None:
    for kind in (Customer, Site, Team, Skill, Technician, ServiceOrder, Visit):
        work.note(kind.__tablename__, 0, "reload")


def _write(connection: Connection, frame: _Frame) -> None:
    company = update(Company).values(name="Noorderlicht Service B.V.", next_order=frame.size.orders + 1)
    connection.execute(company)
    tables = [kind.__table__ for kind in (Customer, Site, Technician, ServiceOrder, OrderLine, Visit)]
    with bare(connection, *tables, technician_skill, order_skill):
        _write_places(connection, frame)
        _write_people(connection, frame)
        _write_orders(connection, frame)
    follow_sequences(connection, Team.__table__, Skill.__table__, *tables)


def _write_places(connection: Connection, frame: _Frame) -> None:
    size, chance = frame.size, frame.chance
    write_rows(
        connection,
        Customer.__table__,
        ("id", "code", "name", "language", "version"),
        (
            (at, f"K{at:06}", f"{_NAMES[at % len(_NAMES)]} {at // len(_NAMES) + 1}", "nl", 1)
            for at in range(1, size.customers + 1)
        ),
    )

    def sites() -> Iterator[Row]:
        for at in range(1, size.sites + 1):
            region, town = _TOWNS[at % len(_TOWNS)]
            place = (
                town.latitude + chance.uniform(-0.05, 0.05),
                town.longitude + chance.uniform(-0.08, 0.08),
            )
            customer = frame.customer_of(at)
            yield (at, f"S{at:06}", customer, _NAMES[customer % len(_NAMES)], f"Industrieweg {at % 200 + 1}",
                   town.postal_code, town.name, country_of(region), *place, 1)  # fmt: skip

    names = ("id", "code", "customer_id", "name", "street", "postal_code", "city", "country", "latitude",
             "longitude", "version")  # fmt: skip
    write_rows(connection, Site.__table__, names, sites())


def _write_people(connection: Connection, frame: _Frame) -> None:
    count = frame.size.technicians
    teams = -(-count // PEOPLE_IN_A_TEAM)
    team_rows = (
        (at, f"TEAM{at:02}", f"{_TOWNS[at % len(_TOWNS)][1].name} {at}", 1) for at in range(1, teams + 1)
    )
    write_rows(connection, Team.__table__, ("id", "code", "name", "version"), team_rows)
    skill_rows = ((at, code, code.title(), 1) for at, code in enumerate(_SKILLS, start=1))
    write_rows(connection, Skill.__table__, ("id", "code", "name", "version"), skill_rows)
    names = ("id", "code", "name", "team_id", "home_site_id", "shift_start", "shift_end", "work_days",
             "active", "version")  # fmt: skip
    write_rows(connection, Technician.__table__, names, _technicians(frame))
    known = ((at, skill + 1) for at in range(1, count + 1) for skill in _skills_of(at))
    write_rows(connection, technician_skill, ("technician_id", "skill_id"), known)


def _technicians(frame: _Frame) -> Iterator[Row]:
    for at in range(1, frame.size.technicians + 1):
        name = f"{TECHNICIANS[at % len(TECHNICIANS)].name} {at}"
        home = at % frame.size.sites + 1
        yield at, f"T{at:03}", name, (at - 1) // PEOPLE_IN_A_TEAM + 1, home, 480, 1020, _EVERY_DAY, True, 1


def _skills_of(technician: int) -> list[int]:
    """Every technician has all skills but two, counted from 0."""
    lacking = {technician % len(_SKILLS), (technician // 3) % len(_SKILLS)}
    return [skill for skill in range(len(_SKILLS)) if skill not in lacking]


@dataclass(frozen=True, slots=True)
class _Booking:
    """A visit with what its order needs to know; times in epoch seconds."""

    technician: int
    site: int
    starts: int
    ends: int
    day: date
    skill: int

    @property
    def minutes(self) -> int:
        """How long."""
        return (self.ends - self.starts) // 60


def _bookings(frame: _Frame) -> list[_Booking]:
    """Visits by start; each technician's day is cut into as many slots as it has visits."""
    size = frame.size
    cells = size.technicians * size.days
    first = frame.today - timedelta(days=size.days // 3)
    found = []
    for day_number in range(size.days):
        day = first + timedelta(days=day_number)
        opens = frame.midnight(day) + 8 * _HOUR
        for technician in range(1, size.technicians + 1):
            cell = day_number * size.technicians + technician - 1
            share = (cell + 1) * size.visits // cells - cell * size.visits // cells
            edges = [opens + 9 * _HOUR * edge // share for edge in range(share + 1)] if share else []
            found += [_booking(frame, technician, begin, end, day) for begin, end in pairwise(edges)]
    found.sort(key=lambda booking: (booking.starts, booking.technician))
    return found


def _booking(frame: _Frame, technician: int, begin: int, end: int, day: date) -> _Booking:
    """A visit that fills about two thirds of its slot, near the technician's home."""
    chance, sites = frame.chance, frame.size.sites
    starts = begin + round((end - begin) * chance.uniform(0.08, 0.25)) // 300 * 300
    ends = starts + max(900, round((end - begin) * chance.uniform(0.4, 0.65)) // 300 * 300)
    home = technician % sites
    site = home + len(_TOWNS) * chance.randrange(max(1, (sites - home) // len(_TOWNS))) + 1
    skill = chance.choice(_skills_of(technician)) + 1 if chance.random() < 0.4 else 0
    return _Booking(technician, site, starts, min(ends, end - 300), day, skill)


_ORDER = ("id", "number", "customer_id", "stage_id", "created_at", "site_id", "description", "priority",
          "service_date", "earliest_start", "latest_start", "duration_minutes", "origin", "progress",
          "version")  # fmt: skip
_VISIT = ("id", "order_id", "technician_id", "starts_at", "ends_at", "status", "order_number",
          "customer_name", "town", "site_id", "priority", "promise_from", "promise_to",
          "customer_id", "version")  # fmt: skip
_LINE = ("id", "order_id", "line", "type", "description", "quantity", "cost_price", "sales_price", "status",
         "signed_off", "version")  # fmt: skip


def _write_orders(connection: Connection, frame: _Frame) -> None:
    """History first, then what is on the board, then what waits: numbers rise with the dates."""
    size = frame.size
    bookings = _bookings(frame)
    history = size.orders - size.waiting - len(bookings)
    orders = _Orders(frame, bookings)
    write_rows(connection, ServiceOrder.__table__, _ORDER, orders.history(history))
    write_rows(connection, ServiceOrder.__table__, _ORDER, orders.booked(history))
    write_rows(connection, ServiceOrder.__table__, _ORDER, orders.waiting(history + len(bookings)))
    write_rows(connection, OrderLine.__table__, _LINE, orders.lines(history))
    write_rows(connection, order_skill, ("order_id", "skill_id"), orders.skills(history))
    write_rows(connection, Visit.__table__, _VISIT, orders.visits(history))


class _Orders:
    """Makes the rows of orders and of what belongs to them."""

    def __init__(self, frame: _Frame, bookings: list[_Booking]) -> None:
        self._frame = frame
        self._bookings = bookings
        self._first_board_day = frame.today - timedelta(days=frame.size.days // 3)

    def history(self, count: int) -> Iterator[Row]:
        """Finished and posted orders of the three years before the board begins."""
        frame, chance = self._frame, self._frame.chance
        start = self._first_board_day - timedelta(days=3 * 365)
        for at in range(1, count + 1):
            day = start + timedelta(days=(at - 1) * 3 * 365 // max(count, 1))
            site = chance.randrange(frame.size.sites) + 1
            came = frame.midnight(day) - chance.randrange(5 * 24) * _HOUR
            yield (at, self._number(at), frame.customer_of(site), _FINISHED, came, site,
                   chance.choice(_TEXTS), chance.choice(_PRIORITIES).value, day, None, None, 60, "system",
                   Progress.POSTED.value, 1)  # fmt: skip

    def booked(self, after: int) -> Iterator[Row]:
        """An order for each visit on the board; half of them promise a part of the day."""
        frame, chance = self._frame, self._frame.chance
        for at, booking in enumerate(self._bookings, start=after + 1):
            window = self._window(at, booking)
            is_past = booking.ends < frame.now
            yield (at, self._number(at), frame.customer_of(booking.site),
                   _FINISHED if is_past else _PLANNING, booking.starts - 7 * 24 * _HOUR, booking.site,
                   chance.choice(_TEXTS), _PRIORITIES[at % 10].value, booking.day, *window, booking.minutes,
                   "user", Progress.POSTED.value if is_past else Progress.IN_PROCESS.value, 1)  # fmt: skip

    def waiting(self, after: int) -> Iterator[Row]:
        """Orders that came in this week and have no visit."""
        frame, chance = self._frame, self._frame.chance
        for at in range(after + 1, after + frame.size.waiting + 1):
            site = chance.randrange(frame.size.sites) + 1
            day = frame.today + timedelta(days=chance.randrange(-2, 9))
            came = frame.now - chance.randrange(5 * 24) * _HOUR
            yield (at, self._number(at), frame.customer_of(site), _PLANNING, came, site,
                   chance.choice(_TEXTS), chance.choice(_PRIORITIES).value, day,
                   *chance.choice(((None, None), (480, 720), (720, 960))),
                   chance.choice((30, 45, 60, 90, 120)), "web", Progress.IN_PROCESS.value, 1)  # fmt: skip

    def lines(self, history: int) -> Iterator[Row]:
        """An hour of work on every order."""
        frame = self._frame
        past = {history + at for at, booking in enumerate(self._bookings, 1) if booking.ends < frame.now}
        for at in range(1, frame.size.orders + 1):
            is_posted = at <= history or at in past
            status = "posted" if is_posted else "created"
            yield at, at, 10, "hour", "Arbeid monteur", 1000, 4200, 7850, status, is_posted, 1

    def skills(self, after: int) -> Iterator[Row]:
        """Skills of four in ten orders on the board, and of those that wait."""
        for at, booking in enumerate(self._bookings, start=after + 1):
            if booking.skill:
                yield at, booking.skill
        first = after + len(self._bookings) + 1
        for at in range(first, first + self._frame.size.waiting, 2):
            yield at, at % len(_SKILLS) + 1

    def visits(self, after: int) -> Iterator[Row]:
        """The visits, with what the board shows of their orders."""
        frame, zone = self._frame, ZoneInfo(self._frame.zone)
        for at, booking in enumerate(self._bookings, start=after + 1):
            customer = frame.customer_of(booking.site)
            earliest, latest = self._window(at, booking)
            bounds = promised(booking.day, _clock(earliest), _clock(latest), zone)
            promise = (int(bound.timestamp()) if bound else None for bound in bounds)
            name = f"{_NAMES[customer % len(_NAMES)]} {customer // len(_NAMES) + 1}"
            town = _TOWNS[booking.site % len(_TOWNS)][1].name
            yield (at - after, at, booking.technician, booking.starts, booking.ends,
                   self._status(booking).value, self._number(at), name, town, booking.site,
                   _PRIORITIES[at % 10].value, *promise, customer, 1)  # fmt: skip

    def _number(self, at: int) -> str:
        return f"SO-{at:05d}"

    def _window(self, at: int, booking: _Booking) -> tuple[int | None, int | None]:
        """Every second order promises the half of the day in which its visit starts, in local minutes."""
        if at % 2:
            return None, None
        noon = self._frame.midnight(booking.day) + 12 * _HOUR
        return (480, 720) if booking.starts < noon else (720, 1020)

    def _status(self, booking: _Booking) -> VisitStatus:
        now = self._frame.now
        if booking.ends < now:
            return VisitStatus.DONE
        if booking.starts < now:
            return VisitStatus.WORKING
        return VisitStatus.SENT if booking.starts < now + 24 * _HOUR else VisitStatus.PLANNED


def _clock(minutes: int | None) -> time | None:
    """Minutes since midnight as a time of day."""
    return None if minutes is None else time(minutes // 60, minutes % 60)
