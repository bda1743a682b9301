"""Importing: what is written, what is left alone, and that importing twice is importing once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import Context
from app.exchange import imports
from app.exchange.imports import import_path
from app.exchange.problems import TableCount
from app.exchange.tables import TABLES
from models.company import Company
from models.errors import Refused
from models.journal import AuditRow
from models.orders import ServiceOrder
from models.stages import Stage
from models.terms import Progress
from models.travel import TravelTime
from models.visits import Visit
from tests.app.exchange_files import COMPANY, REAL_DAYS, write_company
from tests.conftest import NOW

needs_real_days = pytest.mark.skipif(not REAL_DAYS.exists(), reason="the real days are not on this machine")


def _counts(tables: tuple[TableCount, ...]) -> dict[str, tuple[int, int, int]]:
    return {count.table: (count.created, count.updated, count.unchanged) for count in tables if count.rows}


def _order(session: Session, number: str) -> ServiceOrder:
    return session.scalars(select(ServiceOrder).where(ServiceOrder.number == number)).one()


@needs_real_days
def test_a_real_day_is_imported_once_and_unchanged_the_second_time(context: Context) -> None:
    first = import_path(context, REAL_DAYS / "R1")
    assert first.lines() == [
        "customers: 48 created",
        "sites: 48 created",
        "teams: 1 created",
        "technicians: 12 created",
        "orders: 47 created",
        "travel: 2256 created",
    ]
    second = import_path(context, REAL_DAYS / "R1")
    assert second.lines() == [line.replace("created", "unchanged") for line in first.lines()]
    assert not second.changes


@needs_real_days
def test_a_plan_of_a_real_day_is_imported_from_its_file_alone(context: Context) -> None:
    import_path(context, REAL_DAYS / "R1")
    assert import_path(context, REAL_DAYS / "R1_plan" / "visits.csv").lines() == ["visits: 47 created"]
    assert import_path(context, REAL_DAYS / "R1_plan").lines() == ["visits: 47 unchanged"]


def test_every_table_and_column_is_written_and_found_unchanged(context: Context, tmp_path: Path) -> None:
    source = write_company(tmp_path / "in")
    report = import_path(context, source)
    assert report.is_good, report.lines()
    assert set(COMPANY) == set(TABLES)
    assert all(list(TABLES[name].names) == lines[0].split(",") for name, lines in COMPANY.items())
    again = import_path(context, source)
    assert {count.table for count in again.tables if count.unchanged == count.rows} == set(COMPANY)


def test_orders_get_what_the_file_does_not_say(context: Context, tmp_path: Path) -> None:
    import_path(context, write_company(tmp_path / "in"))

    def rows(session: Session) -> None:
        plain, rich = _order(session, "X9"), _order(session, "SO-00041")
        assert plain.created_at == NOW
        assert session.get_one(Stage, plain.stage_id).code == "planning"
        assert session.get_one(Stage, rich.stage_id).code == "extra"
        assert (plain.progress, rich.progress) == (Progress.IN_PROCESS, Progress.POSTED)
        assert rich.created_at == datetime(2026, 11, 1, 9, tzinfo=UTC)
        assert session.scalars(select(Company)).one().next_order == 42

    context.read(rows)


def test_new_visits_show_what_the_board_shows_of_their_order(context: Context, tmp_path: Path) -> None:
    import_path(context, write_company(tmp_path / "in"))

    def first(session: Session) -> Visit:
        return session.scalars(select(Visit).where(Visit.lock.is_not(None)).order_by(Visit.id)).all()[0]

    visit = context.read(first)
    assert (visit.order_number, visit.customer_name, visit.town) == (
        "SO-00041",
        "Bakkerij <b>Smit</b>",
        "Zwolle",
    )
    assert visit.starts_at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert visit.promise_to == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_a_changed_row_updates_only_what_differs(context: Context, tmp_path: Path) -> None:
    import_path(context, write_company(tmp_path / "in"))
    changed = {"customers": ("name,code", "Bakkerij Jansen,C1", "=1+1,C2")}
    report = import_path(context, write_company(tmp_path / "changed", changed))
    assert _counts(report.tables) == {"customers": (0, 1, 1)}

    def rows(session: Session) -> None:
        of_customers = select(AuditRow).where(AuditRow.kind == "customer", AuditRow.op == "update")
        last = session.scalars(of_customers).one()
        assert last.fields == {"name": ["Bakkerij <b>Smit</b>", "Bakkerij Jansen"]}
        assert last.made_by == context.user.name
        assert "Bakkerij Jansen" in session.scalars(select(Visit.customer_name)).all()

    context.read(rows)
    assert report.changes.touches("customer")


def test_an_absent_column_leaves_the_value_and_an_empty_cell_takes_it_away(
    context: Context, tmp_path: Path
) -> None:
    import_path(context, write_company(tmp_path / "in"))
    emptied = {
        "technicians": ("code,name,shift_start,skills,team", "T1,Anna,,,"),
        "orders": ("number,customer,stage,latest_start", "SO-00041,C1,,"),
    }
    report = import_path(context, write_company(tmp_path / "emptied", emptied))
    assert _counts(report.tables) == {"technicians": (0, 1, 0), "orders": (0, 1, 0)}
    again = import_path(context, tmp_path / "emptied")
    assert _counts(again.tables) == {"technicians": (0, 0, 1), "orders": (0, 0, 1)}

    def rows(session: Session) -> None:
        order = _order(session, "SO-00041")
        assert session.get_one(Stage, order.stage_id).code == "extra"
        assert (order.earliest_start is None, order.latest_start is None) == (False, True)

    context.read(rows)


def test_travel_times_are_changed_in_bulk(context: Context, tmp_path: Path) -> None:
    import_path(context, write_company(tmp_path / "in"))
    changed = {"travel": ("from_site,to_site,minutes,kilometres", "S1,S2,21,20.4", "S2,S1,0,")}
    report = import_path(context, write_company(tmp_path / "changed", changed))
    assert _counts(report.tables) == {"travel": (0, 1, 1)}
    assert report.changes.reloads("travel_time")
    assert context.read(lambda session: session.scalar(select(func.sum(TravelTime.minutes)))) == 21


def test_a_large_import_is_written_in_parts_and_can_be_gone_on_with(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_IN_ONE", 10)
    monkeypatch.setattr(imports, "ROWS_IN_PART", 2)
    source = write_company(tmp_path / "in")
    seen: list[tuple[int, int]] = []
    report = import_path(
        context, source, progress=lambda *at: seen.append(at), should_stop=lambda: len(seen) > 6
    )
    assert report.stopped
    assert report.lines()[-1].startswith("Stopped half-way")
    rest = import_path(context, source)
    assert rest.is_good
    assert not import_path(context, source).changes
    done = context.read(lambda session: session.scalar(select(func.count()).select_from(Visit)))
    assert done == 6


def test_progress_counts_every_row(context: Context, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    import_path(context, write_company(tmp_path / "in"), progress=lambda *at: seen.append(at))
    rows = sum(len(lines) - 1 for lines in COMPANY.values())
    assert seen[-1] == (rows, rows)


def test_a_cancelled_import_writes_nothing(context: Context, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Stopped"):
        import_path(context, write_company(tmp_path / "in"), should_stop=lambda: True)
    assert context.read(lambda session: session.scalar(select(func.count()).select_from(ServiceOrder))) == 0


def test_a_dry_run_says_what_would_happen_and_writes_nothing(context: Context, tmp_path: Path) -> None:
    source = write_company(tmp_path / "in")
    report = import_path(context, source, dry_run=True)
    assert "customers: 2 created" in report.lines()
    assert report.lines()[-1] == "Nothing was written."
    assert not import_path(context, source, dry_run=True).written


def test_rows_of_other_tables_are_never_deleted(context: Context, tmp_path: Path) -> None:
    import_path(context, write_company(tmp_path / "in"))
    less = {"customers": ("code,name", "C1,Bakkerij <b>Smit</b>")}
    report = import_path(context, write_company(tmp_path / "less", less))
    assert _counts(report.tables) == {"customers": (0, 0, 1)}
    assert context.read(lambda session: session.scalar(select(func.count()).select_from(Visit))) == 6


def test_freed_time_may_be_taken_by_another_visit_of_the_same_import(
    context: Context, tmp_path: Path
) -> None:
    import_path(context, write_company(tmp_path / "in"))
    swapped = {
        "visits": (
            "order,technician,starts,ends,status,overlap_reason",
            "SO-00041,T1,2026-11-23T08:00,2026-11-23T09:00,done,",
            "X9,T1,2026-11-23T07:30+00:00,2026-11-23T10:00,planned,",
        )
    }
    report = import_path(context, write_company(tmp_path / "swapped", swapped))
    assert _counts(report.tables) == {"visits": (0, 2, 0)}
