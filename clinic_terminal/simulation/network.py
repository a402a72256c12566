"""The network between: what it loses, delays, doubles, cuts and forges, as the weather has it."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.simulation.faults import CALM, FaultName, Weather
from clinic_terminal.simulation.server import JSON, ModelServer, RawReply, Request, problem
from clinic_terminal.simulation.virtual_time import TrueTime
from clinic_terminal.sync.http import Wire

TEN_DAYS_S: Final = 10 * 86_400.0
_URL: Final = "https://central.example"
_SHORT_S: Final = 0.08
_TIMEOUT_S: Final = 15.0
_LAPSE_S: Final = 90.0
POISON: Final = (409, 413, 422)
_STATUSES: Final = (408, 425, 429, 500, 501, 502, 503, 504)
_PORTAL: Final = b"<html><head><title>Free Wi-Fi</title></head><body>Please log in.</body></html>"

Boundary = Callable[[str], None]
"""Called where the program may die: it raises, or it does nothing."""


@dataclass(slots=True)
class Network:
    """One network for all programs; ``late`` are copies that are still under way.

    ``heard`` counts the refusals of an act that reached its terminal whole; ``excused`` those of them that
    it may have failed to keep, since it died or its lease had lapsed: they may be heard once more each.
    ``unkept``: what each program heard refused and has not committed yet; ``doubtful``: the programs that
    may have lost leases to another one since they began to send: such an answer is not kept.
    """

    server: ModelServer
    time: TrueTime
    weather: Weather = CALM
    chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311  a simulation, no secret
    injected: Counter[str] = field(default_factory=Counter)
    closed_until: dict[str, float] = field(default_factory=dict)
    refused_until: dict[str, tuple[float, int, bool]] = field(default_factory=dict)
    late: list[tuple[float, Request]] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)
    excused: Counter[str] = field(default_factory=Counter)
    unkept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    meanwhile: Callable[[str], None] = lambda _terminal: None

    def strikes(self, fault: FaultName) -> bool:
        """Throw the dice for a fault and count it where it strikes."""
        rate = self.weather.rate(fault)
        if not rate or self.chance.random() >= rate:
            return False
        self.injected[fault.value] += 1
        return True

    def exchange(self, request: Request, program: str, boundary: Boundary) -> RawReply:
        """Carry a request of ``program`` and its answer; raises CentralUnreachableError where none comes."""
        terminal = request.headers["Terminal"]
        if request.path == "/v1/keys":
            # It is asked for in the middle of reading an answer, which may come to nothing by it.
            self.forgotten(program)
        boundary("request")
        self.time.pass_by(_SHORT_S)
        self.deliver_late()
        if self._is_closed(terminal):
            raise CentralUnreachableError("NO_CONNECTION")
        if self.strikes(FaultName.LOSE_REQUEST):
            raise self._timed_out()
        if self.strikes(FaultName.DELAY):
            self._send_late(request)
            raise self._timed_out()
        reply = self._before_the_server(terminal, request) or self._served(request)
        self._meanwhile(request, program)
        boundary("answer")
        if self.strikes(FaultName.LOSE_ANSWER):
            raise self._timed_out()
        spoiled = self._spoiled(reply)
        if spoiled is reply:
            self._heard(_refused_in(request, reply), program)
        return spoiled

    def _heard(self, refused: tuple[str, ...], program: str) -> None:
        self.heard.update(refused)
        if program in self.doubtful:
            self.excused.update(refused)
        else:
            self.unkept[program] = self.unkept.get(program, ()) + refused

    def kept(self, program: str) -> None:
        """Note that a program committed: what it heard before is in its file."""
        self.unkept.pop(program, None)

    def sends_anew(self, program: str) -> None:
        """Note that a program takes up acts: from here on its leases are fresh."""
        self.doubtful.discard(program)

    def forgotten(self, program: str) -> None:
        """Excuse what a program heard and has not committed, since it may never do so."""
        self.excused.update(self.unkept.pop(program, ()))

    def _meanwhile(self, request: Request, program: str) -> None:
        """Let time pass or others work; not while a program signs in, which its other threads wait for."""
        if request.path in {"/v1/token", "/v1/keys"}:
            return
        terminal = request.headers["Terminal"]
        slow, busy = self.strikes(FaultName.SLOW), self.strikes(FaultName.MEANWHILE)
        if slow:
            self.time.pass_by(_LAPSE_S)
        if slow or busy:
            self.forgotten(program)
            self.meanwhile(terminal)
            self.doubtful.add(program)

    def deliver_late(self, *, all_of_them: bool = False) -> None:
        """Hand the server the copies whose time has come; nobody waits for their answers."""
        due = [one for one in self.late if all_of_them or one[0] <= self.time.seconds]
        self.late = [one for one in self.late if one not in due]
        for _, request in due:
            self.server.answer(request, trusted=True)

    def _served(self, request: Request) -> RawReply:
        reply = self.server.answer(request)
        if reply.status_code == 200 and self.strikes(FaultName.DUPLICATE):  # noqa: PLR2004  OK
            if self.chance.random() < 0.5:  # noqa: PLR2004  at once
                return self.server.answer(request)
            self._send_late(request)
        return reply

    def _send_late(self, request: Request) -> None:
        if request.method == "PUT" or request.path.endswith(":batch"):
            wait = TEN_DAYS_S * self.chance.random() ** 6
            self.late.append((self.time.seconds + wait, request))

    def _before_the_server(self, terminal: str, request: Request) -> RawReply | None:
        if self._is_refused(terminal, request):
            status = self.refused_until[terminal][1]
            return problem(status, "TERMINAL_REVOKED" if status == 403 else "TOKEN_REFUSED")  # noqa: PLR2004
        if self.strikes(FaultName.PORTAL):
            return RawReply(200, _PORTAL, {"Content-Type": "text/html"})
        if self.strikes(FaultName.STATUS):
            status = self.chance.choice(_STATUSES)
            after = self.chance.choice((None, 1, 30, 600, 7_200, 10**9)) if status in {429, 503} else None
            return problem(status, "BUSY", after)
        return None

    def _is_refused(self, terminal: str, request: Request) -> bool:
        """Tell whether the server lets this terminal in; in half of the phases it may still sign in."""
        until, _, signs_in = self.refused_until.get(terminal, (0.0, 0, False))
        if self.time.seconds >= until:
            if not self.strikes(FaultName.SESSION):
                return False
            lasts, status = self.chance.choice((5.0, 60.0, 3_600.0)), self.chance.choice((401, 403))
            signs_in = self.chance.random() < 0.5  # noqa: PLR2004  one of two
            self.refused_until[terminal] = self.time.seconds + lasts, status, signs_in
        return not (signs_in and request.path == "/v1/token")

    def _is_closed(self, terminal: str) -> bool:
        if self.time.seconds < self.closed_until.get(terminal, 0.0):
            return True
        if self.strikes(FaultName.OUTAGE):
            self.closed_until[terminal] = self.time.seconds + self.chance.choice((30.0, 600.0, 14_400.0))
            return True
        return False

    def _timed_out(self) -> CentralUnreachableError:
        self.time.pass_by(_TIMEOUT_S)
        return CentralUnreachableError("TIMEOUT")

    def _spoiled(self, reply: RawReply) -> RawReply:
        if reply.status_code == 200 and self.strikes(FaultName.TRUNCATED):  # noqa: PLR2004  OK
            return replace(reply, content=reply.content[: len(reply.content) // 2])
        if reply.status_code == 200 and self.strikes(FaultName.FALSE_ANSWER):  # noqa: PLR2004  OK
            return replace(reply, content=_forged(reply.content, self.chance))
        return reply

    def calm_down(self) -> None:
        """End every fault that is still going on."""
        self.weather = CALM
        self.closed_until.clear()
        self.refused_until.clear()


def _acts_in(request: Request) -> tuple[str, ...]:
    if request.method == "PUT":
        return (request.path.rpartition("/")[2],)
    if request.path.endswith(":batch"):
        return tuple(one["id"] for one in json.loads(request.body)["acts"])
    return ()


def _refused_in(request: Request, reply: RawReply) -> tuple[str, ...]:
    """Return the acts that a reply refuses for good."""
    acts = _acts_in(request)
    if request.method == "PUT":
        return acts if reply.status_code in POISON else ()
    if not acts or reply.status_code != 200 or reply.headers["Content-Type"] != JSON:  # noqa: PLR2004  OK
        return ()
    items = json.loads(reply.content)["answers"]
    return tuple(act for act, item in zip(acts, items, strict=True) if item["status"] in POISON)


def _forged(content: bytes, chance: Random) -> bytes:
    """Return a well-formed answer that is not the server's to this question."""
    try:
        values = json.loads(content)
    except ValueError:
        return content
    how = chance.randrange(4)
    if how == 0 and "digest" in values:
        return json.dumps({**values, "digest": values["digest"][::-1]}).encode()
    if how == 1 and "id" in values:
        other = "1" if values["id"].endswith("0") else "0"
        return json.dumps({**values, "id": values["id"][:-1] + other}).encode()
    if how == 2 and "server_time" in values:  # noqa: PLR2004  the third of four ways
        head, payload, _ = values["server_time"].split(".")
        return json.dumps({**values, "server_time": f"{head}.{payload}.{'A' * 86}"}).encode()
    return b'{"state": "ACCEPTED"}'


class _Line:
    """Stands where the gateway's library holds its connection."""

    def __init__(self, network: Network, terminal: str, program: str, boundary: Boundary) -> None:
        self._network = network
        self._terminal = terminal
        self._program = program
        self._boundary = boundary

    def request(  # noqa: PLR0913  the library's own form
        self,
        method: str,
        url: str,
        *,
        data: bytes | Mapping[str, str] | None,
        headers: Mapping[str, str],
        timeout: object,
        allow_redirects: bool,
    ) -> RawReply:
        """Carry one request."""
        del timeout, allow_redirects
        body = data if isinstance(data, bytes) else b""
        form = {} if data is None or isinstance(data, bytes) else data
        marked = {**headers, "Terminal": self._terminal}
        return self._network.exchange(
            Request(method, url.removeprefix(_URL), body, marked, form), self._program, self._boundary
        )


class SimWire(Wire):
    """The gateway's own wire, whose connections lead into the simulated network."""

    def __init__(self, network: Network, terminal: str, program: str, boundary: Boundary) -> None:
        super().__init__(_URL)
        self._line = _Line(network, terminal, program, boundary)

    def _session(self) -> Any:  # noqa: ANN401  what the library calls a session
        return self._line
