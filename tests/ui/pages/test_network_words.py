"""The words of the network page: age of the list, doors and hours, plans with their days, both languages."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.network import Filters, look_up, read_network
from clinic_terminal.domain.network import Opening, Scope
from clinic_terminal.domain.plan import Category
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views import network as views
from clinic_terminal.ui.views.network_hours import door_view, hours_lines
from clinic_terminal.ui.views.network_plans import plan_line, since_text
from clinic_terminal.ui.widgets.clinic_list import ClinicRow
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import DENTAL, TODAY
from tests.clinics import CLINICS, MORNING, OURS, WEEK, clinic, service
from tests.ui.pages.front import Front
from tests.ui.pages.network_show import keep

ZH, EN = translator("zh_CN"), translator("en")
TEN_THIRTY = datetime(2026, 5, 21, 10, 30)  # noqa: DTZ001  a wall-clock time, on a Thursday


@pytest.mark.parametrize(
    ("line", "hours_ago", "text", "tone"),
    [
        (Line.ONLINE, 1, "资料来自服务商，2026-05-21 09:30 更新", Tone.NEUTRAL),
        (Line.OFFLINE, 1, "离线 · 资料来自服务商，2026-05-21 09:30 更新", Tone.OFFLINE),
        (Line.REFUSED, 1, "离线 · 资料来自服务商，2026-05-21 09:30 更新", Tone.OFFLINE),
        (Line.OFFLINE, 96, "资料来自服务商，2026-05-17 10:30 更新，已经旧了：请先致电诊所", Tone.WARN),
    ],
)
def test_the_age_of_the_list_is_told_with_its_tone(
    front: Front, line: Line, hours_ago: float, text: str, tone: Tone
) -> None:
    keep(front, *CLINICS, hours_ago=hours_ago)
    view = views.source_view(read_network(front.terminal), LineState(line), ZH)
    assert (view.text, view.tone) == (text, tone)


@pytest.mark.parametrize(
    ("local", "text", "tone"),
    [
        (TEN_THIRTY, "营业中 · 12:00 关门", Tone.OK),
        (TEN_THIRTY.replace(hour=12), "休息中 · 13:30 开门", Tone.NEUTRAL),
        (TEN_THIRTY.replace(hour=19), "休息中 · 明天 09:00 开门", Tone.NEUTRAL),
        (datetime(2026, 5, 23, 18), "休息中 · 周一 09:00 开门", Tone.NEUTRAL),  # noqa: DTZ001  wall clock
    ],
)
def test_the_door_says_until_when_or_when_next(local: datetime, text: str, tone: Tone) -> None:
    view = door_view(clinic(), local, ZH)
    assert (view.text, view.tone) == (text, tone)


def test_hours_that_nobody_told_are_called_unknown() -> None:
    untold = clinic(hours=((),) * 7)
    assert door_view(untold, TEN_THIRTY, ZH).text == "服务时间未知"
    assert hours_lines(untold, TEN_THIRTY, ZH) == ()


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        (((MORNING,),) * 7, [("每天", "09:00–12:00", True)]),
        (
            ((), *((MORNING,),) * 6),
            [("周一", "休息", False), ("周二至周日", "09:00–12:00", True)],
        ),
        (
            (((MORNING,),) * 5) + (((Opening(0, 1440)),),) * 2,
            [("周一至周五", "09:00–12:00", True), ("周六、周日", "00:00–24:00", False)],
        ),
        (
            WEEK,
            [
                ("周一至周五", "09:00–12:00，13:30–18:00", True),
                ("周六", "09:00–17:00", False),
                ("周日", "休息", False),
            ],
        ),
    ],
)
def test_days_with_the_same_hours_share_a_line(
    hours: tuple[tuple[Opening, ...], ...], lines: list[tuple[str, str, bool]]
) -> None:
    assert list(hours_lines(clinic(hours=hours), TEN_THIRTY, ZH)) == lines


def test_every_plan_is_told_with_its_days() -> None:
    later, ended = TODAY + timedelta(days=10), TODAY - timedelta(days=10)
    many = clinic(
        services=(
            service(),
            service(Category.BASIC),
            service(Category.ORTHODONTIC, start=later),
            service(Category.BASIC, plan="ENDS", end=later),
            service(Category.BASIC, plan="SOON", start=later, end=later + timedelta(days=30)),
            service(Category.BASIC, plan="ENDED", end=ended),
        )
    )
    assert plan_line(many, DENTAL.code, TODAY, ZH) == "预防 · 基础，2021-01-01 起\n正畸，2026-05-31 起"
    assert plan_line(many, "ENDS", TODAY, ZH) == "基础，到 2026-05-31 为止"
    assert plan_line(many, "SOON", TODAY, ZH) == "基础，2026-05-31 至 2026-06-30"
    assert plan_line(many, "ENDED", TODAY, ZH) == "2026-05-11 后不在网络内"
    assert plan_line(many, "NONE", TODAY, ZH) == "不在网络内"
    assert since_text(many, "ENDS", None, TODAY, ZH) == "2021-01-01 至 2026-05-31"
    assert since_text(many, DENTAL.code, Category.ORTHODONTIC, TODAY, ZH) == ""


def test_stays_are_told_apart_from_visits(front: Front) -> None:
    hospital = clinic(services=(service(), service(Category.BASIC, scope=Scope.INPATIENT)))
    assert plan_line(hospital, DENTAL.code, TODAY, ZH) == "预防，2021-01-01 起\n住院：基础，2021-01-01 起"
    keep(front, replace(hospital, services=hospital.services[1:]))
    network = read_network(front.terminal)
    view = look_up(network, Filters(plan=DENTAL.code), TODAY)
    only = views.clinic_view(view.others[0], view, network, TEN_THIRTY, ZH)
    assert (only.verdict, only.tone, only.since) == ("不能直付：只做住院", Tone.WARN, "")


def test_many_treatments_that_a_text_names_are_counted(front: Front) -> None:
    keep(front, clinic(items=tuple(front.terminal.catalogue.items)))
    network = read_network(front.terminal)
    found = look_up(network, Filters(text="BS07 PV07 PV01"), TODAY)
    rows = views.rows(found, network.item_names(), TEN_THIRTY, ZH)
    places = [row.place for row in rows if isinstance(row, ClinicRow)]
    assert places == ["晴空儿童齿科 · 上海 浦东新区 · 乳牙树脂充填、小牙片等 3 项"]


def test_in_english_words_change_and_names_stay(front: Front) -> None:
    keep(front, *CLINICS)
    network = read_network(front.terminal)
    view = look_up(network, Filters(plan=DENTAL.code), TODAY)
    shown = views.clinic_view(view.serving[0], view, network, TEN_THIRTY, EN)
    assert (shown.name, shown.basis) == (OURS.name, "Practice dental plan")
    assert "Preventive · Basic · Ortho" in shown.verdict
    assert shown.hours[0][1] == "09:00–12:00, 13:30–18:00"
    source = views.source_view(network, LineState(Line.ONLINE), EN)
    assert "09:00–12:00, 13:30–18:00; " in views.copied_text(shown, source, EN)
