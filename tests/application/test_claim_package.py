"""The claim package holds everything of a bill, nobody's name outside it, and shows when it was changed."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from clinic_terminal.application import claim_package
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.claim_package import (
    LIST,
    MANIFEST,
    Package,
    check_package,
    pack_day,
    pack_visit,
)
from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.paper_orders import ClaimMatter, PaperKind
from clinic_terminal.application.printing_failures import NothingToPackError
from clinic_terminal.application.sheet_failures import AttachmentChangedError
from clinic_terminal.domain.attachment import Attached, Media
from clinic_terminal.domain.identity import DataConsent
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.visit import Visit
from tests.application.people import REFUSED, audited, signed, to_settle
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.closing import finish
from tests.fakes.printers import FilePapers
from tests.terminal import CLERK, Bench, make_bench

SHEET = b"\x89PNG a sheet that was signed"
INVOICE = Invoice("26317000000000000017", "", TODAY, 35_000, "练习家长", CLERK.name, NOW)


class Room:
    """A finished visit with a signed sheet and an e-invoice."""

    def __init__(self, folder: Path) -> None:
        self.bench: Bench = make_bench(folder, snapshot())
        (folder / "papers").mkdir()
        self.papers = FilePapers(folder / "papers")
        self.terminal = replace(self.bench.terminal, papers=self.papers)
        visit_id = to_settle(self.bench)
        signed(self.bench, visit_id)
        self.visit: Visit = finish(self.bench.terminal, CLERK, visit_id).visit
        with self.bench.store.begin() as uow:
            attached = Attached("A-1", visit_id, Media.PNG, NOW, sha256(SHEET).hexdigest(), len(SHEET))
            uow.attachments.add(attached, SHEET)
            uow.invoices.add(replace(INVOICE, visit=visit_id))

    def pack(self) -> Package:
        return pack_visit(self.terminal, CLERK, self.visit.id)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.bench.store.close()


def files_of(package: Package) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_everything_of_the_bill_is_in_it(room: Room) -> None:
    files = files_of(room.pack())
    (folder,) = {name.partition("/")[0] for name in files if "/" in name}
    inside = {name.partition("/")[2] for name in files if "/" in name}
    assert inside == {
        "bill.pdf",
        "bill.json",
        "consent.json",
        "e-invoice.json",
        "attachment-1.png",
        "cover.pdf",
    }
    assert files[f"{folder}/attachment-1.png"] == SHEET
    assert room.visit.digest.encode() in files[f"{folder}/bill.pdf"]
    assert sha256(files[f"{folder}/bill.json"]).hexdigest() == room.visit.digest
    assert json.loads(files[f"{folder}/consent.json"])["bill_digest"] == room.visit.digest
    assert json.loads(files[f"{folder}/e-invoice.json"])[0]["number"] == INVOICE.number


def test_the_manifest_names_every_file_with_its_digest(room: Room) -> None:
    package = room.pack()
    files = files_of(package)
    manifest = json.loads(files.pop(MANIFEST))
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: sha256(data).hexdigest() for name, data in files.items()
    }
    assert check_package(package.content).wrong == ()


def test_the_cover_names_every_file_below_it(room: Room) -> None:
    room.pack()
    order = room.papers.orders[-1]
    assert order.kind is PaperKind.CLAIM_SUMMARY
    assert isinstance(order.about, ClaimMatter)
    assert {one.name for one in order.about.files} == {
        "bill.pdf", "bill.json", "consent.json", "e-invoice.json", "attachment-1.png",
    }  # fmt: skip
    assert order.about.act == room.visit.act


def test_the_list_has_acts_and_amounts(room: Room) -> None:
    text = files_of(room.pack())[LIST].decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert line["act"] == room.visit.act
    assert (line["total_fen"], line["insurer_fen"], line["guardian_fen"]) == ("76000", "41000", "35000")
    assert (line["collected_fen"], line["invoice"].strip()) == ("35000", INVOICE.number)
    assert line["reported"] == "READY"


def test_no_name_or_number_of_a_person_stands_outside_the_documents(room: Room) -> None:
    package = room.pack()
    files = files_of(package)
    shown = "\n".join([package.name, *files, files[LIST].decode("utf-8-sig"), files[MANIFEST].decode()])
    for private in (CHILD.name, CHILD.member, "练习家长", CHILD.birth_date.isoformat()):
        assert private not in shown
    assert "练习家长" not in next(data for name, data in files.items() if "e-invoice" in name).decode()


@pytest.mark.parametrize("name", ["bill.json", "attachment-1.png", "bill.pdf", LIST])
def test_a_changed_file_is_found(room: Room, name: str) -> None:
    files = files_of(room.pack())
    whole = next(one for one in files if one.endswith(name))
    files[whole] += b" "
    assert check_package(rebuilt(files)).wrong == (whole,)


def test_a_file_that_is_missing_or_was_added_is_found(room: Room) -> None:
    files = files_of(room.pack())
    gone = next(name for name in files if name.endswith("consent.json"))
    del files[gone]
    files["extra.txt"] = b"x"
    assert check_package(rebuilt(files)).wrong == tuple(sorted(["extra.txt", gone]))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", rebuilt({"a": b"b"}), rebuilt({MANIFEST: b"{"}), rebuilt({MANIFEST: b'{"files": [1]}'})],
)
def test_what_is_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_package(data)


def test_a_package_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_package, "_LARGEST", 1_000)
    with pytest.raises(ValueError, match="clinic-claim-package"):
        check_package(rebuilt({MANIFEST: b'{"files": []}', "big": bytes(2_000)}))


def test_the_day_holds_every_bill_of_the_day_and_no_other(room: Room) -> None:
    package = pack_day(room.terminal, CLERK, TODAY)
    assert (package.bills, package.name) == (1, f"claims-{TODAY.isoformat()}-T-1.zip")
    assert check_package(package.content).wrong == ()
    with pytest.raises(NothingToPackError):
        pack_day(room.terminal, CLERK, TODAY + timedelta(days=1))


def test_the_servers_receipt_is_packed_once_it_is_here(room: Room) -> None:
    with room.bench.store.begin() as uow:
        row = uow.queue.lease("test", NOW, 60)[0]
        answer = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b'{"ok":1}', server_time=NOW)
        assert uow.queue.settle(row, answer, NOW)
    files = files_of(room.pack())
    assert next(data for name, data in files.items() if name.endswith("receipt.json")) == b'{"ok":1}'


def test_an_attachment_that_was_altered_in_the_file_stops_the_package(room: Room) -> None:
    with room.bench.store.begin() as uow:
        connection = uow.attachments._connection
        connection.execute("UPDATE attachments SET body = x'00'")
    with pytest.raises(AttachmentChangedError):
        room.pack()


def test_an_open_visit_is_not_packed(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, snapshot())
    visit_id = to_settle(bench)
    with pytest.raises(NothingToPackError):
        pack_visit(bench.terminal, CLERK, visit_id)
    bench.store.close()


def test_a_family_that_refused_is_in_no_package(room: Room) -> None:
    refused: DataConsent = REFUSED
    with room.bench.store.begin() as uow:
        uow.visits.put(replace(uow.visits.get(room.visit.id), data_consent=refused))
    with pytest.raises(NothingToPackError):
        room.pack()
    with pytest.raises(NothingToPackError):
        pack_day(room.terminal, CLERK, TODAY)


def test_a_bill_that_cannot_be_written_stops_the_package(room: Room) -> None:
    room.papers.cause = "DISK_FULL"
    with pytest.raises(PaperFailedError):
        room.pack()
    assert "pack_claims" not in [deed for _who, deed, _facts in audited(room.bench)]


def test_packing_is_audited_with_the_digest(room: Room) -> None:
    package = room.pack()
    ((_who, _deed, facts),) = [row for row in audited(room.bench) if row[1] == "pack_claims"]
    assert facts == {
        "bills": 1,
        "files": package.files,
        "digest": sha256(package.content).hexdigest(),
    }


def test_the_same_visit_packed_at_the_same_time_gives_the_same_bytes(room: Room) -> None:
    assert room.pack().content == room.pack().content
