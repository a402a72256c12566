"""What the card commands do; each writes one JSON line an image or a text."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from clinic_terminal.card.decode import read_picture
from clinic_terminal.card.issue import TokenSigner, issue_token, write_card_png
from clinic_terminal.card.key_document import CardKeysUnreadableError, read_keys
from clinic_terminal.card.keys import KeySet
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.domain.member import CardClaims, CardReading


def read_images(paths: Iterable[Path], out: TextIO) -> int:
    """Write the texts of each picture's codes; a file that is no picture gets an ``error``. Returns 0."""
    for path in paths:
        reading = read_picture(path)
        line: dict[str, object] = {"file": str(path), "texts": list(reading.texts), "ms": reading.ms}
        if reading.error is not None:
            line["error"] = reading.error
        _write(line, out)
    return 0


def verify_texts(
    keys_file: Path,
    at: datetime,
    texts: Iterable[str],
    out: TextIO,
    member_patterns: tuple[str, ...] = (),
) -> int:
    """Write the verdict on each text as of ``at`` (aware); an empty text is one too. Returns 0.

    Raises CardKeysUnreadableError before the first line where the key file cannot be used.
    """
    verifier = CardVerifier(_keys(keys_file), RevocationSet(), member_patterns)
    for text in texts:
        _write(_verdict(verifier.read(text, at)), out)
    return 0


def issue_card(claims: CardClaims, signer: TokenSigner, picture: Path | None, out: TextIO) -> int:
    """Write a practice card's text, and its QR code to ``picture``; returns 0.

    Raises CardTooLargeError where the claims do not fit, and OSError for the file.
    """
    token = issue_token(claims, signer)
    if picture is not None:
        write_card_png(token, picture)
    out.write(f"{token}\n")
    return 0


def claims_as_json(claims: CardClaims) -> dict[str, object]:
    """Return the claims under their names of RFC 8392; times in whole seconds."""
    return {
        "iss": claims.issuer,
        "sub": claims.member,
        "exp": int(claims.expires.timestamp()),
        "nbf": int(claims.not_before.timestamp()),
        "iat": int(claims.issued.timestamp()),
        "cti": claims.serial,
        "name": claims.name,
        "birth_date": claims.birth_date.isoformat(),
        "sex": int(claims.sex),
        "policies": [[p.number, p.plan, p.start.isoformat(), p.end.isoformat()] for p in claims.policies],
        "mode": claims.mode,
    }


def _verdict(reading: CardReading) -> dict[str, object]:
    if reading.claims is not None:
        return {"result": reading.outcome, "claims": claims_as_json(reading.claims)}
    return {"result": reading.outcome, "detail": reading.detail}


def _keys(path: Path) -> KeySet:
    try:
        return read_keys(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise CardKeysUnreadableError("the key file") from None


def _write(line: dict[str, object], out: TextIO) -> None:
    out.write(json.dumps(line) + "\n")
