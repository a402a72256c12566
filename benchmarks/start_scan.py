"""Open the clinic's data as `run` does and judge one scanned card; leave when its verdict stands.

``python -m benchmarks.start_scan FOLDER TOKEN``: the terminal's folder and a card's text. No server runs.
"""

import sys
from pathlib import Path

from clinic_terminal.application import check_in
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.rescue import go_on_restoring
from clinic_terminal.settings import Paths

paths = Paths(Path(sys.argv[1]))
with DataLock(paths):
    go_on_restoring(paths)
    program = open_program(paths)
    identified = check_in.identify(program.terminal, sys.argv[2])
    policies = check_in.verify(program.terminal, identified, program.terminal.clock.today()).policies
    print(policies[0].decision.verdict.value)
