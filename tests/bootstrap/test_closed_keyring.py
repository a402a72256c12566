"""A keyring that is only closed, slow or silent: no code is spent on it, no seal renewed, no key lost."""

import base64
import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_terminal import cli
from clinic_terminal.application.backup_failures import RecoveryKeyError
from clinic_terminal.application.failures import PaperFailedError, StoreUnopenableError
from clinic_terminal.application.papers import print_bill
from clinic_terminal.bootstrap import identity
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.keeping import Console, take_key
from clinic_terminal.bootstrap.papers import certificate_of, papers_of
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.recovery_key import PaperKey, adopt_key, recovery_key
from clinic_terminal.bootstrap.wire import SERVICE, ask_for_place, enrol_terminal, keep_place, vault_of
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.settings import Paths
from clinic_terminal.store import keyrings
from clinic_terminal.store.key import KeySource, SecretVault
from tests.bootstrap.test_lost_keyring import (
    CODE,
    NEW_CODE,
    THIRD_CODE,
    bill,
    paths,
    server,
    session,
    unsent,
    waiting,
)
from tests.practice import PracticeServer
from tests.store.test_key import MemoryKeyring

__all__ = ["paths", "server", "session", "waiting"]

CLOSED_OR_SILENT = pytest.mark.parametrize("way", ["CLOSED", "SILENT"])


def database_key_in_its_file(paths: Paths) -> None:
    """Have the database's key where it is without a keyring at the first start."""
    whole = bytes.fromhex(recovery_key(paths).replace(" ", ""))
    paths.key_file.write_bytes(b"file\n" + whole[:32])


@pytest.fixture
def shut(session: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[], None]]:
    """Return what makes the keyring give nothing and returns what makes it give everything again."""

    def close(way: str) -> Callable[[], None]:
        with_time = keyrings.ANSWER_S
        if way == "SILENT":
            session.silence = threading.Event()
            monkeypatch.setattr(keyrings, "ANSWER_S", 0.01)
        else:
            session.is_open = False

        def reopen() -> None:
            if session.silence is not None:
                session.silence.set()
            session.silence, session.is_open = None, True
            monkeypatch.setattr(keyrings, "ANSWER_S", with_time)

        return reopen

    return close


def key_is_waited_for(paths: Paths, server: PracticeServer, code: str, *, again: bool = False) -> bool:
    with pytest.raises(StoreUnopenableError) as caught:
        ask_for_place(paths, server.url, code, SystemClock(), again=again)
    return caught.value.cause == "KEY_UNAVAILABLE"


def asking_threads() -> int:
    return sum(each.name == "keyring" for each in threading.enumerate())


