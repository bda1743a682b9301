"""What cannot be imported: every wrong row is named, and nothing is written."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.context import Context
from app.exchange.imports import import_path
from app.exchange.problems import MOST_LISTED
from app.settings import Settings
from app.work import Work
from models.customers import Customer
from models.errors import Refused
from models.users import User
from models.visits import Visit
from tests.app.exchange_files import write_company
from tests.builders import a_customer, a_technician, a_user, a_visit, an_order
from tests.conftest import Clock

EXCAVATORS = Path("/work/shared/data/excavators/excavators.csv")

Import = Callable[[dict[str, Sequence[str]]], list[str]]


@pytest.fixture
def here(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on SQLite alone: what is refused before a database is asked is the same for both."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def problems(here: Context, tmp_path: Path) -> Import:
    """Import tables with something wrong, see that nothing was written; what the report says."""

    def problems_of(tables: dict[str, Sequence[str]]) -> list[str]:
        before = here.read(lambda session: session.scalar(select(func.count(Customer.id))))
        report = import_path(here, write_company(tmp_path / "in", tables))
        after = here.read(lambda session: session.scalar(select(func.count(Customer.id))))
        assert not report.written
        assert before == after
        return report.lines()[:-1]

    return problems_of


GOOD = {"customers": ("code,name", "C1,Smit"), "sites": ("code,customer,name", "S1,C1,Winkel")}
_TEAM = {"technicians": ("code,name", "T1,Anna")}

CASES: dict[str, tuple[dict[str, Sequence[str]], list[str]]] = {
    "unknown code": (
        {**GOOD, "orders": ("number,customer,site", "A,C1,S1", "B,C1,S9999")},
        ["orders row 3, column site: There is no S9999 in sites."],
    ),
    "unknown column": (
        {"customers": ("code,name,adress", "C1,Smit,x")},
        ["customers row 1, column adress: customers has no such column. Its columns are"],
    ),
    "column nearly right": (
        {"sites": ("code,customer,name,postalcode", "S1,C1,x,y")},
        [
            "sites row 1, column postalcode: sites has no such column. Do you mean postal_code?",
        ],
    ),
    "missing required columns": (
        {"orders": ("description", "x")},
        [
            "orders row 1, column number: This column is missing.",
            "orders row 1, column customer: This column is missing.",
        ],
    ),
    "column twice": (
        {"customers": ("code,name,name", "C1,a,b")},
        ["customers row 1, column name: This column is there twice."],
    ),
    "duplicate key": (
        {"customers": ("code,name", "C1,a", "C1,b")},
        ["customers row 3, column code: Row 2 has the same code."],
    ),
    "duplicate compound key": (
        {**GOOD, "travel": ("from_site,to_site,minutes", "S1,S1,1", "S1,S1,2")},
        ["travel row 3, column to_site: Row 2 has the same from_site, to_site."],
    ),
    "bad dates and numbers": (
        {**GOOD, "orders": ("number,customer,service_date,duration_minutes", "A,C1,2026-02-30,soon")},
        [
            "orders row 2, column service_date: “2026-02-30” is not a date; write one as 2026-11-23.",
            "orders row 2, column duration_minutes: “soon” is not a whole number.",
        ],
    ),
    "bad time": (
        {**GOOD, "orders": ("number,customer,earliest_start", "A,C1,25:00")},
        ["orders row 2, column earliest_start: “25:00” is not a time of day; write one as 07:45."],
    ),
    "bad word": (
        {**GOOD, "orders": ("number,customer,priority", "A,C1,urgent")},
        ["orders row 2, column priority: “urgent” is not one of low, normal, high."],
    ),
    "decimal comma": (
        {"items": ("code,name,cost_price", 'I1,Filter,"12,50"')},
        ["items row 2, column cost_price: “12,50” is not a number; write one as 12.50"],
    ),
    "too many decimals": (
        {"items": ("code,name,cost_price", "I1,Filter,12.505")},
        ["items row 2: 12.505 has more than 2 decimals."],
    ),
    "neither yes nor no": (
        {"technicians": ("code,name,active", "T1,Anna,perhaps")},
        ["technicians row 2, column active: “perhaps” is neither yes nor no."],
    ),
    "ends before it starts": (
        {**_TEAM, "absences": ("technician,starts,ends", "T1,2026-11-24,2026-11-23")},
        ["absences row 2, column ends: An absence ends after it starts."],
    ),
    "agreement ends before it starts": (
        {
            **GOOD,
            "agreement_groups": ("code,name", "G,g"),
            "agreements": ("code,name,customer,group,starts,ends", "A,a,C1,G,2026-02-01,2026-01-01"),
        },
        ["agreements row 2, column ends: Agreement A ends before it starts."],
    ),
    "promise the wrong way round": (
        {**GOOD, "orders": ("number,customer,earliest_start,latest_start", "A,C1,09:00,08:00")},
        ["orders row 2, column latest_start: The latest start of order A is before its earliest."],
    ),
    "code too long": (
        {"customers": ("code,name", f"{'C' * 41},Smit")},
        ["customers row 2, column code: The text has 41 characters; 40 are possible."],
    ),
    "number too large": (
        {**GOOD, "orders": ("number,customer,duration_minutes", "A,C1,99999999999")},
        ["orders row 2, column duration_minutes: 99999999999 is too large a number."],
    ),
    "required cell empty": (
        {"customers": ("code,name", "C1,")},
        ["customers row 2, column name: A value is needed here."],
    ),
    "row too wide": (
        {"customers": ("code,name", "C1,Smit,x,y")},
        ["customers row 2: This row has 4 cells, the header 2."],
    ),
    "unknown code in a list": (
        {"skills": ("code,name", "A,a"), "technicians": ("code,name,skills", "T1,Anna,A;Q")},
        ["technicians row 2, column skills: There is no Q in skills."],
    ),
    "time that the clocks skip": (
        {**_TEAM, "absences": ("technician,starts,ends", "T1,2027-03-28T02:30,2027-03-29")},
        ["absences row 2, column starts: 2027-03-28T02:30 does not exist in Europe/Amsterdam"],
    ),
    "moment beyond the calendar": (
        {**_TEAM, "absences": ("technician,starts,ends", "T1,0001-01-01,9999-12-31T23:59-05:00")},
        ["absences row 2, column starts: “0001-01-01” is not", "absences row 2, column ends: “9999-12-31"],
    ),
    "stages in a circle": (
        {"stages": ("code,name,parent", "a,A,b", "b,B,a", "c,C,c")},
        [
            "stages row 4, column parent: A stage cannot follow itself.",
            "stages row 2, column parent: a would follow itself.",
            "stages row 3, column parent: b would follow itself.",
        ],
    ),
    "contact of another customer": (
        {
            **GOOD,
            "contacts": ("customer,name", "C1,Koster"),
            "orders": ("number,customer,contact", "A,C1,Jansen"),
        },
        ["orders row 2, column contact: C1 has no Jansen in contacts."],
    ),
    "a contact's name too long": (
        {**GOOD, "contacts": ("customer,name", f"C1,{'x' * 201}")},
        ["contacts row 2, column name: The name of a contact has at most 200 characters."],
    ),
    "coordinates by half": (
        {"customers": GOOD["customers"], "sites": ("code,customer,name,latitude", "S1,C1,x,52.1")},
        ["sites row 2, column latitude: Give both latitude and longitude, or neither."],
    ),
    "a wrong row is not blamed on those that refer to it": (
        {
            "customers": ("code,name,language", "C1,Smit,fr", "C2,Bos,nl"),
            "sites": ("code,customer,name", "S1,C1,x"),
        },
        ["customers row 2, column language: “fr” is not one of en, nl, da."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_wrong_cell_is_named(problems: Import, case: str) -> None:
    tables, expected = CASES[case]
    said = problems(tables)
    assert len(said) == len(expected), said
    assert all(line.startswith(start) for line, start in zip(said, expected, strict=True)), said


def test_visits_that_overlap_are_named_with_each_other(problems: Import) -> None:
    said = problems(
        {
            **GOOD,
            **_TEAM,
            "orders": ("number,customer", "A,C1", "B,C1"),
            "visits": (
                "order,technician,starts,ends,status",
                "A,T1,2026-11-23T08:00,2026-11-23T09:00,",
                "B,T1,2026-11-23T09:00,2026-11-23T10:00,",
                "B,T1,2026-11-23T08:30,2026-11-23T08:45,",
                "B,T1,2026-11-23T08:20,2026-11-23T08:45,cancelled",
            ),
        }
    )
    assert said == [
        "visits row 4, column starts: T1 has another visit then: row 2, at 2026-11-23T08:00+01:00."
    ]


def test_visits_that_overlap_one_of_the_database_are_named(context: Context, tmp_path: Path) -> None:
    anna, _changes = context.run(a_technician, code="T1")
    order, _changes = context.run(an_order, number="A")
    context.run(a_visit, technician=anna, order=order)
    visit = {"visits": ("order,technician,starts,ends", "A,T1,2026-11-23T09:30,2026-11-23T09:45")}
    said = import_path(context, write_company(tmp_path / "in", visit)).lines()[:-1]
    assert said == ["visits row 2, column starts: T1 has another visit then: A, at 2026-11-23T09:00+01:00."]
    assert context.read(lambda session: session.scalar(select(func.count(Visit.id)))) == 1


def test_the_first_problems_are_listed_and_the_rest_is_counted(problems: Import) -> None:
    said = problems({"customers": ("code,name,language", *(f"C{n},x,klingon" for n in range(1200)))})
    assert len(said) == MOST_LISTED + 1
    assert said[-1] == "… and 700 more"


def test_a_newline_in_quotes_does_not_shift_row_numbers(problems: Import) -> None:
    said = problems({"customers": ("code,name,language", 'C1,"a\nb\nc",', "", "C2,x,fr")})
    assert said == ["customers row 4, column language: “fr” is not one of en, nl, da."]


def test_nul_is_refused(here: Context, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_bytes(b"code,name\nC1,a\0b\n")
    with pytest.raises(Refused, match="no text"):
        import_path(here, tmp_path / "customers.csv")


def test_somebody_without_the_right_imports_nothing(here: Context, tmp_path: Path) -> None:
    here.user = here.run(a_planner)[0]
    with pytest.raises(Refused, match="may not"):
        import_path(here, write_company(tmp_path / "in"))


def a_planner(work: Work) -> User:
    """Somebody who plans, with what the role allows."""
    user = a_user(work, role="planner")
    return work.session.get_one(User, user.id, options=[joinedload(User.role)], populate_existing=True)


@pytest.mark.skipif(not EXCAVATORS.exists(), reason="the excavators are not on this machine")
def test_a_foreign_file_is_refused_with_what_does_not_fit(here: Context, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        import_path(here, EXCAVATORS)
    said = str(refusal.value)
    assert "“excavators.csv” is not in the exchange format" in said
    assert "BscStartDate, Asset, OriginalShorttext, PMType, Cost" in said
    assert "orders" in said
    renamed = tmp_path / "orders.csv"
    renamed.write_bytes(EXCAVATORS.read_bytes())
    lines = import_path(here, renamed).lines()
    assert lines[0].startswith("orders row 1, column BscStartDate: orders has no such column.")
    assert "orders row 1, column number: This column is missing." in lines


def test_unknown_tables_are_refused_with_the_nearest_name(here: Context, tmp_path: Path) -> None:
    folder = write_company(tmp_path / "in", {**GOOD, "costumers": ("code,name", "C1,x")})
    with pytest.raises(Refused, match=r"“costumers.csv” is no table.*Do you mean customers\?"):
        import_path(here, folder)


def test_places_without_tables_are_refused(here: Context, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("x")
    (tmp_path / "empty" / "notes.txt").write_text("x")
    for path, sentence in (
        (tmp_path / "empty", "There is no table in"),
        (tmp_path / "letter.txt", "neither a folder, nor"),
        (tmp_path / "gone", "There is nothing at"),
    ):
        with pytest.raises(Refused, match=sentence):
            import_path(here, path)


def test_a_table_that_is_there_twice_is_refused(here: Context, tmp_path: Path) -> None:
    folder = write_company(tmp_path / "in", {"customers": ("code,name",), "Customers": ("code,name",)})
    with pytest.raises(Refused, match="customers is there twice"):
        import_path(here, folder)


GARBAGE: dict[str, bytes] = {
    "neither encoding": b"code,name\nC1,Bj" + b"\x81\xf8rn\n",
    "utf-16": "code,name\nC1,Smit\n".encode("utf-16"),
    "random bytes": os.urandom(100_000),
    "one endless line": b"code,name" * 400_000,
    "a quote that never ends": b'code,name\nC1,"x\n',
    "quotes in the wrong place": b'code,name\nC1,"x"y\n',
    "an endless cell": b'code,name\nC1,"' + b"x" * 1_500_000 + b'"\n',
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_refused_in_a_sentence(here: Context, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(GARBAGE[kind])
    with pytest.raises(Refused, match=r"customers\.csv"):
        import_path(here, file)


@pytest.mark.parametrize("name", ["customers.csv", "all.xlsx", "excavators.csv"])
def test_a_hundred_megabytes_of_garbage_are_refused(here: Context, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    block = os.urandom(1_000_000)
    with file.open("wb") as target:
        for _part in range(100):
            target.write(block)
    with pytest.raises(Refused, match=name):
        import_path(here, file)


def test_more_than_can_be_read_at_once_is_refused_by_its_size(here: Context, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    with file.open("wb") as target:
        target.truncate(300_000_000)
    with pytest.raises(Refused, match="holds 300 MB"):
        import_path(here, file)


def _packed(file: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return file


def test_a_zip_bomb_is_refused_before_it_is_unpacked(here: Context, tmp_path: Path) -> None:
    file = _packed(tmp_path / "bomb.xlsx", xl__sheet1=b"0" * 50_000_000)
    assert file.stat().st_size < 100_000
    with pytest.raises(Refused, match="unpacks to 50 MB"):
        import_path(here, file)


def test_a_workbook_with_entities_or_without_sheets_is_refused(here: Context, tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(Refused, match="declares XML entities"):
        import_path(here, _packed(tmp_path / "laughs.xlsx", xl__workbook=bomb))
    with pytest.raises(Refused, match=r"not an \.xlsx workbook"):
        import_path(here, _packed(tmp_path / "hollow.xlsx", xl__workbook=b"<x/>"))


def test_a_customer_added_meanwhile_is_no_reason_to_stop(here: Context, problems: Import) -> None:
    here.run(a_customer, code="C1")
    assert problems({"customers": ("code,name,language", "C1,x,fr")}) != []
