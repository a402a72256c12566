"""The growing bill with its live split: rows, sums, the shared limit, and what must be known of it."""

from dataclasses import dataclass, replace

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Reason, Split, SplitStatus
from clinic_terminal.domain.errors import BillNotSplittableError, DiscountTooLargeError
from clinic_terminal.domain.letter_cost import LetterCost
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_rows import BillRow, rows_of
from clinic_terminal.ui.views.bill_words import category_name, is_english, long_reason
from clinic_terminal.ui.views.finding_words import letter_text
from clinic_terminal.ui.views.findings import bill_remarks, line_remarks, noticed_teeth
from clinic_terminal.ui.views.line_views import BillLineView, LineRemark
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class LiveSplit:
    """The amounts under the growing bill, in fen; ``problem`` where it cannot be split as it stands.

    ``gross`` less ``discount`` is what insurer and guardian pay together.
    """

    gross: int
    discount: int
    insurer: int
    now: int
    later: int
    pool_limit: int
    pool_used: int
    pool_this: int
    pool_left: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LiveBill:
    """Everything that one split of the bill says; made once for each change."""

    lines: tuple[BillLineView, ...]
    split: LiveSplit
    notices: tuple[NoticeView, ...]
    noticed: frozenset[str] = frozenset()
    """Teeth at which somebody still should look."""

    @property
    def ready(self) -> bool:
        """Whether the bill can go to the desk."""
        return bool(self.lines) and not self.split.problem


def live_bill(chart: Chart, words: Translate) -> LiveBill:
    """Split the bill, ask the rules, and say everything that follows from both."""
    result, problem = _estimate(chart)
    findings, rows = chart.findings, rows_of(chart, result, words)
    remarks, cost = line_remarks(findings, chart, words), _letter_cost(chart, result)
    letters = _letter_remarks(cost, words)
    return LiveBill(
        tuple(
            line_view(row, words, (*letters.get(row.index, ()), *told))
            for row, told in zip(rows, remarks, strict=True)
        ),
        _sums(chart, result, problem, words),
        (*_notices(chart, result, cost, rows, words), *bill_remarks(findings, chart, words)),
        noticed_teeth(findings),
    )


def split_notices(chart: Chart, words: Translate) -> tuple[NoticeView, ...]:
    """Return what the dentist should know of the live split: held, refused, letters, limits."""
    return live_bill(chart, words).notices


def discount_fits(chart: Chart, fen: int, index: int | None = None) -> bool:
    """Tell whether the split would take a discount of ``fen``: on the line at ``index``, or on the bill."""
    visit = chart.visit
    if index is None:
        changed = replace(visit, discount_fen=fen)
    else:
        lines = list(visit.lines)
        lines[index] = replace(lines[index], discount_fen=fen)
        changed = replace(visit, lines=tuple(lines))
    return not isinstance(_estimate(replace(chart, visit=changed))[1], DiscountTooLargeError)


def line_view(row: BillRow, words: Translate, remarks: tuple[LineRemark, ...] = ()) -> BillLineView:
    """Return a bill row in finished words, with what is noticed of it."""
    amount = yuan(row.unit_fen * row.qty)
    if row.qty > 1:
        amount = f"{row.qty} × {yuan(row.unit_fen)}"
    if row.discount:
        amount = f"{amount} − {yuan(row.discount, sign=False)}"
    shares = words(N_("保险 {insurer}  家长 {guardian}")).format(
        insurer=yuan(row.insurer, sign=False), guardian=yuan(row.guardian, sign=False)
    )
    why = f"{category_name(row.category, words)} · {row.why}".rstrip(" ·")
    return BillLineView(row.name, row.places, amount, why, shares, row.letter_missing, remarks)


def pool_texts(live: LiveSplit, words: Translate) -> tuple[str, str]:
    """Return what stands below the bar of the shared limit: what is left, and what made it so."""
    left = words(N_("共享额度剩余 {left}")).format(left=yuan(live.pool_left))
    used = words(N_("已用 {used} · 本次 {this}")).format(
        used=yuan(live.pool_used, sign=False), this=yuan(live.pool_this, sign=False)
    )
    return left, used


