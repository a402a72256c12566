"""Queue: every act with its state, the room that is left, who can fix what, retry, export, and backups."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from clinic_terminal.application.act_case import FollowUpCase
from clinic_terminal.application.queue_view import Part, QueueView
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import QUEUE
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.pages.exported_card import ExportedCard
from clinic_terminal.ui.pages.file_page import FilePage
from clinic_terminal.ui.pages.follow_up_flow import FollowUpFlow
from clinic_terminal.ui.pages.queue_acts import QueueActs
from clinic_terminal.ui.pages.queue_body import QueueBody
from clinic_terminal.ui.pages.queue_listing import Listing, QueueListing
from clinic_terminal.ui.views import queue as views
from clinic_terminal.ui.views.data_trouble import trouble_of
from clinic_terminal.ui.views.follow_up import panel_view
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.stack import Stack

if TYPE_CHECKING:
    from clinic_terminal.ui.pages.backups_panel import BackupsPanel

_FILTER = N_("账单文件 (*.acts)")


class QueuePage(FilePage):
    """Names are not shown here: a visit stands by its short reference."""

    entry = QUEUE

    said = Signal(str)
    """Something was done that is worth a word; the window says it."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__(("", words(_FILTER)))
        self.setAcceptDrops(False)
        self.desk = desk
        self.found: FollowUpCase | None = None
        self.listing = QueueListing(desk, self)
        self.acts = QueueActs(desk, self)
        self.body = QueueBody(words, desk.line)
        self.banner, self.table, self.panel = self.body.banner, self.body.table, self.body.panel
        self._stack = Stack()
        self._stack.addWidget(self.body)
        self.confirming = Confirming(desk, self._stack, self)
        self.flow = FollowUpFlow(desk, self.confirming, self)
        self.exported = ExportedCard(words)
        self._backups: BackupsPanel | None = None
        for widget in (self.flow.panel, self.exported):
            self._stack.addWidget(widget)
        self.setLayout(column(self._stack, spacing=0))
        self.panel_topic = lambda: str(getattr(self._stack.currentWidget(), "topic", ""))
        self._connect()
        self._show()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        shown = self._stack.currentWidget()
        if self.confirming.is_asking:
            return self.confirming.panel.primary
        if shown is self.flow.panel:
            return self.flow.panel.primary
        if shown is self.exported:
            return self.exported.done_button
        if self._backups is not None and shown is self._backups:
            return self._backups.primary
        return self.body.primary if shown is self.body else None

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        if self.confirming.is_asking:
            return self.confirming.panel.hints()
        if self._backups is not None and self._stack.currentWidget() is self._backups:
            return self._backups.hints()
        if self._stack.currentWidget() is self.flow.panel:
            return self.flow.panel.hints()
        if self._stack.currentWidget() is self.exported:
            return (Hint("Enter", self.exported.done_button.text()), Hint("Esc", _("回到队列")))
        return (
            Hint("↑↓", _("选择")),
            Hint("Enter", self.body.primary.text()),
            Hint(Key.RETRY.cap, _("立即重试")),
            Hint(Key.COPY_REFERENCE.cap, _("复制给热线")),
            Hint(Key.EXPORT.cap, _("导出")),
            Hint("Esc", _("返回")),
        )

    @override
    def enter(self) -> None:
        self.confirming.forget()
        if self._backups is not None:
            self._backups.back()
            self._backups.refresh()
        self.desk.refresh()
        shown = self._stack.currentWidget()
        if shown is not None:
            (self.table if shown is self.body else shown).setFocus()

    @override
    def leave(self) -> None:
        """Take the passphrase out of sight; a note that is being written stays for who comes back."""
        self.confirming.forget()
        self.exported.forget()

    @override
    def back(self) -> bool:
        if self._stack.currentWidget() is self.body:
            return False
        if self.confirming.is_asking:
            self.confirming.drop()
            return True
        at_backups = self._backups is not None and self._stack.currentWidget() is self._backups
        if not (at_backups and self._backups is not None and self._backups.back()):
            self.exported.forget()
            self.show_list()
        return True

    def open_visit(self) -> None:
        """Take the visit of the act on show in hand and go to its result."""
        case = self.found.case if self.found is not None else None
        if case is not None and case.visit is not None:
            self.desk.take_visit(case.visit)
            self.go.emit("done")

    def open_follow_up(self) -> None:
        """Show everything about the chosen matter, and what people do about it."""
        if self.found is not None:
            self.flow.show(self.found)
            self._go_to(self.flow.panel)

    def retry(self) -> None:
        """Make the selected act due at once, or all that wait, and have the loop look at the queue."""
        self.acts.retry(self.listing.view, self.table.current_key())

    def copy_reference(self) -> None:
        """Put what the hotline asks of the chosen matter on the clipboard."""
        self.acts.copy(self.table.current_key())

    def export(self) -> None:
        """Ask where the unsent acts are to be written."""
        stamp = f"{self.desk.terminal.clock.today():%Y%m%d}"
        self.choose_target(self.desk.words(N_("未送出账单-{day}.acts")).format(day=stamp))

    def open_backups(self) -> None:
        """Show the backups; the panel is built when it is first wanted."""
        from clinic_terminal.ui.pages.backups_panel import BackupsPanel

        if self._backups is None:
            panel = BackupsPanel(self.desk)
            panel.left.connect(self.show_list)
            panel.moved.connect(self.hints_changed)
            self._backups = panel
            self._stack.addWidget(panel)
        else:
            self._backups.refresh()
        self._go_to(self._backups)

    def show_list(self) -> None:
        """Go back to the queue itself."""
        self._go_to(self.body)
        self.table.setFocus()
        self.listing.look_up(self.table.current_key())

    def _connect(self) -> None:
        body, flow, desk = self.body, self.flow, self.desk
        body.primary.clicked.connect(self._press)
        body.table.chosen.connect(self.listing.look_up)
        body.choice.changed.connect(self.listing.choose)
        body.more_button.clicked.connect(self.listing.list_more)
        body.copy_button.clicked.connect(self.copy_reference)
        body.export_button.clicked.connect(self.export)
        body.backup_button.clicked.connect(self.open_backups)
        body.panel.opened.connect(self.open_visit)
        body.panel.wanted.connect(self.open_follow_up)
        flow.left.connect(self.show_list)
        flow.retried.connect(self.retry)
        flow.visit_wanted.connect(self.open_visit)
        flow.moved.connect(self._take_case)
        flow.said.connect(self.said)
        self.confirming.moved.connect(self.hints_changed)
        self.exported.done.connect(self.show_list)
        self.target_given.connect(self.acts.export_to)
        self.acts.written.connect(self.exported.show_file)
        # It may have come after the desk was locked: the passphrase is nobody else's.
        desk.operator_changed.connect(self.exported.forget)
        self.exported.shown.connect(partial(self._go_to, self.exported))
        self.acts.said.connect(self.said)
        self.acts.busy_changed.connect(self._show)
        self.listing.listed.connect(self._take_listing)
        self.listing.found.connect(self._take_case)
        desk.queue_changed.connect(self._take_queue)
        desk.line_changed.connect(self._show)
        desk.data.changed.connect(self._show)

    def _go_to(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        if widget is not self.body:
            widget.setFocus()
        self.hints_changed.emit()

    def _press(self) -> None:
        """Do what the primary button says."""
        if _opens(self.found):
            self.open_follow_up()
        else:
            self.retry()

    def _take_queue(self, view: QueueView) -> None:
        self.listing.take(view, listed=self.isVisible())
        if self.flow.panel.isVisible():
            self.flow.renew()
        self._show()

    def _take_listing(self, listing: Listing) -> None:
        self.body.show_lines(
            listing.lines,
            queue_is_empty=not listing.view.rows and listing.part is Part.ALL,
            more=listing.more,
        )
        first = views.first_for_a_person(listing.view)
        listed = any(line.key == first for line in listing.lines)
        if listed and self.isVisible() and not self.table.selectionModel().hasSelection():
            self.table.set_current(first)
        else:
            self.listing.look_up(self.table.current_key())

    def _take_case(self, found: FollowUpCase | None) -> None:
        self.found = found
        now, words = self.desk.terminal.clock.now(), self.desk.words
        view = None if found is None else panel_view(found, now, words, self.flow.doubt_about(found))
        is_open = found is not None and found.follow_up.is_open
        self.body.show_case(view, found.follow_up.owner_name if found is not None and is_open else "")
        self._show()

    def _show(self, _cause: object = None) -> None:
        desk = self.desk
        self.body.show_view(desk.line, self.listing.view, trouble_of(desk.data.state, desk.words))
        words, button, view = self.desk.words, self.body.primary, self.listing.view
        waiting = view is not None and view.exposure.unsent_count > 0
        word = words(N_("处理这一件")) if _opens(self.found) else words(N_("立即重试"))
        button.set_word(word, "chevron-right" if _opens(self.found) else "refresh")
        button.setAccessibleName(word)
        button.setEnabled(_opens(self.found) or (waiting and not self.acts.busy))
        if self.isVisible():
            self.hints_changed.emit()


def _opens(found: FollowUpCase | None) -> bool:
    """Tell whether the next step is to open the chosen matter rather than to send something."""
    return found is not None and not found.follow_up.is_unsent
