"""What Windows and macOS are told: neither runs here, so their files are held to the program."""

import ast
import ctypes
import plistlib
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from clinic_terminal import __version__
from installer.icons import LARGEST_ICO, SIZES, draw_icons, write_bundles

PARTS = Path(__file__).resolve().parents[2] / "installer"
SCRIPT = (PARTS / "windows" / "clinic-terminal.iss").read_text(encoding="utf-8")
SPEC = (PARTS / "clinic_terminal.spec").read_text(encoding="utf-8")


def section(name: str) -> list[str]:
    """Return the lines of a section of the Inno Setup script, without comments and the preprocessor's."""
    found = re.search(rf"^\[{name}\]$(.*?)(?=^\[\w+\]$|\Z)", SCRIPT, re.MULTILINE | re.DOTALL)
    return [line for line in found[1].splitlines() if line and line[0] not in ";#"] if found else []


def setup() -> dict[str, str]:
    return dict(line.split("=", 1) for line in section("Setup"))


def test_setup_upgrades_in_place_for_one_user_or_for_all() -> None:
    told = setup()
    assert told["AppId"] == "{{6B1E8F0C-6C1B-4C0B-9B0E-3B6B4C5D7A21}"
    assert told["DefaultDirName"].startswith("{autopf}")
    assert told["PrivilegesRequired"] == "lowest"
    assert told["PrivilegesRequiredOverridesAllowed"] == "dialog"
    assert (told["UsePreviousAppDir"], told["UsePreviousPrivileges"]) == ("yes", "yes")


def test_setup_looks_for_the_marks_that_an_open_program_sets() -> None:
    told = setup()
    tree = ast.parse((PARTS / "runtime" / "opened_by_icon.py").read_text(encoding="utf-8"))
    marks = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "OPEN_MARKS"
    )
    assert re.findall(r'^#define Marks "(.+)"$', SCRIPT, re.MULTILINE) == [",".join(marks)]
    assert told["AppMutex"] == "{#Marks}"
    assert "CheckForMutexes('{#Marks}')" in SCRIPT
    assert told["CloseApplications"] == "no"


def test_setup_deletes_only_what_it_brought() -> None:
    assert section("InstallDelete") == ['Type: filesandordirs; Name: "{app}\\_internal"']
    assert section("UninstallDelete") == []


def test_setup_takes_its_version_from_who_builds_and_names_the_present_one() -> None:
    assert setup()["AppVersion"] == "{#Version}"
    assert set(re.findall(r"/DVersion=([\d.]+)", SCRIPT)) == {__version__}


def test_setup_says_everything_in_both_languages() -> None:
    said = [line.split("=")[0].split(".") for line in section("CustomMessages")]
    by_language = {
        language: {name for one, name in said if one == language} for language in {one for one, _ in said}
    }
    assert by_language["zh"] == by_language["en"]
    used = set(re.findall(r"\{cm:(ProgramName|Practice)\}", SCRIPT))
    used |= set(re.findall(r"CustomMessage\('(\w+)'\)", SCRIPT))
    assert used == by_language["en"]


def test_every_part_that_freezing_names_is_there() -> None:
    ast.parse(SPEC)
    hooks = re.findall(r'"(\w+\.py)"', SPEC.split("runtime_hooks=")[1].splitlines()[0])
    assert hooks
    assert all((PARTS / "runtime" / hook).is_file() for hook in hooks)
    rights = plistlib.loads((PARTS / "macos" / "entitlements.plist").read_bytes())
    assert rights["com.apple.security.device.camera"] is True


def test_the_bundle_for_macos_has_windows_and_says_why_it_asks() -> None:
    told = next(
        node.value
        for node in ast.walk(ast.parse(SPEC))
        if isinstance(node, ast.keyword) and node.arg == "info_plist"
    )
    assert isinstance(told, ast.Dict)
    keys = {key.value for key in told.keys if isinstance(key, ast.Constant)}
    assert {"CFBundleVersion", "NSCameraUsageDescription", "NSLocalNetworkUsageDescription"} <= keys
    # PyInstaller marks the bundle of a program with a console as one that never shows a window.
    assert 'console=sys.platform not in {"win32", "darwin"}' in SPEC


def test_the_icon_comes_in_every_size(tmp_path: Path) -> None:
    files = draw_icons(tmp_path)
    write_bundles(tmp_path)
    assert [file.stem for file in files] == [str(size) for size in SIZES]
    assert {16, 32, 48, LARGEST_ICO} <= set(SIZES)
    assert all(file.stat().st_size for file in (*files, tmp_path / "clinic-terminal.ico"))
    assert (tmp_path / "clinic-terminal.icns").read_bytes()[:4] == b"icns"


def started(monkeypatch: pytest.MonkeyPatch, platform: str, executable: str, *arguments: str) -> list[str]:
    """Run the hook of a program opened as given and return the arguments that the program then finds."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", [executable, *arguments])
        patch.setattr(sys, "platform", platform)
        patch.setattr(sys, "executable", executable)
        code = (PARTS / "runtime" / "opened_by_icon.py").read_text(encoding="utf-8")
        exec(compile(code, "opened_by_icon.py", "exec"), {"__name__": "hook"})  # noqa: S102  as PyInstaller does
        return sys.argv[1:]


def test_an_icon_on_macos_opens_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = "/Applications/Clinic Terminal.app/Contents/MacOS/clinic-terminal"
    assert started(monkeypatch, "darwin", inside) == ["run"]
    assert started(monkeypatch, "darwin", inside, "doctor") == ["doctor"]


def test_every_user_of_windows_sees_that_the_program_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    made: list[tuple[bool, str]] = []
    windows = SimpleNamespace(
        advapi32=SimpleNamespace(
            ConvertStringSecurityDescriptorToSecurityDescriptorW=lambda *given: said.append(given[0])
        ),
        kernel32=SimpleNamespace(
            CreateMutexW=lambda rights, _owned, mark: made.append((rights is not None, mark))
        ),
    )
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    assert started(monkeypatch, "win32", "clinic-terminal.exe", "run") == ["run"]
    assert said == ["D:(A;;GA;;;WD)"]
    assert made == [(True, "ClinicTerminalIsOpen"), (True, "Global\\ClinicTerminalIsOpen")]


def test_a_command_without_a_verb_is_left_to_explain_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch, "linux", "/opt/clinic-terminal/clinic-terminal") == []


def test_a_program_without_a_console_can_speak_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    started(monkeypatch, "linux", "/opt/clinic-terminal/clinic-terminal", "run")
    out = sys.stdout
    assert out is not None
    assert out.write("words") == len("words")
    out.close()
