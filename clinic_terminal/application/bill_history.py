"""How a bill looked before each change, kept in memory until it is frozen, so that each can be undone."""

from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from clinic_terminal.domain.visit import Visit, VisitLine

MOST_STEPS: Final = 200
"""Changes of one bill that are remembered; no visit has so many."""


@dataclass(frozen=True, slots=True)
class BillState:
    """What of a bill can be undone: its lines with prices, teeth and discounts, and its own discount."""

    lines: tuple[VisitLine, ...]
    discount_fen: int

    @staticmethod
    def of(visit: Visit) -> "BillState":
        """Return the state of a visit's bill."""
        return BillState(visit.lines, visit.discount_fen)


@dataclass(frozen=True, slots=True)
class Trail:
    """The states of one bill: those before ``here``, the latest last, and those undone, the next first."""

    here: BillState
    before: tuple[BillState, ...] = ()
    undone: tuple[BillState, ...] = ()

    def moved_to(self, state: BillState) -> "Trail":
        """Return the trail after a change; what was undone cannot be done again any more."""
        if state == self.here:
            return self
        return Trail(state, (*self.before, self.here)[-MOST_STEPS:])

    def back(self) -> "Trail":
        """Return the trail one step back; at its beginning it stays as it is."""
        if not self.before:
            return self
        return Trail(self.before[-1], self.before[:-1], (self.here, *self.undone))

    def forth(self) -> "Trail":
        """Return the trail one step forth; at its end it stays as it is."""
        if not self.undone:
            return self
        return Trail(self.undone[0], (*self.before, self.here), self.undone[1:])


@dataclass(frozen=True, slots=True)
class Steps:
    """How many changes can be undone, and how many done again."""

    undo: int = 0
    redo: int = 0


class BillHistory:
    """The trails of the bills that are open here; asked from any thread. Nothing of it is stored."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._trails: dict[str, Trail] = {}

    def note(self, visit: Visit) -> Steps:
        """Take note of a bill as it stands; a change since it was seen last becomes a step."""
        state = BillState.of(visit)
        with self._lock:
            trail = self._trails.get(visit.id, Trail(state)).moved_to(state)
            self._trails[visit.id] = trail
            return Steps(len(trail.before), len(trail.undone))

    def trail(self, visit: Visit) -> Trail:
        """Return the trail of a bill, which now stands as ``visit`` says."""
        self.note(visit)
        with self._lock:
            return self._trails[visit.id]

    def keep(self, visit: Visit, trail: Trail) -> None:
        """Go on from ``trail``, once the bill of ``visit`` stands as it says."""
        with self._lock:
            self._trails[visit.id] = replace(trail, here=BillState.of(visit))

    def forget(self, visit_id: str) -> None:
        """Remember no step of a bill any more: it was frozen."""
        with self._lock:
            self._trails.pop(visit_id, None)
