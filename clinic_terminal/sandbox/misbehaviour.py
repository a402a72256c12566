"""Carries out planned faults around the application: delays, lost, broken and false answers."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from email.utils import formatdate
from typing import Any

from clinic_terminal.contract.problems import MEDIA_TYPE, problem_bytes
from clinic_terminal.sandbox import refusals
from clinic_terminal.sandbox.faults import Fault, FaultKind, FaultPlan

ASGIMessage = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[ASGIMessage]]
Send = Callable[[ASGIMessage], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

EDITION_FAULT = "practice.other_edition"
"""Key in the request's scope that tells the routes to name another plan edition."""

_CODES = {
    refusal.status: refusal.code for refusal in (refusals.TokenRefusedError, refusals.TerminalRevokedError)
}
_PORTAL = (
    "<!doctype html><html><head><title>Wi-Fi</title></head>"
    "<body><h1>欢迎使用无线网络</h1><form><button>登录</button></form></body></html>"
)


class Misbehaviour:
    """An ASGI layer that lets planned faults strike, and otherwise hands requests through."""

    def __init__(self, app: App, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        fault = None
        if scope["type"] == "http" and not scope["path"].startswith("/sandbox/"):
            fault = self._plan.take(scope["method"], scope["path"])
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._strike(fault, scope, receive, send)

    async def _strike(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.delay_ms:
            await asyncio.sleep(fault.delay_ms / 1000)
        if fault.kind in {FaultKind.STATUS, FaultKind.CAPTIVE_PORTAL}:
            await _drain(receive)
            await (_refuse(fault, send) if fault.kind is FaultKind.STATUS else _show_portal(send))
            return
        if fault.kind is FaultKind.OTHER_EDITION:
            scope[EDITION_FAULT] = True
        body = await _drain(receive)
        answer = _Answer()
        for _ in range(2 if fault.kind is FaultKind.DUPLICATE else 1):
            answer = _Answer()
            await self._app(dict(scope), _replay(body), answer.take)
        if fault.kind is FaultKind.LOSE_ANSWER:
            await _break_connection(send, answer)
            return
        await answer.send(send, _spoil(fault.kind, answer.body))


class _Answer:
    """An answer that is held back until the fault has had its way with it."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""

    async def take(self, message: ASGIMessage) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        else:
            self.body += message.get("body", b"")

    async def send(self, send: Send, body: bytes) -> None:
        headers = [row for row in self.headers if row[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _drain(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return body


def _replay(body: bytes) -> Receive:
    async def receive() -> ASGIMessage:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _refuse(fault: Fault, send: Send) -> None:
    title = "The practice server was told to answer so."
    # A terminal goes by the code: the same status without it may come from any firewall.
    body = problem_bytes(fault.status, _CODES.get(fault.status, "PRACTICE_FAULT"), title)
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    if fault.retry_after_s is not None:
        headers.append((b"retry-after", str(fault.retry_after_s).encode()))
    if fault.retry_at_s is not None:
        headers.append((b"retry-after", formatdate(time.time() + fault.retry_at_s, usegmt=True).encode()))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _show_portal(send: Send) -> None:
    body = _PORTAL.encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break_connection(send: Send, answer: _Answer) -> None:
    """Break the connection; where the server's own transport is out of reach, stop after the headers."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
        await asyncio.sleep(0)
        return
    headers = [(b"content-length", str(len(answer.body) + 1).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


def _spoil(kind: FaultKind, body: bytes) -> bytes:
    if kind is FaultKind.TRUNCATED_JSON:
        return body[: len(body) // 2]
    if kind not in {FaultKind.WRONG_DIGEST, FaultKind.BAD_SUMS}:
        return body
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_falsified(kind, answer), ensure_ascii=False).encode()


def _falsified(kind: FaultKind, value: Any) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, list):
        return [_falsified(kind, entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {key: _false_entry(kind, key, entry) for key, entry in value.items()}


def _false_entry(kind: FaultKind, key: str, entry: Any) -> Any:  # noqa: ANN401  any JSON value
    if kind is FaultKind.WRONG_DIGEST and key == "digest" and isinstance(entry, str):
        return entry[::-1]
    if kind is FaultKind.BAD_SUMS and key == "insurer_fen" and isinstance(entry, int):
        return entry + 1
    return _falsified(kind, entry)
