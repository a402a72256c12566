from clinic_terminal.card.revocations import RevocationSet


def test_revoked_serials_are_found_and_others_are_not() -> None:
    revoked = RevocationSet(f"{number:016x}" for number in range(0, 2000, 2))
    assert len(revoked) == 1000
    assert all((f"{number:016x}" in revoked) is (number % 2 == 0) for number in range(2000))


def test_an_empty_set_revokes_nothing() -> None:
    assert "00112233445566778899aabb" not in RevocationSet()


def test_a_difference_adds_and_removes_and_moves_the_cursor() -> None:
    before = RevocationSet(["cc" * 8, "aa" * 8], cursor="7")
    after = before.changed(added=["bb" * 8], removed=["cc" * 8], cursor="8")
    assert (after.serials(), after.cursor) == (["aa" * 8, "bb" * 8], "8")
    assert (before.serials(), before.cursor) == (["aa" * 8, "cc" * 8], "7")


def test_what_is_added_and_removed_at_once_stays_revoked() -> None:
    assert "aa" * 8 in RevocationSet().changed(["aa" * 8], ["aa" * 8], "1")
