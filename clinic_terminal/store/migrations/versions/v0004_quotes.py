"""Quotes: what families were told that a treatment would cost."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "quotes",
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("made_at", sa.Integer, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("quotes_chain", "quotes", ["chain", "made_at"])
