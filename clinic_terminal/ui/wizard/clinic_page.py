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
        self.body.addLayout(row(self.not_ours, None))
        self.not_ours.clicked.connect(self._refuse)

    @property
    @override
    def word(self) -> str:
        return N_("继续") if self.guide.standing.enrolled else N_("是我们，继续")

    @override
    def enter(self) -> None:
        place = self.guide.progress.offered
        self.not_ours.setVisible(not self.guide.standing.enrolled)
        self._show(place)
        self.setFocus()

    @override
    def submit(self) -> None:
        place = self.guide.progress.offered
        if self.guide.standing.enrolled or place is None:
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
