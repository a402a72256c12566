import os

import pytest

from clinic_terminal.showcase.display import NoScreenError, require_screen, some_display


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return monkeypatch


def test_a_platform_that_was_chosen_is_left_alone(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("QT_QPA_PLATFORM", "offscreen")
    with some_display() as which:
        assert which == "offscreen"


def test_the_users_own_screen_is_used_where_there_is_one(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("DISPLAY", ":77")
    with some_display() as which:
        assert which == "screen"


@pytest.mark.usefixtures("bare")
def test_a_virtual_screen_is_started_and_ended() -> None:
    with some_display() as which:
        assert which == "virtual"
        assert os.environ["DISPLAY"].startswith(":")
        assert os.environ["QT_QPA_PLATFORM"] == "xcb"
    assert not {"DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys()


def test_without_xvfb_qt_draws_offscreen(bare: pytest.MonkeyPatch) -> None:
    bare.setattr("shutil.which", lambda _name: None)
    with some_display() as which:
        assert which == "offscreen"


@pytest.mark.usefixtures("bare")
def test_a_start_without_any_screen_is_refused_in_words() -> None:
    with pytest.raises(NoScreenError):
        require_screen()


def test_a_start_with_a_screen_is_not_refused(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("WAYLAND_DISPLAY", "wayland-0")
    require_screen()
