"""Pages of invented bills, as the painter gets them."""

from clinic_terminal.application.paper_orders import BillMatter, standing_of
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.printing.bill_html import BillPage
from clinic_terminal.printing.page import Look
from clinic_terminal.printing.paper_parts import page_html
from clinic_terminal.printing.texts import PaperLanguage, load_texts
from tests.printing import bills


def page_for(
    one: FrozenBill,
    given: Consent | None,
    language: PaperLanguage = "zh",
    *,
    practice: bool = False,
    digest: str = "",
) -> BillPage:
    """Return the page of a bill as it is sealed."""
    about = BillMatter(one, digest or bills.digest_of(one), given, standing=standing_of(one))
    return BillPage(Look(language, practice), load_texts(), about, sealed=True)


def html_for(
    one: FrozenBill, given: Consent | None, language: PaperLanguage = "zh", *, practice: bool = False
) -> str:
    """Return the HTML of a bill as it is sealed."""
    return page_html(page_for(one, given, language, practice=practice))
