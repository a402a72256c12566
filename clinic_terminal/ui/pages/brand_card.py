"""What the brand lock means for this visit, and that the family heard it before it is too late."""

from PySide6.QtCore import Signal

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.brand import brand_view
from clinic_terminal.ui.views.case import Case
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.step_card import StepCard
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone

_BUTTON_HEIGHT = 40


class BrandCard(StepCard):
    """Shows the lock; on a first visit it has the family told."""

    told = Signal()

    def __init__(self, words: Translate) -> None:
        _ = words
        super().__init__(_("品牌锁定"), _("更改"))
        self._words = words
        self._fact = Text("", wrap=True)
        self._say = Text("", ink="ink-2", wrap=True)
        self.tell = GhostButton(_("已告知家长，家长同意"), "1", size=ButtonSize.SMALL)
        self.tell.setFixedHeight(_BUTTON_HEIGHT)
        for label in (self._fact, self._say):
            self.content.addWidget(label)
        self.content.addLayout(row(self.tell, None))
        self.tell.clicked.connect(self.told)

    def show_case(self, case: Case, *, opened: bool, asked: bool) -> None:
        """Show the lock; ``asked``: the family has to be told, done or not."""
        _ = self._words
        view = brand_view(case, _)
        self.set_title(view.title)
        self._fact.setText(view.fact)
        self._say.setText(view.say)
        done = case.told or case.is_admitted
        if not asked:
            self.show_state(Tone.OK, view.fact, opened=False)
            return
        tone = Tone.OK if done else Tone.WARN if opened else Tone.NEUTRAL
        summary = (
            _("{brand} · 已告知家长").format(brand=case.lock.ours)
            if done
            else ("" if opened else _("今天将选定{brand}").format(brand=case.lock.ours))
        )
        self.show_state(tone, summary, opened=opened, again=done and not case.is_admitted)

    def answer(self, number: int) -> bool:
        """Take the digit 1: the family was told; False where it means nothing."""
        if number != 1:
            return False
        self.told.emit()
        return True

    def act(self) -> tuple[str, bool]:
        """Return that Enter does nothing yet: telling takes a key of its own."""
        return "", False

    def press(self) -> None:
        """Do nothing: see `act`."""
