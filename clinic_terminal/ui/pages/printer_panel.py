"""The printers: which paper goes where, what is printed by itself, slip printers, the test page."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application import printer_choices as verbs
from clinic_terminal.application.paper_orders import PaperKind
from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way, checked_address
from clinic_terminal.application.printer_choices import AutoPaper, KindChoice, PrinterChoices
from clinic_terminal.application.printing_failures import PrinterAddressError
from clinic_terminal.application.printing_ports import FoundPrinter
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.printer_parts import AutoPrints, KindPrinters, LinkEntry, PrinterTest, SlipEntry
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.tasks import Job
from clinic_terminal.ui.views.printing import printer_name
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.choice_box import Choice
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import Text

_RIGHT = 400


class PrinterPanel(QWidget):
    """Stands in the place of the preview. `left`: back to it; `said`: done; `failed`: an Exception."""

    left = Signal()
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = desk.words
        self._desk = desk
        self._found: tuple[FoundPrinter, ...] = ()
        self._job: Job | None = None
        self._runner = Runner(desk, self._test_failed, self)
        self.kinds = KindPrinters(words)
        self.auto = AutoPrints(words)
        self.slip = SlipEntry(words)
        self.test = PrinterTest(words)
        self.link = LinkEntry(words)
        self.back_button = GhostButton(words(N_("返回单据")), "Esc", size=ButtonSize.MEDIUM, icon_name="back")
        self.pack_button = GhostButton(
            words(N_("今天的理赔资料包…")), size=ButtonSize.MEDIUM, icon_name="export"
        )
        self._build()
        self.back_button.clicked.connect(self.left)
        self.kinds.chosen.connect(self._choose)
        self.auto.chosen.connect(self._choose_auto)
        self.slip.entered.connect(self._add)
        self.link.entered.connect(self._keep_link)
        self.test.asked.connect(self._ask)
        self.test.wanted.connect(self._test)
        for field in (self.slip.field, self.link.field):
            field.left.connect(self.left)

    def enter(self) -> None:
        """Read the choices and look for printers anew."""
        self._read()
        self._desk.ask_outside(self._desk.terminal.printers.found, self.offer_printers)
        self.kinds.boxes[PaperKind.BILL].setFocus()

    def offer_printers(self, found: tuple[FoundPrinter, ...]) -> None:
        """Offer the printers that are there."""
        self._found = found
        self._read()

    def _read(self) -> None:
        terminal = self._desk.terminal
        self._desk.ask(lambda: verbs.choices_of(terminal), self._show)

    def _show(self, choices: PrinterChoices) -> None:
        words = self._desk.words
        names = {one.address: one.name for one in self._found}
        chosen = [one.printer for one in choices.kinds.values() if one.printer != PDF]
        names |= {one: printer_name(one, words) for one in (*choices.slips, *chosen) if one not in names}
        offered = tuple(Choice(name, address) for address, name in names.items())
        self.kinds.offer((Choice(printer_name(PDF, words), PDF), *offered), choices)
        self.auto.show_chosen(choices.auto)
        self.test.offer(offered)
        if not self.link.field.hasFocus():
            self.link.field.setText(choices.binding_link)

    def _choose(self, kind: PaperKind, choice: KindChoice) -> None:
        terminal, operator = self._desk.terminal, self._desk.operator
        self._store(lambda: verbs.choose_printer(terminal, operator, kind, choice))

    def _choose_auto(self, papers: tuple[AutoPaper, ...]) -> None:
        terminal, operator = self._desk.terminal, self._desk.operator
        self._store(lambda: verbs.choose_auto(terminal, operator, papers))

    def _add(self, way: Way, typed: str, quiet: bool) -> None:  # noqa: FBT001  a signal's argument
        terminal, operator, words = self._desk.terminal, self._desk.operator, self._desk.words
        try:
            address = checked_address(way, typed, quiet=quiet)
        except PrinterAddressError as error:
            self.slip.say(
                _in_a_line(failure_notice(error, words).what, failure_notice(error, words).next_step)
            )
            return
        self.slip.field.clear()
        self.said.emit(words(N_("已添加 {printer}")).format(printer=printer_name(address, words)))
        self._store(lambda: verbs.keep_slip_printer(terminal, operator, address))

    def _keep_link(self, typed: str) -> None:
        terminal, operator, words = self._desk.terminal, self._desk.operator, self._desk.words

        def refused(error: Exception) -> None:
            notice = failure_notice(error, words)
            self.link.say(_in_a_line(notice.what, notice.next_step))

        def kept(_nothing: None) -> None:
            self.said.emit(words(N_("已保存绑卡网址")))

        self._desk.ask(lambda: verbs.choose_binding_link(terminal, operator, typed), kept, refused)

    def _store(self, work: Callable[[], None]) -> None:
        self._desk.ask(work, lambda _nothing: self._read(), self._refused)

    def _refused(self, error: Exception) -> None:
        self.failed.emit(error)
        self._read()

    def _ask(self, address: PrinterAddress) -> None:
        """Have a printer say how it is; only the latest answer counts."""
        if self._job is not None:
            self._job.cancel()
        self.test.show_state(None)
        printers = self._desk.terminal.printers
        self._job = self._desk.ask_outside(lambda: printers.state(address), self.test.show_state)

    def _test(self, address: PrinterAddress) -> None:
        printers, words = self._desk.terminal.printers, self._desk.words
        if self._runner.run(lambda: printers.test(address), self._tested, outside=True):
            self.test.say(words(N_("正在打印测试页…")))

    def _tested(self, confirmed: bool) -> None:  # noqa: FBT001  a verb's result
        words = self._desk.words
        told = N_("测试页已打印。") if confirmed else N_("测试页已送出，请看一下打出来没有。")
        self.test.say(words(told))

    def _test_failed(self, error: Exception) -> None:
        notice = failure_notice(error, self._desk.words)
        self.test.say(_in_a_line(notice.what, notice.next_step))

    def _build(self) -> None:
        words = self._desk.words
        head = row(
            Text(words(N_("打印机与自动打印")), "title"), None, self.pack_button, self.back_button, spacing=10
        )
        left = column(self.kinds, self.auto, None, spacing=14)
        right = column(self.slip, self.test, self.link, None, spacing=14)
        side = QWidget()
        side.setLayout(right)
        main = QWidget()
        main.setLayout(left)
        both = Reflow()
        both.add(main, 1)
        both.add(side, width=_RIGHT)
        whole = column(spacing=14)
        whole.addLayout(head)
        whole.addWidget(both, 1)
        self.setLayout(whole)


def _in_a_line(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
