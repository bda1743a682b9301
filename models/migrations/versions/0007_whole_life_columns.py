"""What agreements, orders, stages, objects and the company gained; postings that nobody can change.

Columns are added in plain SQL, with their references and checks beside them: both databases read it, and SQLite
need not build the tables anew, which would drop the triggers on them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.migrations import first_rows
from models.migrations.guards_postgresql import AUDITED_LATER

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NO = "BOOLEAN DEFAULT false NOT NULL"
_YES = "BOOLEAN DEFAULT true NOT NULL"
_TEXT = "TEXT DEFAULT '' NOT NULL"
_COUNT = "INTEGER DEFAULT 0 NOT NULL"
_SOURCES = "'typed', 'agreement', 'list', 'item'"


def _to(table: str) -> str:
    """A reference to a table; none at first."""
    return f"KEY REFERENCES {table} (id)"


def _one_of(words: str, *, default: str = "") -> str:
    return f"VARCHAR(20){default} CHECK IN ({words})"


_COLUMNS = {
    "agreement": {
        "template_group_id": _to("template_group"),
        "project_id": _to("project"),
        "responsible_id": _to("technician"),
        "contact_id": _to("contact"),
        "renewal_of_id": _to("agreement"),
    },
    "agreement_line": {
        "site_id": _to("site"),
        "category_id": _to("category"),
        "item_setup": _one_of("'journal', 'requirement'", default=" DEFAULT 'journal' NOT NULL"),
        "duration_minutes": "INTEGER",
        "note": _TEXT,
        "series_from": "DATE",
    },
    "company": {
        "next_voucher": "INTEGER DEFAULT 1 NOT NULL",
        "agreement_group_id": _to("agreement_group"),
        "allow_without_agreement": _YES,
        "one_item_many_objects": _YES,
        "reason_on_clock_cancel": _NO,
        "reason_on_exceeding": _NO,
        "generated_get_level": _YES,
        "move_off_closed": _NO,
        "clock_warning_percent": "INTEGER DEFAULT 80 NOT NULL",
        "validation": _one_of("'none', 'lookup', 'mandatory'", default=" DEFAULT 'none' NOT NULL"),
        "hour_journal": "TEXT DEFAULT 'HOURS' NOT NULL",
        "expense_journal": "TEXT DEFAULT 'EXPENSES' NOT NULL",
        "item_journal": "TEXT DEFAULT 'ITEMS' NOT NULL",
        "fee_journal": "TEXT DEFAULT 'FEES' NOT NULL",
    },
    "order_line": {
        "signed_off_at": "INSTANT",
        "signed_off_by": _TEXT,
        "agreement_line_id": _to("agreement_line"),
        "range_from": "DATE",
        "range_to": "DATE",
        "executed_on": "DATE",
        "started_at": "INSTANT",
        "ended_at": "INSTANT",
        "category_id": _to("category"),
        "currency": "VARCHAR(3)",
        "cost_source": _one_of(_SOURCES),
        "sales_source": _one_of(_SOURCES),
        "cost_note": _TEXT,
        "price_note": _TEXT,
        "note": _TEXT,
        "origin": _one_of("'system', 'user', 'web'", default=" DEFAULT 'user' NOT NULL"),
    },
    "service_level": {"suspended": _NO, "warning_percent": "INTEGER"},
    "service_object": {
        "parent_id": _to("service_object"),
        "installed_on": "DATE",
        "warranty_until": "DATE",
        "note": _TEXT,
    },
    "service_order": {
        "name": _TEXT,
        "one_time_address": _TEXT,
        "caller": _TEXT,
        "caller_phone": _TEXT,
        "project_id": _to("project"),
        "responsible_id": _to("technician"),
        "calendar_conflict": _NO,
        "signed_off_at": "INSTANT",
        "signed_off_by": _TEXT,
        "run_id": _to("generation_run"),
        "service_level_source": _one_of("'order', 'agreement', 'group'"),
        "clock": _one_of("'running', 'held', 'stopped', 'canceled'"),
        "clock_started_at": "INSTANT",
        "clock_due_at": "INSTANT",
        "clock_since": "INSTANT",
        "clock_recorded": _COUNT,
        "clock_limit": _COUNT,
    },
    "stage": {"colour": "VARCHAR(7)"},
    "stage_change": {
        "kind": _one_of(
            "'stage_change', 'close', 'cancel', 'manual'", default=" DEFAULT 'stage_change' NOT NULL"
        ),
        "left_at": "INSTANT",
    },
}
_INDEXES = (
    ("ix_agreement_contact_id", "agreement", "contact_id"),
    ("ix_agreement_project_id", "agreement", "project_id"),
    ("ix_agreement_renewal_of_id", "agreement", "renewal_of_id"),
    ("ix_agreement_responsible_id", "agreement", "responsible_id"),
    ("ix_agreement_template_group_id", "agreement", "template_group_id"),
    ("ix_agreement_line_category_id", "agreement_line", "category_id"),
    ("ix_agreement_line_site_id", "agreement_line", "site_id"),
    ("ix_company_agreement_group_id", "company", "agreement_group_id"),
    ("ix_order_line_category_id", "order_line", "category_id"),
    ("ix_service_object_parent_id", "service_object", "parent_id"),
    ("ix_service_order_project_id", "service_order", "project_id"),
    ("ix_service_order_responsible_id", "service_order", "responsible_id"),
    ("ix_service_order_run_id", "service_order", "run_id"),
)
_OTHER_INDEXES = (
    "CREATE UNIQUE INDEX uq_order_line_occurrence ON order_line (agreement_line_id, calculated_date)",
    "CREATE INDEX ix_service_order_clock_due_at ON service_order (clock_due_at) WHERE clock IN ('running', 'held')",
)
_FIXED_SQLITE = (
    "CREATE TRIGGER posting_fixed_update BEFORE UPDATE ON posting"
    " BEGIN SELECT RAISE(ABORT, 'posting_fixed'); END",
    "CREATE TRIGGER posting_fixed_delete BEFORE DELETE ON posting"
    " BEGIN SELECT RAISE(ABORT, 'posting_fixed'); END",
    "CREATE TRIGGER posting_once BEFORE INSERT ON posting WHEN NEW.turn > 1 AND NOT EXISTS ("
    " SELECT 1 FROM posting WHERE order_line_id = NEW.order_line_id AND turn = 1 - NEW.turn)"
    " BEGIN SELECT RAISE(ABORT, 'posting_once'); END",
)
_FIXED_POSTGRESQL = (
    "CREATE FUNCTION posting_fixed() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION 'posting_fixed' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER posting_fixed BEFORE UPDATE OR DELETE ON posting"
    " FOR EACH ROW EXECUTE FUNCTION posting_fixed()",
    "CREATE FUNCTION posting_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF NEW.turn > 1 AND NOT EXISTS ("
    " SELECT 1 FROM posting WHERE order_line_id = NEW.order_line_id AND turn = 1 - NEW.turn)"
    " THEN RAISE EXCEPTION 'posting_once' USING ERRCODE = 'unique_violation'; END IF;"
    " RETURN NEW; END $$",
    "CREATE TRIGGER posting_once BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_once()",
)
_LOOSE_SQLITE = ("posting_fixed_update", "posting_fixed_delete", "posting_once")
_KNOWN_BEFORE = (
    "UPDATE service_order SET service_level_source ="
    " CASE WHEN agreement_id IS NULL THEN 'order' ELSE 'agreement' END WHERE service_level_id IS NOT NULL",
    "UPDATE stage_change SET left_at = (SELECT min(later.entered_at) FROM stage_change AS later"
    " WHERE later.order_id = stage_change.order_id AND later.id > stage_change.id)",
    # what a line named before belongs to its agreement or order from now on; a row that is there stays
    "INSERT INTO agreement_object (agreement_id, object_id, reference, version)"
    " SELECT DISTINCT agreement_id, object_id, '', 1 FROM agreement_line WHERE object_id IS NOT NULL"
    " ON CONFLICT DO NOTHING",
    "INSERT INTO agreement_task (agreement_id, task_id, version)"
    " SELECT DISTINCT agreement_id, task_id, 1 FROM agreement_line WHERE task_id IS NOT NULL"
    " ON CONFLICT DO NOTHING",
    "INSERT INTO order_object (order_id, object_id, reference, version)"
    " SELECT DISTINCT order_id, object_id, '', 1 FROM order_line WHERE object_id IS NOT NULL"
    " ON CONFLICT DO NOTHING",
    "INSERT INTO order_task (order_id, task_id, version)"
    " SELECT DISTINCT line.order_id, line.task_id, 1 FROM order_line AS line"
    " JOIN service_order AS o ON o.id = line.order_id LEFT JOIN agreement_task AS known"
    " ON known.agreement_id = o.agreement_id AND known.task_id = line.task_id"
    " WHERE line.task_id IS NOT NULL AND known.id IS NULL ON CONFLICT DO NOTHING",
)


def upgrade() -> None:
    """Add the columns, their indexes and guards, and what a new database starts with."""
    run = op.get_bind().exec_driver_sql
    for table, columns in _COLUMNS.items():
        for name, definition in columns.items():
            run(f"ALTER TABLE {table} ADD COLUMN {name} {_written(table, name, definition)}")
    for index, table, column in _INDEXES:
        op.create_index(index, table, [column])
    for statement in (*_OTHER_INDEXES, *_fixed()):
        run(statement)
    _audit("DISABLE")
    for statement in _KNOWN_BEFORE:
        run(statement)
    _insert_first_rows()
    _audit("ENABLE")
    if _is_postgresql():
        for table in AUDITED_LATER:
            run(
                f"CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION audit_row()"
            )


def downgrade() -> None:
    """Take them away."""
    run = op.get_bind().exec_driver_sql
    if _is_postgresql():
        for table in AUDITED_LATER:
            run(f"DROP TRIGGER audit_row ON {table}")
        for guard in ("posting_fixed", "posting_once"):
            run(f"DROP TRIGGER {guard} ON posting")
            run(f"DROP FUNCTION {guard}()")
    else:
        for guard in _LOOSE_SQLITE:
            run(f"DROP TRIGGER {guard}")
    for index in ("uq_order_line_occurrence", "ix_service_order_clock_due_at"):
        run(f"DROP INDEX {index}")
    for index, table, _column in _INDEXES:
        op.drop_index(index, table)
    for table, columns in _COLUMNS.items():
        for name in columns:
            run(f"ALTER TABLE {table} DROP COLUMN {name}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _audit(verb: str) -> None:
    """The audit tells what people changed; what this revision fills in is not theirs."""
    if _is_postgresql():
        for table in ("service_order", "stage"):
            op.get_bind().exec_driver_sql(f"ALTER TABLE {table} {verb} TRIGGER audit_row")


def _fixed() -> tuple[str, ...]:
    return _FIXED_POSTGRESQL if _is_postgresql() else _FIXED_SQLITE


def _written(table: str, name: str, definition: str) -> str:
    """The definition with the names that the models give to checks and references."""
    instant, key = ("TIMESTAMP WITH TIME ZONE", "BIGINT") if _is_postgresql() else ("INTEGER", "INTEGER")
    full = definition.replace("INSTANT", instant).replace("KEY", key)
    full = full.replace("REFERENCES", f"CONSTRAINT fk_{table}_{name} REFERENCES")
    if "CHECK IN" not in full:
        return full
    return full.replace("CHECK IN", f"CONSTRAINT ck_{table}_{name} CHECK ({name} IN") + ")"


def _insert_first_rows() -> None:
    """Rights that are new, roles, colours of the stages that ship, and stages of repairs, where missing."""
    connection = op.get_bind()
    known = sa.MetaData()
    names = ("role", "stage", "stage_step", "repair_stage")
    role, stage, step, repair = (sa.Table(name, known, autoload_with=connection) for name in names)
    for row in first_rows.ROLES:
        connection.execute(role.update().where(role.c.code == row["code"]).values(rights=row["rights"]))
    if connection.scalar(sa.select(role.c.id).where(role.c.code == "manager")) is None:
        connection.execute(role.insert(), first_rows.spoken(first_rows.LATER_ROLES))
    for code, colour in first_rows.STAGE_COLOURS.items():
        connection.execute(
            stage.update().where(stage.c.code == code, stage.c.colour.is_(None)).values(colour=colour)
        )
    ids = {code: row_id for row_id, code in connection.execute(sa.select(stage.c.id, stage.c.code))}
    if {"in_process", "canceled"} <= set(ids) and _is_empty(step):
        way = {"from_id": ids["in_process"], "to_id": ids["canceled"], "version": 1}
        connection.execute(step.insert(), [way])
    if _is_empty(repair):
        connection.execute(repair.insert(), first_rows.spoken(first_rows.REPAIR_STAGES))


def _is_empty(table: sa.Table) -> bool:
    """A database that came down from this revision keeps the rows of the tables of the one before."""
    return op.get_bind().scalar(sa.select(table.c.id).limit(1)) is None
