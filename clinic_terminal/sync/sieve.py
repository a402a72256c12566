"""What may be believed of a page of changes: each part by itself, so that no bad one holds the page up."""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from clinic_terminal.application.acts import Answer, AnswerClass
from clinic_terminal.application.ports import Decision, SignedSnapshot, Unbelieved
from clinic_terminal.contract.acts import ActAnswer, AnswerState
from clinic_terminal.contract.changes import ChangesAnswer
from clinic_terminal.contract.eligibility import read_snapshot
from clinic_terminal.contract.errors import ContractError, KeyUnknownError
from clinic_terminal.contract.keys import KeyDocument, read_keys
from clinic_terminal.contract.signing import kid_of, read_time
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.sync.answers import STATES

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

BAD_SIGNATURE: Final = "BAD_SERVER_SIGNATURE"
UNKNOWN_KEY: Final = "UNKNOWN_SERVER_KEY"
BAD_FORM: Final = "BAD_FORM"


class ChangesPage(ChangesAnswer):
    """A page as it is read here: a part of the wrong form is one bad part, not a bad page."""

    keys: str | None
    plans: list[Any]
    revoked: list[Any]
    snapshots: list[Any]
    appointments: list[Any]
    clinics: list[Any]
    clinics_left: list[Any]
    decisions: list[Any]
    messages: list[Any]


class Sieve:
    """Reads and verifies the parts of one page. ``keys_for`` gives the keys for a text, fetched if need be.

    ``left_out`` says which parts were not believed, by digest and never by content.
    """

    def __init__(self, keys_for: Callable[[str], KeyDocument]) -> None:
        self._keys_for = keys_for
        self._strangers: KeyDocument | None = None
        self.left_out: list[Unbelieved] = []

    def keys(self, signed: str | None, root_key: str) -> KeyDocument | None:
        """Return the page's key document if the root confirms it; the old keys stay where it does not."""
        if signed is None:
            return None
        return self._believed("KEYS", signed, lambda: read_keys(signed, root_key))

    def snapshots(self, parts: list[Any]) -> tuple[SignedSnapshot, ...]:
        """Return the snapshots that their keys confirm."""
        texts = self.texts("SNAPSHOT", parts)
        read = [self._believed("SNAPSHOT", text, partial(self._snapshot, text)) for text in texts]
        return tuple(one for one in read if one is not None)

    def texts(self, kind: str, parts: list[Any]) -> tuple[str, ...]:
        """Return the parts that are texts."""
        return tuple(one for one in parts if isinstance(one, str) or self._leave_out(kind, one))

    def read(self, kind: str, parts: list[Any], form: type[M], taken: Callable[[M], T]) -> tuple[T, ...]:
        """Return the parts that have their form, as ``taken`` makes them."""
        read = [self._read(kind, part, form, taken) for part in parts]
        return tuple(one for one in read if one is not None)

    def decisions(self, parts: list[Any]) -> tuple[Decision, ...]:
        """Return the decisions whose signed time is confirmed; one that is still pending is none."""
        answers = self.read("DECISION", parts, ActAnswer, _as_it_is)
        decided = [answer for answer in answers if answer.state is not AnswerState.PENDING]
        read = [
            self._believed("DECISION", answer.server_time, partial(self._decision, answer))
            for answer in decided
        ]
        return tuple(one for one in read if one is not None)

    def _snapshot(self, text: str) -> SignedSnapshot:
        return SignedSnapshot(read_snapshot(text, self._keys(text)), text)

    def _decision(self, said: ActAnswer) -> Decision:
        signed = said.server_time
        answer = Answer(
            AnswerClass.FINAL,
            STATES[said.state],
            said.code,
            said.sentence_zh,
            None,
            said.snapshot_version,
            said.model_dump_json().encode(),
            read_time(signed, self._keys(signed).signing_key(kid_of(signed))),
        )
        return Decision(said.id, said.digest, answer)

    def _keys(self, text: str) -> KeyDocument:
        """Return the keys to read ``text`` with; they are fetched once a page for keys that nobody knows."""
        if self._strangers is not None:
            return self._strangers
        kid, keys = kid_of(text), self._keys_for(text)
        if all(key.kid != kid for key in keys.signing):
            self._strangers = keys
        return keys

    def _believed(self, kind: str, text: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except KeyUnknownError:
            cause = UNKNOWN_KEY
        except ContractError:
            cause = BAD_SIGNATURE
        self._note(kind, cause, text)
        return None

    def _read(self, kind: str, part: object, form: type[M], taken: Callable[[M], T]) -> T | None:
        try:
            return taken(form.model_validate_json(json.dumps(part)))
        except (ValidationError, ContractError, DomainError, ArithmeticError, ValueError):
            self._leave_out(kind, part)
            return None

    def _leave_out(self, kind: str, part: object) -> bool:
        """Note a part that cannot be read; False, as it is not taken."""
        self._note(kind, BAD_FORM, json.dumps(part, sort_keys=True))
        return False

    def _note(self, kind: str, cause: str, text: str) -> None:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.left_out.append(Unbelieved(kind, cause, digest))


def _as_it_is(part: M) -> M:
    return part
