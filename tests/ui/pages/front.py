"""A front desk for tests: a real terminal on a real store, fakes at its outer ports, invented children."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QLabel, QLineEdit, QWidget

from clinic_terminal.application import check_in, settlement, signing, treatment
from clinic_terminal.application.acts import Answer, AnswerClass, ExposureLimits
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.operators import hash_pin
from clinic_terminal.application.ports import Enrolment, Operator, PlanEdition, SignedSnapshot
from clinic_terminal.application.signing import Signing
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Authorisation, Lock, PastVisit, Person, Snapshot
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.visit import CardSource, Stage, Visit
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.tasks import Tasks
from tests.build import CATALOGUE, CLINIC, DENTAL, NOW, TODAY, YEAR, ink, snapshot
from tests.closing import finish
from tests.fakes.ports import CountingIds, FakeCards, FakeCentral, FakePapers, SetClock

KEY = bytes(range(32))
PIN = "2468"

EDITION = PlanEdition(
    plan=DENTAL,
    name_zh="练习齿科计划",
    name_en="Practice dental plan",
    hotline="021-80209058",
    weekday_hours=(8, 21),
    weekend_hours=(9, 18),
    holiday_hours=(9, 18),
    bind_hint_zh="支付24小时后绑卡。",
    bind_hint_en="Bind the card 24 hours after payment.",
)
GROWTH = replace(
    EDITION,
    plan=replace(DENTAL, code="GROWTH", booking_required=False),
    name_zh="练习成长计划",
    name_en="Practice growth plan",
    weekday_hours=(0, 24),
    weekend_hours=(0, 24),
    holiday_hours=(0, 24),
)


def person(number: int, name: str, born: date, sex: Sex = Sex.FEMALE) -> Person:
    """Return an invented child."""
    return Person(f"202604C000000{number:05d}", name, born, sex)


def child(number: int, name: str, **more: object) -> Snapshot:
    """Return a child's snapshot; keywords replace its fields."""
    return snapshot(person=person(number, name, date(2018, 3, 14)), policy=f"POL-{number}", **more)


RETURNING = child(
    101,
    "沈星禾",
    used=Counters(41_000, 76_000, {Category.PREVENTIVE: 6_000, Category.BASIC: 35_000}),
    history=(
        PastVisit(date(2026, 3, 8), "小鹿口腔·徐汇诊所", Category.BASIC, 35_000),
        PastVisit(date(2026, 3, 8), "小鹿口腔·徐汇诊所", Category.PREVENTIVE, 6_000),
        PastVisit(date(2025, 6, 19), "小鹿口腔·徐汇诊所", Category.BASIC, 80_000),
    ),
)
UNBOOKED = child(102, "陆予安", lock=None)
ELSEWHERE = child(103, "温知夏", lock=Lock("QINGKONG", "晴空儿童齿科", date(2026, 2, 16), "V-9"))
GREYED = child(104, "周可凡", card=CardState.GREYED)
EXPIRED = child(105, "许念安", period=PolicyPeriod(date(2025, 5, 21), TODAY - timedelta(days=1)))
NEARLY_EMPTY = child(106, "方小满", used=Counters(4_982_000, 9_482_000))
LETTER = child(
    107,
    "江晚舟",
    authorisations=(Authorisation("DBH-1101-01", ("BS03",), 300_000, 0, YEAR.start, YEAR.end),),
)
TWO_DENTAL = child(108, "苏木")
TWO_GROWTH = replace(TWO_DENTAL, policy="POL-108-G", plan="GROWTH", plan_name="练习成长计划", lock=None)

CHILDREN = (RETURNING, UNBOOKED, ELSEWHERE, GREYED, EXPIRED, NEARLY_EMPTY, LETTER, TWO_DENTAL, TWO_GROWTH)


@cache
def operator() -> Operator:
    """Return the operator of the tests; hashing a PIN takes its time, so it is done once."""
    return Operator("op-1", "王敏", hash_pin(PIN))


