"""What expires: a chip, horizons with counts, and the way to renew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from models.agreements import Agreement
from tests.builders import a_customer, a_group, an_agreement
from tests.ui.pages import Person, at
from ui.agreements.page import AgreementsPage


def some_end(work: Work) -> dict[str, int]:
    """Agreements that end on 30 November, 15 January and in March; the first one is renewed. Ids by code."""
    group, hotel = a_group(work, name="Premium"), a_customer(work, name="Hotel Havenzicht")
    ends = {"A-1": date(2026, 11, 30), "A-2": date(2027, 1, 15), "A-3": date(2027, 3, 31)}
    made: dict[str, Agreement] = {
        code: an_agreement(work, code=code, group=group, customer=hotel, ends_on=day)
        for code, day in ends.items()
    }
    an_agreement(work, code="A-1-2", group=group, ends_on=None, renewal_of_id=made["A-1"].id)
    return {code: agreement.id for code, agreement in made.items()}


@pytest.fixture
def ids(sqlite_context: Context) -> dict[str, int]:
    return sqlite_context.run(some_end)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, ids: dict[str, int]) -> Iterator[Person]:
    """Somebody at the chip "Expiring"."""
    with at(AgreementsPage, sqlite_context, qtbot) as somebody:
        somebody.clicks(somebody.page.chips.chip("expiring"))
        somebody.until(lambda: somebody.page.expiring.model.rowCount() > 0)
        yield somebody


def test_the_first_to_end_comes_first_and_says_how_long(person: Person) -> None:
    panel = person.page.expiring
    assert person.shows(panel.table) == ["A-1", "A-2"]
    assert person.shows(panel.table, 3) == ["Renewed: A-1-2", "53 days left"]
    assert person.page.chips.chip("expiring").accessibleName() == "Expiring 2"


def test_another_horizon_shows_more(person: Person) -> None:
    panel = person.page.expiring
    person.clicks(panel.horizon.chip("0"))
    person.until(lambda: person.shows(panel.table) == ["A-1", "A-2", "A-3"])
    person.clicks(panel.horizon.chip("30"))
    person.until(lambda: person.shows(panel.table) == ["A-1"])
    person.types(panel.filter, "nobody")
    assert person.shows(panel.table) == []


def test_choosing_one_shows_it_and_renewing_asks(person: Person, ids: dict[str, int]) -> None:
    panel = person.page.expiring
    wanted: list[int] = []
    panel.renew_wanted.connect(wanted.append)
    person.chooses(panel.table, 0)
    assert not panel.renew.isEnabled()
    person.chooses(panel.table, 1)
    assert person.page.editor.details.row_id == ids["A-2"]
    person.clicks(panel.renew)
    assert wanted == [ids["A-2"]]


def test_the_other_chips_bring_the_list_back(person: Person) -> None:
    person.clicks(person.page.chips.chip("active"))
    person.until(lambda: person.page.table.isVisible())
    assert person.shows(person.page.table) == ["A-1", "A-1-2", "A-2", "A-3"]
