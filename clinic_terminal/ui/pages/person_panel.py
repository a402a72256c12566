"""A child without card and number: looked for by name, birth date and the policy's last four."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.text import Text

_WIDTH = 620
_LAST = 4
_EIGHT_DIGITS = 8


class PersonPanel(QWidget):
    """Three fields and one button; Enter goes from field to field and then looks."""

    submitted = Signal(str, object, str)
    """Name, birth date, last four of the policy number."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._wrong_date = _("请写成 2019-05-04 或 20190504。")
        self.name = _field(_("孩子的姓名"), _("与保单上的一致"), 40)
        self.born = _field(_("出生日期"), "2019-05-04", 10)
        self.last_four = _field(_("保单号后四位"), "0731", _LAST)
        self.problem = Text("", "small", "stop")
        self.button = PrimaryButton(_("查找"))
        self.button.clicked.connect(self._submit)
        for one in self._fields():
            one.textChanged.connect(self._refresh)
            one.returnPressed.connect(self._go_on)
        self._build(words)
        self._refresh()

    def clear(self) -> None:
        """Forget what was typed."""
        for one in self._fields():
            one.clear()

    def _build(self, words: Translate) -> None:
        _ = words
        card = Card(padding=36, spacing=8)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(Text(_("按姓名查找"), "title"))
        hint = _("在本机已有的资料里查找，不需要联网。这只能找到孩子，不能代替电子卡；请核对证件。")
        card.body.addWidget(Text(hint, ink="ink-2", wrap=True))
        card.body.addSpacing(8)
        for one in self._fields():
            card.body.addWidget(Text(one.accessibleName(), "small", "ink-2"))
            card.body.addWidget(one)
        foot = row(self.problem, None, self.button)
        card.body.addSpacing(8)
        card.body.addLayout(foot)
        whole = column(None, spacing=0)
        whole.addLayout(row(None, card, None))
        whole.addStretch(2)
        self.setLayout(whole)

    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.name, self.born, self.last_four

    def _go_on(self) -> None:
        """Go to the next empty field, or look."""
        empty = next((one for one in self._fields() if not one.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self.button.click()

    def _submit(self) -> None:
        born = typed_date(self.born.text())
        self.born.setProperty("invalid", born is None)
        restyle(self.born)
        self.problem.setText("" if born else self._wrong_date)
        if born is None:
            self.born.setFocus()
        else:
            self.submitted.emit(self.name.text().strip(), born, self.last_four.text().strip())

    def _refresh(self) -> None:
        typed = all(one.text().strip() for one in self._fields())
        self.button.setEnabled(typed and len(self.last_four.text().strip()) == _LAST)


def typed_date(text: str) -> date | None:
    """Return a date that a hand typed, such as 2019-05-04, 2019/5/4 or 20190504; None: it is none."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and len(parts[0]) == _EIGHT_DIGITS:
        parts = [text.strip()[:4], text.strip()[4:6], text.strip()[6:]]
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


def _field(name: str, example: str, longest: int) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(longest)
    field.setPlaceholderText(example)
    field.setAccessibleName(name)
    return field
