"""Acts in a file: what waits here, so that another terminal or the hotline can read it and book it.

JSON lines in UTF-8, each in canonical form: a header, one line an act, and a closing line with the SHA-256
over every byte before it. The bytes of an act are those that would have been sent; its id and digest are
kept, so that an act which arrives twice counts once. The file holds what bills hold: `lock_up` encrypts it.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from pydantic import ValidationError

from clinic_terminal.contract.acts import envelope_digest
from clinic_terminal.contract.canonical import canonical_bytes, read_object
from clinic_terminal.contract.errors import ContractError, NotCanonicalError, NotJsonError
from clinic_terminal.contract.values import Code, Digest, Instant, Message, SignedFen, Text
from clinic_terminal.contract.values import instant_text as _instant
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.plan import Category

FORM: Final = "clinic-acts/1"
SUFFIX: Final = ".acts"


class ActExportError(ContractError):
    """A file of acts cannot be used; ``cause`` is FORM, CUT_OFF, DAMAGED or PASSPHRASE."""

    code = "ACT_EXPORT"

    _SENTENCES = {  # noqa: RUF012  a table that nobody changes
        "FORM": "This is not a file of acts, or one of a newer program.",
        "CUT_OFF": "The file ends too early; ask for it once more.",
        "DAMAGED": "The file was changed or damaged on its way; ask for it once more.",
        "PASSPHRASE": "The passphrase does not fit this file.",
    }

    def __init__(self, cause: str) -> None:
        super().__init__(self._SENTENCES[cause])
        self.cause = cause


class KnownAct(Protocol):
    """An act as its terminal keeps it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def chain(self) -> str: ...  # noqa: D102
    @property
    def visit(self) -> str: ...  # noqa: D102
    @property
    def created_at(self) -> datetime: ...  # noqa: D102
    @property
    def digest(self) -> str: ...  # noqa: D102
    @property
    def body(self) -> bytes: ...  # noqa: D102
    @property
    def amount_fen(self) -> int: ...  # noqa: D102
    @property
    def posted(self) -> Counters: ...  # noqa: D102
    @property
    def lock(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ExportedAct:
    """An act as it stands in a file, with ``state``: what its terminal knew of it."""

    id: str
    kind: str
    chain: str
    visit: str
    created_at: datetime
    digest: str
    body: bytes
    amount_fen: int
    state: str
    posted: Counters = field(default_factory=Counters)
    lock: str | None = None

    @property
    def is_sound(self) -> bool:
        """Whether the bytes are an envelope of this id, kind and chain whose digest holds."""
        try:
            envelope = read_object(self.body)
            named = tuple(envelope.get(name) for name in ("id", "kind", "chain", "digest"))
            same = named == (self.id, self.kind, self.chain, self.digest)
            return (
                same and envelope_digest(envelope) == self.digest and canonical_bytes(envelope) == self.body
            )
        except (NotJsonError, NotCanonicalError):
            return False


@dataclass(frozen=True, slots=True)
class ActExport:
    """A read file: whose acts, when it was written, and the acts, oldest first."""

    terminal: str
    clinic: str
    made_at: datetime
    acts: tuple[ExportedAct, ...]

    @property
    def unsound(self) -> tuple[ExportedAct, ...]:
        """The acts whose bytes do not fit their digest: they were wrong before they came into the file."""
        return tuple(act for act in self.acts if not act.is_sound)


class _Header(Message):
    form: Text
    terminal: Text
    clinic: Text
    made_at: Instant
    count: int


class _Posted(Message):
    pool_fen: SignedFen
    covered_fen: SignedFen
    category_fen: dict[Category, SignedFen]
    deductible_fen: SignedFen
    units: dict[str, int]


class _Line(Message):
    id: Text
    kind: Code
    chain: Text
    visit: Text
    created_at: Instant
    digest: Text
    body: str
    amount_fen: SignedFen
    state: Code
    posted: _Posted
    lock: Text | None


class _Closing(Message):
    count: int
    sha256: Digest


def export_text(
    acts: Iterable[tuple[KnownAct, str]], *, terminal: str, clinic: str, made_at: datetime
) -> bytes:
    """Return the file's bytes for acts, oldest first, each with its state."""
    lines = [canonical_bytes(_line(act, state)) for act, state in acts]
    header = {
        "form": FORM,
        "terminal": terminal,
        "clinic": clinic,
        "made_at": _instant(made_at),
        "count": len(lines),
    }
    text = b"".join(line + b"\n" for line in (canonical_bytes(header), *lines))
    closing = {"count": len(lines), "sha256": hashlib.sha256(text).hexdigest()}
    return text + canonical_bytes(closing) + b"\n"


def read_export(text: bytes) -> ActExport:
    """Read a file of acts; raises ActExportError (FORM, CUT_OFF, DAMAGED)."""
    first, *rest = text.split(b"\n")
    header = _read(_Header, first, "FORM")
    if header.form != FORM:
        raise ActExportError("FORM")
    if len(rest) != header.count + 2 or rest[-1]:
        raise ActExportError("CUT_OFF" if len(rest) < header.count + 2 else "DAMAGED")
    *lines, last, _end = rest
    _check_closing(last, text[: -len(last) - 1], header.count)
    acts = tuple(_act(_read(_Line, line, "DAMAGED")) for line in lines)
    return ActExport(header.terminal, header.clinic, header.made_at, acts)


def _check_closing(last: bytes, before: bytes, count: int) -> None:
    closing = _read(_Closing, last, "DAMAGED")
    if closing.count != count or closing.sha256 != hashlib.sha256(before).hexdigest():
        raise ActExportError("DAMAGED")


def _read(kind: type[Any], line: bytes, cause: str) -> Any:  # noqa: ANN401  one of this module's messages
    try:
        return kind.model_validate_json(line)
    except ValidationError:
        raise ActExportError(cause) from None


def _line(act: KnownAct, state: str) -> dict[str, Any]:
    return {
        "id": act.id,
        "kind": str(act.kind),
        "chain": act.chain,
        "visit": act.visit,
        "created_at": _instant(act.created_at),
        "digest": act.digest,
        "body": base64.b64encode(act.body).decode("ascii"),
        "amount_fen": act.amount_fen,
        "state": str(state),
        "posted": _posted(act.posted),
        "lock": act.lock,
    }


def _posted(posted: Counters) -> Mapping[str, Any]:
    return {
        "pool_fen": posted.pool_fen,
        "covered_fen": posted.covered_fen,
        "category_fen": {str(category): fen for category, fen in posted.category_fen.items()},
        "deductible_fen": posted.deductible_fen,
        "units": dict(posted.units),
    }


def _act(line: _Line) -> ExportedAct:
    try:
        body = base64.b64decode(line.body, validate=True)
    except binascii.Error:
        raise ActExportError("DAMAGED") from None
    posted = line.posted
    return ExportedAct(
        line.id,
        line.kind,
        line.chain,
        line.visit,
        line.created_at,
        line.digest,
        body,
        line.amount_fen,
        line.state,
        Counters(
            posted.pool_fen, posted.covered_fen, posted.category_fen, posted.deductible_fen, posted.units
        ),
        line.lock,
    )
