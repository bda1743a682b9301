"""The company itself: letterhead, time zone, travel estimates, numbers it hands out (domain.md 17, 18)."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Boolean, Float, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Notes, Problem, Versioned, words
from models.prices import is_currency
from models.technicians import MOST_DAILY
from models.terms import Language, SplitRule, TransactionType, Validation
from resources.texts import _


class Company(Versioned, Base):
    """The one row of company-wide settings.

    Attributes:
        time_zone: IANA name; local times of papers, board and import are in it.
        currency: ISO 4217 code of amounts that name none.
        calendar_id: the service calendar; none means that no day is closed.
        travel_factor: road kilometres to a great-circle kilometre.
        travel_speed: kilometres an hour of an estimated leg.
        order_prefix, next_order: the number given next to an order.
        next_voucher: the number given next to what is posted together.
        agreement_group_id: proposed for new agreements.
        allow_without_agreement: an order may belong to no agreement (domain.md 5.4).
        one_item_many_objects: several objects may be of one item and serial number (domain.md 3.1).
        reason_on_clock_cancel: canceling a clock asks for a reason (domain.md 7).
        reason_on_exceeding: ending a clock that ran out asks for a reason (domain.md 6.2).
        generated_get_level: generated orders follow the agreement's service level.
        move_off_closed: the generator moves lines off closed days inside their window.
        clock_warning_percent: from which share of its limit an order is in danger.
        split_rule: how jobs that say nothing themselves are split over several visits (board.md 5, 34).
        daily_minutes: planned work of a technician above this on one day is too much (board.md 4, 6).
        validation: what the rules on categories do (domain.md 1.9).
        hour_journal, expense_journal, item_journal, fee_journal: where postings of each type go.
    """

    __tablename__ = "company"

    name: Mapped[Name] = mapped_column(default="")
    address: Mapped[Notes] = mapped_column(default="")
    phone: Mapped[Name] = mapped_column(default="")
    email: Mapped[Name] = mapped_column(default="")
    language: Mapped[Language] = mapped_column(words(Language, "language"), default=Language.ENGLISH)
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Amsterdam")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendar.id"), index=True, default=None)
    travel_factor: Mapped[float] = mapped_column(Float, default=1.3)
    travel_speed: Mapped[float] = mapped_column(Float, default=60.0)
    order_prefix: Mapped[str] = mapped_column(String(10), default="SO-")
    next_order: Mapped[int] = mapped_column(Integer, default=1)
    next_voucher: Mapped[int] = mapped_column(Integer, default=1)
    agreement_group_id: Mapped[int | None] = mapped_column(
        ForeignKey("agreement_group.id"), index=True, default=None
    )
    allow_without_agreement: Mapped[bool] = mapped_column(Boolean, default=True)
    one_item_many_objects: Mapped[bool] = mapped_column(Boolean, default=True)
    reason_on_clock_cancel: Mapped[bool] = mapped_column(Boolean, default=False)
    reason_on_exceeding: Mapped[bool] = mapped_column(Boolean, default=False)
    generated_get_level: Mapped[bool] = mapped_column(Boolean, default=True)
    move_off_closed: Mapped[bool] = mapped_column(Boolean, default=False)
    clock_warning_percent: Mapped[int] = mapped_column(Integer, default=80)
    daily_minutes: Mapped[int] = mapped_column(Integer, default=600)
    split_rule: Mapped[SplitRule] = mapped_column(words(SplitRule, "split_rule"), default=SplitRule.PER_DAY)
    validation: Mapped[Validation] = mapped_column(words(Validation, "validation"), default=Validation.NONE)
    hour_journal: Mapped[Name] = mapped_column(default="HOURS")
    expense_journal: Mapped[Name] = mapped_column(default="EXPENSES")
    item_journal: Mapped[Name] = mapped_column(default="ITEMS")
    fee_journal: Mapped[Name] = mapped_column(default="FEES")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the company."""
        return ZoneInfo(self.time_zone)

    def order_number(self) -> str:
        """Hand out the next order number; the row's lock keeps it unique."""
        number = f"{self.order_prefix}{self.next_order:05d}"
        self.next_order += 1
        return number

    def journal(self, kind: TransactionType) -> str:
        """The journal that postings of a type go to (domain.md 5.10)."""
        return {
            TransactionType.HOUR: self.hour_journal,
            TransactionType.EXPENSE: self.expense_journal,
            TransactionType.ITEM: self.item_journal,
            TransactionType.FEE: self.fee_journal,
        }[kind]

    def problems(self) -> Iterator[Problem]:
        """Zone and currency known, journals named, travel settings and warnings within their bounds."""
        if self.time_zone not in available_timezones():
            yield (
                "time_zone",
                _("“{zone}” is not a time zone; write one such as Europe/Amsterdam.").format(
                    zone=self.time_zone
                ),
            )
        if not is_currency(self.currency):
            yield "currency", _("Write a currency as three letters, such as EUR.")
        if self.next_order < 1:
            yield "next_order", _("Numbers count from 1.")
        if not 1 <= self.clock_warning_percent <= 100:
            yield "clock_warning_percent", _("Warn from 1 to 100 percent of the limit.")
        if not 1 <= self.daily_minutes <= MOST_DAILY:
            yield "daily_minutes", _("The limit of a day is from 1 minute to 24 hours.")
        for kind in TransactionType:
            if not self.journal(kind).strip():
                yield f"{kind}_journal", _("A journal needs a name; the ledger asks for it.")
        if self.travel_factor < 1:
            yield "travel_factor", _("A road is never shorter than the straight line: at least 1.")
        if self.travel_speed <= 0:
            yield "travel_speed", _("The speed of an estimated trip is above zero kilometres an hour.")
