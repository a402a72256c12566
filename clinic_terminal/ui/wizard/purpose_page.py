"""Step 2: practice, or the clinic's real work."""

from PySide6.QtCore import Signal
from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.i18n import N_
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.option_card import OptionCards, OptionView
from clinic_terminal.ui.wizard.step_page import StepPage

_REAL, _PRACTICE = 0, 1


class PurposePage(StepPage):
    """`practice_wanted`: the practice world is to be opened; the real set-up stays where it is."""

    step = Step.PURPOSE

    practice_wanted = Signal()

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self.cards = OptionCards(
            (
                OptionView(
                    "check-in",
                    words(N_("正式使用")),
                    words(N_("连接服务商，为真实的孩子核验和开单。需要服务商给的地址和激活码。")),
                ),
                OptionView(
                    "practice",
                    words(N_("先练习")),
                    words(N_("每个画面和每张单据都标明“练习”，数据单独存放；下次打开可以再选正式使用。")),
                ),
            )
        )
        self.body.addWidget(self.cards)

    @override
    def enter(self) -> None:
        self.cards.choose(_REAL)

    @override
    def submit(self) -> None:
        if self.cards.chosen == _PRACTICE:
            self.practice_wanted.emit()
        else:
            self.done.emit()
