"""The small widgets: amounts, pills, verdicts, checks, bars, busy and empty states."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton, PrimaryButton
from clinic_terminal.ui.widgets.checks import CheckList, CheckRow, CheckView, Finding, QuietRow
from clinic_terminal.ui.widgets.ecard import LABELS, ECard, ECardView
from clinic_terminal.ui.widgets.money import MoneyLabel, yuan
from clinic_terminal.ui.widgets.notice import Notice, NoticeView, Toast
from clinic_terminal.ui.widgets.one_line import line_height
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.scrolled_card import ScrolledCard
from clinic_terminal.ui.widgets.states import Busy, EmptyState
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.tiles import Tile, TileView
from clinic_terminal.ui.widgets.tone import SIGNS, Tone
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "¥0.00"),
        (5, "¥0.05"),
        (123450, "¥1,234.50"),
        (5000000, "¥50,000.00"),
        (-2000, "−¥20.00"),
        (-1, "−¥0.01"),
    ],
)
def test_fen_are_shown_as_yuan(fen: int, shown: str) -> None:
    assert yuan(fen) == shown
    assert yuan(fen, sign=False) == shown.replace("¥", "")


def test_an_amount_says_what_it_is() -> None:
    label = MoneyLabel(85000, "money-page", name="家长现在支付")
    assert label.accessibleName() == "家长现在支付 ¥850.00"
    label.set_fen(100)
    assert label.text() == "¥1.00"


def test_amounts_of_equal_length_are_equally_wide() -> None:
    assert MoneyLabel(11111).sizeHint() == MoneyLabel(98765).sizeHint()


def test_text_is_never_markup() -> None:
    assert Text("<b>林</b>").textFormat() is Qt.TextFormat.PlainText


def test_lines_are_equally_high_in_every_script(show: Show) -> None:
    chinese, latin = Text("林小禾"), Text("10:32")
    show(chinese)
    show(latin)
    assert chinese.sizeHint().height() == latin.sizeHint().height() == line_height(latin.font())


def test_a_text_without_room_tells_all_in_its_tool_tip(show: Show) -> None:
    label = ElidedText("一句很长很长很长很长很长很长的话")
    label.resize(60, 24)
    show(label)
    label.grab()
    assert label.toolTip() == "一句很长很长很长很长很长很长的话"


def test_every_tone_has_a_sign_of_its_own() -> None:
    assert len(set(SIGNS.values())) == len(Tone)


def test_a_judging_pill_has_a_sign_and_a_plain_one_has_none() -> None:
    assert PillView("可直付", Tone.OK).has_sign
    assert not PillView("自动").has_sign
    assert Pill(PillView("可直付", Tone.OK)).sizeHint().width() > Pill(PillView("可直付")).sizeHint().width()


def test_a_pill_says_its_word() -> None:
    pill = Pill(PillView("待送出"))
    pill.set_view(PillView("已送达", Tone.OK))
    assert pill.accessibleName() == "已送达"


def test_a_verdict_says_word_reason_source_and_age() -> None:
    banner = VerdictBanner(VerdictView(Tone.OK, "可直付", "签字即可离开。", "联网核验", "10:31:58"))
    assert banner.accessibleName() == "可直付 签字即可离开。 联网核验 10:31:58"
    banner.set_view(VerdictView(Tone.STOP, "不可直付"))
    assert banner.accessibleName() == "不可直付"
    assert banner.property("tone") == "stop"


FAILED = CheckView("first", Tone.WARN, "首次就诊", "未预约", "请先致电。", "UNBOOKED", "柜台核对")
QUIET = CheckView("policy", Tone.OK, "保单", "有效", evidence="联网核验", quiet=True)


def test_a_failed_check_stands_with_remedy_and_evidence_and_a_quiet_one_below_its_own() -> None:
    checks = CheckList((FAILED, QUIET, replace(QUIET, key="card", label="电子卡")))
    said = [label.text() for label in checks.findChildren(Text)]
    for words in ("未预约", "请先致电。", "柜台核对"):
        assert words in said
    assert said.count("联网核验") == 1
    row = next(one for one in checks.findChildren(QuietRow) if "保单" in one.accessibleName())
    assert row.accessibleDescription() == "联网核验"
    assert row.toolTip() == "保单 · 有效\n联网核验"


def test_evidence_that_the_lines_below_share_is_said_once() -> None:
    checks = CheckList((replace(FAILED, evidence="联网核验"), QUIET))
    assert [label.text() for label in checks.findChildren(Text)].count("联网核验") == 1


def test_the_same_checks_again_keep_their_widgets() -> None:
    checks = CheckList((FAILED,))
    row = checks.findChildren(CheckRow)[0]
    checks.set_checks((FAILED,))
    assert checks.findChildren(CheckRow)[0] is row


def test_the_e_card_shows_both_languages_and_can_be_changed() -> None:
    card = ECard("林小禾", "女", "2020/09/14", "2021", "成长优享", "2026-01-01 至 2026-12-31", "签名有效")
    view = ECardView(card)
    words = {label.text() for label in view.findChildren(Text)}
    assert set(LABELS) <= words
    assert {"林小禾", "2020/09/14", "2021", "成长优享"} <= words
    view.set_card(ECard("周一鸣", "男", "2017/12/03", "2022", "成长优享", "", void=True))
    assert "周一鸣" in view.accessibleName()


def test_the_pool_is_never_less_than_empty() -> None:
    assert Pool(5000000, 41000, 69000).left == 4890000
    assert Pool(100, 90, 50).left == 0


def test_the_pool_bar_says_its_figures(show: Show) -> None:
    bar = PoolBar(Pool(5000000, 41000, 69000), PoolWords("共享额度", "剩余 48,900.00"))
    show(bar)
    assert bar.accessibleName() == "共享额度 剩余 48,900.00"
    bar.set_pool(Pool(0, 0), PoolWords("无额度"))
    assert bar.accessibleName() == "无额度"


def test_buttons_have_the_heights_of_the_design() -> None:
    assert PrimaryButton("核验").sizeHint().height() == 52
    heights = [GhostButton("去", size=size).sizeHint().height() for size in ButtonSize]
    assert heights == [52, 44, 28]


def test_a_button_keeps_its_height_in_a_narrow_page(show: Show) -> None:
    button = PrimaryButton("请家长签字")
    show(button)
    assert button.minimumSizeHint().height() == 52
    assert button.minimumHeight() <= 52


def test_a_click_gives_a_button_no_focus_but_tab_does() -> None:
    assert GhostButton("稍候").focusPolicy() is Qt.FocusPolicy.TabFocus
    assert IconButton("printer", "打印").accessibleName() == "打印"


def test_a_notice_says_what_who_next_and_reference() -> None:
    notice = Notice(NoticeView(Tone.STOP, "没有打印。", "账单已保存。", "请重试。", "QH-1", "重新打印"))
    assert notice.accessibleName() == "没有打印。 账单已保存。 请重试。 QH-1"
    acted: list[bool] = []
    notice.acted.connect(lambda: acted.append(True))
    next(b for b in notice.findChildren(GhostButton) if b.text() == "重新打印").click()
    assert acted == [True]


def test_a_toast_goes_by_itself(show: Show, qtbot: QtBot) -> None:
    parent = Text("x")
    parent.resize(400, 300)
    show(parent)
    toast = Toast(parent, milliseconds=1)
    toast.say("已复制。")
    assert toast.accessibleName() == "已复制。"
    qtbot.waitUntil(toast.isHidden)


def test_an_empty_state_offers_its_action() -> None:
    state = EmptyState("queue", "没有。", "都已送达。", action="查看")
    acted: list[bool] = []
    state.acted.connect(lambda: acted.append(True))
    QTest.mouseClick(state.findChildren(GhostButton)[0], Qt.MouseButton.LeftButton)
    assert acted == [True]
    assert state.accessibleName() == "没有。 都已送达。"


def test_busy_says_what_and_can_be_cancelled(show: Show) -> None:
    busy = Busy("正在核验…", cancel="取消")
    show(busy)
    cancelled: list[bool] = []
    busy.cancelled.connect(lambda: cancelled.append(True))
    busy.findChildren(GhostButton)[0].click()
    busy.set_text("正在导出…")
    busy.set_progress(3, 8)
    assert cancelled == [True]
    assert busy.accessibleName() == "正在导出…"


def test_a_tile_says_caption_figure_and_note() -> None:
    assert Tile(TileView("未送出笔数", "3", "上限 50", 0.06)).accessibleName() == "未送出笔数 3 上限 50"


def test_a_busy_bar_is_never_a_window_of_its_own(app: QApplication) -> None:
    busy = Busy("正在核对…", total=3)
    assert [widget for widget in app.topLevelWidgets() if widget.isVisible()] == []
    busy.deleteLater()


def test_what_was_found_stands_on_its_labels_line_or_is_whole_on_several(show: Show) -> None:
    long = replace(QUIET, key="letter", detail="小鹿口腔·徐汇诊所，自 2026-09-24 起")
    checks = CheckList((QUIET, long))
    checks.setFixedWidth(300)
    show(checks)
    one, several = checks.findChildren(Finding)
    assert one.height() == checks.findChildren(QuietRow)[0].height()
    assert several.height() >= several.heightForWidth(several.width()) > one.height()


def test_a_card_that_scrolls_keeps_its_edge_and_its_width(show: Show) -> None:
    checks = CheckList(tuple(replace(QUIET, key=str(number)) for number in range(30)))
    card = ScrolledCard(checks)
    card.setFixedSize(360, 200)
    show(card)
    assert card.verticalScrollBar().maximum() > 0
    assert card.viewport().geometry().bottom() < card.rect().bottom()
    assert card.viewport().geometry().left() > card.rect().left()
