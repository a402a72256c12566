"""The list of licences: everything that is delivered stands in it, with a licence."""

from importlib.metadata import metadata

import pytest

from tools import licences


def test_the_committed_list_is_fresh() -> None:
    assert licences.FILE.read_text(encoding="utf-8") == licences.text(), "make guide writes it anew"


def test_every_pinned_package_has_its_row() -> None:
    told = licences.FILE.read_text(encoding="utf-8")
    rows = {(one.name, one.version) for one in licences.packages()}
    assert rows == set(licences.pinned().items())
    assert len(rows) > 50
    assert [name for name, version in rows if f"| {name} | {version} | " not in told] == []


def test_no_package_is_without_a_licence() -> None:
    assert [one.name for one in licences.packages() if not one.licence] == []


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        ("aiohttp", "Apache-2.0 AND MIT"),  # an expression
        ("python-stdnum", "LGPL-2.1-or-later"),  # a name of its own
        ("rfc8785", "Apache-2.0"),  # a classifier alone
    ],
)
def test_a_licence_is_read_from_whatever_field_has_it(package: str, licence: str) -> None:
    assert licences.licence_of(metadata(package)) == licence


def test_fonts_and_qt_are_told_too() -> None:
    told = licences.FILE.read_text(encoding="utf-8")
    for name in ("Inter", "Noto Sans SC", "Qt", "SQLCipher", "OpenSSL"):
        assert f"| {name} |" in told
