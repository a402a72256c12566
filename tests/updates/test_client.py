"""What a clinic believes of its publisher: real keys, a real server, and everything that can be wrong."""

import errno
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, Timestamp

from clinic_terminal.application.edition_ports import EditionUnsureError, Unsure
from clinic_terminal.bootstrap.editions import PublishedEditions
from clinic_terminal.contract.editions import FILE
from clinic_terminal.settings import Settings
from clinic_terminal.updates import client
from tests.updates.publisher import LATER, NOW, Publisher, serving
from tools.publishing import Keys, Lives

DAY = timedelta(days=1)


def cause(editions: PublishedEditions, address: str, now: object = NOW) -> Unsure:
    with pytest.raises(EditionUnsureError) as refused:
        editions.newest(address, now)  # type: ignore[arg-type]
    return refused.value.cause


def test_a_later_edition_is_told_whole(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    assert editions.newest(address, NOW) == LATER
    assert editions.newest(f"{address}/", NOW) == LATER


def test_no_program_is_asked_for(publisher: Publisher, address: str, editions: PublishedEditions) -> None:
    publisher.tell()
    editions.newest(address, NOW)
    assert all(path.endswith(".json") for path in publisher.asked)
    assert [path for path in publisher.asked if path.startswith("/targets/")] == [
        f"/targets/{publisher.target().name}"
    ]


def test_a_second_look_asks_only_for_what_may_have_changed(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    editions.newest(address, NOW)
    publisher.asked.clear()
    editions.newest(address, NOW)
    assert publisher.asked[:2] == ["/metadata/2.root.json", "/metadata/timestamp.json"]
    assert len(publisher.asked) == 3


def test_a_site_that_tells_of_nothing_yet_is_no_news(address: str, editions: PublishedEditions) -> None:
    assert cause(editions, address) is Unsure.NO_NEWS


def test_an_address_without_a_site_is_no_news(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    shutil.rmtree(publisher.folder)
    assert cause(editions, address) is Unsure.NO_NEWS


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_news_whose_time_is_over_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions, role: str
) -> None:
    lives = Lives(**{role: 1})
    publisher.site(days_ago=2, lives=lives).publish(publisher.keys, LATER)
    assert cause(editions, address) is Unsure.EXPIRED


def test_a_root_whose_time_is_over_is_refused(publisher: Publisher, address: str, tmp_path: Path) -> None:
    shutil.rmtree(publisher.folder)
    root = publisher.site(days_ago=3, lives=Lives(root=1)).begin(publisher.keys)
    publisher.tell()
    assert cause(PublishedEditions(tmp_path / "c", Settings(), root), address) is Unsure.EXPIRED


def test_a_computer_clock_set_back_does_not_make_old_news_young(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    """The computer says today; our own clock, which heard the server, knows that it is later."""
    publisher.tell()
    editions.newest(address, NOW)
    assert cause(editions, address, NOW + 8 * DAY) is Unsure.EXPIRED
    publisher.now = NOW + 8 * DAY
    publisher.site().renew(publisher.keys)
    assert editions.newest(address, NOW + 8 * DAY) == LATER


def kept(publisher: Publisher, name: str = "kept") -> Path:
    place = publisher.home / name
    shutil.copytree(publisher.folder, place)
    return place


def test_a_site_rolled_back_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell("0.2.0")
    earlier = kept(publisher)
    publisher.tell("0.3.0")
    assert editions.newest(address, NOW).version == "0.3.0"
    shutil.copytree(earlier, publisher.folder, dirs_exist_ok=True)
    assert cause(editions, address) is Unsure.ROLLED_BACK


def test_an_old_snapshot_under_a_new_timestamp_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell("0.2.0")
    old = publisher.metadata("2.snapshot.json").read_bytes()
    publisher.tell("0.3.0")
    publisher.metadata("3.snapshot.json").write_bytes(old)
    assert cause(editions, address) is Unsure.ROLLED_BACK


def test_old_targets_under_a_new_snapshot_are_refused(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell("0.2.0")
    old = publisher.metadata("2.targets.json").read_bytes()
    publisher.tell("0.3.0")
    publisher.metadata("3.targets.json").write_bytes(old)
    assert cause(editions, address) is Unsure.ROLLED_BACK


def test_an_altered_list_is_refused(publisher: Publisher, address: str, editions: PublishedEditions) -> None:
    publisher.tell()
    content = publisher.target().read_bytes()
    publisher.target().write_bytes(content.replace(b'"0.2.0"', b'"9.2.0"'))
    assert cause(editions, address) is Unsure.ALTERED


def test_a_list_that_is_longer_than_signed_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    publisher.target().write_bytes(publisher.target().read_bytes() + b" " * 9)
    assert cause(editions, address) is Unsure.GARBAGE


def unsigned(publisher: Publisher) -> None:
    file = publisher.metadata("timestamp.json")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"signatures": []}))


def renumbered(publisher: Publisher) -> None:
    file = publisher.metadata("timestamp.json")
    held = json.loads(file.read_text())
    held["signed"]["version"] = 99
    file.write_text(json.dumps(held))


def signed_by_a_stranger(publisher: Publisher) -> None:
    stranger = Keys(publisher.home / "stranger")
    stranger.make()
    publisher.site().renew(stranger)


def signed_by_the_wrong_role(publisher: Publisher) -> None:
    held = Metadata[Timestamp].from_bytes(publisher.metadata("timestamp.json").read_bytes())
    held.sign(publisher.keys.signers("snapshot")[0])
    publisher.metadata("timestamp.json").write_bytes(held.to_bytes())


@pytest.mark.parametrize("spoil", [unsigned, renumbered, signed_by_a_stranger, signed_by_the_wrong_role])
def test_what_the_publisher_did_not_sign_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions, spoil: Callable[[Publisher], None]
) -> None:
    publisher.tell()
    spoil(publisher)
    assert cause(editions, address) is Unsure.SIGNATURE


