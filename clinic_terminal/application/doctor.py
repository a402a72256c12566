"""The doctor: looks at everything that the clinic's work rests on, and says of each how it is."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from clinic_terminal.application.acts import Freshness
from clinic_terminal.application.backup_ports import Health
from clinic_terminal.application.backups import look_at_backups
from clinic_terminal.application.doctor_devices import (
    judge_cameras,
    judge_fonts,
    judge_printers,
    judge_scanner,
    judge_screen,
)
from clinic_terminal.application.doctor_edition import judge_edition
from clinic_terminal.application.doctor_house import (
    judge_backup,
    judge_database,
    judge_disk,
    judge_key,
    judge_log,
    judge_settings,
    judge_versions,
    judge_words,
)
from clinic_terminal.application.doctor_lines import NOT_LOOKED, Code, Line, State, warning
from clinic_terminal.application.doctor_ports import Probes, Seen, ServerLook
from clinic_terminal.application.doctor_wire import (
    closed,
    judge_certificate,
    judge_clock,
    judge_enrolment,
    judge_queue,
    judge_seal,
    judge_server,
)
from clinic_terminal.application.editions import look_for_update
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.printer_choices import CHOSEN_KINDS, choices_of
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.options import OPTIONS


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at; ``look`` may take seconds and never raises."""

    code: Code
    look: Callable[[], Line]


@dataclass
class Examination:
    """One round of looking. ``terminal`` is None where the database is not open, for ``cause``.

    ``seen``: what only the window's library sees. The server is asked once, for three lines.
    """

    probes: Probes
    terminal: Terminal | None = None
    seen: Seen = field(default_factory=Seen)
    cause: str = ""
    _asked: tuple[ServerLook, datetime] | None = None

    def checks(self) -> tuple[Check, ...]:
        """Return what there is to look at, in the order of the page."""
        looks: dict[Code, Callable[[], Line]] = {
            Code.VERSIONS: lambda: judge_versions(self.probes.versions(), self.seen.qt),
            Code.EDITION: self._edition,
            Code.SETTINGS: lambda: judge_settings(self.probes.settings_problem(), waits=self._waits()),
            Code.DATABASE: lambda: judge_database(self.cause, self._health(), self._now()),
            Code.BACKUP: self._backup,
            Code.DISK: lambda: judge_disk(self.probes.disk()),
            Code.KEY: lambda: judge_key(self.probes.key()),
            Code.ENROLMENT: self._enrolment_line,
            Code.SERVER: lambda: judge_server(self._server(), self._freshness().server_time, self._now()),
            Code.CERTIFICATE: lambda: judge_certificate(self._server(), self._now()),
            Code.CLOCK: self._clock,
            Code.QUEUE: self._queue,
            Code.SEAL: lambda: judge_seal(self.probes.seal(), self._now()),
            Code.PRINTERS: self._printers,
            Code.SCANNER: lambda: judge_scanner(self.probes.scanner()),
            Code.CAMERAS: lambda: judge_cameras(self.seen.cameras),
            Code.SCREEN: lambda: judge_screen(self.seen.screens),
            Code.FONTS: lambda: judge_fonts(self.seen.fonts),
            Code.WORDS: lambda: judge_words(self.probes.words()),
            Code.LOG: lambda: judge_log(self.probes.log()),
        }
        return tuple(Check(code, _calm(code, looks[code])) for code in Code)

    def lines(self) -> Iterator[Line]:
        """Look at everything, one after the other."""
        return (check.look() for check in self.checks())

    def _waits(self) -> bool:
        """Say whether a setting was changed that is in force at the next start only."""
        if self.terminal is None:
            return False
        now, then = self.terminal.settings.values, self.terminal.settings.at_start
        return any(now.get(one.name) != then.get(one.name) for one in OPTIONS if not one.at_once)

    def _now(self) -> datetime:
        return self.probes.wall() if self.terminal is None else self.terminal.clock.now()

    def _health(self) -> Health | None:
        return None if self.terminal is None else self.terminal.backups.health()

    def _freshness(self) -> Freshness:
        if self.terminal is None:
            return Freshness()
        with self.terminal.store.read() as uow:
            return uow.memory.freshness()

    def _enrolment(self) -> Enrolment | None:
        if self.terminal is None:
            return None
        with self.terminal.store.read() as uow:
            return uow.memory.enrolment()

    def _edition(self) -> Line:
        if self.terminal is None:
            return closed(Code.EDITION)
        look = look_for_update(self.terminal)
        schema = ""
        with suppress(Exception):  # the news is worth telling where nobody can see the file's own state
            schema = self.probes.versions().schema
        return judge_edition(look, schema)

    def _backup(self) -> Line:
        terminal = self.terminal
        return judge_backup(None if terminal is None else look_at_backups(terminal, terminal.backups))

    def _enrolment_line(self) -> Line:
        if self.terminal is None and self.cause != "NO_DATABASE":
            return closed(Code.ENROLMENT)
        return judge_enrolment(
            self._enrolment(), has_identity=self.probes.has_identity(), set_address=self.probes.set_address()
        )

    def _server(self) -> ServerLook | None:
        """Ask the server of the enrolment, else of the settings; once."""
        if self._asked is None:
            enrolment = self._enrolment()
            address = self.probes.set_address() or (enrolment.api_url if enrolment else None)
            if not address:
                return None
            look = self.probes.server(address)
            self._asked = (look, self.probes.wall())
        return self._asked[0]

    def _clock(self) -> Line:
        seen = self._server()
        asked_at = self._asked[1] if self._asked else None
        return judge_clock(self.probes.wall(), self._freshness().server_time, seen, asked_at)

    def _queue(self) -> Line:
        return closed(Code.QUEUE) if self.terminal is None else judge_queue(queue_view(self.terminal))

    def _printers(self) -> Line:
        terminal = self.terminal
        if terminal is None:
            return closed(Code.PRINTERS)
        choices = choices_of(terminal)
        addresses = dict.fromkeys(choices.of(kind).printer for kind in CHOSEN_KINDS)
        states = {address: terminal.printers.state(address) for address in addresses}
        return judge_printers(states, len(terminal.printers.found()))


def worst(lines: tuple[Line, ...]) -> State:
    """Return the worst state among the lines."""
    order = (State.FAULT, State.WARNING)
    return next((state for state in order if any(line.state is state for line in lines)), State.OK)


def _calm(code: Code, look: Callable[[], Line]) -> Callable[[], Line]:
    def looked() -> Line:
        try:
            return look()
        except Exception as failure:  # noqa: BLE001  one thing that cannot be seen hides no other
            return warning(code, NOT_LOOKED, {"kind": type(failure).__name__})

    return looked
