import pytest

from clinic_terminal.domain.errors import BadReferenceError
from clinic_terminal.domain.references import checked_reference, first_reference


@pytest.mark.parametrize("text", ["WS-0001", "  WS-0001\t", "预约 20731 号", "x" * 40])
def test_a_reference_is_kept_without_the_blanks_around_it(text: str) -> None:
    assert checked_reference(text) == text.strip()


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "x" * 41, "WS\n1", "WS\x001", "WS\u200b1"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(BadReferenceError):
        checked_reference(text)


def test_blanks_stand_before_no_reference() -> None:
    assert first_reference("  ", " YY-1 ") == "YY-1"
    assert first_reference("WS-1", "YY-1") == "WS-1"
    assert first_reference(None, "", "\u3000") is None
