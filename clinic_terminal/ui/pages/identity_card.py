"""Which document proved who the child is: its kind by one key, its number where it is new here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import document_word
from clinic_terminal.ui.views.case import Case
from clinic_terminal.ui.views.identity import doubt_sentences, known_identity, known_line, summary
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.masked_field import MaskedField
from clinic_terminal.ui.widgets.step_card import StepCard
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.wrapped import wrapped

DOCUMENTS = tuple(IdDocument)
ACCEPT_KEY = len(DOCUMENTS) + 1
_BUTTON_HEIGHT = 36
LINE_WIDTH = 460
_LONGEST_NAME = 60
_SHORT = N_("出生证明")
"""The birth certificate where five documents stand on one line, in English too."""


class IdentityCard(StepCard):
    """Says what the hand chose and typed; whether it fits is for others to find."""

    looked_at = Signal(object, str, str)
    """An IdDocument, its number (empty: not written down), and the name on it."""
    accepted = Signal()
    """It was looked at again, and it is the same child in spite of what does not fit."""
    changed = Signal()
    """What can be done next has changed."""

    def __init__(self, words: Translate) -> None:
        _ = words
        super().__init__(_("身份核对"), _("更改"))
        self._words = words
        self._case: Case | None = None
        self._pending: IdDocument | None = None
        self._correcting = False
        self._known = Text("", "small", "ink-2", wrap=True)
        self._group = QButtonGroup(self)
        self.number = MaskedField(_("证件号码"), _("证件号码，可以不登记"))
        self.holder = QLineEdit()
        self.holder.setMaxLength(_LONGEST_NAME)
        self.holder.setAccessibleName(_("证件上的姓名"))
        self._doubts = Text("", "medium", "warn", wrap=True)
        self.accept = GhostButton(
            _("看过无误，仍然继续"), str(ACCEPT_KEY), size=ButtonSize.SMALL, tone=Tone.WARN
        )
        self._entry, self._doubt_box = QWidget(), QWidget()
        self._build()
        self._group.idClicked.connect(self._choose_button)
        self.number.typed.connect(self._correct)
        self.holder.textEdited.connect(self._correct)
        self.accept.clicked.connect(self.accepted)

    @property
    def wants_number(self) -> bool:
        """Whether a document was chosen whose number may be typed now."""
        return self._pending is not None

    def start_anew(self) -> None:
        """Forget what was chosen and typed."""
        self._pending, self._correcting = None, False
        self.number.set_number("")
        self.holder.clear()

    def show_case(self, case: Case, *, opened: bool) -> None:
        """Show how far the step is; what is being typed stays."""
        self._case = case
        identity, words = case.identity, self._words
        doubtful = identity is not None and not identity.holds
        if identity is not None and identity.holds:
            self._pending, self._correcting = None, False
        if not self.holder.text() and not self.holder.hasFocus():
            self.holder.setText(case.policy.snapshot.person.name)
        self._known.setText(known_line(case, words))
        self._known.setVisible(bool(self._known.text()) and not self.wants_number)
        self._entry.setVisible(self.wants_number)
        self._doubts.setText(doubt_sentences(case, identity.doubts, words) if identity and doubtful else "")
        self._doubt_box.setVisible(doubtful)
        self._mark(self._pending or case.document)
        noted = identity is not None and bool(identity.doubts)
        tone = Tone.WARN if noted else Tone.OK if identity else Tone.ACCENT
        again = identity is not None and not case.is_admitted
        self.show_state(tone, summary(case, words), opened=opened, again=again)

    def choose(self, document: IdDocument) -> None:
        """Take a document: the one that is known from before is at once enough, another's number is asked."""
        case = self._case
        if case is None or case.is_admitted:
            return
        known = known_identity(case)
        if known is not None and known.document is document:
            self._pending = None
            self.looked_at.emit(document, known.number, case.policy.snapshot.person.name)
            return
        self._pending, self._correcting = document, True
        self.show_case(case, opened=True)
        self.number.setFocus()
        self.changed.emit()

    def answer(self, number: int) -> bool:
        """Take a digit: 1 to 5 choose a document, 6 accepts what does not fit; False: it is no answer."""
        if number == ACCEPT_KEY and self._is_doubtful():
            self.accepted.emit()
            return True
        if not 1 <= number <= len(DOCUMENTS):
            return False
        self.choose(DOCUMENTS[number - 1])
        return True

    def act(self) -> tuple[str, bool]:
        """Return the word of what Enter does now, empty where a document has to be chosen first."""
        _ = self._words
        if self._is_doubtful() and not self._correcting:
            return _("改正号码"), True
        if self._pending is None:
            return "", False
        return (_("核对号码") if self.number.number else _("不登记号码，继续")), True

    def press(self) -> None:
        """Do what `act` says."""
        if self._is_doubtful() and not self._correcting:
            self._edit()
        elif self._pending is not None:
            self._correcting = False
            self.looked_at.emit(self._pending, self.number.number, self.holder.text().strip())

    def _edit(self) -> None:
        """Go back to the fields with what was typed, or with the number that was known."""
        identity = self._case.identity if self._case else None
        if self._case is None or identity is None:
            return
        if self._pending is None:
            self._pending = identity.document
            self.number.set_number(identity.number)
        self._correcting = True
        self.show_case(self._case, opened=True)
        self.number.setFocus()
        self.number.selectAll()
        self.changed.emit()

    def _is_doubtful(self) -> bool:
        identity = self._case.identity if self._case else None
        return identity is not None and not identity.holds

    def _correct(self) -> None:
        self._correcting = True
        self.changed.emit()

    def _mark(self, document: IdDocument | None) -> None:
        self._group.setExclusive(False)
        for number, one in enumerate(DOCUMENTS):
            self._group.button(number).setChecked(one is document)
        self._group.setExclusive(True)

    def _choose_button(self, number: int) -> None:
        self.choose(DOCUMENTS[number])

    def _build(self) -> None:
        buttons = []
        for number, document in enumerate(DOCUMENTS):
            word = (
                self._words(_SHORT)
                if document is IdDocument.BIRTH_CERT
                else document_word(document, self._words)
            )
            button = GhostButton(word, str(number + 1), size=ButtonSize.SMALL, checkable=True)
            button.setFixedHeight(_BUTTON_HEIGHT)
            button.setAccessibleName(word)
            self._group.addButton(button, number)
            buttons.append(button)
        entry = row(self.number, self.holder)
        entry.setStretch(0, 3)
        entry.setStretch(1, 2)
        self._entry.setLayout(entry)
        box = column(self._doubts)
        box.addLayout(row(self.accept, None))
        self._doubt_box.setLayout(box)
        self.content.addWidget(self._known)
        self.content.addLayout(wrapped(buttons, LINE_WIDTH))
        self.content.addWidget(self._entry)
        self.content.addWidget(self._doubt_box)
