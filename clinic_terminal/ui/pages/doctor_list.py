"""The doctor's lines on the page: what does not work first, each with sign, word and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application.doctor_lines import Code, Line, State
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.doctor import LineView, line_view
from clinic_terminal.ui.widgets.card import column, empty
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.scrolled_card import ScrolledCard
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

TONES = {State.OK: Tone.OK, State.WARNING: Tone.WARN, State.FAULT: Tone.STOP}
_ORDER = (State.FAULT, State.WARNING, State.OK)
_TITLE_WIDTH = 190
_WORD_WIDTH = 112


class DoctorRow(QWidget):
    """Shows one line."""

    def __init__(self, view: LineView) -> None:
        super().__init__()
        tone = TONES[view.state]
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 9, 20, 9)
        line.setSpacing(14)
        title = Text(view.title, "strong", wrap=True)
        title.setFixedWidth(_TITLE_WIDTH)
        pill = Pill(PillView(view.word, tone))
        holder = QWidget()
        holder.setFixedWidth(_WORD_WIDTH)
        inner = column(pill, None, spacing=0)
        inner.setAlignment(pill, Qt.AlignmentFlag.AlignLeft)
        holder.setLayout(inner)
        words = column(Text(view.found, ink="ink-2", wrap=True), spacing=2)
        if view.remedy:
            quiet = view.state is State.OK
            words.addWidget(
                Text(view.remedy, "small" if quiet else "medium", "ink-3" if quiet else "ink", wrap=True)
            )
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(ToneDisc(tone, 22), 0, top)
        line.addWidget(title, 0, top)
        line.addWidget(holder, 0, top)
        line.addLayout(words, 1)
        told = (f"{view.title}: {view.word}.", view.found, view.remedy)
        self.setAccessibleName(" ".join(filter(None, told)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the sentences need at this width: a list that scrolls squeezes them."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))


class DoctorList(ScrolledCard):
    """All lines that were found so far; the arrow keys move them."""

    def __init__(self, words: Translate) -> None:
        inner = QWidget()
        super().__init__(inner)
        self._words = words
        self._lines: dict[Code, Line] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words(N_("自检结果")))
        self._body = column(None, spacing=0)
        self._body.setContentsMargins(0, 4, 0, 4)
        inner.setLayout(self._body)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines on show, in the doctor's own order."""
        return tuple(self._lines[code] for code in Code if code in self._lines)

    @property
    def rows(self) -> tuple[DoctorRow, ...]:
        """The rows from top to bottom."""
        body = self._body
        widgets = (item.widget() for number in range(body.count()) if (item := body.itemAt(number)))
        return tuple(widget for widget in widgets if isinstance(widget, DoctorRow))

    def clear(self) -> None:
        """Forget all lines."""
        self._lines = {}
        empty(self._body)
        self._body.addStretch(1)

    def add(self, line: Line) -> None:
        """Show one more line, below those that are worse and before those that are better."""
        self._lines[line.code] = line
        ordered = [one.code for state in _ORDER for one in self.lines if one.state is state]
        row = DoctorRow(line_view(line, self._words))
        place = ordered.index(line.code)
        # A rule above each but the first: what stands first now has got one when it was pushed down.
        body = self._body
        if place:
            body.insertWidget(2 * place - 1, Rule(soft=True))
            body.insertWidget(2 * place, row)
        else:
            body.insertWidget(0, row)
            if len(ordered) > 1:
                body.insertWidget(1, Rule(soft=True))
