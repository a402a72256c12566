"""A decision is kept, and the downloads go on, though an act's body cannot be read any more."""

from pathlib import Path

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.follow_up import open_follow_ups
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.application.ports import Changes, Decision
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from tests.build import NOW
from tests.fakes.ports import FakeCentral, SetClock
from tests.sync.test_lost_bodies import LONG, Filled
from tests.terminal import KEY

ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}")
DECLINED = Answer(AnswerClass.FINAL, ActState.REJECTED, "BILL_DECLINED", receipt=b"{}")
NOT_VOIDABLE = Answer(AnswerClass.FINAL, ActState.REJECTED, "NOT_VOIDABLE", receipt=b"{}")


def _act(number: int, kind: ActKind) -> Act:
    """Return an act of one visit, whose body lies on pages of its own."""
    body = f"{number}".encode() * LONG
    return Act(f"act-{number}", kind, "M/P", "V", NOW, body, f"{number}" * 64, 100 if number == 1 else 0)


BILL, VOID = _act(1, ActKind.BILL_SIGNED), _act(2, ActKind.BILL_VOIDED)


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """Return a closed database with a bill that was taken in and its void that was refused."""
    made = Filled(tmp_path / "clinic.db", [BILL, VOID])
    store = open_store(made.path, KEY, SetClock())
    with store.begin() as uow:
        for act, said in ((BILL, ACCEPTED), (VOID, NOT_VOIDABLE)):
            uow.queue.add(act)
            (row,) = uow.queue.lease("me", NOW, 60)
            assert uow.queue.settle(row, said, NOW)
    store.close()
    return made


def _cannot_be_read(store: SqlStore, act: Act) -> bool:
    try:
        with store.read() as uow:
            uow.queue.get(act.id)
    except StoreFailedError:
        return True
    return False


@pytest.mark.parametrize("lost", [BILL, VOID], ids=["its own body", "the body of its void"])
@pytest.mark.parametrize(("said", "matters"), [(ACCEPTED, [Matter.STATEMENT]), (DECLINED, [])])
def test_a_decision_is_kept_and_the_place_in_the_changes_moves_on(
    filled: Filled, lost: Act, said: Answer, matters: list[Matter]
) -> None:
    page = filled.pages_of(lost)[0]
    filled.spoil(page, lambda whole: bytes([whole[0] ^ 1]) + whole[1:])
    store = SqlStore(filled.path, KEY)
    assert _cannot_be_read(store, lost)
    decision = Decision(BILL.id, BILL.digest, said)
    changes = Changes("after", more=False, server_time=NOW, decisions=(decision,))
    Downloader(store, FakeCentral(pages=[changes]), SetClock()).step()
    with store.read() as uow:
        assert uow.memory.freshness().cursor == "after"
        assert uow.decisions.get(BILL.id) == decision
        (row,) = uow.act_list.of_ids((BILL.id,))
        assert [one.matter for one in open_follow_ups(uow)] == matters
    assert (row.state, row.decided) == (said.state, True)
    store.close()


def test_what_a_child_used_is_still_known(filled: Filled) -> None:
    filled.spoil(filled.pages_of(BILL)[0], lambda whole: bytes([whole[0] ^ 1]) + whole[1:])
    store = SqlStore(filled.path, KEY)
    with store.read() as uow:
        assert [row.act.id for row in uow.queue.of_chain(BILL.chain)] == [BILL.id, VOID.id]
    store.close()


def test_a_decision_on_other_content_or_on_an_act_of_another_terminal_is_not_kept(filled: Filled) -> None:
    store = SqlStore(filled.path, KEY)
    others = (Decision(BILL.id, "0" * 64, DECLINED), Decision("act-9", BILL.digest, DECLINED))
    changes = Changes("after", more=False, server_time=NOW, decisions=others)
    Downloader(store, FakeCentral(pages=[changes]), SetClock()).step()
    with store.read() as uow:
        assert [uow.decisions.get(one.act) for one in others] == [None, None]
        assert uow.memory.freshness().cursor == "after"
    store.close()
