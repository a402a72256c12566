"""What a family leaves behind and what the office works off: attachments, prints, invoices, follow-ups."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# What a clinic must keep for fifteen years and longer: no statement of any program deletes it.
_KEPT = ("visits", "attachments", "prints", "receipts", "invoices", "follow_ups")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "attachments",
        _key("id"),
        _text("visit"),
        _text("kind"),
        _number("at"),
        _text("digest"),
        _bytes("body"),
        sqlite_strict=True,
    )
    op.create_index("attachments_visit", "attachments", ["visit", "at"])
    op.create_table(
        "prints",
        _key("id"),
        _text("subject"),
        _text("paper"),
        _number("at"),
        _bytes("document"),
        sqlite_strict=True,
    )
    op.create_index("prints_subject", "prints", ["subject", "paper", "at"])
    _money()
    _outcomes()
    for name in _KEPT:
        op.execute(
            f"CREATE TRIGGER {name}_kept BEFORE DELETE ON {name}"
            " BEGIN SELECT RAISE(ABORT, 'records are kept'); END"
        )


def _money() -> None:
    op.create_table(
        "receipts",
        _key("number"),
        _text("day"),
        _number("running"),
        _text("visit"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("receipts_day", "receipts", ["day", "running"], unique=True)
    op.create_table(
        "invoices",
        _key("number"),
        _text("visit"),
        _text("day"),
        _number("fen"),
        _text("red_number"),
        _bytes("document"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("invoices_visit", "invoices", ["visit"])
    op.create_index("invoices_day", "invoices", ["day"])


def _outcomes() -> None:
    op.create_index(
        "queue_outcome", "queue", ["seq"], sqlite_where=sa.text("state IN ('ADJUSTED', 'REJECTED', 'PARKED')")
    )
    op.create_table(
        "follow_ups",
        _key("act"),
        _number("opened_at"),
        _number("closed_at", null=True),
        _bytes("document"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("follow_ups_open", "follow_ups", ["closed_at", "opened_at"])
    op.create_table(
        "statements",
        _key("day"),
        _number("compared_at"),
        _bytes("document"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        _key("act"),
        _number("decided_at"),
        _bytes("document"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)
