"""Step 1: the language of the desk."""

from typing import Final

from PySide6.QtCore import Signal
from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.option_card import OptionCards, OptionView
from clinic_terminal.ui.wizard.step_page import StepPage
from clinic_terminal.ui.wizard.words import WORDS

_LANGUAGES: Final = (Language.ZH, Language.EN)


class LanguagePage(StepPage):
    """Each language is named in itself: nobody must read the other one to find it."""

    step = Step.LANGUAGE

    spoken = Signal()
    """Another language was chosen: everything in sight is to be said in it."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        self.cards = OptionCards(
            (
                OptionView("", "中文", "界面、报错和单据都用中文。"),
                OptionView("", "English", "Screens, messages and papers in English."),
            )
        )
        self.body.addWidget(self.cards)
        self.cards.changed.connect(self._speak)

    @override
    def enter(self) -> None:
        self.cards.choose(_LANGUAGES.index(self.guide.language))

    @override
    def submit(self) -> None:
        language = _LANGUAGES[self.cards.chosen]
        set_up = self.guide.set_up
        self.run(lambda: set_up.set("language", str(language)), lambda _none: self._take(language))

    def _speak(self, number: int) -> None:
        self.guide.language = _LANGUAGES[number]
        self.sentence.setText(translator(self.guide.language)(WORDS[self.step].sentence))
        self.spoken.emit()

    def _take(self, language: Language) -> None:
        self.guide.language = language
        self.done.emit()
