"""Small pieces of HTML that the text engine lays out alike everywhere: escaped text, tables by percent."""

from collections.abc import Iterable, Sequence
from html import escape

from clinic_terminal.printing.texts import PaperLanguage, Words


def text(value: str) -> str:
    """Return any text as HTML on one line: escaped, any white space as a space, control characters gone."""
    spaced = (" " if sign.isspace() else sign for sign in value)
    return escape("".join(sign for sign in spaced if sign.isprintable()), quote=True)


def span(css: str, html: str) -> str:
    """Return ``html`` in a styled run."""
    return f'<span class="{css}">{html}</span>'


def paragraph(css: str, html: str, align: str = "left") -> str:
    """Return ``html`` as a paragraph of its own."""
    return f'<p class="{css}" align="{align}">{html}</p>'


def inline(words: Words, language: PaperLanguage, css: str) -> str:
    """Return a text in the paper's languages on one line, the second one behind the first and quieter."""
    first, *second = (text(one) for one in words.each(language))
    return span(css, first) + "".join(f"&nbsp; {span('second', one)}" for one in second)


def stacked(words: Words, language: PaperLanguage, css: str, align: str = "left") -> str:
    """Return a text in the paper's languages, one below the other."""
    return "".join(paragraph(css, text(one), align) for one in words.each(language))


def row(cells: Iterable[str]) -> str:
    """Return a table row."""
    return f"<tr>{''.join(cells)}</tr>"


def cell(html: str, width: str, align: str = "left", valign: str = "top") -> str:
    """Return a table cell that takes ``width``, such as ``12%``."""
    return f'<td width="{width}" align="{align}" valign="{valign}">{html}</td>'


def table(rows: Sequence[str]) -> str:
    """Return a table over the whole width, without any line of its own."""
    return f'<table width="100%" cellspacing="0" cellpadding="0" border="0">{"".join(rows)}</table>'
