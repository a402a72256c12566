"""The way through the steps: where it begins, what is noted, and when the house is opened."""

import logging
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.first_start import (
    Progress,
    Standing,
    Step,
    step_after,
    step_before,
    step_to_go_on,
)
from clinic_terminal.application.first_start_ports import OpenHouse, SetUp
from clinic_terminal.application.operators import operators
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.guardian_display import display_of
from clinic_terminal.ui.wizard.guide import Guide


@dataclass(frozen=True, slots=True)
class Found:
    """How far it is. ``barred``: the place that is kept has no key here, as after a restoring elsewhere."""

    progress: Progress
    enrolment: Enrolment | None = None
    house: OpenHouse | None = None
    managers: tuple[Operator, ...] = ()
    barred: bool = False


_log = logging.getLogger(__name__)


class Way(QObject):
    """`moved`: this step is to be shown now. `failed`: the step could not be left; an Exception."""

    moved = Signal(object)
    failed = Signal(object)

    def __init__(self, guide: Guide, parent: QObject) -> None:
        super().__init__(parent)
        self._guide = guide

    @property
    def may_go_back(self) -> bool:
        """Whether there is a step before."""
        return step_before(self._guide.progress.step, self._guide.standing) is not None

    def begin(self) -> None:
        """Find out how far it is."""
        set_up = self._guide.set_up
        self._guide.tasks.run_db(lambda: _found(set_up), self._take, self.failed.emit)

    def go_on(self) -> None:
        """Note the next step, and show it."""
        guide = self._guide
        self._move(step_after(guide.progress.step, guide.standing))

    def go_back(self) -> bool:
        """Show the step before; False where there is none."""
        guide = self._guide
        before = step_before(guide.progress.step, guide.standing)
        if before is None:
            return False
        self._move(before)
        return True

    def enrol_anew(self) -> None:
        """Ask for a new code although this terminal has a place."""
        self._guide.standing = replace(self._guide.standing, anew=True)
        self._move(Step.CODE)

    def open_house(self) -> None:
        """Open the store once the clinic is known, fetch what the server has for it, and go on."""
        guide = self._guide
        before = self._leave_house()
        guide.tasks.run_db(lambda: _opened_after(before, guide.set_up), self._opened, self.failed.emit)

    def _opened(self, house: OpenHouse) -> None:
        guide = self._guide
        guide.standing = replace(guide.standing, enrolled=True, anew=False)
        guide.kept = guide.progress.offered
        self._take_house(house)
        # Plans and keys come while the names are typed; without a line the program fetches them later.
        guide.tasks.run(house.fetch_changes, lambda _none: None, _later)
        self.go_on()

    def _leave_house(self) -> OpenHouse | None:
        """Let go of the house that was opened for the place before, and return it to be closed."""
        guide = self._guide
        desk, house = guide.desk, guide.house
        guide.desk = guide.house = None
        if desk is not None:
            display_of(desk).close()
            desk.close()
        return house

    def _take(self, found: Found) -> None:
        progress, enrolment, managers = found.progress, found.enrolment, found.managers
        guide = self._guide
        again = guide.standing.again
        guide.standing = Standing(enrolment is not None, bool(managers), again, anew=again and found.barred)
        guide.kept = enrolment
        if enrolment is not None:
            progress = replace(progress, address=enrolment.api_url, offered=enrolment)
        guide.progress = replace(progress, step=step_to_go_on(progress, guide.standing))
        if managers:
            guide.manager = guide.manager or managers[0]
        if found.house is not None:
            self._take_house(found.house)
        self._move(guide.progress.step)

    def _take_house(self, house: OpenHouse) -> None:
        guide = self._guide
        guide.house = house
        parts = DeskParts(house.terminal, guide.tasks, guide.words, _nothing, keeper=house.keeper)
        guide.desk = Desk(parts, self)

    def _move(self, step: Step) -> None:
        guide = self._guide
        guide.note(step=step)
        set_up, progress = guide.set_up, guide.progress
        guide.tasks.run_db(partial(_keep, set_up, progress), lambda _none: None, self.failed.emit)
        self.moved.emit(step)


def _found(set_up: SetUp) -> Found:
    """Return what was noted and what is done; the house is open where this terminal belongs somewhere."""
    progress, enrolment = set_up.progress(), set_up.enrolment()
    if enrolment is None:
        return Found(progress)
    house = set_up.open()
    managers = tuple(person for person in operators(house.terminal) if person.manager)
    return Found(progress, enrolment, house, managers, set_up.lacks_key())


def _opened_after(before: OpenHouse | None, set_up: SetUp) -> OpenHouse:
    if before is not None:
        before.close()
    return set_up.open()


def _keep(set_up: SetUp, progress: Progress) -> None:
    set_up.keep(progress)


def _later(error: Exception) -> None:
    _log.info("nothing was fetched at the first start: %s", type(error).__name__)


def _nothing() -> None:
    """Wake no sync loop: there is none yet."""
