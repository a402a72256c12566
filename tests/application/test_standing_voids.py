"""A void is the exact inverse of its bill, whatever of both was sent, answered or lost on the way.

The model server keeps the set of active bills, not counters; a snapshot is a copy of it. What the desk should
believe is that copy, played on with the acts that it does not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_terminal.application.acts import CARRIED, Act, ActKind, ActState, QueueRow
from clinic_terminal.application.standing import ELSEWHERE, effective_standing
from clinic_terminal.domain.adjudication import Counters, Standing
from clinic_terminal.domain.eligibility import Lock, Snapshot
from clinic_terminal.domain.plan import Category
from tests.build import CLINIC, NOW, TODAY, snapshot

FIRST_VISIT = snapshot(lock=None, version=5, as_of=NOW)
MINUTES: Final = timedelta(minutes=5)


def posted(fen: int) -> Counters:
    return Counters(fen, 2 * fen, {Category.BASIC: fen}, 0, {"BS07": 1})


def row(number: int, kind: ActKind, state: ActState = ActState.READY, **more: object) -> QueueRow:
    act = Act(
        f"{kind}-{number}",
        kind,
        "M/P",
        f"V-{number}",
        NOW + MINUTES,
        b"{}",
        "d" * 64,
        41_000 if kind is ActKind.BILL_SIGNED else -41_000,
        posted(41_000) if kind is ActKind.BILL_SIGNED else Counters(),
        CLINIC.brand,
    )
    blank = QueueRow(act, state, 0, 0, "", None, NOW, "", "", "", None, b"", None)
    return replace(blank, **more)  # type: ignore[arg-type]  # keywords of a test


def bill(state: ActState = ActState.READY, **more: object) -> QueueRow:
    return row(1, ActKind.BILL_SIGNED, state, **more)


def void(state: ActState = ActState.READY, **more: object) -> QueueRow:
    return row(1, ActKind.BILL_VOIDED, state, **more)


def holding(version: int, **more: object) -> Snapshot:
    """Return the snapshot after the server booked the bill."""
    lock = Lock(CLINIC.brand, CLINIC.brand_name, TODAY, "BILL_SIGNED-1")
    return replace(FIRST_VISIT, used=posted(41_000), lock=lock, version=version, **more)  # type: ignore[arg-type]


SENT, FAILED = {"snapshot_version": 6}, {"attempts": 2}


@pytest.mark.parametrize(
    ("known", "first", "second"),
    [
        (FIRST_VISIT, bill(), void()),
        (FIRST_VISIT, bill(ActState.SENDING, attempts=1), void()),
        (FIRST_VISIT, bill(ActState.PARKED, attempts=1), void()),
        (FIRST_VISIT, bill(ActState.ACCEPTED, **SENT), void()),
        (FIRST_VISIT, bill(ActState.ACCEPTED, **SENT), void(ActState.SENDING, **FAILED)),
        (FIRST_VISIT, bill(ActState.ACCEPTED, **SENT), void(ActState.ACCEPTED, snapshot_version=7)),
        (FIRST_VISIT, bill(ActState.ADJUSTED, **SENT), void()),
        (FIRST_VISIT, bill(ActState.REJECTED, **SENT), void()),
        (FIRST_VISIT, bill(ActState.REJECTED, **SENT), void(ActState.REJECTED, **SENT)),
        (FIRST_VISIT, bill(ActState.WITHDRAWN), void()),
        (holding(6), bill(ActState.ACCEPTED, **SENT), void()),
        (holding(6), bill(ActState.ACCEPTED, **SENT), void(ActState.READY, **FAILED)),
        (holding(6), bill(ActState.ACCEPTED, **SENT), void(ActState.PARKED, **FAILED)),
        (holding(6), bill(ActState.ACCEPTED, **SENT), void(ActState.ACCEPTED, snapshot_version=7)),
        (replace(FIRST_VISIT, version=7), bill(ActState.ACCEPTED, **SENT),
         void(ActState.ACCEPTED, snapshot_version=7)),
    ],
)  # fmt: skip
def test_bill_and_void_together_leave_nothing(known: Snapshot, first: QueueRow, second: QueueRow) -> None:
    assert effective_standing(known, [first, second]) == Standing(Counters(), None, known.card)


@pytest.mark.parametrize("state", [ActState.REJECTED, ActState.WITHDRAWN])
def test_a_void_that_came_to_nothing_gives_nothing_back(state: ActState) -> None:
    rows = [bill(ActState.ACCEPTED, **SENT), void(state, **SENT)]
    standing = effective_standing(holding(6), rows)
    assert (standing.used, standing.brand_lock) == (posted(41_000), CLINIC.brand)


def test_a_void_whose_answer_may_be_lost_waits_for_the_server() -> None:
    """A version after the bill's may hold the void already: giving back twice would be a wrong yes."""
    rows = [bill(ActState.ACCEPTED, **SENT), void(ActState.READY, **FAILED)]
    assert effective_standing(holding(7), rows).used == posted(41_000)
    after_void = replace(FIRST_VISIT, version=7)
    assert effective_standing(after_void, rows).used == Counters()


