"""Step 4: the activation code."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.first_start import Step, checked_code
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage

_LONGEST = 40


class CodePage(StepPage):
    """One field; what was typed is brought into its form before it is sent."""

    step = Step.CODE

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self.code = QLineEdit()
        self.code.setAccessibleName(words(N_("激活码")))
        self.code.setPlaceholderText("XXXX-XXXX-XXXX")
        self.code.setMaxLength(_LONGEST)
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhUppercaseOnly)
        # Latin letters and digits only: an input method would eat keys here.
        self.code.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.code.setStyleSheet("QLineEdit { font-size: 22px; }")
        self.code.setMinimumHeight(52)
        self.body.addWidget(self.code)
        told = words(N_("三组，每组四个字母或数字；大小写和横线都不要紧。"))
        self.body.addWidget(Text(told, "small", "ink-3", wrap=True))
        if guide.standing.anew:
            kept = words(N_("重新登记后，没送出的单据都还在，会照常送出；只能用本诊所的激活码。"))
            self.body.addWidget(Text(kept, "small", "ink-3", wrap=True))
        self.code.textEdited.connect(self._typed)

    @property
    @override
    def may_skip(self) -> bool:
        """Whether this terminal has a place already: then it may stay there for now."""
        return self.guide.standing.enrolled

    @override
    def enter(self) -> None:
        self.code.setFocus()

    @override
    def scanned(self, text: str) -> None:
        self.code.setText(text)

    @override
    def submit(self) -> None:
        try:
            code = checked_code(self.code.text())
        except ApplicationError as error:
            self.fail(error)
            self.after_failure(error)
            return
        self.code.setText(code)
        set_up, address = self.guide.set_up, self.guide.progress.address
        waiting = self.guide.words(N_("正在登记…"))
        self.run(lambda: set_up.offer(address, code), self._take, waiting=waiting)

    @override
    def after_failure(self, error: Exception) -> None:
        self.code.setFocus()
        self.code.selectAll()

    def _take(self, place: Enrolment) -> None:
        self.guide.note(offered=place)
        self.done.emit()

    def _typed(self) -> None:
        self.said.clear()
