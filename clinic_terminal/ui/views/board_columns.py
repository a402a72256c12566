"""The board of a day as columns: today by where visits stand, other days by hours or by what came of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from clinic_terminal.domain.appointment import is_missed
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.views.visit_cards import Reading, needs_action, visit_view
from clinic_terminal.ui.widgets.board import ColumnView, Kin, VisitView

_NOON: Final = 12
_EVENING: Final = 18


def board_columns(of: Reading) -> tuple[ColumnView, ...]:
    """Return the columns of a board; brothers and sisters stand together in each."""
    board = of.board
    if board.day > board.today:
        return _ahead(of)
    return _today(of) if board.day == board.today else _gone(of)


def _today(of: Reading) -> tuple[ColumnView, ...]:
    _, board = of.words, of.board
    waiting = _column(of, _("待到"), (*board.expected, *board.missed), _("没有等候的预约。"), _section(of))
    return (
        replace(waiting, count=len(board.expected)),
        _column(of, _("就诊中"), board.in_treatment, _("椅位上没有孩子。")),
        _column(of, _("待结算"), board.to_settle, _("没有等结算的就诊。")),
        _column(of, _("已完成"), board.done, _("还没有完成的就诊。")),
    )


def _ahead(of: Reading) -> tuple[ColumnView, ...]:
    """Return the day as a list to be worked through: what needs a hand first, then hour by hour."""
    _ = of.words
    visits = of.board.expected
    families = {visit.person.family for visit in visits if visit.person.family and needs_action(visit)}
    first = [one for one in visits if needs_action(one) or one.person.family in families]
    rest = [one for one in visits if one not in first]
    evening = [one for one in rest if _hour(one) >= _EVENING]
    columns = (
        _column(of, _("先处理"), first, _("没有要提前处理的。")),
        _column(of, _("上午"), [one for one in rest if _hour(one) < _NOON], _("上午没有预约。")),
        _column(of, _("下午"), [one for one in rest if _NOON <= _hour(one) < _EVENING], _("下午没有预约。")),
    )
    return (*columns, _column(of, _("晚上"), evening)) if evening else columns


def _gone(of: Reading) -> tuple[ColumnView, ...]:
    _, board = of.words, of.board
    never = [one for one in (*board.expected, *board.missed) if one.stage is Stage.EXPECTED]
    unfinished = [one for one in board.visits if one not in never and one not in board.done]
    return (
        _column(of, _("未到"), never, _("预约的孩子都到了。")),
        _column(of, _("未结束"), unfinished, _("没有未结束的就诊。")),
        _column(of, _("已完成"), board.done, _("没有完成的就诊。")),
    )


def _section(of: Reading) -> Callable[[Visit], tuple[int, str]]:
    """Return under which heading of the first column a visit stands, and in which order."""
    _, board = of.words, of.board
    pressing = {one.person.family for one in board.expected if one.person.family and needs_action(one)}
    headings = (_("已到，等就诊"), _("先处理"), _("按时间"), _("未到"))

    def of_visit(visit: Visit) -> tuple[int, str]:
        if is_missed(visit):
            rank = 3
        elif visit.stage is Stage.ARRIVED:
            rank = 0
        else:
            rank = 1 if needs_action(visit) or visit.person.family in pressing else 2
        return rank, headings[rank]

    return of_visit


def _plain(_visit: Visit) -> tuple[int, str]:
    return 0, ""


def _column(
    of: Reading,
    title: str,
    visits: Iterable[Visit],
    empty: str = "",
    section: Callable[[Visit], tuple[int, str]] = _plain,
) -> ColumnView:
    """Return a column; headings are left out where all visits stand under the plainest one."""
    ordered = _together(tuple(visits), lambda visit: section(visit)[0])
    names = {section(visit)[1] for visit in ordered}
    shown = [visit_view(one, of, section(one)[1] if len(names) > 1 or _tells(one) else "") for one in ordered]
    families = [(section(one)[0], one.person.family) for one in ordered]
    return ColumnView(title, tuple(_bracketed(shown, families)), empty)


def _tells(visit: Visit) -> bool:
    """Tell whether a visit's heading says something that the column's title does not."""
    return visit.stage is Stage.ARRIVED or is_missed(visit) or needs_action(visit)


def _together(visits: tuple[Visit, ...], rank: Callable[[Visit], int]) -> list[Visit]:
    """Return the visits by rank and in their order, each family where its first one stands."""
    place: dict[tuple[int, str], int] = {}
    for number, visit in enumerate(visits):
        place.setdefault((rank(visit), visit.person.family or visit.id), number)
    return sorted(visits, key=lambda one: (rank(one), place[rank(one), one.person.family or one.id]))


def _bracketed(shown: list[VisitView], families: list[tuple[int, str]]) -> Iterable[VisitView]:
    """Yield the cards with the part of the bracket that each has in its family."""
    for number, (view, family) in enumerate(zip(shown, families, strict=True)):
        above = number > 0 and bool(family[1]) and families[number - 1] == family
        below = number + 1 < len(shown) and bool(family[1]) and families[number + 1] == family
        kin = {
            (False, False): Kin.ALONE,
            (False, True): Kin.FIRST,
            (True, True): Kin.MIDDLE,
            (True, False): Kin.LAST,
        }
        yield replace(view, kin=kin[above, below])


def _hour(visit: Visit) -> int:
    return (visit.expected_at + CHINA).hour if visit.expected_at is not None else 0
