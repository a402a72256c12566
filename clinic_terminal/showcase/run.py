"""Open the program: on the clinic's own data, or on the practice world."""

import sys
from pathlib import Path

from clinic_terminal.application.failures import NotEnrolledError
from clinic_terminal.bootstrap.practice import default_home, open_practice_world
from clinic_terminal.bootstrap.program import Program, open_program, start_log
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import default_paths


def run_real() -> int:
    """Open the program on the clinic's data; raises NotEnrolledError before the first start is done."""
    paths = default_paths()
    start_log(paths)
    program = open_program(paths)
    try:
        with program.store.read() as uow:
            if uow.memory.enrolment() is None:
                raise NotEnrolledError
        return _show(program, practice=False)
    finally:
        program.close()


def run_practice(home: Path | None) -> int:
    """Open the program on the practice world in ``home``, which goes on where it was left."""
    world = open_practice_world(home or default_home())
    start_log(world.program.paths)
    try:
        sys.stdout.write(f"E-cards to open or drag into the window: {world.cards}\n")
        return _show(world.program, practice=True)
    finally:
        world.close()


def practice_hint() -> str:
    """Return the practice operators' names and PINs, to be shown in practice only."""
    return " · ".join(f"{operator.name} {operator.pin}" for operator in load_world().operators)


def _show(program: Program, *, practice: bool) -> int:
    from clinic_terminal.showcase.opened import OpenProgram
    from clinic_terminal.ui.start import make_application

    application = make_application()
    opened = OpenProgram(program, practice=practice, hint=practice_hint() if practice else "")
    opened.start()
    try:
        return application.exec()
    finally:
        opened.close()
