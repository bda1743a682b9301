"""Take postings back by counter-postings; what was written stays (domain.md 5.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import inspect, select

from app.usecases.posting.parts import (
    NotPosted,
    PostingReport,
    each_or_none,
    locked_orders,
    next_voucher,
)
from app.work import Work
from models.company import Company
from models.errors import Missing, Refused
from models.orders import OrderLine
from models.postings import Posting
from models.terms import LineStatus, Right
from resources.texts import _

_OWN = ("id", "voucher", "posted_on", "posted_at", "posted_by", "reverses_id", "note", "turn")
_NEGATED = ("quantity", "cost_amount", "sales_amount")


def reverse_postings(
    work: Work, *, posting_ids: Sequence[int], posted_on: date, note: str = ""
) -> PostingReport:
    """Take postings back: one counter-posting each, under one voucher, and the lines are open again.

    Raises:
        Refused: none of them can be taken back.
        Missing: one of them is not there.
    """
    work.require(Right.POST)
    work.take_long()
    session = work.session
    known = session.scalars(select(Posting).where(Posting.id.in_(posting_ids)).order_by(Posting.id)).all()
    if len(known) < len(set(posting_ids)):
        raise Missing(_("There is no such posting."))
    orders = locked_orders(work, sorted({posting.order_id for posting in known}))
    company = next_voucher(work)
    taken = set(session.scalars(select(Posting.reverses_id).where(Posting.reverses_id.in_(posting_ids))))
    left_out = [
        NotPosted(posting.order_id, posting.order_number, posting.line, why)
        for posting in known
        if (why := posting.why_not_reverse(is_reversed=posting.id in taken))
    ]
    fitting = {p.id: p for p in known if not p.why_not_reverse(is_reversed=p.id in taken)}
    if not fitting:
        raise Refused(left_out[0].why)

    def reverse(posting_id: int) -> None:
        posting = session.get_one(Posting, posting_id)
        session.add(_counter(work, posting, company, posted_on, note.strip()))
        session.get_one(OrderLine, posting.order_line_id).status = LineStatus.CREATED

    def failed(posting_id: int, why: str) -> None:
        posting = fitting[posting_id]
        left_out.append(NotPosted(posting.order_id, posting.order_number, posting.line, why))

    each_or_none(work, list(fitting), reverse, failed)
    voucher = company.next_voucher
    made = session.scalars(select(Posting.id).where(Posting.voucher == voucher).order_by(Posting.id)).all()
    if not made:
        raise Refused(left_out[0].why)
    company.next_voucher = voucher + 1
    for order in locked_orders(work, sorted(orders)).values():
        order.recompute_progress()
    return PostingReport(voucher, tuple(made), tuple(sorted(orders)), tuple(left_out))


def _counter(work: Work, posting: Posting, company: Company, posted_on: date, note: str) -> Posting:
    """The posting again with the opposite quantity and amounts."""
    names = [attribute.key for attribute in inspect(Posting).column_attrs if attribute.key not in _OWN]
    copied = {name: getattr(posting, name) for name in names}
    for name in _NEGATED:
        copied[name] = -copied[name]
    return Posting(
        **copied,
        voucher=company.next_voucher,
        posted_on=posted_on,
        posted_at=work.now,
        posted_by=work.user.name,
        reverses_id=posting.id,
        turn=-posting.turn,
        note=note,
    )
