"""Rows that grow from one another: template groups and service objects have a parent each."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import TemplateGroup
from models.objects import ServiceObject

Node = TemplateGroup | ServiceObject


def closes_ring(session: Session, node: Node, parent_id: int | None) -> bool:
    """Whether a row would hang below itself under that parent: the parent is it, or is below it."""
    kind, seen = type(node), set[int]()
    while parent_id is not None and parent_id not in seen:
        if parent_id == node.id:
            return True
        seen.add(parent_id)
        parent_id = session.scalar(select(kind.parent_id).where(kind.id == parent_id))
    return False
