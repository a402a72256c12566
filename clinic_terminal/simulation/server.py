"""A model of the central API: requests in, raw replies out, no network and no patience of its own.

It checks what the contract says: who asks, the digest before every rule of business, the first answer for
ever. What the books say of an act stands in ``books``.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.contract.changes import ChangesAnswer
from clinic_terminal.contract.eligibility import SnapshotMessage
from clinic_terminal.contract.keys import CardKeys, KeyDocument, SigningKey
from clinic_terminal.contract.signing import public_text, sign_time
from clinic_terminal.contract.statements import StatementAnswer, statement_digest
from clinic_terminal.contract.values import instant_text
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.simulation import people
from clinic_terminal.simulation.books import Booked, Books, Policy, Verdict
from clinic_terminal.simulation.people import Child

TOKEN_LIFE_S: Final = 900
_ASSERTION_S: Final = 300
_CLOCKS_DIFFER_S: Final = 60
_PAGE: Final = 50
_KID: Final = "sim-signing"
JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrives."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawReply:
    """A reply as it comes off the wire, in the form that the gateway's library has."""

    status_code: int
    content: bytes
    headers: Mapping[str, str]
    is_redirect: bool = False

    def json(self) -> Any:  # noqa: ANN401  any JSON value
        """Return the parsed body; raises ValueError."""
        return json.loads(self.content)


