"""The guardian's panel: one calm figure, why it is so, and room to sign. It knows one bill only."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from clinic_terminal.application.settlement import Signing
from clinic_terminal.domain.consent import PAD_UNITS, InkPoint, Relationship, Stroke, check_ink
from clinic_terminal.domain.errors import SignatureTooSmallError
from clinic_terminal.i18n import N_, Translate, translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.guardian_bill import GuardianBill
from clinic_terminal.ui.views.guardian import RELATIONSHIPS, GuardianView, consent_sentence
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.ink import Stroke as PadStroke
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.text import Text

_PRESSURE = 1_000
OTHER: Final = {Language.ZH: Language.EN, Language.EN: Language.ZH}
OWN_NAMES: Final = {Language.ZH: "中文", Language.EN: "English"}


class GuardianPanel(QWidget):
    """Shows a GuardianView; `signed` carries the Signing, `cancelled` means back to the desk."""

    signed = Signal(object)
    cancelled = Signal()

    def __init__(self, view: GuardianView, language: Language = Language.ZH) -> None:
        super().__init__()
        self._view = view
        self._language = language
        self.bill = GuardianBill(view)
        self.title = Text("", "title")
        self.sentence = Text("", "guide", "ink-2", wrap=True)
        self.signer_field = QLineEdit()
        self.signer_field.setMaxLength(40)
        self.relationship_buttons = {
            one: GhostButton("", size=ButtonSize.MEDIUM, checkable=True) for one in Relationship
        }
        self.pad = SignaturePad()
        self.redo_button = GhostButton("")
        self.confirm_button = PrimaryButton("", "")
        self.language_button = GhostButton("", size=ButtonSize.MEDIUM)
        self.cancel_button = GhostButton("", "Esc", size=ButtonSize.MEDIUM)
        self.missing = Text("", "small", "ink-3", wrap=True)
        self._build()
        self._connect()
        self.set_language(language)

    @property
    def language(self) -> Language:
        """The language that the guardian reads."""
        return self._language

    def set_language(self, language: Language) -> None:
        """Say everything in ``language``; what was written and signed stays."""
        self._language = language
        words = translator(language)
        self.bill.set_words(words)
        self.title.setText(words(N_("请监护人签字")))
        name = words(N_("签字人姓名"))
        self.signer_field.setPlaceholderText(name)
        self.signer_field.setAccessibleName(name)
        for one, button in self.relationship_buttons.items():
            button.setText(words(RELATIONSHIPS[one]))
            button.updateGeometry()
        self.pad.set_hint(words(N_("请在这里签字")))
        self.redo_button.setText(words(N_("重写")))
        self.confirm_button.setText(words(N_("确认签字")))
        self.cancel_button.setText(words(N_("返回前台")))
        self.language_button.setText(OWN_NAMES[OTHER[language]])
        self.setAccessibleName(words(N_("家长签字")))
        self._refresh()

    def relationship(self) -> Relationship | None:
        """Return who signs, None while nobody was chosen."""
        return next((one for one, button in self.relationship_buttons.items() if button.isChecked()), None)

    def sign_with(self, strokes: Iterable[PadStroke], signer: str, relationship: Relationship) -> None:
        """Fill in everything and confirm, as a guardian's hand would."""
        self.signer_field.setText(signer)
        self.relationship_buttons[relationship].setChecked(True)
        self.pad.set_strokes(tuple(strokes))
        self._refresh()
        self.confirm_button.click()

    def signing(self) -> Signing | None:
        """Return what was given, None while something is missing or there is too little ink."""
        relationship, signer = self.relationship(), self.signer_field.text().strip()
        strokes = pad_strokes(self.pad.strokes(), self.pad.width(), self.pad.height())
        if relationship is None or not signer or not has_enough_ink(strokes):
            return None
        height = round(PAD_UNITS * self.pad.height() / max(1, self.pad.width()))
        return Signing(signer, relationship, strokes, height, self._language.value)

    def set_busy(self, *, busy: bool) -> None:
        """Take no second confirmation while the first is stored."""
        self.confirm_button.setEnabled(not busy and self.signing() is not None)

    def _confirm(self) -> None:
        given = self.signing()
        if given is not None:
            self.set_busy(busy=True)
            self.signed.emit(given)

    def _refresh(self) -> None:
        words = translator(self._language)
        self.sentence.setText(
            consent_sentence(self._view, self.signer_field.text(), self.relationship(), words)
        )
        self.redo_button.setEnabled(not self.pad.is_empty())
        self.confirm_button.setEnabled(self.signing() is not None)
        self.missing.setText(self._missing(words))

    def _missing(self, words: Translate) -> str:
        if not self.signer_field.text().strip():
            return words(N_("请填写签字人姓名。"))
        if self.relationship() is None:
            return words(N_("请选择您与孩子的关系。"))
        if self.pad.is_empty():
            return words(N_("请在上面的框里签字。"))
        if self.signing() is None:
            return words(N_("签字太短，请写完整的姓名。"))
        return words(N_("签字后金额不能再改动。"))

    def _switch_language(self) -> None:
        self.set_language(OTHER[self._language])

    def _connect(self) -> None:
        self.signer_field.textChanged.connect(self._refresh)
        self.pad.changed.connect(self._refresh)
        self._group = QButtonGroup(self)
        for button in self.relationship_buttons.values():
            self._group.addButton(button)
            button.toggled.connect(self._refresh)
        self.redo_button.clicked.connect(self.pad.clear)
        self.confirm_button.clicked.connect(self._confirm)
        self.language_button.clicked.connect(self._switch_language)
        self.cancel_button.clicked.connect(self.cancelled)

    def _build(self) -> None:
        paper = Card(padding=0)
        paper.setStyleSheet("Card { border-radius: 0; border: none; }")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.bill)
        # The area fills its widget with the window's colour; the paper shall show through.
        self.bill.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        paper.body.addWidget(scroll)
        right = column(spacing=12)
        right.setContentsMargins(40, 28, 40, 24)
        right.addLayout(row(self.title, None, self.cancel_button, self.language_button, spacing=12))
        right.addWidget(self.sentence)
        right.addWidget(self.signer_field)
        right.addLayout(row(*self.relationship_buttons.values(), spacing=8))
        right.addWidget(self.pad, 1)
        line = row(self.redo_button, spacing=16)
        line.addWidget(self.confirm_button, 1)
        right.addLayout(line)
        right.addWidget(self.missing)
        side = QFrame()
        side.setLayout(right)
        side.setFixedWidth(544)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(paper, 1)
        across.addWidget(side)


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
