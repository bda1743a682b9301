"""The ledger's file and posting from the command line (resources/docs/ledger.md; domain.md 5.10)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.posting import PostingPreview, Selection, posting_preview
from app.queries.postings import PostingRow, ledger_rows
from app.usecases.posting import PostingReport, post_lines
from models.agreements import Agreement
from models.company import Company
from models.errors import Refused
from models.orders import ServiceOrder
from models.terms import TransactionType
from resources.texts import _, format_money, ngettext

_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PAGE = 5000
COLUMNS = (
    "id", "voucher", "date", "journal", "type", "order", "line", "customer", "agreement", "project",
    "category", "account", "technician", "item", "description", "quantity", "unit", "currency",
    "cost_price", "sales_price", "cost_amount", "sales_amount", "reverses", "posted_at", "posted_by", "note",
)  # fmt: skip
"""The columns of the file, in this order; ledger.md says what each means."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file for the ledger and how many postings are in it."""

    file: Path
    postings: int


def write_ledger(context: Context, *, first: date, last: date, file: Path) -> LedgerFile:
    """Write the postings of a period as CSV: beside the file first, then under its name.

    Raises:
        Refused: the period ends before it starts, or the file cannot be written.
    """
    if last < first:
        raise Refused(_("The period ends before it starts."), field="last")
    beside = file.with_name(file.name + ".new")
    count = 0
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.writer(target, lineterminator="\r\n")
            writer.writerow(COLUMNS)
            for row in _pages(context, first, last):
                writer.writerow(_cells(row))
                count += 1
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Refused(
            _("{file} cannot be written: {error}.").format(file=file, error=error.strerror or error),
            remedy=_("Choose another place."),
        ) from error
    return LedgerFile(file, count)


def _pages(context: Context, first: date, last: date) -> Iterator[PostingRow]:
    after = 0
    while rows := context.read(ledger_rows, first=first, last=last, after=after, limit=_PAGE):
        yield from rows
        after = rows[-1].id


def _cells(row: PostingRow) -> list[str]:
    texts = (
        row.order, str(row.line), row.customer_code, row.agreement, row.project, row.category, row.account,
        row.technician, row.item, row.description,
    )  # fmt: skip
    amounts = (row.cost_price, row.sales_price, row.cost_amount, row.sales_amount)
    return [
        str(row.id),
        str(row.voucher),
        row.posted_on.isoformat(),
        _text(row.journal),
        row.type.value,
        *map(_text, texts),
        f"{row.quantity:f}",
        _text(row.unit),
        row.currency,
        *(f"{Decimal(amount).scaleb(-2):.2f}" for amount in amounts),
        str(row.reverses or ""),
        row.posted_at.isoformat(),
        _text(row.posted_by),
        _text(row.note),
    ]


def _text(text: str) -> str:
    """A text as a spreadsheet takes it for one, and not for a formula."""
    return f"'{text}" if text.startswith(_LIKE_A_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()


# -- posting from the command line ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks to post: a period, types by name, an agreement by code, orders by number."""

    first: date | None
    last: date | None
    types: str = ""
    agreement: str = ""
    orders: tuple[str, ...] = ()


def post(context: Context, asked: Asked, *, is_dry_run: bool) -> list[str]:
    """Post what was asked for, or tell what would be posted; the lines to print.

    Raises:
        Refused: a type, agreement or order that is not there, or a period the wrong way round.
    """
    selection = Selection(
        order_ids=context.read(_order_ids, asked.orders),
        agreement_id=context.read(_agreement_id, asked.agreement),
        first=asked.first,
        last=asked.last,
        types=_types(asked.types),
    )
    today = context.clock().astimezone(context.read(_company).zone).date()
    if is_dry_run:
        return _told_preview(context.read(posting_preview, selection, today=today))
    report, _changes = context.run(post_lines, selection=selection, posted_on=today)
    return _told_report(report)


def _told_preview(preview: PostingPreview) -> list[str]:
    lines = [
        _("{customer}: {lines} × {type}, cost {cost}, sales {sales}").format(
            customer=row.customer,
            type=row.type.value,
            lines=row.lines,
            cost=format_money(row.cost, row.currency),
            sales=format_money(row.sales, row.currency),
        )
        for row in preview.sums
    ]
    count = ngettext("{n} line would be posted.", "{n} lines would be posted.", preview.lines)
    return [*lines, count.format(n=preview.lines), *_left_out(preview.left_out)]


def _told_report(report: PostingReport) -> list[str]:
    if not report.voucher:
        return [_("Nothing was posted."), *_left_out(report.left_out)]
    count = len(report.posting_ids)
    done = ngettext(
        "{n} line was posted under voucher {voucher}.",
        "{n} lines were posted under voucher {voucher}.",
        count,
    )
    return [done.format(n=count, voucher=report.voucher), *_left_out(report.left_out)]


def _left_out(rows: Sequence[Any]) -> list[str]:  # lines of a preview or a report, with order, line and why
    return [_("{order}, line {line}: {why}").format(order=r.order, line=r.line, why=r.why) for r in rows]


def _types(text: str) -> frozenset[TransactionType]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    known = {kind.value: kind for kind in TransactionType}
    for name in names:
        if name not in known:
            raise Refused(
                _("“{name}” is no type of line; there are {names}.").format(name=name, names=", ".join(known))
            )
    return frozenset(known[name] for name in names) or frozenset(TransactionType)


def _company(session: Session) -> Company:
    return session.scalars(select(Company)).one()


def _agreement_id(session: Session, code: str) -> int:
    if not code:
        return 0
    found = session.scalar(select(Agreement.id).where(Agreement.code == code))
    if found is None:
        raise Refused(_("There is no agreement {code}.").format(code=code))
    return found


def _order_ids(session: Session, numbers: Sequence[str]) -> tuple[int, ...]:
    rows = session.execute(
        select(ServiceOrder.number, ServiceOrder.id).where(ServiceOrder.number.in_(numbers))
    )
    found = {number: order_id for number, order_id in rows}
    for number in numbers:
        if number not in found:
            raise Refused(_("There is no order {order}.").format(order=number))
    return tuple(found.values())
