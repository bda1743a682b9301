"""The plan of a real day, known to keep every window and travel time, has nothing to find."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models.distances import Travel
from models.fit import Lane, Proposal, Rule, Stop, judge

DAYS = Path(__file__).parents[3] / "shared" / "data" / "real_days"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

pytestmark = pytest.mark.skipif(not DAYS.is_dir(), reason="the real days are not here")


def rows(name: str) -> list[dict[str, str]]:
    with (DAYS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def epoch(day: str, clock: str) -> int:
    """Epoch seconds of a local time, 0 for none."""
    return int(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM).timestamp()) if clock else 0


SITES = {row["code"]: number for number, row in enumerate(rows("R1/sites.csv"), 1)} if DAYS.is_dir() else {}


def travel() -> Travel:
    table = rows("R1/travel.csv")
    return Travel(
        [],
        [],
        [],
        [SITES[row["from_site"]] for row in table],
        [SITES[row["to_site"]] for row in table],
        [float(row["minutes"]) for row in table],
        [float(row["kilometres"]) for row in table],
    )


def planned() -> dict[str, list[Proposal]]:
    """The day of each technician, by start."""
    orders = {row["number"]: row for row in rows("R1/orders.csv")}
    lanes: dict[str, list[Proposal]] = defaultdict(list)
    for number, row in enumerate(rows("R1_plan/visits.csv"), 1):
        order, (day, starts), ends = orders[row["order"]], row["starts"].split("T"), row["ends"].split("T")
        lanes[row["technician"]].append(
            Proposal(
                epoch(day, starts),
                epoch(*ends),
                number,
                SITES[order["site"]],
                promise_from=epoch(day, order["earliest_start"]),
                promise_to=epoch(day, order["latest_start"]),
                label=row["order"],
            )
        )
    return {code: sorted(visits, key=lambda visit: visit.starts) for code, visits in lanes.items()}


def lane() -> Lane:
    shift = (epoch("2026-11-23", "07:00"), epoch("2026-11-23", "19:00"))
    return Lane(1, "T", (shift,), (), frozenset(), SITES["DEPOT"])


def stops_of(visits: list[Proposal]) -> list[Stop]:
    return [Stop(visit.visit_id, visit.starts, visit.ends, visit.site_id, visit.label) for visit in visits]


def test_the_plan_has_no_finding_at_all() -> None:
    leg = travel().leg
    lanes = planned()
    assert sum(map(len, lanes.values())) == 47
    for visits in lanes.values():
        for visit in visits:
            verdict = judge(visit, lane(), stops_of(visits), leg)
            assert verdict.fits, (visit.label, verdict.text)
            assert {verdict.travel_in.source, verdict.travel_out.source} <= {"measured", "none"}


def test_the_visits_of_the_day_fit_one_by_one_in_any_order() -> None:
    leg = travel().leg
    for visits in planned().values():
        placed: list[Stop] = []
        for visit in reversed(visits):
            assert judge(replace(visit, visit_id=0), lane(), placed, leg).fits
            placed = stops_of([visit]) + placed


def test_a_visit_twenty_minutes_early_misses_its_travel() -> None:
    leg = travel().leg
    first = min(planned()["T08"], key=lambda visit: visit.starts)
    early = replace(first, starts=first.starts - 1200, ends=first.ends - 1200)
    assert Rule.TRAVEL in {finding.rule for finding in judge(early, lane(), (), leg).findings}
