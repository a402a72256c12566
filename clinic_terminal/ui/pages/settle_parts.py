"""The parts of the settle page: the bill with its pool, what the family pays, what must be known first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.views.bill_rows import Share, family_shares, footnotes
from clinic_terminal.ui.views.settle import (
    SettleView,
    Step,
    about,
    columns,
    pool_of,
    pool_words,
    status_pill,
    table_lines,
)
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.line_rest import LineRest
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.money import MoneyLabel, yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.states import Busy
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone


class BillTable(Card):
    """Head, lines, the sentences behind the short reasons, and the shared limit."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        self._words = words
        self._name = Text("", "title")
        self._about = ElidedText("", "small", "ink-3")
        self._status = Pill(PillView(""))
        self.table = LineTable(columns(words), name=words(N_("账单明细")))
        self._notes = Text("", "small", "ink-3", wrap=True)
        self._pool = PoolBar(Pool(1, 0), PoolWords(""))
        head = row(self._name, spacing=14)
        head.addWidget(self._about, 1)
        head.addWidget(self._status)
        head.setContentsMargins(18, 16, 18, 8)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(LineRest(self.table))
        notes = column(self._notes)
        notes.setContentsMargins(18, 10, 18, 10)
        self.body.addLayout(notes)
        self.body.addWidget(Rule())
        foot = column(self._pool)
        foot.setContentsMargins(18, 16, 18, 18)
        self.body.addLayout(foot)

    def show_view(self, view: SettleView, *, offline: bool, asking: bool) -> None:
        """Show the bill."""
        words = self._words
        self._name.setText(view.visit.person.name)
        self._about.setText(about(view, words))
        self._status.set_view(status_pill(view, words, offline=offline, asking=asking))
        self.table.set_columns(columns(words, view.rows), table_lines(view.rows, words))
        notes = footnotes(view.chart, view.result, words)
        self._notes.setText("　".join(notes))
        self._notes.setVisible(bool(notes))
        self._pool.set_pool(pool_of(view), pool_words(view, words))


