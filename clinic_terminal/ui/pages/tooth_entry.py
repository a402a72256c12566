"""Where was it done: the item in hand, its teeth and surfaces typed or pressed, and what is wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.domain.catalogue import Item, ToothScope
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.surfaces import Placed, Reading, placed_text
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.views.bill_words import category_name
from clinic_terminal.ui.views.teeth import InHand
from clinic_terminal.ui.views.treatment import (
    decided_text,
    in_hand_detail,
    in_hand_name,
    item_advice,
    quick_places,
    read_typed,
    scope_of,
    tooth_problem,
    typed_example,
)
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import Ink, Text
from clinic_terminal.ui.widgets.tone import Tone


class Advice(Card):
    """A warning in words inside a column; it has no buttons."""

    def __init__(self, view: NoticeView) -> None:
        super().__init__(tone=view.tone, padding=14, spacing=4)
        ink: Ink = "stop" if view.tone is Tone.STOP else "warn"
        self.body.addWidget(Text(view.what, "strong", ink, wrap=True))
        for sentence in filter(None, (view.who, view.next_step)):
            self.body.addWidget(Text(sentence, ink=ink, wrap=True))
        self.setAccessibleName(" ".join(filter(None, (view.what, view.who, view.next_step))))


class ToothEntry(QWidget):
    """Asks for the places of one item; `taken` carries them as Placed, `typed` follows the typing."""

    taken = Signal(tuple)
    typed = Signal(tuple)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._item: InHand | None = None
        self._name = Text("", "strong", wrap=True)
        self._detail = Text("", "small", "ink-3", wrap=True)
        self._decided = Text("", "small", "ink-2", wrap=True)
        self._price = MoneyLabel(0, "text-body")
        self._kind = Pill(PillView(""))
        self.field = EntryField(words(N_("牙位")))
        self.problem = Problem()
        self.add_button = PrimaryButton(words(N_("加入账单")))
        self._quick = column(spacing=8)
        self._quick_buttons: list[GhostButton] = []
        self._advice = column()
        self._build()
        self.field.entered.connect(self.submit)
        self.field.left.connect(self.left)
        self.field.textEdited.connect(self._typed)
        self.add_button.clicked.connect(self.submit)

    @property
    def reading(self) -> Reading:
        """What the field says."""
        return read_typed(self._item, self.field.text()) if self._item else Reading(())

    @property
    def places(self) -> tuple[str, ...]:
        """The places in the field."""
        return self.reading.places

    def ask(self, item: InHand, placed: tuple[Placed, ...]) -> None:
        """Ask where ``item`` was done, beginning with the places that are chosen already."""
        self._item = item
        words = self._words
        self._name.setText(in_hand_name(item, words))
        self._detail.setText(in_hand_detail(item, words))
        self._price.setVisible(isinstance(item, Item))
        self._kind.setVisible(isinstance(item, Item))
        if isinstance(item, Item):
            self._price.set_fen(item.price_fen)
            self._kind.set_view(PillView(category_name(item.category, words)))
        self._fill_quick(item)
        self.field.setPlaceholderText(typed_example(item, words))
        empty(self._advice)
        advice = item_advice(item, words)
        if advice:
            self._advice.addWidget(Advice(advice))
        self.field.setVisible(scope_of(item) is not ToothScope.NONE)
        self.set_placed(placed)
        self.say("")
        self.field.setFocus()

    def set_placed(self, placed: tuple[Placed, ...]) -> None:
        """Put places into the field; the chart sends them when a tooth was pressed."""
        if self.reading.placed != placed:
            self.field.setText(placed_text(placed))
            self.say("")
        self._follow()

    def refuse(self, error: ToothError) -> None:
        """Say what is wrong with the places; they stay in the field."""
        if self._item is not None:
            self.say(tooth_problem(error, self._item, self._words))
        self.field.setFocus()

    def say(self, problem: str) -> None:
        """Say a problem, or with an empty text that all is well."""
        self.field.mark(invalid=bool(problem))
        self.problem.say(problem)

    def submit(self) -> None:
        """Give the places away, or say what is wrong with them."""
        reading = self.reading
        if reading.problem is not None:
            self.refuse(reading.problem)
        else:
            self.taken.emit(reading.placed)

    def _typed(self, _text: str) -> None:
        self.say("")
        self._follow()
        self.typed.emit(self.reading.placed)

    def _fill_quick(self, item: InHand) -> None:
        empty(self._quick)
        self._quick_buttons = []
        for place, word in quick_places(item, self._words):
            button = GhostButton(word, size=ButtonSize.MEDIUM, checkable=True)
            button.setProperty("place", place)
            button.clicked.connect(self._quick_pressed)
            self._quick_buttons.append(button)
        pairs = zip(self._quick_buttons[::2], self._quick_buttons[1::2], strict=False)
        for left, right in pairs:
            self._quick.addLayout(row(left, right))

    def _quick_pressed(self) -> None:
        pressed = tuple(Placed(str(b.property("place"))) for b in self._quick_buttons if b.isChecked())
        self.set_placed(pressed)
        self.typed.emit(pressed)

    def _follow(self) -> None:
        """Say what the places mean now, and press the buttons that stand for them."""
        if self._item is not None:
            decided = decided_text(self._item, self.reading, self._words)
            self._decided.setText(decided)
            self._decided.setVisible(bool(decided))
        for button in self._quick_buttons:
            button.setChecked(button.property("place") in self.places)

    def _build(self) -> None:
        box = column(spacing=12)
        box.addLayout(row(self._name, None, self._kind, self._price, spacing=10))
        box.addWidget(self._detail)
        box.addLayout(self._quick)
        box.addWidget(self.field)
        box.addWidget(self.problem)
        box.addWidget(self._decided)
        box.addLayout(self._advice)
        box.addStretch(1)
        cancel = GhostButton(self._words(N_("取消")), "Esc")
        cancel.clicked.connect(self.left)
        foot = row(cancel, spacing=10)
        foot.addWidget(self.add_button, 1)
        box.addLayout(foot)
        self.setLayout(box)
