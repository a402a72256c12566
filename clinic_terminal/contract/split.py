"""The case format of the split: one JSON object a line in, one result a line out.

Money is integer fen, rates are integer basis points, dates are YYYY-MM-DD. Floats, strings and
booleans in the place of numbers are refused.
"""

from collections.abc import Iterable, Iterator
from datetime import date as Date  # noqa: N812  the field `date` would hide the type
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from clinic_terminal.domain import adjudication as rules
from clinic_terminal.domain import plan as plans
from clinic_terminal.domain.errors import DomainError

LARGEST_FIGURE_FEN = 100_000_000_000
LARGEST_QUANTITY = 100_000

Fen = Annotated[int, Field(ge=0, le=LARGEST_FIGURE_FEN)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
Units = Annotated[int, Field(ge=0, le=LARGEST_QUANTITY)]
Code = Annotated[str, Field(min_length=1, max_length=64)]


class Message(BaseModel):
    """A frozen message with strict types; unknown keys are ignored so that newer senders are understood."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class DeductibleMessage(Message):
    """An amount that the family pays first, and where it starts anew."""

    fen: Fen
    scope: plans.DeductibleScope


class PreauthMessage(Message):
    """When a guarantee letter is needed, and what its absence costs."""

    enabled: bool
    big_exam_unit_fen: Fen
    cumulative_fen: Fen
    penalty_bp: BasisPoints
    penalty_position: plans.PenaltyPosition
    penalty_base: plans.PenaltyBase


class CollectMessage(Message):
    """Where the family pays its in-scope share."""

    self_pay: plans.SelfPay


class BrandLockMessage(Message):
    """Whether the first brand binds, and the brands that are exempt."""

    enabled: bool
    exempt: list[Code]


class FirstVisitMessage(Message):
    """Whether the hotline must book the first visit."""

    booking_required: bool


class PlanMessage(Message):
    """The rules of a plan edition as the split needs them."""

    code: Code
    pool_fen: Fen
    coinsurance_bp: dict[plans.Category, BasisPoints]
    sublimit_fen: dict[plans.Category, Fen]
    deductible: DeductibleMessage
    frequency: dict[str, Units]
    preauth: PreauthMessage
    collect: CollectMessage
    brand_lock: BrandLockMessage
    first_visit: FirstVisitMessage

    def to_domain(self) -> plans.Plan:
        """Return the plan as the rules take it."""
        return plans.Plan(
            code=self.code,
            pool_fen=self.pool_fen,
            coinsurance_bp=dict(self.coinsurance_bp),
            sublimit_fen=dict(self.sublimit_fen),
            deductible=plans.Deductible(self.deductible.fen, self.deductible.scope),
            frequency=dict(self.frequency),
            preauth=plans.Preauth(**dict(self.preauth)),
            self_pay=self.collect.self_pay,
            brand_lock=plans.BrandLockRule(self.brand_lock.enabled, frozenset(self.brand_lock.exempt)),
            booking_required=self.first_visit.booking_required,
        )


class PolicyMessage(Message):
    """The days on which the policy is in force, both included."""

    start: Date
    end: Date


class StateMessage(Message):
    """What the policy period has used so far, the lock and the card."""

    pool_used_fen: Fen
    covered_fen: Fen
    category_used_fen: dict[plans.Category, Fen]
    deductible_used_fen: Fen
    units_used: dict[str, Units]
    brand_lock: Code | None
    card: rules.CardState

    def to_domain(self) -> rules.Standing:
        """Return the standing as the rules take it."""
        used = rules.Counters(
            self.pool_used_fen,
            self.covered_fen,
            dict(self.category_used_fen),
            self.deductible_used_fen,
            dict(self.units_used),
        )
        return rules.Standing(used, self.brand_lock, self.card)


class LineMessage(Message):
    """One line of the bill."""

    item: Code
    category: plans.Category
    unit_fen: Fen
    qty: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
    surgery: bool
    exam: bool
    approved_fen: Fen | None


class BillMessage(Message):
    """The bill to split."""

    date: Date
    brand: Code
    booking_ref: str | None
    self_pay: bool
    discount_fen: Fen
    network: list[plans.Category] | None
    lines: Annotated[list[LineMessage], Field(max_length=1000)]

    def to_domain(self) -> rules.BillInput:
        """Return the bill as the rules take it."""
        return rules.BillInput(
            date=self.date,
            brand=self.brand,
            lines=tuple(rules.LineInput(**dict(line)) for line in self.lines),
            booking_ref=self.booking_ref,
            self_pay=self.self_pay,
            discount_fen=self.discount_fen,
            network=None if self.network is None else frozenset(self.network),
        )


class SplitCase(Message):
    """One case: everything that the split needs."""

    plan: PlanMessage
    policy: PolicyMessage
    state: StateMessage
    bill: BillMessage


_CASE: TypeAdapter[SplitCase] = TypeAdapter(SplitCase)
_CODES = {
    "json_invalid": "NOT_JSON",
    "missing": "MISSING",
    "enum": "UNKNOWN_VALUE",
    "greater_than_equal": "NEGATIVE",
    "less_than_equal": "TOO_LARGE",
    "too_long": "TOO_LARGE",
    "string_too_long": "TOO_LARGE",
    "string_too_short": "EMPTY",
}


def result_message(result: rules.Split) -> dict[str, Any]:
    """Return a split in the form of ``expect`` in the worked examples."""
    return {
        "status": result.status.value,
        "lines": [part_message(part) for part in result.parts],
        "totals": {
            "billed_fen": result.totals.billed,
            "insurer_fen": result.totals.insurer,
            "guardian_fen": result.totals.guardian,
            "on_site_fen": result.totals.on_site,
            "online_fen": result.totals.online,
            "claim_fen": result.totals.claim,
        },
        "pool": {"before_fen": result.pool_before, "after_fen": result.pool_after},
    }


def part_message(part: rules.Part) -> dict[str, Any]:
    """Return one sub-line in the form of the worked examples."""
    return {
        "line": part.line,
        "item": part.item,
        "billed_fen": part.billed,
        "not_covered_fen": part.not_covered,
        "deductible_fen": part.deductible,
        "coinsurance_fen": part.coinsurance,
        "over_limit_fen": part.over_limit,
        "penalty_fen": part.penalty,
        "insurer_fen": part.insurer,
        "guardian_fen": part.guardian,
        "reasons": [reason.value for reason in part.reasons],
    }


def adjudicate(text: bytes | str) -> dict[str, Any]:
    """Split one case given as JSON; a case that cannot be adjudicated gives ``{"error": {...}}``."""
    try:
        case = _CASE.validate_json(text)
        period = rules.PolicyPeriod(case.policy.start, case.policy.end)
        return result_message(
            rules.split(case.plan.to_domain(), period, case.state.to_domain(), case.bill.to_domain())
        )
    except ValidationError as error:
        return _refusal_of_form(error)
    except DomainError as error:
        return {"error": {"code": error.code, "field": error.field, "message": str(error)}}


def adjudicate_lines(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Split each non-empty line; the answers come in order."""
    return (adjudicate(line) for line in lines if line.strip())


def _refusal_of_form(error: ValidationError) -> dict[str, Any]:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    code = _CODES.get(first["type"], "WRONG_TYPE")
    return {"error": {"code": code, "field": place, "message": f"{first['msg']}."}}
