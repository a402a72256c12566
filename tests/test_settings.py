import os
import stat
import tempfile
from dataclasses import fields
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal import settings
from clinic_terminal.options import OPTIONS, Kind, Option, OptionError
from clinic_terminal.settings import (
    InvalidSettingError,
    Language,
    Paths,
    ResourcesMissingError,
    Settings,
    SettingsUnreadableError,
    SettingsUnwritableError,
    UnknownSettingError,
    default_paths,
    find_resources,
    load_settings,
    resource,
    save_settings,
    settings_of,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_terminal_is_chinese_and_not_enrolled(file: Path) -> None:
    assert load_settings(file) == Settings(language=Language.ZH, api_url=None)


def test_settings_are_read_from_the_file(file: Path) -> None:
    file.write_text('language = "en"\napi_url = "https://central.example/tpa/"\n', encoding="utf-8")
    assert load_settings(file) == Settings(Language.EN, "https://central.example/tpa")


def test_a_slip_in_a_name_is_told_with_the_names_that_exist(file: Path) -> None:
    file.write_text('langauge = "en"\n', encoding="utf-8")
    with pytest.raises(UnknownSettingError, match=r"'langauge'.*known are: language, mode"):
        load_settings(file)


@pytest.mark.parametrize("value", ['"fr"', "1", "true", '["en"]'])
def test_an_unknown_language_is_told_with_those_there_are(file: Path, value: str) -> None:
    file.write_text(f"language = {value}\n", encoding="utf-8")
    with pytest.raises(InvalidSettingError, match='language must be "zh_CN" or "en"'):
        load_settings(file)


@pytest.mark.parametrize(
    "address",
    [
        "http://central.example",
        "ftp://central.example",
        "central.example",
        "https://",
        "https://name:secret@central.example",
        "https://central.example/?next=elsewhere",
        "https://central.example:port",
        "https://[::1",
        "http://127.0.0.1.central.example",
        "",
    ],
)
def test_an_address_that_would_send_data_in_the_clear_or_elsewhere_is_refused(
    file: Path, address: str
) -> None:
    file.write_text(f'api_url = "{address}"\n', encoding="utf-8")
    with pytest.raises(InvalidSettingError, match="api_url must be an https:// address"):
        load_settings(file)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_plain_http_is_allowed_to_this_computer(file: Path, address: str) -> None:
    file.write_text(f'api_url = "{address}"\n', encoding="utf-8")
    assert load_settings(file).api_url == address


def test_a_terminal_with_a_language_only_is_not_enrolled(file: Path) -> None:
    file.write_text('language = "en"\n', encoding="utf-8")
    assert load_settings(file) == Settings(Language.EN, None)


def test_an_address_that_is_a_number_is_refused(file: Path) -> None:
    file.write_text("api_url = 443\n", encoding="utf-8")
    with pytest.raises(InvalidSettingError):
        load_settings(file)


@pytest.mark.parametrize("content", [b"language = \n", b"\xff\xfe\x00"])
def test_a_file_that_is_not_toml_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsUnreadableError, match=r"settings\.toml"):
        load_settings(file)


def test_a_folder_in_the_place_of_the_file_is_named(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsUnreadableError, match=r"settings\.toml"):
        load_settings(file)


def test_the_environment_names_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_HOME", str(tmp_path / "here"))
    assert default_paths() == Paths((tmp_path / "here").resolve())


def test_without_it_the_data_lies_in_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLINIC_TERMINAL_HOME")
    assert default_paths().data == platformdirs.user_data_path("clinic-terminal", appauthor=False)


def test_every_file_of_the_clinic_lies_below_one_folder(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    files = [paths.database, paths.key_file, paths.bills, paths.log, paths.settings]
    assert {file.parent for file in files} == {tmp_path}
    assert len(set(files)) == len(files)


def test_the_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "new" / "home").prepare()
    assert paths.bills.is_dir()
    assert os.name == "nt" or stat.S_IMODE(paths.data.stat().st_mode) == 0o700
    assert paths.prepare() == paths


def test_a_checkout_has_its_resources_beside_the_package() -> None:
    assert resource("locale") == Path(settings.__file__).parents[1] / "resources" / "locale"


