from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.contract.changes import ChangesAnswer
from clinic_terminal.contract.eligibility import read_snapshot
from clinic_terminal.contract.keys import read_keys
from clinic_terminal.contract.signing import kid_of, read_time
from clinic_terminal.sandbox.changes import changes_page
from clinic_terminal.sandbox.practice import Caller
from clinic_terminal.sandbox.seed import open_day
from clinic_terminal.sandbox.server import open_practice
from clinic_terminal.sandbox.world import shanghai_day, world_of
from clinic_terminal.settings import resource
from tests.practice import TIMEOUT, Client, PracticeServer, the_world
from tests.sandbox.test_billing import Desk


def chains(client: Client, page: ChangesAnswer) -> list[str]:
    keys = client.keys()
    return [read_snapshot(text, keys).chain for text in page.snapshots]


def test_the_first_page_holds_what_a_terminal_needs_for_the_day(
    practice_server: PracticeServer, terminal: Client
) -> None:
    page = terminal.changes()
    assert {edition.plan.code for edition in page.plans} == {"DENTAL-2021", "GROWTH", "GROWTH_PLUS"}
    assert page.keys is not None
    assert read_keys(page.keys, terminal.enrolment.root_key).signing == terminal.keys().signing
    today = practice_server.today
    days = [shanghai_day(row.at) for row in page.appointments]
    assert (days.count(today), days.count(today + timedelta(days=1)), len(days)) == (7, 4, 11)
    assert {f"{row.member}/{row.policy}" for row in page.appointments} == set(chains(terminal, page))
    assert [row.at for row in page.appointments] == sorted(row.at for row in page.appointments)
    assert page.messages[0].text_zh
    assert not page.more


def test_the_page_carries_the_servers_signed_time(practice_server: PracticeServer, terminal: Client) -> None:
    page = terminal.changes()
    key = terminal.keys().signing_key(kid_of(page.server_time))
    assert abs((read_time(page.server_time, key) - practice_server.now).total_seconds()) < TIMEOUT


def test_only_what_is_new_comes_after_a_cursor(practice_server: PracticeServer, terminal: Client) -> None:
    first = terminal.changes()
    nothing = terminal.changes(first.cursor)
    assert nothing.cursor == first.cursor
    assert (nothing.plans, nothing.keys, nothing.snapshots, nothing.appointments) == ([], None, [], [])
    desk = Desk(practice_server, terminal, "EXEMPT_BRAND")
    desk.send(desk.bill())
    new = terminal.changes(first.cursor)
    assert chains(terminal, new) == [desk.snapshot().chain]
    assert terminal.changes(first.cursor).snapshots
    assert terminal.changes(new.cursor).snapshots == []


def test_the_other_clinic_that_knows_the_child_hears_of_it(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    before = other_brand.changes().cursor
    locked = Desk(practice_server, other_brand, "LOCKED_ELSEWHERE")
    ours = terminal.changes().cursor
    locked.send(locked.bill())
    stranger = Desk(practice_server, other_brand, "FIRST_VISIT_BOOKED")
    stranger.send(stranger.bill())
    known = {locked.snapshot().chain, stranger.snapshot().chain}
    assert set(chains(other_brand, other_brand.changes(before))) == known
    assert set(chains(terminal, terminal.changes(ours))) == known


def test_pages_are_gap_free_whatever_their_size(tmp_path: Path) -> None:
    practice = open_practice(tmp_path)
    open_day(practice)
    caller = Caller("T", "XL-SH-XUHUI")
    whole = changes_page(practice, caller, "")
    for size in (1, 2, 3, 7):
        cursor, plans, appointments, pages = "", [], [], 0
        more = True
        while more:
            page = changes_page(practice, caller, cursor, size)
            plans += page.plans
            appointments += page.appointments
            cursor, more, pages = page.cursor, page.more, pages + 1
        assert (plans, appointments, cursor) == (whole.plans, whole.appointments, whole.cursor)
        assert pages > 2
    practice.database.close()


@pytest.mark.parametrize("cursor", ["1", "x.1", "00000000.1", "é", "'; DROP TABLE acts"])
def test_a_cursor_of_another_memory_is_gone(terminal: Client, cursor: str) -> None:
    answer = terminal.http.get(f"{terminal.url}/v1/changes", params={"since": cursor}, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["code"]) == (410, "CURSOR_GONE")


def test_a_cursor_past_the_end_is_gone(terminal: Client) -> None:
    epoch = terminal.changes().cursor.partition(".")[0]
    answer = terminal.http.get(
        f"{terminal.url}/v1/changes", params={"since": f"{epoch}.99999"}, timeout=TIMEOUT
    )
    assert answer.status_code == 410


def test_the_whole_network_comes_with_the_first_page_and_only_once(
    practice_server: PracticeServer, terminal: Client
) -> None:
    page = terminal.changes()
    known = the_world().network_clinics(practice_server.today)
    assert {clinic.id: clinic.to_domain() for clinic in page.clinics} == known
    assert (terminal.changes(page.cursor).clinics, page.clinics_left) == ([], [])


def test_a_new_day_tells_the_network_anew_as_services_may_begin_and_end(tmp_path: Path) -> None:
    shift = [timedelta()]
    server = PracticeServer(tmp_path, clock=lambda: datetime.now(UTC) + shift[0]).start()
    client = Client(server.url, server.world.activation_code)
    cursor = client.changes().cursor
    shift[0] = timedelta(days=32)
    client.sign_in_at(server.now)
    page = client.changes(cursor)
    assert {clinic.id: clinic.to_domain() for clinic in page.clinics} == the_world().network_clinics(
        server.today
    )
    client.close()
    server.stop()


def test_a_branch_that_is_gone_from_the_world_is_told_as_left(tmp_path: Path) -> None:
    shift = [timedelta()]
    known = the_world()
    text = resource("practice", "world.toml").read_text(encoding="utf-8")
    smaller = world_of(
        text.replace('"YY-CQ-YUZHONG"', '"YY-CQ-NEW"'), list(known.editions.values()), known.catalogue
    )
    server = PracticeServer(tmp_path, clock=lambda: datetime.now(UTC) + shift[0]).start()
    client = Client(server.url, server.world.activation_code)
    cursor = client.changes().cursor
    server.stop()
    shift[0] = timedelta(days=1)
    later = PracticeServer(tmp_path, smaller, lambda: datetime.now(UTC) + shift[0]).start()
    client.url = later.url
    client.sign_in_at(later.now)
    page = client.changes(cursor)
    assert page.clinics_left == ["YY-CQ-YUZHONG"]
    assert "YY-CQ-NEW" in {clinic.id for clinic in page.clinics}
    assert not set(page.clinics_left) & {clinic.id for clinic in page.clinics}
    client.close()
    later.stop()
