from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from clinic_terminal.card.cascade import STEPS, texts_in
from clinic_terminal.card.decode import (
    FRAME_SECONDS,
    PICTURE_SECONDS,
    FrameReader,
    PictureError,
    PictureReading,
    grey_image,
    read_grey,
    read_image,
    read_picture,
)
from clinic_terminal.card.issue import card_image, card_png, write_card_png
from clinic_terminal.card.mending import bent
from clinic_terminal.card.region import busy_part
from tests.card.issuers import CLAIMS, token

_TEXT = token()


def _frozen() -> float:
    """Return the same moment for ever: the cascade then runs to its end on any machine."""
    return 0.0


class _Ticking:
    """A clock that moves on by a fixed time whenever it is asked."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked = 0

    def __call__(self) -> float:
        self.asked += 1
        return self.asked * self.seconds


def _picture() -> Image.Image:
    return card_image(_TEXT).convert("L")


def _blurred() -> Image.Image:
    return _picture().filter(ImageFilter.GaussianBlur(5))


def _pale() -> Image.Image:
    return _picture().point([100 + 6 * value // 255 for value in range(256)])


def _half_in_shadow() -> Image.Image:
    picture = _picture()
    light = Image.new("L", picture.size, 255)
    light.paste(15, (0, 0, picture.width // 2, picture.height))
    return ImageChops.multiply(picture, light)


def _tiny() -> Image.Image:
    picture = _picture()
    return picture.resize((picture.width // 5, picture.height // 5), Image.Resampling.BOX)


def test_a_card_goes_from_png_to_its_text(tmp_path: Path) -> None:
    write_card_png(_TEXT, tmp_path / "card.png")
    assert read_picture(tmp_path / "card.png", _frozen) == PictureReading((_TEXT,), 0.0)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "1"), ("PNG", "P"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("BMP", "L"), ("GIF", "P")],
)
def test_every_usual_kind_of_picture_is_read(tmp_path: Path, kind: str, mode: str) -> None:
    path = tmp_path / "card"
    _picture().convert(mode).save(path, kind)
    assert read_picture(path).texts == (_TEXT,)


def test_what_is_transparent_counts_as_paper(tmp_path: Path) -> None:
    ink = Image.new("RGBA", _picture().size, (0, 0, 0, 0))
    ink.putalpha(ImageChops.invert(_picture()))
    ink.save(tmp_path / "card.png")
    assert read_picture(tmp_path / "card.png", _frozen).texts == (_TEXT,)


@pytest.mark.parametrize("degrees", [17, 45, 90, 200])
def test_a_turned_card_is_found(degrees: int) -> None:
    turned = _picture().rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert read_image(turned, _frozen).texts == (_TEXT,)


def _on_a_pillar() -> Image.Image:
    return bent(moved=1, along=0, amount=0.12)(_picture())


def _on_a_wave() -> Image.Image:
    return bent(moved=0, along=1, amount=0.12)(_picture())


@pytest.mark.parametrize("spoilt", [_blurred, _pale, _half_in_shadow, _tiny, _on_a_pillar, _on_a_wave])
def test_a_spoilt_picture_is_found_by_the_cascade_only(spoilt: Callable[[], Image.Image]) -> None:
    assert texts_in(spoilt()) == []
    assert read_image(spoilt(), _frozen).texts == (_TEXT,)


def test_a_large_picture_is_reduced_for_the_cascade() -> None:
    picture = _pale()
    large = picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)
    assert texts_in(large) == []
    assert read_image(large, _frozen).texts == (_TEXT,)


def test_two_cards_in_one_picture_are_both_read_and_each_once() -> None:
    other = token(replace(CLAIMS, member="M20260002", name="林小雨"))
    sheet = Image.new("L", (1800, 700), 255)
    for place, text in enumerate((_TEXT, other, _TEXT)):
        sheet.paste(card_image(text), (20 + place * 580, 40))
    assert sorted(read_image(sheet, _frozen).texts) == sorted((_TEXT, other))


def test_a_picture_without_codes_gives_no_texts_and_no_error() -> None:
    assert read_image(Image.new("RGB", (320, 240), "green"), _frozen) == PictureReading((), 0.0)


def test_the_smallest_pictures_do_no_harm() -> None:
    for size in ((1, 1), (1, 400), (3, 2), (400, 1)):
        assert read_image(Image.new("L", size), _frozen) == PictureReading((), 0.0)


@pytest.mark.parametrize(
    "content", [b"no picture", b"\x89PNG\r\n\x1a\n", card_png(_TEXT)[:300], b"BM" + bytes(60)]
)
def test_what_is_no_picture_is_said_to_be_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "card.png"
    path.write_bytes(content)
    assert read_picture(path, _frozen) == PictureReading((), 0.0, PictureError.UNREADABLE)


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    assert read_picture(tmp_path / "none.png").error is PictureError.UNREADABLE
    assert read_picture(tmp_path).error is PictureError.UNREADABLE


def test_kinds_of_files_that_a_phone_does_not_make_are_not_opened(tmp_path: Path) -> None:
    _picture().save(tmp_path / "card.tiff")
    assert read_picture(tmp_path / "card.tiff").error is PictureError.UNREADABLE


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "card.png").touch()
    assert read_picture(tmp_path / "card.png").error is PictureError.EMPTY


@pytest.mark.parametrize("size", [(8000, 6251), (10_000, 9000), (20_000, 9000)])
def test_a_picture_of_more_than_50_million_pixels_is_not_unpacked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "large.png"
    Image.new("1", size).save(path)
    assert read_picture(path).error is PictureError.TOO_LARGE


def test_a_picture_in_memory_is_limited_too() -> None:
    assert read_image(Image.new("1", (8000, 6251))).error is PictureError.TOO_LARGE


def test_a_picture_in_memory_without_pixels_is_empty() -> None:
    assert read_image(Image.new("L", (0, 9))).error is PictureError.EMPTY


def test_the_time_is_told_in_milliseconds() -> None:
    assert read_image(_picture(), _Ticking(0.00625)).ms == 12.5


def test_no_step_is_begun_that_might_overrun_the_time() -> None:
    empty = Image.new("L", (64, 64))
    patient, slow, hopeless = _Ticking(0.0), _Ticking(PICTURE_SECONDS / 6), _Ticking(PICTURE_SECONDS * 2)
    for clock in (patient, slow, hopeless):
        read_image(empty, clock)
    around = 4  # the begin, the plain look's begin and end, the end
    assert patient.asked == around + 2 * len(STEPS)
    assert slow.asked == around + 2 * 2 + 1
    assert hopeless.asked == around + 1


def test_grey_bytes_are_read_with_the_padding_of_their_rows() -> None:
    picture = _picture()
    width, height, stride = picture.width, picture.height, picture.width + 24
    sheet = Image.new("L", (stride, height), 0)
    sheet.paste(picture)
    assert read_grey(width, height, picture.tobytes(), monotonic=_frozen).texts == (_TEXT,)
    assert read_grey(width, height, sheet.tobytes(), stride, _frozen).texts == (_TEXT,)
    assert grey_image(width, height, sheet.tobytes(), stride).tobytes() == picture.tobytes()


def test_too_few_grey_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not large enough"):
        read_grey(100, 100, bytes(9000))


def test_a_good_frame_is_read_at_once() -> None:
    picture = _picture()
    assert FrameReader(_frozen).read(*picture.size, picture.tobytes()) == PictureReading((_TEXT,), 0.0)


def test_a_spoilt_frame_is_found_while_the_camera_keeps_looking() -> None:
    frames, picture = FrameReader(_Ticking(FRAME_SECONDS)), _blurred()
    texts = [frames.read(*picture.size, picture.tobytes()).texts for _ in STEPS]
    assert texts[0] == ()
    assert (_TEXT,) in texts


def test_a_frame_gets_as_many_steps_as_there_is_time_for() -> None:
    picture = _blurred()
    assert FrameReader(_frozen).read(*picture.size, picture.tobytes()).texts == (_TEXT,)


def _on_a_desk(code: Image.Image, size: tuple[int, int]) -> Image.Image:
    desk = Image.new("L", size, 105)
    desk.paste(code, ((size[0] - code.width) // 3, (size[1] - code.height) // 3))
    return desk


@pytest.mark.parametrize("size", [(1280, 960), (4000, 3000)])
def test_the_busy_part_of_a_picture_holds_its_code_and_little_else(size: tuple[int, int]) -> None:
    part = busy_part(_on_a_desk(_picture(), size))
    assert part is not None
    assert texts_in(part) == [_TEXT]
    assert part.width * part.height < 0.5 * size[0] * size[1]


@pytest.mark.parametrize("picture", [_picture(), Image.new("L", (640, 480), 30), Image.new("L", (1, 1))])
def test_nothing_is_cut_where_all_is_busy_or_nothing_is(picture: Image.Image) -> None:
    assert busy_part(picture) is None


def test_a_spoilt_code_on_a_large_picture_is_found_in_its_busy_part() -> None:
    large = _on_a_desk(_tiny(), (2000, 1500))
    assert texts_in(large) == []
    assert read_image(large, _frozen).texts == (_TEXT,)


def test_the_second_round_of_a_cameras_frames_looks_at_all_of_them() -> None:
    clock = _Ticking(FRAME_SECONDS)
    frames, empty = FrameReader(clock), _on_a_desk(Image.new("L", (40, 40), 0), (320, 240))
    for _ in range(2 * len(STEPS)):
        assert frames.read(*empty.size, empty.tobytes()).texts == ()
    assert frames._whole is False


def test_frames_too_large_to_be_doubled_skip_those_steps_and_start_over() -> None:
    frames = FrameReader(_Ticking(FRAME_SECONDS))
    empty = bytes(1280 * 720)
    assert all(frames.read(1280, 720, empty).texts == () for _ in range(len(STEPS)))


def test_a_payment_code_is_read_like_any_other_text() -> None:
    assert read_image(card_image("134567890123456789"), _frozen).texts == ("134567890123456789",)


def test_a_bar_code_with_a_member_number_is_read_where_there_is_no_qr_code() -> None:
    bars = zxingcpp.create_barcode("M20260001", zxingcpp.BarcodeFormat.Code128).to_image(scale=3)
    assert read_image(Image.fromarray(bars), _frozen).texts == ("M20260001",)
