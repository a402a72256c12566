"""The guardian's panel: one calm figure, why it is so, and room to sign. It knows one bill only."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScroller, QWidget
from typing_extensions import override

from clinic_terminal.application.signing import FamilyHabits, Signing
from clinic_terminal.domain.consent import PAD_UNITS, InkPoint, Relationship, Stroke, check_ink
from clinic_terminal.domain.errors import SignatureTooSmallError
from clinic_terminal.i18n import N_, Translate, translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.guardian_bill import GuardianBill
from clinic_terminal.ui.pages.signer_fields import SignerFields
from clinic_terminal.ui.views.guardian import GuardianView, consent_sentence
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.giving_row import GivingRow
from clinic_terminal.ui.widgets.ink import Stroke as PadStroke
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.text import Text

_PRESSURE = 1_000
_SIDE = (400, 640)
"""The least and the most pixels that the half to sign on takes; between them it has two fifths."""
_UNBOUND: Final = 16_777_215
_WIDE: Final = 1_000
_EDGES: Final = (36, 24, 36, 16)
_NARROW: Final = (20, 12, 20, 12)
"""The margins of that half on a panel at least so wide, and on a narrower one."""
OTHER: Final = {Language.ZH: Language.EN, Language.EN: Language.ZH}
OWN_NAMES: Final = {Language.ZH: "中文", Language.EN: "English"}


class GuardianPanel(QWidget):
    """Shows a GuardianView; `signed` carries the Signing, `cancelled` means back to the desk.

    ``apart`` says that it stands on a screen of its own, where the desk's ways back are of no use.
    """

    signed = Signal(object)
    cancelled = Signal()
    declined = Signal()
    """The family does not agree to direct billing."""
    language_chosen = Signal(object)
    """The Language that the family switched to."""
    touched = Signal()
    """A hand did something here."""
    progressed = Signal()
    """What is on the pad or in the fields has changed."""

    def __init__(
        self,
        view: GuardianView,
        language: Language = Language.ZH,
        habits: FamilyHabits | None = None,
    ) -> None:
        super().__init__()
        self._view = view
        self._language = language
        self._was_given = False
        self.bill = GuardianBill(view)
        self.title = Text("", "title")
        self.sentence = Text("", "guide", "ink-2", wrap=True)
        self.fields = SignerFields()
        self.pad = SignaturePad()
        self.redo_button = GhostButton("")
        self.confirm_button = PrimaryButton("", "")
        self.language_button = GhostButton("", size=ButtonSize.MEDIUM)
        self.cancel_button = GhostButton("", "Esc", size=ButtonSize.MEDIUM)
        self.decline_button = GhostButton("", size=ButtonSize.MEDIUM)
        self.missing = Text("", "small", "ink-3", wrap=True)
        self._paper = Downwards(self.bill)
        self._side = QFrame()
        self._right = column(spacing=12)
        self._head = GivingRow()
        self._across = Reflow(spacing=0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if habits is not None:
            self.fields.fill(habits.signer, habits.relationship)
        self._build()
        self._connect()
        self.set_language(language)

    @property
    def language(self) -> Language:
        """The language that the guardian reads."""
        return self._language

    @property
    def view(self) -> GuardianView:
        """The bill on show."""
        return self._view

    @property
    def signer_field(self) -> QLineEdit:
        """Where the name is written."""
        return self.fields.name_field

    @property
    def relationship_buttons(self) -> dict[Relationship, GhostButton]:
        """The buttons that say who signs."""
        return self.fields.relationship_buttons

    def set_apart(self, *, apart: bool) -> None:
        """Stand on a screen of its own, or among the desk's pages again; documents are the desk's to note."""
        self.cancel_button.setVisible(not apart)
        self.fields.show_documents(shown=not apart)

    def set_language(self, language: Language) -> None:
        """Say everything in ``language``; what was written and signed stays."""
        self._language = language
        words = translator(language)
        self.bill.set_words(words)
        self.fields.set_words(words)
        self.title.setText(words(N_("请监护人签字")))
        self.pad.set_hint(words(N_("请在这里签字")))
        self.redo_button.setText(words(N_("重写")))
        self.confirm_button.setText(words(N_("确认签字")))
        self.cancel_button.setText(words(N_("返回前台")))
        self.decline_button.setText(words(N_("不同意直付") if self._view.is_direct else N_("不签字")))
        self.language_button.setText(OWN_NAMES[OTHER[language]])
        self.setAccessibleName(words(N_("家长签字")))
        for button in (self.redo_button, self.cancel_button, self.decline_button, self.language_button):
            button.updateGeometry()
        self.refresh()

    def sign_with(self, strokes: Iterable[PadStroke], signer: str, relationship: Relationship) -> None:
        """Fill in everything and confirm, as a guardian's hand would."""
        self.fields.fill(signer, relationship)
        self.pad.set_strokes(tuple(strokes))
        self.refresh()
        self.confirm_button.click()

    def signing(self) -> Signing | None:
        """Return what was given, None while something is missing or there is too little ink."""
        relationship, signer = self.fields.relationship, self.fields.name
        if relationship is None or not signer:
            return None
        strokes = pad_strokes(self.pad.strokes(), self.pad.width(), self.pad.height())
        if not has_enough_ink(strokes):
            return None
        height = round(PAD_UNITS * self.pad.height() / max(1, self.pad.width()))
        return Signing(signer, relationship, strokes, height, self._language.value, self.fields.document)

    def set_busy(self, *, busy: bool) -> None:
        """Take no second confirmation while the first is stored."""
        self.confirm_button.setEnabled(not busy and self.signing() is not None)

    def ask_again(self) -> None:
        """Say that what was confirmed could not be stored; everything that was given is still here."""
        was_given = self._was_given
        self.refresh()
        if was_given:
            words = translator(self._language)
            self.missing.setText(words(N_("还没有存好。请稍等几秒，再按一次“确认签字”。")))
            self.missing.set_ink("warn")

    def refresh(self) -> None:
        """Say what is missing still; the sentence names whoever signs."""
        self._was_given = False
        words = translator(self._language)
        fields = self.fields
        self.sentence.setText(consent_sentence(self._view, fields.name, fields.relationship, words))
        self.redo_button.setEnabled(not self.pad.is_empty())
        ready = self.signing() is not None
        self.confirm_button.setEnabled(ready)
        self.missing.setText(_missing(self, words, ready=ready))
        self.missing.set_ink("ink-3")
        self.progressed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Wheel, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}:
            self.touched.emit()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        least, most = _SIDE
        share = min(most, max(least, self.width() * 2 // 5))
        narrow = self.width() < _WIDE
        self._right.setContentsMargins(*(_NARROW if narrow else _EDGES))
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(
                _UNBOUND if self._across.is_stacked else max(least, self._side.minimumSizeHint().width())
            )
        else:
            full = max(self._head.full_width, self.fields.full_width) + _EDGES[0] + _EDGES[2]
            self._side.setFixedWidth(max(share, full))
        super().resizeEvent(event)

    def _confirm(self) -> None:
        self.pad.keep_stroke()
        given = self.signing()
        if given is not None:
            self.set_busy(busy=True)
            self._was_given = True
            self.signed.emit(given)

    def _switch_language(self) -> None:
        self.set_language(OTHER[self._language])
        self.language_chosen.emit(self._language)

    def _hand_moved(self) -> None:
        self.touched.emit()
        self.refresh()

    def _connect(self) -> None:
        self.fields.changed.connect(self._hand_moved)
        self.fields.name_field.textChanged.connect(self.refresh)
        for button in self.relationship_buttons.values():
            button.toggled.connect(self.refresh)
        self.pad.changed.connect(self._hand_moved)
        self.pad.begun.connect(self.touched)
        self.pad.begun.connect(self.progressed)
        self.redo_button.clicked.connect(self.pad.clear)
        self.confirm_button.clicked.connect(self._confirm)
        self.language_button.clicked.connect(self._switch_language)
        self.language_button.clicked.connect(self.touched)
        self.cancel_button.clicked.connect(self.cancelled)
        self.decline_button.clicked.connect(self.declined)

    def _build(self) -> None:
        paper = Card(padding=0)
        paper.setStyleSheet("Card { border-radius: 0; border: none; }")
        paper.body.addWidget(self._scroll())
        right = self._right
        head = row(self.title, None, self.cancel_button, self.language_button, spacing=12)
        self._head.hold(head, (self.cancel_button,))
        right.addWidget(self._head)
        right.addWidget(self.sentence)
        right.addWidget(self.fields)
        right.addWidget(self.pad, 1)
        line = row(self.redo_button, spacing=16)
        line.addWidget(self.confirm_button, 1)
        right.addLayout(line)
        last = row(spacing=12)
        last.addWidget(self.missing, 1)
        last.addWidget(self.decline_button)
        right.addLayout(last)
        self._side.setLayout(right)
        # Above the fields the bill scrolls with the whole panel.
        self._across.turned.connect(lambda: self._paper.stand_whole(whole=self._across.is_stacked))
        self._across.add(paper, 1)
        self._across.add(self._side)
        self.setLayout(column(self._across))

    def _scroll(self) -> Downwards:
        scroll = self._paper
        scroll.viewport().installEventFilter(self)
        QScroller.grabGesture(scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        return scroll


def _missing(panel: GuardianPanel, words: Translate, *, ready: bool) -> str:
    """Return what is to be given next; that nothing is missing is said too."""
    if not panel.fields.name:
        return words(N_("请填写签字人姓名。"))
    if panel.fields.relationship is None:
        return words(N_("请选择您与孩子的关系。"))
    if panel.pad.is_empty():
        return words(N_("请在上面的框里签字。"))
    if not ready:
        return words(N_("签字太短，请写完整的姓名。"))
    return words(N_("签字后金额不能再改动。"))


def pad_strokes(strokes: Iterable[PadStroke], width: int, height: int) -> tuple[Stroke, ...]:
    """Return strokes in whole pad units: the pad is PAD_UNITS wide, its height in the same unit."""
    tall = PAD_UNITS * height / max(1, width)
    return tuple(
        tuple(
            InkPoint(round(p.x * PAD_UNITS), round(p.y * tall), round(p.pressure * _PRESSURE), p.t_ms)
            for p in stroke
        )
        for stroke in strokes
    )


def has_enough_ink(strokes: tuple[Stroke, ...]) -> bool:
    """Tell whether the strokes can be a signature."""
    try:
        check_ink(strokes)
    except SignatureTooSmallError:
        return False
    return True
