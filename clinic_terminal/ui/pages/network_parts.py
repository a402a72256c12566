"""The parts of the network page: the filters, the search with its list, one clinic in full."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application.network import Filters
from clinic_terminal.domain.network import WEEK
from clinic_terminal.domain.plan import Category
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.views.network import PREVAILS, ClinicView, FilterChoices
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.choice_box import ChoiceBox
from clinic_terminal.ui.widgets.clinic_list import ClinicList
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.icons import Icon, ToneDisc
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.search import SearchField
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_LEAFS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
DETAIL_WIDTH = 496
_LABEL_WIDTH = 76
_DAYS_WIDTH = 96


class FilterBar(QWidget):
    """Six choices side by side; `changed` says that one of them was made."""

    changed = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self.plan, self.category = ChoiceBox(_("计划")), ChoiceBox(_("类别"))
        self.brand, self.city = ChoiceBox(_("品牌")), ChoiceBox(_("城市"))
        self.department, self.item = ChoiceBox(_("科室")), ChoiceBox(_("项目"))
        self.clear_button = GhostButton(
            _("清除"), Key.ALL_CLINICS.cap, size=ButtonSize.MEDIUM, icon_name="close"
        )
        self.clear_button.setAccessibleName(_("清除筛选"))
        line = row(spacing=8)
        for box, share in zip(self.boxes(), (5, 4, 4, 3, 4, 4), strict=True):
            line.addWidget(box, share)
            box.changed.connect(self._tell)
        line.addWidget(self.clear_button)
        self.setLayout(line)

    def boxes(self) -> tuple[ChoiceBox, ...]:
        """Return the filters from left to right."""
        return (self.plan, self.category, self.brand, self.city, self.department, self.item)

    def show_choices(self, choices: FilterChoices) -> None:
        """Offer what the list has."""
        self.plan.set_choices(choices.plans)
        self.category.set_choices(choices.categories)
        self.brand.set_choices(choices.brands)
        self.city.set_choices(choices.cities)
        self.department.set_choices(choices.departments)
        self.item.set_choices(choices.items)

    def set_filters(self, filters: Filters) -> None:
        """Show filters that were made elsewhere; nothing is said of it."""
        self.plan.choose(filters.plan)
        self.category.choose(filters.category)
        self.brand.choose(filters.brand)
        self.city.choose(filters.city)
        self.department.choose(filters.department)
        self.item.choose(filters.item)
        self.show_narrowed(narrowed=filters != Filters())

    def show_narrowed(self, *, narrowed: bool) -> None:
        """Say whether there is anything to clear."""
        self.clear_button.setEnabled(narrowed)

    def filters(self, text: str) -> Filters:
        """Return what is chosen, with the typed text."""
        category = self.category.value()
        return Filters(
            plan=_text(self.plan),
            category=category if isinstance(category, Category) else None,
            city=_text(self.city),
            department=_text(self.department),
            item=_text(self.item),
            brand=_text(self.brand),
            text=text,
        )

    def _tell(self, _value: object) -> None:
        self.changed.emit()


def _text(box: ChoiceBox) -> str:
    value = box.value()
    return value if isinstance(value, str) else ""


class FinderCard(Card):
    """The search field with the list below it; arrows walk through the list while the hand types."""

    typed = Signal(str)
    leafed = Signal(int)
    """The clinic beside is to be read on, or back."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=14, spacing=10)
        _ = words
        self.field = SearchField(_("诊所、品牌、地址、科室或项目，可用拼音"), _("查找诊所"))
        self.list = ClinicList(_("诊所"))
        self.nothing = EmptyState(
            "search", _("没有符合条件的诊所。"), _("换一个词，或清除筛选。"), action=_("清除筛选")
        )
        self._stack = Stack()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        self.body.addWidget(self.field)
        self.body.addWidget(self._stack, 1)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.typed)

    def show_found(self, *, found: bool) -> None:
        """Show the list, or that nothing fits."""
        self._stack.setCurrentWidget(self.list if found else self.nothing)

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.list.move_by(_MOVES[key])
            return True
        if key in _LEAFS:
            self.leafed.emit(_LEAFS[key])
            return True
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return False


