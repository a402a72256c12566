"""What is copied for the hotline: where, which, in which state and why, how often, when; and no person.

It is put together by name from our own lists. A server's free sentence, a note of the desk and an unknown
code are left out, because anything may stand in them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.follow_up import FollowUp
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import act_kind_word, act_state_word, short_reference
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.matters import content_of, pill_of, reference_of, why_of
from clinic_terminal.ui.views.reasons import Pairs, code_text, reasons, tries


@dataclass(frozen=True, slots=True)
class Copied:
    """A text for the clipboard, and the short reference that it goes by."""

    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Which clinic and which of its terminals; a terminal by its id."""

    clinic: str
    terminal: str


def copied_act(row: QueueRow, place: Place, words: Translate, title: str = "") -> Copied:
    """Return an act; ``title``: what the follow-up is about, where there is one."""
    _ = words
    act, reference = row.act, short_reference(row.act.id)
    state = f"{act_state_word(row.state, words)} ({row.state.value})"
    told = (
        *_where(place, reference, words),
        (_("内容"), f"{act_kind_word(act.kind, words)} ({act.kind.value})"),
        (_("状态"), state),
        (_("事项"), title),
        tries(row, words),
        *_reasons(row, words),
        (_("记录时间"), _stamp(act.created_at)),
        _last_time(row, words),
    )
    return Copied(reference, _joined(told, words))


def copied_matter(one: FollowUp, place: Place, words: Translate) -> Copied:
    """Return a matter without an act: a day that differs, or a limit that was passed."""
    _ = words
    reference = reference_of(one)
    told = (
        *_where(place, reference, words),
        (_("内容"), content_of(one, words)),
        (_("状态"), f"{pill_of(one, words).text} ({one.stand.value})"),
        (_("事项"), f"{one.matter.value} · {why_of(one, words)}"),
        (_("记录时间"), _stamp(one.opened_at)),
    )
    return Copied(reference, _joined(told, words))


def copied_reference(subject: str, place: Place, words: Translate) -> Copied:
    """Return what is left to say of something that is not here any more."""
    reference = short_reference(subject)
    return Copied(reference, _joined(_where(place, reference, words), words))


def _where(place: Place, reference: str, words: Translate) -> Pairs:
    _ = words
    return (_("诊所与终端"), f"{place.clinic} {place.terminal}"), (_("参考号"), reference)


def _reasons(row: QueueRow, words: Translate) -> Pairs:
    """Return the first and the latest reason, or the only one."""
    only = ((words(N_("原因")), code_text(row.last_error, words)),) if row.last_error else ()
    return reasons(row, words) or only


def _last_time(row: QueueRow, words: Translate) -> tuple[str, str]:
    """Return the latest time that is known of an act; one that is set aside keeps when it was due last."""
    _ = words
    if row.settled_at is not None:
        return _("结果时间"), _stamp(row.settled_at)
    word = _("上次该送的时间") if row.state is ActState.PARKED else _("下次该送的时间")
    return word, _stamp(row.next_attempt)


def _stamp(moment: datetime) -> str:
    return f"{moment + CHINA:%Y-%m-%d %H:%M:%S}"


def _joined(told: Iterable[tuple[str, str]], words: Translate) -> str:
    colon = ": " if is_english(words) else "："
    return "\n".join(f"{word}{colon}{value}" for word, value in told if value)
