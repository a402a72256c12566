from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.consent import PAD_UNITS, Relationship
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.guardian import GuardianPanel, pad_strokes
from clinic_terminal.ui.views.guardian import (
    GuardianLine,
    GuardianView,
    consent_sentence,
    guardian_rows,
)
from clinic_terminal.ui.widgets.ink import InkPoint
from tests.build import TODAY
from tests.ui.conftest import Show
from tests.ui.pages.bench import MOTHER, nameless, signature

FREE = GuardianLine("口腔检查", "Examination", (), 6_000, 0, 0, (Reason.COVERED,), 10_000)
HALF = GuardianLine("补牙", "Filling", ("84",), 70_000, 35_000, 0, (Reason.COINSURANCE,), 5_000)
GAS = GuardianLine("笑气镇静", "Nitrous oxide", (), 50_000, 50_000, 0, (Reason.NOT_COVERED,), 0)
VIEW = GuardianView(
    child="测试小牙",
    day=TODAY,
    lines=(FREE, HALF, GAS),
    billed=126_000,
    insurer=35_000,
    pay_now=85_000,
    pay_later=0,
    pool_after=4_890_000,
    is_direct=True,
    offline=False,
)
ZH, EN = translator("zh_CN"), translator("en")


@pytest.fixture
def panel(app: QApplication, show: Show) -> GuardianPanel:
    del app
    panel = GuardianPanel(VIEW)
    panel.resize(1278, 680)
    show(panel)
    return panel


def _draw(panel: GuardianPanel, points: list[tuple[float, float]]) -> None:
    places = [QPoint(round(x * panel.pad.width()), round(y * panel.pad.height())) for x, y in points]
    QTest.mousePress(panel.pad, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(panel.pad, place)
    QTest.mouseRelease(panel.pad, Qt.MouseButton.LeftButton, pos=places[-1])


def _wave() -> list[tuple[float, float]]:
    return [(0.1 + 0.04 * n, 0.3 + 0.2 * (n % 3)) for n in range(20)]


def test_a_signature_needs_a_name_a_relationship_and_enough_ink(panel: GuardianPanel) -> None:
    assert not panel.confirm_button.isEnabled()
    QTest.keyClicks(panel.signer_field, "Lin Yue")
    panel.relationship_buttons[MOTHER].click()
    assert panel.missing.text() == "请在上面的框里签字。"
    _draw(panel, [(0.5, 0.5), (0.5, 0.51)])
    assert panel.missing.text() == "签字太短，请写完整的姓名。"
    assert not panel.confirm_button.isEnabled()
    _draw(panel, _wave())
    assert panel.confirm_button.isEnabled()
    panel.redo_button.click()
    assert not panel.confirm_button.isEnabled()


def test_confirming_gives_whole_pad_units(qtbot: QtBot, panel: GuardianPanel) -> None:
    with qtbot.waitSignal(panel.signed) as given:
        panel.sign_with(signature(), "林悦", MOTHER)
    signing = given.args[0]
    assert isinstance(signing, Signing)
    assert (signing.signer, signing.relationship, signing.language) == ("林悦", MOTHER, "zh_CN")
    assert signing.pad_height == round(PAD_UNITS * panel.pad.height() / panel.pad.width())
    first = signing.strokes[0][0]
    assert (first.x, first.pressure, first.t_ms) == (1_000, 500, 0)
    assert 0 <= first.y <= signing.pad_height


def test_a_second_confirmation_is_not_taken(panel: GuardianPanel) -> None:
    given: list[object] = []
    panel.signed.connect(given.append)
    panel.sign_with(signature(), "林悦", MOTHER)
    panel.confirm_button.click()
    assert len(given) == 1


def test_the_language_changes_for_the_panel_alone_and_loses_nothing(panel: GuardianPanel) -> None:
    panel.signer_field.setText("林悦")
    panel.relationship_buttons[Relationship.FATHER].click()
    panel.pad.set_strokes(signature())
    assert panel.language_button.text() == "English"
    panel.language_button.click()
    assert panel.language is Language.EN
    assert panel.title.text() == "Please sign here"
    assert panel.sentence.text().startswith("I am 林悦, the father of 测试小牙.")
    assert panel.signer_field.text() == "林悦"
    assert not panel.pad.is_empty()
    assert panel.confirm_button.isEnabled()
    panel.language_button.click()
    assert panel.title.text() == "请监护人签字"


def test_the_panel_says_what_is_paid_now(panel: GuardianPanel) -> None:
    assert panel.bill.pay_now.text() == "¥850.00"
    assert panel.bill.pay_now.accessibleName() == "您现在需要支付 ¥850.00"


def test_every_control_has_a_name(panel: GuardianPanel) -> None:
    assert nameless(panel) == []


def test_rows_say_in_plain_words_what_each_costs_and_why() -> None:
    rows = guardian_rows(VIEW, ZH)
    assert [(row.what, row.why, row.fen) for row in rows] == [
        ("口腔检查", "费用 ¥60.00 · 保险全付", 0),
        ("补牙 · 84 号牙", "费用 ¥700.00 · 保险付一半", 35_000),
        ("笑气镇静", "费用 ¥500.00 · 不在保险范围内", 50_000),
    ]


def test_each_of_the_items_that_the_insurer_pays_whole_stands_with_its_fee() -> None:
    twice = replace(VIEW, lines=(FREE, FREE, HALF))
    whole, _half = guardian_rows(twice, ZH)
    assert (whole.what, whole.why) == ("口腔检查 ¥60.00、口腔检查 ¥60.00", "保险全付")


def test_what_is_paid_later_is_said_on_its_row() -> None:
    later = replace(VIEW, lines=(replace(HALF, later=35_000), replace(HALF, later=10_000)))
    whole, part = guardian_rows(later, ZH)
    assert whole.why == "费用 ¥700.00 · 保险付一半 · 结案后在线支付"
    assert part.why == "费用 ¥700.00 · 保险付一半 · 其中 ¥100.00 结案后在线支付"


def test_the_consent_sentence_has_gaps_until_name_and_relationship_are_given() -> None:
    assert consent_sentence(VIEW, "", None, ZH).startswith("我是测试小牙的________。")
    signed = consent_sentence(VIEW, " 林悦 ", MOTHER, ZH)
    assert signed == "我是测试小牙的母亲林悦。我已核对以上项目和金额，同意由诊所直接向保险公司结算。"
    self_paid = consent_sentence(replace(VIEW, is_direct=False), "林悦", MOTHER, EN)
    assert "the insurer does not pay this bill" in self_paid


def test_pad_units_follow_the_pads_width_in_both_directions() -> None:
    strokes = pad_strokes(((InkPoint(0.5, 1.0, 0.25, 7),),), 400, 200)
    assert (strokes[0][0].x, strokes[0][0].y, strokes[0][0].pressure) == (5_000, 5_000, 250)
