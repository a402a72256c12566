"""Looking up: revoked serials among 1,000,000 against 1,000, and a scan to its verdict without a network.

Both look-ups ask for equally many different serials in texts of their own, so that only the set differs.
The scan goes from the card's text through the real encrypted store with 100,000 children in it, in the
open database of a terminal whose server does not answer; its peer is one check of an Ed25519 signature.
"""

import base64
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from benchmarks.measure import Claim, median_ratio, paired
from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.check_in import identify, verify
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.bootstrap.cards import StoredKeyCards
from clinic_terminal.card.issue import PracticeIssuer
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.card.token import CardToken, parse_token
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CATALOGUE, CHILD, CLINIC, NOW, TODAY, snapshot
from tests.card.issuers import CLAIMS, key_document, token
from tests.fakes.ports import CountingIds, FakeCentral, FakePapers, SetClock
from tests.terminal import EDITION, KEY

SEED = 20260302
MANY, FEW = 1_000_000, 1_000
ASKED = 20_000
ROUNDS = 21
MEMBERS = 100_000
SCANS = 1_000
P99_MS = 50.0

ISSUER = PracticeIssuer("practice-tpa", bytes(range(32)))
PUBLIC = ISSUER.key_entry()


def claims() -> list[Claim]:
    """Measure and return the claims."""
    return [*_look_ups(), *_scans()]


def _look_ups() -> list[Claim]:
    chance = random.Random(SEED)  # noqa: S311  nothing secret: the same serials in every run
    serials = [chance.randbytes(12) for _ in range(MANY)]
    many = RevocationSet(map(bytes.hex, serials))
    few = RevocationSet(map(bytes.hex, serials[:FEW]))
    others = [chance.randbytes(12) for _ in range(ASKED)]
    kinds = {
        "present": (chance.sample(serials, ASKED), chance.choices(serials[:FEW], k=ASKED)),
        "absent": (others, others),
    }
    return [_look_up(kind, many, few, asked) for kind, asked in kinds.items()]


def _look_up(
    kind: str, many: RevocationSet, few: RevocationSet, asked: tuple[Sequence[bytes], Sequence[bytes]]
) -> Claim:
    of_many, of_few = ([serial.hex() for serial in of_one] for of_one in asked)
    expected = ASKED if kind == "present" else 0
    assert _found(many, of_many) == _found(few, of_few) == expected  # noqa: S101  else nothing is measured
    mine, theirs = paired(lambda: _ask(many, of_many), lambda: _ask(few, of_few), ROUNDS)
    each = [statistics.median(times) / ASKED * 1e9 for times in (mine, theirs)]
    return Claim(
        f"look-up of a revoked serial among {MANY:,}, {kind}",
        f"among {FEW:,}",
        median_ratio(mine, theirs),
        1.3,
        at_least=False,
        figures=f"{each[0]:.0f} ns against {each[1]:.0f} ns, {ASKED} serials, seed {SEED}",
    )


def _found(revoked: RevocationSet, serials: list[str]) -> int:
    return sum(serial in revoked for serial in serials)


def _ask(revoked: RevocationSet, serials: list[str]) -> None:
    for serial in serials:
        revoked.__contains__(serial)


def _scans() -> list[Claim]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "clinic.db", KEY, SetClock())
        terminal = _terminal(store)
        cards = [_card(number) for number in range(0, MEMBERS, MEMBERS // SCANS)]
        ours, bare = _timed(terminal, cards)
        store.close()
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    p99 = statistics.quantiles(ours, n=100)[-1] * 1000
    middle = statistics.median(ours) * 1e6, statistics.median(bare) * 1e6
    what = f"offline scan to verdict, {MEMBERS:,} members cached"
    figures = f"{middle[0]:.0f} µs against {middle[1]:.0f} µs, {SCANS} different cards"
    return [
        Claim(what, "one bare Ed25519 check", ratio, 10.0, at_least=False, figures=figures),
        Claim(f"{what}, p99", "50 ms", p99 / P99_MS, 1.0, at_least=False, figures=f"{p99:.2f} ms"),
    ]


def _terminal(store: SqlStore) -> Terminal:
    """Return a terminal without a network that holds the members, the plan and the card key."""
    with store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
        uow.memory.put_plan(EDITION)
        uow.memory.set_card_keys(key_document([PUBLIC]))
        uow.memory.set_freshness(replace(uow.memory.freshness(), cursor="1"))
        usual = snapshot()
        for number in range(MEMBERS):
            person = Person(_member(number), CHILD.name, CHILD.birth_date)
            uow.snapshots.put(replace(usual, person=person, policy=f"POL-{number}"), "signed")
    return Terminal(
        SetClock(),
        CountingIds(),
        store,
        FakeCentral(reachable=False),
        StoredKeyCards(store),
        FakePapers(),
        CATALOGUE,
        canonical_bytes,
        ExposureLimits(),
    )


def _member(number: int) -> str:
    return f"M{number:08}"


def _card(number: int) -> str:
    person = {"member": _member(number), "name": CHILD.name, "birth_date": CHILD.birth_date}
    times = {"issued": NOW, "not_before": NOW, "expires": NOW.replace(year=NOW.year + 1)}
    return token(replace(CLAIMS, **person, **times), ISSUER)  # type: ignore[arg-type]  # fields by name


def _timed(terminal: Terminal, cards: list[str]) -> tuple[list[float], list[float]]:
    """Return the seconds of each scan and of one signature check right before it."""
    public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(f"{PUBLIC['x']}="))
    ours: list[float] = []
    bare: list[float] = []
    for card in [cards[0], *cards]:
        parsed = parse_token(card)
        bare.append(_seconds_of_check(public, parsed))
        begun = time.perf_counter()
        identified = identify(terminal, card)
        verdict = verify(terminal, identified, TODAY)
        ours.append(time.perf_counter() - begun)
        assert identified.claims is not None  # noqa: S101  a refused card would be no scan to verdict
        assert not verdict.online  # noqa: S101
        assert verdict.usual is not None  # noqa: S101
    return ours[1:], bare[1:]  # the first builds the verifier from the stored keys


def _seconds_of_check(public: Ed25519PublicKey, parsed: CardToken) -> float:
    begun = time.perf_counter()
    public.verify(parsed.signature, parsed.signed)
    return time.perf_counter() - begun
