from hashlib import sha256

import pytest

from clinic_terminal.card.revocations import RevocationSet


def test_revoked_serials_are_found_and_others_are_not() -> None:
    revoked = RevocationSet(f"{number:016x}" for number in range(0, 2000, 2))
    assert len(revoked) == 1000
    assert all((f"{number:016x}" in revoked) is (number % 2 == 0) for number in range(2000))


def test_it_answers_like_a_plain_set() -> None:
    numbers = [sha256(number.to_bytes(2)).hexdigest()[: 16 + 2 * (number % 9)] for number in range(6000)]
    for count in (0, 1, 4, 5, 3000):
        plain, ours = set(numbers[:count]), RevocationSet(numbers[:count])
        assert [number in ours for number in numbers] == [number in plain for number in numbers]
        assert ours.serials() == sorted(plain)


def test_an_empty_set_revokes_nothing() -> None:
    assert "00112233445566778899aabb" not in RevocationSet()


def test_serials_that_differ_in_length_only_are_different() -> None:
    revoked = RevocationSet(["00" * 8, "aa" * 8])
    assert "00" * 8 in revoked
    assert not any(serial in revoked for serial in ("00" * 9, "00" * 16, "aa" * 8 + "00", "00" + "aa" * 8))


@pytest.mark.parametrize("text", ["", "zz" * 8, "aa" * 17, "aaa"])
def test_what_is_no_serial_is_never_revoked(text: str) -> None:
    revoked = RevocationSet([text, "aa" * 8])
    assert text not in revoked
    assert len(revoked) == 1


def test_a_difference_adds_and_removes_and_moves_the_cursor() -> None:
    before = RevocationSet(["cc" * 8, "aa" * 8], cursor="7")
    after = before.changed(added=["bb" * 8], removed=["cc" * 8], cursor="8")
    assert (after.serials(), after.cursor) == (["aa" * 8, "bb" * 8], "8")
    assert (before.serials(), before.cursor) == (["aa" * 8, "cc" * 8], "7")


def test_what_is_added_and_removed_at_once_stays_revoked() -> None:
    assert "aa" * 8 in RevocationSet().changed(["aa" * 8], ["aa" * 8], "1")
