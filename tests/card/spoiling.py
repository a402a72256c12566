"""Valid cards, and the ways in which their bytes are spoilt one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from clinic_terminal.card.base45_text import decode_text
from clinic_terminal.card.issue import TokenSigner
from clinic_terminal.domain.member import CardMode, CardPolicy, Sex
from tests.card.issuers import CLAIMS, ES256, ISSUER, NOW, PRACTICE, token

CARDS: Final = 20
EDGES: Final = (0, 1, 23, 24, 255, 256, 65_535, 65_536, (1 << 32) - 1, 1 << 32, (1 << 64) - 1)
INDEFINITE: Final = 31

_GIVEN_NAMES: Final = ("林小满", "欧阳小雨", "阿不都·练习", "Practice Child", "王\U00030edd\U00030edd")
_SEXES: Final = tuple(Sex)
_WITH_LENGTH: Final = range(2, 6)  # CBOR's strings, texts, arrays and maps
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_BYTE_STRING: Final = 2


def twenty_cards() -> list[str]:
    """Return 20 valid cards of invented people: both algorithms, 1 to 4 policies, short and long fields."""
    return [_card(number) for number in range(CARDS)]


def _card(number: int) -> str:
    by_ed25519 = number % 2 == 0
    signer: TokenSigner = PRACTICE if by_ed25519 else ES256
    issued = NOW - timedelta(seconds=7 * number)
    mode = CardMode.DYNAMIC if number % 5 == 4 else CardMode.STATIC
    claims = replace(
        CLAIMS,
        issuer=ISSUER if by_ed25519 else ES256.name,
        member=f"M2026{number:04}"[: 1 + number] + "X" * (number % 7),
        issued=issued,
        not_before=issued,
        expires=issued + (timedelta(seconds=600) if mode is CardMode.DYNAMIC else timedelta(days=365)),
        serial=sha256(bytes((number,))).hexdigest()[: 2 * (8 + number % 9)],
        name=_GIVEN_NAMES[number % len(_GIVEN_NAMES)],
        sex=_SEXES[number % len(_SEXES)],
        policies=tuple(_policy(number, place) for place in range(1 + number % 4)),
        mode=mode,
    )
    return token(claims, signer)


def _policy(number: int, place: int) -> CardPolicy:
    return CardPolicy(f"P2026{number:03}{place}", f"PLAN-{place}", date(2026, 1, 1), date(2026, 12, 31))


def bytes_cut_out(cose: bytes) -> Iterator[bytes]:
    """Yield the bytes without one of them, for each of them."""
    return (cose[:at] + cose[at + 1 :] for at in range(len(cose)))


def truncations(cose: bytes) -> Iterator[bytes]:
    """Yield each true beginning of the bytes, from none on."""
    return (cose[:end] for end in range(len(cose)))


def flipped_bits(cose: bytes) -> Iterator[bytes]:
    """Yield the bytes with one bit changed, for each bit."""
    for bit in range(8 * len(cose)):
        changed = bytearray(cose)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def texts_cut_short(text: str) -> Iterator[str]:
    """Yield the text without one character, for each of them, and each true beginning of the text."""
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]
        yield text[:at]


def lengths_at_their_edges(cose: bytes) -> Iterator[bytes]:
    """Yield the bytes with the length of each string, text, array and map put to each edge.

    The edges are those of CBOR's forms, one less and one more than right, the right length in every
    longer form, and the indefinite form.
    """
    for head in lengths_in(cose):
        before, after = cose[: head.at], cose[head.end :]
        for value in {*EDGES, head.value - 1, head.value + 1} - {head.value, -1}:
            yield before + _head(head.major, value) + after
        for form, width in _WIDTHS.items():
            if width > head.end - head.at - 1 and head.value < 1 << (8 * width):
                yield before + bytes((head.major << 5 | form,)) + head.value.to_bytes(width, "big") + after
        yield before + bytes((head.major << 5 | INDEFINITE,)) + after
        yield before + bytes((head.major << 5 | INDEFINITE,)) + after + b"\xff"


@dataclass(frozen=True, slots=True)
class Length:
    """A CBOR head with a length: ``value`` of kind ``major``, in the bytes from ``at`` to ``end``."""

    major: int
    value: int
    at: int
    end: int


def lengths_in(cose: bytes) -> list[Length]:
    """Return the lengths of a valid token, those inside its header and payload included."""
    found: list[Length] = []
    _collect(cose, 1, found, inside=True)
    return found


def _collect(data: bytes, at: int, found: list[Length], *, inside: bool = False) -> int:
    """Add the lengths of the item at ``at``; return the place after it."""
    major, short = data[at] >> 5, data[at] & 31
    end = at + 1 + _WIDTHS.get(short, 0)
    value = short if short not in _WIDTHS else int.from_bytes(data[at + 1 : end], "big")
    if major not in _WITH_LENGTH:
        return end
    found.append(Length(major, value, at, end))
    if major in {_BYTE_STRING, 3}:
        if inside and value not in {0, 64}:
            _collect(data, end, found)  # the header and the payload are CBOR in a byte string
        return end + value
    for _ in range(value * (major - 3)):
        end = _collect(data, end, found, inside=inside and major == 4)
    return end


def _head(major: int, value: int) -> bytes:
    """Return a CBOR head in its shortest form."""
    if value < min(_WIDTHS):
        return bytes((major << 5 | value,))
    form, width = next((form, width) for form, width in _WIDTHS.items() if value < 1 << (8 * width))
    return bytes((major << 5 | form,)) + value.to_bytes(width, "big")


def spoilt(text: str) -> Iterator[tuple[str, bytes | str]]:
    """Yield every spoilt form of a valid card, as COSE bytes or as text, with the name of its kind."""
    cose = decode_text(text)
    for kind, changed in (
        ("byte cut out", bytes_cut_out(cose)),
        ("truncation", truncations(cose)),
        ("bit flip", flipped_bits(cose)),
        ("length at an edge", lengths_at_their_edges(cose)),
        ("text cut short", texts_cut_short(text)),
    ):
        for one in changed:
            yield kind, one
