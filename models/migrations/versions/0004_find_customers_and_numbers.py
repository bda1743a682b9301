"""Indexes for walking a million orders by customer, and for finding names and numbers by how they begin.

Measured at a million orders and 100,000 customers (tests/speed/bench_orders.py): the first page by customer took
130 ms on SQLite without the index on the name. They differ by database, so `env.py` leaves what begins with
`find_` out of the comparison with the models.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SQLITE = {"find_customer_name": "ON customer (name COLLATE NOCASE, id)"}
_POSTGRESQL = {
    "find_customer_name": "ON customer (lower(name), id)",
    "find_customer_text": "ON customer USING gin (name gin_trgm_ops)",
    "find_order_number": 'ON service_order (number COLLATE "C")',
}


def upgrade() -> None:
    """Make them."""
    for name, definition in _indexes().items():
        op.get_bind().exec_driver_sql(f"CREATE INDEX {name} {definition}")


def downgrade() -> None:
    """Drop them."""
    for name in _indexes():
        op.get_bind().exec_driver_sql(f"DROP INDEX {name}")


def _indexes() -> dict[str, str]:
    return _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