@dataclass
class Front:
    """The desk with everything behind it; ``woken`` counts how often the sync loop was woken."""

    desk: Desk
    store: SqlStore
    central: FakeCentral
    cards: FakeCards
    papers: FakePapers
    clock: SetClock
    tasks: Tasks
    woken: list[int] = field(default_factory=list)

    @property
    def terminal(self) -> Terminal:
        """The joined ports."""
        return self.desk.terminal

    def keep(self, *snapshots: Snapshot) -> None:
        """Put snapshots into the store, as a download does."""
        with self.store.begin() as uow:
            for one in snapshots:
                uow.snapshots.put(one, SignedSnapshot(one, "signed").signed)

    def expect(self, one: Snapshot, visit_id: str = "", hours: int = 1) -> Visit:
        """Put an appointment of today on the board and return its visit."""
        self.keep(one)
        visit = Visit(
            id=visit_id or self.terminal.ids.new(),
            stage=Stage.EXPECTED,
            day=TODAY,
            person=one.person,
            policy=one.policy,
            plan=one.plan,
            booking_ref=one.booking_ref,
            expected_at=NOW + timedelta(hours=hours),
            note="复诊",
        )
        with self.store.begin() as uow:
            return uow.visits.put(visit)

    def close(self) -> None:
        """Stop threads and close the file."""
        self.desk.close()
        self.tasks.shutdown()
        self.store.close()


def open_front(path: Path, language: Language = Language.ZH) -> Front:
    """Return a desk nobody is signed in at; the central API knows all the children."""
    clock, ids = SetClock(), CountingIds()
    store = open_store(path, KEY, clock)
    central, cards, papers = FakeCentral(list(CHILDREN)), FakeCards(), FakePapers()
    terminal = Terminal(
        clock, ids, store, central, cards, papers, CATALOGUE, canonical_bytes, ExposureLimits()
    )
    with store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", ""))
        uow.memory.put_plan(EDITION)
        uow.memory.put_plan(GROWTH)
        uow.memory.put_operator(operator())
    tasks = Tasks()
    woken: list[int] = []
    desk = Desk(DeskParts(terminal, tasks, translator(language), lambda: woken.append(1)))
    return Front(desk, store, central, cards, papers, clock, tasks, woken)


def focused(window: QWidget) -> QWidget:
    """Return the widget that gets the keys."""
    inner: QWidget | None = window.focusWidget()
    return window if inner is None else inner


def press(window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focused(window), key, modifiers or Qt.KeyboardModifier.NoModifier)


def type_text(window: QWidget, text: str) -> None:
    """Type where the focus is."""
    for sign in text:
        QTest.keyClicks(focused(window), sign)


def nameless(widget: QWidget) -> list[str]:
    """Return the kinds of visible controls that a screen reader could not name."""
    controls = [
        *widget.findChildren(QAbstractButton),
        *widget.findChildren(QLineEdit),
        *widget.findChildren(QAbstractItemView),
    ]
    return [
        type(one).__name__
        for one in controls
        if one.isVisible()
        and not isinstance(one, QHeaderView)
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]


def words_on(widget: QWidget) -> str:
    """Return every visible text below a widget, for asking whether something is said."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def admitted(front: Front, one: Snapshot, *, to_chair: bool = True) -> Visit:
    """Let a child in by its number."""
    found = check_in.verify(front.terminal, Identified(one.person.member, CardSource.NUMBER), TODAY)
    return check_in.admit(
        front.terminal, operator(), found, found.policies[0], Identity(IdDocument.HUKOU), to_chair=to_chair
    )


def billed(front: Front, one: Snapshot) -> Visit:
    """Take a child through a signed filling of 700 yuan, half of it the insurer's."""
    visit, by = admitted(front, one), operator()
    treatment.add_item(front.terminal, by, visit.id, "BS07", ("84",))
    treatment.hand_to_desk(front.terminal, by, visit.id)
    frozen = settlement.freeze(front.terminal, by, visit.id, online=True)
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    signing.sign(front.terminal, by, visit.id, frozen.digest, given)
    return finish(front.terminal, by, visit.id).visit


def answer(front: Front, act: str, said: Answer) -> None:
    """Have an act answered as the sync loop does."""
    with front.store.begin() as uow:
        leased = {row.act.id: row for row in uow.queue.lease("tests", front.clock.now(), 60, 50)}
        row = leased.pop(act)
        for other in leased.values():
            uow.queue.release(other)
        if said.state is not None:
            uow.queue.settle(row, said, front.clock.now())
        elif said.answer_class is AnswerClass.ITEM:
            uow.queue.park(row, said, front.clock.now())
        else:
            uow.queue.retry_later(row, said, front.clock.now())
