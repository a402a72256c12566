"""What a page shows while there is no visit it can work on: where the visit stands, and one way on."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.states import EmptyState


@dataclass(frozen=True, slots=True)
class Way:
    """A sentence, what to do, the page to go to and the word on the button."""

    icon: str
    what: str
    then: str
    page: str
    word: str


NOBODY: Final = Way(
    "today", N_("还没有选中就诊。"), N_("请在“今日”选一位孩子，或扫描电子卡。"), "today", N_("去今日")
)
WAYS: Final = {
    Stage.EXPECTED: Way(
        "check-in", N_("孩子还没有核验。"), N_("先核验电子卡，再开单。"), "check-in", N_("去核验")
    ),
    Stage.ARRIVED: Way("treatment", N_("还没有开单。"), N_("先开单，再结算。"), "treatment", N_("去开单")),
    Stage.FROZEN: Way(
        "settle",
        N_("账单已冻结，等家长签字。"),
        N_("要改项目，请在结算页先撤回修改。"),
        "settle",
        N_("去结算"),
    ),
    Stage.DONE: Way("done", N_("这次就诊已经完成。"), N_("签过字的账单不能再改。"), "done", N_("看结果")),
    Stage.VOIDED: Way("done", N_("这次就诊的账单已作废。"), "", "done", N_("看结果")),
    Stage.CANCELLED: Way("today", N_("这次就诊已经取消。"), "", "today", N_("去今日")),
    Stage.IN_TREATMENT: Way(
        "treatment", N_("正在治疗。"), N_("先把账单交给前台。"), "treatment", N_("去开单")
    ),
    Stage.TO_SETTLE: Way("settle", N_("等待结算。"), "", "settle", N_("去结算")),
}


class NoVisit(QWidget):
    """Says why there is nothing to do here, and leads on."""

    go = Signal(str)

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._box = QVBoxLayout(self)
        self._way = NOBODY
        self._state = QWidget()
        self.button = PrimaryButton("")
        self.button.clicked.connect(lambda: self.go.emit(self._way.page))
        self._box.addStretch(2)
        self._box.addWidget(self._state)
        self._box.addLayout(row(None, self.button, None))
        self._box.addStretch(3)
        self.show_visit(None)

    def show_visit(self, visit: Visit | None) -> None:
        """Say where ``visit`` stands."""
        way = NOBODY if visit is None else WAYS[visit.stage]
        words = self._words
        self._way = way
        fresh = EmptyState(way.icon, words(way.what), words(way.then) if way.then else "")
        fresh.setMaximumHeight(220)
        self._box.replaceWidget(self._state, fresh)
        self._state.hide()
        self._state.deleteLater()
        self._state = fresh
        self.button.setText(words(way.word))
        self.button.updateGeometry()
