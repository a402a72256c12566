"""``demo --outage``: a busy hour with a line that drops, a server that goes away, a program that is killed.

Every visit of the hour must stand at the server exactly once, with the amounts that were signed, and the
server must have posted as much to every policy.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Final

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.practice import (
    PracticeServer,
    PracticeWorld,
    open_practice_world,
    terminal_in,
    this_program,
)
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import keep_enrolment
from clinic_terminal.sandbox.faults import FaultKind
from clinic_terminal.showcase import outage_desk as desk
from clinic_terminal.showcase.cut_line import CutLine
from clinic_terminal.showcase.display import some_display
from clinic_terminal.showcase.outage_books import Books, OwnSide, compared, own_side
from clinic_terminal.showcase.outage_report import Hour, as_report
from clinic_terminal.sync.http import Wire

VISITS: Final = 200
KILLS: Final = 5
KEYED_A_LIFE: Final = 8
_SILENT_S: Final = desk.DRAIN_S + 10.0
_FLAP_EVERY: Final = 4
_CUT_EVERY: Final = 6
_CUT_AT: Final = 3
"""The line is cut after the third of every six visits, and mended after the next one."""
_SAY_EVERY: Final = 20
_AWAY: Final = (0.3, 0.7)
_BACK: Final = (0.4, 0.78)
"""At which shares of the hour the server goes away and is there again."""

Fault = Mapping[str, object]
FLAPS: Final[tuple[tuple[Fault, ...], ...]] = (
    ({"kind": FaultKind.LOSE_ANSWER, "path": "/v1/acts", "times": 3},),
    ({"kind": FaultKind.STATUS, "status": 503, "retry_after_s": 1, "times": 4},),
    ({"kind": FaultKind.TRUNCATED_JSON, "path": "/v1/acts", "times": 2},),
    ({"kind": FaultKind.CAPTIVE_PORTAL, "times": 3},),
    ({"kind": FaultKind.DUPLICATE, "path": "/v1/acts", "times": 4},),
    ({"kind": FaultKind.DELAY, "delay_ms": 700, "times": 2}, {"kind": FaultKind.LOSE_ANSWER, "times": 1}),
    ({"kind": FaultKind.STATUS, "status": 429, "times": 3},),
)
"""What the server does to the requests, one after the other, while the visits come in."""


class DeskStuckError(Exception):
    """The desk said nothing for too long, or ended by itself."""

    code = "DESK_STUCK"

    def __init__(self, status: int | None) -> None:
        said = "said nothing for too long" if status is None else f"ended with {status}"
        super().__init__(f"The desk {said}; its words are in desk.log.")


def run_outage(out: Path, *, visits: int = VISITS, kills: int = KILLS, keyed: int = KEYED_A_LIFE) -> int:
    """Play the hour and print the table; 0 only if every act agrees and none is missing."""
    os.environ["CLINIC_TERMINAL_KEYRING"] = "off"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, some_display() as display:
        _say(f"windows on: {display}")
        home = Path(folder)
        world = open_practice_world(home)
        line = CutLine(world.server.url)
        try:
            _call_through(line, home, world)
            before = _listed(world.server.url)["pool_used_fen"]
            hour = _Hour(home, world.server, line, visits, kills, keyed).play()
            after = _listed(world.server.url)
        finally:
            line.cut()
            world.server.stop()
            with suppress(OSError):
                (out / "desk.log").write_bytes((home / "desk.log").read_bytes())
        books = compared(_own_side(home), before, after, hour.told)
    text = as_report(hour, books, visits, SystemClock().now())
    (out / "outage.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    good = is_good(hour, books, visits, kills)
    _say(f"{'everything agrees' if good else 'SOMETHING DOES NOT AGREE'}: {out / 'outage.md'}")
    return 0 if good else 1


def is_good(hour: Hour, books: Books, visits: int, kills: int) -> bool:
    """Tell whether the hour was as asked for, no visit was told twice, and both sides agree on all of it."""
    told_once = len(hour.told) == len(set(hour.told)) == books.told
    return told_once and hour.kills == kills and books.agree(visits)


def _call_through(line: CutLine, home: Path, world: PracticeWorld) -> None:
    """Have the terminal call the server through the line from now on; its program is closed."""
    with world.program.store.read() as uow:
        enrolment = uow.memory.enrolment()
    world.program.close()
    if enrolment is not None:
        keep_enrolment(terminal_in(home), replace(enrolment, api_url=line.url), SystemClock())


def _listed(url: str) -> dict[str, Any]:
    """Return what the server holds, asked directly and not through the line."""
    return dict(Wire(url).send("GET", "/sandbox/acts").data)


def _own_side(home: Path) -> OwnSide:
    program = open_program(terminal_in(home), practice=True)
    try:
        return own_side(program.terminal)
    finally:
        program.close()


class _Hour:
    """The world around the desk: starts it, kills it, spoils and cuts its line, takes its server away."""

    def __init__(  # noqa: PLR0913, PLR0917  what the hour is made of
        self, home: Path, server: PracticeServer, line: CutLine, visits: int, kills: int, keyed: int
    ) -> None:
        self._home = home
        self._server = server
        self._line = line
        self._visits = visits
        self._keyed = keyed
        self._kills = [round(visits * (number + 1) / (kills + 1)) for number in range(kills)]
        self._stops = [round(visits * share) for share in _AWAY]
        self._starts = [round(visits * share) for share in _BACK]
        self._cuts = list(range(_CUT_AT, visits, _CUT_EVERY))
        self._away = False
        self._hour = Hour()
        self._seen = 0

    def play(self) -> Hour:
        """Let all visits happen and all receipts come in."""
        clock = SystemClock()
        began = clock.monotonic()
        while not self._live():
            pass
        self._hour.seconds = clock.monotonic() - began
        return self._hour

    def _live(self) -> bool:
        """Run one life of the desk; True once the last one has every receipt."""
        with self._desk() as (process, lines):
            while (line := self._heard(lines, process)) != desk.DRAINED:
                if line == desk.DONE:
                    _say("all visits are closed; waiting for the last receipts")
                    self._heal()
                elif self._visit_closed(line):
                    os.kill(process.pid, _KILL)
                    self._hour.kills += 1
                    _say(f"killed after {self._seen} visits")
                    self._count_rest(lines)
                    return False
        return True

    def _heard(self, lines: "queue.Queue[str]", process: "subprocess.Popen[bytes]") -> str:
        try:
            line = lines.get(timeout=_SILENT_S)
        except queue.Empty:
            raise DeskStuckError(None) from None
        if not line:
            raise DeskStuckError(process.wait())
        return line

    def _count_rest(self, lines: "queue.Queue[str]") -> None:
        """Count what the killed desk had closed and said before its end was noticed."""
        while line := lines.get(timeout=_SILENT_S):
            if line not in {desk.DONE, desk.DRAINED}:
                self._count(line)

    def _count(self, line: str) -> None:
        way, _, act = line.partition(" ")
        self._hour.visits[way] += 1
        self._hour.told.append(act)
        self._seen += 1

    def _visit_closed(self, line: str) -> bool:
        """Take the word of a closed visit; True where the desk is to be killed now."""
        self._count(line)
        if self._line.is_cut and not self._away:
            self._line.mend()
        if _is_due(self._stops, self._seen):
            self._go_away()
        if _is_due(self._starts, self._seen):
            self._return()
        if self._seen % _FLAP_EVERY == 0:
            self._flap(FLAPS[self._seen // _FLAP_EVERY % len(FLAPS)])
        if _is_due(self._cuts, self._seen) and not self._away:
            self._hour.broken += self._line.cut()
            self._hour.cuts += 1
        if self._seen % _SAY_EVERY == 0:
            _say(f"{self._seen} visits")
        return _is_due(self._kills, self._seen)

    def _flap(self, faults: tuple[Fault, ...]) -> None:
        if self._plan(faults):
            self._hour.faults.update({str(one["kind"]): int(str(one["times"])) for one in faults})

    def _heal(self) -> None:
        """Let the line be well from now on, with the server in its place."""
        self._return()
        self._line.mend()
        self._plan(())

    def _go_away(self) -> None:
        """End the server; its port refuses calls, and so does the line's."""
        self._line.cut()
        self._server.stop()
        self._away = True

    def _return(self) -> None:
        """Start the server again, where it is away."""
        if self._away:
            self._server.start()
            self._hour.restarts += 1
            self._away = False
            self._line.mend()

    def _plan(self, faults: tuple[Fault, ...]) -> bool:
        """Have the server misbehave so, or not at all; False where it is away."""
        body = json.dumps({"faults": [dict(one) for one in faults]}).encode()
        with suppress(CentralUnreachableError):
            return Wire(self._server.url).send("POST", "/sandbox/faults", body=body).status == HTTPStatus.OK
        return False

    @contextmanager
    def _desk(self) -> Iterator[tuple["subprocess.Popen[bytes]", "queue.Queue[str]"]]:
        shift = (str(self._home), str(self._visits), str(self._keyed))
        command = [*this_program(), "outage-desk", *shift]
        with (self._home / "desk.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  our own program with our own arguments
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
        try:
            yield process, lines
        finally:
            if process.stdin is not None:
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def _is_due(thresholds: list[int], seen: int) -> bool:
    """Tell whether the next threshold is reached, and take it off."""
    if not thresholds or seen < thresholds[0]:
        return False
    del thresholds[0]
    return True


_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)


def _read(stream: IO[bytes] | None, lines: "queue.Queue[str]") -> None:
    for line in stream or ():
        lines.put(line.decode("ascii", "replace").strip())
    lines.put("")


def _say(text: str) -> None:
    sys.stdout.write(f"· {text}\n")
    sys.stdout.flush()
