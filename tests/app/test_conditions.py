"""Every condition of domain.md 21 of these areas, through the use cases, with the sentence the user gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.context import Context
from app.settings import Settings
from models.errors import Refused
from tests.app import conditions_agreements, conditions_orders, conditions_stages
from tests.app.conditions import CONDITIONS, ROWS, Condition
from tests.conftest import Clock

CATALOGUE = Path("/work/shared/design/domain.md")
AREAS = {
    "Agreement", "Agreement line", "Template group", "Service object", "Order", "Address", "Stage",
    "Stage/SLA", "SLA", "Repair",
}  # fmt: skip
MODULES = (conditions_agreements, conditions_orders, conditions_stages)


@pytest.fixture
def here(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on SQLite: these rules stand in the program, which is the same for both databases."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: f"{case.row}-{case.act.__name__}")
def test_the_user_gets_the_sentence(here: Context, case: Condition) -> None:
    try:
        said = case.act(here)
    except Refused as refusal:
        said = refusal.sentence
    assert said == case.sentence


def test_every_row_has_its_conditions() -> None:
    assert {case.row for case in CONDITIONS} == set(ROWS)
    assert {case.act.__module__ for case in CONDITIONS} == {module.__name__ for module in MODULES}


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue is not on this machine")
def test_the_rows_are_those_of_the_catalogue() -> None:
    listed = CATALOGUE.read_text("utf-8").split("## 21. ")[1].splitlines()
    cells = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in listed if line.startswith("|")
    ]
    assert sorted(row[1] for row in cells if row[0] in AREAS) == sorted(ROWS.values())
