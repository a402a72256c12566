from clinic_terminal.domain.repeats import repeats
from clinic_terminal.domain.visit import VisitLine


def _line(item: str, *teeth: str) -> VisitLine:
    return VisitLine(item, teeth, 70_000, max(1, len(teeth)))


def test_the_same_item_on_the_same_tooth_is_named_by_both() -> None:
    lines = [_line("BS07", "55", "54"), _line("PV01"), _line("PV07", "55")]
    assert repeats(lines, [_line("BS07", "54"), _line("PV01")]) == ("BS07 54", "PV01")


def test_another_tooth_or_another_item_is_no_repetition() -> None:
    assert repeats([_line("BS07", "55"), _line("PV07")], [_line("BS07", "54"), _line("PV07", "55")]) == ()


def test_a_repetition_is_named_once_whatever_it_costs() -> None:
    twice = [_line("BS07", "55"), VisitLine("BS07", ("55",), 1, 1)]
    assert repeats(twice, [_line("BS07", "55"), _line("BS07", "55")]) == ("BS07 55",)


def test_one_bill_alone_repeats_nothing() -> None:
    assert repeats([_line("BS07", "55"), _line("BS07", "55")], []) == ()
