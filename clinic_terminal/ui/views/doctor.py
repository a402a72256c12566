"""The doctor's lines in words, for the page and for the command."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_terminal.application.doctor_lines import Line, State
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.doctor_words import ANYWHERE, RECENT, SAID, STATES, TITLES


@dataclass(frozen=True, slots=True)
class LineView:
    """A line in words: what was looked at, how it is in one word, what was found, and what to do."""

    title: str
    state: State
    word: str
    found: str
    remedy: str = ""


def line_view(line: Line, words: Translate) -> LineView:
    """Return a line in words."""
    said = SAID.get((line.code, line.finding)) or ANYWHERE[line.finding]
    names = (", " if is_english(words) else "、").join(line.names)
    facts = {name: "—" if fact in {None, ""} else fact for name, fact in line.facts.items()}
    facts["names"] = names
    facts["note"] = line.facts.get("note_en" if is_english(words) else "note_zh") or ""
    return LineView(
        words(TITLES[line.code]),
        line.state,
        words(STATES[line.state]),
        words(_what(line, said.what)).format(**facts),
        words(said.do).format(**facts) if said.do else "",
    )


def _what(line: Line, usual: str) -> str:
    """Return the sentence of what was found: nobody says "0 hours ago"."""
    fact, recent = RECENT.get((line.code, line.finding), ("", usual))
    return recent if line.facts.get(fact) == 0 else usual


def summary(lines: Sequence[Line], words: Translate) -> str:
    """Return in one sentence how everything is."""
    _ = words
    faults = sum(line.state is State.FAULT for line in lines)
    warnings = sum(line.state is State.WARNING for line in lines)
    if faults:
        told = _("{faults} 项故障，{warnings} 项注意。")
        return told.format(faults=faults, warnings=warnings)
    if warnings:
        return _("没有故障，{warnings} 项注意。").format(warnings=warnings)
    return _("全部正常。")


BUNDLE_MADE = N_("支持文件已写好：{file}。里面没有个人信息。")
"""What is said once the bundle is written; ``file`` is where it is."""
