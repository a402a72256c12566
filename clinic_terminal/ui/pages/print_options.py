"""What is printed and where: paper, sheet, language, keeper, copies, printer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.paper_orders import SIZES, Copy, PaperKind, PaperLanguage, PaperSize
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_address import PDF, PrinterAddress
from clinic_terminal.application.printer_choices import PrinterChoices
from clinic_terminal.application.printing_ports import FoundPrinter, PrinterState
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.printing import (
    COPIES,
    KINDS,
    LANGUAGES,
    SIZES_IN_WORDS,
    printer_name,
    state_pill,
)
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.segments import Segments
from clinic_terminal.ui.widgets.text import Text

_ONE_COPY = (PaperKind.SIGN_SHEET, PaperKind.PAY_LATER, PaperKind.BINDING)
"""Papers that only one side keeps."""
_MOST = 9


class PrintOptions(Card):
    """Holds a wish and a printer. `changed`: another paper is wanted; `printer_changed`: another way out."""

    changed = Signal()
    printer_changed = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=18, spacing=10)
        self._words = words
        self._choices: PrinterChoices | None = None
        self._found: tuple[FoundPrinter, ...] = ()
        self._by_hand: PrinterAddress | None = None
        """The printer that was taken for this paper, whatever is usual for its kind."""
        self._count = 1
        self.kind_box = ChoiceBox(words(N_("单据")))
        self.sizes = Segments(words(N_("纸张")))
        self.languages = Segments(words(N_("语言")))
        self.copies = Segments(words(N_("谁留存")))
        self.fewer_button = IconButton("minus", words(N_("少一份")))
        self.more_button = IconButton("plus", words(N_("多一份")))
        self._number = Text("1", "strong")
        self.printer_box = ChoiceBox(words(N_("打印机")))
        self._state = Pill(PillView(""))
        self.printers_button = GhostButton(words(N_("打印机…")), size=ButtonSize.SMALL, icon_name="settings")
        self._build()
        self.languages.set_choices(tuple(Choice(words(word), one) for one, word in LANGUAGES.items()))
        self._connect()

    @property
    def wish(self) -> PaperWish | None:
        """The paper that is wanted; None before a visit's papers are known."""
        kind, size = self.kind_box.value(), self.sizes.value()
        copy = self.copies.value()
        if not isinstance(kind, PaperKind) or not isinstance(size, PaperSize) or not isinstance(copy, Copy):
            return None
        chosen = self.languages.value()
        language: PaperLanguage = next((one for one in LANGUAGES if one == chosen), "zh")
        return PaperWish(kind, size, language, copy, self._count)

    @property
    def printer(self) -> PrinterAddress:
        """Where it goes."""
        value = self.printer_box.value()
        return value if isinstance(value, PrinterAddress) else PDF

    @property
    def state_word(self) -> str:
        """What is said of the printer, empty while it is not known."""
        return self._state.accessibleName() if self._state.isVisible() else ""

    def offer(self, kinds: tuple[PaperKind, ...], choices: PrinterChoices, language: str) -> None:
        """Offer a visit's papers, one of each, on the printers that were chosen, in the family's language."""
        self._choices = choices
        self._by_hand = None
        self._take_count(1)
        words = self._words
        self.kind_box.set_choices(tuple(Choice(words(KINDS[kind]), kind) for kind in kinds))
        self.languages.choose("zh" if language.startswith("zh") or not language else "both")
        self._list_printers()
        self._take_kind()

    def offer_printers(self, found: tuple[FoundPrinter, ...]) -> None:
        """Offer the printers that are there, those that were chosen, and a PDF."""
        self._found = found
        self._list_printers()
        self._choose_printer()

    def _list_printers(self) -> None:
        chosen = [*self._choices.slips, *self._of_kinds()] if self._choices else []
        names = {PDF: printer_name(PDF, self._words)}
        names |= {one.address: one.name for one in self._found}
        names |= {one: printer_name(one, self._words) for one in chosen if one not in names}
        ordered = sorted(names, key=lambda one: one == PDF)
        self.printer_box.set_choices(tuple(Choice(names[one], one) for one in ordered))

    def choose(self, wish: PaperWish, printer: PrinterAddress | None = None) -> None:
        """Take a wish from elsewhere."""
        self.kind_box.choose(wish.kind)
        self._take_kind()
        self.sizes.choose(wish.size)
        self.languages.choose(wish.language)
        self.copies.choose(wish.copy)
        self._by_hand = printer
        self._choose_printer()

    def show_state(self, state: PrinterState | None) -> None:
        """Say how the printer is; None while it is not known."""
        self._state.setVisible(state is not None)
        if state is not None:
            self._state.set_view(state_pill(state, self._words))

    def take_kind(self) -> None:
        """Take the paper that was chosen, with its usual sheet and printer."""
        self._by_hand = None
        self._take_kind()
        self.changed.emit()
        self.printer_changed.emit()

    def _build(self) -> None:
        words = self._words
        count = row(self.fewer_button, self._number, self.more_button, None, spacing=10)
        for word, field in (
            (N_("单据"), self.kind_box),
            (N_("纸张"), self.sizes),
            (N_("语言"), self.languages),
            (N_("谁留存"), self.copies),
        ):
            self.body.addLayout(_labelled(words(word), field))
        line = row(_caption(words(N_("份数"))), spacing=12)
        line.addLayout(count, 1)
        self.body.addLayout(line)
        self.body.addLayout(_labelled(words(N_("打印机")), self.printer_box))
        below = row(_caption(""), self._state, None, self.printers_button, spacing=12)
        self.body.addLayout(below)
        self._state.hide()

    def _connect(self) -> None:
        self.kind_box.changed.connect(self.take_kind)
        for segments in (self.sizes, self.languages, self.copies):
            segments.changed.connect(self.changed)
        self.fewer_button.clicked.connect(lambda: self._add(-1))
        self.more_button.clicked.connect(lambda: self._add(1))
        self.printer_box.changed.connect(self._take_printer)

    def _take_printer(self) -> None:
        self._by_hand = self.printer
        self.printer_changed.emit()

    def _add(self, more: int) -> None:
        self._take_count(min(max(self._count + more, 1), _MOST))

    def _take_count(self, count: int) -> None:
        self._count = count
        self._number.setText(str(count))

    def _take_kind(self) -> None:
        kind = self.kind_box.value()
        if not isinstance(kind, PaperKind):
            return
        words = self._words
        self.sizes.set_choices(tuple(Choice(words(SIZES_IN_WORDS[size]), size) for size in SIZES[kind]))
        keepers = (Copy.FAMILY,) if kind in _ONE_COPY else tuple(Copy)
        self.copies.set_choices(tuple(Choice(words(COPIES[copy]), copy) for copy in keepers))
        if self._choices is not None:
            self.sizes.choose(self._choices.of(kind).size)
        self._choose_printer()

    def _choose_printer(self) -> None:
        kind = self.kind_box.value()
        if self._by_hand is not None:
            self.printer_box.choose(self._by_hand)
        elif self._choices is not None and isinstance(kind, PaperKind):
            self.printer_box.choose(self._choices.of(kind).printer)

    def _of_kinds(self) -> list[PrinterAddress]:
        return [one.printer for one in self._choices.kinds.values()] if self._choices else []


def _caption(word: str) -> Text:
    caption = Text(word, "small", "ink-3")
    caption.setFixedWidth(64)
    return caption


def _labelled(word: str, field: QWidget) -> QVBoxLayout:
    line = row(_caption(word), spacing=12)
    line.addWidget(field, 1)
    box = column(spacing=0)
    box.addLayout(line)
    return box
