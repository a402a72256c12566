"""What a card's size costs: bytes, version of the QR code, and the share of hard pictures that is read.

    python -m benchmarks.card_payload [--seed 20260302] [--pictures 3]

A phone shows every code equally wide: the more it says, the smaller its modules. The same faults are laid
over each code. The last rows hold the claims of the usual card in forms that were not taken.
"""

import argparse
import base64
import json
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from benchmarks.card_pictures import SEED
from benchmarks.hard_pictures import KINDS, pictures
from clinic_terminal.card.base45_text import decode_text
from clinic_terminal.card.cascade import texts_in
from clinic_terminal.card.commands import claims_as_json
from clinic_terminal.card.decode import read_image
from clinic_terminal.card.issue import card_image
from clinic_terminal.domain.member import CardPolicy
from tests.card.issuers import CLAIMS, PRACTICE, base64url, token

PICTURES: Final = 3
STUDIED: Final = (2, 3, 4)  # severities: at 1 all is read, at 5 little

_BOX: Final = 8
_QUIET: Final = 4


@dataclass(frozen=True, slots=True)
class Payload:
    """One way to fill the code."""

    name: str
    text: str
    size: int

    @property
    def version(self) -> int:
        """The QR version: 17 modules and four more a version."""
        return (card_image(self.text).width // _BOX - 2 * _QUIET - 17) // 4


def payloads() -> list[Payload]:
    """Return the cards of 1 to 8 policies, and the usual one in other forms."""
    cards = [
        token(replace(CLAIMS, policies=tuple(map(_policy, range(count))))) for count in (1, 2, 3, 4, 6, 8)
    ]
    rows = [
        _payload("1 policy" if count == 1 else f"{count} policies", card)
        for count, card in zip((1, 2, 3, 4, 6, 8), cards, strict=True)
    ]
    usual = decode_text(cards[0])
    byte_mode = "db1:" + base64.b64encode(usual).decode()
    claims = json.dumps(claims_as_json(CLAIMS), ensure_ascii=False, separators=(",", ":")).encode()
    header = json.dumps({"alg": "EdDSA", "kid": PRACTICE.kid.hex()}, separators=(",", ":")).encode()
    jwt = ".".join(base64url(part) for part in (header, claims, bytes(64)))
    return [
        *rows,
        Payload("1 policy, Base64 in place of Base45", byte_mode, len(usual)),
        Payload("1 policy, JWT in place of CWT", jwt, len(jwt)),
    ]


def _policy(number: int) -> CardPolicy:
    return CardPolicy(f"P2026000012{number}", "PLAN-A", date(2026, 1, 1), date(2026, 12, 31))


def _payload(name: str, text: str) -> Payload:
    return Payload(name, text, len(decode_text(text)))


def _rates(text: str, count: int, seed: int) -> dict[int, tuple[int, int, int]]:
    """Return by severity how many were asked, read by zxing-cpp alone, and read by us."""
    rates = {}
    for severity in STUDIED:
        images = [image for kind in KINDS for image in pictures(text, kind, severity, count, seed)]
        plain = sum(text in texts_in(image) for image in images)
        ours = sum(text in read_image(image, time.thread_time).texts for image in images)
        rates[severity] = (len(images), plain, ours)
    return rates


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--pictures", type=int, default=PICTURES, help="of each kind and severity")
    wanted = parser.parse_args()
    heads = "".join(f" severity {severity} |" for severity in STUDIED)
    print(f"seed {wanted.seed}: read by zxing-cpp alone / after the cascade\n")
    print(f"| payload | bytes | characters | version | modules |{heads} all |")
    print("|---|---:|---:|---:|---:|" + "---|" * (len(STUDIED) + 1))
    for row in payloads():
        rates = _rates(row.text, wanted.pictures, wanted.seed)
        sums = [sum(column) for column in zip(*rates.values(), strict=True)]
        cells = [f" {plain} / {ours} of {asked} |" for asked, plain, ours in [*rates.values(), tuple(sums)]]
        print(
            f"| {row.name} | {row.size} | {len(row.text)} | {row.version} | {17 + 4 * row.version} |"
            + "".join(cells),
            flush=True,
        )


if __name__ == "__main__":
    main()
