"""The model server's books: policies, acts and what each posted. It remembers acts for ever.

Independent of the practice server: only the split of a bill, no matter of the queue, is the domain's.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clinic_terminal.contract.acts import AnswerState
from clinic_terminal.contract.split import part_message
from clinic_terminal.domain.adjudication import (
    BillInput,
    Counters,
    LineInput,
    Split,
    SplitStatus,
    Standing,
    Totals,
    sets_lock,
    split,
)
from clinic_terminal.domain.eligibility import Lock, Snapshot
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.simulation import people
from clinic_terminal.simulation.people import Child


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy as the server knows it now."""

    child: Child
    used: Counters
    lock: Lock | None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an act: state, code, the insurer's figures, and what it posts and locks."""

    state: AnswerState
    code: str
    totals: dict[str, int] | None = None
    lines: tuple[dict[str, Any], ...] = ()
    posted: Counters | None = None
    locks: bool = False
    version: int | None = None


@dataclass(slots=True)
class Booked:
    """An act that was answered: everything that the server keeps of it."""

    envelope: dict[str, Any]
    verdict: Verdict
    answer: bytes
    clinic: str
    shown_fen: int
    voided_by: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what an act added to a policy, or took away (``sign`` -1)."""

    act: str
    chain: str
    posted: Counters
    sign: int
    bill: str


@dataclass(slots=True)
class Books:
    """Everything that the server remembers."""

    policies: dict[str, Policy]
    acts: dict[str, Booked] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)

    def judge(self, envelope: dict[str, Any], clinic: str) -> Verdict:
        """Judge an act that is new; what it changes of the policy is booked at once."""
        policy = self.policies.get(envelope["chain"])
        if policy is None:
            return Verdict(AnswerState.REJECTED, "MEMBER_UNKNOWN")
        if envelope["kind"] == "BILL_SIGNED":
            return self._bill(policy, envelope, clinic)
        if envelope["kind"] == "BILL_VOIDED":
            return self._void(policy, envelope)
        return Verdict(AnswerState.ACCEPTED, "RECORDED", version=policy.version)

    def _bill(self, policy: Policy, envelope: dict[str, Any], clinic: str) -> Verdict:
        bill = envelope["payload"]["bill"]
        if bill["status"] == SplitStatus.NO_DIRECT_BILLING.value:
            return Verdict(AnswerState.ACCEPTED, "RECORDED", bill["totals"], version=policy.version)
        place = next(one for one in people.CLINICS if one.id == clinic)
        standing = Standing(policy.used, policy.lock.brand if policy.lock else None, policy.child.card)
        try:
            result = split(people.plan(), people.PERIOD, standing, _bill_input(bill, place.brand, policy))
        except DomainError:
            return Verdict(AnswerState.REJECTED, "BILL_INCONSISTENT", version=policy.version)
        if result.status is not SplitStatus.PAID:
            code = result.gate.value if result.gate else "BILL_INCONSISTENT"
            return Verdict(AnswerState.REJECTED, code, version=policy.version)
        locks = sets_lock(people.plan(), standing, place.brand, result)
        day = date.fromisoformat(bill["date"])
        lock = Lock(place.brand, place.brand_name, day, envelope["id"]) if locks else policy.lock
        saved = self._save(replace(policy, used=policy.used.plus(result.posted), lock=lock))
        self.ledger.append(Entry(envelope["id"], envelope["chain"], result.posted, 1, bill["id"]))
        return _booked(bill, result, locks=locks, version=saved.version)

    def _void(self, policy: Policy, envelope: dict[str, Any]) -> Verdict:
        bill = self.acts.get(envelope["payload"]["act"])
        if bill is None or bill.envelope["chain"] != envelope["chain"]:
            return Verdict(AnswerState.REJECTED, "BILL_UNKNOWN", version=policy.version)
        if bill.verdict.state not in {AnswerState.ACCEPTED, AnswerState.ADJUSTED}:
            return Verdict(AnswerState.REJECTED, "NOT_VOIDABLE", version=policy.version)
        if bill.voided_by:
            return Verdict(AnswerState.REJECTED, "ALREADY_VOIDED", version=policy.version)
        bill.voided_by = envelope["id"]
        totals = {name: -fen for name, fen in (bill.verdict.totals or {}).items()} or None
        posted = bill.verdict.posted
        if posted is None:
            return Verdict(AnswerState.ACCEPTED, "VOIDED", totals, version=policy.version)
        release = bill.verdict.locks and envelope["payload"]["reason"] == "ENTRY_ERROR"
        free = release and not self._others(envelope["chain"], bill)
        lock = None if free else policy.lock
        saved = self._save(replace(policy, used=policy.used.minus(posted), lock=lock))
        name = bill.envelope["payload"]["bill"]["id"]
        self.ledger.append(Entry(envelope["id"], envelope["chain"], posted, -1, name))
        return Verdict(AnswerState.ACCEPTED, "VOIDED", totals, version=saved.version)

    def _others(self, chain: str, bill: Booked) -> bool:
        """Tell whether another active bill of the chain rests on the lock."""
        return any(
            one is not bill and one.envelope["chain"] == chain and one.verdict.posted and not one.voided_by
            for one in self.acts.values()
        )

    def _save(self, policy: Policy) -> Policy:
        saved = replace(policy, version=policy.version + 1)
        self.policies[policy.child.chain] = saved
        return saved

    def snapshot(self, policy: Policy, moment: Any) -> Snapshot:  # noqa: ANN401  a datetime
        """Return what terminals are told of a policy."""
        child = policy.child
        return Snapshot(
            person=child.person,
            policy=child.policy,
            plan=people.PLAN,
            plan_name=people.edition().name_zh,
            period=people.PERIOD,
            card=child.card,
            network=people.NETWORK,
            lock=policy.lock,
            booking_ref=child.booking_ref,
            used=policy.used,
            authorisations=(),
            history=(),
            as_of=moment,
            version=policy.version,
        )


def _bill_input(bill: dict[str, Any], brand: str, policy: Policy) -> BillInput:
    lines = tuple(
        LineInput(
            line["item"],
            people.catalogue().item(line["item"]).category,
            line["unit_fen"],
            line["qty"],
            discount_fen=line.get("discount_fen", 0),
        )
        for line in bill["lines"]
    )
    return BillInput(
        date.fromisoformat(bill["date"]),
        brand,
        lines,
        bill["booking_ref"] or policy.child.booking_ref,
        bill["self_pay"],
        bill["discount_fen"],
        frozenset(row.category for row in people.NETWORK),
    )


def _booked(bill: dict[str, Any], result: Split, *, locks: bool, version: int) -> Verdict:
    totals = plain_totals(result.totals)
    same = totals == bill["totals"]
    state = AnswerState.ACCEPTED if same else AnswerState.ADJUSTED
    lines = () if same else tuple(_part(part_message(part)) for part in result.parts)
    return Verdict(state, state.value, totals, lines, result.posted, locks, version)


def _part(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "reasons": [str(reason) for reason in message["reasons"]]}


def plain_totals(totals: Totals) -> dict[str, int]:
    """Return totals as they stand in messages."""
    return {
        "billed_fen": totals.billed,
        "insurer_fen": totals.insurer,
        "guardian_fen": totals.guardian,
        "on_site_fen": totals.on_site,
        "online_fen": totals.online,
        "claim_fen": totals.claim,
    }
