"""The sheet that a guardian signed by hand: printed, and its picture kept with the visit."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from clinic_terminal.application.failures import EmptyBillError
from clinic_terminal.application.paper_orders import PaperLanguage
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.sheet_failures import SheetRefusedError
from clinic_terminal.application.sheet_ports import SheetFile
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.attachment import LARGEST_ATTACHMENT, Attached
from clinic_terminal.domain.consent import Way
from clinic_terminal.domain.visit import Stage, Visit


def sign_sheet(terminal: Terminal, visit: Visit, language: PaperLanguage) -> Path:
    """Write the frozen bill as a sheet with a line to sign on; raises EmptyBillError, PaperFailedError."""
    if visit.bill is None:
        raise EmptyBillError
    return terminal.papers.produce_sign_sheet(visit.bill, visit.digest, language)


def keep_sheet(
    terminal: Terminal, uow: UnitOfWork, operator: Operator, visit_id: str, sheet: SheetFile
) -> Attached:
    """Keep a sheet's picture within the running transaction and note its digest; raises SheetRefusedError."""
    if not sheet.body:
        raise SheetRefusedError("EMPTY")
    if len(sheet.body) > LARGEST_ATTACHMENT:
        raise SheetRefusedError("TOO_LARGE")
    digest = sha256(sheet.body).hexdigest()
    size = len(sheet.body)
    kept = Attached(terminal.ids.new(), visit_id, sheet.media, terminal.clock.now(), digest, size)
    uow.attachments.add(kept, sheet.body)
    terminal.audit(uow, operator, "attach_sheet", visit_id, digest=digest, media=kept.media.value, size=size)
    return kept


def attach_sheet(terminal: Terminal, operator: Operator, visit_id: str, sheet: SheetFile) -> Attached:
    """Attach the picture of a signed sheet to a visit that was signed on paper.

    Before the visit is closed the signature names the sheet. Afterwards bill, signature and act stay as they
    are; the file and its digest stand beside them. Raises SheetRefusedError, VisitUnknownError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        if visit.consent is None or visit.consent.way is not Way.PAPER:
            raise SheetRefusedError("NO_PAPER")
        kept = keep_sheet(terminal, uow, operator, visit_id, sheet)
        if visit.stage is Stage.FROZEN:
            uow.visits.put(replace(visit, consent=replace(visit.consent, sheet=kept.digest)))
        return kept


def sheets_of(terminal: Terminal, visit_id: str) -> list[Attached]:
    """Return what is attached to a visit, oldest first."""
    with terminal.store.read() as uow:
        return uow.attachments.of_visit(visit_id)
