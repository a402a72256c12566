"""Secrets: in the keyring where there is one, else in files of this user; never lost, never hanging."""

import base64
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.store import keyrings, secret_files
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.key import KeySource, SecretNameError, SecretVault, database_key

SERVICE = "clinic-terminal-test"


class MemoryKeyring(KeyringBackend):
    """A keyring that works, until it is told not to."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's has no annotations
        self.kept: dict[tuple[str, str], str] = {}
        self.is_open = True
        self.silence: threading.Event | None = None
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.silence is not None:
            self.silence.wait()
        if not self.is_open:
            raise KeyringError
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.is_open:
            raise KeyringError
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """Return the keyring of a desktop session."""
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    monkeypatch.delenv(keyrings.SWITCH, raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keyrings.SWITCH, "off")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "secrets" / "database-key"


def unavailable(file: Path) -> bool:
    with pytest.raises(StoreUnopenableError) as caught:
        database_key(SERVICE, file)
    return caught.value.cause == Cause.KEY_UNAVAILABLE


@pytest.mark.usefixtures("headless")
def test_without_a_keyring_the_key_is_a_file_of_this_user(file: Path) -> None:
    key, source = database_key(SERVICE, file)
    assert (len(key), source) == (32, KeySource.FILE)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert database_key(SERVICE, file) == (key, source)


@pytest.mark.usefixtures("headless")
def test_each_terminal_has_its_own_key(tmp_path: Path) -> None:
    assert database_key(SERVICE, tmp_path / "one")[0] != database_key(SERVICE, tmp_path / "two")[0]


def test_with_a_keyring_the_file_holds_no_key(session: MemoryKeyring, file: Path) -> None:
    key, source = database_key(SERVICE, file)
    assert source is KeySource.KEYRING
    assert file.read_bytes() == b"keyring\n"
    assert session.kept == {(SERVICE, file.name): base64.b64encode(key).decode()}
    assert database_key(SERVICE, file) == (key, source)


def test_a_keyring_that_is_closed_today_is_no_reason_for_a_second_key(
    session: MemoryKeyring, file: Path
) -> None:
    key, _ = database_key(SERVICE, file)
    session.is_open = False
    assert unavailable(file)
    session.is_open = True
    assert database_key(SERVICE, file)[0] == key


def test_a_keyring_that_is_switched_off_is_no_reason_either(
    session: MemoryKeyring, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = database_key(SERVICE, file)
    monkeypatch.setenv(keyrings.SWITCH, "off")
    assert unavailable(file)
    assert session.kept[SERVICE, file.name] == base64.b64encode(key).decode()


@pytest.mark.usefixtures("session")
def test_a_key_that_began_as_a_file_stays_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setenv(keyrings.SWITCH, "off")
        key, _ = database_key(SERVICE, file)
    assert database_key(SERVICE, file) == (key, KeySource.FILE)


def test_a_lost_note_does_not_lose_the_key(session: MemoryKeyring, file: Path) -> None:
    key, _ = database_key(SERVICE, file)
    file.unlink()
    assert database_key(SERVICE, file) == (key, KeySource.KEYRING)
    assert len(session.kept) == 1


def test_a_keyring_that_refuses_leaves_it_to_the_file(session: MemoryKeyring, file: Path) -> None:
    session.is_open = False
    assert database_key(SERVICE, file)[1] is KeySource.FILE


def test_a_keyring_that_stays_silent_counts_as_none(
    session: MemoryKeyring, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.silence = threading.Event()
    monkeypatch.setattr(keyrings, "ANSWER_S", 0.01)
    try:
        assert database_key(SERVICE, file)[1] is KeySource.FILE
    finally:
        session.silence.set()


def test_a_silent_keyring_is_asked_no_second_question_until_it_answers(
    session: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = SecretVault(SERVICE, tmp_path)
    vault.put("name", b"secret")
    with monkeypatch.context() as hurried:
        hurried.setattr(keyrings, "ANSWER_S", 0.01)
        session.silence = threading.Event()
        try:
            assert [vault.reach("name") for _ in range(20)] == [None] * 20
            assert sum(each.name == "keyring" for each in threading.enumerate()) == 1
        finally:
            session.silence.set()
    assert vault.get("name") == b"secret"


def test_a_question_that_is_never_answered_does_not_stand_in_the_way_for_ever(
    session: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A keyring that ends while it asks its user leaves such a question behind."""
    vault = SecretVault(SERVICE, tmp_path)
    vault.put("name", b"secret")
    monkeypatch.setattr(keyrings, "ANSWER_S", 0.01)
    gone = session.silence = threading.Event()
    try:
        assert vault.reach("name") is None
        session.silence = None
        assert vault.reach("name") is None, "it was asked a moment ago"
        monkeypatch.setattr(keyrings, "ANEW_S", 0.0)
        monkeypatch.setattr(keyrings, "ANSWER_S", 20.0)
        monkeypatch.setattr(keyrings, "_GRACE", 20_000)
        assert vault.reach("name") == b"secret"
    finally:
        gone.set()


