"""A file that is written is whole, or the older one is still there."""

from pathlib import Path

import pytest

from clinic_terminal.application.failures import ExportFailedError
from clinic_terminal.ui.saved_file import write_whole


def test_a_file_is_written_over_an_older_one(tmp_path: Path) -> None:
    file = tmp_path / "价目.csv"
    for content in (b"old", b"new"):
        assert write_whole(file, content).read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("name", "cause"), [("gone/x.csv", "NO_FOLDER"), ("file/x.csv", "NO_FOLDER"), ("taken", "CANNOT_WRITE")]
)
def test_what_cannot_be_written_says_why_and_leaves_nothing(tmp_path: Path, name: str, cause: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "taken").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportFailedError) as failed:
        write_whole(tmp_path / name, b"new")
    assert failed.value.cause == cause
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_may_not_be_written_to_is_named_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_place: object, **_more: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(ExportFailedError, match="NO_PERMISSION"):
        write_whole(tmp_path / "x.csv", b"new")
