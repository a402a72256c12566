"""What a person does with one follow-up: take it over, note, close, open again; each is stored at once."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.act_case import FollowUpCase, follow_up_case
from clinic_terminal.application.approval import Approval
from clinic_terminal.application.follow_up import FollowUp
from clinic_terminal.application.follow_up_failures import FollowUpNoteMissingError, FollowUpUnknownError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.withdrawing import withdraw
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.pages.follow_up_panel import FollowUpPanel
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views.doubted import doubt_about
from clinic_terminal.ui.views.follow_up import Step, follow_up_view
from clinic_terminal.ui.views.withdrawing import withdraw_wish

Written = Callable[[Terminal, Operator, str, str], FollowUp]
_WITH_NOTE: Final[Mapping[Step, Written]] = {
    Step.NOTE: verbs.note,
    Step.CLOSE: verbs.close,
    Step.REOPEN: verbs.reopen,
}
_MISSING: Final[Mapping[Step, str]] = {
    Step.NOTE: N_("请写一句：做了什么，结果怎样。"),
    Step.CLOSE: N_("没有写明结果，不能结束。请写一句：做了什么，结果怎样。"),
    Step.REOPEN: N_("请写一句为什么重新打开。"),
    Step.WITHDRAW: N_("请先写一句为什么永远不送，再按“永远不送”。"),
}


class FollowUpFlow(QObject):
    """Carries the panel's steps out in the operator's name."""

    left = Signal()
    retried = Signal()
    visit_wanted = Signal()
    moved = Signal(object)
    """The FollowUpCase after a step."""
    said = Signal(str)

    def __init__(self, desk: Desk, confirming: Confirming, parent: QObject) -> None:
        super().__init__(parent)
        self._confirming = confirming
        self._desk = desk
        self._found: FollowUpCase | None = None
        self._queue: QueueView | None = None
        self._doubt: FollowUp | None = None
        self._is_reading = False
        self._runner = Runner(desk, self._failed, self)
        self.panel = FollowUpPanel(desk.words)
        self.panel.wanted.connect(self._take)
        self.panel.left.connect(self.left)
        desk.operator_changed.connect(self._let_go)
        desk.queue_changed.connect(self._take_queue)

    @property
    def is_reading(self) -> bool:
        """Whether what is on show is being read anew."""
        return self._is_reading

    def doubt_about(self, found: FollowUpCase) -> FollowUp | None:
        """Return the open difference of a day's statement about the same bill."""
        return doubt_about(self._queue.follow_ups, found) if self._queue is not None else None

    def show(self, found: FollowUpCase) -> None:
        """Show a follow-up, and read it anew: somebody may have worked on it since it was listed."""
        self.panel.clear_note()
        self._show(found)
        self.renew()

    def renew(self) -> None:
        """Read what is on show anew: it may be settled by now, and its steps others."""
        shown = self._found
        if shown is not None:
            self._is_reading = True
            read = partial(follow_up_case, self._desk.terminal, shown.follow_up.subject)
            self._desk.ask(read, self._show_newer, self._not_read)

    def _show_newer(self, found: FollowUpCase) -> None:
        self._is_reading = False
        shown = self._found
        # What has not changed is left as it is: somebody may be reading, or writing a note.
        if shown is None or shown.follow_up.subject != found.follow_up.subject:
            return
        if shown != found or self._doubt != self.doubt_about(found):
            self._show(found)

    def _take_queue(self, view: QueueView) -> None:
        self._queue = view

    def _let_go(self) -> None:
        """Leave neither the matter nor a half-written note to whoever signs in next."""
        if self._found is not None:
            self._found = None
            self.panel.clear_note()
            self.left.emit()

    def _not_read(self, error: Exception) -> None:
        self._is_reading = False
        self._desk.failed.emit(error)
        if isinstance(error, FollowUpUnknownError) and self.panel.isVisible():
            # It was settled meanwhile: nothing that the panel offers is left to be done.
            self.left.emit()

    def _show(self, found: FollowUpCase) -> None:
        self._found, self._doubt = found, self.doubt_about(found)
        now, words = self._desk.terminal.clock.now(), self._desk.words
        self.panel.show_view(follow_up_view(found, now, words, self._doubt))

    def _take(self, step: Step, text: str) -> None:
        found, desk = self._found, self._desk
        if found is None:
            return
        subject, terminal, operator = found.follow_up.subject, desk.terminal, desk.operator
        if step is Step.OPEN_VISIT:
            self.visit_wanted.emit()
        elif step is Step.RETRY:
            self.retried.emit()
            self.left.emit()
        elif step is Step.TAKE:
            self._run(partial(verbs.take_over, terminal, operator, subject))
        elif not text.strip():
            self.panel.say(desk.words(_MISSING[step]))
            self.panel.note.setFocus()
        elif step is Step.WITHDRAW:
            self._ask_to_withdraw(found, text)
        else:
            self._run(partial(_WITH_NOTE[step], terminal, operator, subject, text))

    def _ask_to_withdraw(self, found: FollowUpCase, reason: str) -> None:
        """Have a manager say yes, each time anew, and withdraw it in the manager's name."""
        wish = withdraw_wish(found, reason, self._desk.words)
        then = partial(self._withdraw, found.follow_up.subject, reason)
        self._confirming.ask(wish, then, self.panel.note.setFocus, anew=True)

    def _withdraw(self, subject: str, reason: str, approval: Approval) -> None:
        terminal = self._desk.terminal

        def work() -> FollowUpCase:
            withdraw(terminal, approval.by, subject, reason)
            return follow_up_case(terminal, subject)

        # The server is asked first: this may wait, and does so beside the database's own thread.
        self._runner.run(work, self._withdrawn, outside=True)

    def _withdrawn(self, found: FollowUpCase) -> None:
        told = self._desk.words(N_("已撤回 {reference}，不再送出。"))
        self.said.emit(told.format(reference=short_reference(found.follow_up.subject)))
        self._done(found)
        self._desk.wake_sync()

    def _run(self, verb: Callable[[], FollowUp]) -> None:
        terminal = self._desk.terminal

        def work() -> FollowUpCase:
            return follow_up_case(terminal, verb().subject)

        self._runner.run(work, self._done)

    def _done(self, found: FollowUpCase) -> None:
        self.panel.clear_note()
        self._show(found)
        self.moved.emit(found)
        self._desk.refresh()
        if not found.follow_up.is_open:
            self.left.emit()

    def _failed(self, error: Exception) -> None:
        notice = failure_notice(error, self._desk.words)
        self.panel.say(" ".join(filter(None, (notice.what, notice.next_step))))
        self.panel.note.setFocus()
        if not isinstance(error, FollowUpNoteMissingError):
            self._desk.refresh()
