"""The desk's mirror of the family's screen, and the other ways to a signature."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.guardian_screens import HERE, ScreenChoice
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.signer_fields import SignerFields
from clinic_terminal.ui.views.signing import Progress, progress_pill
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.text import ElidedText


class SignCard(Card):
    """Says what the family does; hands names to its screen, covers the bill, or goes another way."""

    screen_chosen = Signal(object)
    """A screen's key, or HERE."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=16, spacing=10)
        self._words = words
        self._apart = False
        self._title = ElidedText(words(N_("家长签字")), "strong")
        self.pill = Pill(progress_pill(Progress.NOT_SHOWN, words))
        self.fields = SignerFields(columns=2)
        self.fields.set_words(words)
        self.take_back = GhostButton(words(N_("收回")), size=ButtonSize.SMALL)
        self.show_again = GhostButton(words(N_("再次显示")), size=ButtonSize.SMALL)
        self.on_paper = GhostButton(words(N_("改为纸质签字")), size=ButtonSize.SMALL)
        self.on_paper.setToolTip(Key.SIGN_ON_PAPER.cap)
        self.decline = GhostButton(words(N_("家长不同意…")), size=ButtonSize.SMALL)
        self.screens = ChoiceBox(words(N_("家长屏")))
        self._ways = QWidget()
        self._where = QWidget()
        self._build()
        self.screens.changed.connect(self.screen_chosen)
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Say how far the family is; its screen is mirrored while the bill stands there.

        Once it is covered, the other ways to a signature are open again.
        """
        apart, covered = progress is not Progress.NOT_SHOWN, progress is Progress.COVERED
        self._apart = apart
        self.pill.set_view(progress_pill(progress, self._words))
        self._title.setVisible(not apart)
        self.fields.setVisible(apart)
        self.take_back.setVisible(apart and not covered)
        self._ways.setVisible(covered or not apart)
        self._where.setVisible(not apart and self.screens.count() > 1)
        self.show_again.setVisible(covered)

    def offer_screens(self, choices: tuple[ScreenChoice, ...], chosen: str) -> None:
        """Offer where the guardian signs; nothing where there is no other screen and none was chosen."""
        here = Choice(self._words(N_("家长屏：在本窗口")), HERE)
        named = self._words(N_("家长屏：{screen}"))
        offered = tuple(Choice(named.format(screen=one.label), one.key) for one in choices)
        if chosen != HERE and chosen not in {one.key for one in choices}:
            offered += (Choice(self._words(N_("家长屏：未接上")), chosen),)
        self.screens.set_choices((here, *offered))
        self.screens.choose(chosen)
        self._where.setVisible(bool(offered) and not self._apart)

    def _build(self) -> None:
        head = row(self._title, self.pill, spacing=8)
        head.setStretchFactor(self._title, 1)
        head.addStretch(1)
        head.addWidget(self.show_again)
        head.addWidget(self.take_back)
        self.body.addLayout(head)
        self.body.addWidget(self.fields)
        ways = row(self.on_paper, self.decline, None, spacing=8)
        self._ways.setLayout(ways)
        self.body.addWidget(self._ways)
        self._where.setLayout(column(self.screens))
        self.body.addWidget(self._where)
        for widget in (self.fields, self.take_back, self.show_again, self._where):
            widget.hide()
