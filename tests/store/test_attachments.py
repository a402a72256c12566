"""Files of visits on the encrypted file: kept byte by byte, found by the visit, checked when read."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from clinic_terminal.application.sheet_failures import AttachmentChangedError, AttachmentUnknownError
from clinic_terminal.domain.attachment import Attached, Media
from clinic_terminal.store.store import SqlStore
from tests.build import NOW

BODY = b"%PDF-1.7 a signed sheet" * 100


def _attached(number: int, visit: str = "V-1", body: bytes = BODY) -> Attached:
    at = NOW + timedelta(minutes=number)
    return Attached(f"A-{number}", visit, Media.PDF, at, sha256(body).hexdigest(), len(body))


def _kept(store: SqlStore, *files: Attached) -> None:
    for one in files:
        with store.begin() as uow:
            uow.attachments.add(one, BODY)


def test_a_file_comes_back_as_it_was_kept(store: SqlStore) -> None:
    _kept(store, _attached(1))
    with store.read() as uow:
        assert uow.attachments.body("A-1") == BODY


def test_a_visits_files_come_in_order_and_nobody_elses(store: SqlStore) -> None:
    _kept(store, _attached(3), _attached(1), _attached(2, "V-2"))
    with store.read() as uow:
        assert uow.attachments.of_visit("V-1") == [_attached(1), _attached(3)]
        assert uow.attachments.of_visit("V-3") == []


def test_a_file_that_is_not_the_one_that_was_kept_is_not_given_away(store: SqlStore) -> None:
    _kept(store, _attached(1, body=b"another"))
    with store.read() as uow, pytest.raises(AttachmentChangedError):
        uow.attachments.body("A-1")


def test_an_unknown_file_is_said_to_be_unknown(store: SqlStore) -> None:
    with store.read() as uow, pytest.raises(AttachmentUnknownError):
        uow.attachments.body("A-9")


def test_nothing_of_a_file_stands_readable_on_the_disk(store: SqlStore, path: Path) -> None:
    _kept(store, _attached(1))
    store.close()
    assert b"a signed sheet" not in b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
