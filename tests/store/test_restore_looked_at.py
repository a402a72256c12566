"""A restoring that stopped half way, when something else looks at the file before it is gone on with."""

import shutil
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.backup_failures import (
    BackupFailedError,
    RestoreRefusedError,
    RestoreUnfinishedError,
)
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store import restore, restore_note
from clinic_terminal.store.backup import FileBackups
from clinic_terminal.store.carry_over import Carried, carry_over
from clinic_terminal.store.connections import version_of
from clinic_terminal.store.look import NEWEST_SCHEMA, schema_of
from clinic_terminal.store.restore_swap import Swap
from clinic_terminal.store.salvage import SalvageReader
from clinic_terminal.store.store import open_store
from tests.store.parts import KEY, StillClock
from tests.store.test_restore_interrupted import ACTS, House, half_done, house

__all__ = ["house"]


def looked_at(tried: House) -> None:
    """Look as one does that knows nothing of restoring: SQLite makes an empty log where there is none."""
    version_of(tried.path, KEY)
    assert log_of(tried).read_bytes() == b""


def log_of(tried: House) -> Path:
    return tried.path.with_name(f"{tried.path.name}-wal")


def test_a_look_in_between_makes_no_act_vanish(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    half_done(house, monkeypatch)
    looked_at(house)
    outcome = house.restorer.go_on()
    assert outcome is not None
    assert outcome.carried_acts == 5
    assert house.acts() == ACTS


def test_nor_where_the_backup_and_the_new_file_are_gone_as_well(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house.files()
    half_done(house, monkeypatch)
    looked_at(house)
    house.path.with_name(f".restoring-{house.path.name}").unlink()
    house.backup.unlink()
    with pytest.raises(RestoreRefusedError):
        house.restorer.go_on()
    assert house.files() == before
    assert house.acts() == ACTS


def test_nor_where_another_backup_is_restored_then(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    half_done(house, monkeypatch)
    looked_at(house)
    assert house.restorer.restore(house.backup).carried_acts == 5
    assert house.acts() == ACTS


def test_a_log_with_something_in_it_is_never_replaced(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may hold what was done since, where the disk forgot that the note was taken away."""
    half_done(house, monkeypatch)
    note = restore_note.read(house.path)
    assert note is not None
    log_of(house).write_bytes(b"what was done since")
    Swap(house.path).put_log_back(note.replaced)
    assert log_of(house).read_bytes() == b"what was done since"


def test_who_only_looks_is_told_of_the_restoring_and_touches_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert schema_of(house.path, KEY) == NEWEST_SCHEMA
    half_done(house, monkeypatch)
    before = sorted(house.path.parent.iterdir())
    with pytest.raises(StoreUnopenableError) as caught:
        schema_of(house.path, KEY)
    assert caught.value.cause == "RESTORING"
    with pytest.raises(BackupFailedError) as refused:
        FileBackups(house.path, house.folder / "backups", KEY, StillClock()).check_now()
    assert refused.value.cause == "RESTORING"
    assert sorted(house.path.parent.iterdir()) == before


def test_what_another_program_writes_meanwhile_is_not_replaced_with_the_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The doctor opened the file while it was being copied, and its going copied the log home."""

    def meanwhile(old: SalvageReader, new: Connection) -> Carried:
        open_store(house.path, KEY, StillClock()).close()
        return carry_over(old, new)

    with monkeypatch.context() as until:
        until.setattr(restore, "carry_over", meanwhile)
        with pytest.raises(RestoreUnfinishedError) as caught:
            house.restorer.restore(house.backup)
    assert caught.value.cause == "BUSY"
    assert house.acts() == ACTS
    outcome = house.restorer.go_on()
    assert outcome is not None
    assert outcome.carried_acts == 5
    assert house.acts() == ACTS


def test_nothing_is_made_beside_a_backup_whose_stick_may_be_write_protected(
    house: House,
) -> None:
    stick = house.folder / "stick"
    stick.mkdir()
    on_stick = Path(shutil.copy(house.backup, stick / "clinic.db"))
    stick.chmod(0o555)
    try:
        FileBackups(house.path, house.folder / "backups", KEY, StillClock()).ask_restore(on_stick)
        house.restorer.go_on()
        assert [path.name for path in stick.iterdir()] == ["clinic.db"]
    finally:
        stick.chmod(0o755)
    assert house.acts() == ACTS
