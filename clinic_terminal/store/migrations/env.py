"""What alembic runs: the steps that the open connection lacks, within its caller's transaction."""

from alembic import context
from alembic.runtime.migration import MigrationInfo
from sqlalchemy import Connection, insert

from clinic_terminal.store.tables import VERSION_TABLE, metadata, upgrades

_config = context.config
_connection: Connection = _config.attributes["connection"]


def _note(*, step: MigrationInfo, **_others: object) -> None:
    row = {"revision": step.up_revision_id, "at": _config.attributes["at"]}
    _connection.execute(insert(upgrades), row)


context.configure(
    connection=_connection,
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,
    on_version_apply=_note,  # type: ignore[arg-type]  # called by keyword, as its documentation says
)
with context.begin_transaction():
    context.run_migrations()
