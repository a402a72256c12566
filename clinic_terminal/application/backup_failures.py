"""What can go wrong with backups, restoring, and a second start of the program."""

from clinic_terminal.application.failures import ApplicationError


class BackupFailedError(ApplicationError):
    """No backup was made, or it is not good; ``cause``: DISK_FULL, NOT_GOOD, or one of StoreFailedError."""

    code = "BACKUP_FAILED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The backup was not made: {cause}. The clinic's data are untouched.")
        self.cause = cause


class RestoreRefusedError(ApplicationError):
    """A file cannot be restored; nothing was changed.

    ``cause``: NO_FILE, WRONG_KEY, NOT_OURS, NEWER, DAMAGED, DISK_FULL, or what the disk refused.
    """

    code = "RESTORE_REFUSED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The file cannot be restored: {cause}. Nothing was changed.")
        self.cause = cause


class RestoreUnfinishedError(ApplicationError):
    """Restoring could neither be finished nor be undone; nothing is lost, and the next start takes it up.

    Where the present file lies without its log, it is not opened before. ``cause``: what the disk refused.
    """

    code = "RESTORE_UNFINISHED"

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"Restoring is not finished: {cause}. Nothing is lost; start the program to go on with it."
        )
        self.cause = cause


class NothingReadableError(ApplicationError):
    """Not one row of the database can be read any more."""

    code = "NOTHING_READABLE"

    def __init__(self) -> None:
        super().__init__("Nothing in the database file can be read. Restore a backup.")


class AlreadyOpenError(ApplicationError):
    """The program is open on these data already, in another window of this computer."""

    code = "ALREADY_OPEN"

    def __init__(self) -> None:
        super().__init__("The program is open already. Please use its window, or close it first.")


class RecoveryKeyError(ApplicationError):
    """A written key cannot be taken; ``cause`` is MISTYPED or OTHER_DATABASE."""

    code = "RECOVERY_KEY"

    _SENTENCES = {  # noqa: RUF012  a table that nobody changes
        "MISTYPED": "The recovery key is mistyped: compare it group by group.",
        "OTHER_DATABASE": "Here is a database under another key already; move it away first.",
    }

    def __init__(self, cause: str) -> None:
        super().__init__(self._SENTENCES[cause])
        self.cause = cause
