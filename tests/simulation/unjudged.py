"""An episode that stops before it is judged: every fault has ended, and what can go has gone."""

from pathlib import Path

from clinic_terminal.simulation.episode import Episode
from clinic_terminal.simulation.evidence import Evidence
from clinic_terminal.simulation.schedule import Schedule


def evidence_of(schedule: Schedule, folder: Path) -> Evidence:
    """Play a schedule in ``folder``, heal everything, and return what stands on both sides then."""
    return _Unjudged(schedule, folder).evidence_at_the_end()


class _Unjudged(Episode):
    def evidence_at_the_end(self) -> Evidence:
        with self.listening():
            self.open()
            for action in self._schedule.actions:
                self._do(action)
            self.heal()
            evidence = self.evidence()
            self.shut()
        return evidence
