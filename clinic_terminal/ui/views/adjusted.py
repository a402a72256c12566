"""An adjusted bill: the insurer's lines beside ours, each difference, and who owes whom what."""

from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.outcomes import LineBeside, Outcome, OutcomeTotals, beside
from clinic_terminal.domain.adjudication import Reason, Totals
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import named, places_text, short_reason
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount as it was signed and as the insurer has it now, in fen; None where a side has none."""

    label: str
    signed: int | None
    now: int | None
    note: str = ""
    strong: bool = False

    @property
    def difference(self) -> int:
        """What it is more now; negative where it is less."""
        return (self.now or 0) - (self.signed or 0)


@dataclass(frozen=True, slots=True)
class Debt:
    """Who owes whom, in a sentence; ``fen`` is never negative."""

    text: str
    fen: int
    tone: Tone = Tone.WARN


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the family signed beside what the insurer says now."""

    lines: tuple[Pair, ...]
    totals: tuple[Pair, ...]
    debts: tuple[Debt, ...]
    adds_up: bool


_NO_TOTALS: Final = OutcomeTotals(0, 0, 0, 0, 0, 0)


def comparison(bill: FrozenBill, outcome: Outcome | None, words: Translate) -> Comparison | None:
    """Return both sides of a bill; None where the answer has no figures."""
    if outcome is None or outcome.totals is None:
        return None
    return Comparison(
        lines=_lines(bill, outcome, words),
        totals=_totals(bill.result.totals, outcome.totals, words),
        debts=_debts(bill.result.totals, outcome.totals, words) if outcome.adds_up else (),
        adds_up=outcome.adds_up,
    )


def refused_comparison(bill: FrozenBill, words: Translate) -> Comparison:
    """Return both sides of a bill of which the insurer pays nothing."""
    totals = bill.result.totals
    nothing = OutcomeTotals(totals.billed, 0, totals.billed, totals.billed, 0, 0)
    unpaid = Debt(
        words(N_("保险那部分没有人付：与家长商量好再收，没有家长同意不多收。")), totals.insurer, Tone.STOP
    )
    return Comparison((), _totals(totals, nothing, words)[:1], (unpaid,), adds_up=True)


def _lines(bill: FrozenBill, outcome: Outcome, words: Translate) -> tuple[Pair, ...]:
    numbers: dict[int, list[LineBeside]] = {}
    for one in beside(outcome, bill):
        number = one.ours.line if one.ours else one.theirs.line if one.theirs else 0
        numbers.setdefault(number, []).append(one)
    return tuple(_line(bill, number, parts, words) for number, parts in sorted(numbers.items()))


def _line(bill: FrozenBill, number: int, parts: list[LineBeside], words: Translate) -> Pair:
    ours = [one.ours for one in parts if one.ours is not None]
    theirs = [one.theirs for one in parts if one.theirs is not None]
    return Pair(
        _label(bill, number, words),
        sum(part.insurer for part in ours) if ours else None,
        sum(line.insurer_fen for line in theirs) if theirs else None,
        _reasons(tuple(reason for line in theirs for reason in line.reasons), words),
    )


def _label(bill: FrozenBill, number: int, words: Translate) -> str:
    if not 1 <= number <= len(bill.lines):
        return str(number)
    line = bill.lines[number - 1]
    return f"{named(words, line.name_zh, line.name_en)} {places_text(line.teeth, words)}".rstrip()


def _reasons(codes: tuple[str, ...], words: Translate) -> str:
    known = [reason for reason in Reason if reason.value in codes and reason is not Reason.COVERED]
    told = dict.fromkeys(short_reason(reason, "", words).strip() for reason in known)
    return " · ".join(told)


def _totals(signed: Totals, now: OutcomeTotals, words: Translate) -> tuple[Pair, ...]:
    _ = words
    rows = (
        Pair(_("保险直付合计"), signed.insurer, now.insurer_fen, strong=True),
        Pair(_("家长现场付给诊所"), signed.on_site, now.on_site_fen),
        Pair(_("家长在手机上付"), signed.online, now.online_fen),
        Pair(_("服务商付给诊所"), signed.claim, now.claim_fen),
    )
    return tuple(one for one in rows if one.signed or one.now)


def _debts(signed: Totals, now: OutcomeTotals, words: Translate) -> tuple[Debt, ...]:
    """Return who owes whom because of the adjustment; the clinic's own loss is none of it."""
    _ = words
    on_site, online = now.on_site_fen - signed.on_site, now.online_fen - signed.online
    debts = []
    if on_site > 0:
        debts.append(Debt(_("家长还要付给诊所 {amount}。"), on_site))
    if on_site < 0:
        debts.append(Debt(_("诊所要退给家长 {amount}。"), -on_site))
    if online > 0:
        debts.append(Debt(_("家长在手机上要多付 {amount}，由服务商收取，诊所不收。"), online))
    if online < 0:
        debts.append(Debt(_("家长在手机上少付 {amount}，诊所不用退。"), -online, Tone.NEUTRAL))
    if not debts:
        debts.append(Debt(_("家长要付的没有变，不用打电话。"), 0, Tone.NEUTRAL))
    return tuple(Debt(one.text.format(amount=yuan(one.fen)), one.fen, one.tone) for one in debts)