class RefusedError(Exception):
    """A request that the server refuses with a problem document."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(slots=True)
class ModelServer:
    """The server. ``poisoned``: how it refuses an act for ever, by id; None lets it pass."""

    now: Callable[[], datetime]
    children: tuple[Child, ...]
    terminals: Mapping[str, str]
    poisoned: Callable[[str], int | None]
    broken: Callable[[str], None]
    books: Books = field(init=False)
    bodies: dict[str, bytes] = field(default_factory=dict)
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    puts: int = 0
    _root: Ed25519PrivateKey = field(init=False)
    _key: Ed25519PrivateKey = field(init=False)
    _signed: tuple[datetime, str] | None = None

    def __post_init__(self) -> None:
        """Make keys and books."""
        self._root, self._key = _key_of("root"), _key_of("signing")
        self.books = Books({one.chain: Policy(one, one.used, one.lock) for one in self.children})
        self.log = [("PLAN", people.PLAN), ("KEYS", "")]
        self.log += [("SNAPSHOT", one.chain) for one in self.children]

    @property
    def root_key(self) -> str:
        """The root of trust that terminals are enrolled with."""
        return public_text(self._root.public_key())

    def answer(self, request: Request, *, trusted: bool = False) -> RawReply:
        """Answer a request; ``trusted``: it was let in before, and comes late."""
        try:
            return _json(self._answer(request, trusted=trusted))
        except RefusedError as refusal:
            return problem(refusal.status, refusal.code)

    def _answer(self, request: Request, *, trusted: bool) -> bytes:
        parts = urlsplit(request.path)
        if parts.path == "/v1/token":
            return self._token(request.form)
        if parts.path == "/v1/keys":
            return _bytes({"document": self.key_document()})
        if not trusted:
            self._check_token(request)
        clinic = self.terminals[request.headers["Terminal"]]
        if request.method == "PUT" and parts.path.startswith("/v1/acts/"):
            return self.put(parts.path.rpartition("/")[2], request.body, clinic)
        return self._asked(request, parts, clinic)

    def _asked(self, request: Request, parts: SplitResult, clinic: str) -> bytes:
        if parts.path == "/v1/acts:batch":
            return self._batch(request.body, clinic)
        if parts.path == "/v1/eligibility":
            return self._eligibility(json.loads(request.body))
        if parts.path == "/v1/changes":
            return self._changes(parse_qs(parts.query).get("since", [""])[0], request.headers["Terminal"])
        if parts.path.startswith("/v1/statements/"):
            return self._statement(parts.path.rpartition("/")[2], clinic)
        raise RefusedError(404, "NOT_FOUND")

    def _token(self, form: Mapping[str, str]) -> bytes:
        claims = json.loads(_unpadded(form["client_assertion"].split(".")[1]))
        expires = claims["exp"] - self.now().timestamp()
        if claims["iss"] not in self.terminals:
            raise RefusedError(401, "TERMINAL_UNKNOWN")
        if not -_CLOCKS_DIFFER_S < expires <= _ASSERTION_S + _CLOCKS_DIFFER_S:
            raise RefusedError(401, "ASSERTION_REFUSED")
        token = hashlib.sha256(claims["jti"].encode()).hexdigest()
        self.tokens[token] = claims["iss"], self.now().timestamp() + TOKEN_LIFE_S
        return _bytes({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE_S})

    def _check_token(self, request: Request) -> None:
        terminal, until = self.tokens.get(request.headers.get("Authorization", "")[7:], ("", 0.0))
        if terminal != request.headers["Terminal"] or until <= self.now().timestamp():
            raise RefusedError(401, "TOKEN_REFUSED")

    def put(self, act_id: str, body: bytes, clinic: str) -> bytes:
        """Answer an act: the first answer where it is known, else by judging it."""
        self.puts += 1
        envelope = json.loads(body)
        first = self.bodies.setdefault(act_id, body)
        if first != body:
            self.broken(f"I5: act {act_id} was sent with two contents")
        if envelope.get("id") != act_id or _digest(envelope) != envelope.get("digest"):
            self.broken(f"I5: act {act_id} was sent under another id or digest")
            raise RefusedError(422, "DIGEST_WRONG")
        known = self.books.acts.get(act_id)
        if known is not None:
            if known.envelope["digest"] != envelope["digest"]:
                raise RefusedError(422, "DIGEST_CONFLICT")
            return known.answer
        status = self.poisoned(act_id)
        if status is not None:
            self.refused[act_id] += 1
            raise RefusedError(status, "POISONED")
        return self._book(envelope, clinic)

    def _book(self, envelope: dict[str, Any], clinic: str) -> bytes:
        verdict = self.books.judge(envelope, clinic)
        answer = self._act_answer(envelope, verdict)
        shown = 0
        if envelope["kind"] == "BILL_SIGNED":
            shown = int(envelope["payload"]["bill"]["totals"]["insurer_fen"])
        self.books.acts[envelope["id"]] = Booked(envelope, verdict, answer, clinic, shown)
        if verdict.version is not None:
            self.log.append(("SNAPSHOT", envelope["chain"]))
        return answer

    def _batch(self, body: bytes, clinic: str) -> bytes:
        return _bytes({"answers": [self._item(one, clinic) for one in json.loads(body)["acts"]]})

    def _item(self, envelope: dict[str, Any], clinic: str) -> dict[str, Any]:
        try:
            answer = self.put(str(envelope["id"]), _canonical(envelope), clinic)
        except RefusedError as refusal:
            document = json.loads(problem(refusal.status, refusal.code).content)
            return {"status": refusal.status, "answer": None, "problem": document}
        return {"status": 200, "answer": json.loads(answer), "problem": None}

    def _act_answer(self, envelope: dict[str, Any], verdict: Verdict) -> bytes:
        return _bytes(
            {
                "id": envelope["id"],
                "digest": envelope["digest"],
                "state": verdict.state.value,
                "code": verdict.code,
                "sentence_zh": "模型服务器的答复。",
                "sentence_en": "The model server's answer.",
                "lines": list(verdict.lines),
                "totals": verdict.totals,
                "snapshot_version": verdict.version,
                "booked_at": instant_text(self.now()),
                "server_time": self.signed_time(),
            }
        )

    def _eligibility(self, question: dict[str, Any]) -> bytes:
        policies = [
            one for one in self.books.policies.values() if one.child.person.member == question["member"]
        ]
        signed = [self._snapshot(one) for one in policies]
        return _bytes({"snapshots": signed, "server_time": self.signed_time()})

    def _changes(self, cursor: str, terminal: str) -> bytes:
        start = int(cursor.partition(".")[2] or 0)
        page = self.log[start : start + _PAGE]
        chains = dict.fromkeys(
            ref for kind, ref in page if kind == "SNAPSHOT" and self._concerns(ref, terminal)
        )
        kinds = {kind for kind, _ in page}
        answer = ChangesAnswer(
            cursor=f"sim.{start + len(page)}",
            more=start + len(page) < len(self.log),
            server_time=self.signed_time(),
            plans=[people.edition()] if "PLAN" in kinds else [],
            keys=self.key_document() if "KEYS" in kinds else None,
            revoked=[],
            snapshots=[self._snapshot(self.books.policies[chain]) for chain in chains],
            appointments=[],
            clinics=[],
            clinics_left=[],
            decisions=[],
            messages=[],
        )
        return answer.model_dump_json().encode()

    def _concerns(self, chain: str, terminal: str) -> bool:
        home = self.books.policies[chain].child.home
        return home is None or list(self.terminals).index(terminal) == home

    def _statement(self, day: str, clinic: str) -> bytes:
        rows = [
            {
                "act": act,
                "kind": one.envelope["kind"],
                "state": one.verdict.state.value,
                "digest": one.envelope["digest"],
                "insurer_fen": (one.verdict.totals or {}).get("insurer_fen", 0),
                "guardian_fen": (one.verdict.totals or {}).get("guardian_fen", 0),
            }
            for act, one in sorted(self.books.acts.items())
            if one.clinic == clinic and _day_of(one) == day
        ]
        values = {"day": day, "rows": rows, "count": len(rows), "server_time": self.signed_time()}
        values["digest"] = statement_digest(row["act"] for row in rows)
        return StatementAnswer.model_validate_json(_bytes(values)).model_dump_json().encode()

    def _snapshot(self, policy: Policy) -> str:
        snapshot = self.books.snapshot(policy, self.now())
        return SnapshotMessage.from_domain(snapshot).signed(self._key, _KID)

    def signed_time(self) -> str:
        """Return the present as signed text; the same within a second."""
        now = self.now().replace(microsecond=0)
        if self._signed is None or self._signed[0] != now:
            self._signed = now, sign_time(now, self._key, _KID)
        return self._signed[1]

    def key_document(self) -> str:
        """Return the key document of this moment, signed by the root."""
        key = SigningKey(kid=_KID, x=public_text(self._key.public_key()))
        document = KeyDocument(signing=[key], card=CardKeys(keys=[]), issued_at=self.now())
        return document.signed(self._root, "sim-root")


def problem(status: int, code: str, retry_after_s: int | None = None) -> RawReply:
    """Return a problem document."""
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": "", "field": ""}
    more = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    return RawReply(status, _bytes(body), {"Content-Type": PROBLEM, **more})


def _json(body: bytes) -> RawReply:
    return RawReply(200, body, {"Content-Type": JSON})


def _key_of(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"simulation/{name}".encode()).digest())


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(envelope: dict[str, Any]) -> str:
    plain = {key: value for key, value in envelope.items() if key != "digest"}
    return hashlib.sha256(_canonical(plain)).hexdigest()


def _day_of(booked: Booked) -> str:
    moment = datetime.fromisoformat(booked.envelope["created_at"])
    return shanghai_date(moment).isoformat()


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
