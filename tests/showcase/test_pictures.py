"""The pictures for the guide: taken of real windows on the practice world, as large as the window."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.bootstrap.practice import PracticeWorld, open_practice_world
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import Language
from clinic_terminal.showcase import screenshots
from clinic_terminal.showcase.album import Album
from clinic_terminal.showcase.bill_pictures import BillPictures
from clinic_terminal.showcase.check_in_pictures import CheckInPictures
from clinic_terminal.showcase.demo import receptionist
from clinic_terminal.showcase.first_start_pictures import FirstStartPictures
from clinic_terminal.showcase.opened import OpenProgram
from clinic_terminal.showcase.outage_visits import billable_members
from clinic_terminal.showcase.panel_pictures import PanelPictures
from clinic_terminal.showcase.queue_pictures import QueuePictures
from clinic_terminal.showcase.queue_place import Easel, queue_place
from clinic_terminal.showcase.queue_states import SCENES, Scene
from clinic_terminal.showcase.screenshots import HEIGHT, ROUNDS, WIDTH, Camera, take_screenshots
from clinic_terminal.ui.guide_text import chapters
from clinic_terminal.ui.hands import Hands
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.theatre import SceneStuckError, Theatre

STEPS = (
    "language", "purpose", "no-server", "server", "wrong-code", "code", "clinic", "people", "scanner",
    "camera", "screen", "printer", "done",
)  # fmt: skip

STATES = {
    "queue-backup-failed", "queue-chosen-offline", "queue-checking", "queue-connecting", "queue-damaged",
    "queue-done", "queue-exported", "queue-held-up", "queue-limit-near", "queue-limit-passed",
    "queue-nothing-here", "queue-parked", "queue-pending", "queue-refused", "queue-sending",
    "queue-stands-still", "queue-withdrawing", "queue-withdrawn",
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeWorld]:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    world = open_practice_world(tmp_path / "world")
    yield world
    world.close()


@pytest.fixture
def album(qapp: QApplication, tmp_path: Path) -> Album:
    del qapp
    folder = tmp_path / "pictures"
    folder.mkdir()
    return Album(Theatre(make_application(), folder, 0), folder)


@pytest.fixture
def camera(world: PracticeWorld, album: Album, qtbot: QtBot) -> Iterator[Camera]:
    del qtbot
    opened = OpenProgram(world.program, Language.ZH, practice=True)
    opened.window.resize(WIDTH, HEIGHT)
    opened.start()
    camera = Camera(world, Hands(album.theatre, opened.window), album, Language.ZH)
    album.theatre.raise_curtain(opened.window)
    camera.hands.sign_in(*receptionist(world))
    yield camera
    opened.close()
    opened.window.deleteLater()


def taken(album: Album) -> set[str]:
    """Return the names of the pictures that are there, each as large as the window."""
    found = {}
    for file in album.folder.glob("*.png"):
        with Image.open(file) as picture:
            found[file.stem] = picture.size
    papers = {"outage-card", "quote-paper"}
    assert {name for name, size in found.items() if size != (WIDTH, HEIGHT)} <= papers
    return set(found)


def test_every_step_of_the_first_start_is_pictured(world: PracticeWorld, album: Album) -> None:
    FirstStartPictures(album, world, world.cards.parent / "first", Language.EN).all(WIDTH, HEIGHT)
    assert taken(album) == {f"first-start-{step}" for step in STEPS}


def test_a_visit_is_pictured_with_everything_beside_it(camera: Camera) -> None:
    camera.visit()
    assert taken(camera.album) >= {
        "treatment", "quote", "quote-paper", "settle", "sign-on-paper", "not-signed", "guardian", "pay-cash",
        "pay-later", "history", "done", "done-money", "done-invoice", "done-void", "print", "printers",
        "check-in-known",
    }  # fmt: skip


def test_what_comes_back_after_an_outage_is_pictured(camera: Camera) -> None:
    # Whoever was asked about once is known here while the server is away.
    billable_members(camera.world.program.terminal, [child.member for child in load_world().entries.child])
    camera.world.server.stop()
    CheckInPictures(camera).without_the_server()
    QueuePictures(camera).all()
    assert taken(camera.album) == {
        "check-in-no-data", "check-in-data-too-old", "check-in-not-in-network", "queue-needs-a-person",
        "follow-up-adjusted", "follow-up-refused", "backups", "backups-restore", "day-end",
    }  # fmt: skip


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.play.__name__)
def test_each_state_of_the_queue_is_pictured_in_a_world_of_its_own(
    scene: Scene, album: Album, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qtbot
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    with queue_place(Easel(album, Language.ZH, WIDTH, HEIGHT)) as place:
        place.know_children()
        scene.play(place)
    assert taken(album) == set(scene.pictures)


def test_every_state_of_the_queue_is_in_one_scene() -> None:
    pictured = [name for scene in SCENES for name in scene.pictures]
    assert set(pictured) == STATES
    assert len(pictured) == len(STATES)


def test_a_state_that_was_over_too_soon_is_no_picture(
    album: Album, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qtbot
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    stands = iter((True, False))
    with (
        queue_place(Easel(album, Language.ZH, WIDTH, HEIGHT)) as place,
        place.window() as window,
        pytest.raises(SceneStuckError, match="too soon"),
    ):
        window.shot("queue-gone", lambda: next(stands))


def test_the_panels_and_the_card_for_the_wall_are_pictured(camera: Camera) -> None:
    pictures = PanelPictures(camera)
    for scene in (pictures.guide, pictures.outage_card, pictures.files, pictures.people, pictures.adding):
        scene()
    CheckInPictures(camera).benefits()
    assert taken(camera.album) == {
        "guide", "guide-search", "guide-keys", "outage-card", "today-import", "tariff-import", "today-add",
        "settings-import", "settings-import-refused", "people", "check-in-benefits",
    }  # fmt: skip


def test_each_round_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[tuple[str, Language]] = []
    monkeypatch.setattr(screenshots, "open_practice_world", lambda _folder: _NoWorld())
    monkeypatch.setattr(
        screenshots, "take_round", lambda _world, folder, one: rounds.append((folder.name, one.language))
    )
    assert take_screenshots(tmp_path) == 0
    assert rounds == [("zh", Language.ZH), ("en", Language.EN), ("dark", Language.ZH)]
    assert len({one.folder for one in ROUNDS}) == len(ROUNDS)
    assert os.environ["CLINIC_TERMINAL_KEYRING"] == "off"


def test_the_guide_shows_only_what_is_pictured() -> None:
    pictures = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
    for folder, language in (("zh", Language.ZH), ("en", Language.EN)):
        wanted = {name for one in chapters(language) for name in one.figures}
        assert {name for name in wanted if not (pictures / folder / name).is_file()} == set()


class _NoWorld:
    def close(self) -> None:
        """Nothing is open."""


def test_the_bill_pictures_need_a_bill_to_pay(camera: Camera) -> None:
    BillPictures(camera).money()
    assert taken(camera.album) == set()
