"""Fakes at the ports: a clock that is set, ids that count, a central API that is told what to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from clinic_terminal.application.acts import Act, ActState, Answer, AnswerClass
from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralUnreachableError,
    PaperFailedError,
)
from clinic_terminal.application.paper_orders import PaperLanguage, PaperOrder
from clinic_terminal.application.ports import (
    Changes,
    EligibilityQuery,
    QuoteQuery,
    SignedSnapshot,
    Statement,
)
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.member import CardOutcome, CardReading, is_member_number
from clinic_terminal.domain.quote import CentralSplit, Quote
from tests.build import NOW


class SetClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.at = now
        self.seconds = 0.0
        self.off_by = timedelta()

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at + self.off_by

    def heard(self, server_time: datetime) -> None:
        """Stay as set: tests move this clock themselves."""

    def monotonic(self) -> float:
        return self.seconds

    def today(self) -> date:
        return (self.at.astimezone(UTC) + timedelta(hours=8)).date()

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds


class CountingIds:
    """Ids in the form of UUIDv7 that count up."""

    def __init__(self) -> None:
        self.count = 0

    def new(self) -> str:
        self.count += 1
        return f"01990000-0000-7000-8000-{self.count:012x}"


@dataclass
class FakeCentral:
    """Knows the snapshots it is given; ``reachable`` False stands for an outage.

    ``says``: what it answers whoever is asked about, where it is not right in the head. ``quotes``: how it
    splits a bill; without it every quote is refused. ``quoted``: the bills that it was asked about.
    ``held``: the digests of acts that it says it has, by id.
    """

    snapshots: list[Snapshot] = field(default_factory=list)
    reachable: bool = True
    answers: list[Answer] = field(default_factory=list)
    sent: list[Act] = field(default_factory=list)
    pages: list[Changes] = field(default_factory=list)
    says: list[Snapshot] | None = None
    quotes: Callable[[QuoteQuery], CentralSplit] | None = None
    quoted: list[QuoteQuery] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    statements: dict[date, Statement] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)

    def _check(self) -> None:
        if not self.reachable:
            raise CentralUnreachableError("NO_CONNECTION")

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        self._check()
        known = [one for one in self.snapshots if one.person.member == query.member]
        return [SignedSnapshot(one, "signed") for one in (known if self.says is None else self.says)]

    def quote(self, query: QuoteQuery) -> CentralSplit:
        self._check()
        self.quoted.append(query)
        if self.quotes is None:
            raise CentralRefusedError("QUOTE_REFUSED", "no such policy")
        return self.quotes(query)

    def put_act(self, act: Act) -> Answer:
        self.sent.append(act)
        if self.answers:
            return self.answers.pop(0)
        if not self.reachable:
            return Answer(AnswerClass.TRANSIENT, None, "NO_CONNECTION")
        return Answer(
            AnswerClass.FINAL, ActState.ACCEPTED, "OK", snapshot_version=2, receipt=b"{}", server_time=NOW
        )

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        self.batches.append(len(acts))
        return [self.put_act(act) for act in acts]

    def find_act(self, act_id: str) -> str | None:
        self._check()
        return self.held.get(act_id)

    def changes(self, cursor: str) -> Changes:
        self._check()
        return self.pages.pop(0) if self.pages else Changes(cursor, more=False, server_time=NOW)

    def statement(self, day: date) -> Statement:
        self._check()
        return self.statements.get(day, Statement(day, (), ""))


@dataclass
class FakeCards:
    """Reads member numbers; ``readings`` answers for texts, pictures by name, and grey pictures by bytes."""

    readings: dict[str, tuple[CardReading, ...]] = field(default_factory=dict)
    grey: dict[bytes, tuple[CardReading, ...]] = field(default_factory=dict)
    greys: list[GreyPicture] = field(default_factory=list)

    def read_picture(self, path: Path, now: datetime) -> tuple[CardReading, ...]:
        del now
        return self.readings[path.name]

    def read_grey(self, picture: GreyPicture, now: datetime) -> tuple[CardReading, ...]:
        del now
        self.greys.append(picture)
        nothing = CardReading(CardOutcome.NOT_A_CARD, detail="EMPTY")
        return self.grey.get(picture.grey, (nothing,))

    def read_frame(self, frame: GreyPicture, now: datetime) -> tuple[CardReading, ...]:
        del now
        self.greys.append(frame)
        return self.grey.get(frame.grey, ())

    def read_text(self, text: str, now: datetime) -> CardReading:
        del now
        if text in self.readings:
            return self.readings[text][0]
        member = text if is_member_number(text) else ""
        return CardReading(
            CardOutcome.NOT_A_CARD, detail="MEMBER_NUMBER" if member else "OTHER", member=member
        )


@dataclass
class FakePapers:
    """Remembers what it printed; ``cause`` makes it fail."""

    printed: list[str] = field(default_factory=list)
    cause: str = ""
    orders: list[PaperOrder] = field(default_factory=list)

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        del digest, consent
        if self.cause:
            raise PaperFailedError(self.cause)
        self.printed.append(bill.id)
        return Path(f"bill-{bill.id}.pdf")

    def produce_quote(self, quote: Quote, language: PaperLanguage) -> Path:
        if self.cause:
            raise PaperFailedError(self.cause)
        self.printed.append(f"{quote.id} {language}")
        return Path(f"quote-{quote.id}.pdf")

    def produce_sign_sheet(self, bill: FrozenBill, digest: str, language: PaperLanguage) -> Path:
        del digest
        if self.cause:
            raise PaperFailedError(self.cause)
        self.printed.append(f"sign-sheet {bill.id} {language}")
        return Path(f"sign-sheet-{bill.id}.pdf")

    def draw(self, order: PaperOrder) -> Path:
        if self.cause:
            raise PaperFailedError(self.cause)
        self.orders.append(order)
        return Path(f"{order.kind.value.lower()}-{order.copy.value.lower()}-{order.reprint}.pdf")


def chances(values: Sequence[float]) -> Callable[[], float]:
    """Return a source of chance that gives ``values`` in turn and then the last for ever."""
    left = list(values)
    return lambda: left.pop(0) if len(left) > 1 else left[0]
