"""Each invariant's check finds the breach that is planted for it."""

import json
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import ActState
from clinic_terminal.contract.acts import AnswerState
from clinic_terminal.simulation.evidence import Evidence
from clinic_terminal.simulation.faults import FaultName, Weather
from clinic_terminal.simulation.invariants import inspect
from clinic_terminal.simulation.schedule import draw
from tests.simulation.unjudged import evidence_of


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    weather = Weather({FaultName.POISON: 0.2})
    schedule = draw("planted", 25, 1, frozenset(weather.rates)).in_weather(weather)
    return evidence_of(schedule, Path(tmp_path_factory.mktemp("episode")))


def _first(evidence: Evidence, state: ActState) -> str:
    return next(act for act, row in evidence.rows.items() if row.state is state)


def _with_row(evidence: Evidence, act: str, **changes: object) -> Evidence:
    (found,) = evidence.machines
    row = replace(found.rows[act], **changes)  # type: ignore[arg-type]  # keywords of a test
    return replace(evidence, machines=(replace(found, rows={**found.rows, act: row}),))


def _act_lost_here(evidence: Evidence) -> Evidence:
    (found,) = evidence.machines
    act = evidence.journal.promises[0].act
    rows = {name: row for name, row in found.rows.items() if name != act}
    return replace(evidence, machines=(replace(found, rows=rows),))


def _act_lost_there(evidence: Evidence) -> Evidence:
    del evidence.server.books.acts[_first(evidence, ActState.ACCEPTED)]
    return evidence


def _booked_twice(evidence: Evidence) -> Evidence:
    evidence.server.books.ledger.append(evidence.server.books.ledger[0])
    return evidence


def _other_state(evidence: Evidence) -> Evidence:
    return _with_row(evidence, _first(evidence, ActState.ACCEPTED), state=ActState.REJECTED)


def _no_receipt(evidence: Evidence) -> Evidence:
    return _with_row(evidence, _first(evidence, ActState.ACCEPTED), receipt=b"")


def _false_receipt(evidence: Evidence) -> Evidence:
    act = _first(evidence, ActState.ACCEPTED)
    receipt = json.loads(evidence.rows[act].receipt)
    return _with_row(evidence, act, receipt=json.dumps({**receipt, "code": "OTHER"}).encode())


def _audit_gone(evidence: Evidence) -> Evidence:
    (found,) = evidence.machines
    kept = tuple(row for row in found.audit if row.act != "finish")
    return replace(evidence, machines=(replace(found, audit=kept),))


def _other_content(evidence: Evidence) -> Evidence:
    act = _first(evidence, ActState.ACCEPTED)
    evidence.server.bodies[act] += b" "
    return evidence


def _still_waiting(evidence: Evidence) -> Evidence:
    stopped = {row.act.chain for row in evidence.rows.values() if row.state is ActState.PARKED}
    act = next(act for act, row in evidence.rows.items() if row.act.chain not in stopped)
    return _with_row(evidence, act, state=ActState.READY, settled_at=None, receipt=b"")


def _parked_for_nothing(evidence: Evidence) -> Evidence:
    act = _first(evidence, ActState.ACCEPTED)
    return _with_row(evidence, act, state=ActState.PARKED, settled_at=None, receipt=b"")


def _sent_in_a_circle(evidence: Evidence) -> Evidence:
    evidence.network.heard[_first(evidence, ActState.PARKED)] += 9
    return evidence


def _overdrawn(evidence: Evidence) -> Evidence:
    chain, policy = next(iter(evidence.server.books.policies.items()))
    used = replace(policy.used, pool_fen=10**9)
    evidence.server.books.policies[chain] = replace(policy, used=used)
    return evidence


def _cut(evidence: Evidence) -> Evidence:
    for booked in evidence.server.books.acts.values():
        booked.shown_fen += 1
    return evidence


def _counter_off(evidence: Evidence) -> Evidence:
    (found,) = evidence.machines
    exposure = replace(found.exposure, unsent_fen=found.exposure.unsent_fen + 1)
    return replace(evidence, machines=(replace(found, exposure=exposure),))


