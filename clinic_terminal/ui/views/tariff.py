"""What the price list's page shows: what holds now, what a file would change, and every slip by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_terminal.application.tariff import TariffState
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.domain.tariff_plan import Change, ChangeKind, Column, Finding, Slip, TariffPlan
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english, named
from clinic_terminal.ui.widgets import line_table
from clinic_terminal.ui.widgets.line_table import Align, Line
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

COLUMNS: Final[Mapping[Column, str]] = {
    Column.CODE: N_("编码"),
    Column.NAME: N_("名称"),
    Column.PRICE: N_("单价"),
    Column.OFFERED: N_("启用"),
    Column.SINCE: N_("生效日期"),
}
SLIPS: Final[Mapping[Slip, str]] = {
    Slip.COLUMN_MISSING: N_("没有“{column}”这一列。第一行写列名，“编码”和“单价”两列不能少。"),
    Slip.COLUMN_TWICE: N_("“{column}”有两列，不知道用哪一列。请只留一列。"),
    Slip.NO_ROWS: N_("只有列名，没有项目。"),
    Slip.CELL_NOT_COMPUTED: N_("单元格里是公式，没有算出结果。请粘贴成数值。"),
    Slip.CELL_MERGED: N_("单元格合并了，看不出属于哪一行。请取消合并并填上。"),
    Slip.CODE_EMPTY: N_("没有编码。"),
    Slip.CODE_UNKNOWN: N_("目录里没有这个编码。"),
    Slip.CODE_TWICE: N_("这个编码在第 {of} 行已经写过。请只留一行。"),
    Slip.PRICE_EMPTY: N_("没有单价。只有停用的项目可以不填。"),
    Slip.PRICE_UNREADABLE: N_("看不懂这个金额。请写成 1200、1,200.00 或 ¥350.50。"),
    Slip.PRICE_NEGATIVE: N_("单价不能是负数。"),
    Slip.PRICE_TOO_FINE: N_("单价最多两位小数，精确到分。"),
    Slip.PRICE_TOO_LARGE: N_("单价超过 100 万元，请检查是否多打了零。"),
    Slip.OFFERED_UNREADABLE: N_("“启用”请填 是 或 否。"),
    Slip.NAME_TOO_LONG: N_("名称最多 60 个字。"),
    Slip.DATE_UNREADABLE: N_("看不懂这个日期。请写成 2026-06-01。"),
    Slip.DATE_PAST: N_("生效日期已经过去。请改成今天或以后，或者留空。"),
    Slip.COLUMN_UNKNOWN: N_("不认识这一列，里面的内容没有用到。"),
    Slip.PRICE_OUTSIDE_RANGE: N_("超出参考价 {low} 至 {high}，请再看一眼。"),
    Slip.LATER_PRICE: N_("从 {of} 起还有一个已采用的价，到那天会换成那个价。"),
}
KINDS: Final[Mapping[ChangeKind, tuple[str, Tone]]] = {
    ChangeKind.PRICE: (N_("改价"), Tone.ACCENT),
    ChangeKind.NEW: (N_("首次定价"), Tone.ACCENT),
    ChangeKind.OFF: (N_("停用"), Tone.WARN),
    ChangeKind.ON: (N_("启用"), Tone.ACCENT),
    ChangeKind.NAME: (N_("改名"), Tone.ACCENT),
    ChangeKind.SAME: (N_("不变"), Tone.NEUTRAL),
}


class Sheet(StrEnum):
    """Which rows of a plan are looked at."""

    FAULTS = "FAULTS"
    WARNINGS = "WARNINGS"
    CHANGES = "CHANGES"
    SAME = "SAME"


@dataclass(frozen=True, slots=True)
class SheetView:
    """A button for a sheet, its count in the word."""

    sheet: Sheet
    word: str
    tone: Tone


def sheets(plan: TariffPlan, words: Translate) -> tuple[SheetView, ...]:
    """Return the sheets that have anything in them, the faults first."""
    counts = (
        (Sheet.FAULTS, N_("错误 {count}"), len(plan.faults), Tone.STOP),
        (Sheet.WARNINGS, N_("提醒 {count}"), len(plan.warnings), Tone.WARN),
        (Sheet.CHANGES, N_("变化 {count}"), len(plan.rows), Tone.NEUTRAL),
        (Sheet.SAME, N_("不变 {count}"), plan.count(ChangeKind.SAME), Tone.NEUTRAL),
    )
    return tuple(
        SheetView(sheet, words(word).format(count=count), tone)
        for sheet, word, count, tone in counts
        if count
    )


def columns(sheet: Sheet, words: Translate) -> tuple[line_table.Column, ...]:
    """Return the columns of a sheet."""
    row = line_table.Column(words(N_("行")), 64, ink="ink-3", small=True)
    if sheet in {Sheet.FAULTS, Sheet.WARNINGS}:
        return (
            row,
            line_table.Column(words(N_("列")), 130),
            line_table.Column(words(N_("填的是")), 230, ink="ink-2"),
            line_table.Column(words(N_("问题")), stretch=True),
        )
    return (
        row,
        line_table.Column(words(N_("编码")), 84, ink="ink-2", small=True, spare=2),
        line_table.Column(words(N_("项目")), stretch=True, strong=True),
        line_table.Column("", 120),
        line_table.Column(words(N_("现价")), 110, money=True, ink="ink-2"),
        line_table.Column(words(N_("新价")), 110, money=True, strong=True),
        line_table.Column(words(N_("幅度")), 112, align=Align.RIGHT),
        line_table.Column(words(N_("生效日期")), 120, align=Align.RIGHT, ink="ink-2", spare=1),
    )


def lines(plan: TariffPlan, sheet: Sheet, words: Translate) -> tuple[Line, ...]:
    """Return the rows of a sheet, in the file's order."""
    if sheet is Sheet.FAULTS or sheet is Sheet.WARNINGS:
        findings = plan.faults if sheet is Sheet.FAULTS else plan.warnings
        return tuple(_finding(number, finding, words) for number, finding in enumerate(findings))
    same = sheet is Sheet.SAME
    changes = [change for change in plan.changes if (change.kind is ChangeKind.SAME) == same]
    outside = {one.row for one in plan.warnings if one.slip is Slip.PRICE_OUTSIDE_RANGE}
    return tuple(_change(change, words, warned=change.row in outside) for change in changes)


