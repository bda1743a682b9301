"""A year of one agreement, occurrence by occurrence."""

from app.queries.year_strip.reading import year_strip
from app.queries.year_strip.rows import MarkState, StripLine, StripMark, YearStrip

__all__ = ["MarkState", "StripLine", "StripMark", "YearStrip", "year_strip"]
