"""The envelope of an act, frozen at the moment it happened: the exact bytes to be sent, and their digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic_terminal.application.acts import ActKind
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal

_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Content:
    """What an act says: which act of which chain, from which terminal, when, and what."""

    act: str
    kind: ActKind
    chain: str
    terminal: str
    at: datetime
    payload: dict[str, Any]
    evidence: dict[str, Any]


def sealed(terminal: Terminal, uow: UnitOfWork, content: Content) -> tuple[bytes, str]:
    """Return the canonical bytes (RFC 8785) of the envelope and its digest, as next of its chain."""
    envelope = {
        "id": content.act,
        "kind": content.kind.value,
        "chain": content.chain,
        "terminal": content.terminal,
        "created_at": instant(content.at),
        "sequence": len(uow.queue.of_chain(content.chain)) + 1,
        "payload": content.payload,
        "evidence": {**content.evidence, "clock": _clock_reading(terminal, uow)},
    }
    digest = terminal.digest(envelope)
    return terminal.canonical({**envelope, "digest": digest}), digest


def _clock_reading(terminal: Terminal, uow: UnitOfWork) -> dict[str, str | None]:
    """Return what ``created_at`` rests on: the computer's own clock, and the last signed server time."""
    heard = uow.memory.freshness().server_time
    return {
        "machine": instant(terminal.clock.machine()),
        "server_heard": instant(heard) if heard else None,
    }


def instant(moment: datetime) -> str:
    """Return a UTC moment as it stands in messages."""
    return moment.strftime(_INSTANT)
