"""The publisher's list of editions as bytes: small JSON, believed only after its signatures were checked."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from clinic_terminal.contract.errors import EditionsFileError
from clinic_terminal.domain.edition import LONGEST_NOTE, Edition, EditionPackage, is_version

FORM: Final = "clinic-terminal-editions/1"
FILE: Final = "editions.json"
MOST_BYTES: Final = 65_536
_MOST_PACKAGES: Final = 16
_LONGEST_NAME: Final = 120
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SCHEMA: Final = re.compile(r"[0-9]{0,8}", re.ASCII)


def editions_bytes(newest: Edition) -> bytes:
    """Return the list with its newest edition; raises EditionsFileError for what could not be read back."""
    whole = {
        "form": FORM,
        "newest": {
            "version": newest.version,
            "released": newest.released.isoformat(),
            "minimum_schema": newest.minimum_schema,
            "note": {"zh": newest.note_zh, "en": newest.note_en},
            "packages": [
                {"name": one.name, "size": one.size, "sha256": one.sha256} for one in newest.packages
            ],
        },
    }
    written = json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"
    read_editions(written)
    return written


def read_editions(content: bytes) -> Edition:
    """Return the newest edition; what is not known is passed over. Raises EditionsFileError."""
    if len(content) > MOST_BYTES:
        raise EditionsFileError("size")
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EditionsFileError("JSON") from error
    if not isinstance(whole, dict) or whole.get("form") != FORM:
        raise EditionsFileError("form")
    return _edition(_mapping(whole, "newest"))


def _edition(read: Mapping[str, Any]) -> Edition:
    note = _mapping(read, "note")
    packages = read.get("packages", [])
    if not isinstance(packages, list) or len(packages) > _MOST_PACKAGES:
        raise EditionsFileError("packages")
    version = _line(read, "version", _LONGEST_NAME)
    minimum_schema = _line(read, "minimum_schema", _LONGEST_NAME)
    if not is_version(version):
        raise EditionsFileError("version")
    if not _SCHEMA.fullmatch(minimum_schema):
        raise EditionsFileError("minimum_schema")
    return Edition(
        version=version,
        released=_date(read),
        note_zh=_line(note, "zh", LONGEST_NOTE),
        note_en=_line(note, "en", LONGEST_NOTE),
        minimum_schema=minimum_schema,
        packages=tuple(_package(one) for one in packages),
    )


def _package(read: object) -> EditionPackage:
    if not isinstance(read, dict):
        raise EditionsFileError("packages")
    size, sha256 = read.get("size"), _line(read, "sha256", _LONGEST_NAME)
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise EditionsFileError("size")
    if not _SHA256.fullmatch(sha256):
        raise EditionsFileError("sha256")
    return EditionPackage(_line(read, "name", _LONGEST_NAME), size, sha256)


def _mapping(read: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = read.get(name)
    if not isinstance(found, dict):
        raise EditionsFileError(name)
    return found


def _line(read: Mapping[str, Any], name: str, longest: int) -> str:
    """Return one line that can be shown as it is."""
    found = read.get(name, "")
    if not isinstance(found, str) or len(found) > longest or not found.isprintable():
        raise EditionsFileError(name)
    return found


def _date(read: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(_line(read, "released", _LONGEST_NAME))
    except ValueError as error:
        raise EditionsFileError("released") from error
