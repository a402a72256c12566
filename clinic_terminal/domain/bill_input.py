"""What the split needs of a visit, as it is known when it is asked."""

from clinic_terminal.domain.adjudication import BillInput, LineInput
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.references import first_reference
from clinic_terminal.domain.visit import Visit, VisitLine


def bill_input(visit: Visit, snapshot: Snapshot, catalogue: Catalogue, brand: str) -> BillInput:
    """Return what the split needs of this visit."""
    categories = snapshot.categories_on(visit.day)
    return BillInput(
        date=visit.day,
        brand=brand,
        lines=tuple(_line_input(visit, line, snapshot, catalogue) for line in visit.lines),
        booking_ref=first_reference(visit.booking_ref, snapshot.booking_ref),
        self_pay=visit.self_pay,
        discount_fen=visit.discount_fen,
        network=frozenset(categories),
    )


def _line_input(visit: Visit, line: VisitLine, snapshot: Snapshot, catalogue: Catalogue) -> LineInput:
    item = catalogue.item(line.item)
    approved = snapshot.approved_for(line.item, visit.day)
    return LineInput(
        line.item,
        item.category,
        line.unit_fen,
        line.qty,
        item.surgery,
        item.exam,
        approved,
        line.discount_fen,
    )
