"""The cards of a follow-up: both sides of the bill, the calls to make, what was done so far."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayoutItem, QVBoxLayout

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.adjusted import Comparison, Pair
from clinic_terminal.ui.views.call_scripts import Script
from clinic_terminal.ui.views.follow_up import EntryView
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import Icon, ToneDisc
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.text import Role, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_FIGURE_WIDTH = 112


class ComparisonCard(Card):
    """The insurer's figures beside those that were signed, each difference, and who owes whom."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self._words = words
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(7)
        for place in (1, 2, 3):
            self._grid.setColumnMinimumWidth(place, _FIGURE_WIDTH)
        self._signed = Text("", "small", "ink-3", wrap=True)
        self._debts = column(spacing=6)
        self.body.addWidget(Text(words(N_("签字时与现在")), "strong"))
        self.body.addLayout(self._grid)
        self.body.addWidget(self._signed)
        self.body.addWidget(Rule(soft=True))
        self.body.addWidget(Text(words(N_("谁欠谁")), "strong"))
        self.body.addLayout(self._debts)

    def show_comparison(self, found: Comparison, signed: str) -> None:
        """Show another bill; ``signed`` says when the family saw what."""
        _ = self._words
        while item := self._grid.takeAt(0):
            _discard(item)
        # The rows say whose money it is: the totals are not the insurer's alone.
        heads = (_("项目 · 保险付") if found.lines else "", _("签字时"), _("现在"), _("相差"))
        for place, head in enumerate(heads):
            self._grid.addWidget(Text(head, "small", "ink-3"), 0, place, _RIGHT if place else _LEFT)
        line = 1
        for pair in found.lines:
            line = self._add(line, pair)
        if found.lines:
            self._grid.addWidget(Rule(soft=True), line, 0, 1, 4)
            line += 1
        for pair in found.totals:
            line = self._add(line, pair)
        self._signed.setText(signed)
        self._signed.setVisible(bool(signed))
        self._show_debts(found)

    def _add(self, line: int, pair: Pair) -> int:
        role: Role = "strong" if pair.strong else "body"
        label = column(Text(pair.label, role, wrap=True), spacing=0)
        if pair.note:
            label.addWidget(Text(pair.note, "small", "ink-3", wrap=True))
        self._grid.addLayout(label, line, 0)
        signed, now = ("—" if fen is None else yuan(fen) for fen in (pair.signed, pair.now))
        self._grid.addWidget(Text(signed, role, "ink-2"), line, 1, _RIGHT)
        self._grid.addWidget(Text(now, role), line, 2, _RIGHT)
        more = pair.difference
        told = "—" if not more else f"+{yuan(more)}" if more > 0 else f"−{yuan(-more)}"
        self._grid.addWidget(Text(told, "strong", "stop" if more else "ink-3"), line, 3, _RIGHT)
        return line + 1

    def _show_debts(self, found: Comparison) -> None:
        empty(self._debts)
        if not found.adds_up:
            told = self._words(N_("服务商回答里的金额前后不符，先不要按它收钱或退钱。"))
            self._debts.addLayout(_said(Tone.STOP, told))
        for debt in found.debts:
            self._debts.addLayout(_said(debt.tone, debt.text))


class StepsCard(Card):
    """What to do, in order, and whose turn it is."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self._who = Text("", "small", "ink-2")
        self._steps = column(spacing=6)
        self.body.addLayout(row(Text(words(N_("怎么办")), "strong"), self._who, None, spacing=12))
        self.body.addLayout(self._steps)

    def show_steps(self, who: str, steps: tuple[str, ...]) -> None:
        """Show other steps."""
        self._who.setText(who)
        self._who.setVisible(bool(who))
        empty(self._steps)
        for number, step in enumerate(steps, 1):
            line = row(spacing=10)
            if len(steps) > 1:
                mark = Text(str(number), "small-strong", "ink-3")
                line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Text(step, wrap=True), 1)
            self._steps.addLayout(line)


class ScriptCard(Card):
    """One call: whom, the number, what to say, and the same in the other language below."""

    def __init__(self, script: Script) -> None:
        super().__init__(tone=Tone.NEUTRAL, padding=16, spacing=6)
        head = row(Icon("phone", "ink-2", 18), Text(script.title, "strong"), None, spacing=8)
        self.body.addLayout(head)
        self.body.addWidget(Text(script.call, "small-strong", "accent", wrap=True))
        self.body.addWidget(Text(script.say, wrap=True))
        if script.other and script.other != script.say:
            self.body.addWidget(Rule(soft=True))
            self.body.addWidget(Text(script.other, "small", "ink-3", wrap=True))
        self.setAccessibleName(f"{script.title} {script.call} {script.say}")


class HistoryCard(Card):
    """What people did, the oldest first."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=8)
        self._words = words
        self._list = column(spacing=8)
        self.body.addWidget(Text(words(N_("处理记录")), "strong"))
        self.body.addLayout(self._list)

    def show_entries(self, entries: tuple[EntryView, ...]) -> None:
        """Show other entries."""
        empty(self._list)
        if not entries:
            self._list.addWidget(Text(self._words(N_("还没有人处理。")), ink="ink-3"))
        for entry in entries:
            line = column(spacing=1)
            line.addLayout(row(Text(entry.what, "small-strong"), None, Text(entry.at, "small", "ink-3")))
            if entry.text:
                line.addWidget(Text(entry.text, wrap=True))
            self._list.addLayout(line)


def _discard(item: QLayoutItem) -> None:
    """Delete a widget of the grid, or the widgets of a layout in it."""
    if (widget := item.widget()) is not None:
        widget.hide()
        widget.deleteLater()
    elif isinstance(inner := item.layout(), QVBoxLayout):
        empty(inner)


def _said(tone: Tone, text: str) -> QHBoxLayout:
    line = row(spacing=10)
    line.addWidget(ToneDisc(tone, 20), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Text(text, "medium", wrap=True), 1)
    return line
