"""Pictures of what comes back: the queue with somebody needed, follow-ups, done, day-end, backups.

The answers are made up here, as a server would give them: a practice server refuses nothing by itself.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from clinic_terminal.application import follow_up
from clinic_terminal.application.acts import ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.operators import operators
from clinic_terminal.application.ports import Operator
from clinic_terminal.contract.acts import ActAnswer, AnswerState, PartAnswer, TotalsAnswer
from clinic_terminal.domain.adjudication import Part, Reason
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.showcase import outage_visits as visits
from clinic_terminal.showcase.panel_pictures import PanelPictures

if TYPE_CHECKING:
    from clinic_terminal.showcase.screenshots import Camera
    from clinic_terminal.ui.pages.queue import QueuePage

_LESS: Final = 20_000
"""By how much the made-up insurer pays less, in fen."""


_CAME_BACK: Final = 3


class QueuePictures:
    """Takes them with a camera that was through the outage: the server is away."""

    def __init__(self, camera: "Camera") -> None:
        self._camera = camera
        self._hands = camera.hands
        self._program = camera.world.program
        self._terminal = camera.world.program.terminal
        self._operator: Operator = operators(self._terminal)[0]

    def all(self) -> None:
        """Have three bills come back, and look at everything that follows."""
        adjusted, refused, parked = (self._billed(number) for number in range(3))
        self._answer(adjusted, self._adjustment)
        self._answer(refused, self._refusal)
        self._answer(parked, _set_aside)
        self._queue(adjusted)
        self._follow_ups(adjusted, refused)
        self._backups()
        self._day_end()

    def _billed(self, number: int) -> str:
        members = visits.billable_members(
            self._terminal, [child.member for child in load_world().entries.child]
        )
        plan = visits.Plan(members[number % len(members)], "5" + str(4 + number % 2), with_filling=True)
        return visits.play(self._terminal, self._operator, plan, online=False).act

    def _answer(self, act: str, make: Callable[[QueueRow, FrozenBill], Answer]) -> None:
        """Have an act answered, once the sync loop does not hold it."""
        self._hands.theatre.until("an act to answer", lambda: self._answered(act, make))

    def _answered(self, act: str, make: Callable[[QueueRow, FrozenBill], Answer]) -> bool:
        now = self._terminal.clock.now()
        with self._program.store.begin() as uow:
            uow.queue.retry_now(act, now)
            leased = {row.act.id: row for row in uow.queue.lease("pictures", now, 60, 50)}
            row = leased.pop(act, None)
            for other in leased.values():
                uow.queue.release(other)
            bill = uow.visits.get(row.act.visit).bill if row else None
            if row is None or bill is None:
                return False
            said = make(row, bill)
            if said.state is None:
                return uow.queue.park(row, said, now)
            return uow.queue.settle(row, said, now)

    def _adjustment(self, row: QueueRow, bill: FrozenBill) -> Answer:
        zh, en = "保险公司按当前额度调整了金额。", "The insurer adjusted the amounts to today's limits."
        parts = [_less(part) for part in bill.result.parts]
        insurer = sum(part.insurer_fen for part in parts)
        totals = bill.result.totals
        sums = TotalsAnswer(
            billed_fen=totals.billed,
            insurer_fen=insurer,
            guardian_fen=totals.billed - insurer,
            on_site_fen=totals.billed - insurer - totals.online,
            online_fen=totals.online,
            claim_fen=insurer + totals.online,
        )
        return self._said(row, ActState.ADJUSTED, "ADJUSTED", (zh, en), parts, sums)

    def _refusal(self, row: QueueRow, _bill: FrozenBill) -> Answer:
        zh = "该会员已选择其他品牌，不得转至其他品牌。"
        en = "The member has chosen another brand and cannot change."
        return self._said(row, ActState.REJECTED, Reason.BRAND_LOCKED.value, (zh, en), [], None)

    def _said(  # noqa: PLR0913, PLR0917  the parts of an answer
        self,
        row: QueueRow,
        state: ActState,
        code: str,
        sentences: tuple[str, str],
        parts: list[PartAnswer],
        totals: TotalsAnswer | None,
    ) -> Answer:
        zh, en = sentences
        now = self._terminal.clock.now()
        receipt = ActAnswer(
            id=row.act.id,
            digest=row.act.digest,
            state=AnswerState(state.value),
            code=code,
            sentence_zh=zh,
            sentence_en=en,
            lines=parts,
            totals=totals,
            snapshot_version=None,
            booked_at=now,
            server_time="a.b.c",
        )
        return Answer(AnswerClass.FINAL, state, code, zh, None, None, receipt.model_dump_json().encode(), now)

    def _queue(self, adjusted: str) -> None:
        page = self._hands.window.pages.queue
        self._show("queue")
        self._hands.theatre.until("the follow-ups", lambda: len(page.table.line_model.lines) >= _CAME_BACK)
        page.table.set_current(adjusted)
        self._hands.theatre.until("the panel", lambda: page.found is not None)
        self._camera.shot("queue-needs-a-person")

    def _follow_ups(self, adjusted: str, refused: str) -> None:
        page = self._hands.window.pages.queue
        follow_up.take_over(self._terminal, self._operator, adjusted)
        follow_up.note(self._terminal, self._operator, adjusted, "家长电话没有接，下午再打。")
        for act, name in ((adjusted, "follow-up-adjusted"), (refused, "follow-up-refused")):
            page.show_list()
            page.table.set_current(act)
            self._hands.theatre.until("the matter", partial(_is_found, page, act))
            page.open_follow_up()
            self._hands.theatre.until("the matter as it is now", lambda: not page.flow.is_reading)
            self._hands.theatre.pause(2)
            self._camera.shot(name)
        page.show_list()

    def _backups(self) -> None:
        page = self._hands.window.pages.queue
        page.open_backups()
        self._hands.theatre.pause(2)
        self._camera.shot("backups")
        PanelPictures(self._camera).restore()
        page.show_list()

    def _day_end(self) -> None:
        self._camera.world.server.start()
        self._show("day-end")
        page = self._hands.window.pages.day_end
        self._hands.theatre.until("the days", lambda: bool(page.history.table.line_model.lines))
        page.run()
        self._hands.theatre.until("the comparison", lambda: page.shown is not None)
        self._hands.theatre.pause(2)
        self._camera.shot("day-end")

    def _show(self, name: str) -> None:
        self._hands.window.shell.show_page(name)
        self._hands.window.desk.refresh()
        self._hands.theatre.pause(2)


def _is_found(page: "QueuePage", act: str) -> bool:
    return page.found is not None and page.found.follow_up.subject == act


def _set_aside(_row: QueueRow, _bill: FrozenBill) -> Answer:
    return Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "这个编号已经有另一份内容。")


def _less(part: Part) -> PartAnswer:
    less = min(_LESS, part.insurer) if part.billed > _LESS else 0
    return PartAnswer(
        line=part.line,
        item="—",
        billed_fen=part.billed,
        not_covered_fen=part.not_covered,
        deductible_fen=part.deductible,
        coinsurance_fen=part.coinsurance,
        over_limit_fen=part.over_limit + less,
        penalty_fen=part.penalty,
        insurer_fen=part.insurer - less,
        guardian_fen=part.guardian + less,
        reasons=[Reason.LIMIT_REACHED.value] if less else [],
    )
