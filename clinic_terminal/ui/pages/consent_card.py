"""What the family is asked about the child's data, once a text: who answers, and what."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from clinic_terminal.application.data_consent import TEXT_VERSION
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.identity_card import LINE_WIDTH
from clinic_terminal.ui.terms import relationship_word
from clinic_terminal.ui.views.case import Case, Step
from clinic_terminal.ui.views.data_consent import consent_text, responsible_text
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.step_card import StepCard
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.wrapped import wrapped

RESPONSIBLE: Final = "data_responsible"
"""The name of the setting that names whom a family can turn to."""

RELATIONSHIPS = tuple(Relationship)
_BUTTON_HEIGHT = 36


class ConsentCard(StepCard):
    """Reads the question out and takes the answer."""

    answered = Signal(object, bool)
    """A Relationship, and whether the family agreed."""
    changed = Signal()
    """What can be done next has changed."""

    def __init__(self, words: Translate) -> None:
        _ = words
        super().__init__(_("家长同意使用资料"), _("更改"))
        self._words = words
        self._group = QButtonGroup(self)
        self.refuse = GhostButton(_("不同意"), size=ButtonSize.SMALL)
        self.refuse.setFixedHeight(_BUTTON_HEIGHT)
        self._responsible = Text("", "small", "ink-2", wrap=True)
        self.content.addWidget(Text(consent_text(words), "small", "ink-2", wrap=True))
        self.content.addWidget(self._responsible)
        self._responsible.hide()
        buttons = []
        for number, one in enumerate(RELATIONSHIPS):
            word = relationship_word(one, words)
            button = GhostButton(word, str(number + 1), size=ButtonSize.SMALL, checkable=True)
            button.setFixedHeight(_BUTTON_HEIGHT)
            button.setAccessibleName(word)
            self._group.addButton(button, number)
            buttons.append(button)
        self.content.addLayout(wrapped((*buttons, self.refuse), LINE_WIDTH))
        self._group.idClicked.connect(self._refresh)
        self.refuse.clicked.connect(self._refuse)

    @property
    def relationship(self) -> Relationship | None:
        """Who answers, None while nobody was chosen."""
        number = self._group.checkedId()
        return RELATIONSHIPS[number] if number >= 0 else None

    def take_setting(self, name: str, value: object) -> None:
        """Say whom a family can turn to, as the clinic set it; nothing where it named nobody."""
        if name == RESPONSIBLE:
            said = responsible_text(self._words, str(value))
            self._responsible.setText(said)
            self._responsible.setVisible(bool(said))

    def start_anew(self) -> None:
        """Forget who was chosen."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._refresh()

    def show_case(self, case: Case, *, opened: bool) -> None:
        """Show how far the step is."""
        _, consent = self._words, case.consent
        if consent is None:
            tone = Tone.ACCENT if opened else Tone.NEUTRAL
            summary, version = _("请家长回答"), TEXT_VERSION
        else:
            tone = Tone.OK if consent.given else Tone.STOP
            answer = _("{who}已同意") if consent.given else _("{who}不同意")
            who = relationship_word(consent.relationship, self._words)
            summary, version = answer.format(who=who), consent.text_version
        self.setToolTip(_("告知书 {version}").format(version=version))
        self._refresh()
        self.refuse.setVisible(case.is_done(Step.IDENTITY) and (consent is None or consent.given))
        self.show_state(tone, summary, opened=opened, again=consent is not None and not case.is_admitted)

    def answer(self, number: int) -> bool:
        """Take a digit, 1 to 4: who answers; False where it means nothing."""
        if not 1 <= number <= len(RELATIONSHIPS):
            return False
        self._group.button(number - 1).setChecked(True)
        self._refresh()
        return True

    def act(self) -> tuple[str, bool]:
        """Return the word of what Enter does now, empty where it has to be said who answers first."""
        _ = self._words
        return (_("家长同意"), True) if self.relationship else ("", False)

    def press(self) -> None:
        """Do what `act` says."""
        if self.relationship is not None:
            self.answered.emit(self.relationship, True)  # noqa: FBT003  Qt's signal takes it so

    def _refuse(self) -> None:
        if self.relationship is not None:
            self.answered.emit(self.relationship, False)  # noqa: FBT003  Qt's signal takes it so
            # The next Enter must not take it back.
            self.start_anew()

    def _refresh(self) -> None:
        self.refuse.setEnabled(self.relationship is not None)
        self.changed.emit()
