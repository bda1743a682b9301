"""Columns of the table of repairs."""

from __future__ import annotations

from collections.abc import Callable

from app.queries.repairs import RepairRow
from resources.texts import N_, format_instant
from ui.widgets.badge import Chip
from ui.widgets.columns import Column


def repair_columns(zone: Callable[[], str]) -> tuple[Column[RepairRow], ...]:
    """What is repaired, what was noticed, found and done, and how far it is; `zone` is asked for times."""

    def finished(row: RepairRow) -> str:
        return format_instant(row.finished_at, zone()) if row.finished_at is not None else ""

    return (
        Column("line", N_("No."), 44, sort_key=lambda row: row.line, is_tabular=True),
        Column("object", N_("Object"), 150, tip=lambda row: row.object),
        Column("symptom", N_("Symptom"), 190, text=_noticed, tip=_noticed, weight=600),
        Column("diagnosis", N_("Diagnosis"), 140),
        Column("resolution", N_("Resolution"), 140),
        Column("stage", N_("Stage"), 110, badge=_stage),
        Column("technician", N_("Technician"), 120, is_spare=True),
        Column("finished_at", N_("Finished"), 150, text=finished, sort_key=_ended, is_tabular=True),
    )


def _noticed(row: RepairRow) -> str:
    return " · ".join(filter(None, (row.symptom, row.fields.title)))


def _stage(row: RepairRow) -> Chip | None:
    return Chip(row.stage) if row.stage else None


def _ended(row: RepairRow) -> float:
    return row.finished_at.timestamp() if row.finished_at is not None else 0.0
