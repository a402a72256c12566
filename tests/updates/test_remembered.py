"""The last look in its file: read as it was written, and done without where it is not what was written."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.edition_ports import EditionLook, Standing, Unsure
from clinic_terminal.updates.remembered import read_look, write_look
from tests.updates.publisher import LATER, NOW

SURE = EditionLook(Standing.NEWER, "0.1.0", NOW, None, LATER, NOW, "https://editions.example")
UNSURE = replace(SURE, standing=Standing.UNSURE, at=NOW + timedelta(days=1), cause=Unsure.TIMEOUT)


@pytest.mark.parametrize("look", [SURE, UNSURE, EditionLook(Standing.UNSURE, "1", NOW, Unsure.CLOCK)])
def test_a_look_is_read_as_it_was_kept(tmp_path: Path, look: EditionLook) -> None:
    write_look(tmp_path / "new", look)
    assert read_look(tmp_path / "new") == look


def test_before_the_first_look_there_is_none(tmp_path: Path) -> None:
    assert read_look(tmp_path) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"', "{'"),
        ('"standing": "NEWER"', '"standing": "SOMETIME"'),
        ('"at"', '"when"'),
        ("+00:00", ""),
        ("clinic-terminal-editions", "another"),
        ('"cause": null', '"cause": "WHIM"'),
    ],
)
def test_a_spoiled_file_is_no_look(tmp_path: Path, old: str, new: str) -> None:
    write_look(tmp_path, SURE)
    file = tmp_path / "look.json"
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert read_look(tmp_path) is None


@pytest.mark.parametrize("content", [b"\xff", b"[]", b"3", b"[" * 60_000])
def test_garbage_is_no_look(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "look.json").write_bytes(content)
    assert read_look(tmp_path) is None


def test_a_place_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    write_look(tmp_path / "file", SURE)
    assert read_look(tmp_path / "file") is None
