"""The outage card: one A4 sheet for the wall, on what works without a line, its limits, and whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TextIO

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.printing.fonts import headless_application
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, table, text
from clinic_terminal.printing.page import Look, Page
from clinic_terminal.printing.paper_parts import notice, step
from clinic_terminal.printing.paper_style import stylesheet
from clinic_terminal.printing.paper_writing import write_paper
from clinic_terminal.printing.pdf import draw_paper
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words, load_texts
from clinic_terminal.printing.word_files import words_of

_GROUP = "outage"
_QUEUE_KEY, _GUIDE_KEY = "F10", "F1"
_FEN = 100
_SCALES: Final[Mapping[PaperLanguage, float]] = {"zh": 1.34, "en": 1.2, "both": 0.94}


@dataclass(frozen=True, slots=True)
class OutageCardPage(Page):
    """The card; ``hotline`` empty leaves a line to write on."""

    limits: ExposureLimits
    hotline: str = ""

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise here."""
        return _GROUP

    @property
    def reference(self) -> str:
        """Nothing: the card is nobody's."""
        return ""

    @property
    def issuer(self) -> str:
        """What the foot says in the clinic's place."""
        return self.word("foot", guide=_GUIDE_KEY).each(self.language)[0]

    @property
    def style(self) -> str:
        """Type that fills one sheet, to be read from two metres."""
        return stylesheet("bill", "outage", scale=_SCALES[self.language], least=self.sheet.least_points)

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        return (
            Section(Kind.HEAD, _head(self)),
            Section(Kind.MONEY, _calm(self)),
            *(Section(Kind.STEP, html) for html in _steps(self)),
            Section(Kind.PAID, _limits(self)),
            Section(Kind.MARK, notice(self, self.word("never"), self.word("never_why"), "void")),
            Section(Kind.BLANKS, _blanks(self)),
        )


def draw_outage_card(path: Path, language: PaperLanguage, limits: ExposureLimits, hotline: str = "") -> Path:
    """Write the card as PDF, whole or not at all, and return ``path``.

    A Qt application has to exist. Raises PaperFailedError (DISK_FULL, READ_ONLY or IO_ERROR).
    """
    return write_paper(path, outage_card_pdf(language, limits, hotline))


def outage_card_pdf(language: PaperLanguage, limits: ExposureLimits, hotline: str = "") -> bytes:
    """Return the card as PDF; from any thread, as long as a Qt application exists."""
    # The PDF library takes half a second to load.
    from clinic_terminal.printing.paper_files import with_text

    drawn = draw_paper(OutageCardPage(Look(language), _texts(), limits, hotline))
    return with_text(drawn.pdf, drawn.texts)


def outage_card_command(path: Path, language: PaperLanguage, hotline: str, out: TextIO) -> int:
    """Write the card for the limits that every terminal has, and where it is."""
    application = headless_application()
    out.write(f"{draw_outage_card(path, language, ExposureLimits(), hotline)}\n")
    del application
    return 0


def _texts() -> Texts:
    own = {f"{_GROUP}.{key}": words for key, words in words_of("outage_card").items()}
    texts = load_texts()
    return replace(texts, bill={**texts.bill, **own})


def _head(page: Page) -> str:
    title, *second = page.word("title").each(page.language)
    return paragraph("title", text(title)) + "".join(paragraph("subtitle", text(one)) for one in second)


def _calm(page: Page) -> str:
    said = zip(page.word("calm").each(page.language), page.word("calm_why").each(page.language), strict=True)
    return "".join(
        paragraph("calm" if first else "calm-second", text(what))
        + paragraph("told" if first else "calm-second", text(why))
        for first, (what, why) in zip((True, False), said, strict=False)
    )


def _steps(page: Page) -> tuple[str, ...]:
    return tuple(
        step(page, number, page.word(f"step_{key}"), page.word(f"step_{key}_why", queue=_QUEUE_KEY))
        for number, key in enumerate(("look", "go", "back"), 1)
    )


def _limits(page: OutageCardPage) -> str:
    most = page.limits
    told = (
        ("limit_bill", Words(_yuan(most.visit_fen[1]), _yuan(most.visit_fen[1]))),
        (
            "limit_unsent",
            page.word("bills", count=str(most.unsent_count[1]), amount=_yuan(most.unsent_fen[1])),
        ),
        ("limit_silence", page.word("hours", hours=str(most.silence_hours[1]))),
        ("limit_data", page.word("hours", hours=str(most.snapshot_hours[1]))),
    )
    rows = [
        row(
            [
                cell(paragraph("figure", inline(page.word(key), page.language, "figure")), "56%"),
                cell(paragraph("limit", text(value.each(page.language)[0]), "right"), "44%", "right"),
            ]
        )
        for key, value in told
    ]
    beyond = "".join(paragraph("told", text(one)) for one in page.word("beyond").each(page.language))
    gap = paragraph("gap", "&nbsp;")
    lead = paragraph("lead", inline(page.word("limits"), page.language, "lead"))
    return lead + gap + gap.join(table([one]) for one in rows) + gap + beyond


def _blanks(page: OutageCardPage) -> str:
    """Return a line for each number to call; the hotline stands on its own where it is known."""
    cells = []
    for key, number, width in (
        ("hotline", page.hotline, "36%"),
        ("manager", "", "29%"),
        ("network", "", "29%"),
    ):
        label = paragraph("label", inline(page.word(key), page.language, "label"))
        line = paragraph("blank-low" if not number else "digits", text(number) or "&nbsp;")
        cells.append(cell(f'{label}{line}<hr width="100%">', width, valign="bottom"))
    return table([row(cell("", "3%").join(cells))])


def _yuan(fen: int) -> str:
    return f"¥{fen // _FEN:,}"