def test_whether_a_secret_is_lost_is_learnt_by_one_question(session: MemoryKeyring, tmp_path: Path) -> None:
    vault = SecretVault(SERVICE, tmp_path)
    vault.put("name", b"secret")
    asked = session.asked
    assert vault.get_unless_lost("name") == b"secret"
    session.is_open = False
    with pytest.raises(StoreUnopenableError):
        vault.get_unless_lost("name")
    session.is_open = True
    session.kept.clear()
    assert vault.get_unless_lost("name") is None
    assert session.asked - asked == 3


@pytest.mark.parametrize("priority", [0.0, -1.0, 0.5])
def test_a_backend_that_keeps_nothing_safely_counts_as_none(
    session: MemoryKeyring, priority: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryKeyring, "priority", priority)
    assert keyrings.working_keyring(SERVICE) is None
    assert session.kept == {}


def test_without_a_session_the_library_is_not_even_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(keyrings.SWITCH, raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(keyrings, "_backend", lambda: pytest.fail("the keyring was asked"))
    assert keyrings.working_keyring(SERVICE) is None


def test_a_key_file_that_is_no_key_is_not_replaced(file: Path) -> None:
    file.parent.mkdir()
    for content in (b"", b"file\nshort", b"something else"):
        file.write_bytes(content)
        assert unavailable(file)
        assert file.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("a file where the folder should be")
    assert unavailable(tmp_path / "secrets" / "database-key")
    with pytest.raises(StoreUnopenableError):
        SecretVault(SERVICE, tmp_path / "secrets").put("terminal.pem", b"secret")


def test_a_folder_that_cannot_take_the_first_key_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _content: bytes) -> bytes:
        raise OSError

    monkeypatch.setattr(secret_files, "create", refuse)
    assert unavailable(file)


@pytest.mark.usefixtures("headless")
def test_the_vault_keeps_any_secret_in_a_file_of_its_own(tmp_path: Path) -> None:
    vault = SecretVault(SERVICE, tmp_path / "secrets")
    assert vault.get("terminal.pem") is None
    assert vault.source("terminal.pem") is None
    assert vault.put("terminal.pem", b"keyring\n") is KeySource.FILE
    assert vault.put("terminal.pem", b"-----\nsecond") is KeySource.FILE
    assert vault.put("other", b"") is KeySource.FILE
    assert (vault.get("terminal.pem"), vault.get("other")) == (b"-----\nsecond", b"")
    modes = {each.name: each.stat().st_mode & 0o777 for each in (tmp_path / "secrets").iterdir()}
    assert modes == {"terminal.pem": 0o600, "other": 0o600}


def test_the_vault_uses_the_keyring(session: MemoryKeyring, tmp_path: Path) -> None:
    vault = SecretVault(SERVICE, tmp_path)
    assert vault.put("terminal.pem", b"secret") is KeySource.KEYRING
    assert vault.source("terminal.pem") is KeySource.KEYRING
    assert vault.get("terminal.pem") == b"secret"
    session.kept[SERVICE, "terminal.pem"] = "not base64!"
    with pytest.raises(StoreUnopenableError):
        vault.get("terminal.pem")


@pytest.mark.parametrize("name", ["", "../key", "a/b", ".hidden"])
def test_a_name_that_is_no_file_name_is_a_mistake(tmp_path: Path, name: str) -> None:
    with pytest.raises(SecretNameError):
        SecretVault(SERVICE, tmp_path).get(name)


def test_of_two_creators_the_first_wins_and_both_agree(tmp_path: Path) -> None:
    assert secret_files.create(tmp_path / "key", b"one") == b"one"
    assert secret_files.create(tmp_path / "key", b"two") == b"one"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["key"]
