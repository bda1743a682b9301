"""Work descriptions of a day: route order, languages, positions, travel and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from app.context import Context
from app.printing import day_sheets, order_sheets, visit_sheets, write_sheets
from app.work import Work
from models.errors import Refused
from models.terms import Language, VisitStatus
from models.travel import TravelTime
from models.visits import Visit
from tests.builders import (
    MONDAY,
    a_customer,
    a_line,
    a_site,
    a_team,
    a_technician,
    a_visit,
    an_object,
    an_order,
)

THE_DAY = date(2026, 11, 23)


def at(hours: float, *, days: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, hours=hours)


def visit_at(work: Work, technician_id: int, starts: datetime, **order: object) -> Visit:
    """A visit of that technician to a new order."""
    from models.technicians import Technician

    job = an_order(work, **order)
    return a_visit(work, order=job, technician=work.get(Technician, technician_id), starts=starts)


def test_papers_lie_in_the_order_of_the_route_by_team_and_technician(context: Context) -> None:
    def plan(work: Work) -> None:
        south, north = a_team(work, name="Zuid"), a_team(work, name="Noord")
        bo = a_technician(work, name="Bo", code="BO", team_id=south.id)
        cas = a_technician(work, name="Cas", code="CAS", team_id=north.id)
        ann = a_technician(work, name="Ann", code="ANN", team_id=north.id)
        for number, (person, starts) in enumerate([(bo, 0), (cas, 3), (cas, 1), (ann, 2), (ann, -2)]):
            visit_at(work, person.id, at(starts), number=f"SO-{number}")
        visit_at(work, ann.id, at(0, days=1), number="SO-tomorrow")

    context.run(plan)
    sheets = day_sheets(context, day=THE_DAY)
    assert [sheet.number for sheet in sheets] == ["SO-4", "SO-3", "SO-2", "SO-1", "SO-0"]
    assert [(sheet.visit.position, sheet.visit.positions) for sheet in sheets] == [
        (1, 2), (2, 2), (1, 2), (2, 2), (1, 1),
    ]  # fmt: skip
    assert [s.number for s in day_sheets(context, day=THE_DAY, technician_codes=["CAS"])] == ["SO-2", "SO-1"]


def test_unknown_technicians_and_empty_days_are_refused(context: Context) -> None:
    context.run(a_visit)
    with pytest.raises(Refused, match="no technician T99"):
        day_sheets(context, day=THE_DAY, technician_codes=["T99"])
    with pytest.raises(Refused, match="Nothing is planned on"):
        day_sheets(context, day=date(2026, 12, 24))
    with pytest.raises(Refused, match="no visits to print"):
        order_sheets(context, [context.run(an_order)[0].id])


def test_a_local_day_begins_at_midnight_of_the_company(context: Context) -> None:
    """22:30 in London is half past eleven in Amsterdam; 23:30 is tomorrow there."""
    context.run(a_visit, starts=datetime.fromisoformat("2026-11-22T22:59Z"), minutes=30)
    context.run(a_visit, starts=datetime.fromisoformat("2026-11-22T23:00Z"), minutes=30)
    (sheet,) = day_sheets(context, day=THE_DAY)
    assert (sheet.visit.starts.hour, sheet.visit.starts.minute) == (0, 0)


def test_cancelled_visits_have_no_paper_and_no_place_in_the_route(context: Context) -> None:
    def plan(work: Work) -> list[int]:
        person = a_technician(work)
        visits = [visit_at(work, person.id, at(hour)) for hour in range(3)]
        visits[1].status = VisitStatus.CANCELLED
        return [visit.order_id for visit in visits]

    orders, _changes = context.run(plan)
    assert [sheet.visit.position for sheet in order_sheets(context, orders)] == [1, 2]


def test_a_paper_speaks_the_customers_language_or_the_companys(context: Context) -> None:
    def plan(work: Work) -> None:
        work.company().language = Language.DUTCH
        person = a_technician(work)
        for hour, language in enumerate((Language.DANISH, None)):
            visit_at(work, person.id, at(hour), customer=a_customer(work, language=language))

    context.run(plan)
    assert [sheet.language for sheet in day_sheets(context, day=THE_DAY)] == ["da", "nl"]


def test_the_way_from_the_stop_before_is_told_measured_or_estimated(context: Context) -> None:
    def plan(work: Work) -> None:
        sites = [a_site(work, latitude=52.0 + step, longitude=5.0) for step in (0, 0.1, 0.2)]
        person = a_technician(work, home_site_id=sites[0].id)
        measured = {"from_site_id": sites[0].id, "to_site_id": sites[1].id, "minutes": 17, "kilometres": 12.5}
        work.session.add(TravelTime(**measured))
        nowhere = a_site(work, latitude=None, longitude=None)
        for hour, site in enumerate((sites[1], sites[2], nowhere)):
            visit_at(work, person.id, at(2 * hour), site_id=site.id)

    context.run(plan)
    first, second, third = (sheet.visit for sheet in day_sheets(context, day=THE_DAY))
    assert (first.travel_minutes, first.travel_kilometres, first.travel_estimated) == (17, 12.5, False)
    assert second.travel_estimated
    assert second.travel_kilometres == pytest.approx(11.12 * 1.3, rel=0.01)
    assert (third.travel_minutes, third.travel_kilometres) == (None, None)


def test_the_last_three_visits_to_the_object_come_newest_first(context: Context) -> None:
    def plan(work: Work) -> int:
        thing, person = an_object(work), a_technician(work)
        for days in (-40, -10, -30, -20, 5):
            visit_at(
                work, person.id, at(0, days=days), lines=[a_line(object_id=thing.id)], number=f"SO{days}"
            )
        gone = visit_at(work, person.id, at(4, days=-1), lines=[a_line(object_id=thing.id)])
        gone.status = VisitStatus.CANCELLED
        return visit_at(work, person.id, at(0), lines=[a_line(object_id=thing.id)]).id

    visit_id, _changes = context.run(plan)
    (sheet,) = visit_sheets(context, [visit_id])
    assert [past.order_number for past in sheet.past_visits] == ["SO-10", "SO-20", "SO-30"]


def statements(context: Context, visit_ids: Sequence[int]) -> int:
    """How many statements their sheets take."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(context.database.engine, "before_cursor_execute", note)
    visit_sheets(context, visit_ids)
    event.remove(context.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_one_sheet_and_forty_take_the_same_number_of_statements(context: Context) -> None:
    def plan(work: Work) -> list[int]:
        person, thing = a_technician(work), an_object(work)
        return [
            visit_at(work, person.id, at(hour), lines=[a_line(object_id=thing.id)]).id for hour in range(40)
        ]

    ids, _changes = context.run(plan)
    assert statements(context, ids) == statements(context, ids[:1])


def test_a_visit_that_is_gone_is_left_out(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    assert len(visit_sheets(context, [visit.id, 4711])) == 1


def test_a_file_is_written_whole_or_not_at_all(context: Context, tmp_path: Path) -> None:
    visit, _changes = context.run(a_visit)
    sheets = visit_sheets(context, [visit.id])
    printed = write_sheets(sheets, tmp_path / "sheets.pdf", "a4")
    assert (printed.sheets, printed.pages) == (1, 1)
    assert (tmp_path / "sheets.pdf").read_bytes().startswith(b"%PDF")
    (tmp_path / "taken").mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        write_sheets(sheets, tmp_path / "taken", "a4")
    with pytest.raises(Refused, match=r"cannot be written: No such file.*Choose another place"):
        write_sheets(sheets, tmp_path / "gone" / "sheets.pdf", "a4")
