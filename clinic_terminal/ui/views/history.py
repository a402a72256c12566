"""Finished visits in lines: the day, the child, what was done and paid, and what became of the bill."""

from clinic_terminal.application.past_visits import LISTED, RECENT_DAYS, PastVisits
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.visit_cards import name_of, status_pill
from clinic_terminal.ui.widgets.line_model import Align, Column, Line


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the table's columns."""
    return (
        Column(words(N_("日期")), 124),
        Column(words(N_("孩子")), stretch=True, strong=True),
        Column(words(N_("会员号")), 190, ink="ink-3", spare=1),
        Column(words(N_("账单")), 160),
        Column(words(N_("项目数")), 80, Align.RIGHT, ink="ink-2", spare=2),
        Column(words(N_("保险直付")), 170, money=True),
        Column(words(N_("家长支付")), 120, money=True),
    )


def lines(past: PastVisits, words: Translate) -> tuple[Line, ...]:
    """Return one line a visit, the latest first."""
    return tuple(_line(visit, past, words) for visit in past.visits)


def told(past: PastVisits, query: str, words: Translate) -> str:
    """Return what is listed."""
    if past.more:
        return words(N_("只列出最近的 {count} 次，请再输入几个字。")).format(count=LISTED)
    if not query.strip():
        sentence = words(N_("最近 {days} 天做完 {count} 次。"))
        return sentence.format(days=RECENT_DAYS, count=len(past.visits))
    return words(N_("找到 {count} 次。")).format(count=len(past.visits))


def _line(visit: Visit, past: PastVisits, words: Translate) -> Line:
    bill = visit.bill
    totals = bill.result.totals if bill is not None else None
    family = None if totals is None else totals.on_site + totals.online
    return Line(
        visit.id,
        (
            visit.day.isoformat(),
            name_of(visit),
            masked_member(visit.person.member),
            status_pill(visit, past.states, words),
            str(len(visit.lines)),
            None if totals is None else totals.insurer,
            family,
        ),
    )
