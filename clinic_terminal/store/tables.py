"""The tables, as SQLAlchemy Core describes them; the migrations build the same, and a test compares.

Money is INTEGER fen, times are INTEGER microseconds since 1970 in UTC, days are ISO text, documents are JSON
in UTF-8. Every table is STRICT, so that SQLite refuses a float where an amount belongs.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    literal_column,
)

metadata = MetaData()

VERSION_TABLE = "schema"
"""Where the migrations note how far they came."""

APPLICATION_ID = 0x4B434C54
"""Marks the file as this program's (PRAGMA application_id)."""


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


visits = Table(
    "visits",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    _text("day"),
    _text("stage"),
    _text("chain"),
    _number("revision"),
    _number("sort_at"),
    _bytes("document"),
    Index("visits_day", "day", "sort_at"),
    Index("visits_chain", "chain", "day"),
    sqlite_strict=True,
)

queue = Table(
    "queue",
    metadata,
    # Rows are never deleted, so the largest number plus one is always a new one.
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("kind"),
    _text("chain"),
    _text("visit"),
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
    _text("first_error"),
    _text("last_error"),
    _text("last_sentence"),
    _number("snapshot_version", null=True),
    _bytes("receipt"),
    _number("settled_at", null=True),
    # 1 for the oldest unsettled row of its chain: the only one that may be sent or parked.
    _number("head"),
    # When it may be tried (READY) or taken over (SENDING); 0: at once, whatever the clock says.
    _number("due_at", null=True),
    CheckConstraint("(settled_at IS NULL) = (state IN ('READY', 'SENDING', 'PARKED'))", "queue_settled"),
    CheckConstraint("(due_at IS NULL) = (state NOT IN ('READY', 'SENDING'))", "queue_due_states"),
    CheckConstraint("(lease_until IS NULL) = (state <> 'SENDING')", "queue_lease"),
    CheckConstraint("head = 0 OR (head = 1 AND settled_at IS NULL)", "queue_head_open"),
    # The unsettled rows of a chain stand together, oldest first.
    Index("queue_chain", "chain", "settled_at"),
    sqlite_strict=True,
)
_BLOCKS = queue.c.state.in_([literal_column("'SENDING'"), literal_column("'PARKED'")])
_DUE_HEAD = (queue.c.head == literal_column("1")) & queue.c.due_at.is_not(None)
# Even a wrong program cannot have two rows of a chain on the way, or pass by a parked one.
Index("queue_blocked", queue.c.chain, unique=True, sqlite_where=_BLOCKS)
Index("queue_due", queue.c.due_at, sqlite_where=_DUE_HEAD)
Index("queue_unsent", queue.c.seq, sqlite_where=queue.c.settled_at.is_(None))
OUTCOME = queue.c.state.in_([literal_column(f"'{state}'") for state in ("ADJUSTED", "REJECTED", "PARKED")])
"""What came back; a query must say it in these words for the index below to serve it."""
Index("queue_outcome", queue.c.seq, sqlite_where=OUTCOME)

# Apart from the queue's rows, which are written anew at each attempt: the bytes to be sent never are.
payloads = Table(
    "payloads",
    metadata,
    Column("seq", Integer, primary_key=True),
    _bytes("body"),
    sqlite_strict=True,
)

counters = Table(
    "counters",
    metadata,
    Column("id", Integer, primary_key=True),
    _number("unsent_count"),
    _number("unsent_fen"),
    _number("parked_count"),
    _number("audit_rows"),
    _bytes("audit_hash"),
    CheckConstraint("id = 1", "counters_one_row"),
    sqlite_strict=True,
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("member", Text, primary_key=True, nullable=False),
    Column("policy", Text, primary_key=True, nullable=False),
    _number("version"),
    _number("as_of"),
    _text("signed"),
    _bytes("document"),
    sqlite_strict=True,
)

members = Table(
    "members",
    metadata,
    Column("member", Text, primary_key=True, nullable=False),
    _text("last_seen", null=True),
    _bytes("document"),
    Index("members_seen", "last_seen"),
    sqlite_strict=True,
)

choices = Table(
    "choices",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    _text("value"),
    sqlite_strict=True,
)

network = Table(
    "network",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    _bytes("document"),
    sqlite_strict=True,
)

tariff = Table(
    "tariff",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _number("adopted_at"),
    _bytes("document"),
    sqlite_strict=True,
)

