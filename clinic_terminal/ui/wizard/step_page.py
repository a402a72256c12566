"""The base of the wizard's pages: a question, one sentence, what is to be done, and how it went."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.first_start import TESTS, Step
from clinic_terminal.i18n import N_
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.tasks import Job
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.said import Said
from clinic_terminal.ui.wizard.words import WORDS, remedy_at_first_start

T = TypeVar("T")

WIDTH = 800
"""As wide as a page becomes, however wide the window is."""


class StepPage(QWidget):
    """One step. `done` goes on; `changed` says that `ready` or `word` may have changed."""

    step: ClassVar[Step]

    done = Signal()
    changed = Signal()

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        words = WORDS[self.step]
        self.guide = guide
        self._busy = False
        self._job: Job | None = None
        self.title = Text(guide.words(words.title), "headline", wrap=True)
        self.sentence = Text(guide.words(words.sentence), "guide", "ink-2", wrap=True)
        self.body: QVBoxLayout = column(spacing=14)
        self.said = Said()
        whole = column(self.title, self.sentence, spacing=8)
        whole.addSpacing(18)
        whole.addLayout(self.body)
        whole.addSpacing(6)
        whole.addWidget(self.said)
        whole.addStretch(1)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.setMaximumWidth(WIDTH)

    @property
    def ready(self) -> bool:
        """Whether Enter may go on."""
        return not self._busy

    @property
    def busy(self) -> bool:
        """Whether something is under way that Enter must wait for."""
        return self._busy

    @property
    def word(self) -> str:
        """What the primary button says, a message id."""
        return N_("继续")

    @property
    def may_skip(self) -> bool:
        """Whether it may be left for later."""
        return self.step in TESTS

    def enter(self) -> None:
        """Get ready to be seen, and put the focus where the hand begins."""

    def leave(self) -> None:
        """Get ready to be hidden for good: what is under way is not waited for."""
        if self._job is not None:
            self._job.cancel()

    def submit(self) -> None:
        """Enter was pressed: do what the step is for, then go on."""
        self.done.emit()

    def back(self) -> bool:
        """Take a step back inside the page; False where there is none."""
        return False

    def scanned(self, text: str) -> None:
        """Take what a scanner typed."""
        del text

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], *, waiting: str = "", database: bool = False
    ) -> None:
        """Run something off the window's thread; a failure is said on the page. Nothing while busy."""
        if self._busy:
            return
        self._set_busy(busy=True)
        if waiting:
            self.said.wait(waiting)

        def finish(value: T) -> None:
            self._set_busy(busy=False)
            self.said.clear()
            done(value)

        start = self.guide.tasks.run_db if database else self.guide.tasks.run
        self._job = start(work, finish, self._failed)

    def fail(self, error: Exception) -> None:
        """Say what went wrong and what to do."""
        notice = failure_notice(error, self.guide.words)
        tone = Tone.STOP if notice.tone is Tone.STOP else Tone.WARN
        next_step = remedy_at_first_start(error, self.guide.words) or notice.next_step
        self.said.say(notice.what, tone, next_step)

    def _failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.fail(error)
        self.after_failure(error)

    def after_failure(self, error: Exception) -> None:
        """Put the focus where it can be put right."""
        del error

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.changed.emit()
