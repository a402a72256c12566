"""Acts of a former terminal are taken in on a new one, which heard what became of them before it had them."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.follow_up import open_follow_ups
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.reconciliation import compare_day
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.keeping import Console, import_queue
from clinic_terminal.bootstrap.rescue import Rescue
from clinic_terminal.bootstrap.wire import enrol_terminal
from clinic_terminal.settings import Paths
from clinic_terminal.sync.upload import Step
from tests.bootstrap.test_enrol_again import CODE, NEW_CODE, Clinic
from tests.practice import TIMEOUT, PracticeServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    made = PracticeServer(tmp_path / "server").start()
    yield made
    made.stop()


def _posted(server: PracticeServer, path: str, body: object) -> None:
    answer = requests.post(f"{server.url}/sandbox/{path}", json=body, timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("decision", "state", "matters"),
    [({}, ActState.REJECTED, [Matter.REJECTED]), ({"approved_fen": 1}, ActState.ACCEPTED, [])],
)
def test_a_decision_that_came_before_its_act_was_taken_in_counts_all_the_same(
    server: PracticeServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    decision: dict[str, int],
    state: ActState,
    matters: list[Matter],
) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    old, new = (Clinic(server, Paths(tmp_path / name)) for name in ("old", "new"))
    enrol_terminal(old.paths, server.url, CODE, SystemClock())
    (act,) = old.bills("RETURNING")
    file = tmp_path / "acts.jsonl"
    Rescue(old.paths).export_unsent(file, "")
    _posted(server, "faults", {"faults": [{"kind": "PENDING"}, {"kind": "LOSE_ANSWER", "path": "/v1/acts"}]})
    assert old.send() is Step.WAITING
    _posted(server, "decisions", {"act": act} | decision)
    enrol_terminal(new.paths, server.url, NEW_CODE, SystemClock())
    new.bills()
    assert import_queue(new.paths, file, Console(io.StringIO())) == 0
    assert new.send() is Step.IDLE
    new.bills()
    with new.open() as program, program.store.read() as uow:
        row = uow.queue.get(act)
        found = [one.matter for one in open_follow_ups(uow)]
    assert row is not None
    assert (row.state, row.decided, is_pending(row), found) == (state, True, False, matters)
    with new.open() as program:
        assert compare_day(program.terminal, server.today).equal
