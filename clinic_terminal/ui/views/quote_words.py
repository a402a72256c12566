"""A quote in words: what the insurer made of it, the child's earlier ones, and the text for a message."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_check import LINE_FIGURES, WHOLE_BILL, Comparison, Figure, compared, sums
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import told_of
from clinic_terminal.ui.views.bill_words import moment_text, named, places_text
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """An earlier quote in a few words; ``may_bill``: some of its lines do not stand on the bill yet."""

    id: str
    number: str
    when: str
    about: str
    pill: PillView
    may_bill: bool
    on_show: bool


def answer_notice(quote: Quote, words: Translate, today: date, *, asking: bool = False) -> NoticeView:
    """Return in a sentence what the insurer made of the quote; its action is to ask once more."""
    found = compared(quote)
    if asking:
        return NoticeView(
            Tone.ACCENT,
            words(N_("正在请服务商核算…")),
            next_step=words(N_("本机的预估已经算好，不用等。")),
        )
    if quote.answer is None or found is None:
        return _unanswered(quote, words, today)
    at = moment_text(quote.answer.answered_at, words)
    if found.agrees:
        said = words(N_("{at} 核算，每一行金额都相同。")).format(at=at)
        return NoticeView(Tone.OK, words(N_("服务商核算一致")), next_step=said)
    newer = quote.answer.snapshot_version > quote.snapshot_version
    hint = words(N_("服务商用的会员资料更新，请重新核验后再报价。")) if newer else ""
    if found.gaps:
        return NoticeView(
            Tone.STOP,
            words(N_("服务商的核算对不上：有未说明的差额")),
            words(N_("差额单独列出，没有计入家长支付。")),
            hint or words(N_("请致电服务热线，并报报价编号 {number}。")).format(number=quote.number),
        )
    return NoticeView(
        Tone.WARN,
        _count_text(found, words),
        words(N_("{at} 核算，以服务商为准。")).format(at=at),
        hint,
    )


def _count_text(found: Comparison, words: Translate) -> str:
    count = len({one.line for one in found.differences} - {WHOLE_BILL})
    if not count:
        return words(N_("服务商的核算不同：整张账单"))
    return words(N_("服务商的核算有 {count} 行不同")).format(count=count)


def _unanswered(quote: Quote, words: Translate, today: date) -> NoticeView:
    if quote.day != today:
        return NoticeView(Tone.NEUTRAL, words(N_("当时没有得到服务商的核算，只是本机的预估")))
    told = told_of(quote.unanswered) if quote.unanswered else None
    return NoticeView(
        Tone.OFFLINE,
        words(N_("待确认：只是本机的预估")),
        words(told.what) if told else words(N_("还没有请服务商核算。")),
        action=words(N_("请服务商核算")),
    )


def heading(quote: Quote, words: Translate) -> str:
    """Return the quote's name with its number."""
    return words(N_("报价单 {number}")).format(number=quote.number)


def made_text(quote: Quote, words: Translate) -> str:
    """Return when and by whom it was made."""
    return f"{moment_text(quote.made_at, words)} · {quote.made_by}"


def shelf_rows(quotes: tuple[Quote, ...], shown: str, visit: Visit, words: Translate) -> tuple[ShelfRow, ...]:
    """Return the child's quotes, the newest first."""
    return tuple(
        ShelfRow(
            one.id,
            one.number,
            moment_text(one.made_at, words),
            words(N_("{count} 项 · 家长 {fen}")).format(
                count=len(one.lines), fen=yuan(one.result.totals.guardian)
            ),
            _shelf_pill(one, words),
            not is_on_bill(one, visit),
            one.id == shown,
        )
        for one in quotes
    )


def _shelf_pill(quote: Quote, words: Translate) -> PillView:
    found = compared(quote)
    if found is None:
        return PillView(words(N_("待确认")), Tone.OFFLINE)
    if found.gaps:
        return PillView(words(N_("对不上")), Tone.STOP)
    if found.agrees:
        return PillView(words(N_("一致")), Tone.OK)
    return PillView(words(N_("不同")), Tone.WARN)


def is_on_bill(quote: Quote, visit: Visit) -> bool:
    """Tell whether every line of a quote stands on the bill of a visit."""
    quoted = Counter((line.item, line.teeth) for line in quote.lines)
    return quoted <= Counter((line.item, line.teeth) for line in visit.lines)


def quote_text(quote: Quote, words: Translate) -> str:
    """Return a quote as plain text for a message to the family; it names no child."""
    totals = quote.result.totals
    rows = [
        quote.clinic.name,
        f"{heading(quote, words)} · {moment_text(quote.made_at, words)}",
        words(N_("仅当时有效；价格和额度以就诊当天为准。")),
    ]
    for number, line in enumerate(quote.lines, 1):
        parts = sums(quote.result.parts, number) or dict.fromkeys(LINE_FIGURES, 0)
        name = f"{named(words, line.name_zh, line.name_en)} {places_text(line.teeth, words, line.surfaces)}"
        rows.append(
            words(N_("{number}. {item}：{amount}，保险 {insurer}，家长 {guardian}")).format(
                number=number,
                item=name.rstrip(),
                amount=yuan(parts[Figure.BILLED]),
                insurer=yuan(parts[Figure.INSURER]),
                guardian=yuan(parts[Figure.GUARDIAN]),
            )
        )
    whole = words(N_("合计 {billed}，保险直付 {insurer}，家长现场支付 {now}")).format(
        billed=yuan(totals.billed), insurer=yuan(totals.insurer), now=yuan(totals.on_site)
    )
    later = words(N_("结案后在线支付 {later}")).format(later=yuan(totals.online)) if totals.online else ""
    rows += [
        whole,
        *([later] if later else []),
        *([words(N_("待确认：只是本机的预估"))] if quote.offline else []),
    ]
    return "\n".join([*rows, words(N_("以上为预估，以电子保险卡及服务管理商审核为准"))])
