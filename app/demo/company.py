"""The demo company itself: settings, people, customers, objects, prices, and what it knows of work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.demo.names import (
    CHAINS,
    CUSTOMERS,
    DANISH_ACCESS,
    DANISH_CONTACTS,
    DUTCH_ACCESS,
    DUTCH_CONTACTS,
    ENGLISH,
    ENGLISH_ACCESS,
    SKILLS,
    TEAMS,
    TECHNICIANS,
)
from app.demo.places import REGIONS, Address, Town, an_address, country_of
from app.demo.trade import ITEMS, KINDS, Kind, Wording
from app.work import Work
from models.agreements import Agreement
from models.calendars import Calendar, ClosedDay
from models.company import Company
from models.customers import Contact, Customer, Site
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.projects import Category, Project
from models.service_levels import ServiceLevel
from models.stages import Reason
from models.technicians import Absence, Skill, Team, Technician
from models.terms import Language, TransactionType

FIRST_ORDER = 10_481
OBJECTS = 200


@dataclass(frozen=True, slots=True)
class Thing:
    """An object with what is known of its kind; `words` are in the customer's language."""

    row: ServiceObject
    kind: Kind
    words: Wording
    task: ServiceTask
    site: Site
    customer: Customer
    region: str


@dataclass
class DemoCompany:
    """What later steps refer to; rows have their ids.

    Attributes:
        categories: the usual one of each type.
        loose: the project of orders without an agreement.
        agreements: by id.
    """

    company: Company
    calendar: Calendar
    closed: list[ClosedDay] = field(default_factory=list)
    technicians: list[Technician] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    skills: dict[str, Skill] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    levels: dict[str, ServiceLevel] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    regions: dict[int, str] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    things: list[Thing] = field(default_factory=list)
    categories: dict[TransactionType, Category] = field(default_factory=dict)
    loose: Project | None = None
    agreements: dict[int, Agreement] = field(default_factory=dict)

    @property
    def levels_by_id(self) -> dict[int, ServiceLevel]:
        """The service levels."""
        return {level.id: level for level in self.levels.values()}

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return self.company.zone


def make_company(work: Work, chance: Random, today: date) -> DemoCompany:
    """Settings, prices, people, customers and objects."""
    made = _settings(work, today)
    _prices(work, made)
    owners = _customers(work, chance, made)
    _people(work, chance, made)
    _absences(work, chance, made, today)
    _objects(work, chance, made, owners)
    return made


def _settings(work: Work, today: date) -> DemoCompany:
    calendar = Calendar(code="NL", name="Nederland", holidays_of="NL", opens=time(7), closes=time(18))
    danish = Calendar(code="DK", name="Danmark", holidays_of="DK", opens=time(7), closes=time(17))
    work.session.add_all([calendar, danish])
    work.session.flush()
    closed = [
        ClosedDay(calendar_id=calendar.id, on_date=date(today.year, 12, 24), reason="Kerstsluiting"),
        ClosedDay(calendar_id=calendar.id, on_date=date(today.year, 12, 31), reason="Oudejaarsdag"),
        ClosedDay(calendar_id=danish.id, on_date=date(today.year, 12, 24), reason="Juleaften"),
    ]
    company = work.company()
    company.name = "Noorderlicht Service B.V."
    company.address = "Stationsweg 12\n8011 CZ Zwolle\nNederland"
    company.phone, company.email = "+31 38 555 01 40", "planning@noorderlicht-service.example"
    company.language, company.calendar_id, company.next_order = Language.DUTCH, calendar.id, FIRST_ORDER
    levels = {
        "SPOED": ServiceLevel(code="SPOED", name="Spoed, 10 werkuren", hours=10, calendar_id=calendar.id),
        "2D": ServiceLevel(code="2D", name="Binnen 2 werkdagen", days=2, calendar_id=calendar.id),
        "5D": ServiceLevel(code="5D", name="Binnen 5 werkdagen", days=5, calendar_id=calendar.id),
    }
    reasons = (
        ("AFGEZEGD", "Klant heeft afgezegd"),
        ("ONDERDEEL", "Wacht op onderdelen"),
        ("NIEMAND", "Niemand aanwezig"),
        ("WEER", "Weersomstandigheden"),
    )
    named = {code: Reason(code=code, name=name) for code, name in reasons}
    work.session.add_all([*closed, *levels.values(), *named.values()])
    work.session.flush()
    return DemoCompany(company, calendar, closed=closed[:2], levels=levels, reasons=named)


