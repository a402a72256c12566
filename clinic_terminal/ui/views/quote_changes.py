"""What is no longer as it was quoted, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Final

from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.quote_changes import Because, Change, ChangeKind
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import named, places_text
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.tone import Tone

SENTENCES: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.PRICE: N_("{item}：单价 {before} → {after}。"),
    ChangeKind.REMOVED: N_("{item}：放不进账单（已停用或不再适用），报价时 {before}。"),
    ChangeKind.ADDED: N_("{item}：报价里没有，现在 {after}。"),
    ChangeKind.INSURER: N_("{item}：保险支付 {before} → {after}，因为{because}。"),
    ChangeKind.DISCOUNT: N_("{item}：优惠 {before} → {after}。"),
    ChangeKind.SELF_PAY: N_("{item}：全部自费的选择变了，保险支付 {before} → {after}。"),
}
CAUSES: Final[Mapping[Because, str]] = {
    Because.STATUS: N_("能不能直付变了"),
    Because.POOL: N_("剩余的额度变了"),
    Because.DAY: N_("日期变了"),
    Because.FACTS: N_("会员资料更新了"),
    Because.LINES: N_("账单上的其他项目或优惠变了"),
}
WHOLE: Final = N_("整张账单")
_SHOWN: Final = 6


def change_sentences(changes: Sequence[Change], words: Translate) -> tuple[str, ...]:
    """Return each change as a sentence, and how many more there are where they are too many to read."""
    told = tuple(_sentence(change, words) for change in changes[:_SHOWN])
    more = len(changes) - _SHOWN
    return (*told, words(N_("还有 {count} 处不同。")).format(count=more)) if more > 0 else told


def changed_notice(changes: Sequence[Change], words: Translate, *, billed: bool) -> NoticeView:
    """Return how a quote stands to the bill, before or after it was put there."""
    if not changes:
        same = N_("已放进账单，和报价完全相同") if billed else N_("现在转为账单，和报价完全相同")
        return NoticeView(Tone.OK, words(same))
    what = N_("已放进账单，有 {count} 处和报价不同") if billed else N_("现在转为账单，会有 {count} 处不同")
    return NoticeView(
        Tone.WARN,
        words(what).format(count=len(changes)),
        words(N_("报价仅当时有效，账单按当天价目计算。")),
        words(N_("请告诉家长。")) if billed else "",
    )


def _sentence(change: Change, words: Translate) -> str:
    return words(SENTENCES[change.kind]).format(
        item=_name(change.line, words),
        before=yuan(change.before),
        after=yuan(change.after),
        because=words(CAUSES[change.because]) if change.because else "",
    )


def _name(line: BillLine | None, words: Translate) -> str:
    if line is None:
        return words(WHOLE)
    places = places_text(line.teeth, words, line.surfaces)
    return f"{named(words, line.name_zh, line.name_en)} {places}".rstrip()
