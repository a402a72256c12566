"""In the place of the bill: the guardian signs by hand on a printed sheet."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog

from clinic_terminal.application.sheet_ports import SheetFile
from clinic_terminal.application.signing import FamilyHabits, Signing
from clinic_terminal.domain.consent import Way
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.signer_fields import SignerFields
from clinic_terminal.ui.sheet_file import FILTER
from clinic_terminal.ui.views.guardian import GuardianView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH = 720
_KILO = 1_000


class PaperSigning(Card):
    """Three steps: print, note who signed, attach the picture if there is one. `signed` carries a Signing."""

    signed = Signal(object)
    left = Signal()
    print_wanted = Signal()
    file_chosen = Signal(object)
    """A Path to be read."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=32, spacing=12)
        self._words = words
        self._language = Language.ZH
        self._sheet: SheetFile | None = None
        self._about = Text("", ink="ink-2", wrap=True)
        self.print_button = GhostButton(words(N_("打印签字单")), size=ButtonSize.MEDIUM, icon_name="printer")
        self._printed = Text("", "small", "ink-3", wrap=True)
        self.fields = SignerFields()
        self.fields.set_words(words)
        self.tick = QCheckBox(words(N_("已在纸上签字，我核对过姓名和证件")))
        self.attach_button = GhostButton(words(N_("附上照片或扫描件…")), size=ButtonSize.MEDIUM)
        self._attached = Text("", "small", "ink-3", wrap=True)
        self.back_button = GhostButton(words(N_("返回账单")), "Esc")
        self.confirm_button = PrimaryButton(words(N_("确认已签字")))
        self.setFixedWidth(_WIDTH)
        self._build()
        self.fields.changed.connect(self._refresh)
        self.tick.toggled.connect(self._refresh)
        self.print_button.clicked.connect(self.print_wanted)
        self.attach_button.clicked.connect(self._choose_file)
        self.back_button.clicked.connect(self.left)
        self.confirm_button.clicked.connect(self._confirm)

    @property
    def language(self) -> Language:
        """The language of the sheet: the family's."""
        return self._language

    def ask(self, view: GuardianView, language: Language, habits: FamilyHabits) -> None:
        """Ask anew about a bill."""
        told = self._words(N_("{child} · 现在支付 {now}。打印冻结的账单，请家长在签字线上签名。"))
        self._about.setText(told.format(child=view.child, now=yuan(view.pay_now)))
        self._language = language
        self._sheet = None
        self.tick.setChecked(False)
        self.fields.fill(habits.signer, habits.relationship)
        self.say_printed("")
        self.say_attached(self._words(N_("可以不附：以后在完成页也能附上。PNG、JPEG 或 PDF，最大 10 MB。")))
        self._refresh()

    def say_printed(self, sentence: str) -> None:
        """Say what became of the sheet."""
        self._printed.setText(sentence)

    def say_attached(self, sentence: str) -> None:
        """Say what became of the file."""
        self._attached.setText(sentence)

    def take_sheet(self, sheet: SheetFile) -> None:
        """Keep a file that was looked at, until it is signed."""
        self._sheet = sheet
        told = self._words(N_("已附上一个文件（{size} kB）。"))
        self.say_attached(told.format(size=max(1, len(sheet.body) // _KILO)))

    def set_busy(self, *, busy: bool) -> None:
        """Take no second confirmation while the first is stored."""
        self.confirm_button.setEnabled(not busy and self._ready())

    def _ready(self) -> bool:
        fields = self.fields
        return bool(fields.name) and fields.relationship is not None and self.tick.isChecked()

    def _refresh(self) -> None:
        self.confirm_button.setEnabled(self._ready())

    def _confirm(self) -> None:
        fields = self.fields
        relationship = fields.relationship
        if relationship is None or not self._ready():
            return
        self.set_busy(busy=True)
        given = Signing(
            fields.name, relationship, (), 1, self._language.value, fields.document, Way.PAPER, self._sheet
        )
        self.signed.emit(given)

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, "", "", FILTER)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda name: self.file_chosen.emit(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _build(self) -> None:
        words = self._words
        head = row(ToneDisc(Tone.ACCENT, 36), spacing=14)
        head.addLayout(column(Text(words(N_("改为纸质签字")), "title"), self._about, spacing=2), 1)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        for number, word, button, said in (
            ("1", N_("打印"), self.print_button, self._printed),
            ("3", N_("附件（可选）"), self.attach_button, self._attached),
        ):
            line = row(Text(f"{number}  {words(word)}", "strong"), button, spacing=14)
            line.addWidget(said, 1)
            if number == "3":
                self.body.addWidget(Text("2  " + words(N_("谁签的字")), "strong"))
                self.body.addWidget(self.fields)
                self.body.addWidget(self.tick)
            self.body.addLayout(line)
        self.body.addSpacing(4)
        self.body.addLayout(row(self.back_button, None, self.confirm_button, spacing=12))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