class ClinicCard(Card):
    """One clinic: may it be billed, its telephone large, where it is, when it is open, since when it is.

    The labels stay and only their words change, so that nothing jumps while arrows walk through the list.
    """

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        _ = words
        self.copy_phone = _copy_button(_("复制"), Key.COPY_PHONE.cap, _("复制电话"))
        self.copy_address = _copy_button(_("复制"), Key.COPY_ADDRESS.cap, _("复制地址"))
        self.copy_all = PrimaryButton(_("复制给家长"), "Enter", "copy")
        self._name, self._own = ElidedText("", "title"), Pill(PillView(""))
        self._place, self._door = ElidedText("", "small", "ink-3"), Pill(PillView(""))
        self._serves = _Serves()
        self._phone, self._address = Text("", "headline"), Text("", wrap=True)
        self._facts = _Facts(words)
        inner = QWidget()
        inner.setLayout(self._top())
        foot = column(Text(_(PREVAILS), "small", "ink-3"), self.copy_all, spacing=10)
        foot.setContentsMargins(22, 12, 22, 18)
        self._area = Downwards(inner)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(Rule(soft=True))
        self.body.addLayout(foot)

    def show_clinic(self, view: ClinicView) -> None:
        """Show a clinic."""
        self._name.setText(view.name)
        self._own.set_view(PillView(view.own, Tone.ACCENT))
        self._own.setVisible(bool(view.own))
        self._place.setText(view.place)
        self._door.set_view(view.door)
        self._serves.show_clinic(view)
        self._phone.setText(view.phone)
        self._address.setText(view.address)
        self._facts.show_clinic(view)
        self._area.verticalScrollBar().setValue(0)
        self.setAccessibleName(f"{view.name} {view.verdict} {view.phone} {view.address}")

    def leaf(self, pages: int) -> None:
        """Read on where the clinic has more than fits, or back."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _top(self) -> QVBoxLayout:
        name = row(spacing=8)
        name.addWidget(self._name, 1)
        name.addWidget(self._own)
        place = row(spacing=8)
        place.addWidget(self._place, 1)
        place.addWidget(self._door)
        head = column(spacing=4)
        head.addLayout(name)
        head.addLayout(place)
        top = column(spacing=10)
        top.setContentsMargins(22, 16, 22, 14)
        top.addLayout(head)
        top.addWidget(self._serves)
        for icon, text, button in (
            ("phone", self._phone, self.copy_phone),
            ("network", self._address, self.copy_address),
        ):
            line = row(Icon(icon, "ink-3", 20), spacing=10)
            line.addWidget(text, 1)
            line.addWidget(button)
            top.addLayout(line)
        top.addWidget(Rule(soft=True))
        top.addWidget(self._facts)
        top.addStretch(1)
        return top


class _Serves(Card):
    """Whether the clinic may be billed, in the tone of the answer, since when and under which plan."""

    def __init__(self) -> None:
        super().__init__(padding=12, spacing=2)
        self._disc = ToneDisc(Tone.NEUTRAL, 24, solid=True)
        self._verdict = Text("", "strong", wrap=True)
        self._basis = ElidedText("", "small", "ink-3")
        line = row(self._disc, spacing=12)
        line.addLayout(column(self._verdict, self._basis, spacing=2), 1)
        self.body.addLayout(line)

    def show_clinic(self, view: ClinicView) -> None:
        """Show a clinic's answer."""
        self.set_tone(view.tone)
        self._disc.set_tone(view.tone)
        self._verdict.setText(view.verdict)
        self._basis.setText(" · ".join(filter(None, (view.since, view.basis))))


class _Facts(QWidget):
    """Hours, departments, items, and every plan with its days: a label and what it says, line by line."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._hours = [(Text(), Text()) for _day in range(WEEK)]
        self._departments, self._items = Text(wrap=True), Text(wrap=True)
        self._plans: list[tuple[ElidedText, Text]] = []
        self._plan_lines = column(spacing=8)
        lines = column(spacing=4)
        for days, times in self._hours:
            days.setMinimumWidth(_DAYS_WIDTH)
            line = row(days, spacing=8)
            line.addWidget(times, 1)
            lines.addLayout(line)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        contents = (lines, column(self._departments), column(self._items), self._plan_lines)
        names = (_("服务时间"), _("科室"), _("可做项目"), _("网络资料"))
        for at, (name, content) in enumerate(zip(names, contents, strict=True)):
            grid.addWidget(Text(name, "small", "ink-3"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(content, at, 1)

    def show_clinic(self, view: ClinicView) -> None:
        """Show a clinic's facts."""
        for at, (days, times) in enumerate(self._hours):
            shown = at < len(view.hours)
            name, text, today = view.hours[at] if shown else ("", "", False)
            for label, value in ((days, name), (times, text)):
                label.setText(value)
                label.set_ink("ink" if today else "ink-2")
                label.setVisible(shown)
        self._departments.setText(view.departments)
        self._items.setText(view.items)
        while len(self._plans) < len(view.plans):
            self._plans.append((ElidedText("", "small", "ink-3"), Text(wrap=True)))
            self._plan_lines.addLayout(column(*self._plans[-1], spacing=1))
        for (name_label, line_label), (name, line) in zip(self._plans, view.plans, strict=False):
            name_label.setText(name)
            line_label.setText(line)


def _copy_button(word: str, cap: str, name: str) -> GhostButton:
    button = GhostButton(word, cap, size=ButtonSize.SMALL, icon_name="copy")
    button.setAccessibleName(name)
    return button
