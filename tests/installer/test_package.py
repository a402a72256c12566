"""The parts of the Debian package that are text: they agree with the program and with each other."""

import configparser
import re
from email import message_from_string
from pathlib import Path

import pytest

from clinic_terminal import __version__
from installer import freeze
from installer.build_deb import PARTS, SCRIPTS, commands, control, manual
from installer.needed import DATA, PACKAGES, UnmetError, outside, packages_for

ROOT = Path(__file__).resolve().parents[2]
RULE = re.compile(r'(SUBSYSTEM|KERNEL|ATTRS\{[A-Za-z]+\}|ENV\{[A-Z_]+\})(==|=)"[^"]+"|TAG\+="uaccess"')


def headers(*needed: str, glibc: str = "2.17") -> str:
    asked = "".join(f"  NEEDED               {name}\n" for name in needed)
    return f"Dynamic Section:\n{asked}\nVersion References:\n    0x09691974 0x00 04 GLIBC_{glibc}\n"


def test_every_field_of_control_is_there() -> None:
    fields = message_from_string(control("libc6 (>= 2.36)", size_kib=270_000, architecture="amd64"))
    assert fields["Package"] == "clinic-terminal"
    assert fields["Version"] == __version__
    assert fields["Depends"] == "libc6 (>= 2.36)"
    assert fields["Installed-Size"] == "270000"
    assert {"Maintainer", "Section", "Priority", "Homepage", "Recommends", "Description"} <= set(
        fields.keys()
    )
    assert not any("{" in value for value in fields.values())


def test_scripts_of_the_package_are_whole() -> None:
    for name in SCRIPTS:
        text = (PARTS / name).read_text(encoding="utf-8")
        assert text.startswith("#!/bin/sh\nset -e\n"), name
        assert "read -p" not in text, f"{name} asks in the middle of an installation"


def test_nothing_of_the_package_lies_where_the_data_lie() -> None:
    build = (ROOT / "installer" / "build_deb.py").read_text(encoding="utf-8")
    assert ".local" not in build
    assert "/home" not in build


def test_rules_for_devices_are_ones_udev_reads() -> None:
    lines = (PARTS / "70-clinic-terminal.rules").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert len(rules) == 3
    for rule in rules:
        assert all(RULE.fullmatch(part) for part in rule.split(", ")), rule
        assert rule.startswith('SUBSYSTEM=="')


def test_only_scanners_are_kept_from_the_modem_manager() -> None:
    lines = (PARTS / "70-clinic-terminal.rules").read_text(encoding="utf-8").splitlines()
    ignoring = [line for line in lines if 'ID_MM_DEVICE_IGNORE}="1"' in line]
    assert ignoring
    assert all("ATTRS{idVendor}==" in line for line in ignoring)


def test_the_desktop_file_starts_the_program_and_names_our_icon() -> None:
    desktop = configparser.ConfigParser(interpolation=None)
    desktop.optionxform = str  # type: ignore[assignment,method-assign]  # keys of desktop files know case
    desktop.read(PARTS / "clinic-terminal.desktop", encoding="utf-8")
    entry, practice = desktop["Desktop Entry"], desktop["Desktop Action Practice"]
    assert (entry["Type"], entry["Exec"], entry["Icon"]) == (
        "Application",
        "clinic-terminal run",
        "clinic-terminal",
    )
    assert entry["Actions"] == "Practice;"
    assert practice["Exec"] == "clinic-terminal run --practice"
    assert entry["Name[zh_CN]"]
    assert practice["Name[zh_CN]"]
    assert all(word for word in entry["Categories"].split(";")[:-1])


def test_the_manual_explains_every_command() -> None:
    page = manual()
    named = [name for name, _words in commands()]
    assert {"run", "doctor", "queue", "verify-package", "outage-card"} <= set(named)
    assert "outage-desk" not in named
    for name, words in commands():
        assert f".B {name.replace('-', chr(92) + '-')}\n{words.replace('-', chr(92) + '-')}" in page
    assert f"clinic-terminal {__version__}" in page
    assert "{" not in page


def test_what_is_not_in_the_program_becomes_a_dependency(tmp_path: Path) -> None:
    own = tmp_path / "libQt6Core.so.6"
    own.touch()
    asking = {own: headers("libc.so.6", "libEGL.so.1", "libQt6Core.so.6", glibc="2.36")}
    assert outside(tmp_path, asking).keys() == {"libc.so.6", "libEGL.so.1"}
    assert packages_for(tmp_path, asking) == sorted({"libc6 (>= 2.36)", "libegl1", *DATA})


def test_the_newest_glibc_that_is_asked_for_counts(tmp_path: Path) -> None:
    asking = {
        tmp_path / "a.so": headers("libc.so.6", glibc="2.9"),
        tmp_path / "b.so": headers("libm.so.6", glibc="2.34"),
    }
    assert "libc6 (>= 2.34)" in packages_for(tmp_path, asking)


def test_a_library_that_nothing_provides_stops_the_build(tmp_path: Path) -> None:
    camera = tmp_path / "libffmpegmediaplugin.so"
    with pytest.raises(UnmetError, match=r"libQt6Quick\.so\.6, asked for by libffmpegmediaplugin\.so"):
        packages_for(tmp_path, {camera: headers("libQt6Quick.so.6")})
    assert "libQt6Quick.so.6" not in PACKAGES


def test_a_library_forgets_where_its_builder_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, shared = tmp_path / "own.so", tmp_path / "shared.so"
    own.write_bytes(b"\x7fELF\0libm.so.6\0/builder/lib\0name\0")
    shared.write_bytes(b"\x7fELF\0/usr/lib/pulseaudio\0")
    told = {
        own: "  RUNPATH              /builder/lib\n",
        shared: "  RUNPATH              /usr/lib/pulseaudio\n",
    }
    monkeypatch.setattr(freeze, "headers_of", told.__getitem__)
    freeze.forget_places(tmp_path)
    assert own.read_bytes() == b"\x7fELF\0libm.so.6\0" + bytes(len("/builder/lib")) + b"\0name\0"
    assert b"/usr/lib/pulseaudio" in shared.read_bytes()
