"""Step 7c: which screen the family looks at."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QScreen
from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.i18n import N_
from clinic_terminal.ui.guardian_display import display_of
from clinic_terminal.ui.guardian_screens import HERE, ScreenChoice, choices_of
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.option_card import OptionCards, OptionView
from clinic_terminal.ui.wizard.step_page import StepPage


class ScreenPage(StepPage):
    """A chosen screen shows the clinic's name at once, so that everybody sees which one it is."""

    step = Step.SCREEN

    stale = Signal()
    """A screen came or went: the page is to be built anew."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self.choices: tuple[ScreenChoice, ...] = choices_of(guide.screens(), self.screen())
        views = [OptionView("settle", words(N_("在本窗口签字")), words(N_("把窗口转向家长，签完转回来。")))]
        views += [
            OptionView("guardian", choice.label, words(N_("选中后这块屏幕显示诊所名字。")))
            for choice in self.choices
        ]
        self.cards = OptionCards(views)
        self.body.addWidget(self.cards)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._look_again)
            application.screenRemoved.connect(self._look_again)
        if guide.desk is not None:
            display_of(guide.desk).load()

    @override
    def enter(self) -> None:
        self._show_choice()
        if self.guide.desk is not None:
            display_of(self.guide.desk).changed.connect(self._show_choice)
        self.cards.changed.connect(self._choose)
        if not self.choices:
            words = self.guide.words
            told = words(N_("没有找到第二块屏幕。"))
            self.said.say(told, Tone.NEUTRAL, words(N_("接上后在系统里选“扩展显示”，这里就会出现。")))

    @override
    def submit(self) -> None:
        chosen = self.cards.chosen
        if chosen > 0:
            told = self.guide.words(N_("家长在 {screen} 上看账单、签字。")).format(
                screen=self.choices[chosen - 1].label
            )
        else:
            told = self.guide.words(N_("家长在本窗口签字。"))
        self.guide.tried[self.step] = told
        self.done.emit()

    def _show_choice(self) -> None:
        """Mark the screen that is chosen, also where that is known only after a while."""
        desk = self.guide.desk
        chosen = display_of(desk).choice if desk is not None else HERE
        keys = [HERE, *(choice.key for choice in self.choices)]
        self.cards.choose(keys.index(chosen) if chosen in keys else 0)

    def _look_again(self, _screen: QScreen) -> None:
        self.stale.emit()

    def _choose(self, number: int) -> None:
        desk = self.guide.desk
        if desk is None:
            return
        key = self.choices[number - 1].key if number > 0 else HERE
        if display_of(desk).choice != key:
            display_of(desk).choose(key)
        if number > 0:
            words = self.guide.words
            told = words(N_("那块屏幕上应该正显示诊所名字。"))
            self.said.say(told, Tone.OK, words(N_("没看到就选另一块。")))
        else:
            self.said.clear()
