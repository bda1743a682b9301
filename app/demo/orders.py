"""Orders for the routes and for the waiting list, with lines, stages, and visits as far as they have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from random import Random

from sqlalchemy import select

from app.demo.company import DemoCompany, Thing
from app.demo.happenings import Happenings
from app.demo.plans import Plan
from app.demo.routes import Job, Stay, a_job, closed_days
from app.work import Work
from models.agreements import Agreement
from models.items import Item
from models.orders import OrderLine, ServiceOrder
from models.stages import Stage, StageChange
from models.terms import LineStatus, Lock, Origin, PriceSource, Priority, TransactionType, VisitStatus
from models.visits import Visit

WAITING = 38
_PROMISES = ((None, None), (None, None), (time(8), time(12)), (time(12), time(16)), (time(8), time(10)),
             (time(10), time(12)), (time(13), time(15)), (time(9), None))  # fmt: skip


def make_orders(
    work: Work,
    chance: Random,
    made: DemoCompany,
    stays: Sequence[Stay],
    covered: Mapping[int, Agreement],
) -> list[tuple[ServiceOrder, Plan]]:
    """Orders in the order in which they came in, so that their numbers tell, with what they were made of."""
    today = work.now.astimezone(made.zone).date()
    plans = [_planned(chance, stay, work.now, today, made) for stay in stays]
    plans += [
        Plan(job, work.now - timedelta(minutes=chance.randint(20, 60 * 24 * 5)))
        for job in _waiting(chance, made, stays, today)
    ]
    plans.sort(key=lambda plan: plan.came)
    stages = {stage.code: stage for stage in work.session.scalars(select(Stage))}
    maker = _Maker(chance, made, covered, stages, work.now)
    made_of = [(maker.order(plan), plan) for plan in plans]
    happenings = Happenings(work, made, {stage.id: stage for stage in stages.values()})
    happenings.happen(made_of)
    work.session.add_all([order for order, _plan in made_of])
    work.session.flush()
    customers = {thing.customer.id: thing.customer for thing in made.things}
    happenings.write(made_of)
    for order, plan in made_of:
        work.session.add_all(maker.log(order, plan))
        if plan.stay is not None:
            visit = maker.visit(order, plan, plan.stay)
            visit.describe(order, customers[order.customer_id], plan.job.thing.site, made.zone)
            work.session.add(visit)
    work.session.flush()
    return made_of


def _planned(chance: Random, stay: Stay, now: datetime, today: date, made: DemoCompany) -> Plan:
    starts, ends = (datetime.fromtimestamp(at, UTC) for at in (stay.starts, stay.ends))
    lead = chance.randint(1, 5) if stay.job.repair else chance.randint(6, 20)
    if stay.job.repair and starts > now:
        lead = 0  # what broke and is not seen to yet was reported today
    came = min(starts - timedelta(days=lead, minutes=chance.randint(0, 400)), now - timedelta(hours=3))
    return Plan(stay.job, came, stay, _status(chance, starts, ends, now, today, made))


def _status(
    chance: Random, starts: datetime, ends: datetime, now: datetime, today: date, made: DemoCompany
) -> VisitStatus:
    """How far a visit is by now; today's follow the clock, the next days' are planned or sent."""
    day = starts.astimezone(made.zone).date()
    if day < today or ends <= now:
        return VisitStatus.CANCELLED if chance.random() < 0.03 else VisitStatus.DONE
    if starts <= now:
        return VisitStatus.WORKING
    if starts <= now + timedelta(minutes=25):
        return VisitStatus.TRAVELLING
    if day == today:
        return VisitStatus.SENT if chance.random() < 0.85 else VisitStatus.PLANNED
    if (day - today).days <= 3:
        return VisitStatus.SENT if chance.random() < 0.3 else VisitStatus.PLANNED
    return VisitStatus.PLANNED


def _waiting(chance: Random, made: DemoCompany, stays: Sequence[Stay], today: date) -> list[Job]:
    """Jobs that nobody is booked for, with a promise for the next days, some already late."""
    booked = {stay.job.thing.row.id for stay in stays}
    free = [thing for thing in made.things if thing.row.id not in booked]
    things = chance.sample(free, min(WAITING, len(free)))
    things += chance.sample(made.things, WAITING - len(things))
    closed = closed_days(made, today)
    days = [today + timedelta(days=offset) for offset in (-2, -1, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 7, 8)]
    open_days = [day for day in days if day not in closed and day.weekday() < 5]
    return [_waiting_job(chance, thing, open_days) for thing in things]


def _waiting_job(chance: Random, thing: Thing, days: Sequence[date]) -> Job:
    day = chance.choice(days) if days and chance.random() < 0.85 else None
    job = a_job(chance, thing, day)
    earliest, latest = chance.choice(_PROMISES) if day else (None, None)
    return Job(thing, job.repair, job.minutes, day, earliest, latest, job.text)


class _Maker:
    """Makes the rows of one order after another."""

    def __init__(
        self,
        chance: Random,
        made: DemoCompany,
        covered: Mapping[int, Agreement],
        stages: Mapping[str, Stage],
        now: datetime,
    ) -> None:
        self._chance = chance
        self._made = made
        self._covered = covered
        self._stages = stages
        self._now = now

    def order(self, plan: Plan) -> ServiceOrder:
        """An order with its lines, in the stage that its visit has come to."""
        job, thing = plan.job, plan.job.thing
        agreement = self._covered.get(thing.row.id)
        contacts = [c for c in self._made.contacts[thing.customer.id] if c.site_id == thing.site.id]
        skill = thing.kind.skill
        order = ServiceOrder(
            number=self._made.company.order_number(),
            customer_id=thing.customer.id,
            stage_id=self._stages[self._stage(plan)].id,
            created_at=plan.came.replace(second=0, microsecond=0),
            site_id=thing.site.id,
            agreement_id=agreement.id if agreement else None,
            project_id=self._project(agreement),
            contact_id=self._chance.choice(contacts).id if contacts else None,
            description=job.text,
            priority=self._priority(job),
            service_date=job.day,
            earliest_start=job.earliest,
            latest_start=job.latest,
            duration_minutes=job.minutes,
            preferred_technician_id=self._preferred(plan),
            origin=self._origin(job, agreement),
            skills=[self._made.skills[skill]] if skill else [],
        )
        order.lines.extend(self._lines(plan))
        order.recompute_progress()
        return order

    def visit(self, order: ServiceOrder, plan: Plan, stay: Stay) -> Visit:
        """The visit, now and then with a lock that somebody promised."""
        locks = {0: Lock.TIME, 1: Lock.PERSON, 2: Lock.BOTH}
        is_open = plan.status in (VisitStatus.PLANNED, VisitStatus.SENT)
        return Visit(
            order_id=order.id,
            technician_id=stay.technician.id,
            starts_at=datetime.fromtimestamp(stay.starts, UTC),
            ends_at=datetime.fromtimestamp(stay.ends, UTC),
            status=plan.status or VisitStatus.PLANNED,
            lock=locks.get(self._chance.randint(0, 35)) if is_open else None,
        )

    def log(self, order: ServiceOrder, plan: Plan) -> list[StageChange]:
        """The stages that an order went through, and why."""
        planner, stage = "Ilse Kamphuis", self._stage(plan)
        entered = [("planning", order.created_at, planner)]
        if plan.stay is not None and stage in ("in_process", "finished"):
            person = plan.stay.technician.name
            entered.append(("in_process", datetime.fromtimestamp(plan.stay.starts, UTC), person))
            if stage == "finished":
                entered.append(("finished", datetime.fromtimestamp(plan.stay.ends, UTC), person))
        elif stage != "planning":
            entered.append((stage, self._now - timedelta(hours=2), planner))
        reason = {"waiting": "ONDERDEEL", "canceled": "AFGEZEGD"}.get(stage)
        left = [at for _code, at, _by in entered[1:]]
        return [
            StageChange(
                order_id=order.id,
                stage_id=self._stages[code].id,
                entered_at=at,
                entered_by=by,
                reason_id=self._made.reasons[reason].id if reason and code == stage else None,
                left_at=until,
            )
            for (code, at, by), until in zip_longest(entered, left)
        ]

    def _stage(self, plan: Plan) -> str:
        if plan.status is None:
            is_old = plan.came < self._now - timedelta(days=3)
            return "waiting" if is_old and plan.job.repair else "planning"
        known = {
            VisitStatus.DONE: "finished",
            VisitStatus.CANCELLED: "canceled",
            VisitStatus.WORKING: "in_process",
        }
        return known.get(plan.status, "planning")

    def _project(self, agreement: Agreement | None) -> int | None:
        if agreement is not None:
            return agreement.project_id
        return self._made.loose.id if self._made.loose else None

    def _priority(self, job: Job) -> Priority:
        roll = self._chance.random()
        if job.repair:
            return Priority.HIGH if roll < 0.25 else Priority.NORMAL
        return Priority.LOW if roll < 0.25 else Priority.NORMAL

    def _preferred(self, plan: Plan) -> int | None:
        if plan.stay is not None:
            return plan.stay.technician.id if self._chance.random() < 0.2 else None
        skill = plan.job.thing.kind.skill
        able = [
            person
            for person in self._made.technicians
            if self._made.regions[person.home_site_id or 0] == plan.job.thing.region
            and (not skill or self._made.skills[skill] in person.skills)
        ]
        return self._chance.choice(able).id if able and self._chance.random() < 0.25 else None

    def _origin(self, job: Job, agreement: Agreement | None) -> Origin:
        if agreement is not None and not job.repair:
            return Origin.SYSTEM
        return Origin.WEB if self._chance.random() < 0.2 else Origin.USER

    def _lines(self, plan: Plan) -> list[OrderLine]:
        """Hours, the part that goes with them, the trip, and a call-out fee for what broke."""
        job, thing = plan.job, plan.job.thing
        items = self._made.items
        hours = Decimal(job.minutes * 1000 // 60) / 1000
        lines = [self._line(plan, TransactionType.HOUR, items["ARB"], hours, task_id=thing.task.id)]
        if not job.repair or self._chance.random() < 0.5:
            lines.append(self._line(plan, TransactionType.ITEM, items[thing.kind.item], Decimal(1)))
        if job.repair:
            lines.append(self._line(plan, TransactionType.FEE, items["VRK"], Decimal(1)))
        if plan.stay is not None and self._chance.random() < 0.6:
            kilometres = Decimal(self._chance.randint(6, 58))
            lines.append(self._line(plan, TransactionType.EXPENSE, items["KM"], kilometres))
        for number, line in enumerate(lines, start=1):
            line.line = 10 * number
        return lines

    def _line(
        self,
        plan: Plan,
        type_: TransactionType,
        item: Item,
        quantity: Decimal,
        *,
        task_id: int | None = None,
    ) -> OrderLine:
        thing, is_hours = plan.job.thing, type_ is TransactionType.HOUR
        return OrderLine(
            line=0,
            type=type_,
            description=plan.job.text if is_hours else item.name,
            object_id=thing.row.id if type_ in (TransactionType.HOUR, TransactionType.ITEM) else None,
            task_id=task_id,
            technician_id=plan.stay.technician.id if plan.stay and is_hours else None,
            item_id=item.id,
            category_id=self._made.categories[type_].id,
            quantity=quantity,
            cost_price=item.cost_price,
            sales_price=item.sales_price,
            cost_source=PriceSource.ITEM if item.cost_price is not None else None,
            sales_source=PriceSource.ITEM if item.sales_price is not None else None,
            status=LineStatus.CANCELED if plan.status is VisitStatus.CANCELLED else LineStatus.CREATED,
            origin=self._origin_of_lines(plan),
        )

    def _origin_of_lines(self, plan: Plan) -> Origin:
        return (
            Origin.SYSTEM if not plan.job.repair and plan.job.thing.row.id in self._covered else Origin.USER
        )
