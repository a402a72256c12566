"""The card of a closed visit."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.done_prints import PrintsRow
from clinic_terminal.ui.views.done import DoneView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import Pill, PillLane, PillView
from clinic_terminal.ui.widgets.tall import Tall
from clinic_terminal.ui.widgets.text import ElidedText, Ink, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH = 860
_TICK = 72


class DoneCard(Card):
    """The tick, three amounts, the report, the paper, and the way to the next child."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=28, spacing=12)
        self._words = words
        self._tick = ToneDisc(Tone.OFFLINE, _TICK, solid=True)
        self._title = ElidedText("", "title")
        self._number = Text("", "small", "ink-3")
        self._voided = Text("", ink="ink-2", wrap=True)
        self._is_void = self._is_refused = self._has_insurer = False
        self._note = ""
        self._insurer = _Amount(words(N_("保险直付")), "ink-2")
        self._now = _Amount(words(N_("家长已付")), "ink")
        self._later = _Amount(words(N_("结案后在线支付")), "ink-2")
        self._lock = Card(tone=Tone.ACCENT, padding=14)
        self._lock_text = Text("", wrap=True)
        self._lock.body.addWidget(self._lock_text)
        self._later_card = Card(tone=Tone.NEUTRAL, padding=14)
        self._later_text = Text("", ink="ink-2", wrap=True)
        self._later_card.body.addWidget(self._later_text)
        self._paid = _Fact()
        self.money_button = GhostButton("", Key.MONEY.cap, size=ButtonSize.SMALL)
        self._invoice = _Fact()
        self.invoice_button = GhostButton(words(N_("登记发票")), Key.INVOICE.cap, size=ButtonSize.SMALL)
        self._upload = _Fact()
        self.queue_button = GhostButton(words(N_("看队列")), size=ButtonSize.SMALL)
        self._paper = _Fact()
        self.open_button = GhostButton(words(N_("打开费用清单")), size=ButtonSize.SMALL)
        self.again_button = GhostButton(words(N_("重新生成")), size=ButtonSize.SMALL, icon_name="refresh")
        self.prints = PrintsRow(words)
        facts = (self._paid, self._upload, self._paper, self._invoice)
        self._lane = PillLane(*(fact.pill for fact in facts), self.prints.pill)
        self.next_button = PrimaryButton(words(N_("下一位")))
        self.void_button = GhostButton(words(N_("作废账单…")), size=ButtonSize.MEDIUM)
        self.signed = column(spacing=0)
        """Where the page puts what it knows of the signature."""
        self.setMaximumWidth(_WIDTH)
        self._build()
        # What is not always there must not make the window higher before the first bill is shown.
        for widget in (self._voided, self._lock, self._later, self._later_card):
            widget.hide()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def show_view(self, view: DoneView) -> None:
        """Show the closed bill."""
        words = self._words
        self._is_void = bool(view.voided)
        self._title.setText(view.title)
        self._number.setText(words(N_("账单编号 {number}")).format(number=view.number))
        self._voided.setText(view.voided)
        self._voided.setVisible(self._is_void)
        self.void_button.setVisible(not self._is_void)
        self._insurer.set_fen(view.insurer)
        self._has_insurer = bool(view.insurer)
        self._now.set_fen(view.now)
        self._later.set_fen(view.later)
        self._later.setVisible(bool(view.later))
        self._later_text.setText(view.later_note)
        self._later_card.setVisible(bool(view.later_note))
        self._paid.say(view.money.pill, view.money.text)
        self.money_button.set_word(view.money.word)
        self.money_button.setVisible(bool(view.money.word))
        self._note = view.lock_note
        self.show_standing("", stands=not view.voided)

    def show_standing(self, refusal: str, *, stands: bool) -> None:
        """Show whether the insurer's part counts; ``refusal`` says why it does not, in the note's place."""
        self._is_refused = bool(refusal)
        note = refusal or self._note
        self._insurer.strike(out=not stands)
        self._later.strike(out=not stands)
        self._lock.set_tone(Tone.WARN if refusal else Tone.ACCENT)
        self._lock_text.setText(note)
        self._lock.setVisible(bool(note))

    def show_upload(self, pill: PillView, sentence: str) -> None:
        """Say where the report of the bill is."""
        # Green is the server's receipt and nothing else: until it is here, done is done in the offline tone.
        if self._is_void:
            self._tick.set_drawing(Tone.NEUTRAL, "undo")
        else:
            done = Tone.OK if pill.tone is Tone.OK else Tone.OFFLINE
            refused = pill.tone is Tone.STOP
            self._tick.set_tone(Tone.WARN if refused else done, Tone.WARN if refused else Tone.OK)
        awaited = pill.tone in {Tone.OFFLINE, Tone.ACCENT} and not self._is_void and self._has_insurer
        proven = pill.tone is Tone.OK and self._has_insurer
        self._insurer.say("ok" if proven else "ink-2", self._words(N_("待确认")) if awaited else "")
        self._upload.say(pill, sentence)
        self.queue_button.setVisible(pill.tone in {Tone.WARN, Tone.STOP})

    def show_invoices(self, pill: PillView, sentence: str) -> None:
        """Say which e-invoices were written down."""
        self._invoice.say(pill, sentence)

    @property
    def money_word(self) -> str:
        """Where the family's money stands, in a word."""
        return self._paid.word

    @property
    def money_text(self) -> str:
        """What was paid, or why it was not."""
        return self._paid.sentence

    @property
    def invoice_text(self) -> str:
        """What is said of the e-invoices."""
        return self._invoice.sentence

    @property
    def later_note(self) -> str:
        """What is said of the amount that is paid later, empty where nothing is."""
        return self._later_text.text()

    @property
    def upload_word(self) -> str:
        """Where the report of the bill is, in a word."""
        return self._upload.word

    @property
    def is_refused(self) -> bool:
        """Whether the insurer did not take the bill."""
        return self._is_refused

    @property
    def lock_note(self) -> str:
        """What is said of the brand lock, empty where nothing is."""
        return self._lock_text.text()

    def show_paper(self, paper: Path | None, problem: str, *, busy: bool) -> None:
        """Say where the paper is, or calmly that it is missing: the bill itself is safe."""
        words = self._words
        if busy:
            self._paper.say(PillView(words(N_("正在生成"))), words(N_("正在生成费用清单…")))
        elif paper is not None:
            self._paper.say(PillView(words(N_("费用清单")), Tone.OK), words(N_("已存为 PDF。")))
        else:
            told = failure_notice(PaperFailedError(problem), words).what
            self._paper.say(PillView(words(N_("清单未生成")), Tone.WARN), told)
        self.open_button.setVisible(paper is not None and not busy)
        self.again_button.setVisible(paper is None and not busy)

    def _build(self) -> None:
        head = row(self._tick, spacing=20)
        head.addLayout(column(None, self._title, self._number, None, spacing=4), 1)
        for amount in (self._insurer, self._now, self._later):
            head.addWidget(amount)
        head.setSpacing(28)
        self.body.addLayout(head)
        self.body.addWidget(self._voided)
        self.body.addWidget(self._facts())
        self.body.addWidget(Rule())
        self.body.addSpacing(4)
        foot = row(self.void_button, spacing=16)
        foot.addWidget(self.next_button, 1)
        self.body.addLayout(foot)

    def _facts(self) -> Tall:
        """Return what may be more than a small window holds: notes, money, report, papers, invoices."""
        tall = Tall(spacing=12)
        tall.box.addWidget(self._lock)
        tall.box.addWidget(self._later_card)
        tall.box.addWidget(Rule())
        tall.box.addLayout(self.signed)
        tall.box.addLayout(self._paid.beside(self.money_button))
        tall.box.addWidget(Rule(soft=True))
        tall.box.addLayout(self._upload.beside(self.queue_button))
        tall.box.addWidget(Rule(soft=True))
        tall.box.addLayout(self._paper.beside(self.open_button, self.again_button))
        tall.box.addWidget(Rule(soft=True))
        tall.box.addWidget(self.prints)
        tall.box.addWidget(Rule(soft=True))
        tall.box.addLayout(self._invoice.beside(self.invoice_button))
        return tall


