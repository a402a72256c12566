from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.ports import Enrolment
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.signin import Identity, SignIn
from tests.practice import TIMEOUT, PracticeServer


@dataclass(frozen=True)
class Joined:
    """A gateway that is enrolled with a running practice server."""

    server: PracticeServer
    enrolment: Enrolment
    key: Ed25519PrivateKey
    central: HttpCentral

    def faults(self, *faults: dict[str, Any]) -> None:
        answer = requests.post(
            f"{self.server.url}/sandbox/faults", json={"faults": list(faults)}, timeout=TIMEOUT
        )
        assert answer.status_code == 200, answer.text

    def booked(self) -> list[str]:
        rows = requests.get(f"{self.server.url}/sandbox/acts", timeout=TIMEOUT).json()["acts"]
        return [row["id"] for row in rows]


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Joined]:
    server = PracticeServer(tmp_path / "server").start()
    key = Ed25519PrivateKey.generate()
    enrolment = enrol(Wire(server.url), server.world.activation_code, key)
    sign_in = SignIn(Identity(enrolment.terminal, key), SystemClock(), UuidIds())
    central = HttpCentral(Wire(server.url), sign_in, enrolment.root_key)
    yield Joined(server, enrolment, key, central)
    server.stop()
