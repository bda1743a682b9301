"""What the SQLite file itself refuses and keeps in step: double booking, the search text."""

from __future__ import annotations

_BOOKED = """
    SELECT RAISE(ABORT, 'visit_no_overlap') WHERE EXISTS (
        SELECT 1 FROM visit AS other
        WHERE other.technician_id = NEW.technician_id
          AND other.starts_at < NEW.ends_at
          AND other.starts_at > NEW.starts_at - 604800  -- the longest visit, so that the index bounds the search
          AND other.ends_at > NEW.starts_at
          AND other.status IN ('planned', 'sent', 'travelling', 'working')
          AND other.overlap_reason IS NULL
          AND other.id <> COALESCE(NEW.id, -1)
    );
"""
_WHEN = "NEW.overlap_reason IS NULL AND NEW.status IN ('planned', 'sent', 'travelling', 'working')"
_TEXT = (
    "NEW.number || ' ' || (SELECT name FROM customer WHERE id = NEW.customer_id) || ' ' || NEW.description"
)

UP = (
    f"CREATE TRIGGER visit_no_overlap_insert BEFORE INSERT ON visit WHEN {_WHEN} BEGIN {_BOOKED} END",
    "CREATE TRIGGER visit_no_overlap_update"
    " BEFORE UPDATE OF technician_id, starts_at, ends_at, status, overlap_reason ON visit"
    f" WHEN {_WHEN} BEGIN {_BOOKED} END",
    "CREATE VIRTUAL TABLE order_search USING fts5(text, tokenize = 'trigram')",
    "INSERT INTO order_search (rowid, text)"
    " SELECT o.id, o.number || ' ' || c.name || ' ' || o.description"
    " FROM service_order AS o JOIN customer AS c ON c.id = o.customer_id",
    "CREATE TRIGGER order_search_insert AFTER INSERT ON service_order BEGIN"
    f" INSERT INTO order_search (rowid, text) VALUES (NEW.id, {_TEXT}); END",
    "CREATE TRIGGER order_search_update AFTER UPDATE OF number, description, customer_id ON service_order BEGIN"
    f" UPDATE order_search SET text = {_TEXT} WHERE rowid = NEW.id; END",
    "CREATE TRIGGER order_search_delete AFTER DELETE ON service_order BEGIN"
    " DELETE FROM order_search WHERE rowid = OLD.id; END",
    "CREATE TRIGGER order_search_customer AFTER UPDATE OF name ON customer WHEN OLD.name <> NEW.name BEGIN"
    " UPDATE order_search SET text = ("
    "  SELECT number || ' ' || NEW.name || ' ' || description FROM service_order"
    "  WHERE id = order_search.rowid)"
    " WHERE rowid IN (SELECT id FROM service_order WHERE customer_id = NEW.id); END",
)

DOWN = (
    "DROP TRIGGER order_search_customer",
    "DROP TRIGGER order_search_delete",
    "DROP TRIGGER order_search_update",
    "DROP TRIGGER order_search_insert",
    "DROP TABLE order_search",
    "DROP TRIGGER visit_no_overlap_update",
    "DROP TRIGGER visit_no_overlap_insert",
)
