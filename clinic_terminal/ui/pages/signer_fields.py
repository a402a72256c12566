"""Who signs: name, relationship, and the document that was shown, if any."""

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from clinic_terminal.domain.consent import Relationship, SignerDocument
from clinic_terminal.domain.identity import IdDocument, masked_document
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import document_word
from clinic_terminal.ui.views.guardian import RELATIONSHIPS
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from clinic_terminal.ui.widgets.reflow import Reflow

_LOW: Final = 36
LONGEST_NAME: Final = 60
LONGEST_NUMBER: Final = 30
DOCUMENTS: Final = (IdDocument.RESIDENT_ID, IdDocument.PASSPORT, IdDocument.HUKOU, IdDocument.OTHER)


class SignerFields(QWidget):
    """Fields that speak either language; `changed` follows every change by a hand.

    ``columns``: how many relationships stand in a line. Two lines of them are lower, as only a desk has them.
    """

    changed = Signal()

    def __init__(self, *, columns: int = 4) -> None:
        super().__init__()
        self.name_field = QLineEdit()
        self.name_field.setMaxLength(LONGEST_NAME)
        self.relationship_buttons = {
            one: GhostButton("", size=ButtonSize.MEDIUM, checkable=True) for one in Relationship
        }
        self._group = QButtonGroup(self)
        self.document_box = ChoiceBox("")
        self.number_field = QLineEdit()
        self.number_field.setMaxLength(LONGEST_NUMBER)
        self._documents = QWidget()
        self._lines: list[Reflow] = []
        self._build(columns)
        self._show_number()
        self.name_field.textEdited.connect(self.changed)
        self.number_field.textEdited.connect(self.changed)
        self.document_box.changed.connect(self._choose_document)
        for button in self.relationship_buttons.values():
            self._group.addButton(button)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())

    @property
    def name(self) -> str:
        """The written name, without the blanks round it."""
        return self.name_field.text().strip()

    @property
    def relationship(self) -> Relationship | None:
        """Who signs, None while nobody was chosen."""
        return next((one for one, button in self.relationship_buttons.items() if button.isChecked()), None)

    @property
    def document(self) -> SignerDocument | None:
        """What was shown, its number with the middle hidden; None where nothing was."""
        kind = self._kind
        number = masked_document(self.number_field.text().strip())
        return SignerDocument(kind.value, number) if kind is not None else None

    def set_words(self, words: Translate) -> None:
        """Say everything in another language; what was written stays."""
        name, number = words(N_("签字人姓名")), words(N_("证件号码（只留首尾）"))
        for field, word in ((self.name_field, name), (self.number_field, number)):
            field.setPlaceholderText(word)
            field.setAccessibleName(word)
        for one, button in self.relationship_buttons.items():
            button.setText(words(RELATIONSHIPS[one]))
            button.updateGeometry()
        none = Choice(words(N_("证件：未出示")), None)
        shown = (Choice(document_word(one, words), one) for one in DOCUMENTS)
        self.document_box.setAccessibleName(words(N_("签字人的证件")))
        self.document_box.set_choices((none, *shown))

    @property
    def full_width(self) -> int:
        """The pixels in which all relationships of a line stand beside each other."""
        return max(one.full_width for one in self._lines)

    def show_documents(self, *, shown: bool) -> None:
        """Ask for a document too, or not; what was noted already stays."""
        self._documents.setVisible(shown)

    def fill(self, name: str, relationship: Relationship | None) -> None:
        """Write what is known, and what is not known is left open; `changed` is not emitted."""
        if self.name_field.text() != name:
            self.name_field.setText(name)
        if relationship is not None:
            self.relationship_buttons[relationship].setChecked(True)
            return
        # An exclusive group lets nobody take its last choice back.
        self._group.setExclusive(False)
        for button in self.relationship_buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def take(self, other: "SignerFields") -> None:
        """Show what another set of fields holds."""
        self.fill(other.name_field.text(), other.relationship)
        self.document_box.choose(other.document_box.value())
        if self.number_field.text() != other.number_field.text():
            self.number_field.setText(other.number_field.text())
        self._show_number()

    @property
    def _kind(self) -> IdDocument | None:
        value = self.document_box.value()
        return value if isinstance(value, IdDocument) else None

    def _choose_document(self, _kind: Hashable) -> None:
        self._show_number()
        self.changed.emit()

    def _show_number(self) -> None:
        self.number_field.setVisible(self._kind is not None)

    def _build(self, columns: int) -> None:
        buttons = list(self.relationship_buttons.values())
        if columns < len(buttons):
            for button in buttons:
                button.setFixedHeight(_LOW)
        lines = column(spacing=8)
        for first in range(0, len(buttons), columns):
            self._lines.append(_in_pairs(buttons[first : first + columns]))
            lines.addWidget(self._lines[-1])
        papers = row(spacing=8)
        papers.addWidget(self.document_box, 2)
        papers.addWidget(self.number_field, 3)
        self._documents.setLayout(papers)
        whole = column(self.name_field, spacing=10)
        whole.addLayout(lines)
        whole.addWidget(self._documents)
        self.setLayout(whole)


def _in_pairs(buttons: list[GhostButton]) -> Reflow:
    """Return buttons in a line, or in a line for every two of them where there is no room for all."""
    line = Reflow(spacing=8)
    for at in range(0, len(buttons), 2):
        pair, two = QWidget(), row(*buttons[at : at + 2], spacing=8)
        for place in range(two.count()):
            two.setStretch(place, 1)
        pair.setLayout(two)
        line.add(pair, 1)
    return line
