"""A bill that came back while the day's statement says otherwise: the hotline first, and no money before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.act_case import FollowUpCase
from clinic_terminal.application.acts import ActState
from clinic_terminal.application.follow_up import FollowUp
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.told import DESK
from clinic_terminal.ui.views.adjusted import Comparison, Debt
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.matters import facts_of
from clinic_terminal.ui.views.reconciliation import difference_text
from clinic_terminal.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from clinic_terminal.ui.views.act_case import CaseView

_CAME_BACK: Final = frozenset({ActState.ADJUSTED, ActState.REJECTED})
_FOUND: Final = N_("对账时发现{difference}")
_NO_MONEY: Final = N_("先致电热线；查清以前不要向家长收款，也不要退款。")
_STEPS: Final = (
    N_("致电 {call}，报参考号 {reference}，请对方查这一笔。"),
    N_("查清以前不要向家长收款，也不要退款。"),
    N_("查清以后，先写明结果结束对账的那一件，再回来办这一件。"),
)


def doubt_about(follow_ups: Sequence[FollowUp], found: FollowUpCase) -> FollowUp | None:
    """Return the open difference of a day's statement about this act's bill; None where there is none."""
    case = found.case
    if case is None or case.row.state not in _CAME_BACK or not found.follow_up.is_open:
        return None
    of_days = (one for one in follow_ups if one.matter is Matter.STATEMENT and one.is_open)
    return next((one for one in of_days if facts_of(one).get("act") == case.row.act.id), None)


def doubted_case(told: "CaseView", doubt: FollowUp, facts: Mapping[str, str], words: Translate) -> "CaseView":
    """Return the case with the call before anything that is told to the family."""
    found = words(_FOUND).format(difference=difference_text(facts_of(doubt), words))
    return replace(
        told,
        what=_together((told.what, found, words(_NO_MONEY)), words),
        who=words(DESK),
        steps=tuple(words(step).format(**facts) for step in _STEPS),
        say="",
    )


def doubted_comparison(found: Comparison | None, words: Translate) -> Comparison | None:
    """Return both sides without who owes whom: that is not known yet."""
    unknown = Debt(words(N_("还不知道：服务商两处说的不一样。")), 0, Tone.WARN)
    return None if found is None else replace(found, debts=(unknown,))


def _together(sentences: Sequence[str], words: Translate) -> str:
    return (" " if is_english(words) else "").join(filter(None, sentences))
