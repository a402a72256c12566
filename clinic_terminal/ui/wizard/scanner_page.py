"""Step 7a: anything that a scanner reads; an e-card is tried as check-in would."""

from functools import partial

from typing_extensions import override

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.first_start import Step
from clinic_terminal.application.first_start_ports import ScannerThread
from clinic_terminal.application.identify import Identified, identify
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage


class ScannerPage(StepPage):
    """What was scanned is counted and judged, never shown: it may be a payment code."""

    step = Step.SCANNER

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self._scanner: ScannerThread | None = None
        for sentence in (
            N_("USB 扫码枪（相当于键盘）：插上就能用，不用装驱动。"),
            N_("串口扫码枪：先在设置里填写端口名。"),
            N_("扫了没有反应：把输入法切换到英文，再扫一次。"),
        ):
            self.body.addWidget(Text(words(sentence), "body", "ink-2", wrap=True))

    @override
    def enter(self) -> None:
        house, desk = self.guide.house, self.guide.desk
        self.setFocus()
        if house is None or desk is None:
            return
        self._scanner = house.scanner(
            desk.device_scanned.emit, desk.device_opened.emit, desk.device_lost.emit
        )
        if self._scanner is not None:
            self._scanner.start()

    @override
    def leave(self) -> None:
        super().leave()
        scanner, self._scanner = self._scanner, None
        if scanner is not None:
            scanner.stop()

    @override
    def scanned(self, text: str) -> None:
        house = self.guide.house
        if house is not None:
            work = partial(_judged, house.terminal, text)
            self.run(work, partial(self._show, len(text)), database=True)

    def eaten(self) -> None:
        """Say that an input method took the scanner's keys."""
        words = self.guide.words
        self.said.say(words(N_("输入法挡住了扫码枪。请切换到英文输入，再扫一次。")), Tone.WARN)

    def _show(self, length: int, is_card: bool) -> None:  # noqa: FBT001  a verb's result
        words = self.guide.words
        heard = words(N_("扫码枪能用，收到 {count} 个字符。")).format(count=length)
        card = words(
            N_("是电子保险卡，可以读取，签名有效。")
            if is_card
            else N_("这不是电子保险卡；有卡时可以再扫一次。")
        )
        self.said.say(heard, Tone.OK, card)
        self.guide.tried[self.step] = heard


def _judged(terminal: Terminal, text: str) -> bool:
    """Say whether it is an e-card that check-in would take."""
    try:
        found: Identified = identify(terminal, text)
    except ApplicationError:
        return False
    return found.claims is not None
