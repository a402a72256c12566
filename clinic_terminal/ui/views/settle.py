"""What the settle page shows: the next legal act, the table, what changed, what must be known first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.binding import Binding
from clinic_terminal.application.exposure import visit_room
from clinic_terminal.application.settlement import Refreshed
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Reason, Split, SplitStatus
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.errors import BillNotSplittableError
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import clock_text, verdict_icon, verdict_tone, verdict_word
from clinic_terminal.ui.views.bill_rows import BillRow, rows_of
from clinic_terminal.ui.views.bill_words import (
    category_name,
    day_text,
    is_english,
    long_reason,
    moment_text,
    named,
    place_name,
)
from clinic_terminal.ui.widgets.line_table import Align, Cell, Column, Line
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolWords
from clinic_terminal.ui.widgets.tone import Tone


class Step(StrEnum):
    """The next legal act of a visit at the desk."""

    ITEMISE = "ITEMISE"
    HAND_OVER = "HAND_OVER"
    BOOK = "BOOK"
    FREEZE = "FREEZE"
    SIGN = "SIGN"
    UNDO = "UNDO"
    PAY = "PAY"
    FINISH = "FINISH"


STEP_WORDS: Final = {
    Step.ITEMISE: N_("去开单"),
    Step.HAND_OVER: N_("交给前台结算"),
    Step.BOOK: N_("登记预约编号"),
    Step.FREEZE: N_("请家长签字"),
    Step.SIGN: N_("请家长签字"),
    Step.UNDO: N_("撤回修改"),
    Step.PAY: N_("收款"),
    Step.FINISH: N_("完成并打印"),
}
_LATE_STAGES = (Stage.FROZEN,)
DIGEST_SHOWN: Final = 8
T = TypeVar("T")
_CATEGORY, _DEDUCTIBLE = 2, 5
"""Places of two columns that are not always there."""
_FIGURE, _SMALL_FIGURE = 88, 82
"""Tenths of a pixel that a figure of an amount takes, and one of a tooth."""
_MARGINS = 22
_LARGE_FEN = 1_000_000
_MANY_TEETH = 8


@dataclass(frozen=True, slots=True)
class SettleView:
    """The bill at the desk; ``result`` is the frozen one where the bill is frozen."""

    chart: Chart
    result: Split
    step: Step
    rows: tuple[BillRow, ...]
    binding: Binding = Binding.UNSIGNED

    @property
    def visit(self) -> Visit:
        """The visit."""
        return self.chart.visit

    @property
    def needs_consent_to_self_pay(self) -> bool:
        """Whether the family must know, before the freeze, that this money cannot be claimed back."""
        unfrozen = self.visit.bill is None
        return unfrozen and self.step is Step.FREEZE and self.result.status is SplitStatus.NO_DIRECT_BILLING

    @property
    def may_be_direct(self) -> bool:
        """Whether the family could choose between direct billing and paying everything itself."""
        gate = self.result.gate
        return self.visit.bill is None and gate in {None, Reason.SELF_PAY_CHOSEN, Reason.FIRST_VISIT_UNBOOKED}


def settle_view(chart: Chart, words: Translate, binding: Binding = Binding.UNSIGNED) -> SettleView:
    """Return the bill as the desk sees it; raises BillNotSplittableError."""
    bill = chart.visit.bill
    result = bill.result if bill is not None else chart.estimate()
    # A bill that is not the one that was signed can only be taken back.
    step = Step.UNDO if binding is Binding.VOID else _step(chart.visit, result)
    return SettleView(chart, result, step, rows_of(chart, result, words), binding)


def is_splittable(chart: Chart) -> bool:
    """Tell whether the bill can be split as it stands."""
    if chart.visit.bill is not None:
        return True
    try:
        chart.estimate()
    except BillNotSplittableError:
        return False
    return True


def _step(visit: Visit, result: Split) -> Step:
    if visit.stage in _LATE_STAGES:
        if visit.consent is None:
            return Step.SIGN
        return Step.PAY if visit.balance_fen else Step.FINISH
    if not visit.lines:
        return Step.ITEMISE
    if visit.stage is not Stage.TO_SETTLE:
        return Step.HAND_OVER
    return Step.BOOK if result.status is SplitStatus.HOLD else Step.FREEZE


def columns(words: Translate, rows: tuple[BillRow, ...] = ()) -> tuple[Column, ...]:
    """Return the table's columns, wide enough that no amount and no tooth of ``rows`` is cut.

    The deductible is there where there is any; the category gives way to long figures.
    """
    wide = Align.RIGHT
    longer = 26 if is_english(words) else 0
    teeth = _room(58, _SMALL_FIGURE, *(_close_set(row.places) for row in rows))
    money = _room(80, _FIGURE, *(yuan(row.billed, sign=False) for row in rows))
    shown = [
        Column(words(N_("项目")), stretch=True, strong=True),
        Column(words(N_("牙位")), min(teeth, 124), wide, small=True, ink="ink-3"),
        Column(words(N_("类别")), 66 + longer, wide, small=True, ink="ink-3", spare=1),
        Column(words(N_("费用")), money, money=True),
        Column(words(N_("责任内")), money, money=True, spare=2),
        Column(words(N_("免赔额")), money + longer // 2, money=True, spare=3),
        Column(words(N_("自付")), 58, wide, spare=4),
        Column(words(N_("保险支付")), money, money=True),
        Column(words(N_("家长支付")), money + 2, money=True, strong=True),
        Column(words(N_("原因")), 112, wide, small=True, ink="ink-3", spare=5),
    ]
    return tuple(_without(shown, _hidden(rows)))


def _hidden(rows: tuple[BillRow, ...]) -> frozenset[int]:
    """Return the places of the columns that make room for the items' names."""
    large = any(row.billed >= _LARGE_FEN or len(row.places) > _MANY_TEETH for row in rows)
    deductible = has_deductible(rows)
    category = frozenset({_CATEGORY}) if deductible or large else frozenset[int]()
    return category if deductible else category | {_DEDUCTIBLE}


