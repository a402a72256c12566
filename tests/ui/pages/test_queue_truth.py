"""What the screen says equals what the database says (I9): any history, the real store, the real window.

What must be shown is counted here from the bare rows of the queue, in another way than the page does it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.acts import (
    UNSENT,
    Act,
    ActKind,
    ActState,
    Answer,
    AnswerClass,
    Freshness,
    QueueRow,
)
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.application.queueing import retry_now
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.views.queue_status import status_view
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import build_window
from tests.ui.pages.front import Front, open_front, operator

ZH = translator("zh_CN")
PATIENCE_MS = 20_000
ANSWERS = {
    "accept": Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}"),
    "adjust": Answer(AnswerClass.FINAL, ActState.ADJUSTED, "ADJUSTED", receipt=b"{}"),
    "refuse": Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", receipt=b"{}"),
    "harmless": Answer(AnswerClass.FINAL, ActState.REJECTED, "NOT_VOIDABLE", receipt=b"{}"),
    "park": Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT"),
    "later": Answer(AnswerClass.TRANSIENT, None, "TIMEOUT"),
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ANSWERS, "bill", "bill", "bill", "void", "take", "close", "retry"]),
        st.integers(0, 30),
    ),
    max_size=25,
)
LINES = st.sampled_from([Line.ONLINE, Line.OFFLINE, Line.REFUSED, Line.UNKNOWN])


@dataclass
class World:
    """A desk and what was done at it."""

    front: Front
    count: int = 0

    def rows(self) -> list[QueueRow]:
        with self.front.store.read() as uow:
            return uow.queue.rows(1_000)

    def step(self, deed: str, choice: int) -> None:
        """Do one thing, where it can be done."""
        if deed == "bill":
            self._add(ActKind.BILL_SIGNED, choice)
        elif deed == "void":
            self._void(choice)
        elif deed in ANSWERS:
            self._answer(ANSWERS[deed], choice)
        else:
            self._work_off(deed, choice)

    def _add(self, kind: ActKind, amount: int, visit: str = "", chain: str = "") -> None:
        self.count += 1
        act = Act(
            f"01990000-0000-7000-8000-{self.count:012x}",
            kind,
            chain or f"M{self.count}/P",
            visit or f"visit-{self.count}",
            self.front.clock.now() + timedelta(seconds=self.count),
            b"{}",
            "d" * 64,
            amount * 100 if kind is ActKind.BILL_SIGNED else -1,
        )
        with self.front.store.begin() as uow:
            uow.queue.add(act)

    def _void(self, choice: int) -> None:
        bills = [row for row in self.rows() if row.act.kind is ActKind.BILL_SIGNED]
        free = [row for row in bills if not self._voids(row)]
        if free:
            row = free[choice % len(free)]
            self._add(ActKind.BILL_VOIDED, 0, row.act.visit, row.act.chain)

    def _voids(self, bill: QueueRow) -> list[QueueRow]:
        same = [row for row in self.rows() if row.act.visit == bill.act.visit]
        return [row for row in same if row.act.kind is ActKind.BILL_VOIDED]

    def _answer(self, said: Answer, choice: int) -> None:
        with self.front.store.begin() as uow:
            leased = uow.queue.lease("test", self.front.clock.now() + timedelta(hours=1), 60, 50)
            for number, row in enumerate(leased):
                if number != choice % len(leased):
                    uow.queue.release(row)
                elif said.state is not None:
                    uow.queue.settle(row, said, self.front.clock.now())
                elif said.answer_class is AnswerClass.ITEM:
                    uow.queue.park(row, said, self.front.clock.now())
                else:
                    uow.queue.retry_later(row, said, self.front.clock.now())

    def _work_off(self, deed: str, choice: int) -> None:
        waiting = sorted(self.waiting())
        if not waiting:
            return
        act, by = waiting[choice % len(waiting)], operator()
        row = next(row for row in self.rows() if row.act.id == act)
        if deed == "take":
            verbs.take_over(self.front.terminal, by, act)
        elif deed == "retry":
            retry_now(self.front.terminal, by, (act,))
        elif row.state is not ActState.PARKED:
            verbs.close(self.front.terminal, by, act, "处理好了。")

    def waiting(self) -> set[str]:
        """Return what waits for a person, by the rule and not by the page's code."""
        with self.front.store.read() as uow:
            records = {row.act.id: uow.follow_ups.get(row.act.id) for row in self.rows()}
        found = set()
        for row in self.rows():
            record = records[row.act.id]
            if row.state is ActState.PARKED:
                found.add(row.act.id)
            elif row.state in {ActState.ADJUSTED, ActState.REJECTED}:
                harmless = row.state is ActState.REJECTED and row.last_error == "NOT_VOIDABLE"
                taken_back = row.act.kind is ActKind.BILL_SIGNED and bool(self._voids(row))
                closed = record is not None and record.closed_at is not None
                if not (harmless or taken_back or closed or self._was_never_booked(row)):
                    found.add(row.act.id)
        return found

    def _was_never_booked(self, void: QueueRow) -> bool:
        """Tell whether a row is the refused void of a bill that was refused itself."""
        if void.act.kind is not ActKind.BILL_VOIDED or void.state is not ActState.REJECTED:
            return False
        bills = [row for row in self.rows() if row.act.visit == void.act.visit]
        return any(row.act.kind is ActKind.BILL_SIGNED and row.state is ActState.REJECTED for row in bills)

    def unowned(self) -> int:
        """Return how many of them nobody has taken over, or are not sent."""
        states = {row.act.id: row.state for row in self.rows()}
        with self.front.store.read() as uow:
            owned = {act for act in self.waiting() if (one := uow.follow_ups.get(act)) and one.owner}
        return sum(act not in owned or states[act] is ActState.PARKED for act in self.waiting())


