"""The publisher's list as bytes: read back as written, and nothing else is taken for one."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinic_terminal.contract.editions import MOST_BYTES, editions_bytes, read_editions
from clinic_terminal.contract.errors import EditionsFileError
from clinic_terminal.domain.edition import Edition, EditionPackage

EDITION = Edition(
    "1.2.3",
    date(2026, 11, 20),
    "排队更快。",
    "The queue is faster.",
    "0012",
    (EditionPackage("a.deb", 5, "0f" * 32), EditionPackage("b.exe", 0, "00" * 32)),
)


def changed(**parts: object) -> bytes:
    whole = json.loads(editions_bytes(EDITION))
    whole["newest"].update(parts)
    return json.dumps(whole).encode()


def test_what_was_written_is_read() -> None:
    assert read_editions(editions_bytes(EDITION)) == EDITION
    bare = Edition("0.1", date(2026, 1, 1))
    assert read_editions(editions_bytes(bare)) == bare


def test_what_a_later_form_adds_is_passed_over() -> None:
    assert read_editions(changed(colour="blue", packages=[])) == replace(EDITION, packages=())


PACKAGE: dict[str, Any] = {"name": "a", "size": 1, "sha256": "ab" * 32}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "JSON"),
        (b"\xff", "JSON"),
        (b"[" * 60_000, "JSON"),
        (b" " * (MOST_BYTES + 1), "size"),
        (b"[]", "form"),
        (b'{"form": "other/1"}', "form"),
        (b'{"form": "clinic-terminal-editions/1"}', "newest"),
        (changed(note="x"), "note"),
        (changed(note={"zh": "长" * 301}), "zh"),
        (changed(note={"en": "two\nlines"}), "en"),
        (changed(version="soon"), "version"),
        (changed(version=2), "version"),
        (changed(minimum_schema="abc"), "minimum_schema"),
        (changed(released="20.11.2026"), "released"),
        (changed(released=None), "released"),
        (changed(packages={}), "packages"),
        (changed(packages=["a"]), "packages"),
        (changed(packages=[PACKAGE] * 17), "packages"),
        (changed(packages=[PACKAGE | {"size": -1}]), "size"),
        (changed(packages=[PACKAGE | {"size": True}]), "size"),
        (changed(packages=[PACKAGE | {"sha256": "AB" * 32}]), "sha256"),
        (changed(packages=[PACKAGE | {"name": "\x1b[31m"}]), "name"),
    ],
)
def test_what_is_none_is_refused_by_its_place(content: bytes, place: str) -> None:
    with pytest.raises(EditionsFileError) as refused:
        read_editions(content)
    assert refused.value.place == place


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(EditionsFileError):
        editions_bytes(replace(EDITION, note_zh="长" * 301))
