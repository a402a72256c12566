"""The texts of the licences: whatever is delivered has at least one, and it is the whole one."""

import re
from pathlib import Path, PurePosixPath

import pytest

from installer import licence_texts
from installer.licence_texts import NoTextError, collected, frozen, papers_of, write
from tools import licences

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\S+) \| [0-9]\S* \| [^|]+ \|$", re.MULTILINE)
FULL_TEXT = re.compile(r"\| licenses/(\S+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("licenses")
    assert write(place) > len(licences.pinned())
    return place


def test_every_row_of_the_list_has_a_text(folder: Path) -> None:
    told = licences.FILE.read_text(encoding="utf-8")
    rows = set(ROW.findall(told)) | set(FULL_TEXT.findall(told))
    assert rows == set(licences.pinned()) | {one.folder for one in licences.BESIDE}
    texts = {name: [file for file in (folder / name).rglob("*") if file.is_file()] for name in rows}
    assert [name for name, files in texts.items() if not any(file.stat().st_size for file in files)] == []


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("qt", ("GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE")),
        ("pyside6-essentials", ("GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE")),
        ("shiboken6", ("GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE")),
        ("ffmpeg", ("GNU LESSER GENERAL PUBLIC LICENSE",)),
        ("python-stdnum", ("GNU LESSER GENERAL PUBLIC LICENSE",)),
        ("certifi", ("Mozilla Public License Version 2.0",)),
        ("inter", ("SIL OPEN FONT LICENSE",)),
    ],
)
def test_licences_that_ask_for_their_text_have_it_in_full(
    folder: Path, name: str, headings: tuple[str, ...]
) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (folder / name).rglob("*") if file.is_file()]
    for heading in headings:
        assert any(heading in text and len(text) > 4_000 for text in texts), heading


def test_whoever_is_under_apache_alone_has_its_terms(folder: Path) -> None:
    under = [one.name for one in licences.packages() if one.licence == "Apache-2.0"]
    assert len(under) > 5
    for name in (*under, "openssl"):
        texts = [file.read_text(encoding="utf-8") for file in (folder / name).rglob("*") if file.is_file()]
        assert any("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in one for one in texts), (
            name
        )


def test_a_package_without_any_text_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    carrying = {name: texts for name, texts in licence_texts.ADDED.items() if name != "pyserial"}
    monkeypatch.setattr(licence_texts, "ADDED", carrying)
    with pytest.raises(NoTextError, match="pyserial"):
        collected()


def test_libraries_of_debian_bring_what_debian_says_of_them(tmp_path: Path) -> None:
    for package in ("libogg0", "libstdc++6"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "copyright").write_text("BSD", encoding="utf-8")
    said = "libogg0:amd64: /usr/lib/x/libogg.so.0.8\nlibstdc++6:amd64: /lib/x/libstdc++.so.6.0.30\n"
    libraries = [Path("/usr/lib/x/libogg.so.0.8"), Path("/usr/lib/x/libstdc++.so.6.0.30")]
    assert papers_of(said, libraries, tmp_path) == {
        PurePosixPath("debian/libogg0/copyright"): tmp_path / "libogg0" / "copyright",
        PurePosixPath("debian/libstdc++6/copyright"): tmp_path / "libstdc++6" / "copyright",
    }


def test_a_library_that_nobody_answers_for_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(NoTextError, match="libogg0"):
        papers_of("libogg0:amd64: /lib/x/libogg.so.0\n", [Path("/usr/lib/x/libogg.so.0")], tmp_path)
    with pytest.raises(NoTextError, match=r"/usr/lib/x/libnew\.so\.1"):
        papers_of("", [Path("/usr/lib/x/libnew.so.1")], tmp_path)


def test_the_build_takes_the_texts_along() -> None:
    entries = {place: (Path(file), kind) for place, file, kind in frozen([])}
    assert {kind for _, kind in entries.values()} == {"DATA"}
    assert entries["licenses/qt/LGPL-3.0.txt"][0].is_file()
    assert "licenses/keyring/LICENSE" in entries
    spec = (ROOT / "installer" / "clinic_terminal.spec").read_text(encoding="utf-8")
    assert "analysis.datas += frozen(" in spec


def test_papers_say_where_the_texts_stand() -> None:
    place = "/usr/share/doc/clinic-terminal/licenses"
    assert place in licences.FILE.read_text(encoding="utf-8")
    assert place in (ROOT / "installer" / "debian" / "copyright").read_text(encoding="utf-8")
