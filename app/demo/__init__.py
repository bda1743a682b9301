"""A believable small company: for the first look, for tests, for pictures; and a large one for benchmarks.

Same seed, same day, same data. Both refuse a database that holds anything.
"""

from app.demo.large import fill_large
from app.demo.small import fill

__all__ = ["fill", "fill_large"]
