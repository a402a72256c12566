"""Bringing a file to this program's schema: all steps in one transaction, or none of them."""

from pathlib import Path

from sqlalchemy import StaticPool, create_engine, exc
from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.application.ports import Clock
from clinic_terminal.store.causes import Cause, cause_of
from clinic_terminal.store.values import micros

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""All revisions, oldest first. Named here so that an up-to-date file opens without loading alembic."""

SCRIPTS = Path(__file__).parent / "migrations"
"""Lies inside the package, in a checkout, a wheel and a frozen program alike."""


def is_current(version: str | None) -> bool:
    """Tell whether nothing is to be done; raises StoreUnopenableError (NEWER) for an unknown version."""
    if version is not None and version not in REVISIONS:
        raise StoreUnopenableError(Cause.NEWER)
    return version == REVISIONS[-1]


def upgrade(connection: Connection, clock: Clock) -> None:
    """Run what is missing on ``connection``, which stays open; a file is never downgraded.

    Raises StoreUnopenableError with the old schema untouched.
    """
    from alembic import command
    from alembic.config import Config

    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["at"] = micros(clock.now())
    with engine.connect() as bound:
        config.attributes["connection"] = bound
        try:
            # Another process may be at it too: the version is read again behind this lock.
            bound.exec_driver_sql("BEGIN IMMEDIATE")
            command.upgrade(config, "head")
            bound.commit()
        except (Error, exc.DBAPIError) as failure:
            bound.rollback()
            raise StoreUnopenableError(_cause(failure)) from None
        except BaseException:
            bound.rollback()
            raise


def _cause(failure: Exception) -> Cause:
    origin = failure.orig if isinstance(failure, exc.DBAPIError) else failure
    return cause_of(origin) if isinstance(origin, Error) else Cause.INTERNAL