class _Amount(QWidget):
    """A caption over its amount."""

    def __init__(self, word: str, ink: Ink) -> None:
        super().__init__()
        self._ink: Ink = ink
        self._word = word
        self._caption = Text(word, "small", "ink-3")
        self._money = MoneyLabel(0, "money-row", ink, name=word)
        self.setLayout(column(self._caption, self._money, spacing=2))

    def say(self, ink: Ink, remark: str = "") -> None:
        """Wear another colour, with a remark after the caption."""
        self._ink = ink
        self._caption.setText(f"{self._word} · {remark}" if remark else self._word)
        if not self._money.font().strikeOut():
            self._money.set_ink(ink)

    def set_fen(self, fen: int) -> None:
        """Show another amount."""
        self._money.set_fen(fen)

    def strike(self, *, out: bool) -> None:
        """Draw the amount as one that does not count any more, or as one that does."""
        self._money.set_ink("ink-3" if out else self._ink)
        font = self._money.font()
        font.setStrikeOut(out)
        self._money.setFont(font)


class _Fact:
    """A pill with its sentence, and the buttons beside them."""

    def __init__(self) -> None:
        self.pill = Pill(PillView(""))
        self._text = ElidedText("", ink="ink-2")

    @property
    def word(self) -> str:
        """The word in the pill."""
        return self.pill.accessibleName()

    @property
    def sentence(self) -> str:
        """The sentence."""
        return self._text.text()

    def say(self, pill: PillView, sentence: str) -> None:
        """Say another thing."""
        self.pill.set_view(pill)
        self._text.setText(sentence)

    def beside(self, *buttons: GhostButton) -> QHBoxLayout:
        """Return the row with its buttons."""
        line = row(self.pill, spacing=12)
        line.addWidget(self._text, 1)
        for button in buttons:
            line.addWidget(button)
        return line
