"""On the done page: who signed and how, whether it still holds, and the picture of a sheet signed by hand."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_terminal.application.binding import Binding, binding_of
from clinic_terminal.application.sheets import attach_sheet, sheets_of
from clinic_terminal.domain.attachment import Attached
from clinic_terminal.domain.consent import Way
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.sheet_file import FILTER, read_sheet
from clinic_terminal.ui.views.signing import binding_notice, signed_line
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone


class DoneSigned(QWidget):
    """Shows the signature of a closed visit; a sheet that was signed by hand can be attached here later."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._visit: Visit | None = None
        self._binding = Binding.UNSIGNED
        self._warning = Card(tone=Tone.STOP, padding=12, spacing=2)
        self._void = Text("", "strong", wrap=True)
        self._then = Text("", "small", "ink-2", wrap=True)
        self._line = QWidget()
        self._pill = Pill(PillView(""))
        self._text = ElidedText("", ink="ink-2")
        self.attach_button = GhostButton(desk.words(N_("附上签字单…")), size=ButtonSize.SMALL)
        self.attach_button.clicked.connect(self._choose_file)
        whole = column(spacing=10)
        self._warning.body.addWidget(self._void)
        self._warning.body.addWidget(self._then)
        whole.addWidget(self._warning)
        line = row(self._pill, spacing=10)
        line.addWidget(self._text, 1)
        line.addWidget(self.attach_button)
        self._line.setLayout(line)
        whole.addWidget(self._line)
        whole.addWidget(Rule())
        self.setLayout(whole)
        self.hide()

    @property
    def binding(self) -> Binding:
        """Whether the signature on show belongs to its bill."""
        return self._binding

    @property
    def text(self) -> str:
        """What is said of the signature."""
        return self._text.text()

    def show_visit(self, visit: Visit) -> None:
        """Show the signature of a visit, compared with its bill just now."""
        self._visit = visit
        words = self._desk.words
        self._binding = binding_of(self._desk.terminal, visit)
        notice = binding_notice(self._binding, words, closed=True)
        if notice is not None:
            self._void.setText(notice.what)
            self._then.setText(f"{notice.who} {notice.next_step}")
        self._pill.set_view(PillView(words(N_("已签字")), Tone.OK))
        consent = visit.consent
        self._text.setText(signed_line(consent, words) if consent else "")
        by_hand = consent is not None and consent.way is Way.PAPER
        # The card is full: a signature on the pad that holds needs no line of its own.
        self.setVisible(by_hand or notice is not None)
        self._warning.setVisible(notice is not None)
        self._line.setVisible(notice is None)
        if by_hand:
            self._look()

    def attach(self, path: Path) -> None:
        """Read a file and keep it with the visit."""
        desk, visit = self._desk, self._visit
        if visit is None:
            return
        terminal, operator, key = desk.terminal, desk.operator, visit.id
        desk.ask_outside(lambda: attach_sheet(terminal, operator, key, read_sheet(path)), self._attached)

    def _attached(self, _kept: Attached) -> None:
        self._look()

    def _look(self) -> None:
        terminal, visit = self._desk.terminal, self._visit
        if visit is not None:
            self._desk.ask(lambda: (visit.id, sheets_of(terminal, visit.id)), self._count)

    def _count(self, found: tuple[str, list[Attached]]) -> None:
        key, sheets = found
        visit, words = self._visit, self._desk.words
        if visit is None or visit.id != key or visit.consent is None:
            return
        told = N_("已附 {count} 个文件") if sheets else N_("还没有附签字单")
        self._text.setText(f"{signed_line(visit.consent, words)} · {words(told).format(count=len(sheets))}")

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, "", "", FILTER)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda name: self.attach(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
