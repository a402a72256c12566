"""Signed bills: checked, split anew, and booked."""

import json
from dataclasses import replace
from datetime import date

from clinic_terminal.contract.acts import ActEnvelope, AnswerState, BillSignedPayload, TotalsAnswer
from clinic_terminal.contract.bills import BillContent, BillRefusedError, read_bill
from clinic_terminal.contract.canonical import digest
from clinic_terminal.domain.adjudication import BillInput, Reason, Split, SplitStatus, sets_lock
from clinic_terminal.domain.eligibility import Lock
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.plan import Category
from clinic_terminal.sandbox.letters import letters_of, use_letter
from clinic_terminal.sandbox.outcome import Outcome, outcome, rejected
from clinic_terminal.sandbox.policies import PolicyState, counters_text, find_policy, save_policy
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.refusals import ChainMismatchError, RefusedError
from clinic_terminal.sandbox.splitting import letter_use, own_bill, own_split, part_answers, totals_answer


def judge_bill(
    practice: Practice, caller: Caller, envelope: ActEnvelope, payload: BillSignedPayload
) -> Outcome:
    """Judge and book a signed bill; raises RefusedError, ChainMismatchError for a bill of another chain."""
    bill = _read(payload)
    if bill.chain != envelope.chain or bill.clinic.id != caller.clinic:
        raise ChainMismatchError(field="payload.bill")
    forged = _forgery(payload, bill)
    if forged:
        return rejected(forged)
    state = find_policy(practice, envelope.chain)
    if state is None:
        return rejected("MEMBER_UNKNOWN")
    if bill.policy.plan != state.plan:
        return rejected("PLAN_MISMATCH", state.version)
    if practice.database.row("SELECT id FROM acts WHERE bill = ?", bill.id):
        return rejected("BILL_EXISTS", state.version)
    if bill.status is SplitStatus.NO_DIRECT_BILLING:
        return _record(bill, state)
    return _judge_direct(practice, caller, envelope, bill, state)


def _read(payload: BillSignedPayload) -> BillContent:
    try:
        return read_bill(payload.bill)
    except BillRefusedError as error:
        raise RefusedError(field=f"payload.bill.{error.place}") from error


def _forgery(payload: BillSignedPayload, bill: BillContent) -> str:
    if digest(payload.bill) != payload.bill_digest:
        return "BILL_DIGEST_WRONG"
    if digest(payload.consent.strokes) != payload.consent.strokes_digest:
        return "CONSENT_INVALID"
    return "" if bill.is_consistent() else "BILL_INCONSISTENT"


def _record(bill: BillContent, state: PolicyState) -> Outcome:
    """Keep a bill that the family pays whole: nothing is posted, so a claim in it is a contradiction."""
    if bill.totals.claim_fen:
        return rejected("BILL_INCONSISTENT", state.version)
    return outcome(
        AnswerState.ACCEPTED,
        "RECORDED",
        totals=TotalsAnswer(**dict(bill.totals)),
        version=state.version,
        effect=json.dumps({"posted": None}),
        bill=bill.id,
    )


def _judge_direct(
    practice: Practice, caller: Caller, envelope: ActEnvelope, bill: BillContent, state: PolicyState
) -> Outcome:
    known = practice.world.catalogue.items
    unknown = next((line.item for line in bill.lines if line.item not in known), None)
    if unknown is not None:
        return rejected("ITEM_UNKNOWN", state.version, item=unknown)
    try:
        request = own_bill(
            practice,
            state,
            caller.clinic,
            day=bill.date,
            lines=[(line.item, line.unit_fen, line.qty, line.discount_fen) for line in bill.lines],
            booking_ref=bill.booking_ref,
            self_pay=bill.self_pay,
            discount_fen=bill.discount_fen,
        )
        result = own_split(practice, state, request)
    except DomainError:
        return rejected("BILL_INCONSISTENT", state.version)
    if result.status is not SplitStatus.PAID:
        return _refuse_gate(state, result.gate)
    return _book(practice, caller, envelope, bill, state, request, result)


def _refuse_gate(state: PolicyState, gate: Reason | None) -> Outcome:
    if gate is None or gate is Reason.SELF_PAY_CHOSEN:
        return rejected("BILL_INCONSISTENT", state.version)
    lock = state.lock
    return rejected(
        gate.value,
        state.version,
        start=state.period.start.isoformat(),
        end=state.period.end.isoformat(),
        brand=lock.brand_name if lock else "",
        since=lock.since.isoformat() if lock else "",
    )


def _book(  # noqa: PLR0913, PLR0917  everything that booking touches
    practice: Practice,
    caller: Caller,
    envelope: ActEnvelope,
    bill: BillContent,
    state: PolicyState,
    request: BillInput,
    result: Split,
) -> Outcome:
    plan = practice.world.plans[state.plan]
    clinic = practice.world.clinics[caller.clinic]
    locks = sets_lock(plan, state.standing(), clinic.brand, result)
    lock = Lock(clinic.brand, clinic.brand_name, bill.date, envelope.id) if locks else state.lock
    letters = _take_letters(
        practice, state, request, letter_use(plan, state.used.covered_fen, request, result)
    )
    _add_records(practice, envelope, clinic.name, bill.date, request, result)
    saved = save_policy(
        practice, replace(state, used=state.used.plus(result.posted), lock=lock), caller.clinic
    )
    effect = json.dumps(
        {"posted": counters_text(result.posted), "locked": locks, "letters": letters}, ensure_ascii=False
    )
    totals = totals_answer(result.totals)
    same = totals.model_dump() == bill.totals.model_dump() and bill.status is SplitStatus.PAID
    return outcome(
        AnswerState.ACCEPTED if same else AnswerState.ADJUSTED,
        "ACCEPTED" if same else "ADJUSTED",
        facts={"insurer": yuan(result.totals.insurer), "guardian": yuan(result.totals.guardian)},
        lines=() if same else part_answers(result),
        totals=totals,
        version=saved.version,
        effect=effect,
        bill=bill.id,
    )


def _take_letters(
    practice: Practice, state: PolicyState, request: BillInput, use: dict[int, int]
) -> dict[str, int]:
    """Take each line's authorised part from the letter with most left, and return what each letter gave."""
    taken: dict[str, int] = {}
    for number, fen in use.items():
        item = request.lines[number - 1].item
        letters = letters_of(practice.database, state.chain)
        best = max(letters, key=lambda letter: letter.left_for(item, request.date))
        amount = min(fen, best.left_for(item, request.date))
        use_letter(practice.database, best.number, amount)
        taken[best.number] = taken.get(best.number, 0) + amount
    return taken


def _add_records(  # noqa: PLR0913, PLR0917  the columns of a visit record
    practice: Practice, envelope: ActEnvelope, clinic: str, day: date, request: BillInput, result: Split
) -> None:
    """Add one visit record per category of the bill (H1:150-152)."""
    sums: dict[Category, int] = {}
    for part in result.parts:
        category = request.lines[part.line - 1].category
        if category is not Category.NOT_COVERED:
            sums[category] = sums.get(category, 0) + part.insurer
    for category, insurer_fen in sums.items():
        practice.database.run(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)",
            envelope.chain,
            envelope.id,
            day.isoformat(),
            clinic,
            category.value,
            insurer_fen,
        )
