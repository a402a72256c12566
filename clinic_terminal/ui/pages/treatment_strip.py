"""The children who are in the house, one beside the other: two chairs and one desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.terms import stage_word
from clinic_terminal.ui.views.bill_words import age_text
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.text import Text

_MOST = 5
"""More children do not fit beside each other; they are found on the board."""


class VisitStrip(QWidget):
    """Open visits as buttons, the one in hand pressed; takes no room while there is only one.

    `wanted` carries the Visit that was pressed, or that Ctrl+Tab goes on to.
    """

    wanted = Signal(object)

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._visits: tuple[Visit, ...] = ()
        self._here = ""
        self.buttons = [GhostButton("", size=ButtonSize.SMALL, checkable=True) for _ in range(_MOST)]
        self._more = Text("", "small", "ink-3")
        line = row(*self.buttons, self._more, None, spacing=8)
        line.addWidget(Text(f"{words(Key.NEXT_CHILD.value.word)}  {Key.NEXT_CHILD.cap}", "small", "ink-3"))
        line.setContentsMargins(24, 12, 24, 0)
        self.setLayout(line)
        self.setAccessibleName(words(N_("在诊所的孩子")))
        for button in self.buttons:
            button.clicked.connect(self._press)
        self.hide()

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The open visits, in the order of the strip."""
        return self._visits

    def show_visits(self, visits: tuple[Visit, ...], here: str) -> None:
        """Show other visits; ``here`` is the id of the one in hand."""
        if (visits, here) != (self._visits, self._here):
            self._visits, self._here = visits, here
            self._draw()

    def renew(self, visit: Visit) -> None:
        """Show the newer state of one of the visits, or one more; one that is open no more goes."""
        others = [visit if one.id == visit.id else one for one in self._visits]
        known = any(one.id == visit.id for one in self._visits)
        self.show_visits(tuple(others) if known else (*self._visits, visit), visit.id)

    def next(self) -> None:
        """Go on to the next child that is at a chair or waits for one."""
        chairs = [visit for visit in self._visits if visit.stage is not Stage.TO_SETTLE]
        ids = [visit.id for visit in chairs]
        if not chairs or ids == [self._here]:
            return
        at = ids.index(self._here) if self._here in ids else -1
        self.wanted.emit(chairs[(at + 1) % len(chairs)])

    def _press(self) -> None:
        self._draw()  # a press moves no mark by itself: the visit that is shown does
        button = self.sender()
        for visit, one in zip(self._shown(), self.buttons, strict=False):
            if one is button and visit.id != self._here:
                self.wanted.emit(visit)

    def _shown(self) -> tuple[Visit, ...]:
        """Return the visits that have room; the one in hand is always among them."""
        shown = self._visits[:_MOST]
        here = next((visit for visit in self._visits[_MOST:] if visit.id == self._here), None)
        return shown if here is None else (*shown[:-1], here)

    def _draw(self) -> None:
        words, shown = self._words, self._shown()
        for number, button in enumerate(self.buttons):
            visit = shown[number] if number < len(shown) else None
            if visit is not None:
                _name(button, strip_text(visit, words), visit.desk_note)
            button.setChecked(visit is not None and visit.id == self._here)
            button.setVisible(visit is not None)
        beyond = len(self._visits) - _MOST
        self._more.setText(words(N_("还有 {count} 位")).format(count=beyond) if beyond > 0 else "")
        self.setVisible(len(self._visits) > 1)


def strip_text(visit: Visit, words: Translate) -> str:
    """Return a child with its age and where its visit stands."""
    name = visit.person.name or visit.listed_name
    age = age_text(visit.person.birth_date, visit.day, words)
    return f"{name} · {age} · {stage_word(visit.stage, words)}"


def _name(button: GhostButton, text: str, note: str) -> None:
    """Write on a button, where that is not written there already: each writing lays the page out anew."""
    if button.text() != text:
        button.setText(text)
        button.setAccessibleName(text)
        button.updateGeometry()
    button.setToolTip(note)
