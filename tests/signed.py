"""What a guardian is shown and signs, made up to any length."""

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.ui.views.guardian import GuardianLine, GuardianView
from tests.build import TODAY

_KINDS = (
    GuardianLine("医生问诊费", "Consultation", (), 5_000, 0, 0, (Reason.COVERED,), 10_000),
    GuardianLine("乳牙充填", "Filling", ("84",), 70_000, 35_000, 0, (Reason.COINSURANCE,), 5_000),
    GuardianLine("笑气镇静", "Nitrous oxide", (), 50_000, 50_000, 0, (Reason.NOT_COVERED,), 0),
    GuardianLine("窝沟封闭", "Sealant", ("16", "26"), 16_000, 8_000, 0, (Reason.FREQUENCY,), 10_000),
)


def guardian_view_of(lines: int, **more: object) -> GuardianView:
    """Return a bill of so many lines; keywords replace its fields."""
    shown = tuple(_KINDS[number % len(_KINDS)] for number in range(lines))
    fields: dict[str, object] = {
        "child": "测试小牙",
        "day": TODAY,
        "lines": shown,
        "billed": 100_000 * lines,
        "insurer": 35_000 * lines,
        "pay_now": sum(line.guardian for line in shown),
        "pay_later": 0,
        "pool_after": 4_890_000,
        "is_direct": True,
        "offline": False,
    }
    return GuardianView(**{**fields, **more})  # type: ignore[arg-type]  # keywords of a test