def test_a_void_that_was_taken_over_from_another_file_may_have_been_sent_from_there() -> None:
    """Restored, bill and void are both sent again: the snapshot that holds both gives nothing back twice."""
    of_others = replace(FIRST_VISIT, used=posted(50_000))
    rows = [bill(ActState.ACCEPTED, **SENT), void(first_error=CARRIED)]
    assert effective_standing(replace(of_others, version=7), rows).used == posted(50_000)
    assert effective_standing(holding(6), rows).used == Counters()
    assert effective_standing(FIRST_VISIT, [bill(), void(first_error=CARRIED)]).used == Counters()


@pytest.mark.parametrize("off", [-timedelta(days=2), timedelta(0), timedelta(days=2)])
def test_a_lost_answer_is_told_by_versions_and_not_by_a_clock_that_may_be_wrong(off: timedelta) -> None:
    """A clock that was ahead let the void look younger than the snapshot that held it (counted twice)."""
    late = void(ActState.READY, **FAILED)
    rows = [bill(ActState.ACCEPTED, **SENT), replace(late, act=replace(late.act, created_at=NOW + off))]
    of_others = replace(FIRST_VISIT, used=posted(50_000))
    assert effective_standing(replace(of_others, version=7), rows).used == posted(50_000)
    assert effective_standing(holding(6), rows).used == Counters()


def test_what_was_heard_between_bill_and_void_tells_how_old_a_snapshot_is() -> None:
    between = row(2, ActKind.BILL_SIGNED, ActState.ACCEPTED, snapshot_version=8)
    of_both = replace(holding(8), used=posted(41_000).plus(posted(41_000)))
    rows = [bill(ActState.ACCEPTED, **SENT), between, void(ActState.READY, **FAILED)]
    assert effective_standing(of_both, rows).used == posted(41_000)
    assert effective_standing(replace(of_both, version=9), rows).used == of_both.used


def test_what_the_server_adjusted_is_given_back_by_the_server_alone() -> None:
    adjusted = replace(holding(6), used=posted(20_000))
    rows = [bill(ActState.ADJUSTED, **SENT), void()]
    assert effective_standing(adjusted, rows).used == posted(20_000)


def test_only_an_entry_error_releases_the_brand() -> None:
    other_reason = replace(void(), act=replace(void().act, lock=None))
    for known, first in ((FIRST_VISIT, bill()), (holding(6), bill(ActState.ACCEPTED, **SENT))):
        assert effective_standing(known, [first, other_reason]).brand_lock == CLINIC.brand
        assert effective_standing(known, [first, other_reason]).used == Counters()


def test_another_active_visit_keeps_the_brand() -> None:
    second = row(2, ActKind.BILL_SIGNED)
    assert effective_standing(FIRST_VISIT, [bill(), second, void()]).brand_lock == CLINIC.brand
    elsewhere_too = replace(holding(7), used=posted(41_000).plus(posted(500)))
    rows = [bill(ActState.ACCEPTED, **SENT), void()]
    assert effective_standing(elsewhere_too, rows).brand_lock == CLINIC.brand


