"""Eligibility and quotes: what a terminal may ask without changing anything."""

from dataclasses import replace

from clinic_terminal.contract.eligibility import EligibilityAnswer, EligibilityRequest, SnapshotMessage
from clinic_terminal.contract.quotes import PoolAnswer, QuoteAnswer, QuoteRequest
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.member import CardOutcome
from clinic_terminal.sandbox.policies import find_policy, policies_of, snapshot_of
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.refusals import (
    CardRefusedError,
    ChainMismatchError,
    QuoteRefusedError,
    RefusedError,
)
from clinic_terminal.sandbox.splitting import own_bill, own_split, part_answers, totals_answer


def eligibility_of(
    practice: Practice, caller: Caller, request: EligibilityRequest, *, other_edition: bool = False
) -> EligibilityAnswer:
    """Return one signed snapshot a policy; none where member or second factor do not fit.

    Raises RefusedError where nobody is named, CardRefusedError, ChainMismatchError for another clinic.
    ``other_edition`` makes the snapshots name a plan that no terminal has: a fault for training.
    """
    if request.clinic not in {None, caller.clinic}:
        raise ChainMismatchError(field="clinic")
    member = _member_asked(practice, request)
    child = practice.world.people.get(member)
    states = policies_of(practice, member)
    if child is None or request.birth_date not in {None, child.birth_date}:
        states = []
    snapshots = [snapshot_of(practice, state, caller.clinic, practice.clock()) for state in states]
    if other_edition:
        snapshots = [replace(snapshot, plan=f"{snapshot.plan}-NEXT") for snapshot in snapshots]
    keys = practice.keys
    return EligibilityAnswer(
        snapshots=[
            SnapshotMessage.from_domain(snapshot).signed(keys.signing, keys.signing_kid)
            for snapshot in snapshots
        ],
        server_time=practice.signed_time(),
    )


def quote_of(practice: Practice, caller: Caller, request: QuoteRequest) -> QuoteAnswer:
    """Return the insurer's split of a bill that does not exist yet; raises QuoteRefusedError."""
    state = find_policy(practice, f"{request.member}/{request.policy}")
    if state is None:
        raise QuoteRefusedError("There is no such member or policy.", "policy")
    try:
        bill = own_bill(
            practice,
            state,
            caller.clinic,
            day=request.day,
            lines=[(line.item, line.unit_fen, line.qty, line.discount_fen) for line in request.lines],
            booking_ref=request.booking_ref,
            self_pay=request.self_pay,
            discount_fen=request.discount_fen,
        )
        result = own_split(practice, state, bill)
    except DomainError as error:
        raise QuoteRefusedError(f"Code: {error.code}.", error.field) from error
    return QuoteAnswer(
        status=result.status,
        lines=list(part_answers(result)),
        totals=totals_answer(result.totals),
        pool=PoolAnswer(before_fen=result.pool_before, after_fen=result.pool_after),
        snapshot_version=state.version,
        server_time=practice.signed_time(),
    )


def _member_asked(practice: Practice, request: EligibilityRequest) -> str:
    member = request.member
    if request.card and practice.read_card is not None:
        reading = practice.read_card(request.card, practice.clock())
        if reading.claims is None or reading.outcome is not CardOutcome.OK:
            raise CardRefusedError(f"Reason: {reading.outcome}.", "card")
        if _is_revoked(practice, reading.claims.serial) or member not in {None, reading.claims.member}:
            raise CardRefusedError(field="card")
        member = reading.claims.member
    if member is None:
        raise RefusedError("A card or a member number is needed.", "member")
    return member


def _is_revoked(practice: Practice, serial: str) -> bool:
    return practice.database.row("SELECT 1 FROM revocations WHERE serial = ?", serial) is not None
