"""The parts of the printers' panel: a printer for each paper, what is printed by itself, slip printers."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout

from clinic_terminal.application.paper_orders import SIZES, PaperKind, PaperSize
from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printer_choices import (
    AUTO_PAPERS,
    CHOSEN_KINDS,
    AutoPaper,
    KindChoice,
    PrinterChoices,
)
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem, labelled
from clinic_terminal.ui.views.printing import COPIES, KINDS, SIZES_IN_WORDS, state_pill
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.segments import Segments
from clinic_terminal.ui.widgets.text import Text

_SLIP_WORDS = {Way.NETWORK: N_("网络"), Way.USB: N_("USB"), Way.FILE: N_("设备文件")}
_EXAMPLES = {Way.NETWORK: "192.168.1.50:9100", Way.USB: "04b8:0e15", Way.FILE: "/dev/usb/lp0"}
_NAME_WIDTH = 108


class KindPrinters(Card):
    """A printer and a sheet for each kind of paper; `chosen` carries the kind and its KindChoice."""

    chosen = Signal(object, object)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self.boxes: dict[PaperKind, ChoiceBox] = {}
        self.sizes: dict[PaperKind, Segments] = {}
        self.body.addWidget(Text(words(N_("每种单据用哪台打印机")), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, kind in enumerate(CHOSEN_KINDS):
            name = words(KINDS[kind])
            caption = Text(name, "body", wrap=True)
            caption.setMinimumWidth(_NAME_WIDTH)
            box = ChoiceBox(words(N_("{paper}的打印机")).format(paper=name))
            sizes = Segments(words(N_("{paper}的纸张")).format(paper=name))
            sizes.set_choices(tuple(Choice(words(SIZES_IN_WORDS[size]), size) for size in SIZES[kind]))
            grid.addWidget(caption, line, 0)
            grid.addWidget(box, line, 1)
            grid.addWidget(sizes, line, 2)
            box.changed.connect(lambda _value, kind=kind: self._emit(kind))
            sizes.changed.connect(lambda _value, kind=kind: self._emit(kind))
            self.boxes[kind], self.sizes[kind] = box, sizes
        self.body.addLayout(grid)

    def offer(self, printers: tuple[Choice, ...], choices: PrinterChoices) -> None:
        """Offer printers and show what is chosen."""
        for kind, box in self.boxes.items():
            box.set_choices(printers)
            box.choose(choices.of(kind).printer)
            self.sizes[kind].choose(choices.of(kind).size)

    def _emit(self, kind: PaperKind) -> None:
        printer, size = self.boxes[kind].value(), self.sizes[kind].value()
        if not isinstance(printer, PrinterAddress) or not isinstance(size, PaperSize):
            return
        if printer.is_slip and PaperSize.MM80 in SIZES[kind]:
            size = PaperSize.MM80
            self.sizes[kind].choose(size)
        self.chosen.emit(kind, KindChoice(printer, size))


class AutoPrints(Card):
    """Which papers are printed by themselves; `chosen` carries the AutoPapers."""

    chosen = Signal(object)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=4)
        self.body.addWidget(Text(words(N_("完成就诊后自动打印")), "strong"))
        self.ticks: dict[AutoPaper, QCheckBox] = {}
        grid = QGridLayout()
        for number, paper in enumerate(AUTO_PAPERS):
            name = f"{words(KINDS[paper.kind])} · {words(COPIES[paper.copy])}"
            tick = QCheckBox(name)
            tick.clicked.connect(self._emit)
            self.ticks[paper] = tick
            grid.addWidget(tick, number // 2, number % 2)
        self.body.addLayout(grid)
        self.body.addWidget(Text(words(N_("没有选打印机的单据不会自动打印。")), "small", "ink-3", wrap=True))

    def show_chosen(self, papers: tuple[AutoPaper, ...]) -> None:
        """Show what is chosen."""
        for paper, tick in self.ticks.items():
            tick.setChecked(paper in papers)

    def _emit(self) -> None:
        self.chosen.emit(tuple(paper for paper, tick in self.ticks.items() if tick.isChecked()))


class SlipEntry(Card):
    """A slip printer is typed by hand; `entered` carries way, text, and whether it never answers."""

    entered = Signal(object, str, bool)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self._words = words
        self.ways = Segments(words(N_("小票机怎么连接")))
        self.ways.set_choices(tuple(Choice(words(word), way) for way, word in _SLIP_WORDS.items()))
        self.field = EntryField(words(N_("小票机的地址")), _EXAMPLES[Way.NETWORK])
        self.quiet = QCheckBox(words(N_("不回报状态（从不回答的小票机才勾选）")))
        self.add_button = GhostButton(words(N_("添加")), size=ButtonSize.MEDIUM, icon_name="plus")
        self.problem = Problem()
        self.body.addWidget(Text(words(N_("添加 80 毫米小票机")), "strong"))
        self.body.addLayout(row(self.ways, None))
        self.body.addLayout(row(self.field, self.add_button, spacing=10))
        self.body.addWidget(self.problem)
        self.body.addWidget(self.quiet)
        self.ways.changed.connect(self._take_way)
        self.add_button.clicked.connect(self._emit)
        self.field.entered.connect(self._emit)
        self.field.textEdited.connect(lambda _text: self.say(""))

    def say(self, problem: str) -> None:
        """Say what is wrong with the address."""
        self.field.mark(invalid=bool(problem))
        self.problem.say(problem)

    def _take_way(self) -> None:
        way = self.ways.value()
        if isinstance(way, Way):
            self.field.setPlaceholderText(_EXAMPLES[way])

    def _emit(self) -> None:
        self.entered.emit(self.ways.value(), self.field.text(), self.quiet.isChecked())


class PrinterTest(Card):
    """Asks a printer how it is and has it print the test page; `asked`, `wanted` carry its address."""

    asked = Signal(object)
    wanted = Signal(object)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self._words = words
        self._asked_of: Hashable = None
        self.box = ChoiceBox(words(N_("要测试的打印机")))
        self.state = Pill(PillView(""))
        self.told = Text("", "small", "ink-2", wrap=True)
        self.test_button = GhostButton(words(N_("打印测试页")), size=ButtonSize.MEDIUM, icon_name="printer")
        self.body.addWidget(Text(words(N_("试一试")), "strong"))
        self.body.addWidget(self.box)
        self.body.addLayout(row(self.state, None, self.test_button))
        self.body.addWidget(self.told)
        self.state.hide()
        self.told.hide()
        self.box.changed.connect(self._ask)
        self.test_button.clicked.connect(self._want)

    def offer(self, printers: tuple[Choice, ...]) -> None:
        """Offer the printers that can be tested."""
        self.box.set_choices(tuple(one for one in printers if one.value != PDF))
        self.test_button.setEnabled(isinstance(self.box.value(), PrinterAddress))
        if self.box.value() != self._asked_of:
            self._ask()

    def show_state(self, state: PrinterState | None) -> None:
        """Say how the printer is."""
        self.state.setVisible(state is not None)
        if state is not None:
            self.state.set_view(state_pill(state, self._words))

    def say(self, sentence: str) -> None:
        """Say what became of the test page."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    def _ask(self) -> None:
        address = self.box.value()
        self._asked_of = address
        if isinstance(address, PrinterAddress):
            self.say("")
            self.asked.emit(address)

    def _want(self) -> None:
        if isinstance(address := self.box.value(), PrinterAddress):
            self.wanted.emit(address)


class LinkEntry(Card):
    """The web address that the binding slip shows as a code; `entered` carries what was typed."""

    entered = Signal(str)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self.field = EntryField(words(N_("绑卡网址")), "https://")
        self.save_button = GhostButton(words(N_("保存")), size=ButtonSize.MEDIUM)
        self.problem = Problem()
        title = labelled(words(N_("绑卡二维码的网址（空着就不印）")), self.field)
        line = row(spacing=10)
        line.addWidget(title, 1)
        line.addLayout(column(None, self.save_button, spacing=0))
        self.body.addLayout(line)
        self.body.addWidget(self.problem)
        self.save_button.clicked.connect(self._emit)
        self.field.entered.connect(self._emit)
        self.field.textEdited.connect(lambda _text: self.say(""))

    def say(self, problem: str) -> None:
        """Say what is wrong with the address."""
        self.field.mark(invalid=bool(problem))
        self.problem.say(problem)

    def _emit(self) -> None:
        self.entered.emit(self.field.text())