def test_new_keys_are_followed_where_the_old_ones_named_them(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell("0.2.0")
    editions.newest(address, NOW)
    fresh = Keys(publisher.home / "fresh")
    fresh.make()
    publisher.site().rotate(publisher.keys, fresh)
    publisher.site().publish(fresh, LATER)
    assert editions.newest(address, NOW) == LATER
    publisher.site().renew(publisher.keys)
    assert cause(editions, address) is Unsure.SIGNATURE, "the keys that were given up"


def test_a_program_that_slept_through_two_changes_of_keys_wakes(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    before = publisher.keys
    for name in ("second", "third"):
        after = Keys(publisher.home / name)
        after.make()
        publisher.site().rotate(before, after)
        before = after
    publisher.site().publish(before, LATER)
    assert editions.newest(address, NOW) == LATER


def test_new_keys_that_too_few_old_ones_named_are_refused(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    fresh = Keys(publisher.home / "fresh")
    fresh.make()
    for number in (1, 2):
        (publisher.keys.folder / f"root-{number}.pem").unlink()
    publisher.site().rotate(publisher.keys, fresh)
    assert cause(editions, address) is Unsure.SIGNATURE


def test_two_of_three_root_keys_are_enough(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    (publisher.keys.folder / "root-3.pem").unlink()
    publisher.site().renew_all(publisher.keys)
    assert editions.newest(address, NOW) == LATER
    assert len(publisher.site().root().roles["root"].keyids) == 3


def test_a_change_of_the_root_that_ships_is_taken(
    publisher: Publisher, address: str, editions: PublishedEditions, tmp_path: Path
) -> None:
    """Another publisher takes over: what the old one had believed here is of no use, and in no way."""
    publisher.tell()
    editions.newest(address, NOW)
    shutil.rmtree(publisher.home)
    other = Publisher(publisher.home)
    other.tell("0.4.0")
    assert editions.newest(address, NOW).version == "0.4.0"
    assert tmp_path.exists()


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"[]", b'{"signed": {}}', b"[" * 20_000])
@pytest.mark.parametrize("name", ["timestamp.json", "2.snapshot.json", "2.targets.json", "2.root.json"])
def test_garbage_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions, name: str, garbage: bytes
) -> None:
    publisher.tell()
    publisher.metadata(name).write_bytes(garbage)
    assert cause(editions, address) is Unsure.GARBAGE


def test_a_well_signed_list_of_nonsense_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.publishing.editions_bytes", lambda _edition: b'{"form": "something else"}')
    publisher.tell()
    assert cause(editions, address) is Unsure.GARBAGE


def test_a_publisher_that_is_gone_is_not_reached(publisher: Publisher, editions: PublishedEditions) -> None:
    publisher.tell()
    with serving(BaseHTTPRequestHandler) as address:
        pass
    assert cause(editions, address) is Unsure.NO_CONNECTION


class _Fails(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Stay quiet."""


class _Portal(_Fails):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<html>please log in</html>")


class _Elsewhere(_Fails):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()


class _Endless(_Fails):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(bytes(3_000_000))


class _HangsUp(_Fails):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"{")


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (_Fails, Unsure.PUBLISHER_DOWN),
        (_Portal, Unsure.NOT_THE_SERVER),
        (_Elsewhere, Unsure.NOT_THE_SERVER),
        (_Endless, Unsure.NOT_THE_SERVER),
        (_HangsUp, Unsure.NO_CONNECTION),
    ],
)
def test_a_server_that_is_none_is_named(
    editions: PublishedEditions, handler: type[BaseHTTPRequestHandler], expected: Unsure
) -> None:
    with serving(handler) as address:
        assert cause(editions, address) is expected


def test_own_certificates_that_are_not_there_are_named(publisher: Publisher, tmp_path: Path) -> None:
    settings = Settings(ca_file=str(tmp_path / "missing.pem"))
    editions = PublishedEditions(tmp_path / "clinic", settings, publisher.root)
    assert cause(editions, "https://127.0.0.1:9") is Unsure.CA_FILE


@pytest.mark.parametrize("content", [b"", b"{}", b'{"signed": {}, "signatures": []}'])
def test_a_built_in_key_that_is_none_is_our_own_fault(
    publisher: Publisher, address: str, editions: PublishedEditions, content: bytes
) -> None:
    publisher.root.write_bytes(content)
    assert cause(editions, address) is Unsure.KEY_UNREADABLE


def test_another_roles_metadata_is_no_root(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    for name in ("timestamp.json", "1.targets.json"):
        publisher.root.write_bytes(publisher.metadata(name).read_bytes())
        assert cause(editions, address) is Unsure.KEY_UNREADABLE
    publisher.root.unlink()
    assert cause(editions, address) is Unsure.KEY_UNREADABLE


def test_a_root_that_did_not_sign_itself_is_our_own_fault(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    held = json.loads(publisher.root.read_text())
    publisher.root.write_text(json.dumps(held | {"signatures": held["signatures"][:1]}))
    assert cause(editions, address) is Unsure.KEY_UNREADABLE


def test_a_folder_that_cannot_be_made_is_named(publisher: Publisher, address: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    editions = PublishedEditions(tmp_path / "file" / "clinic", Settings(), publisher.root)
    assert cause(editions, address) is Unsure.CANNOT_WRITE


def test_a_full_disk_is_named(
    publisher: Publisher, address: str, editions: PublishedEditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    publisher.tell()
    monkeypatch.setattr("tuf.ngclient.fetcher.tempfile.TemporaryFile", full)
    assert cause(editions, address) is Unsure.DISK_FULL


def test_what_was_believed_before_survives_what_is_refused(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    editions.newest(address, NOW)
    good = publisher.metadata("timestamp.json").read_bytes()
    unsigned(publisher)
    assert cause(editions, address) is Unsure.SIGNATURE
    publisher.metadata("timestamp.json").write_bytes(good)
    assert editions.newest(address, NOW) == LATER


def test_a_spoiled_memory_of_the_framework_is_fetched_anew(
    publisher: Publisher, address: str, editions: PublishedEditions
) -> None:
    publisher.tell()
    editions.newest(address, NOW)
    for file in (editions.folder / client.METADATA).glob("[!r]*.json"):
        file.write_bytes(b"\0")
    (editions.folder / FILE).write_bytes(b"\0")
    assert editions.newest(address, NOW) == LATER
