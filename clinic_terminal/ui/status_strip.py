"""Keeps the strip at the top and the rail true: clinic, operator, status, clock, what waits for a person."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from clinic_terminal.application.day import QueueView
from clinic_terminal.application.follow_up import note_passed_limits
from clinic_terminal.application.follow_up_record import limit_subject
from clinic_terminal.application.line import LineState
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.line_choice import LineChoice
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.terms import clock_text
from clinic_terminal.ui.views.data_trouble import trouble_of
from clinic_terminal.ui.views.queue_status import status_view

CLOCK_MS = 1_000


class StatusStrip(QObject):
    """Listens to the desk and tells the shell that is on show."""

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._choice = LineChoice(desk, self)
        self._queue: QueueView | None = None
        self._operator: Operator | None = None
        self._enrolment: Enrolment | None = None
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._show_clock)
        desk.operator_changed.connect(self._take_operator)
        desk.operator_renamed.connect(self._take_operator)
        desk.queue_changed.connect(self._take_queue)
        desk.line_changed.connect(self._take_line)
        desk.data.changed.connect(self._show_status)
        self.use(shell)
        desk.ask(lambda: _enrolment_of(desk), self._take_enrolment)

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._operator is not None

    def start(self) -> None:
        """Run the clock."""
        self._clock.start()
        self._show_clock()

    def stop(self) -> None:
        """Stop the clock."""
        self._clock.stop()

    def use(self, shell: Shell) -> None:
        """Tell another shell from now on, as after a change of language."""
        self._shell = shell
        shell.strip.line_pressed.connect(self._choice.turn)
        self.show_all()

    def show_all(self) -> None:
        """Say everything again."""
        self._show_clinic()
        self._show_operator()
        self._show_status()
        self._show_clock()

    def _take_operator(self, operator: Operator | None) -> None:
        self._operator = operator
        self._show_operator()
        self._show_status()

    def _take_queue(self, queue: QueueView) -> None:
        self._queue = queue
        self._note_limits(queue)
        self._show_status()

    def _note_limits(self, queue: QueueView) -> None:
        """Have a limit that is newly passed become a matter for a person, whatever page is on show."""
        terminal = self._desk.terminal
        known, today = {one.subject for one in queue.follow_ups}, terminal.clock.today()
        new = [name for name in queue.passed_limits if limit_subject(name, today) not in known]
        if new and self.is_signed_in:
            self._desk.ask(partial(note_passed_limits, terminal, new), self._limits_noted)

    def _limits_noted(self, count: int) -> None:
        if count:
            self._desk.refresh()

    def _take_line(self, _state: LineState) -> None:
        self._show_status()

    def _take_enrolment(self, enrolment: Enrolment | None) -> None:
        self._enrolment = enrolment
        self._show_clinic()

    def _show_clinic(self) -> None:
        _ = self._desk.words
        if self._enrolment is None:
            self._shell.strip.set_clinic(_("本机还没有登记到诊所"), "")
            return
        clinic = self._enrolment.clinic
        self._shell.strip.set_clinic(clinic.name, _("品牌：{brand}").format(brand=clinic.brand_name))

    def _show_operator(self) -> None:
        self._shell.strip.set_operator(self._operator.name if self._operator else "")

    def _show_status(self) -> None:
        queue = self._queue
        trouble = trouble_of(self._desk.data.state, self._desk.words)
        view = status_view(self._desk.line, queue, self._desk.words, trouble)
        if self._operator is None:
            # Nobody's choice: it is kept with a name.
            view = replace(view, action="")
        self._shell.strip.set_status(view)
        attention = trouble is not None or (queue is not None and queue.open_count > 0)
        told = self._desk.words(N_("有事等人处理")) if attention else ""
        self._shell.rail.set_attention("queue", told)

    def _show_clock(self) -> None:
        self._shell.strip.set_clock(clock_text(self._desk.terminal.clock.now()))


def _enrolment_of(desk: Desk) -> Enrolment | None:
    with desk.terminal.store.read() as uow:
        return uow.memory.enrolment()
