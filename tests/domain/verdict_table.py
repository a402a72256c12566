"""The verdict table: what the desk must be told, stated by hand and by nothing that the product computes.

``PRECEDENCE`` is the whole of it: the first line that is found decides. The rest of this module says what
is found in a situation (by look-up, not by rule) and builds the question that the product is asked.
``python -m tests.domain.verdict_table`` prints how many situations there are, and how they come out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import combinations, product
from typing import Any

from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod, Standing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Authorisation, Clinic, Lock, NetworkRow, PastVisit
from clinic_terminal.domain.gates import AgeLimits, Question
from clinic_terminal.domain.identity import (
    DataConsent,
    IdDocument,
    Identity,
    IdentityDoubt,
    PhoneAuthorisation,
)
from clinic_terminal.domain.member import CardClaims, CardMode, Sex
from clinic_terminal.domain.plan import Category, Plan
from clinic_terminal.sandbox.world_file import read_plan
from clinic_terminal.settings import resource
from tests.build import CHILD, CLINIC, NOW, TODAY, snapshot

PRECEDENCE = """
    card of another child        | ATTEND  | CARD_DIFFERS
    document does not fit        | ATTEND  | IDENTITY_DIFFERS
    guardian refused             | REFUSED | CONSENT_REFUSED
    clock is behind              | ATTEND  | CLOCK_BEHIND
    data contradict each other   | CALL    | CONTRADICTORY
    policy no longer listed      | CALL    | WITHDRAWN
    data are too old             | CALL    | DATA_TOO_OLD
    server silent for too long   | CALL    | SILENCE_TOO_LONG
    policy has not started       | REFUSED | POLICY_NOT_STARTED
    policy is over               | REFUSED | POLICY_EXPIRED
    card is greyed               | REFUSED | CARD_GREYED
    card is not bound            | REFUSED | CARD_UNBOUND
    plan lists no benefit        | CALL    | NO_BENEFITS
    branch not in the network    | REFUSED | NOT_IN_NETWORK
    branch bills no benefit      | CALL    | NO_BENEFITS
    bound to another brand       | REFUSED | BRAND_LOCKED
    first visit is not booked    | CALL    | FIRST_VISIT_UNBOOKED
    same line billed today       | ATTEND  | ALREADY_BILLED
