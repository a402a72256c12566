"""Check-in's notices about the line: why it took so long, and the way out of it inside the notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject

from clinic_terminal.application.check_in import Verification
from clinic_terminal.application.failures import CentralUnreachableError, NoSnapshotError, PlanUnknownError
from clinic_terminal.application.line import SLOW
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.line_choice import LineChoice
from clinic_terminal.ui.messages import failure_notice, problem_notice
from clinic_terminal.ui.pages.card_reading import Reading
from clinic_terminal.ui.pages.check_in_body import CheckInBody
from clinic_terminal.ui.views.queue_status import GO_ONLINE, WORK_OFFLINE
from clinic_terminal.ui.widgets.notice import Notice, NoticeView
from clinic_terminal.ui.widgets.tone import Tone

_OF_THE_LINE: Final = (CentralUnreachableError, NoSnapshotError)
_UNREACHED: Final = CentralUnreachableError.code

# One line each: a verdict needs the room below.
WAITED: Final = N_("服务商还没有回答，先按本机资料核验；一有回答，下面就会更新，不用重扫。")
AWAY: Final = N_("联系不上服务商，先按本机资料核验；网络不稳时可以先离线工作，账单照样保存。")
ANSWERED: Final = N_("服务商回答了，下面已更新；选好的证件和填写的内容都在。")


UNBELIEVED: Final = frozenset(
    {
        "WRONG_MEMBER",
        "POLICY_TWICE",
        "ANSWER_OUTDATED",
        "CENTRAL_UNREACHABLE.BAD_SERVER_SIGNATURE",
        "CENTRAL_UNREACHABLE.UNKNOWN_SERVER_KEY",
    }
)
"""The server was heard, and nothing of its answer may be used: that is no matter of the line."""

BUSY: Final = N_("正在核验…")
UNKNOWN_HERE: Final = N_("本机没有这个孩子的资料，还在等服务商回答…")


class LineNotices(QObject):
    """Shows them in the area above the page; none of them moves what is below once it is on show."""

    def __init__(self, desk: Desk, body: CheckInBody, reading: Reading, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._area = body.notices
        self._busy = body.busy.busy
        self._choice = LineChoice(desk, self)
        self._waited: Notice | None = None
        reading.started.connect(self._say_busy)
        reading.unknown_here.connect(self._say_unknown_here)
        reading.verified.connect(self._say_unanswered)
        reading.upgraded.connect(self._say_answered)

    def tell(self, error: Exception) -> None:
        """Show a failure; where the line is its cause, with the way out of it."""
        view = failure_notice(error, self._desk.words)
        if isinstance(error, _OF_THE_LINE):
            self._show_with_choice(view)
        else:
            self._area.add(view)

    def _say_busy(self) -> None:
        self._busy.set_text(self._desk.words(BUSY))

    def _say_unknown_here(self) -> None:
        self._busy.set_text(self._desk.words(UNKNOWN_HERE))

    def _say_unanswered(self, found: Verification) -> None:
        """Say why the verdict rests on what is stored here, to a person who had to wait for that.

        Where the line was known to be down nobody waited, and the status pill says it already.
        """
        self._waited = None
        _ = self._desk.words
        for plan in found.unknown_plans:
            self._area.add(failure_notice(PlanUnknownError(plan), _))
        if found.problem in UNBELIEVED:
            self._area.add(problem_notice(found.problem, _))
            return
        if found.problem == SLOW:
            view = NoticeView(Tone.OFFLINE, _(WAITED))
        elif found.problem.split(".")[0] == _UNREACHED and not self._desk.line.is_offline:
            view = NoticeView(Tone.OFFLINE, _(AWAY))
        else:
            return
        self._waited = self._show_with_choice(view)

    def _say_answered(self) -> None:
        """Say in the place of the notice, if it still stands there, that the server answered after all."""
        _, waited = self._desk.words, self._waited
        self._waited = None
        if waited is not None and waited in self._area.notices:
            self._area.replace(waited, NoticeView(Tone.ACCENT, _(ANSWERED)))

    def _show_with_choice(self, view: NoticeView) -> Notice:
        chosen = self._desk.line.chosen
        word = self._desk.words(GO_ONLINE if chosen else WORK_OFFLINE)
        act = self._choice.go_online if chosen else self._choice.work_offline
        notice = self._area.add(replace(view, action=word))
        notice.acted.connect(self._having_dropped(notice, act))
        return notice

    def _having_dropped(self, notice: Notice, act: Callable[[], None]) -> Callable[[], None]:
        def done() -> None:
            self._area.drop(notice)
            act()

        return done