class ToPay(Card):
    """The one figure, what it is made of, and apart from it what is paid later."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=4)
        self._words = words
        self.now = MoneyLabel(0, "money-page", name=words(N_("家长现在支付")))
        self._pieces = column(spacing=4)
        self._billed = MoneyLabel(0, "text-body", "ink-2", name=words(N_("费用合计")))
        # Not green: that is the server's receipt, and this bill has none yet.
        self._insurer = MoneyLabel(0, "text-body", name=words(N_("保险直付")))
        self._source = Text("", "small", "ink-3", wrap=True)
        self.later = MoneyLabel(0, "money-row", name=words(N_("结案后在线支付")))
        self._later_pieces = column(spacing=4)
        self.body.addWidget(Text(words(N_("家长现在支付")), "small", "ink-3"))
        self.body.addWidget(self.now)
        self.body.addSpacing(8)
        self.body.addLayout(self._pieces)
        self.body.addSpacing(4)
        self.body.addWidget(Rule())
        self.body.addSpacing(4)
        self.body.addLayout(row(Text(words(N_("费用合计")), ink="ink-2"), None, self._billed))
        self.body.addLayout(row(Text(words(N_("保险直付"))), None, self._insurer))
        self.body.addWidget(self._source)
        self._apart = Card(tone=Tone.NEUTRAL, padding=14, spacing=4)
        self._apart.body.addWidget(Text(words(N_("结案后在线支付")), "small", "ink-2"))
        self._apart.body.addWidget(self.later)
        self._apart.body.addLayout(self._later_pieces)
        self.body.addSpacing(8)
        self.body.addWidget(self._apart)

    def show_view(self, view: SettleView, source: str) -> None:
        """Show the amounts; ``source`` says on whose word they rest, empty where a remark says it."""
        totals = view.result.totals
        now, later = family_shares(view.chart, view.result, self._words)
        self.now.set_fen(totals.on_site)
        self._billed.set_fen(totals.billed)
        self._insurer.set_fen(totals.insurer)
        self._insurer.set_ink("ink" if totals.insurer else "ink-2")
        self._source.setText(source)
        self._source.setVisible(bool(source))
        self.later.set_fen(totals.online)
        self._apart.setVisible(bool(totals.online))
        _fill(self._pieces, now)
        _fill(self._later_pieces, later)


def _fill(box: QVBoxLayout, shares: tuple[Share, ...]) -> None:
    empty(box)
    for share in shares:
        amount = Text(yuan(share.fen, sign=False), ink="ink-2")
        box.addLayout(row(Text(share.word, ink="ink-2"), None, amount))


class Remark(Card):
    """One thing that the desk must know, in a tinted card with its sign."""

    def __init__(self, view: NoticeView) -> None:
        super().__init__(tone=view.tone, padding=14, spacing=6)
        head = row(ToneDisc(view.tone, 22, solid=True), spacing=10)
        head.addWidget(Text(view.what, "strong", wrap=True), 1)
        self.body.addLayout(head)
        for sentence in filter(None, (view.who, view.next_step)):
            self.body.addWidget(Text(sentence, ink="ink-2", wrap=True))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(" ".join(filter(None, (view.what, view.who, view.next_step))))


class Before(QWidget):
    """What stands before the next act: remarks, the family's confirmation, the booking reference."""

    booked = Signal(str)
    left = Signal()
    confirmed = Signal(bool)

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._remarks = column(spacing=8)
        self.busy = Busy(words(N_("正在向服务商核对…")), cancel=words(N_("不等了")), narrow=True)
        self.not_repeated = GhostButton(words(N_("不是重复")), size=ButtonSize.MEDIUM)
        self.confirm = QCheckBox(words(N_("已告知家长：这笔钱不能再报销")))
        self.confirm.toggled.connect(self.confirmed)
        self.booking_field = EntryField(words(N_("预约编号")), words(N_("预约编号")))
        self.booking_problem = Problem()
        self.booking_field.entered.connect(self.submit_booking)
        self.booking_field.left.connect(self.left)
        self.booking_field.textEdited.connect(lambda _text: self.say_booking(""))
        self._booking = QWidget()
        self._booking.setLayout(column(self.booking_field, self.booking_problem, spacing=4))
        box = column(spacing=10)
        box.addWidget(self.busy)
        box.addLayout(self._remarks)
        box.addWidget(self.not_repeated)
        box.addWidget(self.confirm)
        box.addWidget(self._booking)
        self.setLayout(box)
        self.busy.hide()
        self.not_repeated.hide()

    def ask_about_repeats(self) -> None:
        """Offer to go on, right below the remark that names what is repeated, until the next one comes."""
        self.not_repeated.show()
        self.not_repeated.setFocus()

    def show_view(self, view: SettleView, remarks: tuple[NoticeView, ...], *, booking: bool) -> None:
        """Show what must be known, and the fields that the next act needs."""
        empty(self._remarks)
        for remark in remarks:
            self._remarks.addWidget(Remark(remark))
        self.not_repeated.hide()
        self.confirm.setVisible(view.needs_consent_to_self_pay)
        if not view.needs_consent_to_self_pay:
            self.confirm.setChecked(False)
        self._booking.setVisible(booking)

    def forget(self) -> None:
        """Hold nothing of the visit before: neither its reference nor what its family was told."""
        self.booking_field.clear()
        self.say_booking("")
        self.confirm.setChecked(False)

    def submit_booking(self) -> None:
        """Give the booking reference away; an empty one is asked for again."""
        reference = self.booking_field.text().strip()
        if reference:
            self.booked.emit(reference)
        else:
            self.say_booking(self._words(N_("请填写热线给的预约编号。")))
            self.booking_field.setFocus()

    def say_booking(self, problem: str) -> None:
        """Say what is wrong with the reference."""
        self.booking_field.mark(invalid=bool(problem))
        self.booking_problem.say(problem)


class OtherActs(QWidget):
    """The quiet buttons above the primary one."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self.thaw = GhostButton(words(N_("撤回修改")), size=ButtonSize.MEDIUM, icon_name="undo")
        self.self_pay = GhostButton(words(N_("改为自费")), size=ButtonSize.MEDIUM)
        self.itemise = GhostButton(words(N_("回到开单")), size=ButtonSize.MEDIUM)
        self.money = GhostButton(words(N_("退款…")), size=ButtonSize.MEDIUM)
        box = column(spacing=8)
        changing = Reflow(spacing=8)
        for button in (self.thaw, self.itemise, self.self_pay):
            changing.add(button)
        changing.add(QWidget(), 1)
        box.addLayout(row(self.money, None))
        box.addWidget(changing)
        self.setLayout(box)

    def show_view(self, view: SettleView) -> None:
        """Offer what is legal now."""
        frozen = view.visit.bill is not None
        self.thaw.setVisible(frozen)
        self.itemise.setVisible(not frozen)
        self.self_pay.setVisible(view.may_be_direct and bool(view.rows))
        self.money.setVisible(bool(view.visit.payments) and view.step is not Step.PAY)
        chosen = view.visit.self_pay
        self.self_pay.setText(self._words(N_("改回直付") if chosen else N_("改为自费")))
        self.self_pay.updateGeometry()
