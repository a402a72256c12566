"""The content of a signed bill as the service manager reads it (the form of domain.bill.content)."""

from typing import Annotated, Any

from pydantic import Field, ValidationError

from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.errors import ContractError, NotCanonicalError
from clinic_terminal.contract.split import LARGEST_QUANTITY
from clinic_terminal.contract.values import (
    Code,
    Day,
    Fen,
    MemberNumber,
    Message,
    PolicyNumber,
)
from clinic_terminal.domain.adjudication import SplitStatus


class BillRefusedError(ContractError):
    """The content is no bill; ``place`` names the first field at fault."""

    code = "BILL_REFUSED"

    def __init__(self, place: str) -> None:
        super().__init__(f"The content is no bill: {place}.")
        self.place = place


class BillClinic(Message):
    """The branch that bills."""

    id: Code
    brand: Code


class BillMember(Message):
    """The child that was treated."""

    number: MemberNumber


class BillPolicy(Message):
    """The policy that is billed."""

    number: PolicyNumber
    plan: Code


class BillPart(Message):
    """One sub-line as the guardian signed it; amounts in fen."""

    billed_fen: Fen
    not_covered_fen: Fen
    deductible_fen: Fen
    coinsurance_fen: Fen
    over_limit_fen: Fen
    penalty_fen: Fen
    insurer_fen: Fen
    guardian_fen: Fen


class BillContentLine(Message):
    """One treatment."""

    item: Code
    qty: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
    unit_fen: Fen
    discount_fen: Fen = 0
    parts: Annotated[list[BillPart], Field(min_length=1, max_length=3)]


class BillTotals(Message):
    """What the guardian signed, in fen."""

    billed_fen: Fen
    insurer_fen: Fen
    guardian_fen: Fen
    on_site_fen: Fen
    online_fen: Fen
    claim_fen: Fen


class BillContent(Message):
    """A signed bill; names and figures that the service manager does not need are left out."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    clinic: BillClinic
    date: Day
    member: BillMember
    policy: BillPolicy
    booking_ref: str | None
    discount_fen: Fen
    self_pay: bool
    status: SplitStatus
    lines: Annotated[list[BillContentLine], Field(max_length=1000)]
    totals: BillTotals

    @property
    def chain(self) -> str:
        """The key of the member's acts: member and policy."""
        return f"{self.member.number}/{self.policy.number}"

    def is_consistent(self) -> bool:
        """Tell whether the bill adds up: prices to parts, parts to totals, insurer and guardian to billed."""
        parts = [part for line in self.lines for part in line.parts]
        gross = sum(line.unit_fen * line.qty - line.discount_fen for line in self.lines)
        totals = self.totals
        return (
            all(part.billed_fen == part.insurer_fen + part.guardian_fen for part in parts)
            and totals.billed_fen == sum(part.billed_fen for part in parts) == gross - self.discount_fen
            and totals.insurer_fen == sum(part.insurer_fen for part in parts)
            and totals.guardian_fen == sum(part.guardian_fen for part in parts)
            and totals.guardian_fen == totals.on_site_fen + totals.online_fen
            and totals.claim_fen == totals.insurer_fen + totals.online_fen
        )


def read_bill(content: dict[str, Any]) -> BillContent:
    """Read a bill's content; raises BillRefusedError."""
    try:
        return BillContent.model_validate_json(canonical_bytes(content))
    except ValidationError as error:
        raise BillRefusedError(".".join(str(step) for step in error.errors()[0]["loc"])) from error
    except NotCanonicalError as error:
        raise BillRefusedError("") from error
