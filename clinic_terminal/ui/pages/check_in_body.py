"""What check-in can show: waiting for a card, busy, a choice, or a verdict; notices above."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.choosers import Chooser
from clinic_terminal.ui.pages.consent_card import RESPONSIBLE
from clinic_terminal.ui.pages.person_panel import PersonPanel
from clinic_terminal.ui.pages.recognised import Recognised
from clinic_terminal.ui.pages.scan_panel import ScanPanel
from clinic_terminal.ui.pages.unknown_panel import UnknownPanel
from clinic_terminal.ui.pages.verdict_panel import VerdictPanel
from clinic_terminal.ui.views.case import Case
from clinic_terminal.ui.views.check_in import child_choice, policy_choice
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeView, NoticeWords
from clinic_terminal.ui.widgets.stack import Stack


class CheckInBody(QWidget):
    """Shows one state at a time."""

    changed = Signal()
    """Another state is on show."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self._words = desk.words
        self.scan = ScanPanel(desk)
        self.person = PersonPanel(desk.words)
        self.busy = Recognised(desk.words)
        self.chooser = Chooser()
        self.panel = VerdictPanel(desk.words, desk.terminal.clock.now)
        self.unknown = UnknownPanel(desk.words)
        self.notices = NoticeArea(NoticeWords(_("复制参考号"), _("关闭提示")), most=1)
        self._entry: QWidget = self.scan
        self._stack = Stack(edges=(24, 20, 24, 20))
        for widget in (self.scan, self.person, self.busy, self.chooser, self.panel, self.unknown):
            self._stack.addWidget(widget)
        whole = column(self.notices, spacing=0)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)
        consent = self.panel.tasks.consent
        desk.setting_changed.connect(consent.take_setting)
        consent.take_setting(RESPONSIBLE, desk.terminal.settings.values[RESPONSIBLE])

    @property
    def case(self) -> Case | None:
        """The case on show, None while there is no verdict."""
        return self.panel.case if self._stack.currentWidget() is self.panel else None

    @property
    def is_scanning(self) -> bool:
        """Whether a card is waited for."""
        return self._stack.currentWidget() is self.scan

    @property
    def is_searching(self) -> bool:
        """Whether a child is looked for by name."""
        return self._stack.currentWidget() is self.person

    @property
    def is_busy(self) -> bool:
        """Whether a member is being verified."""
        return self._stack.currentWidget() is self.busy

    @property
    def is_choosing(self) -> bool:
        """Whether it is asked which child or which policy."""
        return self._stack.currentWidget() is self.chooser

    @property
    def is_unknown(self) -> bool:
        """Whether a child is on show of whom nothing is known here."""
        return self._stack.currentWidget() is self.unknown

    @property
    def primary(self) -> QAbstractButton | None:
        """The one button of the state on show."""
        if self.is_scanning:
            return self.scan.button
        if self.is_searching:
            return self.person.button
        if self.is_unknown:
            return self.unknown.primary
        return self.panel.primary if self.case else None

    def show_scan(self) -> None:
        """Wait for a card."""
        self.panel.case = None
        self._entry = self.scan
        self._show(self.scan)
        if self.isVisible():  # while another page is on show, its hands keep the focus
            self.scan.field.setFocus()

    def show_entry(self) -> None:
        """Go back to where the member was asked for, with what was typed there."""
        if self._entry is self.person:
            self._show(self.person)
            self.person.name.setFocus()
        else:
            self.show_scan()

    def show_person(self) -> None:
        """Look for a child by name."""
        self.notices.clear()
        self.panel.case = None
        self._entry = self.person
        self._show(self.person)
        self.person.name.setFocus()

    def show_busy(self) -> None:
        """Say that a card is being read or a member being verified."""
        self.notices.clear()
        self.busy.begin()
        self._show(self.busy)

    def show_child(self, identified: Identified) -> None:
        """Name the child that is being verified."""
        self.busy.show_child(identified)

    def show_seen(self, picture: QImage | None) -> None:
        """Keep the camera's last picture in the finder while the child is verified."""
        self.busy.show_picture(picture)

    def show_policies(self, found: Verification) -> None:
        """Ask which policy counts."""
        self.chooser.show_choice(policy_choice(found, self._words))
        self.panel.case = None
        self._show(self.chooser)

    def show_children(self, found: tuple[Identified, ...]) -> None:
        """Ask which child is meant."""
        self.chooser.show_choice(child_choice(found, self._words))
        self.panel.case = None
        self._show(self.chooser)

    def show_panel(self) -> None:
        """Show the verdict that the panel holds."""
        self._show(self.panel)

    def show_unknown(self) -> None:
        """Show the child that the panel holds, of whom nothing is known here."""
        self.panel.case = None
        self._show(self.unknown)

    def show_notice(self, view: NoticeView) -> None:
        """Show a notice above whatever is on show."""
        self.notices.add(view)

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self.changed.emit()
