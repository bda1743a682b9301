"""Work receipts as people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from models.errors import Refused
from models.terms import Language, TransactionType
from reports.page import Paper
from reports.work_receipt import (
    ReceiptLine,
    ReceiptRepair,
    ReceiptTask,
    ReceiptVisit,
    SheetContact,
    SheetCustomer,
    WorkReceipt,
    lay_out,
    render,
)
from tests.reports.sheets import LETTERHEAD, a_sheet
from tests.reports.test_job_sheet import assert_nothing_overprinted

DAY = date(2026, 11, 23)
RECEIPT = WorkReceipt(
    LETTERHEAD,
    Language.ENGLISH,
    "SO-001042",
    "Two freezers keep falling out",
    SheetCustomer("C0031", "Zuivelcoöperatie De Terp"),
    site=a_sheet().site,
    contact=SheetContact("Jantine Kuipers", "+31 6 5555 0142", "j.kuipers@deterp.example"),
    name="Freezers of hall 2",
    visits=(ReceiptVisit(DAY, time(8, 30), time(10), "Anna de Vries"),),
    tasks=(ReceiptTask("L", "Leak test", "KI-0211", "No leak found."),),
    repairs=(
        ReceiptRepair(
            "Falls out", "KI-0210", "Cooling: stops", "Worn switch", "Switch replaced", "Anna", finished=DAY
        ),
        ReceiptRepair(symptom="Leaks", stage="Waiting"),
    ),
    lines=(
        ReceiptLine(
            TransactionType.HOUR, "Maintenance", "KI-0210", "Anna", DAY, time(8, 30), time(10),
            Decimal("1.5"), "h", 7505, "EUR",
        ),
        ReceiptLine(TransactionType.FEE, "Call-out", quantity=Decimal(1), price=4500, currency="DKK"),
    ),
)  # fmt: skip


def texts_of(*receipts: WorkReceipt) -> list[str]:
    file = BytesIO()
    render(receipts, file)
    return [" ".join(page.extract_text().split()) for page in PdfReader(file).pages]


def test_a_receipt_says_what_was_delivered_found_and_done() -> None:
    (text,) = texts_of(RECEIPT)
    for said in (
        "WORK RECEIPT", "SO-001042", "Freezers of hall 2", "Mon 23 Nov 2026", "08:30 – 10:00 · Anna de Vries",
        "Found: Worn switch", "Done: Switch replaced", "finished 23/11/2026", "Leaks", "Waiting",
        "No leak found.", "Maintenance", "Call-out", "Customer, name and signature", "Page 1 of 1",
    ):  # fmt: skip
        assert said in text, said


def test_prices_are_shown_only_when_asked_for_each_currency_by_itself() -> None:
    (plain,) = texts_of(RECEIPT)
    (priced,) = texts_of(replace(RECEIPT, with_prices=True))
    assert "75.05" not in plain
    assert "Total" not in plain
    for said in ("€75.05", "€112.58", "Total €112.58", "Total DKK45.00"):
        assert said in priced.replace("\xa0", ""), said


@pytest.mark.parametrize("language", Language)
def test_each_receipt_speaks_its_own_language(language: Language) -> None:
    (text,) = texts_of(replace(RECEIPT, language=language))
    day = {"en": "Mon 23 Nov 2026", "nl": "ma 23 nov 2026", "da": "man. 23. nov. 2026"}[language]
    assert day in text


def test_long_texts_and_many_lines_go_on_and_nothing_is_overprinted() -> None:
    long = replace(
        RECEIPT,
        description="Word " * 400,
        name="N" * 300,
        one_time_address="Quay 1, at the far end of the harbour behind the third crane\nRotterdam",
        tasks=(ReceiptTask("T" * 40, "Long " * 60, "O" * 40, "Note " * 900),),
        repairs=(ReceiptRepair("Title " * 80, "O" * 40, "S " * 90, "D " * 90, "R " * 90, "T" * 90),) * 3,
        lines=RECEIPT.lines * 40,
        with_prices=True,
    )
    for paper in Paper:
        pages = lay_out(long, paper)
        assert len(pages) > 3
        assert_nothing_overprinted(pages, paper)


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(Refused, match="There is nothing to print"):
        render([], BytesIO())
