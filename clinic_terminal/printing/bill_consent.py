"""What was signed, in the words that were read, and who signed it."""

from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent, Way
from clinic_terminal.printing.markup import inline, paragraph, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paper_parts import beijing
from clinic_terminal.printing.texts import PaperLanguage, Words


def unsigned_html(page: Page) -> str:
    """Return that nobody signed yet."""
    return paragraph("sentence", inline(page.word("unsigned"), page.language, "sentence"))


def consent_html(page: Page, bill: FrozenBill, consent: Consent) -> str:
    """Return the signed sentence, the signer, the time and the witness."""
    relationship = page.word(f"relationship.{consent.relationship.value}")
    facts = [
        ("signer", f"{text(consent.signer)} · {inline(relationship, page.language, 'why')}"),
        ("signed_at", f"{beijing(consent.signed_at)} {inline(page.word('zone'), page.language, 'why')}"),
        ("witness", text(consent.witness)),
    ]
    if consent.way is Way.PAPER:
        facts.append(("sheet_digest", text(f"SHA-256 {consent.sheet[:16]}…" if consent.sheet else "—")))
    return (
        _sentences(page, bill, consent)
        + paragraph("gap", "&nbsp;")
        + "".join(
            paragraph("why", f"{inline(page.word(key), page.language, 'label')}&nbsp; {value}")
            for key, value in facts
        )
    )


def _sentences(page: Page, bill: FrozenBill, consent: Consent) -> str:
    """Return the sentence that was signed, in the paper's languages and in the one the signer read."""
    kind = "direct" if bill.is_direct else "self_paid"
    words = page.texts.consents.get(f"{consent.text_version}.{kind}")
    if words is None:
        return paragraph("sentence", text(consent.text_version))
    who = page.texts.consents[f"relationship.{consent.relationship.value}"]
    values = {"child": bill.person.name, "signer": consent.signer}
    said = Words(
        words.zh.format(relationship=who.zh, **values), words.en.format(relationship=who.en, **values)
    )
    read = "zh" if consent.language.startswith("zh") else "en"
    language: PaperLanguage = page.language if read == page.language else "both"
    return "".join(paragraph("sentence", text(one)) for one in said.each(language))
