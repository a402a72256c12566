"""Which days have acts: from midnight to midnight in China, with when the last of each was settled."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.store.store import open_store
from tests.store.parts import KEY, StillClock, act

MIDNIGHT = datetime.fromisoformat("2026-05-20T16:00:00Z")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
FINAL = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}")


def test_days_begin_and_end_at_midnight_in_china(tmp_path: Path) -> None:
    store = open_store(tmp_path / "t.db", KEY, StillClock())
    times = (MIDNIGHT - DAY, MIDNIGHT - SECOND, MIDNIGHT, MIDNIGHT + DAY - SECOND, MIDNIGHT + 3 * DAY)
    with store.begin() as uow:
        for number, at in enumerate(times, 1):
            uow.queue.add(replace(act(number, chain=f"M{number}/P"), created_at=at))
    with store.read() as uow:
        found = uow.statements.days_with_acts(MIDNIGHT - DAY, MIDNIGHT + 3 * DAY)
    assert found == {date(2026, 5, 20): None, date(2026, 5, 21): None}
    store.close()


def test_the_latest_answer_of_a_day_counts(tmp_path: Path) -> None:
    store = open_store(tmp_path / "t.db", KEY, StillClock())
    with store.begin() as uow:
        for number in range(1, 4):
            uow.queue.add(replace(act(number, chain=f"M{number}/P"), created_at=MIDNIGHT))
        for row, at in zip(uow.queue.lease("tests", MIDNIGHT, 60, 2), (2 * DAY, DAY), strict=True):
            uow.queue.settle(row, FINAL, MIDNIGHT + at)
    with store.read() as uow:
        found = uow.statements.days_with_acts(MIDNIGHT, MIDNIGHT + DAY)
    assert found == {date(2026, 5, 21): MIDNIGHT + 2 * DAY}
    store.close()
