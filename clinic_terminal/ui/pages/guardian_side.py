"""The way to a signature on the settle page: the family's screen or the desk's own, paper, or a refusal."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QWidget

from clinic_terminal.application import signing
from clinic_terminal.application.signing import FamilyHabits
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.declined import DeclineReason, DeclineWay
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.guardian_display import GuardianScreenLostError, display_of
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.centred import in_the_middle
from clinic_terminal.ui.pages.decline_panel import DeclinePanel
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.guardian_mirror import GuardianMirror
from clinic_terminal.ui.pages.paper_side import PaperSide
from clinic_terminal.ui.pages.paper_signing import PaperSigning
from clinic_terminal.ui.pages.settle_flow import SettleFlow
from clinic_terminal.ui.pages.sign_card import SignCard
from clinic_terminal.ui.tasks import Job
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.guardian import GuardianView, guardian_view
from clinic_terminal.ui.views.signing import Progress
from clinic_terminal.ui.widgets.hints import Hint


class GuardianSide(QObject):
    """Holds the panel wherever it stands; `paper_panel` and `decline_panel` while they are open."""

    changed = Signal()
    """What stands in the page's place, and so its keys, has changed."""

    def __init__(
        self, desk: Desk, flow: SettleFlow, card: SignCard, stack: QStackedWidget, side: QWidget
    ) -> None:
        super().__init__(stack)
        self._desk, self._flow, self._stack, self._side = desk, flow, stack, side
        self.card = card
        self.display = display_of(desk)
        self.panel: GuardianPanel | None = None
        self.paper_panel: PaperSigning | None = None
        self.decline_panel: DeclinePanel | None = None
        self.mirror = GuardianMirror(card, self.display, self)
        self._paper: PaperSide | None = None
        self._job: Job | None = None
        self._guest: QWidget | None = None
        card.on_paper.clicked.connect(self.sign_on_paper)
        card.decline.clicked.connect(self.decline)
        self.display.lost.connect(self._come_in)
        for key, act in ((Key.GUARDIAN, self.ask), (Key.SIGN_ON_PAPER, self.sign_on_paper)):
            shortcut = QShortcut(key.sequence, side)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def is_open(self) -> bool:
        """Whether something of it stands in the page's place."""
        return self._guest is not None

    @property
    def is_with_family(self) -> bool:
        """Whether the desk's own screen is in the family's hands; paper is signed beside it."""
        return self._guest is not None and self.paper_panel is None

    @property
    def primary(self) -> QAbstractButton | None:
        """The button that Enter presses; asked for only while it is open."""
        if self.paper_panel is not None:
            return self.paper_panel.confirm_button
        if self.decline_panel is not None:
            return self.decline_panel.self_pay_button
        return self.panel.confirm_button if self.panel is not None else None

    @property
    def is_signing_apart(self) -> bool:
        """Whether there is ink on the family's own screen, before its eyes."""
        return self._guest is None and self.mirror.progress is Progress.WRITING

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of what stands in the page's place."""
        words = self._desk.words
        back = Hint("Esc", words(N_("返回账单")))
        if self.paper_panel is not None:
            return (Hint("Enter", words(N_("确认已签字"))), back)
        if self.decline_panel is not None:
            return (Hint("1–4", words(N_("选原因"))), Hint("Enter", words(N_("改为自费"))), back)
        return (Hint("Enter", words(N_("确认签字"))), Hint("Esc", words(N_("返回前台"))))

    def ask(self) -> None:
        """Show the frozen bill to the guardian; one that is covered on the family's screen is seen again."""
        chart = self._flow.chart
        if chart is None or _view_of(chart) is None or self._job is not None:
            return
        if self.panel is not None:
            self.display.show_again()
        else:
            self._know(chart, self._present)

    def sign_on_paper(self) -> None:
        """Have the guardian sign by hand instead."""
        chart = self._flow.chart
        if chart is not None and _view_of(chart) is not None and self._job is None:
            self.close()
            self._know(chart, self._ask_paper)

    def decline(self) -> None:
        """Ask why the family does not sign."""
        view = _view_of(self._flow.chart)
        if view is None:
            return
        self.close()
        panel = self.decline_panel = DeclinePanel(self._desk.words)
        panel.left.connect(self.close)
        panel.chosen.connect(self._decline)
        panel.ask(view)
        self._put(in_the_middle(panel))
        panel.setFocus()

    def close(self, *, signed: bool = False) -> None:
        """Take everything away, also off the family's screen; ``signed``: say thanks there."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        panel, self.panel = self.panel, None
        if self._paper is not None:
            self._paper.let_go()
        self.paper_panel = self.decline_panel = self._paper = None
        self.mirror.follow(None)
        if panel is not None:
            self.display.take_back(thanks_in=panel.language.value if signed else "")
        self._put(None)
        if panel is not None:
            panel.deleteLater()

    def keep(self) -> bool:
        """Let what was given be confirmed once more, as it could not be stored; False where nothing was."""
        if self.panel is not None:
            self.panel.ask_again()
        elif self.paper_panel is not None:
            self.paper_panel.set_busy(busy=False)
        self.mirror.refresh()
        return self.panel is not None or self._guest is not None

    def show_card(self, *, shown: bool) -> None:
        """Show the card while a frozen bill waits for its signature."""
        self.card.setVisible(shown)
        self.mirror.refresh()

    def _know(self, chart: Chart, done: Callable[[GuardianView, FamilyHabits], None]) -> None:
        """Ask what is known of the family; knowing nothing is no reason not to ask it to sign."""
        terminal, visit = self._desk.terminal, chart.visit.id

        def finish(habits: FamilyHabits) -> None:
            self._job = None
            view = _view_of(self._flow.chart)
            if view is not None:
                done(view, habits)

        self._job = self._desk.ask(
            lambda: signing.family_habits(terminal, visit), finish, lambda _error: finish(FamilyHabits())
        )

    def _present(self, view: GuardianView, habits: FamilyHabits) -> None:
        panel = self.panel = GuardianPanel(view, _language_of(habits, self._desk.words), habits)
        panel.signed.connect(self._flow.sign)
        panel.cancelled.connect(self.close)
        panel.declined.connect(self.decline)
        panel.language_chosen.connect(self._remember)
        if not self.display.present(panel):
            self._put_panel(panel)
        self.mirror.follow(panel)
        self.changed.emit()

    def _put_panel(self, panel: GuardianPanel) -> None:
        self._put(panel)
        if panel.fields.name:
            panel.pad.setFocus()
        else:
            panel.signer_field.setFocus()

    def _ask_paper(self, view: GuardianView, habits: FamilyHabits) -> None:
        chart = self._flow.chart
        if chart is None:
            return
        panel = self.paper_panel = PaperSigning(self._desk.words)
        self._paper = PaperSide(self._desk, panel, chart.visit)
        panel.left.connect(self.close)
        panel.signed.connect(self._flow.sign)
        panel.ask(view, _language_of(habits, self._desk.words), habits)
        self._put(in_the_middle(panel))
        panel.print_button.setFocus()

    def _decline(self, reason: DeclineReason, way: DeclineWay, note: str) -> None:
        terminal, operator = self._desk.terminal, self._desk.operator
        self._flow.change(lambda visit: signing.decline_bill(terminal, operator, visit, reason, way, note))

    def _remember(self, language: Language) -> None:
        chart, terminal = self._flow.chart, self._desk.terminal
        if chart is not None:
            member = chart.visit.person.member
            self._desk.ask(
                lambda: signing.remember_language(terminal, member, language.value), lambda _nothing: None
            )

    def _put(self, guest: QWidget | None) -> None:
        """Let something stand in the page's place, or the desk's side again."""
        before, self._guest = self._guest, guest
        if guest is not None:
            self._stack.addWidget(guest)
            self._stack.setCurrentWidget(guest)
        elif before is not None:
            self._stack.setCurrentWidget(self._side)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        self.changed.emit()

    def _come_in(self) -> None:
        panel = self.panel
        if panel is not None and self.display.take_back() is panel:
            self._put_panel(panel)
            self._desk.failed.emit(GuardianScreenLostError())
        self.mirror.refresh()


def _view_of(chart: Chart | None) -> GuardianView | None:
    """Return what the guardian is to sign, None where there is nothing, or it is signed already."""
    if chart is None or chart.visit.bill is None or chart.visit.consent is not None:
        return None
    return guardian_view(chart.visit.bill, chart)


def _language_of(habits: FamilyHabits, words: Translate) -> Language:
    """Return the language that the family chose the last time, else the desk's."""
    english = habits.language.startswith("en") if habits.language else is_english(words)
    return Language.EN if english else Language.ZH
