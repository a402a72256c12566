"""The comparison after the busy hour finds what is lost, doubled or posted otherwise, and says so."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from clinic_terminal.showcase.outage import is_good
from clinic_terminal.showcase.outage_books import Books, OwnSide, Signed, compared
from clinic_terminal.showcase.outage_report import Hour, as_report

CHAINS = ("M1/P1", "M1/P1", "M2/P2")
BEFORE = {"M1/P1": 5_000, "M2/P2": 0, "M3/P3": 700}
Sides = tuple[dict[str, Signed], dict[str, tuple[str, str]], dict[str, Any], list[str]]


def sides() -> Sides:
    """Return three visits that agree, two of them of one policy; the last was not told, for a kill."""
    signed = {f"a{n}": Signed(chain, 100 + n, 50, 90 + n) for n, chain in enumerate(CHAINS)}
    queued = {act: ("ACCEPTED", f"digest of {act}") for act in signed}
    listed = [
        {
            "id": act,
            "kind": "BILL_SIGNED",
            "digest": queued[act][1],
            "insurer_fen": bill.insurer,
            "guardian_fen": bill.guardian,
        }
        for act, bill in signed.items()
    ]
    after = {"acts": listed, "pool_used_fen": {"M1/P1": 5_181, "M2/P2": 92, "M3/P3": 700}}
    return signed, queued, after, ["a0", "a1"]


def books_of(found: Sides) -> Books:
    signed, queued, after, told = found
    return compared(OwnSide(signed, queued), BEFORE, after, told)


def hour_of(found: Sides) -> Hour:
    return Hour(visits=Counter({"keys": 2}), told=found[3], kills=5, cuts=1, faults=Counter({"STATUS": 4}))


def test_equal_sides_agree_and_untouched_policies_are_left_out() -> None:
    found = sides()
    books = books_of(found)
    assert is_good(hour_of(found), books, 3, 5)
    assert [(row.chain, row.bills, row.ours_fen) for row in books.policies] == [
        ("M1/P1", 2, 181),
        ("M2/P2", 1, 92),
    ]
    report = as_report(hour_of(found), books, 3, datetime(2026, 11, 23, 6, 7, tzinfo=UTC))
    assert "| posted to the policies' pools, by the bills here | 2.73 yuan (273 fen) |" in report
    assert "| closed, and killed before they could say so | 1 |" in report
    assert "2026-11-23 06:07 UTC. Machine: " in report
    assert "\n- " not in report


def _posted_twice(found: Sides) -> None:
    found[2]["pool_used_fen"]["M2/P2"] += 92


def _posted_not_at_all(found: Sides) -> None:
    found[2]["pool_used_fen"]["M1/P1"] -= 1


def _posted_to_another(found: Sides) -> None:
    found[2]["pool_used_fen"]["M3/P3"] += 1


def _booked_under_a_new_id_too(found: Sides) -> None:
    found[2]["acts"].append({**found[2]["acts"][0], "id": "b0"})


def _listed_twice(found: Sides) -> None:
    found[2]["acts"].append(found[2]["acts"][0])


def _lost_there(found: Sides) -> None:
    del found[2]["acts"][1]


def _lost_here(found: Sides) -> None:
    del found[0]["a1"], found[1]["a1"], found[2]["acts"][1]
    found[2]["pool_used_fen"]["M1/P1"] -= 91


def _not_queued(found: Sides) -> None:
    del found[1]["a2"]


def _queued_without_a_visit(found: Sides) -> None:
    del found[0]["a2"]


def _no_receipt(found: Sides) -> None:
    found[1]["a2"] = ("READY", found[1]["a2"][1])


def _other_content(found: Sides) -> None:
    found[2]["acts"][2]["digest"] = "another"


def _another_amount(found: Sides) -> None:
    found[2]["acts"][0]["guardian_fen"] += 1


def _told_twice(found: Sides) -> None:
    found[3].append("a0")


PLANTED: tuple[Callable[[Sides], None], ...] = (
    _posted_twice, _posted_not_at_all, _posted_to_another, _booked_under_a_new_id_too, _listed_twice,
    _lost_there, _lost_here, _not_queued, _queued_without_a_visit, _no_receipt, _other_content,
    _another_amount, _told_twice,
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED)
def test_what_does_not_agree_is_found(plant: Callable[[Sides], None]) -> None:
    found = deepcopy(sides())
    plant(found)
    assert not is_good(hour_of(found), books_of(found), 3, 5)


@pytest.mark.parametrize(
    ("plant", "row"),
    [
        (_booked_under_a_new_id_too, "| acts there that the terminal did not make | 1 |"),
        (_lost_there, "| acts made here that are not there | 1 |"),
        (_posted_twice, "- policy `M2/P2`, 1 bills: 92 fen posted here, 184 there"),
        (_another_amount, "- `a0` ACCEPTED: here (100, 50), server (100, 51)"),
    ],
)
def test_the_report_says_what_does_not_agree(plant: Callable[[Sides], None], row: str) -> None:
    found = deepcopy(sides())
    plant(found)
    assert (
        row in as_report(hour_of(found), books_of(found), 3, datetime(2026, 11, 23, tzinfo=UTC)).splitlines()
    )


def test_a_visit_that_is_missing_or_a_kill_too_few_is_no_good_hour() -> None:
    found = sides()
    assert not is_good(hour_of(found), books_of(found), 4, 5)
    assert not is_good(hour_of(found), books_of(found), 3, 6)
