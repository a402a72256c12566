"""The camera's path, driven by video files through the same sink: to the verdict, and calmly to nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import Qt
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.bootstrap.cards import StoredKeyCards
from clinic_terminal.card.issue import card_image
from clinic_terminal.domain.visit import CardSource
from clinic_terminal.ui.camera import CameraFeed, CameraName, Cameras
from clinic_terminal.ui.pages.camera_view import CameraView
from clinic_terminal.ui.video_frames import grey_of, image_of
from clinic_terminal.ui.widgets.finder import Look
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.card import issuers
from tests.ui.pages.checking import card_of, shown
from tests.ui.pages.front import RETURNING, Front, nameless, press, words_on
from tests.ui.video import SIZE, PlayedCameras, PlayedFeed, scene, write_video

ALT = Qt.KeyboardModifier.AltModifier


def practice_card() -> Image.Image:
    claims = card_of(RETURNING.person).claims
    assert claims is not None
    claims = replace(
        claims, issuer=issuers.ISSUER, expires=NOW + timedelta(days=30), policies=issuers.CLAIMS.policies
    )
    image = card_image(issuers.token(claims)).convert("L")
    return image.resize((400, 400), Image.Resampling.LANCZOS)


@pytest.fixture(scope="module")
def card_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("video")
    return write_video(folder / "card.avi", [scene(None), *[scene(practice_card())] * 8])


@pytest.fixture(scope="module")
def empty_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "desk.avi", [scene(None)] * 4)


@pytest.fixture(scope="module")
def payment_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    code = card_image("134567890123456789").convert("L").resize((300, 300), Image.Resampling.NEAREST)
    return write_video(tmp_path_factory.mktemp("video") / "pay.avi", [scene(code)] * 6)


@pytest.fixture
def counter(front: Front, desk_window: TerminalWindow) -> TerminalWindow:
    """Return the check-in page of a terminal that reads real cards by real keys."""
    with front.store.begin() as uow:
        uow.memory.set_card_keys(issuers.key_document([issuers.PRACTICE.key_entry()]))
    front.desk.terminal = replace(front.desk.terminal, cards=StoredKeyCards(front.store))
    return desk_window


def _black_and_white(picture: Image.Image) -> Image.Image:
    return picture.point(lambda grey: 255 if grey > 170 else 0)


def look_of(view: CameraView) -> Look:
    return view.finder.look


def is_open(view: CameraView) -> bool:
    return view.is_open


def view_of(window: TerminalWindow) -> CameraView:
    return window.pages.check_in.body.scan.camera


def opened(window: TerminalWindow, cameras: PlayedCameras) -> CameraView:
    view = view_of(window)
    view.make_cameras = lambda: cameras  # type: ignore[assignment,return-value]  # played, not plugged in
    press(window, Qt.Key.Key_1, ALT)
    return view


def test_a_played_video_gives_the_frames_of_a_camera(
    app: QApplication, qtbot: QtBot, card_video: Path
) -> None:
    frames: list[QVideoFrame] = []
    feed = PlayedFeed(card_video)
    feed.frame.connect(frames.append)
    qtbot.waitUntil(lambda: len(frames) > 2)
    feed.close()
    app.processEvents()
    grey = grey_of(frames[2])
    assert grey is not None
    assert (grey.width, grey.height) == SIZE
    seen = Image.frombuffer("L", SIZE, grey.grey, "raw", "L", grey.stride, 1)
    # In black and white: a video's grey has a narrower range than a picture's.
    differing = ImageChops.difference(_black_and_white(seen), _black_and_white(scene(practice_card())))
    assert ImageStat.Stat(differing).mean[0] < 255 * 0.02
    assert image_of(frames[2]).size().toTuple() == SIZE


def test_a_camera_that_the_system_refuses_gives_no_pictures_and_says_so(
    app: QApplication, qtbot: QtBot
) -> None:
    del app
    feed = CameraFeed(CameraName("none", "none"))
    with qtbot.waitSignal(feed.lost):
        feed.take_answer(Qt.PermissionStatus.Denied)
    feed.close()
    with qtbot.assertNotEmitted(feed.lost):
        feed.take_answer(Qt.PermissionStatus.Denied)


def test_a_frame_that_holds_no_picture_gives_nothing() -> None:
    assert grey_of(QVideoFrame()) is None
    assert image_of(QVideoFrame()).isNull()


def test_the_card_before_the_camera_leads_to_the_verdict_and_the_camera_closes(
    counter: TerminalWindow, qtbot: QtBot, card_video: Path
) -> None:
    cameras = PlayedCameras(desk=card_video)
    rung: list[bool] = []
    counter.pages.check_in.ways.chime._beep = lambda: rung.append(True)
    view = opened(counter, cameras)
    assert is_open(view)
    case = shown(counter, qtbot)
    assert case.verification.identified.source is CardSource.CARD
    assert case.policy.snapshot.person == RETURNING.person
    assert not is_open(view)
    assert [feed.is_closed for feed in cameras.opened] == [True]
    finder = counter.pages.check_in.body.busy.finder
    assert finder.look is Look.FOUND
    assert finder.picture is not None
    assert counter.pages.check_in.body.busy.name.text() == RETURNING.person.name
    assert rung == [True]


def test_a_video_without_a_code_gives_nothing(
    counter: TerminalWindow, qtbot: QtBot, empty_video: Path
) -> None:
    cameras = PlayedCameras(desk=empty_video)
    view = opened(counter, cameras)
    qtbot.waitUntil(lambda: cameras.opened[0].count > 8)
    assert is_open(view)
    assert counter.pages.check_in.body.is_scanning
    assert look_of(view) is Look.WAITING
    assert counter.pages.check_in.body.notices.notices == ()


def test_a_payment_code_is_said_and_the_camera_looks_on(
    counter: TerminalWindow, qtbot: QtBot, payment_video: Path
) -> None:
    view = opened(counter, PlayedCameras(desk=payment_video))
    notices = counter.pages.check_in.body.notices
    qtbot.waitUntil(lambda: bool(notices.notices))
    assert "付款码" in words_on(notices)
    assert look_of(view) is Look.REFUSED
    assert is_open(view)
    view._calm_down()
    assert look_of(view) is Look.WAITING


def test_without_a_camera_it_is_said_calmly_and_one_plugged_in_is_used(
    counter: TerminalWindow, qtbot: QtBot, card_video: Path
) -> None:
    cameras = PlayedCameras()
    view = opened(counter, cameras)
    assert "没有找到摄像头" in words_on(counter)
    assert view.feed is None
    assert nameless(counter) == []
    cameras.plug(late=card_video)
    assert shown(counter, qtbot).policy.snapshot.person == RETURNING.person


def test_one_of_several_cameras_can_be_chosen_and_is_remembered(
    counter: TerminalWindow, empty_video: Path
) -> None:
    cameras = PlayedCameras(left=empty_video, right=empty_video)
    view = opened(counter, cameras)
    assert view.camera_name.text() == "Camera left"
    view.next_button.click()
    assert view.camera_name.text() == "Camera right"
    assert [feed.is_closed for feed in cameras.opened] == [True, False]
    press(counter, Qt.Key.Key_Escape)
    assert not is_open(view)
    assert counter.page is counter.pages.check_in
    press(counter, Qt.Key.Key_1, ALT)
    assert view.camera_name.text() == "Camera right"
    assert nameless(counter) == []


def test_a_camera_pulled_out_in_use_gives_way_to_the_other(
    counter: TerminalWindow, empty_video: Path
) -> None:
    cameras = PlayedCameras(left=empty_video, right=empty_video)
    view = opened(counter, cameras)
    cameras.plug(right=empty_video)
    assert view.camera_name.text() == "Camera right"
    assert "断开了" in view.said.text()
    cameras.plug()
    assert "没有找到摄像头" in view.said.text()
    assert is_open(view)
    assert all(feed.is_closed for feed in cameras.opened)


def test_a_camera_that_stops_giving_pictures_is_said(counter: TerminalWindow, empty_video: Path) -> None:
    cameras = PlayedCameras(left=empty_video)
    view = opened(counter, cameras)
    cameras.opened[0].lost.emit()
    assert "没有画面" in view.said.text()
    assert view.feed is None
    cameras.changed.emit()
    assert view.feed is cameras.opened[1]


def test_the_torch_is_offered_where_there_is_one(counter: TerminalWindow, empty_video: Path) -> None:
    cameras = PlayedCameras(left=empty_video)
    view = opened(counter, cameras)
    assert not view.torch_button.isVisible()
    view.close_camera()
    cameras.torch = True
    press(counter, Qt.Key.Key_1, ALT)
    view.torch_button.click()
    assert cameras.opened[-1].torch_on
    view.torch_button.click()
    assert not cameras.opened[-1].torch_on


@pytest.mark.parametrize("way", ["page", "sign out", "scan", "language"])
def test_the_camera_closes_when_nobody_sees_it(
    front: Front, counter: TerminalWindow, qtbot: QtBot, empty_video: Path, way: str
) -> None:
    cameras = PlayedCameras(left=empty_video)
    view = opened(counter, cameras)
    if way == "page":
        press(counter, Qt.Key.Key_F2)
    elif way == "sign out":
        counter.desk.sign_out()
    elif way == "scan":
        counter.shell.take_scan(RETURNING.person.member)
    else:
        counter.switch_language()
    assert not is_open(view)
    assert cameras.opened[0].is_closed
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_this_computers_cameras_can_be_asked_for(app: QApplication) -> None:
    cameras = Cameras()
    names = cameras.names()
    assert len({one.id for one in names}) == len(names)
    app.processEvents()
