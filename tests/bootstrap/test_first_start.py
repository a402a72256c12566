"""Enrolment against the real practice server: once only, whatever comes between."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.first_start import Progress, Step
from clinic_terminal.application.first_start_failures import AlreadyEnrolledError, NothingOfferedError
from clinic_terminal.application.first_start_ports import WayOut
from clinic_terminal.application.people import add_person
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.settings_failures import SettingUnusableError
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.first_start import SettingUp, is_unfinished, lacks_set_up, note_of
from clinic_terminal.bootstrap.practice import open_practice_world, terminal_in
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import enrolment_in, keep_enrolment, practised
from clinic_terminal.options import OptionError
from clinic_terminal.settings import Paths, load_settings
from tests.practice import PracticeServer

CODE, OTHER_CODE, ELSEWHERE, EXPIRED = "XLXH-2468-1358", "XLXH-2468-1359", "QKPD-5566-7788", "XLXH-1111-2025"
KILLED = 9


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    server = PracticeServer(tmp_path / "server").start()
    yield server
    server.stop()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "clinic")


def killed(paths: Paths, url: str, *lines: str) -> None:
    """Run lines in a process of its own that is killed after the last of them."""
    program = "\n".join((
        "import os, signal, sys",
        "from pathlib import Path",
        "from clinic_terminal.bootstrap.first_start import SettingUp",
        "from clinic_terminal.settings import Paths",
        "up = SettingUp(Paths(Path(sys.argv[1])))",
        "url = sys.argv[2]",
        *lines,
        "os.kill(os.getpid(), signal.SIGKILL)",
    ))  # fmt: skip
    done = subprocess.run([sys.executable, "-c", program, str(paths.data), url], check=False)
    assert done.returncode == -KILLED


def test_a_terminal_is_enrolled_confirmed_and_open(server: PracticeServer, paths: Paths) -> None:
    up = SettingUp(paths)
    assert is_unfinished(paths)
    place = up.offer(server.url, CODE)
    assert place.clinic.brand_name == "小鹿口腔"
    assert up.enrolment() is None
    up.accept(place)
    assert up.enrolment() == place
    house = up.open()
    house.fetch_changes()
    house.close()


@pytest.mark.parametrize(("code", "answer"), [("ABCD-1234-5678", "CODE_UNKNOWN"), (EXPIRED, "CODE_EXPIRED")])
def test_a_wrong_code_enrols_nothing(server: PracticeServer, paths: Paths, code: str, answer: str) -> None:
    up = SettingUp(paths)
    with pytest.raises(CentralRefusedError) as refused:
        up.offer(server.url, code)
    assert refused.value.answer_code == answer
    assert up.progress().offered is None
    assert up.offer(server.url, CODE).terminal


def test_a_code_that_another_computer_used_is_refused(
    server: PracticeServer, paths: Paths, tmp_path: Path
) -> None:
    SettingUp(Paths(tmp_path / "first")).offer(server.url, CODE)
    with pytest.raises(CentralRefusedError) as refused:
        SettingUp(paths).offer(server.url, CODE)
    assert refused.value.answer_code == "CODE_SPENT"


def test_killed_after_the_answer_the_same_code_gives_the_same_place(
    server: PracticeServer, paths: Paths
) -> None:
    killed(paths, server.url, "up.keep = lambda progress: None", f"up.offer(url, {CODE!r})")
    up = SettingUp(paths)
    assert up.progress().offered is None
    assert up.offer(server.url, CODE).terminal == "XL-SH-XUHUI-T01"


def test_killed_between_enrolment_and_people_it_goes_on_at_the_people(
    server: PracticeServer, paths: Paths
) -> None:
    killed(paths, server.url, f"up.accept(up.offer(url, {CODE!r}))")
    assert is_unfinished(paths)
    up = SettingUp(paths)
    place = up.enrolment()
    assert place is not None
    up.accept(place)
    with pytest.raises(AlreadyEnrolledError):
        up.offer(server.url, OTHER_CODE)
    house = open_program(paths)
    assert lacks_set_up(house)
    add_person(house.terminal, "张晓莉", "2580", "2580", manager=True)
    assert not lacks_set_up(house)
    house.fetch_changes()
    house.close()
    up.forget()
    assert not is_unfinished(paths)


def test_a_clinic_that_is_not_ours_is_dropped_and_another_code_makes_another_terminal(
    server: PracticeServer, paths: Paths
) -> None:
    up = SettingUp(paths)
    foreign = up.offer(server.url, ELSEWHERE)
    assert foreign.clinic.brand_name != "小鹿口腔"
    up.refuse()
    with pytest.raises(NothingOfferedError):
        up.accept(foreign)
    ours = up.offer(server.url, CODE)
    up.accept(ours)
    house = up.open()
    house.fetch_changes()
    house.close()
    with pytest.raises(AlreadyEnrolledError):
        up.refuse()


def test_the_note_lasts_and_a_spoilt_one_is_the_start(server: PracticeServer, paths: Paths) -> None:
    up = SettingUp(paths)
    up.keep(Progress(Step.CODE, server.url))
    place = up.offer(server.url, CODE)
    assert SettingUp(paths).progress() == Progress(Step.CODE, server.url, place)
    note_of(paths).write_text("{")
    assert up.progress() == Progress()


def test_who_comes_back_leaves_no_note(paths: Paths) -> None:
    again = SettingUp(paths, again=True)
    again.keep(Progress(Step.PEOPLE))
    assert not note_of(paths).exists()


def test_settings_are_kept_one_by_one_and_judged(paths: Paths, tmp_path: Path) -> None:
    up = SettingUp(paths)
    up.set("proxy", "http://proxy:8080")
    up.set("language", "en")
    assert up.way_out() == WayOut("http://proxy:8080", "")
    assert load_settings(paths.settings).language == "en"
    with pytest.raises(SettingUnusableError):
        up.set("ca_file", str(tmp_path / "none.pem"))
    with pytest.raises(OptionError):
        up.set("proxy", "proxy")


def test_a_server_is_looked_at_and_a_silent_one_is_said(server: PracticeServer, paths: Paths) -> None:
    up = SettingUp(paths)
    seen = up.look(server.url, WayOut())
    assert (seen.here, seen.certificate) == (True, None)
    server.stop()
    with pytest.raises(CentralUnreachableError) as refused:
        up.look(seen.address, WayOut())
    assert refused.value.cause == "NO_CONNECTION"


def test_what_is_practised_is_kept_apart_and_never_leaves_this_computer(tmp_path: Path) -> None:
    world = open_practice_world(tmp_path / "clinic" / "practice")
    world.close()
    own = terminal_in(tmp_path / "clinic" / "practice")
    assert not Paths(tmp_path / "clinic").database.exists()
    kept = enrolment_in(own, SystemClock())
    assert kept is not None
    assert kept.api_url.startswith("http://127.0.0.1:")
    keep_enrolment(own, replace(kept, api_url="https://api.example.cn"), SystemClock())
    program = open_program(own, practice=True)
    with pytest.raises(CentralSessionError) as refused:
        program.fetch_changes()
    program.close()
    assert refused.value.cause == "NOT_ENROLLED"


def test_an_address_that_only_begins_like_this_computer_is_not_it() -> None:
    for url in ("https://api.example.cn", "http://127.0.0.1.example.cn", "http://localhost.example.cn"):
        assert practised(_place(url)) is None
    assert practised(_place("http://127.0.0.1:1")) is not None


def _place(url: str) -> Enrolment:
    from tests.build import CLINIC

    return Enrolment("T-1", CLINIC, url, "root")
