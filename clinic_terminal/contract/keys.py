"""The key document: which keys sign snapshots and cards. It is itself signed by the root."""

from typing import Annotated, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, ValidationError

from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.errors import KeyUnknownError, SignatureInvalidError
from clinic_terminal.contract.signing import Purpose, public_from, sign, verify
from clinic_terminal.contract.values import Code, Instant, KeyText, Message, SignedText

KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class SigningKey(Message):
    """A key that signs snapshots and times."""

    kid: Code
    x: KeyText


class CardKey(Message):
    """A key that signs cards, as in product/ecard.md; ``y`` only for ES256; times in whole seconds."""

    kid: KeyId
    iss: Code
    alg: Literal["EdDSA", "ES256"]
    x: KeyText
    y: KeyText | None = None
    nbf: int
    exp: int


class CardKeys(Message):
    """The card keys in the form that the card reader takes."""

    keys: list[CardKey]

    def document(self) -> str:
        """Return the JSON text that the card reader takes."""
        return self.model_dump_json(exclude_none=True)


class KeyDocument(Message):
    """All keys of the service manager at ``issued_at``."""

    signing: list[SigningKey]
    card: CardKeys
    issued_at: Instant

    def signing_key(self, kid: str) -> Ed25519PublicKey:
        """Return the key of that id; raises KeyUnknownError."""
        for key in self.signing:
            if key.kid == kid:
                return public_from(key.x)
        raise KeyUnknownError(kid)

    def signed(self, root: Ed25519PrivateKey, root_kid: str) -> str:
        """Return the document as signed text."""
        payload = canonical_bytes(self.model_dump(mode="json", exclude_none=True))
        return sign(payload, root, root_kid, Purpose.KEYS)


class KeysAnswer(Message):
    """The key document as signed text."""

    document: SignedText


def read_keys(signed: str, root_key: str) -> KeyDocument:
    """Verify a key document against the root key (base64url) and return it.

    Raises SignatureInvalidError, KeyUnreadableError.
    """
    payload = verify(signed, public_from(root_key), Purpose.KEYS)
    try:
        return KeyDocument.model_validate_json(payload)
    except ValidationError as error:
        raise SignatureInvalidError from error
