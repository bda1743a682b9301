"""Type and edges that all papers share; lengths in points."""

from __future__ import annotations

from reports.fonts import REGULAR, STRONG, Style

MARGIN = 42.0
BOTTOM = 47.0
"""Edges of the room for contents: left and right, and above the footer."""

LABEL = Style(STRONG, 7.2, 11)
NUMBER = Style(STRONG, 23, 28)
BIG = Style(STRONG, 17, 22)
LEAD = Style(STRONG, 11.5, 15)
BODY = Style(REGULAR, 9.5, 13.2)
STRONG_BODY = Style(STRONG, 9.5, 13.2)
SMALL = Style(REGULAR, 7.8, 11)
SMALL_STRONG = Style(STRONG, 7.8, 11)
NAME = Style(STRONG, 10.5, 13)
