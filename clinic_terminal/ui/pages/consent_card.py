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
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.step_card import StepCard
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.wrapped import wrapped

RESPONSIBLE: Final = "data_responsible"
"""The name of the setting that names whom a family can turn to."""

RELATIONSHIPS = tuple(Relationship)
AGREE_KEY: Final = len(RELATIONSHIPS) + 1
REFUSE_KEY: Final = AGREE_KEY + 1
_BUTTON_HEIGHT = 36


class ConsentCard(StepCard):
    """Reads the question out and takes the answer."""

    answered = Signal(object, bool)
    """A Relationship, and whether the family agreed."""
    changed = Signal()
    """What can be done next has changed."""

    def __init__(self, words: Translate) -> None:
        _ = words
        super().__init__(_("个人信息同意"), _("更改"))
        self._words = words
        self._group = QButtonGroup(self)
        # A yes and a no of the same size, side by side: the family is free to say either.
        self.agree = GhostButton(_("同意"), str(AGREE_KEY), size=ButtonSize.SMALL)
        self.refuse = GhostButton(_("不同意"), str(REFUSE_KEY), size=ButtonSize.SMALL)
        self._responsible = Text("", "small", "ink-2", wrap=True)
        self._mandate = Text(
            _("受托人要有监护人的书面委托：请先看委托书，再记下回答。"), "small", "warn", wrap=True
        )
        self._build()
        self._group.idClicked.connect(self._refresh)
        self.agree.clicked.connect(self.press)
        self.refuse.clicked.connect(self._refuse)

    def _build(self) -> None:
        _ = self._words
        self.content.addWidget(Text(consent_text(_), "small", "ink-2", wrap=True))
        self.content.addWidget(self._responsible)
        self._responsible.hide()
        self.content.addWidget(Text(_("先选谁回答，再按“同意”或“不同意”。"), "small-strong", wrap=True))
        buttons = []
        for number, one in enumerate(RELATIONSHIPS):
            word = relationship_word(one, _)
            button = GhostButton(word, str(number + 1), size=ButtonSize.SMALL, checkable=True)
            button.setFixedHeight(_BUTTON_HEIGHT)
            button.setAccessibleName(word)
            self._group.addButton(button, number)
            buttons.append(button)
        self.content.addLayout(wrapped(buttons, LINE_WIDTH))
        self.content.addWidget(self._mandate)
        self._mandate.hide()
        self.content.addLayout(row(self.agree, self.refuse, None, spacing=4))
        width = max(button.sizeHint().width() for button in (self.agree, self.refuse))
        for button in (self.agree, self.refuse):
            button.setFixedSize(width, _BUTTON_HEIGHT)

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
        """Take a digit: who answers, then yes or no; False where it means nothing."""
        said = {AGREE_KEY: self.agree, REFUSE_KEY: self.refuse}.get(number)
        if said is not None and said.isVisible() and said.isEnabled():
            said.click()
            return True
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
        for button in (self.agree, self.refuse):
            button.setEnabled(self.relationship is not None)
        self._mandate.setVisible(self.relationship is Relationship.ENTRUSTED)
        self.changed.emit()
