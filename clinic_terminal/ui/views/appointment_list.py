"""A list of appointments on show: what of each row is new, changed or wrong, and whether it can be taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from clinic_terminal.application.appointment_list import Fate, ImportPlan, PlannedRow, Slip
from clinic_terminal.contract.appointments_file import Field, FileFault, RowFault
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.shanghai import CHINA, shanghai_date
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.appointment_reading import ReadList
from clinic_terminal.ui.terms import clock_text
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.today import day_title
from clinic_terminal.ui.widgets.line_table import Align, Column, Line
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

FIELDS: Final[Mapping[Field, str]] = {
    Field.DATE: N_("日期"),
    Field.TIME: N_("时间"),
    Field.MEMBER: N_("会员号"),
    Field.POLICY: N_("保单号"),
    Field.NAME: N_("姓名"),
    Field.BOOKING: N_("预约编号"),
    Field.NOTE: N_("备注"),
}
FAULTS: Final[Mapping[RowFault, str]] = {
    RowFault.NO_COLUMN: N_("没有“{column}”这一列。第一行写列名：日期、时间、会员号不能少。"),
    RowFault.TWO_COLUMNS: N_("“{column}”有两列，不知道用哪一列。请只留一列。"),
    RowFault.MISSING: N_("没有填{column}。"),
    RowFault.MERGED: N_("{column}的单元格合并了，看不出属于哪一行。请取消合并并填上。"),
    RowFault.NOT_COMPUTED: N_("{column}是公式，没有算出结果。请粘贴成数值。"),
    RowFault.NUMBER_CUT: N_("{column}太长，表格已经丢了后几位。请把这一列设成文本，重新填写。"),
    RowFault.BAD_DATE: N_("看不懂这个日期。请写成 2026-05-22。"),
    RowFault.BAD_TIME: N_("看不懂这个时间。请写成 09:30。"),
    RowFault.BAD_MEMBER: N_("会员号只有字母和数字，最多 32 位。"),
    RowFault.BAD_POLICY: N_("保单号不对：只有字母、数字和 . _ -，最多 32 位。"),
    RowFault.TOO_LONG: N_("{column}太长，请改短。"),
}
SLIPS: Final[Mapping[Slip, str]] = {
    Slip.NAME_DIFFERS: N_("名单写的是 {name}，与会员号登记的不同。请改正会员号，或清空姓名。"),
    Slip.TWICE: N_("和第 {twin} 行是同一个孩子、同一天，内容却不同。请只留一行。"),
    Slip.TOO_FAR: N_("日期在一年以后，请检查年份。"),
    Slip.IN_THE_PAST: N_("日期已经过去，不导入。"),
    Slip.REPEATED: N_("和第 {twin} 行完全一样，只算一次。"),
    Slip.UNKNOWN_MEMBER: N_("本机还没有这个会员的资料，联网后自动取。"),
    Slip.UNKNOWN_POLICY: N_("本机没有这份保单，联网后自动取；请核对保单号。"),
}
FATES: Final[Mapping[Fate, tuple[str, Tone]]] = {
    Fate.REFUSED: (N_("要改正"), Tone.STOP),
    Fate.NEW: (N_("新预约"), Tone.ACCENT),
    Fate.CHANGED: (N_("有改动"), Tone.ACCENT),
    Fate.PASSED_OVER: (N_("不导入"), Tone.NEUTRAL),
    Fate.UNCHANGED: (N_("没有变"), Tone.NEUTRAL),
}
_ORDER: Final = tuple(FATES)


@dataclass(frozen=True, slots=True)
class ListView:
    """Whether a list can be taken, in a headline and a sentence; the counts as pills; its rows."""

    tone: Tone
    headline: str
    detail: str
    counts: tuple[PillView, ...]
    lines: tuple[Line, ...]
    button: str


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the table's columns."""
    _ = words
    return (
        Column(_("行"), 56, Align.RIGHT, ink="ink-3", small=True),
        Column(_("结果"), 104),
        Column(_("时间"), 164),
        Column(_("孩子"), 150, strong=True),
        Column(_("预约编号"), 138, small=True, ink="ink-2"),
        Column(_("说明"), stretch=True, ink="ink-2"),
    )


