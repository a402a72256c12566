"""The invariants I1 to I11 of a run, each as a check of its own over what is found afterwards.

I12, the same trace for the same seed, is a matter of two runs (``runner.repeated``).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Self

from clinic_terminal.application.acts import UNSENT, ActKind, ActState, QueueRow
from clinic_terminal.contract.acts import AnswerState
from clinic_terminal.contract.values import instant_text
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.visit import Stage
from clinic_terminal.simulation import people
from clinic_terminal.simulation.books import Booked
from clinic_terminal.simulation.evidence import MOST_ROWS, Evidence, Found
from clinic_terminal.simulation.journal import Journal
from clinic_terminal.simulation.machine import LIMITS, Program

FINAL: Final = (ActState.ACCEPTED, ActState.ADJUSTED, ActState.REJECTED)
_BOOKED: Final = (AnswerState.ACCEPTED, AnswerState.ADJUSTED)
Findings = Iterator[tuple[bool, str]]
"""For each thing looked at, whether it holds and the sentence if it does not."""


@dataclass(slots=True)
class Inspection:
    """How often each invariant was looked at, and what broke."""

    checks: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def look(self, name: str, findings: Findings) -> None:
        """Count the findings of one invariant and keep what does not hold."""
        for holds, sentence in findings:
            self.checks[name] += 1
            if not holds:
                self.broken.append(f"{name}: {sentence}")

    def plus(self, other: Self) -> Self:
        """Return both inspections as one."""
        return type(self)(self.checks + other.checks, self.broken + other.broken)


def i1_nothing_is_missing(evidence: Evidence) -> Findings:
    """No acknowledged act is missing here, and none that is settled here is missing at the server."""
    rows, books = evidence.rows, evidence.server.books
    for promise in evidence.journal.promises:
        row = rows.get(promise.act)
        holds = row is not None and row.act.digest == promise.digest
        yield holds, f"act {promise.act} was acknowledged and is not in the queue"
    for row in rows.values():
        if row.state in FINAL:
            booked = books.acts.get(row.act.id)
            holds = booked is not None and booked.envelope["digest"] == row.act.digest
            yield holds, f"act {row.act.id} is {row.state} here and unknown to the server"


def i2_nothing_counts_twice(evidence: Evidence) -> Findings:
    """Each act and each bill is in the ledger once at most, and the ledger makes the counters to the fen."""
    ledger = evidence.server.books.ledger
    per_act = Counter((entry.act, entry.sign) for entry in ledger)
    per_bill = Counter((entry.bill, entry.sign) for entry in ledger)
    for key, count in (per_act + per_bill).items():
        yield count == 1, f"{key} stands {count} times in the ledger"
    for child in evidence.children:
        used = child.used
        for entry in ledger:
            if entry.chain == child.chain:
                used = used.plus(entry.posted, entry.sign)
        policy = evidence.server.books.policies[child.chain]
        yield _same(used, policy.used), f"the counters of policy {child.policy} are not what was booked"
        yield policy.used.pool_fen >= 0, f"the pool of policy {child.policy} was given back too often"
    known = evidence.rows
    for act in evidence.server.books.acts:
        yield act in known, f"the server has act {act}, which no terminal knows"


def _same(left: Counters, right: Counters) -> bool:
    return left.pool_fen == right.pool_fen and dict(left.category_fen) == dict(right.category_fen)


def i3_one_final_state(evidence: Evidence) -> Findings:
    """Every act ends in one visible state, the server's, with its receipt; the rest waits for a person."""
    for row in evidence.rows.values():
        is_final = row.state in FINAL
        yield is_final == (row.settled_at is not None), f"act {row.act.id} is {row.state} and settled or not"
        yield (
            is_final == bool(row.receipt),
            f"act {row.act.id} is {row.state}, and its receipt says otherwise",
        )
        booked = evidence.server.books.acts.get(row.act.id)
        if is_final and row.receipt and booked is not None:
            answer = json.loads(row.receipt)
            holds = (
                row.state.value == booked.verdict.state.value
                and answer["id"] == row.act.id
                and answer["digest"] == row.act.digest
                and answer == json.loads(booked.answer)
            )
            yield holds, f"act {row.act.id} is {row.state} here and {booked.verdict.state} at the server"
            came = booked.verdict.code != "BILL_UNKNOWN"
            yield came, f"void {row.act.id} came to the server before the bill that it takes back"


def i4_all_or_nothing(evidence: Evidence) -> Findings:
    """Visit, queue row and audit row are all there, or all absent."""
    for found in evidence.machines:
        deeds = {(row.act, row.facts.get("act")) for row in found.audit if row.act in {"finish", "void"}}
        for visit in found.visits.values():
            for act, deed in _acts_of(visit.stage, visit.act, visit.voided.act if visit.voided else None):
                yield act in found.rows, f"visit {visit.id} names act {act}, which is not queued"
                yield (deed, act) in deeds, f"visit {visit.id} was closed without the audit row of {deed}"
        yield from _from_the_queue(found, deeds)


