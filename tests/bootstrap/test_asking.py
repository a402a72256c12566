"""A command that asks where nobody can answer ends with a sentence, at once."""

import getpass as standard
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_terminal import cli
from clinic_terminal.bootstrap import asking
from clinic_terminal.bootstrap.asking import NoConsoleError


@pytest.mark.parametrize("arguments", [("recovery-key", "--take"), ("restore", "no-such-file.db")])
def test_without_anybody_to_answer_it_says_so_and_exits_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clinic_terminal", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(cli.__file__).parent.parent), "CLINIC_TERMINAL_HOME": str(tmp_path)},
        start_new_session=True,
        timeout=120,
    )
    assert done.returncode == 2
    sentence = done.stderr.decode().splitlines()[-1].partition("clinic-terminal: ")[2]
    assert "no console" in sentence


@pytest.mark.parametrize("question", [asking.ask, asking.getpass])
def test_a_program_of_windows_alone_has_nothing_to_read(
    monkeypatch: pytest.MonkeyPatch, question: Callable[[str], str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(NoConsoleError):
        question("PIN: ")


def test_where_reading_keys_would_never_end_it_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_prompt: str) -> str:
        raise AssertionError

    monkeypatch.setattr(standard, "getpass", never)
    monkeypatch.setattr(asking, "_IS_WINDOWS", True)
    with pytest.raises(NoConsoleError):
        asking.getpass("PIN: ")


def test_with_a_console_the_answer_comes_through(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.touch()
    monkeypatch.setattr(asking, "_KEYS", str(keys))
    monkeypatch.setattr(asking, "_IS_WINDOWS", True)
    monkeypatch.setattr(standard, "getpass", lambda prompt: f"{prompt}2468")
    assert asking.getpass("PIN: ") == "PIN: 2468"
    monkeypatch.setattr("builtins.input", lambda _prompt: "restore")
    assert asking.ask("Go on? ") == "restore"
