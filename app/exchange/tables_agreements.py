"""Tables of the exchange format: what orders go through, what is repaired, what is agreed."""

from __future__ import annotations

from app.exchange.columns import CODE, CODED, LINE_HEAD, LINE_PARTS, NAME, flag, needed, owner, text, to
from app.exchange.description import Column, Table
from app.exchange.kinds import CODES, DAY, TIME, WHOLE, Choice
from models import agreements, generation, relations, repairs, stages
from models.terms import Combine, IntervalUnit, ItemSetup, WindowMethod

_NOTES = (Column("internal_note"), Column("external_note"))

RULES = (
    Table(
        "intervals",
        agreements.Interval,
        (CODE, needed("unit", Choice(IntervalUnit)), needed("every", WHOLE)),
    ),
    Table(
        "time_windows",
        agreements.TimeWindow,
        (
            CODE,
            needed("method", Choice(WindowMethod)),
            Column("days_before", WHOLE, default=0),
            Column("days_after", WHOLE, default=0),
        ),
    ),
    Table("template_groups", agreements.TemplateGroup, (*CODED, to("parent", "template_groups"))),
    Table(
        "stages",
        stages.Stage,
        (
            *CODED,
            to("parent", "stages"),
            flag("modify", "may_modify", default=True),
            flag("delete", "may_delete"),
            flag("cancel", "may_cancel", default=True),
            flag("post", "may_post"),
            flag("reason", "needs_reason"),
            flag("stop_time_recording", "stops_clock"),
            Column("position", WHOLE, keeps=True),
            Column("colour"),
            Column("roles", CODES, refers="roles"),
        ),
    ),
    Table(
        "stage_steps",
        stages.StageStep,
        (owner("from", "stages"), owner("to", "stages")),
        key=("from", "to"),
    ),
    Table("reasons", stages.Reason, CODED),
)
"""Intervals, windows, templates' tree; stages with their ways and reasons."""

REPAIRS = (
    Table("repair_conditions", repairs.Condition, CODED),
    Table("symptom_areas", repairs.SymptomArea, CODED),
    Table(
        "symptoms",
        repairs.Symptom,
        (owner("area", "symptom_areas"), CODE, NAME),
        key=("area", "code"),
    ),
    Table("diagnosis_areas", repairs.DiagnosisArea, CODED),
    Table(
        "diagnoses",
        repairs.Diagnosis,
        (owner("area", "diagnosis_areas"), CODE, NAME),
        key=("area", "code"),
    ),
    Table("resolutions", repairs.Resolution, CODED),
    Table(
        "repair_stages",
        repairs.RepairStage,
        (*CODED, flag("finished"), Column("position", WHOLE, default=0)),
    ),
)
"""What repairs are described with."""

AGREEMENTS = (
    Table(
        "agreements",
        agreements.Agreement,
        (
            CODE,
            NAME,
            owner("customer", "customers"),
            owner("group", "agreement_groups"),
            needed("starts", DAY, "starts_on"),
            Column("ends", DAY, "ends_on"),
            flag("suspended"),
            Column("combine", Choice(Combine), default=Combine.AGREEMENT),
            flag("template"),
            to("service_level", "service_levels"),
            to("preferred_technician", "technicians"),
            to("site", "sites"),
            to("template_group", "template_groups"),
            to("project", "projects"),
            to("responsible", "technicians"),
            Column("contact", refers="contacts", within="customer"),
            to("renewal_of", "agreements"),
        ),
    ),
    Table(
        "agreement_objects",
        relations.AgreementObject,
        (owner("agreement", "agreements"), owner("object", "service_objects"), text("reference")),
        key=("agreement", "object"),
    ),
    Table(
        "agreement_tasks",
        relations.AgreementTask,
        (owner("agreement", "agreements"), owner("task", "service_tasks"), *_NOTES),
        key=("agreement", "task"),
    ),
    Table(
        "agreement_lines",
        agreements.AgreementLine,
        (
            owner("agreement", "agreements"),
            *LINE_HEAD,
            to("interval", "intervals"),
            to("time_window", "time_windows"),
            Column("starts", DAY, "starts_on"),
            Column("ends", DAY, "ends_on"),
            flag("stopped"),
            *LINE_PARTS,
            Column("earliest_start", TIME),
            Column("latest_start", TIME),
            to("site", "sites"),
            to("category", "categories"),
            Column("item_setup", Choice(ItemSetup), default=ItemSetup.JOURNAL),
            Column("duration_minutes", WHOLE),
            text("note"),
            Column("series_from", DAY),
        ),
        key=("agreement", "line"),
        code="line",
    ),
    Table(
        "occurrences",
        generation.Occurrence,
        (
            Column("agreement", refers="agreements", required=True, through="line"),
            Column(
                "line",
                WHOLE,
                "agreement_line_id",
                required=True,
                refers="agreement_lines",
                within="agreement",
            ),
            needed("date", DAY, "calculated_date"),
            Column("moved_to", DAY),
            flag("skipped"),
            text("note"),
        ),
        key=("agreement", "line", "date"),
    ),
)
"""Agreements with everything that belongs to them."""
