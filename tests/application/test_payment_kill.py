"""The program is killed between a payment and the finish: what was taken is there, and is taken once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from clinic_terminal.application import settlement
from clinic_terminal.application.payments import pay_exactly
from clinic_terminal.domain.visit import Stage
from tests.application.people import signed, to_settle
from tests.architecture.tree import ROOT
from tests.build import snapshot
from tests.terminal import CLERK, make_bench

VICTIM = """
import os, signal, sys
from pathlib import Path
from clinic_terminal.application.payments import Offered, take_payment
from clinic_terminal.domain.payment import Tender
from tests.terminal import CLERK, make_bench

bench = make_bench(Path(sys.argv[1]))
take_payment(bench.terminal, CLERK, sys.argv[2], Offered(Tender.WECHAT, 20_000, "7890"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_right_after_a_payment_loses_nothing_and_takes_nothing_twice(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, snapshot())
    visit_id = to_settle(bench)
    signed(bench, visit_id)
    bench.store.close()
    run = subprocess.run(
        [sys.executable, "-c", VICTIM, str(tmp_path), visit_id],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    again = make_bench(tmp_path, snapshot())
    with again.store.read() as uow:
        visit = uow.visits.get(visit_id)
        assert uow.audit.verify() > 0
    assert [(one.fen, one.reference, one.receipt) for one in visit.payments] == [
        (20_000, "7890", "260521-T1-0001")
    ]
    assert (visit.stage, visit.balance_fen) == (Stage.FROZEN, 15_000)
    whole = pay_exactly(again.terminal, CLERK, visit_id)
    assert whole.payments[1].receipt == "260521-T1-0002"
    done = settlement.finish(again.terminal, CLERK, visit_id).visit
    assert (done.stage, done.paid_fen) == (Stage.DONE, 35_000)
    again.store.close()