def _acts_of(stage: Stage, act: str, void: str | None) -> Iterator[tuple[str, str]]:
    if stage in {Stage.DONE, Stage.VOIDED} and act:
        yield act, "finish"
    if stage is Stage.VOIDED and void:
        yield void, "void"


def _from_the_queue(found: Found, deeds: set[tuple[str, object]]) -> Findings:
    for row in found.rows.values():
        visit = found.visits.get(row.act.visit)
        named = () if visit is None else (visit.act, visit.voided.act if visit.voided else "")
        yield row.act.id in named, f"act {row.act.id} is queued, and its visit does not name it"
        deed = "void" if row.act.kind is ActKind.BILL_VOIDED else "finish"
        yield (deed, row.act.id) in deeds, f"act {row.act.id} is queued without an audit row"
    for deed, act in deeds:
        yield not act or act in found.rows, f"the audit tells of {deed} by act {act}, which is not queued"


def i5_one_content_per_id(evidence: Evidence) -> Findings:
    """Under an id, what was sent is what stands in the queue, bit by bit."""
    rows = evidence.rows
    for act, body in evidence.server.bodies.items():
        row = rows.get(act)
        yield row is not None and row.act.body == body, f"act {act} was sent otherwise than it is kept"


def i6_the_queue_is_empty(evidence: Evidence) -> Findings:
    """Nothing waits any more but what a person has to look at, and what stands behind it in its chain."""
    for found in evidence.machines:
        stopped: set[str] = set()
        for row in found.rows.values():
            if row.state is ActState.PARKED:
                stopped.add(row.act.chain)
            waits = row.state in UNSENT and row.state is not ActState.PARKED
            told = f"act {row.act.id} is still {row.state} after {row.attempts} attempts ({row.last_error})"
            yield not waits or row.act.chain in stopped, told


def i7_poison_parks_alone(evidence: Evidence) -> Findings:
    """Each poisoned act is tried once, and once more each time a person asks for it."""
    for row in evidence.rows.values():
        if row.state is ActState.PARKED:
            holds = evidence.server.poisoned(row.act.id) is not None
            yield holds, f"act {row.act.id} is parked ({row.last_error}), and the server never refused it"
    network = evidence.network
    for act, heard in network.heard.items():
        most = 1 + evidence.journal.retried.get(act, 0) + network.excused[act]
        yield heard <= most, f"poisoned act {act} was refused {heard} times, at most {most} are due"


def i8_no_limit_is_passed(evidence: Evidence) -> Findings:
    """No pool is overdrawn, and the insurer gives a child with one home no less than its bills showed.

    A bill may show too little where an answer was lost: what the insurer adds to it then may be missing from
    the next one, so that all bills of a child until then are looked at together; a void takes out what its
    bill brought in. What is short is told once.
    """
    for policy in evidence.server.books.policies.values():
        holds = policy.used.pool_fen <= people.plan().pool_fen
        yield holds, f"the pool of policy {policy.child.policy} is overdrawn"
    homes = {child.chain: child.home for child in evidence.children}
    ahead: Counter[str] = Counter()
    acts = evidence.server.books.acts
    for act, booked in acts.items():
        chain = booked.envelope["chain"]
        if homes[chain] is None:
            continue
        if booked.verdict.code == "VOIDED":
            ahead[chain] = max(0, ahead[chain] - _paid_above_shown(acts[booked.envelope["payload"]["act"]]))
        elif booked.envelope["kind"] == ActKind.BILL_SIGNED.value:
            ahead[chain] += _paid_above_shown(booked)
            pays = booked.shown_fen + _paid_above_shown(booked)
            told = f"bill {act} showed {booked.shown_fen} fen, and the insurer pays {pays}"
            yield ahead[chain] >= 0, f"{told} ({booked.verdict.code})"
            ahead[chain] = max(0, ahead[chain])


def _paid_above_shown(bill: Booked) -> int:
    """Return how many fen more the insurer pays than ``bill`` showed; below zero where it pays less."""
    is_booked = bill.verdict.state in _BOOKED
    return ((bill.verdict.totals or {}).get("insurer_fen", 0) if is_booked else 0) - bill.shown_fen


