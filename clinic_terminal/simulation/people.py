"""The invented children, clinics and plan of a simulation."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Final

from clinic_terminal.application.ports import Operator
from clinic_terminal.bootstrap.catalogues import load_catalogue
from clinic_terminal.contract.eligibility import PlanEditionMessage
from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.consent import InkPoint, Stroke
from clinic_terminal.domain.eligibility import Clinic, Lock, NetworkRow, Person
from clinic_terminal.domain.plan import COVERED_CATEGORIES, Plan
from clinic_terminal.sandbox.world import load_world

PLAN: Final = "DENTAL-2021"
PERIOD: Final = PolicyPeriod(date(2026, 1, 1), date(2027, 12, 31))
NETWORK: Final = tuple(NetworkRow(category, PERIOD.start) for category in COVERED_CATEGORIES)
CLERK: Final = Operator("O-1", "前台练习", "")
CLINICS: Final = (
    Clinic("SIM-A", "小鹿口腔一店", "XIAOLU", "小鹿口腔", "上海"),
    Clinic("SIM-B", "白鹭齿科二店", "BAILU", "白鹭齿科", "上海"),
)
ITEMS: Final = (
    ("PV03", ()), ("PV09", ()), ("PV11", ()), ("PV06", ()), ("BS05", ("54",)), ("BS05", ("64",)),
    ("BS17", ("75",)), ("BS23", ("84",)), ("BS01", ("51",)), ("PV07", ("55",)),
)  # fmt: skip
"""What is done to a child: items with their teeth."""

_NAMES: Final = ("练习甲子", "练习乙丑", "练习丙寅", "练习丁卯", "练习戊辰", "练习己巳")
_LEFT_FEN: Final = (None, None, 30_000, 90_000, 200_000)


@dataclass(frozen=True, slots=True)
class Child:
    """A child with its one policy, as the server has it at the beginning. ``home``: who alone treats it."""

    person: Person
    policy: str
    lock: Lock | None
    booking_ref: str | None
    used: Counters
    card: CardState = CardState.ACTIVE
    home: int | None = None

    @property
    def chain(self) -> str:
        """Member and policy."""
        return f"{self.person.member}/{self.policy}"


@cache
def edition() -> PlanEditionMessage:
    """Return the plan edition as the server sends it."""
    return load_world().editions[PLAN]


@cache
def plan() -> Plan:
    """Return the plan's rules."""
    return edition().plan.to_domain()


@cache
def catalogue() -> Catalogue:
    """Return the catalogue as it ships."""
    return load_catalogue()


def children_of(chance: Random, number: int, machines: int) -> tuple[Child, ...]:
    """Draw the children of an episode: most have one home, a quarter goes to whichever clinic is near."""
    return tuple(_child(chance, index, machines) for index in range(number))


def _child(chance: Random, index: int, machines: int) -> Child:
    salt = hashlib.sha256(str(chance.random()).encode()).hexdigest()[:6].upper()
    person = Person(f"202604C{salt}{index:05d}", _NAMES[index % len(_NAMES)], date(2018, 3, 1 + index % 28))
    home = None if machines > 1 and chance.random() < 0.25 else chance.randrange(machines)  # noqa: PLR2004
    clinic = CLINICS[(home or 0) % len(CLINICS)]
    is_new = chance.random() < 0.3  # noqa: PLR2004  children who have no brand yet
    left = chance.choice(_LEFT_FEN)
    used = Counters() if is_new or left is None else _used(plan().pool_fen - left)
    lock = None if is_new else Lock(clinic.brand, clinic.brand_name, date(2026, 2, 1), "V-0")
    return Child(person, f"SIM-{salt}-{index}", lock, "BK-1001" if is_new else None, used, home=home)


def _used(fen: int) -> Counters:
    return Counters(fen, fen, {COVERED_CATEGORIES[0]: fen})


@cache
def ink() -> tuple[Stroke, ...]:
    """Return a wave that is long enough to be a signature."""
    return (tuple(InkPoint(500 + 300 * step, 900 + 200 * (step % 3), 500, 12 * step) for step in range(20)),)
