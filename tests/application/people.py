"""Who comes to the desk in these tests, what it looks at, and the usual way of a visit."""

import json
from datetime import UTC, datetime
from typing import Any

from clinic_terminal.application import check_in, settlement, signing, treatment
from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity, IdentityDoubt
from clinic_terminal.domain.member import CardClaims, CardMode, CardPolicy, Sex
from clinic_terminal.domain.visit import CardSource, Visit
from tests.build import CHILD, NOW, TODAY, YEAR, ink
from tests.terminal import CLERK, Bench

TYPED = Identified(CHILD.member, CardSource.NUMBER)
NIGHT = datetime(2026, 12, 31, tzinfo=UTC)
CLAIMS = CardClaims(
    "practice", CHILD.member, NIGHT, NIGHT, NIGHT, "00" * 8, CHILD.name, CHILD.birth_date, Sex.UNKNOWN,
    (CardPolicy("POL-1", "DENTAL-2021", YEAR.start, YEAR.end),), CardMode.STATIC,
)  # fmt: skip
SCANNED = Identified(CHILD.member, CardSource.CARD, "DB1:X", "k", CLAIMS)
SEEN = Identity(IdDocument.HUKOU)
NUMBER = "110101201901010017"
DOUBTED = Identity(IdDocument.RESIDENT_ID, NUMBER, (IdentityDoubt.SEX,))
AGREED = DataConsent(Relationship.MOTHER, "data/2", NOW)
REFUSED = DataConsent(Relationship.MOTHER, "data/2", NOW, given=False)


def verified(bench: Bench) -> Verification:
    """Return what the desk finds of the child today."""
    return check_in.verify(bench.terminal, TYPED, TODAY)


def let_in(bench: Bench, identity: Identity = SEEN, **more: Any) -> Visit:  # noqa: ANN401  as `admit`
    """Let the child in under its first policy."""
    found = verified(bench)
    return check_in.admit(bench.terminal, CLERK, found, found.policies[0], identity, **more)


Lines = tuple[tuple[str, tuple[str, ...]], ...]
USUAL: Lines = (("PV07", ("55",)), ("BS07", ("55",)))
SIGNING = Signing("练习家长", Relationship.MOTHER, ink(), 3_000, "zh")


def to_settle(bench: Bench, lines: Lines = USUAL, policy: int = 0) -> str:
    """Let the child in, treat it, hand it to the desk; return the visit's id."""
    found = verified(bench)
    visit = check_in.admit(bench.terminal, CLERK, found, found.policies[policy], SEEN, to_chair=True)
    for code, teeth in lines:
        treatment.add_item(bench.terminal, CLERK, visit.id, code, teeth)
    treatment.hand_to_desk(bench.terminal, CLERK, visit.id)
    return visit.id


def signed(bench: Bench, visit_id: str, *, online: bool = True) -> Visit:
    """Freeze the bill and have the guardian sign it."""
    frozen = settlement.freeze(bench.terminal, CLERK, visit_id, online=online)
    return signing.sign(bench.terminal, CLERK, visit_id, frozen.digest, SIGNING)


def audited(bench: Bench) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the deeds of the audit log: operator, deed, facts."""
    with bench.store.read() as uow:
        rows = uow.audit._connection.execute("SELECT operator, act, facts FROM audit ORDER BY seq").fetchall()
    return [(operator, deed, json.loads(facts)) for operator, deed, facts in rows]
