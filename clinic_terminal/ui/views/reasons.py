"""What an act's tries ended with: codes of our own lists with our own sentences, and how many there were.

Nothing that a server wrote itself is among it: its sentence, or a code that nobody here knows, may name a
child.
"""

from collections.abc import Mapping
from typing import Final

from clinic_terminal.application.acts import CARRIED, ActState, QueueRow
from clinic_terminal.application.doctor_codes import OTHER, is_known
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import reason_text, told_of
from clinic_terminal.ui.views.refusals import REFUSALS, WHAT

Pairs = tuple[tuple[str, str], ...]
"""Labels with their values, ready to read."""

_OWN: Final[Mapping[str, str]] = {
    CARRIED: N_("从另一份数据带过来，可能已经从那里送出过。"),
    OTHER: N_("服务商给的代码，本机不认识。"),
    ActState.ADJUSTED.value: N_("保险公司调整了金额。"),
    ActState.REJECTED.value: N_("保险公司没有接受这笔账单。"),
    ActState.WITHDRAWN.value: N_("已撤回，没有送出。"),
}


def tries(row: QueueRow, words: Translate) -> tuple[str, str]:
    """Return how often an act was tried, as a label with its value."""
    return words(N_("次数")), str(row.attempts)


def reasons(row: QueueRow, words: Translate, said: str = "") -> Pairs:
    """Return an act's first and latest reason, where they are not the same.

    Of a delivered act also the only one: what kept it is said nowhere else. ``said``: the sentence that
    stands beside it already and is not repeated.
    """
    _ = words
    told: list[tuple[str, str]] = []
    first, last = row.first_error, row.last_error
    if first and (first != last or row.state is ActState.ACCEPTED):
        told.append((_("第一次的原因"), code_text(first, words)))
    if last and last != first:
        told.append((_("最近的原因"), code_text(last, words, said)))
    return tuple(told)


def code_text(code: str, words: Translate, said: str = "") -> str:
    """Return a code and our own sentence for it, where we have one that was not said."""
    shown = _listed(code)
    sentence = _sentence_of(shown, words)
    return f"{shown} · {sentence}" if sentence and sentence != said else shown


def _listed(code: str) -> str:
    return code if code in WHAT or code in REFUSALS or is_known(code) else OTHER


def _sentence_of(code: str, words: Translate) -> str:
    reason = next((one for one in Reason if one.value == code), None)
    if reason is not None:
        return reason_text(reason, words)
    told = told_of(code)
    sentence = WHAT.get(code) or _OWN.get(code) or (told.what if told else "")
    # A sentence with a gap speaks of something else than of an act.
    return words(sentence) if sentence and "{" not in sentence else ""
