"""In the place of the treatment: a quote with both splits, what to do with it, and the earlier ones."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.paper_orders import PaperLanguage
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_changes import Change
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.quote import columns, table_lines
from clinic_terminal.ui.views.quote_changes import change_sentences, changed_notice
from clinic_terminal.ui.views.quote_words import ShelfRow, answer_notice, heading, made_text, shelf_rows
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.line_table import Line, LineTable
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.notice import Notice
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_SIDE_WIDTH = 364
_SIDE_LEAST = 330
_SHEET = 400
"""The least width of the column beside the quote, and the least height of the quote above it."""


class QuotePanel(QWidget):
    """Shows one quote; `ask_wanted` is pressed on its notice, `left` goes back to the bill."""

    ask_wanted = Signal()
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self.sheet = QuoteSheet(words)
        self.acts = QuoteActs(words)
        self.shelf = QuoteShelf(words)
        side = QWidget()
        box = column(self.acts, self.shelf, spacing=12)
        box.setStretch(1, 1)
        side.setLayout(box)
        across = Reflow(spacing=18, edges=(24, 20, 24, 20))
        across.add(self.sheet, 1, least=_SHEET)
        across.add(side, width=_SIDE_WIDTH, beside=_SIDE_LEAST)
        self.setLayout(column(across))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheet.ask_wanted.connect(self.ask_wanted)
        self.acts.back_button.clicked.connect(self.left)
        self.acts.return_button.clicked.connect(self.left)


class QuoteSheet(Card):
    """The quote itself: how long it is good, what the insurer says, the table, and the sums."""

    ask_wanted = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        self._words = words
        self._title = Text("", "title")
        self._made = ElidedText("", "small", "ink-3")
        self._answer = column(spacing=0)
        self._changes = column(spacing=0)
        self.table = LineTable(columns(words), name=words(N_("本机与服务商的核算")))
        self.now = MoneyLabel(0, "money-row", name=words(N_("预计家长现场支付")))
        self.theirs = MoneyLabel(0, "text-body", "warn", name=words(N_("按服务商核算")))
        self._theirs_word = Text(words(N_("按服务商核算")), "small", "warn")
        self._build()

    @property
    def notice(self) -> Notice | None:
        """What is said of the insurer's answer."""
        item = self._answer.itemAt(0)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, Notice) else None

    def show_quote(self, quote: Quote, today: date, *, asking: bool) -> None:
        """Show a quote, and what the insurer says of it or that it is being asked."""
        self._title.setText(heading(quote, self._words))
        self._made.setText(made_text(quote, self._words))
        empty(self._answer)
        notice = Notice(answer_notice(quote, self._words, today, asking=asking), closable=False)
        notice.acted.connect(self.ask_wanted)
        self._answer.addWidget(notice)
        self._fill(table_lines(quote, self._words))
        ours = quote.result.totals.on_site
        theirs = quote.answer.totals.on_site if quote.answer else ours
        self.now.set_fen(ours)
        self.theirs.set_fen(theirs)
        for widget in (self.theirs, self._theirs_word):
            widget.setVisible(theirs != ours)

    def _fill(self, lines: tuple[Line, ...]) -> None:
        """Show the rows; words that stand for no column of their own reach over the empty ones."""
        self.table.clearSpans()
        self.table.set_lines(lines)
        for place, line in enumerate(lines):
            empty_cells = next((n for n, cell in enumerate(line.cells[1:]) if cell != ""), 0)
            if empty_cells:
                self.table.setSpan(place, 0, 1, empty_cells + 1)

    def show_changes(self, changes: Sequence[Change] | None, *, billed: bool = False) -> None:
        """Say what is not as it was quoted; nothing where None is given."""
        empty(self._changes)
        if changes is None:
            return
        card = Card(tone=Tone.WARN if changes else Tone.OK, padding=12, spacing=2)
        view = changed_notice(changes, self._words, billed=billed)
        card.body.addWidget(Text(view.what, "strong", wrap=True))
        for sentence in change_sentences(changes, self._words):
            card.body.addWidget(Text(sentence, ink="ink-2", wrap=True))
        rest = " ".join(filter(None, (view.who, view.next_step)))
        if rest:
            card.body.addWidget(Text(rest, "small", "ink-3", wrap=True))
        self._changes.addWidget(card)

    def _build(self) -> None:
        pill = Pill(PillView(self._words(N_("仅当时有效")), Tone.WARN))
        head = row(self._title, pill, spacing=12)
        head.addWidget(self._made, 1)
        self._made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.setContentsMargins(18, 14, 18, 12)
        self.body.addLayout(head)
        for place in (self._changes, self._answer):
            holder = column(spacing=0)
            holder.setContentsMargins(18, 0, 18, 0)
            holder.addLayout(place)
            self.body.addLayout(holder)
            self.body.addSpacing(10)
        self.body.addWidget(Rule())
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Rule())
        said = ElidedText(self._words(N_("以上为预估，以电子保险卡及服务管理商审核为准")), "small", "ink-3")
        foot = row(said, self._theirs_word, self.theirs, spacing=10)
        foot.setStretch(0, 1)
        foot.addSpacing(14)
        foot.addWidget(Text(self._words(N_("预计家长现场支付")), "strong"))
        foot.addWidget(self.now)
        foot.setContentsMargins(18, 10, 18, 12)
        self.body.addLayout(foot)


