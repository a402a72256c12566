"""Check-in, billable and refused."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.checks import CheckList, CheckView
from clinic_terminal.ui.widgets.ecard import ECard, ECardView
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.scrolled_card import ScrolledCard
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView
from tests.ui.scenes.frame import Scene, framed

OK = Tone.OK
CARD: Final = ECard(
    "林小禾",
    "女 · 6 岁 2 个月",
    "2020/09/14",
    "202104C00000012876",
    "成长优享私立儿童齿科保险",
    "2026-01-01 至 2026-12-31",
    "签名有效",
)
VOID: Final = ECard(
    "周一鸣",
    "男 · 8 岁 11 个月",
    "2017/12/03",
    "202102C00000009913",
    "成长优享私立儿童齿科保险",
    "2026-06-12 至 2027-06-11",
    "已置灰",
    void=True,
)
HEARD: Final = "服务商 10:32 联网核验 · 第 12 版"
DESK: Final = "柜台核对"
CHECKS: Final = (
    CheckView(
        "first",
        Tone.WARN,
        "首次就诊",
        "首诊，尚未预约",
        "致电 021-80209058（现在在服务时间内），再登记预约编号。",
        evidence=HEARD,
    ),
    CheckView("policy", OK, "保单", "有效，还有 39 天到期", evidence=HEARD, quiet=True),
    CheckView("card", OK, "电子卡", "正常，无未付款", evidence=HEARD, quiet=True),
    CheckView("network", OK, "网络", "预防 · 基础 · 正畸 可直付", evidence=HEARD, quiet=True),
    CheckView("brand", Tone.ACCENT, "品牌锁定", "还没有，今天选定青禾", evidence=HEARD, quiet=True),
    CheckView("paper", OK, "身份核对", "户口本，已核对", evidence=DESK, quiet=True),
    CheckView("consent", Tone.NEUTRAL, "个人信息同意", "请家长确认", evidence=DESK, quiet=True),
)
REFUSED: Final = (
    CheckView(
        "brand",
        Tone.STOP,
        "品牌锁定",
        "安和口腔，2026-07-16 首诊（陆家嘴诊所）",
        code="BRAND_LOCKED",
        evidence="本机待送出的账单",
    ),
    CheckView("policy", OK, "保单", "有效，还有 201 天到期", evidence=HEARD, quiet=True),
    CheckView("card", OK, "电子卡", "正常", evidence=HEARD, quiet=True),
    CheckView("network", OK, "网络", "本诊所在该计划网络内", evidence=HEARD, quiet=True),
)


def _left(card: ECard, source: str) -> QWidget:
    box = column(ECardView(card), spacing=14)
    box.addWidget(Text(source, "small", "ink-3"))
    again = GhostButton("重新扫描", "Ctrl K", size=ButtonSize.SMALL)
    box.addLayout(row(GhostButton("换一张保单（2）", size=ButtonSize.SMALL), again, None))
    guardian = Card("陪同家长", spacing=4)
    guardian.body.addWidget(Text("林悦 · 母亲 · 证件已核 ****3025", ink="ink-2"))
    box.addWidget(guardian)
    box.addStretch(1)
    holder = QWidget()
    holder.setFixedWidth(300)
    holder.setLayout(box)
    return holder


def _right() -> QWidget:
    card = Card("共享额度", spacing=4)
    card.body.addWidget(MoneyLabel(4959000, name="共享额度剩余"))
    card.body.addWidget(Text("剩余，共 ¥50,000.00（预防 + 基础 + 正畸）", "small", "ink-3", wrap=True))
    card.body.addSpacing(8)
    card.body.addWidget(PoolBar(Pool(5000000, 41000), PoolWords(""), below=True))
    for word, share, used in (("预防治疗", "0%", "60.00"), ("基础治疗", "50%", "350.00")):
        card.body.addSpacing(6)
        card.body.addLayout(
            row(Text(word), Text(f"自付 {share}", "small", "ink-3"), None, Text(f"已用 ¥{used}"))
        )
        card.body.addSpacing(6)
        card.body.addWidget(Rule(soft=True))
    card.body.addStretch(1)
    card.setFixedWidth(288)
    return card


def billable() -> QWidget:
    """Show a child that may be billed directly."""
    start = PrimaryButton("开始就诊")
    banner = VerdictBanner(
        VerdictView(OK, "可直付", "家长只需支付自付部分，签字即可离开。", "联网核验", "10:31:58")
    )
    middle = column(banner, ScrolledCard(CheckList(CHECKS, name="核验项目")), spacing=16)
    middle.addLayout(row(None, GhostButton("登记后稍候"), start, spacing=12))
    whole = QHBoxLayout()
    whole.setSpacing(20)
    whole.addWidget(_left(CARD, "10:31 摄像头扫描 · 电子卡签名有效"))
    whole.addLayout(middle, 1)
    whole.addWidget(_right())
    hints = (Hint("Ctrl K", "扫描"), Hint("Ctrl M", "输入会员号"), Hint("Enter", "开始就诊"))
    return framed(Scene("check-in", whole, hints, start))


def _helps() -> QHBoxLayout:
    say = Card("对家长这样说")
    words = "“小朋友的保险今年选定了安和口腔，在那里可以直接使用。今天在我们这里看，需要全部自费。”"
    say.body.addWidget(Text(words, ink="ink-2", wrap=True))
    near = Card("最近的安和口腔")
    near.body.addWidget(Text("花木诊所 · 2.1 公里 · 今日 9:00–18:00\n021-5555 0138", ink="ink-2", wrap=True))
    near.body.addLayout(row(GhostButton("全部 4 家", size=ButtonSize.SMALL), None))
    call = Card("认为有误？致电服务热线")
    call.body.addWidget(Text("021-80209058", "headline"))
    call.body.addLayout(row(Pill(PillView("现在在服务时间内 8:00–21:00", OK)), None))
    call.body.addWidget(Text("报会员号与参考号 QH-7F3K-21", "small", "ink-3"))
    for card in (say, near, call):
        card.body.addStretch(1)
    line = row(spacing=16)
    for card in (say, near, call):
        line.addWidget(card, 1)
    return line


def refused() -> QWidget:
    """Show a child whose policy chose another brand."""
    back = PrimaryButton("返回今日", "Esc")
    banner = VerdictBanner(
        VerdictView(
            Tone.STOP,
            "不可直付：已选择其他品牌",
            "该会员自 2026-07-16 起在「安和口腔」就诊，本保单期内不能转到其他品牌。",
        )
    )
    middle: QVBoxLayout = column(banner, ScrolledCard(CheckList(REFUSED, name="核验项目")), spacing=16)
    middle.addLayout(_helps(), 1)
    middle.addLayout(
        row(None, GhostButton("全部自费就诊…"), GhostButton("登记热线答复", "Ctrl R"), back, spacing=12)
    )
    whole = QHBoxLayout()
    whole.setSpacing(20)
    whole.addWidget(_left(VOID, "10:40 扫码枪 · 电子卡签名有效"))
    whole.addLayout(middle, 1)
    return framed(Scene("check-in", whole, (Hint("Ctrl K", "扫描下一位"), Hint("Esc", "返回")), back))
