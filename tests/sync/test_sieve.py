"""A page of changes with parts that cannot be believed: those are left out and noted, the rest is kept."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.ports import Changes, Unbelieved
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.signing import Purpose, sign, sign_time
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.signin import Identity, SignIn
from tests.sync.altered import AlteredWire, with_data
from tests.sync.conftest import Joined

STRANGER = Ed25519PrivateKey.generate()
TEXTS = {"clinics_left", "revoked"}
BAD, UNKNOWN = "BAD_SERVER_SIGNATURE", "UNKNOWN_SERVER_KEY"


@dataclass(frozen=True)
class Paged:
    joined: Joined
    wire: AlteredWire
    central: HttpCentral
    store: SqlStore

    def change(self, name: str, value: Callable[[Any], Any]) -> None:
        self.wire.alter["/v1/changes"] = lambda reply: with_data(
            reply, {**reply.data, name: value(reply.data[name])}
        )

    def page(self) -> Changes:
        return self.central.changes("")


@pytest.fixture
def paged(joined: Joined, tmp_path: Path) -> Iterator[Paged]:
    wire = AlteredWire(joined.server.url)
    sign_in = SignIn(Identity(joined.enrolment.terminal, joined.key), SystemClock(), UuidIds())
    store = open_store(tmp_path / "terminal.db", bytes(32), SystemClock())
    with store.begin() as uow:
        uow.memory.set_enrolment(joined.enrolment)
    yield Paged(joined, wire, HttpCentral(wire, sign_in, joined.enrolment.root_key), store)
    store.close()


def _signed_by_stranger(text: str, kid: str | None = None) -> str:
    head, payload, _ = text.split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    body = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return sign(body, STRANGER, kid or header["kid"], Purpose.SNAPSHOT)


def _chains(page: Changes) -> list[tuple[str, str]]:
    return [(one.snapshot.person.member, one.snapshot.policy) for one in page.snapshots]


def _altered(text: str) -> str:
    head, payload, signature = text.split(".")
    return ".".join((head, payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB"), signature))


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        pytest.param(_altered, BAD, id="altered"),
        pytest.param(_signed_by_stranger, BAD, id="stranger"),
        pytest.param(lambda text: _signed_by_stranger(text, "nobody"), UNKNOWN, id="unknown-key"),
        pytest.param(lambda _text: "no signed text at all", BAD, id="no-form"),
        pytest.param(lambda _text: "", BAD, id="empty"),
    ],
)
def test_one_snapshot_that_cannot_be_believed_holds_nothing_back(
    paged: Paged, spoil: Callable[[str], str], cause: str
) -> None:
    whole = paged.page()
    spoilt: list[str] = []

    def one_spoilt(texts: list[str]) -> list[str]:
        spoilt[:] = [spoil(texts[2])]
        return [*texts[:2], *spoilt, *texts[3:]]

    paged.change("snapshots", one_spoilt)
    page = paged.page()
    assert _chains(page) == [chain for number, chain in enumerate(_chains(whole)) if number != 2]
    assert page.unbelieved == (Unbelieved("SNAPSHOT", cause, sha256(spoilt[0].encode()).hexdigest()),)
    assert (page.plans, page.appointments, page.card_keys) == (
        whole.plans, whole.appointments, whole.card_keys,
    )  # fmt: skip


def test_it_is_noted_without_its_content_and_the_cursor_moves_on(paged: Paged) -> None:
    paged.change("snapshots", lambda texts: [_altered(text) for text in texts])
    downloader = Downloader(paged.store, paged.central, SystemClock())
    while downloader.step():
        pass
    with paged.store.read() as uow:
        assert uow.memory.freshness().cursor
        assert uow.snapshots.people() == []
        assert uow.memory.plans()
        assert uow.audit.verify() > 1
    assert not downloader.step()


def test_keys_that_nobody_knows_are_asked_for_once_a_page(paged: Paged) -> None:
    paged.page()
    paged.wire.asked.clear()
    paged.change(
        "snapshots",
        lambda texts: [_signed_by_stranger(text, f"nobody-{place}") for place, text in enumerate(texts)],
    )
    page = paged.page()
    assert len(page.unbelieved) > 3
    assert {part.cause for part in page.unbelieved} == {UNKNOWN}
    assert paged.wire.asked.count("GET /v1/keys") == 1


def test_a_key_document_that_the_root_does_not_confirm_changes_no_key(paged: Paged) -> None:
    whole = paged.page()
    paged.change("keys", lambda text: sign(b"{}", STRANGER, "root", Purpose.KEYS) if text else text)
    page = paged.page()
    assert page.card_keys is None
    assert [part.kind for part in page.unbelieved] == ["KEYS"]
    assert len(page.snapshots) == len(whole.snapshots)


def test_a_page_whose_time_is_not_signed_is_no_page(paged: Paged) -> None:
    paged.page()
    time = sign_time(SystemClock().now(), STRANGER, "practice")
    paged.change("server_time", lambda _text: time)
    downloader = Downloader(paged.store, paged.central, SystemClock())
    with pytest.raises(CentralUnreachableError) as unbelieved:
        downloader.step()
    assert unbelieved.value.cause in {BAD, UNKNOWN}
    with paged.store.read() as uow:
        assert uow.memory.freshness().cursor == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plans", "PLAN"),
        ("appointments", "APPOINTMENT"),
        ("clinics", "CLINIC"),
        ("decisions", "DECISION"),
        ("clinics_left", "CLINIC_LEFT"),
        ("revoked", "REVOCATION"),
    ],
)
@pytest.mark.parametrize("part", [None, 7, "", {}, {"id": "x"}, [["deep"]]])
def test_an_unsigned_part_that_cannot_be_read_is_left_out_and_the_cursor_goes_on(
    paged: Paged, name: str, kind: str, part: object
) -> None:
    whole = paged.page()
    paged.change(name, lambda parts: [part, *parts])
    page = paged.page()
    assert [one.kind for one in page.unbelieved] == ([] if part == "" and name in TEXTS else [kind])
    assert (page.cursor, page.plans, page.appointments, page.clinics) == (
        whole.cursor, whole.plans, whole.appointments, whole.clinics,
    )  # fmt: skip
    downloader = Downloader(paged.store, paged.central, SystemClock())
    while downloader.step():
        pass
    with paged.store.read() as uow:
        assert uow.memory.freshness().cursor
        assert [row.act for row in uow.audit.rows()].count("change_unbelieved") >= len(page.unbelieved)


def test_a_plan_whose_rules_cannot_be_is_left_out(paged: Paged) -> None:
    whole = paged.page()

    def impossible(plans: list[Any]) -> list[Any]:
        return [{**plans[0], "plan": {**plans[0]["plan"], "id": ""}, "weekday_hours": [9]}, *plans[1:]]

    paged.change("plans", impossible)
    page = paged.page()
    assert len(page.plans) == len(whole.plans) - 1
    assert [(one.kind, one.cause) for one in page.unbelieved] == [("PLAN", "BAD_FORM")]


def test_messages_that_nobody_reads_hold_nothing_back(paged: Paged) -> None:
    whole = paged.page()
    paged.change("messages", lambda parts: [None, {"id": 5}, *parts])
    assert paged.page() == whole
