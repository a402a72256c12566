"""Network: which clinic may treat this child under its plan, to help a family that must go elsewhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from clinic_terminal.application.day import QueueView
from clinic_terminal.application.network import Filters, Network, read_network
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import NETWORK
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.centred import in_the_middle
from clinic_terminal.ui.pages.network_looking import Looking, other_brand
from clinic_terminal.ui.pages.network_parts import DETAIL_WIDTH, ClinicCard, FilterBar, FinderCard
from clinic_terminal.ui.views.network import ClinicView
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import Busy, EmptyState
from clinic_terminal.ui.widgets.text import Text


class NetworkPage(Page):
    """Everything is looked up in what is stored here: it works the same without a network."""

    entry = NETWORK

    said = Signal(str)
    """Something was done that is worth a word; the window says it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self.desk = desk
        self._looking: Looking | None = None
        self.is_read = False
        """Whether the list was read: until then the page says that it is being read."""
        self._wanted: tuple[str, str] | None = None
        self._shown_for = ""
        self._shown: ClinicView | None = None
        self._source = Pill(PillView(""))
        self._reading = in_the_middle(Busy(_("正在读取适用医院…")))
        self.filters = FilterBar(desk.words)
        self.finder = FinderCard(desk.words)
        self.clinic = ClinicCard(desk.words)
        self.no_list = EmptyState(
            "network",
            _("还没有网络资料。"),
            _("联网后会自动取得各计划的适用医院列表。"),
            action=_("现在更新"),
        )
        self._stack = Stack()
        self._build()
        self._connect()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self.clinic.copy_all

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        if self._looking is None or not self._looking.network.clinics:
            return (Hint("Esc", _("返回")),)
        return (
            Hint("↑↓", _("选择")),
            Hint("PgDn", _("往下看")),
            Hint("Enter", _("复制给家长")),
            Hint(Key.COPY_PHONE.cap, _("复制电话")),
            Hint(Key.ALL_CLINICS.cap, _("清除筛选")),
            Hint("Esc", _("返回")),
        )

    @override
    def enter(self) -> None:
        visit = self.desk.visit
        child = visit.id if visit is not None else ""
        if self._wanted is None and child != self._shown_for:
            # Another child's plan and brand must not stay behind.
            self._wanted = (visit.plan, other_brand(visit)) if visit is not None else ("", "")
        self._shown_for = child
        self._read()
        if self._stack.currentWidget() is self._work:
            self.finder.field.setFocus()

    def show_for(self, plan: str, brand: str = "") -> None:
        """Look for clinics of ``plan``, and of ``brand`` (code or name) where the family is bound to one.

        To be called before the page is shown: what was typed and chosen before gives way.
        """
        self._wanted = (plan, brand)

    def clear_filters(self) -> None:
        """Look for everything again."""
        self.finder.field.clear()
        self._look(Filters())

    def copy_phone(self) -> None:
        """Put the clinic's telephone number on the clipboard."""
        if (view := self._view()) is not None:
            self._copy(view.phone, view.phone)

    def copy_address(self) -> None:
        """Put name and address on the clipboard, as a driver needs them."""
        if (view := self._view()) is not None:
            self._copy(f"{view.name} {view.address}", view.address)

    def copy_for_family(self) -> None:
        """Put everything a family needs on the clipboard."""
        view, looking = self._view(), self._looking
        if view is not None and looking is not None:
            self._copy(looking.copied(view), view.name)

    def _build(self) -> None:
        head = row(Text(self.desk.words(NETWORK.word), "title"), self._source, None, spacing=12)
        across = Reflow()
        across.add(self.finder, 1, least=300)
        across.add(self.clinic, width=DETAIL_WIDTH, beside=360)
        work = column(self.filters, spacing=16)
        work.addWidget(across, 1)
        holder = QWidget()
        holder.setLayout(work)
        self._work = holder
        self._stack.addWidget(self._reading)
        self._stack.addWidget(holder)
        self._stack.addWidget(self.no_list)
        self._source.hide()
        whole = column(spacing=14)
        whole.setContentsMargins(24, 18, 24, 20)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.filters.clear_button.clicked.connect(self.clear_filters)
        self.finder.typed.connect(self._filter)
        self.finder.list.chosen.connect(self._show_clinic)
        self.finder.leafed.connect(self.clinic.leaf)
        self.finder.nothing.acted.connect(self.clear_filters)
        self.no_list.acted.connect(self.desk.wake_sync)
        self.clinic.copy_phone.clicked.connect(self.copy_phone)
        self.clinic.copy_address.clicked.connect(self.copy_address)
        self.clinic.copy_all.clicked.connect(self.copy_for_family)
        self.desk.queue_changed.connect(self._take_queue)
        self.desk.line_changed.connect(self._show_source)
        for key, act in (
            (Key.SEARCH, self.finder.field.setFocus),
            (Key.COPY_PHONE, self.copy_phone),
            (Key.COPY_ADDRESS, self.copy_address),
            (Key.ALL_CLINICS, self.clear_filters),
        ):
            shortcut = QShortcut(key.sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _read(self) -> None:
        terminal = self.desk.terminal
        self.desk.ask(lambda: read_network(terminal), self._take)

    def _take(self, network: Network) -> None:
        first, self.is_read = not self.is_read, True
        looking = self._looking = Looking(self.desk, network)
        self._stack.setCurrentWidget(self._work if network.clinics else self.no_list)
        if first and network.clinics and self.isVisible():
            # What is hidden takes no focus: the hand begins now.
            self.finder.field.setFocus()
        self.filters.show_choices(looking.choices())
        self._show_source()
        self.hints_changed.emit()
        if self._wanted is None:
            self._look(self.filters.filters(self.finder.field.text()))
            return
        plan, brand = self._wanted
        self._wanted = None
        self.finder.field.clear()
        self._look(looking.filters_for(plan, brand))

    def _filter(self) -> None:
        """Look for what is chosen and typed now; the first that fits becomes current."""
        self._look(self.filters.filters(self.finder.field.text()), from_top=True)
        if not self.finder.field.hasFocus():
            self.finder.field.setFocus()

    def _look(self, filters: Filters, *, from_top: bool = False) -> None:
        if self._looking is not None:
            self.filters.set_filters(filters)
            rows = self._looking.look(filters)
            self.finder.show_found(found=bool(rows))
            self.finder.list.set_rows(rows, from_top=from_top)
            self.clinic.setVisible(bool(rows))
            self._show_clinic()

    def _show_clinic(self) -> None:
        view = self._view()
        if view is not None and view != self._shown:
            self._shown = view
            self.clinic.show_clinic(view)

    def _view(self) -> ClinicView | None:
        """Return the current clinic in full."""
        return self._looking.clinic(self.finder.list.current_key()) if self._looking is not None else None

    def _show_source(self) -> None:
        if self._looking is not None:
            source = self._looking.source()
            self._source.set_view(PillView(source.text, source.tone))
            self._source.show()

    def _take_queue(self, queue: QueueView) -> None:
        """Read the list again once something was downloaded; else only let the doors open and close."""
        looking = self._looking
        if looking is None or not self.isVisible():
            return
        if looking.is_behind(queue.freshness):
            self._read()
        else:
            self._look(looking.view.filters)

    def _copy(self, text: str, name: str) -> None:
        _ = self.desk.words
        QGuiApplication.clipboard().setText(text)
        self.said.emit(_("已复制 {reference}").format(reference=name))
