"""The publisher's tool by its commands, from the first key to a change of keys; what is believed of it."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from clinic_terminal.application.edition_ports import EditionUnsureError
from clinic_terminal.bootstrap.editions import PublishedEditions
from clinic_terminal.settings import Settings
from tests.updates.publisher import NOW, Publisher, given_out
from tools.publish_edition import ROOT, main

WORDS = ["--zh", "排队更快。", "--en", "The queue is faster."]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert main(["keys", str(tmp_path / "keys")]) == 0
    assert main(["begin", str(tmp_path / "keys"), str(tmp_path / "site")]) == 0
    return tmp_path


def publish(home: Path, version: str, *more: str, keys: str = "keys") -> int:
    return main(["publish", str(home / keys), str(home / "site"), version, *WORDS, *more])


def served(home: Path) -> Publisher:
    """Return a server's view of the site that the tool made."""
    publisher = object.__new__(Publisher)
    publisher.home, publisher.asked = home, []
    return publisher


def root_of(home: Path) -> str:
    return str(home / "site" / "metadata" / "1.root.json")


def test_keys_are_readable_by_their_owner_alone_and_never_in_the_checkout(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = sorted(file.name for file in (home / "keys").iterdir())
    assert names == [
        "root-1.pem",
        "root-2.pem",
        "root-3.pem",
        "snapshot-1.pem",
        "targets-1.pem",
        "timestamp-1.pem",
    ]
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in (home / "keys").iterdir()} == {0o600}
    assert main(["keys", str(ROOT / "resources" / "updates")]) == 2
    assert not (ROOT / "resources" / "updates" / "root-1.pem").exists()
    assert main(["keys", str(home / "keys")]) == 2, "what is there is not written over"
    assert main(["--threshold", "4", "keys", str(home / "other")]) == 2
    assert "threshold" in capsys.readouterr().err


def test_an_edition_is_published_and_checked_as_a_clinic_would(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = home / "clinic-terminal_0.2.0_amd64.deb"
    package.write_bytes(b"package")
    with given_out(served(home)) as address:
        assert main(["check", address, root_of(home)]) == 1
        assert publish(home, "0.2.0", "--released", "2026-11-20", "--packages", str(package)) == 0
        capsys.readouterr()
        assert main(["check", address, root_of(home)]) == 0
    said = capsys.readouterr().out
    assert "0.2.0, 2026-11-20: 排队更快。 The queue is faster." in said
    assert f"{sha256(b'package').hexdigest()}  {package.name}  7" in said


def test_daily_renewal_needs_no_locked_key(home: Path) -> None:
    assert publish(home, "0.2.0") == 0
    for name in ("root-1", "root-2", "root-3", "targets-1"):
        (home / "keys" / f"{name}.pem").rename(home / f"{name}.pem")
    assert main(["renew", str(home / "keys"), str(home / "site")]) == 0
    with given_out(served(home)) as address:
        assert main(["check", address, root_of(home)]) == 0


def test_keys_are_changed_and_everything_is_signed_anew(home: Path) -> None:
    assert publish(home, "0.2.0") == 0
    assert main(["keys", str(home / "fresh")]) == 0
    assert main(["rotate", str(home / "keys"), str(home / "fresh"), str(home / "site")]) == 0
    assert publish(home, "0.3.0", keys="fresh") == 0
    assert main(["renew", "--all", str(home / "fresh"), str(home / "site")]) == 0
    clinic = PublishedEditions(home / "clinic", Settings(), Path(root_of(home)))
    with given_out(served(home)) as address:
        assert clinic.newest(address, NOW).version == "0.3.0"
        assert publish(home, "0.4.0") == 0, "with the keys that were given up"
        with pytest.raises(EditionUnsureError):
            clinic.newest(address, NOW)


def test_a_passphrase_locks_root_and_targets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text("correct horse\n", encoding="utf-8")
    locked = ["--passphrase-file", str(phrase)]
    keys, site = str(tmp_path / "keys"), str(tmp_path / "site")
    assert main([*locked, "keys", keys]) == 0
    assert main(["begin", keys, site]) == 2
    assert main([*locked, "begin", keys, site]) == 0
    assert main([*locked, "publish", keys, site, "0.2.0", *WORDS]) == 0
    assert main(["renew", keys, site]) == 0
    phrase.write_text("wrong", encoding="utf-8")
    assert main([*locked, "publish", keys, site, "0.3.0", *WORDS]) == 2
    assert "correct horse" not in capsys.readouterr().err


@pytest.mark.parametrize("version", ["soon", "v1.0", "1"])
def test_what_is_no_version_is_not_published(home: Path, version: str) -> None:
    before = (home / "site" / "metadata" / "timestamp.json").read_bytes()
    assert publish(home, version) == 2
    assert (home / "site" / "metadata" / "timestamp.json").read_bytes() == before