def _prices(work: Work, made: DemoCompany) -> None:
    for code, name, unit, cost, sales in ITEMS:
        made.items[code] = Item(code=code, name=name, unit=unit, cost_price=cost, sales_price=sales)
    for code, name in SKILLS:
        made.skills[code] = Skill(code=code, name=name)
    work.session.add_all([*made.items.values(), *made.skills.values()])
    work.session.flush()


def _site(code: str, customer: Customer, name: str, address: Address, access: str) -> Site:
    return Site(
        code=code,
        customer_id=customer.id,
        name=name,
        street=address.street,
        postal_code=address.postal_code,
        city=address.city,
        country=address.country,
        latitude=address.latitude,
        longitude=address.longitude,
        access_notes=access or None,
    )


def _customers(work: Work, chance: Random, made: DemoCompany) -> dict[int, Customer]:
    """Customers with sites and contacts; customers by the id of their site."""
    customers: list[tuple[str, Customer]] = []
    for region, names in CUSTOMERS.items():
        for name in names:
            language = Language.DANISH if region == "DANMARK" else Language.DUTCH
            speaks = Language.ENGLISH if name in ENGLISH else language
            code = f"K{1001 + len(customers)}"
            phone = _phone(chance, country_of(region))
            mail = f"{_mailbox(speaks)}@{_domain(name)}.example"
            customers.append(
                (region, Customer(code=code, name=name, language=speaks, phone=phone, email=mail))
            )
    work.session.add_all([customer for _region, customer in customers])
    work.session.flush()
    owners: dict[str, Customer] = {}
    for region, customer in customers:
        for site in _sites_of(chance, region, customer):
            owners[site.code] = customer
            made.sites.append(site)
            work.session.add(site)
    work.session.flush()
    by_site = {site.id: owners[site.code] for site in made.sites}
    region_of = {customer.id: region for region, customer in customers}
    made.regions.update({site.id: region_of[site.customer_id] for site in made.sites})
    _contacts(work, chance, made, by_site)
    return by_site


def _sites_of(chance: Random, region: str, customer: Customer) -> list[Site]:
    count = CHAINS.get(customer.name, 1)
    towns = chance.sample(REGIONS[region], count)
    known = {Language.DANISH: DANISH_ACCESS, Language.ENGLISH: ENGLISH_ACCESS}
    notes = known.get(customer.language or Language.DUTCH, DUTCH_ACCESS)
    return [
        _site(
            f"{customer.code}-{number}" if count > 1 else customer.code,
            customer,
            f"{customer.name} {town.name}" if count > 1 else customer.name,
            an_address(chance, town, country=country_of(region)),
            chance.choice(notes),
        )
        for number, town in enumerate(towns, start=1)
    ]


def _contacts(work: Work, chance: Random, made: DemoCompany, owners: dict[int, Customer]) -> None:
    """One or two people at each site."""
    for site in made.sites:
        danish = site.country == "DK"
        taken = {contact.name for contact in made.contacts[site.customer_id]}
        known = [name for name in (DANISH_CONTACTS if danish else DUTCH_CONTACTS) if name not in taken]
        for name in chance.sample(known, chance.choice((1, 1, 2))):
            mail = f"{name.split()[0].lower()}@{_domain(owners[site.id].name)}.example"
            phone = _phone(chance, site.country or "NL")
            contact = Contact(
                customer_id=site.customer_id, name=name, site_id=site.id, email=mail, phone=phone
            )
            made.contacts[site.customer_id].append(contact)
            work.session.add(contact)
    work.session.flush()


