"""Exporting: what is imported again is equal, byte by byte, through CSV and through workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import Context
from app.exchange.exports import export_path
from app.exchange.imports import import_path
from app.settings import Settings
from models.customers import Customer
from models.errors import Refused
from tests.app.exchange_files import REAL_DAYS, contents, table, write_company
from tests.builders import a_customer, an_order
from tests.conftest import Clock

needs_real_days = pytest.mark.skipif(not REAL_DAYS.exists(), reason="the real days are not on this machine")


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path, clock: Clock) -> Iterator[Context]:
    """A second, empty database."""
    file = tmp_path / "other.db"
    file.write_bytes(sqlite_template.read_bytes())
    clock.forward(days=3)
    opened = Context(Settings(database=f"sqlite:///{file}"), clock=clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", ["", ".xlsx"])
def test_an_export_is_imported_elsewhere_and_exported_again_equal(
    context: Context, other: Context, tmp_path: Path, kind: str
) -> None:
    import_path(context, write_company(tmp_path / "in"))
    export_path(context, tmp_path / f"first{kind}")
    export_path(context, tmp_path / "first-as-csv")
    report = import_path(other, tmp_path / f"first{kind}")
    assert report.is_good, report.lines()
    export_path(other, tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first-as-csv")
    again = import_path(context, tmp_path / f"first{kind}")
    assert not again.changes


@needs_real_days
@pytest.mark.parametrize("kind", ["", ".xlsx"])
@pytest.mark.parametrize("day", ["R1", "R3", "U6"])
def test_real_days_come_back_equal(
    sqlite_url: str, other: Context, clock: Clock, tmp_path: Path, day: str, kind: str
) -> None:
    context = Context(Settings(database=sqlite_url), clock=clock)
    import_path(context, REAL_DAYS / day)
    export_path(context, tmp_path / f"first{kind}")
    assert import_path(other, tmp_path / f"first{kind}").is_good
    export_path(context, tmp_path / "one")
    export_path(other, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    context.close()


def test_every_value_is_exported_as_it_was_written(context: Context, tmp_path: Path) -> None:
    import_path(context, write_company(tmp_path / "in"))
    export_path(context, tmp_path / "out")
    assert table(tmp_path / "out", "customers")[1]["name"] == "=1+1"
    assert table(tmp_path / "out", "sites")[0]["access_notes"] == 'sleutel "links", bel\naan'
    assert table(tmp_path / "out", "orders")[0]["description"] == "<img src=/etc/passwd>"
    assert [row["starts"] for row in table(tmp_path / "out", "visits")] == [
        "2026-11-23T08:00+01:00",
        "2026-11-23T08:00+01:00",
        "2026-11-22T23:00+01:00",
        "2026-11-23T08:30+01:00",
        "2026-11-22T23:00+01:00",
        "2026-11-23T08:30+01:00",
    ]
    assert [row["crew"] for row in table(tmp_path / "out", "visits")] == ["", "", "1", "2", "1", "2"]
    assert [row["cost_price"] for row in table(tmp_path / "out", "items")] == ["8", "100"]
    assert table(tmp_path / "out", "agreement_lines")[0]["quantity"] == "1.125"
    assert table(tmp_path / "out", "technicians")[0]["skills"] == r"A\;B;GAS"


AWKWARD = (
    "=1+1",
    "'=1+1",
    "+45 12 34",
    "@SUM(A1)",
    "-",
    "<b>x</b> & <img src=/etc/passwd>",
    "<r>x</r>",
    "  blanks  ",
    "\t",
    "a\r\nb\rc\nd",
    'a "quoted", b; c',
    "_x0041_ \x01 \x0b \uffff",
    "\ufeffé😀",
    "0012",
    "1e5",
    "2026-11-23",
    "long " * 4000,
)


@pytest.mark.parametrize("kind", ["", ".xlsx"])
def test_texts_come_back_as_typed(context: Context, other: Context, tmp_path: Path, kind: str) -> None:
    for number, text in enumerate(AWKWARD):
        context.run(a_customer, code=f"C{number:02d}", name=text, phone=text)
    export_path(context, tmp_path / f"out{kind}")
    import_path(other, tmp_path / f"out{kind}")

    def texts(session: Session) -> list[tuple[str, str | None]]:
        rows = session.execute(select(Customer.name, Customer.phone).order_by(Customer.code))
        return [(row[0], row[1]) for row in rows]

    assert other.read(texts) == [(text, text) for text in AWKWARD]
    assert not import_path(context, tmp_path / f"out{kind}").changes


def test_an_empty_database_is_exported_whole(context: Context, other: Context, tmp_path: Path) -> None:
    report = export_path(context, tmp_path / "out")
    assert "stages: 5 rows" in report.lines()
    assert "travel: 0 rows" in report.lines()
    assert import_path(other, tmp_path / "out").lines() == [
        "company: 1 unchanged",
        "stages: 5 unchanged",
        "stage_steps: 1 unchanged",
        "repair_stages: 4 unchanged",
    ]


def test_rows_are_sorted_by_code_point_on_both_databases(context: Context, tmp_path: Path) -> None:
    for code in ("b", "B", "_", "é", "a", "Z", "10", "9"):
        context.run(a_customer, code=code)
    export_path(context, tmp_path / "out")
    codes = [row["code"] for row in table(tmp_path / "out", "customers")]
    assert codes == ["10", "9", "B", "Z", "_", "a", "b", "é"]


def test_an_earlier_export_is_replaced_and_nothing_else_is(context: Context, tmp_path: Path) -> None:
    export_path(context, tmp_path / "out")
    context.run(a_customer, code="NEW")
    export_path(context, tmp_path / "out")
    assert [row["code"] for row in table(tmp_path / "out", "customers")] == ["NEW"]
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match=r"letter\.txt"):
        export_path(context, tmp_path / "out")
    assert (tmp_path / "out" / "letter.txt").read_text() == "mine"


def test_a_workbook_that_is_no_export_is_left_alone(context: Context, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    export_path(context, target)
    export_path(context, target)
    target.write_bytes(b"my own figures")
    with pytest.raises(Refused, match="something else"):
        export_path(context, target)
    assert target.read_bytes() == b"my own figures"


def test_a_cancelled_export_leaves_nothing(context: Context, tmp_path: Path) -> None:
    for target in ("out", "out.xlsx"):
        with pytest.raises(Refused, match="Stopped"):
            export_path(context, tmp_path / "here" / target, should_stop=lambda: True)
    assert list((tmp_path / "here").iterdir()) == []


def test_a_target_that_cannot_be_is_refused_in_words(context: Context, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for target in (tmp_path / "file", tmp_path / "file" / "under", tmp_path / "customers.csv"):
        with pytest.raises(Refused):
            export_path(context, target)


def test_a_text_too_long_for_a_workbook_is_named_and_csv_takes_it(context: Context, tmp_path: Path) -> None:
    context.run(an_order, description="x" * 40_000, number="LONG")
    with pytest.raises(Refused, match="more than 32767 characters"):
        export_path(context, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
    export_path(context, tmp_path / "out")
    assert table(tmp_path / "out", "orders")[0]["description"] == "x" * 40_000


def test_progress_counts_rows(context: Context, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    export_path(context, tmp_path / "out", progress=lambda *at: seen.append(at))
    assert seen[-1] == (11, 11)
