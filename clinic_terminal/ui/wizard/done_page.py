"""Step 8: what is set up, and what was left for later."""

from typing import Final

from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.application.operators import operators
from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import N_
from clinic_terminal.ui.widgets.facts_card import Fact, FactsCard
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.step_page import StepPage
from clinic_terminal.ui.wizard.words import WORDS

_TESTS: Final = (Step.SCANNER, Step.CAMERA, Step.SCREEN, Step.PRINTER)


class DonePage(StepPage):
    """Enter throws the note away and opens the sign-in."""

    step = Step.DONE

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide)
        self.facts = FactsCard()
        self.body.addWidget(self.facts)

    @property
    @override
    def word(self) -> str:
        return N_("打开登录页")

    @override
    def enter(self) -> None:
        self.setFocus()
        house = self.guide.house
        if house is not None:
            terminal = house.terminal
            self.run(lambda: operators(terminal), self._show, database=True)

    @override
    def submit(self) -> None:
        self.run(self.guide.set_up.forget, lambda _none: self.done.emit())

    def _show(self, people: list[Operator]) -> None:
        words, place = self.guide.words, self.guide.progress.offered
        lines = []
        if place is not None:
            lines.append(Fact(Tone.OK, words(N_("您的诊所")), place.clinic.name))
        count = words(N_("{count} 人可以登录")).format(count=len(people))
        lines.append(Fact(Tone.OK, words(N_("人员")), count))
        later = words(N_("可以以后再试，不影响开始工作。"))
        for step in _TESTS:
            told = self.guide.tried.get(step, "")
            proven = told and step not in self.guide.unproven
            tone = Tone.OK if proven else Tone.NEUTRAL
            lines.append(Fact(tone, words(WORDS[step].name), told or later))
        self.facts.show_facts(lines)
