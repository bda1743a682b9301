"""A phone request lives its whole life: taken, planned, held for a part, resumed, repaired, signed, posted.

Its papers and its history say so in Dutch, Danish and English, on both databases.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.context import Context
from app.printing import order_receipts, order_sheets, write_receipts, write_sheets
from app.queries.order_details import Choice, OrderDetails, order_details
from app.queries.order_history import order_history
from app.queries.repairs import RepairFields, RepairRow, repair_sheet, suggestions
from app.usecases.clocks import ClockWish, change_clock
from app.usecases.orders import LineChange, Request, change_order, change_stage, sign_off, take_request
from app.usecases.orders.requiring import (
    RequirementAction,
    RequirementFields,
    RequirementKey,
    add_requirement,
    turn_requirements,
)
from app.usecases.posting import Selection, post_lines
from app.usecases.repairs import save_repair
from app.usecases.visits import Placement, plan_visits
from app.work import Work
from models.customers import Customer
from models.orders import ServiceOrder
from models.repairs import Diagnosis, DiagnosisArea, RepairStage, Resolution, Symptom, SymptomArea
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import ClockAction, ClockStatus, Language, Progress
from resources.texts import _, format_weekday_date, in_language
from tests.builders import (
    MONDAY,
    a_customer,
    a_group,
    a_reason,
    a_service_level,
    a_site,
    a_task,
    a_technician,
    an_agreement,
    an_item,
    an_object,
)
from tests.conftest import Clock

DAY = date(2026, 11, 23)
LANGUAGES = tuple(Language)


@dataclass
class Names:
    """Ids of what the day needs."""

    ids: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        return self.ids[name]


def company(work: Work) -> Names:
    """A customer with an agreement whose group promises eight hours, two freezers, and codes for repairs."""
    customer = a_customer(work, name="Zuivelcoöperatie De Terp")
    level = a_service_level(work, name="Goud", hours=8)
    group = a_group(work, service_level_id=level.id)
    rows: dict[str, Any] = {
        "customer": customer,
        "site": a_site(work, customer=customer, name="Kaasopslag"),
        "agreement": an_agreement(work, customer=customer, group=group),
        "left": an_object(work, customer=customer, name="Vrieskast links", code="VK-1"),
        "right": an_object(work, customer=customer, name="Vrieskast rechts", code="VK-2"),
        "anna": a_technician(work, name="Anna de Vries"),
        "part": an_item(work, name="Drukschakelaar", code="DS-24"),
        "reason": a_reason(work, name="Wacht op onderdeel"),
        "task": a_task(work, name="Nazien", internal_note="Sleutel onder de mat", external_note="Nagezien"),
        "cooling": work.add(SymptomArea(code="K", name="Koeling")),
        "controls": work.add(DiagnosisArea(code="B", name="Besturing")),
        "replaced": work.add(Resolution(code="V", name="Schakelaar vervangen")),
        "cleaned": work.add(Resolution(code="R", name="Afvoer gereinigd")),
    }
    rows["stops"] = work.add(Symptom(area_id=rows["cooling"].id, code="1", name="Valt uit"))
    rows["switch"] = work.add(Diagnosis(area_id=rows["controls"].id, code="1", name="Schakelaar versleten"))
    for stage in work.session.scalars(select(Stage)):
        rows[stage.code] = stage
    for step in work.session.scalars(select(RepairStage)):
        rows[step.code] = step
    return Names({name: row.id for name, row in rows.items()})


class Day:
    """The order and the people who work on it."""

    def __init__(self, context: Context, clock: Clock) -> None:
        self.context, self.clock = context, clock
        self.named = context.run(company)[0]
        self.order_id = 0

    def details(self) -> OrderDetails:
        """What the editor shows of the order."""
        return self.context.read(order_details, self.order_id)

    def stored(self) -> ServiceOrder:
        """The order's own row."""
        return self.context.run(lambda work: work.session.get_one(ServiceOrder, self.order_id))[0]

    def repairs(self) -> tuple[RepairRow, ...]:
        """Its repairs."""
        return self.context.read(repair_sheet, self.order_id).rows

    def does(self, usecase: Any, **how: Any) -> Any:
        """One act on the order, ten minutes after the last."""
        self.clock.forward(minutes=10)
        return self.context.run(usecase, order_id=self.order_id, **how)[0]

    def goes_to(self, stage: str, **why: Any) -> None:
        """To another stage."""
        seen = self.details().version
        self.does(change_stage, seen=seen, stage_id=getattr(self.named, stage), **why)

    def winds(self, action: ClockAction, **why: Any) -> None:
        """Do something to the clock."""
        self.does(change_clock, seen=self.details().version, wish=ClockWish(action, **why))

    # -- the chapters ----------------------------------------------------------------------------------

    def is_taken(self) -> None:
        """The customer calls: a freezer falls out."""
        named = self.named
        request = Request(
            customer_id=named.customer,
            title="Vrieskast valt steeds uit",
            object_id=named.left,
            symptom_id=named.stops,
            caller="Douwe van der Ploeg",
            caller_phone="06 5555 0178",
            service_date=DAY,
        )
        self.order_id = self.context.run(take_request, request=request)[0].id

    def is_planned(self) -> None:
        """Anna is to go at nine."""
        order = self.details()
        starts = MONDAY + timedelta(hours=1)
        ends = starts + timedelta(hours=1)
        place = Placement(0, order.id, self.named.anna, starts, ends, order.version)
        self.context.run(plan_visits, placements=[place])
        self.goes_to("in_process")

    def is_held(self) -> None:
        """A part is missing: it is ordered, and the clock waits."""
        fields = RequirementFields(item_id=self.named.part, needed_on=DAY + timedelta(days=1))
        self.does(add_requirement, fields=fields)
        self.turns(RequirementAction.ORDER)
        self.goes_to("waiting", reason_id=self.named.reason, note="Morgen binnen")
        self.winds(ClockAction.HOLD, reason_id=self.named.reason)

    def is_resumed(self) -> None:
        """It came."""
        self.clock.forward(hours=20)
        self.turns(RequirementAction.DELIVER)
        self.winds(ClockAction.RESUME)
        self.goes_to("in_process")

    def turns(self, action: RequirementAction) -> None:
        """Note how far the part is."""

        def key(work: Work) -> RequirementKey:
            row = work.session.scalars(select(ItemRequirement)).one()
            return RequirementKey(row.id, row.version)

        self.context.run(turn_requirements, rows=[self.context.run(key)[0]], action=action)

    def is_repaired(self) -> None:
        """Two freezers are repaired; for the second the first one's cure is suggested."""
        named, (first,) = self.named, self.repairs()
        cured = replace(
            first.fields,
            diagnosis_id=named.switch,
            resolution_id=named.replaced,
            stage_id=named.solved,
            technician_id=named.anna,
        )
        self.does(save_repair, line_id=first.id, seen=first.version, fields=cured)
        (suggested,) = self.context.read(suggestions, object_id=named.right, symptom_id=named.stops)
        second = RepairFields(
            object_id=named.right,
            symptom_id=named.stops,
            title="De andere ook",
            diagnosis_id=suggested.diagnosis_id,
            resolution_id=suggested.resolution_id,
            stage_id=named.solved,
        )
        self.does(save_repair, fields=second)

    def is_ended(self) -> None:
        """The hours are written down, signed off and posted."""
        order = self.details()
        (line,) = order.lines
        done = replace(
            line.fields, executed_on=DAY + timedelta(days=1), task=Choice(self.named.task), sales_price=8500
        )
        change = LineChange(done, id=line.id, seen=line.version, line=line.line)
        self.does(change_order, seen=order.version, lines=(change,))
        self.goes_to("finished")
        self.clock.forward(minutes=5)
        self.context.run(sign_off, order_ids=[self.order_id])
        self.context.run(
            post_lines, selection=Selection(order_ids=(self.order_id,)), posted_on=DAY + timedelta(days=1)
        )

    # -- what is said ----------------------------------------------------------------------------------

    def speaks(self, language: Language) -> None:
        """The customer's papers are in that language from now on."""

        def speak(work: Work) -> None:
            work.session.get_one(Customer, self.named.customer).language = language

        self.context.run(speak)

    def sheet(self, folder: Path) -> str:
        """The text of its work description."""
        file = folder / "sheet.pdf"
        write_sheets(order_sheets(self.context, [self.order_id]), file, "a4")
        return text_of(file)

    def receipt(self, folder: Path) -> str:
        """The text of its work receipt."""
        file = folder / "receipt.pdf"
        write_receipts(order_receipts(self.context, [self.order_id]), file, "a4")
        return text_of(file)

    def history(self, language: Language) -> str:
        """All that its history says, in a language."""
        with in_language(language):
            rows = self.context.read(order_history, self.order_id)
        return "\n".join(
            f"{row.what}: " + " · ".join(f"{each.field}: {each.after}" for each in row.changes)
            for row in rows
        )


