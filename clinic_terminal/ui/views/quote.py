"""A quote as a table: our split beside the insurer's, line by line, and what nothing explains."""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.domain.adjudication import SplitStatus
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_check import (
    LINE_FIGURES,
    WHOLE_BILL,
    Comparison,
    Difference,
    Figure,
    Gap,
    Rule,
    compared,
    sums,
)
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english, named, places_text
from clinic_terminal.ui.widgets.line_table import Align, Cell, Column, Line
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

FIGURES: Final[Mapping[Figure, str]] = {
    Figure.BILLED: N_("金额"),
    Figure.NOT_COVERED: N_("责任外"),
    Figure.DEDUCTIBLE: N_("免赔额"),
    Figure.COINSURANCE: N_("自付部分"),
    Figure.OVER_LIMIT: N_("超出额度"),
    Figure.PENALTY: N_("未授权扣减"),
    Figure.INSURER: N_("保险支付"),
    Figure.GUARDIAN: N_("家长支付"),
    Figure.ON_SITE: N_("现场支付"),
    Figure.ONLINE: N_("结案后在线支付"),
    Figure.CLAIM: N_("诊所应收"),
    Figure.POOL_BEFORE: N_("现有共享额度"),
    Figure.POOL_AFTER: N_("治疗后共享额度"),
}
GAP: Final = N_("未说明的差额")
RULES: Final[Mapping[Rule, str]] = {
    Rule.PAYERS: N_("保险与家长相加，不等于金额"),
    Rule.PIECES: N_("家长支付不等于各项之和"),
    Rule.SUMS: N_("合计不等于各行之和"),
    Rule.PLACES: N_("现场与在线相加，不等于家长支付"),
    Rule.CLAIM: N_("诊所应收对不上"),
    Rule.POOL: N_("额度的变化不等于保险支付"),
    Rule.STRANGE: N_("没有问到的项目"),
}
STATUSES: Final[Mapping[SplitStatus, str]] = {
    SplitStatus.PAID: N_("可直付"),
    SplitStatus.HOLD: N_("须先电话预约"),
    SplitStatus.NO_DIRECT_BILLING: N_("不能直付"),
}
_SHOWN_ANYWAY: Final = frozenset({Figure.BILLED, Figure.INSURER, Figure.GUARDIAN})
"""Figures that have a column of their own."""
_INDENT: Final = "　"


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the columns: the item, its amount, both sides' shares, and the verdict on the line."""
    right = Align.RIGHT
    return (
        Column(words(N_("项目")), stretch=True),
        Column(words(N_("金额")), 92, right),
        Column(words(N_("本机：保险")), 100, right),
        Column(words(N_("本机：家长")), 100, right, strong=True),
        Column(words(N_("服务商：保险")), 106, right, ink="ink-2"),
        Column(words(N_("服务商：家长")), 106, right, ink="ink-2", strong=True),
        Column(words(N_("比较")), 108, right),
    )


def table_lines(quote: Quote, words: Translate) -> tuple[Line, ...]:
    """Return a row for each line, below it a row for each amount that differs or that nothing explains."""
    found = compared(quote)
    rows: list[Line] = []
    for number, line in enumerate(quote.lines, 1):
        rows.append(_line_row(quote, number, line, found, words))
        rows += _below(number, found, words)
    rows.append(_total_row(quote, found, words))
    rows += _status_row(quote, found, words)
    rows += _below(WHOLE_BILL, found, words)
    known = {WHOLE_BILL, *range(1, len(quote.lines) + 1)}
    strange = [gap for gap in found.gaps if gap.line not in known] if found else []
    return (*rows, *(_gap_row(gap, words) for gap in strange))


def _line_row(quote: Quote, number: int, line: BillLine, found: Comparison | None, words: Translate) -> Line:
    ours = sums(quote.result.parts, number) or dict.fromkeys(LINE_FIGURES, 0)
    theirs = sums(quote.answer.parts, number) if quote.answer else None
    # The places first: where a long name is cut off, the teeth are not.
    name = f"{places_text(line.teeth, words, line.surfaces)} {named(words, line.name_zh, line.name_en)}"
    return Line(
        number,
        (
            name.lstrip(),
            _plain(ours[Figure.BILLED]),
            _plain(ours[Figure.INSURER]),
            _plain(ours[Figure.GUARDIAN]),
            _plain(theirs[Figure.INSURER]) if theirs else "—",
            _plain(theirs[Figure.GUARDIAN]) if theirs else "—",
            _verdict(number, found, words),
        ),
    )


def _total_row(quote: Quote, found: Comparison | None, words: Translate) -> Line:
    ours, theirs = quote.result.totals, quote.answer.totals if quote.answer else None
    return Line(
        WHOLE_BILL,
        (
            words(N_("合计")),
            _plain(ours.billed),
            _plain(ours.insurer),
            _plain(ours.guardian),
            _plain(theirs.insurer) if theirs else "—",
            _plain(theirs.guardian) if theirs else "—",
            _verdict(WHOLE_BILL, found, words),
        ),
    )


def _verdict(number: int, found: Comparison | None, words: Translate) -> Cell:
    """Return whether both sides agree on a line; the gap before the difference, as it weighs more."""
    if found is None:
        return ""
    if found.gaps_of(number):
        return PillView(words(N_("对不上")), Tone.STOP)
    differing = found.of_line(number)
    if any(one.theirs is None for one in differing):
        return PillView(words(N_("没有回答")), Tone.WARN)
    if differing or (number == WHOLE_BILL and not found.same_status):
        return PillView(words(N_("不同")), Tone.WARN)
    return PillView(words(N_("一致")), Tone.OK)


def _below(number: int, found: Comparison | None, words: Translate) -> list[Line]:
    if found is None:
        return []
    hidden = [one for one in found.of_line(number) if one.figure not in _SHOWN_ANYWAY or _is_amount(one)]
    return [
        *(_difference_row(one, words) for one in hidden),
        *(_gap_row(gap, words) for gap in found.gaps_of(number)),
    ]


def _is_amount(one: Difference) -> bool:
    """Tell whether the billed amount itself differs: it has one column only, which shows ours."""
    return one.figure is Figure.BILLED and one.theirs is not None


def _difference_row(one: Difference, words: Translate) -> Line:
    theirs = "—" if one.theirs is None else _plain(one.theirs)
    name = f"{_INDENT}{words(FIGURES[one.figure])}"
    cells = (name, "", "", _plain(one.ours), "", theirs, PillView(_signed(one.fen), Tone.WARN))
    return Line((one.line, one.figure), cells)


def _gap_row(gap: Gap, words: Translate) -> Line:
    mark = ": " if is_english(words) else "："
    name = f"{_INDENT}{words(GAP)}{mark}{words(RULES[gap.rule])}"
    key = (gap.line, gap.rule, gap.figure)
    return Line(key, (name, "", "", "", "", "", PillView(_signed(gap.fen), Tone.STOP)))


def _status_row(quote: Quote, found: Comparison | None, words: Translate) -> list[Line]:
    if found is None or quote.answer is None or found.same_status:
        return []
    name = _INDENT + words(N_("能否直付"))
    ours, theirs = words(STATUSES[quote.result.status]), words(STATUSES[quote.answer.status])
    return [Line("status", (name, "", "", ours, "", theirs, PillView(words(N_("不同")), Tone.WARN)))]


def _plain(fen: int) -> str:
    return yuan(fen, sign=False)


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else ''}{yuan(fen, sign=False)}"
