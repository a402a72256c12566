"""The terminal's durable memory: SQLAlchemy Core on an encrypted SQLite file."""

from clinic_terminal.store.causes import Cause
from clinic_terminal.store.key import KeySource, SecretVault, database_key
from clinic_terminal.store.store import SqlStore, SqlWork, open_store

__all__ = ["Cause", "KeySource", "SecretVault", "SqlStore", "SqlWork", "database_key", "open_store"]
