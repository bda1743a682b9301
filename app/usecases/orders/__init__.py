"""What people do with service orders; each use case in a module of its own."""

from app.usecases.orders.changing import change_order
from app.usecases.orders.lines import LineChange, LineKey
from app.usecases.orders.opening import open_order
from app.usecases.orders.parts import OrderSaved
from app.usecases.orders.staging import change_stage

__all__ = ["LineChange", "LineKey", "OrderSaved", "change_order", "change_stage", "open_order"]
