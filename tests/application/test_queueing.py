from datetime import timedelta

from clinic_terminal.application.acts import Act, ActKind, Answer, AnswerClass
from clinic_terminal.application.queueing import retry_now
from tests.build import NOW
from tests.terminal import CLERK, Bench


def test_a_waiting_act_is_made_due_and_the_hand_is_audited(bench: Bench) -> None:
    act = Act("01990000-0000-7000-8000-0000000000aa", ActKind.NOTE, "M/P", "V", NOW, b"{}", "d" * 64, 0)
    with bench.store.begin() as uow:
        uow.queue.add(act)
    with bench.store.begin() as uow:
        row = uow.queue.lease("me", NOW, 60)[0]
        uow.queue.retry_later(row, Answer(AnswerClass.TRANSIENT, None, "TIMEOUT"), NOW + timedelta(hours=1))
    with bench.store.begin() as uow:
        assert uow.queue.lease("me", NOW, 60) == []
    assert retry_now(bench.terminal, CLERK, [act.id, "nothing"]) == 1
    with bench.store.begin() as uow:
        assert [row.act.id for row in uow.queue.lease("me", NOW, 60)] == [act.id]
        assert uow.audit.verify() == 1
