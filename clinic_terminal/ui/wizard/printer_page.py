"""Step 7d: the printer for bills, and its test page."""

from functools import partial

from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.printer_address import PDF, PrinterAddress
from clinic_terminal.application.printer_choices import KindChoice, choices_of, choose_printer
from clinic_terminal.application.printing_ports import FoundPrinter
from clinic_terminal.i18n import N_
from clinic_terminal.ui.views.printing import printer_name
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage


class PrinterPage(StepPage):
    """Going on keeps the choice: bills on sheets, or slips where it is a slip printer."""

    step = Step.PRINTER

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self._proven: PrinterAddress | None = None
        self.box = ChoiceBox(words(N_("打印机")))
        self.box.set_choices((Choice(printer_name(PDF, words), PDF),))
        self.test_button = GhostButton(words(N_("打印测试页")), size=ButtonSize.MEDIUM, icon_name="printer")
        self.test_button.setAccessibleName(self.test_button.text())
        line = row(self.box, self.test_button, spacing=12)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.box.changed.connect(self._changed)
        self.test_button.clicked.connect(self._test)
        self.test_button.setEnabled(False)

    @property
    def printer(self) -> PrinterAddress:
        """The chosen one; PDF for none."""
        value = self.box.value()
        return value if isinstance(value, PrinterAddress) else PDF

    @override
    def enter(self) -> None:
        self.box.setFocus()
        house = self.guide.house
        if house is not None:
            waiting = self.guide.words(N_("正在找打印机…"))
            self.run(house.terminal.printers.found, self.offer, waiting=waiting)

    def offer(self, found: tuple[FoundPrinter, ...]) -> None:
        """Offer the printers that are there; the usual one is chosen."""
        words = self.guide.words
        named = [Choice(one.name, one.address) for one in found]
        self.box.set_choices((*named, Choice(printer_name(PDF, words), PDF)))
        usual = next((one.address for one in found if one.is_usual), None)
        if usual is not None:
            self.box.choose(usual)
        if not found:
            told = words(N_("没有找到打印机，单据先存成 PDF。"))
            self.said.say(told, Tone.NEUTRAL, words(N_("网络上的小票打印机在“单据”页里添加。")))
        self._changed()

    @override
    def submit(self) -> None:
        house, manager, printer = self.guide.house, self.guide.manager, self.printer
        if house is None or manager is None or printer == PDF:
            self.guide.tried[self.step] = self.guide.words(N_("单据先存成 PDF。"))
            self.done.emit()
            return
        terminal = house.terminal

        def keep() -> None:
            if printer.is_slip:
                choose_printer(terminal, manager, PaperKind.SLIP, KindChoice(printer, PaperSize.MM80))
                return
            size = choices_of(terminal).of(PaperKind.BILL).size
            choose_printer(terminal, manager, PaperKind.BILL, KindChoice(printer, size))

        self.run(keep, self._kept, database=True)

    def _kept(self, _none: None) -> None:
        words = self.guide.words
        proven = self._proven == self.printer
        told = N_("账单打印到 {printer}；还没有打过测试页。")
        if proven:
            told = N_("账单打印到 {printer}，测试页打过了。")
        self.guide.tried[self.step] = words(told).format(printer=self.box.currentText())
        if proven:
            self.guide.unproven.discard(self.step)
        else:
            self.guide.unproven.add(self.step)
        self.done.emit()

    def _test(self) -> None:
        house = self.guide.house
        if house is not None:
            printer, waiting = self.printer, self.guide.words(N_("正在打印测试页…"))
            work = partial(house.terminal.printers.test, printer)
            self.run(work, partial(self._tested, printer), waiting=waiting)

    def _tested(self, printer: PrinterAddress, confirmed: bool) -> None:  # noqa: FBT001  a verb's result
        words = self.guide.words
        self._proven = printer
        told = N_("测试页已打印。") if confirmed else N_("测试页已送出，请看一下打出来没有。")
        self.said.say(words(told), Tone.OK)

    def _changed(self, _value: object = None) -> None:
        self.test_button.setEnabled(self.printer != PDF)
