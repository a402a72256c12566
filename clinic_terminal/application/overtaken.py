"""Tells whether a frozen bill was overtaken by another bill of the child, or by newer facts."""

from clinic_terminal.application.failures import ApplicationError, NoSnapshotError, PlanUnknownError
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import chart_of
from clinic_terminal.domain.visit import Visit


class BillOvertakenError(ApplicationError):
    """The bill would be split otherwise now: what was shown is known to be wrong. Taking it back mends it."""

    code = "BILL_OVERTAKEN"

    def __init__(self) -> None:
        super().__init__("The bill would be split otherwise now.")


def check_still_so(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> None:
    """Refuse a direct bill whose amounts no longer follow from what is known; raises BillOvertakenError.

    Facts that merely grew older change no amount. Where nothing can be split any more (the policy's facts
    are gone) the bill stays as it was shown: the service manager judges it.
    """
    bill = visit.bill
    if bill is None or not bill.is_direct:
        return
    try:
        now = chart_of(terminal, uow, visit).estimate()
    except (NoSnapshotError, PlanUnknownError):
        return
    if now.totals != bill.result.totals:
        raise BillOvertakenError
