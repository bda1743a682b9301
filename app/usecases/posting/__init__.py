"""Posting what was done, and taking it back by counter-postings (domain.md 5.10)."""

from app.usecases.posting.parts import NotPosted, PostingReport
from app.usecases.posting.posting import post_lines
from app.usecases.posting.reversing import reverse_postings
from models.posting_runs import Selection

__all__ = ["NotPosted", "PostingReport", "Selection", "post_lines", "reverse_postings"]
