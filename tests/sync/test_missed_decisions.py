"""A decision that could not be believed when it came: a person is told of it, and it is fetched once more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.day_comparison import DayComparison, NextStep
from clinic_terminal.application.follow_up import open_follow_ups
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.ports import CentralApi, Changes, Unbelieved
from clinic_terminal.application.reconciliation import compare_day
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.upload import Step
from tests.practice import TIMEOUT, PracticeServer
from tests.whole_desk import XIAOLU, WholeDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WholeDesk]:
    server = PracticeServer(tmp_path / "server").start()
    (tmp_path / "terminal").mkdir()
    made = WholeDesk(tmp_path / "terminal", server, XIAOLU)
    yield made
    made.close()
    server.stop()


class Unbelieving:
    """A line on which no decision can be believed."""

    def __init__(self, central: CentralApi) -> None:
        self._central = central

    def changes(self, cursor: str) -> Changes:
        page = self._central.changes(cursor)
        left_out = tuple(Unbelieved("DECISION", "BAD_FORM", one.digest) for one in page.decisions)
        return replace(page, decisions=(), unbelieved=left_out)

    def fetch(self, desk: WholeDesk) -> None:
        """Fetch all changes."""
        downloader = Downloader(desk.store, self, desk.terminal.clock)  # type: ignore[arg-type]  # asked for changes alone
        while downloader.step():
            pass


def _posted(desk: WholeDesk, path: str, body: object) -> None:
    answer = requests.post(f"{desk.server.url}/sandbox/{path}", json=body, timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text


def _compared(desk: WholeDesk) -> DayComparison:
    return compare_day(desk.terminal, desk.server.today)


def _night(desk: WholeDesk) -> None:
    """Let what was compared have been compared yesterday."""
    with desk.store.begin() as uow:
        known = uow.statements.get(desk.server.today)
        assert known is not None
        uow.statements.put(replace(known, compared_at=known.compared_at - timedelta(days=1)))


def _cursor(desk: WholeDesk) -> str:
    with desk.store.read() as uow:
        return uow.memory.freshness().cursor


def _matters(desk: WholeDesk) -> list[Matter]:
    with desk.store.read() as uow:
        return sorted(one.matter for one in open_follow_ups(uow))


def test_a_decision_that_was_passed_over_is_told_the_next_day_and_fetched_once_more(desk: WholeDesk) -> None:
    act = desk.bill(desk.server.world.member_of("RETURNING")).act
    _posted(desk, "faults", {"faults": [{"kind": "PENDING"}]})
    assert desk.send()[0] is Step.SETTLED
    _posted(desk, "decisions", {"act": act})
    unbelieving = Unbelieving(desk.terminal.central)
    unbelieving.fetch(desk)
    place = _cursor(desk)
    for _ in range(2):
        assert [one.step for one in _compared(desk).differences] == [NextStep.WAIT]
        unbelieving.fetch(desk)
    assert (_cursor(desk), _matters(desk)) == (place, [])
    _night(desk)
    assert [one.step for one in _compared(desk).differences] == [NextStep.CALL]
    assert (_cursor(desk), _matters(desk)) == ("", [Matter.STATEMENT])
    unbelieving.fetch(desk)
    for _ in range(3):
        _night(desk)
        assert [one.step for one in _compared(desk).differences] == [NextStep.CALL]
        assert (_cursor(desk), is_pending(desk.row(act))) == (place, True)
    with desk.store.begin() as uow:
        uow.memory.set_freshness(replace(uow.memory.freshness(), cursor=""))
    desk.fetch()
    assert (desk.row(act).state, desk.row(act).decided) == (ActState.REJECTED, True)
    assert _matters(desk) == [Matter.REJECTED, Matter.STATEMENT]
    assert _compared(desk).equal


def test_a_decision_that_can_be_believed_by_now_counts_when_it_comes_again(desk: WholeDesk) -> None:
    act = desk.bill(desk.server.world.member_of("RETURNING")).act
    _posted(desk, "faults", {"faults": [{"kind": "PENDING"}]})
    assert desk.send()[0] is Step.SETTLED
    _posted(desk, "decisions", {"act": act, "approved_fen": 1})
    Unbelieving(desk.terminal.central).fetch(desk)
    _compared(desk)
    desk.fetch()
    assert is_pending(desk.row(act))
    _night(desk)
    _compared(desk)
    desk.fetch()
    assert (desk.row(act).state, desk.row(act).decided) == (ActState.ACCEPTED, True)
    assert _compared(desk).equal
