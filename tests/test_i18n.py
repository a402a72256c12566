import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from clinic_terminal import i18n
from clinic_terminal.i18n import N_, UnknownLanguageError, number_translator, translator
from tools import catalogues

CODE = """
_("还剩 {days} 天")
self._("请家长签字")
HINT = N_("请再扫一次")
_n("{count} 次就诊", "{count} 次就诊", count)
"""
ENGLISH = {
    "还剩 {days} 天": "{days} days left",
    "请家长签字": "Guardian, please sign",
    "请再扫一次": "Please scan again",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "clinic_terminal"
    package.mkdir()
    (package / "page.py").write_text(CODE, encoding="utf-8")
    return package


@pytest.fixture
def locale(tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Compiled catalogues of the code above, in the place of the real ones."""
    folder = tmp_path / "locale"
    for language in ("zh_CN", "en"):
        catalog = catalogues.renew(catalogues.collect(package), Catalog(), language)
        if language == "en":
            for message in catalogues.messages(catalog):
                message.string = ENGLISH.get(str(message.id), ("{count} visit", "{count} visits"))
        file = folder / language / "LC_MESSAGES" / "clinic_terminal.mo"
        file.parent.mkdir(parents=True)
        file.write_bytes(catalogues.mo_bytes(catalog))
    monkeypatch.setattr(i18n, "resource", tmp_path.joinpath)
    i18n._catalogue.cache_clear()
    yield folder
    i18n._catalogue.cache_clear()
    gettext._translations.clear()  # type: ignore[attr-defined] # the standard library's own cache, by file name


@pytest.mark.usefixtures("locale")
def test_both_languages_are_live_at_once() -> None:
    clerk, guardian = translator("zh_CN"), translator("en")
    assert clerk("还剩 {days} 天").format(days=3) == "还剩 3 天"
    assert guardian("还剩 {days} 天").format(days=3) == "3 days left"
    assert guardian(N_("请再扫一次")) == "Please scan again"


@pytest.mark.usefixtures("locale")
def test_english_counts_one_and_many() -> None:
    english, chinese = number_translator("en"), number_translator("zh_CN")
    ids = ("{count} 次就诊", "{count} 次就诊")
    assert [english(*ids, n).format(count=n) for n in (1, 2)] == ["1 visit", "2 visits"]
    assert [chinese(*ids, n).format(count=n) for n in (1, 2)] == ["1 次就诊", "2 次就诊"]


@pytest.mark.usefixtures("locale")
def test_a_sentence_without_translation_stays_chinese() -> None:
    assert translator("en")("没有译文") == "没有译文"


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(UnknownLanguageError, match="'fr'; known are: zh_CN, en"):
        translator("fr")


def test_the_real_catalogues_load() -> None:
    assert translator("zh_CN")("这句话没有译文") == translator("en")("这句话没有译文")


def test_every_way_to_name_a_sentence_is_collected(package: Path) -> None:
    ids = [ids for ids, _file in catalogues.collect(package)]
    assert set(ids) == {*ENGLISH, ("{count} 次就诊", "{count} 次就诊")}