def i9_the_screen_tells_the_truth(evidence: Evidence) -> Findings:
    """Kept counters and marks, which the status shows, say what the rows and the server say."""
    for found in evidence.machines:
        unsent = [row for row in found.rows.values() if row.state in UNSENT]
        shown = found.exposure
        yield shown.unsent_count == len(unsent), f"{shown.unsent_count} shown as waiting, {len(unsent)} are"
        parked = sum(row.state is ActState.PARKED for row in unsent)
        yield shown.parked_count == parked, f"{shown.parked_count} shown as parked, {parked} are"
        risk = _at_risk(found)
        yield shown.unsent_fen == risk, f"{shown.unsent_fen} fen shown at risk, {risk} are"
        oldest = min((row.act.created_at for row in unsent), default=None)
        same = (shown.oldest_unsent is None) == (oldest is None)
        yield same, "the oldest act is shown, and none waits; or the other way round"
        yield from _marks(found, evidence)


def _at_risk(found: Found) -> int:
    voided = {row.act.visit for row in found.rows.values() if row.act.kind is ActKind.BILL_VOIDED}
    return sum(
        row.act.amount_fen
        for row in found.rows.values()
        if row.state in UNSENT and row.act.kind is not ActKind.BILL_VOIDED and row.act.visit not in voided
    )


def _marks(found: Found, evidence: Evidence) -> Findings:
    marks, now = found.freshness, evidence.server.now()
    for name in ("last_upload", "last_download", "server_time"):
        moment = getattr(marks, name)
        yield moment is None or moment <= now, f"the mark {name} is ahead of the server's own time"
    heard = [moment for moment in (marks.last_upload, marks.last_download) if moment is not None]
    latest = max(heard, default=None)
    holds = latest is None or (marks.server_time is not None and marks.server_time >= latest)
    yield holds, "the server's time is older than what was heard of it last"
    booked = max(
        (json.loads(row.receipt)["booked_at"] for row in found.rows.values() if row.receipt), default=None
    )
    uploaded = marks.last_upload and instant_text(marks.last_upload)
    yield booked is None or (uploaded or "") >= booked, "the last upload is older than a receipt that is here"


def i10_the_audit_is_whole(evidence: Evidence) -> Findings:
    """No row of the audit log is changed, missing or added."""
    for found in evidence.machines:
        yield found.broken_at is None, f"the audit of machine {found.number} breaks at row {found.broken_at}"


def i11_nobody_is_named(evidence: Evidence) -> Findings:
    """No log line, error text or audit row names a child."""
    said = "\n".join(evidence.journal.spoken)
    audit = "\n".join(str(row) for found in evidence.machines for row in found.audit)
    for child in evidence.children:
        for kind, text in (("a log line or an error text", said), ("the audit", audit)):
            for word in (child.person.name, child.person.member, child.policy):
                yield word not in text, f"{kind} names a child: {word}"


def check_limits_now(program: Program, journal: Journal) -> None:
    """I8 on the way: what waits in the file of ``program``, counted from the rows, keeps the hard limits."""
    with program.store.read() as uow:
        rows = uow.queue.rows(MOST_ROWS, unsent_only=True)
        newest = rows[0] if rows else None
    journal.checks["I8"] += 1
    if newest is None or newest.act.amount_fen <= 0:
        return
    risk = _unsent_fen(rows)
    if risk > LIMITS.unsent_fen[1]:
        journal.breach(f"I8: {risk} fen wait, {LIMITS.unsent_fen[1]} may")
    if len(rows) > LIMITS.unsent_count[1]:
        journal.breach(f"I8: {len(rows)} acts wait, {LIMITS.unsent_count[1]} may")


def check_marks_now(program: Program, machine: int, journal: Journal) -> None:
    """I9 on the way: the mark of the last upload only moves forward."""
    with program.store.read() as uow:
        now = uow.memory.freshness().last_upload
    journal.checks["I9"] += 1
    before = journal.uploads.get(machine)
    if before is not None and (now is None or now < before):
        journal.breach("I9: the mark of the last upload went back")
    if now is not None:
        journal.uploads[machine] = now


def _unsent_fen(rows: list[QueueRow]) -> int:
    voided = {row.act.visit for row in rows if row.act.kind is ActKind.BILL_VOIDED}
    return sum(max(0, row.act.amount_fen) for row in rows if row.act.visit not in voided)


CHECKS: Final[dict[str, Callable[[Evidence], Findings]]] = {
    "I1": i1_nothing_is_missing,
    "I2": i2_nothing_counts_twice,
    "I3": i3_one_final_state,
    "I4": i4_all_or_nothing,
    "I5": i5_one_content_per_id,
    "I6": i6_the_queue_is_empty,
    "I7": i7_poison_parks_alone,
    "I8": i8_no_limit_is_passed,
    "I9": i9_the_screen_tells_the_truth,
    "I10": i10_the_audit_is_whole,
    "I11": i11_nobody_is_named,
}


def inspect(evidence: Evidence) -> Inspection:
    """Run every check."""
    inspection = Inspection(Counter(evidence.journal.checks), list(evidence.journal.broken))
    for name, check in CHECKS.items():
        inspection.look(name, check(evidence))
    return inspection
