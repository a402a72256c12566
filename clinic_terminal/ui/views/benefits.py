"""The member's benefits: the shared limit, what each category used of it, records, letters, and the phone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.gates import CheckCode
from clinic_terminal.domain.money import fen_from_yuan, percent
from clinic_terminal.domain.plan import COVERED_CATEGORIES
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.terms import category_word
from clinic_terminal.ui.views.ages import ago_text
from clinic_terminal.ui.views.spans import when_text
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pool import Pool
from clinic_terminal.ui.widgets.tone import Tone

MOST_RECORDS: Final = 8


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """One category: what the family pays of it, what it used, and the one figure that is left for all."""

    word: str
    share: str
    used: str
    left: str


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the visit records; ``earlier`` marks one of another period, which uses nothing of this."""

    day: str
    detail: str
    amount: str
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A guarantee letter that is not used up: number, until when, what is left of how much."""

    number: str
    until: str
    left: str


@dataclass(frozen=True, slots=True)
class BenefitsView:
    """Everything on the benefit panel; ``note`` says what the limit is shared by."""

    pool: Pool
    note: str
    unsent: str
    uses: tuple[CategoryUse, ...]
    records: tuple[Record, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comes of holding the phone's figure beside ours: a tone, a sentence, and why they may differ."""

    tone: Tone
    word: str
    reasons: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the server should be asked once more."""
        return bool(self.reasons)


def benefits_view(policy: PolicyVerdict, words: Translate, ago: str = "") -> BenefitsView:
    """Return the panel's figures: used is the server's count and what this terminal has not sent yet.

    ``ago``: how old they are, where they are too old to be relied on.
    """
    _ = words
    plan, used = policy.edition.plan, policy.standing.used
    pool = Pool(plan.pool_fen, used.pool_fen)
    uses = tuple(
        CategoryUse(
            category_word(one, words),
            _("自付 {percent}").format(percent=percent(plan.coinsurance_bp[one])),
            yuan(used.category_fen.get(one, 0)),
            yuan(pool.left),
        )
        for one in COVERED_CATEGORIES
        if one in plan.coinsurance_bp
    )
    said = _("{ago}的剩余，共 {limit}（{categories}）") if ago else _("剩余，共 {limit}（{categories}）")
    note = said.format(ago=ago, limit=yuan(plan.pool_fen), categories="+".join(use.word for use in uses))
    waiting = unsent_fen(policy)
    unsent = _("含本机待送出的 {amount}").format(amount=yuan(waiting)) if waiting else ""
    return BenefitsView(pool, note, unsent, uses, _records(policy, words), _letters(policy, words))


def too_old(policy: PolicyVerdict, now: datetime, words: Translate) -> str:
    """Return how old the figures are, where that is more than may be relied on; else nothing."""
    age = next((one for one in policy.decision.checks if one.code is CheckCode.AGE), None)
    return ago_text(policy.snapshot.as_of, now, words) if age is not None and age.has_failed else ""


def unsent_fen(policy: PolicyVerdict) -> int:
    """Return what this terminal's bills use that the server's snapshot does not hold yet, in fen."""
    return policy.standing.used.pool_fen - policy.snapshot.used.pool_fen


def _records(policy: PolicyVerdict, words: Translate) -> tuple[Record, ...]:
    _ = words
    period = policy.snapshot.period
    newest = sorted(policy.snapshot.history, key=lambda visit: visit.day, reverse=True)[:MOST_RECORDS]
    return tuple(
        Record(
            visit.day.isoformat(),
            f"{category_word(visit.category, words)} · {visit.clinic}",
            yuan(visit.insurer_fen) if visit.insurer_fen else _("没有用额度"),
            "" if period.start <= visit.day <= period.end else _("上一保单期"),
        )
        for visit in newest
    )


def _letters(policy: PolicyVerdict, words: Translate) -> tuple[Letter, ...]:
    _ = words
    day = policy.question.day
    return tuple(
        Letter(
            letter.number,
            _("到 {end}").format(end=letter.end.isoformat()),
            _("未用 {left}，共 {approved}").format(
                left=yuan(letter.approved_fen - letter.used_fen), approved=yuan(letter.approved_fen)
            ),
        )
        for letter in policy.snapshot.authorisations
        if letter.end >= day and letter.approved_fen > letter.used_fen
    )


def compare(policy: PolicyVerdict, typed: str, now: datetime, words: Translate) -> Compared | None:
    """Hold the figure on the phone beside ours; None while nothing is typed."""
    _ = words
    if not typed.strip():
        return None
    try:
        phone = fen_from_yuan(typed)
    except DomainError:
        return Compared(Tone.WARN, _("请输入金额，例如 49590。"))
    left = Pool(policy.edition.plan.pool_fen, policy.standing.used.pool_fen).left
    if phone == left:
        return Compared(Tone.OK, _("一致。"))
    more = _("手机上多 {amount}。") if phone > left else _("手机上少 {amount}。")
    word = more.format(amount=yuan(abs(phone - left)))
    return Compared(Tone.WARN, word, _reasons(policy, phone, now, words))


def _reasons(policy: PolicyVerdict, phone: int, now: datetime, words: Translate) -> tuple[str, ...]:
    """Return why the figures may differ, the ones that explain it to the fen first."""
    _ = words
    limit, used = policy.edition.plan.pool_fen, policy.standing.used
    waiting, difference = unsent_fen(policy), phone - (limit - used.pool_fen)
    found = []
    for category, fen in used.category_fen.items():
        if fen and fen != used.pool_fen and phone == limit - fen:
            sentence = _("手机这一栏只减去了{category}用掉的金额；共享额度要减去各类用掉的总和。")
            found.append(sentence.format(category=category_word(category, words)))
    if waiting and difference == waiting:
        found.append(_("正好是本机还没有送达的账单；送达后手机会跟着变。"))
    elif waiting:
        found.append(_("本机有 {amount} 的账单还没有送达。").format(amount=yuan(waiting)))
    as_of = when_text(policy.snapshot.as_of, now, words)
    found.append(_("这里的数字是 {time} 的；其他门店之后的账单还没有算进来。").format(time=as_of))
    found.append(_("手机也可能还没有刷新，请家长退出后重新打开。"))
    return tuple(found)
