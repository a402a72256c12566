"""Where the rules at the chair are told: at the line and its tooth, with what may be done about them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.chair_findings import ChairFinding, Weight
from clinic_terminal.domain.tooth import TEETH
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.finding_words import finding_text, put_right_word
from clinic_terminal.ui.views.line_views import LineAct, LineRemark
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.tone import Tone

_TONES: Final = {
    Weight.STOP: Tone.STOP,
    Weight.ASK: Tone.WARN,
    Weight.WARN: Tone.WARN,
    Weight.NOTE: Tone.NEUTRAL,
}
CONFIRM_KEY: Final = "Space"
RIGHT_KEY: Final = "R"


class Answer(StrEnum):
    """What a person may say to a finding."""

    CONFIRM = "CONFIRM"
    PUT_RIGHT = "PUT_RIGHT"


@dataclass(frozen=True, slots=True)
class Deed:
    """An answer to a finding: the key of what is confirmed, or the line that is put right."""

    answer: Answer
    key: str = ""
    line: int = 0


def line_remarks(
    findings: tuple[ChairFinding, ...], chart: Chart, words: Translate
) -> tuple[tuple[LineRemark, ...], ...]:
    """Return for each line of the bill what is noticed there; of several lines the last one tells it."""
    told: list[list[LineRemark]] = [[] for _ in chart.visit.lines]
    for finding in findings:
        if finding.lines and finding.lines[-1] < len(told):
            told[finding.lines[-1]].append(_remark(finding, chart, words))
    return tuple(map(tuple, told))


def bill_remarks(
    findings: tuple[ChairFinding, ...], chart: Chart, words: Translate
) -> tuple[NoticeView, ...]:
    """Return what is noticed of the bill as a whole."""
    return tuple(
        NoticeView(_TONES[finding.weight], finding_text(finding, chart, words))
        for finding in findings
        if not finding.lines
    )


def noticed_teeth(findings: tuple[ChairFinding, ...]) -> frozenset[str]:
    """Return the teeth at which somebody still should look."""
    return frozenset(
        tooth for finding in findings if finding.open for tooth in finding.teeth if tooth in TEETH
    )


def _remark(finding: ChairFinding, chart: Chart, words: Translate) -> LineRemark:
    text = finding_text(finding, chart, words)
    if finding.confirmed:
        return LineRemark(words(N_("已确认：{text}")).format(text=text), Tone.NEUTRAL)
    acts = []
    if finding.overridable:
        deed = Deed(Answer.CONFIRM, key=finding.key)
        acts.append(LineAct(words(N_("仍然继续")), deed, CONFIRM_KEY))
    if finding.proposed and finding.lines and (word := put_right_word(finding, chart, words)):
        acts.append(LineAct(word, Deed(Answer.PUT_RIGHT, line=finding.lines[-1]), RIGHT_KEY))
    return LineRemark(text, _TONES[finding.weight], tuple(acts))
