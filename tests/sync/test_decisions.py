"""Decisions on acts that were pending: they arrive by the changes and are kept beside the first receipt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.outcomes import PENDING, read_outcome
from clinic_terminal.application.ports import Changes, Decision
from clinic_terminal.bootstrap.clocks import UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.upload import Step
from tests.build import NOW, snapshot
from tests.practice import TIMEOUT, PracticeServer
from tests.terminal import Bench, make_bench
from tests.whole_desk import XIAOLU, WholeDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WholeDesk]:
    server = PracticeServer(tmp_path / "server").start()
    (tmp_path / "terminal").mkdir()
    made = WholeDesk(tmp_path / "terminal", server, XIAOLU)
    yield made
    made.close()
    server.stop()


def _asked(desk: WholeDesk) -> Act:
    """Queue a request for a letter."""
    with desk.store.read() as uow:
        facts = uow.snapshots.of_member(desk.server.world.member_of("RETURNING"))[0]
        enrolment = uow.memory.enrolment()
    assert enrolment is not None
    chain, now = f"{facts.person.member}/{facts.policy}", desk.terminal.clock.now()
    act_id = UuidIds().new()
    body, digest = seal(
        act_id=act_id,
        kind="PREAUTH_REQUESTED",
        chain=chain,
        terminal=enrolment.terminal,
        created_at=now,
        sequence=1,
        payload={"items": ["BS03"], "amount_fen": 50_000},
        evidence={},
    )
    act = Act(act_id, ActKind.PREAUTH_REQUESTED, chain, "V", now, body, digest, 0)
    with desk.store.begin() as uow:
        uow.queue.add(act)
    return act


def _decide(desk: WholeDesk, act: Act, approved_fen: int | None) -> None:
    body = {"act": act.id} | ({} if approved_fen is None else {"approved_fen": approved_fen})
    answer = requests.post(f"{desk.server.url}/sandbox/decisions", json=body, timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text


def _decision(desk: WholeDesk, act: Act) -> Decision | None:
    with desk.store.read() as uow:
        return uow.decisions.get(act.id)


@pytest.mark.parametrize(
    ("approved_fen", "state", "code"),
    [(40_000, ActState.ACCEPTED, "APPROVED"), (None, ActState.REJECTED, "DECLINED")],
)
def test_a_decision_is_kept_beside_the_first_receipt(
    desk: WholeDesk, approved_fen: int | None, state: ActState, code: str
) -> None:
    act = _asked(desk)
    assert desk.send() == [Step.SETTLED, Step.IDLE]
    first = desk.row(act.id)
    said = read_outcome(first.receipt)
    assert said is not None
    assert (first.state, said.state) == (ActState.ACCEPTED, PENDING)
    desk.fetch()
    assert _decision(desk, act) is None
    _decide(desk, act, approved_fen)
    desk.fetch()
    decision = _decision(desk, act)
    assert decision is not None
    assert (decision.answer.state, decision.answer.code) == (state, code)
    assert decision.answer.sentence
    told = read_outcome(decision.answer.receipt)
    assert told is not None
    assert (told.act, told.state) == (act.id, state.value)
    row = desk.row(act.id)
    assert (row.state, row.receipt, row.decided) == (state, decision.answer.receipt, True)
    assert (row.settled_at, row.attempts, first.decided) == (first.settled_at, first.attempts, False)


def test_a_decision_that_comes_before_the_first_answer_waits_for_it(desk: WholeDesk) -> None:
    act = _asked(desk)
    desk.lose_next_answer()
    assert desk.send() == [Step.WAITING]
    _decide(desk, act, None)
    desk.fetch()
    assert _decision(desk, act) is not None
    assert desk.row(act.id).state is ActState.READY


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path, snapshot())
    yield made
    made.store.close()


def _page(*decisions: Decision) -> Changes:
    return Changes("c", more=False, server_time=NOW, decisions=decisions)


def test_a_decision_counts_for_the_very_act_and_is_noted_once(bench: Bench) -> None:
    act = Act(bench.ids.new(), ActKind.PREAUTH_REQUESTED, "M/P", "V", NOW, b"{}", "d" * 64, 0)
    with bench.store.begin() as uow:
        uow.queue.add(act)
    said = Answer(
        AnswerClass.FINAL, ActState.REJECTED, "DECLINED", "未获批准", receipt=b"{}", server_time=NOW
    )
    ours = Decision(act.id, act.digest, said)
    downloader = Downloader(bench.store, bench.central, bench.clock)
    bench.central.pages = [
        _page(replace(ours, act="unknown"), replace(ours, digest="e" * 64)), _page(ours), _page(ours),
    ]  # fmt: skip
    kept: list[Decision | None] = []
    for _ in range(3):
        downloader.step()
        with bench.store.read() as uow:
            kept.append(uow.decisions.get(act.id))
    assert kept == [None, ours, ours]
    with bench.store.read() as uow:
        assert uow.audit.verify() == 1


def test_a_page_that_comes_after_somebody_else_moved_on_is_dropped(bench: Bench) -> None:
    """A thread that hung for minutes must not set the cursor back, nor the clock wrong."""
    heard: list[object] = []
    bench.clock.heard = heard.append  # type: ignore[method-assign, assignment]  # notes instead of setting

    class Slow(type(bench.central)):  # type: ignore[misc]  # a central during whose answer another is faster
        def changes(self, cursor: str) -> Changes:
            del cursor
            bench.clock.advance(600)
            with bench.store.begin() as uow:
                uow.memory.set_freshness(replace(uow.memory.freshness(), cursor="newer"))
            return Changes("older", more=False, server_time=NOW + timedelta(seconds=1), revoked=("aa" * 8,))

    assert Downloader(bench.store, Slow(), bench.clock).step()
    with bench.store.read() as uow:
        assert uow.memory.freshness().cursor == "newer"
        assert uow.memory.revoked() == frozenset()
    assert heard == []


def test_the_clock_is_set_by_a_time_that_differs_by_more_than_the_answer_took(bench: Bench) -> None:
    heard: list[object] = []
    bench.clock.heard = heard.append  # type: ignore[method-assign, assignment]  # notes instead of setting
    later = NOW + timedelta(days=2)
    bench.central.pages = [Changes("c", more=False, server_time=later)]
    Downloader(bench.store, bench.central, bench.clock).step()
    assert heard == [later]
