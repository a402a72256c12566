"""The claim package: everything that the service manager needs of a visit, or of a day, as one ZIP.

Names inside and outside hold days, numbers and ids, never a person. A manifest lists every file with its
SHA-256, so that whoever receives the package can tell that nothing is missing and nothing was changed.
"""

import csv
import json
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.drawn_papers import drawn_paper, read_drawn
from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.paper_matter import bill_matter
from clinic_terminal.application.paper_orders import (
    BillMatter,
    ClaimMatter,
    Copy,
    FileOnPaper,
    PaperKind,
    PaperOrder,
    PaperSize,
)
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.application.printing_failures import NothingToPackError
from clinic_terminal.application.sealing import instant
from clinic_terminal.application.signing import consent_content
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.attachment import Attached, Media
from clinic_terminal.domain.bill import content
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.domain.visit import Stage, Visit

FORM: Final = "clinic-claim-package/1"
MANIFEST: Final = "manifest.json"
LIST: Final = "list.csv"

_CLOSED: Final = (Stage.DONE, Stage.VOIDED)
_ENDINGS: Final = {Media.PNG: "png", Media.JPEG: "jpg", Media.PDF: "pdf"}
_COLUMNS: Final = (
    "act", "bill", "day", "plan", "stage", "reported", "self_pay", "total_fen", "insurer_fen", "guardian_fen",
    "collected_fen", "online_fen", "invoice", "invoice_day", "invoice_fen", "red_invoice", "folder",
)  # fmt: skip
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_LARGEST: Final = 1_000_000_000
"""Bytes of an unpacked package; more is a trap, not a day's bills."""


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package: the name it should have, its bytes, how many bills and files are in it."""

    name: str
    content: bytes
    bills: int
    files: int


@dataclass(frozen=True, slots=True)
class _Case:
    """A visit with everything that is packed of it."""

    visit: Visit
    row: QueueRow | None
    invoices: tuple[Invoice, ...]
    attached: tuple[tuple[Attached, bytes], ...]
    matter: BillMatter

    @property
    def folder(self) -> str:
        """The folder inside the package: day and the bill's last signs."""
        bill = self.visit.bill
        number = bill.id.replace("-", "")[-12:] if bill else self.visit.id[-12:]
        return f"bill-{self.visit.day.isoformat()}-{number}"


def pack_visit(terminal: Terminal, operator: Operator, visit_id: str) -> Package:
    """Return the package of one closed visit.

    Raises NothingToPackError, PaperFailedError (the sealed bill could not be written), StoreFailedError,
    VisitUnknownError.
    """
    with terminal.store.read() as uow:
        cases = _cases(uow, [uow.visits.get(visit_id)])
    return _packed(terminal, operator, cases, cases[0].folder if cases else "")


def pack_day(terminal: Terminal, operator: Operator, day: date) -> Package:
    """Return the package of all visits that were closed on a day; raises as `pack_visit`."""
    with terminal.store.read() as uow:
        cases = _cases(uow, uow.visits.on_day(day, _CLOSED))
        terminal_id = enrolment_of(uow).terminal
    return _packed(terminal, operator, cases, f"claims-{day.isoformat()}-{_plain(terminal_id)}")


def _cases(uow: UnitOfWork, visits: list[Visit]) -> list[_Case]:
    closed = (
        one for one in visits if one.stage in _CLOSED and one.bill is not None and one.consent is not None
    )
    return [
        _Case(
            visit,
            uow.queue.get(visit.act) if visit.act else None,
            tuple(uow.invoices.of_visit(visit.id)),
            tuple((one, uow.attachments.body(one.id)) for one in uow.attachments.of_visit(visit.id)),
            bill_matter(uow, visit),
        )
        # A family that refused the use of the child's data is in no package: nothing of it leaves.
        for visit in closed
        if not visit.is_withheld
    ]


def _packed(terminal: Terminal, operator: Operator, cases: list[_Case], name: str) -> Package:
    if not cases:
        raise NothingToPackError
    files: dict[str, bytes] = {}
    for case in cases:
        files |= _files(terminal, case)
    files[LIST] = _table(cases)
    now = terminal.clock.now()
    with terminal.store.read() as uow:
        files[MANIFEST] = terminal.canonical(_manifest(enrolment_of(uow), files, now))
    packed = _zipped(files, now)
    with terminal.store.begin() as uow:
        facts = {"bills": len(cases), "files": len(files), "digest": sha256(packed).hexdigest()}
        terminal.audit(uow, operator, "pack_claims", name, **facts)
    return Package(f"{name}.zip", packed, len(cases), len(files))


