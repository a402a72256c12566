"""Card reading on the stored keys: pictures in memory, camera frames, and addresses of the settings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.bootstrap.cards import AGREE_WITHIN, StoredKeyCards
from clinic_terminal.card.issue import card_image
from clinic_terminal.domain.member import CardOutcome
from clinic_terminal.store.store import SqlStore, open_store
from tests.card import issuers
from tests.card.issuers import CLAIMS, NOW
from tests.fakes.ports import SetClock

KEY = bytes(range(32))
TICK = timedelta(milliseconds=100)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(tmp_path / "clinic.db", KEY, SetClock())
    with opened.begin() as uow:
        uow.memory.set_card_keys(issuers.key_document([issuers.PRACTICE.key_entry()]))
    yield opened
    opened.close()


@pytest.fixture
def cards(store: SqlStore) -> StoredKeyCards:
    return StoredKeyCards(store)


def picture(*tokens: str) -> GreyPicture:
    codes = [card_image(token).convert("L") for token in tokens]
    width = sum(code.width for code in codes) or 64
    ground = Image.new("L", (width, max((code.height for code in codes), default=64)), 255)
    left = 0
    for code in codes:
        ground.paste(code, (left, 0))
        left += code.width
    return GreyPicture(ground.width, ground.height, ground.tobytes(), ground.width)


def test_the_card_of_a_picture_in_memory_is_judged(cards: StoredKeyCards) -> None:
    (reading,) = cards.read_grey(picture(issuers.token()), NOW)
    assert reading.claims == CLAIMS


def test_a_picture_without_a_code_is_no_card(cards: StoredKeyCards) -> None:
    (reading,) = cards.read_grey(picture(), NOW)
    assert (reading.outcome, reading.detail) == (CardOutcome.NOT_A_CARD, "EMPTY")


def test_a_frame_is_believed_once_a_second_one_agrees(cards: StoredKeyCards) -> None:
    frame = picture(issuers.token())
    assert cards.read_frame(frame, NOW) == ()
    (reading,) = cards.read_frame(frame, NOW + TICK)
    assert reading.claims == CLAIMS


def test_frames_in_between_that_show_nothing_do_not_break_the_agreement(cards: StoredKeyCards) -> None:
    frame = picture(issuers.token())
    assert cards.read_frame(frame, NOW) == ()
    assert cards.read_frame(picture(), NOW + TICK) == ()
    assert len(cards.read_frame(frame, NOW + 2 * TICK)) == 1


def test_two_frames_that_differ_agree_on_nothing(cards: StoredKeyCards) -> None:
    one, other = issuers.token(), issuers.token(signer=issuers.ES256)
    assert cards.read_frame(picture(one), NOW) == ()
    assert cards.read_frame(picture(other), NOW + TICK) == ()


def test_a_frame_of_long_ago_does_not_count(cards: StoredKeyCards) -> None:
    frame = picture(issuers.token())
    assert cards.read_frame(frame, NOW) == ()
    assert cards.read_frame(frame, NOW + AGREE_WITHIN + TICK) == ()


def test_a_second_card_that_comes_into_the_frame_is_waited_for(cards: StoredKeyCards) -> None:
    brother = issuers.token(replace(CLAIMS, name="林小禾", member="M20260002"))
    assert cards.read_frame(picture(issuers.token()), NOW) == ()
    both = picture(issuers.token(), brother)
    assert cards.read_frame(both, NOW + TICK) == ()
    assert len(cards.read_frame(both, NOW + 2 * TICK)) == 2


def test_a_code_that_is_refused_is_said_once_two_frames_agree(cards: StoredKeyCards) -> None:
    frame = picture("134567890123456789")
    assert cards.read_frame(frame, NOW) == ()
    (reading,) = cards.read_frame(frame, NOW + TICK)
    assert reading.detail == "PAYMENT_CODE"


def test_addresses_are_read_by_the_patterns_of_the_settings(store: SqlStore) -> None:
    cards = StoredKeyCards(store, (r"[?&]m=(\w+)",))
    assert cards.read_text("https://card.example/?m=M20260001", NOW).member == "M20260001"