def test_a_lock_that_another_act_made_is_not_released() -> None:
    by_another = replace(holding(6), lock=Lock(CLINIC.brand, CLINIC.brand_name, TODAY, "ANOTHER"))
    rows = [bill(ActState.ACCEPTED, **SENT), void()]
    assert effective_standing(by_another, rows).brand_lock == CLINIC.brand


def test_the_second_void_does_not_release_what_the_first_bill_made() -> None:
    """The server judges in order: at the first void another visit was active, the second made no lock."""
    rows = [bill(), row(2, ActKind.BILL_SIGNED), void(), row(2, ActKind.BILL_VOIDED)]
    standing = effective_standing(FIRST_VISIT, rows)
    assert (standing.used, standing.brand_lock) == (Counters(), CLINIC.brand)


def test_a_void_without_its_bill_changes_nothing() -> None:
    assert effective_standing(holding(6), [void()]).used == posted(41_000)


def test_figures_that_the_server_corrected_never_fall_below_zero() -> None:
    corrected = replace(holding(6), used=posted(10_000))
    assert effective_standing(corrected, [bill(ActState.ACCEPTED, **SENT), void()]).used == Counters()


@pytest.mark.parametrize(
    ("version", "told", "lock"),
    [(5, 6, ELSEWHERE), (6, 6, None), (7, 6, None), (5, None, None)],
)
def test_a_refusal_for_the_brand_is_believed_until_a_snapshot_names_it(
    version: int, told: int | None, lock: str | None
) -> None:
    refused = bill(ActState.REJECTED, last_error="BRAND_LOCKED", snapshot_version=told)
    standing = effective_standing(replace(FIRST_VISIT, version=version), [refused])
    assert (standing.used, standing.brand_lock) == (Counters(), lock)


def test_another_refusal_says_nothing_of_a_lock() -> None:
    refused = bill(ActState.REJECTED, last_error="CARD_GREYED", snapshot_version=6)
    assert effective_standing(FIRST_VISIT, [refused]).brand_lock is None


@dataclass(frozen=True)
class Books:
    """What the server holds: active bills with their figures, who made the lock, which acts it knows."""

    active: tuple[tuple[str, int], ...] = ()
    maker: str = ""
    acts: frozenset[str] = frozenset()
    version: int = 1

    def with_act(self, one: QueueRow, bills: dict[str, QueueRow], fen: int | None = None) -> "Books":
        """Book an act once; ``fen`` is what the insurer makes of a bill, None: what it says itself."""
        act, active, maker = one.act, dict(self.active), self.maker
        if act.id in self.acts:
            return self
        if act.kind is ActKind.BILL_SIGNED:
            active[act.id] = act.posted.pool_fen if fen is None else fen
            maker = maker or act.id
        elif (voided := bills[act.visit].act.id) in active:
            del active[voided]
            if maker == voided and act.lock is not None and not active:
                maker = ""
        return Books(tuple(active.items()), maker, self.acts | {act.id}, self.version + 1)

    @property
    def pool_fen(self) -> int:
        return sum(fen for _bill, fen in self.active)