class QuoteActs(Card):
    """Print, copy, go back; after the quote became a bill there is only the way on."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=16, spacing=10)
        self._english = is_english(words)
        self.print_button = PrimaryButton(words(N_("打印报价")), icon_name="printer")
        self.return_button = PrimaryButton(words(N_("看账单")))
        self.copy_button = GhostButton(words(N_("复制文字")), size=ButtonSize.MEDIUM, icon_name="copy")
        self.both_button = GhostButton(words(N_("中英对照")), size=ButtonSize.MEDIUM, checkable=True)
        self.back_button = GhostButton(words(N_("返回")), "Esc", size=ButtonSize.MEDIUM)
        self.both_button.setChecked(self._english)
        self.body.addWidget(self.print_button)
        self.body.addWidget(self.return_button)
        pair = row(self.copy_button, self.both_button, spacing=10)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        self.body.addLayout(pair)
        self.body.addWidget(self.back_button)
        self.set_billed(billed=False)

    @property
    def language(self) -> PaperLanguage:
        """The languages that the paper is wanted in."""
        if self.both_button.isChecked():
            return "both"
        return "en" if self._english else "zh"

    @property
    def primary(self) -> PrimaryButton:
        """The button that Enter presses."""
        return self.print_button if self.print_button.isVisibleTo(self) else self.return_button

    def set_billed(self, *, billed: bool) -> None:
        """Offer the way to the bill in the place of the paper."""
        for button in (self.print_button, self.back_button):
            button.setVisible(not billed)
        self.return_button.setVisible(billed)


class QuoteShelf(Card):
    """The child's quotes; `shown` and `bill_wanted` carry a quote's id."""

    shown = Signal(str)
    bill_wanted = Signal(str)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=16, spacing=8)
        self._words = words
        self.rows: dict[str, ShelfEntry] = {}
        self.body.addWidget(Text(words(N_("这个孩子的报价")), "strong"))
        self._list: QVBoxLayout = column(spacing=0)
        holder = QWidget()
        holder.setLayout(self._list)
        area = Downwards(holder)
        self.body.addWidget(area, 1)

    def show_quotes(self, quotes: tuple[Quote, ...], shown: str, visit: Visit) -> None:
        """Show the quotes, the newest first."""
        empty(self._list)
        self.rows = {}
        for view in shelf_rows(quotes, shown, visit, self._words):
            entry = ShelfEntry(view, self._words)
            entry.shown.connect(self.shown)
            entry.bill_wanted.connect(self.bill_wanted)
            self.rows[view.id] = entry
            self._list.addWidget(entry)
            self._list.addWidget(Rule(soft=True))
        self._list.addStretch(1)


class ShelfEntry(QWidget):
    """One quote of the child: its number, when, what it came to, and what can be done with it."""

    shown = Signal(str)
    bill_wanted = Signal(str)

    def __init__(self, view: ShelfRow, words: Translate) -> None:
        super().__init__()
        self._id = view.id
        self.show_button = GhostButton(words(N_("查看")), size=ButtonSize.SMALL)
        self.bill_button = GhostButton(words(N_("转为账单")), size=ButtonSize.SMALL)
        self.show_button.setAccessibleName(f"{self.show_button.text()} {view.number}")
        self.bill_button.setAccessibleName(f"{self.bill_button.text()} {view.number}")
        head = row(Text(view.number, "medium"), Pill(view.pill), None, Text(view.when, "small", "ink-3"))
        foot = row(spacing=8)
        foot.addWidget(ElidedText(view.about, "small", "ink-2"), 1)
        note = words(N_("正在显示")) if view.on_show else "" if view.may_bill else words(N_("已在账单上"))
        foot.addWidget(Text(note, "small", "ink-3"))
        foot.addWidget(self.show_button)
        foot.addWidget(self.bill_button)
        whole = column(spacing=4)
        whole.addLayout(head)
        whole.addLayout(foot)
        whole.setContentsMargins(0, 8, 0, 8)
        self.setLayout(whole)
        self.show_button.setVisible(not view.on_show)
        self.bill_button.setVisible(view.may_bill)
        self.show_button.clicked.connect(self._show)
        self.bill_button.clicked.connect(self._bill)

    def _show(self) -> None:
        self.shown.emit(self._id)

    def _bill(self) -> None:
        self.bill_wanted.emit(self._id)