def test_a_wheel_has_its_resources_inside_the_package_and_looks_there_first(tmp_path: Path) -> None:
    package = tmp_path / "clinic_terminal"
    (package / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    assert find_resources(package, None) == package / "resources"


def test_the_frozen_program_looks_only_where_it_unpacked(tmp_path: Path) -> None:
    package = tmp_path / "clinic_terminal"
    unpacked = tmp_path / "unpacked"
    (package / "resources").mkdir(parents=True)
    (unpacked / "resources").mkdir(parents=True)
    assert find_resources(package, str(unpacked)) == unpacked / "resources"


def test_missing_resources_are_a_clear_failure(tmp_path: Path) -> None:
    with pytest.raises(ResourcesMissingError, match="install it again"):
        find_resources(tmp_path / "clinic_terminal", None)
    with pytest.raises(ResourcesMissingError):
        find_resources(tmp_path / "clinic_terminal", str(tmp_path))


def test_a_clinic_may_say_how_its_scanners_work(file: Path) -> None:
    file.write_text(
        'sound = false\nserial_port = "COM3"\nscanner_prefix = "~"\nscanner_suffix = "#\\t"\n'
        "member_patterns = ['m=(\\w+)']\n",
        encoding="utf-8",
    )
    found = load_settings(file)
    assert not found.sound
    assert found.serial_port == "COM3"
    assert (found.scanner_prefix, found.scanner_suffix) == ("~", "#\t")
    assert found.member_patterns == (r"m=(\w+)",)


@pytest.mark.parametrize(
    "line",
    [
        'sound = "yes"',
        'serial_port = " "',
        "serial_port = 3",
        'scanner_prefix = "\\t"',
        'scanner_prefix = "123456789"',
        'scanner_suffix = "。"',
        "scanner_suffix = 1",
        'member_patterns = "m=(.)"',
        'member_patterns = ["("]',
        'member_patterns = ["m=."]',
        "member_patterns = [1]",
    ],
)
def test_a_scanner_setting_that_cannot_be_is_named(file: Path, line: str) -> None:
    file.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(InvalidSettingError, match=line.partition(" ")[0]):
        load_settings(file)


def test_every_option_is_a_setting_with_the_same_default() -> None:
    declared = {option.name: option.default for option in OPTIONS}
    assert declared == {field.name: field.default for field in fields(Settings)}


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_takes_its_own_default_and_its_choices(option: Option) -> None:
    assert option.checked(option.default) == option.default
    assert all(option.checked(value) == value for value, _word in option.choices)
    assert (option.kind is Kind.CHOICE) == bool(option.choices)
    assert option.word
    assert option.sentence


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
@pytest.mark.parametrize("value", [3.5, {"a": 1}, [1], "x" * 300, "\x00", 7])
def test_no_option_takes_what_it_cannot_be(option: Option, value: object) -> None:
    with pytest.raises(OptionError, match=option.name):
        option.checked(value)


@pytest.mark.parametrize(
    "address", ["ftp://proxy:1", "http://proxy", "http://name:word@proxy:1", "proxy:8080"]
)
def test_a_proxy_is_an_address_with_a_port_and_no_password(address: str) -> None:
    with pytest.raises(OptionError, match="without a password"):
        settings_of({"proxy": address})


@given(
    st.builds(
        Settings,
        st.sampled_from(Language),
        st.sampled_from([None, "https://central.example/tpa"]),
        st.booleans(),
        st.sampled_from([None, "COM3", "/dev/ttyUSB0"]),
        st.sampled_from(["", "~", '"', "\\"]),
        st.sampled_from(["", "#", "#\t"]),
        st.lists(st.sampled_from([r"m=(\w+)", '"(.)\u82b1', "(\x7f)"]), max_size=3).map(tuple),
        proxy=st.sampled_from(["", "http://192.168.1.1:8080"]),
        data_responsible=st.sampled_from(["", "\u738b\u654f\u00b7\U0002c8b1"]),
    )
)
def test_what_was_saved_is_read_again(written: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        save_settings(file, written)
        assert load_settings(file) == written
        assert list(Path(folder).iterdir()) == [file]


def test_settings_that_cannot_be_written_leave_the_old_ones(tmp_path: Path) -> None:
    file = tmp_path / "none" / "settings.toml"
    with pytest.raises(SettingsUnwritableError, match="cannot be written"):
        save_settings(file, Settings(sound=False))
    assert load_settings(file) == Settings()
