"""Invented bills for the papers: split by the real rules, signed by an invented hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from math import pi, sin
from typing import Any

import rfc8785

from clinic_terminal.domain.adjudication import (
    BillInput,
    CardState,
    Counters,
    LineInput,
    PolicyPeriod,
    Reason,
    Standing,
    split,
)
from clinic_terminal.domain.bill import BillLine, FrozenBill, content
from clinic_terminal.domain.consent import Consent, InkPoint, Relationship, Stroke
from clinic_terminal.domain.eligibility import Clinic, Person
from clinic_terminal.domain.plan import (
    Category,
    Deductible,
    DeductibleScope,
    Plan,
    Preauth,
    SelfPay,
)

NOW = datetime(2026, 11, 22, 2, 32, tzinfo=UTC)
DAY = date(2026, 11, 22)
PERIOD = PolicyPeriod(date(2026, 3, 1), date(2027, 2, 28))
CLINIC = Clinic("qinghe-lianyang", "青禾儿童口腔 · 联洋诊所", "QINGHE", "青禾", "上海")
PERSON = Person("8800123456789012", "林小禾", date(2019, 3, 4))
SHARES = {Category.PREVENTIVE: 0, Category.BASIC: 5_000, Category.ORTHODONTIC: 7_000}
DENTAL = Plan("DENTAL-2021", 5_000_000, SHARES)


USED = Standing(Counters(pool_fen=41_000))


@dataclass(frozen=True, slots=True)
class Work:
    """A treatment of an invented bill; money in fen."""

    name_zh: str
    name_en: str
    category: Category
    unit_fen: int
    teeth: tuple[str, ...] = ()
    qty: int = 1
    item: str = ""
    surgery: bool = False
    approved_fen: int | None = None

    @property
    def code(self) -> str:
        return self.item or self.name_en.upper().replace(" ", "-")[:24]


CHECK = Work("儿童复诊口腔检查", "Recall examination", Category.PREVENTIVE, 10_000, item="PV04")
FILM = Work("小牙片（根尖片）", "Periapical radiograph", Category.PREVENTIVE, 6_000, ("84",), item="PV07")
FILLING = Work("龋齿充填（树脂）", "Composite filling", Category.BASIC, 70_000, ("84",), item="BS06")
SEALANT = Work("窝沟封闭", "Pit and fissure sealant", Category.PREVENTIVE, 18_000, ("75",), item="PV13")
SEDATION = Work("笑气镇静", "Nitrous oxide sedation", Category.NOT_COVERED, 50_000, item="NC06")
USUAL = (CHECK, FILM, FILLING, SEALANT, SEDATION)


@dataclass(frozen=True, slots=True)
class Case:
    """What a bill of the tests is made from."""

    works: Sequence[Work] = USUAL
    plan: Plan = DENTAL
    standing: Standing = USED
    person: Person = PERSON
    clinic: Clinic = CLINIC
    discount_fen: int = 0
    self_pay: bool = False
    offline: bool = False
    day: date = DAY
    network: frozenset[str] | None = None
    booking_ref: str | None = "YY-20261101-07"
    period: PolicyPeriod = field(default=PERIOD)
    id: str = "019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11"


def canonical(value: Any) -> bytes:  # noqa: ANN401  any plain value of a bill
    return rfc8785.dumps(value)


def bill(case: Case | None = None) -> FrozenBill:
    case = case or Case()
    return FrozenBill(
        id=case.id,
        visit="019aa7c2-0000-7000-8000-000000000001",
        clinic=case.clinic,
        terminal="T-0007",
        day=case.day,
        person=case.person,
        policy="P20260301-5566",
        plan=case.plan.code,
        plan_name="成长优享齿科",
        booking_ref=case.booking_ref,
        lines=tuple(_line(work) for work in case.works),
        discount_fen=case.discount_fen,
        self_pay=case.self_pay,
        result=split(case.plan, case.period, case.standing, _given(case)),
        brand_lock_set=False,
        snapshot_version=7,
        as_of=NOW,
        offline=case.offline,
        operator="王敏",
        frozen_at=NOW,
    )


def _line(work: Work) -> BillLine:
    return BillLine(work.code, work.name_zh, work.name_en, work.category, work.teeth, work.qty, work.unit_fen)


def _given(case: Case) -> BillInput:
    lines = (
        LineInput(
            work.code,
            work.category,
            work.unit_fen,
            work.qty,
            work.surgery,
            approved_fen=work.approved_fen,
        )
        for work in case.works
    )
    return BillInput(
        date=case.day,
        brand=case.clinic.brand,
        lines=tuple(lines),
        booking_ref=case.booking_ref,
        self_pay=case.self_pay,
        discount_fen=case.discount_fen,
        network=case.network,
    )


def digest_of(one: FrozenBill) -> str:
    return sha256(canonical(content(one))).hexdigest()


def scribble() -> tuple[Stroke, ...]:
    """Return a signature as a hand would give it: one long wave, one dash, one dot."""
    wave = tuple(
        InkPoint(
            1_200 + 62 * step,
            int(2_300 + 1_100 * sin(step / 110 * 7 * pi) * (1 - step / 160)),
            500,
            step * 9 + (40 if step > 60 else 0),
        )
        for step in range(111)
    )
    dash = tuple(
        InkPoint(3_000 + 330 * step, 3_700 - 14 * step * step, 500, 1_400 + step * 12) for step in range(14)
    )
    return (wave, dash, (InkPoint(8_600, 1_300, 500, 1_800),))


def consent(one: FrozenBill, signer: str = "林悦", language: str = "zh_CN") -> Consent:
    return Consent(
        signer=signer,
        relationship=Relationship.MOTHER,
        strokes=scribble(),
        pad_height=4_600,
        digest=digest_of(one),
        language=language,
        text_version="consent/1",
        signed_at=NOW,
        witness="王敏",
    )


def many(count: int) -> tuple[Work, ...]:
    return tuple(replace(USUAL[index % len(USUAL)], item=f"ITEM-{index:02d}") for index in range(count))


GROWTH = replace(DENTAL, code="GROWTH-PLUS", self_pay=SelfPay.ONLINE_LATER, preauth=Preauth(enabled=True))
GREYED = Standing(card=CardState.GREYED)

GUARDED = Plan(
    "ALL-REASONS",
    pool_fen=600_000,
    coinsurance_bp={Category.PREVENTIVE: 2_000, Category.BASIC: 3_350, Category.ORTHODONTIC: 7_000},
    sublimit_fen={Category.ORTHODONTIC: 100_000},
    deductible=Deductible(20_000, DeductibleScope.PER_VISIT),
    frequency={"FLUORIDE": 1},
    preauth=Preauth(enabled=True),
    self_pay=SelfPay.ONLINE_LATER,
)
FLUORIDE = Work("涂氟", "Fluoride varnish", Category.PREVENTIVE, 30_000, qty=2, item="FLUORIDE")
EXTRACTION = Work(
    "多生牙拔除术",
    "Removal of a supernumerary tooth",
    Category.BASIC,
    200_000,
    ("11-21",),
    item="BS04",
    surgery=True,
)
ALLOWED = replace(
    EXTRACTION,
    name_zh="阻生牙拔除术",
    name_en="Removal of an impacted tooth",
    teeth=("Q1",),
    approved_fen=150_000,
    item="IMPACTED",
)
BRACES = Work(
    "活动矫治器", "Removable appliance", Category.ORTHODONTIC, 800_000, ("UPPER", "LOWER"), qty=2, item="OR05"
)
CROWN = Work(
    "乳牙预成冠",
    "Preformed crown",
    Category.BASIC,
    800_000,
    ("54", "55", "64", "65", "74", "75"),
    item="BS23",
)
EVERY_REASON = Case(
    works=(CHECK, FLUORIDE, EXTRACTION, ALLOWED, BRACES, CROWN, SEDATION),
    plan=GUARDED,
    standing=Standing(),
    discount_fen=12_345,
)
ELSEWHERE = Case(works=USUAL, network=frozenset({Category.PREVENTIVE}))
"""Fillings are outside of the network that this branch belongs to."""

CLOSED_GATES = {
    Reason.POLICY_NOT_STARTED: Case(day=date(2026, 2, 1)),
    Reason.POLICY_EXPIRED: Case(day=date(2027, 3, 1)),
    Reason.CARD_GREYED: Case(standing=GREYED),
    Reason.CARD_UNBOUND: Case(standing=Standing(card=CardState.UNBOUND)),
    Reason.BRAND_LOCKED: Case(standing=Standing(brand_lock="BEIXIAO")),
    Reason.SELF_PAY_CHOSEN: Case(self_pay=True),
}
HELD = Case(plan=replace(DENTAL, booking_required=True), booking_ref=None)
RARE = Case(
    person=replace(PERSON, name="阿卜杜热依木·阿布都克力木·买买提江·䶮𬱟㛃"),
    clinic=replace(CLINIC, name="青禾儿童口腔门诊部（喀什噶尔古城东路旗舰店）"),
)
