"""Short facts of a paper, each beside its label, under a hairline."""

from __future__ import annotations

from reports import speech
from reports.flow import Cell, Flow, cell
from reports.fonts import Style, wrap
from reports.styles import BODY, LABEL, LEAD

Fact = tuple[str, str]
"""A label marked with `N_`, and what it says; empty takes no room."""

_GUTTER = 92.0  # where contents begin beside their labels
_SECOND = 0.56  # where the right half begins, as a share of the width
_SECOND_GUTTER = 82.0
_GAP = 12.0


def add_across(flow: Flow, language: str, style: Style, fact: Fact) -> None:
    """A fact across the room."""
    source, text = fact
    if not text.strip():
        return
    content = cell(flow.left + _GUTTER, flow.wide - _GUTTER, (style, text))
    _put(flow, [_label(flow.left, _GUTTER, speech.caps(language, source), style.leading), content])


def add_beside(flow: Flow, language: str, first: Fact, second: Fact) -> None:
    """Two facts in one row; each across where the other is missing or one of them is long."""
    start = flow.wide * _SECOND
    room, second_room = start - _GUTTER - _GAP, flow.wide - start - _SECOND_GUTTER
    longest = max(len(wrap(first[1], BODY, room)), len(wrap(second[1], BODY, second_room)))
    if not (first[1] and second[1]) or longest > 3:
        add_across(flow, language, BODY, first)
        add_across(flow, language, BODY, second)
        return
    x = flow.left + start
    cells = [
        _label(flow.left, _GUTTER, speech.caps(language, first[0]), BODY.leading),
        cell(flow.left + _GUTTER, room, (BODY, first[1])),
        _label(x, _SECOND_GUTTER, speech.caps(language, second[0]), BODY.leading),
        cell(x + _SECOND_GUTTER, second_room, (BODY, second[1])),
    ]
    _put(flow, cells)


def end_facts(flow: Flow) -> None:
    """The hairline under the last fact."""
    flow.rule()
    flow.skip(3)


def named(name: str, code: str) -> str:
    """Name and code as "Anna de Vries (T01)", or the one there is."""
    return f"{name} ({code})" if name and code and name != code else name or code


def _put(flow: Flow, cells: list[Cell]) -> None:
    flow.need(LEAD.leading + 8)
    flow.rule()
    flow.skip(4)
    flow.row(cells)
    flow.skip(4)


def _label(x: float, gutter: float, text: str, leading: float) -> Cell:
    """A label in line with a text of that leading."""
    style = Style(LABEL.font, LABEL.size, leading)
    return cell(x, gutter - 8, (style, text))
