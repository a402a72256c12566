"""A clinic whose act is refused was working on old facts: the present ones come with its next changes."""

from tests.practice import Client, PracticeServer
from tests.sandbox.bills import Wishes
from tests.sandbox.test_billing import Desk


def test_the_loser_of_a_brand_gets_the_lock_with_its_next_changes(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    ours = Desk(practice_server, terminal, "FIRST_VISIT_BOOKED")
    theirs = Desk(practice_server, other_brand, "FIRST_VISIT_BOOKED")
    late = theirs.bill()
    ours.send(ours.bill())
    cursor = other_brand.changes().cursor
    assert theirs.send(late).code == "BRAND_LOCKED"
    page = other_brand.changes(cursor)
    assert len(page.snapshots) == 1
    assert other_brand.changes(page.cursor).snapshots == []


def test_an_accepted_act_announces_once_and_an_unknown_member_nothing(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    cursor = terminal.changes().cursor
    desk.send(desk.bill(wishes=Wishes(self_pay=True)))
    assert terminal.changes(cursor).snapshots == []
    payload = {
        "act": "01890000-0000-7000-8000-000000000009",
        "reason": "OTHER",
        "note": "…",
        "operator": "desk",
    }
    answer = terminal.send("BILL_VOIDED", "M1/P1", payload, practice_server.now)
    assert answer.code == "MEMBER_UNKNOWN"
    assert terminal.changes(cursor).snapshots == []
