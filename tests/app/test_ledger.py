"""The list of postings, the file for the ledger, and posting from the command line (domain.md 5.10)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from app.cli import main
from app.context import Context
from app.ledger import COLUMNS, write_ledger
from app.queries.postings import (
    PostingRow,
    PostingState,
    PostingView,
    order_postings,
    posting_list,
    posting_rows,
)
from app.settings import Settings
from app.usecases.posting import Selection, post_lines, reverse_postings
from models.errors import Refused
from models.orders import ServiceOrder
from models.terms import TransactionType
from tests.builders import a_line, an_agreement, an_order
from tests.conftest import NOW, Clock

TODAY = NOW.date()
FEE = TransactionType.FEE


def an_order_posted(context: Context, **line: object) -> ServiceOrder:
    agreement, _ = context.run(an_agreement, code="A-1")
    order, _ = context.run(
        an_order,
        number="SO-77",
        stage="finished",
        agreement_id=agreement.id,
        customer_id=agreement.customer_id,
        lines=[
            a_line(line=1, signed_off=True, sales_price=7500, cost_price=3000, **line),
            a_line(line=2, signed_off=True, sales_price=2000, type=FEE),
        ],
    )
    context.run(post_lines, selection=Selection(), posted_on=TODAY)
    return order


def listed(context: Context, **of: object) -> list[PostingRow]:
    found = context.read(posting_list, PostingView(**of))
    rows = context.read(posting_rows, found.ids.tolist())
    return [rows[int(row_id)] for row_id in found.ids]


def test_the_list_can_be_narrowed_and_sorted_and_sums_follow(context: Context) -> None:
    order = an_order_posted(context)
    hour, _fee = context.read(order_postings, order.id)
    context.run(reverse_postings, posting_ids=[hour.id], posted_on=date(2026, 11, 30))
    assert [row.sales_amount for row in listed(context)] == [-7500, 2000, 7500]
    assert [row.state for row in listed(context, sort="voucher")] == [
        PostingState.REVERSED,
        PostingState.OPEN,
        PostingState.COUNTER,
    ]
    for view, count in (
        ({"first": date(2026, 11, 24)}, 1),
        ({"last": TODAY}, 2),
        ({"types": frozenset({FEE})}, 1),
        ({"state": PostingState.OPEN}, 1),
        ({"state": PostingState.REVERSED}, 1),
        ({"state": PostingState.COUNTER}, 1),
        ({"customer_id": order.customer_id}, 3),
        ({"customer_id": order.customer_id + 1}, 0),
        ({"voucher": 2}, 1),
        ({"text": "so-77 bakkerij"}, 3),
        ({"text": "nobody"}, 0),
    ):
        assert len(listed(context, **view)) == count, view
    (sums,) = context.read(posting_list, PostingView()).sums
    assert (sums.currency, sums.cost, sums.sales) == ("EUR", 0, 2000)


@pytest.mark.parametrize(
    "key", ["voucher", "posted_on", "type", "order", "customer", "category", "sales_amount", "cost_amount"]
)
def test_the_list_can_be_sorted_by_every_column(context: Context, key: str) -> None:
    an_order_posted(context)
    up = [row.id for row in listed(context, sort=key)]
    assert sorted(up) == sorted(row.id for row in listed(context, sort=key, descends=True))


def test_the_ledger_gets_every_posting_of_the_period_with_its_counter(
    context: Context, tmp_path: Path
) -> None:
    order = an_order_posted(context, description="=1+1")
    hour, _fee = context.read(order_postings, order.id)
    context.run(reverse_postings, posting_ids=[hour.id], posted_on=TODAY, note="Twice")
    written = write_ledger(context, first=TODAY, last=TODAY, file=tmp_path / "postings.csv")
    with written.file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert (written.postings, tuple(rows[0])) == (3, COLUMNS)
    assert [(row["voucher"], row["journal"], row["sales_amount"], row["reverses"]) for row in rows] == [
        ("1", "HOURS", "75.00", ""),
        ("1", "FEES", "20.00", ""),
        ("2", "HOURS", "-75.00", "1"),
    ]
    assert (rows[0]["description"], rows[0]["order"], rows[0]["agreement"]) == ("'=1+1", "SO-77", "A-1")
    assert (rows[2]["quantity"], rows[2]["note"]) == ("-1", "Twice")


def test_a_ledger_that_cannot_be_written_is_refused_in_words(context: Context, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        write_ledger(context, first=TODAY, last=TODAY, file=tmp_path / "nowhere" / "postings.csv")
    with pytest.raises(Refused, match="ends before it starts"):
        write_ledger(context, first=TODAY, last=date(2026, 1, 1), file=tmp_path / "postings.csv")


def test_the_command_line_tells_first_then_posts_then_writes(
    sqlite_url: str, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = Context(Settings(database=sqlite_url), clock=clock)
    agreement, _ = context.run(an_agreement, code="A-1")
    lines = [a_line(line=1, signed_off=True, sales_price=7500), a_line(line=2)]
    context.run(
        an_order, number="SO-77", stage="finished", agreement_id=agreement.id,
        customer_id=agreement.customer_id, service_date=TODAY, lines=lines,
    )  # fmt: skip
    context.close()
    asked = ["--database", sqlite_url, "post", "--from", "2026-11-01", "--to", "2026-11-30"]
    left_out = "SO-77, line 2: Line 2 is not signed off.\n"
    assert main([*asked, "--types", "hour", "--agreement", "A-1", "--dry-run"]) == 0
    assert capsys.readouterr().out == (
        "Bakkerij Smit: 1 × hour, cost €0.00, sales €75.00\n1 line would be posted.\n" + left_out
    )
    assert main([*asked, "--order", "SO-77"]) == 0
    assert capsys.readouterr().out == "1 line was posted under voucher 1.\n" + left_out
    assert main(asked) == 0
    assert capsys.readouterr().out == "Nothing was posted.\n" + left_out
    out = tmp_path / "postings.csv"
    ledger = ["ledger", "--from", "2020-01-01", "--to", "2099-12-31", "--out", str(out)]
    assert main(["--database", sqlite_url, *ledger]) == 0
    assert capsys.readouterr().out == f"1 postings in {out}.\n"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--types", "hours"], "“hours” is no type of line"),
        (["--agreement", "A-9"], "There is no agreement A-9."),
        (["--order", "SO-9"], "There is no order SO-9."),
        (["--from", "2026-02-01", "--to", "2026-01-01"], "The period ends before it starts."),
    ],
)
def test_the_command_line_says_what_is_wrong(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], wrong: list[str], said: str
) -> None:
    assert main(["--database", sqlite_url, "post", *wrong]) == 1
    assert said in capsys.readouterr().err
