"""The first start's hands: the note of how far it is, the server, the enrolment, the opened house."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from clinic_terminal.application.first_start import Progress
from clinic_terminal.application.first_start_failures import FirstStartNotKeptError, NothingOfferedError
from clinic_terminal.application.first_start_ports import OpenHouse, ServerFacts, WayOut
from clinic_terminal.application.ports import Clock, Enrolment
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.settings_file import SettingsInFile
from clinic_terminal.bootstrap.wire import ask_for_place, enrolment_in, forget_place, keep_place, lacks_key
from clinic_terminal.options import BY_NAME, Value
from clinic_terminal.settings import Paths, load_settings
from clinic_terminal.store.secret_files import replace as replace_file

NOTE: Final = "first-start.json"


@cache
def _progress() -> TypeAdapter[Progress]:
    """Return what reads and writes the note; made only where there is one: every start asks this module."""
    return TypeAdapter(Progress)


def note_of(paths: Paths) -> Path:
    """Return the file that says how far the first start is; it is there from its first step to its last."""
    return paths.data / NOTE


class SettingUp:
    """Sets up the terminal in ``paths``; whoever calls holds the data's lock.

    ``again``: somebody came back to change things; then nothing is noted, and a start after a power cut
    opens the program as usual. Only then may a terminal that has a place and its key be given another.
    """

    def __init__(self, paths: Paths, clock: Clock | None = None, *, again: bool = False) -> None:
        self._paths = paths
        self._clock = clock or SystemClock()
        self._again = again
        self._offered: Enrolment | None = None

    def progress(self) -> Progress:
        """Return how far it is."""
        try:
            return _progress().validate_json(note_of(self._paths).read_bytes())
        except (OSError, ValidationError):
            return Progress()

    def keep(self, progress: Progress) -> None:
        """Note how far it is; raises FirstStartNotKeptError."""
        if self._again:
            return
        try:
            self._paths.prepare()
            replace_file(note_of(self._paths), _progress().dump_json(progress))
        except OSError as error:
            raise FirstStartNotKeptError from error

    def forget(self) -> None:
        """Throw the note away; raises FirstStartNotKeptError."""
        try:
            note_of(self._paths).unlink(missing_ok=True)
        except OSError as error:
            raise FirstStartNotKeptError from error

    def way_out(self) -> WayOut:
        """Return proxy and certificates as they are set; raises SettingsError."""
        settings = load_settings(self._paths.settings)
        return WayOut(settings.proxy, settings.ca_file)

    def set(self, name: str, value: Value) -> None:
        """Keep one setting; raises SettingsError, OptionError, SettingUnusableError, SettingsNotKeptError."""
        self._paths.prepare()
        keeper = SettingsInFile(self._paths.settings, load_settings(self._paths.settings))
        kept = BY_NAME[name].checked(value)
        keeper.try_out(name, kept)
        if keeper.values[name] != kept:
            keeper.keep({**keeper.values, name: kept})

    def look(self, address: str, way: WayOut) -> ServerFacts:
        """Ask a server whether it is one of ours; raises CentralUnreachableError, ServerCertificateError."""
        from clinic_terminal.sync.first_look import first_look
        from clinic_terminal.sync.http import Link

        return first_look(address, Link(way.proxy, way.ca_file))

    def enrolment(self) -> Enrolment | None:
        """Return where this terminal belongs; raises StoreUnopenableError."""
        return enrolment_in(self._paths, self._clock)

    def lacks_key(self) -> bool:
        """Say whether this terminal has a place but not its key; raises StoreUnopenableError."""
        return lacks_key(self._paths, self._clock)

    def offer(self, address: str, code: str) -> Enrolment:
        """Ask the server for this terminal's place, and note the answer before it is shown."""
        self._offered = None
        place = ask_for_place(self._paths, address, code, self._clock, again=self._again)
        self.keep(replace(self.progress(), address=address, offered=place))
        self._offered = place
        return place

    def refuse(self) -> None:
        """Drop the offered place, and this terminal's key with it."""
        forget_place(self._paths, self._clock)
        self.keep(replace(self.progress(), offered=None))

    def accept(self, enrolment: Enrolment) -> None:
        """Belong there from now on; raises NothingOfferedError where another place was offered."""
        kept = self.enrolment()
        if kept is not None and self._offered is None and kept.terminal == enrolment.terminal:
            return  # the power went after it was kept and before that was noted
        # What was noted before a restoring says nothing about the place that came with the backup.
        if enrolment != (self.progress().offered if kept is None else self._offered):
            raise NothingOfferedError
        keep_place(self._paths, enrolment, self._clock)
        self._offered = None

    def open(self) -> OpenHouse:
        """Open the store and join everything."""
        return open_program(self._paths)


def is_unfinished(paths: Paths) -> bool:
    """Say, before anything is opened, whether the first start has still to be done or to be ended."""
    return note_of(paths).exists() or not paths.database.exists()


def lacks_set_up(program: Program) -> bool:
    """Say whether an opened program belongs nowhere, or nobody can sign in to it."""
    with program.store.read() as uow:
        nobody = not any(person.active for person in uow.memory.operators())
        return nobody or uow.memory.enrolment() is None
