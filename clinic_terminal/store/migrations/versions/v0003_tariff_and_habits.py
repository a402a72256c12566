"""The clinic's tariff, the items its people use, and a child's earlier visits without a search."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_GUARDS = {
    "tariff_kept": "BEFORE DELETE ON tariff BEGIN SELECT RAISE(ABORT, 'editions are kept'); END",
    "tariff_frozen": "BEFORE UPDATE ON tariff BEGIN SELECT RAISE(ABORT, 'editions are frozen'); END",
}


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "tariff",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("adopted_at", sa.Integer, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "item_use",
        *_key("operator", "item"),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_used", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table("favourites", *_key("operator", "item"), sqlite_strict=True, sqlite_with_rowid=False)
    op.create_index("visits_chain", "visits", ["chain", "day"])
    for name, rule in _GUARDS.items():
        op.execute(f"CREATE TRIGGER {name} {rule}")


def _key(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, primary_key=True, nullable=False) for name in names]
