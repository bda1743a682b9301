"""Rules between prices, categories and what names them (domain.md 1.3, 1.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.agreements import AgreementLine
from models.errors import Refused
from models.order_lines import OrderLine
from models.prices import Price
from models.pricing import KEYS
from models.projects import Category
from resources.texts import _


def check_price(session: Session, price: Price) -> None:
    """A price list says one thing of a day, and a category that it names is of its type.

    Raises:
        Refused: another row says the price of the same from the same day; the category is of another type.
    """
    if price.category_id is not None:
        category = session.get_one(Category, price.category_id)
        if category.type is not price.type:
            raise Refused(
                _("Category {category} is for lines of another type.").format(category=category.code),
                field="category_id",
            )
    same = [getattr(Price, name) == getattr(price, name) for name in ("kind", "type", "starts_on")]
    for name in (*KEYS, "currency"):
        value, column = getattr(price, name), getattr(Price, name)
        same.append(column.is_(None) if value is None else column == value)
    if price.id is not None:
        same.append(Price.id != price.id)
    if session.scalar(select(exists().where(*same))):
        raise Refused(_("The price list says already what this costs from that day on."), field="starts_on")


def check_category(session: Session, category: Category, before: Mapping[str, Any]) -> None:
    """A category that lines or prices name keeps its type.

    Raises:
        Refused: it was given another type.
    """
    if "type" not in before or before["type"] == category.type:
        return
    for mapped in (AgreementLine, OrderLine, Price):
        if session.scalar(select(exists().where(mapped.category_id == category.id))):
            raise Refused(
                _("Lines or prices name category {category}, so it keeps its type.").format(
                    category=category.code
                ),
                field="type",
            )
