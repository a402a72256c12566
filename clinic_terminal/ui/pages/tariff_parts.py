"""The parts of the price list's page: what holds now, where a file is chosen, and what it would change."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.tariff import TariffState
from clinic_terminal.contract.appointments_file import day_in
from clinic_terminal.domain.tariff_plan import TariffPlan
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.views import tariff as views
from clinic_terminal.ui.views.tariff import Sheet
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.line_rest import LineRest
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text

_DATE_WIDTH = 150
_INTRO_WIDTH = 560


class TariffHead(Card):
    """What holds now, and the two ways with a file: in and out."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=16)
        self._words = words
        self._state = ElidedText("", "small", "ink-3")
        self.choose_button = GhostButton(
            words(N_("选择文件…")), Key.OPEN_FILE.cap, size=ButtonSize.MEDIUM, icon_name="import"
        )
        self.export_button = GhostButton(
            words(N_("导出现在的价目表")), Key.EXPORT_TARIFF.cap, size=ButtonSize.MEDIUM, icon_name="export"
        )
        line = row(spacing=12)
        line.addLayout(column(Text(words(N_("价目表")), "title"), self._state, spacing=2), 1)
        line.addWidget(self.choose_button)
        line.addWidget(self.export_button)
        self.body.addLayout(line)

    def show_state(self, state: TariffState) -> None:
        """Say what holds now."""
        self._state.setText(views.state_text(state, self._words))


class TariffIntro(Card):
    """Before a file was chosen: how it goes, in three steps."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=28)
        self.choose_button = PrimaryButton(words(N_("选择文件…")))
        steps = (
            N_("导出现在的价目表，用 Excel 或 WPS 打开。"),
            N_("改“单价”；不做的项目在“启用”填 否；本诊所的叫法写在“名称”。"),
            N_("存好后在这里选择文件：先看每一行的变化和错误，再决定采用。"),
        )
        inner = column(Icon("tariff", "ink-3", 40), spacing=12)
        inner.addWidget(Text(words(N_("换成本诊所自己的价格")), "title"))
        for number, step in enumerate(steps, 1):
            inner.addWidget(Text(f"{number}.  {words(step)}", ink="ink-2", wrap=True))
        inner.addSpacing(6)
        inner.addWidget(self.choose_button)
        kinds = Text(
            words(N_("CSV（UTF-8 或 GBK）和 XLSX 都可以，最多一万行。也可以把文件拖到这里。")),
            "small",
            "ink-3",
            wrap=True,
        )
        inner.addWidget(kinds)
        holder = QWidget()
        holder.setLayout(inner)
        holder.setFixedWidth(_INTRO_WIDTH)
        self.body.addStretch(1)
        self.body.addLayout(row(None, holder, None))
        self.body.addStretch(2)


class TariffPreview(Card):
    """A file's slips and differences by row, and below them from when it is adopted."""

    since_changed = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        self._words = words
        self._plan: TariffPlan | None = None
        self._buttons: list[GhostButton] = []
        self._sheets = row(spacing=8)
        self._name = ElidedText("", "small", "ink-3")
        self.sheet = Sheet.CHANGES
        self.table = LineTable(views.columns(Sheet.CHANGES, words), name=words(N_("文件的内容")))
        self.since_field = EntryField(words(N_("生效日期")), "2026-06-01")
        self.problem = Problem()
        self._verdict = Text("", "body", "ink-2", wrap=True)
        self.adopt_button = PrimaryButton(words(N_("采用")))
        self.again_button = PrimaryButton(words(N_("选择改好的文件…")))
        self._build()
        self.since_field.textEdited.connect(self._since_typed)

    @property
    def since(self) -> date | None:
        """The typed day, None where it is none."""
        return day_in(self.since_field.text().strip())

    def set_since(self, day: date) -> None:
        """Put a day into the field."""
        self.since_field.setText(day.isoformat())
        self.say("")

    def say(self, problem: str) -> None:
        """Say what is wrong with the day."""
        self.since_field.mark(invalid=bool(problem))
        self.problem.say(problem)

    def show_plan(self, plan: TariffPlan, file_name: str) -> None:
        """Show a file; the sheet in sight stays where it still has rows."""
        self._plan = plan
        self._name.setText(file_name)
        found = views.sheets(plan, self._words)
        kept = [view.sheet for view in found]
        if self.sheet not in kept or (plan.faults and self.sheet is not Sheet.FAULTS):
            self.sheet = kept[0] if kept else Sheet.CHANGES
        empty(self._sheets)
        self._buttons.clear()
        for view in found:
            button = GhostButton(view.word, size=ButtonSize.SMALL, tone=view.tone, checkable=True)
            button.setProperty("sheet", view.sheet.value)
            button.setChecked(view.sheet is self.sheet)
            button.clicked.connect(self._sheet_pressed)
            self._buttons.append(button)
            self._sheets.addWidget(button)
        self._show_rows()
        count = len(plan.rows)
        self.adopt_button.setText(self._words(N_("采用 {count} 项")).format(count=count))
        self.adopt_button.setVisible(not plan.faults)
        self.again_button.setVisible(bool(plan.faults))
        self._verdict.setText(views.verdict_text(plan, self._words))
        self._verdict.set_ink("stop" if plan.faults else "ink-2")

    def show_sheet(self, sheet: Sheet) -> None:
        """Look at other rows of the file."""
        self.sheet = sheet
        for button in self._buttons:
            button.setChecked(button.property("sheet") == sheet.value)
        self._show_rows()

    def _sheet_pressed(self) -> None:
        button = self.sender()
        if isinstance(button, GhostButton):
            self.show_sheet(Sheet(button.property("sheet")))

    def _show_rows(self) -> None:
        if self._plan is not None:
            words = self._words
            self.table.set_columns(
                views.columns(self.sheet, words), views.lines(self._plan, self.sheet, words)
            )
            self.table.scrollToTop()

    def _since_typed(self, _text: str) -> None:
        self.say("")
        self.since_changed.emit()

    def _build(self) -> None:
        head = row(spacing=12)
        head.addLayout(self._sheets)
        head.addWidget(self._name, 1)
        self._name.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.setContentsMargins(16, 12, 16, 12)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addWidget(self.table, 1)
        self.body.addWidget(LineRest(self.table))
        self.body.addWidget(Rule())
        self.since_field.setFixedWidth(_DATE_WIDTH)
        day = column(Text(self._words(N_("生效日期")), "small", "ink-3"), self.since_field, spacing=4)
        foot = row(spacing=20)
        foot.addLayout(day)
        foot.addLayout(column(None, self.problem, self._verdict, None, spacing=4), 1)
        foot.addWidget(self.adopt_button)
        foot.addWidget(self.again_button)
        foot.setContentsMargins(16, 12, 16, 14)
        self.body.addLayout(foot)
