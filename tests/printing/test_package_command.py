"""The command says of a claim package whether it is whole, and names what is not."""

import json
import zipfile
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest

from clinic_terminal.application.claim_package import MANIFEST
from clinic_terminal.printing.package_command import verify_package_command


def package(path: Path, *, changed: bool = False) -> Path:
    """Write a package of one file, which may be another than the manifest says."""
    manifest = {"files": [{"name": "bill.pdf", "size": 1, "sha256": sha256(b"x").hexdigest()}]}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bill.pdf", b"y" if changed else b"x")
        archive.writestr(MANIFEST, json.dumps(manifest))
    return path


def said(path: Path) -> tuple[int, str]:
    out = StringIO()
    return verify_package_command(path, out), out.getvalue()


def test_a_whole_package_is_said_to_be_whole(tmp_path: Path) -> None:
    code, words = said(package(tmp_path / "a.zip"))
    assert code == 0
    assert "✓ 资料包完整：1 个文件都在" in words
    assert "The package is whole" in words


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    code, words = said(package(tmp_path / "a.zip", changed=True))
    assert code == 1
    assert "    - bill.pdf\n" in words


@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_what_is_no_package_is_said_to_be_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.zip").write_bytes(content)
    code, words = said(tmp_path / "a.zip")
    assert code == 1
    assert words.startswith("✗ 这个文件不是理赔资料包")
