"""Two bills of one child under way at once: each is shown the same rest of the limit."""

from random import Random

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.simulation.desk import Desk
from clinic_terminal.simulation.journal import Journal


def both_finished(desks: tuple[Desk, Desk], machine: int, journal: Journal, chance: Random) -> str:
    """Show two bills of a child, sign some of them, then finish one after the other; return what was said.

    The desks are windows of one machine, or one window twice. The first bill may be one that lies open.
    """
    child = desks[0].child()
    try:
        lying = journal.lying(machine, child.chain) or desks[0].begin(child)
        visits = [(desks[0], lying), (desks[1], desks[1].begin(child))]
    except (ApplicationError, DomainError) as error:
        journal.spoken.append(str(error))
        return error.code
    said = [desk.show(visit, signed=chance.random() < 0.5) for desk, visit in visits]  # noqa: PLR2004  some
    journal.seen["pairs"] += said == ["FROZEN", "FROZEN"]
    if chance.random() < 0.5:  # noqa: PLR2004  whichever family comes back first
        visits.reverse()
    return " ".join(said + [desk.go_on(visit) for desk, visit in visits])
