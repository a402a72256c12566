"""A treated and a signed visit without a store: 350 yuan are the family's."""

from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import split
from clinic_terminal.domain.bill import BillLine, FrozenBill
from clinic_terminal.domain.bill_input import bill_input
from clinic_terminal.domain.consent import Consent, Relationship
from clinic_terminal.domain.payment import Payment, Tender
from clinic_terminal.domain.visit import Stage, Visit
from tests.build import CATALOGUE, CHILD, CLINIC, DENTAL, NOW, TODAY, YEAR, ink, snapshot

CONSENT = Consent("家长", Relationship.MOTHER, ink(), 3_000, "d" * 64, "zh", "consent/1", NOW, "O-1")


def _treated() -> Visit:
    visit = Visit("V-1", Stage.IN_TREATMENT, TODAY, CHILD, "POL-1", DENTAL.code)
    for code in ("PV07", "BS07"):
        visit = visits.with_line(visit, CATALOGUE, code, ("55",), None)
    return visits.hand_to_desk(visit)


def bill_of(visit: Visit) -> FrozenBill:
    """Return the visit's bill as it would be frozen."""
    facts = snapshot()
    result = split(DENTAL, YEAR, facts.standing(), bill_input(visit, facts, CATALOGUE, CLINIC.brand))
    lines = tuple(
        BillLine(one.item, "名", "name", CATALOGUE.item(one.item).category, one.teeth, one.qty, one.unit_fen)
        for one in visit.lines
    )
    return FrozenBill(
        "B-1", visit.id, CLINIC, "T-1", TODAY, CHILD, "POL-1", DENTAL.code, "计划", None, lines, 0, False,
        result, False, 1, NOW, False, "O-1", NOW,
    )  # fmt: skip


def payment(fen: int, tender: Tender = Tender.CASH, number: int = 1) -> Payment:
    """Return a payment of an exact amount; its id goes with amount and number."""
    return Payment(f"P-{fen}-{number}", f"260521-T1-{number:04d}", tender, fen, NOW, "王敏")


TREATED = _treated()
SIGNED = visits.sign(visits.freeze(TREATED, bill_of(TREATED), "d" * 64), CONSENT)