def settled(app: QApplication, page: QueuePage, keys: set[str]) -> dict[str, tuple[object, ...]]:
    """Let the window live until the table holds ``keys``, and return its cells by act."""
    end = QDeadlineTimer(PATIENCE_MS)

    def is_shown() -> bool:
        return page.listing.view is not None and {line.key for line in page.table.line_model.lines} == keys

    while not is_shown() and not end.hasExpired():
        app.processEvents()
    return {str(line.key): line.cells for line in page.table.line_model.lines}


@pytest.mark.timeout(120)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, line=LINES)
def test_the_page_says_of_every_act_what_the_store_says(
    app: QApplication, steps: list[tuple[str, int]], line: Line
) -> None:
    with TemporaryDirectory() as folder:
        front = open_front(Path(folder) / "terminal.db")
        window = build_window(front.desk)
        front.desk.sign_in(operator())
        try:
            world = World(front)
            for deed, choice in steps:
                world.step(deed, choice)
            with front.store.begin() as uow:
                uow.memory.set_freshness(Freshness(front.clock.now(), server_time=front.clock.now()))
            front.desk.report_line(LineState(line))
            window.show()
            window.shell.show_page("queue")
            check(app, world, window.pages.queue, line)
            shown, view = window.shell.strip.status.text(), queue_view(front.terminal)
            assert shown == status_view(LineState(line), view, ZH).text
        finally:
            window.close()
            window.deleteLater()
            front.close()
            app.processEvents()


def check(app: QApplication, world: World, page: QueuePage, line: Line) -> None:
    """Compare the page with the rows."""
    rows = {row.act.id: row for row in world.rows()}
    cells = settled(app, page, set(rows))
    waiting = world.waiting()
    assert set(cells) == set(rows)
    assert list(cells)[: len(waiting)] == [act for act in cells if act in waiting]
    for act, row in rows.items():
        pill = cells[act][3]
        assert isinstance(pill, PillView)
        assert (pill.tone is Tone.OK) == (row.state is ActState.ACCEPTED), "green means the receipt is stored"
        assert (pill.tone in {Tone.WARN, Tone.STOP}) == (act in waiting)
        assert cells[act][2] == row.act.amount_fen
        assert cells[act][4] == str(row.attempts)
    unsent = [row for row in rows.values() if row.state in UNSENT]
    view = queue_view(world.front.terminal)
    assert view.open_count == len(waiting)
    assert view.urgent_count == world.unowned()
    assert view.exposure.unsent_count == len(unsent)
    tiles = {tile.accessibleName().split()[0]: tile.accessibleName() for tile in page.body._tiles}
    assert tiles["未送出笔数"].split()[1] == str(len(unsent))
    green = page.banner.property("tone") == str(Tone.OK)
    assert not green or (line is Line.ONLINE and not unsent and not world.unowned())


@pytest.mark.parametrize(
    ("line", "urgent", "unsent", "alarm", "text"),
    [
        (Line.ONLINE, 0, 0, False, "在线 · 全部已送达"),
        (Line.ONLINE, 0, 2, False, "正在送出 2 笔"),
        (Line.ONLINE, 1, 2, False, "需要处理 · 1 笔"),
        (Line.ONLINE, 1, 2, True, "需要处理 · 队列停住了"),
        (Line.OFFLINE, 0, 0, False, "离线 · 工作照常"),
        (Line.OFFLINE, 0, 2, False, "离线 · 2 笔待送出"),
        (Line.OFFLINE, 1, 2, False, "离线 · 1 笔要人处理"),
        (Line.REFUSED, 1, 2, True, "需要处理 · 登录被拒绝"),
        (Line.UNKNOWN, 0, 2, False, "正在连接…"),
    ],
)
def test_the_pill_has_a_word_for_every_state(
    front: Front, line: Line, urgent: int, unsent: int, *, alarm: bool, text: str
) -> None:
    view = queue_view(front.terminal)
    view = replace(
        view,
        exposure=replace(view.exposure, unsent_count=unsent),
        open_count=urgent,
        alarm=front.clock.now() if alarm else None,
        freshness=replace(view.freshness, last_upload=front.clock.now()),
    )
    shown = status_view(LineState(line), view, ZH)
    assert shown.text == text
    assert (shown.tone is Tone.OK) == (text == "在线 · 全部已送达")
