"""Acts: answered once, and the same for ever."""

import hashlib
from contextlib import nullcontext
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clinic_terminal.contract.acts import (
    ActAnswer,
    ActEnvelope,
    AnswerState,
    BatchItem,
    BillSignedPayload,
    BillVoidedPayload,
    EnvelopeKind,
    PreauthPayload,
)
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.changes import ChangeKind
from clinic_terminal.contract.errors import NotCanonicalError
from clinic_terminal.contract.problems import Problem
from clinic_terminal.contract.values import instant_text
from clinic_terminal.sandbox.billing import judge_bill
from clinic_terminal.sandbox.change_log import announce
from clinic_terminal.sandbox.outcome import Outcome, outcome
from clinic_terminal.sandbox.policies import find_policy
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.refusals import (
    ActUnknownError,
    DigestConflictError,
    DigestWrongError,
    RefusedError,
    TerminalMismatchError,
)
from clinic_terminal.sandbox.voiding import judge_void
from clinic_terminal.sandbox.world import shanghai_day

_LONGEST_ID = 64
_WRITING = frozenset({EnvelopeKind.BILL_SIGNED.value, EnvelopeKind.BILL_VOIDED.value})
_Model = TypeVar("_Model", bound=BaseModel)


def put_act(practice: Practice, caller: Caller, act_id: str, values: dict[str, Any]) -> bytes:
    """Answer an act, and book it the first time; the answer's bytes never change afterwards.

    Raises RefusedError and its kin where nothing may be remembered: an envelope that is none, a wrong
    digest, an id that was used for other content, another clinic's terminal.
    """
    with practice.database.transaction():
        return _answer(practice, caller, act_id, values)


def put_batch(practice: Practice, caller: Caller, batch: list[dict[str, Any]]) -> bytes:
    """Answer up to 100 acts, each by itself and in order, in one transaction; a BatchAnswer as it is sent."""
    with practice.database.transaction():
        items = [_batch_item(practice, caller, values) for values in batch]
    return b'{"answers":[' + b",".join(items) + b"]}"


def find_answer(practice: Practice, caller: Caller, act_id: str) -> bytes:
    """Return the present answer of an act: the decision, where it was pending. Raises ActUnknownError."""
    row = practice.database.row("SELECT answer FROM acts WHERE id = ? AND clinic = ?", act_id, caller.clinic)
    if row is None:
        raise ActUnknownError
    return bytes(row["answer"])


def _batch_item(practice: Practice, caller: Caller, values: dict[str, Any]) -> bytes:
    """Return one item as it is sent: an answer that was given before stands in it byte for byte."""
    act_id = str(values.get("id", ""))[:_LONGEST_ID]
    try:
        # What is refused was refused before anything was written, but for bills and their voids.
        with practice.database.part() if str(values.get("kind")) in _WRITING else nullcontext():
            answer = _answer(practice, caller, act_id, values)
    except RefusedError as error:
        problem = Problem.model_validate_json(error.problem())
        return BatchItem(status=error.status, id=act_id, problem=problem).model_dump_json().encode("utf-8")
    return b'{"status":200,"id":"' + act_id.encode("ascii") + b'","answer":' + answer + b',"problem":null}'


def _answer(practice: Practice, caller: Caller, act_id: str, values: dict[str, Any]) -> bytes:
    sealed = _Sealed(values)
    envelope = _envelope(act_id, sealed)
    known = practice.database.row("SELECT digest, clinic, first_answer FROM acts WHERE id = ?", envelope.id)
    # This check stands before every rule of business: an answer once given is given again.
    if known is not None:
        if known["digest"] != envelope.digest or known["clinic"] != caller.clinic:
            raise DigestConflictError
        return bytes(known["first_answer"])
    _check_terminal(practice, caller, envelope)
    result = _judge(practice, caller, envelope, sealed)
    if result.state is AnswerState.REJECTED and result.version is not None:
        # What was refused was judged on older facts: the clinic gets the present ones with its next changes.
        announce(practice.database, ChangeKind.SNAPSHOT, envelope.chain, caller.clinic)
    return _remember(practice, caller, envelope, sealed.body(), result)


class _Sealed:
    """An envelope as it came, each member in canonical form once; raises RefusedError where it has none."""

    def __init__(self, values: dict[str, Any]) -> None:
        try:
            self._members = {name: canonical_bytes(value) for name, value in values.items()}
            self._names = {name: _canonical_name(name) for name in sorted(values, key=_utf16)}
        except NotCanonicalError as error:
            raise RefusedError(str(error)) from error
        self.is_whole = self._digest() == values.get("digest")

    def body(self, without: str = "") -> bytes:
        """Return the canonical form of the envelope, or of all but one member."""
        parts = (text + b":" + self._members[name] for name, text in self._names.items() if name != without)
        return b"{" + b",".join(parts) + b"}"

    def member(self, name: str) -> bytes:
        """Return one member's canonical form."""
        return self._members[name]

    def _digest(self) -> str:
        return hashlib.sha256(self.body(without="digest")).hexdigest()


