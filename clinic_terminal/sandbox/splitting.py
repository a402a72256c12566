"""The practice server's own split, from its own state and catalogue."""

from collections.abc import Iterable
from datetime import date

from clinic_terminal.contract.acts import PartAnswer, TotalsAnswer
from clinic_terminal.contract.split import part_message
from clinic_terminal.domain.adjudication import BillInput, LineInput, Part, Reason, Split, Totals, split
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.plan import Plan
from clinic_terminal.sandbox.policies import PolicyState, snapshot_of
from clinic_terminal.sandbox.practice import Practice

PricedLine = tuple[str, int, int, int]
"""Item code, fen per unit, units, fen off the line."""

_LETTERLESS = (Reason.PREAUTH_ABSENT, Reason.PREAUTH_EXCEEDED)


def own_bill(  # noqa: PLR0913  what a split depends on, each of another kind
    practice: Practice,
    state: PolicyState,
    clinic: str,
    *,
    day: date,
    lines: Iterable[PricedLine],
    booking_ref: str | None,
    self_pay: bool,
    discount_fen: int,
) -> BillInput:
    """Return a bill as the server sees it: categories, letters and network are its own.

    Raises UnknownItemError, NegativeAmountError.
    """
    snapshot = snapshot_of(practice, state, clinic, practice.clock())
    return BillInput(
        date=day,
        brand=practice.world.clinics[clinic].brand,
        lines=tuple(_line(practice, snapshot, line, day) for line in lines),
        booking_ref=booking_ref or state.booking_ref,
        self_pay=self_pay,
        discount_fen=discount_fen,
        network=frozenset(snapshot.categories_on(day)),
    )


def own_split(practice: Practice, state: PolicyState, bill: BillInput) -> Split:
    """Return the split from the policy's present standing; raises BillNotSplittableError."""
    return split(practice.world.plans[state.plan], state.period, state.standing(), bill)


def part_answers(result: Split) -> tuple[PartAnswer, ...]:
    """Return the parts as they are answered."""
    return tuple(PartAnswer(**part_message(part)) for part in result.parts)


def totals_answer(totals: Totals, sign: int = 1) -> TotalsAnswer:
    """Return totals as they are answered; ``sign`` -1 for what a void gives back."""
    return TotalsAnswer(
        billed_fen=sign * totals.billed,
        insurer_fen=sign * totals.insurer,
        guardian_fen=sign * totals.guardian,
        on_site_fen=sign * totals.on_site,
        online_fen=sign * totals.online,
        claim_fen=sign * totals.claim,
    )


def letter_use(plan: Plan, covered_before: int, bill: BillInput, result: Split) -> dict[int, int]:
    """Return what each line (1-based) takes of its letter: the authorised part where a trigger fired."""
    if not plan.preauth.enabled:
        return {}
    use: dict[int, int] = {}
    covered = covered_before
    for number, line in enumerate(bill.lines, 1):
        parts = [part for part in result.parts if part.line == number and _is_covered(part)]
        covered += sum(part.billed for part in parts)
        if line.approved_fen is not None and _needs_letter(plan, line, covered):
            use[number] = sum(part.billed for part in parts if not set(part.reasons) & set(_LETTERLESS))
    return use


def _line(practice: Practice, snapshot: Snapshot, line: PricedLine, day: date) -> LineInput:
    code, unit_fen, qty, off = line
    item = practice.world.catalogue.item(code)
    approved = snapshot.approved_for(code, day)
    return LineInput(code, item.category, unit_fen, qty, item.surgery, item.exam, approved, off)


def _is_covered(part: Part) -> bool:
    return part.not_covered == 0 and part.billed > 0


def _needs_letter(plan: Plan, line: LineInput, covered: int) -> bool:
    rule = plan.preauth
    big_exam = line.exam and line.unit_fen >= rule.big_exam_unit_fen
    return line.surgery or big_exam or covered > rule.cumulative_fen
