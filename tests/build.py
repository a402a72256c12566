"""Values that many tests start from: invented people, a dental plan, a snapshot, a small catalogue."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from clinic_terminal.domain.adjudication import (
    BillInput,
    CardState,
    Counters,
    LineInput,
    PolicyPeriod,
    Standing,
)
from clinic_terminal.domain.catalogue import Basis, Catalogue, Item, Package, ToothScope
from clinic_terminal.domain.consent import InkPoint, Stroke
from clinic_terminal.domain.eligibility import Clinic, Lock, NetworkRow, Person, Snapshot
from clinic_terminal.domain.gates import AgeLimits, Question
from clinic_terminal.domain.plan import COVERED_CATEGORIES, BrandLockRule, Category, Plan
from clinic_terminal.domain.tooth import PRIMARY, TEETH

TODAY = date(2026, 5, 21)
NOW = datetime(2026, 5, 21, 2, 30, tzinfo=UTC)
YEAR = PolicyPeriod(date(2026, 1, 1), date(2026, 12, 31))
CHILD = Person("202604C00000010100", "测试小牙", date(2019, 1, 1))
CLINIC = Clinic("C-1", "小鹿口腔徐汇诊所", "XIAOLU", "小鹿口腔", "上海")
RATES: Mapping[Category, int] = {
    Category.PREVENTIVE: 0,
    Category.BASIC: 5_000,
    Category.ORTHODONTIC: 5_000,
}
DENTAL = Plan("DENTAL-2021", 5_000_000, RATES, brand_lock=BrandLockRule(True), booking_required=True)
LOCKED_HERE = Standing(Counters(), CLINIC.brand, CardState.ACTIVE)

FILM = Item(
    "PV07", "小牙片", "Small film", Category.PREVENTIVE, Basis.LISTED, ToothScope.OPTIONAL, TEETH,
    6_000, 3_000, 10_000, exam=True, initials="xyp",
)  # fmt: skip
FILLING = Item(
    "BS07", "乳牙树脂充填", "Primary filling", Category.BASIC, Basis.LISTED, ToothScope.TEETH, PRIMARY,
    70_000, 30_000, 80_000, initials="ryszct",
)  # fmt: skip
CONSULT = Item(
    "PV01", "医生问诊费", "Consultation", Category.PREVENTIVE, Basis.LISTED, ToothScope.NONE, frozenset(),
    30_000, 10_000, 40_000, initials="yswzf",
)  # fmt: skip
EXTRA_TOOTH = Item(
    "BS03", "多生牙拔除", "Supernumerary", Category.BASIC, Basis.LISTED, ToothScope.REGION, frozenset(),
    50_000, 30_000, 80_000, initials="dsybc",
)  # fmt: skip
GAS = Item(
    "NC01", "笑气镇静", "Nitrous oxide", Category.NOT_COVERED, Basis.UNLISTED, ToothScope.NONE, frozenset(),
    50_000, 30_000, 90_000, initials="xqzj",
)  # fmt: skip
CATALOGUE = Catalogue(
    "test/1",
    {item.code: item for item in (FILM, FILLING, CONSULT, EXTRA_TOOTH, GAS)},
    (Package("P1", "检查套餐", "Check-up", ("PV01", "PV07")),),
)


def bill(*lines: LineInput, **more: object) -> BillInput:
    """Return a bill of ``lines`` at our clinic today; keywords replace its fields."""
    fields: dict[str, object] = {"date": TODAY, "brand": CLINIC.brand, "booking_ref": "BK", "lines": lines}
    return BillInput(**{**fields, **more})  # type: ignore[arg-type]  # keywords of a test


def line(item: Item, qty: int = 1, unit_fen: int | None = None) -> LineInput:
    """Return a line of ``item`` at its own price or at ``unit_fen``."""
    price = item.price_fen if unit_fen is None else unit_fen
    return LineInput(item.code, item.category, price, qty, item.surgery, item.exam)


def snapshot(**more: object) -> Snapshot:
    """Return a returning child's snapshot, locked to our brand; keywords replace its fields."""
    fields: dict[str, object] = {
        "person": CHILD,
        "policy": "POL-1",
        "plan": DENTAL.code,
        "plan_name": "练习齿科计划",
        "period": YEAR,
        "card": CardState.ACTIVE,
        "network": tuple(NetworkRow(category, YEAR.start) for category in COVERED_CATEGORIES),
        "lock": Lock(CLINIC.brand, CLINIC.brand_name, date(2026, 2, 1), "V-0"),
        "booking_ref": None,
        "used": Counters(),
        "authorisations": (),
        "history": (),
        "as_of": NOW,
        "version": 1,
    }
    return Snapshot(**{**fields, **more})  # type: ignore[arg-type]  # keywords of a test


def question(facts: Snapshot, **more: object) -> Question:
    """Return the question whether the child of ``facts`` may be billed now; keywords replace its fields."""
    fields: dict[str, object] = {
        "plan": DENTAL,
        "snapshot": facts,
        "standing": facts.standing(),
        "clinic": CLINIC,
        "day": TODAY,
        "now": NOW,
        "limits": AgeLimits((24, 72), (24, 72)),
    }
    return Question(**{**fields, **more})  # type: ignore[arg-type]  # keywords of a test


def ink() -> tuple[Stroke, ...]:
    """Return a wave that is long enough to be a signature."""
    return (tuple(InkPoint(500 + 300 * step, 900 + 200 * (step % 3), 500, 12 * step) for step in range(20)),)
