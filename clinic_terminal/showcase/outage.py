"""``demo --outage``: a busy hour with a bad line, a server that goes away, and a program that is killed.

Every visit of the hour must stand at the server exactly once, with the amounts that were signed.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.practice import PracticeServer, open_practice_world, terminal_in, this_program
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.visit import Stage
from clinic_terminal.sandbox.faults import FaultKind
from clinic_terminal.showcase import outage_desk as desk
from clinic_terminal.showcase.display import some_display
from clinic_terminal.sync.http import Wire

VISITS: Final = 200
KILLS: Final = 5
KEYED_A_LIFE: Final = 8
_SILENT_S: Final = 90.0
_FLAP_EVERY: Final = 4
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
"""What the line does, one after the other, while the visits come in."""


class DeskStuckError(Exception):
    """The desk said nothing for too long, or ended by itself."""

    code = "DESK_STUCK"

    def __init__(self, status: int | None) -> None:
        said = "said nothing for too long" if status is None else f"ended with {status}"
        super().__init__(f"The desk {said}; its words are in desk.log.")


@dataclass(slots=True)
class Hour:
    """What happened in the hour."""

    visits: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    restarts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One act on both sides; amounts in fen, None where a side does not have it."""

    act: str
    times_there: int
    ours: tuple[int, int] | None
    theirs: tuple[int, int] | None
    state: str
    same_content: bool

    @property
    def agrees(self) -> bool:
        """Whether it stands at the server once, with our amounts and content, and we hold the receipt."""
        once = self.times_there == 1
        return once and self.ours == self.theirs and self.same_content and self.state == ActState.ACCEPTED


def run_outage(out: Path, *, visits: int = VISITS, kills: int = KILLS, keyed: int = KEYED_A_LIFE) -> int:
    """Play the hour and print the table; 0 only if every act agrees and none is missing."""
    os.environ["CLINIC_TERMINAL_KEYRING"] = "off"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, some_display() as display:
        _say(f"windows on: {display}")
        home = Path(folder)
        world = open_practice_world(home)
        world.program.close()
        try:
            hour = _Hour(home, world.server, visits, kills, keyed).play()
            rows = _compared(home, world.server.url)
        finally:
            world.server.stop()
            with suppress(OSError):
                (out / "desk.log").write_bytes((home / "desk.log").read_bytes())
    text = _report(hour, rows, visits)
    (out / "outage.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    good = len(rows) == visits and all(row.agrees for row in rows) and hour.kills == kills
    _say(f"{'everything agrees' if good else 'SOMETHING DOES NOT AGREE'}: {out / 'outage.md'}")
    return 0 if good else 1


class _Hour:
    """The world around the desk: starts it, kills it, spoils its line, takes its server away."""

    def __init__(self, home: Path, server: PracticeServer, visits: int, kills: int, keyed: int) -> None:
        self._home = home
        self._server = server
        self._visits = visits
        self._keyed = keyed
        self._kills = [round(visits * (number + 1) / (kills + 1)) for number in range(kills)]
        self._stops = [round(visits * share) for share in _AWAY]
        self._starts = [round(visits * share) for share in _BACK]
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
        self._hour.visits[line.partition(" ")[0]] += 1
        self._seen += 1

    def _visit_closed(self, line: str) -> bool:
        """Take the word of a closed visit; True where the desk is to be killed now."""
        self._count(line)
        if _is_due(self._stops, self._seen):
            self._server.stop()
            self._away = True
        if _is_due(self._starts, self._seen):
            self._return()
        if self._seen % _FLAP_EVERY == 0:
            self._flap(FLAPS[self._seen // _FLAP_EVERY % len(FLAPS)])
        if self._seen % _SAY_EVERY == 0:
            _say(f"{self._seen} visits")
        return _is_due(self._kills, self._seen)

    def _flap(self, faults: tuple[Fault, ...]) -> None:
        if self._plan(faults):
            self._hour.faults.update({str(one["kind"]): int(str(one["times"])) for one in faults})

    def _heal(self) -> None:
        """Let the line be well from now on, with the server in its place."""
        self._return()
        self._plan(())

    def _return(self) -> None:
        """Start the server again, where it is away."""
        if self._away:
            self._server.start()
            self._hour.restarts += 1
            self._away = False

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


def _compared(home: Path, url: str) -> list[Row]:
    """Return every act of either side beside the other's."""
    booked = Wire(url).send("GET", "/sandbox/acts").data
    there = [act for act in booked["acts"] if act["kind"] == "BILL_SIGNED"]
    program = open_program(terminal_in(home), practice=True)
    try:
        return _rows(program.terminal, there)
    finally:
        program.close()


def _rows(terminal: Terminal, there: list[dict[str, Any]]) -> list[Row]:
    times = Counter(act["id"] for act in there)
    theirs = {act["id"]: act for act in there}
    with terminal.store.read() as uow:
        visits = uow.visits.on_day(terminal.clock.today(), (Stage.DONE,))
        signed = {visit.act: visit.bill.result.totals for visit in visits if visit.bill is not None}
        rows = {act: uow.queue.get(act) for act in {*signed, *theirs}}
    found = []
    for act in sorted(rows):
        row, booked = rows[act], theirs.get(act)
        totals = signed.get(act)
        found.append(
            Row(
                act=act,
                times_there=times[act],
                ours=(totals.insurer, totals.guardian) if totals else None,
                theirs=(booked["insurer_fen"], booked["guardian_fen"]) if booked else None,
                state=row.state.value if row else "MISSING",
                same_content=bool(row and booked and row.act.digest == booked["digest"]),
            )
        )
    return found


def _report(hour: Hour, rows: list[Row], visits: int) -> str:
    ours = [row.ours for row in rows if row.ours]
    theirs = [row.theirs for row in rows if row.theirs]
    faults = ", ".join(f"{name} {count}" for name, count in sorted(hour.faults.items()))
    lines = [
        "# An outage in a busy hour",
        "",
        "All people are invented. Real program, real server, real HTTP, real files.",
        "",
        "| what | figure |",
        "|---|---:|",
        f"| visits asked for | {visits} |",
        f"| played by key events in the real window | {hour.visits[desk.BY_KEYS]} |",
        f"| played by the verbs behind the pages | {hour.visits[desk.BY_VERBS]} |",
        f"| closed, and killed before they could say so | {visits - sum(hour.visits.values())} |",
        f"| program killed (SIGKILL) and started again | {hour.kills} |",
        f"| server taken away and started again | {hour.restarts} |",
        f"| faults planned on the line | {faults} |",
        f"| seconds | {hour.seconds:.0f} |",
        f"| acts here | {len(ours)} |",
        f"| acts at the server | {len(theirs)} |",
        f"| acts that stand there more than once | {sum(row.times_there > 1 for row in rows)} |",
        f"| receipts stored here | {sum(row.state == ActState.ACCEPTED for row in rows)} |",
        f"| insurer, here | {yuan(sum(one[0] for one in ours))} |",
        f"| insurer, server | {yuan(sum(one[0] for one in theirs))} |",
        f"| families, here | {yuan(sum(one[1] for one in ours))} |",
        f"| families, server | {yuan(sum(one[1] for one in theirs))} |",
        f"| acts that agree to the fen | {sum(row.agrees for row in rows)} |",
        "",
    ]
    wrong = [row for row in rows if not row.agrees]
    lines += [f"- `{row.act}` {row.state}: here {row.ours}, server {row.theirs}" for row in wrong]
    return "\n".join(lines) + "\n"


def _say(text: str) -> None:
    sys.stdout.write(f"· {text}\n")
    sys.stdout.flush()
