"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPLICATION_ID = 0x4B434C54
_UNSENT = "state IN ('READY', 'SENDING', 'PARKED')"
_WAITING = "state NOT IN ('READY', 'SENDING')"

_GUARDS = {
    "queue_kept": "BEFORE DELETE ON queue BEGIN SELECT RAISE(ABORT, 'acts are kept'); END",
    "queue_frozen": "BEFORE UPDATE OF seq, id, kind, chain, visit, created_at, digest, amount_fen,"
    " posted, lock ON queue BEGIN SELECT RAISE(ABORT, 'acts are frozen'); END",
    "queue_final": "BEFORE UPDATE OF state, settled_at, receipt ON queue WHEN OLD.settled_at IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a final answer stays'); END",
    "payloads_kept": "BEFORE DELETE ON payloads BEGIN SELECT RAISE(ABORT, 'acts are kept'); END",
    "payloads_frozen": "BEFORE UPDATE ON payloads BEGIN SELECT RAISE(ABORT, 'acts are frozen'); END",
    "audit_kept": "BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are kept'); END",
    "audit_frozen": "BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are frozen'); END",
}


def upgrade() -> None:
    """Take the step."""
    op.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    _visits()
    _queue()
    _counters()
    _snapshots()
    _audit()
    _documents()
    _memory()
    for name, rule in _GUARDS.items():
        op.execute(f"CREATE TRIGGER {name} {rule}")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _key(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True, nullable=False)


def _sequence(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True)


def _visits() -> None:
    op.create_table(
        "visits",
        _key(),
        _text("day"),
        _text("stage"),
        _text("chain"),
        _number("revision"),
        _number("sort_at"),
        _bytes("document"),
        sqlite_strict=True,
    )
    op.create_index("visits_day", "visits", ["day", "sort_at"])


def _queue() -> None:
    op.create_table(
        "queue",
        _sequence("seq"),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        *(_text(name) for name in ("kind", "chain", "visit")),
        _number("created_at"),
        _text("digest"),
        _number("amount_fen"),
        _bytes("posted"),
        _text("lock", null=True),
        _text("state"),
        _number("attempts"),
        _number("fence"),
        _text("lease_owner"),
        _number("lease_until", null=True),
        _number("next_attempt"),
        *(_text(name) for name in ("first_error", "last_error", "last_sentence")),
        _number("snapshot_version", null=True),
        _bytes("receipt"),
        _number("settled_at", null=True),
        _number("head"),
        _number("due_at", null=True),
        sa.CheckConstraint(f"(settled_at IS NULL) = ({_UNSENT})", "queue_settled"),
        sa.CheckConstraint(f"(due_at IS NULL) = ({_WAITING})", "queue_due_states"),
        sa.CheckConstraint("(lease_until IS NULL) = (state <> 'SENDING')", "queue_lease"),
        sa.CheckConstraint("head = 0 OR (head = 1 AND settled_at IS NULL)", "queue_head_open"),
        sqlite_strict=True,
    )
    op.create_table("payloads", _sequence("seq"), _bytes("body"), sqlite_strict=True)
    op.create_index("queue_chain", "queue", ["chain", "settled_at"])
    blocks = sa.text("state IN ('SENDING', 'PARKED')")
    op.create_index("queue_blocked", "queue", ["chain"], unique=True, sqlite_where=blocks)
    due = sa.text("head = 1 AND due_at IS NOT NULL")
    op.create_index("queue_due", "queue", ["due_at"], sqlite_where=due)
    op.create_index("queue_unsent", "queue", ["seq"], sqlite_where=sa.text("settled_at IS NULL"))


def _counters() -> None:
    counters = op.create_table(
        "counters",
        _sequence(),
        *(_number(name) for name in ("unsent_count", "unsent_fen", "parked_count", "audit_rows")),
        _bytes("audit_hash"),
        sa.CheckConstraint("id = 1", "counters_one_row"),
        sqlite_strict=True,
    )
    nothing = {"unsent_count": 0, "unsent_fen": 0, "parked_count": 0, "audit_rows": 0, "audit_hash": b""}
    op.bulk_insert(counters, [{"id": 1, **nothing}])


def _snapshots() -> None:
    op.create_table(
        "snapshots",
        _key("member"),
        _key("policy"),
        _number("version"),
        _number("as_of"),
        _text("signed"),
        _bytes("document"),
        sqlite_strict=True,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        _sequence("seq"),
        _number("at"),
        *(_text(name) for name in ("operator", "act", "subject", "facts")),
        _bytes("previous"),
        _bytes("hash"),
        sqlite_strict=True,
    )


def _documents() -> None:
    op.create_table("plans", _key("code"), _bytes("document"), sqlite_strict=True)
    for name, document in (("enrolment", _bytes("document")), ("card_keys", _text("document"))):
        one_row = sa.CheckConstraint("id = 1", f"{name}_one_row")
        op.create_table(name, _sequence(), document, one_row, sqlite_strict=True)


def _memory() -> None:
    op.create_table(
        "operators", _key(), _text("name"), _text("pin_hash"), _number("active"), sqlite_strict=True
    )
    times = ("last_attempt", "last_upload", "last_download", "server_time")
    op.create_table(
        "marks",
        _sequence(),
        *(_number(name, null=True) for name in times),
        _text("cursor"),
        sa.CheckConstraint("id = 1", "marks_one_row"),
        sqlite_strict=True,
    )
    op.create_table("revoked", _key("serial"), sqlite_strict=True, sqlite_with_rowid=False)
    op.create_table("upgrades", _key("revision"), _number("at"), sqlite_strict=True)
