"""The keys of the treatment page, by what is in hand."""

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.widgets.hints import Hint


def treatment_hints(
    words: Translate, *, item_in_hand: bool, on_bill: bool, others: bool, hand: str
) -> tuple[Hint, ...]:
    """Return the keys; ``others``: more than one child is in the house; ``hand``: what Enter does, if so."""
    if item_in_hand:
        return (
            Hint("1–8", words(N_("牙位"))),
            Hint("M O D B L", words(N_("牙面"))),
            Hint("Enter", words(N_("加入账单"))),
            Hint("Esc", words(N_("取消"))),
        )
    if on_bill:
        return (
            Hint("Enter", words(N_("改价"))),
            Hint("−", words(N_("行优惠"))),
            Hint("Del", words(N_("删除行"))),
            Hint("Space", words(N_("仍然继续"))),
            _hint(Key.UNDO, words),
            Hint("Ctrl F", words(N_("找项目"))),
        )
    found = [
        *((Hint("Enter", hand),) if hand else ()),
        Hint("Ctrl F", words(N_("找项目"))),
        Hint("=", words(N_("组合"))),
        _hint(Key.CHART, words),
        Hint("Ctrl ↓", words(N_("账单"))),
        _hint(Key.UNDO, words),
        Hint(Key.DISCOUNT.cap, words(N_("优惠"))),
        Hint(Key.DESK_NOTE.cap, words(N_("留言"))),
        _hint(Key.QUOTE, words),
    ]
    if others:
        found.append(_hint(Key.NEXT_CHILD, words))
    return tuple(found)


def _hint(key: Key, words: Translate) -> Hint:
    return Hint(key.cap, words(key.value.word))
