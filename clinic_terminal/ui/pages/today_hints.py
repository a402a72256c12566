"""The keys of the board, by what is looked at."""

from dataclasses import dataclass

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.views.visit_detail import DetailView
from clinic_terminal.ui.widgets.hints import Hint


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at: the word of the one button, a list, a new appointment, or a child in detail.

    ``is_filled``: the new appointment has all it must have, so that Enter adds it.
    """

    word: str
    is_list: bool = False
    has_rows: bool = False
    is_adding: bool = False
    is_filled: bool = False
    detail: DetailView | None = None
    may_add: bool = True
    may_undo: bool = False


def day_hints(sight: Sight, words: Translate) -> tuple[Hint, ...]:
    """Return the keys that do something now."""
    _ = words
    if sight.is_list:
        rows = (Hint("↑↓", _("看各行")),) if sight.has_rows else ()
        return (Hint("Enter", sight.word), *rows, Hint("Esc", _("返回")))
    if sight.is_adding:
        enter = _("添加") if sight.is_filled else _("下一栏")
        return (Hint("Enter", enter), Hint("↑↓", _("选孩子")), Hint("Esc", _("不添加")))
    walk, days = Hint("↑↓←→", _("选择就诊")), Hint("Ctrl ←→", _("前后一天"))
    undo = (Hint(Key.UNDO.cap, _("撤销")),) if sight.may_undo else ()
    if sight.detail is not None:
        rest = () if sight.detail.may_return else undo
        return (walk, *_acts(sight.detail, words), *rest, Hint("Esc", _("返回")))
    add = _("添加预约")
    more = (Hint(Key.APPOINT.cap, add),) if sight.may_add and sight.word != add else ()
    import_hint = Hint(Key.IMPORT.cap, _("导入名单"))
    walk_in = Hint(Key.WALK_IN.cap, _("散客登记"))
    return (Hint("Enter", sight.word), walk, days, *more, import_hint, *undo, walk_in)


def _acts(view: DetailView, words: Translate) -> tuple[Hint, ...]:
    _ = words
    acts = (
        (view.may_open, "Enter", _("核验")),
        (view.asks_booking, Key.ENTER_BOOKING.cap, _("登记预约编号")),
        (view.may_miss, Key.NO_SHOW.cap, _("未到")),
        (view.may_return, Key.UNDO.cap, _("恢复预约")),
        (view.may_take_off, Key.TAKE_OFF.cap, _("取消预约")),
    )
    return tuple(Hint(key, word) for is_so, key, word in acts if is_so)
