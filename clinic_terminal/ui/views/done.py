"""What the done page shows: the closed bill, where its report is, where its paper is."""

from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.day import QueueView
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_WAITING: Final = N_("账单已存在本机，联网后自动上传，不用等。")
_UPLOAD: Final = {
    ActState.READY: (N_("待上传"), Tone.OFFLINE, _WAITING),
    ActState.SENDING: (N_("正在上传"), Tone.ACCENT, _WAITING),
    ActState.ACCEPTED: (N_("已收到回执"), Tone.OK, N_("服务商已确认这张账单。")),
    ActState.ADJUSTED: (N_("保险调整"), Tone.WARN, N_("服务商改了金额，请到队列查看。")),
    ActState.REJECTED: (N_("被拒绝"), Tone.STOP, N_("服务商没有接受这张账单，请到队列查看原因。")),
    ActState.PARKED: (N_("需要处理"), Tone.WARN, N_("这张账单要人工处理，请到队列查看。")),
    ActState.WITHDRAWN: (N_("已撤回"), Tone.NEUTRAL, N_("这张账单已撤回。")),
}


@dataclass(frozen=True, slots=True)
class DoneView:
    """A closed visit: amounts in fen, ``number`` short enough to be read out."""

    child: str
    number: str
    insurer: int
    now: int
    later: int
    is_direct: bool
    lock_note: str


def done_view(visit: Visit, words: Translate) -> DoneView | None:
    """Return the closed bill; None where the visit has none."""
    bill = visit.bill
    if bill is None:
        return None
    totals = bill.result.totals
    note = ""
    if bill.brand_lock_set:
        note = words(N_("从这次就诊起，这份保险今年选定“{brand}”，请告诉家长。")).format(
            brand=bill.clinic.brand_name
        )
    return DoneView(
        bill.person.name,
        short_reference(bill.id),
        totals.insurer,
        totals.on_site,
        totals.online,
        bill.is_direct,
        note,
    )


def row_of(view: QueueView, act: str) -> QueueRow | None:
    """Return the queue's row of an act."""
    return next((row for row in view.rows if row.act.id == act), None)


def upload(row: QueueRow | None, words: Translate) -> tuple[PillView, str]:
    """Return where the report of the bill is: green only where the server's receipt is stored."""
    state = row.state if row is not None else ActState.READY
    if state is ActState.ACCEPTED and row is not None and not row.receipt:
        state = ActState.SENDING
    word, tone, sentence = _UPLOAD[state]
    return PillView(words(word), tone), words(sentence)