def _finding(number: int, finding: Finding, words: Translate) -> Line:
    column = words(COLUMNS[finding.column]) if finding.column else ""
    low, _dash, high = finding.of.partition("-")
    priced = finding.slip is Slip.PRICE_OUTSIDE_RANGE
    told = words(SLIPS[finding.slip]).format(
        column=column,
        of=finding.of,
        low=yuan(int(low)) if priced else "",
        high=yuan(int(high)) if priced else "",
    )
    text = yuan(int(finding.text), sign=False) if priced else finding.text
    return Line(number, (str(finding.row) if finding.row else "—", column, text or "—", told))


def _change(change: Change, words: Translate, *, warned: bool) -> Line:
    before, after = change.before, change.after
    word, tone = KINDS[change.kind]
    name = named(words, before.name_zh, before.name_en)
    if after.name and after.name != before.name_zh:
        name = f"{before.name_zh} → {after.name}"
    moved = percent_text(change.percent_bp) if before.price_fen != after.price_fen else ""
    return Line(
        change.row,
        (
            str(change.row),
            after.item,
            name,
            PillView(words(word), tone, sign=tone is Tone.WARN),
            before.price_fen,
            after.price_fen,
            PillView(moved or yuan(after.price_fen), Tone.WARN) if warned else moved,
            after.since.isoformat(),
        ),
    )


def percent_text(basis_points: int | None) -> str:
    """Return by how much a price moves, such as +12.5%; a dash where it was nothing before."""
    if basis_points is None:
        return "—"
    sign = "+" if basis_points > 0 else "−" if basis_points < 0 else "±"
    tenths = (abs(basis_points) + 5) // 10
    return f"{sign}{tenths // 10}.{tenths % 10}%"


def state_text(state: TariffState, words: Translate) -> str:
    """Return in a line what holds now."""
    dot = " · "
    parts = [
        words(N_("目录 {edition}，{items} 项")).format(edition=state.catalogue, items=state.items),
        words(N_("本诊所定价 {own} 项")).format(own=state.own),
    ]
    if state.last is not None:
        day = (state.last.adopted_at + CHINA).date().isoformat()
        parts.append(words(N_("{day} 由{who}采用")).format(day=day, who=state.last.operator))
    parts += [
        words(N_("{day} 起还有 {count} 项变化")).format(day=day.isoformat(), count=count)
        for day, count in state.coming
    ]
    return dot.join(parts)


def verdict_text(plan: TariffPlan, words: Translate) -> str:
    """Return in a sentence what can be done with the file."""
    if plan.faults:
        rows = len({finding.row for finding in plan.faults})
        return words(N_("{rows} 行有错误。请在文件里改好，再选一次；现在什么也没有采用。")).format(rows=rows)
    if not plan.rows:
        return words(N_("文件里的价格和现在完全一样，没有要采用的。"))
    text = words(N_("新开的项目按新价；已在账单上的项目和已签字的账单都不变。"))
    if plan.untouched:
        space = " " if is_english(words) else ""
        more = words(N_("目录里另有 {count} 项不在文件中，保持不变。")).format(count=plan.untouched)
        return f"{text}{space}{more}"
    return text
