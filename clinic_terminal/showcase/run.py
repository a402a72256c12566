"""Open the program: on the clinic's own data, or on the practice world."""

import sys
from collections.abc import Callable
from pathlib import Path

from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.settings import Paths, Settings, SettingsError, default_paths, load_settings
from clinic_terminal.showcase.display import require_screen
from clinic_terminal.showcase.entrance import Entrance, House, PracticeWay
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.uncaught import Uncaught


def run_real() -> int:
    """Open the program on the clinic's data; what stands in the way is shown in its window."""
    return _show(open_real, default_paths(), practice=False)


def run_practice(home: Path | None) -> int:
    """Open the program on the practice world in ``home``, which goes on where it was left."""
    from clinic_terminal.bootstrap.practice import default_home, terminal_in

    place = home or default_home()
    return _show(lambda: open_practice(place), terminal_in(place), practice=True)


def open_real() -> House:
    """Open the clinic's own data; raises NotEnrolledError before the first start is done."""
    from clinic_terminal.application.failures import NotEnrolledError
    from clinic_terminal.bootstrap.first_start import is_unfinished, lacks_set_up
    from clinic_terminal.bootstrap.program import open_program, start_log

    paths = default_paths()
    start_log(paths)
    if is_unfinished(paths):
        raise NotEnrolledError
    program = open_program(paths)
    if lacks_set_up(program):
        program.close()
        raise NotEnrolledError
    return House(program, program.close)


def open_practice(home: Path) -> House:
    """Open the practice world with its server."""
    from clinic_terminal.bootstrap.practice import open_practice_world
    from clinic_terminal.bootstrap.program import start_log

    world = open_practice_world(home)
    start_log(world.program.paths)
    sys.stdout.write(f"E-cards to open or drag into the window: {world.cards}\n")
    return House(world.program, world.close, practice_hint())


def practice_hint() -> str:
    """Return the practice operators' names and PINs, to be shown in practice only."""
    from clinic_terminal.sandbox.world import load_world

    return " · ".join(f"{operator.name} {operator.pin}" for operator in load_world().operators)


def look_of(paths: Paths) -> Settings:
    """Return the settings for the first window; the opening says what is wrong with a file of settings."""
    try:
        return load_settings(paths.settings)
    except SettingsError:
        return Settings()


def _show(open_house: Callable[[], House], paths: Paths, *, practice: bool) -> int:
    require_screen()
    look = look_of(paths)
    application = make_application(
        look.mode, scale_percent=int(look.scale), reduced_motion=look.reduced_motion
    )
    lock = DataLock(paths)
    if _is_shown_elsewhere(lock, paths):
        sys.stdout.write("The program is open already; its window was brought to the front.\n")
        return 0
    entrance = Entrance(
        lambda: _opened_alone(open_house, lock, paths),
        practice=practice,
        paths=paths,
        language=look.language,
        practice_way=practice_beside(lock, paths),
    )
    uncaught = Uncaught(entrance.tell)
    uncaught.install()
    entrance.start()
    try:
        return application.exec()
    finally:
        entrance.close()
        lock.release()
        uncaught.restore()


def practice_beside(lock: DataLock, paths: Paths) -> PracticeWay:
    """Return how the first start opens the practice world; the clinic's own data are let go for it."""
    home = paths.data / "practice"
    place = Paths(home / "terminal")

    def open_it() -> House:
        lock.release()
        own_lock = DataLock(place.prepare())
        own_lock.take()
        house = open_practice(home)

        def close() -> None:
            house.close()
            own_lock.release()

        return House(house.program, close, house.hint)

    return PracticeWay(open_it, place)


def _is_shown_elsewhere(lock: DataLock, paths: Paths) -> bool:
    """Say whether another program has these data open and showed its window just now."""
    from clinic_terminal.application.backup_failures import AlreadyOpenError
    from clinic_terminal.ui.first_window import call_first_window, place_of

    try:
        paths.prepare()
        lock.take()
    except AlreadyOpenError:
        return call_first_window(place_of(paths.data))
    except OSError:
        # A folder that cannot be written is explained by the window, like any other trouble of opening.
        return False
    return False


def _opened_alone(open_house: Callable[[], House], lock: DataLock, paths: Paths) -> House:
    """Open while this program alone has the data, after a restoring that was asked for or interrupted."""
    from clinic_terminal.bootstrap.rescue import go_on_restoring

    paths.prepare()
    lock.take()
    go_on_restoring(paths)
    house = open_house()
    house.program.take_over()
    return house
