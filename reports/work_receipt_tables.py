"""The body of a work receipt: repairs, tasks with external notes, delivered lines, what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from models.terms import TransactionType
from reports import speech
from reports.flow import Cell, Column, Flow, Table, TableStyles, cell
from reports.fonts import Style, wrap
from reports.styles import BODY, LABEL, SMALL, SMALL_STRONG, STRONG_BODY
from reports.work_receipt_content import ReceiptLine, ReceiptRepair, ReceiptTask, WorkReceipt
from resources.texts import N_

_STYLES = TableStyles(LABEL, SMALL_STRONG, SMALL)
_BESIDE = Style(SMALL.font, SMALL.size, BODY.leading)
_BESIDE_ROOM = 110.0
_TYPES = {
    TransactionType.HOUR: N_("Hours"),
    TransactionType.EXPENSE: N_("Expense"),
    TransactionType.ITEM: N_("Item"),
    TransactionType.FEE: N_("Fee"),
}


def add_tables(flow: Flow, receipt: WorkReceipt) -> None:
    """Repairs, tasks, then what was delivered; empty ones are left out."""
    _repairs(flow, receipt.repairs, receipt.language)
    _tasks(flow, receipt.tasks, receipt.language)
    _lines(flow, receipt)
    if receipt.with_prices:
        _totals(flow, receipt.lines, receipt.language)


def _repairs(flow: Flow, repairs: Sequence[ReceiptRepair], language: str) -> None:
    if not repairs:
        return
    _begin(flow, speech.caps(language, N_("Repairs")))
    for repair in repairs:
        title, *more = [*filter(None, (repair.title, repair.symptom)), ""]
        said = [
            speech.word(language, source).format(text=text)
            for source, text in (
                (N_("Found: {text}"), repair.diagnosis),
                (N_("Done: {text}"), repair.resolution),
            )
            if text
        ]
        texts = [(STRONG_BODY, title), *((BODY, line) for line in (*more, *said))]
        done = ""
        if repair.finished is not None:
            day = speech.short_date(language, repair.finished)
            done = speech.word(language, N_("finished {date}")).format(date=day)
        _block(flow, texts, (repair.object_code, done or repair.stage, repair.technician))


def _tasks(flow: Flow, tasks: Sequence[ReceiptTask], language: str) -> None:
    if not tasks:
        return
    _begin(flow, speech.caps(language, N_("Work done")))
    for task in tasks:
        _block(flow, [(STRONG_BODY, task.name or task.code), (BODY, task.note)], (task.object_code,))


def _begin(flow: Flow, heading: str) -> None:
    flow.heading(heading, LABEL, followed=64)
    flow.rule()
    flow.skip(4)


def _block(flow: Flow, texts: Sequence[tuple[Style, str]], beside: Sequence[str]) -> None:
    """Texts one under the other, and what is said at the right edge."""
    room = _BESIDE_ROOM if any(beside) else 0.0
    at_right = [(_BESIDE, line) for text in beside for line in wrap(text, _BESIDE, room)]
    flow.row([cell(flow.left, flow.wide - room - 8, *texts), Cell(flow.right, at_right, right=True)])
    flow.skip(4)
    flow.rule()
    flow.skip(4)


def _lines(flow: Flow, receipt: WorkReceipt) -> None:
    if not receipt.lines:
        return
    language = receipt.language
    columns = [
        Column(speech.word(language, N_("Date")), 54),
        Column(speech.word(language, N_("Type")), 46),
        Column(speech.word(language, N_("Description")), 0),
        Column(speech.word(language, N_("Object")), 72),
        Column(speech.word(language, N_("Technician")), 78),
        Column(speech.word(language, N_("Quantity")), 50, right=True),
        Column(speech.word(language, N_("Unit")), 40),
        Column(speech.word(language, N_("Price")), 62, right=True),
        Column(speech.word(language, N_("Amount")), 66, right=True),
    ]
    rows = [_row(line, language, with_prices=receipt.with_prices) for line in receipt.lines]
    flow.table(Table(speech.caps(language, N_("Delivered")), columns, rows), _STYLES)


def _row(line: ReceiptLine, language: str, *, with_prices: bool) -> tuple[str, ...]:
    has_price = with_prices and line.price is not None
    return (
        "\n".join(filter(None, (_day(line, language), _times(line, language)))),
        speech.word(language, _TYPES[line.type]),
        line.description,
        line.object_code,
        line.technician,
        speech.number(language, line.quantity),
        line.unit,
        speech.money(language, line.price or 0, line.currency) if has_price else "",
        speech.money(language, _amount(line), line.currency) if has_price else "",
    )


def _amount(line: ReceiptLine) -> int:
    """Quantity by price in minor units, a half to the even one as the ledger rounds."""
    return int((line.quantity * Decimal(line.price or 0)).quantize(Decimal(1), ROUND_HALF_EVEN))


def _day(line: ReceiptLine, language: str) -> str:
    return "" if line.done_on is None else speech.short_date(language, line.done_on)


def _times(line: ReceiptLine, language: str) -> str:
    times = (line.starts, line.ends)
    return "–".join(speech.clock(language, each) for each in times if each is not None)


def _totals(flow: Flow, lines: Sequence[ReceiptLine], language: str) -> None:
    """What the lines come to, in each currency there is."""
    sums: dict[str, int] = {}
    for line in lines:
        if line.price is not None:
            sums[line.currency] = sums.get(line.currency, 0) + _amount(line)
    for currency, amount in sums.items():
        total = speech.word(language, N_("Total")) + "   " + speech.money(language, amount, currency)
        flow.row([Cell(flow.right, [(STRONG_BODY, total)], right=True)], pad=4)
