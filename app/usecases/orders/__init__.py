"""What people do with service orders; each use case in a module of its own."""

from app.usecases.orders.changing import change_order
from app.usecases.orders.ending import (
    EndedOrder,
    LeftOut,
    OrdersEnded,
    SeenOrder,
    Versions,
    cancel_lines,
    cancel_orders,
    revoke_lines,
    revoke_orders,
    undo_cancel,
)
from app.usecases.orders.lines import LineChange, LineKey
from app.usecases.orders.moving import LinesMoved, combine_orders, move_lines, put_lines_back, split_order
from app.usecases.orders.opening import open_order
from app.usecases.orders.parts import OrderSaved
from app.usecases.orders.promising import Promise, promise_orders
from app.usecases.orders.removing import (
    DeletedOrder,
    OrdersDeleted,
    OrdersRestored,
    delete_orders,
    restore_orders,
)
from app.usecases.orders.requests import FIND, Request, RequestTaken, take_request
from app.usecases.orders.signing import Signed, sign_off, take_back_sign_off
from app.usecases.orders.staging import (
    LogLine,
    StageMoved,
    StageTakenBack,
    add_log_line,
    change_stage,
    remove_log_line,
    restore_log_line,
    take_back_stage,
)

__all__ = [
    "FIND",
    "DeletedOrder",
    "EndedOrder",
    "LeftOut",
    "LineChange",
    "LineKey",
    "LinesMoved",
    "LogLine",
    "OrderSaved",
    "OrdersDeleted",
    "OrdersEnded",
    "OrdersRestored",
    "Promise",
    "Request",
    "RequestTaken",
    "SeenOrder",
    "Signed",
    "StageMoved",
    "StageTakenBack",
    "Versions",
    "add_log_line",
    "cancel_lines",
    "cancel_orders",
    "change_order",
    "change_stage",
    "combine_orders",
    "delete_orders",
    "move_lines",
    "open_order",
    "promise_orders",
    "put_lines_back",
    "remove_log_line",
    "restore_log_line",
    "restore_orders",
    "revoke_lines",
    "revoke_orders",
    "sign_off",
    "split_order",
    "take_back_sign_off",
    "take_back_stage",
    "take_request",
    "undo_cancel",
]