def _files(terminal: Terminal, case: _Case) -> dict[str, bytes]:
    """Return the files of one visit by their names in the package; raises PaperFailedError."""
    visit, folder = case.visit, case.folder
    bill, consent = visit.bill, visit.consent
    if bill is None or consent is None:
        raise NothingToPackError
    sealed = _read(terminal.papers.produce(bill, visit.digest, consent))
    signed = {"bill_digest": visit.digest, **consent_content(terminal, consent)}
    files = {
        f"{folder}/bill.pdf": sealed,
        f"{folder}/bill.json": terminal.canonical(content(bill)),
        f"{folder}/consent.json": terminal.canonical(signed),
    }
    if case.row is not None and case.row.receipt:
        files[f"{folder}/receipt.json"] = case.row.receipt
    if case.invoices:
        files[f"{folder}/e-invoice.json"] = terminal.canonical([_invoice(one) for one in case.invoices])
    for number, (attached, body) in enumerate(case.attached, start=1):
        files[f"{folder}/attachment-{number}.{_ENDINGS[attached.media]}"] = body
    return {f"{folder}/cover.pdf": _cover(terminal, case, files), **files}


def _cover(terminal: Terminal, case: _Case, files: dict[str, bytes]) -> bytes:
    """Return the sheet on top, which names every file below it; raises PaperFailedError."""
    named = tuple(
        FileOnPaper(Path(name).name, Path(name).stem.partition("-")[0], sha256(data).hexdigest(), len(data))
        for name, data in files.items()
    )
    about = ClaimMatter(case.matter, case.visit.act, files=named)
    order = PaperOrder(PaperKind.CLAIM_SUMMARY, about, PaperSize.A4, "both", Copy.CLINIC)
    with drawn_paper(terminal, order) as pdf:
        return read_drawn(pdf)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise PaperFailedError("IO_ERROR") from None


def _invoice(invoice: Invoice) -> dict[str, Any]:
    """Return an e-invoice's reference as plain values; who bought is on the invoice itself."""
    return {
        "number": invoice.number,
        "day": invoice.day.isoformat(),
        "amount_fen": invoice.fen,
        "status": invoice.status.value,
        "red_number": invoice.red_number or None,
        "red_day": invoice.red_day.isoformat() if invoice.red_day else None,
    }


def _table(cases: list[_Case]) -> bytes:
    """Return the list of bills as CSV, readable by Excel: one line a bill, amounts in fen."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_line(case) for case in cases)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _line(case: _Case) -> list[object]:
    visit, bill = case.visit, case.visit.bill
    if bill is None:
        raise NothingToPackError
    totals = bill.result.totals
    invoice = case.invoices[-1] if case.invoices else None
    return [
        visit.act,
        bill.id,
        visit.day.isoformat(),
        bill.plan,
        visit.stage.value,
        case.row.state.value if case.row else "",
        int(bill.self_pay),
        totals.billed,
        totals.insurer,
        totals.guardian,
        visit.paid_fen,
        totals.online,
        f"\t{invoice.number}" if invoice else "",
        invoice.day.isoformat() if invoice else "",
        invoice.fen if invoice else "",
        f"\t{invoice.red_number}" if invoice and invoice.red_number else "",
        case.folder,
    ]


def _manifest(enrolment: Enrolment, files: dict[str, bytes], now: datetime) -> dict[str, Any]:
    return {
        "form": FORM,
        "clinic": enrolment.clinic.id,
        "terminal": enrolment.terminal,
        "made_at": instant(now),
        "files": [
            {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        ],
    }


def _zipped(files: dict[str, bytes], now: datetime) -> bytes:
    """Return the files as a ZIP with the time in China on each."""
    local = (now + CHINA).timetuple()[:6]
    stamp = (local[0], local[1], local[2], local[3], local[4], local[5])
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, max(stamp, _EARLIEST))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def _plain(text: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in text)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many files the manifest lists, and which are missing, changed or not listed."""

    files: int
    wrong: tuple[str, ...]


def check_package(data: bytes) -> Checked:
    """Hold a package against its manifest; raises ValueError where it is no claim package, or too large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise ValueError(FORM)
            found = {name: sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
            manifest = json.loads(archive.read(MANIFEST))
        listed = {str(one["name"]): one["sha256"] for one in manifest["files"]}
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, NotImplementedError, RuntimeError) as error:
        raise ValueError(FORM) from error
    del found[MANIFEST]
    wrong = sorted(name for name in {*found, *listed} if found.get(name) != listed.get(name))
    return Checked(len(listed), tuple(wrong))
