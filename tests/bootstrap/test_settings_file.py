"""The settings in their file: kept whole or not at all, and certificates are looked into before they hold."""

from pathlib import Path

import pytest

from clinic_terminal.application.settings_failures import SettingsNotKeptError, SettingUnusableError
from clinic_terminal.application.settings_ports import DEFAULTS
from clinic_terminal.bootstrap.settings_file import SettingsInFile
from clinic_terminal.settings import Language, Settings, load_settings
from tests.certificates import own_certificate


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_what_is_kept_is_read_at_the_next_start(file: Path) -> None:
    kept = SettingsInFile(file, Settings())
    kept.keep({**DEFAULTS, "language": "en", "scale": "150", "scanner_suffix": "#\t"})
    read = load_settings(file)
    assert (read.language, read.scale, read.scanner_suffix) == (Language.EN, "150", "#\t")
    assert SettingsInFile(file, read).values == kept.values
    assert kept.at_start == DEFAULTS


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    kept = SettingsInFile(tmp_path / "no folder" / "settings.toml", Settings())
    with pytest.raises(SettingsNotKeptError):
        kept.keep({**DEFAULTS, "scale": "150"})
    assert kept.values == DEFAULTS


def test_a_file_of_certificates_must_be_one(file: Path, tmp_path: Path) -> None:
    kept = SettingsInFile(file, Settings())
    good, empty = tmp_path / "own.pem", tmp_path / "empty.pem"
    good.write_bytes(own_certificate()[0])
    empty.write_text("no certificate", encoding="ascii")
    kept.try_out("ca_file", "")
    kept.try_out("ca_file", str(good))
    kept.try_out("proxy", "http://nobody.example:1")
    causes = []
    for wrong in (tmp_path / "gone.pem", empty, tmp_path):
        with pytest.raises(SettingUnusableError) as unusable:
            kept.try_out("ca_file", str(wrong))
        causes.append(unusable.value.cause)
    assert causes == ["CA_MISSING", "CA_EMPTY", "CA_UNREADABLE"]
