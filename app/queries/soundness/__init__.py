"""Whether a database is sound: what it says of itself, and whether its rows contradict one another."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.queries.soundness.contradictions import contradictions
from app.queries.soundness.files import file_faults, overlaps

__all__ = ["faults"]


def faults(session: Session) -> list[str]:
    """What is wrong, a sentence each; nothing when the database is sound."""
    return [*file_faults(session), *overlaps(session), *contradictions(session)]