def text_of(file: Path) -> str:
    """The text of a paper, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def is_printed(label: str, text: str) -> bool:
    """Whether a label is there, in whatever letters, perhaps on two lines beside other texts."""
    return all(word in text.casefold() for word in label.casefold().split())


def spoken(language: Language, *sources: str) -> list[str]:
    """What these sources are in a language; in another than English each is another text."""
    with in_language(language):
        said = [_(source) for source in sources]
    if language is not Language.ENGLISH:
        same = [source for source, text in zip(sources, said, strict=True) if text == source]
        assert same == [], f"not translated into {language}: {same}"
    return said


@pytest.fixture
def day(context: Context, clock: Clock) -> Day:
    """A day at a company with an agreement."""
    return Day(context, clock)


def test_a_phone_request_lives_its_whole_life(day: Day) -> None:
    day.is_taken()
    order = day.stored()
    assert (order.clock, order.agreement_id) == (ClockStatus.RUNNING, day.named.agreement)
    due = order.clock_due_at
    day.is_planned()
    assert [visit.technician for visit in day.details().visits] == ["Anna de Vries"]
    day.is_held()
    assert day.stored().clock is ClockStatus.HELD
    day.is_resumed()
    order = day.stored()
    assert order.clock is ClockStatus.RUNNING
    assert order.clock_due_at is not None
    assert due is not None
    assert order.clock_due_at - due > timedelta(hours=20)  # it moved by the time the clock was held
    day.is_repaired()
    assert [(row.resolution, row.is_finished) for row in day.repairs()] == [
        ("Schakelaar vervangen", True)
    ] * 2
    day.is_ended()
    order = day.stored()
    assert (order.progress, order.clock) == (Progress.POSTED, ClockStatus.STOPPED)
    assert order.signed_off_at is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_work_description_says_so_in_every_language(day: Day, tmp_path: Path, language: Language) -> None:
    day.is_taken()
    day.speaks(language)
    day.is_planned()
    day.is_held()
    text = day.sheet(tmp_path)
    labels = spoken(
        language, "Work description", "Complete before", "Service level", "To repair", "Parts asked for"
    )
    for said in labels:
        assert is_printed(said, text), said
    assert spoken(language, "ordered")[0] in text
    with in_language(language):
        assert format_weekday_date(DAY) in text
    for said in ("Vrieskast valt steeds uit", "Koeling: Valt uit", "Drukschakelaar", "Douwe van der Ploeg",
                 "06 5555 0178", "Kaasopslag"):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_receipt_says_so_in_every_language(day: Day, tmp_path: Path, language: Language) -> None:
    day.is_taken()
    day.speaks(language)
    for chapter in (day.is_planned, day.is_held, day.is_resumed, day.is_repaired, day.is_ended):
        chapter()
    text = day.receipt(tmp_path)
    labels = spoken(
        language, "Work receipt", "Repairs", "Work done", "Delivered", "Asked for", "Signed off", "Remarks"
    )
    for said in labels:
        assert is_printed(said, text), said
    for source, said in (
        ("Found: {text}", "Besturing: Schakelaar versleten"),
        ("Done: {text}", "Schakelaar vervangen"),
    ):
        assert text.count(spoken(language, source)[0].format(text=said)) == 2
    assert "Nagezien" in text
    assert "Sleutel onder de mat" not in text
    assert "€" not in text  # no price was asked for


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_history_says_so_in_every_language(day: Day, language: Language) -> None:
    day.is_taken()
    for chapter in (day.is_planned, day.is_held, day.is_resumed, day.is_repaired, day.is_ended):
        chapter()
    told = day.history(language)
    plain = spoken(
        language, "Order created", "Visit planned", "Object added", "Clock started", "Clock held",
        "Clock resumed", "Clock stopped", "Reason for the stage", "Signed off at",
    )  # fmt: skip
    for said in plain:
        assert said in told, (said, told)
    for source in ("Repair {line} added", "Repair {line} changed", "Item requirement {line} added"):
        assert spoken(language, source)[0].format(line=1) in told, source
    assert spoken(language, "Repair {line} added")[0].format(line=2) in told
    with in_language(language):  # "status" is the same word in all three
        status, progress, resolution = _("Status"), _("Progress"), _("Resolution")
    posted, delivered = spoken(language, "Posted", "Delivered")
    assert f"{status}: {posted}" in told
    assert f"{status}: {delivered}" in told
    assert f"{progress}: {posted}" in told
    assert f"{resolution}: Schakelaar vervangen" in told
    assert "Wacht op onderdeel" in told
