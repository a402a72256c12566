"""The command and the joined program against a real publisher; off at first, and never out of practice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic_terminal import __version__, cli
from clinic_terminal.application.edition_ports import NoEditions, Standing
from clinic_terminal.application.editions import look_for_update, look_if_due
from clinic_terminal.bootstrap import editions
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.settings import HOME_VARIABLE, Paths, Settings, resource, save_settings
from tests.updates.publisher import Publisher, given_out

# The doctor makes an application without windows where there is none; after it no window could be opened.
pytestmark = pytest.mark.usefixtures("qapp")

NEXT = "9.0.0"


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return Paths(tmp_path / "home").prepare()


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """Return a publisher whose root ships with the program."""
    found = Publisher(tmp_path / "publisher")
    monkeypatch.setattr(editions, "publishers_root", lambda: found.root)
    return found


@pytest.fixture
def address(publisher: Publisher, paths: Paths) -> Iterator[str]:
    with given_out(publisher) as found:
        save_settings(paths.settings, Settings(update_check=True, update_address=found))
        yield found


def test_nothing_is_asked_in_a_clinic_that_did_not_wish_it(
    paths: Paths, publisher: Publisher, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["updates"]) == 0
    assert capsys.readouterr().out == "没有打开；新版本由发布方通知。\n"
    assert not (paths.data / editions.FOLDER).exists()
    assert publisher.asked == []


def test_without_a_built_in_key_nobody_is_asked(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(editions, "publishers_root", lambda: tmp_path / "none.json")
    save_settings(paths.settings, Settings(update_check=True, update_address="http://127.0.0.1:9"))
    assert cli.main(["updates"]) == 0
    assert "没有发布方的公钥" in capsys.readouterr().out


def test_the_root_is_looked_for_among_what_ships() -> None:
    assert editions.publishers_root() == resource("updates", "root.json")


def test_the_command_names_a_later_edition_with_the_digests_of_its_packages(
    publisher: Publisher, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert address
    publisher.tell(NEXT)
    assert cli.main(["updates"]) == 0
    said = capsys.readouterr().out
    assert NEXT in said
    assert __version__ in said
    assert f"{'ab' * 32}  clinic-terminal_0.2.0_amd64.deb" in said
    assert cli.main(["updates", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["standing"], told["later"]["version"]) == ("NEWER", NEXT)
    assert told["later"]["packages"][0]["size"] == 104_857_600


def test_the_command_fails_where_nothing_can_be_believed(
    publisher: Publisher, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert address
    publisher.metadata("timestamp.json").write_bytes(b"{}")
    assert cli.main(["updates", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["cause"] == "GARBAGE"


def test_the_joined_program_asks_once_a_day_and_remembers_over_a_restart(
    paths: Paths, publisher: Publisher, address: str
) -> None:
    assert address
    publisher.tell(NEXT)
    for _start in range(2):
        program = open_program(paths)
        try:
            assert look_if_due(program.terminal).standing is Standing.NEWER
        finally:
            program.close()
    assert sum(path == "/metadata/timestamp.json" for path in publisher.asked) == 1


def test_practice_asks_nobody(paths: Paths, publisher: Publisher, address: str) -> None:
    assert address
    program = open_program(paths, practice=True)
    try:
        assert isinstance(program.terminal.editions, NoEditions)
        assert look_for_update(program.terminal).standing is Standing.OFF
    finally:
        program.close()
    assert publisher.asked == []


def test_the_doctor_has_a_line_for_it(
    paths: Paths, publisher: Publisher, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert address
    publisher.tell(NEXT)
    open_program(paths).close()
    cli.main(["doctor", "--json"])
    lines = {line["code"]: line for line in json.loads(capsys.readouterr().out)["lines"]}
    assert lines["EDITION"]["finding"] == "NEWER"
    assert lines["EDITION"]["facts"]["version"] == NEXT
