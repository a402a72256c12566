"""The port ``Papers``: a signed bill becomes a sealed PDF in the clinic's folder, whole or not at all.

A quote binds nobody: its PDF carries no seal and may be written anew.
"""

import errno
import os
import re
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.domain.bill import FrozenBill, content
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.quote import Quote
from clinic_terminal.printing.bill_html import BillPage
from clinic_terminal.printing.paper_forms import BILL_FILE, CONSENT_FILE, Canonical, consent_content
from clinic_terminal.printing.pdf import draw_paper
from clinic_terminal.printing.quote_html import QuotePage
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.printing.texts import PaperLanguage, load_quote_texts, load_texts

DISK_FULL = "DISK_FULL"
READ_ONLY = "READ_ONLY"
IO_ERROR = "IO_ERROR"
DIGEST_MISMATCH = "DIGEST_MISMATCH"

_CAUSES = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EFBIG: DISK_FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
}
_FOLDERS_SYNC = os.name == "posix"
"""Windows opens no folders."""

_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z-]")


class BillPapers:
    """Writes bills into ``folder``. ``language`` None takes Chinese, with English where that was read.

    Usable from any thread once a Qt application exists. File names hold a date and an id, never a person.
    """

    def __init__(
        self,
        folder: Path,
        seal: TerminalSeal,
        canonical: Canonical,
        *,
        practice: bool = False,
        language: PaperLanguage | None = None,
    ) -> None:
        """Keep what every bill of this terminal needs."""
        self._folder = folder
        self._seal = seal
        self._canonical = canonical
        self._practice = practice
        self._language = language

    def path_of(self, bill: FrozenBill) -> Path:
        """Return where the bill's PDF is or will be."""
        return self._folder / f"bill-{bill.day.isoformat()}-{_NOT_IN_NAMES.sub('_', bill.id)}.pdf"

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        """Write the sealed PDF and return where it is; a sound one that is there already is kept.

        Raises PaperFailedError with the cause DISK_FULL, READ_ONLY, IO_ERROR, or DIGEST_MISMATCH where
        signature, digest and bill do not belong together. Nothing half-written is left.
        """
        if not consent.digest == digest == sha256(self._canonical(content(bill))).hexdigest():
            raise PaperFailedError(DIGEST_MISMATCH)
        path = self.path_of(bill)
        if self._is_there(path, bill, consent):
            return path
        page = BillPage(
            bill, digest, consent, self._language_for(consent), load_texts(), practice=self._practice
        )
        sealed = self._sealed(page, consent)
        return _written(path, sealed)

    def produce_quote(self, quote: Quote, language: PaperLanguage) -> Path:
        """Write a quote as PDF and return where it is; the same quote takes the place of its earlier paper.

        Raises PaperFailedError with the cause DISK_FULL, READ_ONLY or IO_ERROR.
        """
        from clinic_terminal.printing.paper_files import with_text

        drawn = draw_paper(QuotePage(quote, language, load_quote_texts(), self._practice))
        name = f"quote-{quote.day.isoformat()}-{_NOT_IN_NAMES.sub('_', quote.id)}.pdf"
        return _written(self._folder / name, with_text(drawn.pdf, drawn.texts))

    def _language_for(self, consent: Consent) -> PaperLanguage:
        if self._language is not None:
            return self._language
        return "zh" if consent.language.startswith("zh") else "both"

    def _look(self, consent: Consent) -> dict[str, Any]:
        return {"language": self._language_for(consent), "practice": self._practice}

    def _sealed(self, page: BillPage, consent: Consent) -> bytes:
        # The PDF library takes half a second to load; the program's start does not wait for it.
        from clinic_terminal.printing.paper_files import fill

        drawn = draw_paper(page)
        filled = fill(
            drawn.pdf, drawn.texts, page.bill, page.digest, consent, self._look(consent), self._canonical
        )
        return self._seal.seal(filled)

    def _is_there(self, path: Path, bill: FrozenBill, consent: Consent) -> bool:
        """Tell whether exactly this paper lies there, sealed by this terminal and unharmed."""
        from clinic_terminal.printing.changes import manifest_of
        from clinic_terminal.printing.paper_files import read_papers
        from clinic_terminal.printing.verify import verify_bill

        if not path.exists() or not verify_bill(path, self._seal.certificate, self._canonical).holds:
            return False
        there = read_papers(path.read_bytes())
        wanted = {
            BILL_FILE: self._canonical(content(bill)),
            CONSENT_FILE: self._canonical(consent_content(consent)),
        }
        same = all(there.files[name] == data for name, data in wanted.items())
        return same and (manifest_of(there) or {}).get("look") == self._look(consent)


def _written(path: Path, data: bytes) -> Path:
    try:
        _write_whole(path, data)
    except OSError as error:
        raise PaperFailedError(_CAUSES.get(error.errno or 0, IO_ERROR)) from error
    return path


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that its name never stands for less than all of it; raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".paper-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system can do that for folders."""
    if not _FOLDERS_SYNC:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
