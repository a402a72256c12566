import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clinic_terminal.sandbox.keys import practice_issuer
from tests.practice import Client, PracticeProcess, PracticeServer
from tests.sandbox.test_billing import Desk
from tests.sandbox.test_idempotency import signed


def moved(client: Client, url: str) -> Client:
    """Let a client go on at another address: it keeps its token, its key and its sequence."""
    client.url = url
    return client


def test_a_restarted_server_remembers_everything(tmp_path: Path) -> None:
    server = PracticeServer(tmp_path).start()
    client = Client(server.url, server.world.activation_code)
    act_id, body = signed(server, client)
    first = client.put(act_id, body)
    chain = json.loads(body)["chain"]
    cursor, keys = client.changes().cursor, client.keys()
    snapshot = client.snapshot(chain.partition("/")[0], server.today)
    server.stop()
    server.start()
    moved(client, server.url)
    again = client.snapshot(chain.partition("/")[0], server.today)
    assert client.put(act_id, body).content == first.content
    assert (again.version, again.used, again.lock) == (snapshot.version, snapshot.used, snapshot.lock)
    assert client.changes(cursor).snapshots == []
    assert (client.keys().signing, client.keys().card) == (keys.signing, keys.card)
    client.sign_in()
    client.close()
    server.stop()


def test_a_killed_server_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    process = PracticeProcess(tmp_path).start()
    client = Client(process.url, "XLXH-2468-1357")
    sealed = [client.sealed("NOTE", "M1/P1", {"n": n}, datetime.now(UTC)) for n in range(20)]
    answers = [client.put(*act).content for act in sealed]
    process.kill()
    process.start()
    moved(client, process.url)
    assert [client.put(*act).content for act in sealed] == answers
    assert len(client.booked()["acts"]) == 20
    client.close()
    assert process.stop() == 0


def test_the_world_moves_on_to_the_next_day(tmp_path: Path) -> None:
    shift = [timedelta()]
    server = PracticeServer(tmp_path, clock=lambda: datetime.now(UTC) + shift[0]).start()
    client = Client(server.url, server.world.activation_code)
    desk = Desk(server, client, "LAST_DAY")
    desk.send(desk.bill())
    cursor, before = client.changes().cursor, desk.snapshot()
    shift[0] = timedelta(days=1)
    client.sign_in_at(server.now)
    after = desk.snapshot()
    assert after.period.end == before.period.end + timedelta(days=1) == server.today
    assert after.used == before.used
    assert after.version == before.version + 1
    page = client.changes(cursor)
    todays = [row for row in page.appointments if row.at.date() == server.today]
    assert len(todays) == 7
    assert {row.at.date() - server.today for row in page.appointments} == {timedelta(), timedelta(days=1)}
    client.close()
    server.stop()


def test_the_card_issuer_is_the_one_that_is_published(tmp_path: Path) -> None:
    _key, kid, issuer = practice_issuer(tmp_path)
    server = PracticeServer(tmp_path).start()
    client = Client(server.url, server.world.activation_code)
    card = client.keys().card.keys[0]
    assert (card.kid, card.iss) == (kid, issuer)
    client.close()
    server.stop()
