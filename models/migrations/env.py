"""Alembic's environment for both databases: batch mode on SQLite, a lock timeout on PostgreSQL.

The connection comes from `app.database`, which has begun the one transaction in which all revisions run.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine
from sqlalchemy.schema import SchemaItem

from models.all import metadata


def include_object(item: SchemaItem, name: str | None, kind: str, reflected: bool, other: Any) -> bool:  # noqa: FBT001 - Alembic's signature
    """Leave alone what differs by database: the search table and the indexes for finding."""
    by_hand = {"table": "order_search", "index": "find_"}
    return kind not in by_hand or not (name or "").startswith(by_hand[kind])


def run(connection: Connection) -> None:
    """Run the revisions on a connection whose transaction is the caller's."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '4s'")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=include_object,
        compare_type=True,
        transactional_ddl=False,  # the caller's transaction holds everything
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = context.config.get_main_option("sqlalchemy.url") or "sqlite://"
    with create_engine(url).begin() as opened:
        run(opened)
