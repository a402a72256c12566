"""A server that is dead in every way there is: each request ends by its own limit, and says why."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import Act, ActKind, AnswerClass
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.sync.deadline import seconds_left, within
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.signin import Identity, SignIn
from tests.build import NOW
from tests.held_line import HeldLine, Way, refusing_url
from tests.practice import TIMEOUT, PracticeServer

SHORT = Patience(connect_s=5, answer_s=0.4, desk_s=0.4)
LONG = Patience(connect_s=5, answer_s=TIMEOUT, desk_s=0.4)
"""The desk's patience ends long before that of a single exchange."""

BODY, DIGEST = seal(
    act_id="01990000-0000-7000-8000-000000000001", kind="NOTE", chain="M/P", terminal="T-1", created_at=NOW,
    sequence=1, payload={}, evidence={},
)  # fmt: skip
ACT = Act("01990000-0000-7000-8000-000000000001", ActKind.NOTE, "M/P", "V", NOW, BODY, DIGEST, 0)


@pytest.fixture
def nobody() -> Iterator[HeldLine]:
    line = HeldLine(way=Way.HELD)
    yield line
    line.hang_up()


@dataclass(frozen=True)
class Held:
    """A gateway whose line to a real practice server can be held."""

    server: PracticeServer
    line: HeldLine
    sign_in: SignIn
    root_key: str

    def central(self, patience: Patience) -> HttpCentral:
        return HttpCentral(Wire(self.line.url, patience), self.sign_in, self.root_key)

    @property
    def query(self) -> EligibilityQuery:
        return EligibilityQuery(self.server.today, self.server.world.member_of("RETURNING"))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    server = PracticeServer(tmp_path / "server").start()
    line = HeldLine(server.url)
    key = Ed25519PrivateKey.generate()
    enrolment = enrol(Wire(server.url), server.world.activation_code, key)
    sign_in = SignIn(Identity(enrolment.terminal, key), SystemClock(), UuidIds())
    yield Held(server, line, sign_in, enrolment.root_key)
    line.hang_up()
    server.stop()


@pytest.mark.parametrize("way", [Way.HELD, Way.TRICKLE])
def test_a_server_that_takes_the_request_and_never_ends_its_answer_is_given_up(
    nobody: HeldLine, way: Way
) -> None:
    """The trickle would go on for minutes, each byte within every limit of a single wait."""
    nobody.hold(way)
    with pytest.raises(CentralUnreachableError) as given_up:
        Wire(nobody.url, SHORT).send("GET", "/v1/health")
    assert given_up.value.cause == "TIMEOUT"
    assert nobody.requests == 1


def test_a_port_where_nobody_listens_is_no_connection() -> None:
    with pytest.raises(CentralUnreachableError) as refused:
        Wire(refusing_url(), SHORT).send("GET", "/v1/health")
    assert refused.value.cause == "NO_CONNECTION"


def test_a_body_that_trickles_after_whole_headers_is_given_up_too(held: Held) -> None:
    central = held.central(LONG)
    assert central.eligibility(held.query)
    held.line.hold(Way.TRICKLE)
    with pytest.raises(CentralUnreachableError) as given_up:
        central.eligibility(held.query)
    assert given_up.value.cause == "TIMEOUT"


def test_one_question_of_the_desk_has_one_limit_for_all_its_exchanges(held: Held) -> None:
    """Neither sign-in nor keys are known yet: the limit ends the first exchange, and no second begins."""
    held.line.hold()
    with pytest.raises(CentralUnreachableError):
        held.central(LONG).eligibility(held.query)
    assert held.line.requests == 1


def test_what_waits_for_another_threads_sign_in_waits_no_longer_than_its_own_limit(held: Held) -> None:
    held.line.hold()
    slow = threading.Thread(target=lambda: held.central(LONG).put_act(ACT))
    slow.start()
    assert held.line.asked.wait(TIMEOUT)
    with pytest.raises(CentralUnreachableError) as given_up:
        held.central(SHORT).eligibility(held.query)
    assert given_up.value.cause == "TIMEOUT"
    assert held.line.requests == 1
    held.line.release()
    slow.join(TIMEOUT)
    assert not slow.is_alive()


def test_an_act_on_a_dead_line_is_transient(held: Held) -> None:
    held.central(LONG).changes("")
    held.line.hold()
    answer = held.central(SHORT).put_act(ACT)
    assert (answer.answer_class, answer.code) == (AnswerClass.TRANSIENT, "TIMEOUT")


def test_after_a_dead_line_the_next_answer_is_read_whole(held: Held) -> None:
    """What was given up leaves nothing behind that a later answer could be mixed with."""
    central = held.central(LONG)
    assert central.eligibility(held.query)
    held.line.hold()
    with pytest.raises(CentralUnreachableError):
        central.eligibility(held.query)
    held.line.release()
    assert [one.snapshot.person.member for one in central.eligibility(held.query)] == [held.query.member]


def test_an_inner_limit_never_lengthens_the_outer_one() -> None:
    assert seconds_left(7) == 7
    with within(0):
        assert seconds_left(7) == 0
        with within(60):
            assert seconds_left(7) == 0
        with pytest.raises(CentralUnreachableError):
            Wire(refusing_url()).send("GET", "/v1/health")
    with within(1_000), within(5):
        assert 0 < seconds_left(7) <= 5
    assert seconds_left(7) == 7


def test_a_proxy_is_read_under_the_same_limit(nobody: HeldLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", nobody.url)
    monkeypatch.setenv("no_proxy", "")
    nobody.hold(Way.TRICKLE)
    with pytest.raises(CentralUnreachableError) as given_up:
        Wire("http://central.example", SHORT).send("GET", "/v1/health")
    assert given_up.value.cause == "TIMEOUT"
