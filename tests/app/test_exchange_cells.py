"""Cells: every text and every value comes back from a file as it went in."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from app.exchange import csv_files, kinds, workbooks
from app.exchange.kinds import Kind, Local, Value
from app.exchange.tables import TABLES
from models.terms import VisitStatus

AMSTERDAM = Local(ZoneInfo("Europe/Amsterdam"), "EUR")

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=200)
awkward = st.text(st.sampled_from("_x0041FfD<r>/;\\'\"=+-@,\r\n\t\x01\x1f\uffff\ufeff é "), min_size=1)
rows = st.lists(st.tuples(texts | awkward, texts | awkward), min_size=1, max_size=5)


@given(rows)
def test_every_text_comes_back_from_csv(cells: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        with file.open("w", encoding="utf-8", newline="") as target:
            csv_files.write(target, [("a", "b"), *cells])
        assert list(csv_files.read(file)) == [["a", "b"], *map(list, cells)]


@settings(max_examples=60)
@given(rows)
def test_every_text_comes_back_from_a_workbook(cells: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.xlsx"
        workbooks.write(file, [("x", [False, False], iter([["a", "b"], *map(list, cells)]))])
        found = [row for _name, sheet in workbooks.read(file, ["x"]) for row in sheet]
        assert found == [["a", "b"], *map(list, cells)]


@given(st.lists(texts | awkward, unique=True, max_size=4))
def test_lists_of_codes_come_back(codes: list[str]) -> None:
    value = tuple(sorted(codes)) or None
    assert _again(kinds.CODES, value) == value


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (kinds.FRACTION, st.floats(-1e12, 1e12).map(lambda number: round(number, 12) + 0.0)),
        (kinds.WHOLE, st.integers(-(2**31), 2**31)),
        (kinds.DAY, st.dates()),
        (kinds.TIME, st.times().map(lambda at: time(at.hour, at.minute))),
        (kinds.YES_NO, st.booleans()),
        (kinds.Choice(VisitStatus), st.sampled_from(VisitStatus)),
        (kinds.AMOUNT, st.decimals(-(10**9), 10**9, places=3)),
        (
            kinds.INSTANT,
            st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the strategy adds it
                lambda at: at.replace(microsecond=0)
            ),
        ),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, Kind) else "",
)
def test_values_come_back(kind: Kind, values: st.SearchStrategy[Value]) -> None:
    @given(values)
    def comes_back(value: Value) -> None:
        assert _again(kind, value) == value

    comes_back()


def _again(kind: Kind, value: Value) -> Value:
    return None if value is None else kind.read(kind.write(value, AMSTERDAM), AMSTERDAM)


@given(st.integers(-(10**15), 10**15), st.sampled_from([0, 2, 3]))
def test_money_comes_back_to_the_last_cent(minor: int, places: int) -> None:
    value = kinds.MONEY.load(minor, places)
    assert kinds.MONEY.store(_again(kinds.MONEY, value), places) == minor


def test_an_amount_that_no_column_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        kinds.MONEY.store(Decimal(10**18 - 1), 2)


def test_numbers_are_written_without_exponents_and_needless_zeros() -> None:
    assert kinds.FRACTION.write(0.00001, AMSTERDAM) == "0.00001"
    assert kinds.FRACTION.write(20.0, AMSTERDAM) == "20"
    assert kinds.MONEY.write(Decimal("12.50"), AMSTERDAM) == "12.5"


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "1_000", "12,5", "٣", "0x10", "1 000", ""])
def test_what_python_takes_for_a_number_is_not_one(text: str) -> None:
    for kind in (kinds.WHOLE, kinds.FRACTION, kinds.AMOUNT, kinds.MONEY):
        with pytest.raises(ValueError, match="not a"):
            kind.read(text, AMSTERDAM)


def test_an_instant_without_offset_is_in_the_company_s_zone() -> None:
    assert kinds.INSTANT.read("2026-07-01T08:00", AMSTERDAM) == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert kinds.INSTANT.read("2026-07-01 08:00:30Z", AMSTERDAM) == datetime(2026, 7, 1, 8, 0, 30, tzinfo=UTC)
    moment = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert kinds.INSTANT.write(moment, AMSTERDAM) == "2026-11-23T08:00+01:00"


def test_both_hours_of_an_autumn_night_come_back() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for moment in (first, first + timedelta(hours=1)):
        assert _again(kinds.INSTANT, moment) == moment


@pytest.mark.parametrize("word", ["yes", "TRUE", "1", "x", " Yes "])
def test_yes_has_several_words(word: str) -> None:
    assert kinds.YES_NO.read(word, AMSTERDAM) is True
    assert kinds.YES_NO.read("no", AMSTERDAM) is kinds.YES_NO.read("0", AMSTERDAM) is False


def test_defaults_of_empty_cells_are_those_of_the_classes() -> None:
    for table in TABLES.values():
        fields = getattr(table.mapped, "__dataclass_fields__")  # noqa: B009 - mapped classes are dataclasses
        for column in table.columns:
            if column.default is not None:
                declared = table.mapped.__table__.columns
                stored = next(each for each in declared if each.key in (column.stored_as, column.name))
                assert not stored.nullable, (table.name, column.name)
                assert column.stored_as in fields


_COMPUTED = {
    "orders": {"progress", "run_id"},
    "company": {"next_order", "next_voucher"},
    "postings": {"reverses_id"},
    "visits": {
        *("order_number", "customer_name", "town", "site_id", "priority", "promise_from", "promise_to"),
        *("customer_id", "agreement_id", "service_level_id"),
    },
}


def test_every_column_of_the_classes_is_exchanged_or_computed() -> None:
    for table in TABLES.values():
        mapper = inspect(table.mapped)
        held = {attribute.key for attribute in mapper.column_attrs} - {"id", "version"}
        exchanged = {column.stored_as for column in table.columns if column not in table.lists}
        assert held - exchanged == _COMPUTED.get(table.name, set()), table.name


def test_semicolons_a_bom_and_windows_letters_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    for content in (
        "code;name\nC1;Bjørn\n".encode("utf-8-sig"),
        "code;name\r\nC1;Bjørn\r\n".encode("cp1252"),
    ):
        file.write_bytes(content)
        assert list(csv_files.read(file)) == [["code", "name"], ["C1", "Bjørn"]]


def test_cells_typed_in_a_spreadsheet_are_read_as_they_look(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c", "d", "e", "f"])
    sheet.append([date(2026, 11, 23), datetime(2026, 11, 23, 7, 45), time(7, 45), 20.13, True, 7])  # noqa: DTZ001
    sheet.append([None, "x", None, None, None, None])
    book.save(tmp_path / "typed.xlsx")
    found = [row for _name, rows in workbooks.read(tmp_path / "typed.xlsx", ["Sheet"]) for row in rows]
    assert found[1] == ["2026-11-23", "2026-11-23T07:45:00", "07:45", "20.13", "yes", "7"]
    assert found[2] == ["", "x"]


def test_formulas_are_texts_in_a_workbook(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "x.xlsx"
    workbooks.write(file, [("x", [False], iter([["a"], ["=1+1"], ["http://x.y"], ["@SUM(A1)"], ["-2+3"]]))])
    sheet = load_workbook(file)["x"]
    assert [cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row] == ["s"] * 4
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_spreadsheets_cost_nothing_until_they_are_needed() -> None:
    import subprocess

    code = (
        "import sys, app.exchange.exports; print([m for m in ('openpyxl', 'xlsxwriter') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
