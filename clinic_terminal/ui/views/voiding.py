"""Before a bill is voided: what it was, what a void means, and what it means for the chosen reason."""

from dataclasses import dataclass

from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.terms import short_reference, void_reason_word
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.widgets.money import yuan


@dataclass(frozen=True, slots=True)
class VoidView:
    """Finished words: the bill in one line, the reasons, what a void does, and who does it."""

    title: str
    about: str
    reasons: tuple[tuple[VoidReason, str], ...]
    effects: tuple[str, ...]
    by: str
    chose_brand: bool


def void_view(visit: Visit, operator: str, words: Translate, *, refused: bool = False) -> VoidView | None:
    """Return what stands before a void; None where the visit has no bill.

    ``refused``: the insurer did not take the bill, so that it has nothing to give back.
    """
    _ = words
    bill = visit.bill
    if bill is None:
        return None
    totals = bill.result.totals
    figures = (
        _("账单编号 {number}").format(number=short_reference(bill.id)),
        _("保险直付 {amount}").format(amount=yuan(totals.insurer)),
        _("家长已付 {amount}").format(amount=yuan(visit.paid_fen)),
    )
    return VoidView(
        title=_("作废{child}的账单").format(child=bill.person.name),
        about=" · ".join(figures),
        reasons=tuple((reason, void_reason_word(reason, words)) for reason in VoidReason),
        effects=_effects(visit, words, refused=refused),
        by=_("以 {operator} 的名义作废，记入审计记录。").format(operator=operator),
        chose_brand=bill.brand_lock_set and not refused,
    )


def _effects(visit: Visit, words: Translate, *, refused: bool) -> tuple[str, ...]:
    _ = words
    bill = visit.bill
    if bill is None:
        return ()
    told = [_("整张账单作废，不能只改其中一项；签过字的账单照样保存，随时可查。")]
    if refused:
        told.append(_("保险没有接受这张账单，没有要退回的额度和次数。"))
    elif bill.is_direct:
        told.append(_("这张账单用掉的额度和次数，作废送达后退回。"))
    if visit.paid_fen:
        told.append(_("家长已付的 {amount} 要由诊所退还。").format(amount=yuan(visit.paid_fen)))
    return tuple(told)


def lock_effect(visit: Visit, reason: VoidReason | None, words: Translate) -> str:
    """Return what a void for ``reason`` does to the brand that this bill chose; empty where it chose none."""
    _ = words
    bill = visit.bill
    if bill is None or not bill.brand_lock_set or reason is None:
        return ""
    brand = bill.clinic.brand_name if is_english(words) else f"“{bill.clinic.brand_name}”"
    if reason.may_release_lock:
        return _("这张账单选定了{brand}；如果没有别的有效就诊，选定会一起解除。").format(brand=brand)
    return _("这张账单选定的{brand}不会因为这个原因解除，请告诉家长。").format(brand=brand)
