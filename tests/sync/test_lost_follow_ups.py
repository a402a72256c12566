"""What the server said is kept though the table of the matters that wait for a person cannot be read."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.ports import Decision
from clinic_terminal.store.connections import PAGE_BYTES, connect
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.upload import Step, Uploader
from tests.build import NOW
from tests.fakes.ports import FakeCentral, SetClock, chances
from tests.terminal import KEY

SICK = "act-1"
SAID = "clinic_terminal.sync.upload: answers are kept without a follow-up: a page cannot be read"
FAILED = Answer(AnswerClass.TRANSIENT, None, "HTTP_500")
NOT_VOIDABLE = Answer(AnswerClass.FINAL, ActState.REJECTED, "NOT_VOIDABLE", receipt=b"{}", server_time=NOW)
ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}", server_time=NOW)


class OneFails(FakeCentral):
    """Answers ``said`` to one act, and takes all others in."""

    said = FAILED

    def put_act(self, act: Act) -> Answer:
        return self.said if act.id == SICK else ACCEPTED

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        return [self.put_act(act) for act in acts]


def _act(number: int, kind: ActKind = ActKind.NOTE) -> Act:
    return Act(f"act-{number}", kind, f"M-{number}/P", f"V-{number}", NOW, b"{}", f"{number}" * 64, 100)


BILL = replace(_act(1, ActKind.BILL_SIGNED), id="act-0")
"""The bill of the visit of the sick act; a later decision has booked it."""


def _without_follow_ups(path: Path) -> None:
    """Break the first page of the table."""
    connection = connect(path, KEY)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'follow_ups'").fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    connection.close()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * PAGE_BYTES] ^= 1
    path.write_bytes(whole)


def _store_with(path: Path, acts: Sequence[Act], tries: int) -> SqlStore:
    """Return a store in which all acts were sent ``tries`` times already, its follow-ups broken."""
    store = open_store(path, KEY, SetClock())
    with store.begin() as uow:
        uow.memory.set_freshness(replace(uow.memory.freshness(), last_upload=NOW))
        uow.queue.add(BILL)
        assert uow.queue.settle(uow.queue.lease("me", NOW, 60)[0], ACCEPTED, NOW)
        uow.decisions.put(Decision(BILL.id, BILL.digest, ACCEPTED), NOW)
        for act in acts:
            uow.queue.add(act)
        for _ in range(tries):
            for row in uow.queue.lease("me", NOW, 60, len(acts)):
                assert uow.queue.retry_later(row, FAILED, NOW)
    store.close()
    _without_follow_ups(path)
    broken = SqlStore(path, KEY)
    with pytest.raises(StoreFailedError), broken.read() as uow:
        uow.follow_ups.get(SICK)
    return broken


@pytest.mark.parametrize("tries", [0, 1])
@pytest.mark.parametrize(
    ("kind", "said", "state"),
    [
        (ActKind.NOTE, FAILED, ActState.READY),
        (ActKind.BILL_VOIDED, NOT_VOIDABLE, ActState.REJECTED),
    ],
)
def test_what_was_answered_counts_and_the_others_go_on(
    tmp_path: Path, error_log: list[str], kind: ActKind, said: Answer, state: ActState, tries: int
) -> None:
    acts = [_act(1, kind), _act(2), _act(3)]
    store = _store_with(tmp_path / "clinic.db", acts, tries)
    central, clock = OneFails(), SetClock()
    central.said = said
    uploader = Uploader(store, central, clock, chances([0.5] * 20), "me")
    for _ in range(6):
        if uploader.step() is Step.IDLE:
            break
    with store.read() as uow:
        states = uow.act_list.states(tuple(act.id for act in acts))
        sick = next(iter(uow.act_list.of_ids((SICK,))))
    store.close()
    assert states == {SICK: state, "act-2": ActState.ACCEPTED, "act-3": ActState.ACCEPTED}
    assert sick.attempts == tries + 1
    is_told = tries > 0 or kind is ActKind.BILL_VOIDED
    assert (SAID in error_log) == is_told
    error_log.clear()
