"""Let rows that the generator writes by the ten thousand leave the audit, and find their text in one go.

Changes of such rows are kept as before. What the generator made, its run tells; see decision 28.
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = ("service_order", "order_line", "order_object", "item_requirement")
_ONE_BY_ONE = "WHEN (coalesce(current_setting('servicebord.bulk', true), '') <> 'on')"
_AUDIT = "FOR EACH ROW EXECUTE FUNCTION audit_row()"
_SEARCH = "FOR EACH ROW EXECUTE FUNCTION order_search_row()"
_CHANGE = "UPDATE OF number, description, customer_id"


def upgrade() -> None:
    """Ask before what an insert or a delete sets off, on PostgreSQL; SQLite audits no bulk writes."""
    if op.get_bind().dialect.name != "postgresql":
        return
    run = op.get_bind().exec_driver_sql
    for table in _TABLES:
        run(f"DROP TRIGGER audit_row ON {table}")
        run(f"CREATE TRIGGER audit_row AFTER UPDATE ON {table} {_AUDIT}")
        run(f"CREATE TRIGGER audit_whole_row AFTER INSERT OR DELETE ON {table} {_when(_AUDIT)}")
    run("DROP TRIGGER order_search_row ON service_order")
    run(f"CREATE TRIGGER order_search_row AFTER {_CHANGE} ON service_order {_SEARCH}")
    run(f"CREATE TRIGGER order_search_new AFTER INSERT ON service_order {_when(_SEARCH)}")


def downgrade() -> None:
    """Audit them all."""
    if op.get_bind().dialect.name != "postgresql":
        return
    run = op.get_bind().exec_driver_sql
    for table in _TABLES:
        run(f"DROP TRIGGER audit_whole_row ON {table}")
        run(f"DROP TRIGGER audit_row ON {table}")
        run(f"CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON {table} {_AUDIT}")
    run("DROP TRIGGER order_search_new ON service_order")
    run("DROP TRIGGER order_search_row ON service_order")
    run(f"CREATE TRIGGER order_search_row AFTER INSERT OR {_CHANGE} ON service_order {_SEARCH}")


def _when(action: str) -> str:
    """The action for each row that is not written in bulk."""
    return action.replace("FOR EACH ROW", f"FOR EACH ROW {_ONE_BY_ONE}")
