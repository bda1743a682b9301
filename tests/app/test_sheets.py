"""Saved set-ups: a person's own, shared with a role, locked against change, undone step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.context import Context
from app.queries.sheets import SheetRow, sheets_for
from app.settings import Settings
from app.usecases.sheets import order_sheets, remove_sheet, restore_sheet, save_sheet
from models.errors import Conflict, Refused
from models.terms import SheetKind
from models.users import Role, User
from tests.builders import a_user
from tests.conftest import Clock


@pytest.fixture
def other(context: Context, database_url: str, clock: Clock) -> Iterator[Context]:
    """A planner at a second program."""
    context.run(a_user, login="mette", name="Mette")
    opened = Context(Settings(database=database_url), clock=clock)
    chosen = select(User).where(User.login == "mette").options(joinedload(User.role))
    opened.user = opened.read(lambda session: session.scalars(chosen).one())
    yield opened
    opened.close()


def made(context: Context, name: str, **values: Any) -> int:
    """A sheet of the person's own."""
    return context.run(save_sheet, sheet_id=0, seen=0, values={"name": name, **values})[0].sheet_id


def shown(context: Context) -> list[SheetRow]:
    """What the person may open."""
    return list(context.read(sheets_for, context.user.id, SheetKind.BOARD))


def role_of(context: Context) -> int:
    """Id of the person's role."""
    return context.user.role_id


def test_sheets_are_listed_in_their_order(context: Context) -> None:
    first, second = made(context, "Noord"), made(context, "Maandag", content='{"zoom": 2}')
    assert [(row.sheet_id, row.name, row.content) for row in shown(context)] == [
        (first, "Noord", "{}"),
        (second, "Maandag", '{"zoom": 2}'),
    ]
    ordered, _changes = context.run(order_sheets, sheet_ids=[second, first])
    assert (ordered.before, ordered.versions) == ((first, second), {first: 2, second: 2})
    assert [row.sheet_id for row in shown(context)] == [second, first]


def test_a_change_answers_with_what_was_before(context: Context) -> None:
    sheet = made(context, "Noord", content="{}")
    saved, changes = context.run(save_sheet, sheet_id=sheet, seen=1, values={"name": "Zuid"})
    assert (saved.version, saved.before) == (2, {"name": "Noord"})
    assert changes.ids("sheet") == {sheet}
    context.run(save_sheet, sheet_id=sheet, seen=2, values=saved.before)
    assert [row.name for row in shown(context)] == ["Noord"]


def test_a_removed_sheet_comes_back_where_it_stood(context: Context) -> None:
    sheets = [made(context, name) for name in ("Een", "Twee", "Drie")]
    removed, _changes = context.run(remove_sheet, sheet_id=sheets[1], seen=1)
    assert [row.name for row in shown(context)] == ["Een", "Drie"]
    context.run(restore_sheet, removed=removed)
    assert [row.name for row in shown(context)] == ["Een", "Twee", "Drie"]


def test_a_colleague_sees_what_is_shared_with_their_role_and_may_not_change_it(
    context: Context, other: Context
) -> None:
    sheet = made(context, "Noord")
    assert shown(other) == []
    context.run(save_sheet, sheet_id=sheet, seen=1, values={"role_id": role_of(other)})
    (seen,) = shown(other)
    assert (seen.name, seen.owner, seen.is_own) == ("Noord", context.user.name, False)
    with pytest.raises(Refused, match="belongs to a colleague"):
        other.run(save_sheet, sheet_id=sheet, seen=2, values={"name": "Mine"})
    with pytest.raises(Refused, match="belongs to a colleague"):
        other.run(remove_sheet, sheet_id=sheet, seen=2)


def test_a_locked_sheet_is_changed_only_after_it_was_unlocked(context: Context) -> None:
    sheet = made(context, "Noord", locked=True)
    with pytest.raises(Refused, match="locked against change"):
        context.run(save_sheet, sheet_id=sheet, seen=1, values={"content": "{}"})
    with pytest.raises(Refused, match="locked against change"):
        context.run(remove_sheet, sheet_id=sheet, seen=1)
    context.run(save_sheet, sheet_id=sheet, seen=1, values={"locked": False})
    context.run(save_sheet, sheet_id=sheet, seen=2, values={"content": '{"a": 1}'})
    assert shown(context)[0].content == '{"a": 1}'


def test_who_saves_second_is_told(context: Context) -> None:
    sheet = made(context, "Noord")
    context.run(save_sheet, sheet_id=sheet, seen=1, values={"name": "Zuid"})
    with pytest.raises(Conflict):
        context.run(save_sheet, sheet_id=sheet, seen=1, values={"name": "West"})


def test_a_reader_has_sheets_but_shares_none(context: Context, other: Context) -> None:
    other.user.role = other.read(lambda s: s.scalars(select(Role).where(Role.code == "reader")).one())
    sheet = made(other, "Mine")
    with pytest.raises(Refused, match="You may not do that"):
        other.run(save_sheet, sheet_id=sheet, seen=1, values={"role_id": role_of(other)})
    shared = made(context, "Noord", role_id=role_of(context))
    removed, _changes = context.run(remove_sheet, sheet_id=shared, seen=1)
    with pytest.raises(Refused, match="You may not do that"):
        other.run(restore_sheet, removed=removed)


def test_a_sheet_has_a_name(context: Context) -> None:
    with pytest.raises(Refused, match="Give the sheet a name"):
        made(context, "  ")
