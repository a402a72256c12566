"""Who may set a terminal up; nobody who was there before is a manager by himself."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("operators", sa.Column("manager", sa.Integer, nullable=False, server_default="0"))
