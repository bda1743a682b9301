"""The examples of generating orders from the command line alone: import a folder, generate, export."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from app.cli import main

Rows = list[dict[str, str]]
MASTERS: dict[str, Rows] = {
    "customers": [{"code": "C-1", "name": "Bakkerij Smit"}],
    "agreement_groups": [{"code": "G-1", "name": "Premium"}],
    "service_tasks": [
        {"code": "I/C", "name": "Inspection", "internal_note": "", "external_note": ""},
        {
            "code": "RR",
            "name": "Replacement",
            "internal_note": "GR-2 before 2002",
            "external_note": "Routine",
        },
    ],
    "items": [{"code": "GR-1", "name": "Gear ring"}],
    "service_objects": [
        {"code": code, "name": code, "group": "", "customer": "C-1"} for code in ("X-1", "X-2", "GB-1234")
    ],
    "intervals": [
        {"code": "weekly", "unit": "week", "every": "1"},
        {"code": "biweekly", "unit": "week", "every": "2"},
        {"code": "3 weeks", "unit": "week", "every": "3"},
        {"code": "10 days", "unit": "day", "every": "10"},
    ],
    "time_windows": [{"code": "month", "method": "month", "days_before": "0", "days_after": "0"}],
}


class Shop:
    """A database that is only reached by the command."""

    def __init__(self, url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self.folder, self._capsys = url, folder, capsys

    def does(self, *arguments: str) -> tuple[int, str, str]:
        """Run the command: exit code, what it said, what it complained of."""
        code = main(["--database", self.url, *arguments])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def imports(self, **tables: Rows) -> tuple[int, str]:
        """Import tables as a folder of CSV files; exit code and complaints."""
        folder = self.folder / "in"
        folder.mkdir(exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        code, _said, complaints = self.does("import", str(folder))
        return code, complaints

    def agrees(self, lines: Rows, **agreement: str) -> None:
        """Import the masters and one agreement with these lines, numbered in turn."""
        header = {"code": "A-1", "name": "Service", "customer": "C-1", "group": "G-1", **agreement}
        columns = list(dict.fromkeys(name for line in lines for name in line))
        numbered = [
            {"agreement": "A-1", "line": str(number), "type": "hour", **dict.fromkeys(columns, ""), **line}
            for number, line in enumerate(lines, start=1)
        ]
        assert self.imports(**MASTERS, agreements=[header], agreement_lines=numbered) == (0, "")

    def generates(self, first: str, last: str, *options: str) -> str:
        """Generate; what it said."""
        code, said, complaints = self.does("generate", "--from", first, "--to", last, *options)
        assert (code, complaints) == (0, "")
        return said

    def exported(self, table: str) -> Rows:
        """The rows of a table as they are exported."""
        folder = self.folder / "out"
        assert self.does("export", str(folder))[0] == 0
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shop:
    """An empty database."""
    return Shop(sqlite_url, tmp_path, capsys)


def dates(shop: Shop) -> list[str]:
    """Service dates of all orders."""
    return sorted(order["service_date"] for order in shop.exported("orders"))


def grouped(shop: Shop, column: str) -> Counter[tuple[str, ...]]:
    """How many orders there are with these values in their lines."""
    orders: dict[str, list[str]] = {}
    for line in shop.exported("order_lines"):
        orders.setdefault(line["order"], []).append(line[column])
    return Counter(tuple(values) for values in orders.values())


def test_a1_combined_by_object_there_are_ten_orders(shop: Shop) -> None:
    start = {"starts": "2007-04-01"}
    shop.agrees(
        [
            {"description": "SAL1", "interval": "weekly", "object": "X-1", **start},
            {"description": "SAL2", "interval": "biweekly", "object": "X-2", **start},
            {"description": "SAL3", "interval": "weekly", "object": "X-2", **start},
        ],
        starts="2007-03-31",
        combine="object",
    )
    said = shop.generates("2007-04-01", "2007-04-30", "--agreement", "A-1")
    assert said.startswith("10 orders with 13 lines:")
    assert grouped(shop, "object") == {("X-1",): 5, ("X-2", "X-2"): 3, ("X-2",): 2}
    assert grouped(shop, "description") == {("SAL1",): 5, ("SAL2", "SAL3"): 3, ("SAL3",): 2}
    lines = shop.exported("order_lines")
    assert {(line["calculated_date"] == line["range_from"] == line["range_to"]) for line in lines} == {True}
    again = shop.generates("2007-04-01", "2007-04-30")
    assert "No order is due." in again
    assert "13 × An order is there already." in again
    assert len(shop.exported("order_lines")) == 13


@pytest.mark.parametrize(("interval", "days"), [("10 days", ("01", "11", "21")), ("3 weeks", ("01", "22"))])
def test_a3_an_interval_is_range_times_frequency(shop: Shop, interval: str, days: tuple[str, ...]) -> None:
    shop.agrees([{"interval": interval, "starts": "2007-04-01"}], starts="2007-04-01")
    shop.generates("2007-04-01", "2007-04-30")
    assert dates(shop) == [f"2007-04-{day}" for day in days]


def test_a4_orders_keep_to_the_validity_of_the_agreement(shop: Shop) -> None:
    shop.agrees([{"interval": "weekly"}], starts="2012-01-01", ends="2012-12-31")
    said = shop.generates("2012-11-01", "2013-02-01")
    assert (dates(shop)[0], dates(shop)[-1], len(dates(shop))) == ("2012-11-04", "2012-12-30", 9)
    assert "4 × Outside the validity of agreement and line." in said


@pytest.mark.parametrize(
    ("day", "code"), [("2010-12-31", 1), ("2011-01-01", 0), ("2011-12-31", 0), ("2012-01-01", 1)]
)
def test_a6_an_order_keeps_to_the_period_of_its_agreement(shop: Shop, day: str, code: int) -> None:
    shop.agrees([{}], starts="2011-01-01", ends="2011-12-31")
    order = {"number": "H-1", "customer": "C-1", "agreement": "A-1", "service_date": day}
    ended, complaints = shop.imports(orders=[order])
    assert (ended, len(shop.exported("orders"))) == (code, 1 - code)
    assert ("lies outside the validity of agreement A-1" in complaints) == bool(code)


def test_a8_an_order_on_a_closed_day_is_made_and_flagged(shop: Shop) -> None:
    shop.agrees([{"interval": "weekly", "starts": "2007-04-01"}], starts="2007-04-01")
    calendar = {"code": "S", "name": "Service", "open_days": "mon;tue;wed;thu;fri;sat;sun"}
    closed = {"calendar": "S", "date": "2007-04-08", "reason": "Easter"}
    assert shop.imports(calendars=[calendar], closed_days=[closed], company=[{"calendar": "S"}]) == (0, "")
    said = shop.generates("2007-04-01", "2007-04-30")
    assert "Calendar conflict: 1 order is on a closed day." in said
    flags = {order["service_date"]: order["calendar_conflict"] for order in shop.exported("orders")}
    assert [day for day, flag in flags.items() if flag == "yes"] == ["2007-04-08"]
    assert len(flags) == 5


@pytest.mark.parametrize(
    ("codes", "company", "flagged"),
    [
        (["S"], [], ["2007-04-08"]),  # the only one is the company's
        (["S", "T"], [], []),
        (["S"], [{"name": "Smit"}], []),  # the file says what the company has
    ],
)
def test_a8_the_first_calendar_is_the_service_calendar_where_the_file_names_none(
    shop: Shop, codes: list[str], company: Rows, flagged: list[str]
) -> None:
    shop.agrees([{"interval": "weekly", "starts": "2007-04-01"}], starts="2007-04-01")
    week = "mon;tue;wed;thu;fri;sat;sun"
    calendars = [{"code": code, "name": "Service", "open_days": week} for code in codes]
    tables = {"calendars": calendars, "closed_days": [{"calendar": "S", "date": "2007-04-08"}]}
    assert shop.imports(**tables, **({"company": company} if company else {})) == (0, "")
    shop.generates("2007-04-01", "2007-04-30")
    by_hand = {"number": "H-1", "customer": "C-1", "agreement": "A-1", "service_date": "2007-04-08"}
    assert shop.imports(orders=[by_hand]) == (0, "")
    orders = shop.exported("orders")
    closed = [each["service_date"] for each in orders if each["calendar_conflict"] == "yes"]
    assert closed == flagged * 2  # the generated one and the one by hand


@pytest.mark.parametrize(("month", "last"), [("2012-02", "29"), ("2017-02", "28")])
def test_a9_a_month_window_is_the_whole_month(shop: Shop, month: str, last: str) -> None:
    line = {"starts": f"{month}-15", "time_window": "month"}
    shop.agrees([line, {"starts": f"{month}-06"}], starts=f"{month}-01")
    shop.generates(f"{month}-01", f"{month}-{last}")
    assert dates(shop) == [f"{month}-06"]
    moved = shop.exported("order_lines")[0]
    assert (moved["calculated_date"], moved["range_from"], moved["range_to"]) == (
        f"{month}-15",
        f"{month}-01",
        f"{month}-{last}",
    )


@pytest.mark.parametrize(
    ("combine", "options", "expected"),
    [
        ("task", (), {("I/C",) * 3: 1, ("RR",) * 3: 1}),
        ("object", (), {("I/C",) * 3 + ("RR",) * 3: 1}),
        ("agreement", (), {("I/C",) * 3 + ("RR",) * 3: 1}),
        ("task", ("--types", "hour"), {("I/C",): 1, ("RR",): 1}),
    ],
)
def test_a13_lines_of_a_task_form_one_order(
    shop: Shop, combine: str, options: tuple[str, ...], expected: dict[tuple[str, ...], int]
) -> None:
    shared = {"object": "GB-1234", "starts": "2007-04-01"}
    shop.agrees(
        [
            {"type": kind, "task": task, "item": "GR-1" if kind == "item" else "", **shared}
            for task, kinds in (("I/C", ("hour", "expense", "item")), ("RR", ("hour", "item", "item")))
            for kind in kinds
        ],
        starts="2007-04-01",
        combine=combine,
    )
    shop.generates("2007-04-01", "2007-04-30", *options)
    assert grouped(shop, "task") == expected


def test_a15_a_template_gives_no_order(shop: Shop) -> None:
    shop.agrees([{"interval": "weekly"}, {"interval": "10 days"}], starts="2007-04-01", template="true")
    said = shop.generates("2007-04-01", "2007-04-30")
    assert "No order is due." in said
    assert "8 × The agreement is a template; orders are made from agreements." in said
    assert shop.exported("orders") == []


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.agrees([{"interval": "weekly", "starts": "2007-04-01"}], starts="2007-04-01")
    said = shop.generates("2007-04-01", "2007-04-14", "--dry-run")
    assert said.splitlines() == [
        "Nothing is written; this would be made:",
        "2 orders with 2 lines:",
        "  2007-04-01  A-1  1 line",
        "  2007-04-08  A-1  1 line",
    ]
    assert shop.exported("orders") == []


def test_a_continuous_run_fills_gaps_and_an_ordinary_one_goes_on(shop: Shop) -> None:
    shop.agrees([{"interval": "weekly", "starts": "2007-04-01"}], starts="2007-04-01")
    shop.generates("2007-04-15", "2007-04-21")
    assert "2 × Before the last generated date" in shop.generates("2007-04-01", "2007-04-28")
    assert dates(shop) == ["2007-04-15", "2007-04-22"]
    shop.generates("2007-04-01", "2007-04-28", "--continuous")
    assert dates(shop) == ["2007-04-01", "2007-04-08", "2007-04-15", "2007-04-22"]


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_an_unknown_agreement_is_refused_by_name(shop: Shop, options: tuple[str, ...]) -> None:
    shop.agrees([{}], starts="2007-04-01")
    code, said, complaint = shop.does(
        "generate", "--from", "2007-04-01", "--to", "2007-04-30", "--agreement", "A-1", "B-2", *options
    )
    assert (code, said, complaint) == (1, "", "There is no agreement B-2.\n")
