"""A real line whose replies a test may change on their way."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from typing_extensions import override

from clinic_terminal.application.acts import Act
from clinic_terminal.contract.acts import envelope_digest
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.sync.http import Reply, Wire

Alter = Callable[[Reply], Reply]


class AlteredWire(Wire):
    """Sends everything for real; ``alter`` holds, by the beginning of a path, what becomes of the replies."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.alter: dict[str, Alter] = {}
        self.asked: list[str] = []

    @override
    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        self.asked.append(f"{method} {path.split('?', maxsplit=1)[0]}")
        reply = super().send(method, path, body=body, headers=headers)
        for start, alter in self.alter.items():
            if path.startswith(start):
                return alter(reply)
        return reply


def with_data(reply: Reply, data: dict[str, Any]) -> Reply:
    """Return the reply as if the server had said ``data``."""
    return replace(reply, data=data, body=json.dumps(data).encode())


def resealed(act: Act, **members: str) -> Act:
    """Return an act whose envelope has other members, whole and under the digest that fits them."""
    envelope = json.loads(act.body) | members
    envelope["digest"] = envelope_digest(envelope)
    return replace(act, body=canonical_bytes(envelope), digest=envelope["digest"])
