"""Lanes as strips of paper: which block stands in which line of its strip, for a stretch of time or for days.

A strip is lines of equal height, so that it can go on upon the next page between two lines and no block is
ever cut. Lengths are in points from the left of the grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from reports.board_marks import BAND, FIRST, SECOND
from reports.board_sheet_content import BoardLane, BoardVisit, NamedTime
from reports.fonts import drawable, width
from reports.speech import clock

GAP = 3.0
"""Between what two blocks of a line take."""
PAD = 4.0
"""Between the band of a block and its words."""
MOST_WORDS = 120.0
"""Words that reach beyond their block end here; the number is always said whole."""


@dataclass(frozen=True, slots=True)
class Block:
    """A visit on a line: its bar, and where its words begin and how much room they have."""

    visit: BoardVisit
    x: float
    wide: float
    words_x: float
    room: float
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch of a strip's ground: off hours, or away with the reason."""

    x: float
    wide: float
    is_away: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """One lane: its lines of blocks, at least one, and its ground."""

    lane: BoardLane
    lines: tuple[tuple[Block, ...], ...]
    shades: tuple[Shade, ...] = ()
    is_continued: bool = False

    def parts(self, most: int) -> list[Strip]:
        """The strip in pieces of at most so many lines."""
        return [
            Strip(self.lane, self.lines[start : start + most], self.shades, is_continued=start > 0)
            for start in range(0, len(self.lines), most)
        ]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that one page is wide, as long as it really lasts; every visit in it is whole."""

    starts: datetime
    ends: datetime

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.ends.timestamp() - self.starts.timestamp()) / 3600

    def x(self, moment: datetime, wide: float) -> float:
        """Where a moment stands on a grid of that width, held inside."""
        part = (moment.timestamp() - self.starts.timestamp()) / 3600 / self.hours
        return min(max(part, 0.0), 1.0) * wide

    def whole_hours(self) -> Iterator[datetime]:
        """Whole hours on the clock: one that it leaves out is not there, a doubled one is there twice."""
        first, last = round(self.starts.timestamp()), round(self.ends.timestamp())
        moments = (datetime.fromtimestamp(at, self.starts.tzinfo) for at in range(first, last + 1, 1800))
        return (moment for moment in moments if not moment.minute)


# ---------------------------------------------------------------------- time


def windows(lanes: Sequence[BoardLane], day: date, *, most_hours: float, zone: tzinfo | None) -> list[Window]:
    """The day in stretches of at most so many hours, but that no visit is cut.

    The border between two moves for a visit that stands across it, which is then whole on both.
    """
    visits = [visit for lane in lanes for visit in lane.visits]
    starts, ends = _reach(lanes, visits, day, zone)
    count = max(-int(-((ends - starts) / timedelta(hours=1)) // most_hours), 1)
    found = []
    for number in range(count):
        begin = starts + (ends - starts) * number / count
        end = starts + (ends - starts) * (number + 1) / count
        begin, end = _hour(begin, up=False), _hour(end, up=True)
        inside = [visit for visit in visits if visit.starts < end and visit.ends > begin]
        begin = min([begin, *(_hour(visit.starts, up=False) for visit in inside)])
        end = max([end, *(_hour(visit.ends, up=True) for visit in inside)])
        found.append(Window(begin, end))
    return found


def _reach(
    lanes: Sequence[BoardLane], visits: Sequence[BoardVisit], day: date, zone: tzinfo | None
) -> tuple[datetime, datetime]:
    """From the first shift or visit of a day to the last, in whole hours; eight to five on an empty one."""
    spans = [(span.starts, span.ends) for lane in lanes for span in lane.shifts]
    spans += [(visit.starts, visit.ends) for visit in visits]
    if not spans:
        spans = [tuple(datetime.combine(day, time(hour), tzinfo=zone) for hour in (8, 17))]  # type: ignore[list-item]
    return _hour(min(span[0] for span in spans), up=False), _hour(max(span[1] for span in spans), up=True)


def on_day(lane: BoardLane, day: date, zone: tzinfo | None) -> BoardLane:
    """What of a lane lies on a day: what reaches beyond midnight ends there, a visit with a mark of it."""
    first = datetime.combine(day, time(0), tzinfo=zone)
    last = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)

    def held(span: NamedTime) -> NamedTime:
        return replace(span, starts=max(span.starts, first), ends=min(span.ends, last))

    def whole(visit: BoardVisit) -> BoardVisit:
        if first <= visit.starts and visit.ends <= last:
            return visit
        return replace(
            visit,
            starts=max(visit.starts, first),
            ends=min(visit.ends, last),
            number=f"… {visit.number}" if visit.starts < first else f"{visit.number} …",
        )

    return replace(
        lane,
        shifts=tuple(held(one) for one in lane.shifts if one.starts < last and one.ends > first),
        absences=tuple(held(one) for one in lane.absences if one.starts < last and one.ends > first),
        visits=tuple(whole(one) for one in lane.visits if one.starts < last and one.ends > first),
    )


def _hour(moment: datetime, *, up: bool) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=1) if up and whole < moment else whole


def time_strip(lane: BoardLane, window: Window, wide: float, language: str) -> Strip:
    """A lane along a stretch of time; words that are wider than their bar push the next one a line down."""
    inside = [visit for visit in lane.visits if window.starts <= visit.starts and visit.ends <= window.ends]
    lines: list[list[Block]] = []
    ends: list[float] = []
    for visit in inside:
        block = _time_block(visit, window, wide, language)
        left = min(block.x, block.words_x - BAND - PAD)
        right = max(block.x + block.wide, block.words_x + block.room) + GAP
        at = next((n for n, end in enumerate(ends) if end <= left), len(lines))
        if at == len(lines):
            lines.append([])
            ends.append(0.0)
        lines[at].append(block)
        ends[at] = right
    return Strip(lane, tuple(map(tuple, lines)) or ((),), _shades(lane, window, wide))


def _time_block(visit: BoardVisit, window: Window, wide: float, language: str) -> Block:
    left, right = window.x(visit.starts, wide), window.x(visit.ends, wide)
    bar = max(right - left, BAND)
    left = min(left, wide - bar)
    first, second = words_of(visit, language)
    least = width(drawable(first), FIRST)
    wanted = max(least, min(width(drawable(second), SECOND), MOST_WORDS))
    room = max(bar - BAND - PAD, wanted)
    words_x = left + BAND + PAD
    if words_x + room > wide:
        room = max(bar - BAND - PAD, least)
        words_x = min(words_x, wide - room)
    return Block(visit, left, bar, words_x, room, first, second)


def words_of(visit: BoardVisit, language: str) -> tuple[str, str]:
    """The two lines of a block: when and which order, who and where."""
    marks = ("!" if visit.priority.value == "high" else "") + ("*" if visit.is_broken else "")
    first = " ".join(filter(None, (clock(language, visit.starts.time()), visit.number, marks)))
    return first, ", ".join(filter(None, (visit.customer, visit.town)))


def _shades(lane: BoardLane, window: Window, wide: float) -> tuple[Shade, ...]:
    """Off hours around the shifts, then absences."""
    found: list[Shade] = []
    reached = window.starts
    for shift in (*lane.shifts, None):
        begin = shift.starts if shift is not None else window.ends
        if begin > reached:
            left, right = window.x(reached, wide), window.x(begin, wide)
            if right > left:
                found.append(Shade(left, right - left))
        if shift is not None:
            reached = max(reached, shift.ends)
    for away in lane.absences:
        left, right = window.x(away.starts, wide), window.x(away.ends, wide)
        if right > left:
            found.append(Shade(left, right - left, is_away=True, name=away.name))
    return tuple(found)


# ---------------------------------------------------------------------- days


def day_strip(lane: BoardLane, dates: Sequence[date], wide: float, language: str) -> Strip:
    """A lane with a column for each day, its visits one under the other; long ones on each of their days."""
    column = wide / len(dates)
    cells = [[visit for visit in lane.visits if _touches(visit, day)] for day in dates]
    lines = []
    for number in range(max([1, *map(len, cells)])):
        line = []
        for at, cell in enumerate(cells):
            if number < len(cell):
                x = at * column + 2
                first, second = words_of(cell[number], language)
                if cell[number].starts.date() < dates[at]:
                    first = f"… {first}"
                room = column - 4 - BAND - PAD
                if width(drawable(first), FIRST) > room:
                    first, second = cell[number].number, f"{first.split(' ')[0]} {second}"
                line.append(Block(cell[number], x, column - 4, x + BAND + PAD, room, first, second))
        lines.append(tuple(line))
    shades = tuple(
        Shade(at * column, column, is_away=bool(name), name=name)
        for at, day in enumerate(dates)
        for name in [_away_on(lane, day)]
        if name or not any(shift.starts.date() == day for shift in lane.shifts)
    )
    return Strip(lane, tuple(lines), shades)


def _touches(visit: BoardVisit, day: date) -> bool:
    last = (visit.ends - timedelta(seconds=1)).date()
    return visit.starts.date() <= day <= last


def _away_on(lane: BoardLane, day: date) -> str:
    """Why somebody is away for the most of a day, "" when not."""
    noon = time(12)
    for away in lane.absences:
        middle = datetime.combine(day, noon, tzinfo=away.starts.tzinfo)
        if away.starts <= middle < away.ends:
            return away.name or "–"
    return ""