def _mark_ahead(evidence: Evidence) -> Evidence:
    (found,) = evidence.machines
    marks = replace(found.freshness, last_upload=evidence.server.now() + timedelta(hours=1))
    return replace(evidence, machines=(replace(found, freshness=marks),))


def _audit_broken(evidence: Evidence) -> Evidence:
    (found,) = evidence.machines
    return replace(evidence, machines=(replace(found, broken_at=3),))


def _named_in_a_log(evidence: Evidence) -> Evidence:
    evidence.journal.spoken.append(f"lost the act of {evidence.children[0].person.name}")
    return evidence


PLANTED = (
    ("I1", _act_lost_here), ("I1", _act_lost_there), ("I2", _booked_twice), ("I3", _other_state),
    ("I3", _no_receipt), ("I3", _false_receipt), ("I4", _audit_gone), ("I4", _act_lost_here),
    ("I5", _other_content), ("I6", _still_waiting), ("I7", _parked_for_nothing), ("I7", _sent_in_a_circle),
    ("I8", _overdrawn), ("I8", _cut), ("I9", _counter_off), ("I9", _mark_ahead), ("I10", _audit_broken),
    ("I11", _named_in_a_log),
)  # fmt: skip


def _copied(evidence: Evidence) -> Evidence:
    """Return evidence whose server, network and journal may be changed without harm to the others."""
    server, journal, network = copy(evidence.server), copy(evidence.journal), copy(evidence.network)
    acts = {act: copy(one) for act, one in server.books.acts.items()}
    policies, ledger = dict(server.books.policies), list(server.books.ledger)
    server.books = replace(server.books, acts=acts, policies=policies, ledger=ledger)
    server.bodies, network.heard, journal.spoken = dict(server.bodies), Counter(network.heard), []
    return replace(evidence, server=server, network=network, journal=journal)


def test_an_honest_run_holds(evidence: Evidence) -> None:
    assert inspect(evidence).broken == []


@pytest.mark.parametrize(("name", "plant"), PLANTED)
def test_a_planted_breach_is_found(
    evidence: Evidence, name: str, plant: Callable[[Evidence], Evidence]
) -> None:
    broken = inspect(plant(_copied(evidence))).broken
    assert name in {sentence.partition(":")[0] for sentence in broken}


def test_what_one_bill_is_short_of_is_not_told_again_of_the_childs_next_bills(evidence: Evidence) -> None:
    planted = _copied(evidence)
    bills = [one for one in planted.server.books.acts.values() if one.envelope["kind"] == "BILL_SIGNED"]
    chains = Counter(one.envelope["chain"] for one in bills)
    first = next(one for one in bills if chains[one.envelope["chain"]] > 1)
    first.shown_fen += 1
    broken = [sentence for sentence in inspect(planted).broken if sentence.startswith("I8")]
    assert len(broken) == 1
    assert first.envelope["id"] in broken[0]


@pytest.mark.parametrize("is_voided", [False, True])
def test_a_void_takes_out_what_its_bill_brought_in(evidence: Evidence, *, is_voided: bool) -> None:
    planted = _copied(evidence)
    acts = planted.server.books.acts
    homes = {child.chain: child.home for child in planted.children}
    bill = next(
        one
        for one in acts.values()
        if one.verdict.state is AnswerState.ACCEPTED
        and one.envelope["kind"] == "BILL_SIGNED"
        and homes[one.envelope["chain"]] is not None
    )
    acts["more"] = replace(bill, shown_fen=bill.shown_fen - 500)
    if is_voided:
        envelope = {**bill.envelope, "kind": "BILL_VOIDED", "payload": {"act": "more"}}
        acts["void"] = replace(bill, envelope=envelope, verdict=replace(bill.verdict, code="VOIDED"))
    acts["less"] = replace(bill, shown_fen=bill.shown_fen + 500)
    broken = [sentence for sentence in inspect(planted).broken if sentence.startswith("I8: bill")]
    assert len(broken) == (1 if is_voided else 0)
