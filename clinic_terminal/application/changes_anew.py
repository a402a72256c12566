"""Having the service manager's changes fetched once more from the start."""

from dataclasses import replace

from clinic_terminal.application.store_ports import UnitOfWork


def fetch_anew(uow: UnitOfWork) -> None:
    """Forget the place in the changes, so that what was left out of them comes again.

    A decision is left out for as long as its act is not here, or what is said of it cannot be believed.
    Everything else of the changes is the same when it comes twice.
    """
    uow.memory.set_freshness(replace(uow.memory.freshness(), cursor=""))
