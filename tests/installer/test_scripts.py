"""The scripts that dpkg runs, run as dpkg runs them, with the system's commands stood in for."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from installer.build_deb import PARTS

# dpkg's own order of versions is not on every computer that runs the tests: three numbers are enough here.
DPKG = """#!/bin/sh
[ "$1" = --compare-versions ] && [ "$3" = lt ] || exit 9
[ "$2" != "$4" ] && [ "$(printf '%s\\n%s\\n' "$2" "$4" | sort -t. -k1n -k2n -k3n | head -n 1)" = "$2" ]
"""


@dataclass
class Machine:
    """A computer's commands and homes, in a folder."""

    folder: Path
    installed: str = "0.2.0"
    homes: list[Path] = field(default_factory=list)

    def command(self, name: str, text: str) -> None:
        file = self.folder / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)

    def home(self, name: str) -> Path:
        home = self.folder / "homes" / name
        data = home / ".local/share/clinic-terminal"
        data.mkdir(parents=True)
        (data / "clinic.db").write_text("acts", encoding="ascii")
        self.homes.append(home)
        return data

    def run(self, script: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        self.command("dpkg", DPKG)
        self.command("dpkg-query", f"#!/bin/sh\nprintf {self.installed}\n")
        lines = "".join(f"u:x:1:1::{home}:/bin/sh\n" for home in self.homes)
        self.command("getent", f"#!/bin/sh\nprintf '{lines}'\n")
        for quiet in ("udevadm", "update-desktop-database", "gtk-update-icon-cache"):
            self.command(quiet, "#!/bin/sh\nexit 1\n")
        path = f"{self.folder / 'bin'}:{os.defpath}"
        return subprocess.run(
            ["/bin/sh", str(PARTS / script), *arguments],
            env={"PATH": path, **settings},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_later_version_may_come(machine: Machine) -> None:
    assert machine.run("prerm", "upgrade", "0.3.0").returncode == 0
    assert machine.run("prerm", "upgrade", "0.2.0").returncode == 0


def test_an_earlier_version_is_refused_in_both_languages(machine: Machine) -> None:
    refused = machine.run("prerm", "upgrade", "0.1.0")
    assert refused.returncode == 1
    assert "0.1.0 is older than version 0.2.0" in refused.stderr
    assert "版本 0.1.0 早于已安装的 0.2.0" in refused.stderr


def test_an_earlier_version_may_come_where_somebody_insists(machine: Machine) -> None:
    assert machine.run("prerm", "upgrade", "0.1.0", CLINIC_TERMINAL_DOWNGRADE="yes").returncode == 0


def test_the_incoming_package_does_not_overrule_the_refusal(machine: Machine) -> None:
    machine.installed = "0.3.0"
    assert machine.run("prerm", "failed-upgrade", "0.3.0", "0.2.0").returncode == 1
    assert machine.run("prerm", "failed-upgrade", "0.1.0", "0.2.0").returncode == 0


@pytest.mark.parametrize("how", ["remove", "deconfigure"])
def test_removing_is_not_a_downgrade(machine: Machine, how: str) -> None:
    assert machine.run("prerm", how).returncode == 0


def test_an_upgrade_with_nothing_open_goes_on(machine: Machine) -> None:
    assert machine.run("preinst", "upgrade", "0.1.0").returncode == 0
    assert machine.run("preinst", "install").returncode == 0


def test_tools_that_fail_do_not_stop_the_installation(machine: Machine) -> None:
    assert machine.run("postinst", "configure").returncode == 0
    assert machine.run("postrm", "remove").returncode == 0


@pytest.mark.parametrize("how", ["remove", "purge", "upgrade"])
def test_data_stay_whatever_happens_to_the_program(machine: Machine, how: str) -> None:
    data = machine.home("reception")
    done = machine.run("postrm", how)
    assert done.returncode == 0
    assert (data / "clinic.db").read_text(encoding="ascii") == "acts"


def test_purging_says_how_the_data_could_be_erased(machine: Machine) -> None:
    assert "CLINIC_TERMINAL_ERASE_DATA=yes" in machine.run("postrm", "purge").stdout


def test_data_of_every_user_go_where_somebody_asks(machine: Machine) -> None:
    first, second = machine.home("reception"), machine.home("dentist")
    done = machine.run("postrm", "purge", CLINIC_TERMINAL_ERASE_DATA="yes")
    assert done.returncode == 0
    assert not first.exists()
    assert not second.exists()
    assert all(home.exists() for home in machine.homes)


def test_erasing_needs_purging(machine: Machine) -> None:
    data = machine.home("reception")
    machine.run("postrm", "remove", CLINIC_TERMINAL_ERASE_DATA="yes")
    assert data.exists()
