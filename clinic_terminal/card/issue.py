"""Practice cards: what an issuer does, for training, the demo and the tests."""

import base64
import io
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

import qrcode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from clinic_terminal.card.base45_text import MAX_COSE_BYTES, encode_text
from clinic_terminal.card.cbor_strict import dump_strict
from clinic_terminal.card.claims import claims_to_cbor
from clinic_terminal.card.token import KID_BYTES, Algorithm, cose_bytes, header_bytes, signed_bytes
from clinic_terminal.domain.member import CardClaims

_BOX_PIXELS: Final = 8
_QUIET_ZONE_BOXES: Final = 4


class CardTooLargeError(Exception):
    """The claims do not fit into an e-card's code."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The card takes {size} bytes; the code holds {MAX_COSE_BYTES}.")
        self.size = size


class TokenSigner(Protocol):
    """Holds an issuer's private key."""

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of the key."""
        ...

    @property
    def kid(self) -> bytes:
        """The key's id, 8 bytes."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the COSE signature, 64 bytes."""
        ...


class PracticeIssuer:
    """An issuer of practice cards with one Ed25519 key, made from 32 secret bytes.

    The key id is the first 8 bytes of the SHA-256 of the public key.
    """

    __slots__ = ("_private", "_public", "name")

    def __init__(self, name: str, secret: bytes) -> None:
        self.name = name
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self._public = self._private.public_key().public_bytes_raw()

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm of the key."""
        return Algorithm.EDDSA

    @property
    def kid(self) -> bytes:
        """The key's id, 8 bytes."""
        return sha256(self._public).digest()[:KID_BYTES]

    def sign(self, data: bytes) -> bytes:
        """Return the COSE signature, 64 bytes."""
        return self._private.sign(data)

    def key_entry(self, not_before: int = 0, expires: int = 0) -> dict[str, str | int]:
        """Return the public key as an entry of the key document; seconds, ``expires`` 0: no end."""
        x = base64.urlsafe_b64encode(self._public).decode("ascii").rstrip("=")
        return {
            "kid": self.kid.hex(),
            "iss": self.name,
            "alg": "EdDSA",
            "x": x,
            "nbf": not_before,
            "exp": expires,
        }


def issue_token(claims: CardClaims, signer: TokenSigner) -> str:
    """Return the text of an e-card's code; raises CardTooLargeError."""
    protected = header_bytes(signer.algorithm, signer.kid)
    payload = dump_strict(claims_to_cbor(claims))
    cose = cose_bytes(protected, payload, signer.sign(signed_bytes(protected, payload)))
    if len(cose) > MAX_COSE_BYTES:
        raise CardTooLargeError(len(cose))
    return encode_text(cose)


def card_image(token: str) -> Image.Image:
    """Return the QR code of a token in black and white, 8 pixels a module, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=_BOX_PIXELS, border=_QUIET_ZONE_BOXES)
    code.add_data(token, optimize=0)  # one segment: the text is all of the alphanumeric mode
    modules = code.get_matrix()
    side = len(modules)
    image = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in modules for dark in row))
    return image.resize((side * _BOX_PIXELS, side * _BOX_PIXELS), Image.Resampling.NEAREST).convert("1")


def card_png(token: str) -> bytes:
    """Return the QR code of a token as a PNG file's bytes."""
    buffer = io.BytesIO()
    card_image(token).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def write_card_png(token: str, path: Path) -> None:
    """Write the QR code of a token as a PNG file; raises OSError."""
    path.write_bytes(card_png(token))
