"""Lanes stand once, in groups without gaps; dated orders wait above them where they have room."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.queries.board import WaitingRow
from tests.ui.board import company
from ui.board.layout.arranging import NOWHERE, PINNED, Grouping, LaneOrder, arranged, bands_of, holders
from ui.board.layout.unassigned import MOST_ROWS, StripBook, Strips, strips_of
from ui.board.model import BoardModel

WINDOW = company.a_window(18, 14, 120)
WINDOW = replace(
    WINDOW, lanes=tuple(replace(row, region=company.TOWNS[n % 4]) for n, row in enumerate(WINDOW.lanes))
)
IDS = [row.technician_id for row in WINDOW.lanes]
orders = st.builds(
    LaneOrder,
    st.sampled_from(Grouping),
    st.lists(st.sampled_from(IDS), unique=True, max_size=4).map(tuple),
    st.frozensets(st.sampled_from(IDS), max_size=3),
)
ROWS = company.waiting_rows(60)


@st.composite
def waiting(draw: st.DrawFn) -> list[WaitingRow]:
    """Orders, some with a time, some with only a day, some outside the window, some without either."""
    rows = []
    for row in ROWS[: draw(st.integers(0, 60))]:
        number = draw(st.integers(-3, 16))
        day = company.MONDAY + timedelta(days=number)
        minute = draw(st.sampled_from((0, 0, 8 * 60, 13 * 60 + 30, 23 * 60)))
        dated = draw(st.booleans())
        rows.append(
            replace(
                row,
                service_date=day if dated else None,
                promise_from=company.epoch(day, minute) if dated else 0,
                preferred_technician_id=draw(st.sampled_from((0, 0, *IDS))),
                town=draw(st.sampled_from(company.TOWNS)),
                needs=draw(st.sampled_from(((), (company.SKILLS[0],), company.SKILLS[1:3]))),
            )
        )
    return rows


def a_model(how: LaneOrder) -> BoardModel:
    """A board whose lanes stand so."""
    model = BoardModel(WINDOW)
    model.arrange(arranged(model.lanes, how))
    return model


@given(orders)
def test_every_lane_stands_once_and_groups_follow_one_another(how: LaneOrder) -> None:
    model = a_model(how)
    assert sorted(row.technician_id for row in model.lanes) == sorted(IDS)
    bands = bands_of(model, how, {})
    assert [band.first for band in bands] == [0, *(band.last for band in bands[:-1])]
    assert bands[-1].last == len(IDS)
    assert len({band.key for band in bands}) == len(bands)
    pinned = [row.technician_id for row in model.lanes[: len(how.pinned)]]
    assert pinned == list(how.pinned)
    assert (bands[0].key == PINNED) == bool(how.pinned)


@given(orders, orders)
def test_visits_stay_with_their_technicians_through_any_order(one: LaneOrder, other: LaneOrder) -> None:
    model = a_model(one)
    model.arrange(arranged(model.lanes, other))
    visits = WINDOW.visits
    for at, visit_id in enumerate(visits.id.tolist()):
        slot = model.table.slot(visit_id)
        assert model.lanes[int(model.table.lane[slot])].technician_id == visits.technician_id[at]
    fresh = BoardModel(model.window)
    assert (fresh.available == model.available).all()
    assert (fresh.booked == model.booked).all()
    assert fresh.shifts.names == model.shifts.names
    assert (fresh.shifts.starts == model.shifts.starts).all()
    assert (fresh.table.order == model.table.order).all() or len(set(model.table.starts.tolist())) < 120


@given(orders)
def test_in_a_skill_group_it_is_the_rarest_skill_of_each(how: LaneOrder) -> None:
    how = replace(how, grouping=Grouping.SKILL)
    model = a_model(how)
    count = holders(model.lanes)
    for band in bands_of(model, how, {}):
        if band.key == PINNED:
            continue
        skill = int(band.key.split()[1])
        assert band.of == count[skill] >= band.last - band.first
        for row in model.lanes[band.first : band.last]:
            assert min(count[one] for one, _name in row.skills) == count[skill]


@given(orders, waiting())
def test_orders_wait_on_their_day_and_never_on_top_of_one_another(
    how: LaneOrder, rows: list[WaitingRow]
) -> None:
    model = a_model(how)
    strips = strips_of(model, how, rows)
    by_id = {row.order_id: row for row in rows}
    taken: list[tuple[int, int, int, int]] = []
    for order_id, start, end, subrow, group in _laid(strips):
        row = by_id[-order_id]
        assert row.service_date == model.days.wall(start).date()
        assert end - start == row.duration_minutes * 60
        assert 0 <= subrow < MOST_ROWS
        midnight = model.days.bounds(model.days.number(start))[0]
        assert row.promise_from in (midnight, start)
        clash = [one for one in taken if one[:2] == (group, subrow) and one[2] < end and start < one[3]]
        assert not clash
        taken.append((group, subrow, start, end))


@given(orders, waiting())
def test_every_dated_order_of_the_window_is_drawn_or_counted(how: LaneOrder, rows: list[WaitingRow]) -> None:
    model = a_model(how)
    strips = strips_of(model, how, rows)
    dated = Counter(
        (row.service_date - model.days.first).days
        for row in rows
        if row.service_date and 0 <= (row.service_date - model.days.first).days < model.days.count
    )
    assert dict(strips.on_day) == dict(dated)
    assert sum(strips.counts.values()) == dated.total() >= len(strips.ids)
    keys = {band.key for band in bands_of(model, how, {})} | {NOWHERE}
    assert set(strips.keys) <= keys


@given(orders, waiting(), waiting())
def test_what_changed_alone_is_laid_out_anew_with_the_same_result(
    how: LaneOrder, before: list[WaitingRow], after: list[WaitingRow]
) -> None:
    model = a_model(how)
    book = StripBook(model, how)
    book.renew({row.order_id: row for row in before})
    found, fresh = book.renew({row.order_id: row for row in after}), strips_of(model, how, after)
    assert sorted(_laid(found)) == sorted(_laid(fresh))
    assert (found.keys, found.counts) == (fresh.keys, fresh.counts)


@given(orders, waiting(), st.integers(0, 13))
def test_a_strip_is_as_high_as_the_time_in_view_needs(
    how: LaneOrder, rows: list[WaitingRow], number: int
) -> None:
    model = a_model(how)
    strips = strips_of(model, how, rows)
    begin, end = model.days.bounds(number)
    needed = strips.rows_between(begin, end)
    for key, count in needed.items():
        seen = [
            one for one in _laid(strips) if strips.keys[one[4]] == key and one[1] < end and one[2] > begin
        ]
        assert max(one[3] for one in seen) + 1 == count


def _laid(strips: Strips) -> list[tuple[int, int, int, int, int]]:
    columns = (strips.ids, strips.starts, strips.ends, strips.subrow, strips.group)
    return list(zip(*(column.tolist() for column in columns), strict=True))