@lru_cache(maxsize=64)
def _canonical_name(name: str) -> bytes:
    return canonical_bytes(name)


@lru_cache(maxsize=64)
def _utf16(name: str) -> bytes:
    """Return what RFC 8785 sorts names by."""
    return name.encode("utf-16-be", "surrogatepass")


def _envelope(act_id: str, sealed: _Sealed) -> ActEnvelope:
    if not sealed.is_whole:
        raise DigestWrongError(field="digest")
    envelope = read_message(ActEnvelope, sealed.body())
    if envelope.id != act_id:
        raise RefusedError("The address and the envelope name different acts.", "id")
    return envelope


def read_message(model: type[_Model], raw: bytes, place: str = "") -> _Model:
    """Read a message; raises RefusedError naming the first field at fault, never its content."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _wrong_form(error, place) from error


def read_values(model: type[_Model], values: dict[str, Any]) -> _Model:
    """Read a message of plain lists and objects alone; raises as `read_message`."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _wrong_form(error, "") from error


def _wrong_form(error: ValidationError, place: str) -> RefusedError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(step) for step in (place, *first["loc"]) if step != "")
    return RefusedError(f"Wrong form: {first['type']}.", field)


def _check_terminal(practice: Practice, caller: Caller, envelope: ActEnvelope) -> None:
    if envelope.terminal == caller.terminal:
        return
    row = practice.database.row("SELECT clinic FROM terminals WHERE id = ?", envelope.terminal)
    # Set back to before an enrolment, a server knows nothing of the terminal whose acts its clinic kept.
    if row is not None and row["clinic"] != caller.clinic:
        raise TerminalMismatchError(field="terminal")


def _judge(practice: Practice, caller: Caller, envelope: ActEnvelope, sealed: _Sealed) -> Outcome:
    raw = sealed.member("payload")
    if envelope.kind is EnvelopeKind.BILL_SIGNED:
        if practice.faults.holds_bill():
            return _held(practice, envelope, raw)
        return judge_bill(practice, caller, envelope, read_message(BillSignedPayload, raw, "payload"))
    if envelope.kind is EnvelopeKind.BILL_VOIDED:
        return judge_void(practice, caller, envelope, read_message(BillVoidedPayload, raw, "payload"))
    state = find_policy(practice, envelope.chain)
    version = None if state is None else state.version
    if envelope.kind is EnvelopeKind.PREAUTH_REQUESTED:
        read_message(PreauthPayload, raw, "payload")
        return outcome(AnswerState.PENDING, "PENDING", version=version)
    return outcome(AnswerState.ACCEPTED, "RECORDED", version=version)


def _held(practice: Practice, envelope: ActEnvelope, raw: bytes) -> Outcome:
    """Take a bill in without judging it: nothing is booked until the decision."""
    read_message(BillSignedPayload, raw, "payload")
    state = find_policy(practice, envelope.chain)
    return outcome(AnswerState.PENDING, "PENDING", version=None if state is None else state.version)


def _remember(
    practice: Practice, caller: Caller, envelope: ActEnvelope, body: bytes, result: Outcome
) -> bytes:
    answer = answer_bytes(practice, envelope.id, envelope.digest, result)
    practice.database.run(
        "INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
        envelope.id,
        envelope.kind.value,
        envelope.chain,
        caller.clinic,
        envelope.terminal,
        shanghai_day(envelope.created_at).isoformat(),
        envelope.digest,
        body,
        result.state.value,
        result.code,
        answer,
        answer,
        *sums(result),
        result.effect,
        result.bill,
        instant_text(practice.clock()),
    )
    return answer


def sums(result: Outcome) -> tuple[int, int]:
    """Return what the insurer and the guardian pay, in fen."""
    return (result.totals.insurer_fen, result.totals.guardian_fen) if result.totals else (0, 0)


def answer_bytes(practice: Practice, act_id: str, digest: str, result: Outcome) -> bytes:
    """Return the answer of an act as it is sent."""
    answer = ActAnswer(
        id=act_id,
        digest=digest,
        state=result.state,
        code=result.code,
        sentence_zh=result.zh,
        sentence_en=result.en,
        lines=list(result.lines),
        totals=result.totals,
        snapshot_version=result.version,
        booked_at=practice.clock(),
        server_time=practice.signed_time(),
    )
    return answer.model_dump_json().encode("utf-8")