def _estimate(chart: Chart) -> tuple[Split | None, BillNotSplittableError | None]:
    """Return the live split, or what keeps the bill from being split."""
    try:
        return chart.estimate(), None
    except BillNotSplittableError as error:
        return None, error


def _sums(
    chart: Chart, result: Split | None, problem: BillNotSplittableError | None, words: Translate
) -> LiveSplit:
    limit, visit = chart.edition.plan.pool_fen, chart.visit
    gross = sum(line.unit_fen * line.qty for line in visit.lines)
    discount = visit.discount_fen + sum(line.discount_fen for line in visit.lines)
    if result is None:
        return LiveSplit(gross, discount, 0, 0, 0, limit, 0, 0, 0, _why_not(problem, visit, words))
    totals = result.totals
    return LiveSplit(
        gross=gross,
        discount=discount,
        insurer=totals.insurer,
        now=totals.on_site,
        later=totals.online,
        pool_limit=limit,
        pool_used=limit - result.pool_before,
        pool_this=result.pool_before - result.pool_after,
        pool_left=result.pool_after,
    )


def _why_not(problem: BillNotSplittableError | None, visit: Visit, words: Translate) -> str:
    if not isinstance(problem, DiscountTooLargeError):
        return words(N_("这张账单现在算不出来，请核对项目和金额。"))
    if any(line.amount_fen < 0 for line in visit.lines):
        return words(N_("有一行的优惠比这一行的金额还大，请改小。"))
    return words(N_("优惠比账单金额还大，请改小优惠。"))


def _notices(
    chart: Chart, result: Split | None, cost: LetterCost | None, rows: tuple[BillRow, ...], words: Translate
) -> tuple[NoticeView, ...]:
    if result is None or not rows:
        return ()
    told = _status_notice(chart, result, words), _letter_notice(cost, rows, words)
    found = [notice for notice in told if notice is not None]
    if any(Reason.LIMIT_REACHED in part.reasons for part in result.parts):
        found.append(NoticeView(Tone.WARN, words(N_("共享额度不够了，超出部分由家长支付。"))))
    return tuple(found)


def _status_notice(chart: Chart, result: Split, words: Translate) -> NoticeView | None:
    if result.status is SplitStatus.HOLD:
        return NoticeView(
            Tone.WARN,
            words(N_("首次就诊未预约：仅预估")),
            next_step=words(N_("前台登记预约编号后才能直付。")),
        )
    if result.status is SplitStatus.NO_DIRECT_BILLING:
        brand = chart.snapshot.lock.brand_name if chart.snapshot.lock else ""
        sentence = long_reason(result.gate or Reason.SELF_PAY_CHOSEN, "", brand, words)
        return NoticeView(Tone.STOP, words(N_("本次不能直付，全部由家长支付")), sentence)
    return None


def _letter_cost(chart: Chart, result: Split | None) -> LetterCost | None:
    """Return which lines lack a guarantee letter; None where none does, or the insurer pays nothing."""
    if result is None or result.status is SplitStatus.NO_DIRECT_BILLING:
        return None
    return chart.letter_cost() if chart.edition.plan.preauth.enabled else None


def _letter_remarks(cost: LetterCost | None, words: Translate) -> dict[int, tuple[LineRemark, ...]]:
    """Return by line that a guarantee letter is needed, or a larger one."""
    if cost is None:
        return {}
    larger, missing = words(N_("担保函额度不够，请申请补充担保函")), words(N_("需要担保函，请治疗前申请"))
    return {one.line: (LineRemark(larger if one.too_small else missing),) for one in cost.lines}


def _letter_notice(cost: LetterCost | None, rows: tuple[BillRow, ...], words: Translate) -> NoticeView | None:
    """Return which items need a guarantee letter, and what its absence costs the family."""
    if cost is None:
        return None
    comma = ", " if is_english(words) else "、"
    names = comma.join(dict.fromkeys(rows[one.line].name for one in cost.lines))
    return NoticeView(
        Tone.WARN,
        words(N_("需要事先授权：{items}")).format(items=names),
        next_step=letter_text(cost, words),
    )
