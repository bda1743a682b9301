"""Three weeks of routes: who is where and when, judged by the same rules as the board."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from app.demo.company import DemoCompany, Thing
from models import fit
from models.agreements import Agreement
from models.calendars import weekday_numbers
from models.distances import Travel
from models.holidays import public_holidays
from models.orders import promised
from models.technicians import Technician
from models.worktime import local_epoch, shift_spans

DAYS_BEFORE, DAYS_AFTER = 8, 13
"""From this many days before today to so many after: three weeks with their Mondays."""

_MINUTE = 60
_STEP = 5 * _MINUTE
_NEAREST = 9
_SOON = 3
"""Days within which what broke under an agreement is seen to, where its service level allows that."""
_TOO_LATE = 0.09
"""The share of later days' visits at such an object that are to what broke there all the same."""
_GAPS = {0: 0.06, 1: 0.15, 2: 0.30}
"""How likely a free hour is after a visit, by days ahead; later days have more of them."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done at an object, and when a start was promised.

    Attributes:
        repair: somebody reported a fault; else periodic work.
        minutes: on site.
        day: promised day, None for whenever.
        earliest, latest: local times that bound the start, None for any.
    """

    thing: Thing
    repair: bool
    minutes: int
    day: date | None
    earliest: time | None = None
    latest: time | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A job with a technician and a time, in epoch seconds."""

    job: Job
    technician: Technician
    starts: int
    ends: int


def a_job(chance: Random, thing: Thing, day: date | None, *, may_be_repair: bool = True) -> Job:
    """A repair or periodic work at an object."""
    repair = chance.random() < 0.45 and may_be_repair
    usual = thing.kind.repair if repair else thing.kind.periodic
    minutes = max(30, usual + chance.choice((-30, -15, -15, 0, 0, 0, 15)))
    text = chance.choice(thing.words.faults) if repair else thing.words.task
    return Job(thing, repair, minutes, day, text=text)


def closed_days(made: DemoCompany, today: date) -> frozenset[date]:
    """Days on which nobody is sent anywhere."""
    years = (today.year - 1, today.year, today.year + 1)
    holidays = {day for year in years for day, _name in public_holidays("NL", year, "nl")}
    return frozenset(holidays | {closed.on_date for closed in made.closed})


def make_routes(
    chance: Random, made: DemoCompany, covered: Mapping[int, Agreement], today: date
) -> list[Stay]:
    """Visits of all technicians from the week before to the week after; few of them break a rule.

    Args:
        chance: the dice.
        made: the company.
        covered: agreements by the objects they cover: what breaks there is not left for the next week.
        today: where the three weeks lie.
    """
    closed = closed_days(made, today)
    planner = _Planner(chance, made, covered)
    days = [today + timedelta(days=offset) for offset in range(-DAYS_BEFORE, DAYS_AFTER + 1)]
    stays: list[Stay] = []
    for day in days:
        if day in closed:
            continue
        taken: set[int] = set()
        for technician in made.technicians:
            for stay in planner.day(technician, day, (day - today).days, taken):
                taken.add(stay.job.thing.row.id)
                stays.append(stay)
    return stays


class _Planner:
    """Plans one day of one technician: always on to a place nearby, with the travel it takes."""

    def __init__(self, chance: Random, made: DemoCompany, covered: Mapping[int, Agreement]) -> None:
        self._chance = chance
        self._made = made
        self._covered = covered
        self._ahead = 0
        sites = made.sites
        self._travel = Travel(
            site_ids=[site.id for site in sites],
            latitudes=[site.latitude or 0.0 for site in sites],
            longitudes=[site.longitude or 0.0 for site in sites],
            from_ids=[],
            to_ids=[],
            minutes=[],
            kilometres=[],
            factor=made.company.travel_factor,
            speed_kmh=made.company.travel_speed,
        )
        self._skills = {skill.id: skill.code for skill in made.skills.values()}

    def day(self, technician: Technician, day: date, ahead: int, taken: Container[int]) -> Iterator[Stay]:
        """The visits of a day, in order.

        Args:
            technician: who.
            day: when.
            ahead: the day counted from today.
            taken: ids of objects that somebody else visits that day.
        """
        lane = self._lane(technician, day)
        if not lane.shifts:
            return
        self._ahead = ahead
        busy_until = lane.shifts[0][1] - self._slack(ahead)
        here, free = lane.home_site_id, lane.shifts[0][0]
        stops: list[fit.Stop] = []
        left = [thing for thing in self._things(technician) if thing.row.id not in taken]
        while free < busy_until:
            stay = self._next(technician, lane, stops, (here, free), left, day)
            if stay is None:
                free = self._after_absence(lane, free)
                if free == 0:
                    return
                continue
            left.remove(stay.job.thing)
            here, free = stay.job.thing.site.id, stay.ends
            stops.append(fit.Stop(len(stops) + 1, stay.starts, stay.ends, here, ""))
            if self._chance.random() < _GAPS.get(ahead, 0.08 if ahead < 0 else 0.5):
                free += self._chance.choice((45, 60, 90, 120)) * _MINUTE
            yield stay

    def _slack(self, ahead: int) -> int:
        """Seconds at the end of the day that stay free: the further ahead, the more."""
        most = 30 if ahead <= 0 else 90 if ahead == 1 else 240 if ahead < 7 else 330
        return self._chance.randint(0, most // 15) * 15 * _MINUTE

    def _lane(self, technician: Technician, day: date) -> fit.Lane:
        zone = self._made.company.time_zone
        days = weekday_numbers(technician.work_days)
        return fit.Lane(
            technician_id=technician.id,
            name=technician.name,
            shifts=shift_spans(technician.shift_start, technician.shift_end, days, zone, day, day),
            absences=tuple(
                (int(absence.starts_at.timestamp()), int(absence.ends_at.timestamp()), "")
                for absence in self._made.absences
                if absence.technician_id == technician.id
            ),
            skills=frozenset(skill.id for skill in technician.skills),
            home_site_id=technician.home_site_id or 0,
        )

    def _things(self, technician: Technician) -> list[Thing]:
        """Objects of the region that this person can service."""
        region = self._made.regions[technician.home_site_id or 0]
        able = {self._skills[skill.id] for skill in technician.skills} | {""}
        return [thing for thing in self._made.things if thing.region == region and thing.kind.skill in able]

    def _next(
        self,
        technician: Technician,
        lane: fit.Lane,
        stops: Sequence[fit.Stop],
        at: tuple[int, int],
        left: Sequence[Thing],
        day: date,
    ) -> Stay | None:
        """The next visit from here: one of the nearest that fits."""
        here, free = at
        near = sorted(left, key=lambda thing: (self._travel.leg(here, thing.site.id).minutes, thing.row.id))
        chosen = near[:_NEAREST]
        self._chance.shuffle(chosen)
        for thing in chosen:
            job = a_job(self._chance, thing, day, may_be_repair=self._may_be_repair(thing))
            drive = self._travel.leg(here, thing.site.id).minutes * _MINUTE
            starts = self._past_lunch(-(-int(free + drive) // _STEP) * _STEP, day)
            proposal = self._proposal(job, starts)
            if fit.judge(proposal, lane, stops, self._travel.leg).fits:
                promise = self._promise(job, starts, day)
                return Stay(promise, technician, starts, proposal.ends)
        return None

    def _may_be_repair(self, thing: Thing) -> bool:
        """Whether what broke there may be planned so far ahead: within its service level, but for a few."""
        agreement = self._covered.get(thing.row.id)
        level = self._made.levels_by_id.get(agreement.service_level_id or 0) if agreement else None
        if level is None or self._ahead <= min(max(level.days - 1, 0), _SOON):
            return True
        return self._chance.random() < _TOO_LATE

    def _past_lunch(self, starts: int, day: date) -> int:
        noon = local_epoch(day, time(12), self._made.company.time_zone)
        return noon + 30 * _MINUTE if noon - 15 * _MINUTE <= starts < noon + 30 * _MINUTE else starts

    def _proposal(self, job: Job, starts: int) -> fit.Proposal:
        skill = job.thing.kind.skill
        needs = ((self._made.skills[skill].id, skill),) if skill else ()
        return fit.Proposal(starts, starts + job.minutes * _MINUTE, site_id=job.thing.site.id, needs=needs)

    def _promise(self, job: Job, starts: int, day: date) -> Job:
        """A window that the start keeps: two hours, half a day, or any time of the day."""
        local = datetime.fromtimestamp(starts, self._made.zone)
        roll = self._chance.random()
        if roll < 0.3:
            hour = local.hour - local.hour % 2
            window = time(hour), time(hour + 2)
        elif roll < 0.65:
            window = (time(7), time(12)) if local.hour < 12 else (time(12), time(17))
        else:
            return job
        first, last = promised(day, *window, self._made.zone)
        if first is None or last is None or not first.timestamp() <= starts <= last.timestamp():
            return job
        return Job(job.thing, job.repair, job.minutes, day, *window, text=job.text)

    @staticmethod
    def _after_absence(lane: fit.Lane, free: int) -> int:
        """When the day goes on after an absence that is under way or ahead; 0 when it does not."""
        ends = [end for start, end, _reason in lane.absences if end > free and start < lane.shifts[0][1]]
        return max(ends) if ends and max(ends) < lane.shifts[0][1] else 0
