"""The practice server for tests: on a thread, or as a process that can be killed; and a plain client."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.contract.acts import ActAnswer, seal
from clinic_terminal.contract.canonical import digest
from clinic_terminal.contract.changes import ChangesAnswer
from clinic_terminal.contract.eligibility import EligibilityAnswer, read_snapshot
from clinic_terminal.contract.keys import KeyDocument, KeysAnswer, read_keys
from clinic_terminal.contract.signing import public_text
from clinic_terminal.contract.terminals import EnrolAnswer
from clinic_terminal.contract.tokens import TOKEN_PATH, TokenAnswer, assertion, token_form
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.sandbox.server import PracticeThread, open_practice, system_clock
from clinic_terminal.sandbox.world import World, load_world, shanghai_day

TIMEOUT = 20
the_world = cache(load_world)
START_SECONDS = 30


class PracticeServer:
    """The real server on a thread of this process; it may be started again and again, on one port."""

    def __init__(
        self, data_dir: Path, world: World | None = None, clock: Callable[[], datetime] = system_clock
    ) -> None:
        self.data_dir = data_dir
        self.world = world or the_world()
        self._clock = clock
        self._port = 0
        self._thread: PracticeThread | None = None

    @property
    def url(self) -> str:
        assert self._thread is not None
        return self._thread.url

    @property
    def today(self) -> date:
        return shanghai_day(self._clock())

    @property
    def now(self) -> datetime:
        return self._clock()

    def start(self) -> "PracticeServer":
        assert self._thread is None
        self._thread = PracticeThread(open_practice(self.data_dir, self.world, self._clock), self._port)
        self._port = self._thread.port
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._thread is not None:
            self._thread.stop()
            self._thread = None


class PracticeProcess:
    """The real server as a process of its own, to be killed."""

    _PROGRAM = (
        "import sys; from pathlib import Path; from clinic_terminal.sandbox.server import serve; "
        "serve('127.0.0.1', int(sys.argv[3]), Path(sys.argv[1]), Path(sys.argv[2]))"
    )

    def __init__(self, data_dir: Path, port: int = 0) -> None:
        self.data_dir = data_dir
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "PracticeProcess":
        self.data_dir.mkdir(parents=True, exist_ok=True)
        port_file = self.data_dir / "port"
        port_file.unlink(missing_ok=True)
        arguments = [str(self.data_dir), str(port_file), str(self.port)]
        self.process = subprocess.Popen([sys.executable, "-c", self._PROGRAM, *arguments])
        deadline = time.monotonic() + START_SECONDS
        while not port_file.exists():
            assert self.process.poll() is None, "the practice server ended at once"
            assert time.monotonic() < deadline, "the practice server did not start"
            time.sleep(0.01)
        self.port = int(port_file.read_text())
        return self

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(START_SECONDS)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(START_SECONDS)


class Client:
    """A terminal reduced to its messages."""

    def __init__(self, url: str, code: str, key: Ed25519PrivateKey | None = None) -> None:
        self.url = url
        self.key = key or Ed25519PrivateKey.generate()
        self.http = requests.Session()
        self.enrolment = self.enrol(code)
        self.terminal = self.enrolment.terminal
        self.clinic = self.enrolment.clinic.to_domain()
        self.sequence = 0
        self.sign_in()

    def enrol(self, code: str) -> EnrolAnswer:
        body = {"code": code, "public_key": public_text(self.key.public_key())}
        answer = self.http.post(f"{self.url}/v1/terminals", json=body, timeout=TIMEOUT)
        assert answer.status_code == 201, answer.text
        return EnrolAnswer.model_validate_json(answer.content)

    def assertion(self, now: datetime | None = None, jti: str = "") -> str:
        moment = now or datetime.now(UTC)
        return assertion(self.terminal, f"{self.url}{TOKEN_PATH}", moment, jti or uuid.uuid4().hex, self.key)

    def sign_in(self) -> None:
        self.sign_in_at(datetime.now(UTC))

    def sign_in_at(self, now: datetime) -> None:
        form = token_form(self.assertion(now))
        answer = self.http.post(f"{self.url}{TOKEN_PATH}", data=form, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        token = TokenAnswer.model_validate_json(answer.content)
        self.http.headers["Authorization"] = f"Bearer {token.access_token}"

    def keys(self) -> KeyDocument:
        answer = self.http.get(f"{self.url}/v1/keys", timeout=TIMEOUT)
        return read_keys(KeysAnswer.model_validate_json(answer.content).document, self.enrolment.root_key)

    def snapshots(self, member: str, day: date) -> list[Snapshot]:
        body = {"member": member, "day": day.isoformat()}
        answer = self.http.post(f"{self.url}/v1/eligibility", json=body, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        keys = self.keys()
        texts = EligibilityAnswer.model_validate_json(answer.content).snapshots
        return [read_snapshot(text, keys) for text in texts]

    def snapshot(self, member: str, day: date) -> Snapshot:
        return self.snapshots(member, day)[0]

    def sealed(self, kind: str, chain: str, payload: dict[str, Any], at: datetime) -> tuple[str, bytes]:
        self.sequence += 1
        act_id = str(uuid.uuid4())
        body, _ = seal(
            act_id=act_id,
            kind=kind,
            chain=chain,
            terminal=self.terminal,
            created_at=at,
            sequence=self.sequence,
            payload=payload,
            evidence={"source": "NUMBER", "online": True},
        )
        return act_id, body

    def put(self, act_id: str, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        return self.http.put(f"{self.url}/v1/acts/{act_id}", data=body, headers=headers, timeout=TIMEOUT)

    def send(self, kind: str, chain: str, payload: dict[str, Any], at: datetime) -> ActAnswer:
        answer = self.put(*self.sealed(kind, chain, payload, at))
        assert answer.status_code == 200, answer.text
        return ActAnswer.model_validate_json(answer.content)

    def changes(self, cursor: str = "") -> ChangesAnswer:
        answer = self.http.get(f"{self.url}/v1/changes", params={"since": cursor}, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        return ChangesAnswer.model_validate_json(answer.content)

    def plan_faults(self, *faults: dict[str, Any]) -> None:
        body = {"faults": list(faults)}
        answer = self.http.post(f"{self.url}/sandbox/faults", json=body, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text

    def booked(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.get(f"{self.url}/sandbox/acts", timeout=TIMEOUT).json()
        return answer

    def close(self) -> None:
        self.http.close()


def bill_payload(bill: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of a signed bill with a practice signature."""
    strokes = [[[100, 100, 500, 0], [2000, 300, 600, 40], [4000, 150, 400, 90]]]
    consent = {
        "signer": "practice guardian",
        "relationship": "MOTHER",
        "language": "zh_CN",
        "text_version": "1",
        "signed_at": "2026-01-01T00:00:00Z",
        "witness": "desk",
        "strokes_digest": digest(strokes),
        "strokes": strokes,
        "pad_height": 4000,
    }
    return {"bill": bill, "bill_digest": digest(bill), "consent": consent}
