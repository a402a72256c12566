"""What the papers of a visit may say, put together from what is stored; and which papers there are."""

from typing import Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.paper_orders import (
    SIZES,
    BillMatter,
    BindingMatter,
    Matter,
    PaperKind,
    PaperOrder,
    standing_of,
)
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_choices import binding_link
from clinic_terminal.application.printing_failures import NoSuchPaperError
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import edition_of, enrolment_of
from clinic_terminal.domain.visit import Stage, Visit

_CLOSED: Final = (Stage.DONE, Stage.VOIDED)
_BOOKED: Final = frozenset({ActState.ACCEPTED})
_DAY: Final = (0, 24)


def kinds_of(visit: Visit) -> tuple[PaperKind, ...]:
    """Return the papers that a visit has now, the usual one first."""
    kinds: list[PaperKind] = []
    bill = visit.bill
    if bill is not None and visit.stage in _CLOSED:
        kinds += [PaperKind.BILL, PaperKind.SLIP]
    if bill is not None and visit.stage is Stage.FROZEN:
        kinds.append(PaperKind.SIGN_SHEET)
    if bill is not None and bill.result.totals.online and visit.stage is Stage.DONE:
        kinds.append(PaperKind.PAY_LATER)
    return (*kinds, PaperKind.BINDING)


def order_of(uow: UnitOfWork, subject: str, wish: PaperWish, reprint: int) -> PaperOrder:
    """Return the complete order of a paper about a visit, or about a quote where the kind is QUOTE.

    Raises VisitUnknownError, QuoteUnknownError, PlanUnknownError, and NoSuchPaperError where the visit has
    no such paper or it is not drawn in that size.
    """
    if wish.size not in SIZES[wish.kind]:
        raise NoSuchPaperError
    about = _matter(uow, subject, wish.kind)
    return PaperOrder(wish.kind, about, wish.size, wish.language, wish.copy, reprint)


def bill_matter(uow: UnitOfWork, visit: Visit) -> BillMatter:
    """Return a bill with everything that papers may say about it; raises NoSuchPaperError without one."""
    bill = visit.bill
    if bill is None:
        raise NoSuchPaperError
    row = uow.queue.get(visit.act) if visit.act else None
    booked = row is not None and row.state in _BOOKED and bool(row.receipt) and not is_pending(row)
    return BillMatter(
        bill=bill,
        digest=visit.digest,
        consent=visit.consent,
        payments=visit.payments,
        refunds=visit.refunds,
        owing=visit.owing,
        invoices=tuple(uow.invoices.of_visit(visit.id)),
        standing=standing_of(bill, accepted=booked),
        voided=visit.voided,
        hotline=edition_of(uow, bill.plan).hotline,
    )


def _matter(uow: UnitOfWork, subject: str, kind: PaperKind) -> Matter:
    if kind is PaperKind.QUOTE:
        return uow.quotes.get(subject)
    visit = uow.visits.get(subject)
    if kind not in kinds_of(visit):
        raise NoSuchPaperError
    return _binding(uow, visit) if kind is PaperKind.BINDING else bill_matter(uow, visit)


def _binding(uow: UnitOfWork, visit: Visit) -> BindingMatter:
    edition = edition_of(uow, visit.plan)
    return BindingMatter(
        id=visit.id,
        clinic=enrolment_of(uow).clinic,
        day=visit.day,
        plan_name=edition.name_zh,
        hint_zh=edition.bind_hint_zh,
        hint_en=edition.bind_hint_en,
        hotline=edition.hotline,
        hours_zh=_hours(edition, "工作日 {}，周末 {}，节假日 {}", "全天 24 小时"),
        hours_en=_hours(edition, "weekdays {}, weekends {}, holidays {}", "24 hours a day"),
        link=binding_link(uow),
    )


def _hours(edition: PlanEdition, sentence: str, always: str) -> str:
    hours = (edition.weekday_hours, edition.weekend_hours, edition.holiday_hours)
    if all(one == _DAY for one in hours):
        return always
    return sentence.format(*(f"{first}:00–{last}:00" for first, last in hours))
