"""The brand lock in the family's words: not chosen yet, ours, or not held at all."""

from dataclasses import dataclass

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.bill_words import day_text
from clinic_terminal.ui.views.case import Case

TOLD_ONLY = frozenset({"OURS", "EXEMPT"})
"""How a visit may stand to the lock where the desk is told and nothing is asked."""


@dataclass(frozen=True, slots=True)
class BrandView:
    """What the lock means for this visit; ``say`` is what the family hears before it, empty: nothing."""

    title: str
    fact: str
    say: str = ""


def brand_view(case: Case, words: Translate) -> BrandView:
    """Return the lock in words."""
    _ = words
    lock = case.lock
    if lock.kind == "NONE_YET":
        return _first(case, words)
    if lock.kind == "EXEMPT":
        return BrandView(_("品牌锁定"), _exempt(lock.brand, words))
    return BrandView(_("品牌锁定"), _ours(case, words))


def _first(case: Case, words: Translate) -> BrandView:
    _ = words
    end, ours = day_text(case.policy.snapshot.period.end, words), case.lock.ours
    said = _(
        "“这是小朋友第一次用这份保险。今天在我们这里直付以后，这份保险就选定{brand}了，一直到 {end}："
        "我们的各家诊所都能用，但不能换到别的品牌。您同意在我们这里看吗？”"
    )
    fact = _("这次直付后将选定“{brand}”，本保单期内不能转到其他品牌。")
    return BrandView(_("品牌锁定"), fact.format(brand=ours), said.format(end=end, brand=ours))


def _exempt(brand: str, words: Translate) -> str:
    _ = words
    if brand:
        return _("本品牌不受锁定限制；家长选定的“{brand}”不变").format(brand=brand)
    return _("本品牌不受锁定限制，今天直付也不会选定品牌")


def _ours(case: Case, words: Translate) -> str:
    """Return since when the family is bound to us, and by which visit where the records name it."""
    _ = words
    lock, history = case.lock, case.policy.snapshot.history
    if not lock.since:
        return _("已选定本品牌，首诊账单还没有送达")
    where = next((one.clinic for one in history if one.day.isoformat() == lock.since), "")
    if where:
        return _("已选定本品牌：{since} 在{clinic}首诊").format(since=lock.since, clinic=where)
    return _("已选定本品牌，自 {since} 首诊起").format(since=lock.since)
