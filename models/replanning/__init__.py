"""What becomes of several visits at once: swap, push, pull, chain, align, split, join, move, hand over.

Pure arithmetic: nothing is read and nothing is written. Every planner looks at a `Field` and answers with a
`Plan`; the one judge, `models.fit`, judges it afterwards like anything else. Locked visits stay, lengths stay
unless they are what is asked for, and nothing overlaps that did not before.
"""

from models.replanning.ordering import aligned, chained, swapped
from models.replanning.pieces import duplicated, joined, joint_why_not, moved_by, split_at
from models.replanning.pushing import closed_up, pulled, pushed
from models.replanning.shapes import Change, Field, Part, Plan, Stand, Stay

__all__ = [
    "Change",
    "Field",
    "Part",
    "Plan",
    "Stand",
    "Stay",
    "aligned",
    "chained",
    "closed_up",
    "duplicated",
    "joined",
    "joint_why_not",
    "moved_by",
    "pulled",
    "pushed",
    "split_at",
    "swapped",
]
