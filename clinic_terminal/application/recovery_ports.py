"""The database's key on paper, as the verbs and the screens see it."""

from typing import Protocol


class RecoveryKey(Protocol):
    """The key that opens this terminal's backups on any computer."""

    def written(self) -> str:
        """Return it as it is written down, in groups, or nothing where there is none to be shown."""
        ...

    def is_it(self, typed: str) -> bool:
        """Say whether what was typed is this terminal's key."""
        ...


class NoRecoveryKey:
    """Stands at the port where there is no database file."""

    def written(self) -> str:
        """Return nothing."""
        return ""

    def is_it(self, typed: str) -> bool:  # noqa: ARG002  nothing is the key
        """Refuse everything."""
        return False
