"""The help slip for a family whose e-card is not bound yet: when, how, and whom to call."""

from dataclasses import dataclass

from clinic_terminal.application.paper_orders import BindingMatter
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paper_parts import facts, head, notice, step
from clinic_terminal.printing.slip_html import pair, slip_caption, slip_head
from clinic_terminal.printing.texts import Words

_STEPS = ("step_scan", "step_menu", "step_data", "step_show")


@dataclass(frozen=True, slots=True)
class BindingPage(Page):
    """How the e-card is bound."""

    about: BindingMatter

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise here."""
        return "binding"

    @property
    def reference(self) -> str:
        """The plan's name; the slip is nobody's."""
        return self.about.plan_name

    @property
    def issuer(self) -> str:
        """The clinic's name."""
        return self.about.clinic.name

    @property
    def code(self) -> str:
        """The link that WeChat opens."""
        return self.about.link

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        about, roll = self.about, self.sheet.is_roll
        hint = Words(about.hint_zh, about.hint_en)
        clinic = (
            slip_head(self, about.clinic.name) if roll else (Section(Kind.HEAD, head(self, about.clinic)),)
        )
        steps = [step(self, number, *_said(self, key)) for number, key in enumerate(_STEPS, 1)]
        code = (Section(Kind.CODE, _code(self)),) if about.link else ()
        return (
            *clinic,
            *(Section(Kind.FACTS, html) for html in _facts(self)),
            Section(Kind.NOTICE, notice(self, self.word("when"), hint)),
            *code,
            *(Section(Kind.STEP, html) for html in steps),
            Section(Kind.MONEY, _help(self)),
            Section(Kind.NOTE, notice(self, self.word("before"), self.word("before_why"), "told")),
        )


def _said(page: BindingPage, key: str) -> tuple[Words, Words]:
    why = "step_scan_card" if key == "step_scan" and not page.about.link else f"{key}_why"
    return page.word(key), page.word(why)


def _facts(page: BindingPage) -> list[str]:
    named = (("plan", page.about.plan_name), ("day", page.about.day.isoformat()))
    if not page.sheet.is_roll:
        return facts(page, named)
    return [table([pair(page, key, text(value)) for key, value in named])]


def _code(page: BindingPage) -> str:
    if page.sheet.is_roll:
        return slip_caption(page, "scan")
    words = "".join(paragraph("step", text(one)) for one in page.word("scan").each(page.language))
    link = paragraph("label", text(page.about.link))
    return table([row([cell(words + link, "72%"), cell("", "28%")])])


def _help(page: BindingPage) -> str:
    about = page.about
    hours = Words(about.hours_zh, about.hours_en)
    said = page.word("fails_why" if about.hours_zh else "fails_no_hours")
    told = Words(
        said.zh.format(hotline=about.hotline, hours=hours.zh),
        said.en.format(hotline=about.hotline, hours=hours.en),
    )
    align = "center" if page.sheet.is_roll else "left"
    return (
        paragraph("lead", inline(page.word("fails"), page.language, "lead"), align)
        + paragraph("digits", text(about.hotline), align)
        + "".join(paragraph("why", text(one), align) for one in told.each(page.language))
    )
