"""Invented clinics of the network for tests of domain, store, sync and screens."""

from datetime import date

from clinic_terminal.domain.network import NetworkClinic, Opening, Scope, Service
from clinic_terminal.domain.plan import Category
from tests.build import CLINIC, DENTAL

SINCE = date(2021, 1, 1)
MORNING, AFTERNOON = Opening(9 * 60, 12 * 60), Opening(13 * 60 + 30, 18 * 60)
WEEK = ((MORNING, AFTERNOON),) * 5 + ((Opening(9 * 60, 17 * 60),), ())
"""Open from Monday to Friday with a break at noon, on Saturday without one, and not on Sunday."""


def service(
    category: Category = Category.PREVENTIVE,
    start: date = SINCE,
    end: date | None = None,
    plan: str = DENTAL.code,
    scope: Scope = Scope.OUTPATIENT,
) -> Service:
    """Return a service of the dental plan without an end."""
    return Service(plan, category, start, end, scope)


PREVENTIVE, BASIC, ORTHODONTIC = (
    service(category) for category in (Category.PREVENTIVE, Category.BASIC, Category.ORTHODONTIC)
)


def clinic(clinic_id: str = "C-9", **more: object) -> NetworkClinic:
    """Return a clinic of another brand that serves everything; keywords replace its fields."""
    fields: dict[str, object] = {
        "id": clinic_id,
        "name": "晴空儿童齿科·浦东诊所",
        "brand": "QINGKONG",
        "brand_name": "晴空儿童齿科",
        "city": "上海",
        "district": "浦东新区",
        "address": "云帆路 1088 弄 5 号 3 楼",
        "phone": "021-5555-0103",
        "hours": WEEK,
        "departments": ("儿童齿科", "正畸科"),
        "items": ("PV01", "PV07", "BS07"),
        "services": (PREVENTIVE, BASIC, ORTHODONTIC),
    }
    return NetworkClinic(**{**fields, **more})  # type: ignore[arg-type]  # keywords of a test


OURS = clinic(
    CLINIC.id,
    name=CLINIC.name,
    brand=CLINIC.brand,
    brand_name=CLINIC.brand_name,
    district="徐汇区",
    address="青芽路 218 号 2 楼",
    phone="021-5555-0101",
)
PUDONG = clinic("C-2")
GUSU = clinic(
    "C-3",
    name="晴空儿童齿科·姑苏诊所",
    city="苏州",
    district="姑苏区",
    address="桂枝巷 28 号",
    phone="0512-5555-0110",
    departments=("儿童齿科",),
    items=("PV01", "PV07"),
    services=(PREVENTIVE,),
)
YUZHONG = clinic(
    "C-4",
    name="月牙儿童口腔·渝中诊所",
    brand="YUEYA",
    brand_name="月牙儿童口腔",
    city="重庆",
    district="渝中区",
    address="望江路 99 号 5 楼",
    phone="023-5555-0114",
    services=(service(start=date(2026, 6, 1)),),
)
CHANGNING = clinic(
    "C-5",
    name="晴空儿童齿科·长宁诊所",
    district="长宁区",
    address="银杏路 300 号 B1 层",
    phone="021-5555-0109",
    services=(service(end=date(2026, 4, 30)),),
)
CLINICS = (OURS, PUDONG, GUSU, YUZHONG, CHANGNING)
"""Ours, another brand in our city, one that only prevents, one to come, one that left; as of 21 May 2026."""
