"""${message}.

House rules: works on SQLite and PostgreSQL, up and down; batch mode for alterations on SQLite (a rebuilt table
loses its triggers: make them again); name every constraint; what differs between databases says so.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import base
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Undo it."""
    ${downgrades if downgrades else "pass"}
