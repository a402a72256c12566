"""The bills whose HTML is kept word for word; run this module to renew the files after a wanted change."""

from pathlib import Path

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.printing.bill_html import bill_html
from clinic_terminal.printing.texts import PaperLanguage, load_texts
from tests.printing import bills

FOLDER = Path(__file__).with_name("snapshots")
CASES: dict[str, tuple[bills.Case, PaperLanguage, bool]] = {
    "usual-zh": (bills.Case(), "zh", True),
    "usual-en": (bills.Case(), "en", True),
    "every-reason-both": (bills.EVERY_REASON, "both", True),
    "refused-unsigned-both": (bills.CLOSED_GATES[Reason.CARD_GREYED], "both", False),
}


def page(name: str) -> str:
    """Return the HTML of a kept case as it is today."""
    case, language, signed = CASES[name]
    one = bills.bill(case)
    given = bills.consent(one) if signed else None
    return bill_html(one, bills.digest_of(one), given, language, load_texts(), practice=True)


def kept(name: str) -> Path:
    """Return where a case is kept."""
    return FOLDER / f"{name}.html"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for case_name in CASES:
        kept(case_name).write_text(page(case_name), encoding="utf-8")
