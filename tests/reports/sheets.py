"""Builders of job sheets for tests and benchmarks: valid by default, every part replaceable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from models.terms import Language, Priority, RequirementStatus, TransactionType, VisitStatus
from reports.job_sheet import (
    JobSheet,
    Letterhead,
    PastVisit,
    SheetContact,
    SheetCustomer,
    SheetLine,
    SheetObject,
    SheetRepair,
    SheetRequirement,
    SheetSite,
    SheetTask,
    SheetVisit,
)

LETTERHEAD = Letterhead(
    name="Noorderkoeling B.V.",
    address=("Peizerweg 97", "9727 AJ Groningen"),
    phone="+31 50 555 0100",
    email="planning@noorderkoeling.example",
)


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo("Europe/Amsterdam"))


_LINES = (
    SheetLine(
        TransactionType.HOUR,
        "Maintenance cooling installation",
        "KI-0210",
        "M-COOL",
        "T01",
        Decimal("1.5"),
        "h",
        time(8),
        time(12),
    ),
    SheetLine(
        TransactionType.ITEM,
        "Filter drier DML 164, 1/2 inch solder",
        "KI-0210",
        "M-COOL",
        "",
        Decimal(2),
        "pcs",
    ),
    SheetLine(TransactionType.ITEM, "Refrigerant R449A", "KI-0211", "M-COOL", "", Decimal("0.75"), "kg"),
    SheetLine(TransactionType.FEE, "Call-out Groningen", "", "", "", Decimal(1), "", done=True),
)

_PAST = (
    PastVisit(
        date(2026, 8, 12),
        "Bram Bakker",
        "SO-000871",
        "Half-yearly maintenance, leak test without findings",
        VisitStatus.DONE,
    ),
    PastVisit(
        date(2026, 5, 4),
        "Anna de Vries",
        "SO-000640",
        "Alarm high pressure: condenser cleaned, fan 2 replaced under guarantee, switch set to 24 bar",
        VisitStatus.DONE,
    ),
    PastVisit(
        date(2026, 2, 9), "Anna de Vries", "SO-000512", "Half-yearly maintenance", VisitStatus.CANCELLED
    ),
)


def a_sheet(**changes: Any) -> JobSheet:
    """One filled-in sheet; name fields of JobSheet to change them (Any: each has its own type)."""
    sheet = JobSheet(
        letterhead=LETTERHEAD,
        language=Language.ENGLISH,
        number="SO-001042",
        description="Half-yearly maintenance of the cooling installation, with leak test",
        customer=SheetCustomer(
            "C0031", "Zuivelcoöperatie De Terp", "+31 595 555 010", "facilities@deterp.example"
        ),
        site=SheetSite(
            "De Terp, kaasopslag",
            "Kanaalweg 12",
            "9981 KL",
            "Uithuizen",
            "Netherlands",
            "Report at the gate with proof of identity. Key of the machine room at the porter; "
            "safety shoes required.",
        ),
        contact=SheetContact("Jantine Kuipers", "+31 6 5555 0142", "j.kuipers@deterp.example"),
        visit=SheetVisit(_at(8, 30), _at(10, 0), "T01", "Anna de Vries", 24, 18.4, True, 3, 7),
        priority=Priority.HIGH,
        stage="Planned",
        promised_from=_at(8),
        promised_to=_at(12),
        skills=("Refrigeration F-gas category 1", "Electrical work NEN 3140"),
        service_level="Gold: on site within 8 hours, solved within 24 hours",
        objects=(
            SheetObject("KI-0210", "Cooling installation storage 1", "Cooling", "BZ-4FE-28Y-88214"),
            SheetObject("KI-0211", "Cooling installation storage 2", "Cooling", "BZ-4FE-28Y-88215"),
        ),
        tasks=(
            SheetTask(
                "M-COOL",
                "Maintenance of a cooling installation",
                "KI-0210",
                "Write down suction and discharge pressure in the log book. "
                "Oil level was low in May: look at the sight glass first.",
            ),
            SheetTask(
                "M-LEAK",
                "Leak test",
                "KI-0211",
                "Use the electronic detector; nitrogen is in the van of T03.",
            ),
        ),
        lines=_LINES,
        past_visits=_PAST,
    )
    return replace(sheet, **changes)


def a_repair_sheet(**changes: Any) -> JobSheet:
    """A sheet of a repair that was called in: repairs, parts, a deadline, an address for once."""
    sheet = a_sheet(
        description="Two freezers keep falling out since the weekend; water runs across the floor",
        name="Freezers of hall 2",
        due=_at(16, 30),
        one_time_address="Marktplein 3, ingang B\n9712 CP Groningen",
        caller=SheetContact("Douwe van der Ploeg", "+31 6 5555 0178"),
        repairs=(
            SheetRepair(
                1,
                "Falls out after an hour; on again after ten minutes",
                "KI-0210",
                "Cooling: switches off",
                "In warm weather",
                "Diagnosed",
                "Worn pressure switch",
                "The doorman switches it on again each time: ask him how often.",
            ),
            SheetRepair(2, "", "KI-0211", "Leaks: water under the unit", "Always", "Open"),
        ),
        requirements=(
            SheetRequirement("PS-24", "Pressure switch 24 bar", Decimal(2), RequirementStatus.ORDERED,
                             "pcs", Decimal(1), date(2026, 11, 24)),
            SheetRequirement("DT-40", "Drip tray 40 × 60, with heating element", Decimal(1),
                             RequirementStatus.OPEN, "pcs"),
        ),
    )  # fmt: skip
    return replace(sheet, **changes)


def a_bare_sheet(**changes: Any) -> JobSheet:
    """A sheet with nothing but what every order has."""
    bare = JobSheet(
        Letterhead("Noorderkoeling B.V."), Language.ENGLISH, "SO-1", "", SheetCustomer("C1", "De Terp")
    )
    return replace(bare, **changes)


def many_sheets(count: int) -> list[JobSheet]:
    """Sheets of one page each that differ as those of a day do: numbers, people, places, times, texts."""
    full = a_sheet()
    first = replace(full, tasks=full.tasks[:1], objects=full.objects[:1], lines=full.lines[:3])
    sheets: list[JobSheet] = []
    for index in range(count):
        starts = _at(7, 30) + timedelta(minutes=45 * (index % 11))
        visit = SheetVisit(
            starts,
            starts + timedelta(minutes=45 + 15 * (index % 4)),
            f"T{index % 12:02d}",
            f"Technician {index % 12}",
            5 + index % 40,
            3.0 + index % 50,
            bool(index % 2),
            index % 7 + 1,
            7,
        )
        site = SheetSite(
            f"Depot {index}",
            f"Kanaalweg {index}",
            f"{1000 + index} AB",
            f"Plaats {index % 80}",
            "",
            f"Ring bell {index} and wait for the porter of gate {index % 5}.",
        )
        sheets.append(
            replace(
                first,
                number=f"SO-{index + 1:06d}",
                description=f"Order {index}: half-yearly maintenance of installation {index * 7}",
                customer=SheetCustomer(f"C{index:04d}", f"Customer {index} B.V.", f"+31 50 555 {index:04d}"),
                site=site,
                contact=SheetContact(f"Contact {index}", f"+31 6 5555 {index:04d}", f"c{index}@example.org"),
                visit=visit,
                language=tuple(Language)[index % 3],
                past_visits=tuple(
                    replace(past, order_number=f"SO-{index * 3 + at:06d}") for at, past in enumerate(_PAST)
                ),
            )
        )
    return sheets
