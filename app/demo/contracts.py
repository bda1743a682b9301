"""Sixty service agreements with what falls due under them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from app.demo.company import DemoCompany, Thing
from app.work import Work
from models.agreements import Agreement, AgreementGroup, AgreementLine, Interval, TimeWindow
from models.customers import Customer
from models.service_levels import ServiceLevel
from models.terms import Combine, IntervalUnit, TransactionType, WindowMethod

AGREEMENTS = 60
_ENDING = 12
"""One in so many ends within three months."""
_INTERVALS = (
    ("1W", IntervalUnit.WEEK, 1),
    ("1M", IntervalUnit.MONTH, 1),
    ("3M", IntervalUnit.MONTH, 3),
    ("6M", IntervalUnit.MONTH, 6),
    ("1J", IntervalUnit.YEAR, 1),
)
_WINDOWS = (
    ("WEEK", WindowMethod.WEEK, 0, 0),
    ("MAAND", WindowMethod.MONTH, 0, 0),
    ("RUIM", WindowMethod.MANUAL, 10, 20),
)
_GROUPS = (
    ("BASIS", "Basis: periodiek onderhoud", "5D"),
    ("COMFORT", "Comfort: onderhoud en storingen", "2D"),
    ("COMPLEET", "Compleet: alles inbegrepen", "SPOED"),
)


def make_agreements(work: Work, chance: Random, made: DemoCompany, today: date) -> dict[int, Agreement]:
    """Agreements, each for one customer's objects; the agreement of every covered object, by object id.

    Some end soon, so that somebody can renew them.
    """
    groups = [
        AgreementGroup(code=code, name=name, service_level_id=made.levels[level].id)
        for code, name, level in _GROUPS
    ]
    intervals = {code: Interval(code=code, unit=unit, every=every) for code, unit, every in _INTERVALS}
    windows = [
        TimeWindow(code=code, method=method, days_before=before, days_after=after)
        for code, method, before, after in _WINDOWS
    ]
    work.session.add_all([*groups, *intervals.values(), *windows])
    work.session.flush()
    owned: dict[int, list[Thing]] = defaultdict(list)
    for thing in made.things:
        owned[thing.customer.id].append(thing)
    levels = {level.id: level for level in made.levels.values()}
    covered: dict[int, Agreement] = {}
    made_now: list[Agreement] = []
    for number, customer_id in enumerate(sorted(chance.sample(sorted(owned), AGREEMENTS))):
        things = owned[customer_id]
        agreement = _agreement(chance, number, things[0].customer, chance.choice(groups), levels, today)
        for thing in things:
            _add_lines(chance, agreement, thing, made, intervals[thing.kind.every], chance.choice(windows))
            covered[thing.row.id] = agreement
        _add_fee(agreement, made, intervals["3M"])
        _tell_more(number, agreement, made, today)
        work.session.add(agreement)
        made_now.append(agreement)
    work.session.flush()
    made.agreements.update({agreement.id: agreement for agreement in made_now})
    return {
        thing: agreement
        for thing, agreement in covered.items()
        if not agreement.suspended and agreement.why_no_order(today) is None
    }


def _agreement(
    chance: Random,
    number: int,
    customer: Customer,
    group: AgreementGroup,
    levels: dict[int, ServiceLevel],
    today: date,
) -> Agreement:
    starts = date(today.year - chance.randint(0, 4), chance.randint(1, 10), 1)
    ended = number % 20 == 7
    return Agreement(
        code=f"OC-{2001 + number}",
        name=f"{group.name.partition(':')[0]} {customer.name}",
        customer_id=customer.id,
        group_id=group.id,
        starts_on=date(today.year - 5, 3, 1) if ended else starts,
        ends_on=date(today.year - 1, 12, 31) if ended else date(today.year + chance.randint(1, 3), 12, 31),
        suspended=number % 23 == 11,
        combine=chance.choice((Combine.AGREEMENT, Combine.OBJECT, Combine.TASK)),
        service_level_id=levels[group.service_level_id or 0].id,
    )


def _tell_more(number: int, agreement: Agreement, made: DemoCompany, today: date) -> None:
    """Who answers for it, where it is, when it ends, and how its lines are booked."""
    sites = [site for site in made.sites if site.customer_id == agreement.customer_id]
    places = {thing.row.id: thing.site.id for thing in made.things}
    agreement.responsible_id = made.technicians[number % len(made.technicians)].id
    agreement.site_id = sites[0].id if len(sites) == 1 else None
    if number % _ENDING == 5 and agreement.ends_on and agreement.starts_on <= today < agreement.ends_on:
        agreement.ends_on = today + timedelta(days=30 + number)
    for line in agreement.lines:
        line.category_id = made.categories[line.type].id
        if len(sites) > 1 and line.object_id is not None:
            line.site_id = places[line.object_id]


def _add_lines(
    chance: Random,
    agreement: Agreement,
    thing: Thing,
    made: DemoCompany,
    interval: Interval,
    window: TimeWindow,
) -> None:
    """Hours at the object, and its usual part."""
    part = made.items[thing.kind.item]
    agreement.lines.extend(
        [
            AgreementLine(
                line=10 * (len(agreement.lines) + 1),
                type=TransactionType.HOUR,
                description=thing.task.name,
                task_id=thing.task.id,
                quantity=Decimal(thing.kind.periodic) / 60,
                cost_price=made.items["ARB"].cost_price,
                sales_price=made.items["ARB"].sales_price,
                earliest_start=chance.choice((None, None, time(8))),
            ),
            AgreementLine(
                line=10 * (len(agreement.lines) + 2),
                type=TransactionType.ITEM,
                description=part.name,
                item_id=part.id,
                cost_price=part.cost_price,
                sales_price=part.sales_price,
            ),
        ]
    )
    for line in agreement.lines[-2:]:
        line.object_id, line.interval_id, line.time_window_id = thing.row.id, interval.id, window.id


def _add_fee(agreement: Agreement, made: DemoCompany, quarterly: Interval) -> None:
    fee = made.items["ABON"]
    agreement.lines.append(
        AgreementLine(
            line=10 * (len(agreement.lines) + 1),
            type=TransactionType.FEE,
            description=fee.name,
            item_id=fee.id,
            interval_id=quarterly.id,
            sales_price=fee.sales_price,
        )
    )