@dataclass
class World:
    """A terminal with its queue, a server, and the wire between them."""

    now: datetime = NOW
    books: Books = Books()
    known: Books = Books()
    known_at: datetime = NOW
    rows: list[QueueRow] = field(default_factory=list)
    clear: bool = True

    @property
    def bills(self) -> dict[str, QueueRow]:
        return {one.act.visit: one for one in self.rows if one.act.kind is ActKind.BILL_SIGNED}

    def snapshot(self) -> Snapshot:
        used = Counters()
        for _bill, fen in self.known.active:
            used = used.plus(posted(fen))
        lock = Lock(CLINIC.brand, CLINIC.brand_name, TODAY, self.known.maker) if self.known.maker else None
        return snapshot(used=used, lock=lock, version=self.known.version, as_of=self.known_at)

    def standing(self) -> Standing:
        return effective_standing(self.snapshot(), self.rows)

    def add(self, kind: ActKind, number: int, *, lock: bool) -> None:
        new = row(number, kind)
        figures = posted(1_000 * number) if kind is ActKind.BILL_SIGNED else Counters()
        brand = CLINIC.brand if lock else None
        # A clock that is ahead: no rule may rest on it.
        created = self.now + timedelta(days=1)
        act = replace(new.act, created_at=created, posted=figures, lock=brand)
        self.rows.append(replace(new, act=act))

    def send(self, fate: str) -> None:
        """Send the oldest unsettled act; ``fate``: ok, lost (booked, no answer), down, refuse, adjust."""
        place = next((n for n, one in enumerate(self.rows) if one.state is ActState.READY), None)
        if place is None:
            return
        one = self.rows[place]
        tried = replace(one, attempts=one.attempts + 1)
        is_bill = one.act.kind is ActKind.BILL_SIGNED
        fresh = one.act.id not in self.books.acts
        if fate == "refuse" and is_bill and fresh:
            self.rows[place] = replace(tried, state=ActState.REJECTED, snapshot_version=self.books.version)
            return
        if fate == "down":
            self.rows[place], self.clear = tried, self.clear and is_bill
            return
        adjusts = fate == "adjust" and is_bill and fresh
        fen = one.act.posted.pool_fen // 2 if adjusts else None
        unbooked = not is_bill and self.bills[one.act.visit].state is ActState.REJECTED
        if not unbooked:
            self.books = self.books.with_act(one, self.bills, fen)
        if fate == "lost":
            self.rows[place], self.clear = tried, False
            return
        state = ActState.REJECTED if unbooked else ActState.ADJUSTED if adjusts else ActState.ACCEPTED
        self.clear = self.clear and not adjusts
        self.rows[place] = replace(tried, state=state, snapshot_version=self.books.version)

    def ideal(self) -> Books:
        """Return what the desk should believe: the snapshot's books, played on with what they lack."""
        books = self.known
        for one in self.rows:
            voided = self.bills[one.act.visit]
            refused = ActState.REJECTED in {one.state, voided.state}
            if not refused:
                books = books.with_act(one, self.bills)
        return books


Steps = list[tuple[str, int, bool, str]]


def steps_with(*fates: str) -> st.SearchStrategy[Steps]:
    """Return any order of steps; ``fates`` is what may become of a sent act."""
    kinds = st.sampled_from(["bill", "bill", "void", "send", "send", "send", "download"])
    return st.lists(
        st.tuples(kinds, st.integers(1, 3), st.booleans(), st.sampled_from(fates)), min_size=12, max_size=30
    )


def played(steps: Steps) -> Iterator[World]:
    """Yield the world after each step."""
    world = World()
    for step, number, flag, fate in steps:
        world.now += MINUTES
        if step == "bill" and f"V-{number}" not in world.bills:
            world.add(ActKind.BILL_SIGNED, number, lock=True)
        elif step == "void" and _may_be_voided(world, number):
            world.add(ActKind.BILL_VOIDED, number, lock=flag)
        elif step == "send":
            world.send(fate)
        elif step == "download":
            world.known, world.known_at = world.books, world.now
        yield world


def _may_be_voided(world: World, number: int) -> bool:
    voided = any(one.act.visit == f"V-{number}" for one in world.rows if one.act.kind is ActKind.BILL_VOIDED)
    return f"V-{number}" in world.bills and not voided


@given(steps_with("ok", "ok", "down", "refuse"))
def test_the_desk_believes_exactly_what_the_server_will_say(steps: Steps) -> None:
    for world in played(steps):
        standing, ideal = world.standing(), world.ideal()
        if world.clear:
            assert standing.used.pool_fen == ideal.pool_fen
            assert standing.used.units == ({"BS07": len(ideal.active)} if ideal.active else {})
            assert standing.brand_lock == (CLINIC.brand if ideal.maker else None)


@given(steps_with("ok", "ok", "lost", "adjust", "refuse", "down"))
@settings(max_examples=1_000)
def test_lost_answers_and_adjustments_never_give_the_family_too_much(steps: Steps) -> None:
    for world in played(steps):
        assert world.standing().used.pool_fen >= world.ideal().pool_fen


@given(steps_with("ok", "ok", "lost", "adjust", "refuse"))
def test_with_everything_answered_and_downloaded_the_snapshot_says_it_all(steps: Steps) -> None:
    *_worlds, world = played(steps)
    for _row in world.rows:
        world.send("ok")
    world.known, world.known_at = world.books, world.now
    assert world.standing() == world.snapshot().standing()
