"""The program with its window open: the one way in which run, demo and screenshots start it."""

from clinic_terminal.bootstrap.program import Program
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.scanner_text import Marks
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.window import TerminalWindow, build_window


class OpenProgram:
    """Desk, window and sync loop of one program, started together and ended in order."""

    def __init__(
        self, program: Program, language: Language = Language.ZH, *, practice: bool, hint: str = ""
    ) -> None:
        self.program = program
        self._tasks = Tasks()
        settings = program.settings
        parts = DeskParts(
            program.terminal,
            self._tasks,
            translator(language),
            self._wake,
            practice=practice,
            sound=settings.sound,
            marks=Marks(settings.scanner_prefix, settings.scanner_suffix),
            keeper=program.keeper,
            outage_card=self._outage_card,
        )
        self.desk = Desk(parts)
        desk = self.desk
        self._scanner = program.scanner(
            desk.device_scanned.emit, desk.device_opened.emit, desk.device_lost.emit
        )
        self._loop = program.sync_loop(desk.stored.report)
        self._caretaker = program.caretaker(desk.data.report)
        self.window: TerminalWindow = build_window(self.desk, practice_hint=hint)

    def start(self) -> None:
        """Show the window; the sync loop starts beside it."""
        self.window.show()
        self.window.begin()
        self._loop.start()
        self._caretaker.start()
        if self._scanner is not None:
            self._scanner.start()

    def close(self) -> None:
        """End loop, tasks and window; what is queued stays queued."""
        if self._scanner is not None:
            self._scanner.stop()
        self.window.close()
        self._loop.stop()
        self._caretaker.stop()
        self.desk.close()
        self._tasks.shutdown()

    def _outage_card(self, language: Language) -> bytes:
        from clinic_terminal.printing.outage_card import outage_card_pdf

        return outage_card_pdf("en" if language is Language.EN else "zh", self.program.terminal.limits)

    def _wake(self) -> None:
        self._loop.wake()