def _people(work: Work, chance: Random, made: DemoCompany) -> None:
    """Teams and technicians; each starts from a base of the company's own in the home town."""
    teams = {code: Team(code=code, name=name) for code, name in TEAMS}
    own = Customer(code="K1000", name="Noorderlicht Service (eigen locaties)", language=Language.DUTCH)
    work.session.add_all([*teams.values(), own])
    work.session.flush()
    towns: dict[str, Town] = {town.name: town for region in REGIONS.values() for town in region}
    bases = [
        _site(
            f"BASIS-{number:02}",
            own,
            f"Standplaats {person.town}",
            an_address(chance, towns[person.town], country=country_of(person.team)),
            "",
        )
        for number, person in enumerate(TECHNICIANS, start=1)
    ]
    work.session.add_all(bases)
    work.session.flush()
    made.sites.extend(bases)
    for number, (person, base) in enumerate(zip(TECHNICIANS, bases, strict=True), start=1):
        made.technicians.append(
            Technician(
                code=f"T{number:02}",
                name=person.name,
                team_id=teams[person.team].id,
                home_site_id=base.id,
                shift_start=person.starts,
                shift_end=person.ends,
                work_days=person.work_days,
                email=f"{person.name.split()[0].lower()}@noorderlicht-service.example",
                phone=_phone(chance, country_of(person.team)),
                skills=[made.skills[code] for code in person.skills.split()],
            )
        )
        made.regions[base.id] = person.team
    work.session.add_all(made.technicians)
    work.session.flush()


def _absences(work: Work, chance: Random, made: DemoCompany, today: date) -> None:
    """Leave, training, illness and a dentist's appointment around today: who, from when, for how long."""
    planned = (
        (1, -6, time(0), 48, "Ziek"),
        (6, 0, time(13), 4, "Tandarts"),
        (10, -1, time(0), 24 * 5, "Ferie"),
        (3, 2, time(0), 24, "Cursus F-gassen"),
        (5, 7, time(0), 24 * 5, "Vakantie"),
        (8, 3, time(12), 5, "Tandlæge"),
        (0, 9, time(0), 24, "Verlof"),
        (11, 8, time(0), 48, "Kursus"),
    )
    for index, days, begins, hours, reason in planned:
        starts = datetime.combine(today + timedelta(days=days), begins, made.zone)
        person = made.technicians[index]
        absence = Absence(
            technician_id=person.id, starts_at=starts, ends_at=starts + timedelta(hours=hours), reason=reason
        )
        made.absences.append(absence)
    work.session.add_all(made.absences)
    work.session.flush()


def _objects(work: Work, chance: Random, made: DemoCompany, owners: dict[int, Customer]) -> None:
    """Two hundred objects: at least one at every site, and the tasks that are done to them."""
    tasks = _tasks(work)
    places = [site for site in made.sites if site.id in owners]
    places += chance.choices(places, k=OBJECTS - len(places))
    for number, site in enumerate(places, start=1):
        customer = owners[site.id]
        language = customer.language or Language.DUTCH
        kind = chance.choice([kind for kind in KINDS if language.value in kind.words])
        words = kind.words[language.value]
        row = ServiceObject(
            code=f"OBJ-{number:04}",
            name=f"{words.name} {chance.choice(words.models)}",
            group=kind.code,
            serial_number=f"{chance.randint(12, 25)}-{chance.randint(100_000, 999_999)}",
            customer_id=customer.id,
            site_id=site.id,
        )
        task = tasks[kind.code, language.value]
        made.things.append(Thing(row, kind, words, task, site, customer, made.regions[site.id]))
    work.session.add_all([thing.row for thing in made.things])
    work.session.flush()


def _tasks(work: Work) -> dict[tuple[str, str], ServiceTask]:
    tasks = {
        (kind.code, language): ServiceTask(
            code=f"{kind.code}-{language.upper()}",
            name=words.task,
            internal_note=words.internal,
            external_note=words.external,
        )
        for kind in KINDS
        for language, words in kind.words.items()
    }
    work.session.add_all(tasks.values())
    work.session.flush()
    return tasks


def _phone(chance: Random, country: str) -> str:
    if country == "DK":
        return "+45 " + " ".join(f"{chance.randint(10, 99)}" for _pair in range(4))
    return f"+31 6 {chance.randint(1000, 9999)} {chance.randint(1000, 9999)}"


def _mailbox(language: Language) -> str:
    return {Language.DANISH: "drift", Language.ENGLISH: "facilities"}.get(language, "facilitair")


def _domain(name: str) -> str:
    plain = name.lower().translate(str.maketrans("æøåéëö", "aaaeeo", "'. &"))
    return plain.replace("(", "").replace(")", "")
