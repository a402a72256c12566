"""Commands that are named to people are those that work on their computer."""

import shutil
import sys
from pathlib import Path

import pytest

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui import command_line, guide_text
from clinic_terminal.ui.messages import failure_notice, problem_notice

ZH = translator("zh_CN")


def installed(monkeypatch: pytest.MonkeyPatch, platform: str, program: Path | str) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", str(program))


def next_step() -> str:
    return failure_notice(StoreUnopenableError("KEY_UNAVAILABLE"), ZH).next_step


def test_out_of_its_sources_it_is_called_by_its_name() -> None:
    assert command_line.program_name() == "clinic-terminal"


def test_on_windows_the_program_that_can_ask_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "win32", "/Program Files/Clinic Terminal/clinic-terminal.exe")
    told = next_step()
    assert '"/Program Files/Clinic Terminal/clinic-terminal-console.exe" recovery-key --take' in told
    assert "在命令提示符里运行" in told
    installed(monkeypatch, "win32", "/Programs/clinic-terminal.exe")
    assert command_line.program_name() == "/Programs/clinic-terminal-console.exe"


def test_on_macos_the_program_within_the_bundle_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    place = "/Applications/Clinic Terminal.app/Contents/MacOS/clinic-terminal"
    installed(monkeypatch, "darwin", place)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert f"在终端里运行 '{place}' recovery-key --take" in next_step()


def test_a_package_that_is_on_the_path_keeps_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, link, other = tmp_path / "clinic-terminal", tmp_path / "link", tmp_path / "other"
    program.touch()
    other.touch()
    link.symlink_to(program)
    installed(monkeypatch, "linux", program)
    monkeypatch.setattr(shutil, "which", lambda _name: str(link))
    assert command_line.program_name() == "clinic-terminal"
    monkeypatch.setattr(shutil, "which", lambda _name: str(other))
    assert command_line.program_name() == str(program)


@pytest.mark.parametrize("language", Language)
def test_the_programs_own_guide_names_it_so_too(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    assert "clinic-terminal doctor" in guide_text.panel_html(language)
    monkeypatch.setattr(guide_text, "program_name", lambda: "/opt/a & b/clinic-terminal")
    html = guide_text.panel_html.__wrapped__(language)
    assert "/opt/a &amp; b/clinic-terminal doctor" in html
    assert ">clinic-terminal " not in html


def test_a_bare_code_is_told_without_open_places() -> None:
    view = problem_notice("STORE_UNOPENABLE.KEY_UNAVAILABLE", ZH)
    assert "clinic-terminal recovery-key --take" in view.next_step
    assert "{" not in view.next_step
