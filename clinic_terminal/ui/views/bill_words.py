"""Words that all pages of the bill share: names, places, ages, days, and why who pays."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.settings import resource

LANGUAGE: Final = N_("中文")
"""Its translation tells which of an item's two names the reader knows."""

CATEGORIES: Final[Mapping[str, str]] = {
    Category.PREVENTIVE: N_("预防"),
    Category.BASIC: N_("基础"),
    Category.ORTHODONTIC: N_("正畸"),
    Category.NOT_COVERED: N_("责任外"),
}
PLACES: Final[Mapping[str, str]] = {
    "Q1": N_("右上区"),
    "Q2": N_("左上区"),
    "Q3": N_("左下区"),
    "Q4": N_("右下区"),
    "UPPER": N_("上颌"),
    "LOWER": N_("下颌"),
}
SHORT_REASONS: Final[Mapping[Reason, str]] = {
    Reason.COVERED: N_("直付"),
    Reason.NOT_COVERED: N_("家长自费"),
    Reason.FREQUENCY: N_("超过年度次数"),
    Reason.DEDUCTIBLE: N_("免赔额"),
    Reason.COINSURANCE: N_("自付 {percent}"),
    Reason.LIMIT_REACHED: N_("共享额度已用完"),
    Reason.CATEGORY_LIMIT: N_("该类额度已用完"),
    Reason.PREAUTH_ABSENT: N_("未获事先授权"),
    Reason.PREAUTH_EXCEEDED: N_("超出授权金额"),
    Reason.POLICY_NOT_STARTED: N_("保险未生效"),
    Reason.POLICY_EXPIRED: N_("保险已到期"),
    Reason.NOT_IN_NETWORK: N_("不在网络内"),
    Reason.BRAND_LOCKED: N_("已选其他品牌"),
    Reason.CARD_GREYED: N_("电子卡已置灰"),
    Reason.CARD_UNBOUND: N_("电子卡未绑定"),
    Reason.FIRST_VISIT_UNBOOKED: N_("首诊未预约"),
    Reason.SELF_PAY_CHOSEN: N_("选择自费"),
}

_MONTHS_A_YEAR = 12
_BABY_YEARS = 2


def is_english(words: Translate) -> bool:
    """Tell whether ``words`` speaks English rather than Chinese."""
    return words(LANGUAGE) != LANGUAGE


def named(words: Translate, zh: str, en: str) -> str:
    """Return the name in the reader's language, the Chinese one where there is no other."""
    return en if en and is_english(words) else zh


def category_name(category: str, words: Translate) -> str:
    """Return a benefit category in one word."""
    return words(CATEGORIES.get(category, category))


def place_name(place: str, words: Translate) -> str:
    """Return a tooth or region as it is read: FDI figures stay, quadrants and arches get their word."""
    return words(PLACES[place]) if place in PLACES else place


def places_text(places: tuple[str, ...], words: Translate, surfaces: Surfaces = ()) -> str:
    """Return the places of a line with the surfaces named for them, such as 54 OD; empty for none."""
    comma, letters = ", " if is_english(words) else "、", dict(surfaces)
    return comma.join(f"{place_name(place, words)} {letters.get(place, '')}".rstrip() for place in places)


def short_reason(reason: Reason, percent: str, words: Translate) -> str:
    """Return a reason in a few words, for a table's cell."""
    return words(SHORT_REASONS[reason]).format(percent=percent)


def long_reason(reason: Reason, percent: str, brand: str, words: Translate) -> str:
    """Return a reason as the whole sentence that the paper prints too."""
    entry = _reasons()[reason]
    language = "en" if is_english(words) else "zh"
    known = {"percent": percent, "brand": brand}
    plain = f"{language}_plain"
    missing = any(f"{{{name}}}" in entry[language] and not value for name, value in known.items())
    return str(entry[plain if missing and plain in entry else language]).format(**known)


@cache
def _reasons() -> dict[str, Any]:
    return tomllib.loads(resource("texts", "reasons.toml").read_text(encoding="utf-8"))


def age_text(born: date, day: date, words: Translate) -> str:
    """Return the child's age on ``day``: months below two years, then years."""
    months = (day.year - born.year) * _MONTHS_A_YEAR + day.month - born.month - (day.day < born.day)
    if months < _BABY_YEARS * _MONTHS_A_YEAR:
        return words(N_("{months} 个月")).format(months=max(0, months))
    return words(N_("{years} 岁")).format(years=months // _MONTHS_A_YEAR)


def day_text(day: date, words: Translate) -> str:
    """Return a date as it is read out."""
    if is_english(words):
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def moment_text(moment: datetime, words: Translate) -> str:
    """Return a moment in Beijing time, such as 5 月 21 日 10:30."""
    there = moment + CHINA
    if is_english(words):
        return f"{there.day} {there:%b} {there:%H:%M}"
    return f"{there.month} 月 {there.day} 日 {there:%H:%M}"
