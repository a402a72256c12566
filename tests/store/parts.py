"""What the tests of the store start from: a still clock, acts, a signed visit, a look behind the store."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, AuditRow
from clinic_terminal.domain.adjudication import Counters, split
from clinic_terminal.domain.bill import BillLine, FrozenBill
from clinic_terminal.domain.bill_input import bill_input
from clinic_terminal.domain.consent import Consent, Relationship
from clinic_terminal.domain.gates import decide
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.visit import (
    CardSource,
    Evidence,
    Stage,
    Visit,
    arrive,
    freeze,
    hand_to_desk,
    sign,
    with_line,
)
from clinic_terminal.store.connections import connect
from clinic_terminal.store.store import SqlStore, _driver_of
from tests.build import CATALOGUE, CHILD, CLINIC, DENTAL, NOW, TODAY, YEAR, ink, question, snapshot

KEY = bytes(range(32))
DIGEST = "d" * 64
MINUTE = timedelta(minutes=1)
ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, snapshot_version=7, receipt=b"{}")
REJECTED = Answer(AnswerClass.FINAL, ActState.REJECTED, code="NO_COVER", sentence="Not covered.")
SILENCE = Answer(AnswerClass.TRANSIENT, code="TIMEOUT", sentence="No answer came.")
REFUSED = Answer(AnswerClass.ITEM, code="BAD_ACT", sentence="This act cannot be read.")


@dataclass
class StillClock:
    """A clock that stands until it is moved."""

    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    def machine(self) -> datetime:
        return self.time

    def heard(self, server_time: datetime) -> None:
        """Stay as set: tests move this clock themselves."""

    def monotonic(self) -> float:
        return 0.0

    def today(self) -> date:
        return TODAY


def act(number: int, chain: str = "A/POL-1", amount_fen: int = 1_000, at: datetime = NOW) -> Act:
    """Return act ``number`` of ``chain``, with a body of its own."""
    body = f'{{"act":{number}}}'.encode()
    return Act(
        id=f"act-{number:04d}",
        kind=ActKind.BILL_SIGNED,
        chain=chain,
        visit=f"visit-{number}",
        created_at=at,
        body=body,
        digest=hashlib.sha256(body).hexdigest(),
        amount_fen=amount_fen,
        posted=Counters(amount_fen, amount_fen, {Category.BASIC: amount_fen}, 0, {"BS07": 1}),
        lock="XIAOLU",
    )


def audit_row(number: int = 1) -> AuditRow:
    """Return what a person did."""
    return AuditRow(NOW + number * MINUTE, "op-1", "finish", f"visit-{number}", {"按": number, "list": [1]})


def expected(number: int = 1, at: datetime | None = NOW) -> Visit:
    """Return a visit that has not been stored yet."""
    return Visit(f"visit-{number}", Stage.EXPECTED, TODAY, CHILD, "POL-1", DENTAL.code, expected_at=at)


def signed(number: int = 1) -> Visit:
    """Return a visit with everything a visit can hold: evidence, decision, lines, bill, ink."""
    known = snapshot()
    visit = arrive(
        expected(number),
        NOW,
        Identity(IdDocument.HUKOU, "练习证件0001"),
        Evidence(CardSource.CARD, "CARD-TOKEN", "k1", 1, NOW, online=True),
        decide(question(known)),
    )
    for code, teeth in (("PV01", ()), ("BS07", ("54", "55"))):
        visit = with_line(visit, CATALOGUE, code, teeth, None)
    visit = hand_to_desk(visit)
    result = split(DENTAL, YEAR, known.standing(), bill_input(visit, known, CATALOGUE, CLINIC.brand))
    bill = FrozenBill(
        f"bill-{number}", visit.id, CLINIC, "T-1", TODAY, CHILD, "POL-1", DENTAL.code, "练习齿科计划", None,
        tuple(
            BillLine(line.item, "名称", "Name", "BASIC", line.teeth, line.qty, line.unit_fen)
            for line in visit.lines
        ),
        0, False, result, False, 1, NOW, False, "op-1", NOW,
    )  # fmt: skip
    consent = Consent("测试家长", Relationship.MOTHER, ink(), 3_000, DIGEST, "zh_CN", "1", NOW, "op-1")
    return sign(freeze(visit, bill, DIGEST), consent)


def stored(store: SqlStore, visit: Visit) -> Visit:
    """Store ``visit`` and return it as stored."""
    with store.begin() as work:
        return work.visits.put(visit)


def queued(store: SqlStore, *acts: Act) -> None:
    """Append acts in one transaction."""
    with store.begin() as work:
        for each in acts:
            work.queue.add(each)


def done(visit: Visit) -> Visit:
    """Return the signed visit as finished."""
    return replace(visit, stage=Stage.DONE, act="act-0001", closed_at=NOW)


@contextmanager
def behind(path: Path) -> Iterator[Connection]:
    """Open the file beside the store, as a wrong program with the right key could."""
    connection = connect(path, KEY)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writer_of(store: SqlStore) -> Iterator[Connection]:
    """Borrow the store's own writing connection, to set limits on it."""
    lent = store._writers.connect()
    try:
        yield _driver_of(lent)
    finally:
        lent.close()
