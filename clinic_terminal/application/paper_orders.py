"""What a paper is to say: an order is complete, so that whoever draws it asks nobody else."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.eligibility import Clinic
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.payment import Owing, Payment, Refund, paid
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.voiding import Voided

PaperLanguage = Literal["zh", "en", "both"]
"""The languages of a paper; ``both`` is Chinese with English behind or below it."""


class PaperKind(StrEnum):
    """What a paper is; each kind may have its own printer."""

    BILL = "BILL"
    SLIP = "SLIP"
    SIGN_SHEET = "SIGN_SHEET"
    PAY_LATER = "PAY_LATER"
    BINDING = "BINDING"
    QUOTE = "QUOTE"
    CLAIM_SUMMARY = "CLAIM_SUMMARY"


class PaperSize(StrEnum):
    """The sheet: two of the usual ones, or the roll of a slip printer (80 mm, 72 mm of them printed)."""

    A4 = "A4"
    A5 = "A5"
    MM80 = "MM80"


SIZES = {
    PaperKind.BILL: (PaperSize.A4, PaperSize.A5),
    PaperKind.SLIP: (PaperSize.MM80,),
    PaperKind.SIGN_SHEET: (PaperSize.A4, PaperSize.A5),
    PaperKind.PAY_LATER: (PaperSize.A5, PaperSize.A4, PaperSize.MM80),
    PaperKind.BINDING: (PaperSize.A5, PaperSize.A4, PaperSize.MM80),
    PaperKind.QUOTE: (PaperSize.A4,),
    PaperKind.CLAIM_SUMMARY: (PaperSize.A4,),
}
"""The sizes that each kind can be drawn in, the usual one first."""


class Copy(StrEnum):
    """Who keeps it."""

    FAMILY = "FAMILY"
    CLINIC = "CLINIC"


class PaperStanding(StrEnum):
    """RECEIPT: what it says of the insurer is settled. UNCONFIRMED: worked out offline (待确认).

    An unconfirmed paper names prices and what is collected on site; it has no figure of the insurer.
    """

    RECEIPT = "RECEIPT"
    UNCONFIRMED = "UNCONFIRMED"


def standing_of(bill: FrozenBill, *, accepted: bool = False) -> PaperStanding:
    """Return what may be said of a bill; ``accepted``: the service manager has booked it in the meantime."""
    return PaperStanding.UNCONFIRMED if bill.offline and not accepted else PaperStanding.RECEIPT


@dataclass(frozen=True, slots=True)
class BillMatter:
    """A bill with everything that papers may say about it.

    ``consent`` None: not signed. ``note`` is for whoever reads the paper. ``hotline`` is the service
    manager's, for the slip on paying later.
    """

    bill: FrozenBill
    digest: str
    consent: Consent | None = None
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    owing: Owing | None = None
    invoices: tuple[Invoice, ...] = ()
    standing: PaperStanding = PaperStanding.RECEIPT
    voided: Voided | None = None
    doctor: str = ""
    note: str = ""
    hotline: str = ""

    @property
    def paid_fen(self) -> int:
        """What the clinic holds of the family's money for it."""
        return paid(self.payments, self.refunds)


@dataclass(frozen=True, slots=True)
class BindingMatter:
    """How a family binds its e-card: the plan's own hint, the hotline with its hours, a link for the code.

    ``link`` empty: no code is drawn.
    """

    id: str
    clinic: Clinic
    day: date
    plan_name: str
    hint_zh: str
    hint_en: str
    hotline: str
    hours_zh: str = ""
    hours_en: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class FileOnPaper:
    """A file of a claim package: its name, what it is, its SHA-256 (hex) and its bytes."""

    name: str
    kind: str
    digest: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class ClaimMatter:
    """The cover sheet of a claim package: the bill, the act that reported it, letters used, the files."""

    about: BillMatter
    act: str
    letters: tuple[str, ...] = ()
    files: tuple[FileOnPaper, ...] = ()


Matter = BillMatter | BindingMatter | ClaimMatter | Quote


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """One paper to draw. ``reprint`` counts: 0 is the first print, from 1 on it says COPY (补打).

    BILL, SLIP, SIGN_SHEET and PAY_LATER are about a BillMatter, CLAIM_SUMMARY about a ClaimMatter, BINDING
    about a BindingMatter, QUOTE about a Quote.
    """

    kind: PaperKind
    about: Matter
    size: PaperSize = PaperSize.A4
    language: PaperLanguage = "zh"
    copy: Copy = Copy.FAMILY
    reprint: int = 0
