"""Every table of the exchange format, in the order of writing: what is referred to comes first.

Names of tables and columns stay as they are: other programs write them.
"""

from __future__ import annotations

from app.exchange.columns import CODED
from app.exchange.description import Table
from app.exchange.tables_agreements import AGREEMENTS, REPAIRS, RULES
from app.exchange.tables_masters import BOARD, COMPANY, GOODS, PEOPLE
from app.exchange.tables_orders import LOGS, ORDERS, PLANS
from models.users import Role

TABLES: dict[str, Table] = {
    table.name: table
    for table in (*COMPANY, *BOARD, *PEOPLE, *GOODS, *RULES, *REPAIRS, *AGREEMENTS, *ORDERS, *LOGS, *PLANS)
}
"""Tables by name."""

NAMED: dict[str, Table] = {**TABLES, "roles": Table("roles", Role, CODED)}
"""Those and what cells may name besides: roles, which people are given here and nowhere else."""
