"""What the branch knows of children, what people chose, and the clinics of the network.

Visits written before tell which document was seen; a decision of theirs had no evidence and is made anew.
"""

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "members",
        _key("member"),
        sa.Column("last_seen", sa.Text, nullable=True),
        _document(),
        sqlite_strict=True,
    )
    op.create_index("members_seen", "members", ["last_seen"])
    op.create_table("choices", _key("name"), sa.Column("value", sa.Text, nullable=False), sqlite_strict=True)
    op.create_table("network", _key("id"), _document(), sqlite_strict=True)
    # The service manager says the plans again, now with the hours of holidays.
    op.execute("DELETE FROM plans")
    op.execute("UPDATE marks SET cursor = ''")
    bind = op.get_bind()
    for key, document in bind.execute(sa.text("SELECT id, document FROM visits")).all():
        values = {"id": key, "document": zlib.compress(_renewed(zlib.decompress(document)), 1)}
        bind.execute(sa.text("UPDATE visits SET document = :document WHERE id = :id"), values)


def _renewed(document: bytes) -> bytes:
    visit: dict[str, Any] = json.loads(document)
    seen = visit.pop("document", None)
    visit |= {"identity": {"document": seen} if seen else None, "decision": None}
    return json.dumps(visit, ensure_ascii=False).encode()


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True, nullable=False)


def _document() -> sa.Column[bytes]:
    return sa.Column("document", sa.LargeBinary, nullable=False)
