"""What the pages say of papers, printers and printings: words, and rows of what came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.paper_orders import Copy, PaperKind, PaperLanguage, PaperSize
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.print_records import PaperWish, PrintOutcome, PrintRecord
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.views.bill_words import moment_text
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

KINDS: Final[Mapping[PaperKind, str]] = {
    PaperKind.BILL: N_("费用清单"),
    PaperKind.SLIP: N_("小票"),
    PaperKind.SIGN_SHEET: N_("签字单"),
    PaperKind.PAY_LATER: N_("结案后支付说明"),
    PaperKind.BINDING: N_("电子保险卡绑定说明"),
    PaperKind.QUOTE: N_("报价单"),
    PaperKind.CLAIM_SUMMARY: N_("理赔资料封面"),
}
SIZES_IN_WORDS: Final[Mapping[PaperSize, str]] = {
    PaperSize.A4: N_("A4"),
    PaperSize.A5: N_("A5"),
    PaperSize.MM80: N_("80 毫米"),
}
LANGUAGES: Final[Mapping[PaperLanguage, str]] = {
    "zh": N_("简体中文"),
    "en": N_("英文"),
    "both": N_("中英对照"),
}
COPIES: Final[Mapping[Copy, str]] = {Copy.FAMILY: N_("家长联"), Copy.CLINIC: N_("诊所联")}
WAYS: Final[Mapping[Way, str]] = {
    Way.PDF: N_("存为 PDF"),
    Way.SYSTEM: N_("系统打印机"),
    Way.NETWORK: N_("小票机（网络）"),
    Way.USB: N_("小票机（USB）"),
    Way.FILE: N_("小票机（设备文件）"),
}
_OUTCOMES: Final[Mapping[PrintOutcome, tuple[str, Tone]]] = {
    PrintOutcome.STARTED: (N_("未完成"), Tone.WARN),
    PrintOutcome.PRINTED: (N_("已打印"), Tone.OK),
    PrintOutcome.SENT: (N_("已送出"), Tone.ACCENT),
    PrintOutcome.MAYBE: (N_("可能打出"), Tone.WARN),
    PrintOutcome.SAVED: (N_("已存 PDF"), Tone.NEUTRAL),
    PrintOutcome.FAILED: (N_("未打印"), Tone.WARN),
}
_STATES: Final[Mapping[PrinterState, tuple[str, Tone]]] = {
    PrinterState.READY: (N_("可以打印"), Tone.OK),
    PrinterState.PAPER_LOW: (N_("纸快用完"), Tone.WARN),
    PrinterState.UNKNOWN: (N_("不回报状态"), Tone.NEUTRAL),
    PrinterState.SILENT: (N_("没有回答"), Tone.WARN),
    PrinterState.OFFLINE: (N_("脱机"), Tone.OFFLINE),
    PrinterState.OUT_OF_PAPER: (N_("缺纸"), Tone.WARN),
    PrinterState.COVER_OPEN: (N_("盖子没合上"), Tone.WARN),
    PrinterState.FAULT: (N_("故障"), Tone.STOP),
    PrinterState.DENIED: (N_("没有权限"), Tone.STOP),
    PrinterState.GONE: (N_("找不到"), Tone.STOP),
}


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One printing as a line: what became of it, which paper, the rest in small; ``copy``: says COPY."""

    pill: PillView
    paper: str
    detail: str


@dataclass(frozen=True, slots=True)
class PrintsView:
    """What became of the papers of a finished visit, in a word and a sentence."""

    pill: PillView
    sentence: str
    has_failed: bool = False


def printer_name(address: PrinterAddress, words: Translate) -> str:
    """Return a printer as a person knows it."""
    if address.way is Way.PDF:
        return words(WAYS[Way.PDF])
    if address.way is Way.SYSTEM:
        return address.where
    return f"{words(WAYS[address.way])} {address.where}"


def state_pill(state: PrinterState, words: Translate) -> PillView:
    """Return what a printer says of itself."""
    word, tone = _STATES[state]
    return PillView(words(word), tone)


def paper_name(wish: PaperWish | PrintRecord, words: Translate) -> str:
    """Return a paper with its keeper, such as 费用清单 · 家长联."""
    return f"{words(KINDS[wish.kind])} · {words(COPIES[wish.copy])}"


def print_row(record: PrintRecord, words: Translate) -> PrintRow:
    """Return a printing as a line of the history."""
    word, tone = _OUTCOMES[record.outcome]
    name = paper_name(record, words)
    if record.is_copy:
        name = words(N_("{paper} · 补打 {number}")).format(paper=name, number=record.number - 1)
    parts = [
        moment_text(record.at, words),
        record.operator,
        words(SIZES_IN_WORDS[record.size]),
        printer_name(record.printer, words),
    ]
    if record.copies > 1:
        parts.append(words(N_("{count} 份")).format(count=record.copies))
    return PrintRow(PillView(words(word), tone), name, " · ".join(parts))


def prints_view(
    results: tuple[Printed, ...], records: tuple[PrintRecord, ...], words: Translate
) -> PrintsView:
    """Return what became of a visit's papers: the failures of this time first, else what came out."""
    failed = next((one for one in results if one.error is not None), None)
    if failed is not None and failed.error is not None:
        told = failure_notice(failed.error, words).what
        sentence = words(N_("{paper}：{what}")).format(paper=words(KINDS[failed.record.kind]), what=told)
        return PrintsView(PillView(words(N_("未打印")), Tone.WARN), sentence, has_failed=True)
    out = [one for one in records if one.came_out]
    if not out:
        return PrintsView(PillView(words(N_("未打印"))), words(N_("还没有打印；账单已保存，随时可以打。")))
    last = print_row(out[0], words)
    more = words(N_("等 {count} 次")).format(count=len(out)) if len(out) > 1 else ""
    return PrintsView(last.pill, " · ".join(filter(None, (last.paper, moment_text(out[0].at, words), more))))