"""

NOTHING_FOUND = {"ONLINE": ("BILLABLE", None), "OFFLINE": ("BILLABLE_OFFLINE", None)}

PLANS = {
    "DENTAL-2021": "locks the brand, wants the first visit booked, exempts TONGMU",
    "GROWTH": "neither",
    "GROWTH_PLUS": "neither",
}
LOCKING = "DENTAL-2021"

SOFT_H, HARD_H = 24, 72
AGES = {
    "FRESH": timedelta(minutes=1),
    "OVER_SOFT": timedelta(hours=SOFT_H, seconds=1),
    "AT_HARD": timedelta(hours=HARD_H),
    "OVER_HARD": timedelta(hours=HARD_H, seconds=1),
    "FUTURE": -timedelta(days=1),
}
AGE_FINDS = {"OVER_HARD": "data are too old", "FUTURE": "clock is behind"}

HEARD = {"LATELY": timedelta(minutes=1), "MUTE": timedelta(hours=HARD_H, seconds=1)}

PHONES = ("NO", "CALLED", "CALLED_TOMORROW")
"""Only a call that has taken place makes up for age."""

LOCKS = ("OURS", "NONE_YET", "OURS_UNSENT", "ELSEWHERE", "REFUSED_FOR_ELSEWHERE", "EXEMPT_ELSEWHERE",
         "EXEMPT_NONE_YET")  # fmt: skip
LOCK_FINDS = {"ELSEWHERE": "bound to another brand", "REFUSED_FOR_ELSEWHERE": "bound to another brand"}
UNLOCKED = ("NONE_YET", "EXEMPT_NONE_YET")

BOOKINGS = ("NONE", "BLANKS", "DESK", "SNAPSHOT")
BOOKED = ("DESK", "SNAPSHOT")


@dataclass(frozen=True)
class Fact:
    """Something about the child, and what it lets find; the rest replaces fields of what is asked."""

    name: str
    finds: str = ""
    snapshot: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    question: dict[str, Any] = field(default_factory=dict)

    @property
    def touches(self) -> set[str]:
        """The fields that it replaces."""
        of_snapshot = (f"snapshot.{name}" for name in self.snapshot)
        return {*of_snapshot, *(f"plan.{name}" for name in self.plan), *self.question}


DAY = timedelta(days=1)
YEAR = PolicyPeriod(TODAY - 100 * DAY, TODAY + 264 * DAY)
CARD = CardClaims(
    "practice", CHILD.member, NOW, NOW, NOW, "00" * 8, CHILD.name, CHILD.birth_date, Sex.UNKNOWN, (),
    CardMode.STATIC,
)  # fmt: skip
DOUBTED = Identity(IdDocument.RESIDENT_ID, "11010519491231002X", (IdentityDoubt.BIRTH_DATE,))
GIVEN = DataConsent(Relationship.MOTHER, "data/2", NOW)
OURS = Lock(CLINIC.brand, CLINIC.brand_name, TODAY - 50 * DAY, "V-0")
OTHERS = Lock("QINGKONG", "晴空儿童齿科", TODAY - 50 * DAY, "V-9")
EXEMPT = Clinic("C-9", "童木静安", "TONGMU", "童木", "上海")
CONTRADICTORY = "data contradict each other"


def _letter(approved: int = 100, used: int = 0, start: date = TODAY, end: date = TODAY) -> dict[str, Any]:
    return {"authorisations": (Authorisation("L-1", (), approved, used, start, end),)}


def _used(pool: int, covered: int = 0, **categories: int) -> dict[str, Any]:
    return {"used": Counters(pool, covered, {Category[name]: fen for name, fen in categories.items()})}


def _row(start: date, end: date | None = None, category: Category = Category.BASIC) -> dict[str, Any]:
    return {"network": (NetworkRow(category, start, end),)}


def _record(day: date) -> dict[str, Any]:
    return {"history": (PastVisit(day, "某诊所", Category.BASIC, 80_000),)}


FACTS = (
    Fact("nothing special"),
    Fact("card of this child", question={"card": CARD}),
    Fact("card in other writing", question={"card": replace(CARD, name="测试 小牙　")}),
    Fact("card, other name", "card of another child", question={"card": replace(CARD, name="测试大牙")}),
    Fact("card, other birth date", "card of another child",
         question={"card": replace(CARD, birth_date=CHILD.birth_date + DAY)}),
    Fact("card, other number", "card of another child", question={"card": replace(CARD, member="X1")}),
    Fact("document seen", question={"identity": Identity(IdDocument.HUKOU)}),
    Fact("document doubted", "document does not fit", question={"identity": DOUBTED}),
    Fact("document doubted, accepted", question={"identity": replace(DOUBTED, accepted=True)}),
    Fact("guardian agreed", question={"consent": GIVEN}),
    Fact("guardian refused", "guardian refused", question={"consent": replace(GIVEN, given=False)}),
    Fact("pool overdrawn", CONTRADICTORY, _used(20_000_001)),
    Fact("pool negative", CONTRADICTORY, _used(-1)),
    Fact("categories over the pool", CONTRADICTORY, _used(50, 100, BASIC=60)),
    Fact("categories below the pool", CONTRADICTORY, _used(50, 100, BASIC=40)),
    Fact("paid more than covered", CONTRADICTORY, _used(50, 40, BASIC=50)),
    Fact("letter overdrawn", CONTRADICTORY, _letter(100, 101)),
    Fact("letter negative", CONTRADICTORY, _letter(-1, -1)),
    Fact("letter turned around", CONTRADICTORY, _letter(start=TODAY, end=TODAY - DAY)),
    Fact("locked tomorrow", CONTRADICTORY, {"lock": replace(OURS, since=TODAY + 9 * DAY)}),
    Fact("visited tomorrow", CONTRADICTORY, _record(TODAY + 9 * DAY)),
    Fact("born tomorrow", CONTRADICTORY, {"person": replace(CHILD, birth_date=TODAY + 9 * DAY)},
         question={"card": None}),
    Fact("snapshot of another plan", CONTRADICTORY, {"plan": "OTHER"}),
    Fact("left out of the last answer", "policy no longer listed", {"withdrawn": True}),
    Fact("used in two categories", "", _used(90_000, 170_000, BASIC=80_000, PREVENTIVE=10_000)),
    Fact("used, no categories counted", "", _used(90_000)),
    Fact("shared limit just used up", "", {"used": Counters(5_000_000)}),
    Fact("visits of the period before", "", _record(YEAR.start - 30 * DAY)),
    Fact("letter at its end", "", _letter(100, 100)),
    Fact("renewed, the lock is older than the period", "", {"lock": replace(OURS, since=YEAR.start - DAY)}),
    Fact("starts tomorrow", "policy has not started", {"period": PolicyPeriod(TODAY + DAY, YEAR.end)}),
    Fact("first day", "", {"period": PolicyPeriod(TODAY, YEAR.end)}),
    Fact("last day", "", {"period": PolicyPeriod(YEAR.start, TODAY)}),
    Fact("ended yesterday", "policy is over", {"period": PolicyPeriod(YEAR.start, TODAY - DAY)}),
    Fact("greyed", "card is greyed", {"card": CardState.GREYED}),
    Fact("unbound", "card is not bound", {"card": CardState.UNBOUND}),
    Fact("no network row", "branch not in the network", {"network": ()}),
    Fact("row from tomorrow", "branch not in the network", _row(TODAY + DAY)),
    Fact("row until yesterday", "branch not in the network", _row(YEAR.start, TODAY - DAY)),
    Fact("row from today", "", _row(TODAY)),
    Fact("row until today", "", _row(YEAR.start, TODAY)),
    Fact("row without a benefit", "branch bills no benefit", _row(TODAY, category=Category.NOT_COVERED)),
    Fact("plan without rates", "plan lists no benefit", plan={"coinsurance_bp": {}}),
    Fact("plan without a limit", "plan lists no benefit", {"used": Counters()}, {"pool_fen": 0}),
    Fact("same line on another bill", "same line billed today", question={"repeated": ("BS07 55",)}),
)  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """One row of the table."""

    plan: str
    line: str = "ONLINE"
    age: str = "FRESH"
    facts: tuple[Fact, ...] = ()
    lock: str = "OURS"
    booking: str = "NONE"
    phone: str = "NO"
    heard: str = "LATELY"

    def findings(self) -> set[str]:
        """Return what is found in this situation."""
        found = {fact.finds for fact in self.facts}
        if self.phone != "CALLED" or self.age == "FUTURE":
            found.add(AGE_FINDS.get(self.age, ""))
        if self.line == "OFFLINE" and self.heard == "MUTE" and self.phone != "CALLED":
            found.add("server silent for too long")
        if self.plan == LOCKING:
            found.add(LOCK_FINDS.get(self.lock, ""))
            if self.lock in UNLOCKED and self.booking not in BOOKED:
                found.add("first visit is not booked")
        return found - {""}

    def expected(self) -> tuple[str, str | None]:
        """Return verdict and cause: the first line of ``PRECEDENCE`` that is found."""
        found = self.findings()
        for line in PRECEDENCE.strip().splitlines():
            finding, verdict, cause = (cell.strip() for cell in line.split("|"))
            if finding in found:
                return verdict, cause
        return NOTHING_FOUND[self.line]

    def question(self) -> Question:
        """Return what the product is asked."""
        signed, standing = _lock_of(self.lock)
        over: dict[str, Any] = {"plan": self.plan, "period": YEAR, "lock": signed}
        over["booking_ref"] = {"SNAPSHOT": "YY-1", "BLANKS": "  "}.get(self.booking)
        plan_over: dict[str, Any] = {}
        asked: dict[str, Any] = {}
        for fact in self.facts:
            over |= fact.snapshot
            plan_over |= fact.plan
            asked |= fact.question
        facts = snapshot(**over, as_of=NOW - AGES[self.age])
        kept = Standing(facts.used, standing if facts.lock == signed else CLINIC.brand, facts.card)
        return Question(
            plan=replace(practice_plan(self.plan), **plan_over),
            snapshot=facts,
            standing=kept,
            clinic=EXEMPT if self.lock.startswith("EXEMPT") else CLINIC,
            day=TODAY,
            now=NOW,
            limits=AgeLimits((SOFT_H, HARD_H), (SOFT_H, HARD_H)),
            online=self.line == "ONLINE",
            last_heard=NOW - HEARD[self.heard],
            booking_ref="WS-0001" if self.booking == "DESK" else None,
            phone=_call(self.phone),
            **asked,
        )


def _lock_of(kind: str) -> tuple[Lock | None, str | None]:
    """Return the lock that the server signed, and the brand that stands with what is unsent here."""
    return {
        "OURS": (OURS, OURS.brand),
        "NONE_YET": (None, None),
        "OURS_UNSENT": (None, CLINIC.brand),
        "ELSEWHERE": (OTHERS, OTHERS.brand),
        "REFUSED_FOR_ELSEWHERE": (None, "?"),
        "EXEMPT_ELSEWHERE": (OTHERS, OTHERS.brand),
        "EXEMPT_NONE_YET": (None, None),
    }[kind]


def _call(kind: str) -> PhoneAuthorisation | None:
    at: dict[str, datetime] = {"CALLED": NOW - timedelta(hours=1), "CALLED_TOMORROW": NOW + DAY}
    return PhoneAuthorisation("DH-1", at[kind], "练习前台") if kind in at else None


@cache
def practice_plan(code: str) -> Plan:
    """Return a plan of the handbooks as it ships."""
    files = sorted(resource("plans").glob("*.toml"))
    editions = (read_plan(file.name, file.read_text(encoding="utf-8")) for file in files)
    return next(edition.plan.to_domain() for edition in editions if edition.plan.code == code)


def situations() -> Iterator[Situation]:
    """Yield every row: each fact anywhere, each age under each lock with each call, all pairs of facts."""
    lines = ("ONLINE", "OFFLINE")
    for plan, line, age, fact, lock, booking in product(PLANS, lines, AGES, FACTS, LOCKS, BOOKINGS):
        if "snapshot.lock" not in fact.touches or lock == "OURS":
            yield Situation(plan, line, age, (fact,), lock, booking)
    for plan, line, age, lock, booking, phone, heard in product(
        PLANS, lines, AGES, LOCKS, BOOKINGS, PHONES, HEARD
    ):
        yield Situation(plan, line, age, (), lock, booking, phone, heard)
    for plan, line, pair in product(PLANS, lines, combinations(FACTS, 2)):
        if not pair[0].touches & pair[1].touches:
            yield Situation(plan, line, "FRESH", pair)


if __name__ == "__main__":
    rows = list(situations())
    print(f"{len(rows)} rows")  # noqa: T201  asked for by hand
    for (verdict, cause), count in sorted(Counter(map(Situation.expected, rows)).items(), key=str):
        print(f"{count:7} {verdict} {cause or ''}")  # noqa: T201  asked for by hand
