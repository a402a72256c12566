import pytest

from clinic_terminal.domain.member import is_member_number, masked_member, masked_name, normalised_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("买买提·艾力", "买买提艾力"),
        (" 李 小牙 ", "李小牙"),
        ("Ａｎｎａ", "anna"),
        ("阿依·古丽", "阿依•古丽"),
    ],
)
def test_names_are_compared_without_spaces_dots_and_width(left: str, right: str) -> None:
    assert normalised_name(left) == normalised_name(right)


def test_different_names_stay_different() -> None:
    assert normalised_name("李小牙") != normalised_name("李小芽")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("202004C00000010100", True), ("", False), ("a" * 33, False), ("12-3", False), ("１２", False)],
)
def test_a_member_number_is_1_to_32_letters_and_digits(text: str, expected: bool) -> None:
    assert is_member_number(text) is expected


def test_others_see_only_a_part() -> None:
    assert masked_name("李小牙") == "李**"
    assert masked_member("202004C00000010100") == "2020**********0100"
    assert masked_member("123456") == "****56"
    assert masked_member("1") == "1"
