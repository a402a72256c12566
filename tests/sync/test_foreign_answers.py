"""What a gateway, a firewall or a proxy answers in JSON judges no act and stops nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, AnswerClass, QueueRow
from clinic_terminal.application.failures import CentralSessionError, CentralUnreachableError
from clinic_terminal.application.line import Line, LineKeeper
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.sync import batches
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Reply
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Step, Uploader
from tests.build import snapshot
from tests.fakes.ports import SetClock, chances
from tests.sync.altered import Alter, AlteredWire, with_data
from tests.sync.conftest import Joined
from tests.terminal import Bench, make_bench

TOGETHER = "POST /v1/acts:batch"
NO_ROUTE = {"message": "no Route matched with those values"}


@dataclass(frozen=True)
class Behind:
    """A terminal whose requests to a real server pass something that answers in its place."""

    joined: Joined
    wire: AlteredWire
    bench: Bench
    clock: SetClock
    keeper: LineKeeper
    uploader: Uploader

    def acts(self, count: int) -> list[Act]:
        policies = self.joined.server.world.policies(self.joined.server.today)
        made = [_note(self.joined, policies[number].chain, number) for number in range(count)]
        with self.bench.store.begin() as uow:
            for act in made:
                uow.queue.add(act)
        return made

    def row(self, act: Act) -> QueueRow:
        with self.bench.store.read() as uow:
            row = uow.queue.get(act.id)
        assert row is not None
        return row

    def says(self, path: str, status: int, data: dict[str, Any]) -> None:
        self.wire.alter[path] = _saying(status, data)

    def goes_on(self) -> None:
        self.wire.alter.clear()
        for _ in range(40):
            self.clock.advance(301)
            while self.uploader.step() not in {Step.IDLE, Step.WAITING, Step.PAUSED}:
                pass


def _saying(status: int, data: dict[str, Any]) -> Alter:
    return lambda reply: with_data(replace(reply, status=status), data)


def _note(joined: Joined, chain: str, number: int) -> Act:
    act_id, now = UuidIds().new(), datetime.now(UTC)
    body, digest = seal(
        act_id=act_id,
        kind="NOTE",
        chain=chain,
        terminal=joined.enrolment.terminal,
        created_at=now,
        sequence=number + 1,
        payload={"text": "hello"},
        evidence={},
    )
    return Act(act_id, ActKind.NOTE, chain, "V", now, body, digest, 0)


@pytest.fixture
def behind(joined: Joined, tmp_path: Path) -> Iterator[Behind]:
    bench = make_bench(tmp_path, snapshot())
    wire, clock = AlteredWire(joined.server.url), SetClock(datetime.now(UTC))
    sign_in = SignIn(Identity(joined.enrolment.terminal, joined.key), SystemClock(), UuidIds())
    keeper = LineKeeper(clock)
    central = WatchedCentral(HttpCentral(wire, sign_in, joined.enrolment.root_key), keeper)
    central.changes("")
    uploader = Uploader(bench.store, central, clock, chances([0.5]), "me")
    yield Behind(joined, wire, bench, clock, keeper, uploader)
    bench.store.close()


@pytest.mark.parametrize(
    ("status", "data"),
    [
        pytest.param(404, NO_ROUTE, id="no-route"),
        pytest.param(404, {"code": "NOT_FOUND", "title": "nothing here"}, id="not-found"),
        pytest.param(404, {"code": 404, "message": "gone"}, id="number"),
        pytest.param(400, {"error": "Bad Request"}, id="bad-request"),
        pytest.param(403, {"message": "blocked by policy"}, id="firewall"),
        pytest.param(401, {"error": "proxy login required"}, id="proxy"),
    ],
)
def test_a_redeployed_gateway_parks_nothing_and_everything_is_booked_afterwards(
    behind: Behind, status: int, data: dict[str, Any]
) -> None:
    acts = behind.acts(6)
    behind.says("/v1/acts", status, data)
    for _ in range(8):
        behind.uploader.step()
        behind.clock.advance(20)
    assert {behind.row(act).state for act in acts} == {ActState.READY}
    assert behind.keeper.state.line is Line.OFFLINE
    behind.goes_on()
    assert {behind.row(act).state for act in acts} == {ActState.ACCEPTED}
    assert sorted(behind.joined.booked()) == sorted(act.id for act in acts)


@pytest.mark.parametrize("status", [401, 403])
def test_a_firewall_that_dislikes_one_act_delays_the_others_by_a_single_attempt(
    behind: Behind, status: int
) -> None:
    disliked, *others = behind.acts(6)

    def refuse(reply: Reply) -> Reply:
        return _saying(status, {"message": "blocked"})(reply)

    behind.wire.alter[f"/v1/acts/{disliked.id}"] = refuse
    behind.wire.alter["/v1/acts:batch"] = refuse
    assert behind.uploader.step() is Step.WAITING
    del behind.wire.alter["/v1/acts:batch"]
    behind.clock.advance(10)
    for _ in range(8):
        behind.uploader.step()
        behind.clock.advance(10)
    assert {behind.row(act).state for act in others} == {ActState.ACCEPTED}
    assert (behind.row(disliked).state, behind.row(disliked).last_error) == (ActState.READY, f"HTTP_{status}")
    assert behind.row(disliked).attempts > 1


@pytest.mark.parametrize(
    ("status", "code", "answer_class"),
    [
        (401, "TOKEN_REFUSED", AnswerClass.SESSION),
        (401, "TOKEN_EXPIRED", AnswerClass.SESSION),
        (401, "ASSERTION_REFUSED", AnswerClass.SESSION),
        (403, "TERMINAL_REVOKED", AnswerClass.SESSION),
        (401, "TERMINAL_UNKNOWN", AnswerClass.SESSION),
        (403, "FORBIDDEN", AnswerClass.TRANSIENT),
        (400, "NOT_JSON", AnswerClass.ITEM),
        (400, "HOST_REFUSED", AnswerClass.TRANSIENT),
        (404, "ACT_UNKNOWN", AnswerClass.ITEM),
        (409, "", AnswerClass.ITEM),
        (413, "BODY_TOO_LARGE", AnswerClass.ITEM),
        (422, "", AnswerClass.ITEM),
        (410, "", AnswerClass.TRANSIENT),
    ],
)
def test_only_the_contracts_own_words_judge_an_act_or_the_session(
    behind: Behind, status: int, code: str, answer_class: AnswerClass
) -> None:
    (act,) = behind.acts(1)
    behind.says(f"/v1/acts/{act.id}", status, {"code": code} if code else {})
    assert behind.uploader.central.put_act(act).answer_class is answer_class


@pytest.mark.parametrize("path", ["/v1/changes", "/v1/token"])
def test_a_firewalls_no_is_no_word_of_the_server_that_this_terminal_was_revoked(
    behind: Behind, path: str
) -> None:
    sign_in = SignIn(Identity(behind.joined.enrolment.terminal, behind.joined.key), SystemClock(), UuidIds())
    central = HttpCentral(behind.wire, sign_in, behind.joined.enrolment.root_key)
    behind.says(path, 403, {"message": "blocked"})
    with pytest.raises(CentralUnreachableError) as blocked:
        central.changes("")
    assert blocked.value.cause == "HTTP_403"
    behind.says(path, 403, {"code": "TERMINAL_REVOKED"})
    with pytest.raises(CentralSessionError):
        central.changes("")


def test_batches_are_tried_again_after_a_gateway_did_not_know_their_address(
    behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AGAIN_AFTER", 4)
    acts = behind.acts(9)
    central = behind.uploader.central
    behind.says("/v1/acts:batch", 404, NO_ROUTE)
    assert [one.state for one in central.put_batch(acts[:3])] == [ActState.ACCEPTED] * 3
    behind.wire.alter.clear()
    for some in (acts[3:5], acts[5:7], acts[7:9]):
        assert [one.state for one in central.put_batch(some)] == [ActState.ACCEPTED] * 2
    assert behind.wire.asked.count(TOGETHER) == 1 + 2


def test_an_item_that_a_gateway_did_not_know_is_tried_again(behind: Behind) -> None:
    acts = behind.acts(3)

    def one_unknown(reply: Reply) -> Reply:
        items = list(reply.data["answers"])
        items[1] = {"status": 404, "id": acts[1].id, "problem": {"title": "no Route", "status": 404}}
        return with_data(reply, {"answers": items})

    behind.wire.alter["/v1/acts:batch"] = one_unknown
    said = behind.uploader.central.put_batch(acts)
    assert [one.answer_class for one in said] == [
        AnswerClass.FINAL, AnswerClass.TRANSIENT, AnswerClass.FINAL,
    ]  # fmt: skip
