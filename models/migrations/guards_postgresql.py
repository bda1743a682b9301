"""What PostgreSQL itself refuses and keeps in step: double booking, the search text, the audit.

Extensions btree_gist and pg_trgm are trusted: the owner of the database may create them.
"""

from __future__ import annotations

_AUDITED_FIRST = (
    "absence",
    "agreement",
    "agreement_line",
    "calendar",
    "closed_day",
    "company",
    "contact",
    "customer",
    "item",
    "order_line",
    "service_level",
    "service_object",
    "service_order",
    "service_task",
    "site",
    "stage",
    "team",
    "technician",
    "visit",
)
AUDITED_LATER = (
    "agreement_group",
    "agreement_object",
    "agreement_task",
    "category",
    "category_use",
    "item_requirement",
    "occurrence",
    "order_object",
    "order_task",
    "price",
    "project",
    "repair_line",
    "service_interval",
    "stage_step",
    "template_group",
    "time_window",
)
"""Those whose triggers came with revision 0007."""
AUDITED_RULES = ("rule_setting", "exclusion", "day_lock")
"""Those that came with revision 0009."""
AUDITED_CERTIFICATES = ("certificate",)
"""Those that came with revision 0012."""
AUDITED = (*_AUDITED_FIRST, *AUDITED_LATER, *AUDITED_RULES, *AUDITED_CERTIFICATES)
"""Tables whose old and new values are kept; `app.work` keeps them on SQLite by the same list."""

_SEARCH_ROW = """
CREATE FUNCTION order_search_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_search (order_id, text)
    SELECT NEW.id, NEW.number || ' ' || customer.name || ' ' || NEW.description
    FROM customer WHERE customer.id = NEW.customer_id
    ON CONFLICT (order_id) DO UPDATE SET text = excluded.text;
    RETURN NULL;
END $$
"""
_SEARCH_CUSTOMER = """
CREATE FUNCTION order_search_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE order_search SET text = service_order.number || ' ' || NEW.name || ' ' || service_order.description
    FROM service_order
    WHERE service_order.id = order_search.order_id AND service_order.customer_id = NEW.id;
    RETURN NULL;
END $$
"""
_AUDIT_ROW = """
CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) - 'version' END;
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) - 'version' END;
    changed jsonb;
BEGIN
    SELECT jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)) INTO changed
    FROM (SELECT jsonb_object_keys(before || after) AS key) AS keys
    WHERE before -> key IS DISTINCT FROM after -> key
      AND NOT (coalesce(before -> key, 'null') = 'null' AND coalesce(after -> key, 'null') = 'null');
    IF changed IS NOT NULL THEN
        INSERT INTO audit (kind, row_id, op, fields, made_by, made_at)
        VALUES (TG_TABLE_NAME, (CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END), lower(TG_OP), changed,
                coalesce(nullif(current_setting('servicebord.user', true), ''), session_user), now());
    END IF;
    RETURN NULL;
END $$
"""

UP = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "ALTER TABLE visit ADD CONSTRAINT visit_no_overlap"
    " EXCLUDE USING gist (technician_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
    " WHERE (status IN ('planned', 'sent', 'travelling', 'working') AND overlap_reason IS NULL)",
    "CREATE TABLE order_search (order_id bigint PRIMARY KEY"
    " REFERENCES service_order (id) ON DELETE CASCADE, text text NOT NULL)",
    "INSERT INTO order_search (order_id, text)"
    " SELECT o.id, o.number || ' ' || c.name || ' ' || o.description"
    " FROM service_order AS o JOIN customer AS c ON c.id = o.customer_id",
    "CREATE INDEX order_search_text ON order_search USING gin (text gin_trgm_ops)",
    _SEARCH_ROW,
    _SEARCH_CUSTOMER,
    "CREATE TRIGGER order_search_row AFTER INSERT OR UPDATE OF number, description, customer_id"
    " ON service_order FOR EACH ROW EXECUTE FUNCTION order_search_row()",
    "CREATE TRIGGER order_search_customer AFTER UPDATE OF name ON customer FOR EACH ROW"
    " WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION order_search_customer()",
    _AUDIT_ROW,
    *(
        f"CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION audit_row()"
        for table in _AUDITED_FIRST
    ),
)

DOWN = (
    *(f"DROP TRIGGER audit_row ON {table}" for table in _AUDITED_FIRST),
    "DROP FUNCTION audit_row()",
    "DROP TRIGGER order_search_customer ON customer",
    "DROP TRIGGER order_search_row ON service_order",
    "DROP FUNCTION order_search_customer()",
    "DROP FUNCTION order_search_row()",
    "DROP TABLE order_search",
    "ALTER TABLE visit DROP CONSTRAINT visit_no_overlap",
)