item_use = Table(
    "item_use",
    metadata,
    Column("operator", Text, primary_key=True, nullable=False),
    Column("item", Text, primary_key=True, nullable=False),
    _number("count"),
    _number("last_used"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

favourites = Table(
    "favourites",
    metadata,
    Column("operator", Text, primary_key=True, nullable=False),
    Column("item", Text, primary_key=True, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

quotes = Table(
    "quotes",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    _text("chain"),
    _text("day"),
    _number("made_at"),
    _bytes("document"),
    Index("quotes_chain", "chain", "made_at"),
    sqlite_strict=True,
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    _text("visit"),
    _text("kind"),
    _number("at"),
    _text("digest"),
    _bytes("body"),
    Index("attachments_visit", "visit", "at"),
    sqlite_strict=True,
)

prints = Table(
    "prints",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    _text("subject"),
    _text("paper"),
    _number("at"),
    _bytes("document"),
    Index("prints_subject", "subject", "paper", "at"),
    sqlite_strict=True,
)

receipts = Table(
    "receipts",
    metadata,
    Column("number", Text, primary_key=True, nullable=False),
    _text("day"),
    _number("running"),
    _text("visit"),
    Index("receipts_day", "day", "running", unique=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

invoices = Table(
    "invoices",
    metadata,
    Column("number", Text, primary_key=True, nullable=False),
    _text("visit"),
    _text("day"),
    _number("fen"),
    _text("red_number"),
    _bytes("document"),
    Index("invoices_visit", "visit"),
    Index("invoices_day", "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("act", Text, primary_key=True, nullable=False),
    _number("opened_at"),
    _number("closed_at", null=True),
    _bytes("document"),
    Index("follow_ups_open", "closed_at", "opened_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

statements = Table(
    "statements",
    metadata,
    Column("day", Text, primary_key=True, nullable=False),
    _number("compared_at"),
    _bytes("document"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("act", Text, primary_key=True, nullable=False),
    _number("decided_at"),
    _bytes("document"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    _number("at"),
    _text("operator"),
    _text("act"),
    _text("subject"),
    _text("facts"),
    _bytes("previous"),
    _bytes("hash"),
    sqlite_strict=True,
)

plans = Table(
    "plans",
    metadata,
    Column("code", Text, primary_key=True, nullable=False),
    _bytes("document"),
    sqlite_strict=True,
)

operators = Table(
    "operators",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    _text("name"),
    _text("pin_hash"),
    _number("active"),
    Column("manager", Integer, nullable=False, server_default="0"),
    sqlite_strict=True,
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("id", Integer, primary_key=True),
    _bytes("document"),
    CheckConstraint("id = 1", "enrolment_one_row"),
    sqlite_strict=True,
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    _number("last_attempt", null=True),
    _number("last_upload", null=True),
    _number("last_download", null=True),
    _number("server_time", null=True),
    _text("cursor"),
    CheckConstraint("id = 1", "marks_one_row"),
    sqlite_strict=True,
)

card_keys = Table(
    "card_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("document"),
    CheckConstraint("id = 1", "card_keys_one_row"),
    sqlite_strict=True,
)

revoked = Table(
    "revoked",
    metadata,
    Column("serial", Text, primary_key=True, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

upgrades = Table(
    "upgrades",
    metadata,
    Column("revision", Text, primary_key=True, nullable=False),
    _number("at"),
    sqlite_strict=True,
)

GUARDS = {
    "queue_kept": "BEFORE DELETE ON queue BEGIN SELECT RAISE(ABORT, 'acts are kept'); END",
    "queue_frozen": "BEFORE UPDATE OF seq, id, kind, chain, visit, created_at, digest, amount_fen,"
    " posted, lock ON queue BEGIN SELECT RAISE(ABORT, 'acts are frozen'); END",
    "queue_final": "BEFORE UPDATE OF state, settled_at, receipt ON queue WHEN OLD.settled_at IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a final answer stays'); END",
    "payloads_kept": "BEFORE DELETE ON payloads BEGIN SELECT RAISE(ABORT, 'acts are kept'); END",
    "payloads_frozen": "BEFORE UPDATE ON payloads BEGIN SELECT RAISE(ABORT, 'acts are frozen'); END",
    "audit_kept": "BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are kept'); END",
    "audit_frozen": "BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are frozen'); END",
    "tariff_kept": "BEFORE DELETE ON tariff BEGIN SELECT RAISE(ABORT, 'editions are kept'); END",
    "tariff_frozen": "BEFORE UPDATE ON tariff BEGIN SELECT RAISE(ABORT, 'editions are frozen'); END",
    **{
        f"{table.name}_kept": f"BEFORE DELETE ON {table.name}"
        " BEGIN SELECT RAISE(ABORT, 'records are kept'); END"
        for table in (visits, attachments, prints, receipts, invoices, follow_ups)
    },
}
"""Triggers by name: what no statement of this or any other program may do to the file."""
