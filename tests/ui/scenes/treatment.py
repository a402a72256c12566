"""Treatment: chart, search, bill."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_terminal.domain.dentition import Presence
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.money import MoneyLabel, yuan
from clinic_terminal.ui.widgets.notice import Notice, NoticeView
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.search import Result, SearchBox, SearchField
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from clinic_terminal.ui.widgets.tooth_view import ChartWords, LegendRow, ToothMark, ToothState, Work
from tests.ui.scenes.frame import Scene, framed

_LATE: Final = [
    "12",
    "13",
    "14",
    "15",
    "17",
    "18",
    "22",
    "23",
    "24",
    "25",
    "27",
    "28",
    "33",
    "34",
    "35",
    "37",
    "38",
    "43",
    "44",
    "45",
    "47",
    "48",
]
_GONE: Final = ["51", "61", "71", "72", "81", "82"]
_SEALED: Final = ToothState(before=(Work(ToothMark.SEALED, "封"),), about="已封闭", standing="已萌出")
_FILLED: Final = Work(ToothMark.FILLED, "充", "OD")
CHART: Final = ToothChartView(
    teeth=dict.fromkeys(_LATE, ToothState(Presence.NOT_YET, standing="未萌出"))
    | dict.fromkeys(_GONE, ToothState(Presence.SHED, standing="已脱落"))
    | {"16": _SEALED, "26": _SEALED, "11": ToothState(Presence.EITHER), "62": ToothState(Presence.MISSING)}
    | {"64": ToothState(before=(_FILLED,), about="已充填 OD", standing="已萌出")}
    | {"55": ToothState(today=(Work(ToothMark.CROWNED, "冠"),), standing="已萌出")}
    | {"84": ToothState(name="第一乳磨牙", spoken="右下第一乳磨牙 84，已选 咬合、远中", standing="已萌出")},
    selected=frozenset({"84", "75"}),
    surfaces={"84": "OD"},
    forbidden=dict.fromkeys(("21", "31", "41"), "恒牙拔除由家长自费。"),
    region_work={"12-11": Work(ToothMark.EXTRACTED, "拔")},
    active="84",
    words=ChartWords(
        caption="替牙期",
        detail="6 岁",
        right="患者右侧",
        left="患者左侧",
        quadrants=("右上", "左上", "左下", "右下"),
        surfaces={"M": "近中", "O": "咬合", "D": "远中", "B": "颊", "L": "舌"},
        whole="按整颗牙计",
        legend=(LegendRow(_SEALED, "已封闭"),),
    ),
)
RESULTS: Final = (
    Result("PV13", "窝沟封闭", "PV13 · 每牙 · 仅磨牙", "预防", "¥180.00"),
    Result("PV14", "窝沟封闭补涂", "PV14 · 每牙", "预防", "¥80.00"),
    Result("PV15", "卫生宣教与刷牙指导", "PV15 · 每次", "预防", "¥0.00"),
    Result("NC04", "恒牙拔除", "NC04", "责任外", "¥600.00", "11 号牙是恒牙，由家长自费。"),
)
BILL: Final = (
    ("儿童复诊口腔检查", "—", 10000, "预防治疗，直付", 10000, 0),
    ("小牙片（根尖片）", "84", 6000, "预防治疗，直付", 6000, 0),
    ("龋齿充填（树脂）", "84 OD", 70000, "基础治疗，自付 50%", 35000, 35000),
    ("窝沟封闭", "75", 18000, "预防治疗，直付", 18000, 0),
)


def _chart() -> Card:
    card = Card(spacing=6)
    pills = (
        PillView("今日", Tone.ACCENT),
        PillView("已充填", Tone.OFFLINE, sign=False),
        PillView("已封闭", Tone.OK, sign=False),
    )
    card.body.addLayout(
        row(
            Text("林小禾", "title"),
            Text("6 岁 · 成长优享齿科", "small", "ink-3"),
            None,
            *(Pill(view) for view in pills),
        )
    )
    card.body.addWidget(ToothChart(CHART, name="牙位图"), 1)
    chosen = (GhostButton(word, size=ButtonSize.SMALL) for word in ("84 · 75 已选", "面：O D", "清除 Esc"))
    card.body.addLayout(row(None, *chosen, None))
    card.setFixedWidth(472)
    return card


def _search() -> Card:
    card = Card(padding=14, spacing=10)
    box = SearchBox("项目名、拼音或编码", name="查找项目", results_name="找到的项目")
    box.field.setText("wg")
    box.set_results(RESULTS)
    card.body.addWidget(box, 1)
    card.body.addWidget(Text("常用组合", "small", "ink-3"))
    packages = ("1 检查+洁牙+涂氟", "2 四颗六龄牙封闭")
    card.body.addLayout(row(*(GhostButton(word, size=ButtonSize.SMALL) for word in packages), None))
    card.body.addWidget(
        Notice(
            NoticeView(
                Tone.WARN, "11 拔除不在保险责任内", "恒牙拔除（NC04）由家长自费；", "乳牙拔除可直付。"
            ),
            closable=False,
        )
    )
    return card


def _bill() -> Card:
    card = Card(padding=0, spacing=0)
    head = row(Text("本次账单", "strong"), None, Text("实时试算", "small", "ink-3"))
    head.setContentsMargins(16, 15, 16, 15)
    card.body.addLayout(head)
    card.body.addWidget(Rule())
    for name, tooth, fee, kind, insurer, guardian in BILL:
        first = row(Text(name, "strong"), Pill(PillView(tooth)), None, MoneyLabel(fee, "text-body"))
        shares = f"保险 {yuan(insurer, sign=False)}　家长 {yuan(guardian, sign=False)}"
        second = row(Text(kind, "small", "ink-3"), None, Text(shares, "small", "ink-3"))
        line = column(spacing=3)
        line.setContentsMargins(16, 10, 16, 10)
        line.addLayout(first)
        line.addLayout(second)
        card.body.addLayout(line)
        card.body.addWidget(Rule(soft=True))
    card.body.addStretch(1)
    card.body.addWidget(Rule())
    foot = column(spacing=8)
    foot.setContentsMargins(16, 14, 16, 14)
    foot.addLayout(row(Text("合计"), None, Text(yuan(104000))))
    foot.addLayout(row(Text("保险直付", ink="ink-2"), None, Text(yuan(69000), ink="ink-2")))
    foot.addLayout(row(Text("家长现在支付", "strong"), None, MoneyLabel(35000)))
    foot.addWidget(PoolBar(Pool(5000000, 41000, 69000), PoolWords("共享额度剩余", "¥48,900.00"), below=True))
    foot.addWidget(PrimaryButton("交给前台结算"))
    card.body.addLayout(foot)
    card.setFixedWidth(404)
    return card


def treatment() -> QWidget:
    """Itemising for a child of six."""
    whole = QHBoxLayout()
    whole.setSpacing(18)
    whole.addWidget(_chart())
    whole.addWidget(_search(), 1)
    whole.addWidget(_bill())
    hints = (
        Hint("0–9", "牙位"),
        Hint("M O D B L", "牙面"),
        Hint("Ctrl F", "找项目"),
        Hint("Ctrl Z", "撤销"),
        Hint("Enter", "结算"),
    )
    scene = Scene("treatment", whole, hints)
    if field := scene.findChild(SearchField):
        scene.setFocusProxy(field)
    return framed(scene)