def list_view(read: ReadList, words: Translate) -> ListView:
    """Return a list as it is shown before it is taken."""
    _ = words
    faulty = len({fault.row for fault in read.faults}) + read.plan.count(Fate.REFUSED)
    counts = tuple(
        PillView(f"{words(FATES[fate][0])} {count}", FATES[fate][1])
        for fate in _ORDER
        if (count := faulty if fate is Fate.REFUSED else read.plan.count(fate))
    )
    lines = _lines(read, words)
    if read.is_refused:
        headline = _("有 {count} 行要改正，什么也没有导入").format(count=faulty)
        detail = _("请在文件里改好这些行，存好后再选一次。其他行不会先导入。")
        return ListView(Tone.STOP, headline, detail, counts, lines, _("选择改好的文件…"))
    if not read.does_something:
        headline = _("没有要导入的预约")
        detail = _("名单里的预约都已经在了，或者日期已经过去。") if lines else _("名单里一行预约也没有。")
        return ListView(Tone.NEUTRAL, headline, detail, counts, lines, _("选择别的文件…"))
    headline = _("可以导入 {count} 个预约").format(count=read.to_store)
    kept = _("名单里没有的预约保持不变；空格不会抹掉已有的内容。")
    hotline = _("“预约编号”算作服务热线给的编号。") if read.has_booking else ""
    button = _("导入 {count} 个预约").format(count=read.to_store)
    return ListView(Tone.ACCENT, headline, f"{kept}{hotline}", counts, lines, button)


def done_text(plan: ImportPlan, today: date, words: Translate) -> tuple[str, str]:
    """Return what was taken: a headline, and how many on which days."""
    _ = words
    stored = [row for row in plan.rows if row.fate in {Fate.NEW, Fate.CHANGED}]
    per_day: dict[date, int] = {}
    for row in stored:
        day = shanghai_date(row.wanted.at)
        per_day[day] = per_day.get(day, 0) + 1
    comma = ", " if is_english(words) else "，"
    told = [
        _("{day} {count} 个").format(
            day=_("今天") if day == today else day_title(day, words), count=per_day[day]
        )
        for day in sorted(per_day)[:4]
    ]
    more = _("以及另外 {count} 天").format(count=len(per_day) - 4) if len(per_day) > 4 else ""  # noqa: PLR2004
    headline = _("已导入 {count} 个预约").format(count=len(stored))
    return headline, comma.join(filter(None, (*told, more)))


def _lines(read: ReadList, words: Translate) -> tuple[Line, ...]:
    """Return the rows by what becomes of them, those at fault first, each kind in the file's order."""
    wrong = PillView(words(FATES[Fate.REFUSED][0]), Tone.STOP)
    faulty = [
        (0, fault.row, Line((fault.row, fault.field), (str(fault.row or ""), wrong, "", "", "", told)))
        for fault in read.faults
        for told in (_fault_text(fault, words),)
    ]
    planned = [
        (_ORDER.index(row.fate), row.wanted.row, Line((row.wanted.row, None), _cells(row, words)))
        for row in read.plan.rows
    ]
    return tuple(line for _rank, _row, line in sorted((*faulty, *planned), key=lambda one: one[:2]))


def _fault_text(fault: FileFault, words: Translate) -> str:
    return words(FAULTS[fault.fault]).format(column=words(FIELDS[fault.field]))


def _cells(row: PlannedRow, words: Translate) -> tuple[str | PillView, ...]:
    wanted, (word, tone) = row.wanted, FATES[row.fate]
    return (
        str(wanted.row),
        PillView(words(word), tone),
        moment_text(wanted.at, words),
        row.person.name or wanted.name or masked_member(wanted.member),
        wanted.booking_ref,
        _told(row, words),
    )


def moment_text(at: datetime, words: Translate) -> str:
    """Return day and time of an appointment, such as 5月22日 09:30."""
    there = at + CHINA
    day = f"{there.day} {there:%b}" if is_english(words) else f"{there.month}月{there.day}日"
    return f"{day} {clock_text(at)}"


def _told(row: PlannedRow, words: Translate) -> str:
    _ = words
    slips = [words(SLIPS[slip]).format(twin=row.twin, name=row.wanted.name) for slip in row.slips]
    before = row.before
    if row.fate is Fate.CHANGED and before is not None and before.expected_at is not None:
        moved = before.expected_at != row.wanted.at
        was = _("原来 {moment}").format(moment=moment_text(before.expected_at, words))
        slips.append(was if moved else _("补充了内容"))
    return " ".join(slips) or row.wanted.note