def test_a_silent_keyring_costs_the_waiting_queue_one_thread_at_most(
    session: MemoryKeyring, paths: Paths, waiting: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = recovery_key(paths)
    session.is_open = False
    adopt_key(paths, written)
    program = open_program(paths)
    monkeypatch.setattr(keyrings, "ANSWER_S", 0.01)
    session.silence = threading.Event()
    with program.store.read() as uow:
        act = next(row.act for row in uow.queue.rows())
    try:
        assert {program.terminal.central.put_act(act).code for _ in range(20)} == {"KEY_UNAVAILABLE"}
        assert asking_threads() <= 1
    finally:
        session.silence.set()
    assert unsent(program) == waiting
    program.close()


@CLOSED_OR_SILENT
def test_a_first_code_is_not_spent_on_another_key(
    server: PracticeServer, paths: Paths, shut: Callable[[str], Callable[[], None]], way: str
) -> None:
    place = ask_for_place(paths, server.url, CODE, SystemClock())
    reopen = shut(way)
    try:
        assert key_is_waited_for(paths, server, CODE)
    finally:
        reopen()
    assert ask_for_place(paths, server.url, CODE, SystemClock()) == place


@CLOSED_OR_SILENT
@pytest.mark.usefixtures("waiting")
def test_another_code_is_not_spent_on_another_key(
    server: PracticeServer, paths: Paths, shut: Callable[[str], Callable[[], None]], way: str
) -> None:
    database_key_in_its_file(paths)
    place = ask_for_place(paths, server.url, NEW_CODE, SystemClock(), again=True)
    reopen = shut(way)
    try:
        assert key_is_waited_for(paths, server, NEW_CODE, again=True)
    finally:
        reopen()
    assert ask_for_place(paths, server.url, NEW_CODE, SystemClock(), again=True) == place


@pytest.mark.usefixtures("waiting")
def test_a_keyring_that_is_given_up_stands_in_the_way_of_no_code(
    session: MemoryKeyring, server: PracticeServer, paths: Paths
) -> None:
    database_key_in_its_file(paths)
    ask_for_place(paths, server.url, NEW_CODE, SystemClock(), again=True)
    written, kept = recovery_key(paths), dict(session.kept)
    session.is_open = False
    assert key_is_waited_for(paths, server, THIRD_CODE, again=True)
    assert take_key(paths, Console(io.StringIO(), secret=lambda _: written)) == 0
    place = enrol_terminal(paths, server.url, THIRD_CODE, SystemClock(), again=True)
    program = open_program(paths)
    program.fetch_changes()
    bill(program, server, "FIRST_VISIT_BOOKED")
    program.close()
    session.is_open = True
    assert identity.key_of(vault_of(paths), place.terminal) is not None
    assert session.kept == kept


def test_a_keyring_that_gives_the_other_keys_is_not_given_up(
    server: PracticeServer, paths: Paths, session: MemoryKeyring
) -> None:
    """Somebody only tries whether the key on paper is the right one."""
    database_key_in_its_file(paths)
    ask_for_place(paths, server.url, CODE, SystemClock())
    said = io.StringIO()
    assert take_key(paths, Console(said, secret=lambda _: recovery_key(paths))) == 0
    assert "given up" not in said.getvalue()
    session.is_open = False
    assert key_is_waited_for(paths, server, CODE)
    assert take_key(paths, Console(said, secret=lambda _: recovery_key(paths))) == 0
    assert "given up" in said.getvalue()


@pytest.mark.usefixtures("waiting")
def test_a_keyring_that_opens_while_a_place_is_kept_loses_no_key(
    session: MemoryKeyring, server: PracticeServer, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    database_key_in_its_file(paths)
    vault = vault_of(paths)
    first, settle = vault.get(identity.IDENTITY), identity.settle_asking_key
    session.is_open = False
    place = ask_for_place(paths, server.url, NEW_CODE, SystemClock(), again=True)

    def open_and_settle(vault: SecretVault, terminal: str) -> None:
        session.is_open = True
        settle(vault, terminal)

    monkeypatch.setattr("clinic_terminal.bootstrap.wire.settle_asking_key", open_and_settle)
    keep_place(paths, place, SystemClock())
    assert vault.get(identity.IDENTITY) != first
    assert first in [vault.reach(name) for name in vault.names(identity.IDENTITY)]


def certificate_on_paper(
    paths: Paths, vault: SecretVault, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], bytes]:
    """Return what makes a paper and tells the certificate of its seal."""
    certificates: list[bytes] = []

    class Room:
        def __init__(self, _folder: Path, seal: TerminalSeal, *_: object, **__: object) -> None:
            self._seal = seal

        def draw(self, _order: object) -> Path:
            certificates.append(self._seal.certificate)
            return Path()

    monkeypatch.setattr("clinic_terminal.printing.papers.BillPapers", Room)
    papers = papers_of(paths, None, vault, SystemClock(), practice=False)

    def draw() -> bytes:
        papers.draw(None)  # type: ignore[arg-type]  # what is on the paper does not matter
        return certificates[-1]

    return draw


@CLOSED_OR_SILENT
def test_a_keyring_that_is_closed_for_a_while_renews_no_seal(
    paths: Paths, shut: Callable[[str], Callable[[], None]], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = vault_of(paths)
    draw = certificate_on_paper(paths, vault, monkeypatch)
    first = draw()
    next_start = certificate_on_paper(paths, vault, monkeypatch)
    reopen = shut(way)
    try:
        assert draw() == first
        with pytest.raises(PaperFailedError):
            next_start()
    finally:
        reopen()
    assert next_start() == first
    assert certificate_of(vault) == first


def test_two_papers_at_once_make_one_seal(
    session: MemoryKeyring, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = certificate_on_paper(paths, vault_of(paths), monkeypatch)
    create = TerminalSeal.create
    others: list[threading.Thread] = []
    made: list[tuple[bytes, bytes]] = []
    found: list[bytes] = []

    def meet(*facts: object) -> tuple[bytes, bytes]:
        if not others:
            others.append(threading.Thread(target=lambda: found.append(draw())))
            others[0].start()
            others[0].join(0.3)  # without a lock the other one is through by then
        made.append(create(*facts))  # type: ignore[arg-type]  # as it came
        return made[-1]

    monkeypatch.setattr(TerminalSeal, "create", staticmethod(meet))
    found.append(draw())
    others[0].join()
    assert len(made) == 1
    assert set(found) == {made[0][1]}
    assert session.is_open


@pytest.mark.usefixtures("waiting")
def test_a_bill_under_an_earlier_seal_is_still_known_as_this_terminals_own(
    session: MemoryKeyring, server: PracticeServer, paths: Paths
) -> None:
    written = recovery_key(paths)
    session.is_open = False
    adopt_key(paths, written)
    (earlier,) = paths.bills.rglob("*.pdf")
    program = open_program(paths)
    bill(program, server, "FIRST_VISIT_BOOKED")
    program.close()
    (later,) = set(paths.bills.rglob("*.pdf")) - {earlier}
    assert cli.main(["verify-bill", str(later)]) == 0
    assert cli.main(["verify-bill", str(earlier)]) == 1
    session.is_open = True
    assert cli.main(["verify-bill", str(later)]) == 0
    assert cli.main(["verify-bill", str(earlier)]) == 0


@pytest.mark.usefixtures("waiting")
def test_a_bill_is_finished_without_its_paper_which_comes_when_the_keyring_opens(
    session: MemoryKeyring, server: PracticeServer, paths: Paths
) -> None:
    database_key_in_its_file(paths)
    session.is_open = False
    earlier = set(paths.bills.rglob("*.pdf"))
    program = open_program(paths)
    visit = bill(program, server, "FIRST_VISIT_BOOKED")
    assert print_bill(program.terminal, visit).paper_problem == "KEY_UNAVAILABLE"
    session.is_open = True
    sealed = print_bill(program.terminal, visit)
    program.close()
    assert set(paths.bills.rglob("*.pdf")) - earlier == {sealed.paper}
    assert cli.main(["verify-bill", str(sealed.paper)]) == 0


@pytest.mark.usefixtures("waiting")
def test_without_its_certificate_a_bill_is_not_called_a_strangers(
    session: MemoryKeyring, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    (sealed,) = paths.bills.rglob("*.pdf")
    session.is_open = False
    assert cli.main(["verify-bill", str(sealed)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "KEY_UNAVAILABLE" in said.err


def test_a_written_key_that_is_kept_already_is_tried_on_the_database_all_the_same(paths: Paths) -> None:
    open_program(paths).close()
    other = PaperKey(bytes(32)).written()
    paths.key_file.write_bytes(b"file\n" + bytes(32))
    said = io.StringIO()
    with pytest.raises(RecoveryKeyError) as caught:
        take_key(paths, Console(said, secret=lambda _: other))
    assert (caught.value.cause, said.getvalue()) == ("OTHER_DATABASE", "")


def test_a_database_that_cannot_be_read_is_said_to_be_so(paths: Paths) -> None:
    paths.prepare()
    paths.database.mkdir()
    with pytest.raises(StoreUnopenableError) as caught:
        adopt_key(paths, PaperKey(bytes(32)).written())
    assert caught.value.cause == "IO_ERROR"


def test_what_a_closed_keyring_keeps_outlasts_every_later_secret_and_is_led_to(
    session: MemoryKeyring, tmp_path: Path
) -> None:
    vault = SecretVault(SERVICE, tmp_path)
    vault.put("name", b"first")
    session.is_open = False
    assert vault.put_over("name", b"second") is KeySource.FILE
    session.is_open = True
    assert vault.put("name", b"third") is KeySource.FILE
    assert vault.put_over("name", b"fourth") is KeySource.FILE
    assert session.kept[SERVICE, "name"] == base64.b64encode(b"first").decode()
    assert {each: vault.get(each) for each in vault.names("name")} == {
        "name": b"fourth",
        "name.before-2": b"third",
        "name.before-1": b"first",
    }
