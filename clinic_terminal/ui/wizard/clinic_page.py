"""Step 5: the clinic that the code stands for; it counts once somebody here has said so."""

from PySide6.QtCore import Signal
from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, row
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage


class ClinicPage(StepPage):
    """`refused`: it is somebody else's clinic, and another code is to be typed."""

    step = Step.CLINIC

    refused = Signal()
    accepted = Signal()
    """It is ours, and that is kept; the house can be opened."""
    anew = Signal()
    """This terminal is to be let in again, by a new code."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        words = guide.words
        self.card = Card(padding=28, spacing=6)
        self.brand = Text("", "guide", "ink-2", wrap=True)
        self.clinic = Text("", "headline", wrap=True)
        self.city = Text("", "guide", "ink-2", wrap=True)
        self.place = Text("", "small", "ink-3", wrap=True)
        for line in (self.brand, self.clinic, self.city):
            self.card.body.addWidget(line)
        self.card.body.addSpacing(10)
        self.card.body.addWidget(self.place)
        self.not_ours = GhostButton(words(N_("不是我们的诊所")), size=ButtonSize.MEDIUM, icon_name="undo")
        self.not_ours.setAccessibleName(self.not_ours.text())
        self.not_ours.setVisible(False)
        self.body.addWidget(self.card)
        self.again = GhostButton(
            words(N_("用新的激活码重新登记…")), size=ButtonSize.MEDIUM, icon_name="refresh"
        )
        self.again.setAccessibleName(self.again.text())
        self.again.setVisible(False)
        told = words(
            N_("只在服务商撤销了本机、不接受本机登录，或给了新的激活码时才用；没送出的单据都会留着。")
        )
        self.when = Text(told, "small", "ink-3", wrap=True)
        self.when.setVisible(False)
        self.body.addLayout(row(self.not_ours, self.again, None))
        self.body.addWidget(self.when)
        self.not_ours.clicked.connect(self._refuse)
        self.again.clicked.connect(self.anew)

    @property
    @override
    def word(self) -> str:
        return N_("是我们，继续") if self._is_new else N_("继续")

    @property
    def _is_new(self) -> bool:
        """Whether a place is on show that is not kept yet, though it may say the same as the kept one."""
        place = self.guide.progress.offered
        return place is not None and place is not self.guide.kept

    @override
    def enter(self) -> None:
        place, standing = self.guide.progress.offered, self.guide.standing
        self.not_ours.setVisible(not standing.enrolled)
        may_again = standing.enrolled and standing.again and not self._is_new
        self.again.setVisible(may_again)
        self.when.setVisible(may_again)
        self._show(place)
        self.setFocus()

    @override
    def submit(self) -> None:
        place = self.guide.progress.offered
        if place is None or not self._is_new:
            self.done.emit()
            return
        set_up = self.guide.set_up
        self.run(lambda: set_up.accept(place), lambda _none: self.accepted.emit(), database=True)

    def _refuse(self) -> None:
        self.run(self.guide.set_up.refuse, self._refused, database=True)

    def _refused(self, _none: None) -> None:
        self.guide.note(offered=None)
        self.refused.emit()

    def _show(self, place: Enrolment | None) -> None:
        self.card.setVisible(place is not None)
        if place is None:
            return
        words, clinic = self.guide.words, place.clinic
        self.brand.setText(clinic.brand_name)
        self.clinic.setText(clinic.name)
        self.city.setText(clinic.city)
        self.city.setVisible(bool(clinic.city))
        told = words(N_("本机编号 {terminal}，致电服务商时报这个编号。")).format(terminal=place.terminal)
        self.place.setText(told)
        self.card.setAccessibleName(f"{clinic.brand_name} {clinic.name} {clinic.city}".strip())
