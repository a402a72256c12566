"""Open the program: on the clinic's own data, or on the practice world."""

import sys
from collections.abc import Callable
from pathlib import Path

from clinic_terminal.showcase.display import require_screen
from clinic_terminal.showcase.entrance import Entrance, House
from clinic_terminal.ui.start import make_application


def run_real() -> int:
    """Open the program on the clinic's data; what stands in the way is shown in its window."""
    return _show(open_real, practice=False)


def run_practice(home: Path | None) -> int:
    """Open the program on the practice world in ``home``, which goes on where it was left."""
    return _show(lambda: open_practice(home), practice=True)


def open_real() -> House:
    """Open the clinic's own data; raises NotEnrolledError before the first start is done."""
    from clinic_terminal.application.failures import NotEnrolledError
    from clinic_terminal.bootstrap.program import open_program, start_log
    from clinic_terminal.settings import default_paths

    paths = default_paths()
    start_log(paths)
    program = open_program(paths)
    with program.store.read() as uow:
        enrolled = uow.memory.enrolment() is not None
    if not enrolled:
        program.close()
        raise NotEnrolledError
    return House(program, program.close)


def open_practice(home: Path | None) -> House:
    """Open the practice world with its server."""
    from clinic_terminal.bootstrap.practice import default_home, open_practice_world
    from clinic_terminal.bootstrap.program import start_log

    world = open_practice_world(home or default_home())
    start_log(world.program.paths)
    sys.stdout.write(f"E-cards to open or drag into the window: {world.cards}\n")
    return House(world.program, world.close, practice_hint())


def practice_hint() -> str:
    """Return the practice operators' names and PINs, to be shown in practice only."""
    from clinic_terminal.sandbox.world import load_world

    return " · ".join(f"{operator.name} {operator.pin}" for operator in load_world().operators)


def _show(open_house: Callable[[], House], *, practice: bool) -> int:
    require_screen()
    application = make_application()
    entrance = Entrance(open_house, practice=practice)
    entrance.start()
    try:
        return application.exec()
    finally:
        entrance.close()
