"""Agreements with intervals, for tests of generating and of the year."""

from __future__ import annotations

from datetime import date

from app.work import Work
from models.agreements import Agreement, Interval, TimeWindow
from models.calendars import Calendar
from models.terms import IntervalUnit, TransactionType, WindowMethod
from tests.builders import a_customer, a_group, a_site, an_agreement, an_agreement_line


def seasons(work: Work) -> Agreement:
    """Open on weekdays. A-1 is due on the 3rd of each month, A-2 is suspended, A-3 has a stopped line.

    A-1's first line may move within its month until 20 December; its second one is a fee on the 7th,
    so that both share an order. A-3's other line is due on Sunday 6 December.
    """
    calendar = work.add(Calendar(code="STD", name="Standard"))
    work.company().calendar_id = calendar.id
    month = work.add(Interval(code="M", unit=IntervalUnit.MONTH))
    in_month = work.add(TimeWindow(code="IM", method=WindowMethod.MONTH))
    group = a_group(work, code="P", name="Premium")
    smit = a_customer(work, name="Bakkerij Smit")
    site = a_site(work, customer=smit)
    monthly = an_agreement_line(
        line=10,
        description="Onderhoud",
        interval_id=month.id,
        time_window_id=in_month.id,
        starts_on=date(2026, 1, 3),
        ends_on=date(2026, 12, 20),
    )
    fee = an_agreement_line(
        line=20, type=TransactionType.FEE, interval_id=month.id, starts_on=date(2026, 1, 7)
    )
    first = an_agreement(work, code="A-1", group=group, customer=smit, site_id=site.id, lines=[monthly, fee])
    held = [an_agreement_line(line=10, interval_id=month.id, starts_on=date(2026, 1, 5))]
    an_agreement(work, code="A-2", group=group, suspended=True, lines=held)
    stopped = an_agreement_line(line=10, interval_id=month.id, starts_on=date(2026, 1, 5), stopped=True)
    due = an_agreement_line(
        line=20, interval_id=month.id, time_window_id=in_month.id, starts_on=date(2026, 1, 6)
    )
    hotel = a_customer(work, name="Hotel Havenzicht")
    an_agreement(
        work, code="A-3", group=group, customer=hotel, lines=[stopped, due], ends_on=date(2026, 12, 10)
    )
    return first
