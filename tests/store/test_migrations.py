"""Migrations: they build exactly the tables of the code, at once or not at all, and only forwards."""

import json
import re
import zlib
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from alembic import command
from alembic.command import upgrade as upgrade_to
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.store import migration
from clinic_terminal.store.migrations import versions
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.store.tables import APPLICATION_ID, GUARDS, VERSION_TABLE, metadata
from clinic_terminal.store.values import VISIT, micros
from tests.build import NOW
from tests.store.parts import KEY, StillClock, act, behind, queued, signed

SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def schema(connection: Connection) -> dict[tuple[str, str], str]:
    return {
        (kind, name): re.sub(r"\s+", " ", sql).replace("( ", "(").replace("queue.", "").strip()
        for kind, name, sql in connection.execute(SCHEMA)
        if name != VERSION_TABLE
    }


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migration.SCRIPTS))
    return ScriptDirectory.from_config(config)


@pytest.mark.usefixtures("store")
def test_the_migrations_build_what_the_code_describes(path: Path) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as plain:
        metadata.create_all(plain)
        for name, rule in GUARDS.items():
            plain.exec_driver_sql(f"CREATE TRIGGER {name} {rule}")
        described = schema(plain.connection.driver_connection)  # type: ignore[arg-type]  # sqlite3's, same shape
    engine.dispose()
    with behind(path) as connection:
        assert schema(connection) == described


def test_the_code_names_all_revisions_in_order() -> None:
    walked = [script.revision for script in scripts().walk_revisions()]
    assert tuple(reversed(walked)) == migration.REVISIONS


def test_a_file_is_never_downgraded() -> None:
    for script in scripts().walk_revisions():
        name = Path(script.path).stem
        assert not hasattr(import_module(f"{versions.__name__}.{name}"), "downgrade")


@pytest.mark.usefixtures("store")
def test_an_upgrade_is_dated_and_marks_the_file_as_ours(path: Path) -> None:
    with behind(path) as connection:
        assert connection.execute("SELECT revision, at FROM upgrades").fetchall() == [
            (revision, micros(NOW)) for revision in migration.REVISIONS
        ]
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_migration_that_fails_leaves_nothing_and_can_be_repeated(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "scripts"
    (broken / "versions").mkdir(parents=True)
    (broken / "env.py").write_text((migration.SCRIPTS / "env.py").read_text())
    first = (migration.SCRIPTS / "versions" / "v0001_first.py").read_text()
    (broken / "versions" / "v0001_first.py").write_text(first + '    op.execute("SELECT nothing")\n')
    with monkeypatch.context() as patched:
        patched.setattr(migration, "SCRIPTS", broken)
        with pytest.raises(StoreUnopenableError):
            open_store(path, KEY, StillClock())
    with behind(path) as connection:
        assert schema(connection) == {}
    open_store(path, KEY, StillClock()).close()


def test_opening_an_up_to_date_file_does_not_touch_its_schema(store: SqlStore, path: Path) -> None:
    queued(store, act(1))
    later = StillClock(NOW.replace(year=2027))
    open_store(path, KEY, later).close()
    with behind(path) as connection:
        assert connection.execute("SELECT at FROM upgrades").fetchall() == [(micros(NOW),)] * len(
            migration.REVISIONS
        )


def test_a_visit_of_the_first_schema_keeps_its_document_and_is_decided_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = json.loads(zlib.decompress(VISIT.dump(signed())))
    old["document"] = old.pop("identity")["document"]
    for name in ("data_consent", "phone", "repeats_confirmed"):
        del old[name]
    old["decision"] = {"verdict": "HOLD", "reason": "FIRST_VISIT_UNBOOKED", "checks": []}
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, _head: upgrade_to(config, "0001"))
        open_store(path, KEY, StillClock()).close()
    with behind(path) as connection:
        values = ("visit-1", "2026-05-21", "DONE", "A/POL-1", 1, 0, zlib.compress(json.dumps(old).encode()))
        connection.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        connection.commit()
    with closing(open_store(path, KEY, StillClock())) as store, store.read() as work:
        visit = work.visits.get("visit-1")
    assert (visit.document, visit.decision) == (IdDocument.HUKOU, None)
    assert visit.lines == signed().lines