def _room(least: int, tenths: int, *texts: str) -> int:
    """Return the width in pixels that the longest text takes at ``tenths`` of a pixel a sign."""
    return max(least, *(len(text) * tenths // 10 + _MARGINS for text in texts), 0)


def table_lines(rows: tuple[BillRow, ...], words: Translate) -> tuple[Line, ...]:
    """Return the table's lines."""
    hidden = _hidden(rows)
    return tuple(_line(row, words, hidden) for row in rows)


def _line(row: BillRow, words: Translate, hidden: frozenset[int]) -> Line:
    name = f"{row.name} × {row.qty}" if row.qty > 1 else row.name
    cells: list[Cell] = [
        name,
        _close_set(row.places),
        category_name(row.category, words),
        row.billed,
        row.covered or None,
        row.deductible or None,
        row.rate or "—",
        row.insurer,
        row.guardian,
        row.why,
    ]
    return Line(row.index, tuple(_without(cells, hidden)))


def _close_set(places: str) -> str:
    """Return places with single spaces between them, which take less room than commas."""
    return places.replace("、", " ").replace(",", "")


def _without(cells: Sequence[T], hidden: frozenset[int]) -> list[T]:
    return [cell for number, cell in enumerate(cells) if number not in hidden]


def has_deductible(rows: tuple[BillRow, ...]) -> bool:
    """Tell whether any line has a deductible."""
    return any(row.deductible for row in rows)


def about(view: SettleView, words: Translate) -> str:
    """Return what stands beside the child's name."""
    edition = view.chart.edition
    parts = [day_text(view.visit.day, words), named(words, edition.name_zh, edition.name_en)]
    reference = view.visit.booking_ref
    if reference:
        parts.append(words(N_("预约编号 {reference}")).format(reference=reference))
    return " · ".join(parts)


def source_text(view: SettleView, words: Translate) -> str:
    """Return when the service manager gave what an online bill rests on; empty where it pays nothing."""
    if not view.result.totals.insurer:
        return ""
    bill = view.visit.bill
    at = bill.as_of if bill is not None else view.chart.snapshot.as_of
    today = shanghai_date(at) == view.visit.day
    time = clock_text(at) if today else moment_text(at, words)
    return words(N_("依据服务商 {time} 的资料")).format(time=time)


def status_pill(view: SettleView, words: Translate, *, offline: bool, asking: bool = False) -> PillView:
    """Return where the bill stands; ``asking``: it is not known yet whether the service manager answers."""
    if view.binding is Binding.VOID:
        return PillView(words(N_("签字无效")), Tone.STOP)
    if view.step in {Step.PAY, Step.FINISH}:
        return PillView(words(N_("已签字")), Tone.OK)
    if view.step is Step.SIGN:
        short = view.visit.digest[:DIGEST_SHOWN]
        return PillView(words(N_("已冻结，待签字 · {digest}")).format(digest=short), Tone.ACCENT)
    if view.result.status is SplitStatus.HOLD:
        return PillView(words(N_("仅预估")), Tone.WARN)
    if view.result.status is SplitStatus.NO_DIRECT_BILLING:
        return PillView(words(N_("不能直付")), Tone.STOP)
    return _billable_pill(words, offline=offline, asking=asking)


def _billable_pill(words: Translate, *, offline: bool, asking: bool) -> PillView:
    if asking:
        return PillView(words(N_("正在核对")), Tone.NEUTRAL)
    verdict = Verdict.BILLABLE_OFFLINE if offline else Verdict.BILLABLE
    return PillView(verdict_word(verdict, words), verdict_tone(verdict), icon=verdict_icon(verdict))


def pool_of(view: SettleView) -> Pool:
    """Return the shared limit with what this bill takes."""
    limit = view.chart.edition.plan.pool_fen
    result = view.result
    return Pool(limit, max(0, limit - result.pool_before), result.pool_before - result.pool_after)


def pool_words(view: SettleView, words: Translate) -> PoolWords:
    """Return the words round the pool bar."""
    pool = pool_of(view)
    figures = words(N_("已用 {used} · 本次 {this} · 剩余 {left}")).format(
        used=yuan(pool.used, sign=False),
        this=yuan(pool.this_bill, sign=False),
        left=yuan(view.result.pool_after, sign=False),
    )
    return PoolWords(words(N_("共享额度 {limit}")).format(limit=yuan(pool.limit)), figures)


def changes(refreshed: Refreshed, words: Translate) -> NoticeView | None:
    """Return what moved since the estimate, None where nothing did."""
    if not refreshed.changed:
        return None
    before, after = refreshed.before, refreshed.after
    told = []
    if before.totals.on_site != after.totals.on_site:
        told.append(
            words(N_("家长现在支付 {before} → {after}。")).format(
                before=yuan(before.totals.on_site), after=yuan(after.totals.on_site)
            )
        )
    if before.totals.insurer != after.totals.insurer:
        told.append(
            words(N_("保险直付 {before} → {after}。")).format(
                before=yuan(before.totals.insurer), after=yuan(after.totals.insurer)
            )
        )
    if before.pool_before != after.pool_before:
        told.append(
            words(N_("共享额度 {before} → {after}。")).format(
                before=yuan(before.pool_before), after=yuan(after.pool_before)
            )
        )
    return NoticeView(Tone.WARN, words(N_("服务商的资料有更新，金额和刚才不同。")), " ".join(told))


def note_notice(note: str, words: Translate) -> NoticeView | None:
    """Return what the chair tells the desk, None where it tells nothing."""
    return NoticeView(Tone.NEUTRAL, words(N_("诊室留言")), note) if note else None


def standing_notice(view: SettleView, words: Translate, *, offline: bool) -> NoticeView | None:
    """Return what the desk must know before the next act: refused, held, or worked out offline."""
    result = view.result
    if result.status is SplitStatus.NO_DIRECT_BILLING:
        brand = view.chart.snapshot.lock.brand_name if view.chart.snapshot.lock else ""
        reason = result.gate or Reason.SELF_PAY_CHOSEN
        return NoticeView(
            Tone.STOP,
            words(N_("本次不能直付，全部由家长支付。")),
            words(N_("{sentence}。")).format(sentence=long_reason(reason, "", brand, words)),
        )
    if result.status is SplitStatus.HOLD:
        return NoticeView(
            Tone.WARN,
            words(N_("首次就诊未预约：仅预估。")),
            words(N_("请致电 {hotline} 预约，再登记预约编号。")).format(hotline=view.chart.edition.hotline),
        )
    if offline:
        return NoticeView(
            Tone.OFFLINE,
            words(N_("离线核算，待服务商确认。")),
            words(N_("依据 {moment} 的资料。")).format(moment=moment_text(view.chart.snapshot.as_of, words)),
        )
    return None


def limit_notice(
    view: SettleView, limits: ExposureLimits, words: Translate, *, offline: bool
) -> NoticeView | None:
    """Return that an offline bill is large, before anybody signs it; None where it is not."""
    bill = view.visit.bill
    room = visit_room(limits, view.result.totals.insurer)
    if not (bill.offline if bill is not None else offline) or not room.is_warning:
        return None
    if room.is_passed:
        told = words(N_("离线时单笔保险金额最多 {most}，这张是 {fen}，现在不能签字。"))
        then = words(N_("请等联网后再结算，或致电服务热线。"))
    else:
        told = words(N_("离线时单笔保险金额超过 {soft} 要留意，这张是 {fen}。"))
        then = words(N_("可以照常结算；能等的话，联网核对后再签字更稳妥。"))
    figures = {"soft": yuan(room.soft), "most": yuan(room.hard), "fen": yuan(room.used)}
    return NoticeView(Tone.WARN, told.format(**figures), then)


def repeated_names(repeated: tuple[str, ...], catalogue: Catalogue, words: Translate) -> tuple[str, ...]:
    """Return repeated lines, each "item tooth", with the names of their items."""
    return tuple(_repeated_name(*one.partition(" ")[::2], catalogue, words) for one in repeated)


def _repeated_name(code: str, place: str, catalogue: Catalogue, words: Translate) -> str:
    item = catalogue.item(code)
    return f"{named(words, item.name_zh, item.name_en)} {place_name(place, words)}".rstrip()
