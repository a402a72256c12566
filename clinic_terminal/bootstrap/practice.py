"""The practice world: a practice server process beside the program, and a terminal enrolled with it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from clinic_terminal.application.operators import add_operator, operators
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.bootstrap.wire import enrol_terminal, keep_enrolment
from clinic_terminal.card.issue import PracticeIssuer, issue_token, write_card_png
from clinic_terminal.card.key_document import read_keys
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.domain.member import CardClaims
from clinic_terminal.sandbox.keys import practice_issuer
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.settings import HOME_VARIABLE, Paths, default_paths

START_WAIT_S = 30.0
STOP_WAIT_S = 10.0
MANAGER = "MANAGER"


class PracticeServerFailedError(Exception):
    """The practice server did not start; ``output`` is what it said last."""

    code = "PRACTICE_SERVER"

    def __init__(self, output: str) -> None:
        super().__init__(f"The practice server did not start: {output or 'it gave no reason'}")


class PracticeServer:
    """The practice central API as a process of its own, on one port for its whole life."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port_file = folder / "port"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The server's address; known once it has started for the first time."""
        return f"http://127.0.0.1:{self._port_file.read_text(encoding='ascii').strip()}"

    def start(self) -> None:
        """Start the server, on the port it had before if any; raises PracticeServerFailedError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        port = self._last_port()
        self._port_file.unlink(missing_ok=True)
        log = (self._folder / "server.log").open("ab")
        command = [*this_program(), "sandbox", "--while-input", "--data", str(self._folder)]
        with log:
            self._process = subprocess.Popen(  # noqa: S603  our own program with our own arguments
                [*command, "--port", str(port), "--port-file", str(self._port_file)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready(self._process)
        (self._folder / "last-port").write_text(self._port_file.read_text(encoding="ascii"), encoding="ascii")

    def stop(self) -> None:
        """End the server that `start` started and wait for it."""
        if self._process is None:
            return
        self._process.terminate()
        if self._process.stdin is not None:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_WAIT_S)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _last_port(self) -> int:
        with suppress(OSError, ValueError):
            return int((self._folder / "last-port").read_text(encoding="ascii"))
        return 0

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        clock = SystemClock()
        end = clock.monotonic() + START_WAIT_S
        while clock.monotonic() < end:
            if process.poll() is not None:
                break
            if self._port_file.exists() and self._port_file.read_text(encoding="ascii").strip():
                return
            time.sleep(0.02)
        lines = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace").splitlines()
        raise PracticeServerFailedError(lines[-1] if lines else "")


def this_program() -> list[str]:
    """Return what starts this program once more, from source or frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "clinic_terminal"]


@dataclass(frozen=True, slots=True)
class PracticeWorld:
    """A running practice server, the program that is enrolled with it, and the folder of e-cards."""

    server: PracticeServer
    program: Program
    cards: Path

    def close(self) -> None:
        """Close the program's store and end the server."""
        self.program.close()
        self.server.stop()


def open_practice_world(home: Path) -> PracticeWorld:
    """Start or go on with the practice world in ``home``; its data never meet a real server.

    Raises PracticeServerFailedError, StoreUnopenableError, CentralUnreachableError.
    """
    os.environ.setdefault("CLINIC_TERMINAL_KEYRING", "off")
    paths = terminal_in(home)
    server = PracticeServer(home / "server")
    server.start()
    try:
        program = _enrolled_program(paths, server)
        program.fetch_changes()
        _add_practice_operators(program)
        cards = write_practice_cards(home / "cards", home / "server")
    except BaseException:
        server.stop()
        raise
    return PracticeWorld(server, program, cards)


def terminal_in(home: Path) -> Paths:
    """Return where the practice world in ``home`` keeps its terminal's files."""
    return Paths(home / "terminal")


def _enrolled_program(paths: Paths, server: PracticeServer) -> Program:
    program = open_program(paths, practice=True)
    with program.store.read() as uow:
        enrolment = uow.memory.enrolment()
    if enrolment is not None and enrolment.api_url == server.url:
        return program
    program.close()
    if enrolment is None:
        enrol_terminal(paths, server.url, load_world().activation_code, SystemClock())
    else:
        keep_enrolment(paths, replace(enrolment, api_url=server.url), SystemClock())
    return open_program(paths, practice=True)


def _add_practice_operators(program: Program) -> None:
    if operators(program.terminal):
        return
    for operator in load_world().operators:
        add_operator(program.terminal, operator.name, operator.pin, manager=operator.role == MANAGER)


def write_practice_cards(folder: Path, server_data: Path) -> Path:
    """Write each invented child's e-card as a picture named by its case, and return the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private, _kid, issuer = practice_issuer(server_data)
    signer = PracticeIssuer(issuer, private.private_bytes_raw())
    texts: dict[str, str] = {}
    for case, claims in practice_claims().items():
        texts[case] = issue_token(claims, signer)
        write_card_png(texts[case], folder / f"{case}.png")
    (folder / "cards.json").write_text(json.dumps(texts, indent=1), encoding="utf-8")
    return folder


def end_with_input() -> None:
    """End this process when its standard input ends: a server must not outlive a program that was killed."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def serve_practice(port: int, data: Path, port_file: Path | None) -> None:
    """Serve the practice central API in this process until it is told to stop; it judges cards itself."""
    from clinic_terminal.sandbox.server import serve

    private, _kid, issuer = practice_issuer(data)
    entry = PracticeIssuer(issuer, private.private_bytes_raw()).key_entry()
    verifier = CardVerifier(read_keys(json.dumps({"keys": [entry]})), RevocationSet())
    serve("127.0.0.1", port, data, port_file, verifier.read)


def practice_claims() -> dict[str, CardClaims]:
    """Return the claims of the practice children by the name of their case; an unbound child has no card."""
    world = load_world()
    case_of = {child.member: child.case for child in world.entries.child}
    return {case_of[claims.member]: claims for claims in world.card_claims(SystemClock().now())}


def default_home() -> Path:
    """Return where ``run --practice`` keeps its world."""
    if HOME_VARIABLE in os.environ or getattr(sys, "frozen", False):
        # An installed program is started by an icon, in a folder that nobody chose or may write to.
        return default_paths().data / "practice"
    return Path.cwd() / ".clinic"
