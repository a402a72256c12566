"""What was printed of a visit: when, by whom, on what, and whether it came out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.print_records import PrintRecord
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.printing import PrintRow, print_row
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.text import ElidedText, Text


class PrintHistory(Card):
    """The latest printings, as many as fit; how many there were before them is said below."""

    def __init__(self, words: Translate, most: int = 8) -> None:
        super().__init__(padding=18, spacing=8)
        self._words = words
        self._most = most
        self._lines: QVBoxLayout = column(spacing=8)
        self._none = Text(words(N_("还没有打印。")), "small", "ink-3")
        self._more = Text("", "small", "ink-3")
        self.body.addWidget(Text(words(N_("打印记录")), "strong"))
        self.body.addWidget(self._none)
        self.body.addWidget(_scrolled(self._lines), 1)
        self.body.addWidget(self._more)
        self._more.hide()

    def show_records(self, records: tuple[PrintRecord, ...]) -> None:
        """Show printings, the latest first."""
        empty(self._lines)
        for record in records[: self._most]:
            self._lines.addWidget(_Line(print_row(record, self._words)))
        earlier = len(records) - self._most
        self._none.setVisible(not records)
        self._more.setVisible(earlier > 0)
        self._more.setText(self._words(N_("更早还有 {count} 次。")).format(count=earlier))


def _scrolled(lines: QVBoxLayout) -> Downwards:
    """Return the lines in room that may be short: what they say must not push anything out of the page."""
    inner = QWidget()
    box = column(spacing=0)
    box.addLayout(lines)
    box.addStretch(1)
    inner.setLayout(box)
    return Downwards(inner)


class _Line(QWidget):
    def __init__(self, view: PrintRow) -> None:
        super().__init__()
        line = row(spacing=10)
        line.addWidget(Pill(view.pill), 0, Qt.AlignmentFlag.AlignTop)
        detail = Text(view.detail, "small", "ink-3", wrap=True)
        text = column(ElidedText(view.paper, "medium"), detail, spacing=1)
        line.addLayout(text, 1)
        self.setLayout(line)
        self.setAccessibleName(f"{view.pill.text} {view.paper} {view.detail}")
