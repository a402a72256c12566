"""What the guardian reads and signs: this child, this bill, in plain words, in either language."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from clinic_terminal.application.signing import CONSENT_TEXT_VERSION
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Part, Reason
from clinic_terminal.domain.bill import BillLine, FrozenBill
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.money import WHOLE_BP, percent
from clinic_terminal.domain.plan import Plan, SelfPay
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.settings import resource
from clinic_terminal.ui.views.bill_words import is_english, named, place_name
from clinic_terminal.ui.widgets.money import yuan

RELATIONSHIPS: Final = {
    Relationship.FATHER: N_("父亲"),
    Relationship.MOTHER: N_("母亲"),
    Relationship.OTHER_GUARDIAN: N_("其他监护人"),
    Relationship.ENTRUSTED: N_("受托人"),
}
PLAIN_REASONS: Final = {
    Reason.COVERED: N_("保险全付"),
    Reason.COINSURANCE: N_("保险付 {percent}"),
    Reason.DEDUCTIBLE: N_("免赔额由您支付"),
    Reason.NOT_COVERED: N_("不在保险范围内"),
    Reason.FREQUENCY: N_("超过今年可直付的次数"),
    Reason.LIMIT_REACHED: N_("今年的额度用完了"),
    Reason.CATEGORY_LIMIT: N_("这一类的额度用完了"),
    Reason.PREAUTH_ABSENT: N_("没有事先授权，保险少付 40%"),
    Reason.PREAUTH_EXCEEDED: N_("超出授权金额，保险少付 40%"),
}
_SELF_PAID: Final = N_("由您支付")
_HALF = 5_000


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """One row: names, places, fee, what the family pays of it and later (fen), why, the insurer's rate."""

    name_zh: str
    name_en: str
    places: tuple[str, ...]
    fee: int
    guardian: int
    later: int
    reasons: tuple[Reason, ...]
    insurer_bp: int


@dataclass(frozen=True, slots=True)
class GuardianView:
    """Everything that the guardian is shown, and nothing else; amounts in fen, dates of the clinic."""

    child: str
    day: date
    lines: tuple[GuardianLine, ...]
    billed: int
    insurer: int
    pay_now: int
    pay_later: int
    pool_after: int
    is_direct: bool
    offline: bool
    text_version: str = CONSENT_TEXT_VERSION


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A row in finished words; amount in fen."""

    what: str
    why: str
    fen: int


def guardian_view(bill: FrozenBill, chart: Chart) -> GuardianView:
    """Return what the guardian of a frozen bill is shown."""
    plan = chart.edition.plan
    totals = bill.result.totals
    return GuardianView(
        child=bill.person.name,
        day=bill.day,
        lines=tuple(_line(number, line, bill, plan) for number, line in enumerate(bill.lines, 1)),
        billed=totals.billed,
        insurer=totals.insurer,
        pay_now=totals.on_site,
        pay_later=totals.online,
        pool_after=bill.result.pool_after,
        is_direct=bill.is_direct,
        offline=bill.offline,
    )


def _line(number: int, line: BillLine, bill: FrozenBill, plan: Plan) -> GuardianLine:
    parts: list[Part] = [part for part in bill.result.parts if part.line == number]
    rate = next((bp for category, bp in plan.coinsurance_bp.items() if category == line.category), WHOLE_BP)
    online = plan.self_pay is SelfPay.ONLINE_LATER
    reasons: dict[Reason, None] = {}
    for part in parts:
        reasons.update(dict.fromkeys(part.reasons))
    return GuardianLine(
        line.name_zh,
        line.name_en,
        line.teeth,
        sum(part.billed for part in parts),
        sum(part.guardian for part in parts),
        sum(p.deductible + p.coinsurance + p.penalty for p in parts) if online else 0,
        tuple(reasons),
        WHOLE_BP - rate,
    )


def guardian_rows(view: GuardianView, words: Translate) -> tuple[GuardianRow, ...]:
    """Return the rows in words: what the insurer pays whole stands together, the rest each by itself.

    Each item stands with its fee, since the signature says that the amounts were seen.
    """
    free = [line for line in view.lines if not line.guardian]
    covered = words(PLAIN_REASONS[Reason.COVERED])
    if len(free) > 1:
        names = _comma(words).join(f"{_what(line, words)} {yuan(line.fee)}" for line in free)
        rows = [GuardianRow(names, covered, 0)]
    else:
        rows = [GuardianRow(_what(line, words), _with_fee(line, covered, words), 0) for line in free]
    paid = (line for line in view.lines if line.guardian)
    rows += [
        GuardianRow(_what(line, words), _with_fee(line, _why(line, words), words), line.guardian)
        for line in paid
    ]
    return tuple(rows)


def _with_fee(line: GuardianLine, why: str, words: Translate) -> str:
    return words(N_("费用 {amount} · {why}")).format(amount=yuan(line.fee), why=why)


def _what(line: GuardianLine, words: Translate) -> str:
    name = named(words, line.name_zh, line.name_en)
    if not line.places:
        return name
    teeth = [place for place in line.places if place[0].isdigit()]
    if len(teeth) == len(line.places):
        return words(N_("{item} · {teeth} 号牙")).format(item=name, teeth=_comma(words).join(teeth))
    places = _comma(words).join(place_name(place, words) for place in line.places)
    return words(N_("{item} · {places}")).format(item=name, places=places)


def _comma(words: Translate) -> str:
    return ", " if is_english(words) else "、"


def _why(line: GuardianLine, words: Translate) -> str:
    told = []
    for reason in line.reasons:
        if reason is Reason.COINSURANCE and line.insurer_bp == _HALF:
            told.append(words(N_("保险付一半")))
        elif reason is not Reason.COVERED:
            sentence = words(PLAIN_REASONS.get(reason, _SELF_PAID))
            told.append(sentence.format(percent=percent(line.insurer_bp)))
    if line.later == line.guardian:
        told.append(words(N_("结案后在线支付")))
    elif line.later:
        told.append(words(N_("其中 {amount} 结案后在线支付")).format(amount=yuan(line.later)))
    return " · ".join(told)


def consent_sentence(
    view: GuardianView, signer: str, relationship: Relationship | None, words: Translate
) -> str:
    """Return the sentence that is signed, with gaps where name and relationship are not given yet."""
    language = "en" if is_english(words) else "zh"
    texts = _consent()
    kind = "direct" if view.is_direct else "self_paid"
    related = texts["relationship"][relationship.value][language] if relationship else "____"
    return str(texts[view.text_version][kind][language]).format(
        child=view.child, relationship=related, signer=signer.strip() or "____"
    )


@cache
def _consent() -> dict[str, Any]:
    return tomllib.loads(resource("texts", "consent.toml").read_text(encoding="utf-8"))
