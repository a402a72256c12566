"""Days to compare, in the turns of the sync thread: a few a turn, and an act waits for one at most."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from clinic_terminal.application.acts import Act, ActKind, Answer
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Changes, Statement
from clinic_terminal.application.reconciliation_days import note_last_days
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.loop import DAYS_A_TURN, Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.reconcile import Reconciler
from clinic_terminal.sync.upload import Uploader
from tests.build import NOW, TODAY, snapshot
from tests.fakes.ports import FakeCentral, chances
from tests.sync.daily import back
from tests.terminal import make_bench


def test_an_act_waits_for_one_day_at_most_and_a_turn_compares_a_few(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, snapshot())
    asked: list[object] = []

    class Central(FakeCentral):
        def statement(self, day: date) -> Statement:
            asked.append(day)
            if len(asked) == 1:
                act = Act("A-1", ActKind.NOTE, "M/P", "V", NOW, b"{}", "d" * 64, 0, Counters(0))
                with bench.store.begin() as uow:
                    uow.queue.add(act)
            return super().statement(day)

        def put_act(self, act: Act) -> Answer:
            asked.append(act.id)
            return super().put_act(act)

        def changes(self, cursor: str) -> Changes:
            return Changes(cursor, more=False, server_time=NOW)

    with bench.store.begin() as uow:
        note_last_days(uow, TODAY)
    keeper = LineKeeper(bench.clock)
    watched = WatchedCentral(Central(), keeper)
    terminal = replace(bench.terminal, central=watched)
    steps = Steps(
        Uploader(bench.store, watched, bench.clock, chances([1.0]), "me", most=1),
        Downloader(bench.store, watched, bench.clock),
        Prefetcher(terminal),
        Reconciler(terminal),
    )
    loop = SyncLoop(steps, keeper, bench.clock, lambda: None)
    loop.turn()
    first, *rest = back(*range(DAYS_A_TURN))
    assert asked == [first, "A-1", *rest]
    loop.turn()
    assert asked[DAYS_A_TURN + 1 :] == back(5, 6, 7, 8, 9)
    loop.stop()
    bench.store.close()
