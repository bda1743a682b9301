"""The board on paper, read back: every visit is named, nothing is small or cut, heads on every page."""

from __future__ import annotations

import io
import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from models.terms import Priority, VisitStatus
from reports.board_grid import EDGE, FOOT, NAMES
from reports.board_sheet import (
    BoardConflict,
    BoardKind,
    BoardLane,
    BoardSheet,
    BoardVisit,
    NamedTime,
    pages_of,
    render,
)
from reports.board_strips import Window, time_strip
from reports.fonts import width
from reports.page import OnItsSide, Paper, Sized

MONDAY = date(2026, 11, 23)
LEAST = 7.0
STATUSES = tuple(VisitStatus)
SIZES: tuple[Sized, ...] = (
    OnItsSide(Paper.A4),
    Paper.A4,
    OnItsSide(Paper.A3),
    OnItsSide(Paper.LETTER),
)


def at(hours: float, *, days: int = 0) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=days, hours=hours)


def a_lane(number: int, dice: random.Random, *, days: int = 7) -> BoardLane:
    """Eight to five, five visits a day, some of them late, short or side by side."""
    visits = []
    for day in range(days):
        hour = 8.0
        for one in range(dice.randint(0, 6)):
            length = dice.choice((0.25, 0.5, 1, 1.5, 3))
            starts = hour - (0.5 if dice.random() < 0.15 else 0)
            visits.append(
                BoardVisit(
                    at(starts, days=day),
                    at(starts + length, days=day),
                    number=f"SO-{number}{day}{one}",
                    customer=dice.choice(
                        ("Bakkerij <b>Smit</b>", "Wooncorporatie Rijnland Verhuur en Beheer")
                    ),
                    town="’s-Hertogenbosch",
                    status=dice.choice(STATUSES),
                    priority=dice.choice(tuple(Priority)),
                    is_broken=dice.random() < 0.2,
                )
            )
            hour += length + 0.25
    return BoardLane(
        name=f"Technician {number:02}",
        code=f"T{number:02}",
        team=("Noord", "Zuid")[number // 12 % 2],
        shifts=tuple(NamedTime(at(8, days=day), at(17, days=day)) for day in range(min(days, 5))),
        absences=(NamedTime(at(0, days=1), at(24, days=1), "Verlof"),) if number % 9 == 3 else (),
        visits=tuple(sorted(visits, key=lambda visit: visit.starts)),
    )


def a_board(*, lanes: int = 24, days: int = 7, seed: int = 3, language: str = "en") -> BoardSheet:
    dice = random.Random(seed)
    rows = tuple(a_lane(number, dice, days=days) for number in range(lanes))
    conflicts = tuple(
        BoardConflict(lane.name, visit, ("Overlaps SO-1 by 15 min", "Anna lacks Gas 2"), is_hard=True)
        for lane in rows
        for visit in lane.visits
        if visit.is_broken
    )
    return BoardSheet("Noorderlicht B.V.", language, MONDAY, days, at(9.5), rows, conflicts)


def read(sheet: BoardSheet, **look: Any) -> PdfReader:  # as `render` takes
    file = io.BytesIO()
    count = render(sheet, file, **look)
    reader = PdfReader(file)
    assert len(reader.pages) == count
    return reader


def sizes_of(reader: PdfReader) -> set[float]:
    found: set[float] = set()

    def visit(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:  # pypdf's own
        if text.strip():
            found.add(round(size * abs(matrix[3]), 2))

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("kind", ["day", "week", "list"])
@pytest.mark.parametrize(
    ("paper", "is_upright"), [("a4", False), ("a4", True), ("a3", False), ("letter", False)]
)
def test_every_visit_is_named_in_real_text(kind: str, paper: str, *, is_upright: bool) -> None:
    sheet = a_board(days=1 if kind == "day" else 7)
    reader = read(sheet, kind=BoardKind(kind), paper=paper, is_upright=is_upright)
    said = "\n".join(page.extract_text() for page in reader.pages)
    missing = [visit.number for lane in sheet.lanes for visit in lane.visits if visit.number not in said]
    assert missing == []
    assert all(lane.name in said for lane in sheet.lanes)


@pytest.mark.parametrize("kind", list(BoardKind))
def test_nothing_is_smaller_than_seven_points(kind: BoardKind) -> None:
    assert min(sizes_of(read(a_board(), kind=kind))) >= LEAST


@pytest.mark.parametrize("kind", [BoardKind.DAY, BoardKind.WEEK])
@pytest.mark.parametrize("size", SIZES)
def test_no_block_and_no_word_reaches_over_a_border(kind: BoardKind, size: Sized) -> None:
    wide, high = size.size
    for page in pages_of(a_board(days=1 if kind is BoardKind.DAY else 7), size, kind=kind):
        for _colour, x, y, across, up in page.tints:
            assert x >= EDGE - 0.5
            assert y >= FOOT - 0.5
            assert x + across <= wide - EDGE + 0.5
            assert y + up <= high
        for style, x, y, text in page.texts:
            assert x >= EDGE - 0.5
            assert x + width(text, style) <= wide - EDGE + 0.5, text
            assert y > 20


def test_a_visit_across_the_border_of_two_windows_is_whole_on_both() -> None:
    """A whole day does not fit an upright page; the visit in the middle stands on both pages."""
    long = BoardVisit(at(11), at(14), "SO-7", "Smit")
    early, late = BoardVisit(at(0), at(1), "SO-1", "Smit"), BoardVisit(at(23), at(24), "SO-9", "Smit")
    lane = BoardLane("Anna", visits=(early, long, late))
    sheet = BoardSheet("Noorderlicht", "en", MONDAY, 1, at(9), (lane,))
    reader = read(sheet, is_upright=True)
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 2
    assert "SO-1\n" in pages[0] + "\n"
    assert "SO-9" in pages[1]
    assert all("SO-7" in page and "Anna" in page for page in pages)


@pytest.mark.parametrize("kind", list(BoardKind))
def test_every_page_says_what_it_is_when_it_was_taken_and_which_page(kind: BoardKind) -> None:
    reader = read(a_board(lanes=60), kind=kind)
    count = len(reader.pages)
    assert count > 1
    for number, page in enumerate(reader.pages, start=1):
        said = page.extract_text()
        assert f"Page {number} of {count}" in said
        assert "23/11/2026 09:30" in said
        assert "Noorderlicht B.V." in said
        wanted = {BoardKind.DAY: "08", BoardKind.WEEK: "Mon 23 Nov"}.get(kind, "Order")
        assert wanted in said


def test_statuses_differ_without_colour() -> None:
    """Each status has its own pattern; the legend names them all."""
    drawn = set()
    for status in STATUSES:
        visit = BoardVisit(at(9), at(11), "SO-1", "Smit", status=status)
        sheet = BoardSheet("N", "en", MONDAY, 1, at(9), (BoardLane("Anna", visits=(visit,)),))
        page = pages_of(sheet, OnItsSide(Paper.A4), kind=BoardKind.DAY)[0]
        legend = {mark for mark in page.blocks if mark[1] > 530}
        lines = tuple(sorted(line for group in page.lines.values() for line in group if line[1] < 530))
        drawn.add((lines, tuple(sorted(set(page.blocks) - legend))))
        said = " ".join(text for _style, _x, _y, text in page.texts)
        assert all(word in said for word in ("Planned", "Sent", "Travelling", "Working", "Done", "Cancelled"))
    assert len(drawn) == len(STATUSES)


def test_a_lane_longer_than_a_page_goes_on_with_its_name() -> None:
    visits = tuple(BoardVisit(at(9), at(10), f"SO-{n:03}", "Smit") for n in range(60))
    sheet = BoardSheet("N", "en", MONDAY, 1, at(9), (BoardLane("Anna", visits=visits),))
    reader = read(sheet)
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 1
    assert all("Anna" in page for page in pages)
    assert "Anna, continued" in pages[1]
    assert all(f"SO-{n:03}" in "".join(pages) for n in range(60))


def test_words_begin_beside_the_names_of_the_lanes() -> None:
    page = pages_of(a_board(days=1), OnItsSide(Paper.A4), kind=BoardKind.DAY)[0]
    numbers = [x for _style, x, _y, text in page.texts if "SO-" in text]
    assert min(numbers) >= EDGE + NAMES


def test_an_empty_board_is_a_page_too() -> None:
    sheet = BoardSheet("N", "nl", MONDAY, 1, at(9), (BoardLane("Anna"),))
    for kind in BoardKind:
        assert len(read(sheet, kind=kind).pages) == 1


def test_the_same_board_gives_the_same_bytes() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        render(a_board(lanes=3), file, kind=BoardKind.WEEK, in_colour=True)
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.parametrize(("day", "by"), [(date(2026, 3, 29), 1), (date(2026, 10, 25), -1)])
def test_a_day_on_which_the_clock_is_set_is_as_long_as_it_is(day: date, by: int) -> None:
    """The missing hour has no mark, the doubled one two; an hour's work across the change is an hour wide."""
    zone = ZoneInfo("Europe/Amsterdam")
    midnight = datetime.combine(day, time(0), tzinfo=zone)
    instant = midnight.astimezone(UTC)
    across = BoardVisit(
        (instant + timedelta(minutes=90)).astimezone(zone),
        (instant + timedelta(minutes=150)).astimezone(zone),
        "SO-1",
        "Smit",
    )
    window = Window(midnight, datetime.combine(day, time(6), tzinfo=zone))
    assert window.hours == 6 - by
    marks = [moment.hour for moment in window.whole_hours()]
    assert marks == ([0, 1, 3, 4, 5, 6] if by > 0 else [0, 1, 2, 2, 3, 4, 5, 6])
    ((block,),) = time_strip(BoardLane("Anna", visits=(across,)), window, (6 - by) * 50.0, "en").lines
    assert (block.x, block.wide) == pytest.approx((75, 50))


def test_a_short_visit_at_the_very_end_stays_on_the_paper_and_names_stay_on_their_line() -> None:
    last = BoardVisit(at(23.95), at(24), "SO-1", "Smit")
    away = NamedTime(at(2), at(20), "Verlof\r\ntot maandag")
    lane = BoardLane("Anna", visits=(BoardVisit(at(0), at(1), "SO-0", "Smit"), last), absences=(away,))
    for page in pages_of(BoardSheet("N", "en", MONDAY, 1, at(9), (lane,)), Paper.A4, kind=BoardKind.DAY):
        assert max(x + across for _colour, x, _y, across, _up in page.tints) <= Paper.A4.size[0] - EDGE + 0.3
        assert not any("\n" in text for _style, _x, _y, text in page.texts)
