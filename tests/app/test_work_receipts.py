"""Work receipts: what was delivered, with external notes only; from the command line too."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from app import cli
from app.context import Context
from app.printing import day_receipts, order_receipts, order_sheets, write_receipts
from app.settings import Settings
from app.work import Work
from models.errors import Refused
from models.orders import ServiceOrder
from models.relations import AgreementTask, OrderTask
from models.repairs import Diagnosis, DiagnosisArea, RepairLine, Resolution
from models.requirements import ItemRequirement
from models.terms import Language, LineStatus, RequirementStatus, TransactionType, VisitStatus
from reports.work_receipt import WorkReceipt
from tests.builders import (
    MONDAY,
    a_customer,
    a_line,
    a_task,
    a_technician,
    a_visit,
    an_agreement,
    an_item,
    an_object,
    an_order,
)

INTERNAL = "Gearboxes built before 2002 need GR-2 as well"
EXTERNAL = "Routine replacement of parts"
THE_DAY = date(2026, 11, 23)


def receipt_of(context: Context, order: ServiceOrder, *, with_prices: bool = False) -> WorkReceipt:
    (receipt,) = order_receipts(context, [order.id], with_prices=with_prices)
    return receipt


def text_of(context: Context, order: ServiceOrder, folder: Path, *, with_prices: bool = False) -> str:
    file = folder / "receipt.pdf"
    write_receipts(order_receipts(context, [order.id], with_prices=with_prices), file, "a4")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def replaced_gear(work: Work) -> ServiceOrder:
    """The routine replacement of example A13: hours and two parts on a task with both of its notes."""
    task = a_task(work, code="RR", name="Routine replacement", internal_note=INTERNAL, external_note=EXTERNAL)
    thing = an_object(work, code="GB-1234", name="Gearbox")
    parts = [an_item(work, name=name) for name in ("GR-1", "GR-5")]
    usual = {"task_id": task.id, "object_id": thing.id, "executed_on": THE_DAY}
    person = a_technician(work, name="Anna de Vries")
    return an_order(
        work,
        customer=a_customer(work, language=Language.ENGLISH),
        lines=[
            a_line(quantity=Decimal("1.5"), sales_price=7500, cost_price=4111, technician_id=person.id,
                   started_at=MONDAY, ended_at=MONDAY + timedelta(minutes=90), **usual),
            *(a_line(type=TransactionType.ITEM, item_id=part.id, sales_price=1250, cost_price=811, **usual)
              for part in parts),
        ],
    )  # fmt: skip


def test_a_receipt_says_the_external_note_and_never_the_internal_one(
    context: Context, tmp_path: Path
) -> None:
    order, _ = context.run(replaced_gear)
    context.run(a_visit, order=order, status=VisitStatus.DONE)
    said = text_of(context, order, tmp_path)
    assert EXTERNAL in said
    assert INTERNAL not in said
    assert "2002" not in said
    (sheet,) = order_sheets(context, [order.id])
    assert [task.note for task in sheet.tasks] == [INTERNAL]


def test_delivered_lines_say_date_times_and_amount_but_no_price(context: Context, tmp_path: Path) -> None:
    order, _ = context.run(replaced_gear)
    hours, first, second = receipt_of(context, order).lines
    assert (hours.done_on, hours.quantity, hours.technician) == (THE_DAY, Decimal("1.5"), "Anna de Vries")
    assert (hours.starts.isoformat(), hours.ends.isoformat()) == ("09:00:00", "10:30:00")
    assert (first.description, second.description) == ("GR-1", "GR-5")
    said = text_of(context, order, tmp_path)
    assert "€" not in said
    assert "41.11" not in text_of(context, order, tmp_path, with_prices=True)


def test_sales_prices_and_their_total_come_when_they_are_asked_for(context: Context, tmp_path: Path) -> None:
    order, _ = context.run(replaced_gear)
    said = text_of(context, order, tmp_path, with_prices=True)
    for amount in ("€75.00", "€112.50", "€12.50", "Total €137.50"):
        assert amount in said, amount


def test_what_was_not_delivered_is_not_on_the_receipt(context: Context) -> None:
    def plan(work: Work) -> ServiceOrder:
        item = an_item(work, name="Filter")
        order = an_order(
            work,
            lines=[
                a_line(description="Planned only"),
                a_line(description="Canceled", status=LineStatus.CANCELED, executed_on=THE_DAY),
                a_line(description="Signed", signed_off=True),
                a_line(description="Posted", status=LineStatus.POSTED),
            ],
        )
        usual = {"order_id": order.id, "item_id": item.id, "quantity": Decimal(3)}
        work.add(ItemRequirement(line=1, delivered=Decimal(2), status=RequirementStatus.ORDERED, **usual))
        work.add(ItemRequirement(line=2, **usual))
        return order

    order, _ = context.run(plan)
    lines = receipt_of(context, order).lines
    assert [(line.description, line.quantity) for line in lines] == [
        ("Signed", Decimal(1)),
        ("Posted", Decimal(1)),
        ("Filter", Decimal(2)),
    ]


def test_nothing_delivered_is_refused_with_what_to_do(context: Context) -> None:
    order, _ = context.run(an_order, lines=[a_line()])
    with pytest.raises(Refused, match=r"Nothing of these orders has been delivered yet\. Sign lines off"):
        order_receipts(context, [order.id])
    with pytest.raises(Refused, match="Nothing was done on 2026-12-24"):
        day_receipts(context, day=date(2026, 12, 24))


def test_a_finished_repair_says_what_was_found_and_done(context: Context) -> None:
    def plan(work: Work) -> ServiceOrder:
        area = work.add(DiagnosisArea(code="P", name="Pump"))
        seal = work.add(Diagnosis(area_id=area.id, code="S", name="Worn seal"))
        done = work.add(Resolution(code="R", name="Seal replaced"))
        order = an_order(work)
        line = {"order_id": order.id, "created_at": work.now, "title": "Wet floor", "note": "He was rude"}
        found = {"diagnosis_id": seal.id, "diagnosis_area_id": area.id, "resolution_id": done.id}
        work.add(RepairLine(line=1, finished_at=work.now, **line, **found))
        return order

    order, _ = context.run(plan)
    (repair,) = receipt_of(context, order).repairs
    assert (repair.title, repair.diagnosis, repair.resolution) == (
        "Wet floor", "Pump: Worn seal", "Seal replaced",
    )  # fmt: skip
    assert repair.finished == THE_DAY
    assert not hasattr(repair, "note")  # what technicians write to one another


def test_the_orders_note_wins_over_the_agreements_which_wins_over_the_tasks(context: Context) -> None:
    def plan(work: Work) -> list[int]:
        task = a_task(work, external_note="The task's", internal_note="The task's own")
        agreement = an_agreement(work)
        related = {"task_id": task.id, "external_note": "The agreement's"}
        orders = [
            an_order(work, agreement_id=agreement_id, lines=[a_line(task_id=task.id, signed_off=True)])
            for agreement_id in (None, agreement.id, agreement.id)
        ]
        work.add(AgreementTask(agreement_id=agreement.id, **related))
        work.add(OrderTask(order_id=orders[2].id, task_id=task.id, external_note="The order's"))
        alone = work.add(OrderTask(order_id=orders[0].id, task_id=a_task(work, name="Sweep").id))
        assert alone.external_note is None
        for order in orders:
            a_visit(work, order=order)
        return [order.id for order in orders]

    orders, _ = context.run(plan)
    notes = [[task.note for task in receipt.tasks] for receipt in order_receipts(context, orders)]
    assert notes == [["The task's", "Extern"], ["The agreement's"], ["The order's"]]
    assert [sheet.tasks[0].note for sheet in order_sheets(context, orders)] == ["The task's own"] * 3


def test_the_receipts_of_a_day_are_those_of_its_visits_and_its_lines(context: Context) -> None:
    visited, _ = context.run(an_order, number="SO-visited", lines=[a_line(signed_off=True)])
    context.run(a_visit, order=visited)
    context.run(an_order, number="SO-done", lines=[a_line(executed_on=THE_DAY)])
    context.run(an_order, number="SO-other", lines=[a_line(executed_on=date(2026, 11, 20))])
    assert [receipt.number for receipt in day_receipts(context, day=THE_DAY)] == ["SO-visited", "SO-done"]


def test_the_command_line_prints_receipts_of_orders(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = Context(Settings(database=sqlite_url))
    order, _ = context.run(replaced_gear)
    context.close()
    file = tmp_path / "out.pdf"
    asked = ["--database", sqlite_url, "print", "work-receipts", "--out", str(file)]
    assert cli.main([*asked, "--order", order.number]) == cli.DONE
    assert "1 work receipts on 1 pages" in capsys.readouterr().out
    assert EXTERNAL in PdfReader(file).pages[0].extract_text()
    assert cli.main([*asked, "--order", "SO-nowhere"]) == cli.REFUSED
    assert "There is no order SO-nowhere." in capsys.readouterr().err
