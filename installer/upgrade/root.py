"""A root of Debian made anew, with the package in it: where an upgrade is tried and cut."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

PACKAGE: Final = "clinic-terminal"
USER: Final = "reception"
HOME: Final = f"/srv/{USER}"
_PACKAGES: Final = "/var/cache/packages"
_ENVIRONMENT: Final = (
    f"HOME={HOME}",
    f"PATH={os.defpath}:/usr/sbin:/sbin",
    "LANG=C.UTF-8",
    "DEBIAN_FRONTEND=noninteractive",
    "QT_QPA_PLATFORM=offscreen",
    "CLINIC_TERMINAL_KEYRING=off",
)
DOWNGRADE: Final = ("CLINIC_TERMINAL_DOWNGRADE=yes",)
"""Lets an older edition be installed over a newer one all the same."""

Command = Sequence[str]


class RootFailedError(Exception):
    """A command in the root failed that has to work; ``said`` is what it said last."""

    code = "ROOT_FAILED"

    def __init__(self, command: Command, said: str) -> None:
        super().__init__(f"{' '.join(command)}: {said.strip()[-600:]}")


class Root:
    """The root at ``folder``; made by `make`, or taken as it is where it is there already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = self.place(HOME)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        with suppress(OSError, subprocess.CalledProcessError):
            _run("umount", "-q", str(self.folder / "proc"))

    def place(self, path: str) -> Path:
        """Return where a path of the root lies outside of it."""
        return self.folder / path.removeprefix("/")

    def make(self, suite: str) -> None:
        """Make the root with debootstrap; raises RootFailedError."""
        if not (self.folder / "usr").exists():
            _run("debootstrap", "--variant=minbase", suite, str(self.folder))
        with suppress(RootFailedError):
            _run("mount", "-t", "proc", "proc", str(self.folder / "proc"))
        # As many computers reach the archives: the outside's own settings.
        shutil.copy("/etc/resolv.conf", self.folder / "etc")
        settings = self.folder / "etc/apt/apt.conf.d"
        shutil.copytree("/etc/apt/apt.conf.d", settings, dirs_exist_ok=True)
        self.home.mkdir(parents=True, exist_ok=True)
        self.run("useradd", "--no-create-home", "--home-dir", HOME, USER)

    def take_in(self, package: Path) -> str:
        """Copy a package into the root and return its path there."""
        there = f"{_PACKAGES}/{package.name}"
        target = self.place(there)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.stat().st_mtime != package.stat().st_mtime:
            shutil.copy2(package, target)
        return there

    def install(self, *packages: str) -> None:
        """Install packages with all that they depend on; raises RootFailedError."""
        self.must("apt-get", "update", "-qq")
        wanted = (
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "--allow-downgrades",
            *packages,
        )
        self.must(*wanted, settings=DOWNGRADE)

    def inside(self, *command: str, settings: Sequence[str] = ()) -> list[str]:
        """Return the command line that runs ``command`` in the root; ``settings`` are NAME=value."""
        return ["chroot", str(self.folder), "env", "-i", *_ENVIRONMENT, *settings, *command]

    def run(self, *command: str, settings: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Run a command in the root to its end."""
        return subprocess.run(
            self.inside(*command, settings=settings), capture_output=True, text=True, check=False, cwd="/"
        )

    def must(self, *command: str, settings: Sequence[str] = ()) -> str:
        """Run a command that has to work and return what it said; raises RootFailedError."""
        done = self.run(*command, settings=settings)
        if done.returncode:
            raise RootFailedError(command, done.stdout + done.stderr)
        return done.stdout

    def start(self, *command: str, settings: Sequence[str] = (), tracer: Sequence[str] = ()) -> "Started":
        """Start a command in the root, under ``tracer`` where one is given."""
        return Started([*tracer, *self.inside(*command, settings=settings)])

    def installed(self) -> str:
        """Return the state and version that dpkg knows of the package."""
        return self.run("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Version}", PACKAGE).stdout


class Started:
    """A command that runs with all its children in a group of its own, so that they can be cut together."""

    def __init__(self, command: Command) -> None:
        self._process = subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        """Tell whether it came to its end."""
        return self._process.poll() is not None

    def cut(self) -> None:
        """Kill it and its children as a power cut would."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def wait(self) -> int:
        """Wait for its end and return its status."""
        return self._process.wait()

    def _end(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        self.wait()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RootFailedError(command, done.stdout + done.stderr)
