"""The price list in the window: all of it, or what counts on a day (domain.md 1.3)."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import Record, records
from app.work import Work
from models.prices import Price
from models.terms import PriceKind, TransactionType
from tests.builders import a_price, a_technician
from tests.ui.pages import at
from ui.jobs import Jobs
from ui.live import Live
from ui.masters.codes_dialog import CodesDialog
from ui.masters.prices_panel import PricesPanel, valid_on

DAY = date(2026, 1, 1)


def two_years_of_prices(work: Work) -> None:
    anna = a_technician(work)
    for amount, starts_on in ((7000, DAY - timedelta(365)), (7500, DAY), (8000, DAY + timedelta(365))):
        a_price(work, amount=amount, starts_on=starts_on)
        a_price(work, amount=amount + 500, starts_on=starts_on, technician_id=anna.id)


def on(rows: list[Record], day: date) -> list[int]:
    return [row.values["amount"] for row in valid_on(rows, day)]


def test_on_a_day_the_last_row_that_has_begun_counts(sqlite_context: Context) -> None:
    sqlite_context.run(two_years_of_prices)
    rows = sqlite_context.read(records, "price")
    assert on(rows, DAY) == [7500, 8000]
    assert on(rows, DAY - timedelta(1)) == [7000, 7500]
    assert on(rows, DAY - timedelta(366)) == []


def test_the_list_is_narrowed_by_date_and_words(sqlite_context: Context, qtbot: QtBot) -> None:
    sqlite_context.run(two_years_of_prices)

    def dialog(jobs: Jobs, live: Live, _edits: object) -> CodesDialog:
        made = CodesDialog(jobs, live, "price")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        return made

    with at(dialog, sqlite_context, qtbot) as person:
        (panel,) = person.page.panels
        assert isinstance(panel, PricesPanel)
        person.until(lambda: panel.count.text() == "6 prices")
        person.types(panel.on.editor, "1-6-2026")
        person.until(lambda: panel.count.text() == "2 prices")
        person.types(panel.filter, "anna")
        person.until(lambda: panel.count.text() == "1 price")


def test_five_thousand_prices_are_all_shown(sqlite_context: Context) -> None:
    def many(work: Work) -> None:
        table = Price.__table__
        row = {"kind": PriceKind.SALES, "type": TransactionType.HOUR, "amount": 1, "version": 1}
        work.session.execute(
            table.insert(), [{**row, "starts_on": DAY + timedelta(days)} for days in range(5000)]
        )

    sqlite_context.run(many)
    assert len(sqlite_context.read(records, "price")) == 5000
