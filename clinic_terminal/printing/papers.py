"""The port ``Papers``: a signed bill becomes a sealed PDF in the clinic's folder, whole or not at all.

Everything else, also a print of that bill, carries no seal and may be drawn anew.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.paper_orders import (
    BillMatter,
    PaperKind,
    PaperLanguage,
    PaperOrder,
    standing_of,
)
from clinic_terminal.domain.bill import FrozenBill, content
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.quote import Quote
from clinic_terminal.printing.bill_html import BillPage
from clinic_terminal.printing.drafts import file_name, name_of, page_of
from clinic_terminal.printing.page import Look, Page
from clinic_terminal.printing.paper_forms import BILL_FILE, CONSENT_FILE, Canonical, consent_content
from clinic_terminal.printing.paper_writing import write_paper
from clinic_terminal.printing.pdf import draw_paper
from clinic_terminal.printing.texts import load_texts

DIGEST_MISMATCH: Final = "DIGEST_MISMATCH"
PRINTS: Final = "prints"
"""The folder, below that of the sealed bills, of what is drawn to be printed."""


class Seal(Protocol):
    """A terminal's seal; may raise PaperFailedError where it is out of reach."""

    @property
    def certificate(self) -> bytes:
        """The certificate, PEM."""
        ...

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with the seal appended."""
        ...


class BillPapers:
    """Writes papers into ``folder``. ``language`` None takes Chinese, with English where that was read.

    Usable from any thread once a Qt application exists. File names hold a date and an id, never a person.
    """

    def __init__(
        self,
        folder: Path,
        seal: Seal,
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
        return self._folder / file_name("bill", bill.day.isoformat(), bill.id)

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        """Write the sealed PDF and return where it is; a sound one that is there already is kept.

        Raises PaperFailedError with the cause DISK_FULL, READ_ONLY, IO_ERROR, or DIGEST_MISMATCH where
        signature, digest and bill do not belong together. Nothing half-written is left.
        """
        self._check_digest(bill, digest)
        if consent.digest != digest:
            raise PaperFailedError(DIGEST_MISMATCH)
        path = self.path_of(bill)
        if self._is_there(path, bill, consent):
            return path
        look = Look(self._language_for(consent), self._practice)
        about = BillMatter(bill, digest, consent, standing=standing_of(bill))
        return write_paper(path, self._sealed(BillPage(look, load_texts(), about, sealed=True), consent))

    def produce_quote(self, quote: Quote, language: PaperLanguage) -> Path:
        """Write a quote as PDF and return where it is; the same quote takes the place of its earlier paper.

        Raises PaperFailedError with the cause DISK_FULL, READ_ONLY or IO_ERROR.
        """
        page = page_of(PaperOrder(PaperKind.QUOTE, quote, language=language), practice=self._practice)
        return self._plain(self._folder / file_name("quote", quote.day.isoformat(), quote.id), page)

    def produce_sign_sheet(self, bill: FrozenBill, digest: str, language: PaperLanguage) -> Path:
        """Write the frozen bill as a sheet to be signed by hand and return where it is.

        Raises PaperFailedError as ``produce`` does.
        """
        self._check_digest(bill, digest)
        about = BillMatter(bill, digest, standing=standing_of(bill))
        page = page_of(PaperOrder(PaperKind.SIGN_SHEET, about, language=language), practice=self._practice)
        return self._plain(self._folder / file_name("sign-sheet", bill.day.isoformat(), bill.id), page)

    def draw(self, order: PaperOrder) -> Path:
        """Write an unsealed PDF into the folder of prints; a drawing of the same order is written over.

        Raises PaperFailedError with the cause DISK_FULL, READ_ONLY, IO_ERROR, or BAD_ORDER where kind, size
        and matter do not go together, DIGEST_MISMATCH where a bill is not what its digest says.
        """
        page = page_of(order, practice=self._practice)
        if isinstance(order.about, BillMatter):
            self._check_digest(order.about.bill, order.about.digest)
        return self._plain(self._folder / PRINTS / name_of(order), page)

    def _check_digest(self, bill: FrozenBill, digest: str) -> None:
        if digest != sha256(self._canonical(content(bill))).hexdigest():
            raise PaperFailedError(DIGEST_MISMATCH)

    def _plain(self, path: Path, page: Page) -> Path:
        from clinic_terminal.printing.paper_files import with_text

        drawn = draw_paper(page)
        return write_paper(path, with_text(drawn.pdf, drawn.texts), durable=False)

    def _language_for(self, consent: Consent) -> PaperLanguage:
        if self._language is not None:
            return self._language
        return "zh" if consent.language.startswith("zh") else "both"

    def _look(self, consent: Consent) -> dict[str, Any]:
        return {"language": self._language_for(consent), "practice": self._practice}

    def _sealed(self, page: BillPage, consent: Consent) -> bytes:
        # The PDF library takes half a second to load; the program's start does not wait for it.
        from clinic_terminal.printing.paper_files import fill

        drawn, about = draw_paper(page), page.about
        filled = fill(
            drawn.pdf, drawn.texts, about.bill, about.digest, consent, self._look(consent), self._canonical
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
