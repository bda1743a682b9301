"""One order with everything its editor shows."""

from app.queries.order_details.reading import new_order_form, order_details
from app.queries.order_details.shapes import (
    NONE,
    Choice,
    LineFields,
    NewOrderForm,
    Obstacles,
    OrderDetails,
    OrderFields,
    OrderLineRow,
    OrderVisitRow,
    Place,
    StageLogRow,
    StageOption,
)

__all__ = [
    "NONE",
    "Choice",
    "LineFields",
    "NewOrderForm",
    "Obstacles",
    "OrderDetails",
    "OrderFields",
    "OrderLineRow",
    "OrderVisitRow",
    "Place",
    "StageLogRow",
    "StageOption",
    "new_order_form",
    "order_details",
]
