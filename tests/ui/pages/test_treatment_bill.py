"""The bill at the chair: live split, discounts, undo by keys, findings at their line, notes, two children."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.day import board
from clinic_terminal.domain.plan import Preauth
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.bill_list import BillModel
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.pages.treatment_strip import VisitStrip, strip_text
from clinic_terminal.ui.views.bill_rows import BillRow
from clinic_terminal.ui.views.line_views import BillLineView
from clinic_terminal.ui.views.live_bill import line_view, live_bill
from clinic_terminal.ui.views.settle import note_notice
from clinic_terminal.ui.views.visit_cards import Reading, visit_view
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import CHILD, DENTAL, FILM, TODAY, snapshot
from tests.ui.pages.bench import LINES, Bench, nameless, on_stage, open_bench, settled

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
ZH = translator("zh_CN")


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def opened(qtbot: QtBot, bench: Bench) -> TreatmentPage:
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None)
    return page


def focused(page: QWidget) -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    assert found.window() is page.window()
    return found


def items(page: TreatmentPage) -> list[str]:
    return [line.item for line in page.chart.visit.lines] if page.chart else []


def labels(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_changes_are_undone_and_done_again_from_the_empty_search_field(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = opened(qtbot, bench)
    assert not page.bill_card.tools.undo.isEnabled()
    page.add("PV01")
    settled(qtbot, lambda: len(items(page)) == 4)
    assert page.bill_card.tools.undo.isEnabled()
    assert focused(page) is page.item_card.search.field
    QTest.keyClick(focused(page), Qt.Key.Key_Z, CONTROL)
    settled(qtbot, lambda: len(items(page)) == 3)
    assert (page.bill_card.tools.undo.isEnabled(), page.bill_card.tools.redo.isEnabled()) == (False, True)
    QTest.keyClick(focused(page), Qt.Key.Key_Y, CONTROL)
    settled(qtbot, lambda: len(items(page)) == 4)
    assert items(page)[-1] == bench.stored().lines[-1].item == "PV01"


def test_typed_words_are_undone_before_the_bill(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    page.add("PV01")
    settled(qtbot, lambda: items(page) == ["PV01"])
    QTest.keyClicks(focused(page), "xy")
    QTest.keyClick(focused(page), Qt.Key.Key_Z, CONTROL)
    assert page.item_card.search.text() != "xy"
    assert items(page) == ["PV01"]


def test_a_line_taken_off_comes_back_and_the_hand_stays_on_the_bill(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = opened(qtbot, bench)
    QTest.keyClick(focused(page), Qt.Key.Key_Down, CONTROL)
    assert focused(page) is page.bill_card.lines
    assert page.bill_card.line_tools.isVisible()
    QTest.keyClick(focused(page), Qt.Key.Key_Delete)
    settled(qtbot, lambda: items(page) == ["PV01", "BS07"])
    assert focused(page) is page.bill_card.lines
    QTest.keyClick(focused(page), Qt.Key.Key_Z, CONTROL)
    settled(qtbot, lambda: items(page) == ["PV01", "BS07", "NC01"])
    assert page.bill_card.figures.now.text() == "¥850.00"


def test_minus_takes_something_off_a_line_and_the_bill_shows_price_discount_and_sum(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit(lines=LINES)
    page = opened(qtbot, bench)
    bill, editor = page.bill_card.lines, page.bill_card.editor
    bill.take_focus()
    bill.setCurrentIndex(bill.model().index(1, 0))
    QTest.keyClick(bill, Qt.Key.Key_Minus)
    assert focused(page) is editor.field
    QTest.keyClicks(editor.field, "700.01")
    QTest.keyClick(editor.field, ENTER)
    assert editor.problem.text() == "优惠比这一行的金额还大，请改小优惠。"
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "33.33")
    QTest.keyClick(editor.field, ENTER)
    settled(qtbot, lambda: bench.stored().lines[1].discount_fen == 3_333)
    settled(qtbot, lambda: not editor.isVisible())
    assert bill.lines[1].amount == "¥700.00 − 33.33"
    assert bill.lines[1].shares == "保险 333.34  家长 333.33"
    assert {"¥1,500.00", "−¥33.33"} <= set(labels(page.bill_card.figures))
    assert focused(page) is page.item_card.search.field


def test_the_bill_discount_has_a_key_and_escape_leaves_it(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = opened(qtbot, bench)
    QTest.keyClick(focused(page), Qt.Key.Key_B, CONTROL)
    editor = page.bill_card.editor
    assert focused(page) is editor.field
    assert not page.bill_card.tools.isVisible()
    QTest.keyClick(editor.field, ESCAPE)
    assert page.bill_card.tools.isVisible()
    QTest.keyClick(focused(page), Qt.Key.Key_B, CONTROL)
    QTest.keyClicks(editor.field, "150")
    QTest.keyClick(editor.field, ENTER)
    settled(qtbot, lambda: bench.stored().discount_fen == 15_000)
    settled(qtbot, lambda: page.bill_card.figures.now.text() == "¥765.00")


def test_a_price_below_the_lines_own_discount_is_said_and_the_bill_waits(qtbot: QtBot, bench: Bench) -> None:
    visit = bench.visit(lines=LINES[:1])
    lines = (replace(visit.lines[0], discount_fen=30_001),)
    with bench.store.begin() as uow:
        bench.desk.take_visit(uow.visits.put(replace(visit, lines=lines)))
    page = opened(qtbot, bench)
    assert "有一行的优惠比这一行的金额还大，请改小。" in labels(page.bill_card)
    assert not page.bill_card.hand_button.isEnabled()


def test_a_finding_stands_at_its_line_and_tooth_and_is_confirmed_by_the_space_bar(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit(lines=(("PV01", ()), ("PV01", ())))
    page = opened(qtbot, bench)
    bill = page.bill_card.lines
    (remark,) = [remark for line in bill.lines for remark in line.remarks]
    assert (remark.tone, [act.word for act in remark.acts]) == (Tone.WARN, ["仍然继续"])
    assert remark.text in bill.lines[1].spoken
    bill.take_focus()
    QTest.keyClick(bill, Qt.Key.Key_Space)
    settled(qtbot, lambda: len(bench.stored().confirmed) == 1)
    settled(qtbot, lambda: bill.lines[1].remarks[0].tone is Tone.NEUTRAL)
    assert bill.lines[1].remarks[0].text.startswith("已确认：")


def test_a_finding_is_confirmed_by_a_click_too_and_its_tooth_is_marked(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=(("BS07", ("84",)), ("BS07", ("84",))))
    page = opened(qtbot, bench)
    bill, chart = page.bill_card.lines, page.chart_card.chart
    assert chart.view.state("84").noticed == "请核对"
    assert chart.view.state("85").noticed == ""
    line = next(number for number, one in enumerate(bill.lines) if one.remarks)
    QTest.mouseMove(bill.viewport(), bill.act_place(line))
    QTest.mouseClick(bill.viewport(), Qt.MouseButton.LeftButton, pos=bill.act_place(line))
    settled(qtbot, lambda: len(bench.stored().confirmed) == 1)
    settled(qtbot, lambda: chart.view.state("84").noticed == "")


def test_what_a_missing_letter_costs_is_said_in_yuan(app: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    del app
    plan = replace(DENTAL, preauth=Preauth(enabled=True, big_exam_unit_fen=6_000))
    with closing(open_bench(tmp_path, plan)) as bench:
        bench.visit(lines=(("PV07", ("84",)),))
        page = opened(qtbot, bench)
        assert page.chart is not None
        (notice,) = live_bill(page.chart, ZH).notices
        assert notice.what == "需要事先授权：小牙片"
        assert "¥24.00" in notice.next_step
        film = page.bill_card.lines.lines[0]
        assert film.warn
        assert [remark.text for remark in film.remarks] == ["需要担保函，请治疗前申请"]


def test_a_note_for_the_desk_is_kept_and_shown(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = opened(qtbot, bench)
    QTest.keyClick(focused(page), Qt.Key.Key_E, CONTROL)
    editor = page.bill_card.note_editor
    assert focused(page) is editor.field
    editor.field.setText("分两次付")
    QTest.keyClick(editor.field, ENTER)
    settled(qtbot, lambda: bench.stored().desk_note == "分两次付")
    settled(qtbot, lambda: "分两次付" in labels(page.bill_card.note))
    read = board(bench.desk.terminal, TODAY, online=True)
    assert visit_view(bench.stored(), Reading(read, {}, ZH)).hint == "留言：分两次付"
    told = note_notice(bench.stored().desk_note, ZH)
    assert told is not None
    assert (told.what, told.who) == ("诊室留言", "分两次付")
    assert note_notice("", ZH) is None


def second(bench: Bench, stage: Stage = Stage.ARRIVED, number: int = 2) -> Visit:
    """Put another child into the house."""
    one = snapshot(person=replace(CHILD, member=f"202604C0000001020{number}", name=f"测试小弟{number}"))
    visit = Visit(f"V-{number}", stage, TODAY, one.person, one.policy, one.plan, one.booking_ref)
    with bench.store.begin() as uow:
        uow.snapshots.put(one, "signed")
        return uow.visits.put(visit)


def test_two_children_are_in_work_at_once_and_each_keeps_its_bill_and_its_steps(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit()
    other = second(bench)
    page = opened(qtbot, bench)
    assert [button.text() for button in page.strip.buttons if button.isVisible()] == [
        "测试小牙 · 7 岁 · 就诊中",
        "测试小弟2 · 7 岁 · 已到",
    ]
    page.add("PV01")
    settled(qtbot, lambda: items(page) == ["PV01"])
    QTest.keyClick(focused(page), Qt.Key.Key_Tab, CONTROL)
    settled(qtbot, lambda: page.chart is not None and page.chart.visit.id == other.id)
    assert items(page) == []
    assert not page.bill_card.tools.undo.isEnabled()
    QTest.keyClick(focused(page), Qt.Key.Key_Tab, CONTROL)
    settled(qtbot, lambda: page.chart is not None and page.chart.visit.id == "V-1")
    assert items(page) == ["PV01"]
    assert page.bill_card.tools.undo.isEnabled()
    with bench.store.read() as uow:
        assert uow.visits.get(other.id).stage is Stage.IN_TREATMENT


def test_a_child_that_waits_for_the_desk_is_settled_and_not_called_back(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    other = second(bench, Stage.TO_SETTLE)
    page = opened(qtbot, bench)
    QTest.keyClick(focused(page), Qt.Key.Key_Tab, CONTROL)
    assert bench.desk.visit is not None
    assert bench.desk.visit.id == "V-1"
    with qtbot.waitSignal(page.go) as asked:
        page.strip.buttons[1].click()
    assert asked.args == ["settle"]
    assert bench.desk.visit is not None
    assert bench.desk.visit.id == other.id
    with bench.store.read() as uow:
        assert uow.visits.get(other.id).stage is Stage.TO_SETTLE


def test_a_child_alone_has_no_strip(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    assert not opened(qtbot, bench).strip.isVisible()


def test_of_many_children_the_one_in_hand_is_always_in_sight(qtbot: QtBot) -> None:
    strip = VisitStrip(ZH)
    qtbot.addWidget(strip)
    children = tuple(
        Visit(f"V-{n}", Stage.IN_TREATMENT, TODAY, replace(CHILD, name=f"小{n}"), "POL", "DENTAL")
        for n in range(8)
    )
    strip.show_visits(children, "V-7")
    assert [button.text()[:2] for button in strip.buttons] == ["小0", "小1", "小2", "小3", "小7"]
    assert strip_text(children[0], ZH) == "小0 · 7 岁 · 就诊中"
    with qtbot.waitSignal(strip.wanted) as wanted:
        strip.next()
    assert wanted.args[0].id == "V-0"


def test_every_new_control_has_a_name(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    second(bench)
    page = opened(qtbot, bench)
    page.bill_card.lines.take_focus()
    assert nameless(page) == []
    page.amounts.ask_note()
    assert nameless(page) == []


def line(name: str, amount: str = "¥1.00") -> BillLineView:
    return BillLineView(name, "", amount, "", "")


@pytest.mark.parametrize(
    ("before", "after", "changed", "inserted", "removed"),
    [
        ("abc", "abc", [], [], []),
        ("abc", "abcd", [], [(3, 3)], []),
        ("abc", "ac", [], [], [(1, 1)]),
        ("abc", "axc", [(1, 1)], [], []),
        ("abcd", "axd", [(1, 1)], [], [(2, 2)]),
        ("ad", "axyd", [], [(1, 2)], []),
        ("abc", "", [], [], [(0, 2)]),
        ("", "ab", [], [(0, 1)], []),
        ("aab", "ab", [], [], [(1, 1)]),
    ],
)
def test_the_list_is_told_of_changed_lines_alone(
    before: str,
    after: str,
    changed: list[tuple[int, int]],
    inserted: list[tuple[int, int]],
    removed: list[tuple[int, int]],
) -> None:
    model = BillModel()
    model.set_lines(tuple(map(line, before)))
    told: dict[str, list[tuple[int, int]]] = {"changed": [], "inserted": [], "removed": []}
    model.dataChanged.connect(lambda first, last: told["changed"].append((first.row(), last.row())))
    model.rowsInserted.connect(lambda _parent, first, last: told["inserted"].append((first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told["removed"].append((first, last)))
    model.set_lines(tuple(map(line, after)))
    assert told == {"changed": changed, "inserted": inserted, "removed": removed}
    assert [one.name for one in model.lines] == list(after)
    assert model.rowCount() == len(after)


def test_a_row_in_words_names_units_and_discount() -> None:
    row = BillRow(
        0, "小牙片", "84", 2, FILM.price_fen, "PREVENTIVE", 11_000, 11_000, 0, "0%", 11_000, 0, "直付"
    )
    assert line_view(replace(row, discount=1_000), ZH).amount == "2 × ¥60.00 − 10.00"
    assert line_view(row, ZH).why == "预防 · 直付"
